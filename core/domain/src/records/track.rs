//! A patrol's entries and fixes brought to the engine: the one way from record to hours, on phone and server.
//!
//! Crews and abstractions are put on the same UTC as presence, so that all of them are cut by one clock.

use std::sync::Arc;

use beatbook_protocol::entry::BootId;

use crate::fence::{self, Boot, BootRun, Bounds, Fence, ModeChange, Timeline, TrackEngine};
use crate::fix::Fix;
use crate::geometry::Vertex;
use crate::presence::{Interval, TrackPresence};
use crate::records::journal::Moment;
use crate::records::patrol::{Crew, Patrol};
use crate::thresholds::Thresholds;

/// Fixes of one boot of a patrol, sealed or not yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixRun {
    /// Which boot.
    pub boot: u64,
    /// Wall clock less monotonic clock as the phone saw it when the boot's part of the patrol began, ms.
    pub wall_offset: i64,
    /// The fixes in the order the phone took them.
    pub fixes: Vec<Fix>,
}

/// What a patrol comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DerivedPatrol {
    /// Presence, gaps and visits.
    pub presence: TrackPresence,
    /// Who was on it when, tiling the patrol.
    pub crews: Vec<(Interval, Crew)>,
    /// When it was abstracted, with the place in [`Patrol::abstractions`]; empty ones are left out.
    pub abstractions: Vec<(Interval, usize)>,
    /// Puts the patrol's other moments on the same UTC.
    pub timeline: Timeline,
}

/// An engine at the beginning of a patrol, for fixes as they come.
#[must_use]
pub fn engine_of(patrol: &Patrol, fence: Arc<Fence>, thresholds: Thresholds) -> TrackEngine {
    let declared = patrol.modes.first().map(|(_, mode)| *mode);
    TrackEngine::new(fence, thresholds, patrol.started, declared)
}

/// Derives a whole patrol that ends at `end` (its sign-off, or now). Runs come in the order the phone
/// recorded them; several runs of one boot are one.
#[must_use]
pub fn derive_patrol(
    patrol: &Patrol,
    runs: &[FixRun],
    end: Moment,
    fence: &Arc<Fence>,
    thresholds: Thresholds,
) -> DerivedPatrol {
    derive_within(patrol, runs, end, fence, thresholds).0
}

/// As [`derive_patrol`], with no more of a fence than the track needs: `more` is asked for one that holds every
/// zone touching these areas as well, until the track never looks beyond.
///
/// # Errors
/// Those of `more`.
pub fn derive_patrol_around<E>(
    patrol: &Patrol,
    runs: &[FixRun],
    end: Moment,
    mut fence: Arc<Fence>,
    thresholds: Thresholds,
    mut more: impl FnMut(&[Bounds]) -> Result<Arc<Fence>, E>,
) -> Result<DerivedPatrol, E> {
    loop {
        let (derived, beyond) = derive_within(patrol, runs, end, &fence, thresholds);
        if beyond.is_empty() {
            return Ok(derived);
        }
        fence = more(&beyond)?;
    }
}

fn derive_within(
    patrol: &Patrol,
    runs: &[FixRun],
    end: Moment,
    fence: &Arc<Fence>,
    thresholds: Thresholds,
) -> (DerivedPatrol, Vec<Bounds>) {
    let changes: Vec<ModeChange> =
        patrol.modes.iter().skip(1).map(|(at, mode)| ModeChange { at: *at, mode: *mode }).collect();
    let declared = patrol.modes.first().map(|(_, mode)| *mode);
    let joined = join_boots(runs);
    let boots: Vec<BootRun<'_>> = joined
        .iter()
        .map(|run| BootRun { boot: Boot { id: run.boot, wall_offset: run.wall_offset }, fixes: &run.fixes })
        .collect();
    let start = patrol.started;
    let (presence, timeline, beyond) =
        fence::derive_within(fence, thresholds, start, end, (declared, &changes), &boots);
    let derived = DerivedPatrol {
        crews: crews(patrol, presence.span, &timeline),
        abstractions: abstractions(patrol, presence.span, &timeline),
        presence,
        timeline,
    };
    (derived, beyond)
}

