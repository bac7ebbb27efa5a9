//! Who an encounter is about, told bit by bit: a person, a company, and the paper that names them.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should stop")]

use crate::council::{Council, today};
use crate::program::Phone;

use beatbook_domain::law::clocks::days_following;
use serde_json::{Value, json};

fn begun() -> Phone {
    let phone = Phone::enrolled();
    phone.does(&["encounter", "begin", "--place", "51.38,0.52"]);
    phone
}

fn person(phone: &Phone, words: &[&str]) {
    phone.does(&[&["encounter", "person"], words].concat());
}

/// What is known of the first person.
fn details(phone: &Phone) -> Value {
    phone.json(&["encounter", "show", "--json"])["story"]["people"]["1"]["known"]["details"].clone()
}

#[test]
fn what_is_left_out_stays_as_it_was() {
    let phone = begun();
    let first = ["--name", "Stay Put", "--born", "1990-05-01", "--address", "27 Example Road"];
    person(&phone, &[&first[..], &["--address", "Chatham", "--asked-under", "s50", "--doubted"]].concat());
    person(&phone, &["--name", "Stay Put Jr"]);
    let mut known = json!({ "person": {
        "name": "Stay Put Jr", "address": ["27 Example Road", "Chatham"], "born": "1990-05-01", "basis": "s50",
        "believed": false,
    } });
    assert_eq!(details(&phone), known);
    // One thing alone, without the name once more.
    person(&phone, &["--address", "3 Other Street"]);
    known["person"]["address"] = json!(["3 Other Street"]);
    assert_eq!(details(&phone), known);
    person(&phone, &["--born", "1991-06-02", "--believed"]);
    known["person"]["born"] = "1991-06-02".into();
    known["person"]["believed"] = true.into();
    assert_eq!(details(&phone), known);
    person(&phone, &["--looks", "adult"]);
    assert_eq!(details(&phone), known);
    // Whoever would not say at first may say later; nothing is made up for them.
    person(&phone, &["--details-refused"]);
    person(&phone, &["--name", "Stay Put"]);
    let anew = json!({ "name": "Stay Put", "address": [], "basis": "volunteered", "believed": true });
    assert_eq!(details(&phone), json!({ "person": anew }));
}

#[test]
fn an_address_of_nobody_asks_for_the_name_first() {
    let phone = begun();
    let (exit, said) = phone.refuses(&["encounter", "person", "--address", "27 Example Road"]);
    assert!(exit == 4 && said.contains("[name_first]") && said.contains("--body"), "{exit} {said}");
    assert_eq!(phone.refuses(&["encounter", "person", "--body", "Example Ltd", "--born", "1990-05-01"]).0, 2);
}

#[test]
fn a_company_keeps_its_office_when_its_name_is_put_right() {
    let phone = begun();
    person(&phone, &["--body", "Exampel Ltd", "--address", "1 Quay", "--address", "Chatham"]);
    person(&phone, &["--body", "Example Ltd"]);
    assert_eq!(
        details(&phone),
        json!({ "body": { "name": "Example Ltd", "address": ["1 Quay", "Chatham"] } })
    );
    person(&phone, &["--address", "2 Quay"]);
    assert_eq!(details(&phone), json!({ "body": { "name": "Example Ltd", "address": ["2 Quay"] } }));
}

#[test]
fn a_company_gets_a_penalty_and_a_warning_on_paper() {
    let council = Council::officer();
    let phone = &council.phone;
    phone.does(&["encounter", "begin", "--place", "51.38,0.52"]);
    person(phone, &["--body", "Example Waste Ltd", "--address", "1 Quay", "--address", "Chatham"]);
    phone.does(&["encounter", "saw", "WDOC", "No transfer notes."]);
    phone.does(&["encounter", "saw", "untidy_land", "Torn bags and rats."]);
    for step in [&["cautioned", "2025-1"][..], &["excuse", "None."], &["understood"]] {
        phone.does(&[&["encounter", "step"], step].concat());
    }
    let until = days_following(today(), 14).unwrap().to_string();
    let notes = "Could show no transfer notes for the waste in the yard within the time that was set.";
    let penalty =
        ["penalty", "--offence", "WDOC", "--six", "yes", "--place", "1 Quay", "--particulars", notes];
    let warning = [
        &["cpw", "--conduct", "untidy_land", "--effect", "Smell and rats.", "--persistent", "Every week."][..],
        &["--unreasonable", "Bins were given.", "--stop", "leaving waste in the yard", "--until", &until],
        &["--place", "1 Quay", "--particulars", "Bags of waste all over the yard, torn open by rats."],
    ];
    for words in [&penalty[..], &warning.concat()] {
        let issued = phone.json(&[&["notice", "issue"], words, &["--service", "post", "--json"]].concat());
        let number = issued["number"].as_str().unwrap_or_else(|| panic!("{issued}"));
        let out = phone.folder.path().join(format!("{number}.html"));
        phone.does(&["notice", "print", number, "--out", &out.display().to_string()]);
        let paper = std::fs::read_to_string(out).unwrap();
        for said in [number, "Example Waste Ltd", "1 Quay"] {
            assert!(paper.contains(said), "{said}: {paper}");
        }
    }
}

#[test]
fn an_encounter_is_shown_whole_and_listed_in_few_lines() {
    let phone = begun();
    let told = |words: &[&str]| drop(phone.does(&[&["encounter"], words].concat()));
    person(&phone, &["--name", "Sam Example", "--born", "1990-05-01", "--address", "27 Example Road"]);
    told(&["vehicle", "--kind", "car", "--plate", "AB12 CDE", "--colour", "blue", "--driver", "1"]);
    told(&["saw", "NV-5", "Revved the engine at people who pass.", "--vehicle", "1"]);
    told(&["step", "engaged", "Good evening."]);
    told(&["step", "cautioned", "1"]);
    told(&["step", "excuse", ""]);
    told(&["step", "required", "Stop drinking, please.", "--belief", "An open can.", "--offence-told"]);
    told(&["step", "refused", "No chance."]);
    told(&["step", "comment", "It is only a beer.", "--offered"]);
    told(&["add", "witness", "Wendy Witness", "--statement"]);
    told(&["end", "warning", "--text", "Spoken to"]);
    let shown = phone.does(&["encounter", "show"]);
    for line in [
        "  here: 51.38000, 0.52000, good to ",
        "  NV-5: Revved the engine at people who pass.  [",
        ", person 1, vehicle 1]\n",
        "  person 1: refused\n    Sam Example, 27 Example Road, born 1990-05-01 (volunteered)\n    ended: warning: Spoken to\n",
        "  vehicle 1: car, AB12 CDE, blue, driven by person 1\n",
        ", person 1: spoken to: \"Good evening.\"\n",
        ", person 1: cautioned, version 1\n",
        ", person 1: asked for a reasonable excuse: no answer\n",
        ", person 1: required: \"Stop drinking, please.\"; believed because: An open can.; told that failing is an offence\n",
        ", person 1: refused: \"No chance.\"\n",
        ", person 1: said unprompted: \"It is only a beer.\"; offered to sign, not signed\n",
        "  witness: Wendy Witness, gave a statement\n",
    ] {
        assert!(shown.contains(line), "{line}: {shown}");
    }
    assert!(shown.contains("\n  1. ") && shown.contains("\n  6. "), "steps in order: {shown}");
    let listed = phone.does(&["encounter", "list"]);
    let lines: Vec<&str> = listed.lines().skip(1).collect();
    let expected =
        ["  NV-5: Revved the engine at people who pass.", "  person 1: refused; ended: warning: Spoken to"];
    assert_eq!(lines, expected);
}
