//! Somebody was directed to leave, and comes back.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_domain::calendar::local_midnight;
use beatbook_domain::encampments::returns::{ReturnBasis, ReturnRules, returns};
use beatbook_domain::encampments::standing::{EncampmentStanding, Seen, seen_again};
use beatbook_domain::encampments::{Beside, Told, fold};
use beatbook_domain::notices::known::{Subject, TagKey};
use beatbook_domain::records::encampment::{EncampmentEntry, EncampmentStep, Visit};
use beatbook_domain::records::notice::Recipient;
use beatbook_domain::records::seen::KeptPlace;

use super::support::{HOUR, at, caravans, day, id, on, reported, step, vacated, whole_story};

fn basis(told: &[Told]) -> Vec<(u8, BTreeSet<ReturnBasis>)> {
    let found = returns(&fold(told, &Beside::default()), ReturnRules::default());
    found.into_iter().map(|one| (one.encampment.as_bytes()[0], one.basis)).collect()
}

#[test]
fn the_same_caravans_on_the_same_car_park_within_three_months() {
    let mut told = whole_story();
    // Months later: 9 February is the last day of three months beginning with 10 November.
    told.push(reported(2, at(3, 1), on(101, 20), "the car park in MEDWAY STREET Chatham"));
    told.push(step(2, at(3, 2), on(101, 21), caravans(8, &["ab12cde", "ZZ 9"])));
    let found = returns(&fold(&told, &Beside::default()), ReturnRules::default());
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].encampment, found[0].earlier), (id(2), id(1)));
    assert_eq!((found[0].until, found[0].seen), (day("2026-02-09"), day("2026-02-09")));
    assert_eq!(found[0].number.as_deref(), Some("MDW-A7-000118-M"));
    assert_eq!(found[0].basis, BTreeSet::from([ReturnBasis::LandWords, ReturnBasis::Vehicles(1)]));
    // A day later it is none.
    let mut late = whole_story();
    late.push(reported(2, at(3, 1), on(102, 8), "The car park in Medway Street, Chatham"));
    late.push(step(2, at(3, 2), on(102, 9), caravans(8, &["AB12 CDE"])));
    assert_eq!(basis(&late), []);
}

#[test]
fn one_of_the_vehicles_elsewhere_and_a_neighbour_who_was_there_before() {
    let mut told = whole_story();
    told.push(reported(2, at(3, 1), on(20, 8), "The Strand, Gillingham"));
    told.push(step(2, at(3, 2), on(20, 9), caravans(1, &["XY1"])));
    // Reported before the direction: the land alone makes no return.
    told.push(reported(3, at(4, 1), on(8, 8), "The car park in Medway Street, Chatham"));
    assert_eq!(basis(&told), [(2, BTreeSet::from([ReturnBasis::Vehicles(1)]))]);
    // Before the direction there is none to return from.
    let mut before = whole_story();
    before.retain(|one| {
        !matches!(&one.entry, EncampmentEntry::Step(told)
        if matches!(told.step, EncampmentStep::Direction(_)))
    });
    before.push(reported(2, at(3, 1), on(20, 8), "The car park in Medway Street, Chatham"));
    assert_eq!(basis(&before), []);
}

#[test]
fn near_enough_may_be_the_same_land() {
    let placed = |mut told: Told, lat: i32| {
        if let EncampmentEntry::Reported(reported) = &mut told.entry {
            reported.land.place = Some(KeptPlace { lat, lon: 5_240_000, accuracy: Some(50) });
        }
        told
    };
    let mut told = whole_story();
    told[0] = placed(told[0].clone(), 513_785_000);
    // 0.0005 degrees of latitude are about 56 m.
    told.push(placed(reported(2, at(3, 1), on(20, 8), "Behind the market"), 513_790_000));
    told.push(placed(reported(3, at(4, 1), on(20, 8), "The market"), 513_800_000));
    assert!(
        matches!(&basis(&told)[..], [(2, basis)]
        if matches!(basis.first(), Some(ReturnBasis::LandNear(55..=56)))),
        "{:?}",
        basis(&told)
    );
}

