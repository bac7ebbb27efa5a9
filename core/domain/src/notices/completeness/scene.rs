//! What a phone knows when it asks whether a notice is complete.

use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use jiff::civil::Date;

use crate::law::powers::OfficerPowers;
use crate::law::rule_set::RuleSet;
use crate::law::terms::{FineTerms, Payee};
use crate::records::encounter::Label;
use crate::records::encounter::story::Encounter;
use crate::records::notice::Recipient;
use crate::records::notice::content::{NoticeKind, Requirement, WarningCited};

/// What a condition asks for before paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Before {
    /// A direction first, such as to put the dog on a lead.
    Direction,
    /// The officer's own witness statement, such as for fouling.
    OwnStatement,
}

/// A condition as far as paper asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConditionFacts {
    /// Hash of the order version.
    pub order: Hash,
    /// Code of the authority that made the order.
    pub made_by: String,
    /// Code of the condition.
    pub code: String,
    /// Offence row the condition forces.
    pub offence: String,
    /// Support first.
    pub support_first: bool,
    /// What it asks for before paper.
    pub before: Vec<Before>,
    /// Codes of its exemptions.
    pub exemptions: Vec<String>,
    /// What the authority asks for this offence.
    pub terms: Option<FineTerms>,
    /// Who is paid.
    pub payee: Payee,
}

/// An earlier notice this phone knows of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierNotice {
    /// Its number.
    pub number: String,
    /// Its kind.
    pub kind: NoticeKind,
    /// The encounter and person it came from, if this phone made it.
    pub from: Option<(Id, Label)>,
    /// Its local date.
    pub issued: Date,
    /// To whom.
    pub to: Recipient,
    /// Code of the conduct (community protection) or condition, else of the offence row.
    pub about: String,
    /// Last local day of the time a warning allows.
    pub allowed_until: Option<Date>,
    /// What a community protection notice requires.
    pub requirements: Vec<Requirement>,
    /// An appeal against it is in progress.
    pub under_appeal: bool,
    /// Voided or withdrawn.
    pub over: bool,
}

/// An earlier vehicle warning that the index showed for this person or registration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WarningHit {
    /// What the index says of it.
    pub cited: WarningCited,
    /// The person's details match, not only the registration.
    pub person: bool,
}

/// What is known at the moment of asking. Times in UTC milliseconds, days local.
#[derive(Debug, Clone, Copy)]
pub struct Scene<'a> {
    /// Legal time now.
    pub now: i64,
    /// Its local day: the date of the notice.
    pub today: Date,
    /// The rule set in force on the day of the conduct.
    pub rules: &'a RuleSet,
    /// The officer.
    pub officer: &'a OfficerPowers,
    /// The encounter.
    pub encounter: &'a Encounter,
    /// The condition, where an order is breached.
    pub condition: Option<&'a ConditionFacts>,
    /// Codes of what is unsure: time, position, an old briefing. They make a draft.
    pub doubts: &'a [String],
    /// Codes of why the condition was not in force there and then. They refuse the paper.
    pub not_in_force: &'a [String],
    /// Earlier notices.
    pub earlier: &'a [EarlierNotice],
    /// Earlier vehicle warnings.
    pub warnings: &'a [WarningHit],
}
