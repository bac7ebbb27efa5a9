//! The figures of `cargo xtask bench` and how they are measured; `main.rs` is the command line around it.

pub mod bare;
pub mod beats;
pub mod figures;
pub mod handset;
pub mod harness;
pub mod minimal;
pub mod relay;
pub mod scribe;
pub mod shelf;
pub mod station;
pub mod tls;
