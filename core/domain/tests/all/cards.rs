//! Briefing cards: what can be set, which holds on a day, and how what was seen is counted.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use beatbook_domain::access::{AccessTable, Area, Audience, Level, Reader, Role, RoleTerm, Roles};
use beatbook_domain::cards::breaches::{Breach, count, spans};
use beatbook_domain::cards::{fold, policy};
use beatbook_domain::records::card::{
    CardBreaches, CardEntry, CardForm, CardPlan, CardPriority, CardSet, CardWithdrawn, PlanKind,
    PriorityClosed, may_have_card,
};
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::zone::ZoneKind;
use beatbook_protocol::id::Id;
use beatbook_protocol::limits::BODY_MAX;
use jiff::civil::{Date, date};
use proptest::prelude::*;

const TODAY: Date = date(2026, 11, 26);
const DAY: i64 = 86_400_000;
/// 26 November 2026, a Thursday, 12:00 in London.
const NOON: i64 = 1_795_694_400_000;

fn id(number: u8) -> Id {
    Id::from_bytes([number; 16])
}

fn priority(code: &str) -> CardPriority {
    CardPriority {
        code: code.to_owned(),
        words: "Drinking at the bus station".to_owned(),
        source: "survey 2026-Q3".to_owned(),
        from: TODAY,
        until: None,
    }
}

fn card() -> CardSet {
    CardSet {
        card: id(1),
        zone: "CHA-HS".to_owned(),
        at: NOON,
        team: "NTF".to_owned(),
        officer: None,
        priorities: vec![priority("Q4-1")],
        plan: None,
        todo: Vec::new(),
        avoid: Vec::new(),
        breach_days: 28,
        from: TODAY,
        until: None,
        by: id(9),
    }
}

fn plan(review: Date) -> Option<CardPlan> {
    Some(CardPlan { kind: PlanKind::Pmp, reference: "PMP 3/2026".to_owned(), review })
}

#[test]
fn a_card_is_refused_for_its_form_at_the_edge_of_each_limit() {
    let check = |change: fn(&mut CardSet)| {
        let mut set = card();
        change(&mut set);
        set.check(TODAY)
    };
    assert_eq!(check(|_| ()), Ok(()));
    let codes = ["a", "b", "c", "d"];
    let several = |number: usize| codes.iter().take(number).map(|code| priority(code)).collect::<Vec<_>>();
    assert_eq!(CardSet { priorities: several(3), ..card() }.check(TODAY), Ok(()));
    assert_eq!(CardSet { priorities: several(4), ..card() }.check(TODAY), Err(CardForm::Priorities));
    assert_eq!(check(|set| set.priorities.push(priority("Q4-1"))), Err(CardForm::SamePriority));
    assert_eq!(check(|set| set.todo = vec!["é".repeat(200); 10]), Ok(()));
    assert!(matches!(check(|set| set.todo = vec!["e".repeat(201)]), Err(CardForm::Text(_))));
    assert!(matches!(check(|set| set.avoid = vec![" ".to_owned()]), Err(CardForm::Text(_))));
    assert!(matches!(check(|set| set.todo = vec!["two\nlines".to_owned()]), Err(CardForm::Text(_))));
    assert_eq!(check(|set| set.todo = vec!["x".to_owned(); 11]), Err(CardForm::Lines));
    assert_eq!(check(|set| set.avoid = vec!["x".to_owned(); 11]), Err(CardForm::Lines));
    assert_eq!(check(|set| set.until = Some(TODAY)), Ok(()));
    assert_eq!(check(|set| set.until = Some(date(2026, 11, 25))), Err(CardForm::Until));
    let over = CardSet { from: date(2026, 11, 1), until: Some(date(2026, 11, 25)), ..card() };
    assert_eq!(over.check(TODAY), Err(CardForm::Over));
    assert_eq!(check(|set| set.priorities[0].until = Some(date(2026, 11, 25))), Err(CardForm::Until));
    assert_eq!(check(|set| set.plan = plan(TODAY)), Ok(()));
    assert_eq!(check(|set| set.plan = plan(date(2026, 11, 25))), Err(CardForm::Review));
    assert_eq!(check(|set| set.breach_days = 7), Ok(()));
    assert_eq!(check(|set| set.breach_days = 92), Ok(()));
    assert_eq!(check(|set| set.breach_days = 6), Err(CardForm::BreachDays));
    assert_eq!(check(|set| set.breach_days = 93), Err(CardForm::BreachDays));
    assert_eq!(check(|set| set.priorities.clear()), Err(CardForm::Empty));
    assert_eq!(policy().breach_days, 28, "the file that ships can be read");
}

