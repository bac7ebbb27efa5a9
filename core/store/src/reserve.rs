//! The disk-full reserve: room kept beside the database and given back when the disk is full.
//! On a full disk even a DELETE and the fold-back of the log fail; with the reserve released one more notice
//! and the acknowledgements still fit. The file is allocated for real and holds nothing.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use fs4::FileExt;

use crate::StoreError;
use crate::files::{DatabaseFiles, remove_if_there, sync_folder_of};

/// Whether there is still something to fall back on; show `Used` to the user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReserveState {
    /// None was asked for.
    None,
    /// The room is there.
    Held,
    /// Given back because the disk was full, or there never was room for it.
    Used,
}

#[derive(Debug)]
pub(crate) struct Reserve {
    path: PathBuf,
    bytes: u64,
    state: Mutex<ReserveState>,
}

impl Reserve {
    /// What is there now; allocates nothing.
    pub(crate) fn find(files: &DatabaseFiles, bytes: u64) -> Self {
        let held = fs::metadata(&files.reserve).is_ok_and(|file| file.len() >= bytes);
        let state = match (bytes, held) {
            (0, _) => ReserveState::None,
            (_, true) => ReserveState::Held,
            (_, false) => ReserveState::Used,
        };
        Self { path: files.reserve.clone(), bytes, state: Mutex::new(state) }
    }

    pub(crate) fn state(&self) -> ReserveState {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives the room back; `false` if there was none to give.
    pub(crate) fn release(&self) -> Result<bool, StoreError> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if *state != ReserveState::Held {
            return Ok(false);
        }
        remove_if_there(&self.path)?;
        *state = ReserveState::Used;
        sync_folder_of(&self.path)?;
        Ok(true)
    }

    /// Takes the room again if twice as much is free, so that taking it does not itself fill the disk.
    pub(crate) fn restore(&self) -> Result<ReserveState, StoreError> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if *state == ReserveState::Used {
            let folder = self.path.parent().filter(|folder| !folder.as_os_str().is_empty());
            let free = fs4::available_space(folder.unwrap_or(Path::new(".")))
                .map_err(StoreError::io("asking for free space"))?;
            if free >= self.bytes.saturating_mul(2) {
                match self.allocate() {
                    Ok(()) => *state = ReserveState::Held,
                    Err(StoreError::DiskFull) => remove_if_there(&self.path)?,
                    Err(error) => {
                        remove_if_there(&self.path)?;
                        return Err(error);
                    }
                }
            }
        }
        Ok(*state)
    }

    fn allocate(&self) -> Result<(), StoreError> {
        let doing = "allocating the disk-full reserve";
        let file = File::create(&self.path).map_err(StoreError::io(doing))?;
        FileExt::allocate(&file, self.bytes).map_err(StoreError::io(doing))?;
        file.sync_all().map_err(StoreError::io(doing))
    }
}
