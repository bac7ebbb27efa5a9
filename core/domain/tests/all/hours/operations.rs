//! Operations that change in the middle of a patrol: hours stay with the one that was declared then.

use beatbook_domain::hours::{AreaHours, Both, GroupBy, HoursFacts, HoursQuery, HoursReport, RowName, Whose};
use beatbook_domain::presence::Interval;

use super::beat::{HOUR, MINUTE, Outing, ask, at, facts, officer, period, query, row, zone};

fn saturday() -> i64 {
    at("2025-09-06T19:00:00+01:00")
}

fn night(outings: Vec<Outing>) -> HoursFacts {
    facts(outings, vec![zone("CHA-HS")])
}

fn by_operation() -> HoursQuery {
    HoursQuery { group_by: GroupBy::Operation, ..period("2025-09") }
}

fn name(row: &RowName) -> &str {
    match row {
        RowName::Operation { operation } => operation.as_deref().unwrap_or("none"),
        _ => "no operation at all",
    }
}

fn named(report: &HoursReport) -> Vec<&str> {
    report.rows.iter().map(|row| name(&row.name)).collect()
}

fn of<'a>(report: &'a HoursReport, operation: &str) -> &'a AreaHours {
    report.rows.iter().find(|row| name(&row.name) == operation).map(|row| &row.hours).unwrap()
}

fn minutes(officer: i64, patrol: i64) -> Both {
    Both { officer: officer * MINUTE, patrol: patrol * MINUTE }
}

/// An hour on Alpha and Beta, half of it each; from the twentieth to the fortieth minute in the zone.
fn half_and_half() -> Outing {
    Outing::new(1, saturday(), 60).operation("Alpha").changes(30, "Beta").walks("CHA-HS", 20, 40)
}

#[test]
fn hours_stay_with_the_operation_that_was_declared_then() {
    let facts = night(vec![half_and_half()]);
    let report = ask(&facts, &by_operation());
    assert_eq!(named(&report), ["Alpha", "Beta"]);
    for (name, began) in [("Alpha", 1), ("Beta", 0)] {
        let hours = of(&report, name);
        assert_eq!((hours.on_duty, hours.all.presence), (minutes(30, 30), minutes(10, 10)), "{name}");
        assert_eq!((hours.visits.all, hours.tracks.a), (began, began), "where they begin: {name}");
    }
    // One operation's hours by zone are the same.
    let only = |name: &str| HoursQuery { whose: Whose::Operation(name.to_owned()), ..period("2025-09") };
    for name in ["Alpha", "Beta"] {
        assert_eq!(row(&ask(&facts, &only(name)), "CHA-HS").hours.all.presence, minutes(10, 10), "{name}");
    }
    // However either is spelled.
    let mut asked = only("ALPHA");
    let other = Outing::new(2, saturday(), 60).operation("alpha").changes(30, "beta");
    let facts = night(vec![half_and_half(), other]).with_operations_spelled(&mut asked);
    assert_eq!(named(&ask(&facts, &by_operation())), ["Alpha", "Beta"]);
    assert_eq!(row(&ask(&facts, &asked), "CHA-HS").hours.all.presence, minutes(10, 10));
}

#[test]
fn who_changes_back_has_both_times_in_one_row_and_a_name_of_no_time_has_none() {
    let there = Outing::new(1, saturday(), 60).operation("Alpha");
    let report = ask(&night(vec![there.changes(10, "Beta").changes(45, "Alpha")]), &by_operation());
    assert_eq!(named(&report), ["Alpha", "Beta"]);
    assert_eq!(of(&report, "Alpha").on_duty, minutes(25, 25));
    assert_eq!(of(&report, "Beta").on_duty, minutes(35, 35));
    // Named after all, and named with the very last instant.
    let late = Outing::new(1, saturday(), 60).changes(20, "Alpha").changes(60, "Beta");
    let report = ask(&night(vec![late]), &by_operation());
    assert_eq!(named(&report), ["none", "Alpha"]);
    assert_eq!(of(&report, "none").on_duty, minutes(20, 20));
    assert_eq!(of(&report, "Alpha").on_duty, minutes(40, 40));
}

#[test]
fn of_a_pair_whoever_changed_is_on_the_new_one_and_the_other_stays() {
    let pair = |of, with| Outing::new(of, saturday(), 60).crew(0, &[of, with], 0).operation("Alpha");
    let report = ask(&night(vec![pair(1, 2).changes(30, "Beta"), pair(2, 1)]), &by_operation());
    assert_eq!(of(&report, "Alpha").on_duty, minutes(90, 60), "30 min both, then the second alone");
    assert_eq!(of(&report, "Beta").on_duty, minutes(30, 30));
    // With one phone both go where it says.
    let report = ask(&night(vec![pair(1, 2).changes(30, "Beta")]), &by_operation());
    assert_eq!(of(&report, "Alpha").on_duty, minutes(60, 30));
    assert_eq!(of(&report, "Beta").on_duty, minutes(60, 30));
}

#[test]
fn a_period_has_the_operations_of_its_own_time() {
    // From 19:00 on Saturday to 03:00 on Sunday, on Beta from 23:00 on.
    let facts = night(vec![Outing::new(1, saturday(), 480).operation("Alpha").changes(240, "Beta")]);
    let asked = |from, to| {
        let period = Interval { from: saturday() + from * HOUR, to: saturday() + to * HOUR };
        let report = ask(&facts, &HoursQuery { group_by: GroupBy::Operation, ..query(period) });
        named(&report)
            .into_iter()
            .map(|name| (name.to_owned(), of(&report, name).on_duty))
            .collect::<Vec<_>>()
    };
    assert_eq!(asked(0, 4), [("Alpha".to_owned(), minutes(240, 240))]);
    assert_eq!(asked(5, 8), [("Beta".to_owned(), minutes(180, 180))]);
    assert_eq!(asked(3, 5), [("Alpha".to_owned(), minutes(60, 60)), ("Beta".to_owned(), minutes(60, 60))]);
}

