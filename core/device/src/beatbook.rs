//! The facade: one object for one notebook, safe to share between threads, every call blocking.
//! Call it off the main thread. Only `sync`, `sync_when_due`, `own_hours`, `export`, `verify`, `rebuild` and `purge` run long;
//! `cancel` ends them. `enrol` waits for a network, too, before there is a notebook to cancel: it takes a cancel of its own.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use beatbook_domain::access::Area;
use beatbook_domain::fix::RawFix;
use beatbook_domain::records::journal::Basis;
use beatbook_domain::records::patrol::TallyKind;
use beatbook_domain::records::reference::ReferenceSystem;
use beatbook_protocol::enrol::Ticket;
use beatbook_protocol::id::Id;
use beatbook_store::{Integrity, Key, StoreError};

use crate::door::FixReport;
use crate::error::{BeatbookError, DeviceError};
use crate::gate::{Gate, Phase};
use crate::journal::{self, Verification};
use crate::keeping::{self, Keeping, Purged};
use crate::local::Entrance;
use crate::looks::{Looking, Looks};
use crate::notebook::{Founding, Notebook, Places};
use crate::orders::{Applies, AskWhen, AskWhere};
use crate::platform::Platform;
use crate::rebuilding;
use crate::recording::{PatrolChange, SignOn, SignedOff};
use crate::sync::{self, SyncReport, SyncSoFar, When};
use crate::view::{EntryView, NoteView, PatrolView, RejectedEntry, Status};
use crate::zones;

/// What a call answers.
pub type Told<T> = Result<T, BeatbookError>;

/// Where a notebook lives and with what.
#[derive(Clone)]
pub struct Setup {
    /// The folders.
    pub places: Places,
    /// Clocks and randomness.
    pub platform: Arc<dyn Platform>,
    /// How long the network may take.
    pub timeouts: Timeouts,
}

/// How long the network may take, milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// Until there is a connection, TLS included.
    pub connect: u64,
    /// For one request and its whole answer.
    pub request: u64,
}

impl Default for Timeouts {
    /// A poor mobile link: 15 s to connect, 60 s a request.
    fn default() -> Self {
        Self { connect: 15_000, request: 60_000 }
    }
}

impl Setup {
    /// The usual timeouts.
    #[must_use]
    pub fn new(places: Places, platform: Arc<dyn Platform>) -> Self {
        Self { places, platform, timeouts: Timeouts::default() }
    }
}

/// One officer's notebook on this phone. Dropping it closes it.
pub struct Beatbook {
    pub(crate) gate: Gate,
    pub(crate) setup: Setup,
    key: Key,
    notebook: Id,
}

impl Beatbook {
    /// The notebooks in a folder, in the order of their founding by the phone's clock, so that a successor comes after
    /// the one it goes on from. Nothing is opened.
    ///
    /// # Errors
    /// `missing_folder`, `storage`.
    pub fn list(places: &Places) -> Told<Vec<Id>> {
        Ok(places.list()?)
    }

    /// Makes a new notebook with an enrolment code and opens it, without a network: it records from now on, and
    /// the next `sync` has the server let it in (the code is valid for 15 minutes). Where the network is there,
    /// use [`Beatbook::enrol`].
    ///
    /// # Errors
    /// `ticket`, `missing_folder`, `read_only_folder`, `storage_full`, `storage`.
    pub fn found(setup: Setup, key: &Key, ticket: &str) -> Told<Self> {
        let ticket = Ticket::parse(ticket).map_err(DeviceError::from)?;
        let platform = Arc::clone(&setup.platform);
        let notebook =
            Notebook::create(&setup.places, key, platform, Founding::of_ticket(&ticket), &[], |offer| {
                Entrance::by_code(ticket.code, offer)
            })?;
        Ok(Self::around(setup, key.clone(), notebook))
    }

    /// Opens a notebook.
    ///
    /// A restored or copied file opens as [`crate::NotebookState::Moved`]: it is closed for writing and still syncs.
    ///
    /// # Errors
    /// `missing`, `wrong_key`, `corrupt`, `unreadable`, `newer_version`, `not_a_notebook`, `already_open`,
    /// `missing_folder`, `read_only_folder`, `storage_full`: nothing was changed.
    pub fn open(setup: Setup, key: &Key, notebook: Id) -> Told<Self> {
        let opened = Notebook::open(&setup.places, notebook, key, Arc::clone(&setup.platform))?;
        Ok(Self::around(setup, key.clone(), opened))
    }

