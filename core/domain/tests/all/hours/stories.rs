//! Stories of the field: a Saturday night in Chatham, and the month end of a programme.

use beatbook_domain::hours::{
    Completeness, GroupBy, HoursFacts, HoursQuery, NotebookState, OutstandingReason, ZoneChoice,
    mark_restated, outstanding, publish,
};
use beatbook_domain::presence::{Quality, TravelMode};
use beatbook_domain::records::patrol::Duty;

use super::beat::{HOUR, MINUTE, Outing, ask, at, facts, officer, period, row, zone};

/// 19:00 to 03:00; walks 19:20–19:41 and 22:05–22:23, drives 01:15–01:18, a killed phone for 12 min.
fn saturday_night() -> HoursFacts {
    let shift = Outing::new(1, at("2025-09-06T19:00:00+01:00"), 480)
        .walks("CHA-HS", 20, 41)
        .walks("CHA-HS", 185, 203)
        .drives("CHA-HS", 375, 378)
        .gap(240, 252)
        .quality(Quality::B);
    facts(vec![shift], vec![zone("CHA-HS")])
}

#[test]
fn story_e1_the_supervisor_reads_39_minutes_two_doses_three_minutes_by_car_and_quality_b() {
    let report = ask(&saturday_night(), &period("2025-W36"));
    let hours = &row(&report, "CHA-HS").hours;
    assert_eq!(hours.modes.foot.presence.officer, 39 * MINUTE);
    assert_eq!(hours.modes.vehicle.presence.officer, 3 * MINUTE);
    assert_eq!((hours.visits.foot, hours.visits.dosage), (2, 2));
    assert_eq!((hours.tracks.b, hours.gap.officer), (1, 12 * MINUTE));
    // 12 min of 8 h: 2.5 %.
    assert_eq!(hours.gap.officer * 1000 / hours.on_duty.officer, 25);
    let bounds = hours.modes.foot;
    assert!(
        bounds.certain.officer < bounds.presence.officer && bounds.presence.officer < bounds.possible.officer
    );
}

#[test]
fn story_e1_the_night_is_split_at_local_midnight_and_adds_up() {
    let facts = saturday_night();
    let day = |text| row(&ask(&facts, &period(text)), "CHA-HS").hours.all.presence.officer;
    assert_eq!(day("2025-09-06"), 39 * MINUTE);
    assert_eq!(day("2025-09-07"), 3 * MINUTE);
}

/// Three Medway hotspots from 1 April for 30 weeks, 4,996 h between them, of 12,186 h in the programme.
/// Each day every zone has one shift; overtime on Fridays and Saturdays. Made up for the test.
fn month_end() -> HoursFacts {
    let begin = at("2025-04-01T00:00:00+01:00");
    let shift = |of: u8, day: i64, code: &str, minutes: i64| {
        let duty = if day % 7 == 3 || day % 7 == 4 { Duty::OvertimeFunded } else { Duty::TaskedCore };
        Outing::new(of, begin + day * 24 * HOUR + 10 * HOUR, 840).duty(duty).walks(code, 0, minutes)
    };
    let mut outings = Vec::new();
    // 4,996 h = 299,760 min over 630 zone-days: 475 min each and 510 min left over, spread one by one.
    let mut left = 4_996 * 60 - 630 * 475;
    for day in 0..210 {
        for (of, code) in [(1, "CHA-HS"), (2, "GIL-HS"), (3, "ROC-HS")] {
            let more = i64::from(left > 0);
            left -= more;
            outings.push(shift(of, day, code, 475 + more));
        }
    }
    // The rest of the county: 7,190 h = 431,400 min over 840 zone-days: 513 min each, 480 left over.
    let mut left = 7_190 * 60 - 840 * 513;
    for day in 0..210 {
        for (of, code) in [(4, "MAI-TC"), (5, "THA-TC"), (6, "GRA-TC"), (7, "CAN-TC")] {
            let more = i64::from(left > 0);
            left -= more;
            outings.push(shift(of, day, code, 513 + more));
        }
    }
    let codes = ["CHA-HS", "GIL-HS", "ROC-HS", "MAI-TC", "THA-TC", "GRA-TC", "CAN-TC"];
    facts(outings, codes.map(zone).to_vec())
}

