//! A council's clerk at the terminal: orders from a file, rule sets, officers' powers – whole or not at all.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests are not recognised as tests"
)]

use crate::binary;

use binary::{Administrator, Said};
use serde_json::{Value, json};

const ZONES: &str = include_str!("../../illustrative/medway-order-zones.geojson");
const ORDERS: &str = include_str!("../../illustrative/medway-orders.json");
const LIST: &[&str] = &["orders", "list", "--authority", "MDW", "--at", "2025-09-06"];

/// Medway with its illustrative zones.
fn medway() -> Administrator {
    let administrator = Administrator::of_medway();
    administrator.sits_at_the_desk();
    let zones = file(&administrator, "zones.geojson", ZONES);
    administrator.run(&["zones", "import", &zones, "--authority", "MDW"]).done();
    administrator
}

fn file(administrator: &Administrator, name: &str, content: &str) -> String {
    let path = administrator.folder.path().join(name);
    std::fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_owned()
}

fn import(administrator: &Administrator, content: &str, further: &[&str]) -> Said {
    let file = file(administrator, "orders.json", content);
    administrator.run(&[&["orders", "import", &file, "--authority", "MDW"], further].concat())
}

/// The book with the next version of the order about vehicles, which begins on a day.
fn varied(effective: &str) -> String {
    let mut book: Value = serde_json::from_str(ORDERS).unwrap();
    let mut order = book["orders"][4].take();
    order["version"] = 2.into();
    order["effective"] = effective.into();
    // Extended every three years until after that day.
    let ended = order["term"]["until"].take();
    order["term"]["until"] = "2174-03-31".into();
    order["term"]["history"] = vec![json!({"what": "extended", "on": ended}); 49].into();
    book["orders"] = vec![order].into();
    book["authorities"] = Value::Array(Vec::new());
    book.to_string()
}

#[test]
fn a_book_is_tried_imported_listed_and_written_back() {
    let administrator = medway();
    let dry = import(&administrator, ORDERS, &["--dry-run"]).done();
    assert!(dry.out.contains("23 things would change"), "{}", dry.out);
    assert_eq!(administrator.json(LIST).as_array().unwrap().len(), 0);
    let done = import(&administrator, ORDERS, &[]).done();
    assert!(done.out.contains("order MDW-NV version 1 added") && done.out.contains("23 things changed"));
    assert!(import(&administrator, ORDERS, &[]).done().out.contains("0 things changed, 23 are as they were"));

    let listed = administrator.json(LIST);
    assert_eq!(listed.as_array().unwrap().len(), 6);
    assert_eq!((&listed[0]["code"], &listed[0]["in_force"]), (&"MDW-ALC-CHA".into(), &true.into()));
    let soon = administrator.run(&["orders", "list", "--authority", "MDW", "--at", "2026-11-01"]).done();
    assert!(soon.out.contains("ENDS IN 39 DAYS") && soon.out.contains("ILLUSTRATIVE"), "{}", soon.out);
    let over = administrator.run(&["orders", "list", "--authority", "MDW", "--at", "2027-01-05"]).done();
    assert!(over.out.contains("ENDED 2026-12-10"), "{}", over.out);

    let written = administrator.run(&["orders", "export", "--authority", "MDW"]).done().out;
    let fresh = medway();
    import(&fresh, &written, &[]).done();
    assert_eq!(fresh.run(&["orders", "export", "--authority", "MDW"]).done().out, written);
}

#[test]
fn a_wrong_file_changes_nothing_and_every_fault_is_told() {
    let administrator = medway();
    let wrong = ORDERS.replace("\"days\": 13", "\"days\": 14").replace("\"ALC-GIL\"", "\"ALC-GLL\"");
    let faults = ORDERS.matches("\"days\": 13").count() + 1;
    for _served in [None, Some(administrator.serves())] {
        let said = import(&administrator, &wrong, &[]).refused(3, "orders_file");
        assert!(said.err.contains(&format!("Nothing was imported: {faults} problems")), "{}", said.err);
        assert!(
            said.err.contains("orders[0].terms[0].early.days: ")
                && said.err.contains("[early_period_not_below]")
        );
        assert!(said.err.contains("no zone ALC-GLL"), "{}", said.err);
        assert_eq!(administrator.json(LIST).as_array().unwrap().len(), 0);
    }
    import(&administrator, &" ".repeat((16 << 20) + 1), &[]).refused(3, "orders_file");
    administrator.run(&["orders", "import", "/no/such/file", "--authority", "MDW"]).refused(1, "io");
}

#[test]
fn the_past_of_an_order_changes_only_with_a_reason_that_the_log_keeps() {
    let administrator = medway();
    import(&administrator, ORDERS, &[]).done();
    let earlier = varied("2025-06-01");
    import(&administrator, &earlier, &[]).refused(3, "changes_history");
    let reason = &["--retroactive", "--reason", "made in May, told us in June"];
    let done = import(&administrator, &earlier, reason).done();
    assert!(done.out.contains("MDW-NV counts otherwise from 2025-06-01 on"), "{}", done.out);
    import(&administrator, &varied("2025-07-01"), reason).refused(3, "version_has_begun");
    let log = administrator.run(&["access-log", "--authority", "MDW"]).done().out;
    assert!(
        log.contains("orders import: 1 changes, published true") && log.contains("told us in June"),
        "{log}"
    );
}

