//! A welfare record's story, at its edges.

use beatbook_protocol::entry::BootId;
use jiff::civil::Date;

use super::people::PersonSeen;
use super::steps::{CareStep, HelpKind, Occupants};
use super::story::{Question, Welfare, WelfareRefusal};
use super::telling::Contrary;
use super::{
    Subject, WelfareAbout, WelfareClosed, WelfareEntry, WelfareOpened, WelfarePerson, WelfareResult,
    WelfareStep,
};
use crate::calendar::local_date;
use crate::law::age::AgeBand;
use crate::orders::legal_time::LegalTime;
use crate::records::encounter::Label;
use crate::records::encounter::steps::HelpAnswer;
use crate::records::encounter::story::EACH_MAX;
use crate::records::journal::{Basis, Moment};
use crate::welfare::concern::{ConcernCode, ConcernLevel};
use crate::welfare::consent::{Answer, Capacity, Consent, ConsentMethod, ConsentRefusal};
use crate::welfare::disclosure::{Disclosure, DisclosureReason, PersonTold};
use crate::welfare::risk::{Risk, RiskAssessment, RiskKind, RiskLevel, WORDS_MAX};
use crate::welfare::sleeping::{Site, SleepingState};

/// 13 November 2025, 04:40 local.
const AT: Moment = Moment { wall: 1_763_008_800_000, mono: 5, boot: BootId(1) };

fn open(about: WelfareAbout) -> Welfare {
    let opened = WelfareOpened {
        at: AT,
        time: None,
        place: None,
        patrol: None,
        controller: "MDW".to_owned(),
        about,
        address: None,
        joint: None,
    };
    Welfare::open(&opened).unwrap()
}

fn step(person: impl Into<Option<Label>>, step: CareStep) -> WelfareEntry {
    WelfareEntry::Step(WelfareStep { at: AT, time: None, within: None, person: person.into(), step })
}

fn person(label: Label, known: PersonSeen) -> WelfareEntry {
    WelfareEntry::Person(Box::new(WelfarePerson { at: AT, person: label, known }))
}

fn bedded() -> PersonSeen {
    PersonSeen { state: Some(SleepingState::BeddedDown), ..PersonSeen::default() }
}

fn closed() -> WelfareEntry {
    WelfareEntry::Closed(WelfareClosed { at: AT, time: None, result: WelfareResult::Advice, text: None })
}

fn consent(answer: Answer, capacity: Capacity) -> CareStep {
    CareStep::Consent(Consent {
        answer,
        capacity,
        wording: "2025-2".to_owned(),
        method: ConsentMethod::Spoken,
    })
}

fn referral() -> CareStep {
    CareStep::Referral { to: "Rough sleeping coordinator".to_owned(), sent: "Wants a bed.".to_owned() }
}

fn no_danger() -> WelfareEntry {
    step(None, CareStep::Danger { immediate: false, called: None, text: None })
}

fn disclosure() -> Disclosure {
    Disclosure {
        reason: Some(DisclosureReason::ChildAtRisk),
        told: Some(PersonTold::Told),
        recipient: "Front door".to_owned(),
        sent: "Seen asleep in a doorway.".to_owned(),
    }
}

#[test]
fn nothing_comes_before_danger_and_a_card_comes_before_a_form() {
    let mut welfare = open(WelfareAbout::Contact);
    welfare.apply(&person(1, bedded())).unwrap();
    assert_eq!(welfare.open_questions(), [Question::Danger]);
    assert_eq!(welfare.apply(&closed()), Err(WelfareRefusal::Open(Question::Danger)));
    let immediate = |called| step(1, CareStep::Danger { immediate: true, called, text: None });
    welfare.apply(&immediate(None)).unwrap();
    assert_eq!(welfare.open_questions(), [Question::Emergency]);
    welfare.apply(&immediate(Some(AT.wall))).unwrap();
    assert_eq!(welfare.apply(&closed()), Ok(()));
    assert_eq!(welfare.closed.as_ref().map(|closed| closed.result), Some(WelfareResult::Advice));
}

