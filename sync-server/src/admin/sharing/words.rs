//! The words of the command line about sharing between authorities.

use beatbook_domain::records::sharing::{SharedField, SharingPurpose};
use beatbook_protocol::id::Id;
use clap::{Args, Subcommand};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::super::named::named;
use super::super::welfare::{FormArgs, ReaderArgs};

/// Grants. Each act and each look is written into the access log under the officer's name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Subcommand)]
pub enum GrantCommand {
    /// Share fields of joint encounters with another authority of this server, under an agreement, until a day
    Add(GrantAddArgs),
    /// End a grant before its last day
    End {
        /// The grant's id
        grant: Id,
        /// Who ends it
        #[command(flatten)]
        reader: ReaderArgs,
        /// The last day on which it holds; yesterday if left out
        #[arg(long)]
        last: Option<Date>,
    },
    /// List grants: to whom, which fields, what for, from when to when
    List {
        /// Who reads
        #[command(flatten)]
        reader: ReaderArgs,
        /// How it is written
        #[command(flatten)]
        form: FormArgs,
    },
    /// List what was disclosed: what, to whom, on what basis
    Disclosures {
        /// Who reads
        #[command(flatten)]
        reader: ReaderArgs,
        /// How it is written
        #[command(flatten)]
        form: FormArgs,
    },
}

/// A grant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Args)]
pub struct GrantAddArgs {
    /// Who makes it
    #[command(flatten)]
    pub reader: ReaderArgs,
    /// The authority that may read, by code or id
    #[arg(long, value_name = "AUTHORITY")]
    pub to: String,
    /// Reference of the agreement
    #[arg(long)]
    pub agreement: String,
    /// What for: enforcement, prosecution, complaint
    #[arg(long, value_parser = named::<SharingPurpose>)]
    pub purpose: SharingPurpose,
    /// A field, again for more: time, place, officer, conduct, standing, people, vehicles, steps, outcome, notice_numbers
    #[arg(long = "field", value_name = "FIELD", required = true, value_parser = named::<SharedField>)]
    pub fields: Vec<SharedField>,
    /// First day; today if left out
    #[arg(long)]
    pub from: Option<Date>,
    /// Last day
    #[arg(long)]
    pub until: Date,
}
