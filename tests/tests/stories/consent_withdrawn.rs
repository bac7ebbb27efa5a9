//! Consent that is taken back before anything was synced: the referral comes to the server, and says nothing of anybody.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::WelfareNews;
use beatbook_domain::records::patrol::Duty;
use beatbook_domain::records::welfare::people::PersonSeen;
use beatbook_domain::records::welfare::steps::CareStep;
use beatbook_domain::welfare::consent::Answer;
use beatbook_domain::welfare::sleeping::SleepingState;
use beatbook_protocol::id::Id;
use beatbook_tests::force::Force;
use beatbook_tests::outreach::{consent, danger, meets, person, phone, step, town};
use beatbook_tests::phone::Phone;

const SENT: &str = "Wants a bed tonight.";

/// Somebody agrees, and a referral is written down. Nothing is synced.
fn refers(worker: &Phone, metres: f64, name: (&str, &str)) -> Id {
    let record = meets(worker, metres, person(Some(name), SleepingState::BeddedDown));
    let sent = CareStep::Referral { to: "Coordinator".to_owned(), sent: SENT.to_owned() };
    let news = vec![danger(false, None), consent(Answer::Given), step(sent)];
    worker.book().tell_welfare(record, news).unwrap();
    record
}

/// The coordinator's export, as CSV and for programs.
fn exported(force: &Force) -> String {
    let words = ["welfare", "referrals", "--authority", "MDW", "--as", "C-1"];
    force.command(&[&words[..], &["--csv"]].concat()) + &force.asked(&words, &[]).unwrap().to_string()
}

fn says_nothing(force: &Force, record: Id, name: &str) {
    says_only(force, record, name, "withdrawn");
}

/// An hour, at the server and on a phone.
fn passes(force: &Force, phone: &Phone) {
    force.clock.advance(3_600_000);
    phone.wait_until(force.clock.now().max(beatbook_tests::encampment::now(phone)));
}

/// Where it is not known who said no.
fn says_perhaps(force: &Force, record: Id, name: &str) {
    says_only(force, record, name, "perhaps withdrawn: ask who said no");
}

fn says_only(force: &Force, record: Id, name: &str, state: &str) {
    let told = exported(force);
    let row = told.lines().find(|line| line.starts_with(&record.to_string())).unwrap();
    assert!(row.ends_with(&format!(",,,,{state}")), "that there was one is left: {row}");
    assert!(!told.contains(name) && !told.contains(SENT), "{told}");
}

#[test]
fn consent_taken_back_while_the_referral_is_unsynced_leaves_a_row_with_nothing_in_it() {
    let force = town();
    let worker = phone(&force, "O-12", Duty::Outreach);
    let record = refers(&worker, 0.0, ("Persephone", "Quillfeather"));
    worker.book().tell_welfare(record, vec![consent(Answer::Withdrawn)]).unwrap();
    let refused = step(CareStep::Referral { to: "Coordinator".to_owned(), sent: SENT.to_owned() });
    assert_eq!(worker.book().tell_welfare(record, vec![refused]).unwrap_err().code(), "no_consent");
    worker.sync();
    says_nothing(&force, record, "Quillfeather");
    // Given again it is sent: the newest answer counts.
    worker.book().tell_welfare(record, vec![consent(Answer::Given)]).unwrap();
    worker.sync();
    assert!(exported(&force).contains("Quillfeather"));
}

#[test]
fn consent_taken_back_before_a_colleague_who_syncs_first_is_taken_back_for_the_referral_that_comes_later() {
    let force = town();
    let (worker, colleague) = (phone(&force, "O-12", Duty::Outreach), phone(&force, "O-13", Duty::Outreach));
    let name = ("Sam", "Featherstone");
    let record = refers(&worker, 40.0, name);
    // An hour on they meet the colleague, and say no to it; the worker has no signal all morning.
    colleague.wait_until(beatbook_tests::encampment::now(&worker) + 3_600_000);
    let again = meets(&colleague, 60.0, person(Some(name), SleepingState::AwakeNot));
    colleague.book().tell_welfare(again, vec![danger(false, None), consent(Answer::Withdrawn)]).unwrap();
    colleague.sync();
    worker.sync();
    says_nothing(&force, record, "Featherstone");
}

