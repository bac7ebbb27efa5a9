//! The words of the command line about services and cold nights.

use beatbook_domain::records::welfare::steps::PlacementKind;
use clap::Subcommand;
use serde::{Deserialize, Serialize};

use super::words::{FormArgs, ReaderArgs};
use crate::admin::named::named;

/// Services that take people in. Every phone is told of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Subcommand)]
pub enum ServiceCommand {
    /// Add a service, or tell anew what it is
    Set {
        /// What it is called
        name: String,
        /// What kind of placement it is: rsi, navigator, shelter, supported or other
        #[arg(long, value_parser = named::<PlacementKind>)]
        kind: PlacementKind,
        /// How many places it has
        #[arg(long)]
        places: u32,
        /// How many of them are free now
        #[arg(long)]
        free: u32,
        /// Whom it takes, such as "men over 25, no dogs"; no names
        #[arg(long, default_value = "")]
        takes: String,
        /// Who tells
        #[command(flatten)]
        reader: ReaderArgs,
    },
    /// Tell how many places are free now
    Free {
        /// The service
        name: String,
        /// How many
        free: u32,
        /// Who tells
        #[command(flatten)]
        reader: ReaderArgs,
    },
    /// It takes nobody in any more
    End {
        /// The service
        name: String,
        /// Who tells
        #[command(flatten)]
        reader: ReaderArgs,
    },
    /// List services with their free places, and since when that is known
    List {
        /// Who looks
        #[command(flatten)]
        reader: ReaderArgs,
        /// How it is written
        #[command(flatten)]
        form: FormArgs,
    },
}

/// Nights on which severe-weather provision is on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Subcommand)]
pub enum ColdCommand {
    /// Switch it on: outreach phones list where people were last seen who were not yet offered a bed
    On {
        /// When the night ends; the next 8:00 if left out, at most 24 hours from now. Then the list is wiped everywhere
        #[arg(long, value_name = "TIME")]
        until: Option<String>,
        /// Who switches: the coordinator
        #[command(flatten)]
        reader: ReaderArgs,
    },
    /// End it now, and wipe the list
    Off {
        /// Who switches: the coordinator
        #[command(flatten)]
        reader: ReaderArgs,
    },
    /// Show the places of the night that is on, and to how many people a bed was offered
    Show {
        /// Who looks
        #[command(flatten)]
        reader: ReaderArgs,
        /// How it is written
        #[command(flatten)]
        form: FormArgs,
    },
    /// List nights that are over, in numbers
    Nights {
        /// Who looks
        #[command(flatten)]
        reader: ReaderArgs,
        /// How it is written
        #[command(flatten)]
        form: FormArgs,
    },
}
