//! Notice numbers on real phones and a real server: offline, after restores of either, in the register.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use beatbook_domain::law::shipped;
use beatbook_domain::notices::number::NoticeNumber;
use beatbook_domain::records::notice::NoticeIssued;
use beatbook_domain::register::BucketKind;
use beatbook_protocol::id::Id;
use beatbook_tests::force::Force;
use beatbook_tests::phone::Phone;
use serde_json::json;

/// 2025-09-10T10:00:00Z.
const ON: i64 = 1_757_498_400_000;

/// An alcohol notice: £100 in 28 days, £75 in the first 13.
fn alcohol() -> NoticeIssued {
    let rules = shipped::rule_sets().unwrap();
    let rules = rules.get("EW-2014").unwrap().reference().unwrap();
    let time = json!({ "at": ON, "within": 500 });
    serde_json::from_value(json!({
        "at": { "wall": ON, "mono": 5, "boot": "0000000000000001" }, "time": time, "number": "",
        "notice": {
            "authority": "MDW", "rule_set": rules, "encounter": Id::from_bytes([7; 16]),
            "order": { "order": "00".repeat(32), "code": "ALC", "version": 3, "condition": "ALC-1" },
            "conduct": { "time": time, "place": "High Street, Chatham" }, "recipient": "refused",
            "issuer": { "public_id": "4711", "capacity": "council_authorised", "authorisation": "MDW/17" },
            "particulars": "Drinking beer outside the bank after being required to stop.",
            "content": {
                "kind": "fpn", "offence": "ASBCPA 2014 s63",
                "terms": {
                    "offence": "PSPO-A", "amount": 10_000, "early": { "amount": 7_500, "days": 13 },
                    "payment_days": 28
                },
                "payee": { "name": "Medway Council (DEMO)", "address": ["Gun Wharf"], "methods": [] }
            }
        }
    }))
    .unwrap()
}

fn issue(phone: &Phone, n: u8) -> NoticeNumber {
    let record = Id::v7(1_757_498_400_000 + u64::from(n), [n; 10]);
    phone.book().issue_notice(record, &alcohol(), false).unwrap()
}

fn supplied(force: &Force, code: &str) -> Phone {
    let officer = force.add_officer(code, "Centre");
    let phone = Phone::found(&force.ticket(officer), ON);
    phone.book().want_notice_numbers("MDW", false).unwrap();
    phone.sync();
    assert_eq!(phone.book().notice_numbers_left().unwrap()[0].left, 200);
    phone
}

#[test]
fn no_two_notices_share_a_number_whatever_is_restored() {
    let mut force = Force::begin();
    let backup = force.folder().join("backup");
    force.command(&["backup", backup.to_str().unwrap()]);
    let (first, mut second) = (supplied(&force, "4711"), supplied(&force, "4712"));
    let mut numbers = BTreeSet::new();
    for n in 1..=3 {
        assert!(numbers.insert(issue(&first, n)) && numbers.insert(issue(&second, 100 + n)));
    }
    first.sync();
    // The server is restored from before it knew either notebook: they meet a stranger, others are supplied anew.
    force.restore(&backup);
    let third = supplied(&force, "4713");
    assert!(numbers.insert(issue(&third, 201)));
    third.sync();
    // A phone that was put back from its own backup.
    let file = second.places().file(second.notebook());
    second.book().pause().unwrap();
    let kept = std::fs::read(&file).unwrap();
    second.book().resume().unwrap();
    assert!(numbers.insert(issue(&second, 110)));
    second.killed();
    for log in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{log}", file.display()));
    }
    std::fs::write(&file, kept).unwrap();
    second.restarted();
    let record = Id::v7(1_757_498_400_111, [111; 10]);
    let refused = second.book().issue_notice(record, &alcohol(), false).unwrap_err();
    assert_eq!(refused.code(), "no_notice_number_left");
    assert_eq!(numbers.len(), 8);
    assert_eq!(numbers.iter().map(NoticeNumber::series).collect::<BTreeSet<_>>(), BTreeSet::from(['A', 'B']));
}

#[test]
fn the_register_adds_up_and_tells_the_phone() {
    let force = Force::begin();
    let phone = supplied(&force, "4711");
    let (first, second) = (issue(&phone, 1), issue(&phone, 2));
    phone.sync();
    let decide =
        ["--authority", "MDW", "--by", "4711", "--reason", "duplicate", "--why", "the same can of beer"];
    force.command(&[&["notice", "void", &second.to_string()][..], &decide].concat());
    let register = ["register", "--authority", "MDW", "--issued", "2025-09", "--as-at", "2027-01-01"];
    let text = force.command(&register);
    assert!(text.contains("issued 1 Sep 2025–30 Sep 2025, status as at 1 Jan 2027"), "{text}");
    assert!(text.contains("check: issued = sum of buckets: 2 = 2"), "{text}");
    phone.sync();
    let as_at = jiff::civil::date(2027, 1, 1);
    let stands: Vec<_> = phone.book().notice_standings(as_at).unwrap();
    let of = |number: &NoticeNumber| stands.iter().find(|one| one.number == *number).unwrap().standing.kind();
    assert_eq!((of(&first), of(&second)), (BucketKind::Overdue, BucketKind::Voided));
}
