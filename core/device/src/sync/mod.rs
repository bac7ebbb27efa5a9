//! Everything between phone and server. It runs on the caller's thread and holds no lock over the network.
//! Read in this order: `plan` (what is next), `run` (the loop), `answer` (is it one), `apply` (what changes).

mod answer;
mod apply;
mod hours;
mod plan;
pub(crate) mod retry;
mod run;
mod tls;
mod transport;

pub(crate) use answer::CheckedChange;
pub(crate) use hours::own_hours;
pub(crate) use run::{NotLetIn, When, enter_now, sync};
pub use run::{SyncReport, SyncSoFar};
