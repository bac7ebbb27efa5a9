//! The server's clock, read in one place so that an expiry can be tried without waiting for it.
//! Wall time is UTC milliseconds; `mono` counts from the start of this process and never runs back.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// Tells the time. Clones share it.
#[derive(Debug, Clone)]
pub struct Clock {
    started: Instant,
    ahead: Arc<AtomicI64>,
    /// Where the system's wall time was stopped; none at 0.
    stopped: Arc<AtomicI64>,
}

impl Clock {
    /// The system's clock.
    #[must_use]
    pub fn system() -> Self {
        Self { started: Instant::now(), ahead: Arc::default(), stopped: Arc::default() }
    }

    /// Stops wall time where it is; from now on only [`Clock::advance`] moves it.
    pub fn stop(&self) {
        self.stopped.store(system_time(), Ordering::SeqCst);
    }

    /// Sets wall time ahead of the system's by that many milliseconds from now on.
    pub fn advance(&self, ms: i64) {
        self.ahead.fetch_add(ms, Ordering::SeqCst);
    }

    /// UTC milliseconds.
    #[must_use]
    pub fn now(&self) -> i64 {
        let wall = match self.stopped.load(Ordering::SeqCst) {
            0 => system_time(),
            stopped => stopped,
        };
        wall.saturating_add(self.ahead.load(Ordering::SeqCst))
    }

    /// Milliseconds since this process started.
    #[must_use]
    pub fn mono(&self) -> i64 {
        i64::try_from(self.started.elapsed().as_millis()).unwrap_or(i64::MAX)
    }
}

fn system_time() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
