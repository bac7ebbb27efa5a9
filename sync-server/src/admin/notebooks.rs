//! Notebooks that are outstanding; checking everything; backing everything up.

use std::fmt::Write as _;
use std::path::PathBuf;

use beatbook_domain::calendar::{Period, local_date, local_label};
use beatbook_domain::hours::{OutstandingReason, outstanding as outstanding_of};
use serde_json::json;

use super::command::OutstandingArgs;
use super::office::{Office, Progress, Told, period};
use crate::auth::Purpose;
use crate::error::ServerError;
use crate::verify;

pub(super) async fn outstanding(office: &Office, args: &OutstandingArgs) -> Result<Told, ServerError> {
    let scope = office.scope(&args.authority, Purpose::Report).await?;
    let wrong = |error: beatbook_domain::calendar::CalendarError| ServerError::Refused(error.to_string());
    let now = office.service.clock().now();
    let period = match &args.period {
        Some(text) => period(text)?,
        None => local_date(now).map(Period::Day).map_err(wrong)?,
    };
    let period = period.interval().map_err(wrong)?;
    let store = office.service.store();
    store.log_access(&scope, "outstanding notebooks", None).await?;
    let states = store.notebook_states(&scope, period).await?;
    let officers = store.officers(&scope).await?;
    let known: Vec<_> = states.iter().map(|status| status.state).collect();
    let mut text = String::new();
    let mut list = Vec::new();
    for one in outstanding_of(&known, period, now) {
        let Some(status) = states.iter().find(|status| status.state.notebook == one.notebook) else {
            continue;
        };
        let officer = officers.iter().find(|officer| officer.id == status.officer);
        let code = officer.map_or("?", |officer| officer.code.as_str());
        let seen = match one.last_seen {
            Some(instant) => local_label(instant).map_err(wrong)?,
            None => "never".to_owned(),
        };
        let why = match one.reason {
            OutstandingReason::OpenPatrol => "a patrol is open".to_owned(),
            OutstandingReason::NotHeld => format!(
                "{} entries and {} bodies are still on the phone",
                status.headers_missing, status.bodies_missing
            ),
            OutstandingReason::NotSeenSince => "not heard of since".to_owned(),
        };
        let _ = writeln!(text, "{code:<10} notebook {}  last seen {seen}: {why}", one.notebook);
        list.push(json!({
            "officer": code, "notebook": one.notebook, "last_seen": one.last_seen, "reason": one.reason,
            "entries_missing": status.headers_missing, "bodies_missing": status.bodies_missing,
        }));
    }
    if list.is_empty() {
        text.push_str("No notebook is outstanding.");
    }
    Ok(Told::ok(text, list.into()))
}

pub(super) async fn verify(office: &Office, progress: &Progress) -> Result<Told, ServerError> {
    let damage = office.embedded.integrity().await?;
    let checked = verify::verify(&**office.service.store(), office.service.keyholder(), |line| {
        let _ = progress.send(line);
    })
    .await?;
    let mut text = String::new();
    let faults: Vec<String> =
        damage.into_iter().chain(checked.faults.iter().map(ToString::to_string)).collect();
    for fault in &faults {
        let _ = writeln!(text, "BAD: {fault}");
    }
    let _ = writeln!(
        text,
        "{} journals, {} entries, {} bodies checked: {}",
        checked.journals,
        checked.entries,
        checked.bodies,
        if faults.is_empty() { "all good." } else { "NOT all good; restore a backup and keep this file." }
    );
    let json = json!({
        "journals": checked.journals, "entries": checked.entries, "bodies": checked.bodies, "faults": faults,
    });
    Ok(Told { text, json, exit: u8::from(!faults.is_empty()) })
}

pub(super) async fn backup(office: &Office, file: PathBuf) -> Result<Told, ServerError> {
    office.embedded.backup(file).await?;
    let text = "Backup written, encrypted with this server's key file. Keep a copy of the key file in another place: \
                without it nobody can read the backup. Keep erasures.jsonl with the server; a backup does not replace it.";
    Ok(Told::ok(text, json!({ "written": true })))
}