    pub(crate) fn around(setup: Setup, key: Key, notebook: Notebook) -> Self {
        let id = notebook.ledger.identity.notebook;
        let looks = Looks::new(setup.timeouts.request);
        Self { gate: Gate::new(notebook, looks), setup, key, notebook: id }
    }

    /// Puts a notebook aside that cannot be opened: file, log, key check and seat get a new name together and
    /// are kept. Answers where the file is now. Then enrol again; a notebook that still opens needs
    /// [`Beatbook::begin_successor`] instead.
    ///
    /// # Errors
    /// `missing`, `already_open`, `already_exists`, `missing_folder`, `read_only_folder`, `storage`.
    pub fn set_aside(setup: &Setup, notebook: Id) -> Told<PathBuf> {
        let now = setup.platform.now()?;
        let suffix = format!(".set-aside-{}", now.wall);
        let seat = setup.places.seat_file(notebook);
        let aside = beatbook_store::set_aside(&setup.places.file(notebook), &suffix, &[&seat]);
        Ok(aside.map_err(DeviceError::from)?)
    }

    /// This notebook.
    #[must_use]
    pub fn notebook(&self) -> Id {
        self.notebook
    }

    /// One tap: on duty. Answers the patrol's record.
    ///
    /// # Errors
    /// `patrol` (open already, crew, operation), `moved`, `retired`, storage errors.
    pub fn sign_on(&self, sign_on: SignOn) -> Told<Id> {
        Ok(self.gate.with(|notebook| notebook.sign_on(sign_on))?)
    }

    /// Takes position reports, at most 10,000, in any order. `Ok` means those accepted are on the medium.
    /// Within ten minutes of sign-off reports dated before it are kept as evidence.
    ///
    /// # Errors
    /// `off_duty`, `too_many_fixes`, `moved`, `retired`, storage errors: nothing was stored. A bad report is no
    /// error of the call; the report says which and why.
    pub fn record_fixes(&self, fixes: &[RawFix]) -> Told<FixReport> {
        Ok(self.gate.with(|notebook| notebook.record_fixes(fixes))?)
    }

    /// Another way of moving, crew or operation from now on.
    ///
    /// # Errors
    /// `patrol`, `moved`, `retired`, storage errors.
    pub fn change_patrol(&self, change: PatrolChange) -> Told<()> {
        Ok(self.gate.with(|notebook| notebook.change_patrol(change))?)
    }

    /// Taken away from the patrol's purpose from now on.
    ///
    /// # Errors
    /// As [`Beatbook::change_patrol`].
    pub fn start_abstraction(&self, reason: &str, authorised_by: &str) -> Told<()> {
        let (reason, authorised_by) = (reason.to_owned(), authorised_by.to_owned());
        Ok(self.gate.with(|notebook| notebook.start_abstraction(reason, authorised_by))?)
    }

    /// Back on the patrol's purpose.
    ///
    /// # Errors
    /// As [`Beatbook::change_patrol`].
    pub fn end_abstraction(&self) -> Told<()> {
        Ok(self.gate.with(Notebook::end_abstraction)?)
    }

    /// Adds to the open patrol's tallies; negative numbers undo.
    ///
    /// # Errors
    /// As [`Beatbook::change_patrol`].
    pub fn tally(&self, add: BTreeMap<TallyKind, i32>) -> Told<()> {
        Ok(self.gate.with(|notebook| notebook.tally(add))?)
    }

    /// Refers the open patrol to a record of another system.
    ///
    /// # Errors
    /// As [`Beatbook::change_patrol`].
    pub fn reference(&self, system: ReferenceSystem, value: &str) -> Told<()> {
        Ok(self.gate.with(|notebook| notebook.reference(system, value.to_owned()))?)
    }

    /// The officer's words on a patrol, open or ended. Derived minutes are annotated, never edited.
    ///
    /// # Errors
    /// `not_found`, `patrol`, `moved`, `retired`, storage errors.
    pub fn annotate(&self, patrol: Id, text: &str) -> Told<()> {
        Ok(self.gate.with(|notebook| notebook.annotate(patrol, text.to_owned()))?)
    }

