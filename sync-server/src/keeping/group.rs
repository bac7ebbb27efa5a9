//! What keeping times are asked about, what is over, and why the rest stays.

use std::collections::BTreeMap;

use beatbook_domain::keeping::{Facts, KeepingKind, Why};
use beatbook_domain::welfare::identity::KeyedId;
use beatbook_protocol::id::Id;
use jiff::civil::Date;

/// Entries that tell of one record and go together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Entries of notebooks; none: the desk alone tells of it.
    pub parts: BTreeMap<Id, Vec<u64>>,
    /// The record.
    pub record: Id,
    /// Other ids under which the same was told.
    pub joined: Vec<Id>,
    /// Entries of the authority's own journal that go with them.
    pub own: Vec<u64>,
    /// They are a patrol's story: its published presence goes with them.
    pub presence: bool,
    /// What is known.
    pub facts: Facts,
}

impl Group {
    /// Whether it tells of a record.
    #[must_use]
    pub fn is_of(&self, record: Id) -> bool {
        self.record == record || self.joined.contains(&record)
    }

    /// How many bodies it is.
    #[must_use]
    pub fn bodies(&self) -> usize {
        self.parts.values().map(Vec::len).sum::<usize>() + self.own.len()
    }
}

/// A group whose time is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Over {
    /// What goes.
    pub group: Group,
    /// Which time.
    pub kind: KeepingKind,
    /// Since when it ran.
    pub since: Date,
    /// Its last day.
    pub until: Date,
}

/// Everything that was asked about.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// The day it was asked for.
    pub today: Date,
    /// What is over, in the order in which it may go.
    pub over: Vec<Over>,
    /// How many groups stay, by why.
    pub kept: BTreeMap<&'static str, u64>,
    /// Everything that was asked about.
    pub groups: Vec<Group>,
    /// The last row of the access log that goes, and how many do.
    pub log: Option<(u64, u64)>,
    /// People of whom no month is left to know.
    pub people: Vec<KeyedId>,
    /// The last entry of each notebook, and the length of the own journal.
    pub heads: BTreeMap<Id, u64>,
    /// Entries of the own journal.
    pub length: u64,
}

/// Why a group stays, as machines read it.
#[must_use]
pub fn why_code(why: Why) -> &'static str {
    match why {
        Why::Held(_) => "under_hold",
        Why::UnknownKind => "no_keeping_time",
        Why::Open(open) => open.code(),
        Why::NoStamp => "no_stamp",
        Why::Until(_) => "time_not_over",
        Why::Endless => "endless",
    }
}
