//! What a track says, put together from what the engine has found: on UTC, by zone, by mode.
//!
//! Translation happens here and only here, so a satellite time that came late moves everything alike.

use std::collections::BTreeMap;

use super::clock::{At, Utc};
use super::engine::TrackEngine;
use super::near::{Log, Span};
use super::pace::{self, Ride};
use crate::interval::{intersect, normalise, subtract, total, union};
use crate::presence::{Interval, ModeInterval, Quality, TrackPresence, TravelMode, Visit, ZonePresence};
use crate::records::journal::Moment;
use crate::thresholds::{ENGINE_VERSION, Thresholds};

/// What has been found of one zone, on UTC.
#[derive(Default)]
struct Found {
    presence: Vec<Interval>,
    certain: Vec<Interval>,
    possible: Vec<Interval>,
    stays: Vec<Interval>,
}

/// The patrol's time: all of it, its gaps, and how the rest was moved through.
struct Frame {
    span: Interval,
    gaps: Vec<Interval>,
    modes: Vec<ModeInterval>,
}

impl TrackEngine {
    /// What the track says if the patrol ends at `end`; ends nothing.
    pub(crate) fn told(&self, end: Moment) -> TrackPresence {
        let utc = self.clock.settle(self.start, end);
        let frame = self.frame(&utc);
        let mut found = self.found(&utc);
        let mut zones: Vec<ZonePresence> = Vec::with_capacity(found.len());
        for (zone, found) in &mut found {
            let Some(zone) = self.fence.zones.get(*zone as usize) else { continue };
            let told = found.told(zone.hash, &zone.validity, &frame, &self.thresholds);
            if !told.possible.is_empty() {
                zones.push(told);
            }
        }
        zones.sort_unstable_by_key(|told| told.zone);
        let quality = quality(total(&frame.gaps), frame.span.length(), &self.thresholds);
        TrackPresence {
            engine: ENGINE_VERSION,
            thresholds: self.thresholds,
            span: frame.span,
            gaps: frame.gaps,
            modes: frame.modes,
            zones,
            fixes: self.counts,
            quality,
        }
    }

    fn frame(&self, utc: &Utc) -> Frame {
        let span = Interval { from: utc.from, to: utc.to };
        let open = self.covered.len().checked_sub(1);
        let last = self.last_accepted();
        let covered = self.covered.iter().enumerate().map(|(at, (from, to))| Interval {
            from: utc.of(*from),
            to: utc.of(if Some(at) == open { last.unwrap_or(*to) } else { *to }),
        });
        let covered = normalise(covered.collect());
        let gaps = subtract(&normalise(vec![span]), &covered);
        let modes = self.modes(utc, span, &covered);
        Frame { span, gaps, modes }
    }

    /// How the covered time was moved through.
    fn modes(&self, utc: &Utc, span: Interval, covered: &[Interval]) -> Vec<ModeInterval> {
        let rides = fast(&self.pace.rides, utc);
        let races = fast(&self.pace.races, utc);
        let mut said: Vec<(At, TravelMode)> = self.declarations().collect();
        said.sort_by_key(|(from, _)| *from);
        let mut modes = Vec::new();
        for (at, (from, declared)) in said.iter().enumerate() {
            let to = said.get(at + 1).map_or(span.to, |(next, _)| utc.of(*next));
            let here = intersect(covered, &normalise(vec![Interval { from: utc.of(*from), to }]));
            for (riding, racing) in [(false, false), (true, false), (true, true)] {
                let part = match (riding, racing) {
                    (false, _) => subtract(&here, &rides),
                    (true, false) => subtract(&intersect(&here, &rides), &races),
                    (true, true) => intersect(&here, &intersect(&rides, &races)),
                };
                let mode = pace::mode(*declared, riding, racing);
                modes.extend(part.into_iter().map(|span| ModeInterval { span, mode }));
            }
        }
        joined(modes)
    }

    fn found(&self, utc: &Utc) -> BTreeMap<u32, Found> {
        let mut log = self.log.clone();
        if let Some(now) = self.last_accepted() {
            self.near.iter().for_each(|near| near.show(now, &mut log));
        }
        let mut found: BTreeMap<u32, Found> = BTreeMap::new();
        let Log { presence, certain, possible, stays } = log;
        for (zone, span) in presence {
            found.entry(zone).or_default().presence.push(interval(utc, span));
        }
        for (zone, span) in certain {
            found.entry(zone).or_default().certain.push(interval(utc, span));
        }
        for (zone, span) in possible {
            found.entry(zone).or_default().possible.push(interval(utc, span));
        }
        for (zone, stay) in stays {
            let span = Interval { from: utc.of(stay.from), to: utc.of(stay.to) };
            found.entry(zone).or_default().stays.push(span);
        }
        found
    }
}

