//! A night is counted once: a second plan in the same zones is set for a reason alone, nobody is planned in two places, and
//! whoever joins a second count is told that the part of the first is open.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::{CountNews, JoinCount};
use beatbook_tests::count_night::{at, begin, force, opened, phone, plan, plan_of, set, tell, told, words};
use beatbook_tests::force::Force;
use serde_json::{Value, json};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const NIGHT: &str = "2025-11-20";
const PLAN: [&str; 7] = ["count", "plan", "plan.json", "--authority", "MDW", "--as", "RSC"];

fn refused(force: &Force, plan: &Value, more: &[&str]) -> String {
    let refused = force.asked(&[&PLAN[..], more].concat(), plan.to_string().as_bytes()).unwrap_err();
    assert_eq!(refused.code, "count_plan");
    refused.to_string()
}

/// The same plan with other people on its teams.
fn by_others(force: &Force, mut plan: Value) -> Value {
    for team in plan["teams"].as_array_mut().unwrap() {
        let code = format!("X{}", team["code"].as_str().unwrap());
        force.add_officer(&code, "Count");
        force.give_role(&code, "count_volunteer");
        (team["leads"], team["members"]) = (json!([code]), json!([]));
    }
    plan
}

#[test]
fn a_night_is_planned_again_in_the_same_zones_for_a_reason_alone() {
    let (force, first, _) = opened(&["2", "5"]);
    let again = by_others(&force, plan_of(NIGHT, &["1", "2"]));
    let text = refused(&force, &again, &[]);
    assert!(text.contains(&format!("zone Z-chatham is in count {first} of this night already")), "{text}");
    assert!(text.contains("--reason") && text.matches("plan_again").count() == 1, "{text}");
    assert!(refused(&force, &again, &["--reason", " "]).contains("[plan_again]"));
    // Another night, or other zones of this one, are another matter.
    let mut next = again.clone();
    next["night"] = "2025-11-21".into();
    let _ = set(&force, &next);
    let _ = set(&force, &by_others(&force, plan_of(NIGHT, &["3"])));

    let why = "The east of the sector was closed by a fire.";
    let set = force.asked(&[&PLAN[..], &["--reason", why]].concat(), again.to_string().as_bytes()).unwrap();
    let second = set["count"].as_str().unwrap();
    let shown = force.command(&words("show", second, "RSC", &[]));
    let line = format!("counted again in zones that another count of this night has: {why}\n");
    assert!(shown.contains(&line), "{shown}");
    let asked = |who: &str| force.asked(&words("show", second, who, &[]), &[]).unwrap();
    assert_eq!(asked("RSC")["again"], why);
    // That there is another count is for those who answer for counts.
    assert_eq!(asked("X2")["again"], Value::Null);
    assert!(!force.command(&words("show", second, "X2", &[])).contains("counted again"));
    assert!(force.access_log().lines().any(|line| line.contains(why) && line.contains(second)));
    let first = force.asked(&words("show", &first.to_string(), "RSC", &[]), &[]).unwrap();
    assert_eq!(first["again"], Value::Null);
}

#[test]
fn nobody_is_planned_in_two_places_at_once() {
    let force = force(at("2025-11-20T00:00+00:00") - 20 * HOUR);
    let mut twice = plan_of(NIGHT, &["1", "2"]);
    twice["teams"][1]["members"] = json!(["M2", "M1"]);
    let text = refused(&force, &twice, &[]);
    assert!(text.contains("M1 is on team 1 and on team 2: nobody searches in two places"), "{text}");
    assert_eq!(text.matches("plan_officer_twice").count(), 1, "{text}");
    assert!(refused(&force, &twice, &["--reason", "Nobody else is there."]).contains("plan_officer_twice"));

    let first = set(&force, &plan_of(NIGHT, &["1", "2"]));
    let mut elsewhere = plan_of(NIGHT, &["4"]);
    elsewhere["teams"][0]["members"] = json!(["M2"]);
    let reason = ["--reason", "He knows both places."];
    for more in [&[][..], &reason] {
        let text = refused(&force, &elsewhere, more);
        assert!(text.contains(&format!("M2 of team 4 is on team 2 of count {first} at that time")), "{text}");
        assert!(text.contains("[plan_officer_elsewhere]") && !text.contains("plan_again"), "{text}");
    }
    // One count is over when the other begins.
    let mut late = elsewhere.clone();
    late["from"] = "04:30:00".into();
    assert!(refused(&force, &late, &[]).contains("plan_officer_elsewhere"));
    // A plan that was wrong is closed, and another takes its place.
    let count = first.to_string();
    let right = plan_of(NIGHT, &["1", "2"]);
    assert!(refused(&force, &right, &["--reason", "Wrong hours."]).contains("plan_officer_elsewhere"));
    force.command(&words("open", &count, "RSC", &[]));
    let silent = ["--silent", "rochester=Planned anew", "--silent", "chatham=Planned anew"];
    force.command(&words("close", &count, "RSC", &silent));
    let _ = set(&force, &elsewhere);
    let others = by_others(&force, right);
    force.asked(&[&PLAN[..], &["--reason", "Wrong hours."]].concat(), others.to_string().as_bytes()).unwrap();
}

#[test]
fn the_part_of_another_count_that_is_open_is_named_when_a_second_is_joined() {
    let midnight = at("2025-11-20T00:00+00:00");
    let force = force(midnight - 20 * HOUR);
    let mut early = plan_of(NIGHT, &["2"]);
    early["to"] = "02:00:00".into();
    let mut late = plan_of(NIGHT, &["4"]);
    late["from"] = "02:00:00".into();
    late["teams"][0]["members"] = json!(["M2"]);
    let counts = [set(&force, &early), set(&force, &late)];
    assert_eq!(told(&force), 2);
    let phone = phone(&force, "M2");
    let first = begin(&phone, counts[0], "2", midnight + MINUTE);
    phone.wait_until(midnight + 2 * HOUR + MINUTE);
    let join = JoinCount { count: counts[1], team: "4".to_owned(), members: Vec::new(), briefed: true };
    let second = phone.book().join_count(join).unwrap();
    let doubts = || phone.book().tell_count(second, Vec::new()).unwrap().doubts;
    let [doubt] = &doubts()[..] else { panic!("{:?}", doubts()) };
    assert_eq!(doubt.code, "count_another_part_open");
    let remedy = format!("A part of another count is open on this phone: {first}, of team 2.");
    assert!(doubt.remedy.starts_with(&remedy), "{}", doubt.remedy);
    let started = phone.book().tell_count(second, vec![CountNews::Started]).unwrap().doubts;
    assert_eq!(started.len(), 1, "at the start as well");
    tell(&phone, first, CountNews::Ended);
    assert!(doubts().is_empty());
}

#[test]
fn the_part_of_a_count_that_is_long_over_is_in_nobodys_way() {
    let midnight = at("2025-11-20T00:00+00:00");
    let force = force(midnight - 20 * HOUR);
    let first = set(&force, &plan_of(NIGHT, &["2"]));
    assert_eq!(told(&force), 1);
    let phone = phone(&force, "M2");
    // Never ended.
    let _ = begin(&phone, first, "2", midnight + MINUTE);
    let second = set(&force, &plan("2025-11-27"));
    force.clock.advance(6 * 24 * HOUR + 22 * HOUR);
    assert_eq!(told(&force), 1);
    phone.sync();
    phone.wait_until(force.clock.now());
    let part = begin(&phone, second, "2", midnight + 7 * 24 * HOUR + MINUTE);
    assert_eq!(phone.book().tell_count(part, Vec::new()).unwrap().doubts, []);
}
