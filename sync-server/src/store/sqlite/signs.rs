//! What officers tell of signs, in SQLite: which entries, and what they say.

use beatbook_domain::records::body::{COARSE_KIND, EntryBody};
use beatbook_protocol::entry::Header;
use beatbook_store::{ReadTransaction, WriteTransaction, params};

use super::rows::{self, int};
use crate::error::Fault;
use crate::store::SignTold;

/// Takes note of an entry that tells of a sign.
pub fn note(tx: &WriteTransaction<'_>, notebook: i64, seq: u64) -> Result<(), Fault> {
    tx.execute(
        "INSERT OR IGNORE INTO sign_entry (notebook, seq) VALUES (?1, ?2)",
        params![notebook, int(seq)],
    )?;
    Ok(())
}

/// What was told, as far as its bodies are still here, notebook by notebook in order.
pub fn notes(tx: &ReadTransaction<'_>, authority: i64) -> Result<Vec<SignTold>, Fault> {
    let rows = tx.all(
        "SELECT n.officer, h.header, b.bytes FROM sign_entry s
           JOIN notebook n ON n.number = s.notebook
           JOIN entry h ON h.place = s.notebook * 4294967296 + s.seq
           JOIN body b ON b.place = s.notebook * 4294967296 + s.seq
         WHERE n.authority = ?1 AND b.bytes IS NOT NULL ORDER BY s.notebook, s.seq",
        params![authority],
        |row| Ok((rows::id(row, 0)?, row.get::<_, Vec<u8>>(1)?, row.get::<_, Vec<u8>>(2)?)),
    )?;
    let mut told = Vec::with_capacity(rows.len());
    for (officer, header, bytes) in rows {
        let header = Header::parse(&header).map_err(|_| Fault::Damaged { what: "header" })?;
        if let Ok(EntryBody::SignNoted(note)) = EntryBody::parse(&header.kind, header.schema, &bytes) {
            let welfare = header.kind == COARSE_KIND;
            told.push(SignTold { officer, note, welfare });
        }
    }
    Ok(told)
}
