//! Which acts may be recorded when: the field's rules for moving a notice from bucket to bucket.

use jiff::civil::Date;
use thiserror::Error;

use crate::records::notice::content::NoticeKind;
use crate::register::act::{Act, Deed};
use crate::register::bucket::BucketKind as Kind;
use crate::register::notice::IssuedNotice;
use crate::register::protection::Protection;
use crate::register::standing::Standing;

/// Why an act is not recorded. No personal data; the text says what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ActRefusal {
    /// The bucket is final.
    #[error("the notice is {0} and stays so: nothing more can be decided about it")]
    Terminal(&'static str),
    /// The act does not follow from where the notice stands.
    #[error("a notice that is {from} cannot go there: it can come from {expected}")]
    NotFrom {
        /// Where it stands.
        from: &'static str,
        /// Where it would have to stand.
        expected: &'static str,
    },
    /// Before the no-proceedings day.
    #[error("no proceedings before {0}: the offer to pay still stands")]
    TooEarly(Date),
    /// After the last day to prosecute.
    #[error("the last day to prosecute was {0}: record no further action instead")]
    TooLate(Date),
    /// Nothing is to be paid for this paper.
    #[error("this paper has no penalty: it can be voided or withdrawn, not pursued as unpaid")]
    NoPenalty,
    /// A date after the day of the act.
    #[error("the date lies after today: enter the day it happened")]
    InTheFuture,
    /// The answer's date lies before the representations.
    #[error("the answer lies before the representations came in: check both dates")]
    RunsBack,
    /// A negative amount, or nothing.
    #[error("an amount is below nothing, or nothing is to be sent back: check the pence")]
    Amount,
    /// A fine or surcharge with a verdict that has none.
    #[error(
        "a fine goes with a conviction, a surcharge with a conviction or a conditional discharge: check the verdict and the pence"
    )]
    NotBySuchVerdict,
    /// More is sent back than is due.
    #[error(
        "{0} pence can be sent back, not more: a paid notice that should not have been given is voided first"
    )]
    NotDueBack(i64),
    /// There is none that waits.
    #[error("there is nothing of this kind to answer or confirm")]
    NothingOpen,
    /// Other paper has no appeal and nothing to comply with.
    #[error(
        "only a community protection notice is appealed, and only such a notice or a warning is complied with, breached or \
         discharged: compare the number"
    )]
    NotProtection,
    /// Quashed or discharged.
    #[error("the notice is {0} and binds nobody any more: nothing is left to record about it")]
    ProtectionOver(&'static str),
    /// One appeal at a time.
    #[error("an appeal is in progress already: record first how the court decided it")]
    AppealOpen,
    /// After the last day to appeal (ASBCPA 2014 s46(2)).
    #[error(
        "the last day to appeal was {0}: if the court has allowed a later one, say so and why (--late-allowed, --why)"
    )]
    AppealLate(Date),
    /// Paper to an adult, or of a kind nobody is told of.
    #[error("nobody is told of this paper: guardian and youth justice are of what people of 16 and 17 get")]
    NobodyToTell,
    /// Told already.
    #[error("{0} was told already: nothing more is to be recorded")]
    ToldAlready(&'static str),
    /// It lies before the notice, or a decision before the appeal.
    #[error("the day lies before the notice or the appeal: enter the day it happened")]
    BeforeIt,
}

impl ActRefusal {
    /// Stable name for machines.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Terminal(_) => "notice_terminal",
            Self::NotFrom { .. } => "notice_not_from",
            Self::TooEarly(_) => "before_no_proceedings_day",
            Self::TooLate(_) => "after_prosecute_by",
            Self::NoPenalty => "notice_without_penalty",
            Self::InTheFuture => "date_in_the_future",
            Self::RunsBack => "date_runs_back",
            Self::Amount => "amount",
            Self::NotBySuchVerdict => "not_by_such_verdict",
            Self::NotDueBack(_) => "not_due_back",
            Self::NothingOpen => "nothing_open",
            Self::NotProtection => "not_protection",
            Self::ProtectionOver(_) => "protection_over",
            Self::AppealOpen => "appeal_open",
            Self::AppealLate(_) => "appeal_late",
            Self::BeforeIt => "date_before_it",
            Self::NobodyToTell => "nobody_to_tell",
            Self::ToldAlready(_) => "told_already",
        }
    }
}

