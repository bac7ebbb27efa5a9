//! Who may get a fixed penalty, and what comes before it: age, help, caution, understanding.

use beatbook_domain::law::age::AgeBand;
use beatbook_domain::law::powers::{Capacity, Power};
use beatbook_domain::notices::completeness::Ready;
use beatbook_domain::orders::legal_time::LegalTime;
use beatbook_domain::records::encounter::people::{Details, DetailsBasis, PersonKnown};
use beatbook_domain::records::encounter::steps::{EarlierHelp, HelpAnswer, LanguageHelp, Step};
use beatbook_domain::records::encounter::story::{Encounter, Oddity};
use beatbook_domain::records::encounter::{
    EncounterEntry, EncounterOpened, EncounterOutcome, EncounterPerson, EncounterStep, Label, Outcome, no_fpn,
};
use beatbook_domain::records::notice::content::NoticeContent;
use beatbook_domain::records::notice::six::{SixAnswer, SixAsked};
use beatbook_protocol::id::Id;

use super::beat::{Beat, ENCOUNTER, adult, clock, condition, day, moment, officer, terms, with};

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
        same_person: None,
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
    assert_eq!(with_person(born("2025-09-12")), ["born_in_future", "excuse_not_asked"]);
    // A slip of the pen makes nobody a child who was asked on the street.
    let mut slip = shouting();
    slip.step("16:44", Step::Cautioned { version: "1".to_owned() });
    slip.step("16:45", Step::ExcuseAsked { answer: "Felt like it".to_owned() });
    slip.step(
        "16:46",
        Step::Understanding { language: None, help: LanguageHelp::None, explained_back: true },
    );
    slip.person(1, born("2030-01-01"));
    assert_eq!(slip.missing(), ["born_in_future"]);
    slip.person(1, born("1850-01-01"));
    assert_eq!(slip.missing(), ["born_long_ago"]);
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
        basis: DetailsBasis::Volunteered,
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
    let decision = |reference: &str| {
        let decision = EarlierHelp::Decision { reference: reference.to_owned() };
        with(&beat, |beat| beat.step("16:49", helped("Abuse", "A bed tonight", Some(decision))))
    };
    assert!(decision("MARAC 25/117").is_empty());
    assert_eq!(decision(" "), ["support_basis"]);
}

/// An encounter of an earlier day with somebody, perhaps with an offer of help.
fn before(at: i64, known: PersonKnown, help: Option<&str>) -> Encounter {
    let opened = EncounterOpened {
        at: moment(at),
        time: Some(LegalTime { at, within: Some(2_000) }),
        place: None,
        patrol: None,
        controller: "MDW".to_owned(),
        joint: None,
        operation: None,
        land: None,
    };
    let mut encounter = Encounter::open(&opened).unwrap();
    let person = EncounterPerson { at: moment(at), person: 4, known, without_power: false };
    encounter.apply(&EncounterEntry::Person(person)).unwrap();
    if let Some(help) = help {
        let (time, person) = (Some(at), Some(4));
        let step = EncounterStep { at: moment(at), time, person, step: helped("Abuse", help, None) };
        encounter.apply(&EncounterEntry::Step(step)).unwrap();
    }
    encounter
}

fn id(of: u8) -> Id {
    Id::from_bytes([of; 16])
}

/// Someone who appears homeless, with help offered now that rests on these encounters.
fn based_on(ids: &[Id], same_person: Option<&str>) -> Beat {
    let mut beat = shouting().fairly();
    beat.person(1, PersonKnown { appears_homeless: Some(true), ..PersonKnown::default() });
    let mut step = helped("Shouting abuse", "Outreach", Some(EarlierHelp::OwnEncounters(ids.to_vec())));
    if let Step::HelpOffered { same_person: told, .. } = &mut step {
        *told = same_person.map(str::to_owned);
    }
    beat.step("16:49", step);
    beat
}

const YESTERDAY: i64 = 24 * 3_600_000;

