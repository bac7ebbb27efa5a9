//! Looking after those who are out and those in need: dangers of places, visits to come, reviews of concerns, timers that
//! run out. Phones ask for it with every exchange; the server does it by itself in between.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use beatbook_protocol::id::Id;
use tokio::sync::watch;

use super::Service;
use crate::auth::Purpose;
use crate::error::Fault;
use crate::hazards;
use crate::reviews;
use crate::visits;

/// How often timers are looked at: a team learns to some seconds that one has run out.
const LOOK_AGAIN: Duration = Duration::from_secs(2);
/// After so many looks everything that is told of dangers is compared again: what tells of one may be erased.
const COMPARE_AFTER: u32 = 900;

/// How far everything was told, of one authority.
#[derive(Debug, Clone, Copy, Default)]
struct Told {
    welfare: Option<u64>,
    alone: Option<u64>,
    /// When the next timer runs out.
    next: Option<i64>,
}

/// How far everything was told, since this process began: at its start everything is looked at once.
#[derive(Debug, Default)]
pub struct Watches(Mutex<BTreeMap<Id, Told>>);

impl Watches {
    fn of(&self, authority: Id) -> Told {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&authority).copied().unwrap_or_default()
    }

    fn change(&self, authority: Id, change: impl FnOnce(&mut Told)) {
        change(self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(authority).or_default());
    }

    fn compare_all(&self) {
        for told in self.0.lock().unwrap_or_else(PoisonError::into_inner).values_mut() {
            told.welfare = None;
        }
    }
}

impl Service {
    /// Tells what an authority's phones may know by now and were not told. A failure is logged: nobody's exchange ends for it.
    pub(crate) async fn look_after(&self, authority: Id) {
        for failed in [self.tell_alone(authority).await, self.tell_welfare(authority).await] {
            if let Err(fault) = failed {
                tracing::error!(
                    code = fault.code(),
                    "phones could not be told of dangers, reviews or timers; trying again soon"
                );
            }
        }
    }

    /// The same when not what happened has changed, but who is told of it.
    pub(crate) async fn look_anew(&self, authority: Id) {
        self.watches.change(authority, |told| told.welfare = None);
        self.look_after(authority).await;
    }

    async fn tell_alone(&self, authority: Id) -> Result<(), Fault> {
        let scope = self.keyholder.server(authority, Purpose::Beat);
        let mark = self.store.alone_mark(&scope).await?;
        let told = self.watches.of(authority);
        if told.alone == Some(mark) && told.next.is_none_or(|next| self.clock().now() < next) {
            return Ok(());
        }
        // The mark was read before: what comes meanwhile is looked at again.
        let next = self.store.tell_alone(&scope).await?;
        self.watches.change(authority, |told| (told.alone, told.next) = (Some(mark), next));
        Ok(())
    }

    async fn tell_welfare(&self, authority: Id) -> Result<(), Fault> {
        let scope = self.keyholder.server(authority, Purpose::Welfare);
        let mark = self.store.welfare_mark(&scope).await?;
        let known = self.watches.of(authority).welfare;
        if known == Some(mark) {
            return Ok(());
        }
        // What is wrong with one keeps nobody from being told of the other.
        let hazards = hazards::tell(self, &scope).await;
        let visits = visits::tell(self, &scope).await;
        let reviews = reviews::tell(self, &scope).await?;
        let (hazards, visits) = (hazards?, visits?);
        if hazards && visits && reviews {
            self.watches.change(authority, |told| told.welfare = Some(mark));
        }
        Ok(())
    }
}

/// Looks after everybody until the server closes, at its start for the first time.
pub async fn keep_safe(service: Arc<Service>, mut closing: watch::Receiver<bool>) {
    let mut looks: u32 = 0;
    loop {
        match service.store.authorities(&service.keyholder).await {
            Ok(all) => {
                for authority in all {
                    service.look_after(authority.id).await;
                }
            }
            Err(fault) => {
                tracing::error!(code = fault.code(), "authorities could not be read; trying again soon")
            }
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK_AGAIN) => {}
            _ = closing.wait_for(|closing| *closing) => return,
        }
        looks += 1;
        if looks >= COMPARE_AFTER {
            looks = 0;
            service.watches.compare_all();
        }
    }
}
