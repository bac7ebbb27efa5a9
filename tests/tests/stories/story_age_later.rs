//! A vehicle warning to a driver who says no date of birth: the officer is told by what it is found again, and once the date
//! is told to its encounter, everybody finds it by the person.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::{
    BeginEncounter, EncounterNews, NoticeAbout, NoticeAsked, NoticeOutcome, NuisanceAsked,
};
use beatbook_domain::calendar::local_date;
use beatbook_domain::law::age::AgeBand;
use beatbook_domain::records::encounter::people::{Details, PersonKnown, VehicleKind, VehicleKnown};
use beatbook_protocol::id::Id;
use beatbook_tests::beat::{CHATHAM, adult, asked, fix, officer_as, told_to_phones, town};
use beatbook_tests::force::Force;
use beatbook_tests::phone::Phone;

fn constable(force: &Force, code: &str) -> Phone {
    officer_as(force, code, "constable", &["s59_vehicles"])
}

/// A driver with a car of this plate.
fn stops(phone: &Phone, known: PersonKnown, plate: &str) -> Id {
    fix(phone, CHATHAM, 5.0);
    let encounter = phone.book().begin_encounter(BeginEncounter::here()).unwrap();
    let car = VehicleKnown {
        kind: Some(VehicleKind::Car),
        plate: Some(plate.to_owned()),
        driver: Some(1),
        ..VehicleKnown::default()
    };
    let news =
        vec![EncounterNews::Person { person: 1, known }, EncounterNews::Vehicle { vehicle: 1, known: car }];
    phone.book().tell_encounter(encounter, news).unwrap();
    encounter
}

fn warning(encounter: Id) -> NoticeAsked {
    let (driving, annoyance) = ("Wheel spins.".to_owned(), "Walkers jumped aside.".to_owned());
    let nuisance = NuisanceAsked { vehicle: 1, driving, annoyance };
    let about = NoticeAbout::S59Warning { nuisance, warned: true };
    asked(encounter, about, "Military Road, Chatham", "Spun the wheels of a car through people crossing.")
}

/// Gives the warning; what the officer is told by the check is told with the issue, too.
fn warned(phone: &Phone, encounter: Id) -> Vec<&'static str> {
    let checked = phone.book().check_notice(&warning(encounter)).unwrap();
    match phone.book().issue_notice(&warning(encounter)).unwrap() {
        NoticeOutcome::Issued { notes, .. } => {
            assert_eq!(notes, checked.notes);
            assert!(notes.iter().all(|note| note.remedy.ends_with('.') && !note.source.is_empty()));
            notes.iter().map(|note| note.code).collect()
        }
        draft => panic!("a draft: {draft:?}"),
    }
}

/// Without a date of birth.
fn ageless(name: &str, looks: Option<AgeBand>) -> PersonKnown {
    let mut known = PersonKnown { looks, ..adult(name) };
    if let Some(Details::Person { born, .. }) = &mut known.details {
        *born = None;
    }
    known
}

fn aged(force: &Force, name: &str, years: i16) -> PersonKnown {
    let today = local_date(force.clock.now()).unwrap();
    let mut known = adult(name);
    if let Some(Details::Person { born, .. }) = &mut known.details {
        *born = Some(today.checked_sub(jiff::Span::new().years(years).days(1)).unwrap());
    }
    known
}

/// What a phone finds of a driver in a car: by the person or not.
fn finds(phone: &Phone, driver: PersonKnown, plate: &str) -> Vec<bool> {
    let encounter = stops(phone, driver, plate);
    let found = phone.book().earlier_warnings(encounter, Some(1), Some(1)).unwrap();
    found.iter().map(|hit| hit.person).collect()
}

fn later(phone: &Phone, encounter: Id, known: PersonKnown) {
    phone.book().tell_encounter(encounter, vec![EncounterNews::Person { person: 1, known }]).unwrap();
}

#[test]
fn story_age_later_a_warning_without_a_date_of_birth_is_found_by_the_plate_until_it_is_told() {
    let force = town();
    let (first, second) = (constable(&force, "4417"), constable(&force, "4502"));
    assert_eq!(warned(&first, stops(&first, adult("Kim Known"), "KN55 KNO")), [""; 0], "nothing to say");
    let encounter = stops(&first, ageless("Sam Example", Some(AgeBand::Adult)), "AB12 CDE");
    assert_eq!(warned(&first, encounter), ["found_by_registration"]);
    let other = stops(&first, ageless("Pat Plateless", Some(AgeBand::Adult)), "");
    assert_eq!(warned(&first, other), ["found_by_nothing"]);
    first.sync();
    assert!(told_to_phones(&force));
    second.sync();
    for phone in [&first, &second] {
        assert_eq!(finds(phone, adult("Sam Example"), "ZZ99 ZZZ"), [false; 0], "by the person nobody");
        assert_eq!(finds(phone, adult("Sam Example"), "AB12 CDE"), [false], "by the plate");
    }
    // Asked again at the station, he says it: from then on it is found by him, whatever he drives.
    later(&first, encounter, adult("Sam Example"));
    assert_eq!(finds(&first, adult("EXAMPLE, Sam"), "ZZ99 ZZZ"), [true], "on the phone that gave it at once");
    first.sync();
    assert!(told_to_phones(&force), "phones are told");
    assert!(!told_to_phones(&force), "once");
    second.sync();
    assert_eq!(finds(&second, adult("EXAMPLE, Sam"), "ZZ99 ZZZ"), [true]);
    assert_eq!(finds(&second, adult("Kim Other"), "AB12 CDE"), [false], "and by the plate as before");
}

#[test]
fn story_age_later_perhaps_a_child_is_in_no_list_until_the_age_is_known() {
    let force = town();
    let (first, second) = (constable(&force, "4417"), constable(&force, "4502"));
    let grown = stops(&first, ageless("Sam Example", None), "AB12 CDE");
    assert_eq!(warned(&first, grown), ["found_by_nobody_yet"]);
    let child = stops(&first, ageless("Robin Child", Some(AgeBand::Adult)), "CH11 LDD");
    assert_eq!(warned(&first, child), ["found_by_registration"]);
    first.sync();
    assert!(told_to_phones(&force));
    second.sync();
    for phone in [&first, &second] {
        assert_eq!(finds(phone, adult("Sam Example"), "AB12 CDE"), [false; 0]);
        assert_eq!(finds(phone, adult("Kim Other"), "CH11 LDD"), [false]);
    }
    later(&first, grown, adult("Sam Example"));
    later(&first, child, aged(&force, "Robin Child", 15));
    first.sync();
    assert!(told_to_phones(&force));
    second.sync();
    for phone in [&first, &second] {
        assert_eq!(finds(phone, adult("Sam Example"), "ZZ99 ZZZ"), [true]);
        assert_eq!(
            finds(phone, adult("Kim Other"), "CH11 LDD"),
            [false; 0],
            "a child is taken out of every list"
        );
    }
    force.command(&["verify"]);
}
