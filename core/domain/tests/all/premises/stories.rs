//! What does not fit is kept and says why; corrections, seals and states; tables that add up by hand.

use beatbook_domain::premises::seals::{Seals, Standing, Twins};
use beatbook_domain::premises::table::{NO_DEFECT, VisitTable};
use beatbook_domain::premises::{ItemState, Told, fold};
use beatbook_domain::records::premises::{
    ItemCorrected, ItemStep, PremisesEntry, PremisesPart, SeizedGoods, VisitCorrected, VisitDetails,
};

use super::support::{acted, at, defect, details, gone, goods, seized, taken_back, told, told_of, visited};

fn item(number: u16, step: ItemStep) -> PremisesEntry {
    PremisesEntry::Item(told_of(number, step))
}

fn codes(told: &[Told]) -> Vec<(Option<u64>, &'static str)> {
    fold(told, &[])[0].refused.iter().map(|one| (one.entry, one.why.code())).collect()
}

#[test]
fn what_does_not_fit_is_kept_and_says_why() {
    let after = PremisesEntry::Corrected(Box::new(VisitCorrected {
        at: at(),
        details: details("bakery"),
        why: "No".to_owned(),
    }));
    let all = [
        told(1, 1, 3, defect("labelling", None)),
        told(1, 1, 4, visited(details("vape_shop"))),
        told(1, 1, 5, visited(details("vape_shop"))),
        told(1, 1, 6, after),
        told(1, 1, 7, seized(1, goods(Some("MDW 0001")))),
        // One spelling is as good as the other: it is the same bag.
        told(1, 1, 8, seized(2, goods(Some(" mdw0001")))),
        told(1, 1, 9, seized(1, goods(None))),
        told(1, 1, 10, item(3, ItemStep::Disposed(gone()))),
        told(1, 1, 11, item(1, ItemStep::HeldAfterAll { why: "It is here".to_owned() })),
        told(1, 1, 12, item(1, ItemStep::Disposed(gone()))),
        told(1, 1, 13, item(1, ItemStep::Returned(gone()))),
        told(1, 1, 14, taken_back(PremisesPart::Defect("tank_size".to_owned()))),
        told(1, 1, 15, taken_back(PremisesPart::Item(1))),
        told(1, 1, 16, item(1, ItemStep::HeldAfterAll { why: "It is here".to_owned() })),
        told(1, 1, 17, taken_back(PremisesPart::Visit)),
        told(1, 1, 18, defect("labelling", None)),
        // Its beginning has not come.
        told(1, 2, 19, defect("labelling", None)),
    ];
    let wanted = [
        (3, "not_recorded"),
        (5, "recorded_already"),
        (6, "premises_kind"),
        (8, "seal_taken"),
        (9, "item_number_taken"),
        (10, "item_not_found"),
        (11, "item_held"),
        (13, "item_gone_already"),
        (14, "defect_not_found"),
        (16, "taken_back_already"),
        (18, "taken_back_already"),
    ];
    assert_eq!(codes(&all), wanted.map(|(seq, code)| (Some(seq), code)));
    assert_eq!(fold(&all, &[]).len(), 1);
}

#[test]
fn a_bag_written_down_wrongly_is_put_right_and_its_seal_is_free_again() {
    let mut right = goods(Some("MDW 0002"));
    right.quantity = 38;
    let corrected =
        ItemCorrected { at: at(), item: 1, goods: right, why: "Two were in the window".to_owned() };
    let all = [
        told(1, 1, 4, visited(details("vape_shop"))),
        told(1, 1, 5, seized(1, goods(Some("MDW 0001")))),
        told(1, 1, 6, PremisesEntry::ItemCorrected(Box::new(corrected))),
        told(1, 1, 7, seized(2, goods(Some("MDW 0001")))),
        told(1, 1, 8, taken_back(PremisesPart::Item(2))),
        told(1, 1, 9, seized(3, goods(Some("MDW 0001")))),
    ];
    let visits = fold(&all, &[]);
    assert_eq!(visits[0].refused, []);
    assert_eq!((visits[0].items[&1].goods.quantity, visits[0].next_item()), (38, 4));
    assert_eq!(visits[0].seized().map(|(number, _)| number).collect::<Vec<_>>(), [1, 3]);
}

