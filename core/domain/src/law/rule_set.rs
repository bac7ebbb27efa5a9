//! A rule set: what the law of a country asks, from a date on, with the sources it was read from.
//!
//! Immutable. Every change by an administrator is the next revision; records keep id, revision and hash of
//! the one they were made under.

use beatbook_protocol::hash::Hash;
use beatbook_protocol::limits::NAME_MAX;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::law::age::{AgeGates, YoungEnabled};
use crate::law::powers::{CapacityTemplate, Power};

/// Where a rule was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The part of the rule set it speaks of.
    pub rule: String,
    /// Act and section, and what it says.
    pub text: String,
    /// Not checked against its source.
    pub unverified: bool,
}

/// Whether a rule set counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Commencement {
    /// From this local day on.
    InForce {
        /// The first day.
        from: Date,
        /// The statutory instrument that says so.
        instrument: Option<String>,
    },
    /// Not yet: an administrator enters day and instrument. Until then it decides nothing.
    Awaited,
}

/// Periods and form of a fixed penalty notice (ASBCPA 2014 ss52, 68).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FpnRules {
    /// Days following the date of the notice in which no proceedings may be taken.
    pub no_proceedings_days: u32,
    /// A lower amount may be offered only for fewer days than this.
    pub early_days_below: u32,
    /// Fewest days to pay in.
    pub least_payment_days: u32,
    /// Fewest characters of particulars: what, where, when.
    pub least_particulars: u32,
}

/// What must have gone before for the offence to exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Follows {
    /// Nothing.
    Nothing,
    /// A requirement given and not complied with (ASBCPA 2014 s63).
    Requirement,
    /// A community protection notice not complied with (ASBCPA 2014 s48).
    Cpn,
}

/// An offence that a fixed penalty may be offered for. Amounts in pence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OffenceRow {
    /// Stable code, such as `PSPO-A`.
    pub code: String,
    /// What it is called on paper.
    pub title: String,
    /// Act and section of the offence.
    pub offence: String,
    /// The power to issue the notice.
    pub power: Power,
    /// What must have gone before.
    pub follows: Follows,
    /// Least amount, if the law sets one.
    pub least: Option<i64>,
    /// Greatest amount.
    pub most: Option<i64>,
    /// Amount where an authority has set none.
    pub usual: Option<i64>,
    /// Least lower amount for early payment; absent where the authority decides.
    pub least_early: Option<i64>,
    /// Months from the *offence* within which the information must be laid; absent where there is no limit.
    pub prosecute_months: Option<u32>,
    /// What a court may impose, as paper says it; absent where it says nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub court_penalty: Option<String>,
    /// Amounts not checked against their source.
    pub unverified: bool,
}

/// For how long an order may last (ASBCPA 2014 ss60, 60A).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderRules {
    /// Months from its first day on.
    pub most_months: u32,
    /// Months by which each extension may put its end off.
    pub extension_months: u32,
    /// Months from its first day on of an expedited order, which is not extended.
    pub expedited_months: u32,
}

/// Vehicles used in a manner causing alarm, distress or annoyance (PRA 2002 s59).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct S59Rules {
    /// Whether a seizure needs a warning before it.
    pub warning_needed: bool,
    /// Months for which a warning counts.
    pub warning_months: u32,
}

/// Community protection notices (ASBCPA 2014 ss43–58).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CpnRules {
    /// Days to appeal, beginning with the day of issue.
    pub appeal_days: u32,
    /// What a court may impose for failing to comply (s48), as paper says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub court_penalty: Option<String>,
}

/// Directions to leave land (CJPOA 1994 s77).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct S77Rules {
    /// Months, beginning with the direction's day, in which to return is an offence.
    pub return_months: u32,
    /// What a court may impose for staying or returning (s77(3)), as paper says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub court_penalty: Option<String>,
}

/// Support before enforcement: the authority's own rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupportRules {
    /// Own encounters with an earlier offer of help that are enough as a basis.
    pub earlier_offers: u32,
}

