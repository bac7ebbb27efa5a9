//! Entries of the server's own journal about notebooks.

use beatbook_protocol::id::Id;
use serde::{Deserialize, Serialize};

/// A notebook was enrolled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotebookEnrolled {
    /// The notebook.
    pub notebook: Id,
    /// Whose it is.
    pub officer: Id,
    /// The notebook it goes on from, by that notebook's own word or by a new code.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub continues: Option<Id>,
}

/// Two branches of one notebook appeared: both are kept, the notebook is closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotebookRetired {
    /// The notebook.
    pub notebook: Id,
    /// The first entry on which the branches differ.
    pub fork: u64,
}

/// Entries of a notebook that a restore lost and its phone had purged: neither side can bring them back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntriesLost {
    /// The notebook.
    pub notebook: Id,
    /// The first of them.
    pub first: u64,
    /// The last of them.
    pub last: u64,
}
