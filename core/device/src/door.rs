//! The door of the core: which position reports of a call become part of the track, and why others do not.
//! Quantised, sorted, told apart from what is here already; nothing is stored here and no zone is looked at.
//! What is kept as late or inaccurate evidence the engine will judge again, the same way, from the chunks.

use std::collections::HashSet;

use beatbook_domain::fix::{Fix, FixRefusal, Provider, RawFix};
use beatbook_domain::records::journal::Moment;
use beatbook_domain::thresholds::Thresholds;

use crate::platform::Now;

/// How far ahead of the phone's monotonic clock a fix may be: clocks of receiver and system are read one after
/// the other. A fix further ahead is of another boot and would make all that follow it late.
const AHEAD_MS: i64 = 60_000;

/// What became of one position report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FixOutcome {
    /// Part of the track.
    Accepted,
    /// Not later than one before it: kept as evidence, not used for hours.
    Late,
    /// The very same report is part of the track already: dropped.
    Duplicate,
    /// From before sign-on or after sign-off: not stored.
    OffDuty,
    /// Not a position report: not stored.
    Refused(FixRefusal),
}

/// What became of the reports of one call, by their index in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FixReport {
    /// One for each report.
    pub outcomes: Vec<FixOutcome>,
    /// How many became part of the track.
    pub accepted: u32,
    /// How many are kept as evidence only.
    pub late: u32,
    /// How many were here already.
    pub duplicates: u32,
    /// How many were from outside duty.
    pub off_duty: u32,
    /// How many were no position reports.
    pub refused: u32,
}

/// From when to when reports are let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DutySpan {
    pub(crate) from: Moment,
    /// Set for the ten minutes after sign-off.
    pub(crate) to: Option<Moment>,
}

impl DutySpan {
    /// Whether a report of the boot now running, at this monotonic time, is from within duty.
    fn holds(&self, now: &Now, mono: i64) -> bool {
        let started = self.from.boot != now.boot || mono >= self.from.mono;
        let ended = self.to.is_some_and(|to| to.boot != now.boot || mono > to.mono);
        started && !ended
    }
}

/// What the door remembers of the track.
#[derive(Debug, Clone, Default)]
pub(crate) struct Door {
    /// The newest usable fix: its boot and monotonic time.
    newest: Option<(u64, i64)>,
    /// Reports not yet sealed, and those of the last chunk: a call repeated after a kill is recognised.
    known: HashSet<Fix>,
    /// The same of the chunk before, so that a call is recognised also when it was sealed in two.
    known_before: HashSet<Fix>,
}

/// What one call would add; counts only once it is stored.
pub(crate) struct Admission {
    /// To be stored, in order of the track.
    pub(crate) fixes: Vec<Fix>,
    pub(crate) report: FixReport,
    newest: Option<(u64, i64)>,
}

impl Door {
    /// Looks at the reports of one call.
    pub(crate) fn look(&self, raw: &[RawFix], now: &Now, duty: &DutySpan) -> Admission {
        let mut outcomes = vec![FixOutcome::Accepted; raw.len()];
        let mut order: Vec<(usize, Fix)> = Vec::with_capacity(raw.len());
        for (index, (raw, outcome)) in raw.iter().zip(&mut outcomes).enumerate() {
            match Fix::quantise(raw) {
                Err(refusal) => *outcome = FixOutcome::Refused(refusal),
                Ok(fix) if fix.mono > now.mono.saturating_add(AHEAD_MS) => {
                    *outcome = FixOutcome::Refused(FixRefusal::Mono);
                }
                Ok(fix) if !duty.holds(now, fix.mono) => *outcome = FixOutcome::OffDuty,
                Ok(fix) => order.push((index, fix)),
            }
        }
        order.sort_by_key(|(_, fix)| fix.mono);
        let boot = now.boot.0;
        let mut newest = self.newest.filter(|(known, _)| *known == boot);
        let mut fixes: Vec<Fix> = Vec::with_capacity(order.len());
        let mut same_time = 0;
        for (index, fix) in order {
            // Sorted: a twin within the call can only be among those of the same monotonic time.
            if fixes.last().is_none_or(|last| last.mono != fix.mono) {
                same_time = fixes.len();
            }
            let twin = fixes.get(same_time..).is_some_and(|same| same.contains(&fix));
            let outcome = if twin || self.known.contains(&fix) || self.known_before.contains(&fix) {
                FixOutcome::Duplicate
            } else {
                fixes.push(fix);
                let late = newest.is_some_and(|(_, newest)| fix.mono <= newest);
                if !late && is_usable(&fix) {
                    newest = Some((boot, fix.mono));
                }
                if late { FixOutcome::Late } else { FixOutcome::Accepted }
            };
            if let Some(slot) = outcomes.get_mut(index) {
                *slot = outcome;
            }
        }
        Admission { fixes, report: FixReport::of(outcomes), newest: newest.or(self.newest) }
    }

