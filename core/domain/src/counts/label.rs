//! How good a count is, as its label says: computed from what was done, with all reasons, never typed.
//!
//! An independent partner has taken part if somebody of a team that is planned as independent has begun its part, or if
//! whoever closed the count says that the partner was there, or somebody who works on it has named them since. A plan alone
//! shows nobody.
//!
//! Not Assured if a listed known site was not reached. Else Not Fully Assured if it was begun before midnight, took more
//! than one night, had no independent partner, or left out a sector without a known site. Else Assured. (Homeless Link's
//! toolkit 2025; the authority's reading of it.) A sighting of another night by a phone's own clock may be of this one: it is
//! counted, and the label says so.
//!
//! This project's own reading: what was done after the plan's window is none of the night's work. A team that began after it, or
//! saw somebody after it, makes the count Not Fully Assured; a partner who began after it took no part.
//!
//! Whom somebody saw who is not in the plan is counted, and spoils a label as anybody's does: nobody is lost. What they say of a
//! sector or a site, and that they have begun, makes none better.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_protocol::id::Id;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::calendar::{local_clock, local_label, local_midnight, shift};
use crate::counts::coverage::Coverage;
use crate::counts::plan::CountPlan;
use crate::orders::legal_time::LegalTime;
use crate::records::count::story::{CountPart, Said};

/// The label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Assurance {
    /// Nothing speaks against it.
    Assured,
    /// Something does.
    NotFullyAssured,
    /// A known site was not reached.
    NotAssured,
}

impl Assurance {
    /// As guidance writes it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Assured => "Assured",
            Self::NotFullyAssured => "Not Fully Assured",
            Self::NotAssured => "Not Assured",
        }
    }
}

/// What speaks against a count.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "reason")]
pub enum LabelReason {
    /// A listed known site was not reached.
    SiteNotReached {
        /// The sector.
        sector: String,
        /// The site.
        site: String,
    },
    /// A team began, by its start or its first sighting, before midnight.
    BeganBeforeMidnight {
        /// The team.
        team: String,
        /// When, UTC milliseconds.
        at: i64,
    },
    /// A team began when the plan's window had ended.
    BeganAfterWindow {
        /// The team.
        team: String,
        /// When, UTC milliseconds.
        at: i64,
    },
    /// A team that had begun in time saw somebody when the plan's window had ended. They are counted.
    SeenAfterWindow {
        /// The team.
        team: String,
        /// When first, UTC milliseconds.
        at: i64,
    },
    /// When a team began, nobody knows: its phone had only its own clock.
    BeginNotKnown {
        /// The team.
        team: String,
    },
    /// Nobody has begun.
    NotBegun,
    /// It took more than one night.
    SeveralNights {
        /// The dates of their mornings.
        nights: Vec<Date>,
    },
    /// Somebody was seen in another night than the planned one, as far as a phone's own clock tells: nothing says that it was
    /// right. They are counted.
    OtherNightByOwnClock {
        /// The team.
        team: String,
        /// The dates of the mornings that the clock showed.
        nights: Vec<Date>,
    },
    /// No independent partner took part.
    NoIndependentPartner {
        /// One was planned, as a team or by name; none came.
        planned: bool,
    },
    /// A sector without a known site was not visited.
    SectorNotVisited {
        /// The sector.
        sector: String,
    },
    /// The same, and somebody who is not in the plan says that it was.
    SectorVisitedUnplanned {
        /// The sector.
        sector: String,
    },
}

impl LabelReason {
    /// Whether only a phone's own clock tells the night of some of the people.
    #[must_use]
    pub fn is_own_clock(&self) -> bool {
        matches!(self, Self::OtherNightByOwnClock { .. })
    }

    /// The best label it allows.
    #[must_use]
    pub fn allows(&self) -> Assurance {
        match self {
            Self::SiteNotReached { .. } => Assurance::NotAssured,
            _ => Assurance::NotFullyAssured,
        }
    }

