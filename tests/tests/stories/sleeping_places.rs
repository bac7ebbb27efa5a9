//! An attacker with everything that people who enforce can see in thirty days – tables, exports, headers, a constable's
//! own phone – joined and averaged, finds no bed better than its shown square or ward.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};

use beatbook_device::{
    AskWhere, EncampmentNews, ReportEncampment, SignOn, StartAlone, TentNews, Visited, WelfareNews,
};
use beatbook_domain::calendar::{local_date, local_label, local_midnight};
use beatbook_domain::fence::metres_between;
use beatbook_domain::geometry::Vertex;
use beatbook_domain::records::encampment::{ReportSource, UnitCount};
use beatbook_domain::records::encounter::steps::HelpAnswer;
use beatbook_domain::records::journal::Basis;
use beatbook_domain::records::notice::content::UnitKind;
use beatbook_domain::records::patrol::Duty;
use beatbook_domain::records::welfare::WelfareResult;
use beatbook_domain::records::welfare::steps::{CareStep, Hazard};
use beatbook_domain::welfare::sleeping::SleepingState;
use beatbook_protocol::entry::Header;
use beatbook_protocol::id::Id;
use beatbook_server::auth::Purpose;
use beatbook_tests::attacker::{guesses, places, vertex};
use beatbook_tests::beat::{DAY, fix};
use beatbook_tests::count_night::stand;
use beatbook_tests::encampment::now;
use beatbook_tests::force::Force;
use beatbook_tests::outreach::{LINES, closed, danger, meets_at, person, phone, town};
use beatbook_tests::pages::holds;
use beatbook_tests::phone::Phone;
use beatbook_tests::routes::{Asked, Values, calls, changes, shown};
use beatbook_tests::tent::{CARED, NOTICE, PLACE, cared_for, note, removed};

/// Who enforces, or reads for who does, or counts.
const READERS: [&str; 4] = ["4711", "PS-1", "X-1", "A-1"];
const HOUR: i64 = 3_600_000;
const CAMP: &str = "Elderland, behind the allotments";
const DANGER: &str = "Syringes behind the third hut";
const THROWN: &str = "Bottle thrown from the third hut";
const TOLD_BY: &str = "Log 88123";
const ALONE: &str = "By the weir";
const NAMES: [(&str, &str); 4] =
    [("Ada", "Zimbalist"), ("Ben", "Yelverton"), ("Cyn", "Xanthakis"), ("Dov", "Wexelblatt")];

/// Four people in one ward; each has a bed, and lies a few metres to one side or another of it from night to night.
fn bed(who: usize, night: usize) -> (f64, f64) {
    let (step, sway) = (0.004 * who as f64, (night % 7) as f64 * 0.000_04);
    // The middle of the ward, which is shown, is nobody's bed.
    (LINES.0 + 0.0036 + step - sway, LINES.1 - 0.0051 + step / 2.0 + sway)
}

/// A tent that the worker notes, has cared for and moves, by day; and the label of the minute in which it was noted.
fn moves_a_tent(worker: &Phone) -> (Id, String) {
    fix(worker, bed(0, 0), 4.0);
    let (tent, noted) = (worker.book().note_tent(note()).unwrap(), now(worker));
    let check = cared_for(worker);
    let told = |hazard, text: &str, source: Option<&str>| {
        let (text, source, basis) = (text.to_owned(), source.map(str::to_owned), Basis::Fact);
        let step = CareStep::Hazard { hazard, text, basis, source };
        WelfareNews::Step { person: None, time: None, step }
    };
    let both = [told(Hazard::Needles, DANGER, None), told(Hazard::Violence, THROWN, Some(TOLD_BY))];
    worker.book().tell_welfare(check, both.into()).unwrap();
    worker.book().start_alone(StartAlone { minutes: Some(5), words: Some(ALONE.to_owned()) }).unwrap();
    let offered = TentNews::Offered { help: "A bed tonight".to_owned(), answer: HelpAnswer::Declined };
    let news = vec![TentNews::Welfare { check }, offered, removed()];
    worker.book().tell_tent(tent, news).unwrap();
    (tent, local_label(noted).unwrap())
}

