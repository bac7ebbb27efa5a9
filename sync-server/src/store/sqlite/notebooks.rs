//! What is known of notebooks: when each was seen, and what it has announced and not handed over.

use beatbook_domain::hours::NotebookState;
use beatbook_domain::presence::Interval;
use beatbook_protocol::id::Id;
use beatbook_store::{ReadTransaction, params};

use super::rows;
use crate::error::Fault;
use crate::store::NotebookStatus;

/// A notebook seen this long before a period began, or later, is in use.
const IN_USE_MS: i64 = 31 * 86_400_000;

struct Row {
    id: Id,
    officer: Id,
    enrolled: i64,
    last_seen: i64,
    head: u64,
    announced: u64,
    bodies: Vec<u8>,
    closed: bool,
    open_since: Option<i64>,
    lost: u64,
    in_period: bool,
}

/// All notebooks of an authority, as a period sees them.
pub fn states(
    tx: &ReadTransaction<'_>,
    authority: i64,
    period: Interval,
) -> Result<Vec<NotebookStatus>, Fault> {
    let rows: Vec<Row> = tx.all(
        "SELECT n.id, n.officer, n.enrolled, n.last_seen, n.head_seq, n.journal_head, n.bodies,
           n.continued_by IS NOT NULL OR n.fork IS NOT NULL,
           (SELECT min(p.span_from) FROM patrol p WHERE p.notebook = n.number AND p.is_open
              AND NOT EXISTS (SELECT 1 FROM stated_end e WHERE e.patrol = p.number)),
           EXISTS (SELECT 1 FROM patrol p JOIN notebook m ON m.number = p.notebook
                   WHERE m.authority = n.authority AND m.officer = n.officer
                     AND p.span_to > ?2 AND p.span_from < ?3),
           (SELECT coalesce(sum(l.last - l.first + 1), 0) FROM lost l WHERE l.notebook = n.number)
         FROM notebook n WHERE n.authority = ?1 ORDER BY n.number",
        params![authority, period.from, period.to],
        |row| {
            Ok(Row {
                id: rows::id(row, 0)?,
                officer: rows::id(row, 1)?,
                enrolled: row.get(2)?,
                last_seen: row.get(3)?,
                head: rows::number(row, 4)?,
                announced: rows::number(row, 5)?,
                bodies: row.get(6)?,
                closed: row.get(7)?,
                open_since: row.get(8)?,
                in_period: row.get(9)?,
                lost: rows::number(row, 10)?,
            })
        },
    )?;
    rows.into_iter().map(|row| status(row, period)).collect()
}

fn status(row: Row, period: Interval) -> Result<NotebookStatus, Fault> {
    let bodies = rows::set(&row.bodies)?;
    let headers_missing = row.announced.saturating_sub(row.head);
    let bodies_missing = (row.head + 1).saturating_sub(row.lost).saturating_sub(bodies.len());
    let in_use = row.in_period || row.last_seen >= period.from.saturating_sub(IN_USE_MS);
    let state = NotebookState {
        notebook: row.id,
        last_seen: Some(row.last_seen),
        // A notebook that another one goes on from has handed its open patrol over.
        open_since: row.open_since.filter(|_| !row.closed),
        uncovered: headers_missing > 0 || bodies_missing > 0,
        active: row.enrolled < period.to && in_use && !row.closed,
    };
    Ok(NotebookStatus { state, officer: row.officer, headers_missing, bodies_missing, closed: row.closed })
}