/// Operations that a patrol was on before the one it named last, each with its time. `named` are all of them, each from its
/// moment on ([`crate::records::patrol::PatrolEntry::operation`]), sign-on's first.
#[must_use]
pub fn former_operations(
    named: &[(Moment, Option<String>)],
    derived: &DerivedPatrol,
) -> Vec<(Interval, Option<String>)> {
    let moments = derived.timeline.in_order(named.iter().map(|(at, _)| *at));
    let Some((mut to, before)) = moments.split_last().map(|(last, before)| (*last, before)) else {
        return Vec::new();
    };
    let mut former = Vec::new();
    // From the last back: where clocks disagree, what was named later counts.
    for (place, (at, (_, operation))) in before.iter().zip(named).enumerate().rev() {
        // The first is there from sign-on, however its moment was rounded.
        let from = if place == 0 { derived.presence.span.from } else { to.min(*at) };
        if from < to {
            former.push((Interval { from, to }, operation.clone()));
        }
        to = from;
    }
    former.reverse();
    former
}

/// Where the fixes of a patrol are that count for presence, and when that was: UTC milliseconds, the same as presence is told
/// in. Runs come in the order the phone recorded them.
#[must_use]
pub fn counted_fixes(patrol: &Patrol, runs: &[FixRun], end: Moment) -> Vec<(i64, Vertex)> {
    let changes: Vec<ModeChange> =
        patrol.modes.iter().skip(1).map(|(at, mode)| ModeChange { at: *at, mode: *mode }).collect();
    let joined = join_boots(runs);
    let boots: Vec<BootRun<'_>> = joined
        .iter()
        .map(|run| BootRun { boot: Boot { id: run.boot, wall_offset: run.wall_offset }, fixes: &run.fixes })
        .collect();
    let mut engine = engine_of(patrol, Arc::default(), Thresholds::V1).keeping_fixes();
    engine.push_all(&changes, &boots);
    engine.finish_with_fixes(end)
}

/// The track up to an instant, by the same UTC its presence is told in, and the last position that is left: where the
/// patrol ended if it had ended by then. None if no position is left.
#[must_use]
pub fn track_until(
    patrol: &Patrol,
    runs: &[FixRun],
    end: Moment,
    until: i64,
) -> Option<(Vec<FixRun>, Moment)> {
    let joined = join_boots(runs);
    let boots: Vec<BootRun<'_>> = joined
        .iter()
        .map(|run| BootRun { boot: Boot { id: run.boot, wall_offset: run.wall_offset }, fixes: &run.fixes })
        .collect();
    let nowhere = Arc::new(Fence::default());
    let (_, timeline, _) =
        fence::derive_within(&nowhere, Thresholds::V1, patrol.started, end, (None, &[]), &boots);
    let mut kept = Vec::new();
    let mut last = None;
    for run in &joined {
        let moment = |fix: &Fix| Moment {
            wall: fix.mono.saturating_add(run.wall_offset),
            mono: fix.mono,
            boot: BootId(run.boot),
        };
        let fixes: Vec<Fix> =
            run.fixes.iter().filter(|fix| timeline.utc(moment(fix)) <= until).copied().collect();
        let Some(newest) = fixes.iter().max_by_key(|fix| fix.mono) else { break };
        last = Some(moment(newest));
        let whole = fixes.len() == run.fixes.len();
        kept.push(FixRun { fixes, ..run.clone() });
        if !whole {
            break;
        }
    }
    last.map(|last| (kept, last))
}

/// Chunks of one boot become one run, so that a declared mode finds every fix of its boot after it.
fn join_boots(runs: &[FixRun]) -> Vec<FixRun> {
    let mut joined: Vec<FixRun> = Vec::new();
    for run in runs {
        match joined.last_mut() {
            Some(last) if last.boot == run.boot => last.fixes.extend_from_slice(&run.fixes),
            _ => joined.push(run.clone()),
        }
    }
    joined
}

