//! What the desk states of a patrol.

use beatbook_protocol::id::Id;
use serde::{Deserialize, Serialize};

/// A supervisor has stated when a patrol ended that lasts longer than anybody is on duty: it counts up to its last
/// position not after that. The phone's own record stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatrolEndStated {
    /// The notebook that recorded it.
    pub notebook: Id,
    /// The patrol.
    pub patrol: Id,
    /// When it had ended at the latest, UTC milliseconds.
    pub at: i64,
    /// The officer or supervisor who says so.
    pub by: Id,
    /// Why, in words without names.
    pub reason: String,
}
