//! Types of `beatbook_domain::records::welfare::people`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// What is known of a person.
///
/// Nationality and ethnicity serve the return and the need for a service only: they are told, never guessed from looks,
/// and in no search, list, briefing, bundle or referral.
#[uniffi::remote(Record)]
pub struct PersonSeen {
    /// Given name, as they say it.
    #[uniffi(default = None)]
    pub given: Option<String>,
    /// Family name.
    #[uniffi(default = None)]
    pub family: Option<String>,
    /// Initials, where no name is given.
    #[uniffi(default = None)]
    pub initials: Option<String>,
    /// Date of birth.
    #[uniffi(default = None)]
    pub born: Option<Date>,
    /// What they look like.
    #[uniffi(default = None)]
    pub description: Option<String>,
    /// Gender, as they say or as it appears.
    #[uniffi(default = None)]
    pub gender: Option<Gender>,
    /// Age, as they say.
    #[uniffi(default = None)]
    pub age: Option<Age>,
    /// How old they look.
    #[uniffi(default = None)]
    pub looks: Option<AgeBand>,
    /// Nationality, if they say it.
    #[uniffi(default = None)]
    pub nationality: Option<Nationality>,
    /// Ethnicity by the authority's list, if they say it.
    #[uniffi(default = None)]
    pub ethnicity: Option<String>,
    /// Bedded down, about to, or not.
    #[uniffi(default = None)]
    pub state: Option<SleepingState>,
    /// Support needs, in words.
    #[uniffi(default = None)]
    pub needs: Option<String>,
}
