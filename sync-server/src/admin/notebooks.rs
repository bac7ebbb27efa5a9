//! Notebooks that are outstanding: what a period still waits for.

use std::fmt::Write as _;

use beatbook_domain::calendar::{Period, local_date, local_label};
use beatbook_domain::hours::{OutstandingReason, outstanding as outstanding_of};
use serde_json::json;

use super::command::OutstandingArgs;
use super::office::{Office, Told, period};
use super::role_words::word;
use super::sheet::Sheet;
use crate::auth::Purpose;
use crate::error::ServerError;
use crate::store::NotebookLosses;

pub(super) async fn outstanding(office: &Office, args: &OutstandingArgs) -> Result<Told, ServerError> {
    let scope = office.scope(&args.authority, Purpose::Report).await?;
    let wrong = |error: beatbook_domain::calendar::CalendarError| ServerError::refused("period", error);
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
    let mut sheet = Sheet::new(
        "Notebooks that are outstanding",
        &["officer", "notebook", "last_seen", "reason", "entries", "bodies"],
    );
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
        sheet.rows.push(vec![
            code.to_owned(),
            one.notebook.to_string(),
            seen,
            word(&one.reason),
            status.headers_missing.to_string(),
            status.bodies_missing.to_string(),
        ]);
        list.push(json!({
            "officer": code, "notebook": one.notebook, "last_seen": one.last_seen, "reason": one.reason,
            "entries_missing": status.headers_missing, "bodies_missing": status.bodies_missing,
        }));
    }
    if list.is_empty() {
        text.push_str("No notebook is outstanding.\n");
    }
    for one in &store.losses(&scope).await? {
        let officer = officers.iter().find(|officer| officer.id == one.officer);
        let code = officer.map_or("?", |officer| officer.code.as_str());
        let _ = writeln!(text, "{code:<10} notebook {}  {}", one.notebook, said(one));
        sheet.rows.push(vec![
            code.to_owned(),
            one.notebook.to_string(),
            String::new(),
            "lost".to_owned(),
            one.entries.len().to_string(),
            one.bodies.to_string(),
        ]);
        list.push(json!({
            "officer": code, "notebook": one.notebook, "reason": "lost", "entries_lost": ranges(one),
            "bodies_lost": one.bodies,
        }));
    }
    sheet.beside(Told::ok(text, list.into()), args.form.csv)
}

fn ranges(one: &NotebookLosses) -> Vec<[u64; 2]> {
    one.entries.ranges().iter().map(|range| [range.first, range.last]).collect()
}

/// What a restore has lost of a notebook, in plain words.
fn said(one: &NotebookLosses) -> String {
    let entries: Vec<String> = ranges(one).iter().map(|[first, last]| format!("{first} to {last}")).collect();
    let mut what = Vec::new();
    if !entries.is_empty() {
        what.push(format!("entries {}", entries.join(", ")));
    }
    if one.bodies > 0 {
        what.push(format!("bodies of {} entries", one.bodies));
    }
    format!(
        "LOST by a restore: {}; the phone had purged them, nobody can bring them back",
        what.join(" and ")
    )
}
