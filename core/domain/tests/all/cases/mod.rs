//! Cases: one story each from what the desk told, and a table by kind that adds up.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_domain::cases::{CaseLists, CaseTable, Cases};
use beatbook_domain::records::case::{CaseAct, CaseActed, CaseRefusal, LinkedKind};
use beatbook_domain::records::reference::{Reference, ReferenceSystem};
use beatbook_protocol::id::Id;
use jiff::civil::{Date, date};
use proptest::prelude::*;

fn id(number: u16) -> Id {
    let mut bytes = [7; 16];
    bytes[14..].copy_from_slice(&number.to_be_bytes());
    Id::from_bytes(bytes)
}

fn acted(case: u16, act: CaseAct) -> CaseActed {
    CaseActed { case: id(case), by: id(900), act }
}

fn opened(case: u16, number: &str, kind: &str, on: Date) -> CaseActed {
    let (number, kind) = (number.to_owned(), kind.to_owned());
    acted(case, CaseAct::Opened { number, kind, on, lead: id(901), about: None })
}

fn closed(case: u16, on: Date) -> CaseActed {
    acted(case, CaseAct::Closed { on, outcome: "resolved".to_owned(), words: None })
}

fn linked(case: u16, record: u16) -> CaseActed {
    acted(case, CaseAct::Linked { record: id(record), kind: LinkedKind::Notice })
}

const MAY: Date = date(2025, 5, 10);

#[test]
fn the_lists_ship() {
    let lists = CaseLists::shipped();
    assert_eq!((lists.kinds.len(), lists.outcomes.len()), (6, 5));
    assert!(lists.kind("reassurance").is_some() && lists.outcome("resolved").is_some());
}

#[test]
fn a_case_from_open_to_closed_and_what_does_not_hold() {
    let reopened = |why: &str| acted(1, CaseAct::Reopened { why: why.to_owned() });
    let acts = [
        opened(1, "CST 12/25", "pspo", MAY),
        opened(2, "cst  12/25", "pspo", MAY),
        linked(1, 50),
        linked(1, 50),
        acted(1, CaseAct::Unlinked { record: id(51) }),
        acted(
            1,
            CaseAct::Referenced(Reference { system: ReferenceSystem::Cad, value: "25-1188".to_owned() }),
        ),
        closed(1, date(2025, 5, 9)),
        reopened("Not closed yet"),
        closed(1, MAY),
        linked(1, 52),
        reopened(" "),
        reopened("They are back"),
        acted(1, CaseAct::Led { lead: id(902) }),
        linked(3, 50),
        opened(4, "CST 13/25", "robbery", MAY),
    ];
    let cases = Cases::of(&acts);
    let case = cases.named("CST 12/25").unwrap();
    assert_eq!((case.lead, case.links.len(), case.closed.as_ref()), (id(902), 1, None));
    assert_eq!(case.reopened, ["They are back"]);
    assert_eq!(cases.named(&id(1).to_string()), Some(case));
    let refused: Vec<(usize, &str)> = cases.refused.iter().map(|(place, why)| (*place, why.code())).collect();
    assert_eq!(
        refused,
        [
            (1, "case_number_taken"),
            (3, "case_linked_already"),
            (4, "case_not_linked"),
            (6, "case_closed_before"),
            (7, "case_open_already"),
            (9, "case_closed_already"),
            (10, "case_text"),
            (13, "case_unknown"),
            (14, "case_kind"),
        ]
    );
    let outcome = CaseAct::Closed { on: MAY, outcome: "won".to_owned(), words: None };
    assert_eq!(outcome.check(), Err(CaseRefusal::Outcome));
}

