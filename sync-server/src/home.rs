//! The server's folder: key file, database, erasures, socket. Names are made here and nowhere else.

use std::fs::{DirBuilder, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use beatbook_store::Key;
use zeroize::Zeroizing;

use crate::auth::Keyholder;
use crate::clock::Clock;
use crate::error::ServerError;
use crate::random;
use crate::store::sqlite::SqliteStore;

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

    /// Makes folder, key file and database.
    ///
    /// # Errors
    /// [`ServerError::AlreadyInitialised`]: nothing was changed. [`ServerError::Io`].
    pub fn create(&self, clock: &Clock) -> Result<(), ServerError> {
        if self.key_file().exists() || self.database().exists() {
            return Err(ServerError::AlreadyInitialised);
        }
        private_folder().create(&self.folder).map_err(ServerError::io("making the server's folder"))?;
        let key: Zeroizing<[u8; Key::LENGTH]> = Zeroizing::new(random::bytes()?);
        let text = Zeroizing::new(format!("{}\n", data_encoding::HEXLOWER.encode(&*key)));
        let mut file =
            private_file().open(self.key_file()).map_err(ServerError::io("making the key file"))?;
        file.write_all(text.as_bytes())
            .and_then(|()| file.sync_all())
            .map_err(ServerError::io("writing the key file"))?;
        SqliteStore::create(&self.database(), &Key::from_bytes(*key), clock)
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
        let text = match std::fs::read_to_string(self.key_file()) {
            Ok(text) => Zeroizing::new(text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(ServerError::NotInitialised);
            }
            Err(error) => return Err(ServerError::io("reading the key file")(error)),
        };
        let bytes =
            data_encoding::HEXLOWER.decode(text.trim().as_bytes()).map_err(|_| ServerError::KeyFile)?;
        let bytes = Zeroizing::new(bytes);
        Ok(Key::from_bytes(bytes.as_slice().try_into().map_err(|_| ServerError::KeyFile)?))
    }
}

/// A new folder that nobody but its owner can enter.
fn private_folder() -> DirBuilder {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder
}

/// A new file that nobody but its owner can read.
fn private_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options
}
