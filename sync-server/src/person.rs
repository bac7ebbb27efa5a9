//! One person's data, over all records, and nothing of anybody else: for whoever asks for their own.
//!
//! A person is found by name and date of birth together, a vehicle by its registration, compared as keyed tags whose key lives
//! for one look only. Initials with a date of birth are shared by many, and so is a name without one or among an officer's words:
//! what is found by these alone is listed, never exported.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_domain::access::RecordKind;
use beatbook_domain::calendar::local_date;
use beatbook_domain::notices::known::{Subject, TagKey, plate_of};
use beatbook_domain::notices::number::NoticeNumber;
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::care_sharing::CareSharing;
use beatbook_domain::records::count::SightingRef;
use beatbook_domain::records::encounter::steps::Step;
use beatbook_domain::records::encounter::story::Encounter;
use beatbook_domain::records::encounter::{Detail, EncounterEntry};
use beatbook_domain::records::notice::Recipient;
use beatbook_domain::records::notice::content::NoticeContent;
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::records::sharing::SharingEntry;
use beatbook_domain::records::welfare::WelfareStep;
use beatbook_domain::records::welfare::people::PersonSeen;
use beatbook_domain::records::welfare::steps::CareStep;
use beatbook_domain::records::welfare::story::Welfare;
use beatbook_domain::welfare::disclosure::PersonTold;
use beatbook_domain::welfare::identity::{IdentityKey, KeyedId, PersonIds};
use beatbook_domain::welfare::recognised::Recognised;
use beatbook_protocol::id::Id;
use jiff::civil::Date;
use serde_json::{Value, json};

use crate::auth::{Keyholder, Scope};
use crate::bundle::encounter_of;
use crate::counts::Counts;
use crate::encampments::{Encampments, tag_key};
use crate::error::Fault;
use crate::notices::view;
use crate::person_notices::{Notices, Records};
use crate::person_places::{camps, tents};
use crate::person_tasks::{Known, Tasks};
use crate::random;
use crate::store::{KeptEntry, Store};
use crate::welfare::{Case, TakenIn, identity_key};

/// Whom somebody asks about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// A person.
    Person {
        /// Given names.
        given: String,
        /// Family name.
        family: String,
        /// Date of birth; without one nothing is sure.
        born: Option<Date>,
    },
    /// A vehicle's registration.
    Registration(String),
    /// Whoever a notice went to.
    Number(NoticeNumber),
}

/// Something that is kept of the person.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// What kind of record.
    pub kind: RecordKind,
    /// The record.
    pub record: Id,
    /// The local day it is of, if that is known.
    pub day: Option<Date>,
    /// Found by initials, by a name without a date of birth, with its words in another order or in an officer's own words: it may
    /// be somebody else.
    pub possible: bool,
    /// What of it is the person's own; nothing of anybody else.
    pub holds: Value,
    /// What of it they were not told of: whether it is handed over, whoever looks after data decides (DPA 2018 Schedules 2 and 3).
    pub kept_back: Option<Value>,
}

/// Everything that is kept of somebody, kind by kind.
///
/// # Errors
/// The store's.
pub async fn find(
    store: &dyn Store,
    keyholder: &Keyholder,
    scope: &Scope,
    wanted: &Wanted,
    today: Date,
) -> Result<Vec<Found>, Fault> {
    let view = view(store, scope).await?;
    let stories = view.stories();
    let asked = match wanted {
        Wanted::Person { given, family, born } => Asked {
            recipient: person(&format!("{given} {family}"), *born),
            names: Some((given.clone(), family.clone(), *born)),
            plate: None,
            number: None,
        },
        Wanted::Registration(plate) => {
            Asked { recipient: None, names: None, plate: Some(plate.clone()), number: None }
        }
        Wanted::Number(number) => {
            let recipient = stories.get(number).map(|story| story.notice.recipient.clone());
            let names = recipient.as_ref().and_then(halves);
            Asked { recipient, names, plate: None, number: Some(number.clone()) }
        }
    };
    let facts = store.keeping_facts(scope).await?;
    let tags = TagKey::from_bytes(random::bytes()?);
    let mut records = Records::new();
    for entry in &facts.entries {
        records.entry((entry.notebook, entry.record)).or_default().push(entry);
    }
    let notices = Notices { asked: &asked, tags: &tags, records: &records };
    let mut found = notices.issued(&view, &stories);
    found.extend(notices.drafts(&stories));
    let helped = identity_key(store, keyholder, scope.authority()).await?;
    let journal = store.journal(scope).await?;
    let tasks = Tasks { journal: &journal, entries: &facts.entries };
    let encampments = Encampments::read(store, scope, (None, today)).await?;
    for entries in records.values() {
        found.extend(encounters(&asked, &tags, entries));
        found.extend(welfare(&asked, &helped, entries, (&tasks, &encampments)));
    }
    found.extend(sightings(&asked, Counts::read(store, scope).await?, &tasks));
    found.extend(camps(&asked, &tag_key(store, keyholder, scope).await?, &encampments));
    found.extend(marks(&asked, &journal));
    // One that rests on several of their records is one; and where one of these is sure, so is what rests on it.
    found.sort_by_key(|one| one.possible);
    let mut told = BTreeSet::new();
    let rests = |kind| matches!(kind, RecordKind::Task | RecordKind::Tent);
    found.retain(|one| !rests(one.kind) || told.insert(one.record));
    let authorities = store.authorities(keyholder).await?;
    let codes: BTreeMap<Id, String> = authorities.into_iter().map(|one| (one.id, one.code)).collect();
    found.iter_mut().for_each(|one| tell_recipients(one, &journal, &codes));
    for id in asked.ids(&helped).into_iter().flat_map(PersonIds::all) {
        if let Some(seen) = facts.months.get(&id) {
            let holds = json!({ "months_seen": seen });
            let record = scope.authority();
            found.push(Found {
                kind: RecordKind::MonthsSeen,
                record,
                day: None,
                possible: !asked.is_by_name(&helped, id),
                holds,
                kept_back: None,
            });
        }
    }
    Ok(found)
}

