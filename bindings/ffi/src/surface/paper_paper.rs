//! Types of `beatbook_paper::paper`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// Whose copy it is.
#[uniffi::remote(Enum)]
pub enum PaperCopy {
    /// Handed over.
    Recipient,
    /// Kept, with the officer's notes.
    Officer,
    /// What the recipient's says, for the parent or guardian of somebody of sixteen or seventeen.
    Guardian,
}

/// What it is printed on.
#[uniffi::remote(Enum)]
pub enum Sheet {
    /// 210 × 297 mm, 11 point.
    A4,
    /// 210 × 297 mm, 18 point, for who asks for large print.
    A4Large,
    /// A roll of 80 mm, 72 of them printable, as long as it needs to be.
    Receipt80,
}
