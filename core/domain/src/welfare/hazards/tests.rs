//! Tests of dangers of places: their days, their places, and what happened last.

use proptest::prelude::*;

use super::*;
use crate::records::seen::KeptPlace;

const ON: i64 = 1_757_181_600_000;
const A: Id = Id::from_bytes([1; 16]);
const B: Id = Id::from_bytes([2; 16]);
const HERE: KeptPlace = KeptPlace { lat: 513_812_000, lon: 5_206_000, accuracy: None };

fn noted() -> HazardWord {
    HazardWord::Noted(HazardNoted {
        kind: Hazard::Needles,
        text: "By the door".to_owned(),
        basis: Basis::Fact,
        source: None,
        place: Some(HERE),
    })
}

fn said(notebook: Id, seq: u64, minute: i64, word: HazardWord) -> HazardSaid {
    HazardSaid { at: SaidAt { time: ON + minute * 60_000, notebook, seq }, record: A, word }
}

#[test]
fn seen_again_it_is_as_new_and_gone_it_stays_gone_until_somebody_sees_it() {
    let id = hazard_id(A, 3);
    let now = |said: &[HazardSaid]| {
        fold(said).remove(&id).map(|now| (now.seen - ON, now.gone.map(|gone| gone - ON)))
    };
    let first = said(A, 3, 0, noted());
    assert_eq!(now(std::slice::from_ref(&first)), Some((0, None)));
    let again = said(B, 7, 5, HazardWord::Again(id));
    assert_eq!(now(&[again.clone(), first.clone()]), Some((300_000, None)));
    let gone = said(B, 8, 9, HazardWord::Gone(id));
    assert_eq!(now(&[gone.clone(), first.clone(), again.clone()]), Some((300_000, Some(540_000))));
    let back = said(A, 9, 10, HazardWord::Again(id));
    assert_eq!(now(&[back, gone.clone(), first, again]), Some((600_000, None)));
    assert_eq!(now(&[gone]), None, "its telling has not come, or is erased");
}

#[test]
fn whoever_says_it_is_gone_knew_of_it_whatever_the_other_phones_clock_said() {
    let id = hazard_id(A, 3);
    let all = fold(&[said(A, 3, 9_000, noted()), said(B, 1, 5, HazardWord::Gone(id))]);
    assert!(all.get(&id).is_some_and(|now| now.gone.is_some()));
}

#[test]
fn ids_are_each_entrys_own_and_tell_no_time() {
    assert_ne!(hazard_id(A, 3), hazard_id(A, 4));
    assert_ne!(hazard_id(A, 3), hazard_id(B, 3));
    assert_eq!(hazard_id(A, 3).as_bytes()[6] >> 4, 8);
}

#[test]
fn violence_is_a_fact_with_a_source_and_what_is_missing_is_said_all_at_once() {
    let missing = |hazard, basis, source| -> Vec<&str> {
        missing_of(hazard, basis, source).iter().map(|point| point.code).collect()
    };
    assert_eq!(missing(Hazard::Violence, Basis::Hearsay, None), ["hazard_fact", "hazard_source"]);
    assert_eq!(missing(Hazard::Violence, Basis::Opinion, Some("CAD 12")), ["hazard_fact"]);
    assert_eq!(missing(Hazard::Violence, Basis::Fact, Some(" ")), ["hazard_source"]);
    assert_eq!(missing(Hazard::Violence, Basis::Fact, Some("CAD 12")), Vec::<&str>::new());
    assert_eq!(missing(Hazard::Dog, Basis::Hearsay, None), Vec::<&str>::new());
}

#[test]
fn near_to_the_metre_and_in_doubt_it_is_shown() {
    let north = |tenths: i32| KeptPlace { lat: HERE.lat + tenths, ..HERE };
    let at = |place: KeptPlace| near(&HazardPlace::Exact(HERE), place, None, 100);
    // 1e-7 degrees of latitude are 11.1 mm.
    assert_eq!(at(north(9_000)), Some(Near::Metres(100)));
    assert_eq!(at(north(9_090)), None, "101 m");
    assert_eq!(
        at(KeptPlace { accuracy: Some(10), ..north(9_090) }),
        Some(Near::Metres(101)),
        "within its metre"
    );
    let cell = Cell::of(HERE).unwrap();
    assert_eq!(near(&HazardPlace::Cell(cell), HERE, None, 100), Some(Near::Metres(0)));
    let far = KeptPlace { lat: HERE.lat + 30_000, ..HERE };
    assert_eq!(near(&HazardPlace::Cell(cell), far, None, 100), None);
    let ward = HazardPlace::Ward("RIVER".to_owned());
    assert_eq!(near(&ward, HERE, Some("RIVER"), 100), Some(Near::InWard));
    assert_eq!((near(&ward, HERE, Some("HILL"), 100), near(&ward, HERE, None, 100)), (None, None));
    assert_eq!(near(&HazardPlace::Unknown, HERE, Some("RIVER"), 100), None);
    assert!(Near::Metres(u32::MAX) < Near::InWard);
}

#[test]
fn ninety_days_after_it_was_last_seen_is_its_last_day() {
    let day = |text: &str| text.parse::<Date>().unwrap();
    assert_eq!(shown_until(day("2026-01-01"), 90), day("2026-04-01"));
    assert_eq!(shown_until(Date::MAX, 90), Date::MAX);
}

proptest! {
    #[test]
    fn whatever_came_first_the_same_stands(
        words in prop::collection::vec((0..3_u64, 0..50_i64, prop::bool::ANY), 1..10),
        seed in prop::collection::vec(0..1_000_u32, 12),
    ) {
        let mut all = vec![said(A, 0, 0, noted())];
        for (n, (by, minute, gone)) in words.iter().enumerate() {
            let word = if *gone { HazardWord::Gone(hazard_id(A, 0)) } else { HazardWord::Again(hazard_id(A, 0)) };
            let notebook = if *by == 0 { A } else { B };
            all.push(said(notebook, n as u64 + 1, *minute, word));
        }
        let mut mixed: Vec<_> = all.iter().cloned().zip(&seed).collect();
        mixed.sort_by_key(|(_, key)| **key);
        let mixed: Vec<HazardSaid> = mixed.into_iter().map(|(one, _)| one).collect();
        let mut expected = mixed.clone();
        expected.sort_by_key(|one| (one.at.seq != 0, one.at));
        prop_assert_eq!(fold(&mixed), fold(&all));
        let last = expected.last().unwrap();
        let stands = !matches!(last.word, HazardWord::Gone(_));
        prop_assert_eq!(fold(&mixed)[&hazard_id(A, 0)].gone.is_none(), stands);
    }
}
