//! The buckets: where a notice stands. Each issued number is in exactly one.

use serde::{Deserialize, Serialize};

use crate::register::act::{CourtOutcome, NfaReason, OutOfCourt, VoidReason, WithdrawReason};

/// Where a notice stands, with what belongs to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "bucket")]
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

/// A bucket without what belongs to it: a column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BucketKind {
    /// See [`Bucket::NoPaymentDue`].
    NoPaymentDue,
    /// See [`Bucket::WithinPayment`].
    WithinPayment,
    /// See [`Bucket::Overdue`].
    Overdue,
    /// See [`Bucket::Paid`].
    Paid,
    /// See [`Bucket::PaidReduced`].
    PaidReduced,
    /// See [`Bucket::PaidLate`].
    PaidLate,
    /// See [`Bucket::Voided`].
    Voided,
    /// See [`Bucket::Withdrawn`].
    Withdrawn,
    /// See [`Bucket::Nfa`].
    Nfa,
    /// See [`Bucket::UnderInvestigation`].
    UnderInvestigation,
    /// See [`Bucket::ReferredCaseFile`].
    ReferredCaseFile,
    /// See [`Bucket::WithLegal`].
    WithLegal,
    /// See [`Bucket::AtCourt`].
    AtCourt,
    /// See [`Bucket::Prosecuted`].
    Prosecuted,
    /// See [`Bucket::OutOfCourt`].
    OutOfCourt,
}

impl Bucket {
    /// Which it is.
    #[must_use]
    pub fn kind(&self) -> BucketKind {
        match self {
            Self::NoPaymentDue => BucketKind::NoPaymentDue,
            Self::WithinPayment => BucketKind::WithinPayment,
            Self::Overdue => BucketKind::Overdue,
            Self::Paid => BucketKind::Paid,
            Self::PaidReduced => BucketKind::PaidReduced,
            Self::PaidLate => BucketKind::PaidLate,
            Self::Voided { .. } => BucketKind::Voided,
            Self::Withdrawn { .. } => BucketKind::Withdrawn,
            Self::Nfa { .. } => BucketKind::Nfa,
            Self::UnderInvestigation => BucketKind::UnderInvestigation,
            Self::ReferredCaseFile => BucketKind::ReferredCaseFile,
            Self::WithLegal => BucketKind::WithLegal,
            Self::AtCourt => BucketKind::AtCourt,
            Self::Prosecuted { .. } => BucketKind::Prosecuted,
            Self::OutOfCourt { .. } => BucketKind::OutOfCourt,
        }
    }
}

impl BucketKind {
    /// All of them, in the order of a notice's life.
    pub const ALL: [Self; 15] = [
        Self::NoPaymentDue,
        Self::WithinPayment,
        Self::Overdue,
        Self::Paid,
        Self::PaidReduced,
        Self::PaidLate,
        Self::Voided,
        Self::Withdrawn,
        Self::Nfa,
        Self::UnderInvestigation,
        Self::ReferredCaseFile,
        Self::WithLegal,
        Self::AtCourt,
        Self::Prosecuted,
        Self::OutOfCourt,
    ];

    /// As machines read it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NoPaymentDue => "no_payment_due",
            Self::WithinPayment => "within_payment",
            Self::Overdue => "overdue",
            Self::Paid => "paid",
            Self::PaidReduced => "paid_reduced",
            Self::PaidLate => "paid_late",
            Self::Voided => "voided",
            Self::Withdrawn => "withdrawn",
            Self::Nfa => "nfa",
            Self::UnderInvestigation => "under_investigation",
            Self::ReferredCaseFile => "referred_case_file",
            Self::WithLegal => "with_legal",
            Self::AtCourt => "at_court",
            Self::Prosecuted => "prosecuted",
            Self::OutOfCourt => "out_of_court",
        }
    }

    /// Whether money or a court is still to come: neither paid, dropped nor ended.
    #[must_use]
    pub fn is_pursued(self) -> bool {
        matches!(
            self,
            Self::WithinPayment
                | Self::Overdue
                | Self::UnderInvestigation
                | Self::ReferredCaseFile
                | Self::WithLegal
                | Self::AtCourt
        )
    }

    /// Whether the penalty is paid: liability is discharged.
    #[must_use]
    pub fn is_paid(self) -> bool {
        matches!(self, Self::Paid | Self::PaidReduced | Self::PaidLate)
    }

    /// Whether nothing can change it any more.
    #[must_use]
    pub fn is_terminal(self) -> bool {
        matches!(self, Self::Voided | Self::Prosecuted | Self::OutOfCourt)
    }
}
