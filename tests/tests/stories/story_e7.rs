//! Story E7: a count from midnight to five, six teams, 27 sightings that are 25 people of whom 23 meet the definition.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::{CountNews, Sighted};
use beatbook_domain::records::count::{PairAnswer, SectorOutcome, SightingPair, SightingRef};
use beatbook_domain::welfare::sleeping::{Age, Gender, Nationality, SleepingState};
use beatbook_protocol::id::Id;
use beatbook_tests::count_night::{
    SECTORS, at, begin, force, initialled, measured, named, phone, plan, sector, set, somebody, stand, tell,
    told, words,
};
use beatbook_tests::force::Force;
use beatbook_tests::pages::holds;
use beatbook_tests::phone::Phone;
use serde_json::Value;

const MINUTE: i64 = 60_000;
const MIDNIGHT: &str = "2025-11-20T00:00+00:00";

/// A sighting, when it was made and by which team.
type Seen = (usize, i64, Sighted);

/// Team 2 and 4 both see somebody near Luton Arches; two more pairs look alike; two of 27 were awake.
fn sightings(midnight: i64) -> Vec<Seen> {
    let clock = |hour: i64, minute: i64| midnight + (hour * 60 + minute) * MINUTE;
    let mut all: Vec<Seen> = (0..21_i64)
        .map(|number| {
            let gender = if number % 4 == 0 { Gender::Female } else { Gender::Male };
            let age = if number % 5 == 0 { Age::From18To25 } else { Age::From26 };
            let nationality = if number % 7 == 0 { Nationality::Eu } else { Nationality::Uk };
            let seen = somebody(0.0, 2_000.0 + 400.0 * number as f64, (gender, age, nationality));
            let state = if number == 3 || number == 4 { SleepingState::AwakeNot } else { seen.state };
            (1 + (number % 6) as usize, clock(1, 10 + number), Sighted { state, ..seen })
        })
        .collect();
    let man = (Gender::Male, Age::From26, Nationality::Uk);
    let woman = (Gender::Female, Age::From26, Nationality::NonEu);
    let youth = (Gender::Male, Age::From18To25, Nationality::NotKnown);
    all.push((2, clock(1, 10), named(somebody(2.0, 10.0, man), "Jonathan", "Quillfeather", "1979-02-28")));
    all.push((4, clock(2, 55), initialled(somebody(4.0, 10.0, man), "J.Q.", Some("1979-02-28"))));
    all.push((1, clock(0, 40), initialled(somebody(3_001.0, 0.0, woman), "CD", Some("1990-05-01"))));
    all.push((3, clock(3, 30), initialled(somebody(3_003.0, 0.0, woman), "C. D.", Some("1990-05-01"))));
    all.push((5, clock(0, 50), initialled(somebody(6_005.0, 0.0, youth), "AB", None)));
    all.push((6, clock(3, 50), initialled(somebody(6_006.0, 0.0, youth), "A.B.", None)));
    all.sort_by_key(|(_, at, _)| *at);
    all
}

/// The teams' night, offline; answers their parts.
fn counted(phones: &[Phone], count: Id, midnight: i64) -> Vec<Id> {
    let parts: Vec<Id> = (1..)
        .zip(phones)
        .map(|(team, phone)| begin(phone, count, &format!("{team}"), midnight + 5 * MINUTE))
        .collect();
    let all = sightings(midnight);
    assert_eq!(all.len(), 27);
    for (team, when, seen) in all {
        let (phone, part) = (&phones[team - 1], parts[team - 1]);
        phone.wait_until(when);
        tell(phone, part, CountNews::Sighted(Box::new(measured(phone, seen))));
    }
    for ((phone, part), code) in phones.iter().zip(&parts).zip(SECTORS) {
        phone.wait_until(midnight + 280 * MINUTE);
        let outcome = match code {
            "lower-rainham" => SectorOutcome::Inaccessible { reason: "the gate is locked".to_owned() },
            _ => SectorOutcome::Visited,
        };
        phone.book().tell_count(*part, vec![sector(code, outcome), CountNews::Ended]).unwrap();
    }
    parts
}

