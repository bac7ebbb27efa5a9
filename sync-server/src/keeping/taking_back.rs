//! Records that end what another one tells: a consent taken back, a placement that is over. Without them the consent would be in
//! force again, and the placement open; so the other record goes first.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_domain::records::encounter::Label;
use beatbook_domain::records::welfare::steps::CareStep;
use beatbook_domain::records::welfare::story::Welfare;
use beatbook_domain::welfare::consent::{Answer, AnswerTold, is_in_force};
use beatbook_domain::welfare::identity::{IdentityKey, KeyedId};
use beatbook_domain::welfare::services::same_name;
use beatbook_protocol::id::Id;
use jiff::civil::Date;

use crate::welfare::{Case, by_initials, by_names};

/// A record: its notebook, and its id.
type Key = (Id, Id);

/// What begins and ends of somebody: a placement with a service.
type Matter = (KeyedId, String);

/// A word about a matter: of which day and when told, in the order of the field's own folds; whether it begins it; in which record.
type Word = ((Date, i64), bool, Key);

/// An answer of somebody of a name: their date of birth, if it is told, what they said, in which record.
type Named = (Option<Date>, AnswerTold, Key);

/// Those among these records that end what another of them begins: consent by the last word about it, a placement by the first end
/// after it. Of records that end each other's none waits: they go when their times are over.
pub(super) fn taking_back<'a>(
    records: impl Iterator<Item = (Key, &'a Case, &'a Welfare)>,
    identity: &IdentityKey,
) -> BTreeSet<Key> {
    let mut said: BTreeMap<Matter, Vec<Word>> = BTreeMap::new();
    let mut answers: BTreeMap<KeyedId, Vec<(AnswerTold, Key)>> = BTreeMap::new();
    let mut named: BTreeMap<KeyedId, Vec<Named>> = BTreeMap::new();
    for (key, case, welfare) in records {
        let who = |label| welfare.people.get(&label).and_then(|person| by_initials(identity, person));
        // Of one record the last answer of somebody counts: the order there is known.
        let last: BTreeMap<Label, AnswerTold> = case.answers(welfare).collect();
        for (label, answer) in last {
            if let Some(who) = who(label) {
                answers.entry(who).or_default().push((answer, key));
            }
            let Some(person) = welfare.people.get(&label) else { continue };
            if let Some(name) = by_names(identity, person) {
                named.entry(name).or_default().push((person.born, answer, key));
            }
        }
        for step in &welfare.steps {
            let Some(who) = step.person.and_then(who) else { continue };
            let (service, day, begins) = match &step.step {
                CareStep::Placed { service, from, .. } => (same_name(service), *from, true),
                CareStep::PlacementEnded { service, on, .. } => (same_name(service), *on, false),
                _ => continue,
            };
            said.entry((who, service)).or_default().push(((day, step.told_at()), begins, key));
        }
    }
    let mut ends: Vec<(Key, Vec<Key>)> = answers.values().flat_map(|told| withdrawals(told)).collect();
    ends.extend(named.values().flat_map(|told| perhaps(told)));
    for words in said.values_mut() {
        words.sort_by_key(|(at, ..)| *at);
        // A placement runs until the first end after it, whatever begins later.
        for (place, (_, _, begun)) in words.iter().enumerate().filter(|(_, (_, begins, _))| *begins) {
            let end = words.iter().skip(place + 1).find(|(_, begins, _)| !begins);
            ends.extend(end.filter(|(.., key)| key != begun).map(|(.., key)| (*key, vec![*begun])));
        }
    }
    let mut ended: BTreeMap<Key, BTreeSet<Key>> = BTreeMap::new();
    for (key, begun) in ends {
        ended.entry(key).or_default().extend(begun);
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

/// Records that may end what others begin: a no of the same names, where a date of birth is missing.
fn perhaps(told: &[Named]) -> Vec<(Key, Vec<Key>)> {
    let (given, not): (Vec<&Named>, Vec<&Named>) = told.iter().partition(|one| one.1.answer == Answer::Given);
    let ends = not.into_iter().map(|(born, no, key)| {
        let may_be = |(of, yes, other): &Named| of.zip(*born).is_none() && other != key && !yes.is_after(no);
        let begun: Vec<Key> = given.iter().filter(|one| may_be(one)).map(|one| one.2).collect();
        (*key, begun)
    });
    ends.filter(|(_, begun)| !begun.is_empty()).collect()
}

/// Records that end what others begin, by all answers of somebody: while consent is not in force, those of the last that say no –
/// several where their order is not known –, each with those that gave it.
fn withdrawals(told: &[(AnswerTold, Key)]) -> Vec<(Key, Vec<Key>)> {
    let all: Vec<AnswerTold> = told.iter().map(|(answer, _)| *answer).collect();
    if is_in_force(&all) {
        return Vec::new();
    }
    let (given, not): (Vec<_>, Vec<_>) = told.iter().partition(|(answer, _)| answer.answer == Answer::Given);
    let last = not.iter().filter(|(one, _)| !not.iter().any(|(other, _)| other.is_after(one)));
    let ends = last.map(|(_, key)| {
        let begun: Vec<Key> = given.iter().filter(|(_, of)| of != key).map(|(_, of)| *of).collect();
        (*key, begun)
    });
    ends.filter(|(_, begun)| !begun.is_empty()).collect()
}
