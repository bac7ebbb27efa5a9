//! The words of the command line about welfare records.

use beatbook_domain::records::consult::{ConsultRefusal, DutyNumber};
use beatbook_domain::records::encounter::Label;
use beatbook_domain::records::glass::GlassCause;
use beatbook_domain::records::task::ReviewOutcome;
use beatbook_protocol::id::Id;
use clap::{Args, Subcommand, ValueEnum};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::duty::DutyCommand;
use super::outreach_words::{ColdCommand, ServiceCommand};
use super::sharing::ShareCommand;

/// What to see of welfare. Every look is written into the access log under the officer's name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Subcommand)]
pub enum WelfareCommand {
    /// List welfare checks and contacts, as far as the officer may know of them
    List {
        /// Who reads
        #[command(flatten)]
        reader: ReaderArgs,
        /// The period, such as 2025-11
        #[arg(long)]
        period: Option<String>,
        /// How it is written
        #[command(flatten)]
        form: FormArgs,
    },
    /// Show one record whole
    Show {
        /// Its id
        record: Id,
        /// Who reads
        #[command(flatten)]
        reader: ReaderArgs,
    },
    /// Contacts, people and help by month: numbers only
    Contacts {
        /// Who reads
        #[command(flatten)]
        reader: ReaderArgs,
        /// The period, such as 2025
        #[arg(long)]
        period: Option<String>,
        /// How it is written
        #[command(flatten)]
        form: NumbersArgs,
    },
    /// People in services on a day, by kind of placement, and met by outreach in the 30 days to it: numbers only
    Stock {
        /// Who reads
        #[command(flatten)]
        reader: ReaderArgs,
        /// The day; today if left out
        #[arg(long, value_name = "DATE")]
        on: Option<Date>,
        /// How it is written
        #[command(flatten)]
        form: NumbersArgs,
    },
    /// Support referrals with what may be sent: nothing of anybody who took their consent back
    Referrals {
        /// Who reads
        #[command(flatten)]
        reader: ReaderArgs,
        /// The period, such as 2025-11
        #[arg(long)]
        period: Option<String>,
        /// How it is written
        #[command(flatten)]
        form: FormArgs,
    },
    /// Ask officers to ring outreach before a notice to a person of a record; they are told neither name nor reason
    ConsultFirst {
        /// The welfare record
        record: Id,
        /// Which person of it: 1, 2, 3 …
        #[arg(long, default_value_t = 1)]
        person: Label,
        /// Last day of the mark; at most 90 days from today
        #[arg(long, value_name = "DATE")]
        until: Date,
        /// The service's duty number
        #[arg(long, value_name = "NUMBER", value_parser = duty_number)]
        ring: Option<DutyNumber>,
        /// Who asks: the coordinator
        #[command(flatten)]
        reader: ReaderArgs,
    },
    /// List such marks in force: no name is in them
    Marks {
        /// Who reads
        #[command(flatten)]
        reader: ReaderArgs,
        /// How it is written
        #[command(flatten)]
        form: FormArgs,
    },
    /// Take such a mark back
    Lift {
        /// The mark, as `welfare marks` lists it
        mark: Id,
        /// Who takes it back
        #[command(flatten)]
        reader: ReaderArgs,
    },
    /// Read welfare records for a day although the officer may only know that there are some: somebody is missing or in
    /// danger to life. --reason says what happened; the coordinator and the data-protection officer see it
    BreakGlass {
        /// Why
        #[arg(long, value_enum)]
        cause: CauseWord,
        /// Who reads
        #[command(flatten)]
        reader: ReaderArgs,
    },
    /// List who has broken the glass, for the coordinator and the data-protection officer, who are told of it with every
    /// answer until they say `welfare glass seen`
    Glass {
        /// `seen`: it is known, and is not told with every answer any more
        #[arg(value_enum)]
        act: Option<GlassAct>,
        /// Who looks
        #[command(flatten)]
        reader: ReaderArgs,
        /// How it is written
        #[command(flatten)]
        form: FormArgs,
    },
    /// Show the records of one person by name, looks or ward, while the officer's glass is broken; each is logged
    Find {
        /// A full name, or initials with --born
        #[arg(long)]
        name: Option<String>,
        /// Date of birth
        #[arg(long, value_name = "DATE")]
        born: Option<Date>,
        /// What they look like: words that all stand in their description
        #[arg(long, value_name = "WORDS")]
        looks: Option<String>,
        /// Where: a ward, by its name
        #[arg(long)]
        ward: Option<String>,
        /// When: a day, month, quarter, year or range of days
        #[arg(long)]
        period: Option<String>,
        /// Who reads
        #[command(flatten)]
        reader: ReaderArgs,
    },
    /// Records shared with partner organisations, and what was disclosed
    Share {
        /// What to do
        #[command(subcommand)]
        command: ShareCommand,
    },
    /// Numbers to ring where somebody may only know that there is a record
    Duty {
        /// What to do
        #[command(subcommand)]
        command: DutyCommand,
    },
    /// Services that take people in, and their free places
    Service {
        /// What to do
        #[command(subcommand)]
        command: ServiceCommand,
    },
    /// Nights on which severe-weather provision is on
    Cold {
        /// What to do
        #[command(subcommand)]
        command: ColdCommand,
    },
    /// People who sleep rough by month – new, returning, long-term: numbers only
    People {
        /// Who reads
        #[command(flatten)]
        reader: ReaderArgs,
        /// The period, such as 2025
        #[arg(long)]
        period: Option<String>,
        /// How it is written
        #[command(flatten)]
        form: NumbersArgs,
    },
    /// Safeguarding disclosures, for those who answer for safeguarding: why, to whom, and whether the person was told
    Disclosures {
        /// Who reads
        #[command(flatten)]
        reader: ReaderArgs,
        /// The period, such as 2025-11
        #[arg(long)]
        period: Option<String>,
        /// How it is written
        #[command(flatten)]
        form: FormArgs,
    },
    /// Dangers of places that stand: exactly for the own team, as the square or ward shown for others who may read
    Hazards {
        /// Who reads
        #[command(flatten)]
        reader: ReaderArgs,
        /// How it is written
        #[command(flatten)]
        form: FormArgs,
    },
    /// Deferrals whose review is due, with their owners: for those who may read the record
    Due {
        /// Who reads
        #[command(flatten)]
        reader: ReaderArgs,
        /// The day; today if left out
        #[arg(long, value_name = "DATE")]
        on: Option<Date>,
        /// How it is written
        #[command(flatten)]
        form: FormArgs,
    },
    /// Concerns that add up, where each review of them stands, and what is overdue: for the safeguarding lead alone
    Reviews {
        /// Who reads
        #[command(flatten)]
        reader: ReaderArgs,
        /// How it is written
        #[command(flatten)]
        form: FormArgs,
    },
    /// Answer a review, for the safeguarding lead alone: what came of it, or that it is taken on
    Review {
        /// Its task, as `welfare reviews` lists it
        task: Id,
        /// What came of it; left out: it is taken on
        #[arg(long, value_enum, requires_all = ["why", "matters"])]
        outcome: Option<OutcomeWord>,
        /// Why, in words without names
        #[arg(long, requires = "outcome")]
        why: Option<String>,
        /// How many matters it is about, as `welfare reviews` lists it: what has joined since is not answered
        #[arg(long, requires = "outcome")]
        matters: Option<u32>,
        /// Who answers
        #[command(flatten)]
        reader: ReaderArgs,
    },
}

