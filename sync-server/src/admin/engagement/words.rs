//! The words of the command line about engagements.

use std::path::PathBuf;

use beatbook_domain::engagement::totals::By;
use clap::{Subcommand, ValueEnum};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::super::welfare::{FormArgs, ReaderArgs};

/// Meetings with the public. Every look is written into the access log under the officer's name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Subcommand)]
pub enum EngagementCommand {
    /// List engagements one by one, as far as the officer may read them
    List {
        /// Who reads
        #[command(flatten)]
        reader: ReaderArgs,
        /// The period in which they began, such as 2026-Q4
        #[arg(long)]
        period: Option<String>,
        /// How it is written
        #[command(flatten)]
        form: FormArgs,
    },
    /// Totals of a period, with a row that shows that they add up
    Totals {
        /// Who reads
        #[command(flatten)]
        reader: ReaderArgs,
        /// The period in which they began, such as 2024-07-01..2024-10-31; all if left out
        #[arg(long)]
        period: Option<String>,
        /// What makes a row
        #[arg(long, value_enum, default_value = "category")]
        by: ByWord,
        /// To be published: without teams and hours, 1 to 4 people hidden, and what would give them away
        #[arg(long)]
        public: bool,
        /// How it is written
        #[command(flatten)]
        form: FormArgs,
    },
    /// Which parish councils were met in a quarter, and which were not
    Parishes {
        /// Who reads
        #[command(flatten)]
        reader: ReaderArgs,
        /// The quarter, such as 2026-Q4; the one of today if left out
        #[arg(long)]
        quarter: Option<String>,
        /// How it is written
        #[command(flatten)]
        form: FormArgs,
    },
    /// Set the authority's parishes from a day on: a JSON list such as [{"code": "HOO", "name": "Hoo St Werburgh"}]
    SetParishes {
        /// The file
        file: PathBuf,
        /// From which local day
        #[arg(long, value_name = "DATE")]
        from: Date,
        /// Who sets it
        #[command(flatten)]
        reader: ReaderArgs,
    },
    /// List the official categories and the kinds below each
    Kinds(FormArgs),
}

/// What makes a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
#[value(rename_all = "snake_case")]
pub enum ByWord {
    /// Official category
    Category,
    /// Kind within a category
    Kind,
    /// Ward
    Ward,
    /// Ward priority
    Priority,
    /// The officer's team; teams of fewer than three are left out, and with them whose figures would tell theirs
    Team,
}

impl ByWord {
    pub(super) fn by(self) -> By {
        match self {
            Self::Category => By::Category,
            Self::Kind => By::Kind,
            Self::Ward => By::Ward,
            Self::Priority => By::Priority,
            Self::Team => By::Team,
        }
    }
}
