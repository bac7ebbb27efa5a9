//! Where one person, or one vehicle, was: encampments they were seen in, and tents that their welfare checks were of.

use beatbook_domain::access::RecordKind;
use beatbook_domain::calendar::{local_date, local_label};
use beatbook_domain::encampments::refusal::StepRefusal;
use beatbook_domain::encampments::story::{Encampment, Placed};
use beatbook_domain::encampments::tents::Tent;
use beatbook_domain::notices::known::{Subject, Tag, TagKey};
use beatbook_domain::records::encampment::{EncampmentStep, EntryAt};
use beatbook_domain::records::tent::TentRemoved;
use beatbook_protocol::id::Id;
use serde_json::{Value, json};

use crate::encampments::Encampments;
use crate::person::{Asked, Found};

/// Where somebody, or a vehicle, was seen, and what directions to leave were given to them; also what does not hold, or was taken
/// back: it is kept.
pub(crate) fn camps(asked: &Asked, key: &TagKey, encampments: &Encampments) -> Vec<Found> {
    let tag = asked.recipient.as_ref().and_then(|person| key.tag(Subject::Recipient(person)));
    let is_parked = |plate: &String| asked.is_plate(key, plate);
    let is_there = |person: &Tag| tag == Some(*person);
    let found = encampments.entries().iter().filter_map(|told| {
        let story = encampments.get(told.encampment)?;
        let why_not = why_not(story, told.at);
        let time = told.entry.time();
        let (parked, there, direction) = match told.step()? {
            EncampmentStep::Visit(visit) => {
                let parked = visit.registrations.iter().any(is_parked);
                (parked, visit.people.iter().any(is_there), None)
            }
            EncampmentStep::Direction(direction) => {
                let given = Placed { at: told.at, by: told.by, time, what: direction.clone() };
                let shown = json!({
                    "law": "Criminal Justice and Public Order Act 1994 s77", "form": direction.form,
                    "leave_by": direction.leave_by.and_then(|by| local_label(by).ok()),
                    "return_until": direction.return_until,
                    "withdrawn": encampments.withdrawn(direction.number()), "did_not_hold": why_not.map(|(why, _)| why),
                });
                // What was told of another place was given to nobody who was seen here.
                let to_all = why_not.is_none_or(|(_, to_all)| to_all);
                let parked = to_all || !direction.registrations.is_empty();
                let there = to_all || !direction.people.is_empty();
                (
                    parked && story.vehicles_of(&given).iter().any(is_parked),
                    there && story.people_of(&given).iter().any(is_there),
                    Some(shown),
                )
            }
            _ => return None,
        };
        if !parked && !there {
            return None;
        }
        let day = local_date(time).ok();
        let holds = json!({
            "land": story.land().map(|land| &land.words), "day": day, "direction": direction,
            "did_not_hold": why_not.map(|(why, _)| why).filter(|_| direction.is_none()),
            "registration": asked.plate.as_ref().filter(|_| parked),
            "left_out": "other people and vehicles, and references",
        });
        let (kind, record) = (RecordKind::Encampment, story.id);
        Some(Found { kind, record, day, possible: false, holds, kept_back: None })
    });
    let mut found: Vec<Found> = found.collect();
    found.sort_by_key(|one| (one.record, one.day));
    found
}

/// Why an entry does not hold, if it does not, and whether a direction was given all the same to those who were seen there. What is
/// to be done about it is for officers, and what a welfare check asked for is for whom it was of.
fn why_not(story: &Encampment, at: EntryAt) -> Option<(&'static str, bool)> {
    if story.taken_back.contains_key(&at) {
        return Some(("it was taken back", false));
    }
    let refused = story.refused.iter().find(|refused| refused.at == at)?;
    Some(match refused.refusal {
        StepRefusal::WelfareFirst | StepRefusal::WelfareWait => {
            ("what comes first for the welfare of those who live there was not done by then", true)
        }
        StepRefusal::PowerNotHeld => ("whoever gave it did not hold the power to that day", true),
        StepRefusal::NoticeVoid => ("its notice is void", true),
        StepRefusal::VacatedAlready => ("nobody lived there any more by then, as far as was told", false),
        _ => ("it does not agree with what else was told", false),
    })
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