/// Checks an act against where the notice stands that day.
pub(super) fn check(issued: &IssuedNotice, standing: &Standing, deed: &Deed) -> Result<(), ActRefusal> {
    let kind = standing.kind();
    let moves = Moves { issued, kind, on: deed.on };
    match deed.act {
        Act::Void { .. } => moves.not_terminal(),
        Act::Withdraw { told, .. } => {
            if kind != Kind::Withdrawn || told.is_none() {
                moves.still_pursued("a notice that is still pursued")?;
            } else if !standing.is_withdrawal_untold() {
                return Err(ActRefusal::ToldAlready("the recipient"));
            }
            let Some(told) = told else { return Ok(()) };
            moves.while_there(told)
        }
        Act::Nfa { .. } => {
            moves.penalty().and_then(|()| moves.still_pursued("a notice that is still pursued"))
        }
        Act::Reopen => moves.from(&[Kind::Nfa], "no further action").and_then(|()| moves.in_time()),
        Act::Investigate => {
            let from = [Kind::WithinPayment, Kind::Overdue, Kind::ReferredCaseFile, Kind::WithLegal];
            moves.from(&from, "within payment, overdue, case file or legal")
        }
        Act::Refer => {
            let from = [Kind::WithinPayment, Kind::Overdue, Kind::UnderInvestigation];
            moves.from(&from, "within payment, overdue or under investigation")?;
            moves.proceedings()
        }
        Act::ToLegal => moves.from(&[Kind::ReferredCaseFile], "case file").and_then(|()| moves.proceedings()),
        Act::ToCourt => moves.from(&[Kind::WithLegal], "legal").and_then(|()| moves.proceedings()),
        Act::Prosecuted { outcome } => {
            // Told once more it is corrected: a slip in pence is not the court's last word.
            if kind != Kind::Prosecuted {
                moves.from(&[Kind::AtCourt], "at court")?;
            }
            moves.while_there(outcome.decided)?;
            moves.no_proceedings_before(outcome.decided)?;
            let amounts = [outcome.fine, outcome.costs, outcome.surcharge];
            if !amounts.iter().all(|pence| *pence >= 0) {
                return Err(ActRefusal::Amount);
            }
            let too_much = (outcome.fine > 0 && !outcome.verdict.may_fine())
                || (outcome.surcharge > 0 && !outcome.verdict.may_surcharge());
            if too_much { Err(ActRefusal::NotBySuchVerdict) } else { Ok(()) }
        }
        Act::OutOfCourt { .. } => {
            moves.penalty().and_then(|()| moves.still_pursued("a notice that is still pursued"))
        }
        Act::Represented { received } => moves.while_there(received),
        Act::RepresentationsAnswered { answered, .. } => {
            let open = standing.representations.iter().find(|one| one.answered.is_none());
            let open = open.ok_or(ActRefusal::NothingOpen)?;
            let runs_back = answered < open.received;
            if runs_back { Err(ActRefusal::RunsBack) } else { moves.not_after(answered) }
        }
        Act::ReviewRequired { .. } => moves.not_terminal(),
        Act::ReviewConfirmed => standing.review_until.map(drop).ok_or(ActRefusal::NothingOpen),
        Act::Refunded { pence } => {
            // Part payments go back as the payer asks, and the lawyers know what a court left; of the rest what is due back.
            let most = match kind {
                Kind::Paid | Kind::PaidReduced | Kind::PaidLate => standing.refund_due,
                _ => standing.held,
            };
            match pence {
                ..=0 => Err(ActRefusal::Amount),
                _ if pence > most => Err(ActRefusal::NotDueBack(most)),
                _ => Ok(()),
            }
        }
        Act::LegalTaskDone => {
            if standing.legal_task {
                Ok(())
            } else {
                Err(ActRefusal::NothingOpen)
            }
        }
        Act::Appealed { lodged, late_allowed } => {
            let protection = moves.appealable().and_then(|()| moves.protection(standing))?;
            moves.appeal(protection, lodged, late_allowed)
        }
        Act::AppealDecided { decided, .. } => {
            let protection = moves.appealable().and_then(|()| moves.protection(standing))?;
            let open = protection.open_appeal().ok_or(ActRefusal::NothingOpen)?;
            if decided < open.lodged { Err(ActRefusal::BeforeIt) } else { moves.not_after(decided) }
        }
        Act::Complied | Act::Discharged => moves.protection(standing).map(drop),
        Act::Breached { seen } => {
            moves.protection(standing)?;
            moves.while_there(seen)
        }
        Act::YoungTold { whom, told, .. } => {
            let young = standing.young.as_ref().ok_or(ActRefusal::NobodyToTell)?;
            if young.told(whom).is_some() {
                return Err(ActRefusal::ToldAlready(whom.words()));
            }
            moves.while_there(told)
        }
    }
}

