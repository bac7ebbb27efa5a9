//! One phone's part of a rough-sleeper count: recorded through the night, whatever happens to the phone.
#![allow(clippy::unwrap_used, reason = "helpers of tests are not recognised as tests")]

use crate::support;

use std::collections::BTreeSet;

use beatbook_device::{
    AskWhere, BeatbookError, CountNews, JoinCount, NameTold, Sighted, SightingNews, SignOn,
};
use beatbook_domain::records::count::{PairAnswer, SectorOutcome, SightingPair, SightingRef};
use beatbook_domain::records::patrol::Duty;
use beatbook_domain::welfare::sleeping::{Age, Gender, Site, SleepingState};
use beatbook_protocol::id::Id;
use support::{MINUTE, Phone, headers};

const COUNT: Id = Id::from_bytes([3; 16]);

fn join() -> JoinCount {
    JoinCount {
        count: COUNT,
        team: "T2".to_owned(),
        members: vec!["outreach worker".to_owned()],
        briefed: true,
    }
}

fn seen(site: Site, state: SleepingState) -> CountNews {
    CountNews::Sighted(Box::new(Sighted::here(site, state)))
}

fn sector(outcome: SectorOutcome) -> CountNews {
    CountNews::Sector { sector: "S1".to_owned(), outcome, reached: Vec::new(), not_reached: BTreeSet::new() }
}

#[test]
fn a_night_is_counted_offline_and_told_by_nothing_in_a_header() {
    const HOUR: i64 = 3_600_000;
    let phone = Phone::new();
    let book = phone.found();
    phone.platform.advance(6 * 60 * MINUTE);
    book.sign_on(SignOn { duty: Duty::Count, ..SignOn::tasked() }).unwrap();
    book.record_fixes(&phone.walk(300)).unwrap();
    let record = book.join_count(join()).unwrap();
    // Seen before start was pressed: kept; the label of the count says what that means.
    book.tell_count(record, vec![seen(Site::Doorway, SleepingState::BeddedDown)]).unwrap();
    book.tell_count(record, vec![CountNews::Started]).unwrap();
    let beside =
        Sighted { beside: BTreeSet::from([1]), ..Sighted::here(Site::Tent, SleepingState::TentUnconfirmed) };
    book.tell_count(record, vec![CountNews::Sighted(Box::new(beside))]).unwrap();
    let confirmed = SightingNews {
        state: Some(SleepingState::AboutTo),
        gender: Some(Gender::Female),
        ..SightingNews::default()
    };
    let locked = SectorOutcome::Inaccessible { reason: "The gate is locked.".to_owned() };
    let news = vec![CountNews::Changed { label: 2, news: Box::new(confirmed) }, sector(locked)];
    book.tell_count(record, news).unwrap();
    let id = book.notebook();
    let own = |label| SightingRef { notebook: id, record, label };
    let pair = SightingPair::of(own(1), own(2)).unwrap();
    let decided = CountNews::Decided { pair, answer: PairAnswer::Different, why: "Side by side.".to_owned() };
    book.tell_count(record, vec![decided, CountNews::Ended]).unwrap();
    let view = book.count_part(record).unwrap();
    assert_eq!(view.part.sightings.keys().copied().collect::<Vec<_>>(), [1, 2]);
    assert_eq!(view.part.sightings[&2].seen.state, SleepingState::AboutTo);
    assert!(view.part.sightings.values().all(|one| one.seen.place.is_some()));
    for header in headers(&book).into_iter().skip(1) {
        assert_eq!((header.kind.as_str(), header.wall % HOUR), ("welfare", 0));
    }
    book.rebuild().unwrap();
    // Killed: nothing is closed, nothing is said.
    drop(book);
    let book = phone.open(id).unwrap();
    assert_eq!(book.count_part(record).unwrap(), view);
    assert_eq!(book.count_parts(10).unwrap(), [view]);
    // Nobody has given this officer a role in counts: what was written can be read until sign-off.
    book.sign_off(&[]).unwrap();
    assert_eq!(book.count_part(record), Err(BeatbookError::NotFound));
    assert!(book.verify().unwrap().is_sound());
}