    /// The call is stored.
    pub(crate) fn admitted(&mut self, admission: &Admission) {
        self.newest = admission.newest;
        self.known.extend(&admission.fixes);
    }

    /// So many of the oldest unsealed fixes have become a chunk.
    pub(crate) fn sealed(&mut self, still_hot: &[Fix]) {
        self.known_before = std::mem::take(&mut self.known);
        self.known.extend(still_hot);
    }

    /// Takes note of fixes already stored, in the order of the track.
    pub(crate) fn remember(&mut self, boot: u64, fixes: &[Fix], recent: bool) {
        for fix in fixes.iter().filter(|fix| is_usable(fix)) {
            if self.newest.is_none_or(|(known, newest)| known != boot || fix.mono > newest) {
                self.newest = Some((boot, fix.mono));
            }
        }
        if recent {
            self.known.extend(fixes);
        }
    }
}

/// Whether the engine would look at it at all.
fn is_usable(fix: &Fix) -> bool {
    fix.provider != Provider::Mock
        && fix.accuracy.is_some_and(|accuracy| accuracy <= Thresholds::V1.usable_accuracy)
}

impl FixReport {
    fn of(outcomes: Vec<FixOutcome>) -> Self {
        let mut report = Self::default();
        for outcome in &outcomes {
            let count = match outcome {
                FixOutcome::Accepted => &mut report.accepted,
                FixOutcome::Late => &mut report.late,
                FixOutcome::Duplicate => &mut report.duplicates,
                FixOutcome::OffDuty => &mut report.off_duty,
                FixOutcome::Refused(_) => &mut report.refused,
            };
            *count += 1;
        }
        report.outcomes = outcomes;
        report
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use beatbook_protocol::entry::BootId;

    const BOOT: BootId = BootId(7);

    fn now(mono: i64) -> Now {
        Now { wall: 1_757_181_600_000, mono, boot: BOOT, offset: 60 }
    }

    fn on_duty_since(mono: i64) -> DutySpan {
        DutySpan { from: now(mono).moment(), to: None }
    }

    fn raw(mono: i64) -> RawFix {
        RawFix {
            lat: 51.38,
            lon: 0.52,
            time: 1_757_181_600_000 + mono,
            mono,
            accuracy: Some(5.0),
            speed: None,
            bearing: None,
            provider: Provider::Gnss,
        }
    }

    fn outcomes(door: &mut Door, monos: &[i64]) -> Vec<FixOutcome> {
        let raw: Vec<RawFix> = monos.iter().map(|mono| raw(*mono)).collect();
        let admission = door.look(&raw, &now(100_000), &on_duty_since(1_000));
        door.admitted(&admission);
        admission.report.outcomes
    }

    #[test]
    fn a_call_in_any_order_is_sorted_and_a_repeated_one_is_dropped() {
        use FixOutcome::{Accepted, Duplicate, Late};
        let mut door = Door::default();
        assert_eq!(outcomes(&mut door, &[3_000, 1_000, 2_000]), [Accepted, Accepted, Accepted]);
        assert_eq!(
            outcomes(&mut door, &[1_000, 2_000, 3_000, 4_000]),
            [Duplicate, Duplicate, Duplicate, Accepted]
        );
        assert_eq!(outcomes(&mut door, &[2_500, 5_000, 5_000]), [Late, Accepted, Duplicate]);
    }

    #[test]
    fn a_call_sealed_in_two_is_still_recognised() {
        let mut door = Door::default();
        outcomes(&mut door, &[2_000, 3_000]);
        door.sealed(&[Fix::quantise(&raw(3_000)).unwrap()]);
        assert_eq!(outcomes(&mut door, &[2_000, 3_000]), [FixOutcome::Duplicate; 2]);
    }

    #[test]
    fn what_the_receiver_remembers_from_before_sign_on_stays_out() {
        let mut door = Door::default();
        assert_eq!(outcomes(&mut door, &[999, 1_000]), [FixOutcome::OffDuty, FixOutcome::Accepted]);
    }

    #[test]
    fn a_fix_of_another_boot_cannot_make_the_rest_of_the_shift_late() {
        let mut door = Door::default();
        let refused = FixOutcome::Refused(FixRefusal::Mono);
        assert_eq!(
            outcomes(&mut door, &[160_001, 160_000, 2_000]),
            [refused, FixOutcome::Accepted, FixOutcome::Accepted]
        );
        let after = DutySpan { from: now(1_000).moment(), to: Some(now(50_000).moment()) };
        let report = door.look(&[raw(50_000), raw(50_001)], &now(60_000), &after).report;
        assert_eq!(report.outcomes, [FixOutcome::Late, FixOutcome::OffDuty]);
    }
}
