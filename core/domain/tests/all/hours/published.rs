//! Publishing: what may be published, and how differences show.

use beatbook_domain::hours::{GroupBy, HoursQuery, HoursRefusal, Whose, ZoneChoice, mark_restated, publish};
use beatbook_domain::records::server::ServerBody;

use super::beat::{MINUTE, Outing, ask, at, facts, officer, period, row, zone};

#[test]
fn only_the_whole_report_by_zone_is_published() {
    let facts = facts(Vec::new(), vec![zone("CHA-HS")]);
    let whole = period("2025-09");
    for query in [
        HoursQuery { group_by: GroupBy::Programme, ..whole.clone() },
        HoursQuery { whose: Whose::own(officer(1)), ..whole.clone() },
        HoursQuery { zones: ZoneChoice::Codes(vec!["CHA-HS".to_owned()]), ..whole.clone() },
    ] {
        assert_eq!(publish(&ask(&facts, &query)), Err(HoursRefusal::NotTheWholeReport));
    }
    assert_eq!(publish(&ask(&facts, &whole)).unwrap().figures.len(), 1);
}

#[test]
fn what_is_published_survives_the_journal() {
    let shift =
        Outing::new(1, at("2025-09-06T19:00:00+01:00"), 480).crew(0, &[1, 2], 0).walks("CHA-HS", 0, 30);
    let facts = facts(vec![shift.drives("CHA-HS", 60, 65)], vec![zone("CHA-HS")]);
    let published = publish(&ask(&facts, &period("2025-09"))).unwrap();
    let figure = &published.figures[0];
    let minutes = [figure.officer_foot, figure.patrol_foot, figure.officer_all, figure.patrol_all]
        .map(|ms| ms / MINUTE);
    assert_eq!(minutes, [60, 30, 70, 35]);
    let body = ServerBody::FiguresPublished(published);
    assert_eq!(ServerBody::parse(body.kind(), 1, &body.to_bytes().unwrap()).unwrap(), body);
}

#[test]
fn figures_of_another_period_or_of_one_team_mark_nothing() {
    let shift = |minutes| Outing::new(1, at("2025-09-06T19:00:00+01:00"), 480).walks("CHA-HS", 0, minutes);
    let before = facts(vec![shift(30)], vec![zone("CHA-HS")]);
    let after = facts(vec![shift(45)], vec![zone("CHA-HS")]);
    let published = [publish(&ask(&before, &period("2025-09"))).unwrap()];
    let marked = |query: &HoursQuery| {
        let mut report = ask(&after, query);
        mark_restated(&mut report, &published);
        row(&report, "CHA-HS").restated.as_ref().map(|restated| restated.officer_foot / MINUTE)
    };
    assert_eq!(marked(&period("2025-09")), Some(15));
    assert_eq!(marked(&period("2025-Q3")), None);
    assert_eq!(marked(&HoursQuery { whose: Whose::own(officer(1)), ..period("2025-09") }), None);
}

#[test]
fn a_published_zone_that_has_gone_is_not_forgotten() {
    let shift = Outing::new(1, at("2025-09-06T19:00:00+01:00"), 480).walks("CHA-HS", 0, 30);
    let mut facts = facts(vec![shift], vec![zone("CHA-HS"), zone("GIL-HS")]);
    let published = [publish(&ask(&facts, &period("2025-09"))).unwrap()];
    facts.zones.remove(0);
    let mut report = ask(&facts, &period("2025-09"));
    mark_restated(&mut report, &published);
    assert_eq!(report.published_without_row.len(), 1);
    assert_eq!(report.published_without_row[0].zone, "CHA-HS");
}
