//! Roles of officers in SQLite: the register's copy of what the journal says, and who reads what by it.

use std::collections::BTreeMap;

use beatbook_domain::access::{Access, AccessTable, Reader, Roles};
use beatbook_domain::calendar::local_date;
use beatbook_domain::records::server::{OfficerRoleChanged, ServerBody};
use beatbook_protocol::id::Id;
use beatbook_store::{ReadTransaction, WriteTransaction, params};
use jiff::civil::Date;

use super::access;
use super::journal;
use super::rows;
use crate::auth::{Scope, Who};
use crate::error::Fault;
use crate::journal::Pen;
use crate::store::RolesChanged;

/// Roles of the authority's officers, of those who were ever given one.
pub fn all(tx: &ReadTransaction<'_>, authority: i64) -> Result<BTreeMap<Id, Roles>, Fault> {
    let rows: Vec<(Id, String)> =
        tx.all("SELECT officer, roles FROM officer_role WHERE authority = ?1", params![authority], |row| {
            Ok((rows::id(row, 0)?, row.get(1)?))
        })?;
    rows.into_iter().map(|(officer, roles)| Ok((officer, read(&roles)?))).collect()
}

fn read(roles: &str) -> Result<Roles, Fault> {
    serde_json::from_str(roles).map_err(|_| Fault::Damaged { what: "row of an officer's roles" })
}

/// What an officer may do on a day.
pub fn access_of(tx: &ReadTransaction<'_>, authority: i64, officer: Id, day: Date) -> Result<Access, Fault> {
    let sql = "SELECT roles FROM officer_role WHERE authority = ?1 AND officer = ?2";
    let known: Option<String> = tx.maybe(sql, params![authority, officer.as_bytes()], |row| row.get(0))?;
    let roles = known.as_deref().map(read).transpose()?.unwrap_or_default();
    Ok(AccessTable::shipped().access(&roles, day))
}

/// Replaces an officer's roles and says so in journal and access log; `false` if they are not `before` any more.
pub fn change(
    tx: &WriteTransaction<'_>,
    pen: &Pen,
    scope: &Scope,
    changed: &RolesChanged,
) -> Result<bool, Fault> {
    let (authority, officer) = (rows::authority(tx, scope)?, changed.officer);
    let key = params![authority, officer.as_bytes()];
    tx.maybe("SELECT 1 FROM officer WHERE authority = ?1 AND id = ?2", key, |_| Ok(()))?
        .ok_or(Fault::Unknown { what: "officer" })?;
    let known: Option<String> =
        tx.maybe("SELECT roles FROM officer_role WHERE authority = ?1 AND officer = ?2", key, |row| {
            row.get(0)
        })?;
    if known.as_deref().map(read).transpose()?.unwrap_or_default() != changed.before {
        return Ok(false);
    }
    let roles =
        serde_json::to_string(&changed.after).map_err(|_| Fault::Format { what: "an officer's roles" })?;
    tx.execute(
        "INSERT OR REPLACE INTO officer_role (authority, officer, roles) VALUES (?1, ?2, ?3)",
        params![authority, officer.as_bytes(), roles],
    )?;
    let body = OfficerRoleChanged { officer, roles: changed.after.clone() };
    journal::append(tx, pen, authority, officer, &ServerBody::OfficerRoleChanged(body))?;
    access::log(tx, scope, pen.clock().now(), &changed.what, None)?;
    Ok(true)
}

/// Whoever asks, as a reader of the authority's journal at an instant. A notebook that has forked or that another one
/// goes on from reads what is for everyone: whoever holds it may be a stranger with a copy.
pub fn reader(tx: &ReadTransaction<'_>, scope: &Scope, now: i64) -> Result<Reader, Fault> {
    let Who::Notebook { officer, notebook } = scope.who() else { return Ok(Reader::nobody()) };
    let known: Option<(String, Option<String>)> = tx.maybe(
        "SELECT o.team, r.roles FROM notebook n
           JOIN officer o ON o.authority = n.authority AND o.id = n.officer
           LEFT JOIN officer_role r ON r.authority = n.authority AND r.officer = n.officer
         WHERE n.authority = ?1 AND n.id = ?2 AND n.fork IS NULL AND n.continued_by IS NULL",
        params![rows::authority(tx, scope)?, notebook.as_bytes()],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    // A day that cannot be told gives nobody a role.
    let (Some((team, roles)), Ok(today)) = (known, local_date(now)) else { return Ok(Reader::nobody()) };
    let roles = roles.as_deref().map(read).transpose()?.unwrap_or_default();
    Ok(Reader::officer(officer, team, AccessTable::shipped().access(&roles, today), today))
}
