//! A notice as the register needs it: its number, what it is for, and its dates. No person is in it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::law::clocks::FpnDates;
use crate::law::terms::EarlyPayment;
use crate::notices::number::NoticeNumber;

/// What a paper is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaperKind {
    /// Fixed penalty notice.
    Fpn,
    /// Community protection warning.
    Cpw,
    /// Community protection notice.
    Cpn,
    /// Warning about a vehicle (PRA 2002 s59).
    S59Warning,
    /// Seizure of a vehicle (PRA 2002 s59).
    S59Seizure,
    /// Direction to leave land (CJPOA 1994 s77).
    S77Direction,
}

/// What is asked for, and the dates that follow. Two clocks run beside each other and are never merged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Penalty {
    /// Pence.
    pub amount: i64,
    /// A lower amount for early payment.
    pub early: Option<EarlyPayment>,
    /// No-proceedings day, early period, payment period, last day to prosecute.
    pub dates: FpnDates,
}

impl Penalty {
    /// Pence due on a day: the lower amount while its period runs.
    #[must_use]
    pub fn due_on(&self, day: Date) -> i64 {
        match &self.early {
            Some(early) if self.is_early(day) => early.amount,
            _ => self.amount,
        }
    }

    /// Whether the lower amount is enough on this day.
    #[must_use]
    pub fn is_early(&self, day: Date) -> bool {
        self.early.is_some() && self.dates.early_until.is_some_and(|until| day <= until)
    }
}

/// A notice that was issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuedNotice {
    /// Its number.
    pub number: NoticeNumber,
    /// What it is.
    pub paper: PaperKind,
    /// The offence row, conduct or ground it is for, such as `PSPO-A`.
    pub code: String,
    /// The order it rests on, if any, such as `ALC`.
    pub order: Option<String>,
    /// The local day of issue.
    pub issued: Date,
    /// What is to be paid; absent where nothing is.
    pub penalty: Option<Penalty>,
}
