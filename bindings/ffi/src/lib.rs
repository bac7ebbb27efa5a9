//! What Kotlin, Swift and Python call: the phone's facade in records, no logic of its own.
//!
//! [`Notebook`] is one officer's notebook. Its calls block and are meant for a background thread; each answers or throws a
//! [`BeatbookError`] with a stable code. The calls of a workflow and their records are told again from the core, comments
//! included, by `cargo xtask surface`; here by hand is only what the platform gives or takes: folders, keys, fonts, files,
//! progress, log lines.

mod error;
mod notebook;
mod paper;
mod platform;
mod surface;
mod values;

pub use error::BeatbookError;
pub use notebook::{Cancel, FolderPlaces, Notebook, list_notebooks, set_notebook_aside};
pub use paper::{FontSet, PrintedPaper};
pub use platform::{KeyStore, LogLevel, LogSink, SyncProgress, send_log_lines};
pub use surface::names;
pub use values::{AreaAccess, Refusal, TwoSightings};

uniffi::setup_scaffolding!();
