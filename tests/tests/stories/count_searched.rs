//! How much of a sector its team came by: shown beside what was said of it, on the phone from its own track and at the desk
//! over all phones of the team; in per cent, and without a word on the label.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::SignOn;
use beatbook_domain::counts::searched::Searched;
use beatbook_domain::records::count::SectorOutcome;
use beatbook_domain::records::patrol::Duty;
use beatbook_protocol::id::Id;
use beatbook_tests::beat::fix;
use beatbook_tests::count_night::{ARCHES, at, begin, force, phone, plan_of, sector, set, tell, told, words};
use beatbook_tests::force::Force;
use beatbook_tests::phone::Phone;
use beatbook_tests::walk::degrees;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
/// The sector of team 2 begins so many metres east of the Arches; it is 900 m wide and 1,000 m high.
const CHATHAM_M: f64 = -450.0;

/// Walks through all of the sector from west to east, so many metres north of the Arches.
fn crosses(phone: &Phone, north: f64) {
    for step in 0..450 {
        fix(phone, degrees(ARCHES, (CHATHAM_M + f64::from(step) * 2.0, north)), 5.0);
    }
}

fn share(phone: &Phone, part: Id) -> Vec<(String, Searched)> {
    let told = phone.book().count_searched(part).unwrap();
    told.into_iter().map(|one| (one.sector, one.searched)).collect()
}

fn desk(force: &Force, count: Id) -> serde_json::Value {
    force.asked(&words("show", &count.to_string(), "RSC", &[]), &[]).unwrap()["review"].clone()
}

#[test]
fn the_share_of_a_sector_is_of_one_phone_on_the_phone_and_of_the_whole_team_at_the_desk() {
    let midnight = at("2025-11-20T00:00+00:00");
    let force = force(midnight - 20 * HOUR);
    let count = set(&force, &plan_of("2025-11-20", &["2", "5"]));
    force.command(&words("open", &count.to_string(), "RSC", &[]));
    assert_eq!(told(&force), 1, "members know of it by now");
    let [one, independent] = ["L2", "L5"].map(|code| phone(&force, code));
    let ready = |phone: &Phone| {
        phone.wait_until(midnight + MINUTE);
        phone.sign_on(SignOn { duty: Duty::Count, ..SignOn::tasked() });
    };
    ready(&one);
    let own = begin(&one, count, "2", midnight + 2 * MINUTE);
    // Team 5 counts without a patrol: nobody knows where it was.
    let other = begin(&independent, count, "5", midnight + 2 * MINUTE);

    let chatham = |searched| vec![("chatham".to_owned(), searched)];
    assert_eq!(share(&one, own), chatham(Searched::NoTrack), "not a step yet");
    crosses(&one, -200.0);
    let street = chatham(Searched::Share { percent: 10 });
    assert_eq!(share(&one, own), street, "100 m of 1,000, offline and while it goes on");
    tell(&one, own, sector("chatham", SectorOutcome::Visited));
    tell(&independent, other, sector("twydall", SectorOutcome::Visited));
    assert_eq!(share(&independent, other), [("twydall".to_owned(), Searched::NoTrack)]);
    one.sign_off(midnight + HOUR);
    assert!(one.book().count_searched(own).is_err(), "who only helps reads nothing after sign-off");
    one.sync();
    independent.sync();
    let shown = desk(&force, count);
    let at_first = serde_json::json!({ "chatham": { "share": { "percent": 10 } }, "twydall": "no_track" });
    assert_eq!(shown["searched"], at_first);

    // A second phone of the team walks another street: at the desk both count, on each phone its own.
    let second = phone(&force, "M2");
    ready(&second);
    let more = begin(&second, count, "2", midnight + 2 * MINUTE);
    crosses(&second, 200.0);
    assert_eq!(share(&second, more), street);
    second.sign_off(midnight + 2 * HOUR);
    second.sync();
    let label = desk(&force, count)["label"].clone();
    let text = force.command(&words("show", &count.to_string(), "RSC", &[]));
    assert!(text.contains("sector chatham: visited; 20 % within 50 m of the track"), "{text}");
    assert!(text.contains("sector twydall: visited; no track"), "{text}");
    // It is no reason of the label, and tells of no position.
    assert_eq!(label, shown["label"]);
    assert!(!shown["searched"].to_string().contains('.'), "{shown}");
}

#[test]
fn what_lies_outside_the_window_is_not_counted_and_the_distance_is_the_plans() {
    let midnight = at("2025-11-20T00:00+00:00");
    let force = force(midnight - 20 * HOUR);
    let mut plan = plan_of("2025-11-20", &["2", "5"]);
    plan["searched_m"] = 100.into();
    let count = set(&force, &plan);
    let team = phone(&force, "L2");
    team.wait_until(midnight - HOUR);
    team.sign_on(SignOn { duty: Duty::Count, ..SignOn::tasked() });
    crosses(&team, -300.0);
    let part = begin(&team, count, "2", midnight + MINUTE);
    assert_eq!(
        share(&team, part),
        [("chatham".to_owned(), Searched::NoTrack)],
        "before midnight is no count"
    );
    crosses(&team, 0.0);
    assert_eq!(share(&team, part), [("chatham".to_owned(), Searched::Share { percent: 20 })]);
    plan["searched_m"] = 5.into();
    let refused = force.asked(
        &["count", "plan", "plan.json", "--authority", "MDW", "--as", "RSC"],
        plan.to_string().as_bytes(),
    );
    assert!(format!("{refused:?}").contains("plan_searched_m"), "{refused:?}");
}
