//! A visit to premises at the command line: what it came to, corrected.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should stop")]

use crate::program::Phone;
use crate::support::server::{keep, keeper};

#[test]
fn what_was_not_told_is_said_with_the_words_there_are() {
    let phone = Phone::enrolled();
    let visit = |more: &[&str]| {
        let words = ["premises", "visit", "Cloud Nine", "--place", "51.3755,0.5350"];
        let (status, said) = phone.refuses(&[&words[..], more].concat());
        assert_eq!(status, 4, "{said}");
        said
    };
    let said = visit(&["--why", "routine"]);
    for words in ["[premises_kind]", "what kind of premises", "vape_shop"] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let said = visit(&["--kind", "vape-shop"]);
    for words in ["[premises_why]", "why they were visited", "test_purchase"] {
        assert!(said.contains(words), "{words}: {said}");
    }
    // A word that was told and is none stays that.
    assert!(visit(&["--kind", "castle", "--why", "routine"]).contains("no such word"));
    let (_, said) = phone.refuses(&["premises", "visit", "--kind", "vape-shop", "--why", "routine"]);
    assert!(said.contains("[premises_text]") && said.contains("name"), "{said}");
}

#[test]
fn a_defect_that_goods_were_seized_for_is_one_of_the_visit() {
    let phone = Phone::enrolled();
    let words = ["premises", "visit", "Cloud Nine", "--kind", "vape-shop", "--why", "routine"];
    phone.does(&[&words[..], &["--place", "51.3755,0.5350"]].concat());
    phone.does(&["premises", "defect", "labelling", "--things", "12"]);
    phone.does(&["premises", "seize", "Vapes", "--quantity", "40", "--defect", "nicotine-over-limit"]);
    let shown = phone.does(&["premises", "show"]);
    let defects: Vec<&str> = shown.lines().filter(|line| line.starts_with("  defect ")).collect();
    assert_eq!(defects, ["  defect labelling, 12 things", "  defect nicotine_over_limit, told with item 1"]);
    let codes = &phone.json(&["premises", "show", "--json"])["defect_codes"];
    assert_eq!(*codes, serde_json::json!(["labelling", "nicotine_over_limit"]));
}

#[test]
fn a_day_to_come_again_leaves_what_else_a_visit_came_to() {
    let (phone, server) = (Phone::new(), keep(&keeper()));
    phone.does(&["enrol", &server.ticket().to_text().unwrap()]);
    let visit = [
        "premises",
        "visit",
        "Cloud Nine",
        "--kind",
        "vape-shop",
        "--why",
        "intelligence",
        "--place",
        "51.3755,0.5350",
    ];
    phone.does(&[&visit[..], &["--outcome", "seizure", "--referred-to", "Trading standards"]].concat());
    let correct =
        |more: &[&str]| phone.does(&[&["premises", "correct", "--because", "Agreed"], more].concat());
    let came_to = || {
        let shown = phone.does(&["premises", "show"]);
        ["seizure", "Trading standards", "2030-01-02", "2030-02-03", "advice"]
            .map(|word| shown.contains(word))
    };
    correct(&["--follow-up", "2030-01-02"]);
    assert_eq!(came_to(), [true, true, true, false, false]);
    correct(&["--follow-up", "2030-02-03"]);
    assert_eq!(came_to(), [true, true, false, true, false], "the former day is replaced");
    correct(&["--outcome", "advice"]);
    assert_eq!(came_to(), [false, false, false, false, true], "told anew it is all there is");
}