/// What a table says of a code.
fn number(table: &Value, by: &str, code: &str) -> u32 {
    let rows = table["rows"].as_array().unwrap();
    let row = rows.iter().find(|row| row[0] == by && row[1] == code);
    row.unwrap_or_else(|| panic!("no row {by} {code}"))[2].as_str().unwrap().parse().unwrap()
}

fn table(force: &Force, count: &str, officer: &str) -> Value {
    force.asked(&words("table", count, officer, &[]), &[]).unwrap()
}

/// A pair as `count proposals` names it, of two sightings of these teams.
fn pair_of(proposals: &Value, teams: [&str; 2]) -> String {
    let of = |one: &Value| {
        one["sightings"].as_array().unwrap().iter().map(|s| s["team"].clone()).collect::<Vec<_>>()
    };
    let mut pairs = proposals.as_array().unwrap().iter();
    let found = pairs.find(|one| teams.iter().all(|team| of(one).contains(&Value::from(*team))));
    found.unwrap()["pair"].as_str().unwrap().to_owned()
}

fn read(pair: &str) -> SightingPair {
    let one = |text: &str| {
        let parts: Vec<&str> = text.split('/').collect();
        SightingRef {
            notebook: parts[0].parse().unwrap(),
            record: parts[1].parse().unwrap(),
            label: parts[2].parse().unwrap(),
        }
    };
    let (left, right) = pair.split_once('+').unwrap();
    SightingPair::of(one(left), one(right)).unwrap()
}

