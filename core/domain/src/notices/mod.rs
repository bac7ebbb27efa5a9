//! Notices: the paper an officer hands over, and the numbers on it.
//!
//! [`number`] is the number itself; [`block`] decides on the phone which comes next and proves that no other
//! notebook ever uses it; [`allotment`] hands blocks out on the server and accounts for every number.

pub mod allotment;
pub mod block;
pub mod number;
