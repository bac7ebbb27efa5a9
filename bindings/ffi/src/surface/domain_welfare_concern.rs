//! Types of `beatbook_domain::welfare::concern`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// What the concern is about.
#[uniffi::remote(Enum)]
pub enum ConcernCode {
    /// Neglects themselves.
    SelfNeglect,
    /// Cuckooed, or exploited in another way.
    Exploitation,
    /// Domestic abuse.
    DomesticAbuse,
    /// Harms themselves, or speaks of it.
    SelfHarm,
    /// Mental health.
    MentalHealth,
    /// At risk of an overdose.
    OverdoseRisk,
    /// Physical health.
    PhysicalHealth,
    /// Fire, or a structure that is not safe.
    FireOrStructure,
    /// Modern slavery.
    ModernSlavery,
    /// Missing, or thought to be.
    Missing,
    /// A child is there.
    ChildPresent,
}

/// How grave it is to whoever notes it.
#[uniffi::remote(Enum)]
pub enum ConcernLevel {
    /// Alone no reason to act.
    Low,
    /// Alone reason for a review.
    High,
}
