//! Stories of presence and visits: what an officer did, and what the notebook says of it.

use crate::walk;

use std::sync::Arc;

use beatbook_domain::fence::{Boot, BootRun, Fence, ModeChange, TrackEngine, derive};
use beatbook_domain::fix::Provider;
use beatbook_domain::presence::{Interval, Quality, TravelMode};
use beatbook_domain::thresholds::Thresholds;
use walk::*;

const HOTSPOT: u8 = 1;
const OTHER: u8 = 2;

/// 200 m × 200 m.
fn hotspot() -> Arc<Fence> {
    fence(&[(HOTSPOT, zone(rectangle(0.0, 0.0, 200.0, 200.0)))])
}

#[test]
fn a_walk_through_a_hotspot_is_cut_at_its_edges() {
    // 100 m before, 200 m inside, 100 m beyond, at 1 m/s with a fix each 5 s.
    let told = Walk::from(-100.0, 100.0).to(300.0, 100.0, 400_000).presence(&hotspot());
    let zone = of(&told, HOTSPOT).unwrap();
    assert!((total(&zone.presence) - 200_000).abs() < 200, "{:?}", zone.presence);
    assert_eq!(zone.presence.len(), 1);
    assert_eq!(zone.visits.len(), 1);
    assert_eq!(zone.visits[0].span, zone.presence[0].span);
    assert_eq!(zone.visits[0].foot, total(&zone.presence));
    assert!((zone.presence[0].span.from - START - 100_000).abs() < 100);
    // Discs of 10 m, and 3 m/s between fixes: some seconds less and more at either end.
    assert!((160_000..190_000).contains(&total(&zone.certain)), "{:?}", zone.certain);
    assert!((210_000..250_000).contains(&total(&zone.possible)), "{:?}", zone.possible);
    assert_eq!(told.quality, Quality::A);
    assert_eq!(told.gaps, vec![]);
}

#[test]
fn noise_at_the_edge_for_ninety_seconds_is_passing_and_no_visit() {
    let mut walk = Walk::from(-60.0, 100.0).to(-8.0, 100.0, 50_000);
    // Drifting along the edge, now and then one fix on the wrong side.
    for step in 0..9 {
        let y = 100.0 + f64::from(step);
        walk = walk.to(2.0, y, 5_000).to(-6.0, y, 5_000);
    }
    let told = walk.to(-60.0, 100.0, 50_000).presence(&hotspot());
    let zone = of(&told, HOTSPOT).unwrap();
    assert_eq!(zone.visits, vec![]);
    assert!(total(&zone.presence) > 5_000);
    assert_eq!(zone.certain, vec![]);
}

#[test]
fn a_break_in_the_excluded_base_does_not_count() {
    let base = fence(&[(
        HOTSPOT,
        zone_with_hole(rectangle(0.0, 0.0, 200.0, 200.0), rectangle(80.0, 80.0, 140.0, 140.0)),
    )]);
    let told = Walk::from(10.0, 110.0)
        .to(110.0, 110.0, 100_000)
        .stay(20 * MINUTE)
        .to(10.0, 110.0, 100_000)
        .presence(&base);
    let zone = of(&told, HOTSPOT).unwrap();
    assert!((total(&zone.presence) - 140_000).abs() < 500, "{:?}", zone.presence);
    assert_eq!(zone.visits.len(), 2);
    assert!(zone.certain.iter().all(|one| total(&[*one]) < 80_000));
}

