//! What an administrator can ask of a server, running or not: the words of the command line.
//!
//! Parsed once by whoever types them, then carried out by the process that holds the database.

use std::path::PathBuf;

use beatbook_domain::access::Regime;
use clap::{Args, Subcommand, ValueEnum};
use serde::{Deserialize, Serialize};

use super::acting::ActingArgs;
use super::alone::AloneCommand;
use super::cards::CardCommand;
use super::cases::CaseCommand;
use super::controllers::ControllerCommand;
use super::counts::CountCommand;
use super::encampments::EncampmentCommand;
use super::encounters::EncounterCommand;
use super::engagement::EngagementCommand;
use super::keeping::{HoldCommand, KeepingCommand};
use super::no_penalty::NoPenaltyArgs;
use super::operations::OperationCommand;
use super::order_words::{OrdersCommand, PowerCommand, RulesCommand};
use super::patrols::PatrolCommand;
use super::person::PersonCommand;
use super::premises::PremisesCommand;
use super::register::{NoticeCommand, PaymentsCommand, RegisterArgs};
use super::role_words::RoleCommand;
use super::sharing::GrantCommand;
use super::tasks::TaskCommand;
use super::templates::TemplatesCommand;
use super::tents::TentCommand;
use super::welfare::{FormArgs, WelfareCommand};
use crate::report::{Form, HoursRequest};

/// A command that needs the database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Subcommand)]
pub enum Command {
    /// Councils and forces: the tenants of this server
    #[command(subcommand)]
    Authority(AuthorityCommand),
    /// Officers of an authority
    #[command(subcommand)]
    Officer(OfficerCommand),
    /// Print a code that enrols one phone of an officer: valid 15 minutes, once
    Enrol(EnrolArgs),
    /// Zones: wards, hotspots, order areas, count sectors
    #[command(subcommand)]
    Zones(ZonesCommand),
    /// The order book: what is forbidden or required where, when and by whom
    #[command(subcommand)]
    Orders(OrdersCommand),
    /// The law: rule sets and whether they count
    #[command(subcommand)]
    Rules(RulesCommand),
    /// Templates: the wording that notices are printed with
    #[command(subcommand)]
    Templates(TemplatesCommand),
    /// Welfare checks and contacts, as far as an officer's roles allow
    #[command(subcommand)]
    Welfare(WelfareCommand),
    /// Lone workers: whose timer runs, who is overdue, and since when their team knows
    #[command(subcommand)]
    Alone(AloneCommand),
    /// Signs of orders: when each was last seen, and what officers found
    Signs {
        /// The authority's code or id
        #[arg(long)]
        authority: String,
        /// Who does it
        #[command(flatten)]
        acting: ActingArgs,
        /// How it is written
        #[command(flatten)]
        form: FormArgs,
    },
    /// Hours really spent in each zone, derived from phones. The words for it are the command line's own.
    #[command(skip)]
    Hours(HoursAsked),
    /// Patrols held out of the hours because nobody can have been on duty so long
    #[command(subcommand)]
    Patrol(PatrolCommand),
    /// The key that signs receipts and the server's own journals
    #[command(subcommand)]
    ReceiptKey(ReceiptKeyCommand),
    /// Where every notice stands, as tables that add up, and what runs out next
    Register(RegisterArgs),
    /// One notice: where it stands, and what is decided about it
    #[command(subcommand)]
    Notice(NoticeCommand),
    /// Offences that ended without a fixed penalty: for which reasons, by month
    NoPenalty(NoPenaltyArgs),
    /// Payments for notices
    #[command(subcommand)]
    Payments(PaymentsCommand),
    /// Rough-sleeper counts, for those who may know of them
    #[command(subcommand)]
    Count(CountCommand),
    /// Encampments: who was where, what was directed and ordered, who came back
    #[command(subcommand)]
    Encampment(Box<EncampmentCommand>),
    /// Tents: what was taken from each, where it is, and by whom it was given back
    #[command(subcommand)]
    Tent(TentCommand),
    /// Encounters: what was seen, how the orders stood there, how each ended
    #[command(subcommand)]
    Encounter(EncounterCommand),
    /// Sharing of joint encounters with other authorities: grants, and what was disclosed under them
    #[command(subcommand)]
    Grant(GrantCommand),
    /// Engagements: who met the public where, totals that add up, parish councils met
    #[command(subcommand)]
    Engagement(EngagementCommand),
    /// Visits to premises: defects, seized goods and their seals, tables that add up
    #[command(subcommand)]
    Premises(Box<PremisesCommand>),
    /// Operations: what each came to in patrols, hours, tallies, notices, engagements, premises visits
    #[command(subcommand)]
    Operation(OperationCommand),
    /// How long what is kept, and erasing what is over
    #[command(subcommand)]
    Keeping(KeepingCommand),
    /// Holds: what is kept whatever its time
    #[command(subcommand)]
    Hold(HoldCommand),
    /// Who answers for records under data-protection law, by name
    #[command(subcommand)]
    Controller(ControllerCommand),
    /// One person's data, for whoever asks for their own
    #[command(subcommand)]
    Person(PersonCommand),
    /// Tasks: who is to do what where and by when, and what became of it
    #[command(subcommand)]
    Task(Box<TaskCommand>),
    /// Briefing cards of zones: priorities, what to do, what was done, reviews that are due
    #[command(subcommand)]
    Card(Box<CardCommand>),
    /// Cases: what belongs together under the authority's own number, and how many of each kind there were
    #[command(subcommand)]
    Case(Box<CaseCommand>),
    /// Phones that have not handed over everything
    Outstanding(OutstandingArgs),
    /// What a person should look at: copied phones, figures that differ, entries lost or unusable, wrong clocks
    Alarms {
        /// The authority's code or id
        #[arg(long)]
        authority: String,
        /// Who does it
        #[command(flatten)]
        acting: ActingArgs,
        /// How it is written
        #[command(flatten)]
        form: FormArgs,
    },
    /// Who has seen what for which purpose; reading it is written down as well
    AccessLog(AccessLogArgs),
    /// How the server is: whether it runs, what waits, how much room is left
    Status,
    /// Check every journal, body and signature; names the first bad row of each and ends with 1 if there is one
    Verify,
    /// Write an encrypted copy of the database while the server runs
    Backup {
        /// The file to write; it must not exist
        file: PathBuf,
    },
}

