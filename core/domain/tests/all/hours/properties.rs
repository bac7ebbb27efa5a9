//! What holds on every night, however officers, phones, gaps and abstractions fall.

use std::collections::BTreeMap;

use beatbook_domain::crew::CrewSpan;
use beatbook_domain::hours::{
    AbstractedTime, AreaHours, AreaTime, Both, GroupBy, HoursFacts, HoursQuery, OperationSpan, PatrolTime,
    Row, RowName, Whose, report,
};
use beatbook_domain::interval::{intersect, normalise, subtract};
use beatbook_domain::presence::{Interval, ModeInterval, Quality, TravelMode, Visit};
use beatbook_domain::records::patrol::Duty;
use beatbook_protocol::id::Id;
use proptest::prelude::*;

use super::beat::{MINUTE, ask, at, facts, officer, query, row, ward, zone};
use super::oracle::tell;

const NIGHT: i64 = 300;

fn begin() -> i64 {
    // The hour that comes twice lies in this night.
    at("2025-10-25T22:00:00+01:00")
}

fn span(from: i64, length: i64) -> Interval {
    Interval { from: begin() + from * MINUTE, to: begin() + (from + length) * MINUTE }
}

fn night() -> Interval {
    span(0, NIGHT)
}

fn spans(most: usize, longest: i64) -> impl Strategy<Value = Vec<Interval>> {
    prop::collection::vec((0..NIGHT, 1..longest).prop_map(|(from, length)| span(from, length)), 0..most)
        .prop_map(normalise)
}

/// Time possibly inside, with how much less is the estimate, and how much less again is certain.
fn area() -> impl Strategy<Value = [Vec<Interval>; 3]> {
    (spans(5, 80), 0..4_i64, 0..4_i64).prop_map(|(possible, less, lesser)| {
        let shrink = |by: i64| {
            let less = |one: &Interval| Interval { from: one.from + by * MINUTE, to: one.to - by * MINUTE };
            normalise(possible.iter().map(less).collect())
        };
        [shrink(less + lesser), shrink(less), possible.clone()]
    })
}

fn in_modes(times: &[Interval], modes: &[(Interval, TravelMode)]) -> Vec<ModeInterval> {
    let mut cut: Vec<ModeInterval> = modes
        .iter()
        .flat_map(|(when, mode)| {
            intersect(times, &[*when]).into_iter().map(|span| ModeInterval { span, mode: *mode })
        })
        .collect();
    cut.sort();
    cut
}

fn visits(presence: &[Interval], modes: &[(Interval, TravelMode)]) -> Vec<Visit> {
    let of = |span: Interval, mode: TravelMode| -> i64 {
        in_modes(&[span], modes).iter().filter(|one| one.mode == mode).map(|one| one.span.length()).sum()
    };
    let long = presence.iter().filter(|one| one.length() >= 5 * MINUTE);
    long.map(|&span| Visit {
        span,
        foot: of(span, TravelMode::Foot),
        cycle: of(span, TravelMode::Cycle),
        vehicle: of(span, TravelMode::Vehicle),
        gaps: Vec::new(),
    })
    .collect()
}

fn duty() -> impl Strategy<Value = Duty> {
    prop::sample::select(vec![Duty::TaskedCore, Duty::OvertimeFunded, Duty::SelfInitiated, Duty::OnCall])
}

fn mode() -> impl Strategy<Value = TravelMode> {
    prop::sample::select(vec![TravelMode::Foot, TravelMode::Cycle, TravelMode::Vehicle])
}

fn operation() -> impl Strategy<Value = Option<String>> {
    prop::sample::select(vec![None, Some("Alpha".to_owned()), Some("Beta".to_owned())])
}

