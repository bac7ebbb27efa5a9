//! The one thread that writes: it takes whatever waits and commits it together.
//!
//! One sync of the medium then pays for many requests. Each piece of work has its own savepoint, so one that
//! fails takes nothing else with it; answers go out after the commit only.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

use beatbook_store::{Database, ReserveState, StoreError, WriteTransaction};
use tokio::sync::{mpsc, oneshot};

use crate::error::Fault;

/// Pieces of work committed together at most.
const TOGETHER_MAX: usize = 64;
/// Pieces of work that wait at most; beyond that askers wait.
const QUEUE: usize = 256;

/// Hands work to the writing thread.
#[derive(Clone)]
pub struct Writer {
    queue: mpsc::Sender<Box<dyn Work>>,
    full: Arc<AtomicBool>,
}

trait Work: Send {
    /// Does it within the running transaction; `Err` only for a full disk, which concerns everybody.
    fn run(&mut self, tx: &WriteTransaction<'_>) -> Result<(), StoreError>;
    /// Answers whoever asked.
    fn finish(self: Box<Self>, committed: Result<(), Fault>);
}

struct Task<T, F> {
    act: F,
    outcome: Option<Result<T, Fault>>,
    reply: oneshot::Sender<Result<T, Fault>>,
}

impl<T, F> Work for Task<T, F>
where
    T: Send,
    F: FnMut(&WriteTransaction<'_>) -> Result<T, Fault> + Send,
{
    fn run(&mut self, tx: &WriteTransaction<'_>) -> Result<(), StoreError> {
        tx.execute("SAVEPOINT work", [])?;
        let outcome = (self.act)(tx);
        match &outcome {
            Ok(_) => {}
            Err(Fault::Storage(StoreError::DiskFull)) => return Err(StoreError::DiskFull),
            Err(_) => {
                tx.execute("ROLLBACK TO work", [])?;
            }
        }
        tx.execute("RELEASE work", [])?;
        self.outcome = Some(outcome);
        Ok(())
    }

    fn finish(self: Box<Self>, committed: Result<(), Fault>) {
        let Self { outcome, reply, .. } = *self;
        // Whoever asked may have gone; what was committed stays committed.
        let _ = reply.send(committed.and_then(|()| outcome.unwrap_or(Err(Fault::Closing))));
    }
}

impl Writer {
    /// Starts the thread; it ends when the last handle is dropped, after finishing what waits.
    ///
    /// # Errors
    /// The operating system's if it gives no thread.
    pub fn start(database: Arc<Database>) -> std::io::Result<(Self, JoinHandle<()>)> {
        let (queue, mut waiting) = mpsc::channel::<Box<dyn Work>>(QUEUE);
        let full = Arc::new(AtomicBool::new(false));
        let found_full = Arc::clone(&full);
        let thread = std::thread::Builder::new().name("writer".to_owned()).spawn(move || {
            while let Some(first) = waiting.blocking_recv() {
                let mut together = vec![first];
                while together.len() < TOGETHER_MAX
                    && let Ok(next) = waiting.try_recv()
                {
                    together.push(next);
                }
                commit(&database, &found_full, together);
            }
        })?;
        Ok((Self { queue, full }, thread))
    }

    /// Whether the last commit found no room on the disk.
    pub fn is_full(&self) -> bool {
        self.full.load(Ordering::Relaxed)
    }

    /// Does a piece of work in a transaction and answers once it is on the medium. `act` may run more than once;
    /// only its last run counts.
    ///
    /// # Errors
    /// Those of `act`, and [`Fault::Closing`].
    pub async fn write<T: Send + 'static>(
        &self,
        act: impl FnMut(&WriteTransaction<'_>) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let (reply, answer) = oneshot::channel();
        let task = Task { act, outcome: None, reply };
        self.queue.send(Box::new(task)).await.map_err(|_| Fault::Closing)?;
        answer.await.map_err(|_| Fault::Closing)?
    }
}

fn commit(database: &Database, full: &AtomicBool, mut together: Vec<Box<dyn Work>>) {
    let result = database.write(|tx| together.iter_mut().try_for_each(|work| work.run(tx)));
    match result {
        Ok(()) => {
            full.store(false, Ordering::Relaxed);
            together.into_iter().for_each(|work| work.finish(Ok(())));
            // Room may have come back: the reserve is for the next time. Without it the server works as well.
            if database.reserve() == ReserveState::Used
                && let Err(error) = database.restore_reserve()
            {
                tracing::warn!(code = error.code(), "the disk-full reserve could not be taken again");
            }
        }
        // What does not fit together may fit one by one, and only what cannot be stored should hear of it.
        Err(_) if together.len() > 1 => {
            together.into_iter().for_each(|work| commit(database, full, vec![work]))
        }
        Err(error) => {
            tracing::error!(code = error.code(), "a commit failed");
            full.store(error == StoreError::DiskFull, Ordering::Relaxed);
            together.into_iter().for_each(|work| work.finish(Err(error.clone().into())));
        }
    }
}