/// Councils and forces.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Subcommand)]
pub enum AuthorityCommand {
    /// Add an authority
    Add {
        /// Its short code, 2 to 4 letters, such as MDW
        code: String,
        /// Its name
        name: String,
        /// Another authority has this code, and that is right
        #[arg(long)]
        same_code: bool,
    },
    /// List the authorities with their ids
    List(FormArgs),
}

/// Officers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Subcommand)]
pub enum OfficerCommand {
    /// Add an officer
    Add {
        /// The authority's code or id
        #[arg(long)]
        authority: String,
        /// The public id printed on paper: warrant or authorisation number
        #[arg(long)]
        code: String,
        /// The name colleagues use
        #[arg(long)]
        name: String,
        /// The team for reports
        #[arg(long)]
        team: String,
        /// Who does it
        #[command(flatten)]
        acting: ActingArgs,
    },
    /// Change an officer's name or team, from now on. An officer's records go to the new team, which reads them as its own, and
    /// the old one no longer does: whoever begins another job with other people gets a code of that job with `officer add`
    #[command(group = clap::ArgGroup::new("change").required(true).multiple(true).args(["name", "team"]))]
    Change {
        /// The authority's code or id
        #[arg(long)]
        authority: String,
        /// The officer's code or id
        #[arg(long)]
        code: String,
        /// The name from now on
        #[arg(long)]
        name: Option<String>,
        /// The team from now on
        #[arg(long)]
        team: Option<String>,
        /// Who does it
        #[command(flatten)]
        acting: ActingArgs,
    },
    /// List the officers
    List {
        /// The authority's code or id
        #[arg(long)]
        authority: String,
        /// Who does it
        #[command(flatten)]
        acting: ActingArgs,
        /// How it is written
        #[command(flatten)]
        form: FormArgs,
    },
    /// What an officer may do: powers, each from somebody and by a document
    #[command(subcommand)]
    Power(PowerCommand),
    /// What an officer is to the authority: whose records the officer's phone gets to read
    #[command(subcommand)]
    Role(RoleCommand),
}

/// The receipt key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Subcommand)]
pub enum ReceiptKeyCommand {
    /// Sign with a new key from now on: when the box changed hands, or the old key may have been seen. The old
    /// key signs the new one, so phones follow by themselves at their next sync, however many changes they have
    /// missed; what the old key signed stays valid. Make a backup right after it: restored from an older one, the
    /// server signs with the old key again
    Change,
    /// List the keys, oldest first; the last one is in force
    List(FormArgs),
}

/// A code for one phone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Args)]
pub struct EnrolArgs {
    /// The authority's code or id
    #[arg(long)]
    pub authority: String,
    /// The officer's code or id
    #[arg(long)]
    pub officer: String,
    /// Only the text, for scripts
    #[arg(long)]
    pub text_only: bool,
    /// Who does it
    #[command(flatten)]
    pub acting: ActingArgs,
}

