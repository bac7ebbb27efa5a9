//! What each command does: open the notebook on the right clock, one call of the library, tell the outcome.
//!
//! A notebook is open only while a command runs; nothing is kept in memory between commands.

use std::fs::OpenOptions;
use std::io::{BufWriter, Read};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use beatbook_device::{
    Beatbook, BeatbookError, Keeping, Key, PatrolChange, PhonePlatform, Platform, Setup, SignOn, SignedOff,
};
use beatbook_domain::calendar::local_date;
use beatbook_domain::records::reference::Reference;
use beatbook_protocol::id::Id;
use jiff::civil::Date;

use crate::applies::{self, Question};
use crate::arguments::{Abstract, Arguments, Change, Command, Enrol, On, Replay, When};
use crate::cards;
use crate::clock::TrainingClock;
use crate::emergency::ring_999;
use crate::error::PhoneError;
use crate::folder::Folder;
use crate::hours::{self, Hours};
use crate::replay::{self, Plan};
use crate::welfare_words::WelfareCommand;
use crate::{alone, json, out, settled, show, time};

const DAY_MS: i64 = 86_400_000;
/// Entries asked for at once.
const PAGE: u32 = 1_000;

/// One notebook of the phone, not opened yet.
pub struct Phone {
    folder: Folder,
    notebook: Id,
    key: Key,
}

impl Phone {
    fn find(folder: Folder, asked: Option<Id>) -> Result<Self, PhoneError> {
        let notebook = folder.choose(asked)?;
        let key = folder.key(notebook)?;
        Ok(Self { folder, notebook, key })
    }

    /// Opens the notebook on these clocks.
    pub fn open_on(&self, platform: Arc<dyn Platform>) -> Result<Beatbook, PhoneError> {
        Ok(Beatbook::open(Setup::new(self.folder.places(), platform), &self.key, self.notebook)?)
    }

    fn clock_file(&self) -> PathBuf {
        self.folder.training_clock(self.notebook)
    }

    fn training(&self) -> Result<Option<TrainingClock>, PhoneError> {
        TrainingClock::load(&self.clock_file())
    }

    /// Opens the notebook on the clock that its patrol runs on.
    pub fn open(&self) -> Result<Beatbook, PhoneError> {
        let platform = self.training()?.map_or_else(real_clock, |clock| Ok(clock.platform()))?;
        self.open_on(platform)
    }

    /// What the clock shows that the patrol runs on, UTC milliseconds.
    pub fn wall(&self) -> Result<i64, PhoneError> {
        match self.training()? {
            Some(clock) => Ok(clock.standing.wall()),
            None => real_wall(),
        }
    }

    /// The same at a moment of the training shift, if one is told.
    pub fn moment(&self, when: &When) -> Result<i64, PhoneError> {
        let wall = self.wall()?;
        when.at.as_deref().map_or(Ok(wall), |at| time::parse(at, Some(wall)))
    }

    /// The local day by it.
    pub fn today(&self) -> Result<Date, PhoneError> {
        Ok(local_date(self.wall()?)?)
    }

    /// Does one thing with the notebook, at a moment of the training shift if one is told.
    pub fn act<T, E: Into<PhoneError>>(
        &self,
        when: &When,
        act: impl FnOnce(&Beatbook) -> Result<T, E>,
    ) -> Result<T, PhoneError> {
        let Some(mut clock) = self.training()? else {
            if when.at.is_some() {
                return Err(PhoneError::NoTraining);
            }
            let book = self.open_on(real_clock()?)?;
            let done = act(&book).map_err(Into::into)?;
            book.shutdown()?;
            return Ok(done);
        };
        if let Some(at) = &when.at {
            let at = time::parse(at, Some(clock.standing.wall()))?;
            clock.advance_to(at)?;
        }
        let book = self.open_on(clock.platform())?;
        let done = act(&book).map_err(Into::into)?;
        clock.keep()?;
        book.shutdown()?;
        Ok(done)
    }

    fn sign_on(&self, on: On) -> Result<(), PhoneError> {
        let (platform, clock) = match &on.at {
            None => (real_clock()?, None),
            Some(at) => {
                let clock = TrainingClock::begin(&self.clock_file(), time::parse(at, None)?)?;
                (clock.platform(), Some(clock))
            }
        };
        let book = self.open_on(Arc::clone(&platform))?;
        let record = book.sign_on(SignOn {
            duty: on.duty.into(),
            mode: on.mode.into(),
            colleagues: on.crew,
            others: on.others,
            operation: on.operation,
        })?;
        // Only now: a refused sign-on leaves the shift that is under way as it is.
        match &clock {
            Some(clock) => clock.keep()?,
            None => TrainingClock::end(&self.clock_file())?,
        }
        // The patrol is on the medium: said first, so that nobody signs on again if telling more fails.
        out::line(format_args!("on duty, patrol {record}"))?;
        out::text(show::signed_on(&book.status()?, clock.is_some()))?;
        if let Ok(cards) = book.cards() {
            out::text(cards::hint(&cards))?;
        }
        Ok(book.shutdown()?)
    }