/// One revision of a rule set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleSet {
    /// Stable name, such as `EW-2014`.
    pub id: String,
    /// 1, 2, 3 …; the highest of an id counts.
    pub revision: u32,
    /// What people call it.
    pub title: String,
    /// Where its rules were read.
    pub sources: Vec<Source>,
    /// Whether it counts.
    pub commencement: Commencement,
    /// Last day, if known.
    pub ends: Option<Date>,
    /// Fixed penalties.
    pub fpn: FpnRules,
    /// Offences.
    pub offences: Vec<OffenceRow>,
    /// For how long an order may last; absent in revisions from before that was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub orders: Option<OrderRules>,
    /// Who may get what paper.
    pub ages: AgeGates,
    /// Vehicles.
    pub s59: S59Rules,
    /// Community protection.
    pub cpn: CpnRules,
    /// Directions to leave.
    pub s77: S77Rules,
    /// Minutes for which premises stay outside an alcohol condition (ASBCPA 2014 s62).
    pub premises_tail_minutes: u32,
    /// Support first.
    pub support: SupportRules,
    /// Which powers an officer of a capacity may be given.
    pub capacities: Vec<CapacityTemplate>,
}

/// Why a rule set cannot be used or changed. Remedies in the texts; no personal data.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RuleSetError {
    /// Not the JSON of a rule set.
    #[error("not a rule set: {reason}")]
    NotARuleSet {
        /// What the reader says.
        reason: String,
    },
    /// A code, id or title is empty or too long.
    #[error("{id}: a code, id or title is empty or longer than {NAME_MAX} characters")]
    Name {
        /// Of the rule set.
        id: String,
    },
    /// Two rows of one code, or two revisions of the same number.
    #[error("{id}: {code} occurs twice")]
    Twice {
        /// Of the rule set.
        id: String,
        /// The code or revision.
        code: String,
    },
    /// Amounts that contradict each other.
    #[error("{id}: amounts of {code} must be 0 < least <= usual <= most, and the early one below the most")]
    Amounts {
        /// Of the rule set.
        id: String,
        /// Of the row.
        code: String,
    },
    /// Ages, days or months that cannot be meant.
    #[error("{id}: ages must rise (ten, sixteen, eighteen) and periods be 1 to 366 days or 1 to 120 months")]
    Periods {
        /// Of the rule set.
        id: String,
    },
    /// It ends before it begins.
    #[error("{id}: ends before it begins")]
    EndsBeforeBegin {
        /// Of the rule set.
        id: String,
    },
    /// It is in force already.
    #[error(
        "{id} says that already, or says itself when it began: law of the authority's own comes in with `rules import`, under an \
         id of its own"
    )]
    AlreadyCommenced {
        /// Of the rule set.
        id: String,
    },
    /// No instrument was named.
    #[error("name the statutory instrument that brings {id} into force, such as SI 2026/123")]
    NoInstrument {
        /// Of the rule set.
        id: String,
    },
    /// No such offence row.
    #[error("{id} has no offence {code}")]
    NoSuchOffence {
        /// Of the rule set.
        id: String,
        /// What was asked for.
        code: String,
    },
    /// No policy was named.
    #[error("name the policy that allows a fixed penalty to a young person")]
    NoPolicy,
    /// There is none to end on that day.
    #[error("{id}: no policy for the young counts for {offence} on that day: `rules young list` shows them")]
    NoYoungPolicy {
        /// Of the rule set.
        id: String,
        /// Of the row.
        offence: String,
    },
}

impl RuleSetError {
    /// Stable name for machines.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotARuleSet { .. } => "not_a_rule_set",
            Self::Name { .. } => "rule_set_name",
            Self::Twice { .. } => "rule_set_twice",
            Self::Amounts { .. } => "rule_set_amounts",
            Self::Periods { .. } => "rule_set_periods",
            Self::EndsBeforeBegin { .. } => "rule_set_ends_before_begin",
            Self::AlreadyCommenced { .. } => "rule_set_already_commenced",
            Self::NoInstrument { .. } => "rule_set_no_instrument",
            Self::NoSuchOffence { .. } => "rule_set_no_such_offence",
            Self::NoPolicy => "young_no_policy",
            Self::NoYoungPolicy { .. } => "young_none_to_end",
        }
    }
}