#[test]
fn the_longest_card_fits_an_entry_in_any_script() {
    let long = |most: usize| "\u{1F6A8}".repeat(most);
    let priority = |code: &str| CardPriority {
        code: format!("{code}{}", long(199)),
        words: long(200),
        source: long(200),
        ..priority(code)
    };
    let set = CardSet {
        zone: long(200),
        team: long(200),
        priorities: ["a", "b", "c"].map(priority).to_vec(),
        plan: Some(CardPlan { reference: long(200), ..plan(TODAY).unwrap() }),
        todo: vec![long(200); 10],
        avoid: vec![long(200); 10],
        ..card()
    };
    assert_eq!(set.check(TODAY), Ok(()));
    let bytes = ServerBody::Card(CardEntry::Set(Box::new(set))).to_bytes().unwrap();
    assert!(bytes.len() < BODY_MAX, "{}", bytes.len());
}

#[test]
fn no_card_tells_where_a_count_or_an_exclusion_is() {
    let kinds = ZoneKind::NAMES.map(|(kind, _)| (kind, may_have_card(kind)));
    let may: Vec<ZoneKind> = kinds.iter().filter(|(_, may)| *may).map(|(kind, _)| *kind).collect();
    assert_eq!(may, [ZoneKind::Ward, ZoneKind::Hotspot, ZoneKind::PspoArea]);
}

#[test]
fn one_version_replaces_the_other_from_its_first_day_on() {
    let set = |words: &str, from: Date, until: Option<Date>| {
        CardEntry::Set(Box::new(CardSet { todo: vec![words.to_owned()], from, until, ..card() }))
    };
    let gone = CardEntry::Withdrawn(CardWithdrawn {
        card: id(1),
        zone: "CHA-HS".to_owned(),
        at: NOON,
        why: "The plan has ended".to_owned(),
        by: id(9),
    });
    let todo = |told: &[CardEntry], day: Date| {
        let cards = fold(told.to_vec());
        cards.get("CHA-HS").and_then(|card| card.on(day)).map(|set| set.todo[0].clone())
    };
    let december = date(2026, 12, 1);
    let mut told = vec![set("now", TODAY, None)];
    assert_eq!(todo(&told, date(2026, 11, 25)), None);
    assert_eq!(todo(&told, TODAY).as_deref(), Some("now"));
    told.push(set("from December", december, Some(date(2026, 12, 31))));
    assert_eq!(todo(&told, TODAY).as_deref(), Some("now"), "the next has not begun");
    assert_eq!(todo(&told, december).as_deref(), Some("from December"));
    assert_eq!(todo(&told, date(2026, 12, 31)).as_deref(), Some("from December"));
    assert_eq!(todo(&told, date(2027, 1, 1)), None, "over, and the one before does not come back");
    told.push(gone);
    assert_eq!(todo(&told, december), None, "withdrawn, what had not begun as well");
    told.push(set("anew", TODAY, None));
    assert_eq!(todo(&told, december).as_deref(), Some("anew"));
    assert_eq!(fold(told)["CHA-HS"].history().len(), 4);
}

#[test]
fn what_was_done_stays_with_its_priority_and_its_code_is_not_used_for_another() {
    let closed = CardEntry::Closed(PriorityClosed {
        card: id(1),
        zone: "CHA-HS".to_owned(),
        at: NOON,
        priority: "Q4-1".to_owned(),
        did: "Lights at the bus station".to_owned(),
        on: TODAY,
        by: id(9),
    });
    let cards = fold([CardEntry::Set(Box::new(card())), closed]);
    let known = &cards["CHA-HS"];
    assert_eq!(known.closed("Q4-1").unwrap().did, "Lights at the bus station");
    assert_eq!(known.reuses(&card()), None, "the same priority stays on the card");
    let other = CardPriority { words: "Dogs".to_owned(), ..priority("Q4-1") };
    let reuses = |one: CardPriority| known.reuses(&CardSet { priorities: vec![one], ..card() });
    assert_eq!(reuses(other).as_deref(), Some("Q4-1"));
    assert_eq!(reuses(priority("Q4-2")), None);
    assert_eq!(known.priorities().len(), 1);
    // A code is the same in whatever capitals.
    let small = CardPriority { words: "Dogs".to_owned(), ..priority("q4-1") };
    assert_eq!(reuses(small).as_deref(), Some("q4-1"));
    assert_eq!(reuses(priority("q4-1")), None, "spelled otherwise it is the same priority still");
    assert_eq!(known.closed(" q4-1").unwrap().did, "Lights at the bus station");
}

