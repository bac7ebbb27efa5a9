//! The seat: a random id both inside the notebook and in a small file that no backup holds.
//! A notebook that was restored or copied finds its seat missing or another's, and is closed for writing:
//! otherwise two phones would go on with the same numbers, and one truth would become two.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use beatbook_protocol::id::Id;
use beatbook_store::StoreError;

/// Sixteen random bytes; says nothing about anybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Seat(pub(crate) [u8; 16]);

/// Where a notebook's seat file is; `folder` is outside every backup.
pub(crate) fn seat_path(folder: &Path, notebook: Id) -> PathBuf {
    folder.join(format!("{notebook}.seat"))
}

/// Whether the seat file is there and this notebook's own.
pub(crate) fn is_own(folder: &Path, notebook: Id, seat: Seat) -> Result<bool, StoreError> {
    match fs::read_to_string(seat_path(folder, notebook)) {
        Ok(text) => Ok(text.trim_end() == spelled(seat)),
        Err(error) => match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::InvalidData => Ok(false),
            io::ErrorKind::PermissionDenied => Err(StoreError::NoPermission),
            kind => Err(StoreError::Io { doing: "reading the seat", kind }),
        },
    }
}

/// Writes the seat file durably.
pub(crate) fn take(folder: &Path, notebook: Id, seat: Seat) -> Result<(), StoreError> {
    write_durably(folder, &seat_path(folder, notebook), &spelled(seat), "writing the seat")
}

/// Which successor a notebook has on this phone, as far as one was begun. Kept beside the seats: a notebook restored
/// from a backup does not forget it.
pub(crate) fn successor(folder: &Path, former: Id) -> Result<Option<Id>, StoreError> {
    match fs::read_to_string(successor_path(folder, former)) {
        // What a crash left half written names none.
        Ok(text) => Ok(text.trim_end().parse().ok()),
        Err(error) => match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::InvalidData => Ok(None),
            io::ErrorKind::PermissionDenied => Err(StoreError::NoPermission),
            kind => Err(StoreError::Io { doing: "reading which successor there is", kind }),
        },
    }
}

/// Writes down which successor is about to be begun.
pub(crate) fn name_successor(folder: &Path, former: Id, successor: Id) -> Result<(), StoreError> {
    let doing = "writing which successor there is";
    write_durably(folder, &successor_path(folder, former), &successor.to_string(), doing)
}

fn successor_path(folder: &Path, former: Id) -> PathBuf {
    folder.join(format!("{former}.successor"))
}

fn write_durably(folder: &Path, path: &Path, line: &str, doing: &'static str) -> Result<(), StoreError> {
    if !folder.is_dir() {
        return Err(StoreError::MissingFolder);
    }
    let written = || -> io::Result<()> {
        let mut file = File::create(path)?;
        writeln!(file, "{line}")?;
        file.sync_all()?;
        // The name must survive, too; elsewhere than on Unix a folder cannot be opened to sync it.
        if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
    };
    written().map_err(|error| match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => StoreError::DiskFull,
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => StoreError::ReadOnlyFolder,
        kind => StoreError::Io { doing, kind },
    })
}

/// Removes the seat of a notebook that was never let in.
pub(crate) fn give_up(folder: &Path, notebook: Id) -> io::Result<()> {
    match fs::remove_file(seat_path(folder, notebook)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn spelled(seat: Seat) -> String {
    data_encoding::HEXLOWER.encode(&seat.0)
}
