//! Money by file: each line gets an answer, and one bad line stops no other.
//!
//! The sum that was due is that of the day the money was *paid*; it counts from the day it *cleared*. A line's
//! reference makes it count once, however often a file is imported.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::notices::number::{NoticeNumber, NumberError};
use crate::register::bucket::BucketKind;
use crate::register::case::{Case, Register};

/// Money that has cleared for a notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// The local day it was paid or posted.
    pub paid: Date,
    /// The local day it cleared.
    pub cleared: Date,
    /// Pence.
    pub pence: i64,
    /// The payment system's own name for it.
    pub reference: String,
}

/// A line of a payment file, as text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PaymentRow {
    /// The notice's number as somebody typed it.
    pub number: String,
    /// Pounds, such as `100.00`.
    pub amount: String,
    /// `2025-09-20` or `20/09/2025`.
    pub paid: String,
    /// The same; empty while it has not cleared.
    pub cleared: String,
    /// The payment system's own name for it.
    pub reference: String,
}

/// Longest reference, characters.
pub const REFERENCE_MAX: usize = 64;

/// What becomes of a line. Amounts in pence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "answer")]
pub enum PaymentAnswer {
    /// The notice is paid within the authority's period.
    Paid,
    /// The notice is paid at the lower amount.
    PaidReduced,
    /// The notice is paid, after the authority's period.
    PaidLate,
    /// More than was due: the rest is to be sent back.
    Overpaid {
        /// To be sent back.
        refund_due: i64,
    },
    /// Part of what is due: the notice stays where it is.
    Partial {
        /// Still to be paid.
        balance: i64,
    },
    /// The notice is paid already: all of this is to be sent back.
    PaidAlready {
        /// To be sent back.
        refund_due: i64,
    },
    /// The notice was voided, withdrawn or is not pursued, or has no penalty: the money is to be sent back.
    RefundDue {
        /// Where the notice stands.
        bucket: BucketKind,
        /// To be sent back.
        refund_due: i64,
    },
    /// The court has the case, or has decided: the lawyers are told.
    LegalTask,
    /// This very line was taken before.
    Duplicate,
    /// Its reference was taken before for this notice, with another amount or date.
    ReferenceUsed,
    /// It has not cleared: import it again when it has.
    NotCleared,
    /// No notice has this number here.
    UnknownNumber,
    /// The notice is on another authority's paper and stands in that authority's register.
    OtherRegister,
    /// The number's check character does not match.
    CheckCharacter,
    /// Not the shape of a notice number.
    NotANumber,
    /// A training notice.
    Training,
    /// Not an amount above nothing in pounds and pence.
    BadAmount,
    /// Not a date, or one in the future, before the notice or clearing before it was paid.
    BadDate,
    /// No reference, or one that is too long.
    BadReference,
}

impl PaymentAnswer {
    /// Whether the money is recorded.
    #[must_use]
    pub fn is_recorded(self) -> bool {
        matches!(
            self,
            Self::Paid
                | Self::PaidReduced
                | Self::PaidLate
                | Self::Overpaid { .. }
                | Self::Partial { .. }
                | Self::PaidAlready { .. }
                | Self::RefundDue { .. }
                | Self::LegalTask
        )
    }

    /// What somebody should do about the line, if anything.
    #[must_use]
    pub fn remedy(self) -> &'static str {
        match self {
            Self::Paid | Self::PaidReduced | Self::PaidLate => "",
            Self::Overpaid { .. } => "send the rest back",
            Self::Partial { .. } => "ask for the balance",
            Self::PaidAlready { .. } => "paid twice: send this back",
            Self::RefundDue { .. } => "the notice is not to be paid: send the money back",
            Self::LegalTask => "tell the lawyers: the case is or was at court",
            Self::Duplicate => "taken before; nothing to do",
            Self::ReferenceUsed => {
                "same reference, other amount or date: ask the payment system which is right"
            }
            Self::NotCleared => "import it again when it has cleared",
            Self::UnknownNumber => "find the notice: no notice of this number has reached the server",
            Self::OtherRegister => "the money is another authority's: the number begins with its code",
            Self::CheckCharacter => "compare the number with the notice: one character is wrong",
            Self::NotANumber => "compare the number with the notice",
            Self::Training => "a training notice: send the money back",
            Self::BadAmount => "write pounds and pence, such as 100.00",
            Self::BadDate => {
                "write paid and cleared days as 2025-09-20: cleared not before paid, neither after today nor before the notice"
            }
            Self::BadReference => "give the payment system's reference, at most 64 characters",
        }
    }
}

