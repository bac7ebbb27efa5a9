//! Pairs and more: with two phones, with one, one dying half-way, split mid-shift, in disagreement.

use beatbook_domain::hours::{Both, GroupBy, HoursFacts, HoursQuery, Row};
use beatbook_domain::presence::TravelMode;
use beatbook_domain::records::patrol::Duty;

use super::beat::{HOUR, MINUTE, Outing, ask, at, facts, period, row, zone};

fn saturday() -> i64 {
    at("2025-09-06T19:00:00+01:00")
}

fn night(outings: Vec<Outing>) -> HoursFacts {
    facts(outings, vec![zone("CHA-HS")])
}

fn chatham(facts: &HoursFacts) -> Row {
    row(&ask(facts, &period("2025-09")), "CHA-HS").clone()
}

fn hours(officer: i64, patrol: i64) -> Both {
    Both { officer: officer * MINUTE, patrol: patrol * MINUTE }
}

fn pair(of: u8, with: u8) -> Outing {
    Outing::new(of, saturday(), 480).crew(0, &[of, with], 0)
}

#[test]
fn a_pair_with_two_phones_is_two_officer_hours_and_one_patrol_hour_per_hour() {
    let row = chatham(&night(vec![pair(1, 2).walks("CHA-HS", 60, 120), pair(2, 1).walks("CHA-HS", 60, 120)]));
    assert_eq!(row.hours.all.presence, hours(120, 60));
    assert_eq!(row.hours.visits.all, 1, "one stay, told by two phones");
    assert_eq!(row.hours.tracks.a, 2, "two tracks");
}

#[test]
fn a_pair_with_one_phone_is_the_same() {
    let row = chatham(&night(vec![pair(1, 2).walks("CHA-HS", 60, 120)]));
    assert_eq!(row.hours.all.presence, hours(120, 60));
    assert_eq!(row.hours.on_duty, hours(960, 480));
}

#[test]
fn a_phone_that_dies_half_way_loses_no_minute_of_its_officer() {
    let dead = Outing::new(2, saturday(), 90).crew(0, &[1, 2], 0).walks("CHA-HS", 60, 90);
    let row = chatham(&night(vec![pair(1, 2).walks("CHA-HS", 60, 120), dead]));
    assert_eq!(row.hours.all.presence, hours(120, 60));
    assert_eq!(row.hours.visits.all, 1);
}

#[test]
fn a_phone_in_a_gap_is_helped_out_by_the_colleagues_phone() {
    let blind = pair(2, 1).walks("CHA-HS", 60, 80).gap(80, 480);
    let row = chatham(&night(vec![pair(1, 2).walks("CHA-HS", 60, 120), blind]));
    assert_eq!(row.hours.all.presence, hours(120, 60));
    assert_eq!(row.hours.gap, hours(0, 0), "the crew knew where it was");
}

#[test]
fn when_both_phones_are_blind_it_is_a_gap_for_both_officers_and_one_patrol() {
    let first = pair(1, 2).walks("CHA-HS", 0, 60).gap(100, 130);
    let second = pair(2, 1).walks("CHA-HS", 0, 60).gap(110, 140);
    let row = chatham(&night(vec![first, second]));
    assert_eq!(row.hours.gap, hours(40, 20));
    let possible = row.hours.all.possible;
    assert_eq!(row.hours.possible_with_gaps.officer, possible.officer + 40 * MINUTE);
    assert_eq!(row.hours.possible_with_gaps.patrol, possible.patrol + 20 * MINUTE);
}

#[test]
fn a_pair_that_splits_mid_shift_is_two_patrols_from_then_on() {
    let first = pair(1, 2).crew(120, &[1], 0).walks("CHA-HS", 60, 180);
    let second = pair(2, 1).crew(120, &[2], 0).walks("CHA-HS", 60, 180);
    let row = chatham(&night(vec![first, second]));
    assert_eq!(row.hours.all.presence, hours(240, 180), "60 min together, then 60 min each");
}

#[test]
fn one_phone_saying_we_split_is_enough() {
    let forgetful = pair(1, 2).walks("CHA-HS", 60, 180);
    let second = pair(2, 1).crew(120, &[2], 0).walks("CHA-HS", 60, 120).gap(130, 170);
    let row = chatham(&night(vec![forgetful, second]));
    assert_eq!(row.hours.all.presence, hours(60 + 120, 120), "officer 2 is not where officer 1 is any more");
    assert_eq!(row.hours.gap, hours(40, 40));
}

#[test]
fn an_officers_own_phone_decides_for_that_officer() {
    let inside = pair(1, 2).walks("CHA-HS", 60, 120);
    let outside = pair(2, 1).walks("CHA-HS", 60, 90);
    let row = chatham(&night(vec![inside, outside]));
    assert_eq!(row.hours.all.presence, hours(90, 60));
}

