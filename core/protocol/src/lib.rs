//! Formats that phone and server agree on: ids, entries, hash chain, signatures, receipts, sync messages, limits.
//!
//! Nothing here does I/O, reads a clock or makes randomness: time, keys and random bytes are arguments.
//! Every format has golden vectors under `tests/golden`, which later versions must still read.

pub mod chain;
pub mod enrol;
pub mod entry;
pub mod frame;
pub mod hash;
pub mod hours;
pub mod id;
pub mod limits;
pub mod ranges;
pub mod receipt;
pub mod sign;
pub mod sync;