#[test]
fn story_e7_twenty_seven_sightings_are_twenty_five_people_and_twenty_three_count() {
    let midnight = at(MIDNIGHT);
    let force = force(midnight - 20 * 60 * MINUTE);
    for (code, is) in [("AN-1", "analyst"), ("PS-1", "police_supervisor"), ("4711", "constable")] {
        force.add_officer(code, "Other");
        force.give_role(code, is);
    }
    let id = set(&force, &plan("2025-11-20"));
    let count = id.to_string();
    assert_eq!(told(&force), 1, "its teams, as it is the day before");
    let phones: Vec<Phone> = (1..=6).map(|team| phone(&force, &format!("L{team}"))).collect();
    stand(&force, midnight);
    force.command(&words("open", &count, "RSC", &[]));
    let parts = counted(&phones, id, midnight);

    stand(&force, midnight + 300 * MINUTE);
    for phone in &phones {
        phone.wait_until(midnight + 300 * MINUTE);
        phone.sync();
        assert!(phone.book().rejected().unwrap().is_empty());
    }
    let shown = force.asked(&words("show", &count, "L1", &[]), &[]).unwrap();
    assert_eq!((&shown["review"]["sightings"], &shown["review"]["undecided"]), (&27.into(), &3.into()));
    let text = force.command(&words("show", &count, "L1", &[]));
    assert!(text.contains("sector lower-rainham: inaccessible: the gate is locked"), "{text}");
    let before = table(&force, &count, "RSC");
    assert_eq!(
        (number(&before, "count", ""), &before["check"]["distinct"]),
        (25, &27.into()),
        "nothing by itself"
    );

    // Two people each, one of them from neither team.
    let proposals = force.asked(&words("proposals", &count, "L1", &[]), &[]).unwrap();
    assert_eq!(proposals.as_array().unwrap().len(), 3);
    let arches = pair_of(&proposals, ["2", "4"]);
    let (born, apart) = (pair_of(&proposals, ["1", "3"]), pair_of(&proposals, ["5", "6"]));
    let said = CountNews::Decided { pair: read(&arches), answer: PairAnswer::Same, why: String::new() };
    tell(&phones[1], parts[1], said);
    phones[1].sync();
    let text = force.command(&words("proposals", &count, "RSC", &[]));
    assert!(
        text.contains("one person, says L2 of team 2: somebody from neither team has to agree"),
        "{text}"
    );
    let own_team = force.command(&words("decide", &count, "L4", &[&arches, "same"]));
    assert!(own_team.contains("somebody from neither team has to agree; 3 pairs undecided"), "{own_team}");
    let agreed = force.command(&words("decide", &count, "RSC", &[&arches, "same", "--why", "Same coat."]));
    assert!(agreed.contains("one person, agreed by L2, L4, RSC; 2 pairs undecided"), "{agreed}");
    let early =
        force.refused(&words("verify", &count, "RSC", &["--figures", before["figures"].as_str().unwrap()]));
    assert_eq!(early.code, "count_too_soon");
    for (officer, pair, answer) in [
        ("L1", &born, "same"),
        ("L5", &born, "same"),
        ("L5", &apart, "different"),
        ("RSC", &apart, "different"),
    ] {
        force.command(&words("decide", &count, officer, &[pair, answer]));
    }

    let merged = table(&force, &count, "RSC");
    assert_eq!((number(&merged, "count", ""), &merged["check"]["distinct"]), (23, &25.into()));
    assert_eq!(number(&merged, "not counted", "awake_not"), 2);
    for by in ["gender", "age", "nationality"] {
        let rows = merged["rows"].as_array().unwrap().iter().filter(|row| row[0] == by);
        let sum: u32 = rows.map(|row| row[2].as_str().unwrap().parse::<u32>().unwrap()).sum();
        assert_eq!(sum, 23, "{by}");
    }
    assert_eq!(merged["label"]["assurance"], "not_fully_assured");
    assert_eq!(merged["label"]["reasons"].as_array().unwrap().len(), 1, "the gate");

    // Two leads close at once: one is too late, and is told so.
    let (first, second) = (words("close", &count, "L1", &[]), words("close", &count, "L3", &[]));
    let closed = force.at_once(&first, &second);
    assert_eq!(closed.iter().filter(|one| one.is_ok()).count(), 1);
    let late = closed.into_iter().find_map(Result::err).unwrap();
    assert_eq!(late.code, "count_closed_already");
    assert!(
        force.command(&words("show", &count, "RSC", &[])).contains("refused"),
        "and what it said is kept"
    );

    let stale = before["figures"].as_str().unwrap();
    assert_eq!(force.refused(&words("verify", &count, "RSC", &["--figures", stale])).code, "count_changed");
    let figures = merged["figures"].as_str().unwrap();
    force.command(&words("verify", &count, "RSC", &["--figures", figures]));
    for outsider in ["AN-1", "PS-1", "4711"] {
        assert_eq!(force.refused(&words("table", &count, outsider, &[])).code, "no_such_count", "{outsider}");
    }
    force.command(&words("submit", &count, "RSC", &[]));
    assert_eq!(number(&table(&force, &count, "AN-1"), "count", ""), 23);
    assert_eq!(number(&table(&force, &count, "PS-1"), "count", ""), 23);
    assert_eq!(force.refused(&words("show", &count, "4711", &[])).code, "no_such_count");
    assert_eq!(force.refused(&words("proposals", &count, "AN-1", &[])).code, "not_allowed");
    let printed = force.command(&words("table", &count, "AN-1", &[]));
    assert!(printed.contains("check: count 23 = by gender 23 = by age 23 = by nationality 23"), "{printed}");
    let public = force.command(&words("table", &count, "AN-1", &["--public", "--csv"]));
    assert!(public.starts_with("by,code,people\ncount,,23\n") && !public.contains("not counted"), "{public}");
    assert_eq!(
        force.refused(&words("decide", &count, "RSC", &[&apart, "same"])).code,
        "count_submitted_already"
    );

    let log = force.access_log();
    let analyst = log.lines().find(|line| line.contains(&format!("count {count}: table"))).unwrap();
    assert!(analyst.contains("officer ") && analyst.contains("count"), "{analyst}");
    // It ends with 1 if anything is wrong.
    force.command(&["verify"]);
    let mut second = phones.into_iter().nth(1).unwrap();
    for name in ["Jonathan", "Quillfeather", "1979-02-28"] {
        assert!(!holds(&mut second, name), "{name}");
    }
}
