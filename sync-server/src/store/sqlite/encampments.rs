//! Encampments in SQLite: which entries tell of them, what the desk tells, and what phones were told last.

use std::sync::Arc;

use async_trait::async_trait;
use beatbook_domain::access::Audience;
use beatbook_domain::encampments::Told;
use beatbook_domain::encampments::standing::EncampmentStanding;
use beatbook_domain::encampments::tents::TentSaid;
use beatbook_domain::records::body::{COARSE_KIND, EntryBody};
use beatbook_domain::records::encampment::{EncampmentForm, EntryAt};
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::records::tent::TentForm;
use beatbook_protocol::entry::Header;
use beatbook_protocol::id::Id;
use beatbook_store::{ReadTransaction, WriteTransaction, params};
use serde::Serialize;

use super::ingest::NotebookRow;
use super::register::reject;
use super::rows::{self, int, new_place};
use super::{SqliteStore, access, admin, grounds, journal};
use crate::auth::Scope;
use crate::error::Fault;
use crate::journal::Pen;
use crate::random;
use crate::store::{
    Acted, EncampmentDecided, EncampmentFacts, EncampmentMark, EncampmentStore, EncampmentsTold,
};

/// Takes note of an entry that tells of an encampment; answers why it is not well formed, if so. Whether it fits the others
/// is asked of the fold whenever somebody looks: what is still to come may change it.
pub fn note(
    tx: &WriteTransaction<'_>,
    row: &NotebookRow,
    (record, seq): (Id, u64),
    says: &EntryBody,
) -> Result<Option<&'static str>, Fault> {
    tx.execute(
        "INSERT OR IGNORE INTO encampment_entry (authority, notebook, record, seq) VALUES (?1, ?2, ?3, ?4)",
        params![row.authority, row.number, record.as_bytes(), int(seq)],
    )?;
    let code = match says {
        EntryBody::Encampment(entry) => entry.check(record).err().map(EncampmentForm::code),
        EntryBody::Tent(entry) => entry.check().err().map(TentForm::code),
        _ => None,
    };
    if let Some(code) = code {
        reject(tx, row.number, seq, code)?;
    }
    Ok(code)
}

/// The same of an entry of the authority's own journal.
pub fn note_own(tx: &WriteTransaction<'_>, authority: i64, record: Id, seq: u64) -> Result<(), Fault> {
    tx.execute(
        "INSERT INTO encampment_entry (authority, record, seq) VALUES (?1, ?2, ?3)",
        params![authority, record.as_bytes(), int(seq)],
    )?;
    Ok(())
}

/// All that was told, as it came.
pub fn facts(tx: &ReadTransaction<'_>, authority: i64) -> Result<EncampmentFacts, Fault> {
    let officers = admin::officers(tx, authority)?.into_iter().map(|one| (one.code, one.id));
    let (colleagues, mark) = (officers.collect(), mark(tx, authority)?);
    let mut facts = EncampmentFacts { told: Vec::new(), tents: Vec::new(), colleagues, mark };
    notebooks(tx, authority, &mut facts)?;
    own(tx, authority, &mut facts)?;
    Ok(facts)
}

/// What notebooks tell.
fn notebooks(tx: &ReadTransaction<'_>, authority: i64, facts: &mut EncampmentFacts) -> Result<(), Fault> {
    type Found = ([Id; 3], u64, Vec<u8>, Vec<u8>);
    let found: Vec<Found> = tx.all(
        "SELECT n.id, n.officer, e.record, e.seq, h.header, b.bytes FROM encampment_entry e
           JOIN notebook n ON n.number = e.notebook
           JOIN entry h ON h.place = e.notebook * 4294967296 + e.seq
           JOIN body b ON b.place = e.notebook * 4294967296 + e.seq
         WHERE e.authority = ?1 AND b.bytes IS NOT NULL ORDER BY e.taken",
        params![authority],
        |row| {
            let ids = [rows::id(row, 0)?, rows::id(row, 1)?, rows::id(row, 2)?];
            Ok((ids, rows::number(row, 3)?, row.get(4)?, row.get(5)?))
        },
    )?;
    for ([journal, by, record], seq, header, bytes) in found {
        let header = Header::parse(&header).map_err(|_| Fault::Damaged { what: "header" })?;
        let at = EntryAt { journal, seq };
        let discreet = header.kind == COARSE_KIND;
        match EntryBody::parse(&header.kind, header.schema, &bytes) {
            Ok(EntryBody::Encampment(entry)) => {
                let (encampment, entitled) = (record, true);
                facts.told.push(Told { at, encampment, by, desk: false, discreet, entitled, entry });
            }
            Ok(EntryBody::Tent(entry)) => {
                facts.tents.push(TentSaid { at, tent: record, by, desk: false, entry });
            }
            _ => {}
        }
    }
    Ok(())
}

