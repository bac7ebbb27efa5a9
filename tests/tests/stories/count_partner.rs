//! The independent partner of a count: a close that came too late says so too, and whoever works on the count names the partner
//! before it is verified, so that the label is worked out with it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::CountNews;
use beatbook_domain::records::count::SectorOutcome;
use beatbook_domain::welfare::sleeping::{Age, Gender, Nationality};
use beatbook_tests::count_night::{begin, measured, opened, phone, sector, somebody, tell, words};
use serde_json::{Value, json};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const MAN: (Gender, Age, Nationality) = (Gender::Male, Age::From26, Nationality::Uk);

#[test]
fn a_partner_named_after_the_close_is_counted_and_one_of_a_late_close_is_shown() {
    let (force, id, midnight) = opened(&["1", "2"]);
    let count = id.to_string();
    let run = |verb: &str, who: &str, more: &[&str]| force.command(&words(verb, &count, who, more));
    let refused = |verb: &str, who: &str, more: &[&str]| force.refused(&words(verb, &count, who, more));
    let shown = || force.asked(&words("show", &count, "RSC", &[]), &[]).unwrap();
    let table = || force.asked(&words("table", &count, "RSC", &[]), &[]).unwrap();
    for (team, code) in [("1", "rochester"), ("2", "chatham")] {
        let phone = phone(&force, &format!("L{team}"));
        let part = begin(&phone, id, team, midnight + MINUTE);
        phone.wait_until(midnight + 10 * MINUTE);
        let seen = measured(&phone, somebody(3.0, 0.0, MAN));
        tell(&phone, part, CountNews::Sighted(Box::new(seen)));
        tell(&phone, part, sector(code, SectorOutcome::Visited));
        phone.sync();
    }

    // Two leads close; only the second was with the partner.
    run("close", "L1", &[]);
    let late = refused("close", "L2", &["--partner"]);
    assert_eq!(late.code, "count_closed_already");
    let text = late.text;
    assert!(text.contains("That the independent partner was there is kept"), "{text}");
    assert!(text.contains("`count partner` before the count is verified"), "{text}");
    let without = refused("close", "L2", &[]);
    assert!(!without.text.contains("partner"), "{}", without.text);
    let text = run("show", "RSC", &[]);
    assert_eq!(text.matches("  it said that the independent partner was there\n").count(), 1, "{text}");
    let json = shown();
    let closes: Vec<&Value> = json["review"]["refused"].as_array().unwrap().iter().collect();
    let said = closes.iter().map(|one| (&one["code"], &one["deed"]["act"]["partner"]));
    let code = json!("count_closed_already");
    assert_eq!(said.collect::<Vec<_>>(), [(&code, &json!(true)), (&code, &Value::Null)]);
    assert_eq!(json["partner"], json!({ "there": false, "name": null, "said": null }));
    assert_eq!(table()["label"]["assurance"], "not_fully_assured");

    // Whoever works on the count names them; nobody else does.
    force.add_officer("DPO", "Law");
    force.give_role("DPO", "data_protection_officer");
    for who in ["M1", "DPO"] {
        refused("partner", who, &["Invented Trust"]);
    }
    assert_eq!(refused("partner", "L2", &[" "]).code, "count_act_text");
    run("partner", "L2", &["Invented Trust"]);
    let label = table()["label"].clone();
    assert_eq!(label["assurance"], "assured", "{label}");
    assert_eq!(label["partner"], json!({ "named": { "partner": "Invented Trust" } }));
    let text = run("show", "RSC", &[]);
    assert!(text.contains("the independent partner was there: Invented Trust, said "), "{text}");
    assert!(text.contains("took part: Invented Trust, as was said of the count\n"), "{text}");
    assert_eq!(shown()["partner"]["name"], "Invented Trust");
    let log = force.access_log();
    assert!(
        log.lines().any(|line| line.contains(&format!("count {count} independent partner named"))),
        "{log}"
    );

    // Taken back after it was verified, it is to be verified anew.
    let verify = |table: Value| run("verify", "RSC", &["--figures", table["figures"].as_str().unwrap()]);
    verify(table());
    force.clock.advance(27 * HOUR);
    run("partner", "RSC", &["--not-there"]);
    assert_eq!(table()["label"]["assurance"], "not_fully_assured");
    assert_eq!(refused("submit", "RSC", &[]).code, "count_changed");
    run("partner", "RSC", &["Invented Trust"]);
    run("submit", "RSC", &[]);
    assert_eq!(refused("partner", "RSC", &["--not-there"]).code, "count_submitted_already");
    assert_eq!(table()["label"]["assurance"], "assured");
}

#[test]
fn a_partner_is_named_once_a_count_is_open_and_the_close_takes_nothing_from_it() {
    let (force, id, _) = opened(&["1"]);
    let count = id.to_string();
    let run = |verb: &str, more: &[&str]| force.command(&words(verb, &count, "RSC", more));
    run("partner", &["Invented Trust"]);
    run("close", &["--silent", "rochester=Their phone is lost"]);
    assert!(run("show", &[]).contains("the independent partner was there: Invented Trust"));
    let planned = beatbook_tests::count_night::set(&force, &beatbook_tests::count_night::plan("2025-11-27"));
    let early = force.refused(&words("partner", &planned.to_string(), "RSC", &["Invented Trust"]));
    assert_eq!(early.code, "count_too_soon");
}
