//! An attacker with everything that people who enforce can see in thirty days – tables, exports, headers, a constable's
//! own phone – joined and averaged, finds no bed better than its shown square or ward.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};

use beatbook_device::{SignOn, StartAlone, TentNews, WelfareNews};
use beatbook_domain::calendar::local_label;
use beatbook_domain::records::encounter::steps::HelpAnswer;
use beatbook_domain::records::journal::Basis;
use beatbook_domain::records::patrol::Duty;
use beatbook_domain::records::welfare::WelfareResult;
use beatbook_domain::records::welfare::steps::{CareStep, Hazard};
use beatbook_domain::welfare::sleeping::SleepingState;
use beatbook_protocol::entry::Header;
use beatbook_protocol::id::Id;
use beatbook_server::auth::Purpose;
use beatbook_tests::beat::{DAY, fix};
use beatbook_tests::encampment::now;
use beatbook_tests::force::Force;
use beatbook_tests::outreach::{LINES, closed, danger, meets_at, person, phone, town};
use beatbook_tests::pages::holds;
use beatbook_tests::phone::Phone;
use beatbook_tests::tent::{CARED, NOTICE, PLACE, cared_for, note, removed};

const HOUR: i64 = 3_600_000;
const DANGER: &str = "Syringes behind the third hut";
const ALONE: &str = "By the weir";
const NAMES: [(&str, &str); 4] =
    [("Ada", "Zimbalist"), ("Ben", "Yelverton"), ("Cyn", "Xanthakis"), ("Dov", "Wexelblatt")];

/// Four people in one ward; each has a bed, and lies a few metres to one side or another of it from night to night.
fn bed(who: usize, night: usize) -> (f64, f64) {
    let (step, sway) = (0.004 * who as f64, (night % 7) as f64 * 0.000_04);
    (LINES.0 + step - sway, LINES.1 + step / 2.0 + sway)
}

/// A tent that the worker notes, has cared for and moves, by day; and the label of the minute in which it was noted.
fn moves_a_tent(worker: &Phone) -> (Id, String) {
    fix(worker, bed(0, 0), 4.0);
    let (tent, noted) = (worker.book().note_tent(note()).unwrap(), now(worker));
    let check = cared_for(worker);
    let (hazard, basis) = (Hazard::Needles, Basis::Fact);
    let step = CareStep::Hazard { hazard, text: DANGER.to_owned(), basis, source: None };
    worker.book().tell_welfare(check, vec![WelfareNews::Step { person: None, time: None, step }]).unwrap();
    worker.book().start_alone(StartAlone { minutes: Some(5), words: Some(ALONE.to_owned()) }).unwrap();
    let offered = TentNews::Offered { help: "A bed tonight".to_owned(), answer: HelpAnswer::Declined };
    let news = vec![TentNews::Welfare { check }, offered, removed()];
    worker.book().tell_tent(tent, news).unwrap();
    (tent, local_label(noted).unwrap())
}

/// Every table that somebody with these codes can ask for, in every form, and the tent by its id.
fn everything(force: &Force, readers: &[&str], tent: &str) -> Vec<String> {
    let tables =
        ["list", "contacts", "stock", "referrals", "reviews", "hazards"].map(|table| ["welfare", table]);
    let tables: Vec<&[&str]> = tables.iter().map(|words| &words[..]).collect();
    let tents: [&[&str]; 6] = [
        &["alone", "list", "--all"],
        &["tent", "list"],
        &["tent", "list", "--due"],
        &["encampment", "list"],
        &["encampment", "returns"],
        &["encampment", "funnel"],
    ];
    let mut seen = Vec::new();
    for reader in readers {
        let shown = ["tent", "show", tent, "--authority", "MDW", "--as", reader];
        seen.push(force.tried(&shown).unwrap_or_else(|refusal| refusal.to_string()));
        for table in tables.iter().chain(&tents) {
            for form in [&["--csv"][..], &[]] {
                let words = [table, &["--authority", "MDW", "--as", reader][..], form].concat();
                // Both answers tell something: what is shown, and how it is refused.
                seen.push(force.tried(&words).unwrap_or_else(|refusal| refusal.to_string()));
            }
        }
    }
    for words in [
        ["outstanding", "--authority", "MDW"],
        ["access-log", "--authority", "MDW"],
        ["alarms", "--authority", "MDW"],
    ] {
        seen.push(force.tried(&words).unwrap_or_else(|refusal| refusal.to_string()));
    }
    seen
}

