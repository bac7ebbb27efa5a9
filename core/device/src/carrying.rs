//! What a notebook that is closed for writing may never bring to the hours by itself: patrols that the server has not
//! signed for whole. Fixes no chunk has taken nobody can send any more, and of two branches the server derives one.
//! The successor tells each of them once more as a record of its own. Where the former notebook, or the phone it was
//! copied from, is heard in the end after all, an officer's time is still one.

use std::collections::BTreeSet;

use beatbook_domain::fence::Boot;
use beatbook_domain::records::alone::{AloneEntry, AloneSet};
use beatbook_domain::records::body::{COARSE_KIND, EntryBody};
use beatbook_domain::records::journal::Moment;
use beatbook_domain::records::patrol::{Ending, Patrol, PatrolAnnotated, PatrolEnded, PatrolEntry};
use beatbook_domain::records::track::FixRun;
use beatbook_domain::track;
use beatbook_protocol::id::Id;
use beatbook_store::ReadTransaction;

use crate::alone::last_word;
use crate::error::DeviceError;
use crate::journal::{Journal, each_entry, entry, patrol_of, record_id};
use crate::notebook::Notebook;
use crate::recording::summarise;
use crate::tracked::{SealWhat, Tracked, run_of};
use crate::zones::Zones;

/// A patrol that the server has not signed for whole when its notebook was closed for writing.
#[derive(Debug)]
pub(crate) struct Carried {
    /// What its entries say for the hours: sign-on, ways of moving, crews, abstractions. What is counted elsewhere
    /// – tallies, references, words – stays with the former notebook, which still hands it over.
    steps: Vec<PatrolEntry>,
    /// The whole track, so that stays are told whole; what came after sign-off is evidence and stays.
    runs: Vec<FixRun>,
    /// As the officer ended it; an open one ends with its last fix.
    ended: Option<PatrolEnded>,
    /// Where it comes from, in words.
    origin: String,
    /// The timer of somebody working alone that runs, and whether its headers hide it; with nothing of a patrol.
    alone: Option<(AloneSet, bool)>,
}

/// One patrol as it is read from its entries.
#[derive(Default)]
struct Found {
    steps: Vec<PatrolEntry>,
    runs: Vec<FixRun>,
    ended: Option<PatrolEnded>,
    /// Whether an entry that counts for the hours has no receipt.
    waits: bool,
}

impl Notebook {
    /// What a successor has to carry on, in order. Of a retired notebook an open patrol always goes along: what the
    /// server signed for may be the other branch's.
    pub(crate) fn not_handed_over(&self) -> Result<Vec<Carried>, DeviceError> {
        let retired = self.ledger.identity.retired.is_some();
        let open = self.tracked.as_ref().filter(|tracked| tracked.is_open());
        self.ledger.db.read(|tx| {
            let waiting = waiting(tx)?;
            let mut patrols: BTreeSet<(u64, Id)> = BTreeSet::new();
            for record in waiting.iter().map(|(_, record)| *record).chain(open.map(|open| open.record)) {
                patrols.extend(patrol_of(tx, record)?.map(|(first, _)| (first, record)));
            }
            let waiting: BTreeSet<u64> = waiting.into_iter().map(|(seq, _)| seq).collect();
            let mut carried = Vec::new();
            for (first, record) in patrols {
                let mut found = find(tx, first, record, &waiting)?;
                if let Some(open) = open.filter(|open| open.record == record) {
                    found.waits |= retired || !open.hot.is_empty();
                    found.runs = open.runs(tx)?;
                }
                if found.waits {
                    let notebook = self.ledger.identity.notebook;
                    let origin = format!("carried over from patrol {record} of notebook {notebook}");
                    let Found { steps, runs, ended, .. } = found;
                    carried.push(Carried { steps, runs, ended, origin, alone: None });
                }
            }
            carried.extend(timer(tx)?);
            Ok(carried)
        })
    }
}

/// The timer that runs: the successor's phone goes on sounding for it.
fn timer(tx: &ReadTransaction<'_>) -> Result<Option<Carried>, DeviceError> {
    let Some(last) = last_word(tx)? else { return Ok(None) };
    let hidden = entry(tx, last.seq)?.map(|line| line.header()).transpose()?;
    let hidden = hidden.is_some_and(|header| header.kind == COARSE_KIND);
    let alone = last.entry.set().map(|set| (set.clone(), hidden));
    let carried = |alone| Carried {
        steps: Vec::new(),
        runs: Vec::new(),
        ended: None,
        origin: String::new(),
        alone: Some(alone),
    };
    Ok(alone.map(carried))
}

