//! Which sightings are one person, as people decide it pair by pair.
//!
//! - Of each pair the latest word in server order holds. One that takes back ([`PairAnswer::Withdrawn`]) opens the pair
//!   anew: nothing said before counts any more.
//! - It is settled once two people say so as their own last word, one of them from neither team that recorded the two.
//!   Until then the two count as two.
//! - Only who is in the plan has a voice, and whoever spoke at a desk, where leads and those who answer for counts speak. What
//!   anybody else says is kept and shown ([`without_voice`]); it joins nobody, and takes nothing back.
//! - Pairs that are settled as one person make groups. A group in which a pair is settled as two people is a
//!   contradiction: its members count separately, and nothing can be verified until somebody takes something back.
//!
//! All of it is computed from the words and their order, so the order in which words arrive says nothing.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_protocol::id::Id;
use serde::Serialize;

use crate::counts::plan::CountPlan;
use crate::crew::Sets;
use crate::records::count::{CountDecision, PairAnswer, SightingPair, SightingRef};

/// What one person said of a pair, with its place in the server's order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Word {
    /// The commit-ordered cursor of the server.
    pub order: u64,
    /// Who.
    pub by: Id,
    /// Of which two.
    pub pair: SightingPair,
    /// What.
    pub answer: PairAnswer,
    /// Said at a desk of the server, where nobody speaks but leads and those who answer for counts.
    pub at_desk: bool,
}

impl Word {
    /// Whether it has a voice by a plan.
    #[must_use]
    pub fn has_voice(&self, plan: &CountPlan) -> bool {
        self.at_desk || plan.takes(self.by)
    }

    /// A decision as the server got it from an officer's notebook; none if it speaks in another's name.
    #[must_use]
    pub fn of(order: u64, officer: Id, decision: &CountDecision) -> Option<Self> {
        let CountDecision { pair, answer, by, .. } = *decision;
        (by == officer).then_some(Self { order, by, pair, answer, at_desk: false })
    }
}

/// Who is of which team: whoever is planned, of the team of the plan, and anybody else of those their phones have joined as; and
/// whoever has recorded somebody as a team went with it, and is of it, too. A planned officer's joining alone – by mistake, it may
/// be – makes nobody of another team.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TeamsOf {
    planned: BTreeSet<Id>,
    home: BTreeMap<Id, BTreeSet<String>>,
    went: BTreeMap<Id, BTreeSet<String>>,
    recorded: BTreeMap<SightingRef, BTreeSet<String>>,
}

impl TeamsOf {
    /// As planned.
    #[must_use]
    pub fn planned(plan: &CountPlan) -> Self {
        let mut teams = Self::default();
        for team in &plan.teams {
            team.leads.union(&team.members).for_each(|officer| teams.join(*officer, &team.code));
        }
        teams.planned = plan.officers();
        teams
    }

    /// An officer's phone has joined as this team: it is theirs if the plan has them nowhere.
    pub fn join(&mut self, officer: Id, team: &str) {
        if !self.planned.contains(&officer) {
            self.home.entry(officer).or_default().insert(team.to_owned());
        }
    }

    /// A team has recorded a sighting.
    pub fn recorded(&mut self, sighting: SightingRef, team: &str) {
        self.recorded.entry(sighting).or_default().insert(team.to_owned());
    }

    /// An officer has recorded a sighting as a team: that team has, and the officer's own, whatever code was typed.
    pub fn recorded_by(&mut self, sighting: SightingRef, officer: Id, team: &str) {
        self.recorded(sighting, team);
        let home = self.home.get(&officer).into_iter().flatten().cloned();
        self.recorded.entry(sighting).or_default().extend(home);
        self.went.entry(officer).or_default().insert(team.to_owned());
    }

    /// Teams of an officer that recorded one of the two; none for whoever is of neither.
    #[must_use]
    pub fn shared(&self, officer: Id, pair: SightingPair) -> BTreeSet<&str> {
        let own = [&self.home, &self.went].into_iter().filter_map(|teams| teams.get(&officer)).flatten();
        let own: BTreeSet<&str> = own.map(String::as_str).collect();
        let recorded = pair.both().into_iter().filter_map(|of| self.recorded.get(&of)).flatten();
        recorded.map(String::as_str).filter(|team| own.contains(team)).collect()
    }

