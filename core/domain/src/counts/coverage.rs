//! What was searched: the last word on each sector of the plan, and which known sites were reached.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::counts::plan::CountPlan;
use crate::geometry::Vertex;
use crate::presence::Interval;
use crate::records::count::story::{CountPart, Said};
use crate::records::count::{CountSector, CountSighting, SectorOutcome};
use crate::records::seen::KeptPlace;
use crate::zones::geodesy::local_distance;

/// A known site is reached by certain presence within so many millimetres.
pub const REACHED_MM: i64 = 50_000;

/// Whether a measured position is certainly within 50 m of a site: its whole disc of twice the accuracy is; never without an
/// accuracy. The engine's certain presence in a circle of that radius says the same of a track.
#[must_use]
pub fn certainly_reached(site: KeptPlace, position: KeptPlace) -> bool {
    let vertex = |place: KeptPlace| Vertex { lon: place.lon, lat: place.lat };
    let way = (local_distance(vertex(site), vertex(position)) * 1e3).round() as i64;
    position.accuracy.is_some_and(|tenths| way.saturating_add(i64::from(tenths) * 200) <= REACHED_MM)
}

/// Whether a sighting shows that a site was reached: where it was measured, not typed, and certainly in the count's window. A
/// place that was typed shows nothing: whoever was there says so by hand, with a reason.
#[must_use]
pub fn shows_reached(site: KeptPlace, seen: &CountSighting, window: Interval) -> bool {
    let (first, last) = seen.time.span();
    let within = seen.time.within.is_some() && window.from <= first && last <= window.to;
    within && !seen.place_typed && seen.place.is_some_and(|at| certainly_reached(site, at))
}

/// The last word on a sector.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SectorWord {
    /// A team has said so.
    Said(SectorOutcome),
    /// Nobody has said anything: a phone was lost, or has not come back to the network.
    NoWord {
        /// The teams that should have.
        teams: Vec<String>,
    },
    /// Only somebody who is not in the plan has said something: that is told, and is no word of a team's.
    Unplanned {
        /// What they have said.
        outcome: SectorOutcome,
        /// The teams that should have.
        teams: Vec<String>,
    },
}

fn outcome_words(outcome: &SectorOutcome) -> String {
    match outcome {
        SectorOutcome::Visited => "visited".to_owned(),
        SectorOutcome::NotVisited { reason } => format!("not visited: {reason}"),
        SectorOutcome::Inaccessible { reason } => format!("inaccessible: {reason}"),
    }
}

impl SectorWord {
    /// Whether it was searched.
    #[must_use]
    pub fn is_visited(&self) -> bool {
        matches!(self, Self::Said(SectorOutcome::Visited))
    }

    /// Whether only somebody who is not in the plan says that it was searched.
    #[must_use]
    pub fn is_visited_unplanned(&self) -> bool {
        matches!(self, Self::Unplanned { outcome: SectorOutcome::Visited, .. })
    }

    /// As a person reads it.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Said(outcome) => outcome_words(outcome),
            Self::NoWord { teams } => format!("no word from team {}", teams.join(", ")),
            Self::Unplanned { outcome, teams } => {
                let said = outcome_words(outcome);
                format!("{said}, by somebody not in the plan; no word from team {}", teams.join(", "))
            }
        }
    }
}

/// What shows that a known site was reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reached {
    /// Certain presence within 50 m.
    Presence,
    /// By hand.
    ByHand {
        /// Why no position shows it.
        reason: String,
    },
}

/// What was searched of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// The plan's sectors, in its order.
    pub sectors: Vec<(String, SectorWord)>,
    /// Known sites that were reached, by code.
    pub reached: BTreeMap<String, Reached>,
    /// The last words on sectors that the plan does not have, by code: a phone that knew no plan took them as they were typed.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub elsewhere: BTreeMap<String, SectorOutcome>,
}

