//! Simulated shifts can be believed: same seed same bytes, truth equal to a second count, outages empty.
//!
//! The hashes are golden: if one changes, every figure measured before is void.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use beatbook_domain::fix::{Fix, Provider};
use beatbook_domain::geometry::ZoneGeometry;
use beatbook_simulator::plain::plain_rule;
use beatbook_simulator::presets::{beat_shift, hundred_shifts, hundred_zones, saturday_night};
use beatbook_simulator::shift::{OutageCause, SimulatedShift};
use beatbook_simulator::truth::{contains, total, truth};
use sha2::{Digest, Sha256};

fn geometries(zones: &[beatbook_domain::zone::ZoneVersion]) -> Vec<&ZoneGeometry> {
    zones.iter().map(|zone| &zone.geometry).collect()
}

fn hash(shifts: &[SimulatedShift]) -> String {
    let mut hash = Sha256::new();
    for boot in shifts.iter().flat_map(|shift| &shift.boots) {
        hash.update(boot.boot.to_le_bytes());
        hash.update(boot.wall_offset.to_le_bytes());
        for fix in &boot.fixes {
            for number in [Some(fix.lat), Some(fix.lon), fix.accuracy, fix.speed, fix.bearing] {
                hash.update(number.map_or([0xff; 8], |number| number.to_bits().to_le_bytes()));
            }
            hash.update(fix.time.to_le_bytes());
            hash.update(fix.mono.to_le_bytes());
            hash.update([fix.provider as u8]);
        }
    }
    hash.finalize()[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn the_same_seed_gives_the_same_bytes_for_ever() {
    let first: Vec<SimulatedShift> = hundred_shifts(1).take(5).collect();
    assert_eq!(hash(&first), "0d0a61a5cf5d0be3");
    assert_eq!(hash(&saturday_night(1, &hundred_zones())), "a0d161efbba41c1c");
    assert_ne!(hash(&hundred_shifts(2).take(5).collect::<Vec<_>>()), hash(&first));
}

#[test]
fn the_zones_are_areas_a_map_would_accept() {
    for zone in hundred_zones() {
        assert_eq!(beatbook_domain::zones::validate::shape_problems(&zone.geometry), [], "{}", zone.code);
    }
}

#[test]
fn true_presence_is_what_a_count_of_seconds_finds() {
    let zones = hundred_zones();
    for shift in hundred_shifts(3).take(6) {
        let cut = truth(&shift, &geometries(&zones));
        for (zone, truth) in zones.iter().zip(&cut.zones) {
            let seconds = (shift.span.from..shift.span.to)
                .step_by(1_000)
                .filter(|at| contains(&zone.geometry, shift.plane.place(shift.path.at(*at).point)))
                .count() as i64;
            let off = (total(&truth.inside) - seconds * 1_000).abs();
            assert!(
                off <= 1_000 * (1 + truth.inside.len() as i64),
                "{} {}: {off} ms",
                shift.label,
                zone.code
            );
            assert!(truth.countable_ms() <= total(&truth.inside));
        }
    }
}

#[test]
fn wards_that_share_an_edge_share_no_second() {
    let zones = hundred_zones();
    let shift = beat_shift(7, 5);
    let truth = truth(&shift, &geometries(&zones));
    let (one, other) = (total(&truth.zones[5].inside), total(&truth.zones[6].inside));
    assert!(one + other <= shift.span.to - shift.span.from);
    assert!(one + other > 27_000_000, "the beat lies within the two wards");
}

#[test]
fn no_fix_falls_into_an_outage_and_a_restart_begins_another_boot() {
    let mut reboots = 0;
    for shift in hundred_shifts(1).take(30) {
        let restarted = shift.outages.iter().filter(|outage| outage.cause == OutageCause::Rebooted).count();
        assert_eq!(shift.boots.len(), 1 + restarted);
        reboots += restarted;
        for boot in &shift.boots {
            assert!(boot.fixes.is_sorted_by(|a, b| a.mono < b.mono));
            for fix in boot.fixes.iter().filter(|fix| fix.provider == Provider::Gnss) {
                // A receiver with jitter may date a report a little into an outage.
                let inside = |at: i64| {
                    shift.outages.iter().any(|o| o.span.from + 1_000 < at && at < o.span.to - 1_000)
                };
                assert!(!inside(fix.time), "{}", shift.label);
            }
        }
    }
    assert!(reboots > 0, "some phones restart");
}

#[test]
fn every_report_passes_the_door_and_accuracy_means_what_it_says() {
    let (mut within, mut all) = (0, 0);
    for shift in hundred_shifts(5).take(20) {
        for fix in shift.boots.iter().flat_map(|boot| &boot.fixes) {
            Fix::quantise(fix).unwrap();
            let place = beatbook_simulator::plane::Place { lon: fix.lon, lat: fix.lat };
            let error = shift.plane.point(place).distance(shift.path.at(fix.time).point);
            within += usize::from(error <= fix.accuracy.unwrap());
            all += 1;
        }
    }
    let share = within as f64 / all as f64;
    assert!((0.6..0.76).contains(&share), "{share} of fixes within their 68 % radius");
}

#[test]
fn a_beat_shift_has_exactly_the_fixes_of_eight_hours() {
    let shift = beat_shift(1, 5);
    assert_eq!(shift.fix_count(), 5_760);
    assert!(shift.outages.is_empty());
    assert_eq!(beat_shift(2, 1).fix_count(), 28_800);
}

#[test]
fn a_saturday_night_has_a_pair_with_two_phones_and_a_phone_dead_for_twelve_minutes() {
    let zones = hundred_zones();
    let night = saturday_night(1, &zones);
    assert_eq!(night.len(), 5);
    assert_eq!(night[0].path, night[1].path);
    assert_ne!(night[0].boots, night[1].boots);
    let killed = night.iter().flat_map(|s| &s.outages).find(|o| o.cause == OutageCause::Killed).unwrap();
    assert!((11 * 60_000..13 * 60_000).contains(&(killed.span.to - killed.span.from)));
    let truth = truth(&night[2], &geometries(&zones));
    assert_eq!(truth.left_out.len(), 1);
    assert!(truth.zones[0].countable_ms() > 1_800_000, "they go where they are sent");
    assert!(saturday_night(1, &[]).is_empty());
}

#[test]
fn the_plain_rule_is_near_the_truth_and_tells_far_too_many_stays() {
    let zones = hundred_zones();
    let (mut plain_ms, mut true_ms, mut told, mut stays) = (0, 0, 0, 0);
    for shift in hundred_shifts(1).take(10) {
        let truth = truth(&shift, &geometries(&zones));
        for (truth, plain) in truth.zones.iter().zip(plain_rule(&shift, &geometries(&zones))) {
            plain_ms += plain.presence_ms;
            true_ms += truth.countable_ms();
            told += plain.stays.len();
            stays += truth.stays.len();
        }
    }
    assert!((plain_ms - true_ms).abs() * 50 < true_ms, "within two percent");
    assert!(told > 2 * stays);
}