    /// Whether an officer is of neither team that recorded the two.
    fn is_apart(&self, officer: Id, pair: SightingPair) -> bool {
        self.shared(officer, pair).is_empty()
    }
}

/// How a pair stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PairStanding {
    /// Everything said was taken back.
    Open,
    /// Somebody has said something, and too few agree.
    Waiting {
        /// One person, or two.
        same: bool,
        /// Who says so.
        by: BTreeSet<Id>,
        /// Only somebody from neither recording team can be the next.
        needs_other_team: bool,
    },
    /// Agreed.
    Settled {
        /// One person, or two.
        same: bool,
        /// Who says so.
        by: BTreeSet<Id>,
    },
}

/// How every pair stands of which anything was said by those who have a voice.
#[must_use]
pub fn standings(words: &[Word], teams: &TeamsOf) -> BTreeMap<SightingPair, PairStanding> {
    let said = by_pair(words).into_iter();
    said.map(|(pair, words)| (pair, standing(pair, &words, teams))).collect()
}

/// The last words, pair by pair, of those who have no voice: whether each says that it is one person; nothing of whoever took it
/// back.
#[must_use]
pub fn without_voice(words: &[Word]) -> BTreeMap<SightingPair, BTreeMap<Id, bool>> {
    let last = |words: Vec<&Word>| {
        let words: BTreeMap<Id, PairAnswer> = words.iter().map(|word| (word.by, word.answer)).collect();
        let said = words.into_iter().filter_map(|(by, answer)| Some((by, is_one(answer)?)));
        said.collect::<BTreeMap<Id, bool>>()
    };
    let said = by_pair(words).into_iter().map(|(pair, words)| (pair, last(words)));
    said.filter(|(_, by)| !by.is_empty()).collect()
}

/// Words in order, those of each pair together.
fn by_pair(words: &[Word]) -> BTreeMap<SightingPair, Vec<&Word>> {
    let mut words: Vec<&Word> = words.iter().collect();
    words.sort_unstable();
    let mut said: BTreeMap<SightingPair, Vec<&Word>> = BTreeMap::new();
    for word in words {
        said.entry(word.pair).or_default().push(word);
    }
    said
}

/// One person, or two; nothing if it takes back.
fn is_one(answer: PairAnswer) -> Option<bool> {
    match answer {
        PairAnswer::Same => Some(true),
        PairAnswer::Different => Some(false),
        PairAnswer::Withdrawn => None,
    }
}

/// Words of one pair, in order.
fn standing(pair: SightingPair, words: &[&Word], teams: &TeamsOf) -> PairStanding {
    let mut voices: BTreeMap<Id, bool> = BTreeMap::new();
    let mut latest = None;
    for word in words {
        latest = is_one(word.answer);
        if let Some(same) = latest {
            voices.insert(word.by, same);
        } else {
            voices.clear();
        }
    }
    let Some(same) = latest else { return PairStanding::Open };
    let by: BTreeSet<Id> = voices.iter().filter(|(_, said)| **said == same).map(|(by, _)| *by).collect();
    let apart = by.iter().any(|officer| teams.is_apart(*officer, pair));
    if by.len() >= 2 && apart {
        PairStanding::Settled { same, by }
    } else {
        PairStanding::Waiting { same, by, needs_other_team: !apart }
    }
}

/// Sightings that are one person, or would be if they did not contradict each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Group {
    /// The sightings, sorted.
    pub sightings: Vec<SightingRef>,
    /// It holds a pair that is two people: the members count separately, and nothing can be verified.
    pub held_apart: bool,
}

/// All sightings in groups, by their smallest member.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Groups {
    /// The groups.
    pub groups: Vec<Group>,
    /// Pairs in need of a decision: proposed and not settled by themselves or by what follows from others, or said
    /// something of and not agreed.
    pub undecided: Vec<SightingPair>,
}

