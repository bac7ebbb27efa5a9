//! What must hold of every track and every fence, tried on random ones.

// What a test builds is right or the test fails.
#![allow(clippy::unwrap_used)]

use crate::walk;

use std::sync::Arc;

use beatbook_domain::fence::{
    Boot, BootRun, Fence, ModeChange, PrebuiltError, TrackEngine, area_around, derive,
};
use beatbook_domain::fix::{Fix, Provider};
use beatbook_domain::geometry::{Ring, Vertex, ZoneGeometry};
use beatbook_domain::interval::{intersect, normalise, subtract, total as length, union};
use beatbook_domain::presence::{Interval, ModeInterval, TrackPresence, TravelMode};
use beatbook_domain::records::journal::Moment;
use beatbook_domain::thresholds::Thresholds;
use proptest::prelude::*;
use walk::{corner, hash, ring, zone, zone_with_hole};

/// A star-shaped ring of so many corners around a middle in metres.
fn star(x: f64, y: f64, radii: &[f64]) -> Ring {
    let corners: Vec<(f64, f64)> = radii
        .iter()
        .enumerate()
        .map(|(at, radius)| {
            let angle = at as f64 / radii.len() as f64 * core::f64::consts::TAU;
            (x + radius * libm::cos(angle), y + radius * libm::sin(angle))
        })
        .collect();
    ring(&corners)
}

fn zones() -> impl Strategy<Value = Vec<ZoneGeometry>> {
    let middle = (-800.0..800.0f64, -800.0..800.0f64);
    let radii = prop::collection::vec(30.0..300.0f64, 3..90);
    let one = (middle, radii, any::<bool>()).prop_map(|((x, y), radii, hole)| {
        let shell = star(x, y, &radii);
        if hole { zone_with_hole(shell, star(x, y, &[20.0, 15.0, 25.0, 12.0])) } else { zone(shell) }
    });
    prop::collection::vec(one, 1..12)
}

fn fence(zones: &[ZoneGeometry]) -> Arc<Fence> {
    let named = zones.iter().enumerate();
    Arc::new(Fence::build(named.map(|(at, zone)| (hash(at as u8), walk::always(), zone))).unwrap())
}

/// Seconds since the last, metres moved, accuracy in 0.1 m, and a mishap.
type Pace = (u32, (f64, f64), u16, u8);

fn paces() -> impl Strategy<Value = Vec<Pace>> {
    let time = prop_oneof![8 => 1u32..12, 1 => 12u32..119, 1 => 119u32..2500];
    let moved = prop_oneof![
        6 => (-1.5..1.5f64, -1.5..1.5f64),
        2 => (-12.0..12.0f64, -12.0..12.0f64),
        1 => Just((0.0, 0.0)),
    ];
    let accuracy = prop_oneof![6 => 20u16..90, 2 => 90u16..480, 1 => 480u16..600];
    prop::collection::vec((time, moved, accuracy, 0u8..60), 1..160)
}

/// The fixes of a track in up to three boots.
fn track(paces: &[Pace]) -> Vec<(Boot, Vec<Fix>)> {
    let mut runs: Vec<(Boot, Vec<Fix>)> = vec![(walk::boot(1), vec![])];
    let (mut at, mut now, mut mono_shift) = ((0.0, 0.0), 0i64, 0i64);
    for (index, (time, speed, accuracy, mishap)) in paces.iter().enumerate() {
        now += i64::from(*time) * 1000 + i64::from(*accuracy % 7);
        // Legs keep their direction for a while, so that walks get somewhere.
        let speed = if index % 5 == 0 { *speed } else { (speed.0 * 0.3 + 1.0, speed.1) };
        let calm = f64::from((*time).min(20));
        at = (
            (at.0 + speed.0 * calm + 1_000.0f64).rem_euclid(2_000.0) - 1_000.0,
            (at.1 + speed.1 * calm + 1_000.0f64).rem_euclid(2_000.0) - 1_000.0,
        );
        if *mishap == 1 && runs.len() < 3 {
            mono_shift = now - 4_000;
            // The third start's wall clock is twenty years off.
            let off = if runs.len() == 2 { 631_152_000_000 } else { 0 };
            let boot = Boot { id: runs.len() as u64 + 1, wall_offset: walk::START + mono_shift + 700 + off };
            runs.push((boot, vec![]));
        }
        let jump = if *mishap == 2 { 90.0 } else { 0.0 };
        let mut fix = walk::fix(now, at.0 + jump, at.1);
        if runs.len() > 1 {
            fix.mono = now - mono_shift;
        }
        fix.accuracy = (*mishap != 3).then_some(*accuracy);
        fix.provider = match mishap {
            4 => Provider::Mock,
            5..=15 => Provider::Network,
            _ => Provider::Gnss,
        };
        if *mishap == 6 {
            fix.mono -= 30_000;
        }
        runs.last_mut().unwrap().1.push(fix);
    }
    runs
}

