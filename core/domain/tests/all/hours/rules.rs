//! Who may see what: small teams, one officer, welfare duties, and what is refused.

use beatbook_domain::hours::{
    GroupBy, HoursFacts, HoursQuery, HoursRefusal, Row, RowName, Whose, ZoneChoice, report,
};
use beatbook_domain::presence::Interval;
use beatbook_domain::records::patrol::Duty;
use beatbook_domain::zone::ZoneKind;

use super::beat::{HOUR, MINUTE, Outing, ask, at, facts, officer, period, row, ward, zone};

/// A town-centre team of three, a pair of wardens, and one night of all five.
fn five_officers() -> HoursFacts {
    teams_of(&[("NTF", 3), ("Wardens", 2)], &[])
}

fn by_team() -> HoursQuery {
    HoursQuery { group_by: GroupBy::Team, ..period("2025-09") }
}

/// Teams in a night on which officers from 1 on walked, each ten minutes more than the one before; some of them do not.
fn teams_of(sizes: &[(&str, u8)], at_home: &[u8]) -> HoursFacts {
    teams_in(sizes, &[("2025-09-06", at_home)])
}

/// The same in several evenings.
fn teams_in(sizes: &[(&str, u8)], evenings: &[(&str, &[u8])]) -> HoursFacts {
    let names: Vec<&str> =
        sizes.iter().flat_map(|(team, size)| std::iter::repeat_n(*team, usize::from(*size))).collect();
    let mut walks = Vec::new();
    for (day, at_home) in evenings {
        let begin = at(&format!("{day}T19:00:00+01:00"));
        let out = (1_u8..).zip(&names).map(|(n, _)| n).filter(|n| !at_home.contains(n));
        walks.extend(out.map(|n| Outing::new(n, begin, 480).walks("CHA-HS", 0, i64::from(n) * 10)));
    }
    let mut facts = facts(walks, vec![zone("CHA-HS"), ward("CHA-WARD")]);
    facts.teams = (1_u8..).zip(names).map(|(n, team)| (officer(n), team.to_owned())).collect();
    facts
}

/// The teams that are listed, and how many are left out.
fn listed(facts: &HoursFacts) -> (Vec<String>, u32) {
    listed_of(facts, &by_team())
}

fn listed_of(facts: &HoursFacts, query: &HoursQuery) -> (Vec<String>, u32) {
    let report = ask(facts, query);
    let name = |row: &Row| match &row.name {
        RowName::Team { team } => team.clone(),
        other => format!("{other:?}"),
    };
    (report.rows.iter().map(name).collect(), report.teams_left_out)
}

#[test]
fn a_pair_is_left_out_with_the_next_smallest_team_that_was_out_and_said_so() {
    // Everybody's hours less those of NTF and Town would be the pair's.
    let night = [("NTF", 3), ("Wardens", 2), ("Town", 4), ("Legal", 1), ("Data", 1)];
    let desks = [10, 11];
    assert_eq!(listed(&teams_of(&night, &desks)), (vec!["Town".to_owned()], 2));
    let told = ask(&teams_of(&night, &desks), &by_team());
    assert_eq!(told.rows[0].hours.all.presence.officer, (6 + 7 + 8 + 9) * 10 * MINUTE);
    assert!(told.programmes.is_empty(), "a total less the rows would be theirs");
    // NTF was not out: it would hide nobody.
    assert_eq!(listed(&teams_of(&night, &[1, 2, 3, 10, 11])), (vec!["NTF".to_owned()], 2));
    // Three of three small teams are nobody's own.
    let both = vec!["NTF".to_owned(), "Town".to_owned()];
    assert_eq!(listed(&teams_of(&night, &[11])), (both.clone(), 2));
    // Nobody of a small team was out: there is nothing that a programme's total could give away.
    let nobody = teams_of(&night, &[4, 5, 10, 11]);
    assert_eq!(listed(&nobody), (both, 0));
    assert_eq!(ask(&nobody, &by_team()).programmes.len(), 1, "desks of one officer take no line away");
    // A team by itself is told of to who asks for it.
    let own = HoursQuery { whose: Whose::Team("NTF".to_owned()), ..by_team() };
    assert_eq!(ask(&teams_of(&night, &desks), &own).rows.len(), 1);
    // Where only one other team was out, no row is left.
    assert_eq!(report(&five_officers(), &by_team()), Err(HoursRefusal::TeamTooSmall));
}

