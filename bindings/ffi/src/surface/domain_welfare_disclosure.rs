//! Types of `beatbook_domain::welfare::disclosure`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// A disclosure as far as it is filled in.
#[uniffi::remote(Record)]
pub struct Disclosure {
    /// Why.
    #[uniffi(default = None)]
    pub reason: Option<DisclosureReason>,
    /// Whether the person knows.
    #[uniffi(default = None)]
    pub told: Option<PersonTold>,
    /// The team or person who gets it; at most 120 characters.
    pub recipient: String,
    /// Exactly what is sent, word by word; at most 10,000 characters.
    pub sent: String,
}

/// Why something may be passed on without consent.
#[uniffi::remote(Enum)]
pub enum DisclosureReason {
    /// A child is at risk.
    ChildAtRisk,
    /// An adult with care and support needs is at risk.
    AdultAtRisk,
    /// The person cannot decide, and it is in their best interests.
    LacksCapacity,
    /// Somebody's life is in danger.
    DangerToLife,
    /// A serious crime.
    SeriousCrime,
    /// A court has ordered it.
    CourtOrder,
}

/// Whether the person knows that it is passed on.
#[uniffi::remote(Enum)]
pub enum PersonTold {
    /// They were told.
    Told,
    /// They were not.
    NotTold {
        /// Why not: asleep, or telling them would put somebody at risk; at most 500 characters.
        why: String,
    },
}
