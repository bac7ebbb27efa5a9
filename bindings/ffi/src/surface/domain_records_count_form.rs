//! Types of `beatbook_domain::records::count::form`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// On what it rests who somebody is. A guess is no answer: then nothing is told.
#[uniffi::remote(Enum)]
pub enum IdentityBasis {
    /// Whoever writes it has met them before.
    SeenBefore,
    /// They said so themselves.
    Told,
}

/// These fields of a sighting. All may be absent.
#[uniffi::remote(Record)]
pub struct OnForm {
    /// Ethnicity by the authority's list, if they say it; at most 200 characters.
    #[uniffi(default = None)]
    pub ethnicity: Option<String>,
    /// Support needs in words, if they say them; at most 20,000 characters.
    #[uniffi(default = None)]
    pub needs: Option<String>,
    /// New to the service, or known.
    #[uniffi(default = None)]
    pub service: Option<ServiceKnows>,
    /// How sure the identity is.
    #[uniffi(default = None)]
    pub identity: Option<IdentityBasis>,
}

/// Whether the service knows somebody.
#[uniffi::remote(Enum)]
pub enum ServiceKnows {
    /// Nobody of the service has met them before.
    New,
    /// The service has.
    Known,
}
