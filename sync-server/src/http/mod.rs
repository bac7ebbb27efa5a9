//! The server's face to phones: one sync exchange, one enrolment, and whether it is well.
//!
//! Limits are enforced before reading, refusals are messages of the protocol, and nothing that waits for a
//! slow client holds anything another one needs.

mod connections;
mod exchange;
mod handlers;

pub use connections::{Listening, listen};
pub use handlers::router;