/// What is compared.
pub(crate) struct Asked {
    /// By name, and date of birth if it is told.
    pub(crate) recipient: Option<Recipient>,
    names: Option<(String, String, Option<Date>)>,
    /// A vehicle's registration.
    pub(crate) plate: Option<String>,
    /// A notice's number.
    pub(crate) number: Option<NoticeNumber>,
}

fn person(name: &str, born: Option<Date>) -> Option<Recipient> {
    Some(Recipient::Person { name: name.to_owned(), address: Vec::new(), born })
}

/// A name on paper in two parts: the last word is the family's.
fn halves(recipient: &Recipient) -> Option<(String, String, Option<Date>)> {
    let Recipient::Person { name, born: Some(born), .. } = recipient else { return None };
    let (given, family) = name.trim().rsplit_once(char::is_whitespace)?;
    Some((given.to_owned(), family.to_owned(), Some(*born)))
}

impl Asked {
    /// Whether somebody is the person for certain.
    pub(crate) fn is_person(&self, tags: &TagKey, recipient: &Recipient) -> bool {
        let tag = |recipient| tags.tag(Subject::Recipient(recipient));
        self.recipient.as_ref().and_then(tag).is_some_and(|wanted| tag(recipient) == Some(wanted))
    }

    /// `Some(true)` for who may be the person: of the same name, where a date of birth is missing on either side.
    pub(crate) fn is_recipient(&self, tags: &TagKey, recipient: &Recipient) -> Option<bool> {
        if self.is_person(tags, recipient) {
            return Some(false);
        }
        let dated = |one: &Recipient| matches!(one, Recipient::Person { born: Some(_), .. });
        let (wanted, person) = (self.recipient.as_ref()?, matches!(recipient, Recipient::Person { .. }));
        (person && !(dated(wanted) && dated(recipient)) && wanted.is_same(recipient)).then_some(true)
    }

    /// Whether a registration is the wanted one.
    pub(crate) fn is_plate(&self, tags: &TagKey, plate: &str) -> bool {
        let tag = |plate| tags.tag(Subject::Registration(plate));
        self.plate.as_deref().and_then(tag).is_some_and(|wanted| tag(plate) == Some(wanted))
    }

    /// Whether a notice is about the wanted vehicle.
    pub(crate) fn is_of_vehicle(&self, tags: &TagKey, content: &NoticeContent) -> bool {
        let vehicle = match content {
            NoticeContent::S59Warning(warning) => warning.nuisance.vehicle.plate.as_deref(),
            NoticeContent::S59Seizure(seizure) => seizure.nuisance.vehicle.plate.as_deref(),
            _ => None,
        };
        vehicle.is_some_and(|plate| self.is_plate(tags, plate))
    }