    /// A pocket-book note of at most 20,000 characters; answers its entry's number.
    ///
    /// # Errors
    /// `text`, `too_large`, `moved`, `retired`, storage errors.
    pub fn note(&self, text: &str, basis: Basis) -> Told<u64> {
        Ok(self.gate.with(|notebook| notebook.note(text.to_owned(), basis))?)
    }

    /// Off duty now, with the last position reports. The last chunk, the end and the summary are stored
    /// together or not at all.
    ///
    /// # Errors
    /// `patrol` (none open), `too_many_fixes`, `moved`, `retired`, storage errors.
    pub fn sign_off(&self, fixes: &[RawFix]) -> Told<SignedOff> {
        self.prepare_zones()?;
        Ok(self.gate.with(|notebook| notebook.sign_off(fixes))?)
    }

    /// Closes a forgotten patrol at its last fix, with the reason why only now.
    ///
    /// # Errors
    /// As [`Beatbook::sign_off`].
    pub fn close_forgotten(&self, reason: &str) -> Told<SignedOff> {
        self.prepare_zones()?;
        Ok(self.gate.with(|notebook| notebook.close_forgotten(reason.to_owned()))?)
    }

    /// What applies there and then: every condition of the newest order book at the place, with how it stands and
    /// why not if not. Works offline and stores nothing; only numbered paper asks for certainty.
    ///
    /// # Errors
    /// `no_place` (no fix of this start of the phone, none of use, or no place on earth), `no_time`, storage errors.
    pub fn what_applies(&self, place: AskWhere, when: AskWhen) -> Told<Applies> {
        let longest = self.setup.timeouts.request;
        Ok(self.gate.with(|notebook| notebook.what_applies(place, when, longest))?)
    }

    /// What the home screen shows.
    ///
    /// # Errors
    /// Storage errors.
    pub fn status(&self) -> Told<Status> {
        self.prepare_zones()?;
        Ok(self.gate.with(Notebook::status)?)
    }

    /// Patrols, the newest first; at most 1,000.
    ///
    /// # Errors
    /// Storage errors.
    pub fn patrols(&self, limit: u32) -> Told<Vec<PatrolView>> {
        Ok(self.gate.look(Looking::list(Area::Patrol), Vec::len, |notebook| notebook.patrols(limit))?)
    }

    /// Notes after an entry number, in order; at most 1,000.
    ///
    /// # Errors
    /// Storage errors.
    pub fn notes(&self, after: Option<u64>, limit: u32) -> Told<Vec<NoteView>> {
        Ok(self.gate.look(Looking::list(Area::Patrol), Vec::len, |notebook| notebook.notes(after, limit))?)
    }

    /// Entries after a number, in order; at most 1,000.
    ///
    /// # Errors
    /// Storage errors.
    pub fn entries(&self, after: Option<u64>, limit: u32) -> Told<Vec<EntryView>> {
        Ok(self.gate.with(|notebook| notebook.entries(after, limit))?)
    }

    /// Entries the server holds but could not use, or cannot take, with its reason. They stay here and in exports.
    ///
    /// # Errors
    /// Storage errors.
    pub fn rejected(&self) -> Told<Vec<RejectedEntry>> {
        Ok(self.gate.with(|notebook| notebook.rejected())?)
    }

    /// Forgets the body of an entry: gone from the file, its log and its free pages; the chain still verifies.
    /// Answers the number of the entry that says so. `reason` is a code of the authority's list.
    ///
    /// # Errors
    /// `not_found`, `not_erasable`, `under_hold` (its remedy names the hold), `text`, `moved`, `retired`, storage errors.
    pub fn erase(&self, entry: u64, reason: &str) -> Told<u64> {
        Ok(self.gate.with(|notebook| {
            let looking = notebook.erasing(entry)?;
            let eraser = notebook.erase(entry, reason.to_owned())?;
            notebook.write_down(looking, 1, self.gate.looks());
            Ok::<_, DeviceError>(eraser)
        })?)
    }

    /// Drops what the server durably holds and whose keeping time is over, by the server's clock and the phone's. Long;
    /// beside other calls, recording among them.
    ///
    /// # Errors
    /// `cancelled` (what is dropped stays so; call it again), storage errors.
    pub fn purge(&self, keeping: &Keeping) -> Told<Purged> {
        Ok(keeping::purge(&self.gate.begin_long_run()?, keeping)?)
    }