/// A camp of tents that the worker comes upon, with the label of the minute in which it was reported.
fn comes_upon_a_camp(worker: &Phone) -> (Id, String) {
    fix(worker, bed(1, 0), 4.0);
    let (book, noted) = (worker.book(), now(worker));
    let camp = ReportEncampment {
        source: ReportSource::Patrol,
        land: CAMP.to_owned(),
        code: None,
        reference: None,
        place: AskWhere::Newest,
        time: None,
    };
    let camp = book.report_encampment(camp).unwrap().encampment;
    let tents = Visited {
        units: vec![UnitCount { kind: UnitKind::Tent, count: 3, lived_in: 3 }],
        ..Visited::default()
    };
    book.tell_encampment(camp, vec![EncampmentNews::Visit(Box::new(tents))], None).unwrap();
    (camp, local_label(noted).unwrap())
}

/// What stands for arguments where the attacker knows nothing better: the tent's id, which is none of most other things.
struct Guessed {
    tent: String,
    camp: String,
}

impl Values for Guessed {
    fn of(&self, _: &str, argument: &str) -> Vec<String> {
        match argument {
            "encampment" => vec![self.camp.clone()],
            "tent" | "record" | "encounter" | "visit" | "task" | "count" => {
                vec![self.tent.clone(), self.camp.clone()]
            }
            "number" => vec!["MDW-A0-000001-J".to_owned()],
            _ => Vec::new(),
        }
    }

    fn somebody(&self) -> [&str; 2] {
        ["Zimbalist", "1979-02-28"]
    }
}

