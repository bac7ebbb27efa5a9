//! The file of a plan as a coordinator writes it: officers by their codes, places in degrees, hours as on a clock.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_domain::calendar::{instants_of, parse_time};
use beatbook_domain::counts::coverage::REACHED_MM;
use beatbook_domain::counts::plan::{
    CountKind, CountPlan, KnownSite, PlanFault, PlannedSector, PlannedTeam, TOLD_BEFORE_MS,
};
use beatbook_domain::counts::searched::SEARCHED_M;
use beatbook_domain::records::seen::KeptPlace;
use beatbook_protocol::id::Id;
use jiff::civil::{Date, DateTime, Time};
use serde::Deserialize;
use thiserror::Error;

use super::eyes::is_over;
use super::{CountRefused, Counts, People};
use crate::presence::ReadyBriefing;
use crate::store::Officer;

/// Who is as near to a site has reached it: what lies so little outside a sector is no mistake, metres.
const REACHED_M: f64 = REACHED_MM as f64 / 1e3;

/// A plan as it is written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanFile {
    kind: CountKind,
    night: Date,
    from: Time,
    to: Time,
    sectors: Vec<SectorWritten>,
    teams: Vec<TeamWritten>,
    #[serde(default)]
    partner_independent: Option<String>,
    #[serde(default)]
    briefed: bool,
    #[serde(default)]
    searched_m: Option<u32>,
    #[serde(default)]
    told_from: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct SectorWritten {
    code: String,
    #[serde(default)]
    zone: String,
    #[serde(default)]
    sites: Vec<SiteWritten>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct SiteWritten {
    code: String,
    lat: f64,
    lon: f64,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct TeamWritten {
    code: String,
    organisation: String,
    #[serde(default)]
    independent: bool,
    leads: Vec<String>,
    #[serde(default)]
    members: Vec<String>,
    sectors: BTreeSet<String>,
}

/// What is wrong with a plan's file.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FileFault {
    /// With the plan itself.
    #[error(transparent)]
    Plan(#[from] PlanFault),
    /// A team names somebody unknown.
    #[error("team {team} names officer {officer}, who is none of the authority's: `officer list` shows them")]
    UnknownOfficer {
        /// The team.
        team: String,
        /// As written.
        officer: String,
    },
    /// A lead whose roles do not take part in counts.
    #[error(
        "team {team} is led by {officer}, who has no role that takes part in counts: give one with `officer role add` first"
    )]
    LeadRole {
        /// The team.
        team: String,
        /// As written.
        officer: String,
    },
    /// A member whose roles do not take part in counts.
    #[error(
        "{officer} of team {team} has no role that takes part in counts: give one with `officer role add` first, or leave them out"
    )]
    MemberRole {
        /// The team.
        team: String,
        /// As written.
        officer: String,
    },
    /// Its night is counted in some of its zones already.
    #[error(
        "zone {zones} is in count {count} of this night already: leave it out, or say with --reason why it is counted again"
    )]
    Again {
        /// The other count.
        count: Id,
        /// Codes of the zones both have.
        zones: String,
    },
    /// Somebody is on several teams.
    #[error("{officer} is on team {teams}: nobody searches in two places, leave one")]
    OfficerTwice {
        /// Code of the officer.
        officer: String,
        /// The teams.
        teams: String,
    },
    /// Somebody is on a team of another count at the same time.
    #[error(
        "{officer} of team {team} is on team {other} of count {count} at that time: name somebody else, or close that count first \
         if this one takes its place"
    )]
    OfficerElsewhere {
        /// Code of the officer.
        officer: String,
        /// The team of this plan.
        team: String,
        /// The team of the other count.
        other: String,
        /// The other count.
        count: Id,
    },
    /// No instant.
    #[error(
        "told_from is no instant: write it such as 2026-11-11T00:00+00:00, or leave it out for 24 hours before"
    )]
    ToldFrom,
}

impl FileFault {
    /// Stable name for machines.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Plan(fault) => fault.code(),
            Self::UnknownOfficer { .. } => "plan_unknown_officer",
            Self::LeadRole { .. } => "plan_lead_role",
            Self::MemberRole { .. } => "plan_member_role",
            Self::Again { .. } => "plan_again",
            Self::OfficerTwice { .. } => "plan_officer_twice",
            Self::OfficerElsewhere { .. } => "plan_officer_elsewhere",
            Self::ToldFrom => "plan_told_from",
        }
    }
}

impl PlanFile {
    /// Reads a file.
    ///
    /// # Errors
    /// [`CountRefused::Malformed`] with the place.
    pub fn read(bytes: &[u8]) -> Result<Self, CountRefused> {
        serde_json::from_slice(bytes).map_err(|error| CountRefused::Malformed(error.to_string()))
    }

    /// The beginning of its window, UTC milliseconds; none for an hour that clocks leave out.
    fn window_begin(&self) -> Option<i64> {
        instants_of(DateTime::from_parts(self.night, self.from)).next()
    }