#[test]
fn two_wards_sharing_an_edge_share_every_millisecond_once() {
    let both = fence(&[
        (HOTSPOT, zone(ring(&[(0.0, 0.0), (100.0, 7.0), (90.0, 200.0), (0.0, 200.0)]))),
        (OTHER, zone(ring(&[(100.0, 7.0), (200.0, 0.0), (200.0, 200.0), (90.0, 200.0)]))),
    ]);
    let told = Walk::from(50.0, 100.0)
        .to(150.0, 103.0, 77_777)
        .to(60.0, 150.0, 91_003)
        .to(97.0, 60.0, 60_001)
        .presence(&both);
    let (one, other) = (of(&told, HOTSPOT).unwrap(), of(&told, OTHER).unwrap());
    assert_eq!(total(&one.presence) + total(&other.presence), 77_777 + 91_003 + 60_001);
    let mut spans: Vec<Interval> = one.presence.iter().chain(&other.presence).map(|one| one.span).collect();
    spans.sort();
    assert!(spans.windows(2).all(|pair| pair[0].to == pair[1].from), "{spans:?}");
}

#[test]
fn standing_exactly_on_a_shared_edge_counts_in_one_ward() {
    let both = fence(&[
        (HOTSPOT, zone(rectangle(-100.0, 0.0, 0.0, 200.0))),
        (OTHER, zone(rectangle(0.0, 0.0, 100.0, 200.0))),
    ]);
    let told = Walk::from(0.0, 50.0).stay(60_000).to(0.0, 150.0, 100_000).presence(&both);
    let sum: i64 = told.zones.iter().map(|zone| total(&zone.presence)).sum();
    assert_eq!(sum, 160_000);
    // Asked for the place itself, both hold it: the edge is inside.
    let at = corner(0.0, 50.0);
    assert_eq!(both.zones_at(at.lat, at.lon).iter().filter(|zone| zone.on_edge).count(), 2);
}

#[test]
fn a_car_passing_through_is_vehicle_and_no_dosage() {
    // On foot to the car, three minutes at 10 m/s there and back along the hotspot, on foot again.
    let long = fence(&[(HOTSPOT, zone(rectangle(0.0, 0.0, 2_000.0, 200.0)))]);
    let told = Walk::from(-150.0, 100.0)
        .to(-100.0, 100.0, 50_000)
        .to(1_700.0, 100.0, 180_000)
        .to(1_740.0, 100.0, 60_000)
        .presence(&long);
    let zone = of(&told, HOTSPOT).unwrap();
    let vehicle = in_mode(&zone.presence, TravelMode::Vehicle);
    assert!((vehicle - 170_000).abs() <= 10_000, "{vehicle}");
    assert_eq!(zone.visits.len(), 1);
    assert_eq!(zone.visits[0].vehicle, vehicle);
    assert!((zone.visits[0].foot - 60_000).abs() <= 10_000);
    assert_eq!(told.fixes.excursion, 0);
}

#[test]
fn a_cycle_is_one_because_it_was_declared_and_a_parked_car_is_a_car() {
    let walk = Walk::from(10.0, 100.0).to(190.0, 100.0, 45_000).stay(5 * MINUTE);
    let ride = |mode| {
        let change = ModeChange { at: moment(0), mode };
        walked(&hotspot(), &walk.fixes, walk.now(), &[change])
    };
    let cycle = ride(TravelMode::Cycle);
    assert_eq!(in_mode(&of(&cycle, HOTSPOT).unwrap().presence, TravelMode::Cycle), 345_000);
    let car = ride(TravelMode::Vehicle);
    assert_eq!(in_mode(&of(&car, HOTSPOT).unwrap().presence, TravelMode::Vehicle), 345_000);
}

#[test]
fn a_killed_phone_leaves_a_gap_that_is_neither_presence_nor_absence() {
    let told = Walk::from(100.0, 100.0)
        .stay(20 * MINUTE)
        .silence(102.0, 100.0, 12 * MINUTE)
        .stay(8 * MINUTE)
        .presence(&hotspot());
    let zone = of(&told, HOTSPOT).unwrap();
    let gap = Interval { from: START + 20 * MINUTE, to: START + 32 * MINUTE };
    assert_eq!(told.gaps, vec![gap]);
    assert_eq!(total(&zone.presence), 28 * MINUTE);
    assert_eq!(total(&zone.possible), 28 * MINUTE);
    // One visit that goes on over the gap and lists it; dosage by its presence alone.
    assert_eq!(zone.visits.len(), 1);
    assert_eq!(zone.visits[0].span, Interval { from: START, to: START + 40 * MINUTE });
    assert_eq!(zone.visits[0].gaps, vec![gap]);
    assert_eq!(zone.visits[0].foot, 28 * MINUTE);
    assert_eq!(told.quality, Quality::D);
}

