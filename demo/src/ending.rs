//! Ctrl-C, or the signal that ends a service, at any moment: nothing is left behind.
//!
//! While the server stays up for the reader it is the wished end; before, the demonstration is given up.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use tokio::signal::unix::{SignalKind, signal};

use crate::error::DemoError;

/// What a shell shows for a program that was interrupted.
const INTERRUPTED: i32 = 130;
const REMOVAL_TRIES: u32 = 20;
const REMOVAL_PAUSE: Duration = Duration::from_millis(100);

/// Waits for the end, and knows what must not outlive it.
#[derive(Clone)]
pub struct Ending {
    shared: Arc<(Mutex<State>, Condvar)>,
}

#[derive(Default)]
struct State {
    processes: BTreeSet<u32>,
    scratch: PathBuf,
    staying: bool,
    asked: bool,
}

impl Ending {
    /// Listens from now on.
    pub fn listen(scratch: &Path) -> Result<Self, DemoError> {
        let state = State { scratch: scratch.to_owned(), ..State::default() };
        let ending = Self { shared: Arc::new((Mutex::new(state), Condvar::new())) };
        let failed = DemoError::system("listening for Ctrl-C");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(&failed)?;
        let (mut interrupted, mut terminated) = {
            let _inside = runtime.enter();
            (
                signal(SignalKind::interrupt()).map_err(&failed)?,
                signal(SignalKind::terminate()).map_err(&failed)?,
            )
        };
        let listener = ending.clone();
        std::thread::spawn(move || {
            runtime.block_on(async {
                tokio::select! {
                    _ = interrupted.recv() => {}
                    _ = terminated.recv() => {}
                }
            });
            listener.asked();
        });
        Ok(ending)
    }

    /// A process that must not outlive the demonstration.
    pub fn watch(&self, process: u32) {
        self.state().processes.insert(process);
    }

    /// A process that has ended.
    pub fn forget(&self, process: u32) {
        self.state().processes.remove(&process);
    }

    /// From now on an end is wished for: nothing is given up by it.
    pub fn stay(&self) {
        self.state().staying = true;
    }

    /// Waits until somebody ends the demonstration.
    pub fn wait(&self) {
        let mut state = self.state();
        while !state.asked {
            state = self.shared.1.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn asked(&self) {
        let mut state = self.state();
        if state.staying {
            state.asked = true;
            self.shared.1.notify_all();
            return;
        }
        for process in &state.processes {
            end(*process);
        }
        // A phone at work may still write; it ends as soon as its folder is gone.
        for _ in 0..REMOVAL_TRIES {
            let _ = std::fs::remove_dir_all(&state.scratch);
            std::thread::sleep(REMOVAL_PAUSE);
            if !state.scratch.exists() {
                break;
            }
        }
        std::process::exit(INTERRUPTED);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.shared.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Asks a process of ours to end, as a service manager would.
pub fn end(process: u32) {
    if let Some(pid) = i32::try_from(process).ok().and_then(Pid::from_raw) {
        // Already gone is as good.
        let _ = kill_process(pid, Signal::TERM);
    }
}
