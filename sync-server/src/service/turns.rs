//! How many requests are worked on at a time, and whether any is.

use std::time::Duration;

use tokio::sync::{Semaphore, SemaphorePermit};

/// Requests worked on at a time; further ones are asked to come again.
const TURNS: usize = 64;
/// How often to look whether all are answered.
const LOOK: Duration = Duration::from_millis(5);

/// Turns to be worked on.
pub struct Turns(Semaphore);

impl Default for Turns {
    fn default() -> Self {
        Self(Semaphore::new(TURNS))
    }
}

impl Turns {
    /// A turn, given back when it is dropped; none if the server is busy.
    pub fn take(&self) -> Option<SemaphorePermit<'_>> {
        self.0.try_acquire().ok()
    }

    /// Resolves when no request is being worked on, or after so long.
    ///
    /// Looks now and then: whoever waited for all turns at once would keep new requests from theirs.
    pub async fn quiet(&self, at_most: Duration) {
        let quiet = async {
            while self.0.available_permits() < TURNS {
                tokio::time::sleep(LOOK).await;
            }
        };
        let _ = tokio::time::timeout(at_most, quiet).await;
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{TURNS, Turns};

    /// Longer than any test waits.
    const LONG: Duration = Duration::from_secs(600);

    #[tokio::test]
    async fn an_idle_server_is_quiet_at_once_and_a_busy_one_once_all_are_answered() {
        let turns = Turns::default();
        turns.quiet(LONG).await;
        let (first, second) = (turns.take().unwrap(), turns.take().unwrap());
        let answered = async {
            tokio::task::yield_now().await;
            drop(first);
            tokio::task::yield_now().await;
            drop(second);
        };
        let quiet = async {
            turns.quiet(LONG).await;
            assert_eq!(turns.0.available_permits(), TURNS, "somebody is still being served");
        };
        tokio::join!(quiet, answered);
    }

    #[tokio::test]
    async fn quiet_is_not_waited_for_longer_than_allowed() {
        let turns = Turns::default();
        let _busy = turns.take().unwrap();
        turns.quiet(Duration::from_millis(20)).await;
        assert_eq!(turns.0.available_permits(), TURNS - 1);
    }

    #[tokio::test]
    async fn waiting_for_quiet_takes_no_turn_from_anybody() {
        let turns = Turns::default();
        let taken: Vec<_> = (0..TURNS - 1).map(|_| turns.take().unwrap()).collect();
        let last = async {
            tokio::task::yield_now().await;
            assert!(turns.take().is_some());
            assert_eq!(taken.len(), TURNS - 1);
        };
        tokio::join!(turns.quiet(Duration::from_millis(20)), last);
        let _last = turns.take().unwrap();
        assert!(turns.take().is_none(), "one more than there are");
    }
}
