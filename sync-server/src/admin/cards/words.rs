//! The words of the command line about briefing cards.

use clap::{Args, Subcommand};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::super::welfare::{FormArgs, ReaderArgs};

/// Briefing cards. Every look is written into the access log under the officer's name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Subcommand)]
pub enum CardCommand {
    /// Set the card of a zone; it replaces the one before, and phones have it at their next sync
    Set(CardSetArgs),
    /// Say what was done about a priority: "you said, we did"
    Close {
        /// The zone's code
        zone: String,
        /// The priority's code
        #[arg(long)]
        priority: String,
        /// What was done
        #[arg(long, value_name = "WORDS")]
        did: String,
        /// On which day; today if left out
        #[arg(long, value_name = "DATE")]
        on: Option<Date>,
        /// Who says so
        #[command(flatten)]
        reader: ReaderArgs,
    },
    /// Withdraw the card of a zone
    Withdraw {
        /// The zone's code
        zone: String,
        /// Why
        #[arg(long)]
        why: String,
        /// Who withdraws it
        #[command(flatten)]
        reader: ReaderArgs,
    },
    /// Show the card of a zone with its history and, for those who read what others enforce, what was seen lately
    Show {
        /// The zone's code
        zone: String,
        /// Who reads
        #[command(flatten)]
        reader: ReaderArgs,
    },
    /// List the zones that have a card
    List {
        /// Who reads
        #[command(flatten)]
        reader: ReaderArgs,
        /// Only those to look at: the plan's review is due or past, or the card is over
        #[arg(long)]
        due: bool,
        /// How it is written
        #[command(flatten)]
        form: FormArgs,
    },
    /// The ward report: beat officer, priorities, what was done, and derived figures, to be published
    Report {
        /// The ward's code
        #[arg(long, value_name = "CODE")]
        ward: String,
        /// The period, such as 2026-Q4
        #[arg(long)]
        period: String,
        /// Who reads
        #[command(flatten)]
        reader: ReaderArgs,
        /// How it is written
        #[command(flatten)]
        form: FormArgs,
    },
}

/// A card to be set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Args)]
#[command(group = clap::ArgGroup::new("plan").args(["pmp", "nim"]).requires("review"))]
pub struct CardSetArgs {
    /// The zone's code: a ward, hotspot or area of an order
    pub zone: String,
    /// The named beat officer, by code or id
    #[arg(long)]
    pub officer: Option<String>,
    /// A priority, three at most: "CODE; WORDS; QUARTER OR SURVEY", and from when and until when if that differs from the
    /// card: "…; 2026-10-01; 2026-12-31"
    #[arg(long = "priority", value_name = "PRIORITY")]
    pub priorities: Vec<String>,
    /// Reference of the problem management plan
    #[arg(long, value_name = "REFERENCE")]
    pub pmp: Option<String>,
    /// Reference of the tasking meeting's nomination
    #[arg(long, value_name = "REFERENCE")]
    pub nim: Option<String>,
    /// When the plan is looked at next
    #[arg(long, value_name = "DATE", requires = "plan")]
    pub review: Option<Date>,
    /// A line of what to do: where to stand, when, what to look for
    #[arg(long = "do", value_name = "LINE")]
    pub todo: Vec<String>,
    /// A line of what not to do, or a hazard that everybody knows
    #[arg(long, value_name = "LINE")]
    pub avoid: Vec<String>,
    /// Over how many days breaches are counted
    #[arg(long, value_name = "DAYS")]
    pub breach_days: Option<u16>,
    /// First day; today if left out
    #[arg(long, value_name = "DATE")]
    pub from: Option<Date>,
    /// Last day
    #[arg(long, value_name = "DATE")]
    pub until: Option<Date>,
    /// The team that keeps it; the reader's own if left out
    #[arg(long)]
    pub team: Option<String>,
    /// Who sets it
    #[command(flatten)]
    pub reader: ReaderArgs,
}
