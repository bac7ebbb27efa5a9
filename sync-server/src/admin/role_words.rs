//! The words of the command line about officers' roles.

use beatbook_domain::access::Role;
use clap::{Args, Subcommand};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::acting::ActingArgs;
use super::welfare::FormArgs;

/// Officers' roles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Subcommand)]
pub enum RoleCommand {
    /// Give a role for a time
    Add(RoleAddArgs),
    /// End a role; one that has not begun is taken back
    End(RoleEndArgs),
    /// List roles
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

/// A role that is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Args)]
pub struct RoleAddArgs {
    /// The authority's code or id
    #[arg(long)]
    pub authority: String,
    /// The officer's code or id
    #[arg(long)]
    pub code: String,
    /// The role, such as outreach_worker
    #[arg(long, value_parser = role)]
    pub role: Role,
    /// First day
    #[arg(long, value_name = "DATE")]
    pub from: Date,
    /// Last day; open if left out
    #[arg(long, value_name = "DATE")]
    pub until: Option<Date>,
    /// Who does it
    #[command(flatten)]
    pub acting: ActingArgs,
}

/// A role that ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Args)]
pub struct RoleEndArgs {
    /// The authority's code or id
    #[arg(long)]
    pub authority: String,
    /// The officer's code or id
    #[arg(long)]
    pub code: String,
    /// The role
    #[arg(long, value_parser = role)]
    pub role: Role,
    /// Its last day; yesterday if left out, so that it ends at once
    #[arg(long, value_name = "DATE")]
    pub on: Option<Date>,
    /// Who does it
    #[command(flatten)]
    pub acting: ActingArgs,
}

/// Reads a role.
fn role(text: &str) -> Result<Role, String> {
    let known = Role::ALL.map(|role| word(&role));
    match Role::ALL.into_iter().zip(&known).find(|(_, word)| *word == text) {
        Some((role, _)) => Ok(role),
        None => Err(format!("known are {}", known.join(", "))),
    }
}

/// The word a value is written as in files and commands.
pub(super) fn word(value: &impl Serialize) -> String {
    match serde_json::json!(value) {
        serde_json::Value::String(word) => word,
        other => other.to_string(),
    }
}
