//! `hours`: the officer's own hours over days, as the server tells them; by what figures, and what is missing.
//!
//! Zones overlap, so nothing is added up here; milliseconds become minutes only for a person.

use std::fmt::Write as _;

use beatbook_device::{AskHours, BeatbookError, HoursResponse, OwnHoursRefusal, ZoneHours};
use beatbook_domain::calendar::{Period, local_date};
use clap::Args;
use jiff::civil::Date;
use serde_json::{Value, json};

use crate::error::PhoneError;
use crate::show::lasting;
use crate::time;

/// Which days and zones.
#[derive(Args)]
pub struct Hours {
    /// The first day, such as 2025-09-01; the first of the last day's month if not told.
    #[arg(long, value_name = "DAY")]
    pub from: Option<Date>,
    /// The last day, included; today if not told.
    #[arg(long, value_name = "DAY")]
    pub to: Option<Date>,
    /// This zone only, also if the time in it is nil; may be repeated.
    #[arg(long = "zone", value_name = "CODE")]
    pub zones: Vec<String>,
    /// Answers in JSON.
    #[arg(long)]
    pub json: bool,
}

impl Hours {
    /// The question, from local midnight to local midnight; `now` is UTC milliseconds.
    ///
    /// # Errors
    /// [`PhoneError::Calendar`].
    pub fn asked(&self, now: i64) -> Result<AskHours, PhoneError> {
        let last = self.to.map_or_else(|| local_date(now), Ok)?;
        let period = Period::dates(self.from.unwrap_or_else(|| last.first_of_month()), last)?.interval()?;
        Ok(AskHours { from: period.from, to: period.to, zones: self.zones.clone() })
    }
}

/// Without a network the phone can say what each patrol came to, and where.
pub fn refused(error: BeatbookError) -> PhoneError {
    match error {
        BeatbookError::OwnHours(OwnHoursRefusal::NeedsServer) => PhoneError::NeedsServer,
        other => other.into(),
    }
}

/// For a person.
///
/// # Errors
/// [`PhoneError::Calendar`].
pub fn shown(told: &HoursResponse) -> Result<String, PhoneError> {
    let day = |instant: i64| local_date(instant).map(|day| day.strftime("%a %-d %b %Y").to_string());
    let mut text = format!("own hours, {} to {}\n", day(told.from)?, day(told.to - 1)?);
    let derived = told.derived_up_to.map_or_else(
        || "nothing has arrived yet".to_owned(),
        |at| format!("derived up to {}", time::shown(at)),
    );
    let waiting = match told.patrols_waiting {
        0 => "no patrol is waiting".to_owned(),
        1 => "1 patrol is waiting".to_owned(),
        more => format!("{more} patrols are waiting"),
    };
    let _ = writeln!(text, "{derived}; {waiting}");
    if told.notebooks_outstanding > 0 {
        let _ = writeln!(
            text,
            "INCOMPLETE: {} of your notebooks may hold more: sign off and `sync`",
            told.notebooks_outstanding
        );
    }
    if told.held_out > 0 {
        let _ = writeln!(
            text,
            "HELD OUT: {} of your patrols, more than 48 hours long and in no figure: tell your supervisor",
            told.held_out
        );
    }
    if told.zones.is_empty() {
        text.push_str("no time in any zone\n");
        return Ok(text);
    }
    text.push_str(&table(&told.zones));
    text.push_str("zones overlap: their hours are not added up; outreach and counts are in none of them\n");
    Ok(text)
}

const HEADS: [&str; 10] =
    ["zone", "foot", "cycle", "vehicle", "certain", "possible", "gaps", "abstracted", "visits", "dosage"];

fn table(zones: &[ZoneHours]) -> String {
    let mut rows = vec![HEADS.map(str::to_owned)];
    rows.extend(zones.iter().map(|zone| {
        [
            zone.code.clone(),
            lasting(zone.foot),
            lasting(zone.cycle),
            lasting(zone.vehicle),
            lasting(zone.certain),
            lasting(zone.possible),
            lasting(zone.gap),
            lasting(zone.abstracted),
            zone.visits.to_string(),
            zone.dosage_visits.to_string(),
        ]
    }));
    let mut widths = [0; HEADS.len()];
    for row in &rows {
        for (widest, cell) in widths.iter_mut().zip(row) {
            *widest = cell.chars().count().max(*widest);
        }
    }
    let names = std::iter::once("name").chain(zones.iter().map(|zone| zone.name.as_str()));
    let mut text = String::new();
    for (row, name) in rows.iter().zip(names) {
        for (place, (cell, width)) in row.iter().zip(widths).enumerate() {
            let _ =
                if place == 0 { write!(text, "  {cell:<width$}") } else { write!(text, "  {cell:>width$}") };
        }
        let _ = writeln!(text, "  {name}");
    }
    text
}

/// For programs: milliseconds, UTC.
pub fn json(told: &HoursResponse) -> Value {
    let zones: Vec<Value> = told
        .zones
        .iter()
        .map(|zone| {
            json!({
                "code": zone.code, "name": zone.name, "foot": zone.foot, "cycle": zone.cycle,
                "vehicle": zone.vehicle, "certain": zone.certain, "possible": zone.possible, "gap": zone.gap,
                "abstracted": zone.abstracted, "visits": zone.visits, "dosage_visits": zone.dosage_visits,
            })
        })
        .collect();
    json!({
        "from": told.from,
        "to": told.to,
        "zones": zones,
        "derived_up_to": told.derived_up_to,
        "patrols_waiting": told.patrols_waiting,
        "notebooks_outstanding": told.notebooks_outstanding,
        "held_out": told.held_out,
        "server_time": told.server_time,
    })
}
