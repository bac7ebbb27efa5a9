//! What the entries of one phone's part come to, and which of them do not fit.

use beatbook_domain::counts::decisions::Word;
use beatbook_domain::records::count::CountEntry;
use beatbook_domain::records::count::story::CountPart;
use beatbook_protocol::id::Id;

use crate::store::CountTold;

/// The code of a decision in another's name.
const ANOTHER_OFFICER: &str = "count_another_officer";

/// What is known of one entry of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// It tells of a count.
    Entry(CountEntry),
    /// Its body has not come yet.
    Missing,
    /// Its body was erased or purged, or tells of something else.
    Gone,
}

/// A part as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Story {
    /// The part; absent before its first entry is known.
    pub part: Option<CountPart>,
    /// Entries that do not fit, with their codes.
    pub refused: Vec<(u64, &'static str)>,
}

/// Folds the entries of a part of `own`'s, in order of number. What follows a body that has not come waits for it.
#[must_use]
pub fn fold(own: Id, entries: impl IntoIterator<Item = (u64, Told)>) -> Story {
    let mut story = Story::default();
    for (seq, told) in entries {
        let entry = match told {
            Told::Missing => break,
            Told::Gone => continue,
            Told::Entry(entry) => entry,
        };
        let taken = match (&mut story.part, &entry) {
            (_, CountEntry::Decision(decision)) if decision.by != own => {
                story.refused.push((seq, ANOTHER_OFFICER));
                continue;
            }
            (Some(part), entry) => part.apply(entry),
            (none, entry) => CountPart::begin(entry).map(|part| *none = Some(part)),
        };
        if let Err(refusal) = taken {
            story.refused.push((seq, refusal.code()));
        }
    }
    story
}

/// What an entry says of a pair, if it does.
pub(super) fn word(told: &CountTold) -> Option<Word> {
    match &told.entry {
        CountEntry::Decision(decision) => Word::of(told.order, told.officer, decision),
        _ => None,
    }
}