    /// Walks the whole journal, names the first entry that does not hold, and reads every page of the file.
    /// Long; beside other calls.
    ///
    /// # Errors
    /// `cancelled`; `corrupt` if the journal itself cannot be read; storage errors.
    pub fn verify(&self) -> Told<Verification> {
        let run = self.gate.begin_long_run()?;
        let (db, identity) = run
            .with(|notebook| Ok((Arc::clone(&notebook.ledger.db), Arc::clone(&notebook.ledger.identity))))?;
        let found = db.read(|tx| journal::verify(tx, &identity, || run.check()))?;
        let damaged_file = run.look_for_damage(&db)? == Integrity::Damaged;
        Ok(Verification { damaged_file, ..found })
    }

    /// Tells what screens show anew from the journal. Long; beside other calls, recording among them.
    ///
    /// # Errors
    /// `cancelled` (each patrol and note is told as before, or anew; call it again), storage errors.
    pub fn rebuild(&self) -> Told<()> {
        Ok(rebuilding::rebuild(&self.gate.begin_long_run()?)?)
    }

    /// Sends what the server does not have, takes its receipts, and pulls its journal and briefing. Long; runs on
    /// the caller's thread, and recording goes on beside it. A server that asked to be left alone for a while is;
    /// the report says how long.
    ///
    /// # Errors
    /// `already_running`, `cancelled`; `network`, `clock_wrong`, `not_our_server`, `bad_answer`,
    /// `upgrade_required`, `unauthorised`, `revoked`, `server_busy`, `server_restored`, `code_invalid`: nothing on the
    /// phone is discarded, and the next time is kept; storage errors.
    pub fn sync(&self) -> Told<SyncReport> {
        self.sync_telling(&mut |_| {})
    }

    /// The same, telling after each answer how far it has come: on the caller's thread, so that a screen can show it.
    ///
    /// # Errors
    /// As [`Beatbook::sync`].
    pub fn sync_telling(&self, tell: &mut dyn FnMut(SyncSoFar)) -> Told<SyncReport> {
        let run = self.gate.begin_sync()?;
        Ok(sync::sync(&run, self.setup.timeouts, When::Now, tell)?)
    }

    /// The same for a scheduler: after failures it does nothing before the kept time has come.
    ///
    /// # Errors
    /// As [`Beatbook::sync`].
    pub fn sync_when_due(&self) -> Told<SyncReport> {
        let run = self.gate.begin_sync()?;
        Ok(sync::sync(&run, self.setup.timeouts, When::Due, &mut |_| {})?)
    }

    /// Ends running long calls with `cancelled`, within a second; takes no lock.
    pub fn cancel(&self) {
        self.gate.cancel();
    }

    /// Ends long calls, finishes the commit under way and releases every file and lock, as before the phone
    /// suspends the app. Until `resume` calls answer `paused` and store nothing.
    ///
    /// # Errors
    /// `storage_full`, `storage`: the log could not be folded back; it stays beside the file, nothing is lost;
    /// `already_running` from what a long call tells: that call would wait for itself.
    pub fn pause(&self) -> Told<()> {
        Ok(self.let_go(Phase::Paused)?)
    }

    /// Opens the file again after `pause`.
    ///
    /// # Errors
    /// `closed`, and those of [`Beatbook::open`].
    pub fn resume(&self) -> Told<()> {
        let open =
            || Notebook::open(&self.setup.places, self.notebook, &self.key, Arc::clone(&self.setup.platform));
        Ok(self.gate.resume(open)?)
    }

    /// Closes for good; later calls answer `closed`.
    ///
    /// # Errors
    /// As [`Beatbook::pause`].
    pub fn shutdown(&self) -> Told<()> {
        Ok(self.let_go(Phase::Closed)?)
    }

    /// Makes zones ready that nobody has made ready yet, while others may record.
    fn prepare_zones(&self) -> Result<(), DeviceError> {
        zones::prepare_for_patrol(&self.gate.begin_long_run()?)
    }

    fn let_go(&self, target: Phase) -> Result<(), DeviceError> {
        let Some(notebook) = self.gate.leave(target)? else { return Ok(()) };
        match Arc::try_unwrap(notebook.ledger.db) {
            Ok(db) => Ok(db.close()?),
            // Long runs were waited for: nobody else holds it.
            Err(_) => Err(StoreError::Busy.into()),
        }
    }
}

impl std::fmt::Debug for Beatbook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Beatbook").field("notebook", &self.notebook).finish_non_exhaustive()
    }
}
