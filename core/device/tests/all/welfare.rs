//! Welfare checks and contacts on one phone: what is asked first, what is refused, and what nobody else can read.
#![allow(clippy::unwrap_used, reason = "helpers of tests are not recognised as tests")]

use crate::support;

use beatbook_device::{AskWhere, Beatbook, BeatbookError, BeginEncounter, BeginWelfare, SignOn, WelfareNews};
use beatbook_domain::records::journal::Basis;
use beatbook_domain::records::welfare::people::PersonSeen;
use beatbook_domain::records::welfare::steps::CareStep;
use beatbook_domain::records::welfare::story::Question;
use beatbook_domain::records::welfare::{Subject, WelfareAbout, WelfareResult};
use beatbook_domain::welfare::concern::{ConcernCode, ConcernLevel};
use beatbook_domain::welfare::consent::{Answer, Capacity, Consent, ConsentMethod};
use beatbook_domain::welfare::risk::RiskAssessment;
use beatbook_domain::welfare::sleeping::SleepingState;
use beatbook_protocol::id::Id;
use support::{MINUTE, Phone, headers, pages};

const NAME: &str = "Quillfeather";

fn contact() -> BeginWelfare {
    BeginWelfare { about: WelfareAbout::Contact, place: AskWhere::Newest, address: None, joint: None }
}

fn step(person: u16, step: CareStep) -> WelfareNews {
    WelfareNews::Step { person: (person > 0).then_some(person), time: None, step }
}

fn no_danger() -> WelfareNews {
    step(0, CareStep::Danger { immediate: false, called: None, text: None })
}

fn person(family: Option<&str>) -> WelfareNews {
    let known = PersonSeen {
        family: family.map(str::to_owned),
        state: Some(SleepingState::BeddedDown),
        ..PersonSeen::default()
    };
    WelfareNews::Person { person: 1, known: Box::new(known) }
}

fn consent(answer: Answer, capacity: Capacity) -> WelfareNews {
    let (wording, method) = ("2025-2".to_owned(), ConsentMethod::Spoken);
    step(1, CareStep::Consent(Consent { answer, capacity, wording, method }))
}

fn closed() -> WelfareNews {
    WelfareNews::Closed { result: WelfareResult::Advice, text: None }
}

fn told(book: &Beatbook, record: Id, news: WelfareNews) {
    book.tell_welfare(record, vec![news]).unwrap();
}

#[test]
fn a_contact_is_told_and_closed_with_nothing_in_any_header() {
    const HOUR: i64 = 3_600_000;
    let phone = Phone::new();
    let book = phone.found();
    phone.platform.advance(23 * MINUTE);
    // On patrol for quite another purpose.
    book.sign_on(SignOn::tasked()).unwrap();
    book.record_fixes(&phone.walk(600)).unwrap();
    let record = book.begin_welfare(contact()).unwrap();
    let view = book.welfare_record(record).unwrap();
    assert_eq!(view.open, [Question::Danger]);
    assert!(view.welfare.opened.place.is_some() && view.welfare.opened.patrol.is_some());
    assert_eq!(book.tell_welfare(record, vec![closed()]).unwrap_err().code(), "danger_first");
    for news in [no_danger(), person(Some(NAME)), consent(Answer::Given, Capacity::Yes), closed()] {
        told(&book, record, news);
    }
    let view = book.welfare_record(record).unwrap();
    assert!(view.open.is_empty() && view.welfare.closed.is_some());
    let hidden: Vec<_> = headers(&book).into_iter().filter(|header| header.kind == "welfare").collect();
    assert_eq!(hidden.len(), 5, "every entry of it, and nothing else");
    for header in hidden {
        assert_eq!((header.wall % HOUR, header.mono % HOUR), (0, 0));
    }
    let id = book.notebook();
    book.rebuild().unwrap();
    book.shutdown().unwrap();
    let book = phone.open(id).unwrap();
    assert_eq!(book.welfare_record(record).unwrap(), view, "told anew, and read again");
    // Nobody has given this officer a role of the service: what was written can be read until sign-off.
    book.sign_off(&[]).unwrap();
    assert_eq!(book.welfare_record(record), Err(BeatbookError::NotFound));
    assert_eq!(book.welfare_records(10).unwrap(), vec![]);
    book.tell_welfare(record, vec![consent(Answer::Withdrawn, Capacity::Yes)]).unwrap();
    // What is written after it is there until the next one.
    let after = book.begin_welfare(contact()).unwrap();
    assert_eq!(book.welfare_records(10).unwrap().len(), 1);
    book.sign_on(SignOn::tasked()).unwrap();
    assert!(book.welfare_record(after).is_ok());
    book.sign_off(&[]).unwrap();
    assert_eq!(book.welfare_records(10).unwrap(), vec![]);
    assert!(book.verify().unwrap().is_sound());
}

