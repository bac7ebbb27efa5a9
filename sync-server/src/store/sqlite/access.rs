//! The access log: who saw what for which purpose, as data-protection law asks. Only ever added to.

use beatbook_domain::calendar::local_label;
use beatbook_domain::records::looked::Looked;
use beatbook_store::{ReadTransaction, WriteTransaction, params};

use super::ingest::NotebookRow;
use super::rows::{self, int};
use crate::auth::{Scope, Who};
use crate::error::Fault;
use crate::store::{AccessQuery, AccessRow};

/// The purpose of what was seen on a phone: the phone has no other.
const PHONE: &str = "phone";

/// Who acts where nobody asked.
const SERVER: &str = "server";

/// Writes down who saw what for which purpose.
pub fn log(
    tx: &WriteTransaction<'_>,
    scope: &Scope,
    at: i64,
    what: &str,
    reason: Option<&str>,
) -> Result<(), Fault> {
    let who = match scope.who() {
        Who::Notebook { officer, .. } | Who::AtDesk { officer } => format!("officer {officer}"),
        Who::Keyholder => "administrator".to_owned(),
        Who::Server => SERVER.to_owned(),
    };
    let purpose = scope.purpose().name();
    write(tx, rows::authority(tx, scope)?, at, (&who, purpose), what, reason)
}

/// Writes down what the server by itself lets another authority know for an encounter both were at.
pub fn log_disclosed(tx: &WriteTransaction<'_>, authority: i64, at: i64, what: &str) -> Result<(), Fault> {
    write(tx, authority, at, (SERVER, "register"), what, None)
}

/// Writes down what was looked at on a phone, at the time at which the server heard of it: a phone's clock shortens no keeping
/// time. A look that came before – with another branch, a successor, after a restore – is there already.
pub fn log_looked(
    tx: &WriteTransaction<'_>,
    row: &NotebookRow,
    at: i64,
    looked: &Looked,
) -> Result<(), Fault> {
    let who = format!("officer {}", row.officer);
    for look in &looked.looks {
        let when = look.time.map_or(look.at.wall, |time| time.at);
        let by = if look.time.is_some() { "" } else { " by the phone's clock" };
        let when = local_label(when).unwrap_or_else(|_| "at a time outside the calendar".to_owned());
        tx.execute(
            "INSERT INTO access_log (authority, at, who, purpose, what, reason, look) VALUES (?1, ?2, ?3, ?4, ?5, NULL, ?6)
             ON CONFLICT DO NOTHING",
            params![
                row.authority,
                at,
                who,
                PHONE,
                format!("{look}, on the phone at {when}{by}"),
                look.look.as_bytes()
            ],
        )?;
    }
    Ok(())
}

fn write(
    tx: &WriteTransaction<'_>,
    authority: i64,
    at: i64,
    (who, purpose): (&str, &str),
    what: &str,
    reason: Option<&str>,
) -> Result<(), Fault> {
    tx.execute(
        "INSERT INTO access_log (authority, at, who, purpose, what, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![authority, at, who, purpose, what, reason],
    )?;
    Ok(())
}

/// Rows of an authority's log.
pub fn read(tx: &ReadTransaction<'_>, authority: i64, query: AccessQuery) -> Result<Vec<AccessRow>, Fault> {
    Ok(tx.all(
        "SELECT number, at, who, purpose, what, reason FROM access_log
         WHERE authority = ?1 AND at >= ?2 AND at < ?3 AND number > ?4 ORDER BY number LIMIT ?5",
        params![
            authority,
            query.period.from,
            query.period.to,
            int(query.after),
            i64::try_from(query.at_most).unwrap_or(i64::MAX)
        ],
        |row| {
            Ok(AccessRow {
                number: rows::number(row, 0)?,
                at: row.get(1)?,
                who: row.get(2)?,
                purpose: row.get(3)?,
                what: row.get(4)?,
                reason: row.get(5)?,
            })
        },
    )?)
}
