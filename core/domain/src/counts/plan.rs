//! The plan of a count: one night, sectors with their known sites, teams. It comes from the server.
//!
//! An official count is of a single typical night between 1 October and 30 November, begun not before midnight and
//! ended by five (Homeless Link's toolkit 2025; the hours are unverified). The date is secret ([`super::secrecy`]).

use std::collections::{BTreeMap, BTreeSet};

use beatbook_protocol::id::Id;
use beatbook_protocol::limits::NAME_MAX;
use jiff::civil::{Date, DateTime, Time};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::calendar::{CalendarError, instants_of};
use crate::counts::searched::{SEARCHED_M, SEARCHED_M_RANGE};
use crate::geometry::Vertex;
use crate::presence::Interval;
use crate::records::count::story::CountRefusal;
use crate::records::seen::{KeptPlace, said};

/// A count's window ends by then, local time (unverified).
pub const LATEST_END: Time = Time::constant(5, 0, 0, 0);
/// Teams may know so long before the window begins, milliseconds.
pub const TOLD_BEFORE_MS: i64 = 24 * 3_600_000;
/// First and last night of an official count, as month and day of its morning.
const SEASON: [(i8, i8); 2] = [(10, 1), (11, 30)];

/// What a count is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CountKind {
    /// The official count of the autumn.
    Snapshot,
    /// A count of every second month.
    Bimonthly,
}

/// A place where people are known to sleep.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownSite {
    /// Its code, once in a plan.
    pub code: String,
    /// Where.
    pub place: KeptPlace,
}

/// A part of the area that is searched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedSector {
    /// Its code, once in a plan.
    pub code: String,
    /// Code of its zone; empty while it has none.
    pub zone: String,
    /// Known sites in it.
    #[serde(default)]
    pub sites: Vec<KnownSite>,
}

/// A team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedTeam {
    /// Its code, once in a plan.
    pub code: String,
    /// Where its people come from.
    pub organisation: String,
    /// They are independent of the authority and those it pays.
    pub independent: bool,
    /// Who leads it.
    pub leads: BTreeSet<Id>,
    /// Everybody else on it.
    #[serde(default)]
    pub members: BTreeSet<Id>,
    /// Codes of its sectors.
    pub sectors: BTreeSet<String>,
}

impl PlannedTeam {
    /// Whether an officer leads it or is on it.
    #[must_use]
    pub fn has(&self, officer: Id) -> bool {
        self.leads.contains(&officer) || self.members.contains(&officer)
    }
}

/// A planned count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountPlan {
    /// Its id.
    pub id: Id,
    /// What it is for.
    pub kind: CountKind,
    /// The local date of its morning.
    pub night: Date,
    /// When teams begin, local time of that date.
    pub from: Time,
    /// When they are to be done, local time of that date.
    pub to: Time,
    /// Sectors.
    pub sectors: Vec<PlannedSector>,
    /// Teams.
    pub teams: Vec<PlannedTeam>,
    /// Name of an independent partner who takes part.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub partner_independent: Option<String>,
    /// Teams were briefed, with the data-protection statement.
    #[serde(default)]
    pub briefed: bool,
    /// Metres around a counted fix within which a sector counts as come by ([`super::searched`]).
    #[serde(skip_serializing_if = "is_usual", default = "usual")]
    pub searched_m: u32,
    /// From when teams may know, UTC milliseconds.
    pub told_from: i64,
}

fn usual() -> u32 {
    SEARCHED_M
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_usual(searched_m: &u32) -> bool {
    *searched_m == SEARCHED_M
}

/// What a code names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Named {
    /// A sector.
    Sector,
    /// A known site.
    Site,
    /// A team.
    Team,
}

