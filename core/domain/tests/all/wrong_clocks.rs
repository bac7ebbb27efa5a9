//! Wall clocks that are years off and receivers that stammer: a patrol keeps its length all the same.

use crate::walk;

use std::sync::Arc;

use beatbook_domain::fence::{Boot, BootRun, Fence, derive, derive_with_timeline};
use beatbook_domain::fix::{Fix, Provider};
use beatbook_domain::presence::{Interval, TrackPresence};
use beatbook_domain::records::journal::Moment;
use beatbook_domain::thresholds::Thresholds;
use beatbook_protocol::entry::BootId;
use walk::*;

const HOTSPOT: u8 = 1;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
const TWENTY_YEARS: i64 = 7_305 * DAY;

/// 200 m × 200 m.
fn hotspot() -> Arc<Fence> {
    fence(&[(HOTSPOT, zone(rectangle(0.0, 0.0, 200.0, 200.0)))])
}

fn stay(minutes: i64) -> Vec<Fix> {
    Walk::from(100.0, 100.0).stay(minutes * MINUTE).fixes
}

/// A start of the phone so many milliseconds after sign-on by true time, its wall clock `off` by so much.
fn started(id: u64, after: i64, off: i64) -> Boot {
    Boot { id, wall_offset: START + after + off }
}

/// Ten minutes in the hotspot in another start of the phone, the first fix 40 s into it.
fn later(after: i64) -> Vec<Fix> {
    let shifted = |mut fix: Fix| {
        (fix.time, fix.mono) = (fix.time + after + 40_000, fix.mono - MONO + 40_000);
        fix
    };
    stay(10).into_iter().map(shifted).collect()
}

/// The same told by cell towers: stamped by the phone's wall clock.
fn by_towers(boot: Boot, mut fixes: Vec<Fix>) -> Vec<Fix> {
    for fix in &mut fixes {
        (fix.provider, fix.time) = (Provider::Network, fix.mono + boot.wall_offset);
    }
    fixes
}

fn told(runs: &[(Boot, Vec<Fix>)], start: Moment, end: Moment) -> TrackPresence {
    let runs: Vec<BootRun> = runs.iter().map(|(boot, fixes)| BootRun { boot: *boot, fixes }).collect();
    derive(&hotspot(), Thresholds::V1, start, end, (None, &[]), &runs)
}

fn in_hotspot(told: &TrackPresence) -> i64 {
    of(told, HOTSPOT).map_or(0, |zone| total(&zone.presence))
}

fn since_sign_on(from: i64, to: i64) -> Interval {
    Interval { from: START + from, to: START + to }
}

#[test]
fn a_restart_into_the_wrong_year_makes_no_patrol_of_twenty_years() {
    // Ten minutes recorded; the phone restarts, its wall clock wrong; sign-off two minutes into that start.
    let first = (boot(1), stay(10));
    for off in [TWENTY_YEARS, -TWENTY_YEARS, 2 * DAY, -HOUR] {
        let again = started(2, 10 * MINUTE + 20_000, off);
        let told = told(std::slice::from_ref(&first), moment(0), moment_of(again, 2 * MINUTE));
        // What the monotonic clock proves: two minutes after the last known instant.
        assert_eq!(told.span, since_sign_on(0, 12 * MINUTE), "off by {off}");
        assert_eq!(told.gaps, vec![since_sign_on(10 * MINUTE, 12 * MINUTE)]);
    }
    // A clock that is right is believed.
    let again = started(2, 10 * MINUTE + 20_000, 0);
    let told = told(&[first], moment(0), moment_of(again, 2 * MINUTE));
    assert_eq!(told.span, since_sign_on(0, 12 * MINUTE + 20_000));
}

#[test]
fn an_app_started_again_without_a_boot_number_proves_the_time_between() {
    // The app's number of the boot is random, so another process looks like another boot: the clock goes on.
    for off in [TWENTY_YEARS, -TWENTY_YEARS] {
        let again = Boot { id: 2, wall_offset: START - MONO + off };
        let told = told(&[(boot(1), stay(10))], moment(0), moment_of(again, MONO + 15 * MINUTE));
        assert_eq!(told.span, since_sign_on(0, 15 * MINUTE), "off by {off}");
    }
}

#[test]
fn fixes_by_towers_in_the_wrong_year_are_presence_all_the_same() {
    for off in [TWENTY_YEARS, -TWENTY_YEARS] {
        let again = started(2, 10 * MINUTE + 20_000, off);
        let second = by_towers(again, later(10 * MINUTE + 20_000));
        let end = moment_of(again, second.last().map_or(0, |fix| fix.mono));
        let told = told(&[(boot(1), stay(10)), (again, second)], moment(0), end);
        assert_eq!(told.span, since_sign_on(0, 20 * MINUTE + 40_000), "off by {off}");
        assert_eq!(in_hotspot(&told), 20 * MINUTE);
    }
}

