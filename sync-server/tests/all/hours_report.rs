//! The hours report as people and programs get it: text, CSV, JSON, to the byte.
//!
//! The expected files lie in `tests/hours`; a change of wording or of a column changes them openly.

#![allow(clippy::unwrap_used, reason = "helpers of tests are not recognised as tests")]

use std::collections::BTreeMap;
use std::path::Path;

use beatbook_domain::calendar::{Period, parse_instant};
use beatbook_domain::crew::CrewSpan;
use beatbook_domain::hours::{
    AreaTime, Basis, Completeness, GroupBy, HoursFacts, HoursQuery, HoursReport, Outstanding,
    OutstandingReason, PatrolTime, ReportZone, Whose, ZoneChoice, mark_restated, publish, report,
};
use beatbook_domain::presence::{Interval, ModeInterval, Quality, TravelMode, Visit};
use beatbook_domain::records::patrol::Duty;
use beatbook_domain::thresholds::Thresholds;
use beatbook_domain::zone::ZoneKind;
use beatbook_protocol::id::Id;
use beatbook_server::report::{Form, RenderError, render};

const MINUTE: i64 = 60_000;

fn id(n: u8) -> Id {
    Id::from_bytes([n; 16])
}

/// A patrol of one phone from an instant on; stays are (zone, first minute, last minute, mode).
fn patrol(of: u8, from: &str, minutes: i64, stays: &[(&str, i64, i64, TravelMode)]) -> PatrolTime {
    let begin = parse_instant(from).unwrap();
    let span = Interval { from: begin, to: begin + minutes * MINUTE };
    let mut areas: BTreeMap<&str, AreaTime> = BTreeMap::new();
    for (zone, from, to, mode) in stays {
        let stay = Interval { from: begin + from * MINUTE, to: begin + to * MINUTE };
        let area = areas.entry(zone).or_insert_with(|| AreaTime {
            zone: (*zone).to_owned(),
            presence: Vec::new(),
            certain: Vec::new(),
            possible: Vec::new(),
            visits: Vec::new(),
        });
        let around =
            |ms: i64| ModeInterval { span: Interval { from: stay.from - ms, to: stay.to + ms }, mode: *mode };
        area.presence.push(around(0));
        area.certain.push(around(-20_000));
        area.possible.push(around(25_000));
        let time = |of: TravelMode| if of == *mode { stay.to - stay.from } else { 0 };
        area.visits.push(Visit {
            span: stay,
            foot: time(TravelMode::Foot),
            cycle: time(TravelMode::Cycle),
            vehicle: time(TravelMode::Vehicle),
            gaps: Vec::new(),
        });
    }
    PatrolTime {
        id: Id::v7(u64::try_from(begin).unwrap(), [of; 10]),
        officer: id(of),
        duty: Duty::TaskedCore,
        operation: None,
        former: Vec::new(),
        span,
        crews: vec![CrewSpan { span, officers: vec![id(of)], others: 0 }],
        abstractions: Vec::new(),
        gaps: Vec::new(),
        quality: Quality::A,
        dosage: Thresholds::V1.dosage,
        areas: areas.into_values().collect(),
    }
}

fn zones() -> Vec<ReportZone> {
    let hotspot = |code: &str, name: &str| ReportZone {
        code: code.to_owned(),
        name: name.to_owned(),
        kind: ZoneKind::Hotspot,
        programme: Some("GRIP".to_owned()),
        target_minutes: Some(240),
    };
    let ward = ReportZone {
        kind: ZoneKind::Ward,
        programme: None,
        target_minutes: None,
        ..hotspot("CHA-W", "Chatham Central ward")
    };
    vec![hotspot("CHA-HS", "Chatham High Street"), hotspot("GIL-HS", "Gillingham High Street"), ward]
}

/// A Saturday night alone, and a Friday of overtime by a pair with two phones.
fn september() -> HoursFacts {
    let walk = TravelMode::Foot;
    let mut saturday = patrol(
        1,
        "2025-09-06T19:00:00+01:00",
        480,
        &[
            ("CHA-HS", 20, 41, walk),
            ("CHA-HS", 185, 203, walk),
            ("CHA-HS", 375, 378, TravelMode::Vehicle),
            ("CHA-W", 0, 240, walk),
        ],
    );
    saturday.gaps =
        vec![Interval { from: saturday.span.from + 240 * MINUTE, to: saturday.span.from + 252 * MINUTE }];
    saturday.quality = Quality::B;
    let friday = |of| {
        let mut patrol = patrol(of, "2025-09-12T20:00:00+01:00", 240, &[("GIL-HS", 30, 80, walk)]);
        patrol.duty = Duty::OvertimeFunded;
        patrol.operation = Some("Op Lantern".to_owned());
        patrol.crews[0].officers = vec![id(2), id(3)];
        patrol.crews[0].others = 1;
        patrol
    };
    HoursFacts {
        patrols: vec![saturday, friday(2), friday(3)],
        zones: zones(),
        teams: (1..=4).map(|n| (id(n), "NTF Town Centre".to_owned())).collect(),
    }
}

