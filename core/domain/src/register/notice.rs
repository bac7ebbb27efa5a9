//! A notice as the register needs it: its number, what it is for, and its dates. No person is in it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::calendar::{CalendarError, local_date};
use crate::law::clocks::{FpnDates, cpn_appeal_until, days_following};
use crate::law::rule_set::{RuleSet, RuleSetRef};
use crate::law::rule_sets::RuleSets;
use crate::law::terms::EarlyPayment;
use crate::notices::number::{NoticeNumber, NumberError};
use crate::records::notice::NoticeIssued;
use crate::records::notice::content::{Fpn, NoticeContent, NoticeKind};

/// What is asked for, and the dates that follow. Two clocks run beside each other and are never merged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuedNotice {
    /// Its number.
    pub number: NoticeNumber,
    /// What it is.
    pub kind: NoticeKind,
    /// The offence row, conduct or ground it is for, such as `PSPO-A`.
    pub code: String,
    /// The order it rests on, if any, such as `ALC`.
    pub order: Option<String>,
    /// The local day of issue.
    pub issued: Date,
    /// What is to be paid; absent where nothing is.
    pub penalty: Option<Penalty>,
    /// Last day to appeal against a community protection notice; absent for other paper.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub appeal_until: Option<Date>,
    /// Given to somebody of sixteen or seventeen: last day to tell guardian and youth justice.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub tell_by: Option<Date>,
}

/// Why an issued notice cannot be entered. It is kept and shown all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NotEntered {
    /// Its number is none.
    #[error("the number on the notice is none: {0}")]
    Number(#[from] NumberError),
    /// Its dates are outside the calendar.
    #[error("a date of the notice cannot be: {0}")]
    Date(#[from] CalendarError),
}

impl NotEntered {
    /// Stable name for machines.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Number(error) => error.code(),
            Self::Date(error) => error.code(),
        }
    }
}

impl IssuedNotice {
    /// What a notebook's entry says, under the rule set it names.
    ///
    /// # Errors
    /// [`NotEntered`].
    pub fn read(issued: &NoticeIssued, rules: &RuleSets) -> Result<Self, NotEntered> {
        let number = NoticeNumber::parse(&issued.number)?;
        let date = local_date(issued.time.at)?;
        let notice = &issued.notice;
        let conduct = notice.conduct.time.map_or(Ok(date), |time| local_date(time.at))?;
        let penalty = match &notice.content {
            NoticeContent::Fpn(fpn) => Some(penalty(fpn, named(rules, &notice.rule_set), conduct, date)?),
            _ => None,
        };
        let appeal_until = match &notice.content {
            NoticeContent::Cpn(_) => {
                named(rules, &notice.rule_set).map(|rules| cpn_appeal_until(&rules.cpn, date)).transpose()?
            }
            _ => None,
        };
        let rules = named(rules, &notice.rule_set).filter(|_| notice.tells_guardian());
        let tell_by = rules.map(|rules| rules.young_told_by(date)).transpose()?;
        Ok(Self {
            number,
            kind: notice.content.kind(),
            code: notice.content.about().to_owned(),
            order: notice.order.as_ref().map(|order| order.code.clone()),
            issued: date,
            penalty,
            appeal_until,
            tell_by,
        })
    }
}

/// The rule set of a record; the latest of its id where a book of a former version has that only: periods differ by revision
/// less than by Act.
fn named<'a>(rules: &'a RuleSets, named: &RuleSetRef) -> Option<&'a RuleSet> {
    rules.made_under(named.hash).or_else(|| rules.get(&named.id))
}

fn penalty(
    fpn: &Fpn,
    rules: Option<&RuleSet>,
    conduct: Date,
    notice: Date,
) -> Result<Penalty, CalendarError> {
    let terms = &fpn.terms;
    let row = rules.and_then(|rules| Some((rules, rules.offence(&terms.offence)?)));
    let dates = match row {
        Some((rules, row)) => FpnDates::of(&rules.fpn, row, terms, conduct, notice)?,
        // Unknown here: proceedings wait for the payment period, and no last day is made up. A review asks why.
        None => {
            let pay_until = days_following(notice, terms.payment_days)?;
            let early = terms.early.as_ref().map(|early| days_following(notice, early.days));
            FpnDates {
                earliest_proceedings: days_following(pay_until, 1)?,
                early_until: early.transpose()?,
                pay_until,
                prosecute_by: None,
            }
        }
    };
    Ok(Penalty { amount: terms.amount, early: terms.early.clone(), dates })
}