#[test]
fn a_visit_does_not_go_on_over_a_gap_that_is_too_long_or_ends_elsewhere() {
    let long = Walk::from(100.0, 100.0)
        .stay(10 * MINUTE)
        .silence(100.0, 100.0, 31 * MINUTE)
        .stay(10 * MINUTE)
        .presence(&hotspot());
    assert_eq!(of(&long, HOTSPOT).unwrap().visits.len(), 2);
    let away = Walk::from(100.0, 100.0)
        .stay(10 * MINUTE)
        .silence(400.0, 100.0, 12 * MINUTE)
        .stay(10 * MINUTE)
        .presence(&hotspot());
    let visits = &of(&away, HOTSPOT).unwrap().visits;
    assert_eq!(visits.len(), 1);
    assert_eq!(visits[0].span.to, START + 10 * MINUTE);
}

#[test]
fn stepping_over_the_edge_for_a_moment_does_not_end_a_visit() {
    let told = Walk::from(100.0, 190.0)
        .stay(5 * MINUTE)
        .to(100.0, 215.0, 30_000)
        .to(100.0, 190.0, 30_000)
        .stay(5 * MINUTE)
        .presence(&hotspot());
    let zone = of(&told, HOTSPOT).unwrap();
    assert_eq!(zone.visits.len(), 1);
    assert_eq!(zone.presence.len(), 2);
    assert!(zone.visits[0].foot < zone.visits[0].span.to - zone.visits[0].span.from);
}

#[test]
fn leaving_ends_the_visit_at_the_edge_and_not_at_the_second_fix() {
    let told = Walk::from(100.0, 100.0).to(100.0, 300.0, 200_000).presence(&hotspot());
    let visit = &of(&told, HOTSPOT).unwrap().visits[0];
    assert!((visit.span.to - START - 100_000).abs() < 100, "{visit:?}");
}

#[test]
fn unusable_fixes_are_counted_and_change_nothing() {
    let walk = Walk::from(100.0, 100.0).stay(60_000);
    let mut spoilt = walk.fixes.clone();
    let mut bad = fix(31_000, 900.0, 900.0);
    bad.accuracy = None;
    spoilt.insert(7, bad);
    bad.accuracy = Some(501);
    spoilt.insert(8, bad);
    bad.provider = Provider::Mock;
    spoilt.insert(9, bad);
    spoilt.push(fix(30_000, 100.0, 100.0));
    let (clean, told) = (walk.presence(&hotspot()), walked(&hotspot(), &spoilt, walk.now(), &[]));
    assert_eq!((told.fixes.inaccurate, told.fixes.mock, told.fixes.late), (2, 1, 1));
    assert_eq!(told.zones, clean.zones);
    assert_eq!(told.fixes.accepted, clean.fixes.accepted);
}

