//! The command line: what can be asked of the phone, in the words of the field.
//!
//! Names of duties, tallies and systems are spelled here once and become the library's own.

use std::any::TypeId;
use std::path::PathBuf;

use beatbook_domain::calendar::parse_day;
use beatbook_domain::presence::TravelMode;
use beatbook_domain::records::journal::Basis;
use beatbook_domain::records::patrol::{Duty, TallyKind};
use beatbook_protocol::id::Id;
use clap::{Arg, Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

use crate::alone::AloneCommand;
use crate::applies::{Question, place};
use crate::cards::CardQuestion;
use crate::count_words::CountCommand;
use crate::encampments::EncampmentCommand;
use crate::encounters::EncounterCommand;
use crate::engagements::EngagementCommand;
use crate::hours::Hours;
use crate::notices::NoticeCommand;
use crate::premises::PremisesCommand;
use crate::reference_words::ReferenceWords;
use crate::signs::Sign;
use crate::tasks::TaskCommand;
use crate::tents::TentCommand;
use crate::welfare_words::WelfareCommand;

const AFTER_HELP: &str = "\
TIME is 2025-09-06T19:00:00+01:00, or 2025-09-06T19:00 in local time, or 19:00 (the next after the
training clock).
A shift begun with `on --at TIME` runs on a training clock, moved by `replay` and --at, until `off` or `close`.
Everything else runs on the real clock; `enrol`, `sync` and `hours`
always do.

Exit codes: 0 done, 1 a check found a fault, 2 wrong use, 3 not possible now, 4 the input cannot be used,
5 the notebook cannot be opened, 6 the storage failed, 7 the exchange with the server failed,
8 the notebook is closed for writing, 70 a mistake in the program.";

/// A beat book on the command line: the real phone library, for training, load and demonstrations.
#[derive(Parser)]
#[command(name = "beatbook-phone", version, after_help = AFTER_HELP)]
pub struct Arguments {
    /// The phone's folder: notebooks, a folder that is never backed up, and key files readable by their owner only.
    ///
    /// The key files stand in for the key store that a real phone's platform has; keep nothing real here.
    #[arg(long, value_name = "DIR")]
    pub home: PathBuf,
    /// Which notebook, if there are several.
    #[arg(long, value_name = "ID", global = true)]
    pub notebook: Option<Id>,
    #[command(subcommand)]
    pub command: Command,
}

impl Arguments {
    /// Reads the command line; of one that is none says why, and ends.
    pub fn read() -> Self {
        let told = strict_days(Self::command()).get_matches();
        Self::from_arg_matches(&told).unwrap_or_else(|error| error.exit())
    }
}

/// A day is a day: of one that is written with a time the time would be left aside without a word.
fn strict_days(command: clap::Command) -> clap::Command {
    let is_day = |arg: &Arg| arg.get_value_parser().type_id() == TypeId::of::<Date>();
    command
        .mut_args(|arg| if is_day(&arg) { arg.value_parser(parse_day) } else { arg })
        .mut_subcommands(strict_days)
}