#[test]
fn consent_taken_back_in_another_record_of_the_phone_refuses_a_referral_until_it_is_given_again() {
    let force = town();
    let worker = phone(&force, "O-12", Duty::Outreach);
    let refer = || step(CareStep::Referral { to: "Coordinator".to_owned(), sent: SENT.to_owned() });
    let record = refers(&worker, 0.0, ("Persephone", "Quillfeather"));
    let other = refers(&worker, 300.0, ("Sam", "Featherstone"));
    worker.platform.advance(3_600_000);
    // Spelled otherwise, and met elsewhere: the same person.
    let name = ("PERSEPHONE", "quillfeather");
    let later = meets(&worker, 900.0, person(Some(name), SleepingState::BeddedDown));
    worker.book().tell_welfare(later, vec![danger(false, None), consent(Answer::Withdrawn)]).unwrap();
    let told =
        |record, news| worker.book().tell_welfare(record, news).map(drop).map_err(|error| error.code());
    assert_eq!(told(record, vec![refer()]), Err("no_consent"));
    assert_eq!(told(other, vec![refer()]), Ok(()), "somebody else's stands");
    worker.platform.advance(60_000);
    assert_eq!(told(record, vec![consent(Answer::Given), refer()]), Ok(()));
}

/// Names and a date of birth, as far as they are told.
fn known(name: Option<(&str, &str)>, born: Option<&str>) -> WelfareNews {
    let known = PersonSeen {
        given: name.map(|(given, _)| given.to_owned()),
        family: name.map(|(_, family)| family.to_owned()),
        born: born.map(|born| born.parse().unwrap()),
        state: Some(SleepingState::AwakeNot),
        ..PersonSeen::default()
    };
    WelfareNews::Person { person: 1, known: Box::new(known) }
}

fn doubts(phone: &Phone, record: Id, news: Vec<WelfareNews>) -> Vec<String> {
    let told = phone.book().tell_welfare(record, news).unwrap();
    told.doubts.into_iter().map(|one| one.code.to_owned()).collect()
}

/// The row that says so, if there is one.
fn is_found_nowhere(force: &Force, record: Id) -> bool {
    let told = exported(force);
    told.lines().any(|line| line.starts_with(&record.to_string()) && line.contains("no consent is found"))
}

#[test]
fn consent_taken_back_by_somebody_nobody_knows_is_said_to_be_found_nowhere_until_it_is_told_who_it_was() {
    let force = town();
    let (worker, colleague) = (phone(&force, "O-12", Duty::Outreach), phone(&force, "O-13", Duty::Outreach));
    let name = ("Clara", "Dorn");
    let record = refers(&worker, 0.0, name);
    worker.sync();
    let again = meets(&colleague, 60.0, known(None, None));
    let none: [&str; 0] = [];
    // A no to whoever asks is none that takes something back.
    assert_eq!(doubts(&colleague, again, vec![danger(false, None), consent(Answer::Declined)]), none);
    assert_eq!(doubts(&colleague, again, vec![consent(Answer::Withdrawn)]), ["consent_not_found"]);
    colleague.sync();
    assert!(exported(&force).contains("consent in force") && is_found_nowhere(&force, again));
    // By both names alone it may be theirs: whoever may have said no is not referred.
    colleague.book().tell_welfare(again, vec![known(Some(name), None)]).unwrap();
    colleague.sync();
    says_perhaps(&force, record, "Dorn");
    assert!(!is_found_nowhere(&force, again));
    // Another date of birth: somebody else, who gave none.
    colleague.book().tell_welfare(again, vec![known(Some(name), Some("1950-05-05"))]).unwrap();
    colleague.sync();
    assert!(exported(&force).contains("consent in force") && is_found_nowhere(&force, again));
    // The very date: theirs.
    let born = vec![known(Some(name), Some("1979-02-28")), consent(Answer::Withdrawn)];
    assert_eq!(doubts(&colleague, again, born), none);
    colleague.sync();
    says_nothing(&force, record, "Dorn");
    assert!(!is_found_nowhere(&force, again));
}

