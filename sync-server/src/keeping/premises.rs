//! Visits to premises: what the desk told of seized goods goes with them, and nothing goes while goods are held.

use beatbook_domain::calendar::local_date;
use beatbook_domain::keeping::{Facts, premises};
use beatbook_domain::premises::{Told, fold};
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::premises::PremisesActed;
use beatbook_domain::records::server::ServerBody;
use beatbook_protocol::id::Id;
use jiff::civil::Date;

use super::group::Group;
use super::told::newest;
use crate::store::{KeepingFacts, KeptEntry, OwnEntry};

/// The group of a record's entries that tell of a visit, if there are any.
pub(super) fn visit(
    facts: &KeepingFacts,
    (notebook, record): (Id, Id),
    entries: &[&KeptEntry],
    today: Date,
) -> Option<Group> {
    let told: Vec<(&KeptEntry, Told)> = entries.iter().filter_map(|one| Some((*one, said(one)?))).collect();
    let newest = newest(told.iter().map(|(entry, _)| *entry))?;
    let acted: Vec<(&OwnEntry, &PremisesActed)> =
        facts.own.iter().filter_map(|one| acted(one, record)).collect();
    let decided = acted.iter().map(|(one, _)| one.wall).max().and_then(|wall| local_date(wall).ok());
    let acts: Vec<PremisesActed> = acted.iter().map(|(_, acted)| (*acted).clone()).collect();
    let story = fold(told.iter().map(|(_, told)| told), &acts).into_iter().next();
    let since = Some(newest).max(decided);
    Some(Group {
        parts: [(notebook, told.iter().map(|(entry, _)| entry.seq).collect())].into(),
        record,
        joined: Vec::new(),
        own: acted.iter().map(|(one, _)| one.seq).collect(),
        presence: false,
        // Of one whose beginning is gone nobody knows what is held.
        facts: story.map_or_else(Facts::default, |story| premises(&story, today, since)),
    })
}

fn said(entry: &KeptEntry) -> Option<Told> {
    let Some(EntryBody::Premises(says)) = &entry.says else { return None };
    let (notebook, by, record) = (entry.notebook, entry.officer, entry.record);
    Some(Told { notebook, by, record, seq: entry.seq, entry: says.clone() })
}

fn acted(one: &OwnEntry, visit: Id) -> Option<(&OwnEntry, &PremisesActed)> {
    match &one.body {
        ServerBody::PremisesActed(acted) if acted.visit == visit => Some((one, acted)),
        _ => None,
    }
}
