//! Sharing between controllers, in the journal of the one who shares: grants under an agreement, and each disclosure made by
//! one. Nobody reads another authority's record but through a grant that runs, and then no more than its fields.

use std::collections::BTreeSet;

use beatbook_protocol::id::Id;
use beatbook_protocol::limits::NAME_MAX;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use thiserror::Error;

use crate::records::encounter::EncounterConduct;
use crate::records::encounter::story::Encounter;
use crate::records::kinds::kinds;

/// What another authority may use it for. Immigration enforcement is none and cannot be chosen: a court's order goes by the
/// data-protection officer (rules of the field 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SharingPurpose {
    /// Enforcing orders together.
    Enforcement,
    /// A case in court.
    Prosecution,
    /// Answering a complaint.
    Complaint,
}

/// A field of a joint encounter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SharedField {
    /// When it began.
    Time,
    /// Where.
    Place,
    /// The officer's code.
    Officer,
    /// What was seen, without who did it.
    Conduct,
    /// How the orders stood.
    Standing,
    /// People, as far as they are known.
    People,
    /// Vehicles.
    Vehicles,
    /// Steps of the ladder, with what was said.
    Steps,
    /// How it ended.
    Outcome,
    /// Numbers of the notices given at it, also where a notice of the other authority is found to say the same.
    NoticeNumbers,
}

/// Another authority may have these fields, from a day to a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantMade {
    /// Which grant.
    pub grant: Id,
    /// The authority that may.
    pub to: Id,
    /// Reference of the agreement it rests on.
    pub agreement: String,
    /// What for.
    pub purpose: SharingPurpose,
    /// Which fields, and no others.
    pub fields: BTreeSet<SharedField>,
    /// First local day.
    pub from: Date,
    /// Last local day.
    pub until: Date,
    /// The officer who made it.
    pub by: Id,
}

/// A grant ends before its last day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantEnded {
    /// Which.
    pub grant: Id,
    /// Last local day on which it holds.
    pub last: Date,
    /// The officer who ended it.
    pub by: Id,
}

/// Something was disclosed: what, to whom, on what basis. What it said is not kept here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disclosed {
    /// The record.
    pub record: Id,
    /// To which authority.
    pub to: Id,
    /// To which of its officers.
    pub reader: Id,
    /// Under which grant.
    pub grant: Id,
    /// The agreement that rests on, and the purpose.
    pub agreement: String,
    /// What for.
    pub purpose: SharingPurpose,
    /// Which fields.
    pub fields: BTreeSet<SharedField>,
}

/// One entry about sharing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SharingEntry {
    /// See [`GrantMade`].
    Made(GrantMade),
    /// See [`GrantEnded`].
    Ended(GrantEnded),
    /// See [`Disclosed`].
    Disclosed(Disclosed),
}

kinds!(SharingEntry {
    "grant_made" => Made,
    "grant_ended" => Ended,
    "disclosed" => Disclosed,
});

/// Why a grant is not made or ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum GrantRefusal {
    /// The agreement has no reference, or one that is too long.
    #[error("name the agreement it rests on, in at most {NAME_MAX} characters")]
    Agreement,
    /// Nothing would be shared.
    #[error("name at least one field: nothing else is shared")]
    Fields,
    /// It would end before it begins.
    #[error("the grant ends before it begins: look at its days")]
    EndsBeforeBegin,
    /// An authority needs no grant for its own records.
    #[error("an authority reads its own records without a grant: name another one")]
    Own,
    /// Welfare is shared for a year at most.
    #[error(
        "a welfare record is shared for a year at most: name an earlier last day, and share it again then"
    )]
    TooLong,
    /// There is no such grant, or it is over by then.
    #[error("no such grant runs then: list the grants")]
    NotRunning,
}

impl GrantRefusal {
    /// A stable name for scripts and tests.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Agreement => "grant_agreement",
            Self::Fields => "grant_fields",
            Self::EndsBeforeBegin => "grant_ends_before_begin",
            Self::Own => "grant_own",
            Self::TooLong => "grant_too_long",
            Self::NotRunning => "grant_not_running",
        }
    }
}

