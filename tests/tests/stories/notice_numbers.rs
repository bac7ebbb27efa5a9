//! Notice numbers on real phones and a real server: offline, after restores of either, in the register.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use beatbook_device::{BeatbookError, BeginEncounter, EncounterNews, NoticeAbout, NoticeOutcome, PaperCopy};
use beatbook_domain::notices::number::NoticeNumber;
use beatbook_domain::register::BucketKind;
use beatbook_tests::beat::{adult, asked, assert_adds_up, officer_as, saw, tell, town, understood};
use beatbook_tests::force::Force;
use beatbook_tests::phone::Phone;

/// A fixed penalty for litter: £100 in 28 days, £75 in the first 13.
fn try_issue(phone: &Phone) -> Result<NoticeOutcome, BeatbookError> {
    let book = phone.book();
    let encounter = book.begin_encounter(BeginEncounter::here())?;
    let known = adult("Sam Example");
    book.tell_encounter(encounter, vec![EncounterNews::Person { person: 1, known }])?;
    saw(phone, encounter, "LIT", "Threw a can into the river.");
    tell(phone, encounter, vec![understood()]);
    let particulars = "Threw an empty can into the river and walked away from it.";
    book.issue_notice(&asked(
        encounter,
        NoticeAbout::Offence("LIT".to_owned()),
        "High Street, Chatham",
        particulars,
    ))
}

fn issue(phone: &Phone) -> NoticeNumber {
    match try_issue(phone).unwrap() {
        NoticeOutcome::Issued { number, .. } => NoticeNumber::parse(&number).unwrap(),
        draft => panic!("a draft: {draft:?}"),
    }
}

/// An officer with numbers.
fn supplied(force: &Force, code: &str) -> Phone {
    officer_as(force, code, "council_authorised", &["epa88_fpn"])
}

#[test]
fn no_two_notices_share_a_number_whatever_is_restored() {
    let mut force = town();
    let backup = force.folder().join("backup");
    force.command(&["backup", backup.to_str().unwrap()]);
    let (first, mut second) = (supplied(&force, "4711"), supplied(&force, "4712"));
    let mut numbers = BTreeSet::new();
    for _ in 1..=3 {
        assert!(numbers.insert(issue(&first)) && numbers.insert(issue(&second)));
    }
    first.sync();
    // The server is restored from before it knew either notebook: they meet a stranger, others are supplied anew.
    force.restore(&backup);
    let third = supplied(&force, "4713");
    assert!(numbers.insert(issue(&third)));
    third.sync();
    // A phone that was put back from its own backup.
    let file = second.places().file(second.notebook());
    second.book().pause().unwrap();
    let kept = std::fs::read(&file).unwrap();
    second.book().resume().unwrap();
    assert!(numbers.insert(issue(&second)));
    second.killed();
    for log in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{log}", file.display()));
    }
    std::fs::write(&file, kept).unwrap();
    second.restarted();
    let refused = try_issue(&second).unwrap_err();
    assert_eq!(refused.code(), "no_notice_number_left");
    assert_eq!(numbers.len(), 8);
    assert_eq!(numbers.iter().map(NoticeNumber::series).collect::<BTreeSet<_>>(), BTreeSet::from(['A', 'B']));
}

#[test]
fn the_register_adds_up_and_tells_the_phone() {
    let force = town();
    let phone = supplied(&force, "4711");
    let (first, second) = (issue(&phone), issue(&phone));
    phone.sync();
    let decide =
        ["--authority", "MDW", "--by", "4711", "--reason", "duplicate", "--why", "the same can of beer"];
    force.command(&[&["notice", "void", &second.to_string()][..], &decide].concat());
    assert_adds_up(&force, 2);
    phone.sync();
    let as_at = jiff::civil::date(2199, 1, 1);
    let stands: Vec<_> = phone.book().notice_standings(as_at).unwrap();
    let of = |number: &NoticeNumber| stands.iter().find(|one| one.number == *number).unwrap().standing.kind();
    assert_eq!((of(&first), of(&second)), (BucketKind::Overdue, BucketKind::Voided));
    // Printed once more, what the desk voided obliges nobody, on the phone that gave it too.
    let printed = |number: &NoticeNumber| {
        let record = phone.book().notice_record(&number.to_string()).unwrap();
        phone.book().paper(record, PaperCopy::Recipient).unwrap().text()
    };
    assert!(printed(&second).contains("VOID: this notice is invalid."), "{}", printed(&second));
    assert!(!printed(&first).contains("VOID"));
    let reason = ["--authority", "MDW", "--by", "4711", "--reason", "vulnerable", "--why", "support first"];
    force.command(&[&["notice", "withdraw", &first.to_string()][..], &reason].concat());
    let out = force.folder().join("withdrawn.html");
    force.at_desk(&["notice", "print", &first.to_string(), "--out", out.to_str().unwrap()]);
    let page = std::fs::read_to_string(&out).unwrap();
    assert!(page.contains("WITHDRAWN: this notice was withdrawn."), "{page}");
}