#[test]
fn a_rule_set_waits_for_its_day_and_instrument() {
    let administrator = medway();
    let rules = ["rules", "list", "--authority", "MDW"];
    let awaited = administrator.json(&rules);
    let draft = |list: &Value| {
        list.as_array().unwrap().iter().find(|one| one["id"] == "EW-2026-draft").unwrap().clone()
    };
    assert_eq!(draft(&awaited)["commencement"], "awaited");
    let commence = |id: &str, instrument: &str| {
        administrator.run(&[
            "rules",
            "commence",
            id,
            "--authority",
            "MDW",
            "--from",
            "2150-01-01",
            "--instrument",
            instrument,
            "--as",
            "CSM1",
            "--reason",
            "the Act has begun",
        ])
    };
    commence("EW-2030", "SI 2026/999").refused(3, "unknown_rules");
    commence("EW-2026-draft", " ").refused(3, "rule_set_no_instrument");
    commence("EW-2026-draft", "SI 2026/999").done();
    commence("EW-2026-draft", "SI 2026/999").refused(3, "rule_set_already_commenced");
    let commenced = draft(&administrator.json(&rules));
    assert_eq!((&commenced["revision"], &commenced["in_force_today"]), (&4.into(), &false.into()));
    // From its first day on a higher amount is lawful, and not a day before.
    let dearer = |effective: &str| varied(effective).replace("\"amount\":10000", "\"amount\":30000");
    import(&administrator, ORDERS, &[]).done();
    import(&administrator, &dearer("2149-12-31"), &[]).refused(3, "orders_file");
    import(&administrator, &dearer("2150-01-01"), &[]).done();
}

/// Who settles it, and why.
const WHY: [&str; 4] = ["--as", "CSM1", "--reason", "shown the document"];

#[test]
fn powers_are_held_by_an_officer_by_a_document_and_for_a_time() {
    let administrator = Administrator::of_medway();
    administrator.sits_at_the_desk();
    let add = |further: &[&str]| {
        let words =
            ["officer", "power", "add", "--authority", "MDW", "--code", "4711", "--from", "2025-01-01"];
        administrator.run(&[&words[..], &WHY, further].concat())
    };
    add(&["--power", "s68_fpn", "--reference", "DES-1"]).refused(3, "no_capacity");
    add(&["--power", "s68_fpn", "--reference", " ", "--capacity", "pcso"]).refused(3, "text");
    add(&["--power", "s77_direction", "--reference", "DES-1", "--capacity", "pcso"])
        .refused(3, "power_not_for_capacity");
    assert_eq!(add(&["--power", "flying", "--reference", "DES-1", "--capacity", "pcso"]).exit, 2);
    add(&["--power", "s68_fpn", "--reference", "DES-1", "--capacity", "pcso"]).done();
    add(&["--power", "s63_requirement", "--reference", "DES-1", "--granted-by", "KNT"]).done();
    add(&["--power", "cpw", "--reference", "DES-1", "--capacity", "constable"]).refused(3, "other_capacity");
    add(&["--power", "cpw", "--reference", "DES-2", "--to", "2024-12-31"])
        .refused(3, "power_ends_before_begin");
    // Paper about vehicles is the force's that gave the power: which one is not guessed.
    administrator
        .run(&["officer", "add", "--authority", "MDW", "--code", "4502", "--name", "PC", "--team", "NTF"])
        .done();
    let vehicles = |further: &[&str]| {
        let grant =
            ["officer", "power", "add", "--authority", "MDW", "--code", "4502", "--from", "2025-01-01"];
        let power = ["--capacity", "constable", "--power", "s59_vehicles", "--reference", "W-1"];
        administrator.run(&[&grant[..], &power, &WHY, further].concat())
    };
    // Nobody grants a power to themself, nor does somebody who leads nobody; both are in the log.
    let grants = |by: &str, to: &str| {
        let grant = ["officer", "power", "add", "--authority", "MDW", "--code", to, "--from", "2025-01-01"];
        let power = ["--capacity", "constable", "--power", "s63_requirement", "--reference", "W-1"];
        administrator.run(&[&grant[..], &power, &["--as", by, "--reason", "shown the document"]].concat())
    };
    grants("CSM1", "CSM1").refused(3, "own_powers");
    grants("4711", "4502").refused(3, "not_allowed");
    grants("4502", "nobody").refused(3, "not_allowed");
    let log = administrator.run(&["access-log", "--authority", "MDW", "--as", "CSM1"]).done().out;
    assert!(
        log.contains("power s63_requirement granted to nobody known  reason: shown the document"),
        "{log}"
    );
    vehicles(&[]).refused(3, "granting_authority");
    vehicles(&["--granted-by", "KNT"]).done();
    let end = |power: &str| {
        let words = ["officer", "power", "end", "--authority", "MDW", "--code", "4711", "--on", "2026-06-30"];
        administrator.run(&[&words[..], &WHY, &["--power", power]].concat())
    };
    end("cpw").refused(3, "no_such_power");
    end("s68_fpn").done();
    end("s68_fpn").refused(3, "no_such_power");
    let held = &administrator.json(&["officer", "power", "list", "--authority", "MDW"])[0]["held"];
    assert_eq!((&held[0]["power"], &held[0]["granted_by"]), (&"s63_requirement".into(), &"KNT".into()));
    assert_eq!((&held[1]["power"], &held[1]["to"]), (&"s68_fpn".into(), &"2026-06-30".into()));
}