/// What is wrong with a plan.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PlanFault {
    /// A code or name is empty or too long.
    #[error("{field} is empty or too long: at most {NAME_MAX} characters")]
    Text {
        /// Which field.
        field: &'static str,
    },
    /// Two of a kind have one code.
    #[error("the code {code} is used twice")]
    CodeTwice {
        /// What it names.
        named: Named,
        /// The code.
        code: String,
    },
    /// There is no sector.
    #[error("add the sectors that are to be searched")]
    NoSector,
    /// There is no team.
    #[error("add the teams")]
    NoTeam,
    /// A sector lies nowhere.
    #[error("sector {sector} has no zone: choose one")]
    SectorWithoutZone {
        /// The sector.
        sector: String,
    },
    /// A sector's zone is none of the authority's that night.
    #[error(
        "sector {sector} lies in zone {zone}, which is none that night: import it first, or choose another"
    )]
    UnknownZone {
        /// The sector.
        sector: String,
        /// The zone's code.
        zone: String,
    },
    /// Nobody searches a sector.
    #[error("sector {sector} has no team: assign one")]
    SectorWithoutTeam {
        /// The sector.
        sector: String,
    },
    /// A team is assigned to a sector that is not in the plan.
    #[error("team {team} is assigned to sector {sector}, which is not in the plan")]
    UnknownSector {
        /// The team.
        team: String,
        /// The sector.
        sector: String,
    },
    /// A team has nothing to search.
    #[error("team {team} has no sector: assign one or leave the team out")]
    TeamWithoutSector {
        /// The team.
        team: String,
    },
    /// A team has no lead.
    #[error("team {team} has no lead: name one")]
    TeamWithoutLead {
        /// The team.
        team: String,
    },
    /// A known site is no place on earth.
    #[error("the position of site {site} is none")]
    SiteNowhere {
        /// The site.
        site: String,
    },
    /// A known site lies outside its sector: its teams would not be sent there.
    #[error(
        "site {site} lies outside sector {sector}, more than 50 m from its edge: correct its position, or name the sector it is in"
    )]
    SiteOutside {
        /// The sector.
        sector: String,
        /// The site.
        site: String,
    },
    /// Its night is over.
    #[error("this night is over: name one to come")]
    NightOver,
    /// It ends when it begins, or before.
    #[error(
        "the window is empty: it begins and ends on one day, from 00:00 on, and ends after it begins; a night goes by its morning"
    )]
    EmptyWindow,
    /// It ends after five.
    #[error("the window must end by {LATEST_END}")]
    WindowTooLate,
    /// An official count is of a night in the season.
    #[error("an official count is of one night from 1 October to 30 November: choose another night or kind")]
    OutOfSeason,
    /// Nobody searches so near, or so far.
    #[error("searched_m must be {} to {} metres", SEARCHED_M_RANGE[0], SEARCHED_M_RANGE[1])]
    SearchedDistance,
    /// Teams would know too early.
    #[error("teams may be told from 24 hours before the count begins, not earlier")]
    ToldTooEarly,
    /// Clocks are changed that night and leave out an end of the window.
    #[error("clocks leave out the beginning or the end of the window that night: choose another time")]
    LeftOut,
}

impl PlanFault {
    /// Stable name for machines.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Text { .. } => "plan_text",
            Self::CodeTwice { .. } => "plan_code_twice",
            Self::NoSector => "plan_no_sector",
            Self::NoTeam => "plan_no_team",
            Self::SectorWithoutZone { .. } => "plan_sector_without_zone",
            Self::UnknownZone { .. } => "plan_unknown_zone",
            Self::SectorWithoutTeam { .. } => "plan_sector_without_team",
            Self::UnknownSector { .. } => "plan_unknown_sector",
            Self::TeamWithoutSector { .. } => "plan_team_without_sector",
            Self::TeamWithoutLead { .. } => "plan_team_without_lead",
            Self::SiteNowhere { .. } => "plan_site_nowhere",
            Self::SiteOutside { .. } => "plan_site_outside",
            Self::NightOver => "plan_night_over",
            Self::EmptyWindow => "plan_empty_window",
            Self::WindowTooLate => "plan_window_too_late",
            Self::OutOfSeason => "plan_out_of_season",
            Self::SearchedDistance => "plan_searched_m",
            Self::ToldTooEarly => "plan_told_too_early",
            Self::LeftOut => "plan_time_left_out",
        }
    }
}

impl CountPlan {
    /// The window in UTC milliseconds: in the hour that comes twice in autumn it begins the first and ends the last
    /// time clocks show it.
    ///
    /// # Errors
    /// [`CalendarError::OutOfRange`] for a time that the clocks leave out.
    pub fn window(&self) -> Result<Interval, CalendarError> {
        let shown = |time| instants_of(DateTime::from_parts(self.night, time));
        let from = shown(self.from).next().ok_or(CalendarError::OutOfRange)?;
        let to = shown(self.to).last().ok_or(CalendarError::OutOfRange)?;
        Ok(Interval { from, to })
    }

