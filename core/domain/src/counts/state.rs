//! The life of a count: planned → open → closed → verified → submitted, as the server's order of acts tells it.
//!
//! An act that does not follow is refused and kept with its reason: when two leads close at once, the second gets
//! "closed already", and what it said is still there. Phones may write on whatever the stage: what comes late is counted
//! as soon as it comes, and then what was verified is to be verified anew.

use std::collections::BTreeMap;

use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use beatbook_protocol::limits::{NAME_MAX, TEXT_MAX};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::calendar::local_label;
use crate::counts::label::PartnerShown;
use crate::counts::plan::CountPlan;
use crate::counts::review::Review;
use crate::records::seen::said;

/// What a person can do to a count as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "act")]
pub enum CountAct {
    /// Teams count from now on.
    Open,
    /// Teams are back.
    Close {
        /// Why nothing was heard of a sector, by its code; needed for each of which nothing was.
        #[serde(default)]
        silent: BTreeMap<String, String>,
        /// The independent partner was there, whoever's phone it counted on.
        #[serde(skip_serializing_if = "core::ops::Not::not", default)]
        partner: bool,
    },
    /// Two people's decisions were looked at, and the numbers stand.
    Verify {
        /// [`Review::figures`] of what was looked at.
        figures: Hash,
    },
    /// The return is sent.
    Submit,
    /// The independent partner is named who was there, whoever closed the count and whatever the close said; until the return is
    /// sent.
    Partner {
        /// Name of the organisation; absent if none was there after all.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        name: Option<String>,
    },
    /// Something is added in words; at any stage.
    Annotate {
        /// What.
        text: String,
    },
}

/// An act, when and by whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountDeed {
    /// Server's time, UTC milliseconds.
    pub at: i64,
    /// Who.
    pub by: Id,
    /// What.
    pub act: CountAct,
}

/// When somebody did something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct Done {
    /// Server's time, UTC milliseconds.
    pub at: i64,
    /// Who.
    pub by: Id,
}

/// How far a count is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CountStage {
    /// Set.
    Planned,
    /// Teams count.
    Open(Done),
    /// Teams are back.
    Closed(Done),
    /// The numbers stand.
    Verified {
        /// By whom.
        done: Done,
        /// Which numbers.
        figures: Hash,
    },
    /// The return is sent; nothing changes but annotations.
    Submitted {
        /// By whom.
        done: Done,
        /// Which numbers.
        figures: Hash,
    },
}

impl CountStage {
    /// As machines name it.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Open(_) => "open",
            Self::Closed(_) => "closed",
            Self::Verified { .. } => "verified",
            Self::Submitted { .. } => "submitted",
        }
    }

    /// When it got so far, and by whom; a count that is only planned was not taken up by anybody.
    #[must_use]
    pub fn done(&self) -> Option<Done> {
        match self {
            Self::Planned => None,
            Self::Open(done)
            | Self::Closed(done)
            | Self::Verified { done, .. }
            | Self::Submitted { done, .. } => Some(*done),
        }
    }

    /// Which numbers stand, once somebody has verified them.
    #[must_use]
    pub fn figures(&self) -> Option<Hash> {
        match self {
            Self::Verified { figures, .. } | Self::Submitted { figures, .. } => Some(*figures),
            _ => None,
        }
    }

    /// Whether the return is sent.
    #[must_use]
    pub fn is_submitted(&self) -> bool {
        matches!(self, Self::Submitted { .. })
    }
}

/// Why an act is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CountActRefusal {
    /// It is open.
    #[error("the count is open already")]
    OpenAlready,
    /// Somebody else was faster; nothing is lost.
    #[error("the count is closed already: nothing of yours is lost")]
    ClosedAlready(Done),
    /// It is submitted.
    #[error("the count is submitted: add a note instead")]
    SubmittedAlready(Done),
    /// It is not so far.
    #[error("the count is {from}: it has to be {needed} first")]
    TooSoon {
        /// Where it stands.
        from: &'static str,
        /// Where it has to be.
        needed: &'static str,
    },
    /// Its window has not ended: teams may still be counting.
    #[error(
        "the night of this count lasts until {}: the return is sent after it, and nothing changes it then",
        local_label(*ends).unwrap_or_default()
    )]
    NightToCome {
        /// When the plan's window ends, UTC milliseconds.
        ends: i64,
    },
    /// Nothing was heard of sectors, and nobody has said why.
    #[error(
        "nothing was heard of {}: say why of each with --silent SECTOR=REASON, or wait for their teams",
        unheard(sectors)
    )]
    NoWord {
        /// Each with its teams.
        sectors: Vec<(String, Vec<String>)>,
    },
    /// A reason for a sector that the plan does not have.
    #[error("the plan has no sector {sector}: its sectors are {}", known.join(", "))]
    UnknownSector {
        /// As it was told.
        sector: String,
        /// Those of the plan.
        known: Vec<String>,
    },
    /// Possible duplicates are undecided.
    #[error("{}: two people decide each, one from another team", undecided(*pairs))]
    Undecided {
        /// How many.
        pairs: usize,
    },
    /// Decisions contradict each other.
    #[error("{}: take one of them back", contradicting(*groups))]
    Blocked {
        /// How many groups.
        groups: usize,
    },
    /// The numbers are not those that were looked at.
    #[error("the numbers have changed since they were looked at: look again and verify")]
    Changed,
    /// A text is empty or too long.
    #[error("{field} is empty or too long: a name has at most {NAME_MAX} characters, a text {TEXT_MAX}")]
    Text {
        /// Which field.
        field: &'static str,
    },
}

