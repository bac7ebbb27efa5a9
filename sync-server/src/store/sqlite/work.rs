//! Registers of the beat in SQLite: which entries tell of engagements and encounters of operations, and what the desk tells.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use async_trait::async_trait;
use beatbook_domain::presence::Interval;
use beatbook_domain::records::alone::AloneRefusal;
use beatbook_domain::records::body::{COARSE_KIND, EntryBody};
use beatbook_domain::records::case::LinkedKind;
use beatbook_domain::records::engagement::EngagementForm;
use beatbook_domain::records::premises::PremisesForm;
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::records::tasking::{TaskAnswer, TaskForm, TaskSet};
use beatbook_domain::records::work::Work;
use beatbook_domain::tasks::DeskSays;
use beatbook_protocol::entry::Header;
use beatbook_protocol::id::Id;
use beatbook_store::{ReadTransaction, WriteTransaction, params};

use super::ingest::NotebookRow;
use super::register::{reject, story};
use super::rows::{self, int};
use super::{SqliteStore, access, journal, tasks};
use crate::auth::Scope;
use crate::error::Fault;
use crate::journal::Pen;
use crate::store::{PatrolTold, WorkFacts, WorkStore, WorkTold};

/// Takes note of an entry that tells for a register; answers why it is not well formed, if so. Whether it fits the others
/// is asked of the fold whenever somebody looks: what is still to come may change it.
pub fn note(
    tx: &WriteTransaction<'_>,
    pen: &Pen,
    row: &NotebookRow,
    (record, seq): (Id, u64),
    (work, says): (Work, &EntryBody),
) -> Result<Option<&'static str>, Fault> {
    tx.execute(
        "INSERT OR IGNORE INTO work_entry (authority, notebook, work, record, seq) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![row.authority, row.number, work.name(), record.as_bytes(), int(seq)],
    )?;
    let code = match says {
        EntryBody::Engagement(entry) => entry.check().err().map(EngagementForm::code),
        EntryBody::TaskAnswered(told) => told.check().err().map(TaskForm::code),
        EntryBody::Premises(entry) => entry.check().err().map(PremisesForm::code),
        EntryBody::Alone(told) => told.check().err().map(AloneRefusal::code),
        _ => None,
    };
    if let Some(code) = code {
        reject(tx, row.number, seq, code)?;
    }
    if let EntryBody::TaskAnswered(told) = says
        && matches!(told.answer, TaskAnswer::HandedOver { .. } | TaskAnswer::Done { .. })
    {
        tasks::settle(tx, pen, row.authority, record)?;
    }
    Ok(code)
}

/// The same of an entry of the authority's own journal.
pub fn note_own(
    tx: &WriteTransaction<'_>,
    authority: i64,
    (record, seq): (Id, u64),
    work: Work,
) -> Result<(), Fault> {
    tx.execute(
        "INSERT INTO work_entry (authority, work, record, seq) VALUES (?1, ?2, ?3, ?4)",
        params![authority, work.name(), record.as_bytes(), int(seq)],
    )?;
    Ok(())
}

/// Everything that is told for a register, or of one of its records.
pub fn facts(
    tx: &ReadTransaction<'_>,
    authority: i64,
    work: Work,
    about: Option<Id>,
) -> Result<WorkFacts, Fault> {
    type Found = ([Id; 3], u64, Vec<u8>, Vec<u8>);
    let found: Vec<Found> = tx.all(
        "SELECT n.id, n.officer, e.record, e.seq, h.header, b.bytes FROM work_entry e
           JOIN notebook n ON n.number = e.notebook
           JOIN entry h ON h.place = e.notebook * 4294967296 + e.seq
           JOIN body b ON b.place = e.notebook * 4294967296 + e.seq
         WHERE e.authority = ?1 AND e.work = ?2 AND (?3 IS NULL OR e.record = ?3) AND b.bytes IS NOT NULL
         ORDER BY e.taken",
        params![authority, work.name(), about.map(|record| *record.as_bytes())],
        |row| {
            let ids = [rows::id(row, 0)?, rows::id(row, 1)?, rows::id(row, 2)?];
            Ok((ids, rows::number(row, 3)?, row.get(4)?, row.get(5)?))
        },
    )?;
    let mut told = Vec::with_capacity(found.len());
    for ([notebook, officer, record], seq, header, bytes) in found {
        let header = Header::parse(&header).map_err(|_| Fault::Damaged { what: "header" })?;
        if let Ok(says) = EntryBody::parse(&header.kind, header.schema, &bytes) {
            let hidden = header.kind == COARSE_KIND;
            told.push(WorkTold { notebook, officer, record, seq, hidden, says });
        }
    }
    Ok(WorkFacts { told, own: own(tx, authority, work, about)? })
}