    /// What an encounter says of witnesses who may be the person: they are told in an officer's own words.
    fn witnesses<'e>(&self, encounter: &'e Encounter) -> Vec<&'e str> {
        let told = encounter.details.iter().filter_map(|detail| match detail {
            Detail::Witness { who, .. } => Some(who.as_str()),
            _ => None,
        });
        let saw_disposal = encounter.steps.iter().filter_map(|one| match &one.step {
            Step::Disposed { witness, .. } => witness.as_deref(),
            _ => None,
        });
        let is_wanted = |text: &&str| self.recipient.as_ref().is_some_and(|one| one.is_named_in(text));
        told.chain(saw_disposal).filter(is_wanted).collect()
    }

    fn ids(&self, key: &IdentityKey) -> Option<PersonIds> {
        self.names.as_ref().map(|(given, family, born)| key.person(given, family, *born))
    }

    fn recognised(&self, key: &IdentityKey) -> Option<Recognised> {
        let (given, family, born) = self.names.clone()?;
        let told = PersonSeen { given: Some(given), family: Some(family), born, ..PersonSeen::default() };
        Some(Recognised::of(key, &told))
    }

    fn is_by_name(&self, key: &IdentityKey, id: KeyedId) -> bool {
        self.ids(key).is_some_and(|ids| ids.by_name == Some(id))
    }

    /// Whether somebody's identifiers are the wanted ones; `Some(true)` if only by initials and date of birth.
    fn same(&self, wanted: &PersonIds, other: &PersonIds) -> Option<bool> {
        if wanted.by_name.is_some() && wanted.by_name == other.by_name {
            return Some(false);
        }
        // A name may be misspelt.
        (wanted.by_initials.is_some() && wanted.by_initials == other.by_initials).then_some(true)
    }
}

/// An encounter as its entries tell it; absent if its beginning is not here.
pub(crate) fn met(entries: &[&KeptEntry]) -> Option<Encounter> {
    let mut story: Option<Encounter> = None;
    for entry in entries {
        match (&mut story, &entry.says) {
            (None, Some(EntryBody::Encounter(EncounterEntry::Opened(opened)))) => {
                story = Encounter::open(opened).ok();
            }
            (Some(story), Some(EntryBody::Encounter(entry))) => drop(story.apply(entry)),
            _ => {}
        }
    }
    story
}

fn encounters(asked: &Asked, tags: &TagKey, entries: &[&KeptEntry]) -> Vec<Found> {
    let (Some(story), Some(first)) = (met(entries), entries.first()) else { return Vec::new() };
    let day = story.opened.time.and_then(|time| local_date(time.at).ok());
    let with = |(possible, holds)| Found {
        kind: RecordKind::Encounter,
        record: first.record,
        day,
        possible,
        holds,
        kept_back: None,
    };
    let people = story.people.iter().filter_map(|(label, person)| {
        let possible = asked.is_recipient(tags, &Recipient::of(&person.known)?)?;
        Some((possible, encounter_of(&story, *label)?))
    });
    let mut found: Vec<Found> = people.map(with).collect();
    let witnesses = asked.witnesses(&story);
    if !witnesses.is_empty() {
        let holds =
            json!({ "time": story.opened.time, "witness": witnesses, "left_out": "all but who saw it" });
        found.push(with((true, holds)));
    }
    for vehicle in story.vehicles.values() {
        let plate = plate_of(vehicle);
        if let Some(Subject::Registration(plate)) = plate
            && asked.is_plate(tags, plate)
        {
            let mut known = vehicle.clone();
            known.driver = None;
            found.push(with((false, json!({ "vehicle": known, "left_out": "people" }))));
        }
    }
    found
}

fn welfare(
    asked: &Asked,
    key: &IdentityKey,
    entries: &[&KeptEntry],
    (tasks, encampments): (&Tasks<'_>, &Encampments),
) -> Vec<Found> {
    let Some(wanted) = asked.recognised(key) else { return Vec::new() };
    // What somebody is given is as it was told.
    let told: Vec<TakenIn> = entries
        .iter()
        .filter_map(|entry| match &entry.says {
            Some(EntryBody::Welfare(told)) => {
                Some(TakenIn { seq: entry.seq, taken: entry.taken, entry: told.clone() })
            }
            _ => None,
        })
        .collect();
    let Some(first) = entries.first().filter(|_| !told.is_empty()) else { return Vec::new() };
    let mut case = Case::fold(first.notebook, first.officer, first.record, &told);
    let Some(story) = case.welfare.take() else { return Vec::new() };
    let erased = if case.is_rest { "; the record's beginning is erased" } else { "" };
    let left_out = format!("other people, and what was told of nobody in particular{erased}");
    let mut found = Vec::new();
    for (label, person) in &story.people {
        let seen = Recognised::of(key, person);
        if seen.is_perhaps(&wanted) {
            let possible = !seen.is_surely(&wanted);
            // What the record is called elsewhere is somebody's own where nobody else is in it.
            let alone = story.people.len() == 1;
            let steps = story.steps.iter().filter(|step| {
                let named = alone && step.person.is_none() && matches!(step.step, CareStep::Reference(_));
                named || step.person == Some(*label)
            });
            let steps: Vec<_> = steps.collect();
            let (kept_back, steps) = untold(&story, steps);
            let mut holds = json!({
                "person_number": label, "about": story.opened.about, "day": story.day(), "place": story.opened.place, "person": person,
                "steps": steps, "left_out": left_out,
            });
            // What the record was nobody knows any more.
            if let (true, Some(fields)) = (case.is_rest, holds.as_object_mut()) {
                fields.shift_remove("about");
            }
            let day = Some(story.day());
            found.push(Found {
                kind: RecordKind::Welfare,
                record: first.record,
                day,
                possible,
                holds,
                kept_back,
            });
            let known = Known { notebook: first.notebook, record: first.record, label: *label, possible };
            found.extend(tasks.of_welfare(&story, known));
            // Where several people are in it, nobody says whose the things are.
            found.extend(tents(encampments, first.record, possible || !alone));
        }
    }
    found
}

/// Steps the person was not told of, with the concerns of the record, and the others: whoever was not told that something was
/// disclosed about them, or about somebody beside them, must not learn it by a letter.
fn untold<'w>(story: &Welfare, steps: Vec<&'w WelfareStep>) -> (Option<Value>, Vec<&'w WelfareStep>) {
    let is_untold = |step: &WelfareStep| matches!(&step.step, CareStep::Disclosure(told) if matches!(told.told, Some(PersonTold::NotTold { .. })));
    if !story.steps.iter().any(is_untold) {
        return (None, steps);
    }
    let (untold, told): (Vec<_>, Vec<_>) =
        steps.into_iter().partition(|step| is_untold(step) || matches!(step.step, CareStep::Concern { .. }));
    let kept_back = (!untold.is_empty()).then(|| json!({ "steps": untold }));
    (kept_back, told)
}

