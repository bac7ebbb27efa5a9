//! The erasures file: what must stay forgotten, kept where a restored backup does not undo it.
//!
//! One line of JSON for each erased body, ids and numbers only. Lines are added, never changed; a line cut
//! off by a crash is passed over, since the erasure it tells of is still in the database and is added again.

use std::collections::BTreeSet;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use beatbook_store::StoreError;
use serde::{Deserialize, Serialize};

use crate::error::Fault;
use crate::home::folder_of;

/// A body that was erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Erasure {
    /// The tenant.
    pub authority: Id,
    /// The notebook.
    pub notebook: Id,
    /// The entry whose body went.
    pub seq: u64,
    /// The entry that says so.
    pub by: u64,
}

/// A body that the server erased of itself: its journal says so, and a restored journal may say otherwise by that number. So
/// the entry is named by its header, which stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Forgotten {
    /// The tenant.
    pub authority: Id,
    /// A notebook, or the authority's own journal.
    pub journal: Id,
    /// The entry whose body went.
    pub seq: u64,
    /// Hash of its header.
    pub header: Hash,
}

/// A line of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Line {
    /// By an entry of its own notebook.
    Erasure(Erasure),
    /// By the server.
    Forgotten(Forgotten),
}

impl From<Erasure> for Line {
    fn from(erasure: Erasure) -> Self {
        Self::Erasure(erasure)
    }
}

impl From<Forgotten> for Line {
    fn from(forgotten: Forgotten) -> Self {
        Self::Forgotten(forgotten)
    }
}

/// The file.
#[derive(Debug)]
pub struct ErasuresFile {
    path: PathBuf,
    adding: Mutex<()>,
}

impl ErasuresFile {
    /// The erasures file beside a database.
    #[must_use]
    pub fn beside(database: &Path) -> Self {
        Self::at(&database.with_file_name("erasures.jsonl"))
    }

    /// An erasures file by its own name.
    #[must_use]
    pub fn at(path: &Path) -> Self {
        Self { path: path.to_owned(), adding: Mutex::new(()) }
    }

    /// Its name.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether it is there.
    #[must_use]
    pub fn exists(&self) -> bool {
        self.path.exists()
    }

    /// Adds erasures, if only to make the file; `Ok` means they are on the medium.
    ///
    /// # Errors
    /// The operating system's.
    pub fn add(&self, erasures: &[Line]) -> Result<(), Fault> {
        if erasures.is_empty() && self.exists() {
            return Ok(());
        }
        let _one_at_a_time = self.adding.lock().unwrap_or_else(PoisonError::into_inner);
        let mut lines = String::new();
        for erasure in erasures {
            // A leading line break ends whatever a crash has left half written.
            lines.push('\n');
            lines.push_str(
                &serde_json::to_string(erasure).map_err(|_| Fault::Format { what: "the erasures file" })?,
            );
        }
        lines.push('\n');
        let add = || -> io::Result<()> {
            let mut file = OpenOptions::new().create(true).append(true).open(&self.path)?;
            file.write_all(lines.as_bytes())?;
            file.sync_all()?;
            File::open(folder_of(&self.path))?.sync_all()
        };
        add().map_err(|error| failed("writing the erasures file", &error))
    }

    /// All erasures ever written down.
    ///
    /// # Errors
    /// The operating system's; a missing file is none.
    pub fn all(&self) -> Result<BTreeSet<Line>, Fault> {
        let bytes = match std::fs::read(&self.path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(failed("reading the erasures file", &error)),
        };
        let text = String::from_utf8_lossy(&bytes);
        Ok(text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect())
    }

    /// Whether what is written there is erasures: of a file with none nothing else stands in it.
    ///
    /// # Errors
    /// The operating system's.
    pub fn tells(&self) -> Result<bool, Fault> {
        let bytes = std::fs::read(&self.path).map_err(|error| failed("reading the erasures file", &error))?;
        Ok(bytes.iter().all(u8::is_ascii_whitespace) || !self.all()?.is_empty())
    }
}

fn failed(doing: &'static str, error: &io::Error) -> Fault {
    Fault::Storage(StoreError::Io { doing, kind: error.kind() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn erasure(seq: u64) -> Line {
        let by = seq + 1;
        Erasure { authority: Id::from_bytes([1; 16]), notebook: Id::from_bytes([2; 16]), seq, by }.into()
    }

    fn forgotten(seq: u64) -> Line {
        let (authority, journal) = (Id::from_bytes([1; 16]), Id::from_bytes([2; 16]));
        Forgotten { authority, journal, seq, header: Hash::from_bytes([3; 32]) }.into()
    }

    #[test]
    fn a_line_cut_by_a_crash_harms_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let file = ErasuresFile::beside(&folder.path().join("beatbook.sqlite3"));
        assert_eq!(file.all().unwrap(), BTreeSet::new());
        file.add(&[erasure(1)]).unwrap();
        let path = folder.path().join("erasures.jsonl");
        let mut cut = std::fs::read(&path).unwrap();
        cut.extend(b"{\"authority\":\"0101");
        std::fs::write(&path, cut).unwrap();
        file.add(&[erasure(5), erasure(1), forgotten(5)]).unwrap();
        assert_eq!(file.all().unwrap(), BTreeSet::from([erasure(1), erasure(5), forgotten(5)]));
    }
}