#[test]
fn help_needs_no_name_and_consent_needs_somebody_who_can_give_it() {
    let mut welfare = open(WelfareAbout::Contact);
    let told = step(1, referral());
    assert_eq!(welfare.check_person_known(&told), Err(WelfareRefusal::UnknownPerson));
    welfare.apply(&person(1, PersonSeen::default())).unwrap();
    let offer = CareStep::Offer {
        help: HelpKind::Accommodation,
        service: "Night shelter".to_owned(),
        answer: HelpAnswer::Accepted,
    };
    welfare.apply(&step(1, offer)).unwrap();
    assert_eq!(welfare.apply(&step(1, referral())), Err(WelfareRefusal::NoConsent));
    // Asleep, or drunk: whoever says they agreed, they could not.
    for (capacity, why) in
        [(Capacity::Doubt, ConsentRefusal::CapacityInDoubt), (Capacity::No, ConsentRefusal::NoCapacity)]
    {
        let refused = welfare.apply(&step(1, consent(Answer::Given, capacity)));
        assert_eq!(refused, Err(WelfareRefusal::Consent(why)));
        welfare.apply(&step(1, consent(Answer::Declined, capacity))).unwrap();
    }
    assert_eq!(
        welfare.apply(&step(None, consent(Answer::Given, Capacity::Yes))),
        Err(WelfareRefusal::WhichPerson)
    );
    welfare.apply(&step(1, consent(Answer::Given, Capacity::Yes))).unwrap();
    assert_eq!(welfare.consent_of(1).map(|consent| consent.wording.as_str()), Some("2025-2"));
    assert_eq!(welfare.apply(&step(1, referral())), Ok(()));
}

#[test]
fn consent_is_of_one_person_and_ends_when_it_is_taken_back() {
    let mut welfare = open(WelfareAbout::Contact);
    welfare.apply(&person(1, bedded())).unwrap();
    welfare.apply(&person(2, bedded())).unwrap();
    let withdrawn = || consent(Answer::Withdrawn, Capacity::Doubt);
    welfare.apply(&step(1, consent(Answer::Given, Capacity::Yes))).unwrap();
    assert_eq!(welfare.apply(&step(2, referral())), Err(WelfareRefusal::NoConsent));
    // Even from somebody who could not give it now.
    welfare.apply(&step(1, withdrawn())).unwrap();
    assert_eq!(welfare.apply(&step(1, referral())), Err(WelfareRefusal::NoConsent));
    // Told twice, or of consent given in another record: taken.
    assert_eq!(welfare.apply(&step(1, withdrawn())), Ok(()));
    let before = welfare.clone();
    assert!(welfare.apply(&step(1, referral())).is_err());
    assert_eq!(welfare, before, "a refusal changes nothing");
}

#[test]
fn somebody_who_may_be_a_child_opens_safeguarding_before_the_next_form() {
    let day: Date = "2025-11-13".parse().unwrap();
    let born = |text: &str| PersonSeen { born: text.parse().ok(), ..bedded() };
    // Eighteen today is no child; tomorrow is.
    for (known, child) in [
        (born("2007-11-13"), false),
        (born("2007-11-14"), true),
        (PersonSeen { looks: Some(AgeBand::MaybeUnder18), ..bedded() }, true),
        (PersonSeen { looks: Some(AgeBand::Adult), ..bedded() }, false),
        // A date is what somebody says: who plainly looks like a child is one until somebody has asked.
        (PersonSeen { looks: Some(AgeBand::From10To15), ..born("2000-05-01") }, true),
        (PersonSeen { looks: Some(AgeBand::MaybeUnder18), ..born("2000-05-01") }, false),
        (bedded(), false),
    ] {
        assert_eq!(known.may_be_child(day), child, "{known:?}");
        let mut welfare = open(WelfareAbout::Contact);
        welfare.apply(&no_danger()).unwrap();
        welfare.apply(&person(1, known)).unwrap();
        let expected: &[Question] = if child { &[Question::Child(1)] } else { &[] };
        assert_eq!(welfare.open_questions(), expected);
        if child {
            let empty = Disclosure { reason: None, recipient: " ".to_owned(), ..disclosure() };
            let Err(WelfareRefusal::Disclosure(missing)) =
                welfare.apply(&step(1, CareStep::Disclosure(empty)))
            else {
                panic!("two points are missing")
            };
            let codes: Vec<_> = missing.iter().map(|point| point.code).collect();
            assert_eq!(codes, ["disclosure_reason", "disclosure_recipient"]);
            welfare.apply(&step(1, CareStep::Disclosure(disclosure()))).unwrap();
            assert_eq!(welfare.apply(&closed()), Ok(()));
        }
    }
}

