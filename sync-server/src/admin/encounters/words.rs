//! The words of the command line about encounters.

use beatbook_domain::records::sharing::SharingPurpose;
use beatbook_protocol::id::Id;
use clap::Subcommand;
use serde::{Deserialize, Serialize};

use super::super::named::named;
use super::super::welfare::{FormArgs, ReaderArgs};

/// Encounters. Every look is written into the access log under the officer's name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Subcommand)]
pub enum EncounterCommand {
    /// List encounters: what was seen, how the orders stood, how each ended
    List {
        /// Who reads
        #[command(flatten)]
        reader: ReaderArgs,
        /// Only of these days, such as 2025-11
        #[arg(long)]
        period: Option<String>,
        /// How it is written
        #[command(flatten)]
        form: FormArgs,
    },
    /// Show one: what was seen, how each order stood and by which position, zone version and law, how it ended
    Show {
        /// The encounter's id
        encounter: Id,
        /// Who reads
        #[command(flatten)]
        reader: ReaderArgs,
    },
    /// Show what other authorities share of joint encounters: the fields of grants that run, and no others. Each disclosure
    /// is written into their journal and access log
    Joint {
        /// Who reads
        #[command(flatten)]
        reader: ReaderArgs,
        /// What for: enforcement, prosecution, complaint
        #[arg(long, default_value = "enforcement", value_parser = named::<SharingPurpose>)]
        purpose: SharingPurpose,
    },
}
