//! Who may use the notebook now: open, paused or closed, and which long runs are under way.
//! `cancel` takes no lock: it moves a counter on, and every long run that began before the move ends.

use std::ops::{Deref, DerefMut};
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::ThreadId;
use std::time::Duration;

use beatbook_store::{Cancel, Database, Integrity};

use crate::error::{DeviceError, State};
use crate::looks::Looks;
use crate::notebook::Notebook;

/// How often a run inside the database engine looks whether it was cancelled.
const CANCEL_WATCH: Duration = Duration::from_millis(50);

/// Where the library stands.
pub(crate) enum Phase {
    /// In use.
    Open(Box<Notebook>),
    /// Every file and lock is released.
    Paused,
    /// For good.
    Closed,
}

/// The phase and the long runs that hold the file outside its lock.
struct Inside {
    phase: Phase,
    /// No new call may begin: the notebook is about to be let go.
    leaving: Option<State>,
    /// The threads they are on.
    long_runs: Vec<ThreadId>,
}

/// How long a long run steps back at a time, and how often before it takes its turn all the same.
const GIVE_WAY: Duration = Duration::from_micros(200);
const GIVE_WAY_TURNS: u32 = 500;

/// The one lock around a notebook.
pub(crate) struct Gate {
    inside: Mutex<Inside>,
    long_run_ended: Condvar,
    cancels: AtomicU64,
    syncing: AtomicBool,
    preparing: Mutex<()>,
    /// Calls that wait for the lock, but for long runs in their course.
    waiting: AtomicU32,
    /// The thread that has the notebook in its hands, and the one that makes zones ready. What they tell on the way, a line of the
    /// log, may call the notebook again.
    holder: Mutex<Option<ThreadId>>,
    preparer: Mutex<Option<ThreadId>>,
    looks: Looks,
}

/// A lock, held by a thread that says so.
pub(crate) struct Held<'g, T> {
    inside: MutexGuard<'g, T>,
    holder: &'g Mutex<Option<ThreadId>>,
}

impl<'g, T> Held<'g, T> {
    fn new(inside: MutexGuard<'g, T>, holder: &'g Mutex<Option<ThreadId>>) -> Self {
        *said(holder) = Some(std::thread::current().id());
        Self { inside, holder }
    }
}

impl<T> Deref for Held<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.inside
    }
}

impl<T> DerefMut for Held<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.inside
    }
}

impl<T> Drop for Held<'_, T> {
    fn drop(&mut self) {
        *said(self.holder) = None;
    }
}

