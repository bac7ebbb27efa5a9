//! A tent: welfare and an offer come first; every thing is somewhere, and goes by two people after its day.

use beatbook_domain::calendar::local_date;
use beatbook_domain::colleagues::Colleagues;
use beatbook_domain::encampments::tents::{ItemState, Tent, TentSaid, fold_tents, keep_until};
use beatbook_domain::records::body::{COARSE_KIND, EntryBody};
use beatbook_domain::records::encounter::steps::HelpAnswer;
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::records::tent::{
    Belonging, BelongingKind, BelongingsGone, KeptWhere, TentActed, TentEntry, TentForm, TentGround,
    TentNoted, TentPower, TentRemoved, TentStep, TentTold,
};
use proptest::prelude::*;

use super::support::{at, day, id, land, moment, on};

/// One line for each body: its kind, a space, its JSON.
const GOLDEN: &str = include_str!("../../golden/tent_bodies.txt");

fn said(journal: u8, seq: u64, entry: TentEntry) -> TentSaid {
    // What journal 9 tells is the desk's.
    TentSaid { at: at(journal, seq), tent: id(1), by: id(journal), desk: journal == 9, entry }
}

fn noted(time: i64) -> TentEntry {
    TentEntry::Noted(Box::new(TentNoted {
        at: moment(time),
        legal: None,
        time,
        controller: "MDW".to_owned(),
        land: land("Behind the bandstand"),
        ground: TentGround::HarmToDweller,
        patrol: Some(id(3)),
    }))
}

fn step(time: i64, step: TentStep) -> TentEntry {
    TentEntry::Step(Box::new(TentTold { at: moment(time), time, step }))
}

fn removed(time: i64) -> TentEntry {
    let thing = |kind, what: &str| Belonging { kind, what: what.to_owned(), photo: None };
    step(
        time,
        TentStep::Removed(Box::new(TentRemoved {
            power: TentPower::Voluntary,
            reference: None,
            occupant_present: false,
            belongings: vec![
                thing(BelongingKind::Tent, "Green two-man tent"),
                thing(BelongingKind::Bedding, "Blue sleeping bag"),
                thing(BelongingKind::Medication, "A box with a pharmacy's label"),
            ],
            kept: KeptWhere::Stored { place: "Depot, bay 4".to_owned() },
            notice_left: Some("On the tree".to_owned()),
            contact: "01634 000000".to_owned(),
            keep_until: keep_until(local_date(time).unwrap(), 28),
        })),
    )
}

fn gone(items: &[u16], people: [&str; 2]) -> BelongingsGone {
    BelongingsGone {
        items: items.to_vec(),
        people: people.map(str::to_owned),
        text: "To their owner".to_owned(),
    }
}

fn disposed(time: i64, items: &[u16]) -> TentEntry {
    step(time, TentStep::Disposed(gone(items, ["2201", "2202"])))
}

fn returned(time: i64, items: &[u16]) -> TentEntry {
    step(time, TentStep::Returned(gone(items, ["2201", "2202"])))
}

fn offered(time: i64) -> TentEntry {
    step(time, TentStep::Offered { help: "A bed tonight".to_owned(), answer: HelpAnswer::Declined })
}

fn welfare(time: i64) -> TentEntry {
    step(time, TentStep::Welfare { record: id(77) })
}

/// Found, cared for, offered, moved on the 6th.
fn moved() -> Vec<TentSaid> {
    vec![
        said(1, 1, noted(on(6, 8))),
        said(1, 2, welfare(on(6, 9))),
        said(1, 3, offered(on(6, 9))),
        said(1, 4, removed(on(6, 10))),
    ]
}

fn one(said: &[TentSaid]) -> Tent {
    fold_tents(said, &Colleagues::default()).pop_first().unwrap().1
}

fn codes(tent: &Tent) -> Vec<&'static str> {
    tent.refused.iter().map(|(_, why)| why.code()).collect()
}

#[test]
fn welfare_and_an_offer_come_before_anything_is_moved() {
    let all = moved();
    assert_eq!((one(&all).kept(), codes(&one(&all))), (3, vec![]));
    let without = |left_out: usize| {
        let some: Vec<_> =
            all.iter().enumerate().filter(|(n, _)| *n != left_out).map(|(_, one)| one.clone()).collect();
        one(&some)
    };
    assert_eq!(codes(&without(1)), ["welfare_first"]);
    assert_eq!(codes(&without(2)), ["offer_first"]);
    assert_eq!(without(2).removed, None);
}

