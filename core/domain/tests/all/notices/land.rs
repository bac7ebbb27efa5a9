//! Directions to leave land: welfare first, lived-in vehicles, everybody named or all.

use beatbook_domain::records::notice::Recipient;
use beatbook_domain::records::notice::content::{NoticeContent, S77Direction, Unit, UnitKind, WelfareDone};
use beatbook_protocol::id::Id;

use super::beat::{Beat, clock, day};

fn caravan() -> Unit {
    Unit { kind: UnitKind::Caravan, lived_in: true, described: "White, twin axle, no plate".to_owned() }
}

fn direction(change: impl FnOnce(&mut S77Direction)) -> Vec<&'static str> {
    let welfare =
        WelfareDone { record: Id::from_bytes([5; 16]), completed: clock("10:00"), wait_until: None };
    let mut direction = S77Direction {
        land: "Council car park, Riverside, Strood".to_owned(),
        units: vec![caravan()],
        people: Vec::new(),
        all_persons: true,
        leave_by: Some(clock("18:00")),
        welfare: Some(welfare),
    };
    change(&mut direction);
    let mut beat = Beat::new(NoticeContent::S77Direction(direction));
    beat.notice.person = None;
    beat.notice.recipient =
        Recipient::Described { addressed: "All persons with vehicles on the land".to_owned() };
    beat.missing()
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
    assert_eq!(missing, ["land", "unit_described", "people", "leave_by"]);
}
