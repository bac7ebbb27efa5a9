//! What has happened to each notice, folded to where it stands at any as-at date.
//!
//! The fold never fails and never refuses: whatever was recorded in whatever order, one bucket comes out. What a
//! person may record is the guard's business, when it is recorded.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::notices::number::NoticeNumber;
use crate::records::notice::content::NoticeKind;
use crate::register::act::{Act, Deed, WithdrawReason};
use crate::register::bucket::{Bucket, BucketKind};
use crate::register::guard::{self, ActRefusal};
use crate::register::notice::IssuedNotice;
use crate::register::payment::Payment;
use crate::register::protection::Protection;
use crate::register::standing::{Representations, Standing, Young};

/// A notice and everything recorded about it, in the order of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    issued: IssuedNotice,
    happened: Vec<Happened>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Happened {
    Deed(Deed),
    Payment(Payment),
}

impl Happened {
    fn day(&self) -> Date {
        match self {
            Self::Deed(deed) => deed.on,
            Self::Payment(payment) => payment.cleared,
        }
    }
}

impl Case {
    /// A notice just issued.
    #[must_use]
    pub fn new(issued: IssuedNotice) -> Self {
        Self { issued, happened: Vec::new() }
    }

    /// The notice.
    #[must_use]
    pub fn issued(&self) -> &IssuedNotice {
        &self.issued
    }

    /// Payments recorded.
    pub fn payments(&self) -> impl Iterator<Item = &Payment> {
        self.happened.iter().filter_map(|one| match one {
            Happened::Payment(payment) => Some(payment),
            Happened::Deed(_) => None,
        })
    }

    /// Whether an act may be recorded on a day.
    ///
    /// # Errors
    /// Why not.
    pub fn check(&self, deed: &Deed) -> Result<(), ActRefusal> {
        guard::check(&self.issued, &self.standing(deed.on), deed)
    }

    /// Records an act that was checked when it was decided.
    pub fn record(&mut self, deed: Deed) {
        self.happened.push(Happened::Deed(deed));
    }

    /// Records money that has cleared.
    pub fn pay(&mut self, payment: Payment) {
        self.happened.push(Happened::Payment(payment));
    }

    /// The day from which it is withdrawn, if it is at the end of a day.
    #[must_use]
    pub fn withdrawn_on(&self, as_at: Date) -> Option<Date> {
        let deeds = self.happened.iter().filter_map(|one| match one {
            Happened::Deed(deed) => Some(deed),
            Happened::Payment(_) => None,
        });
        let withdrawn =
            deeds.filter(|deed| matches!(deed.act, Act::Withdraw { .. })).map(|deed| deed.on).min();
        withdrawn.filter(|_| self.standing(as_at).kind() == BucketKind::Withdrawn)
    }

    /// Where the notice stands at the end of a day: by what had happened and cleared by then.
    #[must_use]
    pub fn standing(&self, as_at: Date) -> Standing {
        let mut known: Vec<&Happened> = self.happened.iter().filter(|one| one.day() <= as_at).collect();
        // A stable sort: of one day, the journal's order.
        known.sort_by_key(|one| one.day());
        let mut fold = Fold::new(&self.issued);
        for one in known {
            match one {
                Happened::Deed(deed) => fold.act(&deed.act),
                Happened::Payment(payment) => fold.pay(payment),
            }
        }
        fold.standing(as_at)
    }
}

/// Where the fold stands: `None` for a notice to be paid that nobody has decided about, whose bucket the day tells.
struct Fold<'a> {
    issued: &'a IssuedNotice,
    decided: Option<Bucket>,
    /// Paid and cleared, less what was sent back.
    held: i64,
    /// The last day on which somebody paid what is held.
    last_paid: Option<Date>,
    legal_task: bool,
    representations: Vec<Representations>,
    review_until: Option<Date>,
    was_referred: bool,
    was_with_legal: bool,
    protection: Option<Protection>,
    young: Option<Young>,
    withdrawal_told: Option<Date>,
}