    fn replay(&self, asked: Replay) -> Result<(), PhoneError> {
        let walk = replay::read(&asked.file)?;
        out::text(&walk.account)?;
        let Some(mut clock) = self.training()? else {
            let on_duty = self.open_on(real_clock()?)?.status()?.on_duty.is_some();
            return Err(if on_duty { PhoneError::RealPatrol } else { PhoneError::NotOnDuty });
        };
        let wall = clock.standing.wall();
        let instant =
            |text: &Option<String>| text.as_deref().map(|it| time::parse(it, Some(wall))).transpose();
        let plan = Plan {
            start: instant(&asked.at)?,
            until: instant(&asked.until)?,
            batch: usize::from(asked.batch),
            boot: asked.boot,
        };
        let (replayed, book) = replay::run(self, &mut clock, walk, &plan)?;
        out::text(show::replayed(&replayed, &book.status()?, clock.standing.wall()))?;
        if asked.hold {
            out::line("holding")?;
            loop {
                // The notebook stays open, as a recording phone's does, until somebody ends the process.
                std::thread::sleep(Duration::from_secs(3_600));
            }
        }
        book.shutdown()?;
        Ok(())
    }

    fn end(&self, when: &When, json: bool, end: impl FnOnce(&Beatbook) -> Ended) -> Result<(), PhoneError> {
        let ended = self.act(when, end)?;
        TrainingClock::end(&self.clock_file())?;
        if json {
            out::line(json::signed_off(&ended))?;
        } else {
            out::text(show::result(&ended.result))?;
        }
        Ok(())
    }

    fn applies(&self, question: &Question) -> Result<(), PhoneError> {
        let standing = self.training()?.map(|clock| clock.standing.wall());
        let (place, when) = question.asked(standing)?;
        let book = self.open()?;
        let answer = book.what_applies(place, when)?;
        book.shutdown()?;
        if question.json {
            out::line(applies::json(&answer))?;
        } else {
            out::text(applies::shown(&answer))?;
        }
        Ok(())
    }

    /// One exchange with the server, by the real clock.
    fn sync(&self, json: bool) -> Result<(), PhoneError> {
        let book = self.open_on(real_clock()?)?;
        let report = book.sync()?;
        let rejected = book.rejected()?;
        let now = real_wall()?;
        let loud = alone::loud(&book, now)?;
        let ended = show::ended(&book.roles_ended()?);
        book.shutdown()?;
        if json {
            out::line(json::synced(&report, &rejected))?;
        } else {
            out::text(show::synced(&report, &rejected))?;
            out::text(ended)?;
            out::text(loud)?;
        }
        Ok(())
    }

    /// The officer's own hours, by the real clock.
    fn hours(&self, asked: &Hours) -> Result<(), PhoneError> {
        let clock = real_clock()?;
        let question = asked.asked(clock.now().map_err(BeatbookError::from)?.wall)?;
        let book = self.open_on(clock)?;
        let told = book.own_hours(&question).map_err(hours::refused)?;
        book.shutdown()?;
        if asked.json { out::line(hours::json(&told)) } else { out::text(hours::shown(&told)?) }
    }