/// When records of a register whose beginning is erased were told, by their first and last headers of what is gone, at the latest
/// when that was taken in. They count nowhere, whatever a phone that did not know has told of them since.
fn erased(tx: &ReadTransaction<'_>, authority: i64, work: Work) -> Result<Vec<(i64, i64)>, Fault> {
    let found: Vec<(Id, Vec<u8>, Option<i64>, bool)> = tx.all(
        "SELECT e.taken, e.record, h.header, b.taken, b.bytes IS NULL AND b.state <> 0 FROM work_entry e
           JOIN entry h ON h.place = e.notebook * 4294967296 + e.seq
           JOIN body b ON b.place = e.notebook * 4294967296 + e.seq
         WHERE e.authority = ?1 AND e.work = ?2
         UNION ALL
         SELECT e.taken, e.record, s.header, NULL, s.body IS NULL FROM work_entry e
           JOIN server_entry s ON s.place = e.authority * 4294967296 + e.seq
         WHERE e.authority = ?1 AND e.work = ?2 AND e.notebook IS NULL
         ORDER BY 1",
        params![authority, work.name()],
        |row| Ok((rows::id(row, 1)?, row.get(2)?, row.get(3)?, row.get(4)?)),
    )?;
    let mut records: BTreeMap<Id, Option<(i64, i64)>> = BTreeMap::new();
    for (record, header, taken, is_gone) in found {
        let header = Header::parse(&header).map_err(|_| Fault::Damaged { what: "header" })?;
        // Tables count sensitive tasks, and nothing else that is told behind such a header.
        let counts = work == Work::Task || header.kind != COARSE_KIND;
        let at = taken.map_or(header.wall, |taken| header.wall.min(taken));
        let told = Some((at, at)).filter(|_| is_gone && counts);
        let span = records.entry(record).or_insert(told);
        *span = span.map(|(first, last)| told.map_or((first, last), |_| (first.min(at), last.max(at))));
    }
    Ok(records.into_values().flatten().collect())
}

