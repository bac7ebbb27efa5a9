//! The figures of `cargo xtask bench` and how they are measured; `main.rs` is the command line around it.

pub mod figures;
pub mod harness;
