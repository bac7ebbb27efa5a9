//! Who reads what of a count at the desk: a lead of other teams only cells and looks, a coordinator everything, the
//! data-protection officer one count by logged request.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use beatbook_device::{BeatbookError, CountNews, JoinCount, Sighted};
use beatbook_domain::records::count::{PairAnswer, SectorOutcome, SightingPair, SightingRef};
use beatbook_domain::welfare::sleeping::{Age, Gender, Nationality};
use beatbook_protocol::id::Id;
use beatbook_tests::count_night::{
    at, begin, force, initialled, phone, plan_of, sector, set, somebody, tell, ward, words,
};
use beatbook_tests::force::Force;
use serde_json::Value;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const NIGHT: &str = "2025-11-20";
const MIDNIGHT: &str = "2025-11-20T00:00+00:00";
const MAN: (Gender, Age, Nationality) = (Gender::Male, Age::From26, Nationality::Uk);

/// What each team knows of the man it saw: initials in its own spelling, a descriptor, words.
const KNOWN: [(&str, [&str; 4]); 3] = [
    ("1", ["QX", "scar_left_hand", "sleeps under the stairs", "green tarpaulin"]),
    ("2", ["q.x.", "odd_boots", "sleeps behind the bakery", "red awning"]),
    ("5", ["Q-X", "walking_stick", "sleeps on the jetty", "upturned boat"]),
];

fn known(team: &str) -> [&'static str; 4] {
    KNOWN.iter().find(|(one, _)| *one == team).unwrap().1
}

/// One man seen by three teams, so many metres and some minutes apart; answers the count.
fn counted(force: &Force, apart: f64) -> Id {
    let midnight = at(MIDNIGHT);
    let id = set(force, &plan_of(NIGHT, &["1", "2", "5"]));
    force.command(&words("open", &id.to_string(), "RSC", &[]));
    let sectors = [("1", "rochester"), ("2", "chatham"), ("5", "twydall")];
    for (place, (team, code)) in sectors.into_iter().enumerate() {
        let phone = phone(force, &format!("L{team}"));
        let part = begin(&phone, id, team, midnight + MINUTE);
        phone.wait_until(midnight + (70 + 17 * place as i64) * MINUTE);
        let [initials, descriptor, text, structure] = known(team);
        let seen = initialled(
            somebody(7.0 + apart * place as f64, 11.0 - 3.0 * place as f64, MAN),
            initials,
            Some("1979-02-28"),
        );
        let seen = Sighted {
            descriptors: BTreeSet::from([descriptor.to_owned()]),
            text: text.to_owned(),
            structure: Some(structure.to_owned()),
            ..seen
        };
        tell(&phone, part, CountNews::Sighted(Box::new(seen)));
        tell(&phone, part, sector(code, SectorOutcome::Visited));
        phone.sync();
    }
    id
}

/// Two more people in the ward, a long way from the man and from each other; who found them says no more of it.
fn two_others(force: &Force, count: Id) {
    let phone = phone(force, "M2");
    let part = begin(&phone, count, "2", at(MIDNIGHT) + 3 * HOUR);
    for (east, looks) in [
        (2_500.0, (Gender::Female, Age::From18To25, Nationality::Eu)),
        (6_000.0, (Gender::Female, Age::From26, Nationality::Uk)),
    ] {
        tell(&phone, part, CountNews::Sighted(Box::new(somebody(east, 300.0, looks))));
    }
    phone.sync();
}

/// Exact positions as programs are told them, by team: latitude and longitude in 1e-7°.
fn positions(proposals: &Value) -> Vec<(String, [String; 2])> {
    let sightings = proposals.as_array().unwrap().iter().flat_map(|one| one["sightings"].as_array().unwrap());
    let exact = sightings.filter(|one| one["place"].is_object());
    let mut found: Vec<_> = exact
        .map(|one| {
            let place = ["lat", "lon"].map(|axis| one["place"][axis].to_string());
            (one["team"].as_str().unwrap().to_owned(), place)
        })
        .collect();
    found.sort();
    found.dedup();
    found
}