#[test]
fn a_wall_clock_half_a_day_fast_takes_nothing_from_the_start_after_it() {
    let fast = started(2, 10 * MINUTE + 20_000, 12 * HOUR);
    let second = by_towers(fast, later(10 * MINUTE + 20_000));
    let right = started(3, 22 * MINUTE, 0);
    let third = later(22 * MINUTE);
    let end = moment_of(right, third.last().map_or(0, |fix| fix.mono));
    let told = told(&[(boot(1), stay(10)), (fast, second), (right, third)], moment(0), end);
    assert_eq!(told.span, since_sign_on(0, 32 * MINUTE + 40_000));
    assert_eq!(in_hotspot(&told), 30 * MINUTE);
}

#[test]
fn a_sign_on_in_the_wrong_year_is_put_right_by_the_satellites_of_the_next_start() {
    for off in [TWENTY_YEARS, -TWENTY_YEARS] {
        let wrong = Boot { id: 1, wall_offset: START - MONO + off };
        let first = by_towers(wrong, stay(10));
        let again = started(2, 11 * MINUTE, -DAY / 2);
        let second = later(11 * MINUTE);
        let end = moment_of(again, second.last().map_or(0, |fix| fix.mono));
        let told = told(&[(wrong, first), (again, second)], moment_of(wrong, MONO), end);
        // The first start ended when the second began, at the latest: a minute of gap is not known of.
        assert_eq!(told.span, since_sign_on(MINUTE, 21 * MINUTE + 40_000), "off by {off}");
        assert_eq!(in_hotspot(&told), 20 * MINUTE);
    }
}

#[test]
fn one_corrupt_satellite_time_moves_no_start_of_the_phone() {
    let clean = told(&[(boot(1), stay(10))], moment(0), moment(10 * MINUTE));
    for off in [TWENTY_YEARS, -TWENTY_YEARS, 3 * HOUR] {
        for place in [0, 1, 60] {
            let mut fixes = stay(10);
            fixes[place].time += off;
            let told = told(&[(boot(1), fixes)], moment(0), moment(10 * MINUTE));
            assert_eq!(told, clean, "off by {off} at {place}");
        }
        // Not even one that is never accepted, and alone: nothing agrees with it.
        let mut bad = fix(5_000, 900.0, 900.0);
        (bad.accuracy, bad.time) = (Some(9_000), bad.time + TWENTY_YEARS);
        let told = told(&[(boot(1), vec![bad])], moment(0), moment(10 * MINUTE));
        assert_eq!(told.span, clean.span);
    }
}

#[test]
fn one_satellite_time_still_corrects_a_wall_clock_within_a_day() {
    let fast = Boot { id: 1, wall_offset: START - MONO + 7 * MINUTE };
    let told =
        told(&[(fast, vec![fix(0, 100.0, 100.0)])], moment_of(fast, MONO), moment_of(fast, MONO + HOUR));
    assert_eq!(told.span, since_sign_on(0, HOUR));
}

#[test]
fn a_wall_clock_from_before_1970_yields_to_the_only_satellite_time() {
    let wrong = Boot { id: 1, wall_offset: -MONO - DAY };
    let told =
        told(&[(wrong, vec![fix(0, 100.0, 100.0)])], moment_of(wrong, MONO), moment_of(wrong, MONO + HOUR));
    assert_eq!(told.span, since_sign_on(0, HOUR));
}

#[test]
fn a_visit_goes_on_over_a_restart_into_the_wrong_year() {
    let again = started(2, 10 * MINUTE + 20_000, TWENTY_YEARS);
    let second = later(10 * MINUTE + 20_000);
    let end = moment_of(again, second.last().map_or(0, |fix| fix.mono));
    let told = told(&[(boot(1), stay(10)), (again, second)], moment(0), end);
    let visits = &of(&told, HOTSPOT).map(|zone| zone.visits.clone()).unwrap_or_default();
    assert_eq!(visits.len(), 1);
    assert_eq!(visits[0].gaps, vec![since_sign_on(10 * MINUTE, 11 * MINUTE)]);
}

#[test]
fn a_crew_that_parts_in_the_start_of_sign_off_is_cut_by_the_clock_of_sign_off() {
    let again = started(2, 10 * MINUTE + 20_000, TWENTY_YEARS);
    let first = stay(10);
    let runs = [BootRun { boot: boot(1), fixes: &first }];
    let end = moment_of(again, 5 * MINUTE);
    let (told, timeline) =
        derive_with_timeline(&hotspot(), Thresholds::V1, moment(0), end, (None, &[]), &runs);
    assert_eq!(told.span.to, START + 15 * MINUTE);
    let parted = Moment { wall: again.wall_offset + MINUTE, mono: MINUTE, boot: BootId(2) };
    assert_eq!(timeline.utc(parted), START + 11 * MINUTE);
}