/// Of four teams; officers 10 and 11 are the pair, 12 to 14 the next smallest team.
const FOUR: [(&str, u8); 4] = [("A", 9), ("B", 2), ("C", 3), ("D", 4)];

fn told(teams: &[&str], left_out: u32) -> (Vec<String>, u32) {
    (teams.iter().map(|team| (*team).to_owned()).collect(), left_out)
}

#[test]
fn whatever_is_asked_of_a_day_leaves_the_same_teams_out() {
    let mut facts = teams_of(&FOUR, &[]);
    for patrol in facts.patrols.iter_mut().filter(|patrol| !(12..=14).any(|n| patrol.officer == officer(n))) {
        patrol.operation = Some("Op X".to_owned());
    }
    assert_eq!(listed(&facts), told(&["A", "D"], 2));
    // C was not on it. Were D hidden instead, its hours on the operation would be all but A's and the pair's.
    let of_operation = HoursQuery { whose: Whose::Operation("Op X".to_owned()), ..by_team() };
    assert_eq!(listed_of(&facts, &of_operation), told(&["A", "D"], 2));
    let of_other = HoursQuery { whose: Whose::Operation("Op Y".to_owned()), ..by_team() };
    assert_eq!(listed_of(&facts, &of_other), told(&["A", "D"], 2), "no hours at all");
    let in_wards = HoursQuery { zones: ZoneChoice::Kind(ZoneKind::Ward), ..by_team() };
    assert_eq!(listed_of(&facts, &in_wards), told(&["A", "D"], 2));
}

#[test]
fn what_is_left_out_on_any_day_is_left_out_of_all() {
    let of = |facts: &HoursFacts, days: &str| {
        listed_of(facts, &HoursQuery { group_by: GroupBy::Team, ..period(days) })
    };
    // On the second evening C stays at home.
    let facts = teams_in(&FOUR, &[("2025-09-06", &[]), ("2025-09-08", &[12, 13, 14])]);
    assert_eq!(of(&facts, "2025-09-06"), told(&["A", "D"], 2));
    assert_eq!(of(&facts, "2025-09-07"), told(&["A", "D"], 2), "the same night");
    assert_eq!(of(&facts, "2025-09-08"), told(&["A", "C"], 2));
    assert_eq!(of(&facts, "2025-09"), told(&["A"], 3), "D of both less D of the first");
    // An evening of the pair alone: all that there is would be theirs.
    let others: Vec<u8> = (1..=9).chain(12..=18).collect();
    let facts = teams_in(&FOUR, &[("2025-09-06", &[10, 11]), ("2025-09-08", &others)]);
    assert_eq!(of(&facts, "2025-09-06"), told(&["A", "C", "D"], 0));
    assert_eq!(of(&facts, "2025-09-08"), told(&["A", "D"], 2));
    assert_eq!(of(&facts, "2025-09"), told(&["A", "D"], 2));
}

#[test]
fn a_pair_is_refused_by_name_of_the_rule() {
    let facts = five_officers();
    let asked = |team: &str| HoursQuery { whose: Whose::Team(team.to_owned()), ..period("2025-09") };
    assert_eq!(report(&facts, &asked("Wardens")), Err(HoursRefusal::TeamTooSmall));
    assert_eq!(report(&facts, &asked("Nobody")), Err(HoursRefusal::UnknownTeam));
    assert!(HoursRefusal::TeamTooSmall.to_string().contains("at least 3 officers"));
    assert_eq!(row(&ask(&facts, &asked("NTF")), "CHA-HS").hours.all.presence.officer, 60 * MINUTE);
}

