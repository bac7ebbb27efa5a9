//! The words of the table's cells and what each of them lets an officer do with one record.

use serde::{Deserialize, Serialize};

/// What a role may do with the records of an area.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Nothing. What the table does not list is this.
    #[default]
    None,
    /// N: numbers only.
    Numbers,
    /// N after submit: numbers only, and none before the count was submitted.
    NumbersAfterSubmit,
    /// X: existence only – yes or no and the team's duty number, nothing finer than month and ward.
    Existence,
    /// W: writes; own entries can be read until sign-off or the close of the count.
    Writes,
    /// W then X: writes, reads own entries until sign-off, and knows of others' only that they exist.
    WritesThenExistence,
    /// O: writes and reads own records.
    Own,
    /// O and shared: own records, and others' that were shared with the officer's organisation.
    OwnAndShared,
    /// T: writes and reads records of the own team.
    Team,
    /// A: all records of the authority.
    Authority,
    /// A where a concern is: all of a record, but only once it has a concern; writes none.
    AuthorityWhereConcern,
    /// A from case file on: all of a record, but only once a case file was made of it; writes none.
    AuthorityFromCaseFile,
    /// By logged request: one record at a time, for a reason that is written down before; writes none.
    LoggedRequest,
    /// Own acts: what the officer did as an administrator, in the access log; writes none.
    OwnActs,
}

/// How a record stands to the officer who wants to read it. What is not said is not so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reading {
    /// The officer wrote it, or it is addressed to the officer by name.
    pub own: bool,
    /// It is of the officer's team.
    pub same_team: bool,
    /// It was shared with the officer's organisation, and the grant still runs.
    pub shared: bool,
    /// The officer has signed off since, or the count it belongs to is closed.
    pub closed: bool,
    /// The count it belongs to was submitted.
    pub submitted: bool,
    /// It has a safeguarding concern, or a disclosure.
    pub concern: bool,
    /// A case file was made of it.
    pub case_file: bool,
    /// The officer has asked for this very record with a reason, and that was logged.
    pub logged_request: bool,
}

impl Level {
    /// Whether such records are among the role's work. For what a screen offers: recording itself is never refused.
    #[must_use]
    pub fn may_write(self) -> bool {
        matches!(
            self,
            Self::Writes
                | Self::WritesThenExistence
                | Self::Own
                | Self::OwnAndShared
                | Self::Team
                | Self::Authority
        )
    }

    /// Whether a record's body may be read.
    #[must_use]
    pub fn may_read_body(self, reading: Reading) -> bool {
        match self {
            Self::None | Self::Numbers | Self::NumbersAfterSubmit | Self::Existence => false,
            Self::Writes | Self::WritesThenExistence => reading.own && !reading.closed,
            Self::Own | Self::OwnActs => reading.own,
            Self::OwnAndShared => reading.own || reading.shared,
            Self::Team => reading.own || reading.same_team,
            Self::Authority => true,
            Self::AuthorityWhereConcern => reading.concern,
            Self::AuthorityFromCaseFile => reading.case_file,
            Self::LoggedRequest => reading.logged_request,
        }
    }

    /// Whether may be known that there is such a record: yes or no, nothing finer than month and ward.
    #[must_use]
    pub fn may_know_existence(self, reading: Reading) -> bool {
        matches!(self, Self::Existence | Self::WritesThenExistence) || self.may_read_body(reading)
    }

    /// Whether records that all stand like this may be counted: as numbers, or because each could be read.
    #[must_use]
    pub fn may_have_numbers(self, reading: Reading) -> bool {
        match self {
            Self::Numbers => true,
            Self::NumbersAfterSubmit => reading.submitted,
            _ => self.may_read_body(reading),
        }
    }
}
