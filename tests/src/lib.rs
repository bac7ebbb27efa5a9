//! Whole days with simulated phones, an in-process server, crash points.