/// Everything an officer is told of a count: in words, for programs, for spreadsheets, and in refusals.
fn told(force: &Force, count: &str, officer: &str) -> String {
    let mut all = String::new();
    for (verb, more) in [("proposals", &[][..]), ("show", &[]), ("table", &[]), ("table", &["--csv"])] {
        match force.tried(&words(verb, count, officer, more)) {
            Ok(text) => all.push_str(&text),
            Err(refusal) => all.push_str(&format!("{refusal:?}")),
        }
        if !more.is_empty() {
            continue;
        }
        match force.asked(&words(verb, count, officer, more), &[]) {
            Ok(json) => all.push_str(&json.to_string()),
            Err(refusal) => all.push_str(&format!("{refusal:?}")),
        }
    }
    all
}

fn pairs(force: &Force, count: &str, officer: &str) -> Vec<String> {
    let proposals = force.asked(&words("proposals", count, officer, &[]), &[]).unwrap();
    proposals.as_array().unwrap().iter().map(|one| one["pair"].as_str().unwrap().to_owned()).collect()
}

/// In how many pairs an officer is told why; everywhere else neither why nor how many points, as that would place somebody.
fn told_why(force: &Force, count: &str, officer: &str) -> usize {
    let proposals = force.asked(&words("proposals", count, officer, &[]), &[]).unwrap();
    let told = proposals.as_array().unwrap().iter().filter(|pair| {
        let both = pair["sightings"].as_array().unwrap();
        let exactly = both.iter().filter(|one| !one["place"].is_null()).count();
        let ward = !both[0]["ward"].is_null() && both[0]["ward"] == both[1]["ward"];
        let may = exactly == 2 || (exactly == 0 && ward);
        assert_eq!((pair["score"].is_null(), pair["reasons"].is_null()), (!may, !may), "{officer}: {pair}");
        assert_eq!(pair["proposed"], true);
        may
    });
    told.count()
}

#[test]
fn why_is_told_only_where_it_places_nobody() {
    let force = force(at(MIDNIGHT) - 20 * HOUR);
    ward(&force);
    force.give_role("L1", "outreach_worker");
    let id = counted(&force, 90.0);
    let count = id.to_string();
    // Of the other two, both in the ward, it tells nothing of where.
    for officer in ["L1", "L2", "L5"] {
        assert_eq!(told_why(&force, &count, officer), 1, "{officer}");
    }
    two_others(&force, id);
    // By squares, be it one or two: "at most 100 m", or that it is missing, would say in which part of each.
    for officer in ["L1", "L2", "L5"] {
        assert_eq!(told_why(&force, &count, officer), 0, "{officer}");
    }
    assert_eq!(told_why(&force, &count, "RSC"), 3);
    let text = force.command(&words("proposals", &count, "L2", &[]));
    assert_eq!(text.matches("why would tell more of where they slept: the coordinator is told").count(), 3);
    assert!(!text.contains("points") && !text.contains(" apart"), "{text}");
}

