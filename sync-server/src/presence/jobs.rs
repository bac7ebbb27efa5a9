//! The worker: derives whatever waits, off the threads that serve phones, on a bounded share of the processors.
//!
//! Phones come first: one in a lift has seconds to get its receipt, the figures are read later. While requests are
//! being worked on a patrol waits for a quiet moment, but never longer than [`PHONES_FIRST`].

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde::Serialize;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::briefings::Briefings;
use super::derive::derive;
use crate::auth::{Keyholder, Purpose};
use crate::error::Fault;
use crate::service::Service;
use crate::store::{Derivation, PatrolKey, Store, WaitingPatrol};

/// Patrols asked for at a time.
const AT_ONCE: usize = 64;
/// With no word of anything new, look again after this long: another server may share the database.
const LOOK_AGAIN: Duration = Duration::from_secs(30);
/// How long patrols found waiting together wait at most for phones to be served first.
const PHONES_FIRST: Duration = Duration::from_secs(1);

/// How far the derivation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct JobState {
    /// Patrols with something new that is not in the figures yet.
    pub waiting: u32,
    /// Those among them that nothing can be derived of before more arrives.
    pub incomplete: u32,
}

/// Derives patrols.
pub struct Jobs {
    store: Arc<dyn Store>,
    keyholder: Keyholder,
    briefings: Arc<Briefings>,
    workers: usize,
    /// Patrols whose job failed inside, at which state of their entries: not tried again before that changes.
    failed: Mutex<HashMap<PatrolKey, u64>>,
}

impl Jobs {
    /// Jobs over a store; half of the processors may work on them.
    #[must_use]
    pub fn new(store: Arc<dyn Store>, keyholder: Keyholder, briefings: Arc<Briefings>) -> Self {
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        Self { store, keyholder, briefings, workers: (processors / 2).max(1), failed: Mutex::default() }
    }

    /// Works until the server closes.
    pub async fn run(self: Arc<Self>, service: Arc<Service>, mut closing: watch::Receiver<bool>) {
        loop {
            if let Err(fault) = self.work(Some(&service)).await {
                tracing::error!(%fault, "presence jobs stopped for now");
            }
            tokio::select! {
                () = service.arrived() => {}
                () = tokio::time::sleep(LOOK_AGAIN) => {}
                _ = closing.wait_for(|closing| *closing) => return,
            }
        }
    }

    /// Derives everything that can be derived now.
    ///
    /// # Errors
    /// The store's. A failure of one patrol is logged and stops no other.
    pub async fn clear(self: &Arc<Self>) -> Result<(), Fault> {
        self.work(None).await
    }

    /// Derives everything that can be derived now, after the phones that `serving` is busy with.
    async fn work(self: &Arc<Self>, serving: Option<&Service>) -> Result<(), Fault> {
        loop {
            let waiting = self.store.patrols_to_derive(&self.keyholder, AT_ONCE + self.failed()).await?;
            let failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner).clone();
            let due: Vec<WaitingPatrol> = waiting
                .into_iter()
                .filter(|patrol| failed.get(&patrol.key) != Some(&patrol.wanted))
                .collect();
            if due.is_empty() {
                return Ok(());
            }
            let mut working = JoinSet::new();
            let phones_first = Instant::now() + PHONES_FIRST;
            for patrol in due {
                while working.len() >= self.workers {
                    working.join_next().await;
                }
                if let Some(service) = serving {
                    service.quiet(phones_first.saturating_duration_since(Instant::now())).await;
                }
                let jobs = Arc::clone(self);
                working.spawn(async move { jobs.one(patrol).await });
            }
            while working.join_next().await.is_some() {}
        }
    }

    /// Patrols whose job failed inside and waits for their entries to change.
    #[must_use]
    pub fn failed(&self) -> usize {
        self.failed.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    async fn one(&self, patrol: WaitingPatrol) {
        if let Err(fault) = self.derive(&patrol).await {
            tracing::error!(%fault, notebook = %patrol.key.notebook, "a patrol could not be derived");
            let mut failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
            failed.insert(patrol.key, patrol.wanted);
        }
    }

    async fn derive(&self, patrol: &WaitingPatrol) -> Result<(), Fault> {
        let scope = self.keyholder.server(patrol.key.authority, Purpose::Derivation);
        let input = self.store.patrol_input(&scope, &patrol.key).await?;
        let named = input.briefing();
        let summarised = match named {
            Some(hash) => self.briefings.get(&*self.store, &scope, Some(hash)).await?,
            None => None,
        };
        let published = self.briefings.get(&*self.store, &scope, None).await?.unwrap_or_default();
        let wanted = input.wanted;
        let deriving = tokio::task::spawn_blocking(move || derive(&input, summarised.as_deref(), &published));
        let derived = deriving.await.map_err(|_| Fault::Damaged { what: "track" })?;
        self.store.replace_presence(&scope, &patrol.key, Derivation { wanted, derived }).await
    }
}
