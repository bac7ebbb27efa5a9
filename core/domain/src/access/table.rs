//! The table of roles and areas, read from its file, and what several roles together let an officer do.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::civil::Date;
use serde::Deserialize;
use thiserror::Error;

use super::{Area, Level, Reading, Role, Roles};

/// The table as it ships.
static SHIPPED: LazyLock<AccessTable> =
    LazyLock::new(|| AccessTable::read(AccessTable::SHIPPED).unwrap_or_default());

/// Which role may do what in which area. One that is empty lets nobody read anything.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AccessTable {
    roles: BTreeMap<Role, Row>,
    no_role_yet: Row,
    no_role_any_more: Row,
}

/// Why a file is no table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TableError {
    /// Not JSON of this form, or a word it does not know, or a cell twice.
    #[error("the access table cannot be read: look for an unknown word or a cell that is there twice")]
    Malformed,
    /// A role has two rows.
    #[error("the access table has two rows for one role: leave one")]
    Twice(Role),
    /// A role has no row.
    #[error("the access table lacks a row for a role: add one, if only with its name")]
    Missing(Role),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    roles: Vec<RoleRow>,
    no_role_yet: Row,
    no_role_any_more: Row,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RoleRow {
    role: Role,
    may: Row,
}

/// One row: a level for each area; what is left out is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Row {
    patrol: Level,
    enforcement: Level,
    welfare: Level,
    count: Level,
    safeguarding: Level,
    audit: Level,
}

impl Row {
    fn level(&self, area: Area) -> Level {
        match area {
            Area::Patrol => self.patrol,
            Area::Enforcement => self.enforcement,
            Area::Welfare => self.welfare,
            Area::Count => self.count,
            Area::Safeguarding => self.safeguarding,
            Area::Audit => self.audit,
        }
    }
}

impl AccessTable {
    /// The file as it ships.
    pub const SHIPPED: &str = include_str!("table.json");

    /// The table as it ships. A test reads it; could it ever not be read, nobody might read anything.
    #[must_use]
    pub fn shipped() -> &'static Self {
        &SHIPPED
    }

    /// Reads a table.
    ///
    /// # Errors
    /// [`TableError`].
    pub fn read(json: &str) -> Result<Self, TableError> {
        let file: File = serde_json::from_slice(json.as_bytes()).map_err(|_| TableError::Malformed)?;
        let mut roles = BTreeMap::new();
        for row in file.roles {
            if roles.insert(row.role, row.may).is_some() {
                return Err(TableError::Twice(row.role));
            }
        }
        match Role::ALL.into_iter().find(|role| !roles.contains_key(role)) {
            Some(role) => Err(TableError::Missing(role)),
            None => {
                Ok(Self { roles, no_role_yet: file.no_role_yet, no_role_any_more: file.no_role_any_more })
            }
        }
    }

    /// One cell.
    #[must_use]
    pub fn level(&self, role: Role, area: Area) -> Level {
        self.roles.get(&role).map_or(Level::None, |row| row.level(area))
    }

    /// What an officer with these roles may do on a local day.
    ///
    /// An officer without a role *yet*, whom nobody has got round to, has their own records and a place to write what must never
    /// wait for an office, an observation of need or a concern. Nothing that somebody else wrote comes with that: who is not
    /// listed reads nothing (rules of the field 2). An officer whose roles are all *over* has the same.
    #[must_use]
    pub fn access(&self, roles: &Roles, day: Date) -> Access {
        let held: Vec<Row> = roles.on(day).filter_map(|role| self.roles.get(&role).copied()).collect();
        let rows = match held.is_empty() {
            true if roles.are_over(day) => vec![self.no_role_any_more],
            true => vec![self.no_role_yet],
            false => held,
        };
        Access { rows }
    }
}

/// A record that others wrote, for every team, and have finished with.
const OF_OTHERS: Reading = Reading {
    own: false,
    same_team: true,
    shared: false,
    closed: true,
    submitted: false,
    concern: false,
    case_file: false,
    logged_request: false,
};

/// What an officer may do: whatever one of the roles lets be done.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Access {
    rows: Vec<Row>,
}

impl Access {
    /// The levels of an area, one for each role.
    pub fn levels(&self, area: Area) -> impl Iterator<Item = Level> {
        self.rows.iter().map(move |row| row.level(area))
    }

    /// Whether records of the area are among the officer's work. For what a screen offers: recording is never refused.
    #[must_use]
    pub fn may_write(&self, area: Area) -> bool {
        // The access log writes itself.
        area != Area::Audit && self.levels(area).any(Level::may_write)
    }

    /// Whether a record's body may be read.
    #[must_use]
    pub fn may_read_body(&self, area: Area, reading: Reading) -> bool {
        self.levels(area).any(|level| level.may_read_body(reading))
    }

    /// Whether may be known that there is such a record.
    #[must_use]
    pub fn may_know_existence(&self, area: Area, reading: Reading) -> bool {
        self.levels(area).any(|level| level.may_know_existence(reading))
    }

    /// Whether the officer reads what others wrote in an area and have finished with.
    #[must_use]
    pub fn reads_of_others(&self, area: Area) -> bool {
        self.may_read_body(area, OF_OTHERS)
    }

    /// Whether the officer may know that others wrote something in an area, be it only that.
    #[must_use]
    pub fn knows_of_others(&self, area: Area) -> bool {
        self.may_know_existence(area, OF_OTHERS)
    }

    /// Whether the officer answers for an area as a whole: all records of the authority, written as well as read.
    #[must_use]
    pub fn answers_for(&self, area: Area) -> bool {
        self.levels(area).any(|level| level == Level::Authority)
    }

    /// Whether records that all stand like this may be counted.
    #[must_use]
    pub fn may_have_numbers(&self, area: Area, reading: Reading) -> bool {
        self.levels(area).any(|level| level.may_have_numbers(reading))
    }
}