/// Each sector with its teams, such as `sector strood (team 3)`.
fn unheard(sectors: &[(String, Vec<String>)]) -> String {
    let one =
        |(sector, teams): &(String, Vec<String>)| format!("sector {sector} (team {})", teams.join(", "));
    sectors.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn undecided(pairs: usize) -> String {
    match pairs {
        1 => "1 possible duplicate is undecided".to_owned(),
        pairs => format!("{pairs} possible duplicates are undecided"),
    }
}

fn contradicting(groups: usize) -> String {
    match groups {
        1 => "1 group holds both 'same' and 'different'".to_owned(),
        groups => format!("{groups} groups hold both 'same' and 'different'"),
    }
}

impl CountActRefusal {
    /// Stable name for machines.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::OpenAlready => "count_open_already",
            Self::ClosedAlready(_) => "count_closed_already",
            Self::SubmittedAlready(_) => "count_submitted_already",
            Self::TooSoon { .. } => "count_too_soon",
            Self::NightToCome { .. } => "count_night_to_come",
            Self::NoWord { .. } => "count_no_word",
            Self::UnknownSector { .. } => "count_unknown_sector",
            Self::Undecided { .. } => "count_undecided",
            Self::Blocked { .. } => "count_blocked",
            Self::Changed => "count_changed",
            Self::Text { .. } => "count_act_text",
        }
    }
}

/// A count and its life so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountCase {
    /// The plan.
    pub plan: CountPlan,
    /// How far it is.
    pub stage: CountStage,
    /// When it was closed, and why nothing was heard of sectors.
    pub closed: Option<(Done, BTreeMap<String, String>)>,
    /// Whoever closed it says that the independent partner was there, or somebody has named the partner since.
    pub partner: bool,
    /// The independent partner as somebody has named them, when and by whom.
    pub partner_named: Option<(Done, String)>,
    /// Since when it is over, UTC milliseconds, on the phone of a member of a team: who closed it and what was done then is for
    /// those who work on it.
    pub over: Option<i64>,
    /// Notes, in order.
    pub annotations: Vec<(Done, String)>,
    /// Acts that came and were refused, in order.
    pub refused: Vec<(CountDeed, CountActRefusal)>,
}

impl CountCase {
    /// A count that was set.
    #[must_use]
    pub fn planned(plan: CountPlan) -> Self {
        let (closed, annotations, refused) = (None, Vec::new(), Vec::new());
        let (stage, partner, partner_named, over) = (CountStage::Planned, false, None, None);
        Self { plan, stage, closed, partner, partner_named, over, annotations, refused }
    }

    /// What was said of the independent partner, by name or at the close.
    #[must_use]
    pub fn partner_said(&self) -> Option<PartnerShown> {
        match &self.partner_named {
            Some((_, partner)) => Some(PartnerShown::Named { partner: partner.clone() }),
            None => self.partner.then_some(PartnerShown::SaidAtClose),
        }
    }

    /// Since when teams are back, UTC milliseconds, as far as it is told here.
    #[must_use]
    pub fn over_since(&self) -> Option<i64> {
        self.closed.as_ref().map(|(done, _)| done.at).or(self.over)
    }