#[test]
fn a_check_holds_for_one_tent_and_for_no_other() {
    let mut all = moved();
    let other = moved().into_iter().filter(|one| one.at != at(1, 1));
    all.extend(other.map(|one| TentSaid { at: at(2, one.at.seq), tent: id(2), ..one }));
    // Told once more it is no news.
    all.push(said(1, 9, welfare(on(7, 9))));
    let tents = fold_tents(&all, &Colleagues::default());
    assert_eq!((tents[&id(1)].kept(), codes(&tents[&id(1)])), (3, vec!["told_already"]));
    assert_eq!(codes(&tents[&id(2)]), ["check_elsewhere", "welfare_first"]);
}

#[test]
fn things_go_by_two_people_after_their_day_and_medicine_never() {
    let last = keep_until(day("2025-11-06"), 28);
    assert_eq!(last, day("2025-12-04"));
    let tried = |entry: TentEntry| {
        let mut all = moved();
        all.push(said(2, 1, entry));
        let tent = one(&all);
        (codes(&tent), tent.items)
    };
    let kept = vec![ItemState::Kept; 3];
    assert_eq!(tried(disposed(on(6, 23), &[1])), (vec!["on_the_day"], kept.clone()));
    assert_eq!(
        tried(disposed(on(34, 23), &[1])),
        (vec!["still_kept"], kept.clone()),
        "the 4th of December is kept"
    );
    assert_eq!(tried(disposed(on(35, 1), &[1, 3])), (vec!["never_disposed"], kept.clone()), "all or none");
    assert_eq!(tried(disposed(on(35, 1), &[4])), (vec!["unknown_item"], kept.clone()));
    assert_eq!(tried(returned(on(6, 9), &[1])), (vec!["not_removed"], kept.clone()));
    assert_eq!(
        tried(disposed(on(35, 1), &[1, 2])).1,
        [ItemState::Disposed, ItemState::Disposed, ItemState::Kept]
    );
    // Given back the same day to who comes for it, medicine as well; once.
    assert_eq!(tried(returned(on(6, 11), &[3])).1, [ItemState::Kept, ItemState::Kept, ItemState::Returned]);
    let mut twice = moved();
    twice.push(said(2, 1, returned(on(7, 11), &[1])));
    twice.push(said(3, 1, disposed(on(40, 11), &[1, 2])));
    assert_eq!(codes(&one(&twice)), ["gone_already"]);
    for people in [["2201", " 2201 "], ["2201", ""]] {
        let alone = step(on(40, 1), TentStep::Disposed(gone(&[1], people)));
        assert_eq!(alone.check(), Err(TentForm::TwoPeople));
        assert_eq!(tried(alone), (vec!["two_people"], kept.clone()));
    }
}

#[test]
fn the_second_of_two_people_is_another_officer_of_the_authority() {
    let colleagues: Colleagues =
        [("2201".to_owned(), id(1)), ("2202".to_owned(), id(2))].into_iter().collect();
    let tried = |people: [&str; 2]| {
        let mut all = moved();
        all.push(said(1, 5, step(on(7, 9), TentStep::Returned(gone(&[1], people)))));
        let tent = fold_tents(&all, &colleagues).pop_first().unwrap().1;
        (codes(&tent), tent.kept())
    };
    assert_eq!(tried(["2201", " 2202 "]), (vec![], 2));
    assert_eq!(tried(["2201", &id(2).to_string()]), (vec![], 2));
    assert_eq!(tried(["2201", "9999"]), (vec![], 2), "its owner has it, whoever saw that");
    let mut disposes = moved();
    disposes.push(said(1, 5, step(on(40, 9), TentStep::Disposed(gone(&[1], ["2201", "9999"])))));
    let tent = fold_tents(&disposes, &colleagues).pop_first().unwrap().1;
    assert_eq!((codes(&tent), tent.kept()), (vec!["unknown_officer"], 3), "kept, with its reason");
    // The second is whoever tells it, under another name.
    assert_eq!(tried(["A Smith", "2201"]), (vec!["two_people"], 3));
}

fn takes_back(time: i64, journal: u8, seq: u64) -> TentEntry {
    step(time, TentStep::TakenBack { entry: at(journal, seq), why: "Another tent".to_owned() })
}