fn query(text: &str) -> HoursQuery {
    let period = Period::parse(text).unwrap();
    HoursQuery {
        period: period.interval().unwrap(),
        label: period.label(),
        group_by: GroupBy::Zone,
        zones: ZoneChoice::All,
        whose: Whose::Everyone,
        basis: Basis::OfficerFoot,
        by_week_hour: false,
    }
}

fn ask(facts: &HoursFacts, query: &HoursQuery) -> HoursReport {
    let mut made = report(facts, query).unwrap();
    let heard = |text| Some(parse_instant(text).unwrap());
    let unseen = |n, text| Outstanding {
        notebook: id(n),
        last_seen: heard(text),
        reason: OutstandingReason::NotSeenSince,
    };
    made.completeness = Some(Completeness {
        derived_up_to: heard("2025-10-01T08:00:00+01:00"),
        patrols_waiting: 1,
        outstanding: vec![unseen(8, "2025-09-28T07:12:00+01:00"), unseen(9, "2025-09-28T18:40:00+01:00")],
    });
    made
}

fn text(report: &HoursReport, form: Form) -> String {
    String::from_utf8(render(report, form).unwrap()).unwrap()
}

/// Compares with a file of `tests/hours`; with WRITE_EXPECTED set it writes the file for a person to read.
fn same_as_file(name: &str, written: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hours").join(name);
    if std::env::var_os("WRITE_EXPECTED").is_some() {
        std::fs::write(&path, written).unwrap();
    }
    assert_eq!(written, std::fs::read_to_string(path).unwrap());
}

fn csv_cells(report: &HoursReport) -> Vec<BTreeMap<String, String>> {
    let bytes = render(report, Form::Csv).unwrap();
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    reader.deserialize().map(Result::unwrap).collect()
}

/// The month once published, and one late shift since.
fn restated() -> HoursReport {
    let mut facts = september();
    let published = publish(&ask(&facts, &query("2025-09"))).unwrap();
    facts.patrols.push(patrol(4, "2025-09-20T19:00:00+01:00", 480, &[("CHA-HS", 60, 135, TravelMode::Foot)]));
    let mut now = ask(&facts, &query("2025-09"));
    mark_restated(&mut now, &[published]);
    now
}

#[test]
fn the_month_reads_as_it_should() {
    same_as_file("restated_month.txt", &text(&restated(), Form::Table));
}

#[test]
fn the_week_table_shows_when() {
    let weekly = ask(&september(), &HoursQuery { by_week_hour: true, ..query("2025-W36") });
    same_as_file("week.txt", &text(&weekly, Form::Table));
}

#[test]
fn the_csv_is_the_same_to_the_byte() {
    same_as_file("restated_month.csv", &text(&restated(), Form::Csv));
}

#[test]
fn story_e9_the_same_question_to_a_replica_gives_the_same_bytes() {
    let mut replica = september();
    replica.patrols.reverse();
    replica.zones.reverse();
    let asked = HoursQuery { by_week_hour: true, ..query("2025-09") };
    for form in [Form::Table, Form::Csv, Form::WeekCsv, Form::Json] {
        assert_eq!(text(&ask(&september(), &asked), form), text(&ask(&replica, &asked), form), "{form:?}");
    }
}

#[test]
fn story_e9_an_incomplete_month_says_which_phones_and_since_when() {
    let table = text(&ask(&september(), &query("2025-09")), Form::Table);
    assert!(table.contains(
        "INCOMPLETE: 2 notebooks outstanding, last seen Sun 28 Sep 2025 07:12 BST, Sun 28 Sep 2025 18:40 BST."
    ));
    assert!(table.contains("nobody typed them"));
    assert!(table.contains("Derived up to Wed 1 Oct 2025 08:00 BST; 1 patrol waiting."));
    let rows = csv_cells(&ask(&september(), &query("2025-09")));
    assert!(rows.iter().all(|row| row["notebooks_outstanding"] == "2" && row["patrols_waiting"] == "1"));
}

