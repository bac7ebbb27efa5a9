//! The tables of engagements, each as text, CSV and JSON from the same rows.

use beatbook_domain::calendar::local_label;
use beatbook_domain::engagement::Engagement;
use beatbook_domain::engagement::kinds::EngagementKinds;
use beatbook_domain::engagement::parishes::ParishTable;
use beatbook_domain::engagement::totals::{By, Numbers, Totals};
use beatbook_domain::suppression::{LEGEND, PublicNumber};
use serde_json::json;

use super::super::office::Told;
use super::super::seat::Seat;
use super::super::sheet::Sheet;
use crate::error::ServerError;
use crate::report::hours;

const MINUTE_MS: i64 = 60_000;

/// Engagements one by one.
pub(super) fn list<'a>(read: impl Iterator<Item = &'a Engagement>, seat: &Seat, label: &str) -> Sheet {
    let mut sheet = Sheet::new(
        format!("Engagements this officer may read, {label}"),
        &[
            "engagement",
            "began",
            "minutes",
            "category",
            "kind",
            "ward",
            "proposed_ward",
            "parish",
            "priority",
            "attendance",
            "sign_ups",
            "operation",
            "officer",
            "about",
            "references",
            "state",
        ],
    );
    for one in read {
        let details = &one.details;
        let told = |text: &Option<String>| text.clone().unwrap_or_default();
        let number = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
        let state = match &one.taken_back {
            Some(back) => format!("taken back: {}", back.why),
            None if !one.refused.is_empty() => {
                let refused: Vec<String> = one
                    .refused
                    .iter()
                    .map(|(seq, refusal)| format!("entry {seq} {}", refusal.code()))
                    .collect();
                format!("does not hold: {}", refused.join(", "))
            }
            None if one.corrections.is_empty() => "recorded".to_owned(),
            None => format!("corrected: {}", one.corrections.len()),
        };
        sheet.rows.push(vec![
            one.record.to_string(),
            local_label(details.from).unwrap_or_default(),
            details.minutes.map(|minutes| minutes.to_string()).unwrap_or_default(),
            details.category.clone(),
            told(&details.kind),
            told(&details.ward),
            told(&one.recorded.proposed_ward),
            told(&details.parish),
            told(&details.priority),
            number(details.attendance),
            number(details.sign_ups),
            told(&one.operation),
            seat.code(one.by),
            told(&details.text),
            one.references.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
            state,
        ]);
    }
    sheet
}

/// Totals with their check.
pub(super) fn totals(
    totals: &Totals,
    (by, public): (By, bool),
    base: &str,
    csv: bool,
) -> Result<Told, ServerError> {
    let first = match by {
        By::Category => "category",
        By::Kind => "kind",
        By::Ward => "ward",
        By::Priority => "priority",
        By::Team => "team",
    };
    if public {
        return published(totals, first, base, csv);
    }
    let columns = [
        first,
        "engagements",
        "attendance",
        "attendance_not_told",
        "sign_ups",
        "sign_ups_not_told",
        "hours",
        "hours_not_told",
    ];
    let mut sheet = Sheet::new(base, &columns);
    // In the order in which they are published; others after them.
    let order = |code: &str| {
        let known = EngagementKinds::shipped().categories.iter().position(|one| one.code == code);
        known.unwrap_or(usize::MAX)
    };
    let mut rows: Vec<(&str, &Numbers)> =
        totals.rows.iter().map(|(code, row)| (code.as_str(), row)).collect();
    if by == By::Category {
        rows.sort_by_key(|(code, _)| order(code));
    }
    rows.push(("TOTAL", &totals.total));
    for (code, row) in rows {
        sheet.rows.push(vec![
            code.to_owned(),
            row.engagements.to_string(),
            row.attendance.to_string(),
            row.attendance_not_told.to_string(),
            row.sign_ups.to_string(),
            row.sign_ups_not_told.to_string(),
            hours(i64::try_from(row.minutes).unwrap_or(i64::MAX).saturating_mul(MINUTE_MS)),
            row.minutes_not_told.to_string(),
        ]);
    }
    sheet.checked(&totals.check(), csv)
}

