//! The register as supervisors meet it: what a notice's bucket is, what may be decided when, what money does, and
//! tables that add up.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests are not recognised as tests"
)]

mod acts;
mod drafts;
mod model;
mod money;
mod protection;
mod support;
mod tables;
mod young;