#[test]
fn what_does_not_fit_is_refused_whole_and_a_place_nobody_knows_is_no_obstacle() {
    let phone = Phone::new();
    let book = phone.found();
    let nameless = JoinCount { team: " ".to_owned(), ..join() };
    assert_eq!(book.join_count(nameless).unwrap_err().code(), "count_text");
    let record = book.join_count(join()).unwrap();
    book.tell_count(record, vec![seen(Site::Park, SleepingState::AwakeNot), CountNews::Started]).unwrap();
    assert_eq!(book.count_part(record).unwrap().part.sightings[&1].seen.place, None);
    let before = book.entries(None, 100).unwrap();
    let unknown = CountNews::Changed { label: 9, news: Box::default() };
    let silent = sector(SectorOutcome::NotVisited { reason: String::new() });
    for (news, code) in [
        (CountNews::Started, "count_started_already"),
        (unknown, "count_unknown_sighting"),
        (silent, "count_text"),
    ] {
        let refused = book.tell_count(record, vec![seen(Site::Park, SleepingState::BeddedDown), news]);
        assert_eq!(refused.unwrap_err().code(), code);
    }
    assert_eq!(book.entries(None, 100).unwrap(), before);
    assert_eq!(book.tell_count(COUNT, vec![CountNews::Ended]), Err(BeatbookError::NotFound));
    let nowhere = AskWhere::At { lat: f64::NAN, lon: 0.0, accuracy_m: 5.0 };
    let lost = Sighted { place: nowhere, ..Sighted::here(Site::Other, SleepingState::BeddedDown) };
    book.tell_count(record, vec![CountNews::Sighted(Box::new(lost)), CountNews::Ended]).unwrap();
    assert_eq!(book.tell_count(record, vec![CountNews::Ended]).unwrap_err().code(), "count_ended_already");
    // What somebody remembers at the debrief is still taken.
    book.tell_count(record, vec![seen(Site::Boat, SleepingState::BeddedDown)]).unwrap();
    // Never told the plan, never signed on: it is read for a day, and told of after that, too.
    phone.platform.advance(24 * 60 * MINUTE - MINUTE);
    assert_eq!(book.count_parts(9).unwrap().len(), 1);
    phone.platform.advance(2 * MINUTE);
    assert_eq!(book.count_parts(9).unwrap(), []);
    assert_eq!(book.newest_count_part(), Ok(record));
    book.tell_count(record, vec![seen(Site::Boat, SleepingState::BeddedDown)]).unwrap();
}

#[test]
fn the_band_of_a_child_that_a_date_of_birth_gave_changes_with_a_date_only() {
    let phone = Phone::new();
    let book = phone.found();
    let (id, record) = (book.notebook(), book.join_count(join()).unwrap());
    let born = |date: &str| NameTold { born: Some(date.parse().unwrap()), ..NameTold::default() };
    let tent = || Sighted::here(Site::Tent, SleepingState::BeddedDown);
    // No initials, and a phone that was told no plan: nothing is keyed. Of the second a band was told, and no date.
    let child = Sighted { gender: Gender::Female, who: born("2012-01-01"), ..tent() };
    let other = Sighted { age: Age::Under18, ..tent() };
    let both = [child, other].map(|seen| CountNews::Sighted(Box::new(seen)));
    book.tell_count(record, both.into()).unwrap();
    let changed = |label, age, who| {
        let news = SightingNews { age: Some(age), who, ..SightingNews::default() };
        vec![CountNews::Changed { label, news: Box::new(news) }]
    };
    let initials = NameTold { initials: Some("AS".to_owned()), ..NameTold::default() };
    for who in [None, Some(initials)] {
        let refused = book.tell_count(record, changed(1, Age::From26, who)).unwrap_err();
        assert_eq!(refused.code(), "age_band");
    }
    // Killed and put together anew it is known as before.
    book.rebuild().unwrap();
    drop(book);
    let book = phone.open(id).unwrap();
    assert_eq!(book.tell_count(record, changed(1, Age::From26, None)).unwrap_err().code(), "age_band");
    let band = |label: u16| {
        let seen = book.count_part(record).unwrap().part.sightings[&label].seen.clone();
        (seen.age, seen.age_by_date)
    };
    assert_eq!((band(1), band(2)), ((Age::Under18, true), (Age::Under18, false)));
    book.tell_count(record, changed(1, Age::From26, Some(born("1979-02-28")))).unwrap();
    book.tell_count(record, changed(2, Age::From26, None)).unwrap();
    assert_eq!((band(1), band(2)), ((Age::From26, true), (Age::From26, false)));
}
