//! Types of `beatbook_domain::register::act`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// What became of representations.
#[uniffi::remote(Enum)]
pub enum Answer {
    /// Accepted; withdrawing or voiding is another act.
    Accepted,
    /// Not accepted.
    Rejected,
}

/// What a court made of an appeal against a community protection notice (ASBCPA 2014 s46(4)).
#[uniffi::remote(Enum)]
pub enum AppealOutcome {
    /// The notice stands as it was issued.
    Upheld,
    /// It stands with other terms, which are in the court's order.
    Varied,
    /// It binds nobody any more.
    Quashed,
}

/// The end of a case at court. Amounts in pence.
#[uniffi::remote(Record)]
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

/// Why a valid notice is not pursued.
#[uniffi::remote(Enum)]
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

/// How a notice was dealt with without a court.
#[uniffi::remote(Enum)]
pub enum OutOfCourt {
    /// A caution.
    Caution,
    /// A community resolution.
    CommunityResolution,
    /// An agreement with the authority.
    Agreement,
}

/// What a court decided.
#[uniffi::remote(Enum)]
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

/// Why a paper is invalid.
#[uniffi::remote(Enum)]
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
#[uniffi::remote(Enum)]
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
