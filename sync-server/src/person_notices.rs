//! Notices, issued or drafted, that tell of one person or vehicle.

use std::collections::BTreeMap;

use beatbook_domain::access::RecordKind;
use beatbook_domain::calendar::local_date;
use beatbook_domain::notices::known::TagKey;
use beatbook_domain::notices::number::NoticeNumber;
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::notice::content::{NoticeContent, NoticeKind, S77Direction};
use beatbook_domain::records::notice::story::NoticeStory;
use beatbook_domain::records::notice::{NoticeEntry, Recipient};
use beatbook_protocol::id::Id;
use serde_json::json;

use crate::bundle::without_others;
use crate::notices::View;
use crate::person::{Asked, Found, met};
use crate::store::KeptEntry;

/// Entries by notebook and record.
pub(crate) type Records<'a> = BTreeMap<(Id, Id), Vec<&'a KeptEntry>>;

/// Numbered notices.
type Stories = BTreeMap<NoticeNumber, NoticeStory>;

/// What notices are looked for by, and in.
pub(crate) struct Notices<'a> {
    /// Whom they may tell of.
    pub(crate) asked: &'a Asked,
    /// The key of this look.
    pub(crate) tags: &'a TagKey,
    /// Drafts, and the encounters that notices came from.
    pub(crate) records: &'a Records<'a>,
}

impl Notices<'_> {
    /// Those under a number.
    pub(crate) fn issued(&self, view: &View, stories: &Stories) -> Vec<Found> {
        let found = stories.iter().filter_map(|(number, story)| {
            let (record, notebook) = *view.told.records.get(number)?;
            let is_asked = self.asked.number.as_ref() == Some(number);
            self.found((notebook, record), story, is_asked)
        });
        found.collect()
    }

    /// Drafts without a number.
    pub(crate) fn drafts(&self, stories: &Stories) -> Vec<Found> {
        let issued = |number: &str| stories.keys().any(|known| known.to_string() == number);
        let found = self.records.iter().filter_map(|(record, entries)| {
            let story = draft(entries).filter(|story| story.number().is_none_or(|number| !issued(number)))?;
            let found = self.found(*record, &story, false)?;
            Some(Found { kind: RecordKind::Draft, ..found })
        });
        found.collect()
    }

    /// What a notice tells of whom is asked about, or of whomever its number is asked for.
    fn found(
        &self,
        (notebook, record): (Id, Id),
        story: &NoticeStory,
        is_number_asked: bool,
    ) -> Option<Found> {
        let Self { asked, tags, .. } = self;
        let notice = &story.notice;
        let to = match &notice.content {
            _ if is_number_asked => Some((false, None)),
            NoticeContent::S77Direction(direction) => self.directed(direction, (notebook, notice.encounter)),
            _ => asked.is_recipient(tags, &notice.recipient).map(|possible| (possible, None)),
        };
        match to {
            Some((false, own)) => Some(whole(record, story, own.as_deref())),
            _ if asked.is_of_vehicle(tags, &notice.content) => Some(of_vehicle(record, story, asked)),
            Some((true, _)) => Some(Found { possible: true, ..whole(record, story, None) }),
            None => None,
        }
    }

    /// Whether a direction to leave went to whom is asked about, and by which name: surely if its encounter knows them and it names
    /// them or went to everybody there; perhaps if either is all, `Some((true, _))`.
    fn directed(&self, direction: &S77Direction, encounter: (Id, Id)) -> Option<(bool, Option<String>)> {
        let Self { asked, tags, records } = self;
        let is_named = |one: &Recipient| direction.people.iter().any(|text| one.is_named_in(text));
        let met = records.get(&encounter).and_then(|entries| met(entries));
        let people = met.iter().flat_map(|met| met.people.values());
        let people: Vec<Recipient> = people.filter_map(|person| Recipient::of(&person.known)).collect();
        let sure = people.iter().find_map(|one| match one {
            Recipient::Person { name, .. } if asked.is_person(tags, one) => {
                (direction.all_persons || is_named(one)).then(|| name.clone())
            }
            _ => None,
        });
        if sure.is_some() {
            return Some((false, sure));
        }
        let is_there = people.iter().any(|one| asked.is_recipient(tags, one).is_some());
        (is_there || asked.recipient.as_ref().is_some_and(is_named)).then_some((true, None))
    }
}

/// A draft as its entries tell it.
fn draft(entries: &[&KeptEntry]) -> Option<NoticeStory> {
    let mut told = entries.iter().filter_map(|entry| match &entry.says {
        Some(EntryBody::Notice(told)) => Some(told),
        _ => None,
    });
    let first = told.next().filter(|first| matches!(first, NoticeEntry::Drafted(_)))?;
    let mut story = NoticeStory::begin(first).ok()?;
    for entry in told {
        // What does not follow is kept, and passed over here as everywhere.
        let _ = story.apply(entry);
    }
    Some(story)
}

/// A notice to the person, who is called `own` in it.
fn whole(record: Id, story: &NoticeStory, own: Option<&str>) -> Found {
    let day = story.notice.conduct.time.and_then(|time| local_date(time.at).ok());
    let vehicle = matches!(story.notice.content.kind(), NoticeKind::S59Warning | NoticeKind::S59Seizure);
    let kind = if vehicle { RecordKind::VehicleNotice } else { RecordKind::Notice };
    Found { kind, record, day, possible: false, holds: json!(without_others(story, own)), kept_back: None }
}

/// A notice about the vehicle, to whomever: that may be somebody else.
fn of_vehicle(record: Id, story: &NoticeStory, asked: &Asked) -> Found {
    let holds = json!({
        "about": story.notice.content.kind(), "number": story.number(), "registration": asked.plate,
        "left_out": "whom it went to, and what they did",
    });
    Found { holds, ..whole(record, story, None) }
}