#[test]
fn a_restart_of_the_phone_is_a_gap_whatever_the_clocks_say() {
    let first: Vec<_> = Walk::from(100.0, 100.0).stay(10 * MINUTE).fixes;
    // Twenty seconds of restart by the satellites; the wall clock lost an hour.
    let second: Vec<_> = (0..120)
        .map(|step| {
            let mut fix = fix(10 * MINUTE + 20_000 + step * 5_000, 100.0, 100.0);
            fix.mono = 3_000 + step * 5_000;
            fix
        })
        .collect();
    let again = Boot { id: 2, wall_offset: START - 60 * MINUTE };
    let runs = [BootRun { boot: boot(1), fixes: &first }, BootRun { boot: again, fixes: &second }];
    let end = moment_of(again, second.last().unwrap().mono);
    let told = derive(&hotspot(), Thresholds::V1, moment(0), end, (None, &[]), &runs);
    let gap = Interval { from: START + 10 * MINUTE, to: START + 10 * MINUTE + 20_000 };
    assert_eq!(told.gaps, vec![gap]);
    assert_eq!(total(&of(&told, HOTSPOT).unwrap().presence), 10 * MINUTE + 595_000);
}

#[test]
fn overlapping_boots_never_count_a_minute_twice() {
    let first: Vec<_> = Walk::from(100.0, 100.0).stay(10 * MINUTE).fixes;
    let mut second = first.clone();
    // The same satellite times again, as if the clock had been set back by the restart.
    second.iter_mut().for_each(|fix| fix.mono -= MONO / 2);
    let again = Boot { id: 2, wall_offset: START };
    let runs = [BootRun { boot: boot(1), fixes: &first }, BootRun { boot: again, fixes: &second }];
    let told = derive(&hotspot(), Thresholds::V1, moment(0), moment(10 * MINUTE), (None, &[]), &runs);
    assert_eq!(total(&of(&told, HOTSPOT).unwrap().presence), 10 * MINUTE);
    assert_eq!(told.gaps, vec![]);
}

#[test]
fn a_zone_redrawn_at_midnight_counts_until_then() {
    let shape = zone(rectangle(0.0, 0.0, 200.0, 200.0));
    let midnight = START + 5 * MINUTE;
    let old = Interval { from: 0, to: midnight };
    let new = Interval { from: midnight, to: i64::MAX };
    let fence = Arc::new(Fence::build([(hash(HOTSPOT), old, &shape), (hash(OTHER), new, &shape)]).unwrap());
    let told = Walk::from(100.0, 100.0).stay(20 * MINUTE).presence(&fence);
    let (before, after) = (of(&told, HOTSPOT).unwrap(), of(&told, OTHER).unwrap());
    assert_eq!(total(&before.presence), 5 * MINUTE);
    assert_eq!(before.visits[0].span.to, midnight);
    assert_eq!(total(&after.presence), 15 * MINUTE);
    assert_eq!(after.visits[0].span.from, midnight);
}

#[test]
fn the_screen_shows_the_visit_in_progress_and_the_age_of_the_last_fix() {
    let walk = Walk::from(100.0, 100.0).stay(10 * MINUTE);
    let mut engine = TrackEngine::new(hotspot(), Thresholds::V1, moment(0), None);
    for fix in &walk.fixes {
        engine.push(boot(1), fix);
    }
    let now = engine.snapshot(moment(10 * MINUTE + 7_000));
    assert_eq!(now.last_fix_age, Some(7_000));
    assert_eq!(now.current.len(), 1);
    assert_eq!(now.current[0].visit_since, Some(START));
    assert_eq!(total(&now.so_far.zones[0].presence), 10 * MINUTE);
    assert_eq!(now.so_far.gaps, vec![]);
    let later = engine.snapshot(moment(20 * MINUTE));
    assert_eq!(later.current, vec![]);
    assert_eq!(later.so_far.gaps, vec![Interval { from: START + 10 * MINUTE, to: START + 20 * MINUTE }]);
    // Looking changed nothing.
    assert_eq!(engine.finish(moment(walk.now())), walk.presence(&hotspot()));
}

#[test]
fn a_patrol_without_a_single_fix_is_one_gap() {
    let told = walked(&hotspot(), &[], 60 * MINUTE, &[]);
    assert_eq!(told.gaps, vec![Interval { from: START, to: START + 60 * MINUTE }]);
    assert_eq!((told.zones.len(), told.quality), (0, Quality::D));
}