/// Whatever the commands of the server's grammar answer these officers, in every form. What is shown tells something, and how
/// it is refused as well.
fn everything(force: &Force, readers: &[&str], [tent, camp]: [Id; 2]) -> Vec<String> {
    let ids = Guessed { tent: tent.to_string(), camp: camp.to_string() };
    let mut seen = Vec::new();
    for reader in readers {
        let folder = force.folder().join(reader);
        std::fs::create_dir_all(&folder).unwrap();
        let today = local_date(force.clock.now()).unwrap().to_string();
        let nowhere = folder.join("nowhere").to_string_lossy().into_owned();
        let values = Asked { ids: &ids, reader, today, nowhere };
        for call in calls(&Force::grammar(), &values, &folder).iter().filter(|call| !changes(&call.command)) {
            seen.extend([false, true].map(|json| shown(force, call, json)));
        }
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
    let (mut planted, mut seen) = (BTreeSet::new(), Vec::new());
    for night in 0..30 {
        for (who, name) in NAMES.into_iter().enumerate() {
            let place = bed(who, night);
            planted.extend([format!("{:.4}", place.0), format!("{:.4}", place.1)]);
            let record = meets_at(&worker, place, person(Some(name), SleepingState::BeddedDown));
            let news = vec![danger(false, None), closed(WelfareResult::Advice)];
            worker.book().tell_welfare(record, news).unwrap();
        }
        worker.book().sign_off(&[]).unwrap();
        if night % 10 == 4 {
            worker.sync();
            let known = worker.book().welfare_records(2).unwrap();
            seen.extend(everything(&force, &READERS, [known[0].record, known[1].record]));
        }
        worker.platform.advance(DAY);
        worker.sign_on(SignOn { duty: Duty::Outreach, ..SignOn::tasked() });
    }
    let (tent, noted) = moves_a_tent(&worker);
    let (camp, came) = comes_upon_a_camp(&worker);
    worker.book().sign_off(&[]).unwrap();
    worker.sync();
    worker.sync();
    constable.sync();

    // Once the month is over, that there is one is known by month and ward.
    let found = local_date(now(&worker)).unwrap();
    stand(&force, local_midnight(found.last_of_month().tomorrow().unwrap()).unwrap() + DAY / 2);
    let last = everything(&force, &READERS, [tent, camp]);
    let month = found.strftime("%Y-%m").to_string();
    let told = last.iter().filter(|text| text.contains("told by outreach"));
    assert!(told.clone().count() > 0, "that there is one is known");
    assert!(told.clone().all(|text| text.contains(&month) && text.contains("River")), "by month and ward");
    assert!(last.iter().any(|text| text.contains("Depot, bay 4")), "who enforces sees what is kept");
    seen.extend(last);
    let from = jiff::Timestamp::from_millisecond(force.clock.now() - DAY).unwrap().to_string();
    let year = &from[..4];
    seen.extend([
        force.report(year, beatbook_server::report::Form::Csv),
        force.report(year, beatbook_server::report::Form::Json),
    ]);
    let beds: Vec<Vertex> =
        (0..NAMES.len()).map(|who| bed(who, 3)).map(|(lat, lon)| vertex(lat, lon)).collect();
    let near = |seen: &[String]| {
        let from_a_bed =
            |place: Vertex| beds.iter().map(|bed| metres_between(*bed, place)).fold(f64::MAX, f64::min);
        let measured = guesses(seen).into_iter().map(|(place, how)| (from_a_bed(place), how));
        measured.min_by(|one, other| one.0.total_cmp(&other.0))
    };
    let (metres, how) = near(&seen).unwrap();
    assert!(metres > 150.0, "{metres:.0} m from a bed by {how}");
    // The attacker would find a bed that is shown some 200 m away, elsewhere each time.
    let jittered = |turn: u32| {
        let angle = f64::from(turn).to_radians();
        let (lat, lon) = (bed(0, 3).0 + 0.0018 * angle.sin(), bed(0, 3).1 + 0.00288 * angle.cos());
        format!("night {turn}: somebody at {lat:.5}, {lon:.5}\n")
    };
    let jittered: Vec<String> = (0..30).map(|night| jittered(night * 12)).collect();
    assert!(jittered.iter().all(|one| near(std::slice::from_ref(one)).unwrap().0 > 150.0));
    assert!(near(&jittered).unwrap().0 < 5.0);
    assert!(
        !places("place 51.3880, 0.5370").is_empty()
            && !places(r#"{"lat":513880000,"lon":5370000}"#).is_empty()
    );
    for written in ["at TQ 765 685", "at TQ765685", "[0.5370, 51.3880]", "51.3880, 0.5370"] {
        assert!(
            metres_between(vertex(LINES.0, LINES.1), places(written)[0]) < 500.0,
            "the attacker can read a map: {written}"
        );
    }
    // A danger is told to nobody who enforces: neither where it is nor that there is one, not even on the very spot.
    for night in 0..7 {
        let (lat, lon) = bed(0, night);
        let there = AskWhere::At { lat, lon, accuracy_m: 1.0 };
        assert_eq!(constable.book().hazards_here(there).unwrap(), []);
    }
    assert_eq!(constable.book().hazards().unwrap(), []);
    for who in READERS {
        let list = ["welfare", "hazards", "--authority", "MDW", "--as", who];
        assert_eq!(force.refused(&list).code, "not_allowed", "{who}");
    }
    for text in &seen {
        let of_tent =
            [PLACE, NOTICE, CARED, DANGER, THROWN, TOLD_BY, ALONE, CAMP, noted.as_str(), came.as_str()];
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
    for private in NAMES
        .map(|(_, family)| family)
        .into_iter()
        .chain([PLACE, NOTICE, CARED, DANGER, THROWN, TOLD_BY, ALONE, CAMP])
    {
        assert!(!holds(&mut constable, private), "{private}");
    }

    // The own team is told of the camp, by those of its members who read welfare.
    let show = |who: &str| {
        let camp = camp.to_string();
        force.tried(&["encampment", "show", &camp, "--authority", "MDW", "--as", who])
    };
    assert!(show("O-13").unwrap().contains(CAMP));
    for who in ["O-20", "C-1", "4711"] {
        assert_eq!(show(who).unwrap_err().code, "no_such_encampment", "{who}");
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
    let coarse = |told: &&str| *told == "River" || told.starts_with("TQ ") && told.len() == 10;
    assert!(squares.len() <= 2 * 4 && squares.keys().all(coarse), "{squares:?}");
}
