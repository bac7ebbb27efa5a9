//! What is proposed as one person, at every edge of the rules.

use beatbook_domain::counts::dedupe::{Proposal, Reason, proposals};
use beatbook_domain::orders::legal_time::LegalTime;
use beatbook_domain::records::count::{CountSighting, SightingRef};
use beatbook_domain::welfare::sleeping::{Age, Gender, Nationality};
use proptest::prelude::*;

use super::support::{at, described, place, refer, sighting, tag};

/// Far from each other and hours apart, of teams 1 and 2.
fn two() -> [CountSighting; 2] {
    [sighting(1, 1, "00:30", place(0.0, 0.0)), sighting(2, 1, "03:30", place(2_000.0, 0.0))]
}

fn proposed(two: &[CountSighting; 2]) -> Option<Proposal> {
    let refs: Vec<SightingRef> = two.iter().map(|one| refer(one.team.parse().unwrap(), one.label)).collect();
    let found = proposals(refs.iter().copied().zip(two));
    assert_eq!(proposals(refs.iter().copied().zip(two).rev()), found, "the order says nothing");
    assert!(
        found.iter().all(|one| one.score == one.reasons.iter().map(|reason| reason.points()).sum::<i32>())
    );
    found.into_iter().next()
}

fn alike(initials: &str) -> [CountSighting; 2] {
    two().map(|one| described(one, initials, Gender::Male, Age::From26, Nationality::NotKnown))
}

#[test]
fn fifty_points_are_enough_and_less_are_not() {
    // 30 + 10 + 10.
    let found = proposed(&alike("JS")).unwrap();
    assert_eq!((found.score, found.reasons), (50, vec![Reason::Initials, Reason::Gender, Reason::Age]));
    let mut unsure = alike("JS");
    unsure[1].age = Age::From18To25;
    assert_eq!(proposed(&unsure), None, "40: bands that touch say nothing");
    // 10 + 10 + 10 + 20 = 50, at most 100 m apart; 40 beyond.
    let mut near = alike("");
    near.iter_mut().for_each(|one| one.descriptors = ["beard".to_owned()].into());
    near[1].place = Some(place(99.5, 0.0));
    assert_eq!(proposed(&near).unwrap().score, 50);
    near[1].place = Some(place(100.5, 0.0));
    assert_eq!(proposed(&near), None);
}

#[test]
fn every_reason_has_its_points() {
    let mut same = two();
    same.iter_mut().for_each(|one| one.identity.k1 = Some(tag(1)));
    assert_eq!(proposed(&same).unwrap().score, 100);
    // With the same name the same initials and birth are no further news.
    same.iter_mut().for_each(|one| one.identity.k2 = Some(tag(2)));
    assert_eq!(proposed(&same).unwrap().reasons, [Reason::NameAndBirth]);
    same[1].identity.k1 = Some(tag(3));
    assert_eq!(proposed(&same).unwrap().reasons, [Reason::InitialsAndBirth]);
    (same[0].gender, same[1].gender) = (Gender::Female, Gender::Male);
    assert_eq!(proposed(&same), None, "80 − 40");
    same[1].gender = Gender::NotKnown;
    (same[0].age, same[1].age) = (Age::Under18, Age::From26);
    assert_eq!(proposed(&same), None, "80 − 40");
    same.iter_mut().for_each(|one| one.identity.initials = Some("é. s".to_owned()));
    same[1].identity.initials = Some("E S".to_owned());
    assert_eq!(proposed(&same).unwrap().score, 70, "initials are letters without accents");
    let none = two().map(|mut one| {
        one.identity.initials = Some(" - ".to_owned());
        one
    });
    assert_eq!(proposed(&none), None, "no letters are no initials");
}

#[test]
fn descriptors_count_ten_each_and_forty_at_most() {
    let mut many = alike("");
    let codes = |count: usize| (0..count).map(|number| format!("d{number}")).collect();
    many.iter_mut().for_each(|one| one.descriptors = codes(9));
    let found = proposed(&many).unwrap();
    assert_eq!((found.score, found.reasons.last().copied()), (60, Some(Reason::Descriptors { equal: 9 })));
    many[1].descriptors = codes(3);
    assert_eq!(proposed(&many).unwrap().score, 50);
    many[1].descriptors = codes(2);
    assert_eq!(proposed(&many), None);
}

/// k2 equal (80), `metres` apart, ten minutes between.
fn hurried(metres: f64) -> [CountSighting; 2] {
    let mut pair = two();
    pair.iter_mut().for_each(|one| one.identity.k2 = Some(tag(2)));
    pair[1].place = Some(place(metres, 0.0));
    pair[1].time = LegalTime::exactly(pair[0].time.at + 600_000);
    pair
}

#[test]
fn nobody_walks_faster_than_six_or_goes_faster_than_thirty() {
    // 1,000 m in ten minutes are 6 km/h, 5,000 m 30 km/h; the grid of places is good to a metre here.
    assert_eq!(proposed(&hurried(998.0)).unwrap().score, 80);
    assert_eq!(proposed(&hurried(1_002.0)).unwrap().score, 60);
    assert_eq!(proposed(&hurried(4_990.0)).unwrap().score, 60);
    assert_eq!(proposed(&hurried(5_010.0)), None);
    let mut named = hurried(5_010.0);
    named.iter_mut().for_each(|one| one.identity.k1 = Some(tag(1)));
    let found = proposed(&named).unwrap();
    assert_eq!(found.score, 80);
    assert!(matches!(found.reasons.last(), Some(Reason::TooFast { seconds: 600, .. })));
}