/// The word that holds of a sector: that it was searched, else the latest.
fn last_of<'a>(said: &[&'a CountSector], sector: &str) -> Option<&'a CountSector> {
    let words = said.iter().copied().filter(|told| told.sector == sector);
    words.max_by_key(|told| {
        let visited = told.outcome == SectorOutcome::Visited;
        (visited, Said::from(told.time), words_of(&told.outcome))
    })
}

impl Coverage {
    /// From what phones have said, those of the plan's officers and all others, and the sites that certain presence shows. One
    /// team that has searched a sector is enough; otherwise the latest word holds. What others say is shown where no team has
    /// said anything, and shows nothing.
    #[must_use]
    pub fn of(
        plan: &CountPlan,
        (parts, others): (&[&CountPart], &[&CountPart]),
        presence: &BTreeSet<String>,
    ) -> Self {
        let said: Vec<&CountSector> = parts.iter().flat_map(|part| part.sectors.values()).collect();
        let aside: Vec<&CountSector> = others.iter().flat_map(|part| part.sectors.values()).collect();
        let sectors = plan.sectors.iter().map(|sector| {
            let teams = || plan.teams_of(&sector.code).map(|team| team.code.clone()).collect::<Vec<String>>();
            let word = match (last_of(&said, &sector.code), last_of(&aside, &sector.code)) {
                (Some(told), _) => SectorWord::Said(told.outcome.clone()),
                (None, Some(told)) => SectorWord::Unplanned { outcome: told.outcome.clone(), teams: teams() },
                (None, None) => SectorWord::NoWord { teams: teams() },
            };
            (sector.code.clone(), word)
        });
        let mut by_hand: Vec<_> = said
            .iter()
            .flat_map(|told| {
                told.reached.iter().map(|site| (Said::from(told.time), &site.site, &site.reason))
            })
            .collect();
        by_hand.sort_unstable();
        let by_hand = by_hand
            .into_iter()
            .map(|(_, site, reason)| (site.clone(), Reached::ByHand { reason: reason.clone() }));
        let shown = presence.iter().map(|site| (site.clone(), Reached::Presence));
        // What a position shows stands above what a hand says.
        let reached = by_hand.chain(shown).collect();
        let planned = |code: &str| plan.sectors.iter().any(|sector| sector.code == code);
        let all: Vec<&CountSector> = said.iter().chain(&aside).copied().collect();
        let odd: BTreeSet<&str> =
            all.iter().map(|told| told.sector.as_str()).filter(|code| !planned(code)).collect();
        let elsewhere =
            odd.into_iter().filter_map(|code| Some((code.to_owned(), last_of(&all, code)?.outcome.clone())));
        Self { sectors: sectors.collect(), reached, elsewhere: elsewhere.collect() }
    }

    /// Sectors nobody in the plan has said anything about, with their teams.
    pub fn silent(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.sectors.iter().filter_map(|(sector, word)| match word {
            SectorWord::NoWord { teams } | SectorWord::Unplanned { teams, .. } => {
                Some((sector.as_str(), teams.as_slice()))
            }
            SectorWord::Said(_) => None,
        })
    }

    /// Whether a sector was searched.
    #[must_use]
    pub fn is_visited(&self, sector: &str) -> bool {
        self.sectors.iter().any(|(code, word)| code == sector && word.is_visited())
    }

    /// Whether only somebody who is not in the plan says that a sector was searched.
    #[must_use]
    pub fn is_visited_unplanned(&self, sector: &str) -> bool {
        self.sectors.iter().any(|(code, word)| code == sector && word.is_visited_unplanned())
    }
}

/// Tells words of one instant apart, so that the order of phones says nothing.
fn words_of(outcome: &SectorOutcome) -> (bool, &str) {
    match outcome {
        SectorOutcome::Visited => (true, ""),
        SectorOutcome::Inaccessible { reason } => (true, reason),
        SectorOutcome::NotVisited { reason } => (false, reason),
    }
}
