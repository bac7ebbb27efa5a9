//! Types of `beatbook_paper::pdf`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// A finished document.
#[uniffi::remote(Record)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: Size,
    /// What the officer should know before handing it over.
    #[uniffi(default = [])]
    pub warnings: Vec<Warning>,
}

/// Something that is not as it should be on a paper that can be used all the same.
#[uniffi::remote(Enum)]
pub enum Warning {
    /// No font has these characters, in order of their numbers; `[U+1F600]` stands in the place of each.
    NoGlyph(Vec<Letter>),
    /// The document is tagged, but not fit to be called PDF/UA-1.
    NotAccessible,
}
