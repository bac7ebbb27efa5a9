//! Who saw what: every view and export leaves a row, rows can be read back, and they name nobody.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests are not recognised as tests"
)]

use crate::binary;

use binary::Administrator;
use serde_json::Value;

const LOG: &[&str] = &["access-log", "--authority", "MDW", "--as", "CSM1"];

fn what(rows: &Value) -> Vec<String> {
    let rows = rows.as_array().unwrap().iter();
    rows.map(|row| format!("{}: {}", row["purpose"].as_str().unwrap(), row["what"].as_str().unwrap()))
        .collect()
}

#[test]
fn every_view_and_export_leaves_a_row_and_so_does_looking_at_the_rows() {
    let administrator = Administrator::of_medway();
    administrator.sits_at_the_desk();
    let serving = administrator.serves();
    let hours = ["hours", "--authority", "MDW", "--as", "CSM1", "--period", "2025-09"];
    administrator.run(&hours).done();
    administrator.run(&[&hours[..], &["--form", "csv"]].concat()).done();
    administrator.run(&[&hours[..], &["--publish"]].concat()).done();
    let one = [&hours[..], &["--officer", "4711", "--reason", "complaint 17"]].concat();
    administrator.run(&one).done();
    administrator.run(&["officer", "list", "--authority", "MDW"]).done();
    administrator.run(&["outstanding", "--authority", "MDW"]).done();
    administrator.run(&["enrol", "--authority", "MDW", "--officer", "4711", "--text-only"]).done();
    administrator.run(&["receipt-key", "change"]).done();
    let backup = administrator.folder.path().join("backup");
    administrator.run(&["backup", backup.to_str().unwrap()]).done();
    let rows = administrator.json(LOG);
    let expected = [
        "administration: officer ",
        "administration: officer ",
        "administration: officer ",
        "administration: officer ",
        "report: hours by zone of everyone, September 2025",
        "report: hours by zone of everyone, September 2025",
        "report: hours by zone of everyone, September 2025",
        "report: published the hours, September 2025",
        "report: hours by zone of officer ",
        "administration: list of officers",
        "report: outstanding notebooks",
        "administration: code for officer ",
        "administration: receipt key changed",
        "administration: backup",
        "administration: access log, the beginning to now",
    ];
    let found = what(&rows);
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (row, expected) in found.iter().zip(expected) {
        assert!(row.starts_with(expected), "{row} is not {expected}");
    }
    assert_eq!(rows[8]["reason"], "complaint 17");
    // By the part of the law: hours are general processing, and what an administrator does may be of both.
    assert_eq!((&rows[4]["regime"], &rows[9]["regime"]), (&"general".into(), &Value::Null));
    let enforced = administrator.json(&[LOG, &["--regime", "law-enforcement"]].concat());
    assert!(what(&enforced).iter().all(|row| !row.starts_with("report: ")), "{enforced}");
    // What was refused showed nothing; that somebody tried is there.
    administrator
        .run(&[&hours[..], &["--officer", "4711", "--reason", " "]].concat())
        .refused(3, "reason_missing");
    let again = administrator.json(LOG);
    assert_eq!(
        again.as_array().unwrap().len(),
        expected.len() + 4,
        "the look by law, it, what came of it, and the second look"
    );
    let [_, tried, refused, ..] = &what(&again)[expected.len()..] else { panic!("{again}") };
    assert!(tried.starts_with("report: hours of officer "), "{tried}");
    assert_eq!(refused, "report: refused: reason_missing");
    // Neither names nor warrant numbers: officers are ids.
    let text = again.to_string();
    let is_said = |code: &str| text.split(|c: char| !c.is_alphanumeric()).any(|word| word == code);
    assert!(!text.contains("Bloggs") && !is_said("4711"), "{text}");
    serving.stop();
}

#[test]
fn the_log_is_plain_columns_of_a_period() {
    let administrator = Administrator::of_medway();
    administrator.sits_at_the_desk();
    administrator.run(&["officer", "list", "--authority", "MDW"]).done();
    let table = administrator.run(LOG).done().out;
    assert!(table.contains("administration administrator: list of officers"), "{table}");
    let csv = administrator.run(&[LOG, &["--csv"]].concat()).done().out;
    let lines: Vec<&str> = csv.trim_end().split("\r\n").collect();
    assert_eq!(lines[0], "number,at,at_utc_ms,who,purpose,what,reason,regime");
    assert_eq!(lines.len(), 8, "{csv}");
    let later = administrator.run(&[LOG, &["--from", "2100-01-01"]].concat()).done().out;
    assert!(later.contains("Nothing was written down"), "{later}");
    let early = administrator.json(&[LOG, &["--to", "2020-01-01"]].concat());
    assert_eq!(early.as_array().unwrap().len(), 0);
    administrator.run(&[LOG, &["--from", "2026-01-02", "--to", "2026-01-01"]].concat()).refused(3, "period");
    administrator.run(&[LOG, &["--from", "yesterday"]].concat()).refused(3, "instant");
    // A time without an offset is what clocks here show; in the night of the change it needs one.
    let all =
        administrator.json(&[LOG, &["--from", "2026-01-01T09:00", "--to", "2100-01-01T12:00"]].concat());
    assert!(all.as_array().unwrap().len() > 7, "{all}");
    administrator.run(&[LOG, &["--from", "2026-10-25T01:30"]].concat()).refused(3, "instant");
    // Where a day alone is asked for, a time is refused.
    let of_day = |day| administrator.run(&["officer", "role", "end", "--authority", "MDW", "--on", day]);
    let said = of_day("2026-01-01T09:00");
    assert!(said.exit == 2 && said.err.contains("not a date"), "{said:?}");
    assert!(!of_day("2026-01-01").err.contains("not a date"));
    administrator.run(&["access-log", "--authority", "XYZ"]).refused(3, "unknown_authority");
}
