//! The table of figures: one row each, the experiment itself in a file of its own.
//!
//! To add a figure, add its file here and one row; say in `docs/performance.md` how it is set up.

mod call_cost;
mod cold_sync;
mod count_duplicates;
mod device_path;
mod false_stays;
mod fence_agree;
mod fence_fix;
mod fix_disk;
mod fix_wire;
mod hours_error;
mod hours_report;
mod library_size;
mod notice_render;
mod open;
mod record_while_sync;
mod s59_lookup;
mod server_commit;
mod what_applies;
mod write;
mod zones_ready;

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
        name: "what-applies",
        shows: "which of 500 orders over 10,000 zones apply at a place and time: <= 1 ms",
        run: what_applies::run,
    },
    Experiment {
        name: "s59-lookup",
        shows: "an earlier warning to this driver or about this car, among 100,000: <= 1 ms",
        run: s59_lookup::run,
    },
    Experiment {
        name: "count-duplicates",
        shows: "pairs of 500 sightings of a count that may be one person, with reasons: <= 50 ms",
        run: count_duplicates::run,
    },
    Experiment {
        name: "hours-report",
        shows: "a month by zone and hour of the week, of a year of 40 officers: ≤ 1 s",
        run: hours_report::run,
    },
    Experiment {
        name: "notice-render",
        shows: "a fixed penalty notice, the officer's copy, to HTML and PDF: <= 50 ms",
        run: notice_render::run,
    },
    Experiment {
        name: "device-path",
        shows: "fixes/s through door, engine, disk and sealing in calls of 1,000, FULL: >= 100,000",
        run: device_path::run,
    },
    Experiment {
        name: "fix-disk",
        shows: "growth of the encrypted file by ten shifts: <= 7.0 bytes/fix simulated, <= 8.5 real",
        run: fix_disk::run,
    },
    Experiment {
        name: "fix-wire",
        shows: "HTTP bytes both ways of the same, TLS handshake apart: <= 7.0 simulated, <= 8.5 real",
        run: fix_wire::run,
    },
    Experiment {
        name: "write-full",
        shows: "a durable record against bare rusqlite writing its rows, FULL: <= 1.15x, flat to 1 million",
        run: write::full,
    },
    Experiment { name: "write-cpu", shows: "the same on a file system in memory: <= 1.5x", run: write::cpu },
    Experiment {
        name: "cold-sync",
        shows: "100,000 fixes and 2,000 records to the last receipt, hours derived: <= 1 s",
        run: cold_sync::run,
    },
    Experiment {
        name: "server-commit",
        shows: "chunk batches/s against a minimal axum + SQLite handler: >= 50 %",
        run: server_commit::run,
    },
    Experiment {
        name: "open",
        shows: "open to the first committed fix at 1 MB and 1 GB: <= 10 ms, flat",
        run: open::run,
    },
    Experiment {
        name: "zones-ready",
        shows: "first status and sign-off of a restarted phone among 10,000 zones: <= 100 ms",
        run: zones_ready::run,
    },
    Experiment {
        name: "record-while-sync",
        shows: "p99 of recording a fix while a sync hangs on a dead link: <= 50 ms",
        run: record_while_sync::run,
    },
    Experiment {
        name: "hours-error",
        shows: "derived hours against true ones over 100 shifts, beside a plain rule: total within 0.2 %",
        run: hours_error::run,
    },
    Experiment {
        name: "false-stays",
        shows: "stays that never were against a plain rule: >= 92 % fewer, fragments >= 90 % fewer",
        run: false_stays::run,
    },
    Experiment {
        name: "library-size",
        shows: "the stripped phone library beside uniffi, encrypted SQLite, TLS and geo alone: <= 1.6x",
        run: library_size::run,
    },
    Experiment {
        name: "call-cost",
        shows: "a call from Kotlin, Swift and Python with 0, 1 and 1,000 fixes, beside Rust: no goal",
        run: call_cost::run,
    },
];
