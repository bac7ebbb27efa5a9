//! Where a notice stands, and what was decided about it, as people say it: on the phone, at the desk and in a bundle alike.

use serde::Serialize;

use crate::law::terms::pounds;
use crate::register::act::{Act, Answer, CourtOutcome};
use crate::register::bucket::Bucket;

impl Bucket {
    /// As people say it, with the reason.
    #[must_use]
    pub fn words(&self) -> String {
        let plain = match self {
            Self::NoPaymentDue => "nothing is to be paid",
            Self::WithinPayment => "to be paid, the period runs",
            Self::Overdue => "OVERDUE",
            Self::Paid => "paid in full",
            Self::PaidReduced => "paid in full, at the lower amount",
            Self::PaidLate => "paid in full, late",
            Self::UnderInvestigation => "looked into at the desk",
            Self::ReferredCaseFile => "a case file is being made",
            Self::WithLegal => "with the lawyers",
            Self::AtCourt => "before a court",
            Self::Voided { reason } => return format!("void: {}", spoken(reason)),
            Self::Withdrawn { reason } => return format!("withdrawn: {}", spoken(reason)),
            Self::Nfa { reason } => return format!("no further action: {}", spoken(reason)),
            Self::Prosecuted { outcome } => return format!("decided by a court {}", outcome.words()),
            Self::OutOfCourt { how } => return format!("settled without a court: {}", spoken(how)),
        };
        plain.to_owned()
    }
}

impl CourtOutcome {
    /// Day, verdict, and the amounts there are.
    #[must_use]
    pub fn words(&self) -> String {
        let Self { verdict, decided, fine, costs, surcharge } = self;
        let amounts = [("fine", *fine), ("costs", *costs), ("surcharge", *surcharge)];
        let amounts = amounts.into_iter().filter(|(_, pence)| *pence != 0);
        let amounts: String = amounts.map(|(what, pence)| format!(", {what} {}", pounds(pence))).collect();
        format!("on {decided}: {}{amounts}", spoken(verdict))
    }
}

impl Act {
    /// As people say it, with what belongs to it. Why, in words, is beside it.
    #[must_use]
    pub fn words(&self) -> String {
        let plain = match self {
            Self::Void { reason } => return format!("voided: {}", spoken(reason)),
            Self::Withdraw { reason, told } => {
                let told = told.map(|day| format!("; the recipient was told on {day}")).unwrap_or_default();
                return format!("withdrawn: {}{told}", spoken(reason));
            }
            Self::Nfa { reason } => return format!("no further action: {}", spoken(reason)),
            Self::Prosecuted { outcome } => return format!("decided by a court {}", outcome.words()),
            Self::OutOfCourt { how } => return format!("settled without a court: {}", spoken(how)),
            Self::Represented { received } => return format!("representations came in on {received}"),
            Self::RepresentationsAnswered { answered, answer } => {
                let answer = match answer {
                    Answer::Accepted => "accepted",
                    Answer::Rejected => "rejected",
                };
                return format!("representations answered on {answered}: {answer}");
            }
            Self::ReviewRequired { until } => return format!("to be reviewed by {until}"),
            Self::Refunded { pence } => return format!("{} sent back", pounds(*pence)),
            Self::Appealed { lodged, late_allowed } => {
                let late = if *late_allowed { ", allowed late by the court" } else { "" };
                return format!("appeal lodged on {lodged}{late}");
            }
            Self::AppealDecided { decided, outcome } => {
                return format!("appeal decided on {decided}: notice {}", spoken(outcome));
            }
            Self::Breached { seen } => return format!("seen not to be complied with on {seen}"),
            Self::YoungTold { whom, how, told } => {
                return format!("told {} on {told}: {}", whom.words(), spoken(how));
            }
            Self::Reopen => "pursued again",
            Self::Investigate => "to be looked into at the desk",
            Self::Refer => "referred for a case file",
            Self::ToLegal => "given to the lawyers",
            Self::ToCourt => "put before a court",
            Self::ReviewConfirmed => "reviewed, and it stands",
            Self::LegalTaskDone => "the lawyers have seen to the money",
            Self::Complied => "complied with",
            Self::Discharged => "ended by the authority",
        };
        plain.to_owned()
    }
}

/// A code as people say it.
fn spoken(code: &impl Serialize) -> String {
    let code = serde_json::to_value(code).unwrap_or_default();
    match code.as_str().unwrap_or_default() {
        // The words are in the notebook.
        "by_officer" => "the officer's own reason".to_owned(),
        code => code.replace('_', " "),
    }
}
