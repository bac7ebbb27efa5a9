//! The table of figures: one row each, the experiment itself in a file of its own.
//!
//! To add a figure, add its file here and one row; say in `docs/performance.md` how it is set up.

use crate::harness::Experiment;

/// All experiments, in the order they are printed.
pub const FIGURES: &[Experiment] = &[];