/// Which rule set a record was made under.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleSetRef {
    /// Of the rule set.
    pub id: String,
    /// Its revision.
    pub revision: u32,
    /// Its hash.
    pub hash: Hash,
}

impl RuleSet {
    /// Reads and checks the JSON of a rule set.
    ///
    /// # Errors
    /// The first [`RuleSetError`].
    pub fn read(json: &[u8]) -> Result<Self, RuleSetError> {
        let set: Self = serde_json::from_slice(json)
            .map_err(|error| RuleSetError::NotARuleSet { reason: error.to_string() })?;
        set.check()?;
        Ok(set)
    }

    /// Its canonical JSON: fields in the order of this type, no spaces.
    ///
    /// # Errors
    /// Never in practice: every field can be written.
    pub fn to_bytes(&self) -> Result<Vec<u8>, RuleSetError> {
        serde_json::to_vec(self).map_err(|error| RuleSetError::NotARuleSet { reason: error.to_string() })
    }

    /// Id, revision and SHA-256 of the canonical JSON, as records keep it.
    ///
    /// # Errors
    /// As [`Self::to_bytes`].
    pub fn reference(&self) -> Result<RuleSetRef, RuleSetError> {
        let hash = Hash::of(&[&self.to_bytes()?]);
        Ok(RuleSetRef { id: self.id.clone(), revision: self.revision, hash })
    }

    /// The row of this code.
    #[must_use]
    pub fn offence(&self, code: &str) -> Option<&OffenceRow> {
        self.offences.iter().find(|row| row.code == code)
    }

    /// Whether it counts on this local day.
    #[must_use]
    pub fn covers(&self, day: Date) -> bool {
        self.from().is_some_and(|from| from <= day) && self.ends.is_none_or(|last| day <= last)
    }

    /// The next revision, in force from this day by this instrument. A set that began earlier gives way to it.
    ///
    /// # Errors
    /// [`RuleSetError::AlreadyCommenced`], [`RuleSetError::NoInstrument`], [`RuleSetError::EndsBeforeBegin`].
    pub fn commence(&self, from: Date, instrument: &str) -> Result<Self, RuleSetError> {
        if self.commencement != Commencement::Awaited {
            return Err(RuleSetError::AlreadyCommenced { id: self.id.clone() });
        }
        self.begin(from, instrument)
    }

    /// The next revision, with its first day or instrument put right.
    ///
    /// # Errors
    /// [`RuleSetError::AlreadyCommenced`] if it says so already, [`RuleSetError::NoInstrument`], [`RuleSetError::EndsBeforeBegin`].
    pub fn begin(&self, from: Date, instrument: &str) -> Result<Self, RuleSetError> {
        let instrument = instrument.trim();
        if !is_name(instrument) {
            return Err(RuleSetError::NoInstrument { id: self.id.clone() });
        }
        let commencement = Commencement::InForce { from, instrument: Some(instrument.to_owned()) };
        if commencement == self.commencement {
            return Err(RuleSetError::AlreadyCommenced { id: self.id.clone() });
        }
        self.next(|set| set.commencement = commencement)
    }

    /// The next revision, in which 16- and 17-year-olds may get a fixed penalty for this offence.
    ///
    /// # Errors
    /// [`RuleSetError::NoSuchOffence`], [`RuleSetError::NoPolicy`].
    pub fn enable_young(&self, offence: &str, policy: &str, from: Date) -> Result<Self, RuleSetError> {
        if self.offence(offence).is_none() {
            return Err(RuleSetError::NoSuchOffence { id: self.id.clone(), code: offence.to_owned() });
        }
        let policy = policy.trim();
        if !is_name(policy) {
            return Err(RuleSetError::NoPolicy);
        }
        let enabled = YoungEnabled { offence: offence.to_owned(), policy: policy.to_owned(), from, to: None };
        self.next(|set| {
            // What was over by then stays: conduct of those days is judged by it.
            set.ages.young_fpn.retain(|young| young.offence != offence || young.from < from);
            // What still runs ends the day before.
            let runs = set.ages.young_fpn.iter_mut();
            for young in runs.filter(|young| young.offence == offence && young.covers(from)) {
                young.to = from.yesterday().ok();
            }
            set.ages.young_fpn.push(enabled);
        })
    }

