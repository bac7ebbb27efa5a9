//! Fixed penalties for people of sixteen and seventeen: opened and ended by policy, offence by offence.

use std::fmt::Write as _;

use beatbook_domain::calendar::local_date;
use beatbook_domain::law::age::YoungEnabled;
use beatbook_domain::law::rule_set::RuleSet;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::office::{Office, Told};
use super::order_words::YoungCommand;
use super::settling::Desk;
use super::sheet::Sheet;
use super::welfare::ReaderArgs;
use crate::auth::Purpose;
use crate::error::ServerError;
use crate::orders::{CurrentBook, OrdersRefusal};
use crate::settling::{YoungChange, change_young};

/// Carries one of the commands out.
pub(super) async fn carry_out(office: &Office, command: YoungCommand) -> Result<Told, ServerError> {
    match command {
        YoungCommand::Add { offence, policy, from, rules, reader } => {
            let change = YoungChange::Add { policy, from };
            settle(office, &reader, (rules.as_deref(), &offence), &change).await
        }
        YoungCommand::End { offence, on, rules, reader } => {
            let last = on.map_or_else(|| today(office), Ok)?;
            settle(office, &reader, (rules.as_deref(), &offence), &YoungChange::End { last }).await
        }
        YoungCommand::List { authority, form, .. } => list(office, &authority, form.csv).await,
    }
}

fn today(office: &Office) -> Result<Date, ServerError> {
    local_date(office.service.clock().now()).map_err(|error| ServerError::refused(error.code(), error))
}

async fn settle(
    office: &Office,
    reader: &ReaderArgs,
    (rules, offence): (Option<&str>, &str),
    change: &YoungChange,
) -> Result<Told, ServerError> {
    let verb = if matches!(change, YoungChange::Add { .. }) { "opened to" } else { "ended for" };
    let what = format!("penalties for {offence} {verb} the young");
    let desk = Desk::open(office, reader, &what).await?;
    let seat = &desk.seat;
    let store = &**office.service.store();
    let id = match rules {
        Some(id) => id.to_owned(),
        None => {
            let book = CurrentBook::read(store, &seat.scope).await?.book;
            let in_force = book.rule_sets.in_force(seat.today).map(|rules| rules.id.clone());
            in_force.ok_or(OrdersRefusal::UnknownRules)?
        }
    };
    let rules = change_young(store, &seat.scope, (&id, offence), change, &desk.settled()).await?;
    let mut answer = told(std::iter::once(&rules));
    if let YoungChange::End { last } = change {
        let book = CurrentBook::read(store, &seat.scope).await?.book;
        for set in book.rule_sets.iter().filter(|set| set.id != rules.id) {
            // Only where it would count on a later day: a set that gave way to another decides nothing any more.
            let open = |young: &&YoungEnabled| {
                let first = last.tomorrow().map_or(young.from, |next| next.max(young.from));
                let counts = book.rule_sets.in_force(first).is_some_and(|counting| counting.id == set.id);
                young.offence == offence && young.to.is_none_or(|until| first <= until) && counts
            };
            for young in set.ages.young_fpn.iter().filter(open) {
                let _ = writeln!(
                    answer.text,
                    "STILL OPEN under {} from {}: end it there, too, with --rules {}",
                    set.id, young.from, set.id
                );
            }
        }
    }
    Ok(answer)
}

async fn list(office: &Office, authority: &str, csv: bool) -> Result<Told, ServerError> {
    let scope = office.scope(authority, Purpose::Administration).await?;
    let store = office.service.store();
    store.log_access(&scope, "list of policies for the young", None).await?;
    let book = CurrentBook::read(&**store, &scope).await?.book;
    let mut sheet = Sheet::new(
        "Offences that are open to people of 16 and 17",
        &["rules", "revision", "offence", "from", "to", "policy"],
    );
    for rules in book.rule_sets.iter() {
        sheet.rows.extend(rules.ages.young_fpn.iter().map(|one| {
            vec![
                rules.id.clone(),
                rules.revision.to_string(),
                one.offence.clone(),
                one.from.to_string(),
                one.to.map(|last| last.to_string()).unwrap_or_default(),
                one.policy.clone(),
            ]
        }));
    }
    sheet.beside(told(book.rule_sets.iter()), csv)
}

fn told<'a>(sets: impl Iterator<Item = &'a RuleSet>) -> Told {
    let mut text = String::new();
    let mut list: Vec<Value> = Vec::new();
    for rules in sets {
        for YoungEnabled { offence, policy, from, to } in &rules.ages.young_fpn {
            let until = to.map_or_else(|| "open".to_owned(), |last| last.to_string());
            let _ = writeln!(
                text,
                "{} revision {}  {offence}  from {from} to {until}  {policy}",
                rules.id, rules.revision
            );
            list.push(json!({
                "rules": rules.id, "revision": rules.revision, "offence": offence, "policy": policy, "from": from,
                "to": to,
            }));
        }
    }
    if list.is_empty() {
        text.push_str("No offence is open to people of 16 and 17: they get no fixed penalty.");
    }
    Told::ok(text, list.into())
}