impl<'a> Fold<'a> {
    fn new(issued: &'a IssuedNotice) -> Self {
        Self {
            issued,
            decided: issued.penalty.is_none().then_some(Bucket::NoPaymentDue),
            held: 0,
            last_paid: None,
            legal_task: false,
            representations: Vec::new(),
            review_until: None,
            was_referred: false,
            was_with_legal: false,
            protection: matches!(issued.kind, NoticeKind::Cpw | NoticeKind::Cpn).then(Protection::default),
            young: issued.tell_by.map(Young::due),
            withdrawal_told: None,
        }
    }

    fn act(&mut self, act: &Act) {
        match *act {
            Act::Void { reason } => {
                self.review_until = None;
                self.decide(Bucket::Voided { reason });
            }
            Act::Withdraw { reason, told } => self.withdraw(reason, told),
            Act::Nfa { reason } => self.decide(Bucket::Nfa { reason }),
            Act::Reopen | Act::Investigate => self.pursue(Bucket::UnderInvestigation),
            Act::Refer => self.pursue(Bucket::ReferredCaseFile),
            Act::ToLegal => self.pursue(Bucket::WithLegal),
            Act::ToCourt => self.pursue(Bucket::AtCourt),
            // Told once more it is corrected.
            Act::Prosecuted { outcome } if matches!(self.decided, Some(Bucket::Prosecuted { .. })) => {
                self.decided = Some(Bucket::Prosecuted { outcome });
            }
            Act::Prosecuted { outcome } => self.decide(Bucket::Prosecuted { outcome }),
            Act::OutOfCourt { how } => self.decide(Bucket::OutOfCourt { how }),
            Act::Represented { received } => {
                self.representations.push(Representations { received, answered: None });
            }
            Act::RepresentationsAnswered { answered, answer } => {
                if let Some(open) = self.representations.iter_mut().find(|one| one.answered.is_none()) {
                    open.answered = Some((answered, answer));
                }
            }
            Act::ReviewRequired { until } => self.review_until = Some(until),
            Act::ReviewConfirmed => self.review_until = None,
            Act::Refunded { pence } => self.refund(pence),
            Act::LegalTaskDone => self.legal_task = false,
            // A warning is never appealed against.
            Act::Appealed { .. } | Act::AppealDecided { .. } if self.issued.kind != NoticeKind::Cpn => {}
            Act::Appealed { .. }
            | Act::AppealDecided { .. }
            | Act::Complied
            | Act::Breached { .. }
            | Act::Discharged => {
                if let Some(protection) = &mut self.protection {
                    protection.act(act);
                }
            }
            Act::YoungTold { whom, how, told } => {
                if let Some(young) = &mut self.young {
                    young.tell(whom, (told, how));
                }
            }
        }
    }

    /// Dropped, and the recipient told, then or later: the first reason and the first day count.
    fn withdraw(&mut self, reason: WithdrawReason, told: Option<Date>) {
        if !matches!(self.decided, Some(Bucket::Withdrawn { .. })) {
            self.decide(Bucket::Withdrawn { reason });
        }
        if matches!(self.decided, Some(Bucket::Withdrawn { .. })) {
            self.withdrawal_told = self.withdrawal_told.or(told);
        }
    }

    /// A decision that ends or drops: it stands whatever was paid. What is terminal stays as it is.
    fn decide(&mut self, bucket: Bucket) {
        if !self.is_terminal() {
            self.decided = Some(bucket);
        }
    }

    /// A step on the way to court. A paid notice goes there no more, even if the money was learnt of later: then
    /// the lawyers must stop what has begun. A dropped one whose money is still held is paid.
    fn pursue(&mut self, bucket: Bucket) {
        self.was_referred |= matches!(bucket, Bucket::ReferredCaseFile);
        self.was_with_legal |= matches!(bucket, Bucket::WithLegal | Bucket::AtCourt);
        let paid = self.enough();
        self.legal_task |= paid.is_some() && matches!(bucket, Bucket::AtCourt);
        self.decide(paid.unwrap_or(bucket));
    }

    fn pay(&mut self, payment: &Payment) {
        self.held = self.held.saturating_add(payment.pence.max(0));
        self.last_paid = Some(self.last_paid.map_or(payment.paid, |last| last.max(payment.paid)));
        match self.decided {
            None | Some(Bucket::UnderInvestigation | Bucket::ReferredCaseFile | Bucket::WithLegal) => {
                self.decided = self.enough().or(self.decided);
            }
            Some(Bucket::AtCourt | Bucket::Prosecuted { .. }) => {
                self.legal_task = true;
            }
            _ => {}
        }
    }

