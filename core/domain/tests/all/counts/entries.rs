//! A part of a count as a phone writes it: bodies, the fold, and what is refused for its form.

use std::collections::BTreeMap;

use beatbook_domain::counts::decisions::Group;
use beatbook_domain::counts::persons::persons;
use beatbook_domain::orders::legal_time::LegalTime;
use beatbook_domain::records::body::{BodyError, COARSE_KIND, EntryBody};
use beatbook_domain::records::count::story::{CountPart, CountRefusal, EACH_MAX, Sighting};
use beatbook_domain::records::count::{
    CountDebriefed, CountDecision, CountEnded, CountEntry, CountIdentity, CountSector, CountSightingChanged,
    PairAnswer, SectorOutcome, SightingRef, SiteByHand,
};
use beatbook_domain::welfare::sleeping::{Age, AgeConflict, Gender, Nationality, SleepingState};

use super::support::{
    HELPER, at, described, exactly, joined, moment, pair, place, refer, sector, seen, sighting, started, tag,
};

pub fn news(label: u16, clock: &str) -> CountSightingChanged {
    CountSightingChanged {
        at: moment(at(clock)),
        time: exactly(clock),
        label,
        place: None,
        site: None,
        state: None,
        structure: None,
        gender: None,
        age: None,
        age_by_date: false,
        nationality: None,
        form: Default::default(),
        identity: None,
        descriptors: None,
        text: None,
        beside: None,
    }
}

fn one_of_each() -> Vec<CountEntry> {
    let (at_one, one) = (moment(at("01:00")), exactly("01:00"));
    let mut full =
        described(sighting(1, 1, "01:00", place(0.0, 0.0)), "JS", Gender::Male, Age::From26, Nationality::Uk);
    full.identity = CountIdentity { k1: Some(tag(1)), k2: Some(tag(2)), initials: Some("JS".to_owned()) };
    full.descriptors = ["beard".to_owned()].into();
    full.beside = [2].into();
    full.structure = Some("blue tent".to_owned());
    let reached =
        vec![SiteByHand { site: "luton-arches".to_owned(), reason: "no fix under the arch".to_owned() }];
    vec![
        joined(1, "00:00"),
        started(exactly("00:01")),
        seen(full),
        CountEntry::SightingChanged(Box::new(news(1, "02:00"))),
        CountEntry::Sector(CountSector {
            at: at_one,
            time: one,
            sector: "chatham".to_owned(),
            outcome: SectorOutcome::NotVisited { reason: "fog".to_owned() },
            reached,
            not_reached: ["k2".to_owned()].into(),
        }),
        CountEntry::Ended(CountEnded { at: at_one, time: one }),
        CountEntry::Decision(CountDecision {
            at: at_one,
            pair: pair(refer(2, 1), refer(1, 1)),
            answer: PairAnswer::Same,
            by: HELPER,
            why: "same dog".to_owned(),
        }),
        CountEntry::Debriefed(CountDebriefed { at: at_one, time: one, text: "All back.".to_owned() }),
    ]
}

#[test]
fn every_entry_travels_behind_the_coarse_kind_and_comes_back() {
    for entry in one_of_each() {
        let body = EntryBody::Count(entry);
        assert!(body.kind().starts_with("count_"));
        let bytes = body.to_bytes().unwrap();
        assert_eq!(EntryBody::parse(body.kind(), 1, &bytes), Ok(body.clone()));
        assert_eq!(EntryBody::parse(COARSE_KIND, 1, &body.to_coarse_bytes().unwrap()), Ok(body));
    }
    let moment = serde_json::to_value(moment(0)).unwrap();
    let sparse = serde_json::json!({
        "at": moment, "time": { "at": 0 }, "label": 1, "team": "1", "site": "tent", "state": "tent_unconfirmed",
    });
    let read = EntryBody::parse("count_sighting", 1, sparse.to_string().as_bytes());
    assert!(read.is_ok(), "almost everything may be absent");
    let same = [refer(1, 1), refer(1, 1)];
    let decision = serde_json::json!({ "at": moment, "pair": same, "answer": "same", "by": HELPER });
    let read = EntryBody::parse("count_decision", 1, decision.to_string().as_bytes());
    assert_eq!(read, Err(BodyError::Malformed), "a sighting is no pair with itself");
}

