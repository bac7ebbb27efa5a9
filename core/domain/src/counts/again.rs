//! Plans beside each other. A night is counted once: nobody is counted in two returns, and nobody searches in two places.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_protocol::id::Id;

use crate::counts::plan::{CountPlan, PlannedTeam};

impl CountPlan {
    /// Who is on more than one team, with the codes of their teams in the plan's order.
    #[must_use]
    pub fn on_several_teams(&self) -> BTreeMap<Id, Vec<&str>> {
        let mut teams: BTreeMap<Id, Vec<&str>> = BTreeMap::new();
        for team in &self.teams {
            team.leads
                .union(&team.members)
                .for_each(|officer| teams.entry(*officer).or_default().push(&team.code));
        }
        teams.retain(|_, codes| codes.len() > 1);
        teams
    }

    /// Codes of its zones that another plan has for the same night.
    #[must_use]
    pub fn zones_again(&self, other: &Self) -> BTreeSet<&str> {
        let theirs: BTreeSet<&str> = other.zones().filter(|_| other.night == self.night).collect();
        self.zones().filter(|zone| theirs.contains(zone)).collect()
    }

    /// Who is on a team of another plan at the same time: with this plan's team, and the other's.
    #[must_use]
    pub fn also_on<'a>(&'a self, other: &'a Self) -> BTreeMap<Id, [&'a PlannedTeam; 2]> {
        let (Ok(ours), Ok(theirs)) = (self.window(), other.window()) else { return BTreeMap::new() };
        if ours.from >= theirs.to || theirs.from >= ours.to {
            return BTreeMap::new();
        }
        let team_of = |plan: &'a Self, officer| plan.teams.iter().find(|team| team.has(officer));
        let both = |officer| Some((officer, [team_of(self, officer)?, team_of(other, officer)?]));
        self.officers().into_iter().filter_map(both).collect()
    }

    fn zones(&self) -> impl Iterator<Item = &str> {
        self.sectors.iter().map(|sector| sector.zone.as_str()).filter(|zone| !zone.trim().is_empty())
    }
}
