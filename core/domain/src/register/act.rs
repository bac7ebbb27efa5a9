//! What a person can decide about a notice: who, when, why. Each is an entry of the server's journal, or of the
//! notebook that issued the notice; phones pull them, so they hold codes and no names.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::records::notice::young::{ToldHow, ToldWhom};

/// Why a paper is invalid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VoidReason {
    /// The officer made a mistake.
    OfficerError,
    /// The place was outside the order's area.
    WrongZone,
    /// It was issued to the wrong person.
    WrongPerson,
    /// The same conduct had a notice already.
    Duplicate,
    /// The printer failed and another notice was issued.
    PrinterFailure,
    /// The authority's policy did not allow it.
    Policy,
    /// The officer's own reason, in the notebook.
    ByOfficer,
}

/// Why a valid notice was dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WithdrawReason {
    /// Representations were accepted.
    Representations,
    /// The recipient is vulnerable or in need of support.
    Vulnerable,
    /// The recipient cannot be traced.
    Untraced,
    /// The authority's policy.
    Policy,
    /// The officer's own reason, in the notebook.
    ByOfficer,
}

/// Why a valid notice is not pursued.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NfaReason {
    /// Unable to trace for legal action.
    UnableToTrace,
    /// No realistic chance of a successful prosecution.
    NoRealisticProspect,
    /// Not in the public interest.
    PublicInterest,
    /// A young person was diverted.
    JuvenileDiverted,
    /// The time to prosecute is over.
    OutOfTime,
}

/// What a court decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The defendant admitted it.
    GuiltyPlea,
    /// Found guilty after a trial.
    FoundGuilty,
    /// Proved in the defendant's absence.
    ProvedInAbsence,
    /// Convicted, conditionally discharged.
    ConditionalDischarge,
    /// Convicted, absolutely discharged.
    AbsoluteDischarge,
    /// Found not guilty.
    NotGuilty,
    /// Dismissed.
    Dismissed,
    /// Withdrawn or discontinued by the prosecutor.
    Discontinued,
}

impl Verdict {
    /// Whether a fine can go with it: a discharge has none, and nobody is fined who is not convicted.
    #[must_use]
    pub fn may_fine(self) -> bool {
        matches!(self, Self::GuiltyPlea | Self::FoundGuilty | Self::ProvedInAbsence)
    }

    /// Whether a victim surcharge can (Criminal Justice Act 2003 s161A): not upon an absolute discharge.
    #[must_use]
    pub fn may_surcharge(self) -> bool {
        self.may_fine() || self == Self::ConditionalDischarge
    }
}

/// The end of a case at court. Amounts in pence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourtOutcome {
    /// What was decided.
    pub verdict: Verdict,
    /// On which day.
    pub decided: Date,
    /// Fine.
    pub fine: i64,
    /// Costs awarded.
    pub costs: i64,
    /// Victim surcharge.
    pub surcharge: i64,
}

/// How a notice was dealt with without a court.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutOfCourt {
    /// A caution.
    Caution,
    /// A community resolution.
    CommunityResolution,
    /// An agreement with the authority.
    Agreement,
}

/// What became of representations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Accepted; withdrawing or voiding is another act.
    Accepted,
    /// Not accepted.
    Rejected,
}

/// What a court made of an appeal against a community protection notice (ASBCPA 2014 s46(4)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AppealOutcome {
    /// The notice stands as it was issued.
    Upheld,
    /// It stands with other terms, which are in the court's order.
    Varied,
    /// It binds nobody any more.
    Quashed,
}

