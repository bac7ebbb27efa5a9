//! What screens are shown: plain figures in milliseconds, and names people know.
//! Nothing here is stored; it is told anew from the journal and the mirror each time.

use std::collections::BTreeMap;

use beatbook_domain::interval::{intersect, normalise, total};
use beatbook_domain::presence::{FixCounts, Interval, ModeInterval, Quality, TrackPresence, TravelMode};
use beatbook_domain::records::journal::{Basis, Moment};
use beatbook_domain::records::patrol::Patrol;
use beatbook_domain::zone::{ZoneHash, ZoneKind};
use beatbook_protocol::id::Id;

use crate::briefing::ZoneName;
use crate::printing::WordingNow;

/// One zone of a patrol's result. All times in milliseconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneTime {
    /// The authority's code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub kind: ZoneKind,
    /// Presence on foot.
    pub foot: i64,
    /// Presence on a cycle.
    pub cycle: i64,
    /// Presence in a vehicle.
    pub vehicle: i64,
    /// At least so long, in any mode.
    pub certain: i64,
    /// At most so long, in any mode.
    pub possible: i64,
    /// Stays.
    pub visits: u32,
    /// Stays of 15 minutes on foot and more.
    pub dosage_visits: u32,
}

/// What a patrol came to: shown while it goes on, at sign-off and in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatrolResult {
    /// From sign-on to sign-off (or now), UTC milliseconds.
    pub span: Interval,
    /// Zones touched, by code. Empty without a briefing.
    pub zones: Vec<ZoneTime>,
    /// Milliseconds without a usable position: neither presence nor absence.
    pub gap: i64,
    /// Milliseconds abstracted: shown, and left out of hotspot totals by the server.
    pub abstracted: i64,
    /// The class of the track.
    pub quality: Quality,
    /// What became of the fixes.
    pub fixes: FixCounts,
    /// Whether there was a briefing to measure zones with.
    pub measured: bool,
}

impl PatrolResult {
    /// `names` as far as they are known, and whether there was a briefing.
    pub(crate) fn of(
        presence: &TrackPresence,
        patrol: &Patrol,
        names: &BTreeMap<ZoneHash, ZoneName>,
        measured: bool,
    ) -> Self {
        let mut zones: Vec<ZoneTime> = presence
            .zones
            .iter()
            .filter_map(|told| {
                let name = names.get(&told.zone)?;
                let of_mode = |mode: TravelMode| {
                    let spans = told.presence.iter().filter(|span| span.mode == mode);
                    spans.map(|span| span.span.length()).sum()
                };
                let dosage = told.visits.iter().filter(|visit| visit.foot >= presence.thresholds.dosage);
                Some(ZoneTime {
                    code: name.code.clone(),
                    name: name.name.clone(),
                    kind: name.kind,
                    foot: of_mode(TravelMode::Foot),
                    cycle: of_mode(TravelMode::Cycle),
                    vehicle: of_mode(TravelMode::Vehicle),
                    certain: whole(&told.certain),
                    possible: whole(&told.possible),
                    visits: u32::try_from(told.visits.len()).unwrap_or(u32::MAX),
                    dosage_visits: u32::try_from(dosage.count()).unwrap_or(u32::MAX),
                })
            })
            .collect();
        zones.sort_by(|left, right| left.code.cmp(&right.code));
        Self {
            span: presence.span,
            zones,
            gap: total(&presence.gaps),
            abstracted: abstracted(patrol, presence.span),
            quality: presence.quality,
            fixes: presence.fixes,
            measured,
        }
    }

    /// The line an officer reads at sign-off: "39 min Chatham, 12 min gap". Hotspots are named; without any,
    /// wards; what is less than a minute is left to the details.
    #[must_use]
    pub fn headline(&self) -> String {
        let named = |kind: ZoneKind| -> Vec<String> {
            let present =
                |zone: &&ZoneTime| zone.kind == kind && minutes(zone.foot + zone.cycle + zone.vehicle) > 0;
            let line = |zone: &ZoneTime| {
                format!("{} min {}", minutes(zone.foot + zone.cycle + zone.vehicle), zone.name)
            };
            self.zones.iter().filter(present).map(line).collect()
        };
        let mut parts = named(ZoneKind::Hotspot);
        if parts.is_empty() {
            parts = named(ZoneKind::Ward);
        }
        parts.push(format!("{} min gap", minutes(self.gap)));
        parts.join(", ")
    }
}

fn whole(spans: &[ModeInterval]) -> i64 {
    spans.iter().map(|span| span.span.length()).sum()
}

/// Minutes as people round them.
fn minutes(milliseconds: i64) -> i64 {
    (milliseconds + 30_000) / 60_000
}

