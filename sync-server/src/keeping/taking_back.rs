//! Records that end what another one tells: a consent taken back, a placement that is over. Without them the consent would be in
//! force again, and the placement open; so the other record goes first.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_domain::records::welfare::steps::CareStep;
use beatbook_domain::records::welfare::story::Welfare;
use beatbook_domain::welfare::identity::{IdentityKey, KeyedId};
use beatbook_domain::welfare::services::same_name;
use beatbook_protocol::id::Id;
use jiff::civil::Date;

use crate::consents::Answers;
use crate::welfare::{Case, by_initials};

/// A record: its notebook, and its id.
type Key = (Id, Id);

/// What begins and ends of somebody: a placement with a service.
type Matter = (KeyedId, String);

/// A word about a matter: of which day and when told, in the order of the field's own folds; whether it begins it; in which record.
type Word = ((Date, i64), bool, Key);

/// Those among these records that end what another of them begins: consent by each last no that counts, a placement by the first end
/// after it. Of records that end each other's none waits: they go when their times are over.
pub(super) fn taking_back(records: &[(Key, &Case, &Welfare)], identity: &IdentityKey) -> BTreeSet<Key> {
    let mut said: BTreeMap<Matter, Vec<Word>> = BTreeMap::new();
    let mut ends: Vec<(Key, Key)> = Vec::new();
    let answers = Answers::of(records.iter().map(|(_, case, welfare)| (*case, *welfare)), identity);
    let told_in: BTreeMap<(Id, u64), Key> = records
        .iter()
        .flat_map(|(key, case, welfare)| {
            case.answers(welfare).map(|(_, answer)| ((answer.notebook, answer.place), *key))
        })
        .collect();
    for (key, case, welfare) in records {
        let against = welfare.people.keys().flat_map(|label| answers.against(case, welfare, *label));
        let tells = against.filter_map(|no| told_in.get(&(no.notebook, no.place)));
        ends.extend(tells.filter(|no| *no != key).map(|no| (*no, *key)));
        let who = |label| welfare.people.get(&label).and_then(|person| by_initials(identity, person));
        for step in &welfare.steps {
            let Some(who) = step.person.and_then(who) else { continue };
            let (service, day, begins) = match &step.step {
                CareStep::Placed { service, from, .. } => (same_name(service), *from, true),
                CareStep::PlacementEnded { service, on, .. } => (same_name(service), *on, false),
                _ => continue,
            };
            said.entry((who, service)).or_default().push(((day, step.told_at()), begins, *key));
        }
    }
    for words in said.values_mut() {
        words.sort_by_key(|(at, ..)| *at);
        // A placement runs until the first end after it, whatever begins later.
        for (place, (_, _, begun)) in words.iter().enumerate().filter(|(_, (_, begins, _))| *begins) {
            let end = words.iter().skip(place + 1).find(|(_, begins, _)| !begins);
            ends.extend(end.filter(|(.., key)| key != begun).map(|(.., key)| (*key, *begun)));
        }
    }
    let mut ended: BTreeMap<Key, BTreeSet<Key>> = BTreeMap::new();
    for (key, begun) in ends {
        ended.entry(key).or_default().insert(begun);
    }
    let waits =
        |(key, begun): &(&Key, &BTreeSet<Key>)| begun.iter().any(|one| !ends_too(&ended, *one, **key));
    ended.iter().filter(waits).map(|(key, _)| *key).collect()
}

/// Whether a record ends another, or something that ends it.
fn ends_too(ended: &BTreeMap<Key, BTreeSet<Key>>, from: Key, to: Key) -> bool {
    let (mut seen, mut next) = (BTreeSet::from([from]), vec![from]);
    while let Some(key) = next.pop() {
        if key == to {
            return true;
        }
        next.extend(ended.get(&key).into_iter().flatten().filter(|one| seen.insert(**one)));
    }
    false
}
