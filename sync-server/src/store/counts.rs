//! What counts are put together from, and what is decided from it.

use beatbook_domain::records::count::CountEntry;
use beatbook_domain::records::server::ServerBody;
use beatbook_protocol::id::Id;

/// What an entry of a notebook tells of a count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountTold {
    /// When the server took it in, among all that tells of counts: ascending, never used again.
    pub order: u64,
    /// The notebook.
    pub notebook: Id,
    /// Whose it is.
    pub officer: Id,
    /// The record: this notebook's part of a count.
    pub record: Id,
    /// The entry's number.
    pub seq: u64,
    /// What it says.
    pub entry: CountEntry,
}

/// Everything that is told of an authority's counts, in one view.
#[derive(Debug, Clone)]
pub struct CountFacts {
    /// Entries of notebooks whose bodies are here, in order.
    pub told: Vec<CountTold>,
    /// Entries of the authority's own journal that tell of counts, in the same order.
    pub own: Vec<(u64, ServerBody)>,
    /// How much there was.
    pub mark: CountMark,
}

/// How much is told of counts: equal only if nothing has come since, and nothing was erased.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CountMark {
    /// The last that was taken in.
    pub last: u64,
    /// Bodies of notebooks that are here.
    pub bodies: u64,
}

/// What was decided of a count as it stood.
#[derive(Debug, Clone)]
pub struct CountDecided {
    /// How much there was to decide from.
    pub mark: CountMark,
    /// What is written. Each entry's id tells the hour and no more, and joins it to nothing.
    pub entries: Vec<ServerBody>,
    /// What the access log says of it.
    pub what: String,
    /// Why.
    pub reason: Option<String>,
}
