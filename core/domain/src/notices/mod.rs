//! Notices: what must be so before paper may carry a number, and which number it carries.
//!
//! [`number`] is the number itself; [`block`] decides on the phone which comes next and proves that no other
//! notebook ever uses it; [`known`] is what phones are told of notices given before; [`allotment`] hands blocks out on the server and accounts for every number.

pub mod allotment;
pub mod block;
pub mod completeness;
pub mod known;
pub mod number;
pub mod screen;
pub mod service;
pub mod whom;
