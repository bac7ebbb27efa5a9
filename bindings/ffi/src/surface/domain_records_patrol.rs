//! Types of `beatbook_domain::records::patrol`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// A stretch of a patrol between two moments.
#[uniffi::remote(Record)]
pub struct Abstraction {
    /// From when.
    pub from: Moment,
    /// Until when; absent while it runs (then until the patrol's end).
    #[uniffi(default = None)]
    pub to: Option<Moment>,
    /// Why.
    pub reason: String,
    /// Who ordered it.
    pub authorised_by: String,
}

/// Who is on the patrol.
#[uniffi::remote(Record)]
pub struct Crew {
    /// Officers by id, the notebook's own among them.
    #[uniffi(default = [])]
    pub officers: Vec<Id>,
    /// Colleagues without a notebook, as a number only.
    pub others: u8,
}

/// Why the officer is out. Abstraction is an interval over a patrol, not a duty.
#[uniffi::remote(Enum)]
pub enum Duty {
    /// Tasked, within core duty.
    TaskedCore,
    /// Overtime paid by a programme.
    OvertimeFunded,
    /// The officer's own initiative.
    SelfInitiated,
    /// On call.
    OnCall,
    /// Outreach: welfare purpose, others see hours per ward and nothing finer.
    Outreach,
    /// A rough-sleeper count: welfare purpose.
    Count,
}

/// How a patrol came to its end.
#[uniffi::remote(Enum)]
pub enum Ending {
    /// The officer signed off.
    SignedOff,
    /// Forgotten, and closed later at its last fix.
    ClosedAtLastFix {
        /// Why it is closed now.
        reason: String,
    },
}

/// A patrol as its entries tell it: the fold, on the phone and on the server alike.
#[uniffi::remote(Record)]
pub struct Patrol {
    /// Sign-on.
    pub started: Moment,
    /// Why.
    pub duty: Duty,
    /// Declared ways of moving, each from its moment on; never empty.
    #[uniffi(default = [])]
    pub modes: Vec<TravelModeFromPair>,
    /// Crews, each from its moment on; never empty.
    #[uniffi(default = [])]
    pub crews: Vec<CrewFromPair>,
    /// The operation.
    #[uniffi(default = None)]
    pub operation: Option<String>,
    /// Abstractions in order.
    #[uniffi(default = [])]
    pub abstractions: Vec<Abstraction>,
    /// Tallies.
    pub tallies: I32ByTallyKind,
    /// References.
    #[uniffi(default = [])]
    pub references: Vec<PatrolReferencePair>,
    /// Annotations.
    #[uniffi(default = [])]
    pub annotations: Vec<String>,
    /// Sign-off; absent while open.
    #[uniffi(default = None)]
    pub ended: Option<PatrolEnded>,
}

/// Sign-off.
#[uniffi::remote(Record)]
pub struct PatrolEnded {
    /// The last instant on duty.
    pub at: Moment,
    /// How.
    pub ending: Ending,
}

/// What a patrol counts as plain numbers.
#[uniffi::remote(Enum)]
pub enum TallyKind {
    /// Arrests.
    Arrest,
    /// Stop and searches.
    StopSearch,
    /// Intelligence reports.
    IntelReport,
    /// Traffic offence reports.
    Tor,
    /// Vehicles stopped.
    VehicleStop,
    /// Vehicles seized under PRA 2002 s59.
    VehicleSeizedS59,
    /// Vehicles seized under another power.
    VehicleSeizedOther,
    /// Community protection warnings.
    Cpw,
}