/// What is done about broken glass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
pub enum GlassAct {
    /// It is known
    Seen,
}

/// What came of a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
pub enum OutcomeWord {
    /// Somebody was referred to support
    Referred,
    /// A safeguarding disclosure was made
    Disclosed,
    /// Nothing is to be done
    NoAction,
}

impl From<OutcomeWord> for ReviewOutcome {
    fn from(word: OutcomeWord) -> Self {
        match word {
            OutcomeWord::Referred => Self::Referred,
            OutcomeWord::Disclosed => Self::Disclosed,
            OutcomeWord::NoAction => Self::NoAction,
        }
    }
}

/// Why the glass is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
pub enum CauseWord {
    /// Somebody is missing
    MissingPerson,
    /// Somebody's life is in danger
    DangerToLife,
}

impl From<CauseWord> for GlassCause {
    fn from(word: CauseWord) -> Self {
        match word {
            CauseWord::MissingPerson => Self::MissingPerson,
            CauseWord::DangerToLife => Self::DangerToLife,
        }
    }
}

/// For whom it is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Args)]
pub struct ReaderArgs {
    /// The authority's code or id
    #[arg(long)]
    pub authority: String,
    /// The officer who reads or settles it, by code or id: what this officer's roles allow is shown and done
    #[arg(long = "as", value_name = "OFFICER")]
    pub reader: String,
    /// Why: needed where the help of the command says so, and by who reads by logged request only
    #[arg(long)]
    pub reason: Option<String>,
}

/// How it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Args)]
pub struct FormArgs {
    /// As CSV
    #[arg(long)]
    pub csv: bool,
}

/// How numbers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Args)]
pub struct NumbersArgs {
    /// As CSV
    #[arg(long)]
    pub csv: bool,
    /// As it may be published: months that are over, 1 to 4 hidden, and what would give them away
    #[arg(long)]
    #[serde(default)]
    pub public: bool,
}

pub(super) fn duty_number(text: &str) -> Result<DutyNumber, ConsultRefusal> {
    text.to_owned().try_into()
}