#[test]
fn a_lead_reads_of_other_teams_cells_and_looks_and_nothing_once_all_is_decided() {
    let force = force(at(MIDNIGHT) - 20 * HOUR);
    ward(&force);
    force.give_role("L1", "outreach_worker");
    let id = counted(&force, 23.0);
    let count = id.to_string();
    // As long as nobody else sleeps in the ward the square would tell whose it is: the ward is told, and no distance.
    for officer in ["L1", "L2", "L5"] {
        let told = told(&force, &count, officer);
        for word in ["in the ward Luton, male", "\"ward\":\"Luton\"", "at most 100 m apart"] {
            assert!(told.contains(word), "{officer}: {word}: {told}");
        }
        for word in ["TQ 7", "E05-LUTON", "about "] {
            assert!(!told.contains(word), "{officer}: {word}: {told}");
        }
        assert_eq!(told_why(&force, &count, officer), 1, "{officer}");
    }
    two_others(&force, id);
    let all = force.asked(&words("proposals", &count, "RSC", &[]), &[]).unwrap();
    let places = positions(&all);
    assert_eq!((all.as_array().unwrap().len(), places.len()), (3, 3));
    let shows = |officer: &str| {
        let told = told(&force, &count, officer);
        let teams = ["1", "2", "5"].map(|team| {
            let place = &places.iter().find(|(one, _)| one == team).unwrap().1;
            let words = known(team).into_iter().filter(|word| told.contains(word)).count();
            // Both numbers: one alone may be that of a known site.
            words + usize::from(place.iter().all(|number| told.contains(number.as_str())))
        });
        (teams, told)
    };
    // Initials, descriptor, words and position; what a tent looks like is for the phone alone.
    assert_eq!(shows("RSC").0, [4, 4, 4]);
    // L1 works in outreach and reads what the own team wrote. L2 and L5 help that night and read what they wrote themselves.
    for (officer, of_teams) in [("L1", [4, 0, 0]), ("L2", [0, 4, 0]), ("L5", [0, 0, 4])] {
        let (teams, told) = shows(officer);
        assert_eq!(teams, of_teams, "{officer}: {told}");
        for word in ["TQ 765 671", "male", "26_over", "why would tell more"] {
            assert!(told.contains(word), "{officer}: {word}: {told}");
        }
        for word in [" 23 m", " 46 m", "\"metres\":23", "\"metres\":46", "01:27", "01:44"] {
            let own = [("L2", "01:27"), ("L5", "01:44")].contains(&(officer, word));
            assert_eq!(told.contains(word), own, "{officer}: {word}: {told}");
        }
    }
    // They decide on what they were shown; the answer says how the pair stands and no more.
    for pair in pairs(&force, &count, "L1") {
        for officer in ["L1", "L2", "L5", "RSC"] {
            let said = force.command(&words("decide", &count, officer, &[&pair, "same"]));
            let json = force.asked(&words("decide", &count, officer, &[&pair, "same"]), &[]).unwrap();
            let answer = format!("{said}{json}");
            for (_, place) in &places {
                assert!(!answer.contains(place[0].as_str()), "{answer}");
            }
            assert!(KNOWN.iter().flat_map(|(_, words)| words).all(|word| !answer.contains(word)), "{answer}");
        }
    }
    force.command(&words("close", &count, "L1", &[]));
    // Who writes only reads own entries until the count is closed.
    assert_eq!(shows("L1").0, [4, 0, 0]);
    assert_eq!(shows("L2").0, [0, 0, 0]);
    let figures = force.asked(&words("table", &count, "RSC", &[]), &[]).unwrap()["figures"].clone();
    force.command(&words("verify", &count, "RSC", &["--figures", figures.as_str().unwrap()]));
    for stage in ["verified", "submitted"] {
        for officer in ["L1", "L2", "L5"] {
            let (teams, told) = shows(officer);
            assert_eq!(teams, [0, 0, 0], "{officer}, {stage}: {told}");
            assert!(!told.contains("TQ 765 671"), "{officer}: {told}");
            let refused = force.refused(&words("proposals", &count, officer, &[]));
            assert_eq!(refused.code, "not_allowed", "{officer}, {stage}");
            assert!(force.command(&words("table", &count, officer, &["--csv"])).contains("count,,3\n"));
        }
        assert_eq!(shows("RSC").0, [4, 4, 4]);
        if stage == "verified" {
            // Not before its night, nor in it.
            for hours in [24, 3] {
                let refused = force.refused(&words("submit", &count, "RSC", &[]));
                assert_eq!(refused.code, "count_night_to_come");
                assert!(refused.text.contains("lasts until Thu 20 Nov 2025 05:00 GMT"), "{}", refused.text);
                force.clock.advance(hours * HOUR);
            }
            force.command(&words("submit", &count, "RSC", &[]));
        }
    }
}

