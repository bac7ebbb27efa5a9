//! What the server lets this officer know: the officer's own roles, and tasks of a service the officer works for.
//! Both are read from the mirror of the server's journal, where a body is only as long as the officer may have it.

use beatbook_domain::access::{Access, AccessTable, Roles};
use beatbook_domain::records::body::COARSE_KIND;
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::records::task::WelfareTask;
use beatbook_protocol::id::Id;
use beatbook_store::{ReadTransaction, params};
use jiff::civil::Date;

use crate::beatbook::{Beatbook, Told};
use crate::error::DeviceError;

impl Beatbook {
    /// The officer's roles, as far as the server has told; none before it has.
    ///
    /// # Errors
    /// Storage errors.
    pub fn roles(&self) -> Told<Roles> {
        Ok(self.gate.with(|notebook| {
            let officer = notebook.ledger.identity.officer;
            notebook.ledger.db.read(|tx| roles(tx, officer))
        })?)
    }

    /// What the officer may do on a local day: for what screens offer. It hides nothing that is here and refuses no
    /// recording; what the officer may not have, the server does not send.
    ///
    /// # Errors
    /// Storage errors.
    pub fn access(&self, day: Date) -> Told<Access> {
        Ok(AccessTable::shipped().access(&self.roles()?, day))
    }

    /// Tasks of the welfare service for this officer, the officer's team or any team, the first due first.
    ///
    /// # Errors
    /// Storage errors.
    pub fn welfare_tasks(&self) -> Told<Vec<WelfareTask>> {
        Ok(self.gate.with(|notebook| notebook.ledger.db.read(welfare_tasks))?)
    }
}

fn roles(tx: &ReadTransaction<'_>, officer: Id) -> Result<Roles, DeviceError> {
    let told = bodies(tx, "officer_role_changed")?.into_iter().rev().find_map(|body| match body {
        ServerBody::OfficerRoleChanged(changed) if changed.officer == officer => Some(changed.roles),
        _ => None,
    });
    Ok(told.unwrap_or_default())
}

fn welfare_tasks(tx: &ReadTransaction<'_>) -> Result<Vec<WelfareTask>, DeviceError> {
    let mut tasks: Vec<WelfareTask> = bodies(tx, COARSE_KIND)?
        .into_iter()
        .filter_map(|body| match body {
            ServerBody::WelfareTask(task) => Some(task),
            _ => None,
        })
        .collect();
    tasks.sort_by_key(|task| task.due);
    Ok(tasks)
}

/// Bodies of a header's kind that are here and understood, in order.
pub(crate) fn bodies(tx: &ReadTransaction<'_>, kind: &str) -> Result<Vec<ServerBody>, DeviceError> {
    let sql = "SELECT body FROM server_entry WHERE kind = ?1 AND body IS NOT NULL ORDER BY seq";
    let bodies: Vec<Vec<u8>> = tx.all(sql, params![kind], |row| row.get(0))?;
    Ok(bodies.iter().filter_map(|body| ServerBody::parse(kind, 1, body).ok()).collect())
}