#[test]
fn who_had_left_is_not_told_what_the_others_went_on_to() {
    let left = Outing::new(1, saturday(), 60).crew(0, &[1, 2], 0).crew(20, &[1], 0);
    let facts = night(vec![left.operation("Alpha").changes(30, "Beta")]);
    let own = HoursQuery { whose: Whose::own(officer(2)), ..by_operation() };
    let told = ask(&facts, &own);
    assert_eq!(named(&told), ["Alpha"]);
    assert_eq!(of(&told, "Alpha").on_duty, minutes(20, 20));
}

#[test]
fn who_comes_into_a_visit_later_brings_it_onto_nothing_they_had_been_on_elsewhere() {
    let there = Outing::new(1, saturday(), 120).operation("Alpha").walks("CHA-HS", 60, 100);
    let elsewhere = Outing::new(2, saturday(), 120).operation("Beta").changes(70, "Gamma");
    let joins = elsewhere.crew(80, &[1, 2], 0).walks("CHA-HS", 80, 100);
    let mut facts = night(vec![there.crew(80, &[1, 2], 0), joins]);
    let report = ask(&facts, &by_operation());
    let told: Vec<(&str, u32, Both)> = named(&report)
        .into_iter()
        .map(|name| (name, of(&report, name).visits.all, of(&report, name).all.presence))
        .collect();
    let (alpha, gamma) = (minutes(40, 40), minutes(20, 20));
    assert_eq!(told, [("Alpha", 1, alpha), ("Beta", 0, minutes(0, 0)), ("Gamma", 0, gamma)]);
    // Nor onto a team, nor to themselves: it is one visit, of those with whom it began.
    let teams = [(1, "NTF"), (2, "Town"), (3, "NTF"), (4, "NTF"), (5, "Town"), (6, "Town")];
    facts.teams = teams.map(|(n, team)| (officer(n), team.to_owned())).into();
    let visits =
        |whose| row(&ask(&facts, &HoursQuery { whose, ..period("2025-09") }), "CHA-HS").hours.visits.all;
    assert_eq!(visits(Whose::Everyone), 1);
    assert_eq!([1, 2].map(|n| visits(Whose::own(officer(n)))), [1, 0]);
    assert_eq!(["NTF", "Town"].map(|team| visits(Whose::Team(team.to_owned()))), [1, 0]);
}

#[test]
fn a_pair_comes_in_together_though_its_phones_cross_the_edge_one_after_the_other() {
    let pair = |of, with| Outing::new(of, saturday(), 120).crew(0, &[of, with], 0);
    let first = pair(1, 2).operation("Alpha").walks("CHA-HS", 60, 100);
    let report =
        ask(&night(vec![first, pair(2, 1).operation("Beta").walks("CHA-HS", 61, 100)]), &by_operation());
    assert_eq!(["Alpha", "Beta"].map(|name| of(&report, name).visits.all), [1, 1]);
}

#[test]
fn of_a_pair_each_is_told_of_what_the_own_phone_says_and_of_no_other_operation() {
    let pair = |of, with| Outing::new(of, saturday(), 120).crew(0, &[of, with], 0);
    let secret = || pair(1, 2).operation("Op Secret").walks("CHA-HS", 60, 100);
    let teams = |n: u8| if n == 1 { "Drugs" } else { "Town" };
    let town = Whose::Team("Town".to_owned());
    // Told by the own phone, and where that one is blind by the colleague's.
    let seen = pair(2, 1).operation("Beta").walks("CHA-HS", 60, 100);
    for other in [seen, pair(2, 1).operation("Beta").gap(30, 120)] {
        let mut facts = night(vec![secret(), other]);
        facts.teams = (1..=4).map(|n| (officer(n), teams(n).to_owned())).collect();
        for whose in [town.clone(), Whose::own(officer(2))] {
            let report = ask(&facts, &HoursQuery { whose: whose.clone(), ..by_operation() });
            assert_eq!(named(&report), ["Beta"]);
            let hours = of(&report, "Beta");
            assert_eq!((hours.all.presence, hours.visits.all), (minutes(40, 40), 1));
            let in_zone = ask(&facts, &HoursQuery { whose, ..period("2025-09") });
            assert_eq!(row(&in_zone, "CHA-HS").hours.visits.all, 1);
        }
    }
    // Without a phone of one's own, one is on what the colleague's says.
    let own = HoursQuery { whose: Whose::own(officer(2)), ..by_operation() };
    let report = ask(&night(vec![secret()]), &own);
    assert_eq!((named(&report), of(&report, "Op Secret").visits.all), (vec!["Op Secret"], 1));
}

#[test]
fn a_track_is_told_where_it_begins_though_another_of_the_officers_phones_speaks() {
    let again = |begin: i64| Outing::new(1, saturday() + begin * MINUTE, 100);
    let facts = night(vec![again(0).operation("Alpha"), again(50).operation("Beta")]);
    let until = |to: i64| Interval { from: saturday(), to: saturday() + to * MINUTE };
    let asked = |to| ask(&facts, &HoursQuery { group_by: GroupBy::Operation, ..query(until(to)) });
    for (to, beta) in [(75, minutes(0, 0)), (150, minutes(50, 50))] {
        let report = asked(to);
        assert_eq!((of(&report, "Beta").on_duty, of(&report, "Beta").tracks.a), (beta, 1));
    }
}
