//! Age band and date of birth are one answer: what contradicts itself is refused before anything is stored, and where only
//! the date is told the band follows from it.
#![allow(clippy::unwrap_used, reason = "helpers of tests are not recognised as tests")]

use crate::support;

use beatbook_device::{
    AskWhere, Beatbook, BeginWelfare, CountNews, JoinCount, NameTold, Sighted, SightingNews, WelfareNews,
};
use beatbook_domain::records::welfare::WelfareAbout;
use beatbook_domain::records::welfare::people::PersonSeen;
use beatbook_domain::records::welfare::steps::CareStep;
use beatbook_domain::welfare::disclosure::{Disclosure, DisclosureReason, PersonTold};
use beatbook_domain::welfare::sleeping::{Age, Site, SleepingState};
use beatbook_protocol::id::Id;
use support::{MINUTE, Phone};

/// Eighteen on the day of the tests, 6 September 2025, and the day after.
const EIGHTEEN: &str = "2007-09-06";
const STILL_SEVENTEEN: &str = "2007-09-07";
const TWENTY_SIX: &str = "1999-09-06";

fn known(born: Option<&str>, age: Option<Age>) -> WelfareNews {
    let known = PersonSeen { born: born.map(|day| day.parse().unwrap()), age, ..PersonSeen::default() };
    WelfareNews::Person { person: 1, known: Box::new(known) }
}

/// The next contact; of a child that was met before the disclosure is made first.
fn contact(book: &Beatbook) -> Id {
    for before in book.welfare_records(100).unwrap() {
        let (reason, told) = (Some(DisclosureReason::ChildAtRisk), Some(PersonTold::Told));
        let (recipient, sent) = ("Duty desk".to_owned(), "Sleeps in a doorway.".to_owned());
        let step = CareStep::Disclosure(Disclosure { reason, told, recipient, sent });
        let news = vec![WelfareNews::Step { person: None, time: None, step }];
        book.tell_welfare(before.record, news).unwrap();
    }
    let about = WelfareAbout::Contact;
    book.begin_welfare(BeginWelfare { about, place: AskWhere::Newest, address: None, joint: None }).unwrap()
}

fn age_of(book: &Beatbook, record: Id) -> Option<Age> {
    book.welfare_record(record).unwrap().welfare.people[&1].age
}

fn refused(book: &Beatbook, record: Id, news: WelfareNews, band: &str) {
    let before = book.entries(None, 100).unwrap();
    let error = book.tell_welfare(record, vec![known(None, None), news]).unwrap_err();
    assert_eq!(error.code(), "age_band");
    assert!(error.to_string().contains(band), "{error}");
    assert_eq!(book.entries(None, 100).unwrap(), before, "all of it or none");
}

#[test]
fn of_somebody_met_the_date_gives_the_band_and_a_band_beside_it_must_agree() {
    let phone = Phone::new();
    let book = phone.found();
    for (born, band, others) in [
        (STILL_SEVENTEEN, Age::Under18, [Age::From18To25, Age::From26]),
        (EIGHTEEN, Age::From18To25, [Age::Under18, Age::From26]),
        ("1999-09-07", Age::From18To25, [Age::Under18, Age::From26]),
        (TWENTY_SIX, Age::From26, [Age::Under18, Age::From18To25]),
    ] {
        let record = contact(&book);
        for other in others {
            refused(&book, record, known(Some(born), Some(other)), band.code());
        }
        for said in [None, Some(Age::NotKnown), Some(band)] {
            let record = contact(&book);
            book.tell_welfare(record, vec![known(Some(born), said)]).unwrap();
            assert_eq!(age_of(&book, record), Some(band), "{born}, told {said:?}");
        }
    }
    let record = contact(&book);
    refused(&book, record, known(Some("2025-09-07"), None), "2025-09-06");
    book.tell_welfare(record, vec![known(Some("2025-09-06"), None)]).unwrap();
    assert_eq!(age_of(&book, record), Some(Age::Under18), "born today");
}