#[test]
fn the_store_tells_what_became_of_goods_after_the_notebook() {
    let mut all = vec![
        told(1, 1, 4, visited(details("vape_shop"))),
        told(1, 1, 5, seized(1, goods(Some("A")))),
        told(1, 1, 6, seized(2, goods(Some("B")))),
    ];
    let passed = ItemStep::PassedOn { to: "HMRC".to_owned(), reference: "EX/9".to_owned() };
    let here = ItemStep::HeldAfterAll { why: "Another bag".to_owned() };
    let desk = [
        acted(1, 1, ItemStep::Disposed(gone())),
        acted(1, 2, passed),
        acted(1, 2, ItemStep::Returned(gone())),
        acted(1, 2, here),
        acted(2, 1, ItemStep::Disposed(gone())),
    ];
    let visit = &fold(&all, &desk)[0];
    assert_eq!((visit.items[&1].state, visit.items[&2].state), (ItemState::Disposed, ItemState::Held));
    assert_eq!((visit.items[&2].done.len(), visit.holds()), (2, true));
    let refused: Vec<_> = visit.refused.iter().map(|one| (one.entry, one.why.code())).collect();
    assert_eq!(refused, [(None, "item_gone_already")]);
    // The phone had said so before: the desk's word comes second, whichever was heard first.
    all.push(told(1, 1, 7, item(1, ItemStep::Returned(gone()))));
    let visit = &fold(&all, &desk)[0];
    assert_eq!(visit.items[&1].state, ItemState::Returned);
    assert_eq!(visit.refused.len(), 2);
}

#[test]
fn each_bag_is_in_one_state_and_a_seal_on_two_bags_is_listed() {
    let one = |record: u64, seal: &str| {
        [
            told(record, record, 1, visited(details("vape_shop"))),
            told(record, record, 2, seized(1, goods(Some(seal)))),
        ]
    };
    let mut all = [one(1, "A 1"), one(2, "a1"), one(3, "B"), one(4, "A1"), one(5, "A1")].concat();
    all.push(told(3, 3, 3, item(1, ItemStep::Disposed(gone()))));
    all.push(told(4, 4, 3, taken_back(PremisesPart::Visit)));
    all.push(told(5, 5, 3, taken_back(PremisesPart::Item(1))));
    let visits = fold(&all, &[]);
    let register = Seals::of(&visits, &Twins::of(&visits));
    let standings: Vec<&str> = register.rows.iter().map(|row| row.standing.name()).collect();
    assert_eq!(standings, ["held", "held", "disposed", "taken_back", "taken_back"]);
    let twins: Vec<usize> = register.rows.iter().map(|row| row.twins.len()).collect();
    assert_eq!(twins, [1, 1, 0, 0, 0], "what was taken back has no seal");
    assert_eq!(register.rows[0].twins[0], (visits[1].notebook, visits[1].record, 1));
    assert_eq!(register.sum(Standing::TakenBack).items, 2);
    let check = "2 held + 0 returned + 1 disposed + 0 passed_on = 3 items seized, counted visit by visit: 3; \
                 120000 of 120000 pence; 2 taken back beside them; adds up";
    assert_eq!(register.check(), check);
    // Whoever sees one of them only is told all the same that there is another.
    let alone = Seals::of(&visits[..1], &Twins::of(&visits));
    assert_eq!((alone.rows.len(), alone.rows[0].twins.len()), (1, 1));
}

#[test]
fn tables_by_kind_and_by_defect_add_up_each_in_its_way() {
    let bare = SeizedGoods { defect: None, value_pence: None, ..goods(None) };
    let all = [
        told(1, 1, 1, visited(details("vape_shop"))),
        told(1, 1, 2, defect("labelling", Some(3))),
        told(1, 1, 3, defect("labelling", Some(5))),
        // Seized for it: found by that.
        told(1, 1, 4, seized(1, goods(Some("A")))),
        told(1, 1, 5, seized(2, bare)),
        told(2, 2, 1, visited(details("off_licence"))),
        told(3, 3, 1, visited(VisitDetails { kind: "vape_shop".to_owned(), ..details("other") })),
        told(3, 3, 2, taken_back(PremisesPart::Visit)),
    ];
    let visits = fold(&all, &[]);
    let kinds = VisitTable::by(&visits, |visit| visit.details.kind.clone());
    assert_eq!((kinds.rows["vape_shop"].visits, kinds.rows["vape_shop"].things), (1, 5), "told anew");
    assert_eq!(
        kinds.check(),
        "1 + 1 = 2 visits, counted one by one: 2; items 2 of 2, pence 40000 of 40000; adds up"
    );
    let defects = VisitTable::by_defect(&visits);
    let row = &defects.rows[NO_DEFECT];
    assert_eq!((row.visits, row.items, row.value_not_told), (1, 1, 1));
    assert_eq!(defects.rows["nicotine_over_limit"].value_pence, 40_000);
    assert_eq!(
        defects.check(),
        "0 + 1 + 1 = 2 defects, counted one by one: 2; 1 visits with + 1 without = 2; items 2 of 2, pence 40000 of \
         40000; adds up"
    );
    assert_eq!(
        VisitTable::by_defect(&[]).check().split(';').next(),
        Some("0 = 0 defects, counted one by one: 0")
    );
}
