//! The words of the register on the command line.

use std::path::PathBuf;

use beatbook_domain::records::notice::young::{ToldHow, ToldWhom};
use beatbook_domain::register::payment::read_pounds;
use beatbook_domain::register::{
    Act, Answer, CourtOutcome, NfaReason, OutOfCourt, Verdict, VoidReason, WithdrawReason,
};
use clap::{Args, Subcommand};
use jiff::civil::Date;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::super::welfare::ReaderArgs;
use super::desk_words::DeskCommand;
use super::protection_words::ProtectionCommand;

/// The register's tables.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Args)]
pub struct RegisterArgs {
    /// Who reads
    #[command(flatten)]
    pub reader: ReaderArgs,
    /// As the notices stood at the end of this day instead of today
    #[arg(long, value_name = "DATE")]
    pub as_at: Option<Date>,
    /// Notices issued in this period, written as for `hours`; the twelve months to the as-at date if left out
    #[arg(long, value_name = "PERIOD")]
    pub issued: Option<String>,
    /// Only what officers of this team issued; of the team they are in now
    #[arg(long, value_name = "TEAM")]
    pub team: Option<String>,
    /// This table only, by its code; may be repeated
    #[arg(long = "table", value_name = "CODE")]
    pub tables: Vec<String>,
    /// For a spreadsheet
    #[arg(long)]
    pub csv: bool,
}

/// Which notice, and who decides about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Args)]
pub struct About {
    /// The number as printed
    pub number: String,
    /// The authority's code or id
    #[arg(long)]
    pub authority: String,
    /// Who decides: an officer's or supervisor's code or id
    #[arg(long, value_name = "OFFICER")]
    pub by: String,
    /// Why, in a few words without names: the phone of the officer who wrote it reads it
    #[arg(long, value_name = "TEXT")]
    pub why: Option<String>,
}

/// One notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Subcommand)]
pub enum NoticeCommand {
    /// Where it stands, its dates and its money
    Show {
        /// The number as printed
        number: String,
        /// Who reads
        #[command(flatten)]
        reader: ReaderArgs,
        /// As it stood at the end of this day instead of today
        #[arg(long, value_name = "DATE")]
        as_at: Option<Date>,
    },
    /// The paper is invalid; needs --why
    Void {
        /// Which, and who decides
        #[command(flatten)]
        about: About,
        /// The reason's code
        #[arg(long, value_parser = code::<VoidReason>)]
        reason: VoidReason,
    },
    /// The notice is valid and dropped; said once more with --told, that the recipient was told later; needs --why
    Withdraw {
        /// Which, and who decides
        #[command(flatten)]
        about: About,
        /// The reason's code
        #[arg(long, value_parser = code::<WithdrawReason>)]
        reason: WithdrawReason,
        /// The day the recipient was told; left out while nobody has told them
        #[arg(long, value_name = "DATE")]
        told: Option<Date>,
    },
    /// The notice is valid and not pursued: no further action; needs --why
    Nfa {
        /// Which, and who decides
        #[command(flatten)]
        about: About,
        /// The reason's code
        #[arg(long, value_parser = code::<NfaReason>)]
        reason: NfaReason,
    },
    /// Take up again what was not pursued, in time to prosecute; needs --why
    Reopen {
        /// Which, and who decides
        #[command(flatten)]
        about: About,
    },
    /// Somebody looks into it; also back from case file or lawyers
    Investigate {
        /// Which, and who decides
        #[command(flatten)]
        about: About,
    },
    /// A case file is to be made
    Refer {
        /// Which, and who decides
        #[command(flatten)]
        about: About,
    },
    /// The case file is with the lawyers
    ToLegal {
        /// Which, and who decides
        #[command(flatten)]
        about: About,
    },
    /// The information is laid before a court
    ToCourt {
        /// Which, and who decides
        #[command(flatten)]
        about: About,
    },
    /// The court has decided
    Outcome {
        /// Which, and who decides
        #[command(flatten)]
        about: About,
        /// What it decided
        #[arg(long, value_parser = code::<Verdict>)]
        verdict: Verdict,
        /// On which day
        #[arg(long, value_name = "DATE")]
        decided: Date,
        /// Fine, in pounds
        #[arg(long, value_parser = pounds, default_value = "0")]
        fine: i64,
        /// Costs awarded, in pounds
        #[arg(long, value_parser = pounds, default_value = "0")]
        costs: i64,
        /// Victim surcharge, in pounds
        #[arg(long, value_parser = pounds, default_value = "0")]
        surcharge: i64,
    },
    /// Dealt with without a court; needs --why
    OutOfCourt {
        /// Which, and who decides
        #[command(flatten)]
        about: About,
        /// How
        #[arg(long, value_parser = code::<OutOfCourt>)]
        how: OutOfCourt,
    },
    /// Representations came in
    Represented {
        /// Which, and who decides
        #[command(flatten)]
        about: About,
        /// On which day
        #[arg(long, value_name = "DATE")]
        received: Date,
    },
    /// Representations were answered; withdrawing or voiding is another command
    Answered {
        /// Which, and who decides
        #[command(flatten)]
        about: About,
        /// On which day
        #[arg(long, value_name = "DATE")]
        answered: Date,
        /// How
        #[arg(long, value_parser = code::<Answer>)]
        answer: Answer,
    },
    /// The notice was looked at again and stands; needs --why
    Confirm {
        /// Which, and who decides
        #[command(flatten)]
        about: About,
    },
    /// Guardian or youth justice was told of paper given to somebody of 16 or 17
    Told {
        /// Which, and who tells
        #[command(flatten)]
        about: About,
        /// Who was told
        #[arg(long, value_parser = code::<ToldWhom>)]
        whom: ToldWhom,
        /// How: in_person, telephone, letter, email or referral
        #[arg(long, value_parser = code::<ToldHow>)]
        how: ToldHow,
        /// On which day
        #[arg(long, value_name = "DATE")]
        on: Date,
    },
    /// Money was sent back
    Refunded {
        /// Which, and who decides
        #[command(flatten)]
        about: About,
        /// How much, in pounds
        #[arg(long, value_parser = pounds)]
        amount: i64,
    },
    /// The lawyers have seen to money that came after the court had the case
    LegalDone {
        /// Which, and who decides
        #[command(flatten)]
        about: About,
    },
    /// What becomes of a community protection warning or notice
    #[command(flatten)]
    Protection(ProtectionCommand),
    /// Drafts, paper, case bundles
    #[command(flatten)]
    Desk(DeskCommand),
}

