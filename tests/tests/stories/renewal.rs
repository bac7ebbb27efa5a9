//! A year passes: the server shows another certificate, and phones notice nothing.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_domain::records::journal::Basis;
use beatbook_tests::force::Force;
use beatbook_tests::phone::Phone;

const DAY: i64 = 86_400_000;

/// Days pass for everybody.
fn pass(force: &Force, phones: &[&Phone], days: i64) {
    force.clock.advance(days * DAY);
    for phone in phones {
        phone.platform.advance(days * DAY);
    }
}

fn says(phone: &Phone, text: &str) {
    phone.book().note(text, Basis::Fact).unwrap();
    phone.sync();
}

#[test]
fn phones_pinned_to_the_ca_go_on_when_the_leaf_is_renewed() {
    let force = Force::begin();
    let officer = force.add_officer("4711", "Centre");
    let found = || Phone::found(&force.ticket(officer), force.clock.now());
    let (daily, rare) = (found(), found());
    says(&daily, "The first day.");
    says(&rare, "The first day.");
    pass(&force, &[&daily, &rare], 200);
    assert!(!force.block_on(force.server().renew_certificate()).unwrap(), "not due");
    says(&daily, "The first certificate still.");
    pass(&force, &[&daily, &rare], 140);
    assert!(force.block_on(force.server().renew_certificate()).unwrap(), "due, while serving");
    says(&daily, "The second certificate.");
    // The first one would have ended by now; the pin is the CA's.
    pass(&force, &[&daily, &rare], 60);
    says(&daily, "In the second year.");
    says(&rare, "Back after more than a year.");
}

#[test]
fn without_a_renewal_the_phone_keeps_everything_and_says_what_is_wrong() {
    let force = Force::begin();
    let officer = force.add_officer("4711", "Centre");
    let phone = Phone::found(&force.ticket(officer), force.clock.now());
    says(&phone, "The first day.");
    pass(&force, &[&phone], 400);
    phone.book().note("In the second year.", Basis::Fact).unwrap();
    let refused = phone.book().sync().unwrap_err();
    // Outside its dates a certificate and a wrong clock look the same to the phone.
    assert_eq!(refused.code(), "clock_wrong");
    assert!(force.block_on(force.server().renew_certificate()).unwrap());
    phone.sync();
}
