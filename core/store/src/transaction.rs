//! The two kinds of transaction. A function that takes `&WriteTransaction` writes, one that takes
//! `&ReadTransaction` only reads, and the compiler keeps them apart; a write transaction can be read from.
//! Every statement is prepared once per connection and kept.

use std::cell::Cell;
use std::ops::Deref;

use rusqlite::{CachedStatement, Connection, Params, Row};

use crate::StoreError;
use crate::cancel::Cancel;

/// One consistent view of the database. On a reader's connection the engine itself refuses every write.
pub struct ReadTransaction<'c> {
    connection: &'c Connection,
    cancel: Option<&'c Cancel>,
    disk_full: Cell<bool>,
}

impl<'c> ReadTransaction<'c> {
    pub(crate) fn new(connection: &'c Connection, cancel: Option<&'c Cancel>) -> Self {
        Self { connection, cancel, disk_full: Cell::new(false) }
    }

    /// The one row of a query; `NotFound` if there is none. Further rows are not looked at.
    pub fn one<T>(
        &self,
        sql: &str,
        params: impl Params,
        map: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        self.noted(self.statement(sql)?.query_row(params, map))
    }

    /// The first row of a query, if there is one.
    pub fn maybe<T>(
        &self,
        sql: &str,
        params: impl Params,
        map: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, StoreError> {
        match self.one(sql, params, map) {
            Err(StoreError::NotFound) => Ok(None),
            row => row.map(Some),
        }
    }

    /// All rows of a query, in its order. For long ones use [`ReadTransaction::each`].
    pub fn all<T>(
        &self,
        sql: &str,
        params: impl Params,
        map: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        let mut statement = self.statement(sql)?;
        let rows = statement.query_map(params, map).and_then(Iterator::collect);
        self.noted(rows)
    }

    /// Hands every row to `act`, one at a time; ends with the first error.
    pub fn each<E: From<StoreError>>(
        &self,
        sql: &str,
        params: impl Params,
        mut act: impl FnMut(&Row<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut statement = self.statement(sql)?;
        let mut rows = self.noted(statement.query(params))?;
        while let Some(row) = self.noted(rows.next())? {
            act(row)?;
        }
        Ok(())
    }

    pub(crate) fn connection(&self) -> &'c Connection {
        self.connection
    }

    pub(crate) fn has_met_a_full_disk(&self) -> bool {
        self.disk_full.get()
    }

    /// `Interrupted` once the run this transaction belongs to was cancelled; for loops without statements.
    pub fn check_cancelled(&self) -> Result<(), StoreError> {
        self.cancel.map_or(Ok(()), Cancel::check)
    }

    fn statement(&self, sql: &str) -> Result<CachedStatement<'c>, StoreError> {
        self.check_cancelled()?;
        self.noted(self.connection.prepare_cached(sql))
    }

    /// Remembers a full disk, whatever the caller's closure turns the error into.
    fn noted<T>(&self, result: rusqlite::Result<T>) -> Result<T, StoreError> {
        result.map_err(|error| {
            let error = StoreError::from(error);
            if error == StoreError::DiskFull {
                self.disk_full.set(true);
            }
            error
        })
    }
}

/// The one write transaction there is at a time; see [`crate::Database::write`].
pub struct WriteTransaction<'c> {
    read: ReadTransaction<'c>,
}

impl<'c> Deref for WriteTransaction<'c> {
    type Target = ReadTransaction<'c>;

    fn deref(&self) -> &Self::Target {
        &self.read
    }
}

impl<'c> WriteTransaction<'c> {
    pub(crate) fn new(connection: &'c Connection) -> Self {
        Self { read: ReadTransaction::new(connection, None) }
    }

    /// Runs one statement; answers how many rows it changed.
    pub fn execute(&self, sql: &str, params: impl Params) -> Result<usize, StoreError> {
        let mut statement = self.statement(sql)?;
        self.noted(statement.execute(params))
    }

    /// Runs one INSERT; answers the rowid of the new row.
    pub fn insert(&self, sql: &str, params: impl Params) -> Result<i64, StoreError> {
        self.execute(sql, params)?;
        Ok(self.connection.last_insert_rowid())
    }

    /// One statement for many rows, looked up once.
    pub fn prepare(&self, sql: &str) -> Result<Statement<'_>, StoreError> {
        Ok(Statement { transaction: &self.read, statement: self.statement(sql)? })
    }

    /// Several statements without parameters; for rebuilding projections.
    pub fn batch(&self, sql: &str) -> Result<(), StoreError> {
        self.noted(self.connection.execute_batch(sql))
    }
}

/// A prepared statement of a write transaction.
pub struct Statement<'t> {
    transaction: &'t ReadTransaction<'t>,
    statement: CachedStatement<'t>,
}

impl Statement<'_> {
    /// Runs it with these parameters; answers how many rows it changed.
    pub fn execute(&mut self, params: impl Params) -> Result<usize, StoreError> {
        self.transaction.noted(self.statement.execute(params))
    }
}
