//! How far each block of notice numbers was spent, kept beside the notebook and outside every backup.
//! A notebook put back from a backup knows less than its marks do, and uses the block no more.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use beatbook_domain::notices::block::{Block, Mark};
use beatbook_protocol::id::Id;
use beatbook_store::StoreError;
use serde::{Deserialize, Serialize};

/// The marks of one notebook.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    path: PathBuf,
    marks: BTreeMap<Block, Mark>,
}

#[derive(Serialize, Deserialize)]
struct Line {
    #[serde(flatten)]
    block: Block,
    #[serde(flatten)]
    mark: Mark,
}

/// Where a notebook's marks are; `folder` is that of the seats.
pub(crate) fn marks_path(folder: &Path, notebook: Id) -> PathBuf {
    folder.join(format!("{notebook}.numbers"))
}

impl Marks {
    /// Reads the marks. A file that cannot be read as ours counts as none: every block is burnt then.
    pub(crate) fn read(folder: &Path, notebook: Id) -> Result<Self, StoreError> {
        let path = marks_path(folder, notebook);
        let lines: Vec<Line> = match fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes).unwrap_or_default(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                return Err(StoreError::NoPermission);
            }
            Err(error) => return Err(StoreError::Io { doing: "reading the marks", kind: error.kind() }),
        };
        Ok(Self { path, marks: lines.into_iter().map(|line| (line.block, line.mark)).collect() })
    }

    pub(crate) fn get(&self, block: &Block) -> Option<Mark> {
        self.marks.get(block).copied()
    }

    /// Writes a mark durably: all of them into a new file that takes the old one's place.
    pub(crate) fn put(&mut self, block: &Block, mark: Mark) -> Result<(), StoreError> {
        self.marks.insert(block.clone(), mark);
        let lines: Vec<Line> =
            self.marks.iter().map(|(block, mark)| Line { block: block.clone(), mark: *mark }).collect();
        let written = || -> io::Result<()> {
            let bytes = serde_json::to_vec(&lines)?;
            let draft = self.path.with_extension("numbers-draft");
            let mut file = File::create(&draft)?;
            file.write_all(&bytes)?;
            file.sync_all()?;
            fs::rename(&draft, &self.path)?;
            match self.path.parent() {
                // Elsewhere than on Unix a folder cannot be opened to sync it.
                Some(folder) if cfg!(unix) => File::open(folder)?.sync_all(),
                _ => Ok(()),
            }
        };
        written().map_err(|error| match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => StoreError::DiskFull,
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => StoreError::ReadOnlyFolder,
            io::ErrorKind::NotFound => StoreError::MissingFolder,
            kind => StoreError::Io { doing: "writing the marks", kind },
        })
    }
}
