//! One patrol's figures from what is held of it: a pure function.
//!
//! Fixes that came after sign-off are evidence only: chunks behind the summary's last one are left out. A sign-off
//! that makes a patrol longer than anybody is on duty is not counted: the patrol ends with its last fix then. Where a
//! supervisor has stated an end, what came after it is left out as well.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use beatbook_domain::crew::CrewSpan;
use beatbook_domain::fence::Fence;
use beatbook_domain::geometry::Vertex;
use beatbook_domain::hours::{AbstractedTime, AreaTime, OperationSpan, PatrolTime};
use beatbook_domain::presence::{Interval, ModeInterval, TrackPresence, ZonePresence};
use beatbook_domain::records::journal::Moment;
use beatbook_domain::records::patrol::Patrol;
use beatbook_domain::records::summary::PatrolSummary;
use beatbook_domain::records::track::{
    DerivedPatrol, FixRun, counted_fixes, derive_patrol, former_operations, track_until,
};
use beatbook_domain::thresholds::{ENGINE_VERSION, Thresholds};
use beatbook_domain::track;
use beatbook_domain::zone::ZoneHash;
use beatbook_protocol::entry::BootId;
use beatbook_protocol::hash::Hash;

use super::briefings::ReadyBriefing;
use crate::store::PatrolInput;

/// How the phone's figures compare with ours from the same fixes and zones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// The phone has sent none (yet).
    NoSummary,
    /// The same, millisecond for millisecond.
    Equal,
    /// Different: an alarm.
    Differs,
    /// Made by an engine version or from a briefing that is not known here.
    NotCompared,
}

/// What a job has found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Derived {
    /// The published figures; absent while nothing can be derived.
    pub time: Option<PatrolTime>,
    /// How the phone's own compare.
    pub comparison: Comparison,
    /// Hash of everything the figures were derived from.
    pub input: Hash,
    /// Chunks that cannot be read, or hold something else than their place says.
    pub unreadable: Vec<u64>,
    /// True if the patrol as it was signed off lasts longer than anybody is on duty: an alarm.
    pub overlong: bool,
    /// True if figures derived before stay as they are, because the track is not all here any more.
    pub keep: bool,
}

/// The chunks of a patrol, decoded.
struct Track {
    runs: Vec<FixRun>,
    fixes: u64,
    unreadable: Vec<u64>,
    whole: bool,
}

/// Derives a patrol. `summarised` is the briefing its summary names, if it is known here; `published` the newest.
#[must_use]
pub fn derive(input: &PatrolInput, summarised: Option<&ReadyBriefing>, published: &ReadyBriefing) -> Derived {
    let summary = summary(input);
    let track = decode(input, summary.as_ref());
    let hash = input_hash(input, published);
    let nothing = Derived {
        time: None,
        comparison: Comparison::NoSummary,
        input: hash,
        unreadable: track.unreadable.clone(),
        overlong: false,
        keep: input.chunks_gone,
    };
    let Some(patrol) = &input.patrol else { return nothing };
    let Some(end) = end_of(patrol, &track.runs) else { return nothing };
    if input.chunks_gone || !track.whole {
        return nothing;
    }
    let derived = derive_patrol(patrol, &track.runs, end, &published.fence, Thresholds::V1);
    let comparison = compare(patrol, &track, end, summary.as_ref(), summarised, published, &derived.presence);
    let told = time_of(input, patrol, derived, published);
    let overlong = told.is_overlong();
    // What arrived later may have mended it: then nothing is cut.
    if let Some(until) = input.stated_end.filter(|_| overlong) {
        let Some((runs, last)) = track_until(patrol, &track.runs, end, until) else { return nothing };
        let derived = derive_patrol(patrol, &runs, last, &published.fence, Thresholds::V1);
        return Derived { time: Some(time_of(input, patrol, derived, published)), comparison, ..nothing };
    }
    let last = last_fix(&track.runs).filter(|_| overlong);
    let time = last.map_or(told, |last| {
        let derived = derive_patrol(patrol, &track.runs, last, &published.fence, Thresholds::V1);
        time_of(input, patrol, derived, published)
    });
    Derived { time: Some(time), comparison, overlong, ..nothing }
}