#[test]
fn a_child_sleeps_rough_by_what_is_told_whatever_the_record_is_about() {
    let with = |state| PersonSeen { born: "2015-01-01".parse().ok(), state, ..PersonSeen::default() };
    let asked = |subject, state| {
        let mut check = open(WelfareAbout::Check(subject));
        check.apply(&person(1, with(state))).unwrap();
        check.children_first()
    };
    for subject in [Subject::Person, Subject::VulnerableAddress, Subject::Encampment] {
        assert_eq!(asked(subject, Some(SleepingState::BeddedDown)), [1], "{subject:?}");
        assert_eq!(asked(subject, Some(SleepingState::AboutTo)), [1], "{subject:?}");
        for state in [None, Some(SleepingState::AwakeNot), Some(SleepingState::BeddingOnly)] {
            assert!(asked(subject, state).is_empty(), "{subject:?} {state:?}");
        }
        // Where they sleep says it, too; caravans of an encampment do not.
        let mut check = open(WelfareAbout::Check(subject));
        check.apply(&person(1, with(None))).unwrap();
        check.apply(&step(1, CareStep::Site { site: Site::Vehicle, structure: None })).unwrap();
        assert_eq!(check.children_first().is_empty(), subject == Subject::Encampment, "{subject:?}");
    }
    // Immediate danger is asked about first, and the card comes before the child.
    let mut emergency = open(WelfareAbout::Check(Subject::Person));
    emergency.apply(&step(None, CareStep::Danger { immediate: true, called: None, text: None })).unwrap();
    emergency.apply(&person(1, with(Some(SleepingState::BeddedDown)))).unwrap();
    assert_eq!(emergency.open_questions(), [Question::Emergency, Question::Child(1), Question::Risk]);
}

#[test]
fn an_encampment_is_complete_once_it_is_known_who_lives_there_and_waits_as_long_as_it_says() {
    let mut welfare = open(WelfareAbout::Check(Subject::Encampment));
    let record = beatbook_protocol::id::Id::from_bytes([7; 16]);
    welfare.apply(&no_danger()).unwrap();
    assert_eq!(welfare.apply(&closed()), Err(WelfareRefusal::Open(Question::Occupants)));
    assert_eq!(welfare.done(record), None);
    let occupants = Occupants { people: 19, children: 6, pregnant: 1, ..Occupants::default() };
    welfare.apply(&step(None, CareStep::Occupants(occupants))).unwrap();
    assert_eq!(welfare.open_questions(), [Question::Risk]);
    welfare.apply(&step(None, CareStep::Risk(RiskAssessment::default()))).unwrap();
    assert_eq!(welfare.check_complete(&closed()), Ok(()));
    welfare.apply(&closed()).unwrap();
    assert_eq!(welfare.done(record).unwrap().wait_until, None);
    let monday: Date = "2025-11-17".parse().unwrap();
    let deferral = CareStep::Deferral {
        until: monday,
        owner: "Community safety team".to_owned(),
        equality: "Hospital appointment on Friday.".to_owned(),
    };
    welfare.apply(&step(None, deferral)).unwrap();
    let done = welfare.done(record).unwrap();
    assert_eq!((done.completed, done.wait_until), (AT.wall, Some(monday)));
    // Nobody else's check opens that gate.
    let mut tent = open(WelfareAbout::Check(Subject::Tent));
    tent.apply(&no_danger()).unwrap();
    tent.apply(&closed()).unwrap();
    assert_eq!(tent.done(record), None);
}

