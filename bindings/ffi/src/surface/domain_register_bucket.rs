//! Types of `beatbook_domain::register::bucket`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// Where a notice stands, with what belongs to it.
#[uniffi::remote(Enum)]
pub enum Bucket {
    /// Nothing is to be paid: a warning, a notice or a direction without a penalty.
    NoPaymentDue,
    /// To be paid, and the authority's period runs.
    WithinPayment,
    /// To be paid, and the period is over.
    Overdue,
    /// Paid within the authority's period.
    Paid,
    /// Paid at the lower amount within its period.
    PaidReduced,
    /// Paid after the authority's period.
    PaidLate,
    /// The paper is invalid.
    Voided {
        /// Why.
        reason: VoidReason,
    },
    /// The notice is valid and dropped; the recipient was told.
    Withdrawn {
        /// Why.
        reason: WithdrawReason,
    },
    /// The notice is valid and not pursued: no further action.
    Nfa {
        /// Why.
        reason: NfaReason,
    },
    /// Somebody looks into it.
    UnderInvestigation,
    /// A case file is being made.
    ReferredCaseFile,
    /// With the authority's lawyers.
    WithLegal,
    /// Before a court.
    AtCourt,
    /// The court has decided.
    Prosecuted {
        /// What.
        outcome: CourtOutcome,
    },
    /// Dealt with otherwise than by a court.
    OutOfCourt {
        /// How.
        how: OutOfCourt,
    },
}