#[test]
fn told_in_two_calls_they_agree_too_and_both_together_correct_either() {
    let phone = Phone::new();
    let book = phone.found();
    let tell = |record, news| book.tell_welfare(record, vec![news]).unwrap();
    let record = contact(&book);
    tell(record, known(None, Some(Age::From26)));
    refused(&book, record, known(Some(EIGHTEEN), None), "18_25");
    tell(record, known(Some(EIGHTEEN), Some(Age::From18To25)));
    refused(&book, record, known(None, Some(Age::Under18)), "18_25");
    tell(record, known(None, Some(Age::NotKnown)));
    assert_eq!(age_of(&book, record), Some(Age::From18To25), "a date is known");
    // Another date alone: the band followed from the one before it.
    tell(record, known(Some(TWENTY_SIX), None));
    assert_eq!(age_of(&book, record), Some(Age::From26));
    // It is the day of the record that counts, however late at night more is told of it.
    let record = contact(&book);
    phone.platform.advance(6 * 60 * MINUTE);
    refused(&book, record, known(Some(STILL_SEVENTEEN), Some(Age::From18To25)), "under_18");
    tell(contact(&book), known(Some(STILL_SEVENTEEN), Some(Age::From18To25)));
}

fn named(born: Option<&str>) -> NameTold {
    NameTold {
        initials: Some("AS".to_owned()),
        born: born.map(|day| day.parse().unwrap()),
        ..NameTold::default()
    }
}

fn seen(born: Option<&str>, age: Age) -> CountNews {
    let here = Sighted::here(Site::Doorway, SleepingState::BeddedDown);
    CountNews::Sighted(Box::new(Sighted { who: named(born), age, ..here }))
}

#[test]
fn a_sighting_of_a_count_is_told_alike() {
    let phone = Phone::new();
    let book = phone.found();
    let count = Id::from_bytes([3; 16]);
    let join = JoinCount { count, team: "T2".to_owned(), members: Vec::new(), briefed: true };
    let part = book.join_count(join).unwrap();
    let tell = |news| book.tell_count(part, vec![news]);
    let band = |label: u16| book.count_part(part).unwrap().part.sightings[&label].seen.age;
    let refused = |news| {
        let before = book.entries(None, 100).unwrap();
        assert_eq!(tell(news).unwrap_err().code(), "age_band");
        assert_eq!(book.entries(None, 100).unwrap(), before);
    };
    refused(seen(Some(STILL_SEVENTEEN), Age::From18To25));
    refused(seen(Some("2030-01-01"), Age::NotKnown));
    tell(seen(Some(EIGHTEEN), Age::NotKnown)).unwrap();
    assert_eq!(band(1), Age::From18To25);
    let changed = |label, who, age| {
        let news = SightingNews { who, age, ..SightingNews::default() };
        CountNews::Changed { label, news: Box::new(news) }
    };
    // A band was told, then a date: they must agree; both together correct it.
    tell(seen(None, Age::From26)).unwrap();
    refused(changed(2, Some(named(Some(EIGHTEEN))), None));
    refused(changed(2, Some(named(Some(EIGHTEEN))), Some(Age::Under18)));
    tell(changed(2, Some(named(Some(EIGHTEEN))), Some(Age::From18To25))).unwrap();
    assert_eq!(band(2), Age::From18To25);
    // It is the day of the sighting that counts.
    phone.platform.advance(6 * 60 * MINUTE);
    refused(changed(2, Some(named(Some(STILL_SEVENTEEN))), Some(Age::From18To25)));
    tell(changed(2, None, Some(Age::NotKnown))).unwrap();
    assert_eq!(
        book.tell_count(part, vec![changed(9, Some(named(Some(EIGHTEEN))), None)]).unwrap_err().code(),
        "count_unknown_sighting"
    );
}
