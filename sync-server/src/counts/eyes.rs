//! How much of a count's sightings somebody at the desk is shown: who recorded them, and what the table of roles lets read.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_domain::access::{Area, Reading};
use beatbook_domain::counts::plan::CountPlan;
use beatbook_domain::counts::state::CountStage;
use beatbook_domain::records::count::SightingRef;
use beatbook_domain::records::count::story::Sighting;
use beatbook_protocol::id::Id;

use super::{CountView, People, Standing};

/// What somebody is shown of sightings. Of one that is not shown exactly: its cell of 100 m or its ward, gender and age.
#[derive(Debug, Clone)]
pub struct Eyes {
    officer: Id,
    whole: bool,
    own: bool,
    own_team: bool,
    teams: BTreeSet<String>,
    recorders: BTreeMap<Id, Id>,
}

impl Eyes {
    /// Those of an officer who stands to a count like this.
    #[must_use]
    pub fn of(people: &People, view: &CountView, officer: Id, standing: Standing) -> Self {
        let closed = is_over(&view.case.stage);
        let reads = |reading| people.access(officer).may_read_body(Area::Count, reading);
        let teams = view.case.plan.teams.iter().filter(|team| team.has(officer));
        Self {
            officer,
            whole: standing.whole,
            own: reads(Reading { own: true, closed, ..Reading::default() }),
            own_team: reads(Reading { same_team: true, closed, ..Reading::default() }),
            teams: teams.map(|team| team.code.clone()).collect(),
            recorders: view.parts.iter().map(|one| (one.notebook, one.officer)).collect(),
        }
    }

    /// The plan as it is shown: known sites are where people sleep, and are for the teams whose sectors they are in. `working`
    /// says whether the reader works on the count; everybody else is shown none.
    #[must_use]
    pub fn plan(&self, plan: &CountPlan, working: bool) -> CountPlan {
        let mut plan = plan.clone();
        let teams = plan.teams.iter().filter(|team| self.teams.contains(&team.code));
        let own: BTreeSet<String> = teams.flat_map(|team| &team.sectors).cloned().collect();
        let shown = |sector: &str| working && (self.whole || own.contains(sector));
        plan.sectors.iter_mut().filter(|sector| !shown(&sector.code)).for_each(|sector| sector.sites.clear());
        plan
    }

    /// Codes of the known sites that are shown to whoever works on the count.
    #[must_use]
    pub fn knows_sites(&self, plan: &CountPlan) -> BTreeSet<String> {
        let shown = self.plan(plan, true);
        shown.sectors.iter().flat_map(|sector| &sector.sites).map(|site| site.code.clone()).collect()
    }

    /// Whether all of the count is shown: of other counts, too, nobody else may know.
    #[must_use]
    pub fn whole(&self) -> bool {
        self.whole
    }

    /// Whether a sighting is shown as it was recorded.
    #[must_use]
    pub fn exactly(&self, of: SightingRef, sighting: &Sighting) -> bool {
        self.reads_team(of.notebook, &sighting.seen.team)
    }

    /// Whether what a phone of a team recorded is shown as it was.
    #[must_use]
    pub fn reads_team(&self, notebook: Id, team: &str) -> bool {
        let own = || self.recorders.get(&notebook) == Some(&self.officer);
        self.whole || (self.own && own()) || (self.own_team && self.teams.contains(team))
    }
}

/// Whether teams are back, so that who writes only does not read own entries any more.
pub(super) fn is_over(stage: &CountStage) -> bool {
    !matches!(stage, CountStage::Planned | CountStage::Open(_))
}