    /// As a person reads it.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::SiteNotReached { sector, site } if site.is_empty() => {
                format!("a known site in sector {sector} was not reached")
            }
            Self::SiteNotReached { sector, site } => {
                format!("the known site {site} in sector {sector} was not reached")
            }
            Self::BeganBeforeMidnight { team, at } => {
                let when = local_label(*at).unwrap_or_default();
                format!("team {team} began before midnight, on {when}")
            }
            Self::BeganAfterWindow { team, at } => {
                let when = local_label(*at).unwrap_or_default();
                format!("team {team} began after the count's window had ended, on {when}")
            }
            Self::SeenAfterWindow { team, at } => {
                let when = local_label(*at).unwrap_or_default();
                format!("team {team} saw people after the count's window had ended, first on {when}: they are counted")
            }
            Self::BeginNotKnown { team } => {
                format!("it is not known when team {team} began: its phone had only its own clock")
            }
            Self::NotBegun => "no team has begun".to_owned(),
            Self::SeveralNights { nights } => {
                let nights: Vec<String> = nights.iter().map(ToString::to_string).collect();
                format!("it took more than one night: {}", nights.join(", "))
            }
            Self::OtherNightByOwnClock { team, nights } => {
                let nights: Vec<String> = nights.iter().map(ToString::to_string).collect();
                format!(
                    "team {team} saw people in another night, {}, by its phone's own clock alone: they are counted, and whether it was \
                     this night nobody knows",
                    nights.join(", ")
                )
            }
            Self::NoIndependentPartner { planned: false } => {
                "no independent partner took part: none was planned".to_owned()
            }
            Self::NoIndependentPartner { planned: true } => {
                "no independent partner took part: one was planned, no independent team has begun, and neither the close nor \
                 anybody since says that the partner was there"
                    .to_owned()
            }
            Self::SectorNotVisited { sector } => format!("sector {sector} was not visited"),
            Self::SectorVisitedUnplanned { sector } => {
                format!("only somebody who is not in the plan says that sector {sector} was visited")
            }
        }
    }
}

/// What shows that an independent partner took part.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartnerShown {
    /// An officer of a team that is planned as independent has begun its part before the plan's window ended.
    Team {
        /// The team.
        team: String,
    },
    /// Somebody who works on the count has named them.
    Named {
        /// Name of the organisation.
        partner: String,
    },
    /// Whoever closed the count says so.
    SaidAtClose,
}

impl PartnerShown {
    /// As a person reads it.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Team { team } => format!("an independent partner took part: team {team} began its part"),
            Self::Named { partner } => {
                format!("an independent partner took part: {partner}, as was said of the count")
            }
            Self::SaidAtClose => {
                "an independent partner took part: said when the count was closed".to_owned()
            }
        }
    }

    /// From everybody's parts, each with its officer, and from what was said of the count.
    #[must_use]
    pub fn of<'a>(
        plan: &CountPlan,
        parts: impl IntoIterator<Item = (Id, &'a CountPart)>,
        said: Option<Self>,
    ) -> Option<Self> {
        let end = plan.window().ok().map(|window| window.to);
        let came = |(officer, part): (Id, &'a CountPart)| {
            let team = plan.team_joined(officer, &part.joined.team);
            let team = team.filter(|team| team.independent && team.has(officer))?;
            begin_of(part).filter(|begin| end.is_none_or(|end| begin.at <= end)).map(|_| team.code.clone())
        };
        let team = parts.into_iter().filter_map(came).min().map(|team| Self::Team { team });
        team.or(said)
    }
}

/// A count's label and everything that speaks against a better one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QualityLabel {
    /// The label.
    pub assurance: Assurance,
    /// Why it is not better, sorted; none for an assured count.
    pub reasons: Vec<LabelReason>,
    /// What shows that an independent partner took part.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub partner: Option<PartnerShown>,
}

impl QualityLabel {
    /// As it is told to those who know these sites alone: of any other, that one was not reached, and not which. What reads the
    /// same is told once: several phones of a team that began within one minute are one reason.
    #[must_use]
    pub fn naming(&self, known: &BTreeSet<String>) -> Self {
        let without = |reason: &LabelReason| match reason {
            LabelReason::SiteNotReached { sector, site } if !known.contains(site) => {
                LabelReason::SiteNotReached { sector: sector.clone(), site: String::new() }
            }
            other => other.clone(),
        };
        let mut reasons: Vec<LabelReason> = self.reasons.iter().map(without).collect();
        let mut told = BTreeSet::new();
        reasons.retain(|reason| told.insert(reason.words()));
        Self { reasons, ..self.clone() }
    }

    /// Codes of the known sites that were reached, as it says: whatever tracks still show later.
    #[must_use]
    pub fn reached(&self, plan: &CountPlan) -> BTreeSet<String> {
        let missed = |code: &str| {
            self.reasons
                .iter()
                .any(|one| matches!(one, LabelReason::SiteNotReached { site, .. } if site == code))
        };
        plan.sites().map(|site| site.code.clone()).filter(|code| !missed(code)).collect()
    }

