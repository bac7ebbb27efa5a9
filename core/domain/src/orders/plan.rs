//! What an import of orders would change, worked out before anything changes.
//!
//! What a file does not name stays. A version that has begun is never replaced: a correction is another version.
//! Which version counted on a day that is past changes only with a reason, and so does what an authority has settled:
//! amounts, payee, policy.

use beatbook_protocol::limits::NAME_MAX;
use jiff::civil::Date;
use thiserror::Error;

use crate::orders::book::Book;
use crate::orders::file::BookFile;
use crate::orders::order::{OrderVersion, TermStep};
use crate::zones::canonical::is_zone_text;

/// One line of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BookChange {
    /// An order version that was not there.
    OrderAdded {
        /// The order.
        code: String,
        /// The version.
        version: u32,
    },
    /// A version that has not begun is replaced by what the file says.
    OrderReplaced {
        /// The order.
        code: String,
        /// The version.
        version: u32,
    },
    /// Premises that were not there or were otherwise.
    Premises {
        /// Their code.
        code: String,
        /// They are new.
        added: bool,
    },
    /// A sign that was not there or was otherwise.
    Sign {
        /// Its code.
        code: String,
        /// It is new.
        added: bool,
    },
    /// An authority's paper that was not there or was otherwise.
    Paper {
        /// The authority's code.
        code: String,
        /// It is new.
        added: bool,
    },
    /// The authority settled something anew.
    Policy,
}

impl BookChange {
    /// What was settled before and is now otherwise.
    fn settled(&self) -> Option<&str> {
        match self {
            Self::Paper { code, added: false } => Some(code),
            Self::Policy => Some("policy"),
            _ => None,
        }
    }
}

/// A day that is past on which another version counts than before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestatedOrder {
    /// The order.
    pub code: String,
    /// The first such day.
    pub from: Date,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookPlan {
    /// The book once it is done.
    pub book: Book,
    /// What changes; empty if nothing does.
    pub changes: Vec<BookChange>,
    /// Orders and premises of the file for which nothing changes.
    pub unchanged: usize,
    /// The past that comes out differently.
    pub restated: Vec<RestatedOrder>,
    /// Why; always there with `restated` and where something settled changes.
    pub reason: Option<String>,
}

/// Why an import is made, and what it may change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Why<'a> {
    /// In words.
    pub reason: Option<&'a str>,
    /// Another version may count on days that are over.
    pub retroactive: bool,
}

/// Why there is no plan.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BookRefusal {
    /// A version that has begun would change.
    #[error(
        "version {version} of order {code} has begun and the file says something else: give the correction \
         the next number"
    )]
    VersionHasBegun {
        /// The order.
        code: String,
        /// The version.
        version: u32,
    },
    /// A version would begin before one with a lower number.
    #[error("version {version} of order {code} would begin before a lower number: correct number or date")]
    OutOfOrder {
        /// The order.
        code: String,
        /// The version.
        version: u32,
    },
    /// An order that had ended would count again, or be put off without a decision that says so in time.
    #[error(
        "version {version} of order {code} puts off an end that was {ended}, and its history has no extension made by that day \
         (ASBCPA 2014 s60): write in when it was extended; a wrong end is corrected with the retroactive flag and a reason; an \
         order that has ended is made anew, under another code"
    )]
    NotExtendedInTime {
        /// The order.
        code: String,
        /// The version.
        version: u32,
        /// The last day as it stood.
        ended: Date,
    },
    /// The past would change and no reason was given.
    #[error(
        "the import would change which version of {} orders counted in the past: let the new ones begin today \
         or later, or import with the retroactive flag and a reason", .restated.len()
    )]
    ChangesHistory {
        /// Which orders, and from when.
        restated: Vec<RestatedOrder>,
    },
    /// Amounts, payee or policy would change and nobody says why.
    #[error("the file changes what was settled ({what}): say why (--reason)")]
    SaysNotWhy {
        /// Codes of authorities, and `policy`.
        what: String,
    },
    /// A reason that is empty, too long or not plain text.
    #[error("the reason is empty, longer than {NAME_MAX} characters or not plain text")]
    BadReason,
}

impl BookRefusal {
    /// Stable name for scripts.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::VersionHasBegun { .. } => "version_has_begun",
            Self::OutOfOrder { .. } => "versions_out_of_order",
            Self::NotExtendedInTime { .. } => "not_extended_in_time",
            Self::ChangesHistory { .. } => "changes_history",
            Self::SaysNotWhy { .. } => "why",
            Self::BadReason => "bad_reason",
        }
    }
}