fn patrol() -> impl Strategy<Value = PatrolTime> {
    let who = (1..5_u8, any::<u8>(), (0..200_i64, 20..200_i64), duty());
    let crews = prop::collection::vec((0..NIGHT, 0..16_u8, 0..3_u8), 1..4);
    let modes = prop::collection::vec((0..NIGHT, mode()), 1..4);
    let areas = prop::collection::vec(area(), 3);
    let operations = (operation(), prop::collection::vec((0..NIGHT, operation()), 0..3));
    (who, crews, modes, spans(4, 40), spans(3, 60), areas, operations).prop_map(
        |(
            (of, number, (from, length), duty),
            crews,
            modes,
            gaps,
            abstractions,
            areas,
            (operation, former),
        )| {
            let whole = span(from, length.min(NIGHT - from));
            let tile = |starts: Vec<i64>| -> Vec<Interval> {
                let starts: Vec<i64> = starts
                    .iter()
                    .map(|start| (begin() + start * MINUTE).clamp(whole.from, whole.to))
                    .collect();
                let mut cuts = starts;
                cuts.sort_unstable();
                cuts.insert(0, whole.from);
                cuts.push(whole.to);
                cuts.windows(2).map(|pair| Interval { from: pair[0], to: pair[1] }).collect()
            };
            let crews: Vec<CrewSpan> = tile(crews.iter().map(|(start, ..)| *start).skip(1).collect())
                .into_iter()
                .zip(&crews)
                .map(|(span, (_, mask, others))| {
                    let named = (1..5_u8).filter(|n| *n == of || mask >> (n - 1) & 1 == 1);
                    CrewSpan { span, officers: named.map(officer).collect(), others: *others }
                })
                .collect();
            let gaps = intersect(&gaps, &[whole]);
            let seen = subtract(&[whole], &gaps);
            let modes: Vec<(Interval, TravelMode)> =
                tile(modes.iter().map(|(start, _)| *start).skip(1).collect())
                    .into_iter()
                    .zip(modes.iter().map(|(_, mode)| *mode))
                    .collect();
            let areas = areas
                .iter()
                .zip(["A", "B", "C"])
                .map(|(times, code)| {
                    let [certain, presence, possible] = times.each_ref().map(|times| intersect(times, &seen));
                    AreaTime {
                        zone: code.to_owned(),
                        visits: visits(&presence, &modes),
                        presence: in_modes(&presence, &modes),
                        certain: in_modes(&certain, &modes),
                        possible: in_modes(&possible, &modes),
                    }
                })
                .collect();
            let abstractions = intersect(&abstractions, &[whole]);
            let former = tile(former.iter().map(|(until, _)| *until).collect())
                .into_iter()
                .zip(former)
                .map(|(span, (_, operation))| OperationSpan { span, operation })
                .filter(|one| !one.span.is_empty())
                .collect();
            PatrolTime {
                id: Id::from_bytes([number; 16]),
                officer: officer(of),
                duty,
                operation,
                former,
                span: whole,
                crews,
                abstractions: abstractions
                    .into_iter()
                    .map(|span| AbstractedTime { span, reason: "court".to_owned() })
                    .collect(),
                gaps,
                quality: Quality::A,
                dosage: 15 * MINUTE,
                areas,
            }
        },
    )
}

fn nights() -> impl Strategy<Value = HoursFacts> {
    prop::collection::vec(patrol(), 0..6).prop_map(|mut patrols| {
        patrols.sort_by_key(|patrol| patrol.id);
        patrols.dedup_by_key(|patrol| patrol.id);
        let teams = (1..5).map(|n| (officer(n), "NTF".to_owned())).collect();
        HoursFacts { patrols, teams, ..facts(Vec::new(), vec![zone("A"), zone("B"), ward("C")]) }
    })
}

fn rows(facts: &HoursFacts, query: &HoursQuery) -> Vec<Row> {
    let groups = [GroupBy::Zone, GroupBy::Kind, GroupBy::Programme, GroupBy::Team, GroupBy::Operation];
    groups
        .into_iter()
        .flat_map(|group_by| ask(facts, &HoursQuery { group_by, ..query.clone() }).rows)
        .collect()
}

fn every_row(facts: &HoursFacts, query: &HoursQuery) -> Vec<AreaHours> {
    rows(facts, query).into_iter().map(|row| row.hours).collect()
}

