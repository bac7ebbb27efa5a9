//! What the desk alone tells of: marks that ask to ring outreach first, grants with every disclosure made under them, broken
//! glass. Each is one group of the authority's own entries.

use std::collections::BTreeMap;

use beatbook_domain::calendar::local_date;
use beatbook_domain::keeping::{Facts, KeepingKind, latest};
use beatbook_domain::records::care_sharing::CareSharing;
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::records::sharing::SharingEntry;
use beatbook_protocol::id::Id;
use jiff::civil::Date;

use super::group::Group;
use crate::store::{KeepingFacts, OwnEntry};

/// Entries that go together, until when what they say holds, and when the last of them was written.
struct Acts {
    kind: KeepingKind,
    own: Vec<u64>,
    holds: Option<Date>,
    last: i64,
}

/// All of it.
pub(super) fn groups(facts: &KeepingFacts) -> Vec<Group> {
    let mut all: BTreeMap<Id, Acts> = BTreeMap::new();
    for one in &facts.own {
        let Some((about, kind, until)) = read(one) else { continue };
        let acts = all.entry(about).or_insert(Acts { kind, own: Vec::new(), holds: None, last: one.wall });
        acts.own.push(one.seq);
        // Taken back or ended earlier, it still counts from the last day it was made for: nothing goes sooner by that.
        acts.holds = acts.holds.max(until);
        acts.last = acts.last.max(one.wall);
    }
    let group = |(record, acts): (Id, Acts)| {
        let written = local_date(acts.last).ok();
        let since = latest(acts.holds.map(Some).into_iter().chain([written]));
        let facts = Facts { kind: Some(acts.kind), since, ..Facts::default() };
        Group { parts: BTreeMap::new(), record, joined: Vec::new(), own: acts.own, presence: false, facts }
    };
    all.into_iter().map(group).collect()
}

/// What an entry is about, its time, and the last day of what it says.
fn read(one: &OwnEntry) -> Option<(Id, KeepingKind, Option<Date>)> {
    let grant = |grant: Id, until: Option<Date>| (grant, KeepingKind::Grant, until);
    Some(match &one.body {
        ServerBody::ConsultMarked(mark) => (mark.id, KeepingKind::ConsultMark, Some(mark.until)),
        ServerBody::ConsultLifted(lifted) => (lifted.mark, KeepingKind::ConsultMark, Some(lifted.until)),
        ServerBody::Sharing(SharingEntry::Made(made)) => grant(made.grant, Some(made.until)),
        ServerBody::Sharing(SharingEntry::Ended(ended)) => grant(ended.grant, Some(ended.last)),
        ServerBody::Sharing(SharingEntry::Disclosed(told)) => grant(told.grant, None),
        ServerBody::CareSharing(CareSharing::Shared(shared)) => grant(shared.grant, Some(shared.until)),
        ServerBody::CareSharing(CareSharing::Ended(ended)) => grant(ended.grant, Some(ended.last)),
        ServerBody::CareSharing(CareSharing::Disclosed(told)) => grant(told.grant, None),
        ServerBody::GlassBroken(_) | ServerBody::GlassSeen(_) => (one.record, KeepingKind::Glass, None),
        _ => return None,
    })
}
