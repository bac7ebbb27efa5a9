//! The edge of the phone: the only place where clocks and randomness are read.
//! Everything inside takes a [`Now`] or random bytes as arguments, so a test or the command-line phone can
//! replay a shift of last September with [`SettablePlatform`] and get the very same entries.

use std::sync::Mutex;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use beatbook_domain::records::journal::Moment;
use beatbook_protocol::entry::BootId;
use beatbook_protocol::limits::NUMBER_MAX;

use crate::error::DeviceError;

/// Both clocks, read together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// Wall clock, UTC milliseconds. It may be years off, even before 1970: then it is negative.
    pub wall: i64,
    /// Milliseconds since the phone's start, sleep included; never runs back within one boot.
    pub mono: i64,
    /// Which start of the phone.
    pub boot: BootId,
    /// Minutes local time is ahead of UTC.
    pub offset: i16,
}

impl Now {
    /// The instant by both clocks.
    #[must_use]
    pub fn moment(&self) -> Moment {
        Moment { wall: self.wall, mono: self.mono, boot: self.boot }
    }
}

/// What the library asks of the phone it runs on.
pub trait Platform: Send + Sync {
    /// Reads the clocks.
    ///
    /// # Errors
    /// [`PlatformError`] if a clock cannot be read.
    fn now(&self) -> Result<Now, PlatformError>;

    /// Fills `bytes` with randomness fit for keys.
    ///
    /// # Errors
    /// [`PlatformError`] if there is none.
    fn random(&self, bytes: &mut [u8]) -> Result<(), PlatformError>;
}

/// The phone's own clocks or randomness could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the phone's clock or random numbers cannot be read: restart the phone")]
pub struct PlatformError;

/// A number of random bytes.
pub(crate) fn random<const N: usize>(platform: &dyn Platform) -> Result<[u8; N], DeviceError> {
    let mut bytes = [0; N];
    platform.random(&mut bytes)?;
    Ok(bytes)
}

/// The real phone: Linux, Android, Apple.
#[derive(Debug)]
pub struct PhonePlatform {
    boot: BootId,
}

impl PhonePlatform {
    /// Uses the boot id of the kernel; where an app may not read it, a random one for this process. Then
    /// every restart of the app counts as a restart of the phone: a gap more, never a wrong minute.
    ///
    /// # Errors
    /// [`PlatformError`] if there are no random numbers.
    pub fn new() -> Result<Self, PlatformError> {
        let boot = match kernel_boot_id() {
            Some(boot) => boot,
            None => {
                let mut bytes = [0; 8];
                getrandom::fill(&mut bytes).map_err(|_| PlatformError)?;
                u64::from_be_bytes(bytes)
            }
        };
        Ok(Self { boot: BootId(boot) })
    }

    /// Uses the app's own boot id, such as Android's boot count or Apple's boot session UUID.
    #[must_use]
    pub fn with_boot(boot: BootId) -> Self {
        Self { boot }
    }
}

/// The first 64 bits of the kernel's random UUID of this start.
fn kernel_boot_id() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    let digits: String = text.chars().filter(char::is_ascii_hexdigit).take(16).collect();
    u64::from_str_radix(&digits, 16).ok()
}

impl Platform for PhonePlatform {
    fn now(&self) -> Result<Now, PlatformError> {
        let wall = wall_of(SystemTime::now());
        let mono = milliseconds_since_boot()?;
        Ok(Now { wall, mono, boot: self.boot, offset: local_offset(wall) })
    }

    fn random(&self, bytes: &mut [u8]) -> Result<(), PlatformError> {
        getrandom::fill(bytes).map_err(|_| PlatformError)
    }
}

/// UTC milliseconds, whatever the clock says: a wrong one is carried, and no reason to refuse a record.
fn wall_of(time: SystemTime) -> i64 {
    let milliseconds = |span: Duration| i64::try_from(span.as_millis()).unwrap_or(NUMBER_MAX).min(NUMBER_MAX);
    match time.duration_since(UNIX_EPOCH) {
        Ok(since) => milliseconds(since),
        Err(before) => -milliseconds(before.duration()),
    }
}

/// The clock that goes on while the phone sleeps: `CLOCK_BOOTTIME`, on Apple `CLOCK_MONOTONIC`.
#[cfg(unix)]
fn milliseconds_since_boot() -> Result<i64, PlatformError> {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    let clock = rustix::time::ClockId::Boottime;
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    let clock = rustix::time::ClockId::Monotonic;
    let time = rustix::time::clock_gettime(clock);
    let ms = time.tv_sec.checked_mul(1_000).and_then(|ms| ms.checked_add(time.tv_nsec / 1_000_000));
    ms.ok_or(PlatformError)
}