fn thirty_weeks() -> HoursQuery {
    let medway = ["CHA-HS", "GIL-HS", "ROC-HS"].map(str::to_owned).to_vec();
    HoursQuery { zones: ZoneChoice::Codes(medway), ..period("2025-04-01..2025-10-27") }
}

#[test]
fn story_e9_medways_three_zones_are_41_percent_of_the_programme() {
    let facts = month_end();
    let report = ask(&facts, &thirty_weeks());
    assert_eq!(report.rows.len(), 3);
    let medway: i64 = report.rows.iter().map(|row| row.hours.modes.foot.presence.officer).sum();
    assert_eq!(medway, 4_996 * HOUR);
    assert!(report.rows.iter().all(|row| row.programme_total == Some(12_186 * HOUR)));
    assert_eq!((medway * 1000 + 12_186 * HOUR / 2) / (12_186 * HOUR), 410);
    let programme = &report.programmes[0];
    assert_eq!(
        programme.hours.modes.foot.presence.officer,
        12_186 * HOUR,
        "the whole programme, not the three rows"
    );
}

#[test]
fn story_e9_core_and_overtime_make_the_whole() {
    let report = ask(&month_end(), &thirty_weeks());
    for row in &report.rows {
        let duties = row.hours.duties;
        let split = duties.tasked_core.foot.officer + duties.overtime_funded.foot.officer;
        assert_eq!(split, row.hours.modes.foot.presence.officer);
        assert!(duties.overtime_funded.foot.officer > 0 && duties.tasked_core.foot.officer > 0);
    }
}

#[test]
fn story_e9_dosage_by_hour_of_the_week_tells_when() {
    let report = ask(&saturday_night(), &HoursQuery { by_week_hour: true, ..period("2025-09") });
    let week = &row(&report, "CHA-HS").hours.week;
    let (saturday, sunday) = (5 * 24, 6 * 24);
    assert_eq!((week[saturday + 19].foot.officer, week[saturday + 19].dosage), (21 * MINUTE, 1));
    assert_eq!((week[saturday + 22].foot.officer, week[saturday + 22].dosage), (18 * MINUTE, 1));
    assert_eq!((week[sunday + 1].foot.officer, week[sunday + 1].all.officer), (0, 3 * MINUTE));
    let sum: i64 = week.iter().map(|cell| cell.all.officer).sum();
    assert_eq!(sum, row(&report, "CHA-HS").hours.all.presence.officer);
}

#[test]
fn story_e9_two_phones_not_synced_for_three_days_make_the_month_incomplete() {
    let october = period("2025-10").period;
    let last_heard = at("2025-10-29T23:10:00+00:00");
    let seen = |n: u8, last_seen, active| NotebookState {
        notebook: officer(n),
        last_seen: Some(last_seen),
        open_since: None,
        uncovered: false,
        active,
    };
    let now = at("2025-11-01T23:30:00+00:00");
    let states = [
        seen(1, now - HOUR, true),
        seen(2, last_heard + HOUR, true),
        seen(3, last_heard, true),
        seen(4, last_heard, false),
    ];
    let completeness = Completeness {
        derived_up_to: Some(now),
        patrols_waiting: 0,
        outstanding: outstanding(&states, october, now),
    };
    assert!(!completeness.is_complete());
    let found: Vec<_> =
        completeness.outstanding.iter().map(|one| (one.notebook, one.last_seen, one.reason)).collect();
    let unseen = OutstandingReason::NotSeenSince;
    assert_eq!(
        found,
        vec![(officer(3), Some(last_heard), unseen), (officer(2), Some(last_heard + HOUR), unseen)],
        "longest unseen first; an officer who was not active is not waited for"
    );
}

