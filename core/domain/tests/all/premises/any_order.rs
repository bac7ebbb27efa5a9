//! Whatever the order of arrival, however often and from however many phones: one story, and nothing is lost.

use std::collections::BTreeMap;

use beatbook_domain::premises::seals::{Seals, Twins};
use beatbook_domain::premises::table::VisitTable;
use beatbook_domain::premises::{ItemState, Told, Visit, fold};
use beatbook_domain::records::premises::{ItemStep, PremisesActed, PremisesEntry, PremisesPart};
use proptest::prelude::*;

use super::support::{acted, defect, details, gone, goods, seized, taken_back, told, told_of, visited};

fn step(what: u8) -> ItemStep {
    match what {
        0 => ItemStep::Returned(gone()),
        1 => ItemStep::Disposed(gone()),
        2 => ItemStep::PassedOn { to: "HMRC".to_owned(), reference: "EX/9".to_owned() },
        _ => ItemStep::HeldAfterAll { why: "It is here".to_owned() },
    }
}

/// Anything a notebook might tell, sensible or not.
fn entry() -> impl Strategy<Value = Told> {
    (0_u8..13, 1_u64..4, 1_u64..4, 1_u64..16, 1_u16..4, 0_u8..6).prop_map(
        |(what, notebook, record, seq, item, more)| {
            let kind = ["vape_shop", "off_licence", "bakery"][usize::from(more % 3)];
            let entry = match what {
                0..=3 => visited(details(kind)),
                4..=6 => {
                    seized(item, goods([None, Some("A 1"), Some("a1"), Some("B")][usize::from(more % 4)]))
                }
                7 => {
                    defect(["labelling", "tank_size", "dusty"][usize::from(more % 3)], Some(u32::from(more)))
                }
                8..=10 => PremisesEntry::Item(told_of(item, step(more))),
                11 => taken_back(PremisesPart::Item(item)),
                _ if more == 0 => taken_back(PremisesPart::Visit),
                _ => taken_back(PremisesPart::Defect("labelling".to_owned())),
            };
            // A visit is told by one notebook: its record is of that notebook.
            told(notebook, notebook * 10 + record, seq, entry)
        },
    )
}

fn desk() -> impl Strategy<Value = PremisesActed> {
    (1_u64..4, 1_u64..4, 1_u16..4, 0_u8..4)
        .prop_map(|(notebook, record, item, what)| acted(notebook * 10 + record, item, step(what)))
}

/// One entry each number: a journal is a chain.
fn chain(told: Vec<Told>) -> Vec<Told> {
    let by_place: BTreeMap<_, _> = told.into_iter().map(|one| ((one.notebook, one.seq), one)).collect();
    by_place.into_values().collect()
}

fn tables(visits: &[Visit]) -> [VisitTable; 3] {
    [
        VisitTable::by(visits, |visit| visit.details.kind.clone()),
        VisitTable::by(visits, |visit| visit.by.to_string()),
        VisitTable::by_defect(visits),
    ]
}

proptest! {
    #[test]
    fn any_order_and_any_number_of_phones_give_one_story_and_one_table(
        (told, shuffled) in prop::collection::vec(entry(), 0..60).prop_map(chain).prop_flat_map(|told| {
            let twice: Vec<Told> = told.iter().chain(&told).cloned().collect();
            (Just(told), Just(twice).prop_shuffle())
        }),
        desk in prop::collection::vec(desk(), 0..8),
    ) {
        let visits = fold(&told, &desk);
        prop_assert_eq!(&visits, &fold(&shuffled, &desk));
        let counted = visits.iter().filter(|one| one.counts()).count();
        for table in tables(&visits) {
            prop_assert!(table.adds_up(), "{}", table.check());
            prop_assert!(table.check().ends_with("; adds up"));
            prop_assert_eq!(usize::try_from(table.total.visits).unwrap(), counted);
        }
        // Each notebook's visits alone: the tables of all are the sums of theirs.
        let mut alone: Vec<u64> = vec![0; 3];
        for notebook in 1..=3 {
            let of_it = visits.iter().filter(|one| one.notebook == super::support::id(notebook)).cloned();
            for (sum, table) in alone.iter_mut().zip(tables(&of_it.collect::<Vec<_>>())) {
                *sum += table.total.value_pence;
            }
        }
        for (sum, table) in alone.iter().zip(tables(&visits)) {
            prop_assert_eq!(*sum, table.total.value_pence);
        }
        // Items in states sum to items seized, and every item told is in the register once.
        let register = Seals::of(&visits, &Twins::of(&visits));
        prop_assert!(register.check().ends_with("; adds up"), "{}", register.check());
        let items: usize = visits.iter().map(|one| one.items.len()).sum();
        prop_assert_eq!(register.rows.len(), items);
        // A seal on two bags is seen from both.
        for row in &register.rows {
            for (_, visit, number) in &row.twins {
                let other = register.rows.iter().find(|one| (one.visit.record, one.number) == (*visit, *number));
                prop_assert!(other.unwrap().twins.contains(&(row.visit.notebook, row.visit.record, row.number)));
            }
        }
    }

    #[test]
    fn nothing_that_was_told_is_lost(told in prop::collection::vec(entry(), 0..60).prop_map(chain)) {
        for visit in &fold(&told, &[]) {
            let of_it = told.iter().filter(|one| one.record == visit.record).count();
            let anew = told.iter().filter(|one| one.record == visit.record
                && matches!(one.entry, PremisesEntry::Defect(_))
                && !visit.refused.iter().any(|refused| refused.entry == Some(one.seq))).count();
            let items: usize = visit.items.values()
                .map(|item| 1 + item.done.len() + item.corrections.len() + usize::from(item.taken_back.is_some())).sum();
            // Defects told first are in the visit or were taken back; told anew they are corrections.
            let told_anew = visit.corrections.iter().filter(|one| one.why.ends_with("told anew")).count();
            let kept = 1 + items + anew + visit.corrections.len() - told_anew
                + usize::from(visit.taken_back.is_some()) + visit.refused.len();
            prop_assert_eq!(kept, of_it);
            let in_state = |state| visit.seized().filter(|(_, item)| item.state == state).count();
            prop_assert_eq!(ItemState::ALL.into_iter().map(in_state).sum::<usize>(), visit.seized().count());
        }
    }
}