#[test]
fn a_pair_has_one_spelling() {
    assert_eq!(pair(refer(1, 1), refer(2, 1)), pair(refer(2, 1), refer(1, 1)));
    let swapped = serde_json::to_string(&[refer(2, 1), refer(1, 1)]).unwrap();
    let read: beatbook_domain::records::count::SightingPair = serde_json::from_str(&swapped).unwrap();
    assert_eq!(read, pair(refer(1, 1), refer(2, 1)));
}

fn part(entries: &[CountEntry]) -> CountPart {
    let mut part = CountPart::begin(&entries[0]).unwrap();
    entries[1..].iter().for_each(|entry| part.apply(entry).unwrap());
    part
}

#[test]
fn a_band_that_came_of_a_date_which_is_not_kept_changes_with_a_date_only() {
    // The night of 20 November 2025; the first is of 26 or over and keyed by a date, of the second a band was told.
    let unkeyed =
        described(sighting(1, 2, "01:00", place(0.0, 0.0)), "AB", Gender::Male, Age::From26, Nationality::Uk);
    let mut part = part(&one_of_each());
    part.apply(&seen(unkeyed)).unwrap();
    let born = Some("2007-11-20".parse().unwrap());
    let (young, old) = (Some(Age::From18To25), Some(Age::From26));
    assert_eq!(part.band_news(1, None, born), Ok(young), "another date, and the band follows");
    assert_eq!(part.band_news(1, young, None), Err(AgeConflict::ByDate { given: Age::From26 }));
    assert_eq!(part.band_news(1, Some(Age::NotKnown), None), Ok(old));
    assert_eq!(part.band_news(1, None, None), Ok(None));
    assert!(part.band_news(2, None, born).is_err(), "a band was told");
    assert_eq!(part.band_news(2, young, born), Ok(young));
    assert_eq!(part.band_news(2, young, None), Ok(young));
    let later = Some("2007-11-21".parse().unwrap());
    assert_eq!(part.band_news(2, Some(Age::Under18), later), Ok(Some(Age::Under18)));
}

#[test]
fn that_a_band_came_of_a_date_stays_with_the_sighting_where_nothing_is_keyed() {
    // A child, told by the date of birth alone: no initials, so that there is no key of it.
    let mut child = sighting(1, 2, "01:00", place(0.0, 0.0));
    (child.age, child.age_by_date) = (Age::Under18, true);
    let body = EntryBody::Count(seen(child));
    let read = EntryBody::parse(body.kind(), 1, &body.to_bytes().unwrap()).unwrap();
    let EntryBody::Count(told) = read else { panic!("a body of a count") };
    let mut part = part(&one_of_each());
    part.apply(&told).unwrap();
    let by_date = Err(AgeConflict::ByDate { given: Age::Under18 });
    assert_eq!(part.band_news(2, Some(Age::From26), None), by_date);
    // The same band once more, and news of other things, leave it so.
    let mut same = news(2, "02:00");
    same.age = Some(Age::Under18);
    let mut other = news(2, "02:10");
    other.gender = Some(Gender::Female);
    for one in [same, other] {
        part.apply(&CountEntry::SightingChanged(Box::new(one))).unwrap();
        assert_eq!(part.band_news(2, Some(Age::From26), None), by_date);
    }
    // Another date gives another band, and that one came of a date, too.
    let mut older = news(2, "02:20");
    (older.age, older.age_by_date) = (Some(Age::From26), true);
    part.apply(&CountEntry::SightingChanged(Box::new(older))).unwrap();
    let by_date = Err(AgeConflict::ByDate { given: Age::From26 });
    assert_eq!(part.band_news(2, Some(Age::Under18), None), by_date);
}

#[test]
fn news_change_what_they_name_and_nothing_else() {
    let mut part = part(&one_of_each());
    let before = part.sightings[&1].clone();
    let mut told = news(1, "04:00");
    told.gender = Some(Gender::Other);
    told.identity = Some(CountIdentity { k1: Some(tag(9)), ..CountIdentity::default() });
    part.apply(&CountEntry::SightingChanged(Box::new(told))).unwrap();
    let after = &part.sightings[&1];
    assert_eq!((after.seen.gender, after.gender_said.at), (Gender::Other, at("04:00")));
    assert_eq!((after.seen.identity.k1, after.seen.identity.k2), (Some(tag(9)), Some(tag(2))));
    assert_eq!((after.seen.time, after.age_said), (before.seen.time, before.age_said));
    assert_eq!(after.seen.descriptors, before.seen.descriptors);
}

