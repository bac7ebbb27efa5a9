//! All tests of the simulator, in one binary: each would link the whole library again.

mod measures;
mod shifts;
