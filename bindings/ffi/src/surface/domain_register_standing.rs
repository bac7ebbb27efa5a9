//! Types of `beatbook_domain::register::standing`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// Where a notice stands on a day.
#[uniffi::remote(Record)]
pub struct RegisterStanding {
    /// The one bucket.
    pub bucket: Bucket,
    /// Pence paid and cleared, less what was sent back.
    pub held: i64,
    /// Pence still to be paid; 0 where nothing is.
    pub balance: i64,
    /// Pence to be sent back.
    pub refund_due: i64,
    /// Money came after the court had the case, or a paid notice went there: the lawyers must be told.
    pub legal_task: bool,
    /// Representations, oldest first.
    #[uniffi(default = [])]
    pub representations: Vec<Representations>,
    /// A person must confirm or void by this day.
    #[uniffi(default = None)]
    pub review_until: Option<Date>,
    /// It was referred for a case file at some time.
    pub was_referred: bool,
    /// It was with the lawyers at some time.
    pub was_with_legal: bool,
    /// Appeals, compliance, breach and end of a community protection warning or notice; absent for other paper.
    #[uniffi(default = None)]
    pub protection: Option<Protection>,
    /// Who was told of it; absent where nobody is to be.
    #[uniffi(default = None)]
    pub young: Option<Young>,
    /// The day the recipient was told that it is withdrawn; absent while nobody has told them, and of what is not withdrawn.
    #[uniffi(default = None)]
    pub withdrawal_told: Option<Date>,
}

/// Representations: a flag with dates, never a bucket.
#[uniffi::remote(Record)]
pub struct Representations {
    /// When they came in.
    pub received: Date,
    /// When and how they were answered.
    #[uniffi(default = None)]
    pub answered: Option<RepresentationsAnsweredPair>,
}

/// Who was told of paper given to somebody of sixteen or seventeen.
#[uniffi::remote(Record)]
pub struct Young {
    /// Last local day to tell both.
    pub due: Date,
    /// When and how the guardian was told.
    #[uniffi(default = None)]
    pub guardian: Option<ToldOnPair>,
    /// When and how youth justice was told.
    #[uniffi(default = None)]
    pub youth_justice: Option<ToldOnPair>,
}