#[test]
fn thirty_nights_of_everything_that_enforcement_sees_place_no_bed() {
    let force = town();
    force.add_officer("PS-1", "NTF");
    let grant =
        ["--authority", "MDW", "--code", "PS-1", "--role", "police_supervisor", "--from", "2025-01-01"];
    force.command(&[&["officer", "role", "add"], &grant[..]].concat());
    let (worker, mut constable) =
        (phone(&force, "O-12", Duty::Outreach), phone(&force, "4711", Duty::TaskedCore));
    constable.book().sign_off(&[]).unwrap();
    let mut planted = BTreeSet::new();
    for night in 0..30 {
        for (who, name) in NAMES.into_iter().enumerate() {
            let place = bed(who, night);
            planted.extend([format!("{:.4}", place.0), format!("{:.4}", place.1)]);
            let record = meets_at(&worker, place, person(Some(name), SleepingState::BeddedDown));
            let news = vec![danger(false, None), closed(WelfareResult::Advice)];
            worker.book().tell_welfare(record, news).unwrap();
        }
        worker.book().sign_off(&[]).unwrap();
        worker.platform.advance(DAY);
        worker.sign_on(SignOn { duty: Duty::Outreach, ..SignOn::tasked() });
    }
    let (tent, noted) = moves_a_tent(&worker);
    worker.book().sign_off(&[]).unwrap();
    worker.sync();
    worker.sync();
    constable.sync();

    let tent = tent.to_string();
    let mut seen = everything(&force, &["4711", "PS-1", "X-1", "A-1"], &tent);
    assert!(seen.iter().any(|text| text.contains("Depot, bay 4")), "who enforces sees what is kept");
    let from = jiff::Timestamp::from_millisecond(force.clock.now() - DAY).unwrap().to_string();
    let year = &from[..4];
    seen.extend([
        force.report(year, beatbook_server::report::Form::Csv),
        force.report(year, beatbook_server::report::Form::Json),
    ]);
    for text in &seen {
        let of_tent = [PLACE, NOTICE, CARED, DANGER, ALONE, noted.as_str()];
        let planted = planted.iter().map(String::as_str);
        for private in planted.chain(NAMES.map(|(_, family)| family)).chain(of_tent) {
            assert!(!text.contains(private), "{private} is in:\n{text}");
        }
        let is_square = |word: &str| word == "TQ";
        assert!(
            !text.split(|c: char| !c.is_alphanumeric()).any(is_square),
            "no square for who enforces:\n{text}"
        );
    }
    for private in NAMES.map(|(_, family)| family).into_iter().chain([PLACE, NOTICE, CARED, DANGER, ALONE]) {
        assert!(!holds(&mut constable, private), "{private}");
    }

    // Headers of thirty days: one kind, whole hours, in time and in id.
    let service = force.server().service();
    let scope = service.keyholder().scope(force.authority, Purpose::Administration);
    let entries = force.block_on(service.store().entries(&scope, worker.notebook(), 0, 10_000)).unwrap();
    let headers: Vec<Header> = entries.iter().map(|entry| Header::parse(&entry.header).unwrap()).collect();
    assert!(headers.len() > 30 * 4 * 4);
    for header in headers.iter().skip(1) {
        let bytes = header.record.as_bytes();
        let time = bytes[..6].iter().fold(0_i64, |time, byte| time << 8 | i64::from(*byte));
        assert_eq!((header.kind.as_str(), header.wall % HOUR, time % HOUR), ("welfare", 0, 0));
    }

    // Who may read it, and is not of the team, is told a square of the grid, and nothing of where in it.
    let told = force.command(&["welfare", "list", "--authority", "MDW", "--as", "C-1", "--csv"]);
    let squares: BTreeMap<&str, usize> = told.lines().skip(1).fold(BTreeMap::new(), |mut all, line| {
        *all.entry(line.split(',').nth(6).unwrap()).or_default() += 1;
        all
    });
    assert_eq!(squares.values().sum::<usize>(), 120 + 1, "and the check of the tent");
    // Where nobody sleeps any more only the ward is told.
    let coarse = |told: &&str| *told == "RIVER" || told.starts_with("TQ ") && told.len() == 10;
    assert!(squares.len() <= 2 * 4 && squares.keys().all(coarse), "{squares:?}");
}