/// Nobody panics while it is locked.
fn said(holder: &Mutex<Option<ThreadId>>) -> MutexGuard<'_, Option<ThreadId>> {
    holder.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Gate {
    pub(crate) fn new(notebook: Notebook, looks: Looks) -> Self {
        let phase = Phase::Open(Box::new(notebook));
        Self {
            inside: Mutex::new(Inside { phase, leaving: None, long_runs: Vec::new() }),
            long_run_ended: Condvar::new(),
            cancels: AtomicU64::new(0),
            syncing: AtomicBool::new(false),
            preparing: Mutex::new(()),
            waiting: AtomicU32::new(0),
            holder: Mutex::new(None),
            preparer: Mutex::new(None),
            looks,
        }
    }

    /// What the access log needs beside the notebook.
    pub(crate) fn looks(&self) -> &Looks {
        &self.looks
    }

    /// Runs a short call. After a failed commit memory is first read from the file again.
    pub(crate) fn with<T>(
        &self,
        act: impl FnOnce(&mut Notebook) -> Result<T, DeviceError>,
    ) -> Result<T, DeviceError> {
        let mut inside = self.hold()?;
        if let Some(state) = inside.leaving {
            return Err(state.into());
        }
        match &mut inside.phase {
            Phase::Open(notebook) => {
                if notebook.ledger.unsure {
                    notebook.reload()?;
                }
                act(notebook)
            }
            Phase::Paused => Err(State::Paused.into()),
            Phase::Closed => Err(State::Closed.into()),
        }
    }

    /// Announces a long run; while the answer lives, nobody lets go of the file.
    pub(crate) fn begin_long_run(&self) -> Result<LongRun<'_>, DeviceError> {
        let mut inside = self.lock()?;
        if let Some(state) = inside.leaving {
            return Err(state.into());
        }
        match inside.phase {
            Phase::Open(_) => {
                let (thread, cancels) = (std::thread::current().id(), self.cancels.load(Ordering::SeqCst));
                inside.long_runs.push(thread);
                Ok(LongRun { gate: self, cancels, cancel: None, thread, syncing: false })
            }
            Phase::Paused => Err(State::Paused.into()),
            Phase::Closed => Err(State::Closed.into()),
        }
    }

    /// The same for a sync, of which there is one at a time.
    pub(crate) fn begin_sync(&self) -> Result<LongRun<'_>, DeviceError> {
        let mut run = self.begin_long_run()?;
        if self.syncing.swap(true, Ordering::SeqCst) {
            return Err(State::AlreadyRunning.into());
        }
        run.syncing = true;
        Ok(run)
    }

    /// Ends all long runs that are under way.
    pub(crate) fn cancel(&self) {
        self.cancels.fetch_add(1, Ordering::SeqCst);
    }

    /// Lets go of the notebook: ends long runs, waits for them and for the call under way, and changes phase.
    /// `None` if there was nothing to let go of. A long run that calls this from what it tells would wait for itself.
    pub(crate) fn leave(&self, target: Phase) -> Result<Option<Box<Notebook>>, DeviceError> {
        let mut inside = self.lock()?;
        if inside.long_runs.contains(&std::thread::current().id()) {
            return Err(State::AlreadyRunning.into());
        }
        inside.leaving = Some(match target {
            Phase::Closed => State::Closed,
            Phase::Paused | Phase::Open(_) => State::Paused,
        });
        self.cancel();
        while !inside.long_runs.is_empty() {
            inside = self.long_run_ended.wait(inside).unwrap_or_else(PoisonError::into_inner);
        }
        inside.leaving = None;
        if matches!(inside.phase, Phase::Closed) {
            return Ok(None);
        }
        match std::mem::replace(&mut inside.phase, target) {
            Phase::Open(notebook) => Ok(Some(notebook)),
            Phase::Paused | Phase::Closed => Ok(None),
        }
    }

    /// Takes the notebook up again; the lock is held while it is opened, so nobody meets a half-open one.
    pub(crate) fn resume(
        &self,
        open: impl FnOnce() -> Result<Notebook, DeviceError>,
    ) -> Result<(), DeviceError> {
        let mut inside = self.hold()?;
        match inside.phase {
            Phase::Open(_) => Ok(()),
            Phase::Closed => Err(State::Closed.into()),
            Phase::Paused => {
                inside.phase = Phase::Open(Box::new(open()?));
                Ok(())
            }
        }
    }

    /// For a call that has the notebook in its hands.
    fn hold(&self) -> Result<Held<'_, Inside>, DeviceError> {
        Ok(Held::new(self.lock()?, &self.holder))
    }

    /// For a call that a long run gives way to.
    fn lock(&self) -> Result<MutexGuard<'_, Inside>, DeviceError> {
        self.refuse_from_inside()?;
        self.waiting.fetch_add(1, Ordering::SeqCst);
        let inside = self.locked();
        self.waiting.fetch_sub(1, Ordering::SeqCst);
        Ok(inside)
    }

    /// A call from what a holder tells would wait for itself for ever.
    fn refuse_from_inside(&self) -> Result<(), DeviceError> {
        let me = Some(std::thread::current().id());
        if *said(&self.holder) == me || *said(&self.preparer) == me {
            return Err(State::AlreadyRunning.into());
        }
        Ok(())
    }

    fn locked(&self) -> MutexGuard<'_, Inside> {
        // A call that panicked has been rolled back; what memory knows of it is read again.
        self.inside.lock().unwrap_or_else(|poisoned: PoisonError<_>| {
            let mut inside: MutexGuard<'_, Inside> = poisoned.into_inner();
            if let Phase::Open(notebook) = &mut inside.phase {
                notebook.ledger.unsure = true;
            }
            inside
        })
    }
}