#[test]
fn what_was_taken_back_never_was_whatever_the_order() {
    let mut all = moved();
    all.push(said(2, 1, returned(on(7, 9), &[1, 2])));
    // By who told it, by the desk, and by somebody else.
    let by = |journal: u8, target: (u8, u64)| {
        let mut all = all.clone();
        all.push(said(journal, 50, takes_back(on(8, 9), target.0, target.1)));
        let tent = one(&all);
        for turn in 0..all.len() {
            all.rotate_left(turn);
            assert_eq!(one(&all), tent);
        }
        all.extend(all.clone());
        assert_eq!(one(&all), tent);
        tent
    };
    for journal in [2, 9] {
        let tent = by(journal, (2, 1));
        assert_eq!((tent.kept(), codes(&tent), tent.gone.len()), (3, vec![], 0));
        let gone = &tent.taken_back[&at(2, 1)];
        assert_eq!((gone.what, gone.by, gone.back.what.as_str()), ("returned", id(2), "Another tent"));
    }
    assert_eq!(codes(&by(3, (2, 1))), ["not_yours"]);
    assert_eq!(codes(&by(2, (2, 7))), ["no_such_entry"]);
    // What follows from it does not hold any more.
    let tent = by(1, (1, 2));
    assert_eq!(codes(&tent), ["welfare_first", "not_removed"]);
    // Who noted it is known all the same.
    let tent = by(1, (1, 1));
    assert_eq!((tent.noted.is_none(), tent.noted_by()), (true, Some(id(1))));
}

#[test]
fn what_is_told_anew_after_it_was_taken_back_holds() {
    let mut all = moved();
    all.push(said(1, 5, takes_back(on(7, 9), 1, 4)));
    all.push(said(1, 6, removed(on(7, 10))));
    let tent = one(&all);
    assert_eq!((tent.removed.as_ref().unwrap().at, codes(&tent)), (at(1, 6), vec![]));
    // What takes something back is told anew, not taken back; and not of another tent.
    all.push(said(1, 7, takes_back(on(8, 9), 1, 5)));
    all.push(TentSaid { tent: id(2), ..said(1, 8, takes_back(on(8, 9), 1, 1)) });
    let tents = fold_tents(&all, &Colleagues::default());
    assert_eq!((codes(&tents[&id(1)]), codes(&tents[&id(2)])), (vec!["takes_back"], vec!["no_such_entry"]));
    // A check that was taken back is free for the tent it is of.
    let mut swapped = vec![said(1, 1, noted(on(6, 8))), said(1, 2, welfare(on(6, 9)))];
    swapped.push(said(1, 3, takes_back(on(6, 10), 1, 2)));
    swapped.push(TentSaid { tent: id(2), ..said(1, 4, welfare(on(6, 10))) });
    let tents = fold_tents(&swapped, &Colleagues::default());
    assert!(tents[&id(1)].welfare.is_none() && tents[&id(2)].welfare.is_some());
}

#[test]
fn bodies_are_what_they_were_when_schema_1_was_fixed() {
    let mut all: Vec<TentEntry> = moved().into_iter().map(|one| one.entry).collect();
    all.extend([returned(on(7, 9), &[3]), disposed(on(40, 9), &[1, 2]), takes_back(on(41, 9), 1, 6)]);
    let mut written = String::new();
    for entry in all {
        let body = EntryBody::Tent(entry.clone());
        written += &format!("{} {}\n", body.kind(), String::from_utf8(body.to_bytes().unwrap()).unwrap());
        let coarse = body.to_coarse_bytes().unwrap();
        assert_eq!(EntryBody::parse(COARSE_KIND, 1, &coarse), Ok(body));
        let acted = ServerBody::TentActed(Box::new(TentActed { tent: id(1), by: id(2), entry }));
        assert!(acted.is_coarse(), "its header tells no more than the hour");
        assert_eq!(ServerBody::parse(COARSE_KIND, 1, &acted.to_bytes().unwrap()), Ok(acted));
    }
    assert_eq!(written, GOLDEN);
}

proptest! {
    #[test]
    fn every_thing_is_in_exactly_one_state_whatever_the_order(
        acts in prop::collection::vec((any::<bool>(), 1_i64..60, prop::collection::vec(1_u16..5, 1..3)), 0..12),
        seed in any::<prop::sample::Index>(),
    ) {
        let mut all = moved();
        for (seq, (back, date, items)) in (10..).zip(acts) {
            let entry = if back { returned(on(date, 12), &items) } else { disposed(on(date, 12), &items) };
            all.push(said(2, seq, entry));
        }
        let tent = one(&all);
        prop_assert_eq!(tent.items.len(), 3);
        prop_assert_ne!(tent.items[2], ItemState::Disposed);
        let went: usize = tent.gone.iter().map(|gone| gone.what.items.len()).sum();
        prop_assert_eq!(went + tent.kept(), 3);
        let turn = seed.index(all.len());
        all.rotate_left(turn);
        all.extend(all.clone());
        prop_assert_eq!(one(&all), tent);
    }
}
