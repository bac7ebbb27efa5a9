//! Records for people to read: instants by the clock, places by the grid, codes in words, nothing where nothing was told.

use beatbook_domain::calendar::local_label;
use beatbook_domain::records::seen::KeptPlace;
use serde_json::Value;

use crate::welfare::reference;

/// Earliest and latest instants there are, UTC milliseconds: no other number of a record is in between.
const INSTANTS: std::ops::Range<i64> = 1_577_836_800_000..4_102_444_800_000;

/// What stands for itself, in words; nothing for fields and lists that hold more.
pub(super) fn plain(value: &Value) -> Option<String> {
    match value {
        Value::Object(fields) if fields.contains_key("wall") && fields.contains_key("mono") => {
            fields.get("wall").and_then(plain)
        }
        Value::Object(fields) if fields.contains_key("lat") && fields.contains_key("lon") => {
            let place: Option<KeptPlace> = serde_json::from_value(value.clone()).ok();
            let within = |place: KeptPlace| match place.accuracy {
                Some(accuracy) => format!(", within {} m", f64::from(accuracy) / 10.0),
                None => String::new(),
            };
            let text = place.and_then(|place| Some(reference(place)? + &within(place)));
            Some(text.unwrap_or_else(|| value.to_string()))
        }
        Value::Object(_) | Value::Array(_) => None,
        Value::Bool(is) => Some(if *is { "yes" } else { "no" }.to_owned()),
        Value::String(text) if is_code(text) => Some(text.replace('_', " ")),
        Value::String(text) => Some(text.clone()),
        Value::Null => Some(String::new()),
        Value::Number(number) => {
            let instant = number.as_i64().filter(|instant| INSTANTS.contains(instant));
            let by_clock = instant.and_then(|instant| local_label(instant).ok());
            Some(by_clock.unwrap_or_else(|| number.to_string()))
        }
    }
}

/// Whether a text is a word of a list, and nobody's own.
fn is_code(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

/// A record, a field a line, what is in it below it.
pub(super) fn outline(value: &Value) -> String {
    let mut out = String::new();
    write(&mut out, value, 0);
    out.truncate(out.trim_end().len());
    out
}

fn write(out: &mut String, value: &Value, depth: usize) {
    let mut line = |name: &str, value: &Value| {
        if value.is_null() || value.as_array().is_some_and(Vec::is_empty) {
            return;
        }
        out.push_str(&"  ".repeat(depth));
        out.push_str(name);
        match plain(value) {
            Some(text) => {
                out.push_str(&text);
                out.push('\n');
            }
            None => {
                out.truncate(out.trim_end().len());
                out.push('\n');
                write(out, value, depth + 1);
            }
        }
    };
    match value {
        Value::Object(fields) => {
            fields.iter().for_each(|(name, value)| line(&format!("{}: ", name.replace('_', " ")), value));
        }
        Value::Array(values) => values.iter().for_each(|value| line("- ", value)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use serde_json::json;

    use super::outline;

    #[test]
    fn a_record_reads_without_a_machines_numbers() {
        let record = json!({
            "record": "01a2-x", "opened": { "at": { "wall": 1_764_378_000_000_i64, "mono": 76, "boot": "92" } },
            "place": { "lat": 513_880_000, "lon": 5_370_000, "accuracy": 50 }, "state": "bedded_down", "told": null,
            "steps": [{ "danger": { "immediate": false } }, { "note": "Has a dog" }], "none": [],
        });
        let expected = "record: 01a2-x\nopened:\n  at: Sat 29 Nov 2025 01:00 GMT\nplace: TQ 7662 6849, within 5 m\n\
                        state: bedded down\nsteps:\n  -\n    danger:\n      immediate: no\n  -\n    note: Has a dog";
        assert_eq!(outline(&record), expected);
    }
}