/// Answers a line, and the payment to record if it is one.
///
/// # Errors
/// The answer, for a line that is not recorded.
pub fn match_row(
    register: &Register,
    row: &PaymentRow,
    today: Date,
) -> Result<(NoticeNumber, Payment, PaymentAnswer), PaymentAnswer> {
    let number = NoticeNumber::parse(&row.number).map_err(|error| match error {
        NumberError::NotANumber => PaymentAnswer::NotANumber,
        NumberError::CheckCharacter => PaymentAnswer::CheckCharacter,
    })?;
    if number.is_training() {
        return Err(PaymentAnswer::Training);
    }
    let case = register.case(&number).ok_or(PaymentAnswer::UnknownNumber)?;
    let payment = read(row, case.issued().issued, today)?;
    if let Some(known) = case.payments().find(|known| known.reference == payment.reference) {
        return Err(if *known == payment { PaymentAnswer::Duplicate } else { PaymentAnswer::ReferenceUsed });
    }
    let answer = answer(case, &payment, today);
    Ok((number, payment, answer))
}

fn read(row: &PaymentRow, issued: Date, today: Date) -> Result<Payment, PaymentAnswer> {
    let pence = read_pounds(&row.amount).filter(|pence| *pence > 0).ok_or(PaymentAnswer::BadAmount)?;
    let paid = read_date(&row.paid).ok_or(PaymentAnswer::BadDate)?;
    if row.cleared.trim().is_empty() {
        return Err(PaymentAnswer::NotCleared);
    }
    let cleared = read_date(&row.cleared).ok_or(PaymentAnswer::BadDate)?;
    if paid < issued || cleared < paid || cleared > today {
        return Err(PaymentAnswer::BadDate);
    }
    let reference = row.reference.trim().to_owned();
    if reference.is_empty() || reference.chars().count() > REFERENCE_MAX {
        return Err(PaymentAnswer::BadReference);
    }
    Ok(Payment { paid, cleared, pence, reference })
}

fn answer(case: &Case, payment: &Payment, today: Date) -> PaymentAnswer {
    let before = case.standing(today);
    let mut after = case.clone();
    after.pay(payment.clone());
    let after = after.standing(today);
    let refund_due = after.refund_due;
    match after.kind() {
        BucketKind::Paid | BucketKind::PaidReduced | BucketKind::PaidLate if before.kind().is_paid() => {
            PaymentAnswer::PaidAlready { refund_due }
        }
        BucketKind::Paid | BucketKind::PaidReduced | BucketKind::PaidLate if refund_due > 0 => {
            PaymentAnswer::Overpaid { refund_due }
        }
        BucketKind::Paid => PaymentAnswer::Paid,
        BucketKind::PaidReduced => PaymentAnswer::PaidReduced,
        BucketKind::PaidLate => PaymentAnswer::PaidLate,
        bucket @ (BucketKind::Voided
        | BucketKind::Withdrawn
        | BucketKind::Nfa
        | BucketKind::OutOfCourt
        | BucketKind::NoPaymentDue) => PaymentAnswer::RefundDue { bucket, refund_due },
        BucketKind::AtCourt | BucketKind::Prosecuted => PaymentAnswer::LegalTask,
        BucketKind::WithinPayment
        | BucketKind::Overdue
        | BucketKind::UnderInvestigation
        | BucketKind::ReferredCaseFile
        | BucketKind::WithLegal => PaymentAnswer::Partial { balance: after.balance },
    }
}

/// Pence of `100`, `100.00` or `£1,000.00`.
#[must_use]
pub fn read_pounds(text: &str) -> Option<i64> {
    let text = text.trim();
    let text = text.strip_prefix('£').unwrap_or(text);
    let (pounds, pence) = match text.split_once('.') {
        Some((pounds, pence)) => (pounds, digits(pence, 2)?),
        None => (text, 0),
    };
    let pounds = match pounds.split_once(',') {
        // One comma, before the last three digits.
        Some((thousands, rest)) => {
            (1..=3).contains(&thousands.len()).then_some(())?;
            digits(thousands, thousands.len())?.checked_mul(1_000)?.checked_add(digits(rest, 3)?)?
        }
        None => digits(pounds, pounds.len())?,
    };
    pounds.checked_mul(100)?.checked_add(pence)
}

/// A day as `2025-09-20` or, as British systems write it, `20/09/2025`.
fn read_date(text: &str) -> Option<Date> {
    let text = text.trim();
    let parts: Vec<&str> = text.split(['-', '/']).collect();
    let (year, month, day) = match (parts.as_slice(), text.contains('/'), text.contains('-')) {
        (&[year, month, day], false, true) | (&[day, month, year], true, false) => (year, month, day),
        _ => return None,
    };
    let year = i16::try_from(digits(year, 4)?).ok()?;
    let month = i8::try_from(digits(month, 2)?).ok()?;
    Date::new(year, month, i8::try_from(digits(day, 2)?).ok()?).ok()
}

/// A number of exactly so many ASCII digits, at most nine.
fn digits(text: &str, count: usize) -> Option<i64> {
    let plain = !text.is_empty()
        && text.len() == count
        && count <= 9
        && text.bytes().all(|byte| byte.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}
