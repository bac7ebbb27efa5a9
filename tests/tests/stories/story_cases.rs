//! A case of the community safety team: opened, records linked, closed, and counted; who may not read a record is not told of it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_domain::records::patrol::Duty;
use beatbook_tests::beat::fix;
use beatbook_tests::encampment::{comes_upon, visit};
use beatbook_tests::engagement::{RIVER, phone, records, refused, told, town, what};
use beatbook_tests::force::Force;
use beatbook_tests::outreach::{self, meets_at};
use serde_json::Value;

fn case(force: &Force, words: &[&str]) -> Value {
    told(force, &[&["case"], words, &["--case", "CST 12/25"]].concat(), "M-1")
}

fn refusal(force: &Force, words: &[&str], reader: &str) -> String {
    refused(force, &[&["case"], words].concat(), reader)
}

#[test]
fn story_cases_from_open_to_the_years_table() {
    let force = town();
    let officer = phone(&force, "4711", None);
    fix(&officer, RIVER, 5.0);
    let met = records(&officer, what(None, Some("walk_and_talk"))).to_string();
    let checked = meets_at(
        &officer,
        RIVER,
        outreach::person(None, beatbook_domain::welfare::sleeping::SleepingState::BeddedDown),
    );
    let checked = checked.to_string();
    officer.sync();
    let worker = outreach::phone(&force, "O-12", Duty::Outreach);
    fix(&worker, RIVER, 5.0);
    let talked = records(&worker, what(None, Some("walk_and_talk"))).to_string();
    worker.sync();

    assert_eq!(refusal(&force, &["open", "CST 12/25", "--kind", "pspo"], "4711"), "not_allowed");
    assert_eq!(refusal(&force, &["open", "CST 12/25", "--kind", "robbery"], "M-1"), "case_kind");
    let open = [
        "case",
        "open",
        "CST 12/25",
        "--kind",
        "reassurance",
        "--on",
        "2025-05-10",
        "--about",
        "The bandstand",
    ];
    told(&force, &open, "M-1");
    assert_eq!(refusal(&force, &["open", "cst 12/25", "--kind", "pspo"], "M-1"), "case_number_taken");
    case(&force, &["link", &met]);
    // Whatever its blanks and capitals, it is one number.
    let again = ["open", "cst12/25", "--kind", "pspo"];
    assert_eq!(refusal(&force, &again, "M-1"), "case_number_taken");
    assert_eq!(refusal(&force, &["link", &met, "--case", "cst12/25"], "M-1"), "case_linked_already");
    assert_eq!(refusal(&force, &["link", &met, "--case", "CST 12/25"], "M-1"), "case_linked_already");
    // The manager may know that there is a welfare record, and no more: it cannot be linked by this desk.
    assert_eq!(refusal(&force, &["link", &checked, "--case", "CST 12/25"], "M-1"), "unknown_record");
    // Nor can what was told on outreach, whatever it is.
    assert_eq!(refusal(&force, &["link", &talked, "--case", "CST 12/25"], "M-1"), "unknown_record");
    assert_eq!(refusal(&force, &["link", "MDW-A7-000118-M", "--case", "CST 12/25"], "M-1"), "unknown_record");
    assert_eq!(refusal(&force, &["link", &met, "--case", "CST 99/25"], "M-1"), "case_unknown");
    // What somebody told on the beat stays known when outreach tells of it, too.
    let land = comes_upon(&officer, "The lower car park");
    officer.sync();
    case(&force, &["link", &land.to_string()]);
    worker.book().tell_encampment(land, vec![visit(1, &[])], None).unwrap();
    worker.sync();
    assert_eq!(case(&force, &["show"])["links"].as_array().unwrap().len(), 2);
    case(&force, &["unlink", &land.to_string()]);
    case(&force, &["refer", "cad", "25-1188"]);
    let shown = case(&force, &["show"]);
    assert_eq!(shown["links"].as_array().unwrap().len(), 1, "{shown}");
    assert_eq!(shown["links"][0]["kind"], "engagement");
    assert_eq!(shown["references"][0]["system"], "cad");
    let show = ["case", "show", "--case", "CST 12/25", "--csv"];
    let csv = format!("what,kind,id\r\nrecord,engagement,{met}\r\nreference,cad,25-1188\r\n");
    assert_eq!(beatbook_tests::engagement::shown(&force, &show, "M-1"), csv);

    assert_eq!(refusal(&force, &["close", "--outcome", "won", "--case", "CST 12/25"], "M-1"), "case_outcome");
    case(&force, &["close", "--outcome", "resolved", "--on", "2025-06-01"]);
    assert_eq!(refusal(&force, &["unlink", &met, "--case", "CST 12/25"], "M-1"), "case_closed_already");
    case(&force, &["reopen", "--why", "They are back"]);
    case(&force, &["unlink", &met]);
    case(&force, &["lead", "--to", "S-9"]);
    // Who leads it keeps it; whoever answers for welfare says which of its records belong to it, and sees nothing of the rest.
    force.add_officer("5990", "NTF");
    force.give_role("5990", "constable");
    let about = ["--case", "CST 12/25"];
    let show = [&["show"], &about[..]].concat();
    assert_eq!(refusal(&force, &show, "5990"), "not_allowed");
    case(&force, &["lead", "--to", "5990"]);
    assert_eq!(told(&force, &[&["case"], &show[..]].concat(), "5990")["lead"], "5990");
    force.add_officer("C-90", "Housing");
    force.give_role("C-90", "rough_sleeping_coordinator");
    assert_eq!(refusal(&force, &show, "C-90"), "not_allowed");
    told(&force, &[&["case", "link", &checked], &about[..]].concat(), "C-90");
    told(&force, &[&["case", "link", &talked], &about[..]].concat(), "C-90");
    assert_eq!(
        case(&force, &["show"])["links"].as_array().unwrap().len(),
        0,
        "the manager is not told of it"
    );
    case(&force, &["lead", "--to", "S-9"]);
    assert_eq!(
        refusal(
            &force,
            &["close", "--outcome", "enforced", "--on", "2199-01-01", "--case", "CST 12/25"],
            "M-1"
        ),
        "case_day_to_come"
    );
    case(&force, &["close", "--outcome", "enforced", "--on", "2025-07-01"]);

    let year = told(&force, &["case", "table", "--period", "2025"], "M-1");
    assert!(
        year["check"].as_str().unwrap().ends_with("0 open before + 1 opened = 1 closed + 0 open after"),
        "{year}"
    );
    // As it may be published one case is too few.
    let public = told(&force, &["case", "table", "--period", "2025", "--public"], "M-1");
    let rows = public["rows"].as_array().unwrap();
    let total = rows.last().unwrap();
    assert_eq!((&total["opened"], &total["closed"]), (&"c".into(), &"c".into()), "{public}");
    assert!(rows.iter().all(|row| row["opened"] == "c") && public.get("check").is_none(), "{public}");
    // A sergeant of one team does not count the whole authority's; the list is for those who lead.
    assert_eq!(refusal(&force, &["table", "--period", "2025"], "S-9"), "not_allowed");
    assert_eq!(told(&force, &["case", "list"], "S-9")["rows"][0]["lead"], "S-9");
    assert_eq!(told(&force, &["case", "list", "--open"], "S-9")["rows"].as_array().unwrap().len(), 0);
}
