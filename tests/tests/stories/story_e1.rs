//! Story E1: zero-touch hotspot hours. One tap on, one tap off, a phone in a pocket and no signal all night.
//!
//! Chatham, Saturday 6 September 2025, 19:00 to 03:00. Two visits on foot of 21 and 18 minutes, an edge passed
//! in drifting fixes, a break in the police base (a hole of the hotspot), a car ride through it, an app the
//! system killed for twelve minutes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::{PatrolResult, SignOn, ZoneTime};
use beatbook_domain::hours::PatrolTime;
use beatbook_domain::presence::{Interval, ModeInterval, Quality, TravelMode};
use beatbook_tests::force::{Force, row};
use beatbook_tests::phone::Phone;
use beatbook_tests::walk::{Walk, rectangle};
use serde_json::json;

/// Pentagon, Chatham: the middle of the story's hotspot.
const CENTRE: (f64, f64) = (51.3826, 0.5265);
/// 2025-09-06T18:00:00Z, 19:00 in Chatham.
const ON: i64 = 1_757_181_600_000;
const OFF: i64 = ON + 8 * 3_600_000;
const MINUTE: i64 = 60_000;
const SECOND: i64 = 1_000;
/// 2025-03-01T00:00:00Z: the zones were drawn before they came into force.
const IMPORTED: i64 = 1_740_787_200_000;
const HOTSPOT: &str = "CHA-HS";

fn clock(hour: i64, minute: i64) -> i64 {
    // Hours after midnight belong to the next day.
    let hours = if hour < 12 { hour + 24 } else { hour };
    ON + (hours - 19) * 3_600_000 + minute * MINUTE
}

/// A hotspot 400 m by 300 m with the police base, 80 m square, cut out of it; and the ward around.
fn zones() -> serde_json::Value {
    let shell = rectangle(CENTRE, -200.0, -150.0, 200.0, 150.0);
    let base = rectangle(CENTRE, -40.0, -40.0, 40.0, 40.0);
    let ward = rectangle(CENTRE, -1_500.0, -1_500.0, 1_500.0, 1_500.0);
    let feature = |code: &str, name: &str, kind: &str, programme: Option<&str>, rings: serde_json::Value| {
        json!({
            "type": "Feature",
            "properties": {
                "code": code, "name": name, "kind": kind, "programme": programme,
                "valid_from": "2025-04-01", "illustrative": true,
            },
            "geometry": {"type": "Polygon", "coordinates": rings},
        })
    };
    json!({
        "type": "FeatureCollection",
        "features": [
            feature(HOTSPOT, "Chatham High Street", "hotspot", Some("GRIP"), json!([shell, base])),
            feature("CHA-W", "Chatham Central", "ward", None, json!([ward])),
        ],
    })
}