#[test]
fn a_contact_says_of_everybody_whether_they_were_bedded_down() {
    let mut welfare = open(WelfareAbout::Contact);
    welfare.apply(&no_danger()).unwrap();
    welfare.apply(&person(1, bedded())).unwrap();
    welfare.apply(&person(2, PersonSeen::default())).unwrap();
    assert_eq!(welfare.apply(&closed()), Err(WelfareRefusal::Open(Question::Sleeping(2))));
    // A check of somebody at an address asks nothing of the kind.
    let mut check = open(WelfareAbout::Check(Subject::VulnerableAddress));
    check.apply(&no_danger()).unwrap();
    check.apply(&person(1, PersonSeen::default())).unwrap();
    assert_eq!(check.apply(&closed()), Ok(()));
}

#[test]
fn texts_and_numbers_have_their_limits() {
    let mut welfare = open(WelfareAbout::Contact);
    let named = |name: String| person(1, PersonSeen { given: Some(name), ..PersonSeen::default() });
    assert_eq!(welfare.apply(&named("x".repeat(200))), Ok(()));
    let text = Err(WelfareRefusal::Text { field: "given name" });
    assert_eq!(welfare.apply(&named("x".repeat(201))), text);
    assert_eq!(welfare.apply(&named(" ".to_owned())), text);
    let most = Label::try_from(EACH_MAX).unwrap();
    for label in 1..=most {
        welfare.apply(&person(label, PersonSeen::default())).unwrap();
    }
    assert_eq!(welfare.apply(&person(most + 1, PersonSeen::default())), Err(WelfareRefusal::TooMany));
    assert_eq!(welfare.apply(&person(most, bedded())), Ok(()), "somebody known is still told of");
    for _ in 0..EACH_MAX {
        welfare.apply(&no_danger()).unwrap();
    }
    assert_eq!(welfare.apply(&no_danger()), Err(WelfareRefusal::TooMany));
}

#[test]
fn a_child_of_a_leap_day_is_one_until_the_first_of_march() {
    let known = PersonSeen { born: "2008-02-29".parse().ok(), ..PersonSeen::default() };
    assert!(known.may_be_child("2026-02-28".parse().unwrap()));
    assert!(!known.may_be_child("2026-03-01".parse().unwrap()));
}

#[test]
fn a_concern_outlives_the_name_that_was_erased() {
    // What recorded person 1 is gone: the fold begins with what was done for them.
    let mut welfare = open(WelfareAbout::Contact);
    let offer =
        CareStep::Offer { help: HelpKind::Health, service: "Nurse".to_owned(), answer: HelpAnswer::Accepted };
    welfare.apply(&step(1, offer)).unwrap();
    assert_eq!(welfare.people.get(&1), Some(&PersonSeen::default()));
}

#[test]
fn it_comes_back_as_it_was_written() {
    for entry in [
        person(1, bedded()),
        step(1, consent(Answer::Given, Capacity::Yes)),
        step(None, CareStep::Disclosure(disclosure())),
    ] {
        let body = crate::records::body::EntryBody::Welfare(entry);
        let bytes = body.to_coarse_bytes().unwrap();
        assert_eq!(crate::records::body::EntryBody::parse("welfare", 1, &bytes), Ok(body));
    }
}

