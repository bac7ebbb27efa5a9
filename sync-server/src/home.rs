//! The server's folder: key file, database, erasures, socket. Names are made here and nowhere else.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use beatbook_store::{DatabaseFiles, Key};
use zeroize::Zeroizing;

use crate::auth::Keyholder;
use crate::clock::Clock;
use crate::error::ServerError;
use crate::random;
use crate::store::sqlite::SqliteStore;

/// 64 digits and a line break; whatever is longer is no key file.
const KEY_FILE_MAX: usize = 128;

/// A server's folder.
#[derive(Debug, Clone)]
pub struct Home {
    folder: PathBuf,
}

impl Home {
    /// The folder, whether there is a server in it or not.
    #[must_use]
    pub fn at(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// The folder itself.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The encrypted database.
    #[must_use]
    pub fn database(&self) -> PathBuf {
        self.folder.join("beatbook-server.sqlite3")
    }

    /// The key file: 64 hexadecimal digits, readable by its owner only.
    #[must_use]
    pub fn key_file(&self) -> PathBuf {
        self.folder.join("beatbook-server.key")
    }

    /// Where a running server takes its administrator's commands.
    #[must_use]
    pub fn socket(&self) -> PathBuf {
        self.folder.join("admin.sock")
    }

    /// Where a restore works until it is complete.
    pub(crate) fn restoring(&self) -> PathBuf {
        self.folder.join("restoring")
    }

    /// Makes the folder for a restored server; `false` if it was there, and empty.
    ///
    /// # Errors
    /// [`ServerError::FolderNotEmpty`], [`ServerError::Io`].
    pub(crate) fn begin(&self) -> Result<bool, ServerError> {
        let doing = "making the server's folder";
        match std::fs::read_dir(&self.folder) {
            Ok(mut content) => {
                // What a freshly made file system holds by itself.
                let counts = |name: &std::ffi::OsStr| name != "lost+found";
                let taken = content.any(|one| one.is_ok_and(|one| counts(&one.file_name())));
                if taken { Err(ServerError::FolderNotEmpty) } else { Ok(false) }
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                private_folder(&self.folder).map_err(ServerError::io(doing))?;
                Ok(true)
            }
            Err(error) => Err(ServerError::io(doing)(error)),
        }
    }

    /// Takes a copy of a key file: from then on the folder is a server's.
    ///
    /// # Errors
    /// [`ServerError::Io`].
    pub(crate) fn take_key_file(&self, from: &Path) -> Result<(), ServerError> {
        let text = Zeroizing::new(std::fs::read(from).map_err(ServerError::io("reading the key file"))?);
        write_private(&self.key_file(), &text)
    }

    /// Makes folder, key file and database.
    ///
    /// # Errors
    /// [`ServerError::AlreadyInitialised`]: nothing was changed. [`ServerError::Io`].
    pub fn create(&self, clock: &Clock) -> Result<(), ServerError> {
        if self.key_file().exists() || self.database().exists() {
            return Err(ServerError::AlreadyInitialised);
        }
        private_folder(&self.folder).map_err(ServerError::io("making the server's folder"))?;
        let key: Zeroizing<[u8; Key::LENGTH]> = Zeroizing::new(random::bytes()?);
        let text = Zeroizing::new(format!("{}\n", data_encoding::HEXLOWER.encode(&*key)));
        write_private(&self.key_file(), text.as_bytes())?;
        SqliteStore::create(&self.database(), &Key::from_bytes(*key), clock)
    }

    /// Bytes that database and log take, and bytes free where they lie.
    ///
    /// # Errors
    /// [`ServerError::Io`].
    pub fn space(&self) -> Result<(u64, u64), ServerError> {
        let files = DatabaseFiles::of(&self.database());
        let length = |path: &Path| std::fs::metadata(path).map_or(0, |file| file.len());
        let free = fs4::available_space(&self.folder).map_err(ServerError::io("asking for free space"))?;
        Ok((length(&files.database) + length(&files.wal), free))
    }

    /// Opens the database with the key file.
    ///
    /// # Errors
    /// [`ServerError::NotInitialised`], [`ServerError::KeyFile`], [`ServerError::Running`], the store's.
    pub fn open(&self, clock: &Clock) -> Result<(SqliteStore, Keyholder), ServerError> {
        let store = SqliteStore::open(&self.database(), &self.key()?, clock)?;
        Ok((store, Keyholder::proven()))
    }

    /// The key from the key file.
    ///
    /// # Errors
    /// [`ServerError::NotInitialised`], [`ServerError::KeyFile`], [`ServerError::Io`].
    pub fn key(&self) -> Result<Key, ServerError> {
        if self.key_file().exists() {
            Self::key_in(&self.key_file())
        } else {
            Err(ServerError::NotInitialised)
        }
    }

    /// The key from any key file.
    ///
    /// # Errors
    /// [`ServerError::KeyFile`], [`ServerError::Io`].
    pub(crate) fn key_in(file: &Path) -> Result<Key, ServerError> {
        let mut text = Zeroizing::new(Vec::with_capacity(KEY_FILE_MAX));
        File::open(file)
            .and_then(|file| file.take(KEY_FILE_MAX as u64).read_to_end(&mut text))
            .map_err(ServerError::io("reading the key file"))?;
        let bytes = data_encoding::HEXLOWER.decode(text.trim_ascii()).map_err(|_| ServerError::KeyFile)?;
        let bytes = Zeroizing::new(bytes);
        Ok(Key::from_bytes(bytes.as_slice().try_into().map_err(|_| ServerError::KeyFile)?))
    }
}

/// The folder a file is in; of a bare name the one we are in.
pub(crate) fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A folder, with those above it; one that is made now is its owner's only.
pub(crate) fn private_folder(folder: &Path) -> std::io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    if let Some(above) = folder.parent() {
        std::fs::create_dir_all(above)?;
    }
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(folder)
}

/// A new file that nobody but its owner can read, on the medium.
fn write_private(path: &Path, bytes: &[u8]) -> Result<(), ServerError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let written = options.open(path).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    written.map_err(ServerError::io("writing the key file"))?;
    File::open(folder_of(path))
        .and_then(|folder| folder.sync_all())
        .map_err(ServerError::io("writing the key file"))
}
