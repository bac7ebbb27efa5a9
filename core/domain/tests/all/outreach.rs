//! Services with free places, and cold nights: dawn, what a team may know, and who is still to be asked.

#![allow(clippy::unwrap_used, reason = "helpers of tests are not recognised as tests")]

use beatbook_domain::calendar::local_clock;
use beatbook_domain::records::outreach::{ColdNight, ColdOffered, ServiceTold};
use beatbook_domain::records::seen::KeptPlace;
use beatbook_domain::records::welfare::steps::PlacementKind;
use beatbook_domain::welfare::cell::Cell;
use beatbook_domain::welfare::cold::{LastSeen, PLACES_MAX, dawn_after, for_team, places, still_to_ask};
use beatbook_domain::welfare::services::{PLACES_MAX as MOST, STALE_MS, ServiceRefusal, Services, TAKES_MAX};
use beatbook_domain::welfare::shown::Shown;
use beatbook_protocol::id::Id;
use jiff::civil::date;

fn utc(text: &str) -> i64 {
    text.parse::<jiff::Timestamp>().unwrap().as_millisecond()
}

#[test]
fn a_night_ends_at_eight_on_the_clock_whatever_the_clocks_do() {
    let dawn = |now: &str| local_clock(dawn_after(utc(now)).unwrap()).unwrap().to_string();
    assert_eq!(dawn("2025-12-04T22:00:00Z"), "2025-12-05T08:00:00");
    assert_eq!(dawn("2025-12-05T07:59:59Z"), "2025-12-05T08:00:00");
    assert_eq!(dawn("2025-12-05T08:00:00Z"), "2025-12-06T08:00:00");
    // The nights on which clocks go back and on.
    assert_eq!(dawn("2025-10-25T22:30:00Z"), "2025-10-26T08:00:00");
    assert_eq!(dawn("2026-03-28T23:30:00Z"), "2026-03-29T08:00:00");
    assert_eq!(dawn("2025-12-31T23:59:59Z"), "2026-01-01T08:00:00");
    assert!(dawn_after(i64::MAX).is_err());
}

/// So many hundreds of metres east of the Great Lines.
fn cell(east: i32) -> Cell {
    Cell::of(KeptPlace { lat: 513_880_000, lon: 5_370_000 + east * 14_400, accuracy: None }).unwrap()
}

fn seen(east: i32, team: &str, people: u32, shown: Shown) -> LastSeen {
    LastSeen { cell: cell(east), shown, team: team.to_owned(), people, day: date(2025, 12, 1) }
}

#[test]
fn a_team_knows_the_squares_where_it_was_and_of_others_what_is_shown() {
    let ward = || Shown::Ward("RIVER".to_owned());
    let all = [
        seen(0, "RSI", 1, ward()),
        seen(0, "RSI", 1, ward()),
        seen(5, "Forward", 3, Shown::Cell(cell(5))),
        seen(9, "Forward", 1, ward()),
        seen(12, "Forward", 1, Shown::Nothing),
    ];
    let desk = places(&all);
    let numbers: Vec<(u16, u32)> = desk.iter().map(|place| (place.number, place.people)).collect();
    assert_eq!(numbers, [(1, 3), (2, 2), (3, 1), (4, 1)], "the most people first");
    assert!(desk.iter().all(|place| place.place.starts_with("TQ ")));
    let known = |team| -> Vec<(u16, String)> {
        for_team(&desk, &all, team).into_iter().map(|place| (place.number, place.place)).collect()
    };
    let square = |east| String::from(cell(east));
    let number = |east| desk.iter().find(|place| place.place == square(east)).unwrap().number;
    let expected = [(number(5), square(5)), (number(0), square(0)), (number(9), "RIVER".to_owned())];
    assert_eq!(known("RSI"), expected, "what may not be shown is left out");
    assert!(known("Forward").contains(&(number(0), "RIVER".to_owned())));
    assert!(known("Forward").contains(&(number(12), square(12))));
    let many: Vec<LastSeen> = (0..600).map(|east| seen(east, "RSI", 1, Shown::Nothing)).collect();
    assert_eq!((places(&many).len(), places(&[]).len()), (PLACES_MAX, 0));
}

#[test]
fn whoever_was_asked_is_not_asked_again_and_never_less_than_nobody_is_left() {
    let (id, other) = (Id::from_bytes([1; 16]), Id::from_bytes([2; 16]));
    let all = [seen(0, "RSI", 2, Shown::Nothing)];
    let night = ColdNight { night: id, from: 0, until: 1, team: None, places: places(&all) };
    let offered = |night, number, people| ColdOffered { night, number, by: other, people, again: 0 };
    let left = |own, told: &[ColdOffered]| still_to_ask(&night, &night.places[0], own, told);
    assert_eq!((left(0, &[]), left(1, &[]), left(9, &[])), (2, 1, 0));
    assert_eq!(left(1, &[offered(id, 1, 1)]), 0);
    assert_eq!(left(0, &[offered(id, 2, 1), offered(other, 1, 1)]), 2, "another place, another night");
    assert_eq!(left(u32::MAX, &[offered(id, 1, u32::MAX)]), 0);
}

#[test]
fn a_service_is_told_within_limits_and_the_last_word_counts() {
    let service = |name: &str, free: u32| ServiceTold {
        name: name.to_owned(),
        kind: PlacementKind::Shelter,
        places: 10,
        free,
        at: 1_000,
        takes: String::new(),
        ended: false,
    };
    assert_eq!(service("Night shelter", 10).check(), Ok(()));
    assert_eq!(service("Night shelter", 11).check(), Err(ServiceRefusal::Places));
    assert_eq!(service(" ", 1).check(), Err(ServiceRefusal::Name));
    assert_eq!(service(&"x".repeat(200), 1).check(), Ok(()));
    assert_eq!(service(&"x".repeat(201), 1).check(), Err(ServiceRefusal::Name));
    assert_eq!(service("Night\nshelter", 1).check(), Err(ServiceRefusal::Name));
    let most = ServiceTold { places: MOST, ..service("Hall", MOST) };
    assert_eq!(most.check(), Ok(()));
    assert_eq!(ServiceTold { places: MOST + 1, ..most }.check(), Err(ServiceRefusal::Places));
    let takes = |length| ServiceTold { takes: "x".repeat(length), ..service("Hall", 1) }.check();
    assert_eq!((takes(TAKES_MAX), takes(TAKES_MAX + 1)), (Ok(()), Err(ServiceRefusal::Takes)));
    let fresh = service("Hall", 1);
    assert!(!fresh.is_stale(1_000 + STALE_MS) && fresh.is_stale(1_001 + STALE_MS));

    let ended = ServiceTold { ended: true, ..service("hall", 0) };
    let told = [service("Night  Shelter", 3), service("Hall", 2), service("night shelter", 1), ended];
    let services = Services::of(told);
    assert_eq!(services.named("NIGHT SHELTER").map(|one| one.free), Some(1));
    assert_eq!((services.all().count(), services.named("Hall")), (1, None));
    assert!(Services::default().is_empty());
}
