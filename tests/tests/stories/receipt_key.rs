//! The server signs with a new key: phones follow by themselves, whenever they come.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_domain::records::journal::Basis;
use beatbook_domain::records::server::ServerBody;
use beatbook_tests::force::Force;
use beatbook_tests::phone::Phone;

/// 2025-09-10T10:00:00Z.
const ON: i64 = 1_757_498_400_000;

fn says(phone: &Phone, text: &str) {
    phone.book().note(text, Basis::Fact).unwrap();
    phone.sync();
    let status = phone.book().status().unwrap();
    assert_eq!(status.receipt, status.last_entry);
    assert!(phone.book().verify().unwrap().is_sound());
}

#[test]
fn phones_follow_a_new_receipt_key_however_many_changes_they_missed() {
    let mut force = Force::begin();
    let officer = force.add_officer("4711", "Centre");
    let (daily, rare) = (Phone::found(&force.ticket(officer), ON), Phone::found(&force.ticket(officer), ON));
    // A ticket that was shown before the change and is used after it.
    let late = Phone::found(&force.ticket(officer), ON);
    says(&daily, "Under the first key.");
    says(&rare, "Under the first key.");
    let told = force.command(&["receipt-key", "change"]);
    assert!(told.contains("phones follow by themselves") && told.contains("Make a backup now"), "{told}");
    says(&daily, "Under the second key.");
    says(&late, "Let in under the second key.");
    force.command(&["receipt-key", "change"]);
    says(&rare, "Under the third key, with the second one missed.");
    let newcomer = Phone::found(&force.ticket(officer), ON);
    says(&newcomer, "Pinned to the third key from the start.");
    force.restart();
    for phone in [&daily, &rare, &late, &newcomer] {
        says(phone, "The key in force is kept.");
    }
    assert_eq!(force.command(&["receipt-key", "list"]).lines().count(), 3);
    let changed = |body: &ServerBody| matches!(body, ServerBody::ReceiptKeyChanged(_));
    assert_eq!(force.journal().iter().filter(|body| changed(body)).count(), 2);
    force.command(&["verify"]);
    // A further authority begins its journal under the key in force.
    force.add_authority("KNT");
    force.command(&["verify"]);
}

#[test]
fn a_backup_of_before_the_change_strands_nobody() {
    let mut force = Force::begin();
    let officer = force.add_officer("4711", "Centre");
    let phone = Phone::found(&force.ticket(officer), ON);
    says(&phone, "Under the first key.");
    let backup = force.folder().join("before.backup");
    force.command(&["backup", backup.to_str().unwrap()]);
    force.command(&["receipt-key", "change"]);
    says(&phone, "Under a key the backup does not know.");
    force.restore(&backup);
    // Nothing new to say: its receipt alone must not keep it from the server.
    phone.sync();
    says(&phone, "Under the first key again.");
    force.command(&["receipt-key", "change"]);
    says(&phone, "Under another second key.");
    force.command(&["verify"]);
}
