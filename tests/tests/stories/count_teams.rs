//! Teams of a count as they are planned and as phones join: a slip in a code takes nothing from who is who, and whoever was not
//! heard is named.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::{CountNews, JoinCount, Sighted};
use beatbook_domain::records::count::SectorOutcome;
use beatbook_domain::welfare::sleeping::{Age, Gender, Nationality};
use beatbook_protocol::id::Id;
use beatbook_tests::count_night::{
    at, begin, force, initialled, opened, phone, plan, plan_of, sector, set, somebody, tell, words,
};
use beatbook_tests::phone::Phone;
use serde_json::Value;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

fn man(east: f64) -> Sighted {
    initialled(somebody(east, 0.0, (Gender::Male, Age::From26, Nationality::Uk)), "JD", Some("1970-01-01"))
}

#[test]
fn a_mistyped_team_agrees_on_nobody_alone_and_is_named() {
    let (force, id, midnight) = opened(&["2", "5"]);
    let count = id.to_string();
    let run = |verb: &str, who: &str, more: &[&str]| force.command(&words(verb, &count, who, more));
    let [two, five] = ["M2", "L5"].map(|code| phone(&force, code));
    // Team 2, by a slip.
    let part = begin(&two, id, "22", midnight + MINUTE);
    tell(&two, part, CountNews::Sighted(Box::new(man(10.0))));
    tell(&two, part, sector("chatham", SectorOutcome::Visited));
    let other = begin(&five, id, "5", midnight + MINUTE);
    tell(&five, other, CountNews::Sighted(Box::new(man(15.0))));
    tell(&five, other, sector("twydall", SectorOutcome::Visited));
    two.sync();
    five.sync();
    let shown = run("show", "RSC", &[]);
    assert!(shown.contains("a phone of it joined as team 22, which the plan does not have"), "{shown}");
    assert!(shown.contains("no phone heard of: L2") && shown.contains("no phone heard of: M5"), "{shown}");
    // Two of team 2 are one voice, whatever was typed: somebody of neither team has to agree.
    let pairs = force.asked(&words("proposals", &count, "RSC", &[]), &[]).unwrap();
    let pair = pairs["pairs"][0]["pair"].as_str().map(str::to_owned);
    let pair = pair.unwrap_or_else(|| run("proposals", "RSC", &[]).lines().next().unwrap().trim().to_owned());
    run("decide", "L2", &[&pair, "same"]);
    let decided = run("decide", "L5", &[&pair, "same"]);
    assert!(decided.contains("neither team"), "{decided}");
    let distinct = |table: &Value| table["check"]["distinct"].clone();
    let table = force.asked(&words("table", &count, "RSC", &[]), &[]).unwrap();
    assert_eq!(distinct(&table), 2, "{table}");
    assert!(run("decide", "RSC", &[&pair, "same"]).contains("one person"));
}

#[test]
fn a_mistaken_join_silences_nobody_of_the_team_that_was_joined() {
    let (force, id, midnight) = opened(&["2", "5"]);
    let count = id.to_string();
    let run = |verb: &str, who: &str, more: &[&str]| force.command(&words(verb, &count, who, more));
    let [member, lead] = ["M2", "L2"].map(|code| phone(&force, code));
    // Team 5 by mistake, then the own one.
    let wrong = JoinCount { count: id, team: "5".to_owned(), members: Vec::new(), briefed: false };
    let wrong = member.book().join_count(wrong).unwrap();
    tell(&member, wrong, CountNews::Ended);
    let right = begin(&member, id, "2", midnight + MINUTE);
    tell(&member, right, CountNews::Sighted(Box::new(man(10.0))));
    let other = begin(&lead, id, "2", midnight + MINUTE);
    tell(&lead, other, CountNews::Sighted(Box::new(man(15.0))));
    member.sync();
    lead.sync();
    let shown = run("show", "RSC", &[]);
    let look = "LOOK: a phone of it is of M2: not on its list, but on that of team 2";
    assert!(shown.contains(look), "{shown}");

    let of = |phone: &Phone, part: Id| format!("{}/{part}/1", phone.book().notebook());
    let pair = format!("{}+{}", of(&member, right), of(&lead, other));
    let waits = run("decide", "L2", &[&pair, "same"]);
    assert!(waits.contains("one person, says L2 of team 2: somebody from neither team"), "{waits}");
    let agreed = run("decide", "L5", &[&pair, "same"]);
    assert!(agreed.contains("one person, agreed by L2, L5"), "{agreed}");
}