/// All numbers of a row in a fixed order, so that halves can be added.
fn numbers(row: &AreaHours) -> Vec<i64> {
    fn collect(value: &serde_json::Value, into: &mut Vec<i64>) {
        match value {
            serde_json::Value::Number(number) => into.push(number.as_i64().unwrap()),
            serde_json::Value::Array(list) => list.iter().for_each(|one| collect(one, into)),
            serde_json::Value::Object(fields) => fields.values().for_each(|one| collect(one, into)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    let mut row = row.clone();
    // Reasons come and go with the period; here only their sum matters.
    let away = std::mem::take(&mut row.abstracted_on_duty);
    collect(&serde_json::to_value(row).unwrap(), &mut found);
    let both = away.into_values().fold((0, 0), |sum, one| (sum.0 + one.officer, sum.1 + one.patrol));
    found.extend([both.0, both.1]);
    found
}

fn at_least(more: Both, less: Both) -> bool {
    more.officer >= less.officer && more.patrol >= less.patrol
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

    #[test]
    fn the_report_says_what_pen_and_paper_say(facts in nights()) {
        let report = ask(&facts, &query(night()));
        for code in ["A", "B", "C"] {
            let (hours, told) = (&row(&report, code).hours, tell(&facts, code, night()));
            prop_assert_eq!(hours.all.presence, told.presence);
            prop_assert_eq!(hours.all.certain, told.certain);
            prop_assert_eq!(hours.all.possible, told.possible);
            prop_assert_eq!(hours.modes.foot.presence, told.foot);
            prop_assert_eq!(hours.abstracted, told.abstracted);
            prop_assert_eq!(hours.others_all, told.others);
        }
    }

    #[test]
    fn two_halves_of_a_period_add_up_to_the_whole(facts in nights(), cut in 1..NIGHT * 60_000) {
        let middle = begin() + cut;
        let (first, second) =
            (Interval { from: night().from, to: middle }, Interval { from: middle, to: night().to });
        // By name: an operation has a row where it has time.
        let asked = |period| -> BTreeMap<RowName, Vec<i64>> {
            let rows = rows(&facts, &HoursQuery { by_week_hour: true, ..query(period) });
            rows.into_iter().map(|row| (row.name, numbers(&row.hours))).collect()
        };
        let mut halves = asked(first);
        for (name, numbers) in asked(second) {
            let sum = halves.entry(name).or_insert_with(|| vec![0; numbers.len()]);
            sum.iter_mut().zip(numbers).for_each(|(sum, more)| *sum += more);
        }
        prop_assert_eq!(halves, asked(night()));
    }

    #[test]
    fn one_officers_operations_add_up_over_halves_and_have_time_where_they_have_visits(
        facts in nights(), cut in 1..NIGHT * 60_000, n in 1..5_u8,
    ) {
        let middle = begin() + cut;
        let (first, second) =
            (Interval { from: night().from, to: middle }, Interval { from: middle, to: night().to });
        let whose = Whose::with_reason(officer(n), "test of the rule").unwrap();
        let asked = |period| -> BTreeMap<RowName, AreaHours> {
            let group_by = GroupBy::Operation;
            let report = ask(&facts, &HoursQuery { whose: whose.clone(), group_by, ..query(period) });
            report.rows.into_iter().map(|row| (row.name, row.hours)).collect()
        };
        let whole = asked(night());
        for hours in whole.values().filter(|hours| hours.visits.all > 0) {
            let away: i64 = hours.abstracted_on_duty.values().map(|away| away.officer).sum();
            prop_assert!(hours.on_duty.officer + away > 0);
        }
        let mut halves: BTreeMap<RowName, Vec<i64>> = BTreeMap::new();
        for (name, hours) in asked(first).into_iter().chain(asked(second)) {
            let more = numbers(&hours);
            let sum = halves.entry(name).or_insert_with(|| vec![0; more.len()]);
            sum.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
        }
        let whole: BTreeMap<_, _> = whole.into_iter().map(|(name, hours)| (name, numbers(&hours))).collect();
        prop_assert_eq!(halves, whole);
    }

    #[test]
    fn operations_share_the_time_of_everybody_and_leave_none_out(facts in nights()) {
        // All officers are of one team.
        let total = |group_by, of: fn(&AreaHours) -> i64| -> i64 {
            ask(&facts, &HoursQuery { group_by, ..query(night()) }).rows.iter().map(|row| of(&row.hours)).sum()
        };
        let measures: [fn(&AreaHours) -> i64; 5] = [
            |hours| hours.on_duty.officer,
            |hours| hours.gap.officer,
            |hours| hours.all.presence.officer,
            |hours| hours.all.possible.officer,
            |hours| hours.abstracted.officer,
        ];
        for measure in measures {
            prop_assert_eq!(total(GroupBy::Operation, measure), total(GroupBy::Team, measure));
        }
    }

    #[test]
    fn officers_are_at_least_patrols_and_bounds_hold_the_estimate(facts in nights()) {
        for hours in every_row(&facts, &query(night())) {
            for bounds in [hours.all, hours.modes.foot, hours.modes.cycle, hours.modes.vehicle] {
                prop_assert!(at_least(bounds.possible, bounds.presence) && at_least(bounds.presence, bounds.certain));
                for both in [bounds.possible, bounds.presence, bounds.certain] {
                    prop_assert!(both.officer >= both.patrol);
                }
            }
            for both in [hours.gap, hours.on_duty, hours.abstracted, hours.passing, hours.possible_with_gaps] {
                prop_assert!(both.officer >= both.patrol);
            }
            prop_assert!(at_least(hours.possible_with_gaps, hours.all.possible));
            prop_assert!(at_least(hours.all.presence, hours.passing) && at_least(hours.on_duty, hours.gap));
        }
    }

    #[test]
    fn modes_and_duties_make_the_whole_of_officer_hours(facts in nights()) {
        for hours in every_row(&facts, &query(night())) {
            let modes = [hours.modes.foot, hours.modes.cycle, hours.modes.vehicle];
            prop_assert_eq!(modes.iter().map(|mode| mode.presence.officer).sum::<i64>(), hours.all.presence.officer);
            let of = hours.duties;
            let duties = [of.tasked_core, of.overtime_funded, of.self_initiated, of.on_call];
            prop_assert_eq!(duties.iter().map(|duty| duty.all.officer).sum::<i64>(), hours.all.presence.officer);
            prop_assert_eq!(duties.iter().map(|duty| duty.foot.officer).sum::<i64>(), modes[0].presence.officer);
        }
    }

    #[test]
    fn the_order_of_patrols_says_nothing(facts in nights(), turn in 0..6_usize) {
        let mut other = facts.clone();
        let turn = turn.min(other.patrols.len());
        other.patrols.rotate_left(turn);
        let asked = HoursQuery { by_week_hour: true, ..query(night()) };
        prop_assert_eq!(every_row(&facts, &asked), every_row(&other, &asked));
    }

    #[test]
    fn a_new_zone_changes_no_other_zones_figures(facts in nights()) {
        let whole = ask(&facts, &query(night()));
        let mut without = facts.clone();
        without.zones.retain(|zone| zone.code != "B");
        without.patrols.iter_mut().for_each(|patrol| patrol.areas.retain(|area| area.zone != "B"));
        let fewer = ask(&without, &query(night()));
        for code in ["A", "C"] {
            prop_assert_eq!(&row(&whole, code).hours, &row(&fewer, code).hours);
        }
    }

    #[test]
    fn no_officer_has_more_than_the_period_anywhere(facts in nights()) {
        for n in 1..5 {
            let whose = Whose::with_reason(officer(n), "test of the rule").unwrap();
            for group_by in [GroupBy::Zone, GroupBy::Kind, GroupBy::Programme] {
                let asked = HoursQuery { whose: whose.clone(), group_by, ..query(night()) };
                for row in report(&facts, &asked).unwrap().rows {
                    for both in [row.hours.all.possible, row.hours.on_duty, row.hours.possible_with_gaps] {
                        prop_assert!(both.officer <= night().length());
                        prop_assert!(both.patrol <= both.officer);
                    }
                }
            }
        }
    }

    #[test]
    fn officers_one_by_one_add_up_to_everyone(facts in nights()) {
        let whole = ask(&facts, &query(night()));
        for code in ["A", "B", "C"] {
            let one = |n: u8| {
                let whose = Whose::with_reason(officer(n), "test of the rule").unwrap();
                row(&ask(&facts, &HoursQuery { whose, ..query(night()) }), code).hours.all.presence.officer
            };
            let hours = &row(&whole, code).hours;
            prop_assert_eq!((1..5).map(one).sum::<i64>() + hours.others_all, hours.all.presence.officer);
        }
    }

    #[test]
    fn a_programme_is_no_more_than_the_sum_of_its_zones_and_no_less_than_the_largest(facts in nights()) {
        let report = ask(&facts, &query(night()));
        let of = |code| row(&report, code).hours.all.presence;
        let (a, b, programme) = (of("A"), of("B"), report.programmes[0].hours.all.presence);
        prop_assert!(programme.officer <= a.officer + b.officer && at_least(programme, a) && at_least(programme, b));
    }
}