/// Abstractions on the patrol's own clock, cut to its span: for the officer's eyes; the server derives its own.
fn abstracted(patrol: &Patrol, span: Interval) -> i64 {
    let on_span = |at: &Moment| {
        let same_boot = at.boot == patrol.started.boot;
        if same_boot { span.from + (at.mono - patrol.started.mono) } else { at.wall }
    };
    let spans = patrol.abstractions.iter().map(|abstraction| Interval {
        from: on_span(&abstraction.from),
        to: abstraction.to.as_ref().map_or(span.to, on_span),
    });
    total(&intersect(&normalise(spans.collect()), &[span]))
}

/// A patrol of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatrolView {
    /// The record.
    pub record: Id,
    /// Number of its first entry.
    pub first: u64,
    /// The story its entries tell.
    pub patrol: Patrol,
    /// What it came to; absent while open, and when the summary's body is gone.
    pub result: Option<PatrolResult>,
}

/// A pocket-book note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteView {
    /// Its entry.
    pub seq: u64,
    /// Wall clock when it was written, UTC milliseconds.
    pub wall: i64,
    /// Its patrol.
    pub patrol: Option<Id>,
    /// Fact, opinion or hearsay.
    pub basis: Basis,
    /// What the officer wrote.
    pub text: String,
}

/// Whether a body is still on this phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyState {
    /// It is.
    Present,
    /// Erased by a later entry.
    Erased {
        /// That entry.
        by: u64,
    },
    /// Gone after its keeping time.
    Purged,
}

/// Where an entry is on its way to the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// Not offered yet.
    Waiting,
    /// Offered; no receipt covers it yet.
    Offered,
    /// A receipt covers it.
    Held,
    /// The server cannot take it; kept here and exportable.
    Refused,
}

/// One line of the journal for screens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryView {
    /// Its number.
    pub seq: u64,
    /// Its kind, behind a coarse header the true one; the header's own when the body is gone.
    pub kind: String,
    /// The record it tells of.
    pub record: Id,
    /// The header's wall clock, UTC milliseconds (to the hour for welfare purposes).
    pub wall: i64,
    /// Whether its body is here.
    pub body: BodyState,
    /// Where it is on its way.
    pub delivery: Delivery,
}

/// An entry the server holds but could not use, or could not take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RejectedEntry {
    /// Its number.
    pub seq: u64,
    /// The server's stable reason.
    pub code: String,
}

/// Whether this notebook may be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotebookState {
    /// It is written; its server has not let it in yet, the next sync asks again.
    Enrolling,
    /// It is written.
    Open,
    /// Its file was restored or copied to this phone: closed for writing, still syncs; begin a successor.
    Moved,
    /// The server knows another branch of it: closed for writing; begin a successor.
    Retired,
}

/// A zone the officer is in, or still visiting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneNow {
    /// The authority's code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub kind: ZoneKind,
    /// Inside by the last final fix.
    pub inside: bool,
    /// Begin of the visit in progress, UTC milliseconds; absent until it is confirmed.
    pub visit_since: Option<i64>,
}

/// The patrol in progress.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnDuty {
    /// The record.
    pub record: Id,
    /// The story so far.
    pub patrol: Patrol,
    /// Zones the officer is in now.
    pub zones_now: Vec<ZoneNow>,
    /// Figures so far.
    pub so_far: PatrolResult,
    /// Milliseconds since the last usable fix.
    pub last_fix_age: Option<i64>,
}

/// What is still to go to the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OutboxCounts {
    /// Bodies never offered.
    pub waiting: u64,
    /// Bodies offered, without a receipt yet.
    pub offered: u64,
    /// Bodies the server cannot take.
    pub refused: u64,
    /// Entries the server holds but could not use.
    pub rejected: u64,
}

/// Everything a home screen shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// Whether the notebook may be written.
    pub state: NotebookState,
    /// The successor of another notebook that the server has not been told of yet.
    pub unannounced: bool,
    /// The authority's short code.
    pub authority_code: String,
    /// The officer's public id.
    pub officer_code: String,
    /// The patrol in progress.
    pub on_duty: Option<OnDuty>,
    /// What is still to go to the server.
    pub outbox: OutboxCounts,
    /// Number of the last entry.
    pub last_entry: Option<u64>,
    /// Up to which entry the server has signed for the headers.
    pub receipt: Option<u64>,
    /// Server time of the last exchange that counted, UTC milliseconds.
    pub last_sync: Option<i64>,
    /// Milliseconds the server's clock was ahead of the phone's at that exchange.
    pub clock_skew: Option<i64>,
    /// Milliseconds until the next sync makes sense; 0 for now.
    pub sync_wait: i64,
    /// Whether zones are here.
    pub has_briefing: bool,
    /// What a new notice is printed with.
    pub wording: WordingNow,
    /// The disk-full reserve has been used: free some storage.
    pub reserve_used: bool,
}
