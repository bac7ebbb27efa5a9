//! Why a draft is not issued or dropped. No personal data; each says what to do.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use beatbook_domain::calendar::CalendarError;
use beatbook_domain::law::missing::Missing;
use beatbook_domain::notices::allotment::NoBlock;
use beatbook_domain::notices::number::NoticeNumber;
use beatbook_domain::register::NotEntered;
use jiff::civil::Date;
use thiserror::Error;

use crate::error::Fault;
use crate::notices::WHY_MAX;

/// Why nothing was decided about a draft.
#[derive(Debug, Error)]
pub enum DraftRefusal {
    /// No such draft here.
    #[error("no draft of this id has reached the server: `notice drafts` lists those that wait")]
    Unknown,
    /// Two notebooks claim the record.
    #[error("two notebooks tell of this draft: look at the alarms first")]
    Several,
    /// It has its number.
    #[error(
        "this draft was issued as {0}: it cannot be issued again or dropped; `notice void` makes a paper invalid"
    )]
    Issued(NoticeNumber),
    /// Dropped, on the phone or here.
    #[error("this draft was dropped: it cannot be issued any more")]
    Dropped,
    /// A training draft.
    #[error("this is a training draft: it is never issued")]
    Training,
    /// Not a paper that goes by post.
    #[error(
        "only a fixed penalty is issued from a draft by post: drop this one, and serve the paper in person"
    )]
    Kind,
    /// Whoever drafted it decides.
    #[error("another than the officer who drafted it decides whether it is issued")]
    Own,
    /// The local limit is over.
    #[error("the last day to issue this draft by post was {0}: drop it with a reason")]
    Late(Date),
    /// The encounter is not here.
    #[error(
        "the encounter this draft came from has not reached the server: let the phone sync, then try again"
    )]
    Encounter,
    /// The same person may have a notice for it.
    #[error(
        "{0} went to the same person for the same condition on the same day: drop this draft, or say with \
         --another-offence that it was a further one"
    )]
    SamePerson(NoticeNumber),
    /// Missing points.
    #[error("{}", points(.0))]
    Incomplete(Vec<Missing>),
    /// A point that does not wait for a supervisor.
    #[error(
        "{0} is not to be decided upon: nothing of this draft is missing under that code, or the law leaves it to nobody"
    )]
    NotToDecide(String),
    /// The paper's authority has no code that fits a number.
    #[error("the authority whose paper it is has no code for numbers: have the order's maker corrected")]
    Paper,
    /// No block is left.
    #[error(transparent)]
    Numbers(#[from] NoBlock),
    /// The notice cannot be counted.
    #[error(transparent)]
    NotEntered(#[from] NotEntered),
    /// A reason in words is missing or too long.
    #[error("say why in a few words without names (--why), at most {WHY_MAX} characters")]
    Why,
    /// Others decide all the time.
    #[error("others are deciding at the same time: try again")]
    Busy,
    /// A day is outside the calendar.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
    /// A failure of ours.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl DraftRefusal {
    /// Stable name for machines.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "unknown_draft",
            Self::Several => "several_drafts",
            Self::Issued(_) => "draft_issued",
            Self::Dropped => "draft_dropped",
            Self::Training => "draft_training",
            Self::Kind => "draft_kind",
            Self::Own => "draft_own",
            Self::Late(_) => "draft_late",
            Self::Encounter => "draft_encounter",
            Self::SamePerson(_) => "same_person",
            Self::Incomplete(_) => "incomplete",
            Self::NotToDecide(_) => "not_to_decide",
            Self::Paper => "paper_authority",
            Self::Numbers(_) => "series_used_up",
            Self::NotEntered(error) => error.code(),
            Self::Why => "why",
            Self::Busy => "busy",
            Self::Calendar(error) => error.code(),
            Self::Fault(fault) => fault.code(),
        }
    }
}

/// All points, one a line; below, which of them a supervisor may decide upon.
fn points(missing: &[Missing]) -> String {
    let mut text = "the draft cannot be issued as it is:".to_owned();
    for point in missing {
        let _ = write!(text, "\n  {} [{}; {}]", point.remedy, point.code, point.source);
    }
    let theirs = missing.iter().filter(|point| point.is_for_a_supervisor()).map(|point| point.code);
    let theirs: Vec<String> =
        theirs.collect::<BTreeSet<_>>().into_iter().map(|code| format!("--decide {code}")).collect();
    if !theirs.is_empty() {
        let _ = write!(text, "\na supervisor may decide upon these, and says why: {}", theirs.join(" "));
    }
    text
}