/// What the desk tells.
pub fn own(
    tx: &ReadTransaction<'_>,
    authority: i64,
    work: Work,
    about: Option<Id>,
) -> Result<Vec<ServerBody>, Fault> {
    let found: Vec<(Vec<u8>, Option<Vec<u8>>)> = tx.all(
        "SELECT s.header, s.body FROM work_entry e
           JOIN server_entry s ON s.place = e.authority * 4294967296 + e.seq
         WHERE e.authority = ?1 AND e.work = ?2 AND (?3 IS NULL OR e.record = ?3) AND e.notebook IS NULL
         ORDER BY e.taken",
        params![authority, work.name(), about.map(|record| *record.as_bytes())],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let mut own = Vec::with_capacity(found.len());
    for (header, bytes) in found {
        let header = Header::parse(&header).map_err(|_| Fault::Damaged { what: "journal" })?;
        own.extend(bytes.and_then(|bytes| ServerBody::parse(&header.kind, header.schema, &bytes).ok()));
    }
    Ok(own)
}

/// Where records of each kind are found by their id.
const KINDS: [(LinkedKind, &str); 8] = [
    (LinkedKind::Notice, "SELECT 1 FROM notice_number WHERE authority = ?1 AND record = ?2"),
    (LinkedKind::Task, "SELECT 1 FROM work_entry WHERE authority = ?1 AND record = ?2 AND work = 'task'"),
    (
        LinkedKind::Engagement,
        "SELECT 1 FROM work_entry WHERE authority = ?1 AND record = ?2 AND work = 'engagement'
           AND notebook IS NOT NULL",
    ),
    (
        LinkedKind::PremisesVisit,
        "SELECT 1 FROM work_entry WHERE authority = ?1 AND record = ?2 AND work = 'premises'
           AND notebook IS NOT NULL",
    ),
    (
        LinkedKind::Encounter,
        "SELECT 1 FROM work_entry WHERE authority = ?1 AND record = ?2 AND work = 'operation'",
    ),
    (LinkedKind::Encampment, "SELECT 1 FROM encampment_entry WHERE authority = ?1 AND record = ?2"),
    (LinkedKind::Patrol, "SELECT 1 FROM patrol WHERE authority = ?1 AND record = ?2"),
    (
        LinkedKind::Welfare,
        "SELECT 1 FROM welfare_entry w JOIN notebook n ON n.number = w.notebook
         WHERE n.authority = ?1 AND w.record = ?2",
    ),
];

fn record_named(
    tx: &ReadTransaction<'_>,
    authority: i64,
    named: &str,
) -> Result<Option<(Id, LinkedKind)>, Fault> {
    let Ok(id) = named.parse::<Id>() else {
        let sql = "SELECT record FROM notice_number WHERE authority = ?1 AND number = ?2";
        let notice = tx.maybe(sql, params![authority, named.to_uppercase()], |row| rows::id(row, 0))?;
        return Ok(notice.map(|record| (record, LinkedKind::Notice)));
    };
    for (kind, sql) in KINDS {
        if tx.maybe(sql, params![authority, id.as_bytes()], |_| Ok(()))?.is_none() {
            continue;
        }
        // What hides behind its header is no task to those who may not know of it.
        let hides = |says: DeskSays| says.set().is_some_and(TaskSet::is_discreet);
        if kind == LinkedKind::Task {
            let own = own(tx, authority, Work::Task, Some(id))?;
            if own.iter().filter_map(DeskSays::of).any(hides) {
                return Ok(None);
            }
        }
        return Ok(Some((id, kind)));
    }
    Ok(None)
}

/// A row of a patrol: notebook, officer, record, begin.
type PatrolRow = (i64, Id, Id, i64);

fn patrols(
    tx: &ReadTransaction<'_>,
    authority: i64,
    began: Interval,
    named: &BTreeSet<Id>,
) -> Result<Vec<PatrolTold>, Fault> {
    let sql =
        "SELECT p.notebook, n.officer, p.record, p.span_from FROM patrol p JOIN notebook n ON n.number = p.notebook
         WHERE p.authority = ?1";
    let row = |row: &beatbook_store::Row<'_>| -> beatbook_store::RowResult<PatrolRow> {
        Ok((row.get(0)?, rows::id(row, 1)?, rows::id(row, 2)?, row.get(3)?))
    };
    let within = format!("{sql} AND p.span_from >= ?2 AND p.span_from < ?3 ORDER BY p.number");
    let mut found: Vec<PatrolRow> = tx.all(&within, params![authority, began.from, began.to], row)?;
    let here: BTreeSet<Id> = found.iter().map(|one| one.2).collect();
    let one = format!("{sql} AND p.record = ?2 ORDER BY p.number");
    for record in named.difference(&here) {
        found.extend(tx.all(&one, params![authority, record.as_bytes()], row)?);
    }
    let mut patrols = Vec::with_capacity(found.len());
    for (notebook, officer, record, from) in found {
        let told = story(tx, notebook, officer, record)?.patrol;
        patrols.extend(told.map(|patrol| PatrolTold { officer, record, from, patrol }));
    }
    Ok(patrols)
}

#[async_trait]
impl WorkStore for SqliteStore {
    async fn work_facts(&self, scope: &Scope, work: Work) -> Result<WorkFacts, Fault> {
        let scope = *scope;
        self.read(move |tx| facts(tx, rows::authority(tx, &scope)?, work, None)).await
    }

    async fn work_erased(&self, scope: &Scope, work: Work) -> Result<Vec<(i64, i64)>, Fault> {
        let scope = *scope;
        self.read(move |tx| erased(tx, rows::authority(tx, &scope)?, work)).await
    }

    async fn patrols_told(
        &self,
        scope: &Scope,
        began: Interval,
        named: BTreeSet<Id>,
    ) -> Result<Vec<PatrolTold>, Fault> {
        let scope = *scope;
        self.read(move |tx| patrols(tx, rows::authority(tx, &scope)?, began, &named)).await
    }

    async fn tell_work(
        &self,
        scope: &Scope,
        about: Id,
        bodies: Vec<ServerBody>,
        what: String,
    ) -> Result<(), Fault> {
        let (pen, scope) = (Arc::clone(&self.pen), *scope);
        self.write(move |tx| {
            let authority = rows::authority(tx, &scope)?;
            for body in &bodies {
                journal::append(tx, &pen, authority, about, body)?;
            }
            access::log(tx, &scope, pen.clock().now(), &what, None)
        })
        .await
    }

    async fn record_named(&self, scope: &Scope, named: &str) -> Result<Option<(Id, LinkedKind)>, Fault> {
        let (scope, named) = (*scope, named.to_owned());
        self.read(move |tx| record_named(tx, rows::authority(tx, &scope)?, &named)).await
    }
}
