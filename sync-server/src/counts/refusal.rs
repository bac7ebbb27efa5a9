//! Why something is not done about counts. No personal data; each says what to do.

use std::fmt::Write as _;

use beatbook_domain::calendar::CalendarError;
use beatbook_domain::counts::state::CountActRefusal;
use thiserror::Error;

use super::plan::FileFault;
use crate::error::Fault;

/// Why not.
#[derive(Debug, Error)]
pub enum CountRefused {
    /// No such count – or one this officer may not know of: the same words, so that asking tells nothing.
    #[error("there is no such count: `count list` shows those this officer may know of")]
    Unknown,
    /// Not among the officer's work.
    #[error(
        "this officer's roles do not allow it: ask the coordinator, or have a role granted with `officer role add`; \
         who reads by logged request names one count and says --reason"
    )]
    NotAllowed,
    /// Only those who work on it have numbers yet.
    #[error("the numbers of this count are not for this officer: ask the coordinator")]
    NoNumbers,
    /// The file is no plan.
    #[error("the plan cannot be read: {0} – docs/counts.md shows one")]
    Malformed(String),
    /// Everything that is wrong with a plan.
    #[error("{}", listed(.0))]
    Faults(Vec<FileFault>),
    /// A pair of sightings that are not there.
    #[error("there is no such pair of sightings: `count proposals` shows what can be decided")]
    UnknownPair,
    /// A text is too long.
    #[error("{0} is too long")]
    Text(&'static str),
    /// An act that does not follow.
    #[error("{0}")]
    Act(CountActRefusal),
    /// Pairs of sightings are in the way of an act.
    #[error("{refusal}{pairs}")]
    Pairs {
        /// The refusal.
        refusal: CountActRefusal,
        /// The pairs, one a line.
        pairs: String,
    },
    /// A close that came too late, and said that the independent partner was there.
    #[error(
        "{0}. That the independent partner was there is kept with it and shown, and the label does not count it yet: name the partner \
         with `count partner` before the count is verified; of a count that is submitted add a note"
    )]
    PartnerKept(CountActRefusal),
    /// Somebody else was faster, again and again.
    #[error("the count changes all the time: try again in a moment")]
    Changed,
    /// A day cannot be told.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
    /// The store's.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl CountRefused {
    /// A stable name for scripts and tests.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "no_such_count",
            Self::NotAllowed => "not_allowed",
            Self::NoNumbers => "count_no_numbers",
            Self::Malformed(_) => "count_plan_malformed",
            Self::Faults(_) => "count_plan",
            Self::UnknownPair => "no_such_pair",
            Self::Text(_) => "text",
            Self::Act(refusal) | Self::Pairs { refusal, .. } | Self::PartnerKept(refusal) => refusal.code(),
            Self::Changed => "count_changing",
            Self::Calendar(error) => error.code(),
            Self::Fault(fault) => fault.code(),
        }
    }
}

/// All of them, one a line, each with its code.
fn listed(faults: &[FileFault]) -> String {
    let mut text = "nothing was set; all that is wrong with the plan:".to_owned();
    for fault in faults {
        let _ = write!(text, "\n  {fault} [{}]", fault.code());
    }
    text
}
