//! The table of figures: one row each, the experiment itself in a file of its own.
//!
//! To add a figure, add its file here and one row; say in `docs/performance.md` how it is set up.

mod fence_agree;
mod fence_fix;
mod hours_report;

use crate::harness::Experiment;

/// All experiments, in the order they are printed.
pub const FIGURES: &[Experiment] = &[
    Experiment {
        name: "fence-fix",
        shows: "one fix of a walk among 10,000 zones, presence, bounds and visits: <= 150 ns, no allocation",
        run: fence_fix::run,
    },
    Experiment {
        name: "fence-agree",
        shows: "inside or outside against GEOS, 1 million points: 0 differences off the edge itself",
        run: fence_agree::run,
    },
    Experiment {
        name: "hours-report",
        shows: "a month by zone and hour of the week, of a year of 40 officers: ≤ 1 s",
        run: hours_report::run,
    },
];
