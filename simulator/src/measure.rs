//! How far derived hours and stays are from the truth, beside the plain rule.
//!
//! A *cell* is one shift in one zone with any true or possible presence. The same cells and the same truth
//! serve both; neither is corrected for the other.

use beatbook_domain::presence::{Interval, ModeInterval, TrackPresence, ZonePresence};
use beatbook_domain::zone::ZoneHash;

use crate::plain::PlainPresence;
use crate::truth::{Truth, ZoneTruth, overlap, total};

/// One shift: what was true, what the engine derived, what the plain rule says.
#[derive(Debug, Clone, PartialEq)]
pub struct ShiftResult {
    /// True presence, zones in the order of the hashes given beside.
    pub truth: Truth,
    /// The engine's output.
    pub derived: TrackPresence,
    /// The plain rule's output, zones in the same order.
    pub plain: Vec<PlainPresence>,
}

/// Errors of hours over many shifts.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct HoursError {
    /// Cells compared.
    pub cells: usize,
    /// True milliseconds in all cells.
    pub truth_ms: i64,
    /// Derived milliseconds in all cells.
    pub derived_ms: i64,
    /// The plain rule's milliseconds in all cells.
    pub plain_ms: i64,
    /// Sum over cells of |derived − truth|, ms.
    pub derived_off_ms: i64,
    /// Sum over cells of |plain − truth|, ms.
    pub plain_off_ms: i64,
    /// Cells with certain ≤ truth ≤ possible.
    pub cells_bounded: usize,
    /// Whether certain ≤ truth ≤ possible in the total of every zone and in the grand total.
    pub totals_bounded: bool,
    /// Gaps derived less outages planned beyond the gap limit, ms.
    pub gap_above_planned_ms: i64,
    /// On-duty time of all shifts, ms.
    pub span_ms: i64,
}

impl HoursError {
    /// (derived − truth) / truth, percent. The figure's goal is within ±0.2.
    #[must_use]
    pub fn signed_percent(&self) -> f64 {
        percent(self.derived_ms - self.truth_ms, self.truth_ms)
    }

    /// The same of the plain rule.
    #[must_use]
    pub fn plain_signed_percent(&self) -> f64 {
        percent(self.plain_ms - self.truth_ms, self.truth_ms)
    }

    /// Sum of absolute errors over the plain rule's. The figure's goal is ≤ 0.95.
    #[must_use]
    pub fn ratio_to_plain(&self) -> f64 {
        self.derived_off_ms as f64 / self.plain_off_ms as f64
    }

    /// Sum of absolute errors, percent of the truth.
    #[must_use]
    pub fn absolute_percent(&self) -> f64 {
        percent(self.derived_off_ms, self.truth_ms)
    }

    /// The same of the plain rule.
    #[must_use]
    pub fn plain_absolute_percent(&self) -> f64 {
        percent(self.plain_off_ms, self.truth_ms)
    }

    /// Cells whose bounds hold the truth, percent. The figure's goal is ≥ 95.
    #[must_use]
    pub fn bounded_percent(&self) -> f64 {
        percent(self.cells_bounded as i64, self.cells as i64)
    }

    /// Gap above the planned outages, percent of on-duty time. The figure's goal is ≤ 1.
    #[must_use]
    pub fn gap_percent_above_planned(&self) -> f64 {
        percent(self.gap_above_planned_ms, self.span_ms)
    }
}

/// Errors of stays over many shifts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StayErrors {
    /// True stays of at least two minutes.
    pub true_stays: usize,
    /// The engine's.
    pub derived: StayCounts,
    /// The plain rule's.
    pub plain: StayCounts,
}

/// How the stays of one rule meet the true ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StayCounts {
    /// Stays told.
    pub told: usize,
    /// True stays of which at least half is told.
    pub found: usize,
    /// Stays that never were: at no moment of them was the officer inside (an "insertion" in the words of
    /// activity recognition: Ward, Lukowicz, Gellersen 2011).
    pub false_ones: usize,
    /// Stays that were, but for less than half of the time told.
    pub exaggerated: usize,
    /// True stays told in pieces: pieces beyond the first.
    pub fragments: usize,
}

