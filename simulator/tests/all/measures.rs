//! The error measures on a story small enough to reckon by hand.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use beatbook_domain::presence::{
    FixCounts, Interval, ModeInterval, Quality, TrackPresence, TravelMode, Visit, ZonePresence,
};
use beatbook_domain::thresholds::{ENGINE_VERSION, Thresholds};
use beatbook_domain::zone::ZoneHash;
use beatbook_simulator::measure::{ShiftResult, StayCounts, false_stays, hours_error};
use beatbook_simulator::plain::PlainPresence;
use beatbook_simulator::truth::{Truth, ZoneTruth, overlap, without};

const ZONE: ZoneHash = ZoneHash([1; 32]);

fn minutes(from: i64, to: i64) -> Interval {
    Interval { from: from * 60_000, to: to * 60_000 }
}

fn on_foot(from: i64, to: i64) -> Vec<ModeInterval> {
    vec![ModeInterval { span: minutes(from, to), mode: TravelMode::Foot }]
}

fn visit(from: i64, to: i64) -> Visit {
    Visit { span: minutes(from, to), foot: (to - from) * 60_000, cycle: 0, vehicle: 0, gaps: Vec::new() }
}

/// Truly there from minute 10 to 30; the phone was dead from 60 to 70.
fn story() -> ShiftResult {
    let inside = vec![minutes(10, 30)];
    ShiftResult {
        truth: Truth {
            zones: vec![ZoneTruth { inside: inside.clone(), countable: inside.clone(), stays: inside }],
            left_out: vec![minutes(60, 70)],
        },
        derived: TrackPresence {
            engine: ENGINE_VERSION,
            thresholds: Thresholds::V1,
            span: minutes(0, 100),
            gaps: vec![minutes(60, 71)],
            modes: Vec::new(),
            zones: vec![ZonePresence {
                zone: ZONE,
                presence: on_foot(11, 30),
                certain: on_foot(12, 29),
                possible: on_foot(9, 31),
                visits: vec![visit(11, 28), visit(29, 36), visit(80, 84)],
            }],
            fixes: FixCounts::default(),
            quality: Quality::C,
        },
        plain: vec![PlainPresence {
            presence_ms: 23 * 60_000,
            stays: vec![minutes(10, 15), minutes(16, 20), minutes(21, 29), minutes(40, 41), minutes(80, 81)],
        }],
    }
}

#[test]
fn hours_are_compared_cell_by_cell() {
    let error = hours_error(&[story(), story()], &[ZONE]);
    assert_eq!((error.cells, error.cells_bounded, error.totals_bounded), (2, 2, true));
    assert_eq!(error.truth_ms, 2 * 20 * 60_000);
    assert_eq!(error.derived_ms - error.truth_ms, -2 * 60_000);
    assert!((error.signed_percent() + 5.0).abs() < 1e-9);
    assert!((error.plain_signed_percent() - 15.0).abs() < 1e-9);
    assert!((error.ratio_to_plain() - 1.0 / 3.0).abs() < 1e-9);
    assert!((error.gap_percent_above_planned() - 1.0).abs() < 1e-9);
}

#[test]
fn a_bound_that_misses_the_truth_is_seen_in_cell_and_total() {
    let mut missed = story();
    missed.derived.zones[0].possible = on_foot(11, 30);
    let error = hours_error(&[missed], &[ZONE]);
    assert_eq!((error.cells_bounded, error.totals_bounded), (0, false));
}

#[test]
fn stays_are_found_false_or_in_pieces() {
    let stays = false_stays(&[story()], &[ZONE]);
    assert_eq!(stays.true_stays, 1);
    assert_eq!(stays.derived, StayCounts { told: 3, found: 1, false_ones: 1, exaggerated: 1, fragments: 1 });
    assert_eq!(stays.plain, StayCounts { told: 5, found: 1, false_ones: 2, exaggerated: 0, fragments: 2 });
    assert!((stays.fewer_false_percent() - 50.0).abs() < 1e-9);
    assert!((stays.fewer_fragments_percent() - 50.0).abs() < 1e-9);
}

#[test]
fn intervals_are_cut_at_their_holes() {
    let cut = without(&[minutes(0, 10), minutes(20, 30)], &[minutes(5, 25), minutes(28, 29)]);
    assert_eq!(cut, [minutes(0, 5), minutes(25, 28), minutes(29, 30)]);
    assert_eq!(overlap(&[minutes(0, 10), minutes(20, 30)], &[minutes(5, 25)]), 10 * 60_000);
}