    /// Everything as plain text into a file that is not there yet, readable by its owner only.
    fn export(&self, path: &Path) -> Result<(), PhoneError> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(path).map_err(PhoneError::file("making the export's file"))?;
        let book = self.open()?;
        let mut sink = BufWriter::new(file);
        let exported = book.export(&mut sink)?;
        book.shutdown()?;
        sink.into_inner()
            .map_err(|error| error.into_error())
            .and_then(|file| file.sync_all())
            .map_err(PhoneError::file("writing the export"))?;
        out::line(format_args!(
            "{} entries, {} bodies, {} fixes not sealed yet; plain text with everything the officer wrote",
            exported.entries, exported.bodies, exported.unsealed
        ))?;
        if exported.left_out > 0 {
            out::line(format_args!(
                "{} bodies are left out: this officer may not read them any more; they stay in the notebook",
                exported.left_out
            ))?;
        }
        Ok(())
    }

    /// Goes on in a new notebook from one that was moved here or exists twice.
    fn succeed(&self) -> Result<(), PhoneError> {
        let book = self.open_on(real_clock()?)?;
        let key = self.folder.prepare()?;
        let successor = book.begin_successor(&key)?;
        self.folder.settle(successor.notebook())?;
        out::line(format_args!("notebook {}", successor.notebook()))?;
        successor.shutdown()?;
        Ok(book.shutdown()?)
    }

    /// Puts a notebook aside that cannot be used any more. It keeps its key file, which alone can read it.
    fn set_aside(&self) -> Result<(), PhoneError> {
        let setup = Setup::new(self.folder.places(), real_clock()?);
        let file = Beatbook::set_aside(&setup, self.notebook)?;
        TrainingClock::end(&self.clock_file())?;
        out::line(format_args!("set aside as {}; its key file stays; enrol again to go on", file.display()))
    }

    fn entries(&self, json: bool) -> Result<(), PhoneError> {
        let book = self.open()?;
        let mut after = None;
        loop {
            let entries = book.entries(after, PAGE)?;
            let Some(last) = entries.last() else { break };
            after = Some(last.seq);
            for entry in &entries {
                if json {
                    out::line(json::entry(entry))?;
                } else {
                    out::line(show::entry(entry))?;
                }
            }
        }
        Ok(book.shutdown()?)
    }
}

type Ended = Result<SignedOff, BeatbookError>;

/// The real clock of this machine.
fn real_clock() -> Result<Arc<dyn Platform>, PhoneError> {
    let platform = PhonePlatform::new().map_err(|_| BeatbookError::Phone)?;
    Ok(Arc::new(platform))
}

/// What it shows, UTC milliseconds.
fn real_wall() -> Result<i64, PhoneError> {
    Ok(real_clock()?.now().map_err(BeatbookError::from)?.wall)
}