#[test]
fn a_phone_that_was_told_where_it_stands_sees_a_return_offline_without_a_name_or_a_plate() {
    let key = TagKey::from_bytes([7; 32]);
    let person = Recipient::Person {
        name: "Sam Example".to_owned(),
        address: Vec::new(),
        born: Some(day("1990-05-01")),
    };
    let known = key.tag(Subject::Recipient(&person)).unwrap();
    let mut told = whole_story();
    let seen = Visit { people: vec![known], ..Visit::default() };
    told.push(step(1, at(2, 5), on(7, 9), EncampmentStep::Visit(seen)));
    told.push(step(1, at(2, 60), on(60, 9), vacated()));
    let story = fold(&told, &Beside::default()).pop_first().unwrap().1;
    let standing = EncampmentStanding::of(&story, &key);
    let spelled = serde_json::to_string(&standing).unwrap();
    for private in ["AB12", "Sam", "Example", "lat"] {
        assert!(!spelled.contains(private), "{spelled}");
    }
    assert_eq!(serde_json::from_str::<EncampmentStanding>(&spelled).unwrap(), standing);
    let standings = BTreeMap::from([(id(1), standing)]);
    let seen = Seen {
        vehicles: key.tag(Subject::Registration("ab12 cde")).into_iter().collect(),
        people: BTreeSet::from([known]),
        ..Seen::default()
    };
    let noon = |text: &str| local_midnight(day(text)).unwrap() + 12 * HOUR;
    let found = seen_again(id(2), (noon("2026-01-20"), &seen), &standings);
    assert_eq!(found[0].basis, BTreeSet::from([ReturnBasis::Vehicles(1), ReturnBasis::People(1)]));
    assert_eq!(seen_again(id(2), (noon("2026-02-10"), &seen), &standings), []);
    assert_eq!(seen_again(id(1), (noon("2026-01-20"), &seen), &standings), [], "itself is no return");
}

#[test]
fn land_that_was_reported_twice_is_known_by_either_report_and_told_coarsely_by_neither() {
    let key = TagKey::from_bytes([7; 32]);
    let mut told = whole_story();
    told.push(reported(1, at(3, 1), on(7, 8), "Medway St car park"));
    let story = fold(&told, &Beside::default()).pop_first().unwrap().1;
    let mut standing = EncampmentStanding::of(&story, &key);
    assert_eq!(standing.land.as_deref(), Some("Medway St car park"));
    assert_eq!(standing.lands().len(), 2);
    let seen = |words: &str, standing: &EncampmentStanding| {
        let land = Some((super::support::land(words), on(20, 8)));
        let standings = BTreeMap::from([(id(1), standing.clone())]);
        seen_again(id(2), (on(20, 8), &Seen { land, ..Seen::default() }), &standings).len()
    };
    for words in ["The car park in Medway Street, Chatham", "Medway St car park"] {
        assert_eq!(seen(words, &standing), 1, "{words}");
    }
    standing.coarsely("in the ward River".to_owned());
    let spelled = serde_json::to_string(&standing).unwrap();
    assert!(!spelled.contains("Medway") && !spelled.contains("other_lands"), "{spelled}");
}

#[test]
fn phone_and_server_see_the_same_returns() {
    let key = TagKey::from_bytes([7; 32]);
    let words = "The car park in Medway Street, Chatham";
    let story = fold(&whole_story(), &Beside::default()).pop_first().unwrap().1;
    let standings = BTreeMap::from([(id(1), EncampmentStanding::of(&story, &key))]);
    let vehicles = || key.tag(Subject::Registration("AB12 CDE")).into_iter().collect();
    // The direction was given on the 10th at ten; 9 February is its last day.
    let table = [
        (on(10, 9), false),
        (on(10, 10), false),
        (on(10, 11), true),
        (on(101, 23), true),
        (on(102, 1), false),
    ];
    for (time, returned) in table {
        let basis = if returned { vec![ReturnBasis::LandWords] } else { Vec::new() };
        let mut told = whole_story();
        told.push(reported(2, at(3, 1), time, words));
        let server = returns(&fold(&told, &Beside::default()), ReturnRules::default());
        let land = Some((super::support::land(words), time));
        let phone = seen_again(id(2), (time, &Seen { land, ..Seen::default() }), &standings);
        assert_eq!(phone, server, "{time}");
        assert_eq!(phone.into_iter().flat_map(|one| one.basis).collect::<Vec<_>>(), basis, "{time}");
        // One of its vehicles, told on a visit elsewhere.
        let mut told = whole_story();
        told.push(reported(2, at(3, 1), on(7, 8), "The Strand, Gillingham"));
        told.push(step(2, at(3, 2), time, caravans(1, &["AB12 CDE"])));
        let server = returns(&fold(&told, &Beside::default()), ReturnRules::default());
        let seen = Seen { vehicles: vehicles(), ..Seen::default() };
        assert_eq!(seen_again(id(2), (time, &seen), &standings), server, "{time}");
        assert_eq!(server.is_empty(), !returned, "{time}");
    }
}