    /// Folds acts in the server's order.
    #[must_use]
    pub fn fold<'a>(plan: CountPlan, deeds: impl IntoIterator<Item = &'a CountDeed>) -> Self {
        let mut case = Self::planned(plan);
        for deed in deeds {
            // A refused act is kept in `refused`.
            let _ = case.record(deed);
        }
        case
    }

    /// Whether an act may be done now, by its stage and by what phones have told.
    ///
    /// # Errors
    /// A [`CountActRefusal`]; nothing has changed.
    pub fn check(&self, deed: &CountDeed, review: &Review) -> Result<(), CountActRefusal> {
        self.next(deed)?;
        match &deed.act {
            CountAct::Open | CountAct::Partner { .. } | CountAct::Annotate { .. } => Ok(()),
            CountAct::Close { silent, .. } => {
                let known: Vec<String> = self.plan.sectors.iter().map(|sector| sector.code.clone()).collect();
                if let Some(sector) = silent.keys().find(|sector| !known.contains(sector)) {
                    return Err(CountActRefusal::UnknownSector { sector: sector.clone(), known });
                }
                let unsaid = |sector: &str| silent.get(sector).is_none_or(|why| why.trim().is_empty());
                let without = review.coverage.silent().filter(|(sector, _)| unsaid(sector));
                let sectors: Vec<_> =
                    without.map(|(sector, teams)| (sector.to_owned(), teams.to_vec())).collect();
                if sectors.is_empty() { Ok(()) } else { Err(CountActRefusal::NoWord { sectors }) }
            }
            CountAct::Verify { figures } => stands(*figures, review),
            CountAct::Submit => {
                if let Some(ends) = self.plan.window().ok().map(|window| window.to).filter(|to| deed.at < *to)
                {
                    return Err(CountActRefusal::NightToCome { ends });
                }
                match self.stage {
                    CountStage::Verified { figures, .. } => stands(figures, review),
                    _ => Ok(()),
                }
            }
        }
    }

    /// Takes an act that the server's journal holds. One that does not follow is kept in `refused`.
    ///
    /// # Errors
    /// A [`CountActRefusal`] of the stage.
    pub fn record(&mut self, deed: &CountDeed) -> Result<(), CountActRefusal> {
        let done = Done { at: deed.at, by: deed.by };
        match self.next(deed) {
            Ok(stage) => self.stage = stage,
            Err(refusal) => {
                self.refused.push((deed.clone(), refusal.clone()));
                return Err(refusal);
            }
        }
        match &deed.act {
            CountAct::Close { silent, partner } => {
                self.closed = Some((done, silent.clone()));
                self.partner |= *partner;
            }
            CountAct::Partner { name } => {
                self.partner = name.is_some();
                self.partner_named = name.clone().map(|name| (done, name));
            }
            CountAct::Annotate { text } => self.annotations.push((done, text.clone())),
            CountAct::Open | CountAct::Verify { .. } | CountAct::Submit => {}
        }
        Ok(())
    }

    /// The stage after an act.
    fn next(&self, deed: &CountDeed) -> Result<CountStage, CountActRefusal> {
        let done = Done { at: deed.at, by: deed.by };
        let too_soon = |needed| Err(CountActRefusal::TooSoon { from: self.stage.code(), needed });
        match (&deed.act, self.stage) {
            (CountAct::Annotate { text }, stage) => {
                said("text", text, TEXT_MAX).map_err(|bad| CountActRefusal::Text { field: bad.field })?;
                Ok(stage)
            }
            (_, CountStage::Submitted { done, .. }) => Err(CountActRefusal::SubmittedAlready(done)),
            (CountAct::Partner { .. }, CountStage::Planned) => too_soon("open"),
            (CountAct::Partner { name }, stage) => {
                let named = name.iter().try_for_each(|name| said("partner", name, NAME_MAX));
                named.map_err(|bad| CountActRefusal::Text { field: bad.field })?;
                Ok(stage)
            }
            (CountAct::Open, CountStage::Planned) => Ok(CountStage::Open(done)),
            (CountAct::Open, CountStage::Open(_)) => Err(CountActRefusal::OpenAlready),
            (CountAct::Close { .. }, CountStage::Planned) => too_soon("open"),
            (CountAct::Close { silent, .. }, CountStage::Open(_)) => {
                for why in silent.values() {
                    said("reason", why, TEXT_MAX)
                        .map_err(|bad| CountActRefusal::Text { field: bad.field })?;
                }
                Ok(CountStage::Closed(done))
            }
            (CountAct::Open | CountAct::Close { .. }, CountStage::Closed(before)) => {
                Err(CountActRefusal::ClosedAlready(before))
            }
            (CountAct::Open | CountAct::Close { .. }, CountStage::Verified { done: verified, .. }) => {
                Err(CountActRefusal::ClosedAlready(self.closed.as_ref().map_or(verified, |closed| closed.0)))
            }
            (CountAct::Verify { .. }, CountStage::Planned | CountStage::Open(_)) => too_soon("closed"),
            (CountAct::Verify { figures }, CountStage::Closed(_) | CountStage::Verified { .. }) => {
                Ok(CountStage::Verified { done, figures: *figures })
            }
            (CountAct::Submit, CountStage::Verified { figures, .. }) => {
                Ok(CountStage::Submitted { done, figures })
            }
            (CountAct::Submit, _) => too_soon("verified"),
        }
    }
}

/// Whether nothing is left to decide, and the numbers are those that somebody has looked at.
fn stands(figures: Hash, review: &Review) -> Result<(), CountActRefusal> {
    let groups = review.groups.groups.iter().filter(|group| group.held_apart).count();
    if groups > 0 {
        return Err(CountActRefusal::Blocked { groups });
    }
    let pairs = review.groups.undecided.len();
    if pairs > 0 {
        return Err(CountActRefusal::Undecided { pairs });
    }
    if figures == review.figures { Ok(()) } else { Err(CountActRefusal::Changed) }
}
