//! The generations file: which generations a server's backups have been restored into, kept beside the backups.
//!
//! Two restores of one backup would otherwise take the same generation, and with it the same series letter of notice
//! numbers. One number a line, added, never changed.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::home::folder_of;

/// The file.
#[derive(Debug)]
pub struct GenerationsFile {
    path: PathBuf,
}

impl GenerationsFile {
    /// The generations file beside a backup.
    #[must_use]
    pub fn beside(backup: &Path) -> Self {
        Self { path: backup.with_file_name("generations.txt") }
    }

    /// The highest generation it names; 0 if it is not there. A line cut off by a crash is passed over: it was of a
    /// restore that did not end.
    ///
    /// # Errors
    /// The file is there and cannot be read.
    pub fn highest(&self) -> io::Result<u64> {
        match std::fs::read_to_string(&self.path) {
            Ok(text) => Ok(text.lines().filter_map(|line| line.parse().ok()).max().unwrap_or(0)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
            Err(error) => Err(error),
        }
    }

    /// Adds a generation durably.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn add(&self, generation: u64) -> io::Result<()> {
        let mut file = OpenOptions::new().create(true).append(true).open(&self.path)?;
        writeln!(file, "{generation}")?;
        file.sync_all()?;
        if cfg!(unix) { File::open(folder_of(&self.path))?.sync_all() } else { Ok(()) }
    }
}