/// Entries that no receipt covers, with the record each tells of.
fn waiting(tx: &ReadTransaction<'_>) -> Result<Vec<(u64, Id)>, DeviceError> {
    let outbox: Vec<u64> =
        tx.all("SELECT seq FROM outbox ORDER BY seq", [], |row| Ok(row.get::<_, i64>(0)?.cast_unsigned()))?;
    let mut waiting = Vec::with_capacity(outbox.len());
    for seq in outbox {
        if let Some(line) = entry(tx, seq)? {
            waiting.push((seq, line.header()?.record));
        }
    }
    Ok(waiting)
}

/// Reads a patrol up to its end. What was erased or purged stays away.
fn find(
    tx: &ReadTransaction<'_>,
    first: u64,
    record: Id,
    waiting: &BTreeSet<u64>,
) -> Result<Found, DeviceError> {
    let mut found = Found::default();
    each_entry(tx, first, u64::MAX, |line| {
        let header = line.header()?;
        if header.record != record || found.ended.is_some() {
            return Ok(());
        }
        match line.says(&header) {
            Some(EntryBody::TrackChunk(bytes)) => found.runs.push(run_of(track::decode(&bytes)?)),
            Some(EntryBody::Patrol(PatrolEntry::Ended(ended))) => found.ended = Some(ended),
            Some(EntryBody::Patrol(step)) if is_of_hours(&step) => found.steps.push(step),
            _ => return Ok(()),
        }
        found.waits |= waiting.contains(&line.seq);
        Ok(())
    })?;
    Ok(found)
}

fn is_of_hours(step: &PatrolEntry) -> bool {
    matches!(
        step,
        PatrolEntry::Started(_)
            | PatrolEntry::Changed(_)
            | PatrolEntry::AbstractionStarted(_)
            | PatrolEntry::AbstractionEnded(_)
    )
}

impl Carried {
    /// Tells it in the journal of a successor that tracks no patrol yet.
    pub(crate) fn tell(&self, journal: &mut Journal<'_>) -> Result<(), DeviceError> {
        if let Some((set, hidden)) = &self.alone {
            let record = record_id(journal.platform, &journal.now, *hidden)?;
            journal.append(record, &EntryBody::Alone(AloneEntry::Started(set.clone())), *hidden)?;
        }
        let officer = journal.identity.officer;
        let Some((PatrolEntry::Started(started), steps)) = self.steps.split_first() else { return Ok(()) };
        let mut patrol = Patrol::start(started, officer)?;
        let welfare = started.duty.is_welfare();
        let record = record_id(journal.platform, &journal.now, welfare)?;
        let append = |journal: &mut Journal<'_>, step: PatrolEntry| {
            journal.append(record, &EntryBody::Patrol(step), welfare)
        };
        let first = append(journal, PatrolEntry::Started(started.clone()))?;
        for step in steps {
            // Without an entry that was erased a later one may not fit any more.
            if patrol.apply(step, officer).is_ok() {
                append(journal, step.clone())?;
            }
        }
        let mut tracked = Tracked::started(first, record, patrol.clone(), None);
        for run in &self.runs {
            let boot = Boot { id: run.boot, wall_offset: run.wall_offset };
            let sealed = tracked.seal(journal, boot, &run.fixes, SealWhat::All)?;
            tracked.sealed(&sealed, boot, &run.fixes);
        }
        let ended = self.ending(tracked.last_moment());
        let at = ended.at;
        let ended = PatrolEntry::Ended(ended);
        patrol.apply(&ended, officer)?;
        append(journal, ended)?;
        let summary = summarise(journal, &tracked, &patrol, at, &mut Zones::none(None))?;
        for body in summary.to_bodies()? {
            journal.append(record, &EntryBody::PatrolSummary(body), welfare)?;
        }
        if self.ended.is_some() {
            // Its end is the officer's own: where it comes from is said beside it.
            let (at, text) = (journal.now.moment(), self.origin.clone());
            append(journal, PatrolEntry::Annotated(PatrolAnnotated { at, text }))?;
        }
        Ok(())
    }

    fn ending(&self, last_fix: Moment) -> PatrolEnded {
        let at_last_fix =
            || PatrolEnded { at: last_fix, ending: Ending::ClosedAtLastFix { reason: self.origin.clone() } };
        self.ended.clone().unwrap_or_else(at_last_fix)
    }
}