/// Zones of a fence in which a patrol certainly was at some time of a window; of what cannot be read, nothing is certain.
#[must_use]
pub fn certainly_in(input: &PatrolInput, fence: &Arc<Fence>, window: Interval) -> BTreeSet<ZoneHash> {
    let track = decode(input, summary(input).as_ref());
    let end = input.patrol.as_ref().and_then(|patrol| Some((patrol, end_of(patrol, &track.runs)?)));
    let Some((patrol, end)) = end else { return BTreeSet::new() };
    let zones = derive_patrol(patrol, &track.runs, end, fence, Thresholds::V1).presence.zones;
    let meets = |span: Interval| span.from < window.to && window.from < span.to;
    zones
        .into_iter()
        .filter(|zone| zone.certain.iter().any(|one| meets(one.span)))
        .map(|zone| zone.zone)
        .collect()
}

/// Where the fixes of a patrol are that count, within a window; of what cannot be read, there are none.
#[must_use]
pub fn counted_in(input: &PatrolInput, window: Interval) -> Vec<Vertex> {
    let track = decode(input, summary(input).as_ref());
    let end = input.patrol.as_ref().and_then(|patrol| Some((patrol, end_of(patrol, &track.runs)?)));
    let Some((patrol, end)) = end else { return Vec::new() };
    let fixes = counted_fixes(patrol, &track.runs, end).into_iter();
    fixes.filter(|(at, _)| window.from <= *at && *at < window.to).map(|(_, place)| place).collect()
}

/// The summary's parts put together, if all are here and belong together.
fn summary(input: &PatrolInput) -> Option<PatrolSummary> {
    let parts = input.summaries.iter().map(|bytes| PatrolSummary::parse(bytes)).collect::<Result<_, _>>();
    PatrolSummary::join(parts.ok()?).ok()
}

fn decode(input: &PatrolInput, summary: Option<&PatrolSummary>) -> Track {
    let last = summary.and_then(|summary| summary.last_chunk);
    let mut track = Track { runs: Vec::new(), fixes: 0, unreadable: Vec::new(), whole: true };
    let mut next = 0;
    for (seq, bytes) in &input.chunks {
        if summary.is_some() && last.is_none_or(|last| *seq > last) {
            continue;
        }
        match track::decode(bytes) {
            Ok(chunk) if chunk.head.patrol == *input.record.as_bytes() && chunk.head.index == next => {
                next += 1;
                track.fixes += chunk.fixes.len() as u64;
                track.runs.push(FixRun {
                    boot: chunk.head.boot,
                    wall_offset: chunk.head.wall_offset,
                    fixes: chunk.fixes,
                });
            }
            _ => {
                track.unreadable.push(*seq);
                track.whole = false;
            }
        }
    }
    track
}

/// Sign-off; of an open patrol the last fix, and nothing before there is one.
fn end_of(patrol: &Patrol, runs: &[FixRun]) -> Option<Moment> {
    patrol.ended.as_ref().map(|ended| ended.at).or_else(|| last_fix(runs))
}

fn last_fix(runs: &[FixRun]) -> Option<Moment> {
    let run = runs.last()?;
    let mono = run.fixes.last()?.mono;
    Some(Moment { wall: mono.saturating_add(run.wall_offset), mono, boot: BootId(run.boot) })
}

