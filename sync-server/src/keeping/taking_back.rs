//! Records that end what another one tells: a consent taken back, a placement that is over. Without them the consent would be in
//! force again, and the placement open; so the other record goes first.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_domain::records::welfare::steps::CareStep;
use beatbook_domain::records::welfare::story::Welfare;
use beatbook_domain::welfare::consent::Answer;
use beatbook_domain::welfare::identity::{IdentityKey, KeyedId};
use beatbook_domain::welfare::services::same_name;
use beatbook_protocol::id::Id;
use jiff::civil::Date;

use crate::welfare::by_initials;

/// A record: its notebook, and its id.
type Key = (Id, Id);

/// What begins and ends of somebody: consent, or a placement with a service.
type Matter = (KeyedId, Option<String>);

/// A word about a matter: of which day and when told, in the order of the field's own folds; whether it begins it; in which record.
type Word = ((Date, i64), bool, Key);

/// Those among these records that end what another of them begins: consent by the last word about it, a placement by the first end
/// after it. Of records that end each other's none waits: they go when their times are over.
pub(super) fn taking_back<'a>(
    records: impl Iterator<Item = (Key, &'a Welfare)>,
    identity: &IdentityKey,
) -> BTreeSet<Key> {
    let mut said: BTreeMap<Matter, Vec<Word>> = BTreeMap::new();
    for (key, welfare) in records {
        for step in &welfare.steps {
            let person = step.person.and_then(|label| welfare.people.get(&label));
            let Some(who) = person.and_then(|person| by_initials(identity, person)) else { continue };
            let (service, day, begins) = match &step.step {
                CareStep::Consent(consent) => (None, Date::ZERO, consent.answer == Answer::Given),
                CareStep::Placed { service, from, .. } => (Some(same_name(service)), *from, true),
                CareStep::PlacementEnded { service, on, .. } => (Some(same_name(service)), *on, false),
                _ => continue,
            };
            said.entry((who, service)).or_default().push(((day, step.told_at()), begins, key));
        }
    }
    let mut ends: Vec<(Key, Vec<Key>)> = Vec::new();
    for ((_, service), words) in &mut said {
        words.sort_by_key(|(at, ..)| *at);
        if service.is_none() {
            // Of consent the last word holds, whatever came before it.
            if let Some((_, false, last)) = words.last() {
                let begun = words.iter().filter(|(_, begins, key)| *begins && key != last);
                ends.push((*last, begun.map(|(.., key)| *key).collect()));
            }
            continue;
        }
        // A placement runs until the first end after it, whatever begins later.
        for (place, (_, _, begun)) in words.iter().enumerate().filter(|(_, (_, begins, _))| *begins) {
            let end = words.iter().skip(place + 1).find(|(_, begins, _)| !begins);
            ends.extend(end.filter(|(.., key)| key != begun).map(|(.., key)| (*key, vec![*begun])));
        }
    }
    let waiting: BTreeSet<Key> = ends.iter().map(|(key, _)| *key).collect();
    let mut kept: BTreeSet<Key> = BTreeSet::new();
    loop {
        let before = kept.len();
        let holds = |other: &Key| !waiting.contains(other) || kept.contains(other);
        let more = ends.iter().filter(|(_, others)| others.iter().any(holds)).map(|(key, _)| *key);
        let more: Vec<Key> = more.collect();
        kept.extend(more);
        if kept.len() == before {
            return kept;
        }
    }
}
