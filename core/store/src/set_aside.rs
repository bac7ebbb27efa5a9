//! Putting a database aside: file, log and key check, and whatever the caller says belongs with them, get a new
//! name together. Nothing is ever deleted. A crash in the middle is finished at the next open or the next call:
//! what is to be done is written down before it is begun.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use crate::StoreError;
use crate::files::{DatabaseFiles, exists, remove_if_there, sync_folder_of, with_suffix, write_whole};
use crate::lock::ExclusiveLock;

/// Renames the database at `path`, its log and key check, and the `siblings` (such as the seat's file; relative paths
/// are taken from the database's folder) by putting `suffix` at the end of each name. Answers the new place of the
/// database; it opens there.
/// Works on files that cannot be opened. Siblings that do not exist are passed over. Lock and reserve stay: they
/// serve the successor.
///
/// # Errors
/// `AlreadyOpen`, `Missing`, `AlreadyExists` (a target name is taken): nothing was renamed.
/// `Io`, `DiskFull`: call it again, or open; it is then finished.
pub fn set_aside(path: &Path, suffix: &str, siblings: &[&Path]) -> Result<PathBuf, StoreError> {
    let files = DatabaseFiles::of(path);
    let _lock = ExclusiveLock::take(&files)?;
    let finished = finish_interrupted(&files)?;
    if !exists(&files.database)? {
        return finished.ok_or(StoreError::Missing);
    }
    let unsound = StoreError::Io { doing: "naming the files set aside", kind: io::ErrorKind::InvalidInput };
    let plan = Plan::new(suffix, siblings).ok_or(unsound)?;
    for (_, target) in plan.renames(&files) {
        if exists(&target)? {
            return Err(StoreError::AlreadyExists);
        }
    }
    write_whole(&files.set_aside, plan.text().as_bytes())?;
    plan.carry_out(&files)
}

/// Finishes what a crash has interrupted and answers where the database went; the caller holds the lock.
pub(crate) fn finish_interrupted(files: &DatabaseFiles) -> Result<Option<PathBuf>, StoreError> {
    match fs::read_to_string(&files.set_aside) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(StoreError::io("reading an interrupted set-aside")(error)),
        Ok(text) => match Plan::of_text(&text) {
            Some(plan) => plan.carry_out(files).map(Some),
            None => Err(StoreError::Io {
                doing: "reading an interrupted set-aside",
                kind: io::ErrorKind::InvalidData,
            }),
        },
    }
}

/// Written as one line each: the suffix, then the siblings.
struct Plan {
    suffix: String,
    siblings: Vec<String>,
}

impl Plan {
    /// `None` if a name is not one that survives being written down, or would lead out of its folder.
    fn new(suffix: &str, siblings: &[&Path]) -> Option<Self> {
        let one_line = |text: &str| !text.is_empty() && !text.contains(['\n', '\r', '\0']);
        let straight = |path: &Path| {
            path.file_name().is_some() && !path.components().any(|part| part == Component::ParentDir)
        };
        let suffix = Some(suffix).filter(|suffix| one_line(suffix) && !suffix.contains(['/', '\\']))?;
        let sibling =
            |path: &&Path| path.to_str().filter(|text| one_line(text) && straight(path)).map(str::to_owned);
        Some(Self {
            suffix: suffix.to_owned(),
            siblings: siblings.iter().map(sibling).collect::<Option<_>>()?,
        })
    }

    fn of_text(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let suffix = lines.next()?;
        Self::new(suffix, &lines.map(Path::new).collect::<Vec<_>>())
    }

    fn text(&self) -> String {
        let mut text = self.suffix.clone();
        for sibling in &self.siblings {
            text.push('\n');
            text.push_str(sibling);
        }
        text.push('\n');
        text
    }

    /// The log after the database: under its new name the engine looks for the log beside it.
    fn renames(&self, files: &DatabaseFiles) -> Vec<(PathBuf, PathBuf)> {
        let aside = DatabaseFiles::of(&with_suffix(&files.database, &self.suffix));
        let mut renames = vec![
            (files.database.clone(), aside.database),
            (files.wal.clone(), aside.wal),
            (files.shm.clone(), aside.shm),
            (files.key_check.clone(), aside.key_check),
        ];
        for sibling in &self.siblings {
            let place = files.folder().join(sibling);
            let target = with_suffix(&place, &self.suffix);
            renames.push((place, target));
        }
        renames
    }

    /// Can be carried out again after any part of it: what is already gone was renamed before the crash.
    fn carry_out(&self, files: &DatabaseFiles) -> Result<PathBuf, StoreError> {
        for (place, target) in self.renames(files) {
            match fs::rename(&place, &target) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(StoreError::io("renaming a file set aside")(error));
                }
                // Also when renamed before a crash: that rename may not be durable yet.
                _ if exists(&target)? => sync_folder_of(&target)?,
                _ => {}
            }
        }
        remove_if_there(&files.set_aside)?;
        sync_folder_of(&files.database)?;
        Ok(with_suffix(&files.database, &self.suffix))
    }
}
