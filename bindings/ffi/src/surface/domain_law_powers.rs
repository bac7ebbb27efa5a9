//! Types of `beatbook_domain::law::powers`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// As what an officer acts.
#[uniffi::remote(Enum)]
pub enum Capacity {
    /// A constable, special constables too.
    Constable,
    /// Police community support officer.
    Pcso,
    /// Authorised by a council.
    CouncilAuthorised,
    /// A contractor's officer.
    Contractor,
    /// Accredited under a community safety accreditation scheme.
    Csas,
    /// Of a partner organisation.
    Partner,
    /// A volunteer.
    Volunteer,
    /// An outreach worker.
    Outreach,
}