#[test]
fn who_was_briefed_and_debriefed_is_listed_by_team_and_what_is_missing_is_named() {
    let midnight = at(MIDNIGHT);
    let force = force(midnight - 20 * HOUR);
    force.give_role("L1", "outreach_worker");
    let id = set(&force, &plan_of(NIGHT, &["1", "2", "5"]));
    let count = id.to_string();
    force.command(&words("open", &count, "RSC", &[]));
    // Team 1 does everything; team 2 was not briefed and leaves after its start; team 5 is not heard.
    let one = phone(&force, "L1");
    let part = begin(&one, id, "1", midnight + 2 * MINUTE);
    one.wait_until(midnight + 5 * HOUR);
    let said = CountNews::Debriefed { text: "A.B. sleeps behind the chapel.".to_owned() };
    one.book().tell_count(part, vec![CountNews::Ended, said]).unwrap();
    one.sync();
    let two = phone(&force, "L2");
    two.wait_until(midnight + 3 * MINUTE);
    let join = JoinCount { count: id, team: "2".to_owned(), members: Vec::new(), briefed: false };
    let part = two.book().join_count(join).unwrap();
    tell(&two, part, CountNews::Started);
    two.sync();

    let shown = force.command(&words("show", &count, "RSC", &[]));
    for line in [
        "team 1: briefed by Thu 20 Nov 2025 00:02 GMT (1 of 1 phones), started Thu 20 Nov 2025 00:02 GMT, ended",
        "  debriefed Thu 20 Nov 2025 05:00 GMT: A.B. sleeps behind the chapel.",
        "team 2: no briefing told, started Thu 20 Nov 2025 00:03 GMT, not ended",
        "  missing: briefing, end, debrief",
        "team 5: no phone of it has been heard",
    ] {
        assert!(shown.contains(line), "{line}: {shown}");
    }
    let teams = force.asked(&words("show", &count, "RSC", &[]), &[]).unwrap()["review"]["teams"].clone();
    let missing: Vec<usize> =
        teams.as_array().unwrap().iter().map(|one| one["missing"].as_array().unwrap().len()).collect();
    assert_eq!(missing, [0, 3, 1]);
    // What was said at a debrief is the own team's; that there was one, every lead's.
    let own = told(&force, &count, "L1");
    let other = told(&force, &count, "L2");
    assert!(own.contains("chapel"), "{own}");
    assert!(
        !other.contains("chapel") && other.contains("  debriefed Thu 20 Nov 2025 05:00 GMT\n"),
        "{other}"
    );
}

#[test]
fn the_data_protection_officer_reads_one_count_with_a_reason_that_is_logged() {
    let force = force(at(MIDNIGHT) - 20 * HOUR);
    force.add_officer("DPO", "Office");
    force.give_role("DPO", "data_protection_officer");
    let id = counted(&force, 23.0);
    let (count, nowhere) = (id.to_string(), Id::v7(7, [7; 10]).to_string());
    let forms: [(&str, &[&str]); 5] =
        [("show", &[]), ("proposals", &[]), ("table", &[]), ("table", &["--public"]), ("table", &["--csv"])];
    let list = ["count", "list", "--authority", "MDW", "--as", "DPO"];
    assert_eq!(force.refused(&list).code, "not_allowed");
    for (verb, more) in forms {
        for which in [&count, &nowhere] {
            let refused = force.refused(&words(verb, which, "DPO", more));
            assert_eq!(refused.code, "not_allowed", "{verb}: nothing tells whether there is such a count");
            let blank = force.refused(&words(verb, which, "DPO", &[more, &["--reason", " "]].concat()));
            assert_eq!(blank.code, "not_allowed");
        }
    }
    let why = ["--reason", "Subject request 12"];
    for (verb, more) in forms {
        let asked = [more, &why[..]].concat();
        assert!(!force.command(&words(verb, &count, "DPO", &asked)).is_empty());
        assert_eq!(force.refused(&words(verb, &nowhere, "DPO", &asked)).code, "no_such_count");
    }
    let read = force.asked(&words("proposals", &count, "DPO", &why), &[]).unwrap();
    assert_eq!(read, force.asked(&words("proposals", &count, "RSC", &[]), &[]).unwrap());
    let shown = force.asked(&words("show", &count, "DPO", &why), &[]).unwrap();
    assert_eq!(shown, force.asked(&words("show", &count, "RSC", &[]), &[]).unwrap());
    assert!(force.command(&[&list[..], &why[..]].concat()).contains(NIGHT));
    // He reads and does nothing; nobody else gains by a reason.
    let pair = pairs(&force, &count, "RSC").remove(0);
    for which in [&count, &nowhere] {
        for (verb, more) in [("close", &[][..]), ("submit", &[]), ("decide", &[&pair, "same"])] {
            assert_eq!(force.refused(&words(verb, which, "DPO", more)).code, "not_allowed", "{verb}");
        }
    }
    force.add_officer("4711", "Other");
    force.give_role("4711", "constable");
    assert_eq!(force.refused(&words("proposals", &count, "4711", &why)).code, "no_such_count");
    let log = force.access_log();
    let logged = |what: &str| {
        let mut lines = log.lines().filter(|line| line.contains("Subject request 12"));
        lines.any(|line| line.contains(&format!("count {count}{what}")))
    };
    assert!(logged(": proposals") && logged(": table") && logged(": public table"), "{log}");
}

