//! After an update: entries that the version before could not use are read again, beside everything else.
//!
//! Small steps, each a transaction of its own, so that phones never wait for it and a restart goes on with it.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use crate::service::Service;

/// Entries in one step: some milliseconds of the one writer.
const AT_ONCE: usize = 64;
/// After a failure – a full disk, most likely – the next try.
const TRY_AGAIN: Duration = Duration::from_secs(30);

/// Reads again until nothing is left or the server closes.
pub async fn read_again(service: Arc<Service>, mut closing: watch::Receiver<bool>) {
    let mut total = 0;
    while !*closing.borrow() {
        match service.store().read_again(service.keyholder(), AT_ONCE).await {
            Ok(0) => break,
            Ok(count) => {
                total += count;
                service.note_arrival();
            }
            Err(fault) => {
                tracing::error!(%fault, "entries of before the update could not be read again; trying again soon");
                tokio::select! {
                    () = tokio::time::sleep(TRY_AGAIN) => {}
                    _ = closing.wait_for(|closing| *closing) => {}
                }
            }
        }
    }
    if total > 0 {
        tracing::info!(entries = total, "entries that the version before could not use were read again");
    }
}
