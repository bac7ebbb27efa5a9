//! The phone's folder: notebooks, seats, key files that stand in for a platform's key store, training clocks.
//!
//! Names of files are made here and nowhere else.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use beatbook_device::{Beatbook, BeatbookError, Key, PhonePlatform, Places, Platform};
use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;

use crate::error::PhoneError;

/// A phone's folder.
#[derive(Debug, Clone)]
pub struct Folder {
    root: PathBuf,
}

impl Folder {
    /// The folder, whether there is a phone in it or not.
    pub fn at(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    /// Where notebooks and seats are.
    pub fn places(&self) -> Places {
        Places { notebooks: self.root.join("notebooks"), seats: self.root.join("no-backup") }
    }

    /// The training clock of a notebook.
    pub fn training_clock(&self, notebook: Id) -> PathBuf {
        self.root.join(format!("training-clock-{notebook}.json"))
    }

    /// Makes the folders where they are missing and answers the key of the notebook that is being begun: who
    /// asks again finds its own, so that a lost answer or a killed process makes no second notebook.
    ///
    /// # Errors
    /// [`PhoneError::File`], [`PhoneError::KeyFile`].
    pub fn prepare(&self) -> Result<Key, PhoneError> {
        let places = self.places();
        for folder in [&places.notebooks, &places.seats] {
            std::fs::create_dir_all(folder).map_err(PhoneError::file("making the phone's folder"))?;
        }
        match read_key(&self.pending_key())? {
            Some(key) => Ok(key),
            None => make_key(&self.pending_key()),
        }
    }

    /// The notebook is begun: its key becomes the notebook's. A key of no notebook yet stays for the next one: only
    /// the library can tell whether a file was made with it, and without its key nobody reads it again.
    ///
    /// # Errors
    /// [`PhoneError::File`].
    pub fn settle(&self, begun: Id) -> Result<(), PhoneError> {
        std::fs::rename(self.pending_key(), self.key_file(begun))
            .map_err(PhoneError::file("keeping the key file"))
    }

    /// A notebook's key, from its file or that of an enrolment not finished.
    ///
    /// # Errors
    /// [`PhoneError::KeyFileMissing`], [`PhoneError::KeyFile`], [`PhoneError::File`].
    pub fn key(&self, notebook: Id) -> Result<Key, PhoneError> {
        if let Some(key) = read_key(&self.key_file(notebook))? {
            return Ok(key);
        }
        read_key(&self.pending_key())?.ok_or(PhoneError::KeyFileMissing)
    }

    /// The notebook asked for, or the only one.
    ///
    /// # Errors
    /// [`PhoneError::NoNotebook`], [`PhoneError::SeveralNotebooks`], those of [`Beatbook::list`].
    pub fn choose(&self, asked: Option<Id>) -> Result<Id, PhoneError> {
        if let Some(asked) = asked {
            return Ok(asked);
        }
        if !self.root.is_dir() {
            return Err(BeatbookError::MissingFolder.into());
        }
        if !self.places().notebooks.is_dir() {
            return Err(self.nothing_here());
        }
        match Beatbook::list(&self.places())?.as_slice() {
            [] => Err(self.nothing_here()),
            [only] => Ok(*only),
            _ => Err(PhoneError::SeveralNotebooks),
        }
    }

    /// A key without its notebook: a file was lost, and a new enrolment would hide that.
    fn nothing_here(&self) -> PhoneError {
        let is_key = |name: &std::ffi::OsStr| Path::new(name).extension().is_some_and(|end| end == "key");
        let files = std::fs::read_dir(&self.root).into_iter().flatten().flatten();
        let orphaned =
            files.into_iter().any(|file| is_key(&file.file_name()) && file.path() != self.pending_key());
        if orphaned { PhoneError::NotebookLost } else { PhoneError::NoNotebook }
    }

    fn key_file(&self, notebook: Id) -> PathBuf {
        self.root.join(format!("{notebook}.key"))
    }

    fn pending_key(&self) -> PathBuf {
        self.root.join("enrolling.key")
    }
}

/// The key in a file; none if there is no such file.
fn read_key(file: &Path) -> Result<Option<Key>, PhoneError> {
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(PhoneError::file("reading the key file")(error)),
    };
    // 32 bytes in hexadecimal digits, which is how hashes are spelled, too.
    let key: Hash = text.trim().parse().map_err(|_| PhoneError::KeyFile)?;
    Ok(Some(Key::from_bytes(*key.as_bytes())))
}

fn make_key(file: &Path) -> Result<Key, PhoneError> {
    let mut bytes = [0; 32];
    let random = PhonePlatform::new().and_then(|platform| platform.random(&mut bytes));
    random.map_err(|_| BeatbookError::Phone)?;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(file).map_err(PhoneError::file("making the key file"))?;
    writeln!(file, "{}", Hash::from_bytes(bytes))
        .and_then(|()| file.sync_all())
        .map_err(PhoneError::file("writing the key file"))?;
    Ok(Key::from_bytes(bytes))
}
