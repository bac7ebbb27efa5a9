//! External references on the command line: the same two words for every record that has some.

use beatbook_domain::records::reference::{Reference, ReferenceSystem};
use clap::Args;
use serde::{Deserialize, Serialize};

use super::named::named;

/// What a record is called in another system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Args)]
pub struct ReferenceArgs {
    /// Which system: pmp, cad, crime, cst (community safety team), bwv, cctv or other
    #[arg(value_parser = named::<ReferenceSystem>)]
    pub system: ReferenceSystem,
    /// Its reference there
    pub value: String,
}

impl From<ReferenceArgs> for Reference {
    fn from(args: ReferenceArgs) -> Self {
        Self { system: args.system, value: args.value }
    }
}
