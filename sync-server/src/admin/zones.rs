//! Zones: import, list, close.

use std::fmt::Write as _;

use beatbook_domain::calendar::local_label;
use beatbook_domain::zone::ZoneKind;
use beatbook_domain::zones::import::{ImportOptions, ImportProgress, PropertyNames};
use beatbook_domain::zones::plan::ZoneChange;
use serde_json::json;

use super::command::{Kind, ZonesImportArgs};
use super::office::{Office, Progress, Told, instant};
use super::sheet::Sheet;
use crate::auth::Purpose;
use crate::error::ServerError;
use crate::zones::{self, ZonesChanged, ZonesRefusal, ZonesRequest};

impl From<Kind> for ZoneKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Ward => Self::Ward,
            Kind::Hotspot => Self::Hotspot,
            Kind::PspoArea => Self::PspoArea,
            Kind::PremisesExclusion => Self::PremisesExclusion,
            Kind::CountSector => Self::CountSector,
        }
    }
}

pub(super) async fn import(
    office: &Office,
    args: ZonesImportArgs,
    file: Vec<u8>,
    progress: &Progress,
) -> Result<Told, ServerError> {
    let scope = office.scope(&args.authority, Purpose::Administration).await?;
    let mut properties = PropertyNames::default();
    if let Some(code) = args.code_property {
        properties.code = code;
    }
    if let Some(name) = args.name_property {
        properties.name = name;
    }
    let mut options = ImportOptions::at(office.service.clock().now());
    options.properties = properties;
    options.kind = args.kind.map(ZoneKind::from);
    if args.anywhere {
        options.plausible = None;
    }
    let args_reason = args.reason.clone();
    let request =
        ZonesRequest { retroactive: args.reason.filter(|_| args.retroactive), dry_run: args.dry_run };
    let progress = progress.clone();
    let told = move |step: ImportProgress| {
        // Nobody listening is no reason to stop.
        let _ = progress.send(match step {
            ImportProgress::Reading { features } => format!("read {features} features"),
            ImportProgress::Checking { features, of } => format!("checked {features} of {of} outlines"),
        });
    };
    let service = &office.service;
    service.store().log_access(&scope, "zones import", args_reason.as_deref()).await?;
    let changed =
        zones::import(&**service.store(), service.briefings(), &scope, file, options, request, told).await;
    done(office, changed, args.dry_run).await
}

pub(super) async fn close(
    office: &Office,
    authority: &str,
    code: &str,
    at: Option<&str>,
    reason: Option<String>,
) -> Result<Told, ServerError> {
    let scope = office.scope(authority, Purpose::Administration).await?;
    let now = office.service.clock().now();
    let at = at.map(instant).transpose()?.unwrap_or(now);
    office.service.store().log_access(&scope, &format!("close of zone {code}"), reason.as_deref()).await?;
    let request = ZonesRequest { retroactive: reason, dry_run: false };
    let service = &office.service;
    let changed =
        zones::close(&**service.store(), service.briefings(), &scope, code, (at, now), request).await;
    done(office, changed, false).await
}

async fn done(
    office: &Office,
    changed: Result<ZonesChanged, ZonesRefusal>,
    dry_run: bool,
) -> Result<Told, ServerError> {
    let changed = match changed {
        Ok(changed) => changed,
        Err(ZonesRefusal::File(report)) => {
            return Err(ServerError::refused("zones_file", report.to_string().trim_end()));
        }
        Err(ZonesRefusal::Fault(fault)) => return Err(fault.into()),
        Err(refusal) => return Err(ServerError::refused(refusal.code(), refusal)),
    };
    if changed.published && !changed.plan.restated.is_empty() {
        // Figures of the past are derived again at once, not at the next sync.
        office.service.note_arrival();
    }
    let mut text = String::new();
    let mut warnings = Vec::new();
    if let Some(import) = &changed.import {
        for warning in &import.warnings {
            let _ = writeln!(text, "warning: {warning}");
            warnings.push(warning.to_string());
        }
    }
    let mut counts = [0_usize; 4];
    for change in &changed.plan.changes {
        let (place, line) = match change {
            ZoneChange::Unchanged { .. } => (0, None),
            ZoneChange::Added(row) => (1, Some(format!("{} from {}", row.code, label(row.valid_from)))),
            ZoneChange::EndMoved { row, valid_to } => {
                let end = valid_to.map_or("open".to_owned(), label);
                (2, Some(format!("{} of {} now ends: {end}", row.code, label(row.valid_from))))
            }
            ZoneChange::Dropped(row) => {
                (3, Some(format!("{} of {} dropped", row.code, label(row.valid_from))))
            }
        };
        if let Some(count) = counts.get_mut(place) {
            *count += 1;
        }
        if let Some(line) = line.filter(|_| changed.plan.changes.len() <= 100) {
            let _ = writeln!(text, "  {line}");
        }
    }
    let [unchanged, added, moved, dropped] = counts;
    let verb = if dry_run { "would be" } else { "are" };
    let _ = writeln!(
        text,
        "{added} zone versions {verb} added, {moved} ends moved, {dropped} dropped, {unchanged} unchanged."
    );
    if let Some(from) = changed.plan.restated_from() {
        let _ = writeln!(text, "Figures from {} on are restated.", label(from));
    }
    let json = json!({
        "published": changed.published, "added": added, "ends_moved": moved, "dropped": dropped,
        "unchanged": unchanged, "restated_from": changed.plan.restated_from(), "warnings": warnings,
    });
    Ok(Told::ok(text, json))
}

pub(super) async fn list(
    office: &Office,
    authority: &str,
    at: Option<&str>,
    csv: bool,
) -> Result<Told, ServerError> {
    let scope = office.scope(authority, Purpose::Administration).await?;
    let at = at.map(instant).transpose()?.unwrap_or_else(|| office.service.clock().now());
    let service = &office.service;
    let briefing = service.briefings().get(&**service.store(), &scope, None).await?.unwrap_or_default();
    let widest = briefing.manifest.at(at).map(|row| row.code.chars().count()).max().unwrap_or_default();
    let mut text = String::new();
    let mut list = Vec::new();
    let mut sheet = Sheet::new("Zones", &["code", "kind", "name", "programme", "from", "to", "illustrative"]);
    for row in briefing.manifest.at(at) {
        let Some(zone) = briefing.versions.get(&row.zone) else { continue };
        let _ = writeln!(
            text,
            "{:<widest$}  {:<18}  from {}  {}{}",
            row.code,
            zone.kind.name(),
            label(row.valid_from),
            zone.name,
            if zone.illustrative { "  ILLUSTRATIVE" } else { "" }
        );
        sheet.rows.push(vec![
            row.code.clone(),
            zone.kind.name().to_owned(),
            zone.name.clone(),
            zone.programme.clone().unwrap_or_default(),
            label(row.valid_from),
            row.valid_to.map(label).unwrap_or_default(),
            if zone.illustrative { "yes" } else { "no" }.to_owned(),
        ]);
        list.push(json!({
            "code": row.code, "name": zone.name, "kind": zone.kind.name(), "programme": zone.programme,
            "valid_from": row.valid_from, "valid_to": row.valid_to, "version": row.zone.to_string(),
            "illustrative": zone.illustrative,
        }));
    }
    if list.is_empty() {
        text.push_str("No zone is in force then: `zones import FILE` brings some.");
    }
    sheet.beside(Told::ok(text, list.into()), csv)
}

fn label(instant: i64) -> String {
    local_label(instant).unwrap_or_else(|_| "before the calendar".to_owned())
}
