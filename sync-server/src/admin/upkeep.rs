//! How the server is, checking everything it holds, copying everything it holds.

use std::fmt::Write as _;
use std::path::PathBuf;

use beatbook_domain::calendar::local_label;
use beatbook_store::Integrity;
use serde_json::json;

use super::alarms;
use super::office::{Office, Progress, Told};
use super::sheet::Sheet;
use crate::auth::Purpose;
use crate::error::ServerError;
use crate::setup;
use crate::store::Room;
use crate::verify;

pub(super) async fn status(office: &Office) -> Result<Told, ServerError> {
    let (store, keyholder) = (office.service.store(), office.service.keyholder());
    let identity = store.identity().await?;
    let address = setup::address(&**store, keyholder, office.port.unwrap_or_default()).await?;
    let (database, free) = office.home.space()?;
    let authorities = store.authorities(keyholder).await?;
    let (mut waiting, mut incomplete, mut since) = (0_u64, 0_u64, None);
    let (mut entries_lost, mut bodies_lost, mut alarms_raised) = (0_u64, 0_u64, 0_usize);
    for authority in &authorities {
        let scope = keyholder.scope(authority.id, Purpose::Administration);
        for losses in store.losses(&scope).await? {
            entries_lost += losses.entries.len();
            bodies_lost += losses.bodies;
        }
        alarms_raised += alarms::count(&**store, &scope).await?;
        let backlog = store.backlog(&scope).await?;
        waiting += u64::from(backlog.waiting);
        incomplete += u64::from(backlog.incomplete);
        since = backlog.since.into_iter().chain(since).min();
    }
    let serving = office.port.is_some();
    let megabytes = |bytes: u64| format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10);
    let oldest = match since {
        None => String::new(),
        Some(instant) => {
            let label = local_label(instant).unwrap_or_else(|_| "before the calendar".to_owned());
            format!(", the oldest since {label}")
        }
    };
    let room = store.room().await?;
    let free_says = match room {
        Room { disk_full: true, .. } => "  THE DISK IS FULL: phones are asked to come again; free some space",
        Room { reserve_used: true, .. } => "  the reserve is in use: free some space",
        Room { .. } => "",
    };
    let lost = if entries_lost + bodies_lost == 0 {
        String::new()
    } else {
        format!(
            "\nLost         {entries_lost} entries and {bodies_lost} bodies by a restore, for good: \
             `outstanding` names the notebooks"
        )
    };
    let alarmed = match alarms_raised {
        0 => String::new(),
        raised => format!("\nAlarms       {raised} raised: `alarms` says which"),
    };
    let text = format!(
        "Address      {address}\nServing      {}\nServer       {}\nGeneration   {}\nAuthorities  {}\n\
         Patrols      {waiting} waiting to be derived, {incomplete} of them for entries still on a phone{oldest}\n\
         Database     {}\nFree space   {}{free_says}{lost}{alarmed}",
        if serving { "yes" } else { "no" },
        identity.server,
        identity.generation,
        authorities.len(),
        megabytes(database),
        megabytes(free),
    );
    let json = json!({
        "address": address, "serving": serving, "server": identity.server, "generation": identity.generation,
        "authorities": authorities.len(), "patrols_waiting": waiting, "patrols_incomplete": incomplete,
        "waiting_since": since, "database_bytes": database, "free_bytes": free,
        "disk_full": room.disk_full, "reserve_used": room.reserve_used,
        "entries_lost": entries_lost, "bodies_lost": bodies_lost, "alarms": alarms_raised,
    });
    Ok(Told::ok(text, json))
}

pub(super) async fn verify(office: &Office, progress: &Progress) -> Result<Told, ServerError> {
    let tell = |line: String| {
        // Nobody listening is no reason to stop.
        let _ = progress.send(line);
    };
    tell("reading every page of the database".to_owned());
    let damage = match office.embedded.integrity().await? {
        Integrity::Sound => None,
        Integrity::Damaged => Some("the database file is damaged".to_owned()),
    };
    let checked = verify::verify(&**office.service.store(), office.service.keyholder(), tell).await?;
    let faults: Vec<String> =
        damage.into_iter().chain(checked.faults.iter().map(ToString::to_string)).collect();
    let mut text = String::new();
    for (journal, first, last) in &checked.lost {
        let _ = writeln!(
            text,
            "LOST: journal {journal}, entries {first} to {last}: a restore lost them, and the phone had purged them"
        );
    }
    for fault in &faults {
        let _ = writeln!(text, "BAD: {fault}");
    }
    let _ = write!(
        text,
        "{} journals, {} entries, {} bodies checked: {}",
        checked.journals,
        checked.entries,
        checked.bodies,
        if faults.is_empty() {
            "all good."
        } else {
            "NOT all good. Keep this folder, and restore a backup into a new one."
        }
    );
    let json = json!({
        "journals": checked.journals, "entries": checked.entries, "bodies": checked.bodies, "faults": faults,
        "lost": checked.lost,
    });
    Ok(Told { text, json, exit: u8::from(!faults.is_empty()) })
}

pub(super) async fn backup(office: &Office, file: PathBuf) -> Result<Told, ServerError> {
    let (store, keyholder) = (office.service.store(), office.service.keyholder());
    for authority in store.authorities(keyholder).await? {
        let scope = keyholder.scope(authority.id, Purpose::Administration);
        store.log_access(&scope, "backup", None).await?;
    }
    office.embedded.backup(file).await?;
    let text = "The backup is written, encrypted with this server's key; erasures.jsonl beside it says what was ever \
                erased. Keep both together, on another machine, and the key file in a third place.";
    Ok(Told::ok(text, json!({ "written": true })))
}

pub(super) async fn change_receipt_key(office: &Office) -> Result<Told, ServerError> {
    let service = &office.service;
    for authority in service.store().authorities(service.keyholder()).await? {
        let scope = service.keyholder().scope(authority.id, Purpose::Administration);
        service.store().log_access(&scope, "receipt key changed", None).await?;
    }
    let former = service.identity().receipt_keys.first().copied();
    let key = service.change_receipt_key().await?;
    let text = format!(
        "Receipts and journals are signed with a new key from now on:\n  {key}\nThe former key has signed it, so phones \
         follow by themselves at their next sync; what the former key signed stays valid.\nMake a backup now: a server \
         restored from an older one would not know this key."
    );
    Ok(Told::ok(text, json!({ "receipt_key": key, "former": former })))
}

pub(super) fn list_receipt_keys(office: &Office, csv: bool) -> Result<Told, ServerError> {
    let mut keys = office.service.identity().receipt_keys.clone();
    keys.reverse();
    let mut text = String::new();
    let mut sheet = Sheet::new("Receipt keys", &["number", "key", "in_force"]);
    for (number, key) in keys.iter().enumerate() {
        let in_force = number + 1 == keys.len();
        let _ = writeln!(text, "{:>3}  {key}{}", number + 1, if in_force { "  in force" } else { "" });
        let yes = if in_force { "yes" } else { "no" };
        sheet.rows.push(vec![(number + 1).to_string(), key.to_string(), yes.to_owned()]);
    }
    sheet.beside(Told::ok(text, json!(keys)), csv)
}
