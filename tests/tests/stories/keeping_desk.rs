//! What the desk alone tells of has its time as well: marks a year, grants with their disclosures and broken glass six.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_domain::calendar::local_date;
use beatbook_domain::law::clocks::days_following;
use beatbook_domain::records::patrol::Duty;
use beatbook_domain::welfare::consent::Answer;
use beatbook_domain::welfare::sleeping::SleepingState;
use beatbook_tests::force::Force;
use beatbook_tests::keeping::{days_pass, keep, keeper, run, tried};
use beatbook_tests::outreach::{consent, danger, meets, person, phone, town};
use beatbook_tests::pages::server_holds;
use serde_json::Value;

fn at_desk(force: &Force, words: &[&str], reader: &str) -> Value {
    force.asked(&[&["welfare"], words, &["--authority", "MDW", "--as", reader]].concat(), &[]).unwrap()
}

fn days_on(force: &Force, days: u32) -> String {
    days_following(local_date(force.clock.now()).unwrap(), days).unwrap().to_string()
}

#[test]
fn marks_go_a_year_after_their_last_day_and_grants_with_their_disclosures_and_broken_glass_after_six() {
    let mut force = town();
    keeper(&force);
    force.add_officer("P-1", "Porchlight");
    force.give_role("P-1", "commissioned_partner");
    let worker = phone(&force, "O-12", Duty::Outreach);
    let whom = person(Some(("Persephone", "Quillfeather")), SleepingState::BeddedDown);
    let record = meets(&worker, 0.0, whom);
    worker.book().tell_welfare(record, vec![danger(false, None), consent(Answer::Given)]).unwrap();
    worker.sync();
    let record = record.to_string();
    let mark = ["consult-first", &record, "--until", &days_on(&force, 30), "--ring", "01634 731731"];
    at_desk(&force, &mark, "C-1");
    let terms = ["--with", "Porchlight", "--agreement", "ISA-ZEBEDEE", "--purpose", "support"];
    let until = days_on(&force, 30);
    let share = [&["share", "add", &record], &terms[..], &["--until", &until, "--field", "people"]].concat();
    let grant = at_desk(&force, &share, "C-1")["grant"].as_str().unwrap().to_owned();
    at_desk(&force, &["show", &record], "P-1");
    let shown = keep(&force, &["keeping", "show", &grant]);
    let lines = shown["desk"].as_array().unwrap();
    assert!(lines.iter().any(|line| line["body"] == "here"), "{shown}");
    let glass = ["break-glass", "--cause", "missing-person", "--reason", "MISPER ZUGZWANG"];
    at_desk(&force, &glass, "4711");

    // A grant says to whom something went: it is not erased because somebody asks.
    assert_eq!(tried(&force, &["keeping", "erase", &grant]), Err("unknown_record".to_owned()));
    days_pass(&force, 390);
    assert_eq!(run(&force)["consult_mark"], Value::Null);
    days_pass(&force, 10);
    assert_eq!(run(&force)["consult_mark"], 1);
    assert!(!server_holds(&mut force, "01634 731731"));
    days_pass(&force, 5 * 365 + 200);
    let run = run(&force);
    assert_eq!((&run["grant"], &run["glass"]), (&1.into(), &1.into()), "{run}");
    for gone in ["ISA-ZEBEDEE", "MISPER ZUGZWANG"] {
        assert!(!server_holds(&mut force, gone), "{gone}");
    }
    let disclosed = keep(&force, &["welfare", "share", "disclosures"]);
    assert_eq!(disclosed["rows"], serde_json::json!([]));
    force.command(&["verify"]);
}
