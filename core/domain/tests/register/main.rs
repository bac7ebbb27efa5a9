//! The register as supervisors meet it: what a notice's bucket is, what may be decided when, what money does, and
//! tables that add up.

mod acts;
mod model;
mod money;
mod support;
mod tables;
