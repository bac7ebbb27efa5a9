//! Where the platform must act: it holds the key, shows progress, keeps log lines. Each of these may fail or throw; the call
//! under way then answers `platform`, and nothing already recorded is lost.

use std::cell::Cell;
use std::fmt::Write;
use std::sync::{Arc, Mutex, PoisonError};

use beatbook_device::SyncSoFar;
use beatbook_protocol::id::Id;
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Metadata, Subscriber, span};

use crate::error::BeatbookError;

/// The platform's key store. It is asked once for each notebook that is opened, on the thread of that call.
#[uniffi::export(rust, foreign)]
pub trait KeyStore: Send + Sync {
    /// The 32 random bytes of a notebook; `notebook` is absent for one that is about to be made. The key must be stored for
    /// good before it is answered, one for each notebook, and never anywhere else.
    fn key(&self, notebook: Option<Id>) -> Result<Vec<u8>, BeatbookError>;
}

/// Hears how far a sync has come.
#[uniffi::export(rust, foreign)]
pub trait SyncProgress: Send + Sync {
    /// The server has answered once more. On the thread of the call, while no lock is held; the notebook may be called.
    fn progress(&self, so_far: SyncSoFar) -> Result<(), BeatbookError>;
}

/// How much a line of the log matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum LogLevel {
    /// Something does not work.
    Error,
    /// Something should be looked at.
    Warn,
    /// What happened.
    Info,
}

/// Takes the library's log lines: codes and numbers, never personal data.
#[uniffi::export(rust, foreign)]
pub trait LogSink: Send + Sync {
    /// One line. What it throws is ignored. It must not call a notebook: the line may come from a call that has the notebook in
    /// its hands, and the sink's call is refused then (`already_running`). What such calls would log is told to nobody.
    fn line(&self, level: LogLevel, line: String) -> Result<(), BeatbookError>;
}

static SINK: Mutex<Option<Arc<dyn LogSink>>> = Mutex::new(None);

/// Sends log lines to the platform from now on, those of all notebooks; without a sink there are none.
///
/// # Errors
/// `log_taken`: another library of this process took the log before.
#[uniffi::export]
pub fn send_log_lines(sink: Option<Arc<dyn LogSink>>) -> Result<(), BeatbookError> {
    static ONCE: std::sync::OnceLock<bool> = std::sync::OnceLock::new();
    let ours = *ONCE.get_or_init(|| tracing::subscriber::set_global_default(Lines).is_ok());
    if !ours {
        return Err(BeatbookError::argument(
            "log_taken",
            "another part of this app takes the log: use that one",
        ));
    }
    *SINK.lock().unwrap_or_else(PoisonError::into_inner) = sink;
    Ok(())
}

thread_local! {
    /// Whether this thread is in the sink.
    #[allow(clippy::missing_const_for_thread_local, reason = "it is: the lint does not see it where threads' own values are emulated")]
    static TELLING: Cell<bool> = const { Cell::new(false) };
}

/// The end of a line, also of one that a sink of this language panicked at.
struct Told;

impl Drop for Told {
    fn drop(&mut self) {
        TELLING.set(false);
    }
}

/// Hands events on; there are no spans to follow.
struct Lines;

impl Subscriber for Lines {
    fn enabled(&self, about: &Metadata<'_>) -> bool {
        *about.level() <= Level::INFO && about.target().starts_with("beatbook")
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, event: &Event<'_>) {
        // Not while the lock is held: a sink may call the library.
        let sink = SINK.lock().unwrap_or_else(PoisonError::into_inner).clone();
        // What the library says to a sink that calls it is told to nobody: it would call again, without an end.
        let Some(sink) = sink.filter(|_| !TELLING.replace(true)) else { return };
        let _until = Told;
        let mut line = Line(String::new());
        event.record(&mut line);
        // A sink that fails is the platform's matter: the work goes on.
        drop(sink.line(level_of(event), line.0));
    }

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}

fn level_of(event: &Event<'_>) -> LogLevel {
    match *event.metadata().level() {
        Level::ERROR => LogLevel::Error,
        Level::WARN => LogLevel::Warn,
        _ => LogLevel::Info,
    }
}

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        let gap = if self.0.is_empty() { "" } else { " " };
        // Writing to a text cannot fail.
        let _: std::fmt::Result = match field.name() {
            "message" => write!(self.0, "{gap}{value:?}"),
            name => write!(self.0, "{gap}{name}={value:?}"),
        };
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    /// A sink whose own doing is logged, as a refused call is.
    #[derive(Default)]
    struct Chatty(AtomicU32);

    impl LogSink for Chatty {
        fn line(&self, _: LogLevel, _: String) -> Result<(), BeatbookError> {
            self.0.fetch_add(1, Ordering::SeqCst);
            tracing::warn!("said because of a line");
            Ok(())
        }
    }

    #[test]
    fn what_a_sink_causes_is_told_to_nobody() {
        let sink = Arc::new(Chatty::default());
        send_log_lines(Some(Arc::clone(&sink) as _)).unwrap();
        tracing::warn!("a line");
        tracing::warn!("another");
        send_log_lines(None).unwrap();
        assert_eq!(sink.0.load(Ordering::SeqCst), 2);
    }
}