#[test]
fn a_known_open_patrol_or_a_hole_in_a_journal_is_outstanding_however_recently_seen() {
    let october = period("2025-10").period;
    let now = at("2025-11-20");
    let state = NotebookState {
        notebook: officer(1),
        last_seen: Some(now),
        open_since: None,
        uncovered: false,
        active: true,
    };
    let reason = |state| outstanding(&[state], october, now).first().map(|one| one.reason);
    assert_eq!(reason(state), None);
    let open = |since| NotebookState { open_since: Some(since), ..state };
    assert_eq!(reason(open(october.to - 1)), Some(OutstandingReason::OpenPatrol));
    assert_eq!(reason(open(october.to)), None, "a patrol of the next month changes nothing here");
    assert_eq!(reason(NotebookState { uncovered: true, ..state }), Some(OutstandingReason::NotHeld));
}

#[test]
fn in_a_month_that_still_runs_a_phone_is_waited_for_after_a_day_of_silence() {
    let october = period("2025-10").period;
    let now = at("2025-10-15");
    let seen = |ago: i64| NotebookState {
        notebook: officer(1),
        last_seen: Some(now - ago),
        open_since: None,
        uncovered: false,
        active: true,
    };
    assert!(outstanding(&[seen(23 * HOUR)], october, now).is_empty());
    assert_eq!(outstanding(&[seen(25 * HOUR)], october, now).len(), 1);
}

#[test]
fn story_e9_an_old_shift_that_syncs_late_marks_the_period_restated() {
    let mut facts = month_end();
    let whole = HoursQuery { zones: ZoneChoice::All, ..thirty_weeks() };
    let published = publish(&ask(&facts, &whole)).unwrap();
    let mut same = ask(&facts, &whole);
    mark_restated(&mut same, std::slice::from_ref(&published));
    assert!(same.rows.iter().all(|row| row.restated.is_none()));

    let late = Outing::new(9, at("2025-06-14T19:00:00+01:00"), 480).walks("CHA-HS", 60, 135);
    facts.patrols.push(late.patrol);
    let mut now = ask(&facts, &whole);
    let later = publish(&now).unwrap();
    mark_restated(&mut now, &[published.clone(), later]);
    let restated = row(&now, "CHA-HS").restated.as_ref().unwrap();
    assert_eq!((restated.officer_foot, restated.patrol_foot), (75 * MINUTE, 75 * MINUTE));
    let first = published.figures.iter().find(|figure| figure.zone == "CHA-HS").unwrap();
    assert_eq!(&restated.published, first, "the first figure published, not the latest");
    assert!(now.rows.iter().filter(|row| row.restated.is_some()).count() == 1);
}

#[test]
fn story_e9_the_same_question_to_a_replica_gives_the_same_bytes() {
    let facts = month_end();
    let mut replica = facts.clone();
    replica.patrols.reverse();
    replica.zones.reverse();
    let bytes = |facts| {
        serde_json::to_vec(&ask(facts, &HoursQuery { by_week_hour: true, ..thirty_weeks() })).unwrap()
    };
    assert_eq!(bytes(&facts), bytes(&replica));
}

#[test]
fn two_overlapping_zones_of_a_programme_are_never_added_up() {
    let shift = Outing::new(1, at("2025-09-06T19:00:00+01:00"), 480)
        .walks("CHA-HS", 0, 60)
        .walks("CHA-TC", 30, 90)
        .passes("CHA-WARD", 0, 200, TravelMode::Foot);
    let facts = facts(vec![shift], vec![zone("CHA-HS"), zone("CHA-TC"), super::beat::ward("CHA-WARD")]);
    let report = ask(&facts, &period("2025-09"));
    assert_eq!(report.programmes.len(), 1);
    assert_eq!(
        report.programmes[0].hours.all.presence.officer,
        90 * MINUTE,
        "not 120: 30 minutes were in both"
    );
    let kinds = ask(&facts, &HoursQuery { group_by: GroupBy::Kind, ..period("2025-09") });
    let minutes: Vec<i64> = kinds.rows.iter().map(|row| row.hours.all.presence.officer / MINUTE).collect();
    assert_eq!(minutes, vec![200, 90]);
}
