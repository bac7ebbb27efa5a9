//! Phones of people who are not in the plan: whom they saw is counted, and what they say decides and improves nothing.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_domain::counts::coverage::SectorWord;
use beatbook_domain::counts::decisions::{PairStanding, Word};
use beatbook_domain::counts::label::{Assurance, LabelReason};
use beatbook_domain::counts::plan::CountPlan;
use beatbook_domain::counts::review::{Review, TeamPart};
use beatbook_domain::counts::state::CountCase;
use beatbook_domain::records::count::{CountEntry, CountSector, PairAnswer, SectorOutcome, SiteByHand};
use beatbook_protocol::id::Id;

use super::night;
use super::support::{
    HELPER, at, exactly, lead, moment, part, place, plan, quiet_night, sector, seen, sighting, word,
};

fn review(plan: &CountPlan, parts: &[TeamPart], words: &[Word]) -> Review {
    Review::of(&CountCase::planned(plan.clone()), parts, words, &BTreeSet::from(["luton-arches".to_owned()]))
}

/// A phone of somebody whom the plan does not have, joined as team 3, and what it says.
fn outside(entries: Vec<CountEntry>) -> TeamPart {
    TeamPart { officer: HELPER, ..part(3, exactly("00:00"), entries) }
}

/// Strood is the third sector, and team 3's.
fn strood(outcome: SectorOutcome) -> SectorWord {
    SectorWord::Unplanned { outcome, teams: vec!["3".to_owned()] }
}

#[test]
fn a_word_from_outside_visits_no_sector_and_says_so() {
    let mut parts = quiet_night();
    parts[2] = outside(vec![
        sector("04:00", "strood", SectorOutcome::Visited),
        seen(sighting(3, 1, "01:00", place(9_000.0, 0.0))),
    ]);
    let found = review(&plan(), &parts, &[]);
    assert_eq!(found.table.counted(), 1, "nobody is lost");
    assert_eq!(found.coverage.sectors[2].1, strood(SectorOutcome::Visited));
    assert_eq!(
        found.coverage.sectors[2].1.words(),
        "visited, by somebody not in the plan; no word from team 3"
    );
    let silent: Vec<&str> = found.coverage.silent().map(|(code, _)| code).collect();
    assert_eq!(silent, ["strood"], "a close asks why");
    let reason = LabelReason::SectorVisitedUnplanned { sector: "strood".to_owned() };
    assert_eq!(reason.words(), "only somebody who is not in the plan says that sector strood was visited");
    assert_eq!((found.label.assurance, found.label.reasons), (Assurance::NotFullyAssured, vec![reason]));
    // A team's word stands, whatever anybody else says.
    let gate = SectorOutcome::Inaccessible { reason: "the gate is locked".to_owned() };
    parts.push(part(3, exactly("00:00"), vec![sector("03:00", "strood", gate.clone())]));
    let found = review(&plan(), &parts, &[]);
    assert_eq!(found.coverage.sectors[2].1, SectorWord::Said(gate));
    assert_eq!(found.label.reasons, [LabelReason::SectorNotVisited { sector: "strood".to_owned() }]);
}

#[test]
fn nobody_from_outside_reaches_a_known_site_or_begins_the_count() {
    let by_hand = CountEntry::Sector(CountSector {
        at: moment(at("04:00")),
        time: exactly("04:00"),
        sector: "chatham".to_owned(),
        outcome: SectorOutcome::Visited,
        reached: vec![SiteByHand { site: "luton-arches".to_owned(), reason: "no fix".to_owned() }],
        not_reached: Default::default(),
    });
    let there = seen(sighting(3, 1, "01:00", place(1.0, 0.0)));
    let found =
        Review::of(&CountCase::planned(plan()), &[outside(vec![by_hand, there])], &[], &BTreeSet::new());
    assert!(found.coverage.reached.is_empty());
    assert_eq!((found.label.assurance, found.table.counted()), (Assurance::NotAssured, 1));
    assert!(found.label.reasons.contains(&LabelReason::NotBegun));
}

#[test]
fn whoever_is_added_to_the_plan_is_heard_and_a_plan_that_names_nobody_hears_everybody() {
    let mut parts = quiet_night();
    parts[2] = outside(vec![sector("04:00", "strood", SectorOutcome::Visited)]);
    let mut added = plan();
    added.teams[2].members.insert(HELPER);
    assert_eq!(review(&added, &parts, &[]).label.assurance, Assurance::Assured);
    let mut nobody = plan();
    for team in &mut nobody.teams {
        team.leads.clear();
        team.members.clear();
    }
    assert!(review(&nobody, &parts, &[]).coverage.is_visited("strood"));
}

#[test]
fn a_voice_from_outside_settles_no_pair_and_undoes_none() {
    let [arches, ..] = night::duplicates();
    let from =
        |order: u64, by: Id, answer: PairAnswer| Word { at_desk: false, ..word(order, by, arches, answer) };
    let of = |words: &[Word]| review(&plan(), &night::parts(), words);
    let mut words = vec![from(1, lead(2), PairAnswer::Same), from(2, HELPER, PairAnswer::Same)];
    let found = of(&words);
    let waits = PairStanding::Waiting { same: true, by: [lead(2)].into(), needs_other_team: true };
    assert_eq!((found.standings.get(&arches), found.table.distinct()), (Some(&waits), 27));
    assert_eq!(found.without_voice[&arches], BTreeMap::from([(HELPER, true)]));
    words.push(from(3, lead(6), PairAnswer::Same));
    assert_eq!(of(&words).table.distinct(), 26);
    for (order, answer) in [(4, PairAnswer::Different), (5, PairAnswer::Withdrawn)] {
        words.push(from(order, HELPER, answer));
        let found = of(&words);
        assert_eq!(found.table.distinct(), 26);
        assert_eq!(found.without_voice.is_empty(), answer == PairAnswer::Withdrawn, "nothing is taken back");
    }
    // In the plan it is a voice like any other.
    let mut added = plan();
    added.teams[2].members.insert(HELPER);
    assert_eq!(review(&added, &night::parts(), &words[..2]).table.distinct(), 26);
}