fn published(totals: &Totals, first: &'static str, base: &str, csv: bool) -> Result<Told, ServerError> {
    let base = format!("{base}; {LEGEND}");
    let columns =
        [first, "engagements", "attendance", "attendance_not_told", "sign_ups", "sign_ups_not_told"];
    let mut sheet = Sheet::new(base, &columns);
    let shown = |number: PublicNumber, (not_told, all): (u64, u64)| match number {
        // What nobody counted is not 0 people.
        _ if all > 0 && not_told == all => "not told".to_owned(),
        number => number.to_string(),
    };
    let line = |code: &str, row: &Numbers, came: PublicNumber, signed: PublicNumber| {
        vec![
            code.to_owned(),
            row.engagements.to_string(),
            shown(came, (row.attendance_not_told, row.engagements)),
            row.attendance_not_told.to_string(),
            shown(signed, (row.sign_ups_not_told, row.engagements)),
            row.sign_ups_not_told.to_string(),
        ]
    };
    let (attendance, all_attendance) = totals.public(|row| row.attendance);
    let (sign_ups, all_sign_ups) = totals.public(|row| row.sign_ups);
    for ((code, row), (came, signed)) in totals.rows.iter().zip(attendance.iter().zip(&sign_ups)) {
        sheet.rows.push(line(code, row, *came, *signed));
    }
    sheet.rows.push(line("TOTAL", &totals.total, all_attendance, all_sign_ups));
    sheet.checked(&totals.check(), csv)
}

/// Parishes with their check, and those that were not met by name.
pub(super) fn parishes(table: &ParishTable, label: &str, csv: bool) -> Result<Told, ServerError> {
    let base = format!("Parish councils met, {label}; each is met once a quarter");
    let mut sheet = Sheet::new(base, &["parish", "name", "meetings", "first", "met"]);
    for row in &table.rows {
        let met = if row.meetings.is_empty() { "NONE" } else { "yes" };
        sheet.rows.push(vec![
            row.parish.code.clone(),
            row.parish.name.clone(),
            row.meetings.len().to_string(),
            row.meetings.first().map(ToString::to_string).unwrap_or_default(),
            met.to_owned(),
        ]);
    }
    for (parish, meetings) in &table.elsewhere {
        let code = parish.clone().unwrap_or_else(|| "(not told)".to_owned());
        let name = "of no parish in the list".to_owned();
        sheet.rows.push(vec![code, name, meetings.to_string(), String::new(), String::new()]);
    }
    let mut told = sheet.checked(&table.check(), csv)?;
    if let Some(json) = told.json.as_object_mut() {
        let without: Vec<&str> = table.without().map(|parish| parish.code.as_str()).collect();
        json.insert("without".to_owned(), json!(without));
    }
    Ok(told)
}

/// The list of categories and kinds.
pub(super) fn kinds(kinds: &EngagementKinds, csv: bool) -> Result<Told, ServerError> {
    let mut text = String::new();
    let mut list = Vec::new();
    let mut sheet = Sheet::new("Categories and kinds", &["category", "kind", "title"]);
    for category in &kinds.categories {
        text.push_str(&format!("{}  {}\n", category.code, category.title));
        sheet.rows.push(vec![category.code.clone(), String::new(), category.title.clone()]);
        for kind in &category.kinds {
            text.push_str(&format!("  {}  {}\n", kind.code, kind.title));
            sheet.rows.push(vec![category.code.clone(), kind.code.clone(), kind.title.clone()]);
        }
        let below: Vec<_> =
            category.kinds.iter().map(|kind| json!({ "code": kind.code, "title": kind.title })).collect();
        list.push(json!({ "code": category.code, "title": category.title, "kinds": below }));
    }
    sheet.beside(Told::ok(text, list.into()), csv)
}