#[test]
fn consent_given_before_a_date_of_birth_was_told_is_taken_back_by_whoever_has_the_names() {
    let force = town();
    let (worker, colleague) = (phone(&force, "O-12", Duty::Outreach), phone(&force, "O-13", Duty::Outreach));
    let name = ("Walter", "Quince");
    let refer = || step(CareStep::Referral { to: "Coordinator".to_owned(), sent: SENT.to_owned() });
    let gives = |phone: &Phone| {
        let record = meets(phone, 0.0, known(Some(name), None));
        let news = vec![danger(false, None), consent(Answer::Given), refer()];
        phone.book().tell_welfare(record, news).unwrap();
        phone.sync();
        record
    };
    let (own, of_colleague) = (gives(&worker), gives(&colleague));
    assert!(exported(&force).contains("Quince"));
    let takes_back = |phone: &Phone| {
        phone.platform.advance(3_600_000);
        let again = meets(phone, 60.0, known(Some(name), Some("1970-01-01")));
        let told = doubts(phone, again, vec![danger(false, None), consent(Answer::Withdrawn)]);
        phone.sync();
        (again, told)
    };
    let (again, told) = takes_back(&worker);
    assert_eq!(told, ["consent_not_found"]);
    for record in [own, of_colleague] {
        says_perhaps(&force, record, "Quince");
    }
    assert!(!is_found_nowhere(&force, again), "it is found by the names");
    let told = |news| worker.book().tell_welfare(own, news).map(drop).map_err(|error| error.code());
    assert_eq!(told(vec![refer()]), Err("no_consent"));
    // Asked again, they agree.
    worker.platform.advance(60_000);
    assert_eq!(told(vec![consent(Answer::Given), refer()]), Ok(()));
    worker.sync();
    assert!(exported(&force).contains("Quince"));
}

#[test]
fn a_twins_yes_gives_back_no_consent_and_their_no_is_asked_about() {
    let force = town();
    let (worker, colleague) = (phone(&force, "O-12", Duty::Outreach), phone(&force, "O-13", Duty::Outreach));
    let born = Some("1990-05-01");
    let tells = |phone: &Phone, given: &str, answer: Answer| {
        passes(&force, phone);
        let record = meets(phone, 0.0, known(Some((given, "Smith")), born));
        phone.book().tell_welfare(record, vec![danger(false, None), consent(answer)]).unwrap();
        phone.sync();
        record
    };
    let record = tells(&worker, "John", Answer::Given);
    let sent = CareStep::Referral { to: "Coordinator".to_owned(), sent: SENT.to_owned() };
    worker.book().tell_welfare(record, vec![step(sent)]).unwrap();
    worker.sync();
    tells(&colleague, "John", Answer::Withdrawn);
    says_nothing(&force, record, "John Smith");
    tells(&worker, "James", Answer::Given);
    says_nothing(&force, record, "John Smith");
    assert_eq!(worker.book().welfare_record(record).unwrap().agree, [1], "as far as this phone knows");
    // Given again it stands, until somebody of the same initials and date says no: a name may be misspelt.
    passes(&force, &worker);
    worker.book().tell_welfare(record, vec![consent(Answer::Given)]).unwrap();
    worker.sync();
    assert!(exported(&force).contains("John Smith"));
    tells(&worker, "Jon", Answer::Declined);
    says_perhaps(&force, record, "John Smith");
    assert!(worker.book().welfare_record(record).unwrap().agree.is_empty());
}

#[test]
fn whoever_is_told_with_words_in_another_order_or_by_letters_alone_may_be_them_on_phones_and_at_the_desk() {
    let force = town();
    let (worker, colleague) = (phone(&force, "O-12", Duty::Outreach), phone(&force, "O-13", Duty::Outreach));
    let tells = |phone: &Phone, name: (&str, &str), answer: Answer| {
        passes(&force, phone);
        let record = meets(phone, 0.0, known(Some(name), Some("1979-02-28")));
        phone.book().tell_welfare(record, vec![danger(false, None), consent(answer)]).unwrap();
        phone.sync();
        record
    };
    let agree = |record: Id| worker.book().welfare_record(record).unwrap().agree;
    for (name, other) in [(("Mary Jane", "Oakes"), ("Jane Mary", "Oakes")), (("Z.", "K."), ("Z", "K"))] {
        let written = format!("{} {}", name.0, name.1);
        let record = tells(&worker, name, Answer::Given);
        let sent = CareStep::Referral { to: "Coordinator".to_owned(), sent: SENT.to_owned() };
        worker.book().tell_welfare(record, vec![step(sent)]).unwrap();
        worker.sync();
        assert!(exported(&force).contains(&written));
        tells(&colleague, other, Answer::Withdrawn);
        says_perhaps(&force, record, &written);
        // Asked again they agree, until whoever may be them says no to this phone.
        passes(&force, &worker);
        worker.book().tell_welfare(record, vec![consent(Answer::Given)]).unwrap();
        worker.sync();
        assert!(exported(&force).contains(&written) && agree(record) == [1], "{written}");
        tells(&worker, other, Answer::Declined);
        assert!(agree(record).is_empty(), "{written}");
        // What whoever may be them agrees to gives nothing back.
        tells(&worker, other, Answer::Given);
        assert!(agree(record).is_empty(), "{written}");
        says_perhaps(&force, record, &written);
    }
}