    /// The plan it makes under an id, set `now` (UTC milliseconds) among the zones of a briefing and beside other counts.
    ///
    /// # Errors
    /// Everything that is wrong with it at once.
    pub(super) fn plan(
        self,
        id: Id,
        (officers, people): (&[Officer], &People),
        (briefing, others): (&ReadyBriefing, &Others<'_>),
        now: i64,
    ) -> Result<CountPlan, Vec<FileFault>> {
        let night = self.window_begin().unwrap_or(now);
        let mut faults = Vec::new();
        let known: BTreeMap<&str, Id> = officers.iter().map(|one| (one.code.as_str(), one.id)).collect();
        let mut teams = Vec::with_capacity(self.teams.len());
        for team in self.teams {
            let mut found = |named: &[String]| -> BTreeSet<Id> {
                let mut ids = BTreeSet::new();
                for officer in named {
                    let by_id = officer.parse().ok().filter(|id| officers.iter().any(|one| one.id == *id));
                    if let Some(id) = known.get(officer.as_str()).copied().or(by_id) {
                        ids.insert(id);
                    } else {
                        let (team, officer) = (team.code.clone(), officer.clone());
                        faults.push(FileFault::UnknownOfficer { team, officer });
                    }
                }
                ids
            };
            let (leads, members) = (found(&team.leads), found(&team.members));
            // Whoever is named as both is told of as the lead.
            let members_alone = members.difference(&leads);
            let named = leads.iter().map(|one| (one, true)).chain(members_alone.map(|one| (one, false)));
            for (id, is_lead) in named.filter(|(one, _)| !people.takes_part(**one)) {
                let officer = officers.iter().find(|one| one.id == *id).map(|one| one.code.clone());
                let (team, officer) = (team.code.clone(), officer.unwrap_or_default());
                faults.push(match is_lead {
                    true => FileFault::LeadRole { team, officer },
                    false => FileFault::MemberRole { team, officer },
                });
            }
            teams.push(PlannedTeam {
                code: team.code,
                organisation: team.organisation,
                independent: team.independent,
                leads,
                members,
                sectors: team.sectors,
            });
        }
        let mut plan = CountPlan {
            id,
            kind: self.kind,
            night: self.night,
            from: self.from,
            to: self.to,
            sectors: self.sectors.into_iter().map(SectorWritten::sector).collect(),
            teams,
            partner_independent: self.partner_independent,
            briefed: self.briefed,
            searched_m: self.searched_m.unwrap_or(SEARCHED_M),
            told_from: 0,
        };
        // Of a window that is none, the plan's own faults tell.
        let earliest = plan.window().map_or(0, |window| window.from.saturating_sub(TOLD_BEFORE_MS));
        plan.told_from = match self.told_from.as_deref().map(parse_time) {
            None => earliest,
            Some(Ok(at)) => at,
            Some(Err(_)) => {
                faults.push(FileFault::ToldFrom);
                earliest
            }
        };
        let is_zone = |code: &str| briefing.zone_at(code, night).is_some();
        let is_outside = |sector: &PlannedSector, site: &KnownSite| {
            let far = briefing.metres_outside(&sector.zone, night, site.place, 2.0 * REACHED_M);
            far.is_some_and(|far| far > REACHED_M)
        };
        faults.extend(plan.faults_when_set(now, is_zone, is_outside).into_iter().map(FileFault::from));
        faults.extend(others.faults(&plan, officers));
        if faults.is_empty() { Ok(plan) } else { Err(faults) }
    }
}

/// Other counts, and why one of them is counted again.
pub(super) struct Others<'a> {
    pub(super) counts: &'a Counts,
    pub(super) again: Option<&'a str>,
}

impl Others<'_> {
    /// What a plan may not share with them, or among its own teams.
    fn faults(&self, plan: &CountPlan, officers: &[Officer]) -> Vec<FileFault> {
        let code =
            |of: Id| officers.iter().find(|one| one.id == of).map_or(of.to_string(), |one| one.code.clone());
        let several = plan.on_several_teams().into_iter();
        let mut faults: Vec<FileFault> = several
            .map(|(officer, teams)| FileFault::OfficerTwice {
                officer: code(officer),
                teams: teams.join(" and on team "),
            })
            .collect();
        for (count, view) in &self.counts.counts {
            let other = &view.case.plan;
            let zones: Vec<&str> = plan.zones_again(other).into_iter().collect();
            if !zones.is_empty() && self.again.is_none() {
                faults.push(FileFault::Again { count: *count, zones: zones.join(", ") });
            }
            // Teams of a count that is closed are back.
            if is_over(&view.case.stage) {
                continue;
            }
            faults.extend(plan.also_on(other).into_iter().map(|(officer, [team, theirs])| {
                FileFault::OfficerElsewhere {
                    officer: code(officer),
                    team: team.code.clone(),
                    other: theirs.code.clone(),
                    count: *count,
                }
            }));
        }
        faults
    }
}

impl SectorWritten {
    fn sector(self) -> PlannedSector {
        let site = |site: SiteWritten| KnownSite {
            code: site.code,
            place: KeptPlace { lat: e7(site.lat), lon: e7(site.lon), accuracy: None },
        };
        PlannedSector { code: self.code, zone: self.zone, sites: self.sites.into_iter().map(site).collect() }
    }
}

/// Degrees in 1e-7°; what is off the earth stays so.
fn e7(degrees: f64) -> i32 {
    (degrees * 1e7).round() as i32
}
