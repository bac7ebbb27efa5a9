//! The phone's access log: every look at records of persons is written down before the answer is given, here and nowhere else.
//! A row holds no name, no place and no word. It goes to the server with the next sync, which keeps it in the authority's log.

use std::sync::atomic::{AtomicU32, Ordering};

use beatbook_domain::access::Area;
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::looked::{LOOKS_MAX, Look, Looked, LookedHow};
use beatbook_protocol::id::Id;
use beatbook_store::{ReadTransaction, ReserveState, WriteTransaction, params};

use crate::beatbook::{Beatbook, Told};
use crate::error::DeviceError;
use crate::gate::Gate;
use crate::journal::{entry, record_id};
use crate::notebook::Notebook;
use crate::reading::LIST_MAX;

/// The same look again within so many milliseconds is the same row.
const AGAIN_MS: i64 = 60_000;
/// So many newest rows are asked whether a look was written down just now.
const NEWEST: u32 = 16;

/// A look that is about to be answered.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Looking {
    how: LookedHow,
    area: Option<Area>,
    record: Option<Id>,
    /// Written down even if nothing was found: the question itself was about somebody.
    empty: bool,
}

impl Looking {
    /// One record is opened.
    pub(crate) fn view(area: Area, record: Id) -> Self {
        Self { how: LookedHow::View, area: Some(area), record: Some(record), empty: false }
    }

    /// Records are listed.
    pub(crate) fn list(area: Area) -> Self {
        Self { how: LookedHow::List, area: Some(area), record: None, empty: false }
    }

    /// Something earlier is looked up for a person of a record.
    pub(crate) fn person(area: Area, record: Id) -> Self {
        Self { how: LookedHow::PersonLookup, empty: true, ..Self::view(area, record) }
    }

    /// The same by the registration of a vehicle of the record.
    pub(crate) fn vehicle(area: Area, record: Id) -> Self {
        Self { how: LookedHow::VehicleLookup, ..Self::person(area, record) }
    }

    /// A copy for paper is made of a record.
    pub(crate) fn print(area: Area, record: Id) -> Self {
        Self { how: LookedHow::Printed, ..Self::view(area, record) }
    }

    /// Briefing cards are opened: which one, if it is one alone.
    pub(crate) fn cards(opened: &[Id]) -> Self {
        let record = if let [card] = opened { Some(*card) } else { None };
        Self { how: LookedHow::CardOpened, record, ..Self::list(Area::Enforcement) }
    }

    /// The whole notebook is written out.
    pub(crate) fn export() -> Self {
        Self { how: LookedHow::Exported, area: None, record: None, empty: true }
    }

    /// A body is erased.
    pub(crate) fn erased(area: Option<Area>, record: Id) -> Self {
        Self { how: LookedHow::Erased, area, record: Some(record), empty: true }
    }
}

/// What the log needs beside the notebook; it outlives a pause.
pub(crate) struct Looks {
    /// The longest a request may take, milliseconds: the legal time is no surer than that.
    longest: u64,
    /// Looks that could not be written down since the last one that was.
    missed: AtomicU32,
}

impl Looks {
    pub(crate) fn new(longest: u64) -> Self {
        Self { longest, missed: AtomicU32::new(0) }
    }
}

impl Gate {
    /// Runs a short call that reads records of persons, and writes that down before it is answered; `shown` counts what is.
    pub(crate) fn look<T>(
        &self,
        looking: Looking,
        shown: impl FnOnce(&T) -> usize,
        act: impl FnOnce(&mut Notebook) -> Result<T, DeviceError>,
    ) -> Result<T, DeviceError> {
        self.with(|notebook| {
            let answer = act(notebook)?;
            notebook.write_down(looking, shown(&answer), self.looks());
            Ok(answer)
        })
    }
}

/// A row of the phone's access log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessRow {
    /// Its number on this phone.
    pub number: u64,
    /// Who looked is the officer of the notebook; at what and when.
    pub look: Look,
    /// Whether an entry for the server has it.
    pub told: bool,
}