fn interval(utc: &Utc, span: Span) -> Interval {
    let at = |mono| utc.of(At { run: span.run, mono });
    Interval { from: at(span.from), to: at(span.to) }
}

fn fast(rides: &[Ride], utc: &Utc) -> Vec<Interval> {
    let span = |ride: &Ride| Interval {
        from: utc.of(ride.from),
        to: utc.of(At { run: ride.from.run, mono: ride.to }),
    };
    normalise(rides.iter().map(span).collect())
}

impl Found {
    fn told(
        &mut self,
        zone: crate::zone::ZoneHash,
        validity: &[Interval],
        frame: &Frame,
        thresholds: &Thresholds,
    ) -> ZonePresence {
        let in_force = |spans: &mut Vec<Interval>| intersect(&normalise(core::mem::take(spans)), validity);
        let presence = in_force(&mut self.presence);
        // By construction already; made sure of once more, since it is what the reports promise.
        let certain = intersect(&in_force(&mut self.certain), &presence);
        let possible = union(&in_force(&mut self.possible), &presence);
        let presence = by_mode(&presence, &frame.modes);
        let mut stays: Vec<Interval> = Vec::new();
        for stay in &self.stays {
            // Satellite time may show a gap to be longer than the wall clock said when it ended.
            let long = frame.gaps.iter().filter(|gap| gap.length() > thresholds.visit_gap_limit);
            let long: Vec<Interval> = long.copied().collect();
            let parts = subtract(&normalise(vec![*stay]), &long);
            stays.extend(parts.iter().flat_map(|part| intersect(&[*part], validity)));
        }
        stays.sort_unstable();
        let visits = stays.into_iter().map(|span| visit(span, &presence, &frame.gaps)).collect();
        ZonePresence {
            zone,
            certain: by_mode(&certain, &frame.modes),
            possible: by_mode(&possible, &frame.modes),
            presence,
            visits,
        }
    }
}

fn visit(span: Interval, presence: &[ModeInterval], gaps: &[Interval]) -> Visit {
    let within = |mode: TravelMode| {
        let spans = presence.iter().filter(|present| present.mode == mode);
        spans.map(|present| present.span.common(span).length()).sum()
    };
    Visit {
        span,
        foot: within(TravelMode::Foot),
        cycle: within(TravelMode::Cycle),
        vehicle: within(TravelMode::Vehicle),
        gaps: intersect(&[span], gaps),
    }
}

/// Spans split where the mode changes.
fn by_mode(spans: &[Interval], modes: &[ModeInterval]) -> Vec<ModeInterval> {
    let mut split = Vec::new();
    let mut modes = modes.iter().peekable();
    for span in spans {
        while modes.next_if(|one| one.span.to <= span.from).is_some() {}
        for one in modes.clone().take_while(|one| one.span.from < span.to) {
            split.push(ModeInterval { span: one.span.common(*span), mode: one.mode });
        }
    }
    joined(split)
}

/// Sorted, adjacent ones of equal mode made one. They must be disjoint.
fn joined(mut spans: Vec<ModeInterval>) -> Vec<ModeInterval> {
    spans.retain(|one| !one.span.is_empty());
    spans.sort_unstable();
    spans.dedup_by(|next, kept| {
        let same = next.mode == kept.mode && next.span.from == kept.span.to;
        if same {
            kept.span.to = next.span.to;
        }
        same
    });
    spans
}

/// The class of a patrol with so many milliseconds of gaps in so many; D if it has no time at all.
fn quality(gaps: i64, time: i64, thresholds: &Thresholds) -> Quality {
    let within =
        |permille: u16| time > 0 && i128::from(gaps) * 1000 <= i128::from(time) * i128::from(permille);
    let [a, b, c] = thresholds.quality_permille;
    if within(a) {
        Quality::A
    } else if within(b) {
        Quality::B
    } else if within(c) {
        Quality::C
    } else {
        Quality::D
    }
}
