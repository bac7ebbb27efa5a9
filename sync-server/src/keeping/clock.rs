//! Whether the server's clock can be believed when it says that a time is over. A wall clock alone erases nothing.
//!
//! While one process runs, the monotonic clock watches over the wall clock. Between two runs nothing does: up to some days
//! it is believed. Whenever it has jumped, nothing is erased until it is back, or a person says that it is right.

use beatbook_protocol::entry::BootId;
use serde::{Deserialize, Serialize};

/// Where it is kept when the clock was last found right.
pub const CLOCK: &str = "keeping_clock";

/// How far wall clock and monotonic clock may come apart within one run, milliseconds: clocks are set, hours do not vanish.
const APART_MS: i64 = 3_600_000;
/// How long the server may have been down for its clock to be believed again, milliseconds. A clock that is wrong by less
/// erases so many days too early at most.
const DOWN_MS: i64 = 7 * 86_400_000;

/// Both clocks at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// UTC milliseconds.
    pub wall: i64,
    /// Milliseconds since the process started.
    pub mono: i64,
    /// Which process.
    pub boot: BootId,
}

/// The clock stands where it cannot be: so many milliseconds ahead of what is believable, or behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Jumped(pub i64);

impl Seen {
    /// From its bytes, if they are such.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok()
    }

    /// Whether clocks that are looked at now can follow what was seen last.
    ///
    /// # Errors
    /// [`Jumped`].
    pub fn follows(self, last: Option<Self>) -> Result<(), Jumped> {
        let Some(last) = last else { return Ok(()) };
        let gone = self.wall.saturating_sub(last.wall);
        let (least, most) = if self.boot == last.boot {
            let gone = self.mono.saturating_sub(last.mono);
            (gone.saturating_sub(APART_MS), gone.saturating_add(APART_MS))
        } else {
            (-APART_MS, DOWN_MS)
        };
        if gone < least {
            Err(Jumped(gone - least))
        } else if gone > most {
            Err(Jumped(gone - most))
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 86_400_000;

    fn seen(wall: i64, mono: i64, boot: u64) -> Seen {
        Seen { wall, mono, boot: BootId(boot) }
    }

    #[test]
    fn within_one_run_the_monotonic_clock_watches() {
        let last = Some(seen(1_000 * DAY, 5, 1));
        assert_eq!(seen(1_001 * DAY, DAY + 5, 1).follows(last), Ok(()));
        assert_eq!(seen(1_001 * DAY, 5, 1).follows(last), Err(Jumped(DAY - APART_MS)));
        assert_eq!(seen(999 * DAY, DAY + 5, 1).follows(last), Err(Jumped(APART_MS - 2 * DAY)));
        assert_eq!(seen(1_000 * DAY + APART_MS, 5, 1).follows(last), Ok(()));
        assert_eq!(seen(1_000 * DAY + APART_MS + 1, 5, 1).follows(last), Err(Jumped(1)));
    }

    #[test]
    fn after_a_restart_some_days_are_believed_and_years_are_not() {
        let last = Some(seen(1_000 * DAY, 99 * DAY, 1));
        assert_eq!(seen(1_007 * DAY, 5, 2).follows(last), Ok(()));
        assert_eq!(seen(1_007 * DAY + 1, 5, 2).follows(last), Err(Jumped(1)));
        assert_eq!(seen(0, 5, 2).follows(last), Err(Jumped(APART_MS - 1_000 * DAY)));
        assert_eq!(seen(0, 5, 2).follows(None), Ok(()));
    }
}