/// Does what the command line asks.
///
/// # Errors
/// A [`PhoneError`] that says what to do.
pub fn run(arguments: Arguments) -> Result<ExitCode, PhoneError> {
    let folder = Folder::at(&arguments.home);
    if let Command::Enrol(asked) = arguments.command {
        enrol(folder, asked, arguments.notebook)?;
        return Ok(ExitCode::SUCCESS);
    }
    if matches!(arguments.command, Command::List) {
        for notebook in Beatbook::list(&folder.places())? {
            out::line(notebook)?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    let is_card = matches!(&arguments.command, Command::Welfare { command: WelfareCommand::Card { .. } });
    let found = Phone::find(folder, arguments.notebook);
    let phone = if is_card { found.inspect_err(ring_999)? } else { found? };
    let now = When { at: None };
    match arguments.command {
        Command::Enrol(_) | Command::List => {}
        Command::On(on) => phone.sign_on(on)?,
        Command::Replay(replay) => phone.replay(replay)?,
        Command::Change(change) => {
            let when = When { at: change.when.at.clone() };
            phone.act(&when, |book| book.change_patrol(change_of(change)))?;
        }
        Command::Abstract { step: Abstract::Start { reason, by, when } } => {
            phone.act(&when, |book| book.start_abstraction(&reason, &by))?;
        }
        Command::Abstract { step: Abstract::End { when } } => phone.act(&when, Beatbook::end_abstraction)?,
        Command::Tally { add, when } => phone.act(&when, |book| book.tally(add.into_iter().collect()))?,
        Command::Refer { words, when } => {
            let reference = Reference::from(words);
            phone.act(&when, |book| book.reference(reference.system, &reference.value))?;
        }
        Command::Note { text, basis, when } => {
            let text = text_or_input(text)?;
            let entry = phone.act(&when, |book| book.note(&text, basis.into()))?;
            out::line(format_args!("entry {entry}"))?;
        }
        Command::Annotate { text, patrol, when } => {
            let text = text_or_input(text)?;
            phone.act(&when, |book| {
                let patrol = match patrol {
                    Some(told) => Some(told),
                    None => book.patrols(1)?.first().map(|newest| newest.record),
                };
                book.annotate(patrol.ok_or(BeatbookError::NotFound)?, &text)
            })?;
        }
        Command::Off { when, json } => phone.end(&when, json, |book| book.sign_off(&[]))?,
        Command::Close { reason, json } => phone.end(&now, json, |book| book.close_forgotten(&reason))?,
        Command::Applies(question) => phone.applies(&question)?,
        Command::Sign { found } => {
            let note = found.note()?;
            let told = phone.act(&now, |book| book.note_sign(note))?;
            out::text(settled::unknown(&told.unknown))?;
            out::line(format_args!("entry {}", told.entry))?;
        }
        Command::Encounter { command } => phone.encounter(command)?,
        Command::Encampment { command } => phone.encampment(*command)?,
        Command::Task { command } => phone.task(command)?,
        Command::Card(asked) => phone.card(&asked)?,
        Command::Tent { command } => phone.tent(command)?,
        Command::Alone { command, json } => phone.alone(command, json)?,
        Command::Welfare { command } => phone.welfare(command)?,
        Command::Count { command } => phone.count(command)?,
        Command::Engagement { command } => phone.engagement(*command)?,
        Command::Premises { command } => phone.premises(*command)?,
        Command::Notice { command } => phone.notice(*command)?,
        Command::Status { json } => {
            let book = phone.open()?;
            let status = book.status()?;
            let standing = phone.training()?.map(|clock| clock.standing.wall());
            if json {
                out::line(json::status(phone.notebook, &status))?;
            } else {
                out::text(show::status(phone.notebook, &status, standing))?;
                out::text(alone::loud(&book, phone.wall()?)?)?;
            }
            book.shutdown()?;
        }
        Command::Patrols { limit, json } => {
            let book = phone.open()?;
            for patrol in book.patrols(limit)? {
                if json {
                    out::line(json::patrol(&patrol))?;
                } else {
                    out::text(show::patrol(&patrol))?;
                }
            }
            book.shutdown()?;
        }
        Command::Entries { json } => phone.entries(json)?,
        Command::Sync { json } => phone.sync(json)?,
        Command::Hours(asked) => phone.hours(&asked)?,
        Command::Export { file } => phone.export(&file)?,
        Command::Successor => phone.succeed()?,
        Command::AccessLog { json } => phone.access_log(json)?,
        Command::Rebuild => {
            let book = phone.open()?;
            book.rebuild()?;
            book.shutdown()?;
            out::line("what the journal says was folded again")?;
        }
        Command::SetAside => phone.set_aside()?,
        Command::Verify { json } => {
            let book = phone.open()?;
            let found = book.verify()?;
            book.shutdown()?;
            if json {
                out::line(json::verification(&found))?;
            } else {
                out::text(show::verification(&found))?;
            }
            if !found.is_sound() {
                return Ok(ExitCode::FAILURE);
            }
        }
        Command::Purge { tracks, counts, records } => {
            let book = phone.open()?;
            let days = |days: u16| i64::from(days) * DAY_MS;
            let keeping = Keeping { tracks: days(tracks), counts: days(counts), records: days(records) };
            let purged = book.purge(&keeping)?;
            book.shutdown()?;
            out::line(format_args!("{} bodies and {} whole entries dropped", purged.bodies, purged.entries))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Begins a notebook, or gives one that still waits for its server a new code.
fn enrol(folder: Folder, asked: Enrol, notebook: Option<Id>) -> Result<(), PhoneError> {
    let ticket = text_or_input(asked.ticket)?;
    if notebook.is_some() {
        let phone = Phone::find(folder, notebook)?;
        let book = phone.open_on(real_clock()?)?;
        book.use_code(ticket.trim())?;
        book.shutdown()?;
        return phone.sync(false);
    }
    let key = folder.prepare()?;
    let setup = Setup::new(folder.places(), real_clock()?);
    let book = if asked.offline {
        Beatbook::found(setup, &key, ticket.trim())?
    } else {
        Beatbook::enrol(setup, &key, ticket.trim())?
    };
    folder.settle(book.notebook())?;
    out::text(show::enrolled(book.notebook(), &book.status()?))?;
    Ok(book.shutdown()?)
}

fn change_of(change: Change) -> PatrolChange {
    let names_crew = !change.crew.is_empty() || change.others.is_some();
    PatrolChange {
        mode: change.mode.map(Into::into),
        crew: names_crew.then(|| (change.crew, change.others.unwrap_or(0))),
        operation: change.operation,
    }
}

/// The text, or standard input for `-`.
fn text_or_input(text: String) -> Result<String, PhoneError> {
    if text != "-" {
        return Ok(text);
    }
    let mut input = String::new();
    // Longer than any text field; what is longer is refused by the library.
    let read = std::io::stdin().lock().take(1 << 20).read_to_string(&mut input);
    read.map_err(PhoneError::file("reading standard input"))?;
    Ok(input)
}
