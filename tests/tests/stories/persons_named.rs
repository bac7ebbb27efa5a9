//! Somebody asks what is kept about them who is named in an officer's words alone, among those directed to leave land or as a
//! witness: they are found, and nobody is handed the others' names.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::Path;

use beatbook_device::{
    BeginEncounter, EncampmentNews, EncounterNews, NoticeAbout, NoticeAsked, NoticeNews, NoticeView,
};
use beatbook_domain::records::encounter::Detail;
use beatbook_domain::records::encounter::steps::Step;
use beatbook_protocol::id::Id;
use beatbook_tests::beat::{adult, issued};
use beatbook_tests::bundles::{bundle, faults, text};
use beatbook_tests::encampment::{LAND, checked, council, direction, reported, safety_officer, visit};
use beatbook_tests::force::Force;
use beatbook_tests::phone::Phone;
use serde_json::Value;

const BORN: &str = "1990-05-01";
const ANNA: &str = "Anna Firsty";
const BOB: &str = "Bob Secondy";
/// Named, and not met.
const CID: &str = "Cid Thirdly";
const NOBODY: &str = "The people directed";

/// A town, and an officer of it who has told an encampment of a complete check.
fn cared_for() -> (Force, Phone, Id) {
    let force = council();
    let phone = safety_officer(&force, "2201");
    let camp = reported(&force, LAND);
    phone.sync();
    phone.book().tell_encampment(camp, vec![visit(8, &[])], None).unwrap();
    let check = checked(&phone, None);
    phone.book().tell_encampment(camp, vec![EncampmentNews::Welfare { check }], None).unwrap();
    (force, phone, check)
}

/// An encounter with Anna and Bob.
fn met_both(phone: &Phone) -> Id {
    let encounter = phone.book().begin_encounter(BeginEncounter::here()).unwrap();
    let both = [(1, ANNA), (2, BOB)];
    let news = both.map(|(person, name)| EncounterNews::Person { person, known: adult(name) });
    phone.book().tell_encounter(encounter, news.to_vec()).unwrap();
    encounter
}

/// A direction in an encounter with both, to these people alone.
fn directed(phone: &Phone, who: &[&str], check: Option<Id>) -> NoticeAsked {
    let mut asked = direction(phone, met_both(phone), LAND, check);
    let NoticeAbout::S77Direction(about) = &mut asked.about else { panic!("a direction") };
    about.people = who.iter().map(|name| (*name).to_owned()).collect();
    about.all_persons = false;
    asked
}

/// One that is issued to Anna, Bob and Cid.
fn to_three() -> (Force, Phone, NoticeView) {
    let (force, phone, check) = cared_for();
    let notice = issued(&phone, &directed(&phone, &[ANNA, BOB, "Cid Thirdly, green van"], Some(check)));
    phone.sync();
    (force, phone, notice)
}

fn person(force: &Force, words: &[&str], name: &str) -> Value {
    let (given, family) = name.split_once(' ').unwrap();
    let whom = ["--given", given, "--family", family, "--born", BORN];
    let who = ["--authority", "MDW", "--as", "D-1", "--reason", "request SAR-77"];
    force.asked(&[&["person"], words, &whom, &who].concat(), &[]).unwrap()
}

/// What is found of somebody: what it is, and whether that is sure.
fn found(force: &Force, name: &str) -> Vec<(String, String)> {
    let listed = person(force, &["find"], name);
    let word = |row: &Value, field: &str| row[field].as_str().unwrap().to_owned();
    let rows = listed["rows"].as_array().unwrap().iter();
    let mut rows: Vec<(String, String)> = rows.map(|row| (word(row, "kind"), word(row, "sure"))).collect();
    rows.sort();
    rows
}

fn rows<const N: usize>(rows: [(&str, &str); N]) -> Vec<(String, String)> {
    rows.map(|(kind, sure)| (kind.to_owned(), sure.to_owned())).to_vec()
}

/// All that somebody is handed.
fn exported(force: &Force, name: &str) -> String {
    let out = force.folder().join(name.replace(' ', "-"));
    person(force, &["export", "--out", out.to_str().unwrap()], name);
    whole(&out)
}

/// Every file of a folder.
fn whole(folder: &Path) -> String {
    let files = std::fs::read_dir(folder).unwrap();
    let read = |file: std::fs::DirEntry| std::fs::read(file.path()).unwrap();
    files.map(|file| String::from_utf8_lossy(&read(file.unwrap())).into_owned()).collect()
}

const SURE: &str = "yes";
const PERHAPS: &str = "perhaps: compare";

#[test]
fn one_of_several_who_were_directed_is_found_and_handed_nobody_elses_name() {
    let (force, ..) = to_three();
    for (own, others) in [(ANNA, ["Secondy", "Thirdly"]), (BOB, ["Firsty", "Thirdly"])] {
        assert_eq!(found(&force, own), rows([("encounter", SURE), ("notice", SURE)]), "{own}");
        let text = exported(&force, own);
        assert!(text.contains(&format!("\"addressed\": \"{own}\"")) && text.contains(LAND), "{text}");
        for other in others {
            assert!(!text.contains(other), "{other} is handed to {own}: {text}");
        }
    }
    // Who is only named may be somebody else.
    assert_eq!(found(&force, CID), rows([("notice", PERHAPS)]));
    assert!(!exported(&force, CID).contains("addressed"));
    assert_eq!(found(&force, "Dora Fourth"), rows([]));
}

