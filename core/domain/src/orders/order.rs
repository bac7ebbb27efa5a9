//! One version of an order: who made it, for how long, and what it forbids or requires of whom, where and when.
//!
//! A version never changes. It is named by the SHA-256 of its canonical JSON, which is the briefing object phones
//! fetch; extended, varied or discharged, an order gets another version, and records keep the one they were made
//! under.

use beatbook_protocol::hash::Hash;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::law::clocks::months_beginning_with;
use crate::law::rule_set::OrderRules;
use crate::law::terms::{FineTerms, Payee};
use crate::orders::times::Times;

/// How an order came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderKind {
    /// A public spaces protection order (ASBCPA 2014 s59).
    Normal,
    /// An expedited one (s59A).
    Expedited,
}

/// Who made an order. A fixed penalty is paid to them, whoever issues the notice (s68).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuingAuthority {
    /// Its short code, as on notices.
    pub code: String,
    /// Its name.
    pub name: String,
}

/// For how long an order counts, and how that came about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
    /// What happened to the order, in the order of time.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub history: Vec<TermEvent>,
}

/// One step in an order's history (ss59–61).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermEvent {
    /// What happened.
    pub what: TermStep,
    /// When.
    pub on: Date,
    /// The decision that says so.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reference: Option<String>,
}

/// What can happen to an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TermStep {
    /// Made (s59).
    Made,
    /// Its end was put off (s60).
    Extended,
    /// Its area, prohibitions or requirements were changed (s61).
    Varied,
    /// Ended before its time (s61).
    Discharged,
}

/// A version of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderVersion {
    /// The authority's code of the order; its versions share it.
    pub code: String,
    /// Number of the version.
    pub version: u32,
    /// What people call the order.
    pub title: String,
    /// How it came about.
    pub kind: OrderKind,
    /// Who made it.
    pub made_by: IssuingAuthority,
    /// Who is paid.
    pub payee: Payee,
    /// For how long it counts.
    pub term: Term,
    /// From this day on this version is the one that counts, until a later one begins.
    pub effective: Date,
    /// From this day on the order counts no more.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub discharged: Option<Date>,
    /// What it forbids and requires.
    pub conditions: Vec<Condition>,
    /// Metres within which an officer must see a sign of it; farther off, only a warning is offered.
    pub sign_distance_m: u32,
    /// What a fixed penalty costs, by offence row.
    pub terms: Vec<FineTerms>,
    /// Invented: never an order of anybody's.
    pub illustrative: bool,
}

/// One prohibition or requirement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    /// Its code, such as `ALC-1`.
    pub code: String,
    /// Its full wording.
    pub text: String,
    /// Whether it forbids or requires.
    pub duty: Duty,
    /// Codes of the zones in which it counts.
    pub zones: Vec<String>,
    /// For whom (s59(6)(a)).
    pub who: Extent,
    /// When (s59(6)(b)).
    pub times: Times,
    /// In which circumstances (s59(6)(c)).
    pub circumstances: Extent,
    /// Code of the offence row: the condition forces s63 or s67, nobody chooses.
    pub offence: String,
    /// Help is offered before a penalty.
    pub support_first: bool,
    /// What an officer must have done or seen before paper.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub needs: Vec<Need>,
    /// Who or what is exempt.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub exemptions: Vec<Exemption>,
    /// It requires whoever is asked under it to give name and address.
    #[serde(skip_serializing_if = "core::ops::Not::not", default)]
    pub asks_details: bool,
    /// It is breached by more than this many vehicles, dogs or people at once, and by no fewer: the conduct says how many.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub more_than: Option<u16>,
    /// It is, or is not, about consuming alcohol, where its wording does not show it (ss62–63, 67(4)).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub alcohol: Option<bool>,
}

/// Forbidden or required.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Duty {
    /// Not to do something.
    Prohibition,
    /// To do something.
    Requirement,
}

