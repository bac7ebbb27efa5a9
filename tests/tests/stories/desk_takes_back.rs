//! What the desk takes back of what a phone told: that phone hears of it, counts it no more, and goes on.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::{EncampmentNews, TentNews};
use beatbook_domain::records::encampment::EntryAt;
use beatbook_domain::records::encounter::steps::HelpAnswer;
use beatbook_protocol::id::Id;
use beatbook_tests::encampment::{
    LAND, camp_json, checked, comes_upon, council, later, reported, safety_officer, visit,
};
use beatbook_tests::force::Force;
use beatbook_tests::tent::{cared_for, note, removed};

/// The desk takes an entry back, for a reason that the phone is not told.
fn takes_back(force: &Force, what: &str, id: Id, entry: EntryAt, reader: &str) {
    let (id, journal, seq) = (id.to_string(), entry.journal.to_string(), entry.seq.to_string());
    let why = ["--why", "Behind the red shed", "--authority", "MDW", "--as", reader];
    force.command(&[&[what, "take-back", &id, &journal, &seq], &why[..]].concat());
}

#[test]
fn an_encampment_that_the_desk_says_was_not_left_is_one_again_on_the_phone_that_said_so() {
    let force = council();
    let (officer, other) = (safety_officer(&force, "2201"), safety_officer(&force, "2202"));
    let camp = comes_upon(&officer, LAND);
    let tell = |news| officer.book().tell_encampment(camp, vec![news], None).unwrap();
    tell(visit(2, &[]));
    let check = checked(&officer, None);
    tell(EncampmentNews::Welfare { check });
    later(&force, &[&officer, &other], 60_000);
    tell(EncampmentNews::Vacated { text: None });
    officer.sync();
    let own = || officer.book().encampment(camp).unwrap().own.unwrap();
    let left = own().vacated.unwrap().at;
    takes_back(&force, "encampment", camp, left, "M-1");
    assert!(own().vacated.is_some(), "the phone has not heard");
    officer.sync();
    let told = own();
    assert_eq!((&told.vacated, told.taken_back[&left].what), (&None, "vacated"));
    assert!(told.taken_back[&left].back.what.contains("desk"), "{told:?}");
    // Others who enforce are told of no reason, and make nothing of an entry that is not theirs.
    other.sync();
    let view = other.book().encampment(camp).unwrap();
    assert_eq!((view.own, view.unheld.len()), (None, 0));
    // What was refused of who had left holds, on phone and desk.
    later(&force, &[&officer, &other], 60_000);
    assert_eq!(tell(visit(3, &[])).doubts.len(), 0);
    // A check that was told of the wrong place is free for the right one.
    let right = reported(&force, "The Strand, Gillingham");
    let given = own().welfare.unwrap().at;
    officer.sync();
    let elsewhere = || officer.book().tell_encampment(right, vec![EncampmentNews::Welfare { check }], None);
    assert_eq!(elsewhere().unwrap_err().code(), "check_elsewhere");
    takes_back(&force, "encampment", camp, given, "M-1");
    officer.sync();
    assert!(own().welfare.is_none());
    elsewhere().unwrap();
    officer.sync();
    let shown = camp_json(&force, &["show", &camp.to_string()], "M-1");
    assert_eq!((shown["visits"].as_array().unwrap().len(), &shown["vacated"]), (2, &serde_json::Value::Null));
    assert_eq!(shown["refused"], serde_json::json!([]));
    // The notebook tells the same after it is read anew.
    let before = officer.book().encampments().unwrap();
    officer.book().rebuild().unwrap();
    assert_eq!(officer.book().encampments().unwrap(), before);
}

#[test]
fn a_list_of_things_that_the_desk_took_back_is_told_anew_by_the_phone() {
    let force = council();
    let first = safety_officer(&force, "2201");
    let book = first.book();
    let tent = book.note_tent(note()).unwrap();
    let check = cared_for(&first);
    let offer = TentNews::Offered { help: "A bed tonight".to_owned(), answer: HelpAnswer::Declined };
    book.tell_tent(tent, vec![TentNews::Welfare { check }, offer, removed()]).unwrap();
    first.sync();
    let own = || book.tents().unwrap().into_iter().find(|one| one.id == tent).unwrap();
    let list = own().removed.unwrap().at;
    assert_eq!(book.tell_tent(tent, vec![removed()]).unwrap_err().code(), "told_already");
    takes_back(&force, "tent", tent, list, "2201");
    first.sync();
    assert_eq!((own().removed, own().taken_back[&list].what), (None, "removed"));
    later(&force, &[&first], 60_000);
    book.tell_tent(tent, vec![removed()]).unwrap();
    assert_eq!((own().kept(), own().refused.len()), (2, 0));
    first.sync();
    assert_eq!(book.team_tents().unwrap()[0].taken.as_ref().unwrap().items.len(), 2);
}
