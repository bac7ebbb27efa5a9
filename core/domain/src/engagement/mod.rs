//! Engagements as all journals tell them: one story each from any order of arrival, totals that add up, parishes.

pub mod kinds;
pub mod parishes;
pub mod totals;

use std::collections::BTreeMap;

use beatbook_protocol::id::Id;
use jiff::civil::Date;
use serde::Serialize;
use thiserror::Error;

use crate::calendar::local_date;
use crate::records::engagement::{EngagementDetails, EngagementEntry, EngagementForm, EngagementRecorded};
use crate::records::reference::Reference;

/// An entry as it stands in a journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The notebook.
    pub notebook: Id,
    /// Whose it is.
    pub by: Id,
    /// The engagement.
    pub record: Id,
    /// The entry's number.
    pub seq: u64,
    /// What it says.
    pub entry: EngagementEntry,
}

/// Why an entry does not hold. It is kept all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum EngagementRefusal {
    /// It is there already.
    #[error("this engagement is recorded already: correct it instead")]
    RecordedAlready,
    /// It was taken back.
    #[error("this engagement was taken back: record it anew")]
    TakenBackAlready,
    /// It is told of before it was recorded.
    #[error("this comes before the engagement was recorded: record it first")]
    NotRecorded,
    /// No zone of the authority is a ward of this code.
    #[error(
        "no ward here has this code: look at it again, sync first, or leave it out and the ward at the place is taken"
    )]
    UnknownWard,
    /// No parish of the authority has this code.
    #[error("no parish has this code: look at it again in the list of kinds and parishes, or sync first")]
    UnknownParish,
    /// Its form.
    #[error(transparent)]
    Form(#[from] EngagementForm),
}

impl EngagementRefusal {
    /// A stable name for scripts and tests.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::RecordedAlready => "recorded_already",
            Self::TakenBackAlready => "taken_back_already",
            Self::NotRecorded => "not_recorded",
            Self::UnknownWard => "unknown_ward",
            Self::UnknownParish => "unknown_parish",
            Self::Form(form) => form.code(),
        }
    }
}

/// A reason that was given, and the entry that gives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// The entry's number.
    pub seq: u64,
    /// Why.
    pub why: String,
}

/// An engagement as its entries tell it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Engagement {
    /// The notebook that tells it.
    pub notebook: Id,
    /// Whose it is.
    pub by: Id,
    /// The engagement.
    pub record: Id,
    /// Number of its first entry.
    pub first: u64,
    /// As it was recorded.
    pub recorded: EngagementRecorded,
    /// What it was, by the newest word.
    pub details: EngagementDetails,
    /// Name of its own operation, by the newest word.
    pub operation: Option<String>,
    /// Corrections, in order.
    pub corrections: Vec<Reason>,
    /// What it is called in other systems.
    pub references: Vec<Reference>,
    /// It is not counted any more.
    pub taken_back: Option<Reason>,
    /// Entries that do not hold.
    pub refused: Vec<(u64, EngagementRefusal)>,
}

impl Engagement {
    /// Whether it counts.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.taken_back.is_none()
    }

    /// The local day it began on.
    #[must_use]
    pub fn day(&self) -> Option<Date> {
        local_date(self.details.from).ok()
    }

    fn begin(told: &Told, recorded: &EngagementRecorded) -> Self {
        Self {
            notebook: told.notebook,
            by: told.by,
            record: told.record,
            first: told.seq,
            recorded: recorded.clone(),
            details: recorded.details.clone(),
            operation: recorded.operation.clone(),
            corrections: Vec::new(),
            references: Vec::new(),
            taken_back: None,
            refused: Vec::new(),
        }
    }

    /// Whether an entry would hold.
    ///
    /// # Errors
    /// Why it would not.
    pub fn check(&self, seq: u64, entry: &EngagementEntry) -> Result<(), EngagementRefusal> {
        if seq < self.first {
            return Err(EngagementRefusal::NotRecorded);
        }
        if matches!(entry, EngagementEntry::Recorded(_)) {
            return Err(EngagementRefusal::RecordedAlready);
        }
        if self.taken_back.is_some() {
            return Err(EngagementRefusal::TakenBackAlready);
        }
        Ok(entry.check()?)
    }

    fn take(&mut self, seq: u64, entry: &EngagementEntry) {
        if let Err(refusal) = self.check(seq, entry) {
            return self.refused.push((seq, refusal));
        }
        match entry {
            EngagementEntry::Recorded(_) => {}
            EngagementEntry::Corrected(corrected) => {
                self.details.clone_from(&corrected.details);
                if corrected.operation.is_some() {
                    self.operation.clone_from(&corrected.operation);
                }
                self.corrections.push(Reason { seq, why: corrected.why.clone() });
            }
            EngagementEntry::Referenced(told) => self.references.push(told.reference.clone()),
            EngagementEntry::TakenBack(back) => self.taken_back = Some(Reason { seq, why: back.why.clone() }),
        }
    }
}

/// All engagements, whatever the order in which their entries came and however often. One without a beginning that can be
/// kept is not among them: its beginning is still to come, or erased, or not well formed.
#[must_use]
pub fn fold<'a>(told: impl IntoIterator<Item = &'a Told>) -> Vec<Engagement> {
    let in_order: BTreeMap<(Id, Id, u64), &Told> =
        told.into_iter().map(|one| ((one.notebook, one.record, one.seq), one)).collect();
    let entries: Vec<&Told> = in_order.into_values().collect();
    let records = entries.chunk_by(|one, next| (one.notebook, one.record) == (next.notebook, next.record));
    records.filter_map(story).collect()
}

fn story(entries: &[&Told]) -> Option<Engagement> {
    let begins =
        |one: &&&Told| matches!(one.entry, EngagementEntry::Recorded(_)) && one.entry.check().is_ok();
    let first = entries.iter().find(begins)?;
    let EngagementEntry::Recorded(recorded) = &first.entry else { return None };
    let mut story = Engagement::begin(first, recorded);
    for one in entries.iter().filter(|one| one.seq != first.seq) {
        story.take(one.seq, &one.entry);
    }
    Some(story)
}