impl Groups {
    /// The groups that follow from what is settled, and what is still to be decided: pairs that are `proposed`, and those that
    /// were seen `beside` each other and would be one person by other pairs. Words about sightings that are not there are kept
    /// for when they come.
    #[must_use]
    pub fn of(
        sightings: &BTreeSet<SightingRef>,
        standings: &BTreeMap<SightingPair, PairStanding>,
        proposed: impl IntoIterator<Item = SightingPair>,
        beside: impl IntoIterator<Item = SightingPair>,
    ) -> Self {
        let refs: Vec<SightingRef> = sightings.iter().copied().collect();
        let place = |of: &SightingRef| refs.binary_search(of).ok();
        let places = |pair: SightingPair| {
            let [one, other] = pair.both();
            Some((place(&one)?, place(&other)?))
        };
        let mut sets = Sets::new(refs.len());
        let mut apart = Vec::new();
        for (pair, standing) in standings {
            let (PairStanding::Settled { same, .. }, Some((one, other))) = (standing, places(*pair)) else {
                continue;
            };
            if *same {
                sets.join(one, other);
            } else {
                apart.push((one, other));
            }
        }
        let parts = sets.groups();
        let mut group_of = vec![0; refs.len()];
        for (number, members) in parts.iter().enumerate() {
            for member in members {
                if let Some(of) = group_of.get_mut(*member) {
                    *of = number;
                }
            }
        }
        let number = |member: usize| group_of.get(member).copied();
        let mut held: BTreeSet<usize> = BTreeSet::new();
        let mut two_people: BTreeSet<(usize, usize)> = BTreeSet::new();
        for (one, other) in apart {
            let (Some(one), Some(other)) = (number(one), number(other)) else { continue };
            if one == other {
                held.insert(one);
            } else {
                two_people.insert((one.min(other), one.max(other)));
            }
        }
        let both = |pair: SightingPair| {
            let (one, other) = places(pair)?;
            Some((number(one)?, number(other)?))
        };
        let follows = |pair: SightingPair| {
            both(pair).is_none_or(|(one, other)| {
                (one == other && !held.contains(&one))
                    || two_people.contains(&(one.min(other), one.max(other)))
            })
        };
        let mut undecided = BTreeSet::new();
        for (pair, standing) in standings {
            if matches!(standing, PairStanding::Waiting { .. }) && places(*pair).is_some() {
                undecided.insert(*pair);
            }
        }
        let settled = |pair: &SightingPair| matches!(standings.get(pair), Some(PairStanding::Settled { .. }));
        undecided.extend(proposed.into_iter().filter(|pair| !settled(pair) && !follows(*pair)));
        let is_one = |pair: SightingPair| both(pair).is_some_and(|(one, other)| one == other);
        undecided.extend(beside.into_iter().filter(|pair| !settled(pair) && is_one(*pair)));
        let groups = parts.into_iter().enumerate().map(|(number, members)| Group {
            sightings: members.iter().filter_map(|member| refs.get(*member)).copied().collect(),
            held_apart: held.contains(&number),
        });
        Self { groups: groups.collect(), undecided: undecided.into_iter().collect() }
    }

    /// Settled pairs of groups that contradict themselves, and whether they are one person: one of them is to be taken back.
    #[must_use]
    pub fn contradicting(
        &self,
        standings: &BTreeMap<SightingPair, PairStanding>,
    ) -> Vec<(SightingPair, bool)> {
        let held = self.groups.iter().filter(|group| group.held_apart);
        let held: Vec<&Vec<SightingRef>> = held.map(|group| &group.sightings).collect();
        let is_held = |pair: SightingPair| {
            held.iter().any(|group| pair.both().iter().all(|of| group.binary_search(of).is_ok()))
        };
        let settled = standings.iter().filter_map(|(pair, standing)| match standing {
            PairStanding::Settled { same, .. } => Some((*pair, *same)),
            _ => None,
        });
        settled.filter(|(pair, _)| is_held(*pair)).collect()
    }

    /// Whether a group contradicts itself.
    #[must_use]
    pub fn is_blocked(&self) -> bool {
        self.groups.iter().any(|group| group.held_apart)
    }
}
