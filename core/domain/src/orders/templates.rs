//! Sets of templates in the order book: the wording an authority's notices are printed with.
//!
//! Here a set is bytes named by their hash; only paper reads them. The book keeps every set that was ever in force, as it
//! keeps every order version: a notice names the one it was printed with, and prints the same in ten years.

use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use serde::{Deserialize, Serialize};

/// Most bytes of a set as phones get it; the shipped one has about 19,000.
pub const TEMPLATES_MAX: usize = 128 * 1024;

/// A set as the book and a notice's record name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplatesRef {
    /// Which set: "EW-paper".
    pub id: String,
    /// Counts up with every change of wording.
    pub revision: u32,
    /// Of its bytes.
    pub hash: Hash,
}

/// A set of the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptTemplates {
    /// What it is called.
    pub set: TemplatesRef,
    /// Its bytes; absent where they are not here or are damaged: the book counts without them.
    pub bytes: Option<Vec<u8>>,
}

impl KeptTemplates {
    /// A set by its bytes.
    #[must_use]
    pub fn of(id: &str, revision: u32, bytes: Vec<u8>) -> Self {
        let set = TemplatesRef { id: id.to_owned(), revision, hash: Hash::of(&[&bytes]) };
        Self { set, bytes: Some(bytes) }
    }
}

/// That an authority took a set into its book: by whom, when and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplatesTaken {
    /// The set that counts from then on.
    pub set: TemplatesRef,
    /// Who answers for its wording.
    pub by: Id,
    /// When, UTC milliseconds.
    pub time: i64,
    /// Why, in words without names.
    pub reason: String,
}