#[derive(Subcommand)]
pub enum Command {
    /// Begins a notebook with an enrolment code.
    ///
    /// With --notebook, gives one that still waits for its server a new code.
    Enrol(Enrol),
    /// Signs on: on duty from now.
    On(On),
    /// Replays a recorded walk into the patrol, as position reports of the phone.
    Replay(Replay),
    /// Changes way of moving, crew or operation from now on.
    Change(Change),
    /// Begins or ends an abstraction: taken away from the patrol's purpose.
    Abstract {
        #[command(subcommand)]
        step: Abstract,
    },
    /// Counts for the patrol, such as `arrest=1 stop-search=2`; negative numbers undo.
    Tally {
        /// What and how many.
        #[arg(required = true, value_name = "KIND=NUMBER", value_parser = tally, allow_hyphen_values = true)]
        add: Vec<(TallyKind, i32)>,
        #[command(flatten)]
        when: When,
    },
    /// Refers the patrol to a record of another system.
    Refer {
        #[command(flatten)]
        words: ReferenceWords,
        #[command(flatten)]
        when: When,
    },
    /// Writes a pocket-book note.
    Note {
        /// What to write; `-` reads it from standard input.
        text: String,
        /// On what it rests.
        #[arg(long, default_value = "fact")]
        basis: NoteBasis,
        #[command(flatten)]
        when: When,
    },
    /// Adds the officer's words to a patrol. Derived minutes are annotated, never edited.
    Annotate {
        /// What to write; `-` reads it from standard input.
        text: String,
        /// Which patrol; the newest if not told.
        #[arg(long, value_name = "ID")]
        patrol: Option<Id>,
        #[command(flatten)]
        when: When,
    },
    /// Signs off and says what the patrol came to.
    Off {
        #[command(flatten)]
        when: When,
        /// Answers in JSON.
        #[arg(long)]
        json: bool,
    },
    /// Closes a forgotten patrol at its last fix.
    Close {
        /// Why only now.
        #[arg(long)]
        reason: String,
        /// Answers in JSON.
        #[arg(long)]
        json: bool,
    },
    /// Says what applies here, now: orders in force, doubtful, near, or not in force and why. Works offline.
    Applies(Question),
    /// Notes how an order's sign was found; everything but `seen` opens a task at the server.
    Sign {
        #[command(subcommand)]
        found: Sign,
    },
    /// Working alone: a timer that sounds here and reaches the team when neither `check` nor `stop` comes in time.
    Alone {
        /// What to do; how it stands if not told.
        #[command(subcommand)]
        command: Option<AloneCommand>,
        /// Answers in JSON.
        #[arg(long)]
        json: bool,
    },
    /// Welfare checks and outreach contacts. Help never needs a name.
    Welfare {
        #[command(subcommand)]
        command: WelfareCommand,
    },
    /// Rough-sleeper counts: joined with a team, told sighting by sighting. Works offline.
    Count {
        #[command(subcommand)]
        command: CountCommand,
    },
    /// Encampments: reported and visited offline, directed, vacated; where each stands. Welfare comes first.
    Encampment {
        #[command(subcommand)]
        command: Box<EncampmentCommand>,
    },
    /// Tents: welfare and an offer first, then every thing item by item, kept for its owner.
    Tent {
        #[command(subcommand)]
        command: TentCommand,
    },
    /// Tasks: what is to be done, presence proposed as proof, your answers. Works offline.
    Task {
        #[command(subcommand)]
        command: TaskCommand,
    },
    /// The briefing card of a zone: priorities, what to do, what was seen lately, your tasks. Read-only; works offline.
    Card(CardQuestion),
    /// Engagements: meetings with the public, recorded where they happen. Works offline.
    Engagement {
        #[command(subcommand)]
        command: Box<EngagementCommand>,
    },
    /// Visits to premises: defects, seized goods under seal, what became of them. Works offline.
    Premises {
        #[command(subcommand)]
        command: Box<PremisesCommand>,
    },
    /// Encounters: begun where you stand, told step by step. Law refuses nothing here.
    Encounter {
        #[command(subcommand)]
        command: EncounterCommand,
    },
    /// Notices: issued offline under a number no other phone has, printed, voided.
    Notice {
        #[command(subcommand)]
        command: Box<NoticeCommand>,
    },
    /// Says what a home screen shows.
    Status {
        /// Answers in JSON.
        #[arg(long)]
        json: bool,
    },
    /// Lists patrols, the newest first, with what each came to.
    Patrols {
        /// At most so many.
        #[arg(long, default_value_t = 20)]
        limit: u32,
        /// Answers in JSON.
        #[arg(long)]
        json: bool,
    },
    /// Lists the journal's entries.
    Entries {
        /// Answers in JSON, one entry a line.
        #[arg(long)]
        json: bool,
    },
    /// Exchanges with the server: hands over what is waiting, fetches zones.
    Sync {
        /// Answers in JSON.
        #[arg(long)]
        json: bool,
    },
    /// Says what your own hours came to, by zone, over days: asked of the server, which logs each look.
    ///
    /// Needs a network. What each patrol came to is told offline by `patrols`.
    Hours(Hours),
    /// Writes everything to a file that anybody can read and check: plain text, mind where it goes.
    ///
    /// Bodies that the officer may not read any more are left out and counted; their headers stay.
    Export {
        /// The file; it must not be there yet.
        file: PathBuf,
    },
    /// Goes on in a new notebook from one that was moved here or exists twice.
    Successor,
    /// Who looked at what on this phone, without what was seen.
    AccessLog {
        /// Answers in JSON.
        #[arg(long)]
        json: bool,
    },
    /// Folds the journal again, should patrols or notes look wrong or be unreadable; the journal itself stays.
    Rebuild,
    /// Puts a damaged notebook aside: file, log, key check and seat get another name together and are kept.
    ///
    /// Export it first, as far as that goes; then enrol again.
    SetAside,
    /// Reads the whole file and walks the journal, and says whether everything holds.
    Verify {
        /// Answers in JSON.
        #[arg(long)]
        json: bool,
    },
    /// Drops what the server durably holds and whose keeping time is over.
    Purge {
        /// Days that tracks are kept.
        #[arg(long, default_value_t = 31, value_parser = clap::value_parser!(u16))]
        tracks: u16,
        /// Days that sightings of counts are kept.
        #[arg(long, default_value_t = 184, value_parser = clap::value_parser!(u16))]
        counts: u16,
        /// Days that everything else is kept.
        #[arg(long, default_value_t = 365, value_parser = clap::value_parser!(u16))]
        records: u16,
    },
    /// Lists the notebooks of this phone.
    List,
}