/// A long run under way.
pub(crate) struct LongRun<'g> {
    gate: &'g Gate,
    cancels: u64,
    /// Ends it, too: for a caller who does not hold the notebook yet.
    cancel: Option<&'g Cancel>,
    thread: ThreadId,
    syncing: bool,
}

impl<'g> LongRun<'g> {
    /// The same run, which ends with this cancel as well.
    pub(crate) fn ending_with(mut self, cancel: &'g Cancel) -> Self {
        self.cancel = Some(cancel);
        self
    }
}

impl LongRun<'_> {
    /// Whether somebody cancelled since it began.
    pub(crate) fn is_cancelled(&self) -> bool {
        self.gate.cancels.load(Ordering::SeqCst) != self.cancels
            || self.cancel.is_some_and(Cancel::is_cancelled)
    }

    pub(crate) fn check(&self) -> Result<(), DeviceError> {
        if self.is_cancelled() { Err(State::Cancelled.into()) } else { Ok(()) }
    }

    /// Reads every page of the file. The engine is interrupted from beside it, so that `cancel` takes no lock.
    pub(crate) fn look_for_damage(&self, db: &Database) -> Result<Integrity, DeviceError> {
        let (cancel, ended) = (Cancel::new(), AtomicBool::new(false));
        std::thread::scope(|scope| {
            let watcher = scope.spawn(|| {
                while !ended.load(Ordering::SeqCst) {
                    if self.is_cancelled() {
                        return cancel.cancel();
                    }
                    std::thread::park_timeout(CANCEL_WATCH);
                }
            });
            let looked = db.integrity(&cancel);
            ended.store(true, Ordering::SeqCst);
            watcher.thread().unpark();
            Ok(looked?)
        })
    }

    /// Held while zones are made ready, so that two calls do not do the same work; not the notebook's lock.
    pub(crate) fn preparing(&self) -> Held<'_, ()> {
        let alone = self.gate.preparing.lock().unwrap_or_else(PoisonError::into_inner);
        Held::new(alone, &self.gate.preparer)
    }

    /// Whether upkeep beside others may take a next step; they come first.
    pub(crate) fn goes_on(&self) -> bool {
        std::thread::sleep(GIVE_WAY);
        !self.is_cancelled()
    }

    /// Lets short calls go first. A lock does not remember who came first: a long run that takes it again and
    /// again would keep everybody else out.
    fn give_way(&self) {
        let mut turns = 0;
        while self.gate.waiting.load(Ordering::SeqCst) > 0 && turns < GIVE_WAY_TURNS {
            std::thread::sleep(GIVE_WAY);
            turns += 1;
        }
    }

    /// Runs a short part of it under the lock.
    pub(crate) fn with<T>(
        &self,
        act: impl FnOnce(&mut Notebook) -> Result<T, DeviceError>,
    ) -> Result<T, DeviceError> {
        self.check()?;
        self.give_way();
        let mut inside = Held::new(self.gate.locked(), &self.gate.holder);
        match &mut inside.phase {
            Phase::Open(notebook) => {
                if notebook.ledger.unsure {
                    notebook.reload()?;
                }
                act(notebook)
            }
            Phase::Paused | Phase::Closed => Err(State::Cancelled.into()),
        }
    }
}

impl Drop for LongRun<'_> {
    fn drop(&mut self) {
        if self.syncing {
            self.gate.syncing.store(false, Ordering::SeqCst);
        }
        let mut inside = self.gate.locked();
        if let Some(at) = inside.long_runs.iter().position(|thread| *thread == self.thread) {
            inside.long_runs.swap_remove(at);
        }
        drop(inside);
        self.gate.long_run_ended.notify_all();
    }
}