#[test]
fn the_372_cases_of_the_year_by_kind() {
    let kinds = [
        ("reassurance", 187),
        ("alley_gating", 63),
        ("community_payback", 16),
        ("tent_enforcement", 12),
        ("unauthorised_encampment", 23),
        ("pspo", 71),
    ];
    let mut acts = Vec::new();
    for (kind, number) in kinds {
        for _ in 0..number {
            let next = u16::try_from(acts.len()).unwrap();
            acts.push(opened(next, &format!("CST {next}"), kind, MAY));
        }
    }
    let table = CaseTable::of(Cases::of(&acts).cases.values(), (date(2025, 4, 1), date(2026, 3, 31)));
    for (kind, number) in kinds {
        assert_eq!(table.rows[kind].opened, number);
    }
    assert_eq!(table.total.opened, 372);
    assert!(table.check().contains(" = 372 opened; "), "{}", table.check());
}

#[test]
fn days_at_the_edges_of_a_period() {
    let acts = [
        opened(1, "1", "pspo", date(2025, 3, 31)),
        opened(2, "2", "pspo", date(2025, 4, 1)),
        closed(2, date(2025, 4, 30)),
        opened(3, "3", "pspo", date(2025, 4, 30)),
        closed(3, date(2025, 5, 1)),
        opened(4, "4", "pspo", date(2025, 5, 1)),
        opened(5, "5", "pspo", date(2025, 3, 1)),
        closed(5, date(2025, 3, 31)),
    ];
    let table = CaseTable::of(Cases::of(&acts).cases.values(), (date(2025, 4, 1), date(2025, 4, 30)));
    let row = table.rows["pspo"];
    assert_eq!((row.open_before, row.opened, row.closed, row.open_after), (1, 2, 1, 2));
}

#[test]
fn a_public_table_hides_few_cases_and_what_would_give_them_away() {
    let kinds = [("reassurance", 9), ("alley_gating", 6), ("pspo", 3)];
    let mut acts = Vec::new();
    for (kind, number) in kinds {
        for _ in 0..number {
            let next = u16::try_from(acts.len()).unwrap();
            acts.push(opened(next, &format!("CST {next}"), kind, MAY));
        }
    }
    let table = CaseTable::of(Cases::of(&acts).cases.values(), (date(2025, 4, 1), date(2026, 3, 31)));
    let (rows, total) = table.public(|row| row.opened);
    let shown: Vec<String> =
        table.rows.keys().zip(&rows).map(|(kind, number)| format!("{kind} {number}")).collect();
    assert_eq!(total.to_string(), "18");
    for row in ["reassurance 9", "alley_gating c", "pspo c", "tent_enforcement 0"] {
        assert!(shown.iter().any(|one| one == row), "{row}: {shown:?}");
    }
}

fn act() -> impl Strategy<Value = CaseActed> {
    (0_u16..8, 0_u8..6, 0_i16..90, 0_u16..4).prop_map(|(case, what, day, other)| {
        let on = date(2025, 4, 1).checked_add(jiff::Span::new().days(day)).unwrap();
        match what {
            0 | 1 => opened(case, &other.to_string(), ["pspo", "reassurance"][usize::from(case % 2)], on),
            2 => closed(case, on),
            3 => acted(case, CaseAct::Reopened { why: "Again".to_owned() }),
            4 => linked(case, other),
            _ => acted(case, CaseAct::Unlinked { record: id(other) }),
        }
    })
}

proptest! {
    #[test]
    fn every_act_is_taken_or_named_numbers_are_one_cases_and_tables_add_up(
        acts in prop::collection::vec(act(), 0..60)
    ) {
        let cases = Cases::of(&acts);
        let numbers: std::collections::BTreeSet<&str> =
            cases.cases.values().map(|case| case.number.as_str()).collect();
        prop_assert_eq!(numbers.len(), cases.cases.len());
        let table = CaseTable::of(cases.cases.values(), (date(2025, 4, 20), date(2025, 5, 20)));
        prop_assert!(table.total.adds_up() && table.rows.values().all(|row| row.adds_up()));
        let sum: u64 = table.rows.values().map(|row| row.open_before + row.opened).sum();
        prop_assert_eq!(sum, table.total.open_before + table.total.opened);
    }
}
