//! All that is done with zones before the engine sees them: import, checks, names, time, transport.
//!
//! A file becomes versions ([`import`], checked by [`validate`]), a version gets its name from its
//! [`canonical`] bytes, [`plan`] decides what the next [`manifest`] says is in force when, and
//! [`pack`] makes briefing objects of it.

pub mod canonical;
pub mod circle;
pub(crate) mod geodesy;
pub mod import;
pub mod manifest;
pub(crate) mod overlap;
pub mod pack;
pub mod plan;
mod segments;
pub mod validate;