#[test]
fn what_the_label_would_be_now_is_said_beside_the_one_that_was_sent() {
    let (force, id, midnight) = opened(&["2", "5"]);
    let count = id.to_string();
    let run = |verb: &str, more: &[&str]| force.command(&words(verb, &count, "RSC", more));
    let [two, five, early] = ["L2", "L5", "M5"].map(|code| phone(&force, code));
    let hasty = begin(&early, id, "5", midnight - 6 * MINUTE);
    let part = begin(&two, id, "2", midnight + MINUTE);
    tell(&two, part, CountNews::Sighted(Box::new(man(10.0))));
    tell(&two, part, sector("chatham", SectorOutcome::Visited));
    let other = begin(&five, id, "5", midnight + MINUTE);
    tell(&five, other, sector("twydall", SectorOutcome::Visited));
    two.sync();
    five.sync();
    run("close", &[]);
    let asked = || force.asked(&words("table", &count, "RSC", &[]), &[]).unwrap();
    let figures = asked()["figures"].as_str().unwrap().to_owned();
    run("verify", &["--figures", &figures]);
    force.clock.advance(27 * HOUR);
    run("submit", &[]);
    assert_eq!(asked()["now"], Value::Null);
    tell(&early, hasty, CountNews::Ended);
    early.sync();
    let after = asked();
    assert_ne!(after["now"]["label"], after["label"], "{after}");
    let reason = "before midnight";
    let (text, csv) = (run("table", &[]), run("table", &["--csv"]));
    let now = text.split("now they would be").nth(1).unwrap();
    assert!(now.contains(reason), "{text}");
    assert!(csv.lines().any(|line| line.contains("now reason: ") && line.contains(reason)), "{csv}");
}

#[test]
fn whoever_may_not_take_part_leads_no_team() {
    let midnight = at("2025-11-20T00:00+00:00");
    let force = force(midnight - 20 * HOUR);
    force.add_officer("EO", "Contract");
    force.give_role("EO", "contractor");
    force.add_officer("ZZ", "Nobody");
    let mut wrong = plan("2025-11-20");
    wrong["teams"][0]["leads"] = serde_json::json!(["EO", "ZZ"]);
    let words_of = ["count", "plan", "plan.json", "--authority", "MDW", "--as", "RSC"];
    let refused = force.asked(&words_of, wrong.to_string().as_bytes()).unwrap_err();
    assert_eq!(refused.code, "count_plan");
    let text = refused.to_string();
    assert_eq!(text.matches("plan_lead_role").count(), 2, "{text}");
    // A role that ends takes the count with it, at the desk as on the phone.
    let id = set(&force, &plan_of("2025-11-20", &["2", "5"]));
    let count = id.to_string();
    assert!(force.command(&words("show", &count, "L2", &[])).contains("team 2"));
    let end = ["officer", "role", "end", "--authority", "MDW", "--code", "L2", "--role", "count_volunteer"];
    force.command(&end);
    force.clock.advance(24 * HOUR);
    for verb in ["show", "open"] {
        assert_eq!(force.refused(&words(verb, &count, "L2", &[])).code, "no_such_count", "{verb}");
    }
    force.command(&words("open", &count, "RSC", &[]));
}

#[test]
fn whoever_may_not_take_part_is_on_no_team_either() {
    let midnight = at("2025-11-20T00:00+00:00");
    let force = force(midnight - 20 * HOUR);
    let roles = ["contractor", "analyst", "community_safety_manager", "police_supervisor"];
    let others: Vec<String> = (1..=roles.len()).map(|number| format!("X{number}")).collect();
    for (code, role) in others.iter().zip(roles) {
        force.add_officer(code, "Other");
        force.give_role(code, role);
    }
    let words_of = ["count", "plan", "plan.json", "--authority", "MDW", "--as", "RSC"];
    let mut wrong = plan("2025-11-20");
    wrong["teams"][0]["members"] = serde_json::json!(["M1", "X1", "X2", "X3", "X4"]);
    // Beside a lead of the same sort, and somebody nobody knows: all of it is told at once.
    wrong["teams"][1]["leads"] = serde_json::json!(["X1"]);
    wrong["teams"][1]["members"] = serde_json::json!(["X1", "M-99"]);
    let text = force.asked(&words_of, wrong.to_string().as_bytes()).unwrap_err().to_string();
    for code in &others {
        let line = format!("{code} of team 1 has no role that takes part in counts");
        assert!(text.contains(&line), "{line}: {text}");
    }
    let told = ["plan_member_role", "plan_lead_role", "plan_unknown_officer"]
        .map(|code| text.matches(&format!("[{code}]")).count());
    assert_eq!(told, [4, 1, 1], "{text}");
    // With a role that counts the same officer is taken.
    force.give_role("X1", "count_volunteer");
    let mut right = plan("2025-11-20");
    right["teams"][0]["members"] = serde_json::json!(["M1", "X1"]);
    let _ = set(&force, &right);
}
