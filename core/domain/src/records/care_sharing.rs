//! A welfare record shared with another organisation of the authority, in the server's journal: which fields of which record,
//! under which agreement, until when; and each disclosure made by it. Consent is looked at when it is read, not when it is
//! shared: of whoever has not given it, or has taken it back, nothing is told.

use std::collections::BTreeSet;

use beatbook_protocol::id::Id;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::calendar::local_date;
use crate::records::encounter::Label;
use crate::records::kinds::kinds;
use crate::records::sharing::{GrantEnded, GrantRefusal, check_terms};
use crate::records::welfare::WelfareStep;
use crate::records::welfare::people::PersonSeen;
use crate::records::welfare::steps::CareStep;
use crate::records::welfare::story::{Welfare, year_ahead};

/// What a partner may use it for. Neither enforcement nor immigration enforcement is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CarePurpose {
    /// Helping the people of the record beside the own team.
    Support,
    /// Going on with them in the own team's place.
    Handover,
}

/// A field of a welfare record. Concerns, risks, disclosures, photographs and notes are none: they are shared by the routes that
/// safeguarding has, or not at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CareField {
    /// What it is about, its day, and what kind of place it is.
    About,
    /// The place as others than the own team are shown it – a square or the ward – while somebody of the record consents.
    Place,
    /// People with consent in force, without nationality and ethnicity.
    People,
    /// Offers and placements of those people, with their answers.
    Help,
    /// Visits and follow-ups that were asked for.
    Visits,
}

/// A partner organisation may have these fields of one record, from a day to a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CareShared {
    /// Which grant.
    pub grant: Id,
    /// The welfare record.
    pub record: Id,
    /// The organisation, as officers' teams are spelled.
    pub team: String,
    /// Reference of the agreement it rests on.
    pub agreement: String,
    /// What for.
    pub purpose: CarePurpose,
    /// Which fields, and no others.
    pub fields: BTreeSet<CareField>,
    /// First local day.
    pub from: Date,
    /// Last local day.
    pub until: Date,
    /// The officer who shared it.
    pub by: Id,
}

/// Something was disclosed: what, of whom by label, to whom, on what basis. What it said is not kept here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CareDisclosed {
    /// The record.
    pub record: Id,
    /// To which officer.
    pub reader: Id,
    /// Of which organisation.
    pub team: String,
    /// Under which grant.
    pub grant: Id,
    /// The agreement that rests on.
    pub agreement: String,
    /// What for.
    pub purpose: CarePurpose,
    /// Which fields.
    pub fields: BTreeSet<CareField>,
    /// Of which people of the record.
    pub people: BTreeSet<Label>,
}

/// One entry about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CareSharing {
    /// See [`CareShared`].
    Shared(CareShared),
    /// It is shared no longer: see [`GrantEnded`].
    Ended(GrantEnded),
    /// See [`CareDisclosed`].
    Disclosed(CareDisclosed),
}

kinds!(CareSharing {
    "care_shared" => Shared,
    "care_share_ended" => Ended,
    "care_disclosed" => Disclosed,
});

impl CareShared {
    /// Whether it may be made today.
    ///
    /// # Errors
    /// [`GrantRefusal`].
    pub fn check(&self, today: Date) -> Result<(), GrantRefusal> {
        check_terms(&self.agreement, self.fields.len(), (self.from, self.until))?;
        if self.until > year_ahead(today) { Err(GrantRefusal::TooLong) } else { Ok(()) }
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

/// The grants a journal tells of, in order, each with the last day it has now. An end never makes one longer.
#[must_use]
pub fn shares<'a>(entries: impl IntoIterator<Item = &'a CareSharing>) -> Vec<CareShared> {
    let mut all: Vec<CareShared> = Vec::new();
    for entry in entries {
        match entry {
            CareSharing::Shared(shared) => all.push(shared.clone()),
            CareSharing::Ended(ended) => {
                if let Some(grant) = all.iter_mut().find(|one| one.grant == ended.grant) {
                    grant.until = grant.until.min(ended.last);
                }
            }
            CareSharing::Disclosed(_) => {}
        }
    }
    all
}

/// What of a welfare record these fields let be read, of `people` whose consent is in force; `place` is the square or ward. Each
/// field is named; what no field names is never among it. A step that names nobody may be about anybody of the record, so it is
/// told where all of them consent; and of a place where nobody does, nothing.
#[must_use]
pub fn shared(told: &Welfare, place: &str, fields: &BTreeSet<CareField>, people: &BTreeSet<Label>) -> Value {
    let whole = !people.is_empty() && told.people.keys().all(|label| people.contains(label));
    let steps = |wanted: fn(&CareStep) -> bool| -> Value {
        let of_them = |step: &&WelfareStep| step.person.map_or(whole, |label| people.contains(&label));
        let steps = told.steps.iter().filter(of_them).filter(|step| wanted(&step.step));
        let day = |step: &WelfareStep| local_date(step.time?).ok();
        steps.map(|step| json!({ "person": step.person, "day": day(step), "step": step.step })).collect()
    };
    let mut all = Map::new();
    for field in fields {
        let (name, value) = match field {
            CareField::About => {
                let opened = &told.opened;
                let sites = steps(|step| matches!(step, CareStep::Site { .. }));
                let complete = told.closed.is_some();
                (
                    "about",
                    json!({ "what": opened.about, "day": told.day(), "complete": complete, "sites": sites }),
                )
            }
            CareField::Place => ("place", if people.is_empty() { Value::Null } else { json!(place) }),
            CareField::People => {
                let known = told.people.iter().filter(|(label, _)| people.contains(label));
                let known = known.map(|(label, person)| {
                    let mut person: PersonSeen = person.clone();
                    person.forget_origin();
                    (label.to_string(), json!(person))
                });
                ("people", Value::Object(known.collect()))
            }
            CareField::Help => {
                let help = |step: &CareStep| {
                    matches!(
                        step,
                        CareStep::Offer { .. } | CareStep::Placed { .. } | CareStep::PlacementEnded { .. }
                    )
                };
                ("help", steps(help))
            }
            CareField::Visits => ("visits", steps(|step| step.visit().is_some())),
        };
        all.insert(name.to_owned(), value);
    }
    Value::Object(all)
}