#[derive(Args)]
pub struct Enrol {
    /// The enrolment code; `-` reads it from standard input, so that it is in no list of processes.
    pub ticket: String,
    /// Works without a network: the server lets the notebook in at its first `sync`, within 15 minutes of the code.
    #[arg(long)]
    pub offline: bool,
}

/// When something happens, in a training shift.
#[derive(Args, Clone)]
pub struct When {
    /// When, in a training shift: moves the training clock forward first.
    #[arg(long, value_name = "TIME", global = true)]
    pub at: Option<String>,
}

#[derive(Args)]
pub struct On {
    /// Why.
    #[arg(long, default_value = "tasked-core")]
    pub duty: OnDuty,
    /// How, as declared.
    #[arg(long, default_value = "foot")]
    pub mode: Mode,
    /// Colleagues with a notebook, by officer id.
    #[arg(long, value_name = "OFFICER-ID", num_args = 1..)]
    pub crew: Vec<Id>,
    /// Colleagues without a notebook, as a number only.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub others: u8,
    /// The operation it belongs to.
    #[arg(long, value_name = "NAME")]
    pub operation: Option<String>,
    /// Begins a training shift at this time.
    #[arg(long, value_name = "TIME")]
    pub at: Option<String>,
}

#[derive(Args)]
pub struct Replay {
    /// The walk, GPX 1.0 or 1.1.
    pub file: PathBuf,
    /// Moves the walk in time: its first fix is then.
    #[arg(long, value_name = "TIME")]
    pub at: Option<String>,
    /// Stops before the first fix after this time.
    #[arg(long, value_name = "TIME")]
    pub until: Option<String>,
    /// Prints `holding` at the end and keeps the notebook open until killed.
    #[arg(long)]
    pub hold: bool,
    /// Position reports handed over in one call.
    #[arg(long, value_name = "N", default_value_t = 60, value_parser = clap::value_parser!(u16).range(1..=10_000))]
    pub batch: u16,
    /// The phone was restarted before this walk; 16 hexadecimal digits that name its new start.
    #[arg(long, value_name = "ID", value_parser = boot)]
    pub boot: Option<u64>,
}