#[test]
fn a_speed_is_the_least_that_clocks_and_positions_allow_and_none_where_they_are_unknown() {
    let mut unsure = hurried(5_010.0);
    unsure[0].time.within = Some(5_000);
    assert_eq!(proposed(&unsure).unwrap().score, 60, "five seconds more are below 30 km/h");
    let mut blurred = hurried(5_010.0);
    blurred[1].place.as_mut().unwrap().accuracy = Some(200);
    assert_eq!(proposed(&blurred).unwrap().score, 60, "twenty metres less are below 30 km/h");
    let mut wall = hurried(5_010.0);
    wall[1].time.within = None;
    assert_eq!(proposed(&wall).unwrap().score, 80);
    let mut drawn = hurried(5_010.0);
    drawn[0].place.as_mut().unwrap().accuracy = None;
    assert_eq!(proposed(&drawn).unwrap().score, 80);
    let mut nowhere = hurried(0.0);
    nowhere[0].place = None;
    assert_eq!(proposed(&nowhere).unwrap().score, 80);
}

#[test]
fn two_who_were_side_by_side_are_two() {
    let side_by_side = |apart: i64, team: u8| {
        let mut pair = alike("JS");
        pair[1] = CountSighting { label: 2, team: team.to_string(), ..pair[1].clone() };
        pair[1].place = pair[0].place;
        pair[1].time = LegalTime::exactly(at("00:30") + apart);
        pair[0].beside = [2].into();
        pair
    };
    assert_eq!(proposed(&side_by_side(600_000, 1)), None);
    assert_eq!(proposed(&side_by_side(600_001, 1)).unwrap().score, 70);
    // Another team's sighting 2 is not this team's sighting 2.
    assert_eq!(proposed(&side_by_side(600_000, 2)).unwrap().score, 70);
    let mut unsaid = side_by_side(600_000, 1);
    unsaid[0].beside.clear();
    assert_eq!(proposed(&unsaid).unwrap().score, 70);
    unsaid[1].beside = [1].into();
    assert_eq!(proposed(&unsaid), None, "either may say so");
    unsaid.iter_mut().for_each(|one| one.identity.k1 = Some(tag(1)));
    let found = proposed(&unsaid).unwrap();
    assert_eq!((found.score, found.reasons.last()), (170, Some(&Reason::SideBySide)));
}

#[test]
fn the_likeliest_come_first_and_equals_in_order() {
    let crowd: Vec<(SightingRef, CountSighting)> = (1..=3)
        .flat_map(|team| {
            (1..=2).map(move |label| {
                let mut seen = alike("JS")[0].clone();
                (seen.team, seen.label) = (team.to_string(), label);
                seen.identity.k1 = (label == 1).then(|| tag(7));
                (refer(team, label), seen)
            })
        })
        .collect();
    let found = proposals(crowd.iter().map(|(of, seen)| (*of, seen)));
    assert_eq!(found.len(), 15);
    assert_eq!(found.iter().filter(|one| one.score == 170).count(), 3);
    let ranks: Vec<_> = found.iter().map(|one| (-one.score, one.pair)).collect();
    assert!(ranks.is_sorted());
}

fn anybody() -> impl Strategy<Value = CountSighting> {
    let person = (0..4u8, 0..4usize, 0..4usize, 0..3usize, any::<bool>());
    let scene = (1..4u8, 0..300i64, 0.0..3_000.0f64, 0.0..300.0f64, any::<bool>());
    (person, scene).prop_map(|((k, gender, age, initials, knows), (team, minute, north, east, clock))| {
        let mut seen = sighting(team, 1, "00:00", place(north, east));
        seen.time = LegalTime { at: at("00:00") + minute * 60_000, within: clock.then_some(1_000) };
        seen.identity.k1 = (knows && k == 0).then(|| tag(1));
        seen.identity.k2 = (k <= 1).then(|| tag(2));
        seen.descriptors =
            ["beard", "dog", "hat"].iter().take(k.into()).map(|&code| code.to_owned()).collect();
        let initials = ["", "JS", "AB"][initials];
        described(seen, initials, Gender::ALL[gender], Age::ALL[age], Nationality::NotKnown)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn scores_are_the_sum_of_reasons_and_the_order_of_sightings_says_nothing(
        crowd in proptest::collection::vec(anybody(), 2..24), turn in 0usize..24,
    ) {
        let mut crowd: Vec<(SightingRef, CountSighting)> = crowd.into_iter().zip(1..).map(|(mut seen, label)| {
            seen.label = label;
            (refer(seen.team.parse().unwrap(), label), seen)
        }).collect();
        let found = proposals(crowd.iter().map(|(of, seen)| (*of, seen)));
        let turn = turn % crowd.len();
        crowd.rotate_left(turn);
        prop_assert_eq!(&proposals(crowd.iter().map(|(of, seen)| (*of, seen))), &found);
        for one in found {
            prop_assert!(one.score >= 50);
            prop_assert_eq!(one.score, one.reasons.iter().map(|reason| reason.points()).sum::<i32>());
            let named = one.reasons.contains(&Reason::NameAndBirth);
            let against = |it: &Reason| matches!(it, Reason::TooFast { .. } | Reason::SideBySide);
            prop_assert!(named || !one.reasons.iter().any(against));
        }
    }
}
