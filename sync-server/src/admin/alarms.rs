//! Alarms: what a person should look at, from the authority's own journal.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use beatbook_domain::calendar::local_label;
use beatbook_domain::records::server::{AlarmKind, ServerBody};
use beatbook_protocol::entry::Header;
use beatbook_protocol::id::Id;
use serde_json::json;

use super::office::{Office, Told};
use super::role_words::word;
use super::sheet::Sheet;
use crate::auth::{Purpose, Scope};
use crate::error::{Fault, ServerError};
use crate::store::{Store, StoredBody};

/// Entries read at a time.
const PAGE: usize = 1_000;

pub(super) async fn alarms(office: &Office, authority: &str, csv: bool) -> Result<Told, ServerError> {
    let scope = office.scope(authority, Purpose::Administration).await?;
    let store = office.service.store();
    store.log_access(&scope, "alarms", None).await?;
    let officers = store.officers(&scope).await?;
    let mut whose: BTreeMap<Id, String> = BTreeMap::new();
    let mut text = String::new();
    let mut list = Vec::new();
    let mut sheet = Sheet::new("Alarms", &["when", "officer", "notebook", "record", "kind", "what"]);
    for (at, body) in own_journal(&**store, &scope, &office.authority(authority).await?.journal).await? {
        match body {
            ServerBody::NotebookEnrolled(enrolled) => {
                let officer = officers.iter().find(|officer| officer.id == enrolled.officer);
                whose.insert(enrolled.notebook, officer.map_or("?".to_owned(), |found| found.code.clone()));
            }
            ServerBody::AlarmRaised(alarm) => {
                let officer = whose.get(&alarm.notebook).map_or("?", String::as_str);
                let when = local_label(at).unwrap_or_else(|_| "before the calendar".to_owned());
                let record = alarm.record.map(|record| format!(", record {record}")).unwrap_or_default();
                let what = in_words(alarm.kind);
                let _ =
                    writeln!(text, "{when}  {officer:<10} notebook {}{record}\n    {what}", alarm.notebook);
                sheet.rows.push(vec![
                    when,
                    officer.to_owned(),
                    alarm.notebook.to_string(),
                    alarm.record.map(|record| record.to_string()).unwrap_or_default(),
                    word(&alarm.kind),
                    what.to_owned(),
                ]);
                list.push(json!({
                    "at": at, "officer": officer, "notebook": alarm.notebook, "record": alarm.record,
                    "kind": alarm.kind, "what": what,
                }));
            }
            _ => {}
        }
    }
    if list.is_empty() {
        text.push_str("No alarm has been raised.");
    }
    sheet.beside(Told::ok(text, list.into()), csv)
}

/// How many alarms the authority's journal holds.
pub(super) async fn count(store: &dyn Store, scope: &Scope) -> Result<usize, Fault> {
    let journal = store.journal(scope).await?;
    Ok(journal.iter().filter(|(_, body)| matches!(body, ServerBody::AlarmRaised(_))).count())
}

/// The authority's journal with the time of each entry, as far as this version understands it.
async fn own_journal(
    store: &dyn Store,
    scope: &Scope,
    journal: &Id,
) -> Result<Vec<(i64, ServerBody)>, ServerError> {
    let mut told = Vec::new();
    let mut from = 0;
    loop {
        let page = store.entries(scope, *journal, from, PAGE).await?;
        for entry in &page {
            let malformed = |_| Fault::Format { what: "an entry of the server's journal" };
            let header = Header::parse(&entry.header).map_err(malformed)?;
            from = header.seq + 1;
            if let StoredBody::Present { bytes, .. } = &entry.body
                && let Ok(body) = ServerBody::parse(&header.kind, header.schema, bytes)
            {
                told.push((header.wall, body));
            }
        }
        if page.len() < PAGE {
            return Ok(told);
        }
    }
}

/// What has happened, and what to do about it.
fn in_words(kind: AlarmKind) -> &'static str {
    match kind {
        AlarmKind::Fork => {
            "The notebook exists twice: a phone was restored or copied. Both histories are kept; it is closed, and \
             the officer goes on in a successor. Ask which phone is in use, and have told again there what the other told since: \
             of that only notices count here, no consent, concern or sighting."
        }
        AlarmKind::PresenceDiffers => {
            "Phone and server derived different times from the same positions. The server's are published; keep the \
             phone's release at hand and report it."
        }
        AlarmKind::Restored => {
            "The phone holds what this server had lost: it was restored from a backup. Phones hand it over again by \
             themselves."
        }
        AlarmKind::Rejected => {
            "An entry does not fit its record and is kept unused. Look at the record with its officer."
        }
        AlarmKind::Succeeded => {
            "The notebook went on in another one by its own word, without a new code. Ask the officer whether that \
             was meant."
        }
        AlarmKind::Lost => {
            "A restore lost entries for good that the phone had purged. `outstanding` says which; note it where the \
             figures are used."
        }
        AlarmKind::ImplausibleTime => {
            "A patrol lasts longer than anybody is on duty, or lies in the future: a clock was wrong or nobody signed \
             off. A late sign-off counts to its last position; a track of more than 48 hours is in no figure. Ask the \
             officer when it ended, then state that with `patrol end`."
        }
    }
}
