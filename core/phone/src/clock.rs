//! The training clock: both clocks of a phone whose shift is replayed, kept in a small file between commands.
//!
//! It exists from `on --at` to `off` or `close`. The file is written after each commit, so after a kill it is at
//! most one call behind; what that call recorded is then recognised by the library as here already.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use beatbook_device::{BeatbookError, Now, PhonePlatform, Platform, SettablePlatform};
use beatbook_protocol::entry::BootId;
use serde::{Deserialize, Serialize};

use crate::error::PhoneError;

/// How long a phone has been running when a training shift begins, milliseconds.
const UPTIME_AT_SIGN_ON: i64 = 3_600_000;
/// How long a phone takes to start, milliseconds.
const START_TAKES: i64 = 30_000;

/// Where the clock stands, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// The start of the phone that runs: 16 hexadecimal digits.
    pub boot: String,
    /// Milliseconds since that start.
    pub mono: i64,
    /// Wall clock less monotonic clock, milliseconds.
    pub wall_offset: i64,
    /// Monotonic time of the last fix recorded in this start.
    pub recorded: Option<i64>,
    /// The start, as a walk's file names it, that is replayed as the running one.
    pub walk_boot: Option<String>,
    /// What to add to that file's monotonic times.
    pub walk_shift: i64,
}

impl Standing {
    /// UTC milliseconds.
    pub fn wall(&self) -> i64 {
        self.mono.saturating_add(self.wall_offset)
    }
}

/// The training clock, and the phone's clocks and randomness made of it.
pub struct TrainingClock {
    file: PathBuf,
    pub standing: Standing,
    platform: Arc<SettablePlatform>,
}

impl TrainingClock {
    /// Begins a training shift: the phone has been running for an hour.
    pub fn begin(file: &Path, wall: i64) -> Result<Self, PhoneError> {
        let standing = Standing {
            boot: random_boot()?,
            mono: UPTIME_AT_SIGN_ON,
            wall_offset: wall.saturating_sub(UPTIME_AT_SIGN_ON),
            recorded: None,
            walk_boot: None,
            walk_shift: 0,
        };
        Self::around(file, standing)
    }

    /// The clock of a training shift under way, if there is one.
    pub fn load(file: &Path) -> Result<Option<Self>, PhoneError> {
        let text = match std::fs::read(file) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(PhoneError::file("reading the training clock")(error)),
        };
        let standing = serde_json::from_slice(&text).map_err(|_| PhoneError::Clock)?;
        Self::around(file, standing).map(Some)
    }

    fn around(file: &Path, standing: Standing) -> Result<Self, PhoneError> {
        let now = now_of(&standing)?;
        let platform = Arc::new(SettablePlatform::at(now));
        platform.set_wall(now.wall);
        Ok(Self { file: file.to_owned(), standing, platform })
    }

    /// For the library.
    pub fn platform(&self) -> Arc<dyn Platform> {
        Arc::clone(&self.platform) as _
    }

    /// Moves both clocks forward to a wall time.
    pub fn advance_to(&mut self, wall: i64) -> Result<(), PhoneError> {
        if wall < self.standing.wall() {
            return Err(PhoneError::ClockBack);
        }
        self.advance_to_mono(wall.saturating_sub(self.standing.wall_offset));
        Ok(())
    }

    /// Moves both clocks forward to a monotonic time; never back.
    pub fn advance_to_mono(&mut self, mono: i64) {
        self.standing.mono = self.standing.mono.max(mono);
        self.platform.advance_to_mono(self.standing.mono);
        self.platform.set_wall(self.standing.wall());
    }

    /// Restarts the phone as `boot`, up and running for half a minute when `first_mono` comes at `first_wall`.
    pub fn restart(&mut self, boot: u64, first_mono: i64, first_wall: i64) -> Result<(), PhoneError> {
        let standing = &mut self.standing;
        standing.boot = format!("{boot:016x}");
        standing.wall_offset = first_wall.saturating_sub(first_mono);
        standing.mono = first_mono.saturating_sub(START_TAKES).max(0);
        standing.recorded = None;
        standing.walk_boot = None;
        standing.walk_shift = 0;
        let now = now_of(standing)?;
        self.platform.restart(now.boot);
        self.platform.advance_to_mono(now.mono);
        self.platform.set_wall(now.wall);
        Ok(())
    }

    /// Keeps where it stands.
    pub fn keep(&self) -> Result<(), PhoneError> {
        let text = serde_json::to_vec_pretty(&self.standing).map_err(|_| PhoneError::Clock)?;
        let fresh = self.file.with_extension("new");
        std::fs::write(&fresh, text)
            .and_then(|()| std::fs::rename(&fresh, &self.file))
            .map_err(PhoneError::file("writing the training clock"))
    }

    /// Ends the training shift.
    pub fn end(file: &Path) -> Result<(), PhoneError> {
        match std::fs::remove_file(file) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(PhoneError::file("removing the training clock")(error))
            }
            _ => Ok(()),
        }
    }
}

/// A random name of a start of the phone.
pub fn random_boot() -> Result<String, PhoneError> {
    let mut bytes = [0; 8];
    let random = PhonePlatform::new().and_then(|platform| platform.random(&mut bytes));
    random.map_err(|_| BeatbookError::Phone)?;
    Ok(format!("{:016x}", u64::from_be_bytes(bytes)))
}

fn now_of(standing: &Standing) -> Result<Now, PhoneError> {
    let boot = u64::from_str_radix(&standing.boot, 16).map_err(|_| PhoneError::Clock)?;
    Ok(Now { wall: standing.wall(), mono: standing.mono, boot: BootId(boot), offset: 0 })
}
