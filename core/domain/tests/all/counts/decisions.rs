//! What two people decide about a pair, and what becomes of groups that contradict themselves.

use std::collections::BTreeSet;

use beatbook_domain::counts::decisions::{Groups, PairStanding, TeamsOf, Word, standings};
use beatbook_domain::records::count::{CountDecision, PairAnswer, SightingPair, SightingRef};
use proptest::prelude::*;

use super::support::{HELPER, id, lead, member, moment, pair, plan, refer, word};

use PairAnswer::{Different, Same, Withdrawn};

/// Sightings 1 of teams 1 to 5.
fn sightings() -> Vec<SightingRef> {
    (1..=5).map(|team| refer(team, 1)).collect()
}

fn teams() -> TeamsOf {
    let mut teams = TeamsOf::planned(&plan());
    (1..=5u8).for_each(|team| teams.recorded(refer(team, 1), &team.to_string()));
    teams
}

fn of(one: u8, other: u8) -> SightingPair {
    pair(refer(one, 1), refer(other, 1))
}

fn groups(words: &[Word]) -> Groups {
    let known: BTreeSet<SightingRef> = sightings().into_iter().collect();
    Groups::of(&known, &standings(words, &teams()), [], [])
}

fn people(words: &[Word]) -> usize {
    groups(words).groups.iter().map(|group| if group.held_apart { group.sightings.len() } else { 1 }).sum()
}

/// Two people of team 6 and of none agree.
fn agreed(order: u64, pair: SightingPair, answer: PairAnswer) -> [Word; 2] {
    [word(order, HELPER, pair, answer), word(order + 1, lead(6), pair, answer)]
}

#[test]
fn it_takes_two_and_one_of_them_from_another_team() {
    let pair = of(1, 2);
    let standing = |words: &[Word]| standings(words, &teams()).remove(&pair);
    let one = [word(1, HELPER, pair, Same)];
    let waits = PairStanding::Waiting { same: true, by: [HELPER].into(), needs_other_team: false };
    assert_eq!((standing(&one), people(&one)), (Some(waits), 5));
    // Twice the same person is one person.
    assert_eq!(people(&[word(1, HELPER, pair, Same), word(2, HELPER, pair, Same)]), 5);
    let both_teams = [word(1, lead(1), pair, Same), word(2, member(2), pair, Same)];
    let by: BTreeSet<_> = [lead(1), member(2)].into();
    let waits = PairStanding::Waiting { same: true, by: by.clone(), needs_other_team: true };
    assert_eq!((standing(&both_teams), people(&both_teams)), (Some(waits), 5));
    for apart in [HELPER, lead(3)] {
        let words = [word(1, apart, pair, Same), word(2, lead(1), pair, Same)];
        let back = [word(1, lead(1), pair, Same), word(2, apart, pair, Same)];
        assert_eq!((people(&words), people(&back)), (4, 4), "in either order");
    }
}

#[test]
fn a_mistaken_join_makes_nobody_of_another_team_and_a_sighting_as_that_team_does() {
    let (pair, mut teams) = (of(1, 2), teams());
    teams.join(lead(3), "2");
    let words = [word(1, lead(3), pair, Same), word(2, lead(1), pair, Same)];
    assert_eq!(teams.shared(lead(3), pair), BTreeSet::new());
    assert!(matches!(standings(&words, &teams)[&pair], PairStanding::Settled { same: true, .. }));
    // Who recorded somebody as the other team went with it.
    teams.recorded_by(refer(3, 7), lead(3), "2");
    assert_eq!(teams.shared(lead(3), pair), BTreeSet::from(["2"]));
    assert!(matches!(standings(&words, &teams)[&pair], PairStanding::Waiting { .. }));
    // What a planned officer recorded is their own team's, and of no other team that they joined.
    teams.join(lead(4), "1");
    teams.recorded_by(refer(4, 7), lead(4), "4");
    let fours = SightingPair::of(refer(4, 1), refer(4, 7)).unwrap();
    let words = [word(1, lead(4), fours, Same), word(2, lead(1), fours, Same)];
    assert!(matches!(standings(&words, &teams)[&fours], PairStanding::Settled { .. }));
    // Whom the plan has nowhere is of the team they joined as.
    teams.join(id(250), "5");
    assert_eq!(teams.shared(id(250), of(4, 5)), BTreeSet::from(["5"]));
}

#[test]
fn the_latest_word_holds_and_until_two_agree_on_it_there_are_two_people() {
    let pair = of(1, 2);
    let mut words = agreed(1, pair, Same).to_vec();
    assert_eq!(people(&words), 4);
    words.push(word(3, lead(4), pair, Different));
    assert_eq!((people(&words), groups(&words).undecided), (5, vec![pair]));
    words.push(word(4, lead(5), pair, Different));
    assert_eq!((people(&words), groups(&words).undecided), (5, vec![]));
    // Back again: those two have said so before, so one of them suffices.
    words.push(word(5, HELPER, pair, Same));
    assert_eq!((people(&words), groups(&words).undecided), (4, vec![]));
    words.push(word(6, lead(1), pair, Withdrawn));
    assert_eq!((people(&words), groups(&words).undecided), (5, vec![]));
    // What was said before it was taken back counts no more.
    words.push(word(7, HELPER, pair, Same));
    assert_eq!(people(&words), 5);
}