/// What the desk tells.
fn own(tx: &ReadTransaction<'_>, authority: i64, facts: &mut EncampmentFacts) -> Result<(), Fault> {
    type Found = (Id, u64, Vec<u8>, Option<Vec<u8>>);
    let found: Vec<Found> = tx.all(
        "SELECT a.journal, e.seq, s.header, s.body FROM encampment_entry e
           JOIN authority a ON a.number = e.authority
           JOIN server_entry s ON s.place = e.authority * 4294967296 + e.seq
         WHERE e.authority = ?1 AND e.notebook IS NULL ORDER BY e.taken",
        params![authority],
        |row| Ok((rows::id(row, 0)?, rows::number(row, 1)?, row.get(2)?, row.get(3)?)),
    )?;
    for (journal, seq, header, bytes) in found {
        let header = Header::parse(&header).map_err(|_| Fault::Damaged { what: "journal" })?;
        let body = bytes.and_then(|bytes| ServerBody::parse(&header.kind, header.schema, &bytes).ok());
        let at = EntryAt { journal, seq };
        match body {
            Some(ServerBody::EncampmentActed(acted)) => {
                let (encampment, by, entry) = (acted.encampment, acted.by, acted.entry);
                let (discreet, entitled) = (false, true);
                facts.told.push(Told { at, encampment, by, desk: true, discreet, entitled, entry });
            }
            Some(ServerBody::TentActed(acted)) => {
                let (tent, by, entry) = (acted.tent, acted.by, acted.entry);
                facts.tents.push(TentSaid { at, tent, by, desk: true, entry });
            }
            _ => {}
        }
    }
    Ok(())
}

fn mark(tx: &ReadTransaction<'_>, authority: i64) -> Result<EncampmentMark, Fault> {
    Ok(tx.one(
        "SELECT coalesce(max(e.taken), 0), count(b.bytes) FROM encampment_entry e
           LEFT JOIN body b ON b.place = e.notebook * 4294967296 + e.seq
         WHERE e.authority = ?1",
        params![authority],
        |row| Ok(EncampmentMark { last: rows::number(row, 0)?, bodies: rows::number(row, 1)? }),
    )?)
}

/// Phones are told anew where encampments stand: a direction may be void, or given up.
pub fn to_be_told(tx: &WriteTransaction<'_>, authority: i64) -> Result<(), Fault> {
    // Never told from before, so that what is being told meanwhile, from what was, is told once more.
    tx.execute(
        "INSERT OR REPLACE INTO encampment_told (authority, last, bodies) VALUES (?1, 0, abs(random() / 2) + 1)",
        params![authority],
    )?;
    Ok(())
}

/// From how much phones were told last.
fn last_told(tx: &ReadTransaction<'_>, authority: i64) -> Result<EncampmentMark, Fault> {
    let told = tx.maybe(
        "SELECT last, bodies FROM encampment_told WHERE authority = ?1",
        params![authority],
        |row| Ok(EncampmentMark { last: rows::number(row, 0)?, bodies: rows::number(row, 1)? }),
    )?;
    Ok(told.unwrap_or_default())
}

fn untold(tx: &ReadTransaction<'_>, authority: i64) -> Result<Option<EncampmentMark>, Fault> {
    let (last, mark) = (last_told(tx, authority)?, mark(tx, authority)?);
    Ok(Some(last).filter(|last| *last != mark))
}

fn act(
    tx: &WriteTransaction<'_>,
    pen: &Pen,
    scope: &Scope,
    decided: &EncampmentDecided,
) -> Result<bool, Fault> {
    let authority = rows::authority(tx, scope)?;
    if mark(tx, authority)? != decided.mark {
        return Ok(false);
    }
    let (about, body) = match decided.acted.clone() {
        Acted::Encampment(acted) => (acted.encampment, ServerBody::EncampmentActed(Box::new(acted))),
        // Its header goes to every phone: an id that is new each time and joins it to nothing.
        Acted::Tent(acted) => (random::id_of_the_hour(pen.clock())?, ServerBody::TentActed(Box::new(acted))),
    };
    journal::append(tx, pen, authority, about, &body)?;
    access::log(tx, scope, pen.clock().now(), &decided.what, None)?;
    Ok(true)
}