/// Zones.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Subcommand)]
pub enum ZonesCommand {
    /// Import a GeoJSON file: all of it, or nothing and a list of all that is wrong
    Import(ZonesImportArgs),
    /// List the zones in force
    List {
        /// The authority's code or id
        #[arg(long)]
        authority: String,
        /// As of this day or instant instead of now
        #[arg(long)]
        at: Option<String>,
        /// Who does it
        #[command(flatten)]
        acting: ActingArgs,
        /// How it is written
        #[command(flatten)]
        form: FormArgs,
    },
    /// End a zone
    Close {
        /// The zone's code
        code: String,
        /// The authority's code or id
        #[arg(long)]
        authority: String,
        /// From this day or instant on instead of now
        #[arg(long)]
        at: Option<String>,
        /// Change the past
        #[arg(long, requires = "reason")]
        retroactive: bool,
        /// Why the past changes; reports say so
        #[arg(long)]
        reason: Option<String>,
        /// Who does it
        #[command(flatten)]
        acting: ActingArgs,
    },
}

/// An import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Args)]
pub struct ZonesImportArgs {
    /// GeoJSON file of polygons in WGS84
    pub file: PathBuf,
    /// The authority's code or id
    #[arg(long)]
    pub authority: String,
    /// The property that holds each zone's code
    #[arg(long, value_name = "NAME")]
    pub code_property: Option<String>,
    /// The property that holds each zone's name
    #[arg(long, value_name = "NAME")]
    pub name_property: Option<String>,
    /// The kind of every zone in the file, for files that do not know ours
    #[arg(long, value_enum)]
    pub kind: Option<Kind>,
    /// Zones may lie outside the United Kingdom
    #[arg(long)]
    pub anywhere: bool,
    /// Change the past: figures already published are marked restated
    #[arg(long, requires = "reason")]
    pub retroactive: bool,
    /// Why the past changes
    #[arg(long)]
    pub reason: Option<String>,
    /// Say what would change, and change nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Who does it
    #[command(flatten)]
    pub acting: ActingArgs,
}

/// What a zone is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
#[value(rename_all = "snake_case")]
pub enum Kind {
    /// An electoral ward
    Ward,
    /// A hotspot of a patrol programme
    Hotspot,
    /// The area of a Public Spaces Protection Order
    PspoArea,
    /// Premises where an order does not apply
    PremisesExclusion,
    /// A sector of a rough-sleeper count
    CountSector,
}

/// A report that is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoursAsked {
    /// The authority's code or id.
    pub authority: String,
    /// Who asks: an officer's code or id.
    pub reader: String,
    /// What is asked.
    pub request: HoursRequest,
    /// How it is to be written.
    pub form: Form,
    /// Keep the period's figures as first published.
    pub publish: bool,
}

/// Which part of the access log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Args)]
pub struct AccessLogArgs {
    /// The authority's code or id
    #[arg(long)]
    pub authority: String,
    /// The officer who reads: the data-protection officer reads all of it. Left out: only what the administrator of the
    /// server did
    #[arg(long = "as", value_name = "OFFICER")]
    pub reader: Option<String>,
    /// Why it is read
    #[arg(long)]
    pub reason: Option<String>,
    /// From this day or instant on, such as 2026-11-01; from the beginning if left out
    #[arg(long)]
    pub from: Option<String>,
    /// Before this day or instant; up to now if left out
    #[arg(long)]
    pub to: Option<String>,
    /// Only what is under this part of data-protection law, and what may be under both
    #[arg(long, value_enum)]
    #[serde(default)]
    pub regime: Option<RegimeWord>,
    /// For a spreadsheet
    #[arg(long)]
    pub csv: bool,
}

/// A part of data-protection law.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum RegimeWord {
    /// Law-enforcement processing (DPA 2018 Part 3)
    LawEnforcement,
    /// General processing (UK GDPR)
    General,
}

impl From<RegimeWord> for Regime {
    fn from(word: RegimeWord) -> Self {
        match word {
            RegimeWord::LawEnforcement => Self::LawEnforcement,
            RegimeWord::General => Self::General,
        }
    }
}

/// Which phones are outstanding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Args)]
pub struct OutstandingArgs {
    /// The authority's code or id
    #[arg(long)]
    pub authority: String,
    /// The period, written as for `hours`; this day if left out
    #[arg(long)]
    pub period: Option<String>,
    /// How it is written
    #[command(flatten)]
    pub form: FormArgs,
    /// Who does it
    #[command(flatten)]
    pub acting: ActingArgs,
}