#[test]
fn a_group_that_contradicts_itself_stays_apart_and_blocks() {
    let mut words = [agreed(1, of(1, 2), Same), agreed(3, of(2, 3), Same)].concat();
    assert_eq!(people(&words), 3);
    words.extend(agreed(5, of(1, 3), Different));
    let held = groups(&words);
    assert!(held.is_blocked());
    assert_eq!(people(&words), 5, "its members count separately");
    words.push(word(7, lead(6), of(1, 3), Withdrawn));
    assert_eq!((people(&words), groups(&words).is_blocked()), (3, false));
}

#[test]
fn two_that_were_seen_side_by_side_are_not_one_person_by_a_third_without_a_word() {
    let known: BTreeSet<SightingRef> = sightings().into_iter().collect();
    let undecided = |words: &[Word], proposed: &[SightingPair]| {
        let standings = standings(words, &teams());
        Groups::of(&known, &standings, proposed.iter().copied(), [of(1, 3)]).undecided
    };
    assert_eq!(undecided(&[], &[]), [], "nobody says that they are one");
    let one = [agreed(1, of(1, 2), Same), agreed(3, of(2, 3), Same)].concat();
    assert_eq!(undecided(&one, &[]), [of(1, 3)]);
    assert_eq!(undecided(&one, &[of(1, 3)]), [of(1, 3)], "proposed as well");
    let words = [one.clone(), agreed(5, of(1, 3), Same).to_vec()].concat();
    assert_eq!(undecided(&words, &[]), [], "the one or the other, if two people say so");
    let words = [one, agreed(5, of(1, 3), Different).to_vec()].concat();
    assert_eq!(undecided(&words, &[]), []);
    assert!(groups(&words).is_blocked());
}

#[test]
fn what_follows_from_others_need_not_be_decided_again() {
    let known: BTreeSet<SightingRef> = sightings().into_iter().collect();
    let undecided = |words: &[Word], proposed: &[SightingPair]| {
        Groups::of(&known, &standings(words, &teams()), proposed.iter().copied(), []).undecided
    };
    let triangle = [of(1, 2), of(2, 3), of(1, 3)];
    assert_eq!(undecided(&[], &triangle).len(), 3);
    let mut words = [agreed(1, of(1, 2), Same), agreed(3, of(2, 3), Same)].concat();
    assert_eq!(undecided(&words, &triangle), []);
    words = [agreed(1, of(1, 2), Same), agreed(3, of(2, 3), Different)].concat();
    assert_eq!(undecided(&words, &triangle), [], "who is not 2 is not 1 either");
    assert_eq!(undecided(&words, &[of(3, 4)]), [of(3, 4)]);
}

#[test]
fn nobody_speaks_in_anothers_name() {
    let decision =
        CountDecision { at: moment(0), pair: of(1, 2), answer: Same, by: HELPER, why: String::new() };
    assert!(Word::of(1, HELPER, &decision).is_some());
    assert_eq!(Word::of(1, lead(1), &decision), None);
}

#[test]
fn words_about_sightings_that_have_not_come_wait_for_them() {
    let unknown = pair(refer(1, 1), refer(6, 40));
    let words = agreed(1, unknown, Same);
    assert_eq!((people(&words), groups(&words).undecided), (5, vec![]));
}

fn words() -> impl Strategy<Value = Vec<Word>> {
    let one = (1..=5u8, 1..=5u8, 0..4usize, 0..8usize);
    proptest::collection::vec(one, 0..40).prop_map(|words| {
        let words = words.into_iter().filter(|(one, other, ..)| one != other).zip(1..);
        words
            .map(|((one, other, answer, by), order)| {
                let by = [lead(1), lead(2), lead(3), member(1), lead(6), HELPER, id(250), id(251)][by];
                word(order, by, of(one, other), [Same, Same, Different, Withdrawn][answer])
            })
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_order_words_arrive_in_the_people_are_the_same(
        (words, shuffled) in words().prop_flat_map(|words| (Just(words.clone()), Just(words).prop_shuffle())),
        repeated in any::<bool>(),
    ) {
        let mut arrived = shuffled;
        if repeated {
            arrived.extend(words.clone());
        }
        prop_assert_eq!(groups(&arrived), groups(&words));
        prop_assert_eq!(standings(&arrived, &teams()), standings(&words, &teams()));
    }

    #[test]
    fn everybody_is_in_one_group_and_taking_all_back_leaves_everybody_alone(words in words()) {
        let found = groups(&words);
        let mut members: Vec<SightingRef> = found.groups.iter().flat_map(|group| group.sightings.clone()).collect();
        members.sort_unstable();
        prop_assert_eq!(members, sightings());
        for group in found.groups.iter().filter(|group| !group.held_apart) {
            for (pair, standing) in standings(&words, &teams()) {
                let inside = pair.both().iter().all(|of| group.sightings.contains(of));
                let two_people = matches!(standing, PairStanding::Settled { same: false, .. });
                prop_assert!(!(inside && two_people));
            }
        }
        let mut undone = words.clone();
        let pairs: BTreeSet<SightingPair> = words.iter().map(|word| word.pair).collect();
        undone.extend(pairs.into_iter().zip(1_000..).map(|(pair, order)| word(order, HELPER, pair, Withdrawn)));
        prop_assert_eq!(people(&undone), 5);
    }
}