/// Rows of the phone's access log, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessLog {
    /// The rows.
    pub rows: Vec<AccessRow>,
    /// Looks since the last row that could not be written down, as the phone was full; the next row says so for good.
    pub missed: u32,
}

impl Beatbook {
    /// Who looked at what on this phone, after a row's number, in order; at most 1,000. That somebody reads it is written
    /// down as well.
    ///
    /// # Errors
    /// Storage errors.
    pub fn access_log(&self, after: Option<u64>, limit: u32) -> Told<AccessLog> {
        let sql =
            "SELECT number, told, entry IS NOT NULL FROM access WHERE number > ?1 ORDER BY number LIMIT ?2";
        let after = after.map_or(-1, |after| i64::try_from(after).unwrap_or(i64::MAX));
        let counted = |rows: &Vec<AccessRow>| rows.len();
        let rows = self.gate.look(Looking::list(Area::Audit), counted, |notebook| {
            notebook.ledger.db.read(|tx| {
                let rows = tx.all(sql, params![after, limit.min(LIST_MAX)], |row| {
                    Ok((row.get::<_, i64>(0)?.cast_unsigned(), row.get::<_, String>(1)?, row.get(2)?))
                })?;
                let row = |(number, look, told): (u64, String, bool)| {
                    Ok(AccessRow { number, look: parse(&look)?, told })
                };
                rows.into_iter().map(row).collect()
            })
        })?;
        Ok(AccessLog { rows, missed: self.gate.looks().missed.load(Ordering::SeqCst) })
    }
}

impl Notebook {
    /// Writes a look down, unless it is the same as one within the last minute. Nobody is refused an answer because the phone is
    /// full: what is missed is counted, and the next row says so.
    pub(crate) fn write_down(&self, looking: Looking, shown: usize, looks: &Looks) {
        if shown == 0 && !looking.empty {
            return;
        }
        if self.try_to_write_down(looking, shown, looks).is_err() {
            looks.missed.fetch_add(1, Ordering::SeqCst);
        }
    }

    fn try_to_write_down(&self, looking: Looking, shown: usize, looks: &Looks) -> Result<(), DeviceError> {
        let now = self.ledger.now()?;
        let missed = looks.missed.load(Ordering::SeqCst);
        let look = Look {
            look: record_id(&*self.ledger.platform, &now, true)?,
            at: now.moment(),
            time: self.legal_now(&now, looks.longest).ok(),
            how: looking.how,
            area: looking.area,
            record: looking.record,
            rows: u32::try_from(shown).unwrap_or(u32::MAX),
            missed,
        };
        let is_again = |before: &Look| {
            let since = look.at.mono - before.at.mono;
            before.is_like(&look)
                && before.rows >= look.rows
                && before.at.boot == look.at.boot
                && (0..AGAIN_MS).contains(&since)
        };
        if missed == 0 && self.ledger.db.read(newest)?.iter().any(is_again) {
            return Ok(());
        }
        let told = spell(&look)?;
        // What is kept back for a full phone is kept for notices; and nobody waits for a look to be on the medium.
        self.ledger.db.write_lightly(|tx| {
            tx.execute("INSERT INTO access (told) VALUES (?1)", params![told])?;
            Ok::<_, DeviceError>(())
        })?;
        looks.missed.fetch_sub(missed, Ordering::SeqCst);
        Ok(())
    }

    /// The look that erasing the body of an entry is.
    pub(crate) fn erasing(&self, seq: u64) -> Result<Looking, DeviceError> {
        let line = self.ledger.db.read(|tx| entry(tx, seq))?.ok_or(DeviceError::NotFound)?;
        let header = line.header()?;
        let area = match line.says(&header) {
            Some(EntryBody::Encounter(_) | EntryBody::Notice(_) | EntryBody::Premises(_)) => {
                Some(Area::Enforcement)
            }
            Some(EntryBody::Count(_)) => Some(Area::Count),
            Some(EntryBody::Welfare(_) | EntryBody::Tent(_) | EntryBody::Encampment(_)) => {
                Some(Area::Welfare)
            }
            Some(EntryBody::Patrol(_) | EntryBody::TrackChunk(_) | EntryBody::PatrolSummary(_)) => {
                Some(Area::Patrol)
            }
            _ => None,
        };
        Ok(Looking::erased(area, header.record))
    }