/// What was decided or has happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "act")]
pub enum Act {
    /// The paper is invalid.
    Void {
        /// Why.
        reason: VoidReason,
    },
    /// Valid, dropped.
    Withdraw {
        /// Why.
        reason: WithdrawReason,
        /// When the recipient was told; absent while nobody has. Withdrawn once more, it tells the day.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        told: Option<Date>,
    },
    /// Valid, not pursued.
    Nfa {
        /// Why.
        reason: NfaReason,
    },
    /// Not pursued so far, and now it is again.
    Reopen,
    /// Somebody looks into it; also back from case file or lawyers.
    Investigate,
    /// A case file is to be made.
    Refer,
    /// To the authority's lawyers.
    ToLegal,
    /// Before a court: the information is laid.
    ToCourt,
    /// The court has decided.
    Prosecuted {
        /// What.
        outcome: CourtOutcome,
    },
    /// Dealt with without a court.
    OutOfCourt {
        /// How.
        how: OutOfCourt,
    },
    /// Representations came in.
    Represented {
        /// On which day.
        received: Date,
    },
    /// Representations were answered.
    RepresentationsAnswered {
        /// On which day.
        answered: Date,
        /// How.
        answer: Answer,
    },
    /// The versions truly in force differ from those the phone had: a person must confirm or void.
    ReviewRequired {
        /// Last day for it.
        until: Date,
    },
    /// Looked at, and the notice stands.
    ReviewConfirmed,
    /// Money was sent back.
    Refunded {
        /// Pence.
        pence: i64,
    },
    /// The lawyers have seen to money that came after the court had the case.
    LegalTaskDone,
    /// An appeal was lodged against a community protection notice.
    Appealed {
        /// On which day.
        lodged: Date,
        /// It is after the last day, and the court has allowed it.
        late_allowed: bool,
    },
    /// The court has decided the appeal.
    AppealDecided {
        /// On which day.
        decided: Date,
        /// How.
        outcome: AppealOutcome,
    },
    /// What a community protection warning or notice asks for was done. What it forbids, it forbids on.
    Complied,
    /// What a community protection warning or notice asks for was not done, or what it forbids went on: after the time that a
    /// warning allows, or against a notice (ASBCPA 2014 s48).
    Breached {
        /// On which day that was seen.
        seen: Date,
    },
    /// The authority has ended a community protection warning or notice.
    Discharged,
    /// Guardian or youth justice was told of paper given to somebody of sixteen or seventeen.
    YoungTold {
        /// Who.
        whom: ToldWhom,
        /// How.
        how: ToldHow,
        /// On which day.
        told: Date,
    },
}

impl Act {
    /// As machines and people name it.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Void { .. } => "void",
            Self::Withdraw { .. } => "withdraw",
            Self::Nfa { .. } => "nfa",
            Self::Reopen => "reopen",
            Self::Investigate => "investigate",
            Self::Refer => "refer",
            Self::ToLegal => "to_legal",
            Self::ToCourt => "to_court",
            Self::Prosecuted { .. } => "prosecuted",
            Self::OutOfCourt { .. } => "out_of_court",
            Self::Represented { .. } => "represented",
            Self::RepresentationsAnswered { .. } => "representations_answered",
            Self::ReviewRequired { .. } => "review_required",
            Self::ReviewConfirmed => "review_confirmed",
            Self::Refunded { .. } => "refunded",
            Self::LegalTaskDone => "legal_task_done",
            Self::Appealed { .. } => "appealed",
            Self::AppealDecided { .. } => "appeal_decided",
            Self::Complied => "complied",
            Self::Breached { .. } => "breached",
            Self::Discharged => "discharged",
            Self::YoungTold { .. } => "young_told",
        }
    }

    /// Whether a reason in words belongs to it, beside the code.
    #[must_use]
    pub fn needs_why(&self) -> bool {
        matches!(
            self,
            Self::Void { .. }
                | Self::Withdraw { .. }
                | Self::Nfa { .. }
                | Self::Reopen
                | Self::OutOfCourt { .. }
                | Self::ReviewConfirmed
                | Self::Appealed { late_allowed: true, .. }
                | Self::Breached { .. }
                | Self::Discharged
        )
    }
}

/// An act and its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deed {
    /// The local day it counts from.
    pub on: Date,
    /// What.
    pub act: Act,
}
