//! The phone's access log on the command line.

use std::fmt::Write;

use beatbook_device::{AccessLog, AccessRow};
use beatbook_domain::calendar::local_label;
use serde_json::json;

use crate::arguments::When;
use crate::commands::Phone;
use crate::error::PhoneError;
use crate::out;

/// Rows asked for at once.
const PAGE: u32 = 1_000;

impl Phone {
    /// Tells who looked at what on this phone.
    pub fn access_log(&self, json: bool) -> Result<(), PhoneError> {
        let log = self.act(&When { at: None }, |book| {
            let mut log = AccessLog { rows: Vec::new(), missed: 0 };
            loop {
                let page = book.access_log(log.rows.last().map(|row| row.number), PAGE)?;
                let is_last = page.rows.len() < PAGE as usize;
                log.rows.extend(page.rows);
                log.missed = page.missed;
                if is_last {
                    return Ok::<_, PhoneError>(log);
                }
            }
        })?;
        if json {
            let rows =
                log.rows.iter().map(|row| json!({"number": row.number, "look": row.look, "told": row.told}));
            return out::line(json!({"rows": rows.collect::<Vec<_>>(), "missed": log.missed}));
        }
        out::text(table(&log))
    }
}

fn table(log: &AccessLog) -> String {
    let mut text: String = log.rows.iter().map(line).collect();
    if log.missed > 0 {
        let _ = writeln!(text, "{} looks were not written down, as the phone was full.", log.missed);
    }
    if text.is_empty() { "Nothing of anybody was looked at on this phone.\n".to_owned() } else { text }
}

fn line(row: &AccessRow) -> String {
    let at = row.look.time.map_or(row.look.at.wall, |time| time.at);
    let at = local_label(at).unwrap_or_else(|_| at.to_string());
    let told = if row.told { "" } else { "  (not sent)" };
    format!("{at}  {}{told}\n", row.look)
}