    /// The team of a code.
    #[must_use]
    pub fn team(&self, code: &str) -> Option<&PlannedTeam> {
        self.teams.iter().find(|team| team.code == code)
    }

    /// Whether an officer is on a team. Of a plan that names nobody at all everybody is: what phones say is all there is.
    #[must_use]
    pub fn takes(&self, officer: Id) -> bool {
        let names_nobody = || self.teams.iter().all(|team| team.leads.is_empty() && team.members.is_empty());
        self.teams.iter().any(|team| team.has(officer)) || names_nobody()
    }

    /// The team that a phone counts for: the one it joined, or, if the plan has none of that code, the one its officer is planned on.
    #[must_use]
    pub fn team_joined(&self, officer: Id, code: &str) -> Option<&PlannedTeam> {
        self.team(code).or_else(|| self.teams.iter().find(|team| team.has(officer)))
    }

    /// Teams assigned to a sector.
    pub fn teams_of<'a>(&'a self, sector: &'a str) -> impl Iterator<Item = &'a PlannedTeam> {
        self.teams.iter().filter(move |team| team.sectors.contains(sector))
    }

    /// Whether a phone that knows the plan may tell this of a sector: the plan has it, and each of these known sites lies in it, as
    /// far as sites are known here. A fold takes anything, because other phones knew no plan.
    ///
    /// # Errors
    /// [`CountRefusal::UnknownSector`], [`CountRefusal::UnknownSite`].
    pub fn check_sector<'a>(
        &self,
        sector: &str,
        mut sites: impl Iterator<Item = &'a str>,
    ) -> Result<(), CountRefusal> {
        let Some(planned) = self.sectors.iter().find(|one| one.code == sector) else {
            let known: Vec<&str> = self.sectors.iter().map(|one| one.code.as_str()).collect();
            return Err(CountRefusal::UnknownSector { sector: sector.to_owned(), known: known.join(", ") });
        };
        let known: Vec<&str> = planned.sites.iter().map(|site| site.code.as_str()).collect();
        match sites.find(|told| !known.is_empty() && !known.contains(told)) {
            None => Ok(()),
            Some(site) => Err(CountRefusal::UnknownSite {
                sector: sector.to_owned(),
                site: site.to_owned(),
                known: known.join(", "),
            }),
        }
    }

    /// Everything that is wrong with it; a plan without faults can be set.
    #[must_use]
    pub fn faults(&self) -> Vec<PlanFault> {
        let mut faults = Vec::new();
        self.text_faults(&mut faults);
        self.code_faults(&mut faults);
        self.sector_faults(&mut faults);
        self.team_faults(&mut faults);
        self.time_faults(&mut faults);
        faults
    }

    /// The same where it is set, with the authority's zones at hand: `now` in UTC milliseconds; `is_zone` says whether a code is
    /// one of them that night, `is_outside` whether a site lies outside a sector's zone.
    #[must_use]
    pub fn faults_when_set(
        &self,
        now: i64,
        is_zone: impl Fn(&str) -> bool,
        is_outside: impl Fn(&PlannedSector, &KnownSite) -> bool,
    ) -> Vec<PlanFault> {
        let mut faults = self.faults();
        for sector in self.sectors.iter().filter(|sector| !sector.zone.trim().is_empty()) {
            let code = || sector.code.clone();
            if !is_zone(&sector.zone) {
                faults.push(PlanFault::UnknownZone { sector: code(), zone: sector.zone.clone() });
            }
            let outside = sector.sites.iter().filter(|site| is_outside(sector, site));
            faults.extend(
                outside.map(|site| PlanFault::SiteOutside { sector: code(), site: site.code.clone() }),
            );
        }
        if self.window().is_ok_and(|window| window.to <= now) {
            faults.push(PlanFault::NightOver);
        }
        faults
    }

    /// Everybody on a team, those who lead among them.
    #[must_use]
    pub fn officers(&self) -> BTreeSet<Id> {
        self.teams.iter().flat_map(|team| team.leads.union(&team.members)).copied().collect()
    }

    /// Those who lead a team.
    #[must_use]
    pub fn leads(&self) -> BTreeSet<Id> {
        self.teams.iter().flat_map(|team| &team.leads).copied().collect()
    }

    fn text_faults(&self, faults: &mut Vec<PlanFault>) {
        let sectors = self.sectors.iter().map(|sector| ("sector code", &sector.code));
        let sites = self.sites().map(|site| ("site code", &site.code));
        let teams = self.teams.iter().map(|team| ("team code", &team.code));
        let from = self.teams.iter().map(|team| ("organisation", &team.organisation));
        let partner = self.partner_independent.iter().map(|name| ("independent partner", name));
        for (field, text) in sectors.chain(sites).chain(teams).chain(from).chain(partner) {
            if said(field, text, NAME_MAX).is_err() {
                faults.push(PlanFault::Text { field });
            }
        }
    }

    fn code_faults(&self, faults: &mut Vec<PlanFault>) {
        let sectors = self.sectors.iter().map(|sector| (Named::Sector, &sector.code));
        let sites = self.sites().map(|site| (Named::Site, &site.code));
        let teams = self.teams.iter().map(|team| (Named::Team, &team.code));
        let mut known: BTreeMap<(Named, &String), usize> = BTreeMap::new();
        for named in sectors.chain(sites).chain(teams) {
            *known.entry(named).or_default() += 1;
        }
        let twice = known.into_iter().filter(|(_, times)| *times > 1);
        faults.extend(twice.map(|((named, code), _)| PlanFault::CodeTwice { named, code: code.clone() }));
    }

    fn sector_faults(&self, faults: &mut Vec<PlanFault>) {
        if self.sectors.is_empty() {
            faults.push(PlanFault::NoSector);
        }
        for sector in &self.sectors {
            if sector.zone.trim().is_empty() {
                faults.push(PlanFault::SectorWithoutZone { sector: sector.code.clone() });
            }
            if self.teams_of(&sector.code).next().is_none() {
                faults.push(PlanFault::SectorWithoutTeam { sector: sector.code.clone() });
            }
        }
        let nowhere =
            self.sites().filter(|site| !Vertex { lon: site.place.lon, lat: site.place.lat }.on_earth());
        faults.extend(nowhere.map(|site| PlanFault::SiteNowhere { site: site.code.clone() }));
    }

    fn team_faults(&self, faults: &mut Vec<PlanFault>) {
        if self.teams.is_empty() {
            faults.push(PlanFault::NoTeam);
        }
        for team in &self.teams {
            let code = || team.code.clone();
            if team.leads.is_empty() {
                faults.push(PlanFault::TeamWithoutLead { team: code() });
            }
            if team.sectors.is_empty() {
                faults.push(PlanFault::TeamWithoutSector { team: code() });
            }
            for sector in &team.sectors {
                if !self.sectors.iter().any(|known| known.code == *sector) {
                    faults.push(PlanFault::UnknownSector { team: code(), sector: sector.clone() });
                }
            }
        }
    }

    fn time_faults(&self, faults: &mut Vec<PlanFault>) {
        if self.to <= self.from {
            faults.push(PlanFault::EmptyWindow);
        }
        if self.to > LATEST_END {
            faults.push(PlanFault::WindowTooLate);
        }
        let [least, most] = SEARCHED_M_RANGE;
        if !(least..=most).contains(&self.searched_m) {
            faults.push(PlanFault::SearchedDistance);
        }
        let morning = (self.night.month(), self.night.day());
        let [first, last] = SEASON;
        if self.kind == CountKind::Snapshot && !(first..=last).contains(&morning) {
            faults.push(PlanFault::OutOfSeason);
        }
        match self.window() {
            Ok(window) if self.told_from < window.from.saturating_sub(TOLD_BEFORE_MS) => {
                faults.push(PlanFault::ToldTooEarly);
            }
            Ok(_) => {}
            Err(_) => faults.push(PlanFault::LeftOut),
        }
    }

    /// All known sites.
    pub fn sites(&self) -> impl Iterator<Item = &KnownSite> {
        self.sectors.iter().flat_map(|sector| &sector.sites)
    }
}