#[test]
fn only_form_is_refused_and_nothing_has_changed_then() {
    assert_eq!(CountPart::begin(&started(exactly("00:00"))), Err(CountRefusal::NotJoined));
    let mut part = part(&one_of_each());
    let before = part.clone();
    let long = CountEntry::Debriefed(CountDebriefed {
        at: moment(0),
        time: exactly("01:00"),
        text: "x".repeat(20_001),
    });
    let refused = [
        (joined(1, "00:00"), CountRefusal::AlreadyJoined),
        (started(exactly("00:30")), CountRefusal::AlreadyStarted),
        (CountEntry::Ended(CountEnded { at: moment(0), time: exactly("01:00") }), CountRefusal::AlreadyEnded),
        (seen(sighting(1, 1, "01:00", place(0.0, 0.0))), CountRefusal::LabelTaken),
        (CountEntry::SightingChanged(Box::new(news(7, "01:00"))), CountRefusal::UnknownSighting),
        (sector("01:00", " ", SectorOutcome::Visited), CountRefusal::Text { field: "sector" }),
        (
            sector("01:00", "a", SectorOutcome::Inaccessible { reason: String::new() }),
            CountRefusal::Text { field: "reason" },
        ),
        (long, CountRefusal::Text { field: "text" }),
    ];
    for (entry, refusal) in refused {
        assert_eq!(part.apply(&entry), Err(refusal));
        assert_eq!(part, before);
    }
    for label in 2..=EACH_MAX as u16 {
        part.apply(&seen(sighting(1, label, "01:00", place(0.0, 0.0)))).unwrap();
    }
    let more = seen(sighting(1, 5_000, "01:00", place(0.0, 0.0)));
    assert_eq!(part.apply(&more), Err(CountRefusal::TooMany));
}

#[test]
fn a_later_word_on_a_sector_replaces_the_outcome_and_keeps_the_sites() {
    let mut part = part(&one_of_each());
    part.apply(&sector("03:00", "chatham", SectorOutcome::Visited)).unwrap();
    let told = &part.sectors["chatham"];
    assert_eq!((&told.outcome, told.reached.len()), (&SectorOutcome::Visited, 1));
}

/// One person, seen so by teams 1, 2, 3 …
fn person(seen: &[Sighting]) -> beatbook_domain::counts::persons::Person {
    let all: BTreeMap<SightingRef, Sighting> =
        seen.iter().zip(1..).map(|(one, team)| (refer(team, 1), one.clone())).collect();
    let group = Group { sightings: all.keys().copied().collect(), held_apart: false };
    let mut found = persons(&all, &[group]);
    assert_eq!(found.len(), 1);
    found.remove(0)
}

#[test]
fn where_sightings_disagree_the_latest_confirmed_answer_holds() {
    let told = |clock, state, gender| {
        let mut seen = sighting(1, 1, clock, place(0.0, 0.0));
        (seen.state, seen.gender) = (state, gender);
        Sighting::new(seen)
    };
    let early = told("01:00", SleepingState::BeddedDown, Gender::Female);
    let late = told("03:00", SleepingState::AboutTo, Gender::Male);
    let unsure = told("04:00", SleepingState::AboutTo, Gender::NotKnown);
    let awake = told("04:30", SleepingState::AwakeNot, Gender::Other);
    let all = [early.clone(), late, unsure, awake.clone()];
    let found = person(&all);
    assert_eq!((found.gender, found.state), (Gender::Male, SleepingState::AboutTo));
    assert!(found.is_counted(), "somebody who was bedded down that night counts");
    // What a team corrects at the debrief was said later than anything of the night.
    let mut corrected = all.clone();
    let mut news = news(1, "05:30");
    news.gender = Some(Gender::Female);
    corrected[0].learn(&news);
    assert_eq!(person(&corrected).gender, Gender::Female);
    // A phone whose clock nobody knows is never the later one.
    let mut years_off = all.clone();
    news.time = LegalTime { at: at("05:30") + 200_000_000_000, within: None };
    years_off[0].learn(&news);
    assert_eq!(person(&years_off).gender, Gender::Male);
    // Only without any confirmed answer does another count.
    let silent = told("01:00", SleepingState::BeddedDown, Gender::NotKnown);
    assert_eq!(person(&[silent, awake.clone()]).gender, Gender::Other);
    assert!(!person(&[awake]).is_counted());
    let alone = Group { sightings: vec![refer(1, 1), refer(2, 1)], held_apart: true };
    let both: BTreeMap<SightingRef, Sighting> = [(refer(1, 1), early.clone()), (refer(2, 1), early)].into();
    assert_eq!(persons(&both, &[alone]).len(), 2);
}
