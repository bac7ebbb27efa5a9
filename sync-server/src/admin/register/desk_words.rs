//! The words for what is done at a supervisor's desk: drafts, paper, case bundles.

use std::path::PathBuf;

use beatbook_paper::{PaperCopy, Sheet};
use beatbook_protocol::id::Id;
use clap::{Args, Subcommand, ValueEnum};
use serde::{Deserialize, Serialize};

use super::super::welfare::{FormArgs, ReaderArgs};
use crate::bundle::format::Profile;

/// Which draft, and who decides about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Args)]
pub struct AboutDraft {
    /// The draft's id, as `notice drafts` lists it
    pub draft: Id,
    /// The authority's code or id
    #[arg(long)]
    pub authority: String,
    /// Who decides: a supervisor's code or id
    #[arg(long, value_name = "OFFICER")]
    pub by: String,
    /// Why, in a few words without names: the phone of the officer who wrote it reads it
    #[arg(long, value_name = "TEXT")]
    pub why: String,
}

/// At the desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Subcommand)]
pub enum DeskCommand {
    /// Drafts that wait for a supervisor, what runs out first at the top
    Drafts {
        /// Who reads
        #[command(flatten)]
        reader: ReaderArgs,
        /// How it is written
        #[command(flatten)]
        form: FormArgs,
    },
    /// Issue a draft under the server's next number and send it by post today; print it with `notice print`
    IssueByPost {
        /// Which, and who decides
        #[command(flatten)]
        about: AboutDraft,
        /// The same person has a notice for the same condition of the same day, and this was a further offence
        #[arg(long)]
        another_offence: bool,
        /// Missing, and decided upon by a supervisor, as the refusal offers it; may be repeated
        #[arg(long = "decide", value_name = "POINT")]
        #[serde(default)]
        upon: Vec<String>,
    },
    /// Drop a draft
    DropDraft {
        /// Which, and who decides
        #[command(flatten)]
        about: AboutDraft,
    },
    /// Print a notice into a file: HTML for a print dialogue, or PDF
    Print(PrintArgs),
    /// Write everything of a notice into a new folder that can be checked without the server
    Bundle(BundleArgs),
}

/// Which bundle, for whom, why and where to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Args)]
pub struct BundleArgs {
    /// The number as printed
    pub number: String,
    /// The authority's code or id
    #[arg(long)]
    pub authority: String,
    /// The officer who has it made, by code or id: what this officer's roles allow to read
    #[arg(long = "as", value_name = "OFFICER")]
    pub reader: String,
    /// For whom it is
    #[arg(long)]
    pub profile: Profile,
    /// Why it leaves the house; the access log keeps it
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
    /// The folder; it must not be there yet
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
}

/// What to print, and where to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Args)]
pub struct PrintArgs {
    /// The number as printed
    pub number: String,
    /// Who reads
    #[command(flatten)]
    pub reader: ReaderArgs,
    /// The file; it must not be there yet
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// Whose copy
    #[arg(long, default_value = "recipient")]
    pub copy: CopyWord,
    /// On what
    #[arg(long, default_value = "a4")]
    pub sheet: SheetWord,
    /// PDF instead of HTML
    #[arg(long, requires = "font")]
    pub pdf: bool,
    /// A font file for the PDF, the one to print in first; again for bold and for other scripts
    #[arg(long, value_name = "FILE")]
    pub font: Vec<PathBuf>,
}

/// Whose copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
pub enum CopyWord {
    /// To be posted or handed over
    Recipient,
    /// With the officer's notes
    Officer,
    /// For the parent or guardian of somebody of 16 or 17
    Guardian,
}

impl From<CopyWord> for PaperCopy {
    fn from(word: CopyWord) -> Self {
        match word {
            CopyWord::Recipient => Self::Recipient,
            CopyWord::Officer => Self::Officer,
            CopyWord::Guardian => Self::Guardian,
        }
    }
}

/// What to print on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
pub enum SheetWord {
    /// A4
    A4,
    /// A4 in large print
    Large,
    /// A receipt of 80 mm
    Receipt,
}

impl From<SheetWord> for Sheet {
    fn from(word: SheetWord) -> Self {
        match word {
            SheetWord::A4 => Self::A4,
            SheetWord::Large => Self::A4Large,
            SheetWord::Receipt => Self::Receipt80,
        }
    }
}
