//! Why the demonstration could not go on, in words that say where to look.
//!
//! A claim that does not hold is no error: it is told among the checks, and the exit code says so.

use std::io;

use beatbook_domain::zones::circle::CircleError;
use beatbook_domain::zones::import::ImportReport;
use beatbook_phone::gpx::GpxError;

/// Why the demonstration stopped.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// A program of ours is not beside this one.
    #[error("{0} is not beside this program: start it with `cargo xtask demo`, which builds all of them")]
    NotBuilt(&'static str),
    /// A program of ours failed.
    #[error("`{line}` failed: {said}")]
    Program {
        /// What was run.
        line: String,
        /// What it said.
        said: String,
    },
    /// A program of ours answered in another form than its own.
    #[error("`{0}` answered in a form this demonstration does not know: build all programs anew")]
    Answer(String),
    /// A file or process of the operating system failed.
    #[error("{doing} failed: {kind}")]
    System {
        /// What was tried.
        doing: &'static str,
        /// The operating system's class of failure.
        kind: io::ErrorKind,
    },
    /// The walk could not be read.
    #[error(transparent)]
    Gpx(#[from] GpxError),
    /// The walk has nothing to replay.
    #[error("the walk has fewer than two usable points, as its account says: choose another file")]
    EmptyWalk,
    /// The walk is longer than a notebook's patrol can be shown in one night.
    #[error("the walk lasts longer than 24 hours: cut it, or choose another file")]
    LongWalk,
    /// The shipped zones cannot be used.
    #[error("the zones cannot be used: {0}")]
    Zones(#[from] ImportReport),
    /// A circle around the walk cannot be drawn.
    #[error("no zone can be drawn around the walk: {0}")]
    Circle(#[from] CircleError),
    #[error("the table could not be written as CSV")]
    Csv(#[from] csv::Error),
}

impl DemoError {
    /// Names what was tried when the operating system failed.
    pub fn system(doing: &'static str) -> impl Fn(io::Error) -> Self {
        move |error| Self::System { doing, kind: error.kind() }
    }
}