    /// The label of what phones have told so far: all of them, and those of the plan's officers among them.
    #[must_use]
    pub fn of(
        plan: &CountPlan,
        (parts, planned): (&[&CountPart], &[&CountPart]),
        coverage: &Coverage,
        partner: Option<PartnerShown>,
    ) -> Self {
        let mut reasons = BTreeSet::new();
        for sector in &plan.sectors {
            let missed = sector.sites.iter().filter(|site| !coverage.reached.contains_key(&site.code));
            reasons.extend(missed.map(|site| LabelReason::SiteNotReached {
                sector: sector.code.clone(),
                site: site.code.clone(),
            }));
            if sector.sites.is_empty() && !coverage.is_visited(&sector.code) {
                let code = sector.code.clone();
                reasons.insert(match coverage.is_visited_unplanned(&code) {
                    true => LabelReason::SectorVisitedUnplanned { sector: code },
                    false => LabelReason::SectorNotVisited { sector: code },
                });
            }
        }
        let begun: Vec<(&CountPart, LegalTime)> =
            parts.iter().filter_map(|part| Some((*part, begin_of(part)?))).collect();
        reasons.extend(
            begun.iter().filter_map(|(part, begin)| too_early(plan.night, &part.joined.team, *begin)),
        );
        if planned.iter().all(|part| begin_of(part).is_none()) {
            reasons.insert(LabelReason::NotBegun);
        }
        reasons.extend(parts.iter().filter_map(|part| too_late(plan, part)));
        let known = parts.iter().flat_map(|part| times_of(part)).filter(|time| time.within.is_some());
        let nights: BTreeSet<Date> =
            known.filter(|time| !is_by_day(time.at)).filter_map(|time| night_of(time.at)).collect();
        if nights.len() > 1 {
            reasons.insert(LabelReason::SeveralNights { nights: nights.into_iter().collect() });
        }
        reasons.extend(other_nights(plan.night, parts));
        if partner.is_none() {
            let planned =
                plan.partner_independent.is_some() || plan.teams.iter().any(|team| team.independent);
            reasons.insert(LabelReason::NoIndependentPartner { planned });
        }
        let assurance = reasons.iter().map(LabelReason::allows).max().unwrap_or(Assurance::Assured);
        Self { assurance, reasons: reasons.into_iter().collect(), partner }
    }
}

/// Sightings of other nights by clocks that nothing confirms, by team.
fn other_nights(night: Date, parts: &[&CountPart]) -> impl Iterator<Item = LabelReason> {
    let mut nights: BTreeMap<&str, BTreeSet<Date>> = BTreeMap::new();
    for part in parts {
        let unknown = part.sightings.values().map(|one| one.seen.time).filter(|time| time.within.is_none());
        let other = unknown.filter_map(|time| night_of(time.at)).filter(|shown| *shown != night);
        nights.entry(&part.joined.team).or_default().extend(other);
    }
    let shown = nights.into_iter().filter(|(_, nights)| !nights.is_empty());
    shown.map(|(team, nights)| LabelReason::OtherNightByOwnClock {
        team: team.to_owned(),
        nights: nights.into_iter().collect(),
    })
}

/// When a team was counting: its start and its sightings.
fn times_of(part: &CountPart) -> impl Iterator<Item = LegalTime> {
    let sightings = part.sightings.values().map(|sighting| sighting.seen.time);
    part.started.iter().map(|started| started.time).chain(sightings)
}

/// The earliest of them that is known; a start that nobody knows may have been before all of them.
fn begin_of(part: &CountPart) -> Option<LegalTime> {
    let started_unknown = part.started.iter().map(|started| started.time).find(|time| time.within.is_none());
    started_unknown.or_else(|| times_of(part).min_by_key(|time| (!Said::from(*time).known, time.at)))
}

/// Midnight is that of the planned night: whoever begins the morning before has begun before it, too.
fn too_early(night: Date, team: &str, begin: LegalTime) -> Option<LabelReason> {
    let team = team.to_owned();
    match (begin.within, local_midnight(night)) {
        (Some(_), Ok(midnight)) if begin.at < midnight => {
            Some(LabelReason::BeganBeforeMidnight { team, at: begin.at })
        }
        (Some(_), Ok(_)) => None,
        _ => Some(LabelReason::BeginNotKnown { team }),
    }
}

/// What a part did after the plan's window had ended. That somebody was seen in another night is said of the nights; what nobody
/// knows the time of, as far as the phone's own clock tells.
fn too_late(plan: &CountPlan, part: &CountPart) -> Option<LabelReason> {
    let end = plan.window().ok()?.to;
    let team = part.joined.team.clone();
    let begin = begin_of(part).filter(|begin| begin.within.is_some() && begin.at > end);
    if let Some(begin) = begin {
        return Some(LabelReason::BeganAfterWindow { team, at: begin.at });
    }
    let late = |time: &LegalTime| {
        let that_night = night_of(time.at) == Some(plan.night);
        time.at > end && (that_night || (time.within.is_some() && is_by_day(time.at)))
    };
    let first = part.sightings.values().map(|one| one.seen.time).filter(late).map(|time| time.at).min();
    first.map(|at| LabelReason::SeenAfterWindow { team, at })
}

/// From noon to six in the evening nobody counts a night: what was seen then is none of the next one.
fn is_by_day(instant: i64) -> bool {
    local_clock(instant).is_ok_and(|clock| (12..18).contains(&clock.hour()))
}

/// The night of an instant (UTC milliseconds), by the local date of its morning: it lasts from noon to noon.
#[must_use]
pub fn night_of(instant: i64) -> Option<Date> {
    let clock = local_clock(instant).ok()?;
    if clock.hour() < 12 { Some(clock.date()) } else { shift(clock.date(), 1.day()).ok() }
}