#[test]
fn a_yes_that_came_later_is_not_what_was_taken_back_by_a_slip_in_a_date_of_birth() {
    let force = town();
    let (worker, colleague) = (phone(&force, "O-12", Duty::Outreach), phone(&force, "O-13", Duty::Outreach));
    let name = Some(("Clara", "Dorn"));
    let tells = |phone: &Phone, born: Option<&str>, answer: Answer| {
        passes(&force, phone);
        let record = meets(phone, 0.0, known(name, born));
        phone.book().tell_welfare(record, vec![danger(false, None), consent(answer)]).unwrap();
        phone.sync();
        record
    };
    tells(&worker, Some("1970-01-05"), Answer::Given);
    let slip = tells(&colleague, Some("1970-05-01"), Answer::Withdrawn);
    assert!(is_found_nowhere(&force, slip));
    tells(&colleague, None, Answer::Given);
    assert!(is_found_nowhere(&force, slip), "it is another's yes");
    passes(&force, &colleague);
    colleague.book().tell_welfare(slip, vec![known(name, Some("1970-01-05"))]).unwrap();
    colleague.sync();
    assert!(!is_found_nowhere(&force, slip), "the date is put right");
}

#[test]
fn nobody_becomes_somebody_else_by_a_name_and_takes_their_yes_along() {
    let force = town();
    let worker = phone(&force, "O-12", Duty::Outreach);
    let record = meets(&worker, 0.0, known(Some(("Ann", "Yes")), Some("1980-01-01")));
    let told = |news| worker.book().tell_welfare(record, news).map(drop);
    told(vec![danger(false, None), consent(Answer::Given)]).unwrap();
    let other = told(vec![known(Some(("Mia", "Noway")), Some("1991-01-01"))]).unwrap_err();
    assert_eq!(other.code(), "another_person");
    // Who person 1 is, the refusal tells nobody: whoever reads it may read the record no more.
    assert!(other.to_string().contains("person 2") && !other.to_string().contains("Yes"), "{other}");
    // A slip is put right, in one name or in both one after the other.
    for name in [("Anne", "Yes"), ("Anne", "Yes-Walker"), ("ANNE", "Yes")] {
        assert_eq!(told(vec![known(Some(name), None)]), Ok(()), "{name:?}");
    }
    // One name of two and another date of birth: a sister.
    let sister = told(vec![known(Some(("Mary", "Yes")), Some("1984-03-03"))]).unwrap_err();
    assert_eq!(sister.code(), "another_person");
    // Nor does who is known by a name or by initials become whoever they do not go with.
    let named = |given: Option<&str>, letters: Option<&str>| {
        let seen = PersonSeen {
            given: given.map(str::to_owned),
            initials: letters.map(str::to_owned),
            ..PersonSeen::default()
        };
        WelfareNews::Person { person: 1, known: Box::new(seen) }
    };
    for who in [named(Some("Ann"), None), named(None, Some("A.Y."))] {
        let record = meets(&worker, 0.0, who);
        let told = |news| worker.book().tell_welfare(record, news).map(drop);
        let other = told(vec![known(Some(("Mia", "Noway")), Some("1991-01-01"))]).unwrap_err();
        assert_eq!(other.code(), "another_person");
        told(vec![known(Some(("Ann", "Yes")), Some("1980-01-01"))]).unwrap();
    }
}
