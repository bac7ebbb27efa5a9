//! The words of the command line about orders, rule sets and officers' powers.

use std::path::PathBuf;

use beatbook_domain::law::powers::{Capacity, Power};
use clap::{Args, Subcommand};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::acting::ActingArgs;
use super::named::named;
use super::welfare::{FormArgs, ReaderArgs};

/// Officers' powers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Subcommand)]
pub enum PowerCommand {
    /// Grant a power, or change a grant
    Add(PowerAddArgs),
    /// End a power after a day
    End(PowerEndArgs),
    /// List powers
    List {
        /// The authority's code or id
        #[arg(long)]
        authority: String,
        /// Only this officer's, by code or id
        #[arg(long)]
        code: Option<String>,
        /// Who does it
        #[command(flatten)]
        acting: ActingArgs,
        /// How it is written
        #[command(flatten)]
        form: FormArgs,
    },
}

/// A power that is granted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Args)]
pub struct PowerAddArgs {
    /// Who settles it, and why; --reason is needed
    #[command(flatten)]
    pub reader: ReaderArgs,
    /// The officer's code or id
    #[arg(long)]
    pub code: String,
    /// As what the officer acts, such as pcso; with the first power
    #[arg(long, value_parser = named::<Capacity>)]
    pub capacity: Option<Capacity>,
    /// The power, such as s68_fpn
    #[arg(long, value_parser = named::<Power>)]
    pub power: Power,
    /// Code of the authority that grants it; this one if left out, but for powers that only a force grants
    #[arg(long, value_name = "CODE")]
    pub granted_by: Option<String>,
    /// The document: warrant, designation, authorisation
    #[arg(long)]
    pub reference: String,
    /// First day
    #[arg(long, value_name = "DATE")]
    pub from: Date,
    /// Last day; open if left out
    #[arg(long, value_name = "DATE")]
    pub to: Option<Date>,
}

/// A power that ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Args)]
pub struct PowerEndArgs {
    /// Who settles it, and why; --reason is needed
    #[command(flatten)]
    pub reader: ReaderArgs,
    /// The officer's code or id
    #[arg(long)]
    pub code: String,
    /// The power
    #[arg(long, value_parser = named::<Power>)]
    pub power: Power,
    /// Its last day; today if left out
    #[arg(long, value_name = "DATE")]
    pub on: Option<Date>,
}

/// The order book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Subcommand)]
pub enum OrdersCommand {
    /// Import a JSON file: all of it, or nothing and a list of all that is wrong
    Import(OrdersImportArgs),
    /// Print the book as the file it can be imported from
    Export {
        /// The authority's code or id
        #[arg(long)]
        authority: String,
        /// Who does it
        #[command(flatten)]
        acting: ActingArgs,
    },
    /// List the orders with the versions that count
    List {
        /// The authority's code or id
        #[arg(long)]
        authority: String,
        /// As of this day or instant instead of now
        #[arg(long)]
        at: Option<String>,
        /// Who does it
        #[command(flatten)]
        acting: ActingArgs,
        /// How it is written
        #[command(flatten)]
        form: FormArgs,
    },
}

/// An import of orders.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Args)]
pub struct OrdersImportArgs {
    /// JSON file, see docs/orders.md
    pub file: PathBuf,
    /// The authority's code or id
    #[arg(long)]
    pub authority: String,
    /// Change the past: another version counts on days that are over
    #[arg(long, requires = "reason")]
    pub retroactive: bool,
    /// Why; needed where the past, amounts, payee or policy change
    #[arg(long)]
    pub reason: Option<String>,
    /// Say what would change, and change nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Who does it
    #[command(flatten)]
    pub acting: ActingArgs,
}

/// Rule sets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Subcommand)]
pub enum RulesCommand {
    /// List the rule sets
    List {
        /// The authority's code or id
        #[arg(long)]
        authority: String,
        /// Who does it
        #[command(flatten)]
        acting: ActingArgs,
        /// How it is written
        #[command(flatten)]
        form: FormArgs,
    },
    /// Print a rule set as the file that another can be made of
    Export {
        /// Its id, such as EW-2014
        id: String,
        /// The authority's code or id
        #[arg(long)]
        authority: String,
        /// An earlier revision; the latest if left out
        #[arg(long, value_name = "N")]
        revision: Option<u32>,
        /// Who does it
        #[command(flatten)]
        acting: ActingArgs,
    },
    /// Import a rule set of your own, under an id of its own: it counts from the day it says. Needs --reason
    Import {
        /// JSON file, see docs/notices.md
        file: PathBuf,
        /// Who settles it, and why
        #[command(flatten)]
        reader: ReaderArgs,
    },
    /// Take what the revision this server comes with says; commencement and policies of your own stay. Needs --reason
    Update {
        /// Its id, such as EW-2014
        id: String,
        /// Who settles it, and why
        #[command(flatten)]
        reader: ReaderArgs,
    },
    /// Fixed penalties for people of 16 and 17: by policy, offence by offence
    #[command(subcommand)]
    Young(YoungCommand),
    /// Bring a rule set into force, or correct the day or instrument entered before; policies for people of 16 and 17 go over to
    /// it where it has the same offence. Needs --reason
    Commence {
        /// Its id, such as EW-2026-draft
        id: String,
        /// Who settles it, and why
        #[command(flatten)]
        reader: ReaderArgs,
        /// First day
        #[arg(long, value_name = "DATE")]
        from: Date,
        /// The statutory instrument that says so
        #[arg(long, value_name = "TEXT")]
        instrument: String,
        /// Days that are over come under another law by it, and that is meant
        #[arg(long)]
        retroactive: bool,
    },
}

/// What people of sixteen and seventeen may get.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Subcommand)]
pub enum YoungCommand {
    /// Open an offence to them by a policy of the authority; needs --reason
    Add {
        /// Code of the offence, such as PSPO-X
        offence: String,
        /// Reference of the policy
        #[arg(long)]
        policy: String,
        /// First day
        #[arg(long, value_name = "DATE")]
        from: Date,
        /// Of which rule set; the one in force today if left out
        #[arg(long, value_name = "ID")]
        rules: Option<String>,
        /// Who settles it, and why
        #[command(flatten)]
        reader: ReaderArgs,
    },
    /// End the policy for an offence after a day; needs --reason
    End {
        /// Code of the offence
        offence: String,
        /// Its last day; today if left out
        #[arg(long, value_name = "DATE")]
        on: Option<Date>,
        /// Of which rule set; the one in force today if left out
        #[arg(long, value_name = "ID")]
        rules: Option<String>,
        /// Who settles it, and why
        #[command(flatten)]
        reader: ReaderArgs,
    },
    /// List the policies, those that are over among them
    List {
        /// The authority's code or id
        #[arg(long)]
        authority: String,
        /// Who does it
        #[command(flatten)]
        acting: ActingArgs,
        /// How it is written
        #[command(flatten)]
        form: FormArgs,
    },
}