fn sightings(asked: &Asked, counts: Counts, tasks: &Tasks<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for view in counts.counts.values() {
        let Some(wanted) = asked.ids(&view.key) else { return found };
        let review = view.review(&Default::default());
        for (SightingRef { notebook, record, label }, sighting) in &review.sightings {
            let seen = &sighting.seen;
            let other = PersonIds { by_name: seen.identity.k1, by_initials: seen.identity.k2 };
            if let Some(possible) = asked.same(&wanted, &other) {
                let holds = json!({
                    "time": seen.time, "place": seen.place, "site": seen.site, "state": seen.state,
                    "structure": seen.structure, "gender": seen.gender, "age": seen.age,
                    "nationality": seen.nationality, "form": seen.form, "identity": seen.identity,
                    "descriptors": seen.descriptors, "text": seen.text, "left_out": "who was beside",
                });
                let day = local_date(seen.time.at).ok();
                found.push(Found {
                    kind: RecordKind::Count,
                    record: *record,
                    day,
                    possible,
                    holds,
                    kept_back: None,
                });
                let known = Known { notebook: *notebook, record: *record, label: *label, possible };
                found.extend(tasks.of_sighting(known));
            }
        }
    }
    found
}

/// To whom something of it was disclosed, and on what basis: of a welfare record only where this person was among those told of.
fn tell_recipients(found: &mut Found, journal: &[(u64, ServerBody)], codes: &BTreeMap<Id, String>) {
    let label = found.holds.get("person_number").cloned();
    let told: Vec<Value> = journal
        .iter()
        .filter_map(|(_, body)| match body {
            ServerBody::Sharing(SharingEntry::Disclosed(one)) if one.record == found.record => {
                let to = codes.get(&one.to).cloned().unwrap_or_else(|| one.to.to_string());
                Some(json!({ "authority": to, "for": one.purpose, "under": one.agreement, "fields": one.fields }))
            }
            ServerBody::CareSharing(CareSharing::Disclosed(one))
                if one.record == found.record
                    && one.people.iter().any(|person| Some(json!(person)) == label) =>
            {
                Some(json!({ "organisation": one.team, "for": one.purpose, "under": one.agreement }))
            }
            _ => None,
        })
        .collect();
    if let (Some(holds), false) = (found.holds.as_object_mut(), told.is_empty()) {
        holds.insert("disclosed_to".to_owned(), told.into());
    }
}

/// That officers are, or were, asked to ring outreach before a notice to them.
fn marks(asked: &Asked, journal: &[(u64, ServerBody)]) -> Vec<Found> {
    let Some(recipient) = &asked.recipient else { return Vec::new() };
    let lifted = |mark: Id| {
        journal.iter().any(|(_, body)| matches!(body, ServerBody::ConsultLifted(one) if one.mark == mark))
    };
    let told = journal.iter().filter_map(|(_, body)| match body {
        ServerBody::ConsultMarked(mark) if mark.is_about(recipient, mark.until) => Some(mark),
        _ => None,
    });
    let found = told.map(|mark| Found {
        kind: RecordKind::ConsultFirst,
        record: mark.id,
        day: None,
        possible: false,
        holds: json!({ "until": mark.until, "ring": mark.ring, "taken_back": lifted(mark.id) }),
        kept_back: None,
    });
    found.collect()
}
