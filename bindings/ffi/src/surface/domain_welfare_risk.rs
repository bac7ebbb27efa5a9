//! Types of `beatbook_domain::welfare::risk`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// One risk.
#[uniffi::remote(Record)]
pub struct Risk {
    /// Who is at risk, and of what.
    pub kind: RiskKind,
    /// How grave.
    pub level: RiskLevel,
}

/// An assessment, as far as it is filled in.
#[uniffi::remote(Record)]
pub struct RiskAssessment {
    /// What was found, each kind once; empty: it was looked for, and there is none.
    #[uniffi(default = [])]
    pub risks: Vec<Risk>,
    /// What was seen, at most 1,000 characters.
    #[uniffi(default = None)]
    pub seen: Option<String>,
    /// What is done about it, at most 1,000 characters.
    #[uniffi(default = None)]
    pub plan: Option<String>,
}

/// Who is at risk, and of what.
#[uniffi::remote(Enum)]
pub enum RiskKind {
    /// Themselves, of what they do or leave undone, or of an illness.
    Themselves,
    /// Themselves, of others: violence, abuse, exploitation.
    FromOthers,
    /// Others, of them.
    ToOthers,
    /// Whoever is there, of the place: fire, structure, water, traffic, cold.
    Place,
    /// Those who come to help.
    Visitors,
}

/// How grave it is to whoever assesses it.
#[uniffi::remote(Enum)]
pub enum RiskLevel {
    /// Nothing has to be done about it.
    Low,
    /// Something has to be done.
    Medium,
    /// Serious harm is likely.
    High,
}