#[test]
fn a_check_ends_with_its_assessment_and_one_of_an_earlier_phone_is_read_without() {
    for subject in [Subject::RoughSleeper, Subject::Tent, Subject::VulnerableAddress, Subject::Person] {
        let mut check = open(WelfareAbout::Check(subject));
        assert_eq!(check.check_complete(&closed()), Err(WelfareRefusal::Open(Question::Danger)));
        check.apply(&no_danger()).unwrap();
        assert_eq!(check.check_complete(&closed()), Err(WelfareRefusal::Open(Question::Risk)));
        assert_eq!(check.apply(&closed()), Ok(()), "kept as an earlier phone told it");
    }
    let mut contact = open(WelfareAbout::Contact);
    contact.apply(&no_danger()).unwrap();
    assert_eq!(
        contact.check_complete(&closed()),
        Ok(()),
        "half past four in the morning: no form more than it needs"
    );
}

#[test]
fn a_grave_risk_needs_its_facts_and_what_is_done_and_each_kind_has_one_level() {
    let risk = |kind, level| Risk { kind, level };
    let words = || Some("Said so.".to_owned());
    let (low, medium, high) = (RiskLevel::Low, RiskLevel::Medium, RiskLevel::High);
    let (own, visitors) = (RiskKind::Themselves, RiskKind::Visitors);
    type Case = (Vec<Risk>, Option<String>, Option<String>, &'static [&'static str]);
    let cases: [Case; 7] = [
        (vec![], None, None, &[]),
        (vec![risk(own, low), risk(visitors, low)], None, None, &[]),
        (vec![risk(own, low), risk(visitors, medium)], None, None, &["risk_seen", "risk_plan"]),
        (vec![risk(own, high)], words(), Some(" ".to_owned()), &["risk_plan"]),
        (vec![risk(own, high)], words(), words(), &[]),
        (vec![risk(own, low), risk(own, low)], None, None, &["risk_twice"]),
        (vec![risk(own, high), risk(own, low)], None, words(), &["risk_twice", "risk_seen"]),
    ];
    for (risks, seen, plan, missing) in cases {
        let told = RiskAssessment { risks, seen, plan };
        let codes: Vec<_> = told.missing().iter().map(|point| point.code).collect();
        assert_eq!(codes, missing, "{told:?}");
        let mut check = open(WelfareAbout::Check(Subject::Person));
        assert_eq!(check.apply(&step(None, CareStep::Risk(told.clone()))).is_ok(), missing.is_empty());
        assert_eq!(check.risk(), Some(&told).filter(|_| missing.is_empty()));
    }
    for (length, fits) in [(WORDS_MAX, true), (WORDS_MAX + 1, false)] {
        let told = RiskAssessment { seen: Some("x".repeat(length)), ..RiskAssessment::default() };
        let mut check = open(WelfareAbout::Check(Subject::Person));
        assert_eq!(check.apply(&step(None, CareStep::Risk(told))).is_ok(), fits, "{length}");
    }
}

#[test]
fn a_record_that_holds_something_to_worry_about_does_not_end_as_no_concern() {
    let ends = |result| WelfareEntry::Closed(WelfareClosed { at: AT, time: None, result, text: None });
    let concern = CareStep::Concern {
        concern: ConcernCode::SelfNeglect,
        level: ConcernLevel::Low,
        text: "Has not eaten.".to_owned(),
        basis: Basis::Fact,
    };
    let danger = |immediate| CareStep::Danger { immediate, called: immediate.then_some(AT.wall), text: None };
    let cases = [
        (vec![danger(false), concern.clone()], Some(Contrary::Concern)),
        (vec![danger(false), concern, CareStep::Disclosure(disclosure())], Some(Contrary::Disclosure)),
        (vec![danger(true)], Some(Contrary::Danger)),
        (vec![danger(true), danger(false)], None),
        (vec![danger(false)], None),
    ];
    for (steps, contrary) in cases {
        let mut record = open(WelfareAbout::Contact);
        for told in steps {
            record.apply(&step(None, told)).unwrap();
        }
        let refused = contrary.map_or(Ok(()), |contrary| Err(WelfareRefusal::NotNoConcern(contrary)));
        assert_eq!(record.check_result(&ends(WelfareResult::NoConcern)), refused);
        for result in [WelfareResult::Advice, WelfareResult::Referral, WelfareResult::Emergency] {
            assert_eq!(record.check_result(&ends(result)), Ok(()));
        }
        assert_eq!(record.apply(&ends(WelfareResult::NoConcern)), Ok(()), "kept as an earlier phone told it");
        assert_eq!(record.result_doubt().map(|doubt| doubt.code), contrary.map(|_| "result_no_concern"));
    }
}