/// The night as it was, in metres east and north of the Pentagon.
fn night() -> Walk {
    let outside = (-260.0, 100.0);
    let mut walk = Walk::from(CENTRE, ON, (-600.0, 100.0))
        // 19:20 in over the western edge, 19:41 out again.
        .to(clock(19, 19), outside)
        .to(clock(19, 20), (-200.0, 100.0))
        .to(clock(19, 21), (-140.0, 100.0))
        .to_and_fro((-80.0, 100.0), MINUTE, clock(19, 40))
        .to(clock(19, 41), (-200.0, 100.0))
        .to(clock(19, 42), outside)
        .to(clock(19, 55), (-500.0, -300.0))
        .to(clock(20, 9), (-300.0, 190.0))
        .to(clock(20, 10), (-210.0, 160.0));
    // 20:10: for 90 s along the northern edge, five metres outside it; the receiver drifts in and out.
    for (step, drift) in [3.0, -8.0, 5.0, 2.0, -7.0, 4.0, -6.0, 3.0, 5.0].into_iter().enumerate() {
        let at = clock(20, 10) + i64::try_from(step + 1).unwrap() * 10 * SECOND;
        walk = walk.to(at, (-210.0 + 12.0 * (step as f64 + 1.0), 155.0 + drift));
    }
    walk.to(clock(20, 13), (-100.0, 260.0))
        .to(clock(20, 40), (-700.0, 400.0))
        .to(clock(22, 3), (-260.0, 0.0))
        // 22:05 in; 22:23 through the hotspot into the police base, for a sandwich and paper until 01:15.
        .to(clock(22, 4), (-260.0, 0.0))
        .to(clock(22, 5), (-200.0, 0.0))
        .to(clock(22, 6), (-140.0, 0.0))
        .to_and_fro((-90.0, 0.0), MINUTE, clock(22, 22))
        .to(clock(22, 23), (-40.0, 0.0))
        .to(clock(22, 24), (0.0, 0.0))
        .stay(clock(1, 14))
        // 01:15 by car out of the yard, three minutes round the hotspot at 36 km/h, then away.
        .to(clock(1, 15), (40.0, 0.0))
        .to(clock(1, 15) + 14 * SECOND, (180.0, 0.0))
        .to(clock(1, 15) + 28 * SECOND, (180.0, 140.0))
        .to(clock(1, 15) + 64 * SECOND, (-180.0, 140.0))
        .to(clock(1, 15) + 92 * SECOND, (-180.0, -140.0))
        .to(clock(1, 15) + 128 * SECOND, (180.0, -140.0))
        .to(clock(1, 15) + 152 * SECOND, (180.0, 100.0))
        .to(clock(1, 15) + 175 * SECOND, (-50.0, 100.0))
        .to(clock(1, 18), (-50.0, 150.0))
        .to(clock(1, 19), (-50.0, 750.0))
        .to(clock(1, 40), (-900.0, 1_200.0))
        .stay(OFF)
        // The system kills the app at midnight; she notices twelve minutes later.
        .silent(clock(0, 0), clock(0, 12))
}

fn of_mode(spans: &[ModeInterval], mode: TravelMode) -> i64 {
    spans.iter().filter(|span| span.mode == mode).map(|span| span.span.to - span.span.from).sum()
}

fn within_a_minute(told: i64, true_minutes: i64, what: &str) {
    let off = (told - true_minutes * MINUTE).abs();
    assert!(off <= MINUTE, "{what}: told {} s, true {} s", told / 1_000, true_minutes * 60);
}

fn hotspot(result: &PatrolResult) -> &ZoneTime {
    result.zones.iter().find(|zone| zone.code == HOTSPOT).expect("the hotspot was touched")
}

/// The whole night: what the phone said at sign-off, and the force to sync with.
fn worked_night() -> (Force, Phone, PatrolResult) {
    let force = Force::begin();
    force.import_zones(&zones(), IMPORTED);
    let officer = force.add_officer("4711", "NTF Town Centre");
    let mut phone = Phone::found(&force.ticket(officer), ON - 3_600_000);
    phone.sync();

    // From here on there is no signal.
    phone.wait_until(ON);
    phone.sign_on(SignOn::tasked());
    let fixes = night().fixes(ON, OFF, 5 * SECOND, phone.mono(), 6.0);
    let (before, after): (Vec<_>, Vec<_>) = fixes.into_iter().partition(|fix| fix.time < clock(0, 6));
    phone.record(&before);
    phone.killed();
    phone.wait_until(clock(0, 12));
    phone.restarted();
    phone.record(&after);
    let signed_off = phone.sign_off(OFF);
    (force, phone, signed_off.result)
}

#[test]
fn story_e1_the_phone_tells_two_visits_a_car_pass_and_a_gap() {
    let (_force, phone, result) = worked_night();
    let chatham = hotspot(&result);
    within_a_minute(chatham.foot, 39, "foot patrol");
    within_a_minute(chatham.vehicle, 3, "the car ride");
    assert_eq!(chatham.cycle, 0);
    assert_eq!(chatham.dosage_visits, 2, "21 and 18 minutes on foot");
    assert_eq!(chatham.visits, 3, "two on foot, one by car; the edge makes none");
    assert!(chatham.certain <= chatham.foot + chatham.vehicle);
    assert!(chatham.foot + chatham.vehicle <= chatham.possible);
    within_a_minute(result.gap, 12, "the gap");
    assert_eq!(result.quality, Quality::B, "12 min of 8 h is 2.5 %");
    assert!(result.headline().contains("min Chatham High Street"), "{}", result.headline());
    assert!(result.headline().contains("12 min gap"), "{}", result.headline());

    // Off duty, location stops: the core takes nothing more.
    phone.wait_until(OFF + 20 * MINUTE);
    let late = night().fixes(OFF - 5 * SECOND, OFF, 5 * SECOND, phone.mono(), 6.0);
    let refused = phone.book().record_fixes(&late);
    assert_eq!(refused.unwrap_err().code(), "off_duty");
}