#[test]
fn a_patrol_of_more_than_two_days_is_in_no_figure_and_said_once() {
    let begin = at("2025-09-06T19:00:00+01:00");
    let two_days = |n: u8, more: i64| Outing::new(n, begin, 2 * 24 * 60 + more).walks("CHA-HS", 0, 30);
    let facts = |more| facts(vec![two_days(1, more), two_days(2, 0)], vec![zone("CHA-HS")]);
    let both = ask(&facts(0), &period("2025-09-06"));
    assert_eq!((both.held_out, row(&both, "CHA-HS").hours.all.presence.officer), (0, 60 * MINUTE));
    let one = ask(&facts(1), &period("2025-09-06"));
    assert_eq!((one.held_out, row(&one, "CHA-HS").hours.all.presence.officer), (1, 30 * MINUTE));
    assert_eq!(row(&one, "CHA-HS").hours.on_duty.officer, 5 * HOUR);
    assert_eq!(row(&one, "CHA-HS").hours.tracks.a, 1);
    // It is said in the period in which it begins, and not again.
    assert_eq!(ask(&facts(1), &period("2025-09-07")).held_out, 0);
}

#[test]
fn a_share_of_the_programme_is_of_everyones_hours_even_for_one_team() {
    let query = HoursQuery { whose: Whose::Team("NTF".to_owned()), ..period("2025-09") };
    let report = ask(&five_officers(), &query);
    assert_eq!(row(&report, "CHA-HS").programme_total, Some(150 * MINUTE));
    assert_eq!(report.programmes[0].hours.all.presence.officer, 60 * MINUTE);
}

#[test]
fn one_officers_hours_need_that_officer_or_a_reason() {
    let facts = five_officers();
    assert_eq!(Whose::with_reason(officer(2), "  "), Err(HoursRefusal::ReasonMissing));
    let asked = |whose| row(&ask(&facts, &HoursQuery { whose, ..period("2025-09") }), "CHA-HS").hours.clone();
    let own = asked(Whose::own(officer(2)));
    assert_eq!(own.all.presence.officer, 20 * MINUTE);
    assert_eq!(asked(Whose::with_reason(officer(2), "complaint 17").unwrap()), own);
}

#[test]
fn officers_are_never_rows_of_a_list() {
    let query = HoursQuery { whose: Whose::own(officer(2)), ..by_team() };
    assert_eq!(report(&five_officers(), &query), Err(HoursRefusal::OfficerInList));
}

#[test]
fn a_report_of_one_officer_does_not_name_them() {
    let query = HoursQuery { whose: Whose::own(officer(2)), ..period("2025-09") };
    let json = serde_json::to_string(&ask(&five_officers(), &query)).unwrap();
    assert!(!json.contains(&officer(2).to_string()));
}

/// Outreach before dawn, and a constable of a tasked patrol with them whose own phone dies.
fn outreach() -> HoursFacts {
    let begin = at("2025-09-11T04:30:00+01:00");
    let worker =
        Outing::new(1, begin, 150).duty(Duty::Outreach).crew(0, &[1, 2], 0).walks("CHA-WARD", 10, 70);
    let worker = worker.walks("CHA-HS", 10, 40);
    let constable = Outing::new(2, begin, 150).crew(0, &[1, 2], 0).walks("CHA-WARD", 10, 20).gap(20, 150);
    facts(vec![worker, constable], vec![zone("CHA-HS"), ward("CHA-WARD")])
}

#[test]
fn outreach_shows_as_hours_per_ward_and_month_and_nowhere_else() {
    let report = ask(&outreach(), &HoursQuery { by_week_hour: true, ..period("2025-09") });
    let in_ward = &row(&report, "CHA-WARD").hours;
    // The worker's hour, and the constable's 50 minutes that only the worker's phone tells of.
    assert_eq!(in_ward.welfare, Some(110 * MINUTE));
    assert_eq!(in_ward.all.presence.officer, 10 * MINUTE, "the constable's own tasked minutes");
    assert_eq!(
        (in_ward.visits.all, in_ward.tracks.a),
        (1, 1),
        "no visit and no track of the outreach patrol"
    );
    let in_hotspot = &row(&report, "CHA-HS").hours;
    assert_eq!(in_hotspot.all.possible.officer + in_hotspot.visits.all as i64, 0);
    assert_eq!(in_hotspot.welfare, None);
    assert!(in_hotspot.week.iter().all(|cell| cell.all.officer == 0));
}