#[test]
fn a_time_that_nothing_confirms_is_between_the_officers_beginning_and_the_entrys_receipt() {
    let ahead = AT.wall + 86_400_000;
    let told = |time, within| {
        let step = CareStep::Note { text: "Asleep.".to_owned(), basis: Basis::Fact };
        let entry = WelfareEntry::Step(WelfareStep { at: AT, time, within, person: None, step });
        let WelfareEntry::Step(step) = entry.taken_in(AT.wall - 10, AT.wall + 60_000) else {
            panic!("a step")
        };
        step.told_at() - AT.wall
    };
    assert_eq!(told(Some(ahead), None), 60_000);
    assert_eq!(told(Some(ahead), Some(2_000)), 86_400_000, "satellites know better than the server's clock");
    assert_eq!((told(Some(AT.wall - 5), None), told(None, None)), (-5, 0), "what was before stays");
    let behind = AT.wall - 11;
    assert_eq!(told(Some(behind), None), 60_000, "nobody had heard of the officer then");
    assert_eq!(told(Some(behind), Some(2_000)), -11);
    let of = |since, taken| {
        let opened = WelfareClosed { at: AT, time: None, result: WelfareResult::Advice, text: None };
        let WelfareEntry::Closed(closed) = WelfareEntry::Closed(opened).taken_in(since, taken) else {
            panic!("an end")
        };
        closed.time
    };
    assert_eq!(of(AT.wall + 2, AT.wall + 1), None, "a server's clock that was put back moves nothing");
    assert_eq!(of(AT.wall + 2, i64::MAX), None, "nor what came nobody knows when");
    let ends = |time| {
        let entry =
            WelfareEntry::Closed(WelfareClosed { at: AT, time, result: WelfareResult::Advice, text: None });
        let WelfareEntry::Closed(closed) = entry.taken_in(0, AT.wall - 60_000) else { panic!("an end") };
        closed.time
    };
    let known = |born, since, taken| {
        let known = PersonSeen { born, ..PersonSeen::default() };
        let told = WelfarePerson { at: AT, person: 1, known };
        let WelfareEntry::Person(told) = WelfareEntry::Person(Box::new(told)).taken_in(since, taken) else {
            panic!("a person")
        };
        told.at.wall - AT.wall
    };
    assert_eq!(known(None, 0, AT.wall - 60_000), -60_000);
    assert_eq!(
        known(None, AT.wall + 10, AT.wall + 60_000),
        10,
        "a child does not grow up by being told of late, and no grown-up is a child by a clock years behind"
    );
    let ages = AT.wall + 20 * 365 * 86_400_000;
    let born = local_date(AT.wall + 86_400_000).ok();
    assert_eq!(known(born, AT.wall + 10, ages), ages - AT.wall, "nobody is met before they were born");
    let exactly = LegalTime { at: ahead, within: Some(1_000) };
    assert_eq!(ends(Some(exactly)), Some(exactly));
    let bounded = Some(LegalTime { at: AT.wall - 60_000, within: None });
    assert_eq!((ends(Some(LegalTime { at: ahead, within: None })), ends(None)), (bounded, bounded));
}