/// Elsewhere the time since the first call stands in; such a platform gives its own boot id per process.
#[cfg(not(unix))]
fn milliseconds_since_boot() -> Result<i64, PlatformError> {
    use std::sync::OnceLock;
    use std::time::Instant;
    static START: OnceLock<Instant> = OnceLock::new();
    i64::try_from(START.get_or_init(Instant::now).elapsed().as_millis()).map_err(|_| PlatformError)
}

/// Legal time of the places this is made for, with the rules compiled in: no zone database is needed.
fn local_offset(wall: i64) -> i16 {
    static LONDON: jiff::tz::TimeZone = jiff::tz::get!("Europe/London");
    let minutes =
        jiff::Timestamp::from_millisecond(wall).map_or(0, |instant| LONDON.to_offset(instant).seconds() / 60);
    i16::try_from(minutes).unwrap_or(0)
}

/// A phone whose clocks stand where they are put and whose randomness can be repeated: for simulation,
/// replay and tests. Never for a real notebook: its keys are as predictable as its seed.
#[derive(Debug)]
pub struct SettablePlatform {
    now: Mutex<Now>,
    seed: Option<Mutex<u64>>,
}

impl SettablePlatform {
    /// Clocks standing at `now`, randomness of the operating system.
    #[must_use]
    pub fn at(now: Now) -> Self {
        Self { now: Mutex::new(now), seed: None }
    }

    /// Clocks standing at a wall time (UTC milliseconds), one hour after the phone's start.
    #[must_use]
    pub fn at_wall(wall: i64) -> Self {
        Self::at(Now { wall, mono: 3_600_000, boot: BootId(1), offset: local_offset(wall) })
    }

    /// The same with repeatable randomness.
    #[must_use]
    pub fn with_seed(self, seed: u64) -> Self {
        Self { seed: Some(Mutex::new(seed)), ..self }
    }

    /// Moves both clocks.
    pub fn advance(&self, milliseconds: i64) {
        self.change(|now| {
            now.wall = now.wall.saturating_add(milliseconds);
            now.mono = now.mono.saturating_add(milliseconds);
        });
    }

    /// Moves the monotonic clock to `mono` and the wall clock with it; never back.
    pub fn advance_to_mono(&self, mono: i64) {
        self.change(|now| {
            let step = mono.saturating_sub(now.mono).max(0);
            now.wall = now.wall.saturating_add(step);
            now.mono = now.mono.saturating_add(step);
        });
    }

    /// Sets the wall clock alone, as a person or a network does.
    pub fn set_wall(&self, wall: i64) {
        self.change(|now| {
            now.wall = wall;
            now.offset = local_offset(wall);
        });
    }

    /// Restarts the phone: another boot id, the monotonic clock begins anew.
    pub fn restart(&self, boot: BootId) {
        self.change(|now| {
            now.boot = boot;
            now.mono = 0;
        });
    }

    fn change(&self, change: impl FnOnce(&mut Now)) {
        change(&mut self.now.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
    }
}

impl Platform for SettablePlatform {
    fn now(&self) -> Result<Now, PlatformError> {
        Ok(*self.now.lock().unwrap_or_else(std::sync::PoisonError::into_inner))
    }

    fn random(&self, bytes: &mut [u8]) -> Result<(), PlatformError> {
        let Some(seed) = &self.seed else {
            return getrandom::fill(bytes).map_err(|_| PlatformError);
        };
        let mut state = seed.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        for byte in bytes {
            // SplitMix64 (Steele, Lea, Flood 2014): repeatable, and good enough for ids in a simulation.
            *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut mixed = *state;
            mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            *byte = (mixed ^ (mixed >> 31)).to_be_bytes()[0];
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_phones_clocks_run_forward_within_one_boot() {
        let phone = PhonePlatform::new().unwrap();
        let (first, second) = (phone.now().unwrap(), phone.now().unwrap());
        assert_eq!(first.boot, second.boot);
        assert!(second.mono >= first.mono && first.mono > 0);
        assert!(first.wall > 1_577_836_800_000);
    }

    #[test]
    fn a_wall_clock_before_1970_is_read_as_it_stands() {
        let day = Duration::from_secs(86_400);
        assert_eq!(wall_of(UNIX_EPOCH - day), -86_400_000);
        assert_eq!(wall_of(UNIX_EPOCH + day), 86_400_000);
        assert_eq!(local_offset(-86_400_000), 60, "London kept summer time all winter then");
    }

    #[test]
    fn summer_and_winter_time() {
        assert_eq!(local_offset(1_757_181_600_000), 60);
        assert_eq!(local_offset(1_736_000_000_000), 0);
    }

    #[test]
    fn a_seed_repeats_and_none_does_not() {
        let repeatable = || random::<16>(&SettablePlatform::at_wall(1_757_181_600_000).with_seed(7)).unwrap();
        assert_eq!(repeatable(), repeatable());
        let free = || random::<16>(&SettablePlatform::at_wall(1_757_181_600_000)).unwrap();
        assert_ne!(free(), free());
    }
}
