//! Types of `beatbook_domain::access`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// What records are about.
#[uniffi::remote(Enum)]
pub enum Area {
    /// Tracks, patrols, hours.
    Patrol,
    /// Encounters, notices, orders.
    Enforcement,
    /// Help for people who sleep rough: its purpose is never enforcement.
    Welfare,
    /// Rough-sleeper counts.
    Count,
    /// Concerns about a child or an adult at risk.
    Safeguarding,
    /// Who has seen what.
    Audit,
}

/// What an officer is to an authority. An officer may be several at a time; the widest holds.
#[uniffi::remote(Enum)]
pub enum Role {
    /// A constable, special constables too.
    Constable,
    /// Police community support officer.
    Pcso,
    /// Supervises a police team.
    PoliceSupervisor,
    /// Community safety officer of a council.
    CommunitySafetyOfficer,
    /// Environmental enforcement of a council.
    EnvironmentalEnforcement,
    /// Animal control of a council.
    AnimalControl,
    /// A contractor's officer.
    Contractor,
    /// Meets people who sleep rough.
    OutreachWorker,
    /// Goes with few people for long.
    Navigator,
    /// Answers for the rough-sleeping service.
    RoughSleepingCoordinator,
    /// Works for a commissioned partner organisation.
    CommissionedPartner,
    /// Helps at a rough-sleeper count.
    CountVolunteer,
    /// Decides upon concerns.
    SafeguardingLead,
    /// Answers for community safety.
    CommunitySafetyManager,
    /// Works with figures.
    Analyst,
    /// Takes cases to court.
    Legal,
    /// Looks after data protection.
    DataProtectionOfficer,
    /// Runs the system.
    SystemAdministrator,
}