#[test]
fn earlier_offers_are_own_encounters_with_the_same_person_that_this_phone_knows() {
    let then = clock("16:00") - YESTERDAY;
    let sam = || before(then, adult(), Some("A bed tonight"));
    let mut beat = based_on(&[id(8), id(9)], None);
    beat.helped = [(id(8), sam()), (id(9), sam())].into();
    assert!(beat.is_ready(), "{:?}", beat.ask());

    // One alone is too few; told twice it is one.
    let mut one = based_on(&[id(8), id(8)], None);
    one.helped = [(id(8), sam())].into();
    assert_eq!(one.missing(), ["support_basis"]);

    // Each that does not count is listed with its own reason, and named.
    let mut beat = based_on(&[id(8), ENCOUNTER, id(9), id(10), id(11), id(12)], None);
    let mut other = adult();
    if let Some(Details::Person { name, .. }) = &mut other.details {
        "Kim Other".clone_into(name);
    }
    beat.helped = [
        (id(8), sam()),
        (id(9), before(then, other, Some("A bed tonight"))),
        (id(10), before(then, adult(), None)),
        (id(11), before(clock("16:45"), adult(), Some("A bed tonight"))),
    ]
    .into();
    let mut missing = beat.missing();
    missing.sort_unstable();
    assert_eq!(
        missing,
        [
            "support_basis",
            "support_earlier_no_offer",
            "support_earlier_not_before",
            "support_earlier_other_person",
            "support_earlier_this",
            "support_earlier_unknown",
        ]
    );
    let points = beat.ask().unwrap_err();
    let unknown = points.iter().find(|point| point.code == "support_earlier_unknown").unwrap();
    assert!(unknown.remedy.contains(&id(12).to_string()), "{}", unknown.remedy);
}

#[test]
fn somebody_without_a_name_is_the_same_by_what_the_officer_knows_and_says() {
    let nameless = || before(clock("16:00") - YESTERDAY, PersonKnown::default(), Some("A bed tonight"));
    let asked = |same_person: Option<&str>| {
        let mut beat = based_on(&[id(8), id(9)], same_person);
        beat.helped = [(id(8), nameless()), (id(9), nameless())].into();
        beat.missing()
    };
    assert_eq!(asked(None), ["support_earlier_who", "support_earlier_who", "support_basis"]);
    assert_eq!(asked(Some(" ")), ["support_earlier_who", "support_earlier_who", "support_basis"]);
    assert!(asked(Some("Known to me by sight for months.")).is_empty());
}

#[test]
fn the_six_are_asked_before_every_penalty_and_the_record_answers_what_it_knows() {
    let asked = |six: SixAsked| {
        let mut beat = shouting().fairly();
        beat.answered(six);
        beat
    };
    let all = ["six_proportionate", "six_evidence", "six_no_exception"];
    assert_eq!(asked(SixAsked::default()).missing(), all, "all at once");
    let no = SixAsked { evidence: Some(false), ..SixAsked::yes() };
    assert_eq!(asked(no).missing(), ["six_evidence"]);
    let silent = with(&shouting().fairly(), |beat| beat.notice.six = None);
    assert_eq!(silent, ["six"]);
    let yes = asked(SixAsked::yes());
    assert!(yes.is_ready());
    let six = yes.notice.six.unwrap();
    let recorded = Some(SixAnswer::Recorded);
    assert_eq!((six.offence, six.understood, six.details), (recorded, recorded, recorded));
    assert_eq!((six.proportionate, six.evidence), (Some(SixAnswer::Yes), Some(SixAnswer::Yes)));
    // What the record does not know is listed by its own point, once.
    let mut doubted = adult();
    if let Some(Details::Person { believed, .. }) = &mut doubted.details {
        *believed = false;
    }
    let mut beat = shouting().fairly();
    beat.person(1, doubted);
    beat.answered(SixAsked::yes());
    assert_eq!(beat.notice.six.unwrap().details, None);
    assert_eq!(beat.missing(), ["details_doubted"]);
}

#[test]
fn details_required_under_section_50_need_an_officer_in_uniform_who_holds_it() {
    let required = |capacity, powers: &[Power], uniform: Option<bool>| {
        let mut beat = shouting().fairly();
        let mut known = adult();
        if let Some(Details::Person { basis, .. }) = &mut known.details {
            *basis = DetailsBasis::S50;
        }
        beat.person(1, known);
        beat.officer = officer(capacity, &[powers, &[Power::S68Fpn]].concat());
        beat.notice.issuer.capacity = capacity;
        beat.notice.issuer.in_uniform = uniform;
        beat.missing()
    };
    let s50 = &[Power::S50Details][..];
    assert!(required(Capacity::Constable, s50, Some(true)).is_empty());
    assert!(required(Capacity::Pcso, s50, Some(true)).is_empty());
    for (capacity, powers, uniform) in [
        (Capacity::Constable, &[][..], Some(true)),
        (Capacity::Constable, s50, None),
        (Capacity::Constable, s50, Some(false)),
        (Capacity::CouncilAuthorised, s50, Some(true)),
    ] {
        assert_eq!(required(capacity, powers, uniform), ["details_basis"], "{capacity:?} {uniform:?}");
    }
}

/// Person 1 has given details as required under this.
fn required_under(beat: &mut Beat, under: DetailsBasis) {
    let mut known = adult();
    if let Some(Details::Person { basis, .. }) = &mut known.details {
        *basis = under;
    }
    beat.person(1, known);
}