#[test]
fn a_helpers_phone_reads_its_part_until_the_count_is_over_and_an_outreach_workers_goes_on() {
    let midnight = at(MIDNIGHT);
    let force = force(midnight - 20 * HOUR);
    force.give_role("L1", "outreach_worker");
    let id = set(&force, &plan_of(NIGHT, &["1", "2", "5"]));
    let count = id.to_string();
    force.command(&words("open", &count, "RSC", &[]));
    let teams = [("1", "rochester"), ("2", "chatham"), ("5", "twydall")];
    let phones = teams.map(|(team, _)| phone(&force, &format!("L{team}")));
    let parts: Vec<Id> = phones
        .iter()
        .zip(teams)
        .map(|(phone, (team, code))| {
            let part = begin(phone, id, team, midnight + MINUTE);
            tell(phone, part, CountNews::Sighted(Box::new(somebody(3.0, 4.0, MAN))));
            tell(phone, part, sector(code, SectorOutcome::Visited));
            phone.sync();
            part
        })
        .collect();
    let reads = || {
        let mut each = phones.iter().zip(&parts).map(|(phone, part)| {
            let book = phone.book();
            let exported = book.export(&mut Vec::new()).unwrap();
            let read = book.count_part(*part).is_ok();
            assert_eq!((book.count_parts(9).unwrap().len() == 1, exported.left_out == 0), (read, read));
            assert_eq!(book.newest_count_part(), Ok(*part), "to tell more of it");
            read
        });
        [each.next().unwrap(), each.next().unwrap(), each.next().unwrap()]
    };
    assert_eq!(reads(), [true; 3]);
    force.command(&words("close", &count, "RSC", &[]));
    assert_eq!(reads(), [true; 3], "nothing was heard of it yet");
    phones[0].sync();
    phones[1].sync();
    assert_eq!(reads(), [true, false, true]);
    assert_eq!(phones[1].book().count_part(parts[1]), Err(BeatbookError::NotFound));
    // Who is asked about a pair still says, and what somebody remembers is still taken.
    let of =
        |place: usize| SightingRef { notebook: phones[place].notebook(), record: parts[place], label: 1 };
    let pair = SightingPair::of(of(1), of(2)).unwrap();
    tell(&phones[1], parts[1], CountNews::Decided { pair, answer: PairAnswer::Same, why: String::new() });
    tell(&phones[1], parts[1], CountNews::Sighted(Box::new(somebody(900.0, 0.0, MAN))));
    phones[1].sync();
    assert!(phones[1].book().rejected().unwrap().is_empty());
    let shown = force.asked(&words("show", &count, "RSC", &[]), &[]).unwrap();
    assert_eq!(shown["review"]["sightings"], 4);
    // A phone that hears nothing reads until twelve hours after the end of the night's window.
    phones[2].wait_until(at("2025-11-20T17:00+00:00"));
    assert_eq!(reads(), [true, false, true]);
    phones[2].wait_until(at("2025-11-20T17:01+00:00"));
    assert_eq!(reads(), [true, false, false]);
    phones[0].wait_until(at("2025-11-21T17:01+00:00"));
    assert_eq!(reads(), [true, false, false]);
}
