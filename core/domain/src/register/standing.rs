//! Where a notice stands on a day: its bucket, its money, its flags.

use jiff::civil::Date;
use serde::Serialize;

use crate::records::notice::young::{ToldHow, ToldWhom};
use crate::register::act::Answer;
use crate::register::bucket::{Bucket, BucketKind};
use crate::register::protection::Protection;

/// Representations: a flag with dates, never a bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Representations {
    /// When they came in.
    pub received: Date,
    /// When and how they were answered.
    pub answered: Option<(Date, Answer)>,
}

/// Who was told of paper given to somebody of sixteen or seventeen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Young {
    /// Last local day to tell both.
    pub due: Date,
    /// When and how the guardian was told.
    pub guardian: Option<(Date, ToldHow)>,
    /// When and how youth justice was told.
    pub youth_justice: Option<(Date, ToldHow)>,
}

impl Young {
    /// Nobody told yet.
    #[must_use]
    pub fn due(due: Date) -> Self {
        Self { due, guardian: None, youth_justice: None }
    }

    /// When and how somebody was told.
    #[must_use]
    pub fn told(&self, whom: ToldWhom) -> Option<(Date, ToldHow)> {
        match whom {
            ToldWhom::Guardian => self.guardian,
            ToldWhom::YouthJustice => self.youth_justice,
        }
    }

    /// Takes that somebody was told; the first time counts.
    pub(super) fn tell(&mut self, whom: ToldWhom, told: (Date, ToldHow)) {
        let known = match whom {
            ToldWhom::Guardian => &mut self.guardian,
            ToldWhom::YouthJustice => &mut self.youth_justice,
        };
        known.get_or_insert(told);
    }

    /// Who is still to be told.
    pub fn waits_for(&self) -> impl Iterator<Item = ToldWhom> + '_ {
        ToldWhom::ALL.into_iter().filter(|whom| self.told(*whom).is_none())
    }
}

/// Where a notice stands on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// The one bucket.
    #[serde(flatten)]
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
    pub representations: Vec<Representations>,
    /// A person must confirm or void by this day.
    pub review_until: Option<Date>,
    /// It was referred for a case file at some time.
    pub was_referred: bool,
    /// It was with the lawyers at some time.
    pub was_with_legal: bool,
    /// Appeals, compliance, breach and end of a community protection warning or notice; absent for other paper.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub protection: Option<Protection>,
    /// Who was told of it; absent where nobody is to be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub young: Option<Young>,
    /// The day the recipient was told that it is withdrawn; absent while nobody has told them, and of what is not withdrawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub withdrawal_told: Option<Date>,
}

impl Standing {
    /// The bucket without what belongs to it.
    #[must_use]
    pub fn kind(&self) -> BucketKind {
        self.bucket.kind()
    }

    /// Whether it is withdrawn and nobody has noted that the recipient was told.
    #[must_use]
    pub fn is_withdrawal_untold(&self) -> bool {
        self.kind() == BucketKind::Withdrawn && self.withdrawal_told.is_none()
    }

    /// Whether nothing may rest on it any more: voided, withdrawn, quashed or discharged.
    #[must_use]
    pub fn is_over(&self) -> bool {
        matches!(self.kind(), BucketKind::Voided | BucketKind::Withdrawn)
            || self.protection.as_ref().is_some_and(Protection::is_over)
    }
}