/// Payments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Subcommand)]
pub enum PaymentsCommand {
    /// Take in a CSV file with the columns number, amount, paid, cleared and reference: each line gets an answer
    Import {
        /// The file
        file: PathBuf,
        /// Who takes them in
        #[command(flatten)]
        reader: ReaderArgs,
        /// Say what would become of each line, and change nothing
        #[arg(long)]
        dry_run: bool,
    },
}

/// What is asked about notices beside decisions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotADecision {
    /// To see one.
    Show {
        /// The number as typed.
        number: String,
        /// Who reads.
        reader: ReaderArgs,
        /// As it stood then.
        as_at: Option<Date>,
    },
    /// Work at the desk.
    Desk(Box<DeskCommand>),
}

impl NoticeCommand {
    /// What is decided about which notice; `Err` for what decides about none.
    ///
    /// # Errors
    /// [`NotADecision`].
    pub fn decision(self) -> Result<(About, Act), NotADecision> {
        Ok(match self {
            Self::Show { number, reader, as_at } => {
                return Err(NotADecision::Show { number, reader, as_at });
            }
            Self::Desk(desk) => return Err(NotADecision::Desk(Box::new(desk))),
            Self::Protection(protection) => protection.decision(),
            Self::Void { about, reason } => (about, Act::Void { reason }),
            Self::Withdraw { about, reason, told } => (about, Act::Withdraw { reason, told }),
            Self::Nfa { about, reason } => (about, Act::Nfa { reason }),
            Self::Reopen { about } => (about, Act::Reopen),
            Self::Investigate { about } => (about, Act::Investigate),
            Self::Refer { about } => (about, Act::Refer),
            Self::ToLegal { about } => (about, Act::ToLegal),
            Self::ToCourt { about } => (about, Act::ToCourt),
            Self::Outcome { about, verdict, decided, fine, costs, surcharge } => {
                let outcome = CourtOutcome { verdict, decided, fine, costs, surcharge };
                (about, Act::Prosecuted { outcome })
            }
            Self::OutOfCourt { about, how } => (about, Act::OutOfCourt { how }),
            Self::Represented { about, received } => (about, Act::Represented { received }),
            Self::Answered { about, answered, answer } => {
                (about, Act::RepresentationsAnswered { answered, answer })
            }
            Self::Confirm { about } => (about, Act::ReviewConfirmed),
            Self::Told { about, whom, how, on } => (about, Act::YoungTold { whom, how, told: on }),
            Self::Refunded { about, amount } => (about, Act::Refunded { pence: amount }),
            Self::LegalDone { about } => (about, Act::LegalTaskDone),
        })
    }
}

/// A code of one of the register's lists; the error names all of them.
pub(super) fn code<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_json::from_value(serde_json::Value::String(text.to_owned())).map_err(|error| error.to_string())
}

/// Pence of pounds as a person writes them.
fn pounds(text: &str) -> Result<i64, String> {
    read_pounds(text).ok_or_else(|| "not an amount: write pounds and pence, such as 100.00".to_owned())
}