    /// Puts what was looked at since the last time into the journal, for the server: one entry, or some if it is much. A
    /// notebook that is closed for writing leaves it to its successor.
    pub(crate) fn tell_looks(&mut self) -> Result<(), DeviceError> {
        if self.ledger.check_writable().is_err() || self.ledger.db.reserve() == ReserveState::Used {
            return Ok(());
        }
        let waiting = self.ledger.db.read(waiting)?;
        if waiting.is_empty() {
            return Ok(());
        }
        let now = self.ledger.now()?;
        let mut bodies = Vec::new();
        for some in waiting.chunks(LOOKS_MAX) {
            let (numbers, looks): (Vec<i64>, Vec<Look>) = some.iter().cloned().unzip();
            let record = record_id(&*self.ledger.platform, &now, true)?;
            bodies.push((numbers, record, EntryBody::Looked(Looked { at: now.moment(), looks })));
        }
        self.ledger.append(now, |journal| {
            for (numbers, record, body) in &bodies {
                let entry = journal.append(*record, body, true)?;
                went_in(journal.tx, numbers, entry)?;
            }
            Ok(())
        })
    }

    /// Takes over what a notebook that is closed for writing can tell nobody any more.
    pub(crate) fn take_looks_of(&mut self, former: &mut Self) -> Result<(), DeviceError> {
        let waiting = former.ledger.db.read(waiting)?;
        if waiting.is_empty() {
            return Ok(());
        }
        // Broken off in between, some are here twice; the server counts each once.
        self.ledger.write(|tx| {
            waiting.iter().try_for_each(|(_, look)| {
                tx.execute("INSERT INTO access (told) VALUES (?1)", params![spell(look)?])?;
                Ok::<_, DeviceError>(())
            })
        })?;
        let numbers: Vec<i64> = waiting.into_iter().map(|(number, _)| number).collect();
        former.ledger.write(|tx| went_in(tx, &numbers, 0))
    }
}

/// Drops rows whose entry's body has left this phone.
pub(crate) fn forget_looks(tx: &WriteTransaction<'_>) -> Result<(), DeviceError> {
    tx.execute(
        "DELETE FROM access WHERE entry IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM entry e WHERE e.seq = access.entry AND e.state = 0)",
        [],
    )?;
    Ok(())
}

fn went_in(tx: &WriteTransaction<'_>, numbers: &[i64], entry: u64) -> Result<(), DeviceError> {
    for number in numbers {
        tx.execute("UPDATE access SET entry = ?2 WHERE number = ?1", params![number, entry.cast_signed()])?;
    }
    Ok(())
}

/// Rows the server has not been told of: all behind the last one that went, so that no index is written with each look.
fn waiting(tx: &ReadTransaction<'_>) -> Result<Vec<(i64, Look)>, DeviceError> {
    let sql = "SELECT number, told FROM access WHERE number > coalesce(
                 (SELECT number FROM access WHERE entry IS NOT NULL ORDER BY number DESC LIMIT 1), -1) ORDER BY number";
    let rows = tx.all(sql, [], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)))?;
    rows.into_iter().map(|(number, told)| Ok((number, parse(&told)?))).collect()
}

fn newest(tx: &ReadTransaction<'_>) -> Result<Vec<Look>, DeviceError> {
    let sql = "SELECT told FROM access ORDER BY number DESC LIMIT ?1";
    let rows = tx.all(sql, params![NEWEST], |row| row.get::<_, String>(0))?;
    rows.iter().map(|told| parse(told)).collect()
}

fn spell(look: &Look) -> Result<String, DeviceError> {
    serde_json::to_string(look).map_err(|_| DeviceError::Bug("access"))
}

fn parse(told: &str) -> Result<Look, DeviceError> {
    serde_json::from_slice(told.as_bytes()).map_err(|_| DeviceError::Row("access"))
}
