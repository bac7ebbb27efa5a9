//! The register: every issued number in exactly one bucket, at any as-at date, by construction.
//!
//! [`case`] holds what happened to a notice and folds it to its [`standing`]; [`act`] is what a person can decide
//! and when; [`payment`] answers each line of a payment file; [`tables`] count, and cannot be made not to add up.

pub mod act;
pub mod bucket;
pub mod case;
mod guard;
pub mod notice;
pub mod payment;
pub mod protection;
pub mod standing;
pub mod tables;
pub mod told;
mod words;

pub use act::{
    Act, Answer, AppealOutcome, CourtOutcome, Deed, NfaReason, OutOfCourt, Verdict, VoidReason,
    WithdrawReason,
};
pub use bucket::{Bucket, BucketKind};
pub use case::{Case, Duplicate, Register};
pub use guard::ActRefusal;
pub use notice::{IssuedNotice, NotEntered, Penalty};
pub use payment::{Payment, PaymentAnswer, PaymentRow, match_row};
pub use protection::{Appeal, Protection, ProtectionStatus};
pub use standing::{Standing, Young};
pub use told::{Draft, Kept, NoticeTold, Told, Unentered};
