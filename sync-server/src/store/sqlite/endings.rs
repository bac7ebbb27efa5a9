//! Ends of patrols that a supervisor stated, in SQLite: the journal says so, the register knows the newest of each.

use beatbook_domain::hours::LONGEST_PATROL_MS;
use beatbook_domain::presence::Interval;
use beatbook_domain::records::server::ServerBody;
use beatbook_protocol::id::Id;
use beatbook_store::{ReadTransaction, Row, RowResult, WriteTransaction, params};

use super::access;
use super::journal;
use super::rows::{self, int};
use crate::auth::Scope;
use crate::error::Fault;
use crate::journal::Pen;
use crate::store::{EndStated, PatrolKey, PatrolStanding};

const STANDING: &str = "SELECT a.id, n.id, p.record, n.officer, p.span_from, p.span_to, e.at FROM patrol p
    JOIN authority a ON a.number = p.authority JOIN notebook n ON n.number = p.notebook
    JOIN presence s ON s.patrol = p.number LEFT JOIN stated_end e ON e.patrol = p.number
    WHERE p.authority = ?1";

/// Patrols that last longer than anybody is on duty, or have an end that was stated, in order of time.
pub fn standing(tx: &ReadTransaction<'_>, authority: i64) -> Result<Vec<PatrolStanding>, Fault> {
    let sql = format!(
        "{STANDING} AND (p.span_to - p.span_from > ?2 OR e.at IS NOT NULL) ORDER BY p.span_from, p.number"
    );
    Ok(tx.all(&sql, params![authority, LONGEST_PATROL_MS], row)?)
}

fn row(row: &Row<'_>) -> RowResult<PatrolStanding> {
    Ok(PatrolStanding {
        key: PatrolKey {
            authority: rows::id(row, 0)?,
            notebook: rows::id(row, 1)?,
            record: rows::id(row, 2)?,
        },
        officer: rows::id(row, 3)?,
        span: Interval { from: row.get(4)?, to: row.get(5)? },
        stated: row.get(6)?,
    })
}

/// The end that was stated of a patrol, by the name rows have for it.
pub fn of_patrol(tx: &ReadTransaction<'_>, patrol: i64) -> Result<Option<i64>, Fault> {
    Ok(tx.maybe("SELECT at FROM stated_end WHERE patrol = ?1", params![patrol], |row| row.get(0))?)
}

/// Writes an end down and has the patrol derived again; `false` if the patrol has changed since it was looked at.
pub fn state(tx: &WriteTransaction<'_>, pen: &Pen, scope: &Scope, ended: &EndStated) -> Result<bool, Fault> {
    let authority = rows::authority(tx, scope)?;
    let now = pen.clock().now();
    let (notebook, record): (Id, Id) = (ended.body.notebook, ended.body.patrol);
    let patrol: Option<i64> = tx.maybe(
        "SELECT p.number FROM patrol p JOIN notebook n ON n.number = p.notebook
         WHERE p.authority = ?1 AND n.id = ?2 AND p.record = ?3 AND p.wanted = ?4",
        params![authority, notebook.as_bytes(), record.as_bytes(), int(ended.wanted)],
        |row| row.get(0),
    )?;
    let Some(patrol) = patrol else { return Ok(false) };
    journal::append(tx, pen, authority, record, &ServerBody::PatrolEndStated(ended.body.clone()))?;
    tx.execute(
        "INSERT OR REPLACE INTO stated_end (patrol, at) VALUES (?1, ?2)",
        params![patrol, ended.body.at],
    )?;
    tx.execute(
        "UPDATE patrol SET wanted = wanted + 1, waiting_since = iif(derived < wanted, waiting_since, ?2)
         WHERE number = ?1",
        params![patrol, now],
    )?;
    access::log(tx, scope, now, &format!("end of patrol {record} stated"), Some(&ended.body.reason))?;
    Ok(true)
}