#[test]
fn a_crew_whose_phones_disagree_on_the_mode_is_still_one_patrol() {
    let walks = pair(1, 2).walks("CHA-HS", 60, 120);
    let drives = pair(2, 1).drives("CHA-HS", 60, 120);
    let row = chatham(&night(vec![walks, drives]));
    assert_eq!(row.hours.modes.foot.presence, hours(60, 60));
    assert_eq!(row.hours.modes.vehicle.presence, hours(60, 60));
    assert_eq!(row.hours.all.presence, hours(120, 60));
}

#[test]
fn colleagues_without_a_notebook_count_as_officers_and_stand_on_their_own_too() {
    let pair = |of, with| Outing::new(of, saturday(), 480).crew(0, &[of, with], 2).walks("CHA-HS", 60, 120);
    let row = chatham(&night(vec![pair(1, 2), pair(2, 1)]));
    assert_eq!(row.hours.all.presence, hours(240, 60), "both phones count the same two colleagues");
    assert_eq!((row.hours.others_foot, row.hours.others_all), (2 * HOUR, 2 * HOUR));
}

#[test]
fn each_officer_is_on_the_duty_their_own_phone_says() {
    let core = pair(1, 2).walks("CHA-HS", 60, 120);
    let overtime = pair(2, 1).walks("CHA-HS", 60, 120).duty(Duty::OvertimeFunded);
    let row = chatham(&night(vec![core, overtime]));
    assert_eq!(row.hours.duties.tasked_core.foot, hours(60, 60));
    assert_eq!(row.hours.duties.overtime_funded.foot, hours(60, 60));
    assert_eq!(row.hours.all.presence, hours(120, 60));
}

#[test]
fn a_patrol_told_twice_by_a_copied_phone_counts_once() {
    let copy = || Outing::new(1, saturday(), 480).walks("CHA-HS", 60, 120);
    let row = chatham(&night(vec![copy(), copy()]));
    assert_eq!(row.hours.all.presence, hours(60, 60));
    assert_eq!(row.hours.visits.all, 1);
}

#[test]
fn three_in_a_chain_are_one_crew() {
    let first = Outing::new(1, saturday(), 480).crew(0, &[1, 2], 0).walks("CHA-HS", 0, 60);
    let third = Outing::new(3, saturday(), 480).crew(0, &[2, 3], 0).walks("CHA-HS", 0, 60);
    let row = chatham(&night(vec![first, third]));
    assert_eq!(row.hours.all.presence, hours(180, 60));
}

#[test]
fn two_officers_who_never_met_are_two_patrols() {
    let row = chatham(&night(vec![
        Outing::new(1, saturday(), 480).walks("CHA-HS", 60, 120),
        Outing::new(2, saturday(), 480).walks("CHA-HS", 60, 120),
    ]));
    assert_eq!(row.hours.all.presence, hours(120, 120));
    assert_eq!(row.hours.visits.all, 2);
}

#[test]
fn abstracted_time_stands_apart_with_its_reason() {
    let one = Outing::new(1, saturday(), 480).walks("CHA-HS", 0, 60).abstracted(40, 200, "scene control");
    let facts = night(vec![one]);
    let row = chatham(&facts);
    assert_eq!(row.hours.modes.foot.presence, hours(40, 40));
    assert_eq!(row.hours.abstracted, hours(20, 20));
    assert_eq!(row.hours.on_duty, hours(320, 320));
    assert_eq!(row.hours.abstracted_on_duty["scene control"], hours(160, 160));
    assert_eq!(row.hours.visits.dosage, 1, "40 min of the stay were patrol");
    let by_operation = HoursQuery { group_by: GroupBy::Operation, ..period("2025-09") };
    assert_eq!(ask(&facts, &by_operation).rows[0].hours.abstracted_on_duty["scene control"], hours(160, 160));
}

#[test]
fn an_abstraction_holds_while_the_officers_own_phone_is_blind() {
    let guard = pair(2, 1).abstracted(0, 480, "hospital guard").gap(60, 480);
    let row = chatham(&night(vec![pair(1, 2).walks("CHA-HS", 60, 120), guard]));
    assert_eq!(
        row.hours.all.presence,
        hours(60, 60),
        "the guard is not on patrol, wherever the colleague walks"
    );
    assert_eq!(row.hours.abstracted, hours(60, 60));
}

#[test]
fn presence_outside_any_visit_is_passing() {
    let row = chatham(&night(vec![Outing::new(1, saturday(), 480).walks("CHA-HS", 60, 80).passes(
        "CHA-HS",
        100,
        102,
        TravelMode::Foot,
    )]));
    assert_eq!(row.hours.modes.foot.presence, hours(22, 22));
    assert_eq!(row.hours.passing, hours(2, 2));
}