#[test]
fn consent_of_somebody_asleep_is_refused_and_nothing_is_stored() {
    let phone = Phone::new();
    let book = phone.found();
    let record = book.begin_welfare(contact()).unwrap();
    assert_eq!(
        book.welfare_record(record).unwrap().welfare.opened.place,
        None,
        "off duty nobody knows where"
    );
    told(&book, record, person(None));
    let before = book.entries(None, 100).unwrap();
    let sent = || CareStep::Referral { to: "Coordinator".to_owned(), sent: "Wants a bed.".to_owned() };
    for (news, code) in [
        (consent(Answer::Given, Capacity::No), "consent_no_capacity"),
        (consent(Answer::Given, Capacity::Doubt), "consent_capacity_in_doubt"),
        (step(1, sent()), "no_consent"),
        (step(2, sent()), "unknown_person"),
        (WelfareNews::Person { person: 0, known: Box::default() }, "person_number"),
        (WelfareNews::Person { person: 3, known: Box::default() }, "person_number"),
    ] {
        // All of it or none: the good step before it is not stored either.
        let refused = book.tell_welfare(record, vec![no_danger(), news]).unwrap_err();
        assert_eq!(refused.code(), code);
        assert!(!refused.to_string().is_empty());
    }
    assert_eq!(book.entries(None, 100).unwrap(), before);
    let nowhere = Id::from_bytes([9; 16]);
    assert_eq!(book.tell_welfare(nowhere, vec![no_danger()]), Err(BeatbookError::NotFound));
    // An encounter is no welfare record, and the other way round.
    let encounter = book.begin_encounter(BeginEncounter::here()).unwrap();
    assert_eq!(book.tell_welfare(encounter, vec![no_danger()]), Err(BeatbookError::NotFound));
    assert_eq!(book.tell_encounter(record, vec![]), Err(BeatbookError::NotFound));
}

#[test]
fn an_erased_step_is_told_no_more_and_leaves_no_word_in_the_file() {
    let phone = Phone::new();
    let book = phone.found();
    let check = BeginWelfare { about: WelfareAbout::Check(Subject::VulnerableAddress), ..contact() };
    let record = book.begin_welfare(check).unwrap();
    told(&book, record, no_danger());
    told(&book, record, person(Some(NAME)));
    let concern = CareStep::Concern {
        concern: ConcernCode::SelfNeglect,
        level: ConcernLevel::Low,
        text: format!("{NAME} has not eaten."),
        basis: Basis::Hearsay,
    };
    told(&book, record, step(1, concern));
    let of_record =
        |kind: &str| book.entries(None, 100).unwrap().iter().rfind(|one| one.kind == kind).unwrap().seq;
    book.erase(of_record("welfare_step"), "data_subject_request").unwrap();
    book.erase(of_record("welfare_person"), "data_subject_request").unwrap();
    let view = book.welfare_record(record).unwrap();
    assert_eq!((view.welfare.people.len(), view.welfare.steps.len()), (0, 1));
    book.rebuild().unwrap();
    assert_eq!(book.welfare_record(record).unwrap(), view);
    // Without its beginning nothing is told; the chain holds.
    let opened = of_record("welfare_opened");
    book.erase(opened, "data_subject_request").unwrap();
    assert_eq!(book.welfare_record(record), Err(BeatbookError::NotFound));
    assert_eq!(book.welfare_records(10).unwrap(), vec![]);
    assert!(book.verify().unwrap().is_sound());
    let id = book.notebook();
    book.shutdown().unwrap();
    assert!(!pages(&phone, id).windows(NAME.len()).any(|bytes| bytes == NAME.as_bytes()));
}

#[test]
fn no_erasure_brings_a_consent_back_that_was_withdrawn() {
    let phone = Phone::new();
    let book = phone.found();
    let record = book.begin_welfare(contact()).unwrap();
    let opened = book.entries(None, 100).unwrap().last().unwrap().seq;
    told(&book, record, person(Some(NAME)));
    told(&book, record, consent(Answer::Given, Capacity::Yes));
    told(&book, record, consent(Answer::Withdrawn, Capacity::Doubt));
    let withdrawn = book.entries(None, 100).unwrap().last().unwrap().seq;
    assert_eq!(book.erase(withdrawn, "request"), Err(BeatbookError::NotErasable));
    assert_eq!(book.welfare_record(record).unwrap().welfare.consent_of(1), None);
    // What was given can be forgotten, and with its beginning the whole record.
    book.erase(withdrawn - 1, "request").unwrap();
    book.erase(opened, "request").unwrap();
    book.erase(withdrawn, "request").unwrap();
    assert!(book.verify().unwrap().is_sound());
}