struct Moves<'a> {
    issued: &'a IssuedNotice,
    kind: Kind,
    on: Date,
}

impl Moves<'_> {
    fn not_terminal(&self) -> Result<(), ActRefusal> {
        if self.kind.is_terminal() { Err(ActRefusal::Terminal(self.kind.code())) } else { Ok(()) }
    }

    fn from(&self, kinds: &[Kind], expected: &'static str) -> Result<(), ActRefusal> {
        self.not_terminal()?;
        if kinds.contains(&self.kind) {
            Ok(())
        } else {
            Err(ActRefusal::NotFrom { from: self.kind.code(), expected })
        }
    }

    /// Neither paid nor dropped nor ended.
    fn still_pursued(&self, expected: &'static str) -> Result<(), ActRefusal> {
        let pursued = [
            Kind::NoPaymentDue,
            Kind::WithinPayment,
            Kind::Overdue,
            Kind::UnderInvestigation,
            Kind::ReferredCaseFile,
            Kind::WithLegal,
            Kind::AtCourt,
        ];
        self.from(&pursued, expected)
    }

    fn penalty(&self) -> Result<(), ActRefusal> {
        if self.issued.penalty.is_some() { Ok(()) } else { Err(ActRefusal::NoPenalty) }
    }

    /// After the no-proceedings day and in time to prosecute.
    fn proceedings(&self) -> Result<(), ActRefusal> {
        self.no_proceedings_before(self.on)?;
        self.in_time()
    }

    fn no_proceedings_before(&self, day: Date) -> Result<(), ActRefusal> {
        let earliest = self.issued.penalty.as_ref().ok_or(ActRefusal::NoPenalty)?.dates.earliest_proceedings;
        if day < earliest { Err(ActRefusal::TooEarly(earliest)) } else { Ok(()) }
    }

    fn in_time(&self) -> Result<(), ActRefusal> {
        let last = self.issued.penalty.as_ref().and_then(|penalty| penalty.dates.prosecute_by);
        match last {
            Some(last) if self.on > last => Err(ActRefusal::TooLate(last)),
            _ => Ok(()),
        }
    }

    /// Only a notice: a warning binds nobody by itself (ASBCPA 2014 s46).
    fn appealable(&self) -> Result<(), ActRefusal> {
        if self.issued.kind == NoticeKind::Cpn { Ok(()) } else { Err(ActRefusal::NotProtection) }
    }

    /// A community protection warning or notice that still stands.
    fn protection<'s>(&self, standing: &'s Standing) -> Result<&'s Protection, ActRefusal> {
        let protection = standing.protection.as_ref().ok_or(ActRefusal::NotProtection)?;
        self.from(&[Kind::NoPaymentDue], "a notice that stands")?;
        if protection.is_over() {
            return Err(ActRefusal::ProtectionOver(protection.status().code()));
        }
        Ok(protection)
    }

    fn appeal(&self, protection: &Protection, lodged: Date, late_allowed: bool) -> Result<(), ActRefusal> {
        if protection.open_appeal().is_some() {
            return Err(ActRefusal::AppealOpen);
        }
        if lodged < self.issued.issued {
            return Err(ActRefusal::BeforeIt);
        }
        self.not_after(lodged)?;
        match self.issued.appeal_until {
            Some(last) if lodged > last && !late_allowed => Err(ActRefusal::AppealLate(last)),
            _ => Ok(()),
        }
    }

    /// Not before there was a notice, and not after today.
    fn while_there(&self, day: Date) -> Result<(), ActRefusal> {
        if day < self.issued.issued { Err(ActRefusal::BeforeIt) } else { self.not_after(day) }
    }

    fn not_after(&self, day: Date) -> Result<(), ActRefusal> {
        if day <= self.on { Ok(()) } else { Err(ActRefusal::InTheFuture) }
    }
}
