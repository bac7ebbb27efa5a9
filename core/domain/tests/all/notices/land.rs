//! Directions to leave land: welfare first, lived-in vehicles, everybody named or all.

use beatbook_domain::encampments::gate::{CheckTold, GateRefusal};
use beatbook_domain::records::notice::Recipient;
use beatbook_domain::records::notice::content::{NoticeContent, S77Direction, Unit, UnitKind, WelfareDone};
use beatbook_protocol::id::Id;

use super::beat::{Beat, clock, day};

fn caravan() -> Unit {
    Unit { kind: UnitKind::Caravan, lived_in: true, described: "White, twin axle, no plate".to_owned() }
}

const CAMP: Id = Id::from_bytes([6; 16]);

fn told() -> CheckTold {
    let lands = vec!["The market".to_owned(), "Council car park, Riverside".to_owned()];
    CheckTold { encampment: CAMP, lands, wait_until: None }
}

fn direction(change: impl FnOnce(&mut S77Direction)) -> Vec<&'static str> {
    direction_on(Some(told()), change)
}

fn direction_on(told: Option<CheckTold>, change: impl FnOnce(&mut S77Direction)) -> Vec<&'static str> {
    let beat = beat(told.ok_or(GateRefusal::CheckUntold), change);
    beat.missing()
}

fn beat(told: Result<CheckTold, GateRefusal>, change: impl FnOnce(&mut S77Direction)) -> Beat {
    let welfare =
        WelfareDone { record: Id::from_bytes([5; 16]), completed: clock("10:00"), wait_until: None };
    let mut direction = S77Direction {
        land: "Council car park, Riverside, Strood".to_owned(),
        units: vec![caravan()],
        people: Vec::new(),
        all_persons: true,
        leave_by: Some(clock("18:00")),
        welfare: Some(welfare),
        encampment: Some(CAMP),
    };
    change(&mut direction);
    let mut beat = Beat::new(NoticeContent::S77Direction(direction));
    beat.check_told = told;
    beat.notice.person = None;
    beat.notice.recipient =
        Recipient::Described { addressed: "All persons with vehicles on the land".to_owned() };
    beat
}

#[test]
fn welfare_comes_first_and_may_ask_to_wait() {
    assert!(direction(|_| ()).is_empty());
    assert_eq!(direction(|it| it.welfare = None), ["welfare_first"]);
    assert_eq!(direction(|it| it.welfare.as_mut().unwrap().completed = clock("17:00")), ["welfare_first"]);
    let wait = |date: &str| direction(|it| it.welfare.as_mut().unwrap().wait_until = Some(day(date)));
    assert_eq!(wait("2025-09-12"), ["welfare_wait"]);
    assert!(wait("2025-09-11").is_empty(), "on its day the direction may be given");
}

#[test]
fn the_check_is_of_this_encampment_and_the_land_its_own() {
    assert_eq!(direction_on(None, |_| ()), ["check_untold"]);
    let other = CheckTold { encampment: Id::from_bytes([7; 16]), ..told() };
    assert_eq!(direction_on(Some(other.clone()), |_| ()), ["check_elsewhere"]);
    assert!(direction_on(Some(other), |it| it.encampment = None).is_empty(), "it is that of its check");
    assert_eq!(direction(|it| it.land = "The Strand, Gillingham".to_owned()), ["land_elsewhere"]);
    assert!(
        direction(|it| it.land = "The market".to_owned()).is_empty(),
        "in the words of any of its reports"
    );
    assert!(direction_on(Some(CheckTold { lands: Vec::new(), ..told() }), |_| ()).is_empty());
    let later = CheckTold { wait_until: Some(day("2025-09-12")), ..told() };
    assert_eq!(direction_on(Some(later), |_| ()), ["welfare_wait"], "a later check asks to wait");
}

#[test]
fn where_nobody_is_any_more_nobody_is_directed_whatever_was_checked() {
    let vacated = Err(GateRefusal::Vacated);
    assert_eq!(beat(vacated.clone(), |_| ()).missing(), ["vacated_already"]);
    let points = beat(vacated, |it| it.welfare = None).points();
    let [point] = &points[..] else { panic!("{points:?}") };
    assert!(point.remedy.contains("report who is there now anew"), "{point:?}");
}

#[test]
fn where_tents_alone_were_counted_nobody_is_directed_whatever_was_checked() {
    let points = beat(Err(GateRefusal::TentsAlone), |_| ()).points();
    let [point] = &points[..] else { panic!("{points:?}") };
    assert_eq!((point.code, point.source), ("no_vehicle_counted", "CJPOA 1994 s77(1)"));
    assert!(point.remedy.contains("tell the visit that counted the caravan or vehicle first"), "{point:?}");
}

#[test]
fn a_time_to_leave_that_is_over_is_said_to_be() {
    let said = |leave_by| {
        let points = beat(Ok(told()), |it| it.leave_by = leave_by).points();
        assert_eq!(points.iter().map(|point| point.code).collect::<Vec<_>>(), ["leave_by"]);
        points[0].remedy.clone()
    };
    assert_eq!(said(None), "Say by when to leave.");
    assert!(said(Some(clock("16:50"))).contains("is over already"));
}

#[test]
fn only_where_somebody_lives_in_a_vehicle() {
    let tent = Unit { kind: UnitKind::Tent, ..caravan() };
    assert_eq!(direction(|it| it.units = vec![tent]), ["no_lived_in_vehicle"]);
    let parked = Unit { kind: UnitKind::Vehicle, lived_in: false, ..caravan() };
    assert_eq!(direction(|it| it.units = vec![parked]), ["no_lived_in_vehicle"]);
}

#[test]
fn land_people_and_time_are_said() {
    let missing = direction(|it| {
        it.land.clear();
        it.units[0].described.clear();
        it.all_persons = false;
        it.leave_by = Some(clock("16:50"));
    });
    assert_eq!(missing, ["land", "unit_described", "people", "leave_by", "land_elsewhere"]);
}