#[test]
fn a_priority_whose_code_is_spelled_in_other_capitals_is_told_once() {
    let again = CardSet { priorities: vec![priority("q4-1")], ..card() };
    let cards = fold([CardEntry::Set(Box::new(card())), CardEntry::Set(Box::new(again))]);
    let told = cards["CHA-HS"].priorities();
    assert_eq!(told.iter().map(|one| one.code.as_str()).collect::<Vec<_>>(), ["q4-1"]);
}

fn seen(at: i64, code: &str) -> Breach {
    Breach { at, order: Some("ALC".to_owned()), code: code.to_owned() }
}

#[test]
fn what_was_seen_is_counted_by_code_day_and_hour_and_beside_as_many_days_before() {
    let (now, before) = spans(NOON, 28);
    assert_eq!((now.to, before.to, now.from - before.from), (NOON, now.from, 28 * DAY));
    let told = [
        seen(now.from - 1, "ALC-1"),          // the last instant of the days before
        seen(now.from, "ALC-1"),              // a Thursday at noon
        seen(NOON - 1, "ALC-1"),              // Thursday, just before noon
        seen(NOON, "ALC-1"),                  // not yet
        seen(NOON - 13 * 3_600_000, "DOG-1"), // Wednesday, 23:00
        seen(before.from - 1, "DOG-1"),       // long ago
    ];
    let counted = count("CHA-HS", 28, NOON, &told);
    assert_eq!((counted.now, counted.before), (3, 1));
    assert_eq!(counted.codes[0].code, "ALC-1");
    assert_eq!((counted.codes[0].now, counted.codes[0].before), (2, 1));
    assert_eq!((counted.codes[1].now, counted.codes[1].before), (1, 0));
    assert_eq!(counted.weekdays, [0, 0, 1, 2, 0, 0, 0]);
    assert_eq!(counted.parts, [0, 0, 1, 1, 0, 1]);
    assert!(counted.adds_up());
}

#[test]
fn numbers_of_a_zone_stay_small_however_many_codes_there_are() {
    let told: Vec<Breach> =
        (0..500).map(|number| seen(NOON - 1 - number, &format!("C-{}", number % 40))).collect();
    let counted = count("CHA-HS", 28, NOON, &told);
    assert_eq!((counted.codes.len(), counted.now), (12, 500));
    assert!(counted.adds_up() && counted.others.0 == 500 - 12 * 13);
}

proptest! {
    #[test]
    fn however_it_is_counted_it_comes_to_the_same(
        times in prop::collection::vec((NOON - 70 * DAY..NOON + DAY, 0_u8..20), 0..200),
        days in 7_u16..93,
    ) {
        let told: Vec<Breach> = times.iter().map(|(at, code)| seen(*at, &code.to_string())).collect();
        let counted = count("CHA-HS", days, NOON, &told);
        prop_assert!(counted.adds_up());
        let (now, before) = spans(NOON, days);
        let within = |span: beatbook_domain::presence::Interval| {
            times.iter().filter(|(at, _)| span.from <= *at && *at < span.to).count()
        };
        prop_assert_eq!((counted.now as usize, counted.before as usize), (within(now), within(before)));
        let mut backwards = told;
        backwards.reverse();
        prop_assert_eq!(count("CHA-HS", days, NOON, &backwards), counted);
    }
}

#[test]
fn what_was_seen_goes_to_those_alone_whose_roles_read_what_others_enforce() {
    let breaches = ServerBody::Card(CardEntry::Breaches(CardBreaches { as_at: NOON, zones: Vec::new() }));
    let card = ServerBody::Card(CardEntry::Set(Box::new(card())));
    assert_eq!((card.audience(), card.is_coarse()), (Audience::Everyone, false));
    for role in Role::ALL {
        let term = RoleTerm { role, from: TODAY, until: None };
        let access = AccessTable::shipped().access(&Roles::default().grant(term).unwrap(), TODAY);
        let reader = Reader::officer(id(1), "NTF".to_owned(), access, TODAY);
        let level = AccessTable::shipped().level(role, Area::Enforcement);
        let reads = matches!(level, Level::Authority | Level::Team);
        assert_eq!(reader.may_read(&breaches.audience()), reads, "{role:?}: {level:?}");
    }
}
