//! Roles of officers: given, ended, listed. Each change is written down as an access, because it is one.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use beatbook_domain::access::{Role, RoleRefusal, RoleTerm, Roles};
use beatbook_domain::calendar::local_date;
use jiff::civil::Date;
use serde_json::json;

use super::office::{Office, Told};
use super::role_words::{RoleAddArgs, RoleCommand, RoleEndArgs, word};
use super::sheet::Sheet;
use crate::auth::Purpose;
use crate::error::ServerError;
use crate::store::{Officer, RolesChanged};

impl From<RoleRefusal> for ServerError {
    fn from(refusal: RoleRefusal) -> Self {
        Self::refused(refusal.code(), refusal)
    }
}

pub(super) async fn carry_out(office: &Office, command: RoleCommand) -> Result<Told, ServerError> {
    match command {
        RoleCommand::Add(args) => add(office, args).await,
        RoleCommand::End(args) => end(office, args).await,
        RoleCommand::List { authority, code, form, .. } => {
            list(office, &authority, code.as_deref(), form.csv).await
        }
    }
}

async fn add(office: &Office, args: RoleAddArgs) -> Result<Told, ServerError> {
    let term = RoleTerm { role: args.role, from: args.from, until: args.until };
    let until = term.until.map_or_else(String::new, |last| format!(" until {last}"));
    let what = format!("given role {} from {}{until}", word(&term.role), term.from);
    change(office, &args.authority, &args.code, &what, |roles| roles.grant(term)).await
}

async fn end(office: &Office, args: RoleEndArgs) -> Result<Told, ServerError> {
    let last = match args.on {
        Some(on) => on,
        None => today(office)?.yesterday().map_err(|error| ServerError::refused("instant", error))?,
    };
    let what = format!("role {} ended, last day {last}", word(&args.role));
    change(office, &args.authority, &args.code, &what, |roles| roles.end(args.role, last)).await
}

/// Changes an officer's roles as they are, again if somebody else has changed them meanwhile.
async fn change(
    office: &Office,
    authority: &str,
    code: &str,
    what: &str,
    how: impl Fn(&Roles) -> Result<Roles, RoleRefusal>,
) -> Result<Told, ServerError> {
    let scope = office.scope(authority, Purpose::Administration).await?;
    let officer = office.officer(&scope, code).await?;
    let store = office.service.store();
    loop {
        let before = store.roles(&scope).await?.remove(&officer.id).unwrap_or_default();
        let after = how(&before)?;
        let what = format!("officer {} {what}", officer.id);
        let changed = RolesChanged { officer: officer.id, before, after: after.clone(), what };
        if store.change_roles(&scope, changed).await? {
            // Who becomes a safeguarding lead is asked for what is still to be done.
            office.service.look_anew(scope.authority()).await;
            return Ok(told(&officer, &after, today(office)?));
        }
    }
}

async fn list(office: &Office, authority: &str, code: Option<&str>, csv: bool) -> Result<Told, ServerError> {
    let scope = office.scope(authority, Purpose::Administration).await?;
    let wanted = match code {
        Some(code) => Some(office.officer(&scope, code).await?.id),
        None => None,
    };
    let store = office.service.store();
    store.log_access(&scope, "list of roles", None).await?;
    let (officers, held, day) = (store.officers(&scope).await?, store.roles(&scope).await?, today(office)?);
    let held: BTreeMap<_, _> = held.into_iter().filter(|(_, roles)| !roles.terms().is_empty()).collect();
    let shown = officers.iter().filter(|one| wanted.is_none_or(|wanted| wanted == one.id));
    let held: Vec<(&Officer, &Roles)> =
        shown.filter_map(|one| held.get(&one.id).map(|roles| (one, roles))).collect();
    let mut sheet = Sheet::new("Roles", &["officer", "role", "from", "until", "today"]);
    for (officer, roles) in &held {
        sheet.rows.extend(roles.terms().iter().map(|term| {
            vec![
                officer.code.clone(),
                word(&term.role),
                term.from.to_string(),
                term.until.map(|last| last.to_string()).unwrap_or_default(),
                if term.holds_on(day) { "yes" } else { "no" }.to_owned(),
            ]
        }));
    }
    let all: Vec<Told> = held.iter().map(|(one, roles)| told(one, roles, day)).collect();
    let mut out: String = all.iter().map(|one| one.text.as_str()).collect();
    if all.is_empty() {
        out.push_str("No officer has a role yet: `officer role add` gives one.");
    }
    sheet.beside(Told::ok(out, all.into_iter().map(|one| one.json).collect()), csv)
}

fn today(office: &Office) -> Result<Date, ServerError> {
    local_date(office.service.clock().now()).map_err(|error| ServerError::refused(error.code(), error))
}

fn told(officer: &Officer, roles: &Roles, day: Date) -> Told {
    let none = if roles.terms().is_empty() { "  no role" } else { "" };
    let mut out = format!("{}{none}\n", officer.code);
    for term in roles.terms() {
        let until = term.until.map_or_else(|| "open".to_owned(), |last| last.to_string());
        let standing = if term.holds_on(day) { "" } else { "  not today" };
        let _ = writeln!(out, "  {:<26} from {} to {until}{standing}", word(&term.role), term.from);
    }
    let today: Vec<Role> = roles.on(day).collect();
    let json = json!({ "officer": officer.id, "code": officer.code, "roles": roles, "today": today });
    Told::ok(out, json)
}
