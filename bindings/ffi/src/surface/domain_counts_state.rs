//! Types of `beatbook_domain::counts::state`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// What a person can do to a count as a whole.
#[uniffi::remote(Enum)]
pub enum CountAct {
    /// Teams count from now on.
    Open,
    /// Teams are back.
    Close {
        /// Why nothing was heard of a sector, by its code; needed for each of which nothing was.
        silent: StringByString,
        /// The independent partner was there, whoever's phone it counted on.
        partner: bool,
    },
    /// Two people's decisions were looked at, and the numbers stand.
    Verify {
        /// `figures` of what was looked at.
        figures: Hash,
    },
    /// The return is sent.
    Submit,
    /// The independent partner is named who was there, whoever closed the count and whatever the close said; until the return is
    /// sent.
    Partner {
        /// Name of the organisation; absent if none was there after all.
        name: Option<String>,
    },
    /// Something is added in words; at any stage.
    Annotate {
        /// What.
        text: String,
    },
}

/// A count and its life so far.
#[uniffi::remote(Record)]
pub struct CountCase {
    /// The plan.
    pub plan: CountPlan,
    /// How far it is.
    pub stage: CountStage,
    /// When it was closed, and why nothing was heard of sectors.
    #[uniffi(default = None)]
    pub closed: Option<CountClosedPair>,
    /// Whoever closed it says that the independent partner was there, or somebody has named the partner since.
    pub partner: bool,
    /// The independent partner as somebody has named them, when and by whom.
    #[uniffi(default = None)]
    pub partner_named: Option<CountNotePair>,
    /// Since when it is over, UTC milliseconds, on the phone of a member of a team: who closed it and what was done then is for
    /// those who work on it.
    #[uniffi(default = None)]
    pub over: Option<i64>,
    /// Notes, in order.
    #[uniffi(default = [])]
    pub annotations: Vec<CountNotePair>,
    /// Acts that came and were refused, in order.
    #[uniffi(default = [])]
    pub refused: Vec<CountDeedRefusedPair>,
}

/// An act, when and by whom.
#[uniffi::remote(Record)]
pub struct CountDeed {
    /// Server's time, UTC milliseconds.
    pub at: i64,
    /// Who.
    pub by: Id,
    /// What.
    pub act: CountAct,
}

/// How far a count is.
#[uniffi::remote(Enum)]
pub enum CountStage {
    /// Set.
    Planned,
    /// Teams count.
    Open(Done),
    /// Teams are back.
    Closed(Done),
    /// The numbers stand.
    Verified {
        /// By whom.
        done: Done,
        /// Which numbers.
        figures: Hash,
    },
    /// The return is sent; nothing changes but annotations.
    Submitted {
        /// By whom.
        done: Done,
        /// Which numbers.
        figures: Hash,
    },
}

/// When somebody did something.
#[uniffi::remote(Record)]
pub struct Done {
    /// Server's time, UTC milliseconds.
    pub at: i64,
    /// Who.
    pub by: Id,
}
