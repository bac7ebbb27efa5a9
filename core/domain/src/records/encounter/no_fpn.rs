//! Why an offence ended without a fixed penalty: the list that ships, as data, and how often each reason was given.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A reason, under the code that records keep.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoFpnReason {
    /// Stable code.
    pub code: String,
    /// As people read it.
    pub title: String,
}

/// The list that ships. A record may hold a code that is not in it: it is counted under that code.
#[must_use]
pub fn shipped() -> Vec<NoFpnReason> {
    // Compiled in; a test reads it.
    serde_json::from_slice(include_bytes!("no_fpn_reasons.json")).unwrap_or_default()
}

/// One reason of one month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NoFpnRow {
    /// The first day of the month.
    pub month: Date,
    /// The reason's code.
    pub code: String,
    /// As people read it; the code where the list does not know it.
    pub title: String,
    /// People to whom no penalty was given for it.
    pub people: u32,
}

/// Reasons by month, in the order of the months and of the list; what the list does not know comes last.
#[must_use]
pub fn by_month(given: impl IntoIterator<Item = (Date, String)>) -> Vec<NoFpnRow> {
    let known = shipped();
    let place = |code: &str| known.iter().position(|one| one.code == code).unwrap_or(known.len());
    let mut counted: BTreeMap<(Date, usize, String), u32> = BTreeMap::new();
    for (day, code) in given {
        let count = counted.entry((day.first_of_month(), place(&code), code)).or_default();
        *count = count.saturating_add(1);
    }
    let row = |((month, place, code), people): ((Date, usize, String), u32)| {
        let title = known.get(place).map_or_else(|| code.clone(), |one| one.title.clone());
        NoFpnRow { month, code, title, people }
    };
    counted.into_iter().map(row).collect()
}