#[test]
fn outreach_is_not_told_by_the_day_nor_by_the_team() {
    for text in ["2025-09-11", "2025-W37", "2025-09-01..2025-09-29"] {
        assert_eq!(row(&ask(&outreach(), &period(text)), "CHA-WARD").hours.welfare, None, "{text}");
    }
    for text in ["2025-09", "2025-Q3", "2025/26", "2025", "12m-to-2025-09"] {
        assert!(row(&ask(&outreach(), &period(text)), "CHA-WARD").hours.welfare.is_some(), "{text}");
    }
    let one = HoursQuery { whose: Whose::own(officer(2)), ..period("2025-09") };
    assert_eq!(row(&ask(&outreach(), &one), "CHA-WARD").hours.welfare, None);
}

#[test]
fn operations_are_added_up_by_tag() {
    let begin = at("2025-09-07T18:00:00+01:00");
    let tagged = |n: u8| Outing::new(n, begin, 300).operation("Op Irradiate").walks("CHA-HS", 0, 60);
    let mut facts = facts(
        vec![tagged(1), tagged(2), Outing::new(3, begin, 300).walks("CHA-HS", 0, 30)],
        vec![zone("CHA-HS")],
    );
    let by_operation = HoursQuery { group_by: GroupBy::Operation, ..period("2025-09") };
    let report = ask(&facts, &by_operation);
    let told: Vec<(Option<&str>, i64, i64)> = report
        .rows
        .iter()
        .map(|row| match &row.name {
            RowName::Operation { operation } => (
                operation.as_deref(),
                row.hours.all.presence.officer / MINUTE,
                row.hours.on_duty.officer / HOUR,
            ),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(told, vec![(None, 30, 5), (Some("Op Irradiate"), 120, 10)]);
    let only = HoursQuery { whose: Whose::Operation("Op Irradiate".to_owned()), ..period("2025-09") };
    assert_eq!(row(&ask(&facts, &only), "CHA-HS").hours.all.presence.officer, 2 * HOUR);
    // What a team was on is no row of another one's, not even one without hours.
    let team = |n: u8| if n <= 2 { "NTF" } else { "Wardens" };
    facts.teams = (1..=6).map(|n| (officer(n), team(n).to_owned())).collect();
    let rows = |team: &str| {
        let query = HoursQuery { whose: Whose::Team(team.to_owned()), ..by_operation.clone() };
        ask(&facts, &query).rows.into_iter().map(|row| row.name).collect::<Vec<_>>()
    };
    assert_eq!(rows("Wardens"), [RowName::Operation { operation: None }]);
}

#[test]
fn what_cannot_be_answered_is_refused() {
    let facts = five_officers();
    let nowhere = HoursQuery { zones: ZoneChoice::Codes(vec!["X".to_owned()]), ..period("2025-09") };
    assert_eq!(report(&facts, &nowhere), Err(HoursRefusal::UnknownZone));
    let never = HoursQuery { period: Interval { from: 5, to: 5 }, ..period("2025-09") };
    assert_eq!(report(&facts, &never), Err(HoursRefusal::EmptyPeriod));
    let absurd = HoursQuery { period: Interval { from: i64::MIN, to: i64::MAX }, ..period("2025-09") };
    assert!(matches!(report(&facts, &absurd), Err(HoursRefusal::Calendar(_))));
}

#[test]
fn zones_of_one_kind_can_be_asked_for() {
    let query = HoursQuery { zones: ZoneChoice::Kind(ZoneKind::Ward), ..period("2025-09") };
    let report = ask(&five_officers(), &query);
    assert_eq!(report.rows.len(), 1);
    assert!(report.programmes.is_empty());
}
