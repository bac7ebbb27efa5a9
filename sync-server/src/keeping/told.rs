//! What entries say that keeping times are asked about.

use std::collections::BTreeSet;

use beatbook_domain::calendar::local_date;
use beatbook_domain::cases::Cases;
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::encounter::EncounterEntry;
use beatbook_domain::records::encounter::steps::{EarlierHelp, Step};
use beatbook_domain::records::notice::content::{NoticeContent, SeizureGround};
use beatbook_domain::records::notice::{Notice, NoticeEntry};
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::records::welfare::story::Welfare;
use beatbook_protocol::id::Id;
use jiff::civil::Date;

use crate::store::{KeepingFacts, KeptEntry};
use crate::welfare::{Case, TakenIn};

/// The words of a notice, if an entry has them.
pub fn words(entry: &KeptEntry) -> Option<&Notice> {
    match &entry.says {
        Some(EntryBody::Notice(NoticeEntry::Drafted(drafted))) => Some(&drafted.notice),
        Some(EntryBody::Notice(NoticeEntry::Issued(issued))) => Some(&issued.notice),
        _ => None,
    }
}

/// The number of the earlier notice that a notice rests on.
pub fn cites(notice: &Notice) -> Option<String> {
    match &notice.content {
        NoticeContent::Cpn(cpn) => cpn.warning.clone(),
        NoticeContent::Fpn(fpn) => fpn.cpn.as_ref().map(|breached| breached.number.clone()),
        NoticeContent::S59Seizure(seizure) => match &seizure.ground {
            Some(SeizureGround::WarnedBefore { warning, .. }) => Some(warning.number.clone()),
            _ => None,
        },
        _ => None,
    }
}

/// The encounters that an entry names as earlier offers of help.
pub fn helps(entry: &KeptEntry) -> Vec<Id> {
    match &entry.says {
        Some(EntryBody::Encounter(EncounterEntry::Step(told))) => match &told.step {
            Step::HelpOffered { earlier: Some(EarlierHelp::OwnEncounters(ids)), .. } => ids.clone(),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// Records of cases that are not closed.
pub fn in_case(facts: &KeepingFacts) -> BTreeSet<Id> {
    let acts = facts.own.iter().filter_map(|one| match &one.body {
        ServerBody::CaseActed(acted) => Some(acted),
        _ => None,
    });
    let open = Cases::of(acts).cases.into_values().filter(|case| case.closed.is_none());
    open.flat_map(|case| case.links.into_keys()).collect()
}

/// A welfare record's story.
pub fn story(entries: &[&KeptEntry]) -> Option<Welfare> {
    Some(case(entries)?.1)
}

/// The same, with what is known of its entries.
pub fn case(entries: &[&KeptEntry]) -> Option<(Case, Welfare)> {
    let first = entries.first()?;
    let told: Vec<TakenIn> = entries
        .iter()
        .filter_map(|entry| match &entry.says {
            Some(EntryBody::Welfare(told)) => {
                Some(TakenIn::new(entry.officer, entry.seq, entry.taken, told.clone()))
            }
            _ => None,
        })
        .collect();
    let mut case = Case::fold(first.notebook, first.officer, first.record, &told);
    let welfare = case.welfare.take()?;
    Some((case, welfare))
}

/// The local day on which the last of entries was taken in; none if that is nobody's guess.
pub fn newest<'a>(entries: impl IntoIterator<Item = &'a KeptEntry>) -> Option<Date> {
    entries.into_iter().map(|entry| entry.taken).max().and_then(|taken| local_date(taken).ok())
}
