//! Who may write, read, know of and count which records: roles of officers, and the table of what each may.
//!
//! The table is data (`table.json`); the code only says what its words mean. A role never lets anybody issue paper
//! – that is a power ([`crate::law::powers`]) – and nothing here refuses to record.

mod audience;
mod level;
mod reader;
mod regime;
mod roles;
mod table;

pub use audience::{AreaAudience, Audience, ExistenceAudience, UntilAudience};
pub use level::{Level, Reading};
pub use reader::Reader;
pub use regime::{Controller, RecordKind, Regime};
pub use roles::{RoleRefusal, RoleTerm, Roles};
pub use table::{Access, AccessTable, TableError};

use serde::{Deserialize, Serialize};

/// What an officer is to an authority. An officer may be several at a time; the widest holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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

impl Role {
    /// All of them, in the order of the table.
    pub const ALL: [Self; 18] = [
        Self::Constable,
        Self::Pcso,
        Self::PoliceSupervisor,
        Self::CommunitySafetyOfficer,
        Self::EnvironmentalEnforcement,
        Self::AnimalControl,
        Self::Contractor,
        Self::OutreachWorker,
        Self::Navigator,
        Self::RoughSleepingCoordinator,
        Self::CommissionedPartner,
        Self::CountVolunteer,
        Self::SafeguardingLead,
        Self::CommunitySafetyManager,
        Self::Analyst,
        Self::Legal,
        Self::DataProtectionOfficer,
        Self::SystemAdministrator,
    ];
}

/// What records are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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

impl Area {
    /// All of them, in the order of the table.
    pub const ALL: [Self; 6] =
        [Self::Patrol, Self::Enforcement, Self::Welfare, Self::Count, Self::Safeguarding, Self::Audit];
}
