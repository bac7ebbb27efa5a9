//! Who may get a fixed penalty, and what comes before it: age, help, caution, understanding.

use beatbook_domain::law::age::AgeBand;
use beatbook_domain::notices::completeness::Ready;
use beatbook_domain::records::encounter::people::{Details, DetailsBasis, PersonKnown};
use beatbook_domain::records::encounter::steps::{EarlierHelp, HelpAnswer, LanguageHelp, Step};
use beatbook_protocol::id::Id;

use super::beat::{Beat, ENCOUNTER, adult, clock, condition, day, with};

fn shouting() -> Beat {
    Beat::fpn(condition("CAN-2", "PSPO-X"))
}

fn born(born: &str) -> PersonKnown {
    let mut known = adult();
    if let Some(Details::Person { born: date, .. }) = &mut known.details {
        *date = Some(day(born));
    }
    known
}

#[test]
fn phone_and_desk_judge_an_age_alike_though_a_birthday_lies_between_them() {
    // Seen on the 11th at 16:44. The phone issues after midnight; a desk checks as of the day of the conduct.
    let judged = |birth: &str| {
        let mut beat = shouting();
        beat.person(1, born(birth));
        beat.step(
            "16:45",
            Step::Understanding { language: None, help: LanguageHelp::None, explained_back: true },
        );
        let of_age = |codes: Vec<&'static str>| -> Vec<&'static str> {
            codes.into_iter().filter(|code| code.starts_with("age_")).collect()
        };
        let at_the_desk = of_age(beat.missing());
        let after_midnight = of_age(with(&beat, |beat| beat.now = clock("23:59") + 120_000));
        assert_eq!(after_midnight, at_the_desk, "born {birth}");
        at_the_desk
    };
    for (birth, code) in [
        ("2007-09-11", None),
        ("2007-09-12", Some("age_no_policy")),
        ("2009-09-11", Some("age_no_policy")),
        ("2009-09-12", Some("age_refer")),
        ("2015-09-11", Some("age_refer")),
        ("2015-09-12", Some("age_child")),
    ] {
        assert_eq!(judged(birth).first().copied(), code, "born {birth}");
    }
}

fn helped(behaviour: &str, help: &str, earlier: Option<EarlierHelp>) -> Step {
    Step::HelpOffered {
        behaviour: behaviour.to_owned(),
        help: help.to_owned(),
        answer: HelpAnswer::Declined,
        earlier,
    }
}

#[test]
fn a_sixteen_year_old_spectator_is_referred_unless_the_authority_has_a_policy() {
    let mut beat = shouting();
    beat.person(1, born("2009-05-01"));
    beat.step(
        "16:45",
        Step::Understanding { language: None, help: LanguageHelp::None, explained_back: true },
    );
    assert_eq!(beat.missing(), ["age_no_policy"]);
    beat.rules = beat.rules.enable_young("PSPO-X", "Youth policy 3", day("2025-09-01")).unwrap();
    beat.notice.rule_set = beat.rules.reference().unwrap();
    // Told by Thursday a week later, and not a question was asked on the street.
    assert_eq!(beat.ask(), Ok(Ready::Number { tell_guardian_by: Some(day("2025-09-18")) }));
    let asked = with(&beat, |beat| {
        beat.step("16:44", Step::Cautioned { version: "1".to_owned() });
        beat.step("16:45", Step::Questioned { question: "Why?".to_owned(), answer: "Dunno".to_owned() });
    });
    assert_eq!(asked, ["questions_on_the_street"]);
}

#[test]
fn children_the_unknown_and_births_in_the_future() {
    let with_person = |known: PersonKnown| {
        let mut beat = shouting();
        beat.step(
            "16:45",
            Step::Understanding { language: None, help: LanguageHelp::None, explained_back: true },
        );
        beat.person(1, known);
        beat.missing()
    };
    assert_eq!(with_person(born("2016-01-01")), ["age_child"]);
    assert_eq!(with_person(born("2011-01-01")), ["age_refer"]);
    assert_eq!(with_person(born("2025-09-12")), ["born_in_future"]);
    let mut ageless = adult();
    if let Some(Details::Person { born, .. }) = &mut ageless.details {
        *born = None;
    }
    assert_eq!(with_person(ageless.clone()), ["age_unknown"]);
    assert_eq!(
        with_person(PersonKnown { looks: Some(AgeBand::MaybeUnder18), ..ageless.clone() }),
        ["age_unknown"]
    );
    let adult = with_person(PersonKnown { looks: Some(AgeBand::Adult), ..ageless });
    assert_eq!(adult, ["excuse_not_asked"], "an adult is asked");
}

