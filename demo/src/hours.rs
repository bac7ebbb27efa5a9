//! Two tables of hours: what the server derived, read from its report, and what was true.
//!
//! The truth is found without any of the engine: the simulator cuts each officer's true path at every edge
//! of every zone. Times without reception beyond the gap limit are in no hours, so truth leaves them out, too.

use std::collections::BTreeMap;

use beatbook_domain::zone::ZoneVersion;
use beatbook_simulator::truth::truth;
use serde_json::Value;

use crate::cast::Cast;
use crate::error::DemoError;

/// One measure by both ways of counting, milliseconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Both {
    /// Every officer of a crew counts.
    pub officer: i64,
    /// A crew counts once.
    pub patrol: i64,
}

/// What the report says of one zone, in every mode.
#[derive(Debug, Clone, Default)]
pub struct ZoneHours {
    pub code: String,
    pub name: String,
    pub presence: Both,
    pub certain: Both,
    pub possible: Both,
    /// Officer presence in a vehicle.
    pub vehicle: i64,
    pub visits: i64,
    /// Stays of 15 minutes on foot and more.
    pub dosage: i64,
}

/// The report as far as the demonstration shows it.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Its own first lines.
    pub base: Vec<String>,
    pub zones: Vec<ZoneHours>,
    /// Notebooks outstanding.
    pub outstanding: usize,
    /// Patrols received and not derived.
    pub waiting: i64,
}

impl Report {
    /// Reads the server's own JSON.
    pub fn read(report: &Value) -> Result<Self, DemoError> {
        let wrong = || DemoError::Answer("beatbook-server hours".to_owned());
        let rows = report["rows"].as_array().ok_or_else(wrong)?;
        let base = report["base"].as_array().ok_or_else(wrong)?;
        let outstanding = report["completeness"]["outstanding"].as_array().ok_or_else(wrong)?;
        Ok(Self {
            base: base.iter().filter_map(|line| Some(line.as_str()?.to_owned())).collect(),
            zones: rows.iter().map(zone).collect::<Option<Vec<ZoneHours>>>().ok_or_else(wrong)?,
            outstanding: outstanding.len(),
            waiting: report["completeness"]["patrols_waiting"].as_i64().ok_or_else(wrong)?,
        })
    }

    /// The line that says whether it is complete.
    pub fn completeness(&self) -> &str {
        self.base.last().map_or("", String::as_str)
    }
}

fn zone(row: &Value) -> Option<ZoneHours> {
    let hours = &row["hours"];
    let both =
        |value: &Value| Some(Both { officer: value["officer"].as_i64()?, patrol: value["patrol"].as_i64()? });
    Some(ZoneHours {
        code: row["name"]["code"].as_str()?.to_owned(),
        name: row["name"]["name"].as_str()?.to_owned(),
        presence: both(&hours["all"]["presence"])?,
        certain: both(&hours["all"]["certain"])?,
        possible: both(&hours["all"]["possible"])?,
        vehicle: hours["modes"]["vehicle"]["presence"]["officer"].as_i64()?,
        visits: hours["visits"]["all"].as_i64()?,
        dosage: hours["visits"]["dosage"].as_i64()?,
    })
}

/// What was true, by zone code.
pub fn true_hours(cast: &Cast) -> BTreeMap<String, Both> {
    let geometries: Vec<_> = cast.zones.iter().map(|zone: &ZoneVersion| &zone.geometry).collect();
    let mut sums: BTreeMap<String, Both> = BTreeMap::new();
    let mut crews_counted: Vec<u32> = Vec::new();
    for officer in &cast.officers {
        let told = truth(&officer.shift, &geometries);
        let counts_crew = !crews_counted.contains(&officer.shift.crew);
        crews_counted.push(officer.shift.crew);
        for (zone, found) in cast.zones.iter().zip(&told.zones) {
            let sum = sums.entry(zone.code.clone()).or_default();
            sum.officer += found.countable_ms();
            // A crew walked one way: its first phone's shift says where.
            sum.patrol += if counts_crew { found.countable_ms() } else { 0 };
        }
    }
    sums
}
