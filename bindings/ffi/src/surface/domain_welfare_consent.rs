//! Types of `beatbook_domain::welfare::consent`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// An answer to the question whether one may refer somebody to support.
#[uniffi::remote(Record)]
pub struct Consent {
    /// What they say.
    pub answer: ConsentAnswer,
    /// Whether they can decide it now.
    pub capacity: MentalCapacity,
    /// Version of the words it was asked in; at most 60 characters.
    pub wording: String,
    /// How they said it.
    pub method: ConsentMethod,
}

/// What they say.
#[uniffi::remote(Enum)]
pub enum ConsentAnswer {
    /// Yes.
    Given,
    /// No.
    Declined,
    /// No longer: from then on nothing more is sent.
    Withdrawn,
}

/// How they said it.
#[uniffi::remote(Enum)]
pub enum ConsentMethod {
    /// Spoken.
    Spoken,
    /// Signed, on paper or on the screen.
    Signed,
    /// Through an interpreter.
    Interpreter,
    /// Pointed out on a card in their language.
    Card,
}

/// Whether somebody can decide this now, as it seems to whoever asks (Mental Capacity Act 2005 ss1–3).
#[uniffi::remote(Enum)]
pub enum MentalCapacity {
    /// Yes.
    Yes,
    /// Perhaps not: drowsy, intoxicated, in great distress.
    Doubt,
    /// No: asleep, unconscious, cannot follow.
    No,
}