#[test]
fn details_refused_or_doubted_end_in_no_fixed_penalty() {
    let details = |details: Option<Details>| {
        let mut beat = shouting().fairly();
        beat.encounter.people.get_mut(&1).unwrap().known.looks = Some(AgeBand::Adult);
        beat.encounter.people.get_mut(&1).unwrap().known.details = details;
        if let Some(to) = beatbook_domain::records::notice::Recipient::of(&beat.encounter.people[&1].known) {
            beat.notice.recipient = to;
        }
        beat.missing()
    };
    assert_eq!(
        details(Some(Details::Refused { asked_under: DetailsBasis::Volunteered })),
        ["details_refused"]
    );
    assert_eq!(details(None), ["details"]);
    let person = |address: &str, believed| Details::Person {
        name: "Sam Example".to_owned(),
        address: vec![address.to_owned()],
        born: None,
        basis: DetailsBasis::S50,
        believed,
    };
    assert_eq!(details(Some(person(" ", false))), ["recipient_address", "details_doubted"]);
    assert!(details(Some(person("No fixed abode", true))).is_empty());
}

#[test]
fn paper_is_addressed_to_the_person_as_recorded() {
    let beat = shouting().fairly();
    let other =
        with(&beat, |beat| beat.notice.recipient = beatbook_domain::records::notice::Recipient::Refused);
    assert_eq!(other, ["recipient_differs"]);
    assert_eq!(with(&beat, |beat| beat.notice.person = None), ["person"]);
    assert_eq!(with(&beat, |beat| beat.encounter.conducts.clear()), ["conduct_not_recorded"]);
}

#[test]
fn support_comes_first() {
    let homeless = PersonKnown { appears_homeless: Some(true), ..PersonKnown::default() };
    let mut beat = shouting().fairly();
    beat.person(1, homeless);
    assert_eq!(beat.missing(), ["support_first"]);
    assert_eq!(
        with(&beat, |beat| beat.step("16:49", helped("", " ", None))),
        ["support_behaviour", "support_help", "support_basis"]
    );
    let own = |ids: &[[u8; 16]]| {
        let ids = ids.iter().map(|bytes| Id::from_bytes(*bytes)).collect();
        helped("Shouting abuse", "Outreach tonight", Some(EarlierHelp::OwnEncounters(ids)))
    };
    let two = with(&beat, |beat| beat.step("16:49", own(&[[8; 16], [9; 16]])));
    assert!(two.is_empty(), "{two:?}");
    for too_few in [&[[8; 16]][..], &[[8; 16], [8; 16]], &[[8; 16], *ENCOUNTER.as_bytes()]] {
        assert_eq!(with(&beat, |beat| beat.step("16:49", own(too_few))), ["support_basis"]);
    }
    let decision = |reference: &str| {
        let decision = EarlierHelp::Decision { reference: reference.to_owned() };
        with(&beat, |beat| beat.step("16:49", helped("Abuse", "A bed tonight", Some(decision))))
    };
    assert!(decision("MARAC 25/117").is_empty());
    assert_eq!(decision(" "), ["support_basis"]);
}

#[test]
fn a_condition_with_support_first_asks_whether_someone_appears_homeless() {
    let mut beat = shouting().fairly();
    beat.encounter.people.get_mut(&1).unwrap().known.appears_homeless = None;
    assert!(beat.is_ready());
    beat.reorder(|order| order.conditions[0].support_first = true);
    assert_eq!(beat.missing(), ["homeless_not_answered"]);
}

#[test]
fn caution_before_the_excuse() {
    let mut beat = shouting();
    beat.step(
        "16:44",
        Step::Understanding { language: None, help: LanguageHelp::None, explained_back: true },
    );
    beat.step("16:45", Step::ExcuseAsked { answer: "None.".to_owned() });
    assert_eq!(beat.missing(), ["caution"]);
    assert_eq!(beat.encounter.oddities.len(), 1, "kept, and said to be out of order");
    beat.step("16:46", Step::Cautioned { version: "1".to_owned() });
    assert_eq!(beat.missing(), ["caution"], "ask again after it");
    beat.step("16:47", Step::ExcuseAsked { answer: "None.".to_owned() });
    assert!(beat.is_ready());
}

#[test]
fn the_vulnerable_are_not_questioned() {
    let mut beat = shouting();
    beat.person(1, PersonKnown { vulnerable: Some(true), ..PersonKnown::default() });
    beat.step(
        "16:44",
        Step::Understanding { language: None, help: LanguageHelp::Card, explained_back: true },
    );
    assert!(beat.is_ready(), "identity only");
    assert_eq!(beat.fairly().missing(), ["questions_on_the_street"]);
}

#[test]
fn not_understood_is_no_fixed_penalty() {
    let beat = shouting().fairly();
    let said = |explained_back| Step::Understanding {
        language: Some("Polish".to_owned()),
        help: LanguageHelp::Interpreter,
        explained_back,
    };
    assert_eq!(with(&beat, |beat| beat.step("16:49", said(false))), ["not_understood"]);
    let after_help = with(&beat, |beat| {
        beat.step("16:49", said(false));
        beat.step("16:50", said(true));
    });
    assert!(after_help.is_empty());
}
