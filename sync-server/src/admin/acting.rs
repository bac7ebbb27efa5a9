//! Who acts where a command has no reader of its own: enrolment, officers, their powers and roles, zones, orders, rules and
//! templates, signs, alarms, what is outstanding. The access log names them.
//!
//! Whoever holds the key file says who it is, as everywhere at the desk. The first officers of an authority are added when there is
//! nobody yet to name; from its first system administrator on somebody has to be.

use beatbook_domain::access::Role;
use beatbook_domain::calendar::local_date;
use clap::Args;
use serde::{Deserialize, Serialize};

use super::command::{Command, OfficerCommand, ZonesCommand};
use super::office::Office;
use super::order_words::{OrdersCommand, PowerCommand, RulesCommand, YoungCommand};
use super::role_words::RoleCommand;
use super::templates::TemplatesCommand;
use crate::auth::{Purpose, Scope};
use crate::error::ServerError;

tokio::task_local! {
    /// The officer who acts, as named, while a command is carried out.
    static ACTING: Option<String>;
}

/// Who acts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Args)]
pub struct ActingArgs {
    /// The officer who does it, by code or id; written into the access log, and needed once somebody is a system administrator
    #[arg(long = "as", value_name = "OFFICER")]
    pub by: Option<String>,
}

impl Command {
    /// The authority of a command that has no reader of its own, and who acts.
    fn acting(&self) -> Option<(&str, &ActingArgs)> {
        match self {
            Self::Officer(
                OfficerCommand::Add { authority, acting, .. }
                | OfficerCommand::Change { authority, acting, .. }
                | OfficerCommand::List { authority, acting, .. }
                | OfficerCommand::Power(PowerCommand::List { authority, acting, .. })
                | OfficerCommand::Role(RoleCommand::List { authority, acting, .. }),
            )
            | Self::Zones(
                ZonesCommand::Close { authority, acting, .. } | ZonesCommand::List { authority, acting, .. },
            )
            | Self::Orders(
                OrdersCommand::Export { authority, acting } | OrdersCommand::List { authority, acting, .. },
            )
            | Self::Rules(
                RulesCommand::List { authority, acting, .. }
                | RulesCommand::Export { authority, acting, .. }
                | RulesCommand::Young(YoungCommand::List { authority, acting, .. }),
            )
            | Self::Templates(
                TemplatesCommand::Export { authority, acting, .. }
                | TemplatesCommand::List { authority, acting, .. },
            )
            | Self::Signs { authority, acting, .. }
            | Self::Alarms { authority, acting, .. } => Some((authority, acting)),
            Self::Officer(OfficerCommand::Role(RoleCommand::Add(args))) => {
                Some((&args.authority, &args.acting))
            }
            Self::Officer(OfficerCommand::Role(RoleCommand::End(args))) => {
                Some((&args.authority, &args.acting))
            }
            Self::Enrol(args) => Some((&args.authority, &args.acting)),
            Self::Zones(ZonesCommand::Import(args)) => Some((&args.authority, &args.acting)),
            Self::Orders(OrdersCommand::Import(args)) => Some((&args.authority, &args.acting)),
            Self::Outstanding(args) => Some((&args.authority, &args.acting)),
            _ => None,
        }
    }
}

/// Carries a command out for whoever it names.
pub(super) async fn acting<T>(
    office: &Office,
    command: &Command,
    work: impl Future<Output = Result<T, ServerError>>,
) -> Result<T, ServerError> {
    let named = command.acting();
    if let Some((authority, ActingArgs { by: None })) = named
        && has_administrator(office, authority).await?
    {
        let why = "say who does this (--as OFFICER): it is written into the access log";
        return Err(ServerError::refused("say_who", why));
    }
    ACTING.scope(named.and_then(|(_, acting)| acting.by.clone()), work).await
}

/// The officer who acts, as named.
pub(super) fn named() -> Option<String> {
    ACTING.try_with(Clone::clone).ok().flatten()
}

async fn has_administrator(office: &Office, authority: &str) -> Result<bool, ServerError> {
    // Which authority is meant the command says itself, with its own refusal.
    let Ok(found) = office.authority(authority).await else { return Ok(false) };
    let scope: Scope = office.service.keyholder().scope(found.id, Purpose::Administration);
    let today = local_date(office.service.clock().now())
        .map_err(|error| ServerError::refused(error.code(), error))?;
    let roles = office.service.store().roles(&scope).await?;
    Ok(roles.values().any(|roles| roles.on(today).any(|role| role == Role::SystemAdministrator)))
}