/// Everybody or every case, or only some, or all but some: in the order's words, for an officer to judge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Extent {
    /// All.
    All,
    /// Only these.
    Only(String),
    /// All but these.
    Except(String),
}

/// What must have happened before paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// The officer gave a direction first, at a stated time.
    DirectionFirst,
    /// The officer asked the person to stop first.
    RequestFirst,
    /// The officer saw it and says so in a statement of their own.
    OwnWitnessStatement,
}

/// An exemption that an officer has to ask about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exemption {
    /// Its code, such as `assistance_dog`.
    pub code: String,
    /// Its wording.
    pub text: String,
}

/// Which version of an order a record was made under.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct OrderRef {
    /// The order's code.
    pub code: String,
    /// The version's number.
    pub version: u32,
    /// SHA-256 of its canonical JSON.
    pub hash: Hash,
}

/// How an order stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnDay {
    /// In force.
    InForce,
    /// Not before this day.
    NotYet(Date),
    /// This was its last day.
    Ended(Date),
    /// Discharged from this day on.
    Discharged(Date),
}

impl Condition {
    /// Whether it is about consuming alcohol: by its wording, unless it says so itself.
    #[must_use]
    pub fn is_about_alcohol(&self) -> bool {
        self.alcohol.unwrap_or_else(|| speaks_of_alcohol(&self.text))
    }
}

/// Whether a wording shows that it is about consuming alcohol.
pub(super) fn speaks_of_alcohol(text: &str) -> bool {
    text.to_lowercase().contains("alcohol")
}

impl Term {
    /// The last day up to which an order of this kind and term may last: its years, and those of each time it was extended.
    ///
    /// None while the rule set says nothing of it, or where no calendar reaches so far.
    #[must_use]
    pub fn longest(&self, kind: OrderKind, rules: &OrderRules) -> Option<Date> {
        let times = |step: TermStep| self.history.iter().filter(|event| event.what == step).count();
        let extended = u32::try_from(times(TermStep::Extended)).ok()?;
        let months = match kind {
            OrderKind::Normal => {
                rules.most_months.checked_add(extended.checked_mul(rules.extension_months)?)?
            }
            OrderKind::Expedited => rules.expedited_months,
        };
        months_beginning_with(self.from, months).ok()
    }
}

impl OrderVersion {
    /// Its canonical JSON: fields in the order of this type, no blanks.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let written = serde_json::to_vec(self);
        debug_assert!(written.is_ok(), "every field can be written");
        written.unwrap_or_default()
    }

    /// Reads canonical JSON back; none if it is another's, or not in its one spelling.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let version: Self = serde_json::from_slice(bytes).ok()?;
        (version.to_bytes() == bytes).then_some(version)
    }

    /// SHA-256 of its canonical JSON: the version's only name.
    #[must_use]
    pub fn hash(&self) -> Hash {
        Hash::of(&[&self.to_bytes()])
    }

    /// As a record keeps it.
    #[must_use]
    pub fn reference(&self) -> OrderRef {
        OrderRef { code: self.code.clone(), version: self.version, hash: self.hash() }
    }

    /// How the order stands on a local day, if this version is the one that counts then.
    #[must_use]
    pub fn on_day(&self, day: Date) -> OnDay {
        match self.discharged {
            Some(from) if from <= day => OnDay::Discharged(from),
            _ if day < self.term.from.max(self.effective) => {
                OnDay::NotYet(self.term.from.max(self.effective))
            }
            _ if self.term.until < day => OnDay::Ended(self.term.until),
            _ => OnDay::InForce,
        }
    }

    /// The condition of this code.
    #[must_use]
    pub fn condition(&self, code: &str) -> Option<&Condition> {
        self.conditions.iter().find(|condition| condition.code == code)
    }

    /// What a fixed penalty for this offence row costs.
    #[must_use]
    pub fn terms_of(&self, offence: &str) -> Option<&FineTerms> {
        self.terms.iter().find(|terms| terms.offence == offence)
    }
}