/// Whether a grant can be as it says: its agreement, how many fields, its days.
pub(super) fn check_terms(
    agreement: &str,
    fields: usize,
    (from, until): (Date, Date),
) -> Result<(), GrantRefusal> {
    let reference = agreement.trim();
    if reference.is_empty() || reference.chars().count() > NAME_MAX {
        return Err(GrantRefusal::Agreement);
    }
    if fields == 0 {
        return Err(GrantRefusal::Fields);
    }
    if until < from { Err(GrantRefusal::EndsBeforeBegin) } else { Ok(()) }
}

impl GrantMade {
    /// Whether an authority may make it.
    ///
    /// # Errors
    /// [`GrantRefusal`].
    pub fn check(&self, own: Id) -> Result<(), GrantRefusal> {
        check_terms(&self.agreement, self.fields.len(), (self.from, self.until))?;
        if self.to == own { Err(GrantRefusal::Own) } else { Ok(()) }
    }

    /// Whether it holds on a local day.
    #[must_use]
    pub fn runs_on(&self, day: Date) -> bool {
        self.from <= day && day <= self.until
    }

    /// Its end on a day, by an officer.
    ///
    /// # Errors
    /// [`GrantRefusal::NotRunning`] if it is over by then.
    pub fn end(&self, last: Date, by: Id) -> Result<GrantEnded, GrantRefusal> {
        let ends = last < self.until;
        if ends { Ok(GrantEnded { grant: self.grant, last, by }) } else { Err(GrantRefusal::NotRunning) }
    }
}

/// The grants that a journal tells of, in order, each with the last day it has now. An end never makes one longer.
#[must_use]
pub fn grants<'a>(entries: impl IntoIterator<Item = &'a SharingEntry>) -> Vec<GrantMade> {
    let mut all: Vec<GrantMade> = Vec::new();
    for entry in entries {
        match entry {
            SharingEntry::Made(made) => all.push(made.clone()),
            SharingEntry::Ended(ended) => {
                if let Some(grant) = all.iter_mut().find(|one| one.grant == ended.grant) {
                    grant.until = grant.until.min(ended.last);
                }
            }
            SharingEntry::Disclosed(_) => {}
        }
    }
    all
}

/// What of a joint encounter these fields let be read: `officer` is the code of whoever was there, `numbers` are those of its
/// notices. Each is named; what no field names is never among it.
#[must_use]
pub fn shared(told: &Encounter, officer: &str, numbers: &[String], fields: &BTreeSet<SharedField>) -> Value {
    let mut all = Map::new();
    for field in fields {
        let (name, value) = match field {
            SharedField::Time => ("time", json!(told.opened.time)),
            SharedField::Place => ("place", json!(told.opened.place)),
            SharedField::Officer => ("officer", json!(officer)),
            SharedField::Conduct => {
                let one = |conduct: &EncounterConduct| json!({ "code": conduct.code, "time": conduct.time, "text": conduct.text });
                ("conduct", told.conducts.iter().map(one).collect())
            }
            SharedField::Standing => {
                // Where it was judged is the field `place`.
                let decisions = told.judged.iter().flat_map(|judged| &judged.decisions);
                ("standing", decisions.map(|one| json!(one)).collect())
            }
            SharedField::People => {
                let known =
                    told.people.iter().map(|(label, person)| (label.to_string(), json!(person.known)));
                ("people", Value::Object(known.collect()))
            }
            SharedField::Vehicles => ("vehicles", json!(told.vehicles)),
            SharedField::Steps => ("steps", json!(told.steps)),
            SharedField::Outcome => {
                let own =
                    told.people.iter().map(|(label, person)| (label.to_string(), json!(person.outcome)));
                ("outcome", json!({ "all": told.outcome, "people": Value::Object(own.collect()) }))
            }
            SharedField::NoticeNumbers => ("notice_numbers", json!(numbers)),
        };
        all.insert(name.to_owned(), value);
    }
    Value::Object(all)
}
