//! Telling all projections anew from the journal, a few entries at a time, while others record.
//! Each step is a transaction that reads entries and writes what they say. So whoever looks in between, or after
//! a kill, finds every patrol and note whole: as it was told before, or anew.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_protocol::id::Id;

use crate::error::DeviceError;
use crate::gate::LongRun;
use crate::journal::{retell_notes, retell_record, told_records};
use crate::notebook::Notebook;

/// So many entries, or records, are told in one transaction: a fix recorded meanwhile waits for one of them.
const ENTRIES_AT_ONCE: u64 = 64;
const RECORDS_AT_ONCE: usize = 8;

/// Which entries tell of which record, in the journal before `next`.
#[derive(Debug, Default)]
struct Survey {
    entries: BTreeMap<Id, Vec<u64>>,
    next: u64,
}

impl Survey {
    /// Looks at the next entries and tells the notes among them; `true` at the end of the journal.
    fn go_on(&mut self, notebook: &mut Notebook, officer: Id) -> Result<bool, DeviceError> {
        let head = notebook.ledger.head_point().map_or(0, |point| point.seq);
        if self.next > head {
            return Ok(true);
        }
        let last = self.next.saturating_add(ENTRIES_AT_ONCE - 1);
        // Beyond the journal's end nothing has been told rightly.
        let to = if last >= head { u64::MAX } else { last };
        let found = notebook.ledger.write(|tx| retell_notes(tx, officer, self.next, to))?;
        for (record, seq) in found {
            self.entries.entry(record).or_default().push(seq);
        }
        self.next = last.min(head) + 1;
        Ok(self.next > head)
    }
}

/// Tells all notes and records anew.
pub(crate) fn rebuild(run: &LongRun<'_>) -> Result<(), DeviceError> {
    let officer = run.with(|notebook| Ok(notebook.ledger.identity.officer))?;
    let mut survey = Survey::default();
    while !run.with(|notebook| survey.go_on(notebook, officer))? {}
    let told = run.with(|notebook| notebook.ledger.db.read(told_records))?;
    let records: BTreeSet<Id> = survey.entries.keys().copied().chain(told).collect();
    let records: Vec<Id> = records.into_iter().collect();
    for some in records.chunks(RECORDS_AT_ONCE) {
        run.with(|notebook| {
            // What came since; nothing comes while the notebook is held.
            while !survey.go_on(notebook, officer)? {}
            notebook.ledger.write(|tx| {
                some.iter().try_for_each(|record| {
                    let entries = survey.entries.get(record).map_or(&[][..], Vec::as_slice);
                    retell_record(tx, officer, *record, entries)
                })
            })
        })?;
    }
    Ok(())
}