/// Plans an import on a local day.
///
/// # Errors
/// A [`BookRefusal`]; nothing is to be changed then.
pub fn plan_orders(
    current: &Book,
    file: &BookFile,
    today: Date,
    why: Why<'_>,
) -> Result<BookPlan, BookRefusal> {
    let mut plan = BookPlan {
        book: current.clone(),
        changes: Vec::new(),
        unchanged: 0,
        restated: Vec::new(),
        reason: None,
    };
    for order in &file.orders {
        plan.take_order(order, today)?;
    }
    let book = &mut plan.book;
    book.orders.sort_by(|one, other| (&one.code, one.version).cmp(&(&other.code, other.version)));
    for pair in book.orders.windows(2) {
        if let [earlier, later] = pair
            && earlier.code == later.code
            && later.effective < earlier.effective
        {
            return Err(BookRefusal::OutOfOrder { code: later.code.clone(), version: later.version });
        }
    }
    for premises in &file.premises {
        let known = |one: &&mut crate::orders::premises::Premises| one.code == premises.code;
        plan.note(
            premises,
            |book| book.premises.iter_mut().find(known),
            |book| &mut book.premises,
            |added| BookChange::Premises { code: premises.code.clone(), added },
        );
    }
    for sign in &file.signs {
        let known = |one: &&mut crate::orders::signs::Sign| one.code == sign.code;
        plan.note(
            sign,
            |book| book.signs.iter_mut().find(known),
            |book| &mut book.signs,
            |added| BookChange::Sign { code: sign.code.clone(), added },
        );
    }
    for paper in &file.authorities {
        let known = |one: &&mut crate::orders::authority::AuthorityPaper| one.code == paper.code;
        plan.note(
            paper,
            |book| book.authorities.iter_mut().find(known),
            |book| &mut book.authorities,
            |added| BookChange::Paper { code: paper.code.clone(), added },
        );
    }
    plan.book.authorities.sort_by(|one, other| one.code.cmp(&other.code));
    plan.book.premises.sort_by(|one, other| one.code.cmp(&other.code));
    plan.book.signs.sort_by(|one, other| one.code.cmp(&other.code));
    if let Some(policy) = file.policy.filter(|policy| *policy != current.policy) {
        plan.book.policy = policy;
        plan.changes.push(BookChange::Policy);
    }
    plan.restated = restated(current, &plan.book, file, today);
    let is_meant = why.retroactive && why.reason.is_some();
    if let Some(refusal) = not_extended(current, &plan.book).filter(|_| !is_meant) {
        return Err(refusal);
    }
    if !plan.restated.is_empty() && !is_meant {
        return Err(BookRefusal::ChangesHistory { restated: plan.restated });
    }
    // A book that nothing was imported into has nothing settled.
    let is_new = current.orders.is_empty() && current.authorities.is_empty();
    let settled: Vec<&str> =
        plan.changes.iter().filter_map(BookChange::settled).filter(|_| !is_new).collect();
    plan.reason = match why.reason.map(str::trim) {
        None if settled.is_empty() => None,
        None => return Err(BookRefusal::SaysNotWhy { what: settled.join(", ") }),
        Some(reason) if is_zone_text(reason) => Some(reason.to_owned()),
        Some(_) => return Err(BookRefusal::BadReason),
    };
    Ok(plan)
}

impl BookPlan {
    fn take_order(&mut self, order: &OrderVersion, today: Date) -> Result<(), BookRefusal> {
        let (code, version) = (order.code.clone(), order.version);
        let known = self.book.orders.iter_mut().find(|one| one.code == code && one.version == version);
        match known {
            Some(known) if known == order => self.unchanged += 1,
            Some(known) if known.effective > today => {
                known.clone_from(order);
                self.changes.push(BookChange::OrderReplaced { code, version });
            }
            Some(_) => return Err(BookRefusal::VersionHasBegun { code, version }),
            None => {
                self.book.orders.push(order.clone());
                self.changes.push(BookChange::OrderAdded { code, version });
            }
        }
        Ok(())
    }

    /// Puts a member of a list in its place.
    fn note<T: Clone + PartialEq>(
        &mut self,
        new: &T,
        find: impl FnOnce(&mut Book) -> Option<&mut T>,
        list: impl FnOnce(&mut Book) -> &mut Vec<T>,
        change: impl FnOnce(bool) -> BookChange,
    ) {
        match find(&mut self.book) {
            Some(known) if known == new => self.unchanged += 1,
            Some(known) => {
                known.clone_from(new);
                self.changes.push(change(false));
            }
            None => {
                list(&mut self.book).push(new.clone());
                self.changes.push(change(true));
            }
        }
    }
}

/// The first version that is new in the book and lasts beyond its predecessor's last day without having been extended by then.
fn not_extended(old: &Book, new: &Book) -> Option<BookRefusal> {
    new.orders.windows(2).find_map(|pair| {
        let [earlier, later] = pair else { return None };
        let ended = earlier.term.until;
        let put_off = earlier.code == later.code && ended < later.term.until && !old.orders.contains(later);
        let in_time =
            later.term.history.iter().any(|event| event.what == TermStep::Extended && event.on <= ended);
        let (code, version) = (later.code.clone(), later.version);
        (put_off && !in_time).then_some(BookRefusal::NotExtendedInTime { code, version, ended })
    })
}

/// Orders known before for which another version counted on a day before today.
fn restated(old: &Book, new: &Book, file: &BookFile, today: Date) -> Vec<RestatedOrder> {
    let mut codes: Vec<&str> = file.orders.iter().map(|order| order.code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    let differs = |code: &str| -> Option<RestatedOrder> {
        // What nobody knew of in the past cannot have been told otherwise.
        let first = old.versions_of(code).first()?.effective;
        let versions = [old.versions_of(code), new.versions_of(code)].concat();
        let mut days: Vec<Date> = versions.into_iter().map(|version| version.effective).collect();
        days.sort_unstable();
        let past = days.into_iter().filter(|day| first <= *day && *day < today);
        let from = past.into_iter().find(|day| old.version_on(code, *day) != new.version_on(code, *day))?;
        Some(RestatedOrder { code: code.to_owned(), from })
    };
    codes.into_iter().filter_map(differs).collect()
}
