//! Notices: what must be so before paper may carry a number.

pub mod completeness;
pub mod screen;
pub mod service;
