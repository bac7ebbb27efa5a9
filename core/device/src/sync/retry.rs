//! When to try again: kept in the file, with full jitter, and never longer than it says whatever a clock does.
//! A new local write is no reason to try sooner, and no reason to wait longer.

use crate::local::Wait;
use crate::platform::Now;

/// First wait after a failure, milliseconds.
const FIRST_MS: i64 = 2_000;
/// Longest wait of our own, milliseconds.
const LONGEST_MS: i64 = 15 * 60_000;
/// Longest wait a server may ask for, milliseconds: a wrong number must not silence a phone for weeks.
const LONGEST_ASKED_MS: i64 = 24 * 3_600_000;

/// Milliseconds still to wait; 0 for none.
///
/// Within one boot the monotonic clock counts. Across boots the wall clock does, but a clock that was set
/// back cannot make the wait longer than it was.
pub(crate) fn remaining(wait: Option<&Wait>, now: &Now) -> i64 {
    let Some(Wait { from, milliseconds, .. }) = wait else { return 0 };
    let gone = if from.boot == now.boot { now.mono - from.mono } else { now.wall.saturating_sub(from.wall) };
    if gone < 0 { 0 } else { (milliseconds - gone).max(0) }
}

/// The wait after so many failures in a row: anything up to an exponential bound, by 64 random bits
/// (full jitter: phones that lost the same network do not come back in step).
pub(crate) fn after_failures(failures: u32, random: u64) -> i64 {
    let bound = FIRST_MS.saturating_mul(1_i64 << failures.saturating_sub(1).min(20)).min(LONGEST_MS);
    let share = random % u64::try_from(bound).unwrap_or(1).max(1);
    i64::try_from(share).unwrap_or(0)
}

/// What a server asks for, within reason.
pub(crate) fn asked(milliseconds: u32) -> i64 {
    i64::from(milliseconds).min(LONGEST_ASKED_MS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use beatbook_protocol::entry::BootId;

    fn at(wall: i64, mono: i64, boot: u64) -> Now {
        Now { wall, mono, boot: BootId(boot), offset: 0 }
    }

    #[test]
    fn a_wait_is_over_by_the_clock_that_can_be_trusted() {
        let wait = Wait { from: at(1_000_000, 5_000, 1), milliseconds: 60_000, asked: false };
        assert_eq!(remaining(Some(&wait), &at(0, 15_000, 1)), 50_000, "the wall clock was set: no matter");
        assert_eq!(remaining(Some(&wait), &at(1_030_000, 0, 2)), 30_000, "restarted");
        assert_eq!(remaining(Some(&wait), &at(0, 0, 2)), 0, "restarted, and set back: never longer");
        assert_eq!(remaining(Some(&wait), &at(9_999_999, 0, 2)), 0);
        assert_eq!(remaining(None, &at(0, 0, 1)), 0);
    }

    #[test]
    fn waits_grow_with_failures_are_spread_and_stay_within_reason() {
        assert_eq!(after_failures(1, 1_999), 1_999);
        assert_eq!(after_failures(1, 2_000), 0);
        assert_eq!(after_failures(3, 7_999), 7_999);
        for failures in 0..200 {
            assert!((0..LONGEST_MS).contains(&after_failures(failures, u64::MAX - 7)));
        }
        assert_eq!(asked(u32::MAX), LONGEST_ASKED_MS);
    }
}