#[test]
fn story_e1_the_csv_has_39_minutes_two_doses_and_three_minutes_by_car() {
    let rows = csv_cells(&ask(&september(), &query("2025-W36")));
    let chatham = rows.iter().find(|row| row["code"] == "CHA-HS").unwrap();
    assert_eq!(
        (chatham["officer_foot_ms"].as_str(), chatham["officer_vehicle_ms"].as_str()),
        ("2340000", "180000")
    );
    assert_eq!((chatham["dosage_visits"].as_str(), chatham["tracks_b"].as_str()), ("2", "1"));
    assert_eq!((chatham["officer_gap_minutes"].as_str(), chatham["gap_percent"].as_str()), ("12", "2.5"));
}

#[test]
fn officer_hours_and_patrol_hours_of_a_pair_are_both_there() {
    let rows = csv_cells(&ask(&september(), &query("2025-09")));
    let gillingham = rows.iter().find(|row| row["code"] == "GIL-HS").unwrap();
    // Two officers and a colleague without a notebook for 50 minutes.
    assert_eq!(gillingham["officer_foot_hours"], "2.50");
    assert_eq!(gillingham["patrol_foot_hours"], "0.83");
    assert_eq!(gillingham["of_officer_foot_colleagues_without_notebook_ms"], "3000000");
    assert_eq!(gillingham["officer_overtime_funded_foot_ms"], gillingham["officer_foot_ms"]);
}

#[test]
fn a_name_that_looks_like_a_formula_stays_text() {
    let mut facts = september();
    facts.zones[0].name = "=HYPERLINK(\"http://example.invalid\")".to_owned();
    let rows = csv_cells(&ask(&facts, &query("2025-09")));
    assert!(rows.iter().any(|row| row["name"] == "'=HYPERLINK(\"http://example.invalid\")"));
}

#[test]
fn json_holds_exact_milliseconds_and_its_base() {
    let json: serde_json::Value = serde_json::from_str(&text(&restated(), Form::Json)).unwrap();
    assert_eq!(json["format"], "beatbook-hours-1");
    assert_eq!(json["unit"], "milliseconds");
    let chatham = &json["rows"][0];
    assert_eq!(chatham["name"]["code"], "CHA-HS");
    assert_eq!(chatham["hours"]["modes"]["foot"]["presence"]["officer"], (39 + 75) * MINUTE);
    assert_eq!(chatham["restated"]["officer_foot"], 75 * MINUTE);
    assert_eq!(json["completeness"]["outstanding"].as_array().unwrap().len(), 2);
}

#[test]
fn no_form_names_an_officer() {
    let one = HoursQuery { whose: Whose::with_reason(id(1), "complaint").unwrap(), ..query("2025-09") };
    for form in [Form::Table, Form::Csv, Form::Json] {
        let written = text(&ask(&september(), &one), form);
        assert!(!written.contains(&id(1).to_string()) && !written.contains("complaint"), "{form:?}");
    }
}

#[test]
fn teams_and_operations_have_rows_of_their_own() {
    let by = |group_by| {
        ask(
            &september(),
            &HoursQuery { group_by, zones: ZoneChoice::Kind(ZoneKind::Hotspot), ..query("2025-09") },
        )
    };
    let teams = csv_cells(&by(GroupBy::Team));
    assert_eq!((teams[0]["row"].as_str(), teams[0]["code"].as_str()), ("team", "NTF Town Centre"));
    // The colleague without a notebook is counted with the team whose phone counts them.
    assert_eq!(teams[0]["officer_all_ms"], ((39 + 3 + 150) * MINUTE).to_string());
    let operations = csv_cells(&by(GroupBy::Operation));
    let codes: Vec<&str> = operations.iter().map(|row| row["code"].as_str()).collect();
    assert_eq!(codes, vec!["(no operation)", "Op Lantern", "GRIP"]);
}

#[test]
fn an_empty_report_still_has_its_heads() {
    let nothing = ask(&HoursFacts::default(), &query("2025-09"));
    assert_eq!(text(&nothing, Form::Csv).lines().count(), 1);
    assert!(text(&nothing, Form::Table).contains("Hours by zone, September 2025"));
}

#[test]
fn a_report_without_the_week_says_so_when_asked_for_it() {
    assert!(matches!(render(&ask(&september(), &query("2025-09")), Form::WeekCsv), Err(RenderError::NoWeek)));
    let weekly = ask(&september(), &HoursQuery { by_week_hour: true, ..query("2025-09") });
    assert_eq!(text(&weekly, Form::WeekCsv).lines().count(), 1 + 3 * 168);
}