#[derive(Args)]
pub struct Change {
    /// How, from now on.
    #[arg(long, required_unless_present_any = ["crew", "others", "operation"])]
    pub mode: Option<Mode>,
    /// All colleagues with a notebook, by officer id, from now on.
    #[arg(long, value_name = "OFFICER-ID", num_args = 1..)]
    pub crew: Vec<Id>,
    /// Colleagues without a notebook; alone it means that no other officer is on the crew.
    #[arg(long, value_name = "N")]
    pub others: Option<u8>,
    /// The operation from now on: hours so far stay with the one before, the whole patrol's tallies go with the new one.
    #[arg(long, value_name = "NAME")]
    pub operation: Option<String>,
    #[command(flatten)]
    pub when: When,
}

#[derive(Subcommand)]
pub enum Abstract {
    /// Taken away from now on.
    Start {
        /// Why.
        #[arg(long)]
        reason: String,
        /// Who ordered it, by rank or role.
        #[arg(long, value_name = "ROLE")]
        by: String,
        #[command(flatten)]
        when: When,
    },
    /// Back from now on.
    End {
        #[command(flatten)]
        when: When,
    },
}

/// Why the officer is out.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum OnDuty {
    TaskedCore,
    OvertimeFunded,
    SelfInitiated,
    OnCall,
    Outreach,
    Count,
}

impl From<OnDuty> for Duty {
    fn from(duty: OnDuty) -> Self {
        match duty {
            OnDuty::TaskedCore => Self::TaskedCore,
            OnDuty::OvertimeFunded => Self::OvertimeFunded,
            OnDuty::SelfInitiated => Self::SelfInitiated,
            OnDuty::OnCall => Self::OnCall,
            OnDuty::Outreach => Self::Outreach,
            OnDuty::Count => Self::Count,
        }
    }
}

/// How the officer moves.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Mode {
    Foot,
    Cycle,
    Vehicle,
}

impl From<Mode> for TravelMode {
    fn from(mode: Mode) -> Self {
        match mode {
            Mode::Foot => Self::Foot,
            Mode::Cycle => Self::Cycle,
            Mode::Vehicle => Self::Vehicle,
        }
    }
}

/// On what a note rests.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum NoteBasis {
    Fact,
    Opinion,
    Hearsay,
}

impl From<NoteBasis> for Basis {
    fn from(basis: NoteBasis) -> Self {
        match basis {
            NoteBasis::Fact => Self::Fact,
            NoteBasis::Opinion => Self::Opinion,
            NoteBasis::Hearsay => Self::Hearsay,
        }
    }
}

/// What can be counted, as spelled here.
const TALLIES: [(&str, TallyKind); 8] = [
    ("arrest", TallyKind::Arrest),
    ("stop-search", TallyKind::StopSearch),
    ("intel-report", TallyKind::IntelReport),
    ("tor", TallyKind::Tor),
    ("vehicle-stop", TallyKind::VehicleStop),
    ("vehicle-seized-s59", TallyKind::VehicleSeizedS59),
    ("vehicle-seized-other", TallyKind::VehicleSeizedOther),
    ("cpw", TallyKind::Cpw),
];

fn tally(text: &str) -> Result<(TallyKind, i32), String> {
    let known = || TALLIES.map(|(name, _)| name).join(", ");
    let (name, number) = text.split_once('=').ok_or_else(|| "write KIND=NUMBER".to_owned())?;
    let kind = TALLIES.iter().find(|(known, _)| *known == name);
    let (_, kind) = kind.ok_or_else(|| format!("known kinds are {}", known()))?;
    Ok((*kind, number.parse().map_err(|_| "the number is not a whole number".to_owned())?))
}

fn boot(text: &str) -> Result<u64, String> {
    let digits = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let boot = u64::from_str_radix(text, 16).ok().filter(|_| digits);
    boot.ok_or_else(|| "write 16 hexadecimal digits".to_owned())
}

/// A place, if it is another than the phone's.
#[derive(Args)]
pub struct Somewhere {
    /// Another place than where the newest fix is, in degrees.
    #[arg(long, value_name = "LAT,LON", value_parser = place, allow_hyphen_values = true)]
    pub place: Option<(f64, f64)>,
    /// Metres within which the true place lies.
    #[arg(long, value_name = "M", default_value_t = 5.0, requires = "place")]
    pub accuracy: f64,
}