fn end_of(runs: &[(Boot, Vec<Fix>)]) -> Moment {
    let (boot, fixes) = runs.last().unwrap();
    walk::moment_of(*boot, fixes.last().map_or(1_000_000, |fix| fix.mono) + 10_000)
}

fn modes(runs: &[(Boot, Vec<Fix>)]) -> Vec<ModeChange> {
    let moment = |run: usize, part: usize| {
        let (boot, fixes) = runs.get(run)?;
        Some(walk::moment_of(*boot, fixes.get(fixes.len() / part)?.mono + 1))
    };
    let changes = [
        moment(0, 3).map(|at| ModeChange { at, mode: TravelMode::Cycle }),
        moment(1, 2).map(|at| ModeChange { at, mode: TravelMode::Vehicle }),
    ];
    changes.into_iter().flatten().collect()
}

fn batch(fence: &Arc<Fence>, runs: &[(Boot, Vec<Fix>)]) -> TrackPresence {
    let given: Vec<BootRun> = runs.iter().map(|(boot, fixes)| BootRun { boot: *boot, fixes }).collect();
    derive(fence, Thresholds::V1, walk::moment(0), end_of(runs), (None, &modes(runs)), &given)
}

fn spans(spans: &[ModeInterval]) -> Vec<Interval> {
    normalise(spans.iter().map(|one| one.span).collect())
}

