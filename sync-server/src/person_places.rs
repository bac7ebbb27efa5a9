//! Where one person, or one vehicle, was: encampments they were seen in, and tents that their welfare checks were of.

use beatbook_domain::access::RecordKind;
use beatbook_domain::calendar::local_label;
use beatbook_domain::encampments::story::Placed;
use beatbook_domain::encampments::tents::Tent;
use beatbook_domain::notices::known::{Subject, Tag, TagKey};
use beatbook_domain::records::tent::TentRemoved;
use beatbook_protocol::id::Id;
use jiff::civil::Date;
use serde_json::{Value, json};

use crate::encampments::Encampments;
use crate::person::{Asked, Found};

/// Why a direction that was spoken first and assessed never is in nobody's way.
const UNASSESSED: &str = "it was spoken before a welfare check of the encampment was complete";

/// Where somebody, or a vehicle, was seen, and what directions to leave were given to them.
pub(crate) fn camps(asked: &Asked, key: &TagKey, encampments: &Encampments) -> Vec<Found> {
    let tag = asked.recipient.as_ref().and_then(|person| key.tag(Subject::Recipient(person)));
    let is_parked = |plate: &String| asked.is_plate(key, plate);
    let is_there = |person: &Tag| tag == Some(*person);
    let mut found = Vec::new();
    for story in encampments.stories.values() {
        let mut tell = |day: Date, parked: bool, direction: Option<Value>| {
            let holds = json!({
                "land": story.land().map(|land| &land.words), "day": day, "direction": direction,
                "registration": asked.plate.as_ref().filter(|_| parked),
                "left_out": "other people and vehicles, and references",
            });
            let (kind, record) = (RecordKind::Encampment, story.id);
            found.push(Found { kind, record, day: Some(day), possible: false, holds, kept_back: None });
        };
        for visit in &story.visits {
            let parked = visit.what.registrations.iter().any(is_parked);
            if parked || visit.what.people.iter().any(is_there) {
                tell(visit.day(), parked, None);
            }
        }
        let held = story.written.iter().chain(&story.spoken).map(|one| (one, None));
        let unassessed = story.unassessed.iter().map(|one| (one, Some(UNASSESSED)));
        for (one, why_not) in held.chain(unassessed) {
            let parked = story.vehicles_of(one).iter().any(is_parked);
            if parked || story.people_of(one).iter().any(is_there) {
                let direction = json!({
                    "law": "Criminal Justice and Public Order Act 1994 s77", "form": one.what.form,
                    "leave_by": one.what.leave_by.and_then(|by| local_label(by).ok()),
                    "return_until": one.what.return_until, "did_not_hold": why_not,
                });
                tell(one.day(), parked, Some(direction));
            }
        }
    }
    found
}

/// Tents with what was in them that rest on a welfare check; `possible`: it, or what was in them, may be somebody else's.
pub(crate) fn tents(encampments: &Encampments, check: Id, possible: bool) -> Vec<Found> {
    let rests = |tent: &&Tent| tent.welfare.as_ref().is_some_and(|told| told.what == check);
    let found = encampments.tents.values().filter(rests).map(|tent| {
        let noted = tent.noted.as_ref();
        let removed = tent.removed.as_ref().map(|removed| {
            let TentRemoved { power, belongings, kept, notice_left, contact, keep_until, .. } = &removed.what;
            let things = belongings.iter().zip(&tent.items);
            let things: Vec<Value> =
                things.map(|(thing, is)| json!({ "kind": thing.kind, "what": thing.what, "is": is })).collect();
            json!({
                "day": removed.day(), "power": power, "kept": kept, "notice_left": notice_left, "contact": contact,
                "keep_until": keep_until, "things": things,
            })
        });
        let offers = tent.offers.iter().map(|Placed { what: (help, answer), .. }| json!({ "help": help, "answer": answer }));
        let holds = json!({
            "ground": noted.map(|noted| noted.what.ground), "land": noted.map(|noted| &noted.what.land.words),
            "offers": offers.collect::<Vec<Value>>(), "moved": removed,
            "left_out": "who dealt with it, photographs and references",
        });
        let (kind, record, day) = (RecordKind::Tent, tent.id, noted.map(Placed::day));
        Found { kind, record, day, possible, holds, kept_back: None }
    });
    found.collect()
}
