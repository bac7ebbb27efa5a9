//! Types of `beatbook_device::judging`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// A further position of an encounter, and what follows from it.
#[uniffi::remote(Record)]
pub struct EncounterHere {
    /// As it was kept.
    pub placed: EncounterPlaced,
    /// Decisions it changed.
    pub settled: EncounterSettled,
}

/// What was settled by itself when something was told of an encounter.
#[uniffi::remote(Record)]
pub struct EncounterSettled {
    /// How the conditions stood that conducts name, as it was kept.
    #[uniffi(default = [])]
    pub judged: Vec<EncounterJudged>,
    /// Sign tasks that were opened: only a warning is offered until somebody has looked after the sign.
    #[uniffi(default = [])]
    pub sign_tasks: Vec<SignNoted>,
    /// Codes that this phone's order book does not have, kept as they were told: perhaps slips.
    #[uniffi(default = [])]
    pub unknown: Vec<Missing>,
}