fn tidy(spans: &[ModeInterval]) -> bool {
    spans.iter().all(|one| one.span.from < one.span.to)
        && spans.windows(2).all(|pair| {
            pair[0].span.to < pair[1].span.from
                || (pair[0].span.to == pair[1].span.from && pair[0].mode != pair[1].mode)
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn streaming_batch_and_refolding_say_the_same(zones in zones(), paces in paces(), cut in 0usize..160) {
        let (fence, runs) = (fence(&zones), track(&paces));
        let expected = batch(&fence, &runs);
        let mut stream = TrackEngine::new(Arc::clone(&fence), Thresholds::V1, walk::moment(0), None);
        let mut folded: Vec<(Boot, Fix)> = Vec::new();
        let changes = modes(&runs);
        let mut unsaid = changes.iter().peekable();
        for (boot, fix) in runs.iter().flat_map(|(boot, fixes)| fixes.iter().map(|fix| (*boot, *fix))) {
            // Declared when it happens: after the fixes before it, before the fixes after it.
            while let Some(change) = unsaid.next_if(|change| {
                change.at.boot.0 < boot.id || (change.at.boot.0 == boot.id && change.at.mono <= fix.mono)
            }) {
                let _ = stream.declare_mode(*change);
            }
            folded.push((boot, fix));
            stream.push(boot, &fix);
            if folded.len() == cut {
                // The process was killed: everything is folded again from what was stored.
                stream = TrackEngine::new(Arc::clone(&fence), Thresholds::V1, walk::moment(0), None);
                for change in &changes {
                    let _ = stream.declare_mode(*change);
                }
                for (boot, fix) in &folded {
                    stream.push(*boot, fix);
                }
                let _ = stream.snapshot(end_of(&runs));
                unsaid = [].iter().peekable();
            }
        }
        for change in unsaid {
            let _ = stream.declare_mode(*change);
        }
        prop_assert_eq!(stream.finish(end_of(&runs)), expected);
    }

    #[test]
    fn shortcuts_change_nothing(zones in zones(), paces in paces()) {
        let (fence, runs) = (fence(&zones), track(&paces));
        let mut slow = TrackEngine::new(Arc::clone(&fence), Thresholds::V1, walk::moment(0), None)
            .without_shortcuts();
        for change in modes(&runs) {
            let _ = slow.declare_mode(change);
        }
        for (boot, fixes) in &runs {
            fixes.iter().for_each(|fix| slow.push(*boot, fix));
        }
        prop_assert_eq!(batch(&fence, &runs), slow.finish(end_of(&runs)));
    }

    #[test]
    fn every_instant_is_inside_outside_or_gap_and_bounds_hold(zones in zones(), paces in paces()) {
        let (fence, runs) = (fence(&zones), track(&paces));
        let told = batch(&fence, &runs);
        let moved = spans(&told.modes);
        prop_assert!(tidy(&told.modes));
        prop_assert_eq!(intersect(&moved, &told.gaps), vec![]);
        prop_assert_eq!(union(&moved, &told.gaps), normalise(vec![told.span]));
        for zone in &told.zones {
            let (certain, present, possible) =
                (spans(&zone.certain), spans(&zone.presence), spans(&zone.possible));
            prop_assert!(tidy(&zone.certain) && tidy(&zone.presence) && tidy(&zone.possible));
            prop_assert_eq!(subtract(&certain, &present), vec![]);
            prop_assert_eq!(subtract(&present, &possible), vec![]);
            prop_assert_eq!(subtract(&possible, &moved), vec![]);
            prop_assert!(zone.visits.windows(2).all(|pair| pair[0].span.to <= pair[1].span.from));
            for visit in &zone.visits {
                let within = intersect(&present, &[visit.span]);
                prop_assert_eq!(visit.foot + visit.cycle + visit.vehicle, length(&within));
                prop_assert!(visit.gaps.iter().all(|gap| gap.to - gap.from <= 1_800_000));
            }
        }
        let counts = told.fixes;
        let sum = counts.accepted + counts.inaccurate + counts.excursion + counts.late + counts.mock;
        prop_assert_eq!(sum as usize, paces.len());
    }

    #[test]
    fn a_zone_split_in_two_gives_presence_that_sums(
        radii in prop::collection::vec(50.0..500.0f64, 4..40), from in 0usize..40, paces in paces(),
    ) {
        // A star is split from its middle: any two spokes divide it.
        let whole = star(0.0, 0.0, &radii);
        let (first, middle) = (from % radii.len(), corner(0.0, 0.0));
        let second = (first + 1 + radii.len() / 2).min(radii.len() - 1).max(first + 1) % radii.len();
        let (low, high) = (first.min(second), first.max(second));
        prop_assume!(high > low + 1 && high - low < radii.len() - 1);
        let mut one: Vec<Vertex> = whole.0[low..=high].to_vec();
        one.push(middle);
        let mut other: Vec<Vertex> = whole.0[high..].iter().chain(&whole.0[..=low]).copied().collect();
        other.push(middle);
        let parts = fence(&[zone(whole), zone(Ring(one)), zone(Ring(other))]);
        let told = batch(&parts, &track(&paces));
        let of = |name| walk::of(&told, name).map(|zone| spans(&zone.presence)).unwrap_or_default();
        let (whole, one, other) = (of(0), of(1), of(2));
        prop_assert_eq!(intersect(&one, &other), vec![]);
        prop_assert_eq!(union(&one, &other), whole);
    }

    #[test]
    fn cutting_agrees_with_looking_at_each_instant(zones in zones(), paces in paces(), at in 0.0..1.0f64) {
        let fence = fence(&zones);
        let fixes: Vec<Fix> = track(&paces).swap_remove(0).1.into_iter().map(|mut fix| {
            (fix.accuracy, fix.provider) = (Some(30), Provider::Gnss);
            fix
        }).collect();
        prop_assume!(!fixes.is_empty());
        // Declared in a vehicle, so that hardly any fix is thought a jump; those are left out here.
        let ride = [ModeChange { at: walk::moment(0), mode: TravelMode::Vehicle }];
        let told = walk::walked(&fence, &fixes, fixes.last().unwrap().mono - walk::MONO, &ride);
        prop_assume!(told.fixes.accepted as usize == fixes.len());
        for pair in fixes.windows(2).filter(|pair| pair[1].mono - pair[0].mono <= 120_000) {
            let time = pair[1].mono - pair[0].mono;
            let part = (at * time as f64).floor() / time as f64;
            let anchor = fixes[0].time - fixes[0].mono;
            let instant = pair[0].mono + anchor + (part * time as f64).round() as i64;
            let place = |from: i32, to: i32| 10.0 * (f64::from(from) + f64::from(to - from) * part);
            let (lat, lon) = (place(pair[0].lat, pair[1].lat), place(pair[0].lon, pair[1].lon));
            for (name, zone) in zones.iter().enumerate() {
                let spans = walk::of(&told, name as u8).map(|zone| spans(&zone.presence)).unwrap_or_default();
                let near = spans.iter().any(|one| {
                    (one.from - instant).abs() <= 1 || (one.to - instant).abs() <= 1
                });
                // On the edge itself the two ways of asking may differ, by design.
                let on_duty = told.span.from <= instant && instant < told.span.to;
                if on_duty && !near && !touches(zone, lat, lon) {
                    let says = spans.iter().any(|one| one.from <= instant && instant < one.to);
                    prop_assert_eq!(says, holds(zone, lat, lon), "zone {} at {}", name, instant);
                }
            }
        }
    }

    #[test]
    fn the_prebuilt_form_is_the_same_fence(zones in zones(), paces in paces(), at in any::<prop::sample::Index>()) {
        let fence = fence(&zones);
        let bytes = fence.to_bytes();
        let again = Arc::new(Fence::from_bytes(&bytes).unwrap());
        prop_assert_eq!(again.to_bytes(), bytes.clone());
        let runs = track(&paces);
        prop_assert_eq!(batch(&fence, &runs), batch(&again, &runs));
        let mut torn = bytes.clone();
        torn.truncate(at.index(bytes.len()));
        prop_assert!(Fence::from_bytes(&torn).is_err());
        let mut altered = bytes;
        let place = at.index(altered.len());
        altered[place] ^= 1;
        prop_assert!(Fence::from_bytes(&altered).is_err());
    }

    #[test]
    fn around_a_fix_lies_what_a_scan_finds_and_the_pieces_there_hold_it(
        zones in zones(), paces in paces(), metres in 5.0..400.0f64,
    ) {
        let (whole, cap) = (fence(&zones), 150.0);
        let pieces = whole.pieces(400);
        for fix in track(&paces).iter().flat_map(|(_, fixes)| fixes).step_by(5) {
            let (lat, lon) = (fix.lat * 10, fix.lon * 10);
            let around = whole.around(lat, lon, metres, cap);
            let holding = whole.zones_at(lat, lon);
            let mut expected = Vec::new();
            for (name, zone) in zones.iter().enumerate() {
                let name = hash(name as u8);
                let inside = holding.iter().any(|at| at.zone == name);
                let reach = if inside { cap } else { metres };
                let edge_m = whole.signed_distance(&name, lat, lon, reach).unwrap().abs();
                let measured = metres_to_edge(zone, lat, lon);
                prop_assert!((edge_m - measured.min(reach)).abs() <= 0.02 + 0.002 * edge_m);
                if inside || edge_m < metres {
                    expected.push((name, inside, edge_m));
                }
            }
            expected.sort_by_key(|(name, ..)| *name);
            let told: Vec<_> = around.iter().map(|one| (one.zone, one.inside, one.edge_m)).collect();
            prop_assert_eq!(told, expected);
            let area = area_around(lat, lon, metres);
            let there = pieces.iter().filter(|piece| piece.bounds.touches(&area)).map(|piece| &piece.bytes[..]);
            let part = Fence::unopened().with_pieces(there, &[area]).unwrap();
            prop_assert_eq!(part.around(lat, lon, metres, cap), around);
        }
    }

    #[test]
    fn bytes_of_a_stranger_never_panic(mut bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(Fence::from_bytes(&bytes).is_err());
        // Even with the right name, a right checksum and absurd counts.
        use sha2::{Digest, Sha256};
        bytes.splice(0..0, *b"BBFENCE1");
        let digest = Sha256::digest(&bytes);
        bytes.extend_from_slice(&digest);
        let _ = Fence::from_bytes(&bytes);
    }
}

/// Within a hundredth of a unit of some edge.
fn touches(zone: &ZoneGeometry, lat: f64, lon: f64) -> bool {
    let mut rings = zone.0.iter().flat_map(|polygon| core::iter::once(&polygon.shell).chain(&polygon.holes));
    rings.any(|ring| {
        ring.0.iter().zip(ring.0.iter().cycle().skip(1)).any(|(a, b)| {
            let (ax, ay) = (f64::from(a.lon) - lon, f64::from(a.lat) - lat);
            let (ex, ey) = (f64::from(b.lon) - f64::from(a.lon), f64::from(b.lat) - f64::from(a.lat));
            let part = (-(ax * ex + ay * ey) / (ex * ex + ey * ey).max(1.0)).clamp(0.0, 1.0);
            let (x, y) = (ax + part * ex, ay + part * ey);
            x * x + y * y < 1e-4
        })
    })
}

/// Metres to the nearest edge in the plane of the tests, every edge measured.
fn metres_to_edge(zone: &ZoneGeometry, lat: i32, lon: i32) -> f64 {
    let rings = zone.0.iter().flat_map(|polygon| core::iter::once(&polygon.shell).chain(&polygon.holes));
    let edges = rings.flat_map(|ring| ring.0.iter().zip(ring.0.iter().cycle().skip(1)));
    let metres = edges.map(|(a, b)| {
        let (ax, ay) = walk::metres(lon, lat, *a);
        let (bx, by) = walk::metres(lon, lat, *b);
        let (ex, ey) = (bx - ax, by - ay);
        let part = (-(ax * ex + ay * ey) / (ex * ex + ey * ey).max(1e-9)).clamp(0.0, 1.0);
        let (x, y) = (ax + part * ex, ay + part * ey);
        (x * x + y * y).sqrt()
    });
    metres.fold(f64::INFINITY, f64::min)
}

/// Even-odd rule in floating point, a different way of asking from the engine's.
fn holds(zone: &ZoneGeometry, lat: f64, lon: f64) -> bool {
    let rings = zone.0.iter().flat_map(|polygon| core::iter::once(&polygon.shell).chain(&polygon.holes));
    let mut inside = false;
    for ring in rings {
        for (a, b) in ring.0.iter().zip(ring.0.iter().cycle().skip(1)) {
            let (ax, ay, bx, by) = (f64::from(a.lon), f64::from(a.lat), f64::from(b.lon), f64::from(b.lat));
            if (ay > lat) != (by > lat) && lon < (bx - ax) * (lat - ay) / (by - ay) + ax {
                inside = !inside;
            }
        }
    }
    inside
}

#[test]
fn another_version_of_the_prebuilt_form_is_named_as_such() {
    assert!(matches!(Fence::from_bytes(b"BBFENCE9"), Err(PrebuiltError::Version)));
    assert!(matches!(Fence::from_bytes(b"GeoJSON"), Err(PrebuiltError::Foreign)));
}
