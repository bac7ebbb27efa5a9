//! The words of the command line about cases.

use clap::{Args, Subcommand};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::super::reference_words::ReferenceArgs;
use super::super::welfare::{FormArgs, ReaderArgs};

/// Cases of the community safety team. Every look is written into the access log under the officer's name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Subcommand)]
pub enum CaseCommand {
    /// Open a case
    Open {
        /// The authority's own number
        number: String,
        /// What kind: see `case kinds`
        #[arg(long)]
        kind: String,
        /// On which local day; today if left out
        #[arg(long, value_name = "DATE")]
        on: Option<Date>,
        /// Who leads it, by code or id; whoever opens it if left out
        #[arg(long, value_name = "OFFICER")]
        lead: Option<String>,
        /// What it is about; no names
        #[arg(long)]
        about: Option<String>,
        /// Who opens it
        #[command(flatten)]
        reader: ReaderArgs,
    },
    /// Let somebody else lead it
    Lead {
        /// Who, by code or id
        #[arg(long, value_name = "OFFICER")]
        to: String,
        /// Which, and who says so
        #[command(flatten)]
        about: AboutCase,
    },
    /// Link a record to it: a patrol, engagement, task, encounter, notice, encampment, premises visit or welfare record
    Link {
        /// The record's id, or a notice's number
        record: String,
        /// Which, and who says so
        #[command(flatten)]
        about: AboutCase,
    },
    /// Take a link back
    Unlink {
        /// The record's id, or a notice's number
        record: String,
        /// Which, and who says so
        #[command(flatten)]
        about: AboutCase,
    },
    /// Say what it is called in another system
    Refer {
        /// What it is called there
        #[command(flatten)]
        reference: ReferenceArgs,
        /// Which, and who says so
        #[command(flatten)]
        about: AboutCase,
    },
    /// Close it
    Close {
        /// The outcome: see `case kinds`
        #[arg(long)]
        outcome: String,
        /// On which local day; today if left out
        #[arg(long, value_name = "DATE")]
        on: Option<Date>,
        /// The same in words
        #[arg(long)]
        text: Option<String>,
        /// Which, and who says so
        #[command(flatten)]
        about: AboutCase,
    },
    /// Open it again
    Reopen {
        /// Why
        #[arg(long)]
        why: String,
        /// Which, and who says so
        #[command(flatten)]
        about: AboutCase,
    },
    /// Show one with its links, as far as the officer may know of what is linked
    Show {
        /// Which, and who reads it
        #[command(flatten)]
        about: AboutCase,
        /// How it is written; as CSV only what is linked and what it is called elsewhere
        #[command(flatten)]
        form: FormArgs,
    },
    /// List cases, the newest last
    List {
        /// Who reads
        #[command(flatten)]
        reader: ReaderArgs,
        /// Only those that are open
        #[arg(long)]
        open: bool,
        /// How it is written
        #[command(flatten)]
        form: FormArgs,
    },
    /// How many of each kind were opened and closed in a period, with a row that shows that they add up
    Table {
        /// Who reads
        #[command(flatten)]
        reader: ReaderArgs,
        /// The period, such as 2025/26 or 2025-Q2
        #[arg(long)]
        period: String,
        /// To be published: opened and closed alone, 1 to 4 hidden, and what would give them away
        #[arg(long)]
        public: bool,
        /// How it is written
        #[command(flatten)]
        form: FormArgs,
    },
    /// List the kinds and outcomes there are
    Kinds(FormArgs),
}

/// Which case, and who says or reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Args)]
pub struct AboutCase {
    /// The case, by its number or id
    #[arg(long = "case", value_name = "NUMBER")]
    pub case: String,
    /// Who
    #[command(flatten)]
    pub reader: ReaderArgs,
}
