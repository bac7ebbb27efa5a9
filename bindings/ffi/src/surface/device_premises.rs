//! Types of `beatbook_device::premises`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// What an item is after all; what is absent stays as it was.
#[uniffi::remote(Record)]
pub struct GoodsChange {
    /// What they are.
    #[uniffi(default = None)]
    pub what: Option<String>,
    /// How many.
    #[uniffi(default = None)]
    pub quantity: Option<u32>,
    /// Of what.
    #[uniffi(default = None)]
    pub unit: Option<String>,
    /// What they are worth by estimate, pence.
    #[uniffi(default = None)]
    pub value_pence: Option<u64>,
    /// Number of the seal.
    #[uniffi(default = None)]
    pub seal: Option<String>,
    /// Their photograph.
    #[uniffi(default = None)]
    pub photo: Option<Evidence>,
    /// Code of the defect.
    #[uniffi(default = None)]
    pub defect: Option<String>,
    /// On what power.
    #[uniffi(default = None)]
    pub power: Option<String>,
}

/// What became of an item.
#[uniffi::remote(Enum)]
pub enum ItemNews {
    /// It was given back, by this officer and another.
    Returned {
        /// Public id of the other officer.
        with: String,
        /// To whom, without a name.
        text: String,
    },
    /// It was disposed of, by this officer and another.
    Disposed {
        /// Public id of the other officer.
        with: String,
        /// How.
        text: String,
    },
    /// It was passed to somebody else.
    PassedOn {
        /// To whom.
        to: String,
        /// Their reference.
        reference: String,
    },
    /// It is here after all.
    HeldAfterAll {
        /// Why it was told otherwise.
        why: String,
    },
}

/// A visit to be recorded.
#[uniffi::remote(Record)]
pub struct RecordVisit {
    /// What it is.
    pub what: VisitChange,
    /// Where; a place that nobody knows is no obstacle.
    pub place: AskWhere,
    /// Name of the operation; absent: the patrol's.
    #[uniffi(default = None)]
    pub operation: Option<String>,
}

/// Another item of this notebook with the same seal, on another visit. It refuses nothing: look at the bags.
#[uniffi::remote(Record)]
pub struct SealSeen {
    /// The visit.
    pub visit: Id,
    /// The item's number there.
    pub item: u16,
}

/// What a visit is to be; what is absent is not told.
#[uniffi::remote(Record)]
pub struct VisitChange {
    /// What the premises are called; at first it must be told.
    #[uniffi(default = None)]
    pub name: Option<String>,
    /// Code of their kind; at first it must be told.
    #[uniffi(default = None)]
    pub kind: Option<String>,
    /// Their address.
    #[uniffi(default = None)]
    pub address: Option<String>,
    /// Code of the ward; absent at first: as the phone proposes.
    #[uniffi(default = None)]
    pub ward: Option<String>,
    /// When it began, UTC milliseconds; absent at first: just now, by legal time.
    #[uniffi(default = None)]
    pub from: Option<i64>,
    /// Code of why; at first it must be told.
    #[uniffi(default = None)]
    pub why: Option<String>,
    /// Codes of all partners who came along.
    #[uniffi(default = None)]
    pub with: Option<Vec<String>>,
    /// Codes of the capacities of all who were spoken to.
    #[uniffi(default = None)]
    pub spoken_to: Option<Vec<String>>,
    /// All it came to.
    #[uniffi(default = None)]
    pub outcomes: Option<Vec<VisitOutcome>>,
    /// Anything else, without names.
    #[uniffi(default = None)]
    pub notes: Option<String>,
}
