//! The words of the command line about tents.

use beatbook_protocol::id::Id;
use clap::{Args, Subcommand};
use serde::{Deserialize, Serialize};

use super::super::reference_words::ReferenceArgs;
use super::super::welfare::{FormArgs, ReaderArgs};

/// Tents. Every look and every act is written into the access log under the officer's name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Subcommand)]
pub enum TentCommand {
    /// List tents: ground, power, how many things are kept, where and until when
    List {
        /// Who reads
        #[command(flatten)]
        reader: ReaderArgs,
        /// Only those whose keeping day is over while things are still kept
        #[arg(long)]
        due: bool,
        /// How it is written
        #[command(flatten)]
        form: FormArgs,
    },
    /// Show one: every thing with what became of it, and what does not hold and why
    Show {
        /// The tent's id
        tent: Id,
        /// Who reads
        #[command(flatten)]
        reader: ReaderArgs,
    },
    /// Things were given back, by the officer who tells it and another
    Returned(GoneArgs),
    /// Things were disposed of, by the officer who tells it and another; never on the day, never before its keeping day is
    /// over, and never medicine, identity papers or phones
    Disposed(GoneArgs),
    /// An entry about it was wrong, and never was so: it stays in its journal and counts no more
    TakeBack {
        /// The tent's id
        tent: Id,
        /// The journal, as `tent show` names it
        journal: Id,
        /// The entry's number
        seq: u64,
        /// Why, in a few words without names
        #[arg(long)]
        why: String,
        /// Who tells it
        #[command(flatten)]
        reader: ReaderArgs,
    },
    /// Say what the record is called in another system
    Refer {
        /// The tent's id
        tent: Id,
        /// Who tells it
        #[command(flatten)]
        reader: ReaderArgs,
        /// What it is called there
        #[command(flatten)]
        reference: ReferenceArgs,
    },
}

/// Things that went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Args)]
pub struct GoneArgs {
    /// The tent's id
    pub tent: Id,
    /// Who tells it
    #[command(flatten)]
    pub reader: ReaderArgs,
    /// The other officer, by code
    #[arg(long, value_name = "OFFICER")]
    pub with: String,
    /// Number of a thing, as `tent show` lists it; again for more
    #[arg(long = "item", value_name = "N", required = true)]
    pub items: Vec<u16>,
    /// To whom, without a name, or how
    #[arg(long)]
    pub text: String,
}