fn crews(patrol: &Patrol, span: Interval, timeline: &Timeline) -> Vec<(Interval, Crew)> {
    let starts = timeline.in_order(patrol.crews.iter().map(|(at, _)| *at));
    let ends = starts.iter().skip(1).copied().chain([span.to]);
    // The first crew is there from sign-on, however its moment was rounded.
    let begins = [span.from].into_iter().chain(starts.iter().skip(1).copied());
    begins
        .zip(ends)
        .zip(&patrol.crews)
        .map(|((from, to), (_, crew))| (Interval { from, to }, crew.clone()))
        .filter(|(interval, _)| !interval.is_empty())
        .collect()
}

fn abstractions(patrol: &Patrol, span: Interval, timeline: &Timeline) -> Vec<(Interval, usize)> {
    let intervals = patrol.abstractions.iter().map(|abstraction| {
        let told = [patrol.started, abstraction.from].into_iter().chain(abstraction.to);
        let at = timeline.in_order(told);
        let or = |place: usize, otherwise: i64| at.get(place).copied().unwrap_or(otherwise);
        Interval { from: or(1, span.from), to: or(2, span.to) }
    });
    intervals.zip(0..).filter(|(interval, _)| !interval.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fix::Provider;
    use crate::presence::TravelMode;
    use crate::records::patrol::{
        AbstractionEnded, AbstractionStarted, Duty, PatrolChanged, PatrolEntry, PatrolStarted,
    };
    use beatbook_protocol::entry::BootId;
    use beatbook_protocol::id::Id;

    const OWN: Id = Id::from_bytes([1; 16]);
    const COLLEAGUE: Id = Id::from_bytes([2; 16]);
    const SIGN_ON: i64 = 1_757_181_600_000;
    const MINUTE: i64 = 60_000;

    /// The phone's wall clock is five minutes fast; the satellites know better.
    fn at(minute: i64) -> Moment {
        Moment { wall: SIGN_ON + (minute + 5) * MINUTE, mono: minute * MINUTE, boot: BootId(1) }
    }

    fn fixes(minutes: std::ops::Range<i64>) -> Vec<Fix> {
        minutes
            .map(|minute| Fix {
                lat: 51_382_600,
                lon: 526_500,
                time: SIGN_ON + minute * MINUTE,
                mono: minute * MINUTE,
                accuracy: Some(50),
                speed: None,
                bearing: None,
                provider: Provider::Gnss,
            })
            .collect()
    }

    #[test]
    fn crews_and_abstractions_are_cut_by_the_clock_of_the_track() {
        let pair = Crew { officers: vec![OWN, COLLEAGUE], others: 0 };
        let alone = Crew { officers: vec![OWN], others: 0 };
        let started = PatrolStarted {
            at: at(0),
            duty: Duty::TaskedCore,
            mode: TravelMode::Foot,
            crew: pair.clone(),
            operation: None,
        };
        let mut patrol = Patrol::start(&started, OWN).unwrap();
        let split = PatrolChanged { at: at(30), mode: None, crew: Some(alone.clone()), operation: None };
        patrol.apply(&PatrolEntry::Changed(split), OWN).unwrap();
        let scene = AbstractionStarted {
            at: at(40),
            reason: "scene control".to_owned(),
            authorised_by: "superintendent".to_owned(),
        };
        patrol.apply(&PatrolEntry::AbstractionStarted(scene), OWN).unwrap();
        patrol.apply(&PatrolEntry::AbstractionEnded(AbstractionEnded { at: at(50) }), OWN).unwrap();

        let fence = Arc::new(Fence::build(std::iter::empty()).unwrap());
        let runs = [
            FixRun { boot: 1, wall_offset: 0, fixes: fixes(1..20) },
            FixRun { boot: 1, wall_offset: 0, fixes: fixes(20..60) },
        ];
        let derived = derive_patrol(&patrol, &runs, at(60), &fence, Thresholds::V1);
        let minutes =
            |from: i64, to: i64| Interval { from: SIGN_ON + from * MINUTE, to: SIGN_ON + to * MINUTE };
        assert_eq!(derived.presence.span, minutes(0, 60));
        assert_eq!(derived.crews, vec![(minutes(0, 30), pair), (minutes(30, 60), alone)]);
        assert_eq!(derived.abstractions, vec![(minutes(40, 50), 0)]);
    }

    #[test]
    fn each_operation_has_the_time_from_its_moment_to_the_next() {
        let crew = Crew { officers: vec![OWN], others: 0 };
        let (duty, mode) = (Duty::TaskedCore, TravelMode::Foot);
        let started = PatrolStarted { at: at(0), duty, mode, crew, operation: None };
        let patrol = Patrol::start(&started, OWN).unwrap();
        let fence = Arc::new(Fence::build(std::iter::empty()).unwrap());
        let runs = [FixRun { boot: 1, wall_offset: 0, fixes: fixes(1..60) }];
        let derived = derive_patrol(&patrol, &runs, at(60), &fence, Thresholds::V1);
        let change = |minute: i64, name: &str| {
            let (mode, crew) = (None, None);
            let operation = Some(name.to_owned());
            PatrolEntry::Changed(PatrolChanged { at: at(minute), mode, crew, operation })
        };
        let former = |changes: &[(i64, &str)]| {
            let changes = changes.iter().map(|(minute, name)| change(*minute, name));
            let named = std::iter::once(PatrolEntry::Started(started.clone())).chain(changes);
            let named: Vec<_> = named.filter_map(|entry| entry.operation()).collect();
            let minutes = |at: i64| (at - SIGN_ON) / MINUTE;
            former_operations(&named, &derived)
                .into_iter()
                .map(|(span, name)| (minutes(span.from), minutes(span.to), name.unwrap_or_default()))
                .collect::<Vec<_>>()
        };
        let told = |spans: &[(i64, i64, &str)]| {
            spans.iter().map(|(from, to, name)| (*from, *to, (*name).to_owned())).collect::<Vec<_>>()
        };
        assert_eq!(former(&[]), []);
        assert_eq!(former(&[(0, "Alpha")]), [], "named at once: it was on none at no time");
        assert_eq!(former(&[(30, "Alpha")]), told(&[(0, 30, "")]));
        assert_eq!(former(&[(60, "Alpha")]), told(&[(0, 60, "")]), "with the last instant");
        let back = former(&[(10, "Alpha"), (30, "Beta"), (45, "Alpha")]);
        assert_eq!(back, told(&[(0, 10, ""), (10, 30, "Alpha"), (30, 45, "Beta")]));
        // One clock told the second change before the first.
        let back = former(&[(30, "Alpha"), (20, "Beta"), (45, "Alpha")]);
        assert_eq!(back, told(&[(0, 20, ""), (20, 45, "Beta")]));
        let other = PatrolChanged { at: at(5), mode: Some(TravelMode::Cycle), crew: None, operation: None };
        assert_eq!(PatrolEntry::Changed(other).operation(), None);
    }

    #[test]
    fn what_changes_in_a_start_without_a_fix_changes_nothing_before_it() {
        let alone = Crew { officers: vec![OWN], others: 0 };
        let pair = Crew { officers: vec![OWN, COLLEAGUE], others: 0 };
        let operation = |name: &str| Some(name.to_owned());
        let started = PatrolStarted {
            at: at(0),
            duty: Duty::TaskedCore,
            mode: TravelMode::Foot,
            crew: alone.clone(),
            operation: operation("Alpha"),
        };
        // Restarted, the phone begins in 1970; started once more it has the time again.
        let lost = Moment { wall: 5 * MINUTE, mono: 5 * MINUTE, boot: BootId(2) };
        let end = Moment { wall: SIGN_ON + 60 * MINUTE, mono: 10 * MINUTE, boot: BootId(3) };
        let changed =
            PatrolChanged { at: lost, mode: None, crew: Some(pair.clone()), operation: operation("Beta") };
        let changed = PatrolEntry::Changed(changed);
        let mut patrol = Patrol::start(&started, OWN).unwrap();
        patrol.apply(&changed, OWN).unwrap();
        let back = Moment { wall: SIGN_ON + 55 * MINUTE, mono: 5 * MINUTE, boot: BootId(3) };
        let away = AbstractionStarted {
            at: lost,
            reason: "custody".to_owned(),
            authorised_by: "sergeant".to_owned(),
        };
        patrol.apply(&PatrolEntry::AbstractionStarted(away), OWN).unwrap();
        patrol.apply(&PatrolEntry::AbstractionEnded(AbstractionEnded { at: back }), OWN).unwrap();
        let entries = [PatrolEntry::Started(started), changed];
        let named: Vec<_> = entries.iter().filter_map(|entry| entry.operation()).collect();
        let fence = Arc::new(Fence::build(std::iter::empty()).unwrap());
        let runs = [FixRun { boot: 1, wall_offset: 0, fixes: fixes(1..30) }];
        let derived = derive_patrol(&patrol, &runs, end, &fence, Thresholds::V1);
        let minutes =
            |from: i64, to: i64| Interval { from: SIGN_ON + from * MINUTE, to: SIGN_ON + to * MINUTE };
        assert_eq!(derived.presence.span, minutes(0, 60));
        // By the last fix of the start before.
        assert_eq!(former_operations(&named, &derived), vec![(minutes(0, 29), operation("Alpha"))]);
        assert_eq!(derived.crews, vec![(minutes(0, 29), alone.clone()), (minutes(29, 60), pair.clone())]);
        assert_eq!(derived.abstractions, vec![(minutes(29, 55), 0)]);
        // What was told after the last fix of a start is before what was told in the next one, too.
        let three = [(at(0), &alone), (at(35), &pair), (lost, &alone)];
        patrol.crews = three.map(|(at, crew)| (at, crew.clone())).to_vec();
        let derived = derive_patrol(&patrol, &runs, end, &fence, Thresholds::V1);
        assert_eq!(derived.crews, vec![(minutes(0, 35), alone.clone()), (minutes(35, 60), alone)]);
    }

    #[test]
    fn where_the_chunks_were_cut_makes_no_difference() {
        let started = PatrolStarted {
            at: at(0),
            duty: Duty::TaskedCore,
            mode: TravelMode::Foot,
            crew: Crew { officers: vec![OWN], others: 0 },
            operation: None,
        };
        let mut patrol = Patrol::start(&started, OWN).unwrap();
        let cycle = PatrolChanged { at: at(10), mode: Some(TravelMode::Cycle), crew: None, operation: None };
        patrol.apply(&PatrolEntry::Changed(cycle), OWN).unwrap();
        let fence = Arc::new(Fence::build(std::iter::empty()).unwrap());
        let run = |minutes| FixRun { boot: 1, wall_offset: 0, fixes: fixes(minutes) };
        let whole = derive_patrol(&patrol, &[run(1..60)], at(60), &fence, Thresholds::V1);
        for cut in 2..59 {
            let pieces = [run(1..cut), run(cut..60)];
            assert_eq!(
                derive_patrol(&patrol, &pieces, at(60), &fence, Thresholds::V1),
                whole,
                "cut at {cut}"
            );
        }
    }

    #[test]
    fn a_patrol_without_a_fix_is_one_gap_on_the_wall_clock() {
        let started = PatrolStarted {
            at: at(0),
            duty: Duty::OnCall,
            mode: TravelMode::Foot,
            crew: Crew { officers: vec![OWN], others: 1 },
            operation: None,
        };
        let patrol = Patrol::start(&started, OWN).unwrap();
        let fence = Arc::new(Fence::build(std::iter::empty()).unwrap());
        let derived = derive_patrol(&patrol, &[], at(10), &fence, Thresholds::V1);
        let whole = Interval { from: SIGN_ON + 5 * MINUTE, to: SIGN_ON + 15 * MINUTE };
        assert_eq!(derived.presence.gaps, vec![whole]);
        assert_eq!(derived.crews.len(), 1);
    }
}