#[test]
fn details_required_under_section_88_carry_a_litter_penalty_of_somebody_who_may_give_one() {
    let litter = || {
        let mut fpn = shouting().fpn_content().clone();
        fpn.terms = terms("LIT");
        fpn.offence = "EPA 1990 s87".to_owned();
        let mut beat = Beat::new(NoticeContent::Fpn(fpn));
        let row = beat.rules.offence("LIT").unwrap().offence.clone();
        beat.fpn_content().offence = row;
        beat.conduct("LIT", Some(1));
        beat.answered(SixAsked::yes());
        beat.fairly()
    };
    let mut beat = litter();
    required_under(&mut beat, DetailsBasis::Epa88);
    assert!(beat.is_ready(), "{:?}", beat.ask());
    // Who holds no such power could not require them, whatever the paper is about.
    let without = with(&beat, |beat| beat.officer.held.retain(|held| held.power != Power::Epa88Fpn));
    assert!(without.contains(&"details_basis"), "{without:?}");
    // Nor do they carry a penalty for anything else.
    let mut other = shouting().fairly();
    required_under(&mut other, DetailsBasis::Epa88);
    assert_eq!(other.missing(), ["details_basis"]);
    assert!(other.ask().unwrap_err()[0].source.contains("EPA 1990 s88"));
}

#[test]
fn details_required_by_a_condition_need_an_order_that_asks_for_them() {
    let mut beat = shouting().fairly();
    required_under(&mut beat, DetailsBasis::OrderCondition);
    assert_eq!(beat.missing(), ["details_basis"]);
    assert!(beat.ask().unwrap_err()[0].source.contains("s59"));
    let mut json = serde_json::to_value(beat.order.as_ref().unwrap()).unwrap();
    json["conditions"][0]["asks_details"] = true.into();
    let order = serde_json::from_value(json).unwrap();
    beat.reorder(|known| *known = order);
    assert!(beat.is_ready(), "{:?}", beat.ask());
}

#[test]
fn what_is_done_without_the_power_is_kept_and_listed() {
    let mut beat = shouting();
    let (at, person) = (moment(clock("16:45")), Some(1));
    let known = PersonKnown {
        details: Some(Details::Refused { asked_under: DetailsBasis::S50 }),
        ..PersonKnown::default()
    };
    beat.tell(EncounterEntry::Person(EncounterPerson { at, person: 1, known, without_power: true }));
    let (text, no_fpn) = (None, Some("details".to_owned()));
    let outcome = Outcome::Arrest;
    let arrest = EncounterOutcome { at, person, outcome, text, no_fpn, without_power: true };
    beat.tell(EncounterEntry::Outcome(arrest));
    let listed = [(person, Oddity::DetailsWithoutPower), (person, Oddity::ArrestWithoutPower)];
    assert_eq!(beat.encounter.unpowered, listed);
    assert_eq!(beat.encounter.outcome_of(1), Some(Outcome::Arrest), "and it is kept");
    let reasons = |beat: &Beat| -> Vec<(Option<Label>, String)> {
        beat.encounter.without_penalty().iter().map(|one| (one.person, one.reason.clone())).collect()
    };
    assert_eq!(reasons(&beat), [(person, "details".to_owned())]);
    // What is told of everybody is told of whoever has no outcome of their own; the last word of each stands.
    let end = |person, outcome, no_fpn: Option<&str>| {
        let no_fpn = no_fpn.map(str::to_owned);
        let (text, without_power) = (None, false);
        EncounterEntry::Outcome(EncounterOutcome { at, person, outcome, text, no_fpn, without_power })
    };
    let known = PersonKnown::default();
    beat.tell(EncounterEntry::Person(EncounterPerson { at, person: 2, known, without_power: false }));
    beat.tell(end(None, Outcome::Warning, Some("proportionality")));
    assert_eq!(reasons(&beat), [(person, "details".to_owned()), (None, "proportionality".to_owned())]);
    beat.tell(end(person, Outcome::Warning, None));
    assert_eq!(reasons(&beat), [(None, "proportionality".to_owned())]);
    beat.tell(end(None, Outcome::Warning, None));
    assert_eq!(reasons(&beat), []);
}

#[test]
fn reasons_for_no_penalty_are_a_list_of_data_and_counted_by_month() {
    let known = no_fpn::shipped();
    assert!(known.len() >= 8 && known.iter().any(|one| one.code == "young"));
    let given = [
        ("2025-09-11", "young"),
        ("2025-09-30", "young"),
        ("2025-10-01", "weather"),
        ("2025-09-01", "exempt"),
    ];
    let rows = no_fpn::by_month(given.map(|(on, code)| (day(on), code.to_owned())));
    let rows: Vec<_> = rows.iter().map(|row| (row.month, row.code.as_str(), row.people)).collect();
    let (september, october) = (day("2025-09-01"), day("2025-10-01"));
    assert_eq!(rows, [(september, "young", 2), (september, "exempt", 1), (october, "weather", 1)]);
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