    /// Money goes back. A notice whose money is not there is not paid.
    fn refund(&mut self, pence: i64) {
        self.held = self.held.saturating_sub(pence.max(0)).max(0);
        if self.held == 0 {
            self.last_paid = None;
        }
        if self.decided.is_some_and(|decided| decided.kind().is_paid()) {
            self.decided = self.enough();
        }
    }

    /// Paid, and how, if what is held was the sum due on the day the last of it was paid.
    fn enough(&self) -> Option<Bucket> {
        let (penalty, day) = (self.issued.penalty.as_ref()?, self.last_paid?);
        if self.held < penalty.due_on(day) {
            return None;
        }
        Some(if penalty.is_early(day) {
            Bucket::PaidReduced
        } else if day <= penalty.dates.pay_until {
            Bucket::Paid
        } else {
            Bucket::PaidLate
        })
    }

    fn is_terminal(&self) -> bool {
        self.decided.is_some_and(|decided| decided.kind().is_terminal())
    }

    fn standing(self, as_at: Date) -> Standing {
        let penalty = self.issued.penalty.as_ref();
        let bucket = self.decided.unwrap_or_else(|| {
            let overdue = penalty.is_some_and(|penalty| as_at > penalty.dates.pay_until);
            if overdue { Bucket::Overdue } else { Bucket::WithinPayment }
        });
        let held = self.held;
        // What this bucket lets the authority keep.
        let (wanted, kept) = match (bucket, penalty) {
            (Bucket::PaidReduced, Some(penalty)) => {
                (0, penalty.early.as_ref().map_or(penalty.amount, |early| early.amount))
            }
            (Bucket::Paid | Bucket::PaidLate, Some(penalty)) => (0, penalty.amount),
            (
                Bucket::Voided { .. }
                | Bucket::Withdrawn { .. }
                | Bucket::Nfa { .. }
                | Bucket::OutOfCourt { .. }
                | Bucket::NoPaymentDue
                | Bucket::PaidReduced
                | Bucket::Paid
                | Bucket::PaidLate,
                _,
            ) => (0, 0),
            // The court's money is the lawyers' business.
            (Bucket::AtCourt | Bucket::Prosecuted { .. }, _) => (0, i64::MAX),
            (_, penalty) => (penalty.map_or(0, |penalty| penalty.due_on(as_at)), i64::MAX),
        };
        Standing {
            bucket,
            held,
            balance: wanted.saturating_sub(held).max(0),
            refund_due: held.saturating_sub(kept).max(0),
            legal_task: self.legal_task,
            representations: self.representations,
            review_until: self.review_until,
            was_referred: self.was_referred,
            was_with_legal: self.was_with_legal,
            protection: self.protection,
            young: self.young,
            withdrawal_told: self.withdrawal_told,
        }
    }
}

/// A second notice claims a number. It is never counted: one number, one notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Duplicate;

/// All notices of an authority by their numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Register {
    cases: BTreeMap<NoticeNumber, Case>,
}

impl Register {
    /// Enters an issued notice.
    ///
    /// # Errors
    /// [`Duplicate`] if another notice has its number.
    pub fn issue(&mut self, issued: IssuedNotice) -> Result<(), Duplicate> {
        match self.cases.get(&issued.number) {
            Some(known) if known.issued == issued => Ok(()),
            Some(_) => Err(Duplicate),
            None => {
                self.cases.insert(issued.number.clone(), Case::new(issued));
                Ok(())
            }
        }
    }

    /// A notice by its number.
    #[must_use]
    pub fn case(&self, number: &NoticeNumber) -> Option<&Case> {
        self.cases.get(number)
    }

    /// The same, to record something.
    pub fn case_mut(&mut self, number: &NoticeNumber) -> Option<&mut Case> {
        self.cases.get_mut(number)
    }

    /// All notices, by number.
    pub fn cases(&self) -> impl Iterator<Item = &Case> {
        self.cases.values()
    }
}