/// Both sides by the same fixes, zones, thresholds and engine; anything else cannot be compared.
fn compare(
    patrol: &Patrol,
    track: &Track,
    end: Moment,
    summary: Option<&PatrolSummary>,
    summarised: Option<&ReadyBriefing>,
    published: &ReadyBriefing,
    derived: &TrackPresence,
) -> Comparison {
    let Some(summary) = summary else { return Comparison::NoSummary };
    if summary.presence.engine != ENGINE_VERSION {
        return Comparison::NotCompared;
    }
    let nowhere = ReadyBriefing::default();
    let briefing = match (summary.briefing, summarised) {
        (None, _) => &nowhere,
        (Some(_), Some(briefing)) => briefing,
        (Some(_), None) => return Comparison::NotCompared,
    };
    let same = briefing.hash == published.hash && summary.presence.thresholds == Thresholds::V1;
    let mut ours = if same {
        derived.clone()
    } else {
        derive_patrol(patrol, &track.runs, end, &briefing.fence, summary.presence.thresholds).presence
    };
    ours.zones.retain(|zone| !summary.omitted.contains(&zone.zone));
    if ours == summary.presence && track.fixes == summary.fixes {
        Comparison::Equal
    } else {
        Comparison::Differs
    }
}

fn time_of(
    input: &PatrolInput,
    patrol: &Patrol,
    derived: DerivedPatrol,
    published: &ReadyBriefing,
) -> PatrolTime {
    let former = former_operations(&input.operations, &derived).into_iter();
    let presence = derived.presence;
    let abstractions = derived.abstractions.into_iter().filter_map(|(span, place)| {
        let abstraction = patrol.abstractions.get(place)?;
        Some(AbstractedTime { span, reason: abstraction.reason.clone() })
    });
    let crews = derived.crews.into_iter();
    PatrolTime {
        id: input.record,
        officer: input.officer,
        duty: patrol.duty,
        operation: patrol.operation.clone(),
        former: former.map(|(span, operation)| OperationSpan { span, operation }).collect(),
        span: presence.span,
        crews: crews
            .map(|(span, crew)| CrewSpan { span, officers: crew.officers, others: crew.others })
            .collect(),
        abstractions: abstractions.collect(),
        gaps: presence.gaps,
        quality: presence.quality,
        dosage: presence.thresholds.dosage,
        areas: areas(presence.zones, published),
    }
}

/// Versions of one zone follow each other in time and never overlap: together they are the zone.
fn areas(zones: Vec<ZonePresence>, published: &ReadyBriefing) -> Vec<AreaTime> {
    let mut areas: BTreeMap<String, AreaTime> = BTreeMap::new();
    for version in zones {
        let Some(known) = published.versions.get(&version.zone) else { continue };
        let area = areas.entry(known.code.clone()).or_insert_with(|| AreaTime {
            zone: known.code.clone(),
            presence: Vec::new(),
            certain: Vec::new(),
            possible: Vec::new(),
            visits: Vec::new(),
        });
        area.presence.extend(version.presence);
        area.certain.extend(version.certain);
        area.possible.extend(version.possible);
        area.visits.extend(version.visits);
    }
    areas.values_mut().for_each(|area| {
        let by_begin = |one: &ModeInterval| one.span;
        area.presence.sort_by_key(by_begin);
        area.certain.sort_by_key(by_begin);
        area.possible.sort_by_key(by_begin);
        area.visits.sort_by_key(|visit| visit.span);
    });
    areas.into_values().collect()
}

/// Names everything the published figures depend on.
fn input_hash(input: &PatrolInput, published: &ReadyBriefing) -> Hash {
    let mut parts: Vec<&[u8]> = vec![b"beatbook-presence-input-1"];
    let engine = ENGINE_VERSION.to_be_bytes();
    parts.push(&engine);
    if let Some(hash) = &published.hash {
        parts.push(hash.as_bytes());
    }
    for hash in &input.entries {
        parts.push(hash.as_bytes());
    }
    let stated = input.stated_end.map(i64::to_be_bytes);
    parts.extend(stated.as_ref().map(<[u8; 8]>::as_slice));
    Hash::of(&parts)
}
