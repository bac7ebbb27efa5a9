//! The words of the command line about encampments.

use beatbook_domain::records::encampment::ReportSource;
use beatbook_protocol::id::Id;
use clap::{Args, Subcommand, ValueEnum};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::super::reference_words::ReferenceArgs;
use super::super::welfare::{FormArgs, NumbersArgs, ReaderArgs};

/// Encampments. Every look and every act is written into the access log under the officer's name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Subcommand)]
pub enum EncampmentCommand {
    /// List encampments: land, stage, what was counted last, dates, and whether one looks like a return
    List {
        /// Who reads
        #[command(flatten)]
        reader: ReaderArgs,
        /// First reported in this period, such as 2025-11 or 2025
        #[arg(long, value_name = "PERIOD")]
        reported: Option<String>,
        /// As it stood at the end of this day
        #[arg(long, value_name = "DATE")]
        as_at: Option<Date>,
        /// How it is written
        #[command(flatten)]
        form: FormArgs,
    },
    /// Show one: what was told by whom, what does not hold and why; who may read welfare sees who lives there
    Show(AboutEncampment),
    /// The funnel: reported, attended, welfare done, s77, s78 applied for, ordered, bailiffs; numbers only
    Funnel {
        /// Who reads
        #[command(flatten)]
        reader: ReaderArgs,
        /// First reported in this period, such as 2024-11-01..2025-10-31
        #[arg(long, value_name = "PERIOD")]
        reported: Option<String>,
        /// As it stood at the end of this day; today if left out
        #[arg(long, value_name = "DATE")]
        as_at: Option<Date>,
        /// How it is written
        #[command(flatten)]
        form: NumbersArgs,
    },
    /// Returns within the time of a direction, with what each rests on; nothing follows by itself
    Returns {
        /// Who reads
        #[command(flatten)]
        reader: ReaderArgs,
        /// How it is written
        #[command(flatten)]
        form: FormArgs,
    },
    /// Take a report at the desk; answers its id
    Report(ReportArgs),
    /// A direction in writing that its phone cannot tell any more; when, and until when not to return, by the notice itself
    Directed {
        /// Of which, and who tells it
        #[command(flatten)]
        about: AboutEncampment,
        /// The notice's number
        number: String,
        /// A vehicle that was directed; none: those seen on visits before
        #[arg(long = "registration", value_name = "PLATE")]
        registrations: Vec<String>,
    },
    /// What happened, told at the desk
    #[command(flatten)]
    Told(EncampmentStepWord),
}

/// Which encampment, and who asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Args)]
pub struct AboutEncampment {
    /// The encampment's id, as `encampment list` shows it
    pub encampment: Id,
    /// Who asks
    #[command(flatten)]
    pub reader: ReaderArgs,
}

/// Of which encampment something is told, by whom, and when it happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Args)]
pub struct TellArgs {
    /// Which, and who tells it
    #[command(flatten)]
    pub about: AboutEncampment,
    /// When: a day (its end; of today now, of the day it was vacated that moment) or an instant; now if left out
    #[arg(long, value_name = "TIME")]
    pub at: Option<String>,
}

/// A report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Args)]
pub struct ReportArgs {
    /// Who takes it
    #[command(flatten)]
    pub reader: ReaderArgs,
    /// By whom, as a kind and never as a name
    #[arg(long)]
    pub source: SourceWord,
    /// The land in words, so that nobody can mistake it
    #[arg(long)]
    pub land: String,
    /// The land's code in the authority's list
    #[arg(long)]
    pub code: Option<String>,
    /// Number of the report in another system
    #[arg(long)]
    pub reference: Option<String>,
    /// When: a day (its end) or an instant; now if left out
    #[arg(long, value_name = "TIME")]
    pub at: Option<String>,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Subcommand)]
pub enum EncampmentStepWord {
    /// The magistrates' court was asked for an order (CJPOA 1994 s78); needs a written direction before
    S78Applied {
        /// Of which
        #[command(flatten)]
        tell: TellArgs,
        /// Which court
        #[arg(long)]
        court: String,
        /// The court's number
        #[arg(long)]
        reference: Option<String>,
    },
    /// The court made the order (s78)
    S78Order {
        /// Of which
        #[command(flatten)]
        tell: TellArgs,
        /// Which court
        #[arg(long)]
        court: String,
        /// The court's number
        #[arg(long)]
        reference: Option<String>,
    },
    /// Bailiffs carried the order out
    Bailiffs {
        /// Of which
        #[command(flatten)]
        tell: TellArgs,
    },
    /// The police directed people to leave (s61)
    PoliceS61 {
        /// Of which
        #[command(flatten)]
        tell: TellArgs,
        /// Number of the police
        #[arg(long)]
        reference: Option<String>,
    },
    /// Nobody and nothing is there any more
    Vacated {
        /// Of which
        #[command(flatten)]
        tell: TellArgs,
        /// What was left
        #[arg(long)]
        text: Option<String>,
    },
    /// Say what it is called in another system
    Refer {
        /// Of which
        #[command(flatten)]
        tell: TellArgs,
        /// What it is called there
        #[command(flatten)]
        reference: ReferenceArgs,
    },
    /// Two reports tell of one encampment
    Same {
        /// Of which
        #[command(flatten)]
        tell: TellArgs,
        /// The other
        other: Id,
        /// Why, in a few words without names
        #[arg(long)]
        why: String,
    },
    /// An entry was wrong, and never was so
    TakeBack {
        /// Of which
        #[command(flatten)]
        tell: TellArgs,
        /// The journal, as `encampment show` names it
        journal: Id,
        /// The entry's number
        seq: u64,
        /// Why, in a few words without names
        #[arg(long)]
        why: String,
    },
}

/// Who told of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
pub enum SourceWord {
    /// Somebody who lives or works near it
    Resident,
    /// Whoever owns or manages the land
    Landowner,
    /// A councillor or member of parliament
    Member,
    /// The police
    Police,
    /// An officer came upon it
    Patrol,
    /// Another service or a partner
    Service,
    /// Somebody else
    Other,
}

impl From<SourceWord> for ReportSource {
    fn from(word: SourceWord) -> Self {
        match word {
            SourceWord::Resident => Self::Resident,
            SourceWord::Landowner => Self::Landowner,
            SourceWord::Member => Self::Member,
            SourceWord::Police => Self::Police,
            SourceWord::Patrol => Self::Patrol,
            SourceWord::Service => Self::Service,
            SourceWord::Other => Self::Other,
        }
    }
}