fn tell(tx: &WriteTransaction<'_>, pen: &Pen, scope: &Scope, told: &EncampmentsTold) -> Result<usize, Fault> {
    let authority = rows::authority(tx, scope)?;
    if mark(tx, authority)? != told.mark || last_told(tx, authority)? != told.last {
        return Ok(0);
    }
    let mut standings: Vec<&EncampmentStanding> = told.standings.iter().collect();
    for nothing in &told.unsaid {
        // Of what they were never told phones are not told that it is nothing, either.
        if was_told(tx, authority, nothing)? {
            standings.push(nothing);
        }
    }
    let mut count = 0;
    for standing in standings {
        // Phones drop what has joined another: should the two be told apart again, both are told anew.
        for joined in &standing.joined {
            keep_at_desk(tx, authority, *joined)?;
            tx.execute(
                "DELETE FROM encampment_standing WHERE authority = ?1 AND encampment = ?2",
                params![authority, joined.as_bytes()],
            )?;
        }
        let body = ServerBody::EncampmentStanding(Box::new(standing.clone()));
        let (id, text) = (standing.encampment, spelled(standing)?);
        count += usize::from(tell_one(tx, pen, authority, (id, &text), (id, &body))?);
    }
    for standing in &told.tents {
        let body = ServerBody::TentStanding(Box::new(standing.clone()));
        // Its header goes to every phone: an id that is new each time and joins it to nothing.
        let about = random::id_of_the_hour(pen.clock())?;
        let text = spelled(standing)?;
        count += usize::from(tell_one(tx, pen, authority, (standing.tent, &text), (about, &body))?);
    }
    tx.execute(
        "INSERT OR REPLACE INTO encampment_told (authority, last, bodies) VALUES (?1, ?2, ?3)",
        params![authority, int(told.mark.last), int(told.mark.bodies)],
    )?;
    // What takes the ground from a direction may have come after it.
    grounds::look_again(tx, pen, authority)?;
    Ok(count)
}

/// What phones were told last of an encampment or a tent.
fn told_last(tx: &ReadTransaction<'_>, authority: i64, id: Id) -> Result<Option<String>, Fault> {
    let sql = "SELECT told FROM encampment_standing WHERE authority = ?1 AND encampment = ?2";
    Ok(tx.maybe(sql, params![authority, id.as_bytes()], |row| row.get(0))?)
}

/// Whether phones were told of an encampment, under any of its ids.
fn was_told(tx: &ReadTransaction<'_>, authority: i64, standing: &EncampmentStanding) -> Result<bool, Fault> {
    for id in standing.joined.iter().chain([&standing.encampment]) {
        if told_last(tx, authority, *id)?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Keeps at the desk what phones were told last of an encampment or a tent: it is told anew, perhaps less exactly.
fn keep_at_desk(tx: &WriteTransaction<'_>, authority: i64, id: Id) -> Result<(), Fault> {
    let desk = serde_json::to_string(&Audience::Desk).map_err(|_| Fault::Format { what: "an audience" })?;
    tx.execute(
        "UPDATE server_entry SET audience = ?3 WHERE place =
           (SELECT place FROM encampment_standing WHERE authority = ?1 AND encampment = ?2)",
        params![authority, id.as_bytes(), desk],
    )?;
    Ok(())
}

fn spelled(standing: &impl Serialize) -> Result<String, Fault> {
    serde_json::to_string(standing).map_err(|_| Fault::Format { what: "a standing" })
}

/// Tells where an encampment or a tent stands, unless phones were told the same last.
fn tell_one(
    tx: &WriteTransaction<'_>,
    pen: &Pen,
    authority: i64,
    (id, text): (Id, &str),
    (about, body): (Id, &ServerBody),
) -> Result<bool, Fault> {
    let before = told_last(tx, authority, id)?;
    if before.as_deref() == Some(text) {
        return Ok(false);
    }
    keep_at_desk(tx, authority, id)?;
    let place = new_place(authority, journal::append(tx, pen, authority, about, body)?)?;
    tx.execute(
        "INSERT OR REPLACE INTO encampment_standing (authority, encampment, told, place) VALUES (?1, ?2, ?3, ?4)",
        params![authority, id.as_bytes(), text, place],
    )?;
    Ok(true)
}

#[async_trait]
impl EncampmentStore for SqliteStore {
    async fn encampment_facts(&self, scope: &Scope) -> Result<EncampmentFacts, Fault> {
        let scope = *scope;
        self.read(move |tx| facts(tx, rows::authority(tx, &scope)?)).await
    }

    async fn encampments_untold(&self, scope: &Scope) -> Result<Option<EncampmentMark>, Fault> {
        let scope = *scope;
        self.read(move |tx| untold(tx, rows::authority(tx, &scope)?)).await
    }

    async fn act_on_encampment(&self, scope: &Scope, decided: EncampmentDecided) -> Result<bool, Fault> {
        let (pen, scope) = (Arc::clone(&self.pen), *scope);
        self.write(move |tx| act(tx, &pen, &scope, &decided)).await
    }

    async fn tell_encampments(&self, scope: &Scope, told: EncampmentsTold) -> Result<usize, Fault> {
        let (pen, scope) = (Arc::clone(&self.pen), *scope);
        self.write(move |tx| tell(tx, &pen, &scope, &told)).await
    }
}
