//! Everything the phones of a count have told so far, put together.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;

use crate::counts::coverage::{Coverage, shows_reached};
use crate::counts::decisions::{Group, Groups, PairStanding, TeamsOf, Word, standings, without_voice};
use crate::counts::dedupe::{Proposal, Reason, proposals, side_by_side};
use crate::counts::label::{PartnerShown, QualityLabel};
use crate::counts::persons::{Person, persons};
use crate::counts::state::CountCase;
use crate::counts::table::CountTable;
use crate::records::count::story::{CountPart, Sighting};
use crate::records::count::{SightingPair, SightingRef};
use crate::records::seen::KeptPlace;

/// One phone's part, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamPart {
    /// The notebook.
    pub notebook: Id,
    /// Its officer.
    pub officer: Id,
    /// The record of the part.
    pub record: Id,
    /// What it tells.
    pub part: CountPart,
}

/// A count as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// All sightings.
    pub sightings: BTreeMap<SightingRef, Sighting>,
    /// Pairs that may be one person, the most likely first.
    pub proposals: Vec<Proposal>,
    /// How each pair stands of which anything was said.
    pub standings: BTreeMap<SightingPair, PairStanding>,
    /// What those say of pairs who are not in the plan, and whether it is that it is one person: it decides nothing.
    pub without_voice: BTreeMap<SightingPair, BTreeMap<Id, bool>>,
    /// Who is of which team, and which teams recorded what.
    pub teams: TeamsOf,
    /// Which sightings are one person, and what is undecided.
    pub groups: Groups,
    /// The people.
    pub persons: Vec<Person>,
    /// Their numbers.
    pub table: CountTable,
    /// What was searched.
    pub coverage: Coverage,
    /// How good the count is.
    pub label: QualityLabel,
    /// Names what is to be verified: it changes with every person, every code and the label.
    pub figures: Hash,
}

impl Review {
    /// Puts together what phones have told, whatever came first, and what was said of the count as a whole. `presence` are
    /// codes of known sites that tracks certainly reached; a sighting that was certainly made there in
    /// the window, at a measured place, shows it as well. Whom somebody saw who is not in the plan is counted; what they show, say and
    /// decide beside that makes nothing better.
    #[must_use]
    pub fn of(case: &CountCase, parts: &[TeamPart], words: &[Word], presence: &BTreeSet<String>) -> Self {
        let plan = &case.plan;
        let ours: Vec<&TeamPart> = parts.iter().filter(|one| one.part.joined.count == plan.id).collect();
        let mut sightings = BTreeMap::new();
        let mut teams = TeamsOf::planned(plan);
        ours.iter().for_each(|one| teams.join(one.officer, &one.part.joined.team));
        for one in &ours {
            for (label, sighting) in &one.part.sightings {
                let of = SightingRef { notebook: one.notebook, record: one.record, label: *label };
                teams.recorded_by(of, one.officer, &sighting.seen.team);
                sightings.insert(of, sighting.clone());
            }
        }
        let seen = || sightings.iter().map(|(of, one)| (*of, &one.seen));
        let mut proposals = proposals(seen());
        let (heard, others): (Vec<Word>, Vec<Word>) =
            words.iter().copied().partition(|word| word.has_voice(plan));
        let (standings, without_voice) = (standings(&heard, &teams), without_voice(&others));
        let known: BTreeSet<SightingRef> = sightings.keys().copied().collect();
        let beside = side_by_side(seen());
        let proposed = proposals.iter().map(|proposal| proposal.pair);
        let groups = Groups::of(&known, &standings, proposed, beside.iter().copied());
        let is_new = |pair: &SightingPair| proposals.iter().all(|known| known.pair != *pair);
        let undecided = |pair: &SightingPair| groups.undecided.contains(pair);
        let two: BTreeSet<SightingPair> =
            beside.into_iter().filter(|pair| undecided(pair) && is_new(pair)).collect();
        proposals.extend(two.into_iter().map(|pair| Proposal {
            pair,
            score: 0,
            reasons: vec![Reason::SideBySide],
        }));
        let persons = persons(&sightings, &groups.groups);
        let table = CountTable::of(&persons);
        let (planned, others): (Vec<&TeamPart>, Vec<&TeamPart>) =
            ours.iter().copied().partition(|one| plan.takes(one.officer));
        let (all, planned, others) = (stories(&ours), stories(&planned), stories(&others));
        let mut reached = presence.clone();
        let window = plan.window().ok();
        let shows = |place| {
            let mut seen = planned.iter().flat_map(|part| part.sightings.values());
            let reached = |window| seen.any(|one| shows_reached(place, &one.seen, window));
            window.is_some_and(reached)
        };
        reached.extend(plan.sites().filter(|site| shows(site.place)).map(|site| site.code.clone()));
        let coverage = Coverage::of(plan, (&planned, &others), &reached);
        let partner =
            PartnerShown::of(plan, ours.iter().map(|one| (one.officer, &one.part)), case.partner_said());
        let label = QualityLabel::of(plan, (&all, &planned), &coverage, partner);
        let figures = figures(&persons, &label);
        Self {
            sightings,
            proposals,
            standings,
            without_voice,
            teams,
            groups,
            persons,
            table,
            coverage,
            label,
            figures,
        }
    }

    /// Where people sleep, one place for each who surely is nobody else of them: whoever may be one person is one until it is
    /// decided. Of several places of one person the newest.
    #[must_use]
    pub fn beds(&self) -> Vec<KeptPlace> {
        let mut standings = self.standings.clone();
        let one = || PairStanding::Settled { same: true, by: BTreeSet::new() };
        standings.extend(self.groups.undecided.iter().map(|pair| (*pair, one())));
        let known: BTreeSet<SightingRef> = self.sightings.keys().copied().collect();
        let newest = |group: &Group| {
            let seen = group.sightings.iter().filter_map(|of| self.sightings.get(of));
            let placed = seen.filter_map(|one| Some((one.seen.time.at, sleeps_at(one)?)));
            placed.max_by_key(|(at, _)| *at).map(|(_, place)| place)
        };
        Groups::of(&known, &standings, [], []).groups.iter().filter_map(newest).collect()
    }
}

/// Where somebody sleeps by a sighting; absent for whoever was seen awake, and for tents and bedding that nobody has confirmed.
#[must_use]
pub fn sleeps_at(sighting: &Sighting) -> Option<KeptPlace> {
    sighting.seen.place.filter(|_| sighting.seen.state.counts())
}

fn stories<'a>(of: &[&'a TeamPart]) -> Vec<&'a CountPart> {
    of.iter().map(|one| &one.part).collect()
}

fn figures(persons: &[Person], label: &QualityLabel) -> Hash {
    // Lists of ids and codes: writing them to memory cannot fail.
    let persons = serde_json::to_vec(persons).unwrap_or_default();
    let label = serde_json::to_vec(label).unwrap_or_default();
    Hash::of(&[&persons, &label])
}