#[test]
fn the_emergency_card_comes_with_no_position_too() {
    let phone = Phone::new();
    let book = phone.found();
    let card = book.emergency_card(AskWhere::Newest).unwrap();
    assert!(card.card.is_none() && card.lines[0].contains("999"), "{card:?}");
    let before = book.entries(None, 10).unwrap();
    let there = AskWhere::At { lat: 51.38120, lon: 0.52060, accuracy_m: 7.2 };
    let card = book.emergency_card(there).unwrap();
    assert!(card.lines[0].contains("999"), "{card:?}");
    assert!(card.lines.iter().any(|line| line.contains("TQ 75")), "{card:?}");
    assert!(card.lines.iter().any(|line| line.contains("8 m")), "{card:?}");
    assert_eq!(book.entries(None, 10).unwrap(), before);
}

#[test]
fn somebody_in_danger_is_all_that_is_told_and_the_card_comes_with_it() {
    let phone = Phone::new();
    let book = phone.found();
    // Nothing is known but that: no position, no subject, no person.
    let begun = book.begin_emergency(AskWhere::Newest).unwrap();
    assert!(begun.emergency.card.is_none(), "{begun:?}");
    assert_eq!(begun.emergency.lines.len(), 2, "{begun:?}");
    assert!(begun.emergency.lines[1].contains("no position"), "{begun:?}");
    let view = book.welfare_record(begun.record).unwrap();
    assert_eq!((view.welfare.people.len(), view.welfare.steps.len()), (0, 1));
    assert_eq!(view.open, [Question::Emergency, Question::Risk]);
    assert_eq!(book.tell_welfare(begun.record, vec![closed()]).unwrap_err().code(), "emergency_first");
    // Everything else is told afterwards, in whatever order.
    let called = step(
        0,
        CareStep::Danger { immediate: true, called: Some(view.welfare.steps[0].at.wall), text: None },
    );
    let assessed = step(0, CareStep::Risk(RiskAssessment::default()));
    book.tell_welfare(begun.record, vec![person(None), called, assessed, closed()]).unwrap();
    assert!(book.welfare_record(begun.record).unwrap().open.is_empty());

    // On patrol, the newest fix is some minutes old: the card says so.
    book.sign_on(SignOn::tasked()).unwrap();
    book.record_fixes(&phone.walk(60)).unwrap();
    let fresh = book.begin_emergency(AskWhere::Newest).unwrap().emergency;
    let age = fresh.card.as_ref().and_then(|card| card.age_ms).unwrap();
    assert!(age < MINUTE && fresh.lines.last().unwrap().starts_with("Measured "), "{fresh:?}");
    phone.platform.advance(14 * MINUTE);
    let old = book.emergency_card(AskWhere::Newest).unwrap();
    assert_eq!(old.lines.last().unwrap(), "Measured 14 min ago: if you have moved since, say from where.");
    assert!(old.lines[1].starts_with("Grid reference "), "{old:?}");
}

#[test]
fn what_was_told_on_no_patrol_can_be_read_for_a_day() {
    const HOUR: i64 = 3_600_000;
    let phone = Phone::new();
    let book = phone.found();
    let reads = |record| book.welfare_record(record).is_ok();
    let off_duty = book.begin_welfare(contact()).unwrap();
    told(&book, off_duty, person(Some("Quatermass")));
    phone.platform.advance(23 * HOUR);
    let later = book.begin_welfare(contact()).unwrap();
    assert!(reads(off_duty) && reads(later) && book.welfare_records(10).unwrap().len() == 2);
    phone.platform.advance(HOUR + 1);
    assert!(!reads(off_duty) && reads(later), "no sign-off follows by which it would end");
    let mut out = Vec::new();
    book.export(&mut out).unwrap();
    assert!(!String::from_utf8(out).unwrap().contains("Quatermass"));
    // It is lost to nobody: more can be told of it, and on a patrol that lasts it stays.
    told(&book, off_duty, no_danger());
    book.sign_on(SignOn::tasked()).unwrap();
    let on_duty = book.begin_welfare(contact()).unwrap();
    phone.platform.advance(25 * HOUR);
    assert!(!reads(later) && reads(on_duty));
    book.sign_off(&[]).unwrap();
    assert!(!reads(on_duty));
}
