//! Everything between phone and server. It runs on the caller's thread and holds no lock over the network.

pub(crate) mod retry;
