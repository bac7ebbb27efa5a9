//! Types of `beatbook_device::welfare`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// How a welfare record begins.
#[uniffi::remote(Record)]
pub struct BeginWelfare {
    /// What it is.
    pub about: WelfareAbout,
    /// Where; a place that nobody knows is no obstacle.
    pub place: AskWhere,
    /// The address, or the place in words.
    #[uniffi(default = None)]
    pub address: Option<String>,
    /// Random link to the records of others about the same visit.
    #[uniffi(default = None)]
    pub joint: Option<Id>,
}

/// What is told of a welfare record. Each becomes an entry.
#[uniffi::remote(Enum)]
pub enum WelfareNews {
    /// What is known of a person; absent fields stay as they were.
    Person {
        /// Which person: 1, 2, 3 …
        person: u16,
        /// What is known.
        known: Box<PersonSeen>,
    },
    /// A step.
    Step {
        /// With whom; absent: about the place or everybody there.
        person: Option<u16>,
        /// When, UTC milliseconds; absent: just now, by legal time.
        time: Option<i64>,
        /// What.
        step: CareStep,
    },
    /// It is complete.
    Closed {
        /// What it came to.
        result: WelfareResult,
        /// In words.
        text: Option<String>,
    },
}

/// A welfare record as its entries tell it.
#[uniffi::remote(Record)]
pub struct WelfareView {
    /// The record.
    pub record: Id,
    /// Number of its first entry.
    pub first: u64,
    /// Its story.
    pub welfare: Welfare,
    /// Who agrees to support by this record, and by what the others of this phone tell of them: nobody else can be referred.
    #[uniffi(default = [])]
    pub agree: Vec<u16>,
    /// What has to be answered before it is complete, in the order in which it is asked.
    #[uniffi(default = [])]
    pub open: Vec<Question>,
}
