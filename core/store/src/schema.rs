//! The schema of a database as hand-kept steps, and how a file is brought to the newest one.
//! All missing steps run in one transaction: a file is of the old version or of the new one, never between.
//! `user_version` holds the version, `application_id` tells a notebook from a server's file.

use rusqlite::{Connection, TransactionBehavior};

use crate::StoreError;

/// The schema a program knows.
#[derive(Debug, Clone, Copy)]
pub struct Schema {
    /// Tells the kinds of files apart; not 0, which is what any other SQLite file has.
    pub application_id: i32,
    /// All steps since version 1, ascending without holes.
    pub steps: &'static [Step],
}

/// One step: what makes version `version` of the one before.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    /// 1 for the first.
    pub version: u32,
    /// Statements without BEGIN and COMMIT; usually `include_str!` of a file.
    pub sql: &'static str,
}

impl Schema {
    /// The newest version, 0 without steps.
    pub fn version(&self) -> u32 {
        self.steps.last().map_or(0, |step| step.version)
    }

    pub(crate) fn validate(&self) -> Result<(), StoreError> {
        let in_order = (1..).zip(self.steps).all(|(expected, step)| step.version == expected);
        if in_order && !self.steps.is_empty() && self.application_id != 0 {
            Ok(())
        } else {
            Err(StoreError::SchemaOrder)
        }
    }

    /// Brings the file to [`Schema::version`]; does nothing when it is there already.
    pub(crate) fn migrate(&self, connection: &mut Connection) -> Result<(), StoreError> {
        let found = user_version(connection)?;
        if found == self.version() {
            return Ok(());
        }
        // A step may rebuild a table that others refer to, which the engine allows only with its foreign keys off
        // (sqlite.org/lang_altertable.html, section 7); what counts is that all of them hold at the end.
        connection.execute_batch("PRAGMA foreign_keys = OFF")?;
        let migrated = self.run_steps_after(found, connection);
        connection.execute_batch("PRAGMA foreign_keys = ON")?;
        migrated
    }

    fn run_steps_after(&self, found: u32, connection: &mut Connection) -> Result<(), StoreError> {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for step in self.steps.iter().filter(|step| step.version > found) {
            let failed = |cause| failed_at(step.version, cause);
            transaction.execute_batch(step.sql).map_err(|error| failed(error.into()))?;
            if transaction.is_autocommit() {
                return Err(failed(StoreError::SchemaOrder));
            }
        }
        let last = |cause| failed_at(self.version(), cause);
        if transaction.prepare("PRAGMA foreign_key_check")?.exists([])? {
            return Err(last(StoreError::Constraint { rule: "foreign keys after the upgrade".to_owned() }));
        }
        transaction.pragma_update(None, "application_id", self.application_id)?;
        transaction.pragma_update(None, "user_version", self.version())?;
        transaction.commit().map_err(|error| last(error.into()))
    }
}

/// What the upgrade is not to blame for keeps its own name, so that the user is told the right remedy.
fn failed_at(version: u32, cause: StoreError) -> StoreError {
    match cause {
        StoreError::DiskFull | StoreError::Busy | StoreError::Corrupt => cause,
        cause => StoreError::Migration { version, cause: Box::new(cause) },
    }
}

pub(crate) fn user_version(connection: &Connection) -> Result<u32, StoreError> {
    Ok(connection.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

pub(crate) fn application_id(connection: &Connection) -> Result<i32, StoreError> {
    Ok(connection.query_row("PRAGMA application_id", [], |row| row.get(0))?)
}
