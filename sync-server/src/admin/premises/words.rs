//! The words of the command line about visits to premises.

use beatbook_protocol::id::Id;
use clap::{Args, Subcommand, ValueEnum};
use serde::{Deserialize, Serialize};

use super::super::welfare::{FormArgs, ReaderArgs};

/// Visits to premises and seized goods. Every look and every act is written into the access log under the officer's name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Subcommand)]
pub enum PremisesCommand {
    /// List visits one by one, as far as the officer may read them
    List {
        /// Who reads
        #[command(flatten)]
        reader: ReaderArgs,
        /// The period in which they began, such as 2026-Q4
        #[arg(long)]
        period: Option<String>,
        /// Only premises whose name has these words
        #[arg(long, value_name = "WORDS")]
        name: Option<String>,
        /// How it is written
        #[command(flatten)]
        form: FormArgs,
    },
    /// Show one: defects, every item with what became of it, what does not hold and why
    Show {
        /// The visit's id
        visit: Id,
        /// Who reads
        #[command(flatten)]
        reader: ReaderArgs,
    },
    /// Visits of a period in numbers, with a row that shows that they add up
    Table {
        /// Who reads
        #[command(flatten)]
        reader: ReaderArgs,
        /// The period in which they began, such as 2025-11; all if left out
        #[arg(long)]
        period: Option<String>,
        /// What makes a row
        #[arg(long, value_enum, default_value = "kind")]
        by: VisitsBy,
        /// To be published, by kind or ward: visits and those with defects, 1 to 4 hidden, and what would give them away
        #[arg(long)]
        public: bool,
        /// How it is written
        #[command(flatten)]
        form: FormArgs,
    },
    /// The register of seized goods: every item in one state, and seals that are on two
    Seals {
        /// Who reads
        #[command(flatten)]
        reader: ReaderArgs,
        /// The period in which the visits began; all if left out
        #[arg(long)]
        period: Option<String>,
        /// Only items whose seal is on another item as well
        #[arg(long)]
        twice: bool,
        /// How it is written
        #[command(flatten)]
        form: FormArgs,
    },
    /// An item was given back, by the officer who tells it and another
    Returned(PremisesGoneArgs),
    /// An item was disposed of, by the officer who tells it and another
    Disposed(PremisesGoneArgs),
    /// An item was passed to somebody else, who keeps it now
    PassedOn {
        /// Which, and who tells it
        #[command(flatten)]
        about: AboutItem,
        /// To whom
        #[arg(long)]
        to: String,
        /// Their reference
        #[arg(long)]
        reference: String,
    },
    /// An item is here after all: what was told was wrong
    Held {
        /// Which, and who tells it
        #[command(flatten)]
        about: AboutItem,
        /// Why
        #[arg(long)]
        why: String,
    },
    /// List the words there are: kinds of premises, reasons, partners, capacities, defects
    Words(FormArgs),
}

/// Which item, and who tells of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Args)]
pub struct AboutItem {
    /// The visit's id
    pub visit: Id,
    /// The item's number, as `premises show` lists it
    #[arg(long, value_name = "N")]
    pub item: u16,
    /// Who tells it
    #[command(flatten)]
    pub reader: ReaderArgs,
}

/// An item that went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Args)]
pub struct PremisesGoneArgs {
    /// Which, and who tells it
    #[command(flatten)]
    pub about: AboutItem,
    /// The other officer, by code
    #[arg(long, value_name = "OFFICER")]
    pub with: String,
    /// To whom, without a name, or how
    #[arg(long)]
    pub text: String,
}

/// What makes a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
#[value(rename_all = "snake_case")]
pub enum VisitsBy {
    /// Kind of premises
    Kind,
    /// Defect; a visit with several is in several rows
    Defect,
    /// Ward
    Ward,
    /// Operation: its own, else its patrol's
    Operation,
    /// The officer's team; teams of fewer than three are left out
    Team,
    /// The officer, for who leads the team and says --reason
    Officer,
}

impl VisitsBy {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Defect => "defect",
            Self::Ward => "ward",
            Self::Operation => "operation",
            Self::Team => "team",
            Self::Officer => "officer",
        }
    }
}
