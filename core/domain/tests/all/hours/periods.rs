//! Periods: clock changes, midnights, month ends, targets.

use beatbook_domain::hours::{GroupBy, HoursQuery, ZoneChoice};

use super::beat::{HOUR, MINUTE, Outing, ask, at, facts, period, row, zone};

#[test]
fn the_sunday_the_clocks_go_back_has_25_hours() {
    let begin = at("2025-10-26");
    let all_day = Outing::new(1, begin, 25 * 60).walks("CHA-HS", 0, 25 * 60);
    let facts = facts(vec![all_day], vec![zone("CHA-HS")]);
    let sunday = HoursQuery { by_week_hour: true, ..period("2025-10-26") };
    let report = ask(&facts, &sunday);
    let hours = &row(&report, "CHA-HS").hours;
    assert_eq!(hours.all.presence.officer, 25 * HOUR);
    assert_eq!(hours.week[6 * 24 + 1].all.officer, 2 * HOUR, "the hour from 01:00 comes twice");
    assert_eq!(hours.week[6 * 24 + 2].all.officer, HOUR);
}

#[test]
fn the_sunday_the_clocks_go_forward_has_23_hours() {
    let all_day = Outing::new(1, at("2026-03-29"), 24 * 60).walks("CHA-HS", 0, 24 * 60);
    let facts = facts(vec![all_day], vec![zone("CHA-HS")]);
    let sunday = HoursQuery { by_week_hour: true, ..period("2026-03-29") };
    let report = ask(&facts, &sunday);
    assert_eq!(row(&report, "CHA-HS").hours.all.presence.officer, 23 * HOUR);
    assert_eq!(row(&report, "CHA-HS").hours.week[6 * 24 + 1].all.officer, 0, "there is no 01:30 that day");
}

#[test]
fn a_stay_over_the_month_end_is_one_visit_of_the_month_it_begins_in() {
    let shift = Outing::new(1, at("2025-10-31T19:00:00+00:00"), 480).walks("CHA-HS", 290, 310);
    let facts = facts(vec![shift], vec![zone("CHA-HS")]);
    let (october, november) = (ask(&facts, &period("2025-10")), ask(&facts, &period("2025-11")));
    let (before, after) = (&row(&october, "CHA-HS").hours, &row(&november, "CHA-HS").hours);
    assert_eq!((before.all.presence.officer, after.all.presence.officer), (10 * MINUTE, 10 * MINUTE));
    assert_eq!((before.visits.all, before.visits.dosage), (1, 1), "judged with all its 20 minutes");
    assert_eq!((after.visits.all, after.tracks.a), (0, 0));
}

#[test]
fn a_target_is_by_the_month_and_of_a_part_of_a_month_its_share() {
    let hotspot = beatbook_domain::hours::ReportZone { target_minutes: Some(3_600), ..zone("CHA-HS") };
    let facts = facts(Vec::new(), vec![hotspot]);
    let target = |text| row(&ask(&facts, &period(text)), "CHA-HS").target;
    assert_eq!(target("2025-09"), Some(60 * HOUR));
    assert_eq!(target("2025-Q4"), Some(180 * HOUR));
    assert_eq!(target("2025/26"), Some(720 * HOUR));
    assert_eq!(target("2025-09-01..2025-09-15"), Some(30 * HOUR));
    // October 2025 has 745 hours, its last Sunday 25 of them.
    assert_eq!(target("2025-10-26"), Some(60 * HOUR * 25 / 745));
}

#[test]
fn weeks_months_quarters_and_years_hold_the_same_hours() {
    let begin = at("2025-04-07T20:00:00+01:00");
    let shifts =
        (0..7).map(|day| Outing::new(1, begin + day * 24 * HOUR, 480).walks("CHA-HS", 200, 300)).collect();
    let facts = facts(shifts, vec![zone("CHA-HS")]);
    let sum = |text| row(&ask(&facts, &period(text)), "CHA-HS").hours.all.presence.officer / MINUTE;
    assert_eq!(sum("2025-04"), 700);
    assert_eq!(sum("2025-Q2"), 700);
    assert_eq!(sum("2025/26"), 700);
    assert_eq!(sum("2025"), 700);
    // Of Sunday's stay the part after midnight belongs to the next week.
    assert_eq!((sum("2025-W15"), sum("2025-W16")), (640, 60));
}

#[test]
fn a_programme_is_one_area_and_its_target_the_sum_of_its_zones() {
    let with = |code, minutes| beatbook_domain::hours::ReportZone { target_minutes: minutes, ..zone(code) };
    let zones = vec![with("CHA-HS", Some(600)), with("GIL-HS", Some(1_200)), with("ROC-HS", None)];
    let query = HoursQuery { group_by: GroupBy::Programme, zones: ZoneChoice::All, ..period("2025-09") };
    let report = ask(&facts(Vec::new(), zones), &query);
    assert_eq!(report.rows.len(), 1);
    assert_eq!(report.rows[0].target, Some(30 * HOUR));
}