#[test]
fn whom_an_encounter_knows_and_its_direction_does_not_name_may_be_somebody_else() {
    let (force, phone, check) = cared_for();
    let asked = directed(&phone, &["ANNA  firsty (white van)"], Some(check));
    let _ = issued(&phone, &asked);
    phone.sync();
    assert_eq!(found(&force, ANNA), rows([("encounter", SURE), ("notice", SURE)]));
    assert_eq!(found(&force, BOB), rows([("encounter", SURE), ("notice", PERHAPS)]));
    assert!(!exported(&force, BOB).contains("s77_direction"));
}

#[test]
fn a_direction_to_everybody_there_went_to_whoever_was_met_and_names_nobody() {
    let (force, phone, check) = cared_for();
    let _ = issued(&phone, &direction(&phone, met_both(&phone), LAND, Some(check)));
    phone.sync();
    assert_eq!(found(&force, BOB), rows([("encounter", SURE), ("notice", SURE)]));
    assert_eq!(found(&force, CID), rows([]));
    let text = exported(&force, BOB);
    assert!(text.contains("All persons present") && !text.contains("Firsty"), "{text}");
}

#[test]
fn a_draft_of_a_direction_is_found_as_well() {
    let (force, phone, _) = cared_for();
    phone.book().draft_notice(&directed(&phone, &[ANNA, BOB, CID], None)).unwrap();
    phone.sync();
    assert_eq!(found(&force, ANNA), rows([("draft", SURE), ("encounter", SURE)]));
    assert_eq!(found(&force, CID), rows([("draft", PERHAPS)]));
    let text = exported(&force, ANNA);
    assert!(
        text.contains("s77_direction") && !text.contains("Secondy") && !text.contains("Thirdly"),
        "{text}"
    );
}

#[test]
fn a_bundle_for_one_of_several_who_were_directed_names_none_of_them_on_its_paper_either() {
    let (force, phone, notice) = to_three();
    // The reason names them as well.
    let (field, reason) = ("recipient.name".to_owned(), format!("{BOB} said it otherwise"));
    let put_right = format!("{ANNA}, Bob Seconde and {CID}");
    let amended = NoticeNews::Amended { field, text: put_right, reason };
    phone.book().tell_notice(notice.record, amended).unwrap();
    phone.sync();
    let number = notice.story.number().unwrap();
    for profile in ["complainant", "data-subject"] {
        let folder = bundle(&force, number, profile);
        assert_eq!(faults(&folder), Vec::<String>::new(), "{profile}");
        let everything = whole(&folder);
        for name in ["Firsty", "Second", "Thirdly"] {
            assert!(!everything.contains(name), "{name} is in the bundle of the {profile}");
        }
        for file in ["notice.json", "paper.html"] {
            assert!(text(&folder, file).contains(NOBODY), "{profile}, {file}");
        }
        assert!(text(&folder, "history.json").contains("amended: recipient.name: left out"), "{profile}");
    }
    let court = bundle(&force, number, "court");
    assert_eq!(faults(&court), Vec::<String>::new());
    for file in ["notice.json", "paper.html"] {
        let text = text(&court, file);
        assert!(text.contains(ANNA) && text.contains(BOB) && !text.contains(NOBODY), "{file}: {text}");
    }
    // By its number alone nobody knows who asks.
    let out = force.folder().join("by-number");
    let who = ["--authority", "MDW", "--as", "D-1", "--reason", "request SAR-78"];
    let export = ["person", "export", "--number", number, "--out", out.to_str().unwrap()];
    force.command(&[&export[..], &who].concat());
    let text = whole(&out);
    assert!(text.contains(NOBODY) && !text.contains("Firsty") && !text.contains("Second"), "{text}");
}

#[test]
fn a_witness_is_told_that_there_may_be_something_and_handed_nothing_of_the_others() {
    let force = council();
    let phone = safety_officer(&force, "2201");
    let encounter = met_both(&phone);
    let disposed = Step::Disposed { how: "Poured away".to_owned(), witness: Some("Wilma Whitby".to_owned()) };
    let who = "Walter Watcher, 07700 900123".to_owned();
    let news = vec![
        EncounterNews::Added(Detail::Witness { who, statement: true }),
        EncounterNews::Step { person: Some(1), time: None, step: disposed },
    ];
    phone.book().tell_encounter(encounter, news).unwrap();
    phone.sync();
    for witness in ["Walter Watcher", "walter WATCHER", "Wilma Whitby"] {
        assert_eq!(found(&force, witness), rows([("encounter", PERHAPS)]), "{witness}");
    }
    for other in ["Walter Watch", "Wanda Watcher", "Walter Whitby"] {
        assert_eq!(found(&force, other), rows([]), "{other}");
    }
    assert_eq!(found(&force, ANNA), rows([("encounter", SURE)]));
    // It may be somebody else of that name.
    let text = exported(&force, "Walter Watcher");
    for words in ["07700", "Firsty", "Whitby", "Poured away"] {
        assert!(!text.contains(words), "{words}: {text}");
    }
}
