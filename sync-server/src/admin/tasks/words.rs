//! The words of the command line about tasks.

use beatbook_domain::records::tasking::{SensitiveKind, TaskPriority, TaskSource};
use beatbook_protocol::id::Id;
use clap::{Args, Subcommand, ValueEnum};
use serde::{Deserialize, Serialize};

use super::super::named::named;
use super::super::welfare::{FormArgs, ReaderArgs};

/// Tasks. Every look is written into the access log under the officer's name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Subcommand)]
pub enum TaskCommand {
    /// Set a task for an officer or a team; phones have it at their next sync
    Set(TaskSetArgs),
    /// Give a task to somebody else than before
    Give {
        /// Which
        task: Id,
        /// To whom
        #[command(flatten)]
        who: WhoArgs,
        /// Who gives it
        #[command(flatten)]
        reader: ReaderArgs,
    },
    /// Withdraw a task: there is nothing left to do
    Withdraw {
        /// Which
        task: Id,
        /// Why; the phones are told
        #[arg(long)]
        why: String,
        /// Who withdraws it
        #[command(flatten)]
        reader: ReaderArgs,
    },
    /// List tasks one by one, what is to be done first; of what is sensitive only that it is there, when, and with what care
    List {
        /// Who reads
        #[command(flatten)]
        reader: ReaderArgs,
        /// The days that their windows touch, such as 2026-11-26 or 2026-W48; all if left out
        #[arg(long)]
        period: Option<String>,
        /// Those of the welfare service instead of the beat's
        #[arg(long)]
        welfare: bool,
        /// How it is written
        #[command(flatten)]
        form: FormArgs,
    },
    /// Show one; the words of what is sensitive only to whoever set it
    Show {
        /// Which
        task: Id,
        /// It is one of the welfare service instead of the beat's
        #[arg(long)]
        welfare: bool,
        /// Who reads
        #[command(flatten)]
        reader: ReaderArgs,
    },
    /// How many are open, done, overdue, with a row that shows that they add up; of today if no period is told
    Table {
        /// Who reads
        #[command(flatten)]
        reader: ReaderArgs,
        /// The days that their windows touch, such as 2026-11-26 or 2026-11
        #[arg(long)]
        period: Option<String>,
        /// What makes a row
        #[arg(long, value_enum, default_value = "source")]
        by: TaskBy,
        /// How it is written
        #[command(flatten)]
        form: FormArgs,
    },
}

/// A task to be set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Args)]
#[command(group = clap::ArgGroup::new("place").required(true).args(["zone", "address"]))]
pub struct TaskSetArgs {
    /// What is to be done
    pub what: String,
    /// Which meeting or plan it comes from: nim (tasking), pmp (problem management plan), dmm (daily management meeting), csp
    #[arg(long, value_parser = named::<TaskSource>)]
    pub source: TaskSource,
    /// The meeting's or plan's own reference
    #[arg(long)]
    pub reference: Option<String>,
    /// Whom it is for
    #[command(flatten)]
    pub who: WhoArgs,
    /// In the zone of this code: presence there is proposed as proof
    #[arg(long, value_name = "CODE")]
    pub zone: Option<String>,
    /// At a place in words
    #[arg(long)]
    pub address: Option<String>,
    /// From when, such as 2026-11-26 or 2026-11-26T18:00; now if left out
    #[arg(long, value_name = "TIME")]
    pub from: Option<String>,
    /// Until when; a day ends with its last minute
    #[arg(long, value_name = "TIME")]
    pub until: String,
    /// What comes first: high, normal or low
    #[arg(long, value_parser = named::<TaskPriority>, default_value = "normal")]
    pub priority: TaskPriority,
    /// It is sensitive, domestic_abuse or vulnerable_address: for one officer alone, and gone from the phone a day after it came
    #[arg(long, value_name = "WHY", value_parser = named::<SensitiveKind>, requires = "address")]
    pub sensitive: Option<SensitiveKind>,
    /// No card, letter or note is to be left there
    #[arg(long, requires = "sensitive")]
    pub leave_nothing_in_writing: bool,
    /// Nobody is to ring there
    #[arg(long, requires = "sensitive")]
    pub do_not_call: bool,
    /// Who sets it
    #[command(flatten)]
    pub reader: ReaderArgs,
}

/// Whom it is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Args)]
#[group(required = true, multiple = false)]
pub struct WhoArgs {
    /// This officer, by code or id
    #[arg(long, value_name = "OFFICER")]
    pub officer: Option<String>,
    /// Anybody of this team
    #[arg(long)]
    pub team: Option<String>,
}

/// What makes a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
#[value(rename_all = "snake_case")]
pub enum TaskBy {
    /// The meeting or plan
    Source,
    /// The team, or the officer's
    Team,
    /// High, normal, low
    Priority,
}