    /// The next revision, in which the policy for this offence ends with this day.
    ///
    /// # Errors
    /// [`RuleSetError::NoYoungPolicy`] if none counts on that day.
    pub fn end_young(&self, offence: &str, last: Date) -> Result<Self, RuleSetError> {
        let ends =
            |young: &YoungEnabled| young.offence == offence && young.covers(last) && young.to != Some(last);
        if !self.ages.young_fpn.iter().any(ends) {
            let offence = offence.to_owned();
            return Err(RuleSetError::NoYoungPolicy { id: self.id.clone(), offence });
        }
        self.next(|set| {
            for young in set.ages.young_fpn.iter_mut().filter(|young| ends(young)) {
                young.to = Some(last);
            }
        })
    }

    /// The next revision with what a newer shipped one says. What the authority has settled stays: from when it counts,
    /// until when, and which offences are open to the young. Absent if nothing would change.
    ///
    /// # Errors
    /// A [`RuleSetError`] if the two do not fit together.
    pub fn updated(&self, shipped: &Self) -> Result<Option<Self>, RuleSetError> {
        let mut ages = shipped.ages.clone();
        ages.young_fpn.clone_from(&self.ages.young_fpn);
        let (commencement, ends) = (self.commencement.clone(), self.ends);
        let same = Self { revision: self.revision, commencement, ends, ages, ..shipped.clone() };
        if same == *self { Ok(None) } else { same.next(|_| {}).map(Some) }
    }

    fn next(&self, change: impl FnOnce(&mut Self)) -> Result<Self, RuleSetError> {
        let mut next = Self { revision: self.revision.saturating_add(1), ..self.clone() };
        change(&mut next);
        next.check()?;
        Ok(next)
    }

    /// The first day on which it counts; none while it is awaited.
    #[must_use]
    pub fn from(&self) -> Option<Date> {
        match self.commencement {
            Commencement::InForce { from, .. } => Some(from),
            Commencement::Awaited => None,
        }
    }

    fn check(&self) -> Result<(), RuleSetError> {
        let id = || self.id.clone();
        let rows = self.offences.iter().flat_map(|row| [&row.code, &row.title, &row.offence]);
        if ![&self.id, &self.title].into_iter().chain(rows).all(|name| is_name(name)) {
            return Err(RuleSetError::Name { id: id() });
        }
        for (place, row) in self.offences.iter().enumerate() {
            if self.offences.iter().take(place).any(|earlier| earlier.code == row.code) {
                return Err(RuleSetError::Twice { id: id(), code: row.code.clone() });
            }
            if !row.amounts_agree() {
                return Err(RuleSetError::Amounts { id: id(), code: row.code.clone() });
            }
        }
        let days = [
            self.fpn.no_proceedings_days,
            self.fpn.early_days_below,
            self.fpn.least_payment_days,
            self.cpn.appeal_days,
        ];
        let rows = self.offences.iter().filter_map(|row| row.prosecute_months);
        let orders = self.orders.iter();
        let orders =
            orders.flat_map(|orders| [orders.most_months, orders.extension_months, orders.expedited_months]);
        let mut months = rows.chain([self.s59.warning_months, self.s77.return_months]).chain(orders);
        if !days.iter().all(|days| (1..=366).contains(days))
            || !months.all(|months| (1..=120).contains(&months))
            || !self.ages.rise()
        {
            return Err(RuleSetError::Periods { id: id() });
        }
        match (self.from(), self.ends) {
            (Some(from), Some(last)) if last < from => Err(RuleSetError::EndsBeforeBegin { id: id() }),
            _ => Ok(()),
        }
    }
}

impl OffenceRow {
    fn amounts_agree(&self) -> bool {
        let most = self.most.unwrap_or(i64::MAX);
        let least = self.least.unwrap_or(1);
        let usual = self.usual.unwrap_or(least);
        0 < least
            && least <= usual
            && usual <= most
            && self.least_early.is_none_or(|early| (1..most).contains(&early))
    }
}

/// A text that names something: not empty, not too long.
pub(crate) fn is_name(text: &str) -> bool {
    !text.trim().is_empty() && text.chars().count() <= NAME_MAX
}