#[test]
fn story_e1_the_server_derives_the_same_milliseconds_from_what_was_offline() {
    let (force, phone, result) = worked_night();
    phone.sync();
    let derived = force.derived(Interval { from: ON, to: OFF });
    let [patrol] = derived.as_slice() else { panic!("one patrol, got {}", derived.len()) };
    let area = area(patrol, HOTSPOT);
    let told = hotspot(&result);
    assert_eq!(of_mode(&area.presence, TravelMode::Foot), told.foot);
    assert_eq!(of_mode(&area.presence, TravelMode::Vehicle), told.vehicle);
    assert_eq!(patrol.gaps.iter().map(|gap| gap.to - gap.from).sum::<i64>(), result.gap);
    assert_eq!(patrol.quality, Quality::B);
    let alarms = force.journal();
    let is_alarm = |body: &beatbook_domain::records::server::ServerBody| body.kind() == "alarm_raised";
    assert!(!alarms.iter().any(is_alarm), "phone and server agree");

    // The break in the base and the twelve minutes are in no presence at all.
    let break_time = Interval { from: clock(22, 25), to: clock(1, 13) };
    let in_break = |span: &ModeInterval| span.span.from < break_time.to && break_time.from < span.span.to;
    assert!(!area.presence.iter().any(in_break), "time in the base is not hotspot time");
    let dosage: Vec<_> = area.visits.iter().filter(|visit| visit.foot >= 15 * MINUTE).collect();
    assert_eq!(dosage.len(), 2);
    within_a_minute(dosage[0].span.to - dosage[0].span.from, 21, "the first visit");
    within_a_minute(dosage[1].span.to - dosage[1].span.from, 18, "the second visit");
}

#[test]
fn story_e1_the_supervisor_reads_39_minutes_two_dosage_visits_and_what_is_a_gap() {
    let (force, phone, _) = worked_night();
    let before = force.hours("2025-09-06");
    assert_eq!(row(&before, HOTSPOT)["hours"]["all"]["presence"]["officer"], 0, "nothing is known yet");
    phone.sync();
    // The night belongs to two local days; together they are the whole.
    let report = force.hours("2025-09-06..2025-09-07");
    let hours = &row(&report, HOTSPOT)["hours"];
    let officer = |mode: &str| hours["modes"][mode]["presence"]["officer"].as_i64().unwrap();
    within_a_minute(officer("foot"), 39, "officer-hours on foot");
    within_a_minute(officer("vehicle"), 3, "officer-hours by vehicle");
    assert_eq!(hours["visits"]["dosage"], 2);
    assert_eq!(hours["tracks"]["b"], 1, "quality B");
    within_a_minute(hours["gap"]["officer"].as_i64().unwrap(), 12, "the gap");
    let saturday = force.hours("2025-09-06");
    let sunday = force.hours("2025-09-07");
    for path in ["/hours/all/presence/officer", "/hours/all/certain/officer", "/hours/all/possible/officer"] {
        let told = |report: &serde_json::Value| row(report, HOTSPOT).pointer(path).unwrap().as_i64().unwrap();
        assert_eq!(told(&saturday) + told(&sunday), told(&report), "{path}");
    }
}

fn area<'a>(patrol: &'a PatrolTime, code: &str) -> &'a beatbook_domain::hours::AreaTime {
    patrol.areas.iter().find(|area| area.zone == code).expect("the zone was touched")
}