impl StayErrors {
    /// How many fewer false stays than the plain rule, percent. The figure's goal is ≥ 92.
    #[must_use]
    pub fn fewer_false_percent(&self) -> f64 {
        100.0 - percent(self.derived.false_ones as i64, self.plain.false_ones as i64)
    }

    /// How many fewer fragments, percent. The figure's goal is ≥ 90.
    #[must_use]
    pub fn fewer_fragments_percent(&self) -> f64 {
        100.0 - percent(self.derived.fragments as i64, self.plain.fragments as i64)
    }
}

fn percent(part: i64, whole: i64) -> f64 {
    part as f64 * 100.0 / whole as f64
}

/// The figures of `hours-error`. `zones` names the zones in the order of every truth.
#[must_use]
pub fn hours_error(results: &[ShiftResult], zones: &[ZoneHash]) -> HoursError {
    let mut error = HoursError::default();
    let mut zone_totals = vec![[0_i64; 3]; zones.len()];
    for result in results {
        error.span_ms += result.derived.span.to - result.derived.span.from;
        error.gap_above_planned_ms += total(&result.derived.gaps) - total(&result.truth.left_out);
        for (((zone, truth), plain), totals) in
            zones.iter().zip(&result.truth.zones).zip(&result.plain).zip(&mut zone_totals)
        {
            let derived = find(&result.derived, zone);
            let of =
                |list: fn(&ZonePresence) -> &[ModeInterval]| derived.map_or(0, |zone| length(list(zone)));
            let (presence, certain, possible) =
                (of(|zone| &zone.presence), of(|zone| &zone.certain), of(|zone| &zone.possible));
            let truth = truth.countable_ms();
            if truth == 0 && possible == 0 && plain.presence_ms == 0 {
                continue;
            }
            error.cells += 1;
            error.truth_ms += truth;
            error.derived_ms += presence;
            error.plain_ms += plain.presence_ms;
            error.derived_off_ms += (presence - truth).abs();
            error.plain_off_ms += (plain.presence_ms - truth).abs();
            error.cells_bounded += usize::from(certain <= truth && truth <= possible);
            for (sum, part) in totals.iter_mut().zip([certain, truth, possible]) {
                *sum += part;
            }
        }
    }
    error.totals_bounded =
        zone_totals.iter().all(|[certain, truth, possible]| certain <= truth && truth <= possible);
    error
}

/// The figures of `false-stays`.
#[must_use]
pub fn false_stays(results: &[ShiftResult], zones: &[ZoneHash]) -> StayErrors {
    let mut errors = StayErrors::default();
    for result in results {
        for ((zone, truth), plain) in zones.iter().zip(&result.truth.zones).zip(&result.plain) {
            errors.true_stays += truth.stays.len();
            let visits: Vec<Interval> = find(&result.derived, zone)
                .map(|zone| zone.visits.iter().map(|visit| visit.span).collect())
                .unwrap_or_default();
            count(&mut errors.derived, &visits, truth);
            count(&mut errors.plain, &plain.stays, truth);
        }
    }
    errors
}

fn count(counts: &mut StayCounts, told: &[Interval], truth: &ZoneTruth) {
    counts.told += told.len();
    for stay in told {
        let there = overlap(core::slice::from_ref(stay), &truth.inside);
        counts.false_ones += usize::from(there == 0);
        counts.exaggerated += usize::from(there > 0 && there * 2 < stay.to - stay.from);
    }
    for stay in &truth.stays {
        let covered = overlap(core::slice::from_ref(stay), told);
        counts.found += usize::from(covered * 2 >= stay.to - stay.from);
        let pieces = told.iter().filter(|piece| piece.from < stay.to && stay.from < piece.to).count();
        counts.fragments += pieces.saturating_sub(1);
    }
}

fn find<'a>(derived: &'a TrackPresence, zone: &ZoneHash) -> Option<&'a ZonePresence> {
    derived.zones.iter().find(|presence| presence.zone == *zone)
}

fn length(intervals: &[ModeInterval]) -> i64 {
    intervals.iter().map(|interval| interval.span.to - interval.span.from).sum()
}
