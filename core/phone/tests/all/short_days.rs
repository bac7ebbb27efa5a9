//! Short days of counts, encampments, tents, engagements and tasks at the command line: the real program, its ids, lists
//! and refusals with their codes and exit codes.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should stop")]

use std::time::{SystemTime, UNIX_EPOCH};

use crate::encampments::officer;
use crate::program::Phone;
use crate::support::OFFICER;
use crate::support::server::{keep, keeper};

use beatbook_domain::counts::plan::{CountKind, CountPlan, PlannedSector, PlannedTeam};
use beatbook_domain::records::count::told::{CountOver, CountPlanned};
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::records::tasking::{TaskFor, TaskPlace, TaskPriority, TaskSet, TaskSource};
use beatbook_domain::welfare::identity::IdentityKey;
use beatbook_protocol::id::Id;
use serde_json::Value;

pub const COUNT: Id = Id::from_bytes([3; 16]);
const TASK: Id = Id::from_bytes([4; 16]);
const ARCHES: &str = "51.3755,0.5350";

/// A phone that was told this.
pub fn told(bodies: &[ServerBody]) -> Phone {
    let keeper = keeper();
    let server = keep(&keeper);
    bodies.iter().for_each(|body| keeper.lock().unwrap().publish(body));
    let phone = Phone::new();
    phone.does(&["enrol", &server.ticket().to_text().unwrap()]);
    phone.does(&["sync"]);
    phone
}

/// The id that a line ends with.
fn id_in(line: &str, word: &str) -> String {
    let id = line.lines().next().unwrap().strip_prefix(word).unwrap().trim().to_owned();
    let _: Id = id.parse().unwrap();
    id
}

#[track_caller]
pub fn refused(phone: &Phone, arguments: &[&str], exit: i32, code: &str) {
    let before = phone.kinds();
    let (status, said) = phone.refuses(arguments);
    assert!(status == exit && said.contains(&format!("[{code}]")), "{arguments:?}: {status} {said}");
    assert_eq!(phone.kinds(), before, "nothing is stored of what is refused");
}

/// A night far in the future, so that its window is not over.
fn planned() -> ServerBody {
    let sector = PlannedSector { code: "chatham".to_owned(), zone: String::new(), sites: Vec::new() };
    let team = PlannedTeam {
        code: "2".to_owned(),
        organisation: "Public health".to_owned(),
        independent: false,
        leads: [OFFICER].into(),
        members: Default::default(),
        sectors: ["chatham".to_owned()].into(),
    };
    let plan = CountPlan {
        id: COUNT,
        kind: CountKind::Bimonthly,
        night: "2099-01-31".parse().unwrap(),
        from: "00:00".parse().unwrap(),
        to: "05:00".parse().unwrap(),
        sectors: vec![sector],
        teams: vec![team],
        partner_independent: None,
        briefed: true,
        searched_m: 50,
        told_from: 0,
    };
    let key = IdentityKey::from_bytes([7; 32]);
    ServerBody::CountPlanned(Box::new(CountPlanned { plan, key, again: None, told: [OFFICER].into() }))
}

#[test]
fn a_night_of_a_count() {
    assert_eq!(Phone::enrolled().does(&["count", "list"]), "no count\n");
    let phone = told(&[planned()]);
    let listed = phone.does(&["count", "list"]);
    assert!(listed.starts_with(&format!("count {COUNT}  night of 2099-01-31, 00:00 to 05:00")), "{listed}");
    refused(&phone, &["count", "show"], 3, "not_found");
    let said = phone.does(&["count", "join", &COUNT.to_string(), "9"]);
    assert!(said.contains("LOOK: The plan of this count has no team 9, but 2"), "{said}");
    let unplanned = id_in(&said, "part ");
    let join = ["count", "join", &COUNT.to_string(), "2", "--member", "outreach worker", "--briefed"];
    let said = phone.does(&join);
    // The plan has the team; the part of before is not ended.
    let [_, look] = said.lines().collect::<Vec<_>>()[..] else { panic!("{said}") };
    assert!(
        look.starts_with(&format!(
            "LOOK: Another part of this count is open on this phone: {unplanned}, of team 9"
        )),
        "{said}"
    );
    let part = id_in(&said, "part ");
    phone.does(&["count", "end", "--record", &unplanned]);
    phone.does(&["count", "start"]);
    refused(&phone, &["count", "start"], 4, "count_started_already");
    let asleep = ["count", "saw", "doorway", "bedded_down", "--place", ARCHES];
    let form =
        ["--ethnicity", "White Irish", "--needs", "Alcohol; a dog", "--service", "new", "--identity", "told"];
    let who = ["--initials", "AS", "--born", "1979-02-28"];
    assert_eq!(phone.does(&[&asleep[..], &form, &who].concat()), "sighting 1\n");
    assert_eq!(phone.does(&["count", "saw", "tent", "tent_unconfirmed", "--beside", "1"]), "sighting 2\n");
    refused(&phone, &[&asleep[..], &who, &["--age", "under-18"]].concat(), 4, "age_band");
    refused(&phone, &["count", "change", "1", "--age", "18_25"], 4, "age_band");
    // A date of birth gives the band without initials, too.
    assert_eq!(phone.does(&[&asleep[..], &["--born", "1979-02-28"]].concat()), "sighting 3\n");
    refused(&phone, &["count", "change", "3", "--age", "18_25"], 4, "age_band");
    refused(&phone, &[&asleep[..], &["--ethnicity", " "]].concat(), 4, "count_text");
    // A guess is no answer.
    assert_eq!(phone.refuses(&[&asleep[..], &["--identity", "guessed"]].concat()).0, 2);
    refused(&phone, &["count", "change", "9", "--state", "about_to"], 4, "count_unknown_sighting");
    // Where it was is corrected, and nothing else with it; what the form asks is learned bit by bit.
    let seen = || phone.json(&["count", "show", "--json"])["part"]["sightings"]["1"]["seen"].clone();
    let before = seen();
    phone.does(&[
        "count",
        "change",
        "1",
        "--place",
        "51.3765,0.5360",
        "--accuracy",
        "12",
        "--service",
        "known",
    ]);
    let after = seen();
    assert_eq!(after["place"]["lat"], 513_765_000);
    assert_eq!(after["place"]["accuracy"], 120);
    let form = &after["form"];
    assert_eq!((&form["service"], &form["needs"]), (&Value::from("known"), &Value::from("Alcohol; a dog")));
    assert_eq!((&after["age"], &after["time"]), (&Value::from("26_over"), &before["time"]));
    assert_eq!(phone.refuses(&["count", "change", "1", "--place", "95,0.5"]).0, 2);
    refused(&phone, &["count", "change", "1", "--descriptor", "red hat called Bob"], 4, "count_descriptor");
    phone.does(&["count", "change", "1", "--descriptor", "red_hat"]);
    phone.does(&["count", "sector", "chatham", "--reached", "park=Walked there"]);
    assert!(phone.does(&["count", "show"]).contains("known site park reached, by hand: Walked there"));
    let both = ["count", "sector", "chatham", "--reached", "park=Walked", "--not-reached", "park"];
    refused(&phone, &both, 4, "count_site_both");
    let said = phone.does(&["count", "sector", "chatham", "--inaccessible", "The gate is locked."]);
    assert!(
        said.contains("LOOK: This takes back that known site park in sector chatham was reached"),
        "{said}"
    );
    assert!(!phone.does(&["count", "show"]).contains("park"), "it was taken back");
    refused(&phone, &["count", "sector", "chatham", "--not-visited", " "], 4, "count_text");
    phone.does(&["count", "decide", "1", "2", "different", "--why", "Side by side."]);
    refused(&phone, &["count", "decide", "1", "1", "same"], 3, "not_found");
    refused(&phone, &["count", "decide", "1", "99", "same"], 4, "count_unknown_sighting");
    phone.does(&["count", "debrief", "All back."]);
    phone.does(&["count", "end"]);
    refused(&phone, &["count", "end"], 4, "count_ended_already");
    let shown = phone.does(&["count", "show", "--record", &part]);
    for words in [
        "  1: ",
        "ethnicity White Irish, needs Alcohol; a dog, to the service known, identity told",
        "sector chatham: inaccessible: The gate is locked.",
        "  ended ",
    ] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    // What the form asks is in no list.
    assert!(!phone.does(&["count", "list"]).contains("Irish") && !phone.does(&["entries"]).contains("Irish"));
}

/// A photograph that tells nothing but the picture, and its hash: what a camera wrote is cleaned first.
fn picture(phone: &Phone) -> (String, String) {
    let path = |name: &str| phone.folder.path().join(name).to_str().unwrap().to_owned();
    let (file, taken) = (path("picture.png"), path("taken.png"));
    let chunk = |kind: &[u8; 4], content: &[u8]| {
        let length = u32::try_from(content.len()).unwrap().to_be_bytes();
        [&length[..], kind, content, &[0; 4]].concat()
    };
    let (head, end) = (chunk(b"IHDR", &[0; 13]), chunk(b"IEND", b""));
    let place = chunk(b"eXIf", b"MM GPS 51.3880, 0.5370");
    let whole = [&b"\x89PNG\r\n\x1a\n"[..], &head, &place, &end].concat();
    if !std::path::Path::new(&file).exists() {
        std::fs::write(&taken, &whole).unwrap();
        phone.does(&["welfare", "photo", &taken, &file]);
        refused(phone, &["welfare", "photo", &taken, &file], 6, "file");
    }
    let left = std::fs::read(&file).unwrap();
    assert_eq!(left.len(), whole.len() - place.len());
    (file, beatbook_protocol::hash::Hash::of(&[&left]).to_string())
}

/// A complete welfare check.
fn checked(phone: &Phone, about: &str) {
    phone.does(&["welfare", "begin", about, "--place", ARCHES]);
    phone.does(&["welfare", "step", "danger"]);
    if about == "encampment" {
        let children = ["welfare", "step", "occupants", "--people", "4", "--children", "5"];
        refused(phone, &children, 4, "occupants_among_people");
        phone.does(&["welfare", "step", "occupants", "--people", "4"]);
    }
    phone.does(&["welfare", "step", "photo", &picture(phone).0, "How it stands"]);
    let taken = phone.folder.path().join("taken.png");
    let tells = ["welfare", "step", "photo", taken.to_str().unwrap(), "How it stands"];
    refused(phone, &tells, 4, "photo_tells");
    std::fs::write(&taken, b"a tent").unwrap();
    refused(phone, &tells, 4, "photo_kind");
    refused(phone, &["welfare", "close", "no-concern"], 4, "risk_assessment");
    let risk = ["welfare", "step", "risk", "visitors=medium", "place=low"];
    refused(phone, &[&risk[..], &["--seen", "A loose dog."]].concat(), 3, "incomplete");
    phone.does(&[&risk[..], &["--seen", "A loose dog.", "--plan", "Two go together."]].concat());
    let shown = phone.does(&["welfare", "show"]);
    let opened = format!("welfare check: {about}, ");
    assert!(shown.starts_with(&opened) && shown.contains("\n  at TQ "), "{shown}");
    assert!(
        shown.contains("  risk: visitors medium, place low; A loose dog.; Two go together.\n"),
        "{shown}"
    );
    phone.does(&["welfare", "close", "no-concern"]);
}

#[test]
fn a_day_of_an_encampment() {
    let phone = Phone::enrolled();
    assert_eq!(phone.does(&["encampment", "list"]), "");
    refused(&phone, &["encampment", "show"], 3, "not_found");
    refused(&phone, &["encampment", "report", "--land", " ", "--place", ARCHES], 4, "encampment_text");
    let long = "x".repeat(201);
    let (_, said) = phone.refuses(&["encampment", "report", "--land", &long, "--place", ARCHES]);
    assert!(said.contains("land is empty or too long: write 1 to 200 characters"), "{said}");
    let report = ["encampment", "report", "--land", "Great Lines, by the obelisk", "--place", ARCHES];
    let camp = id_in(&phone.does(&report), "encampment ");
    let (plan, hash) = picture(&phone);
    let visit = ["encampment", "visit", "--caravans", "3", "--vehicle", "GB07 XYZ", "--photo"];
    refused(&phone, &[&visit[..], &["/nowhere.jpg", "The site"]].concat(), 6, "file");
    phone.does(&[&visit[..], &[&plan, "Where they stand"]].concat());
    let told = phone.json(&["encampment", "show", "--json"])["own"]["visits"][0]["what"]["evidence"].clone();
    assert_eq!(told, serde_json::json!([{ "content": hash, "shows": "Where they stand" }]));
    refused(
        &phone,
        &["encampment", "visit", "--caravans", "1", "--caravans-lived-in", "2"],
        4,
        "encampment_number",
    );
    refused(&phone, &["encampment", "visit", "--person", "Sam Example", "yesterday"], 4, "born");
    refused(&phone, &["encampment", "welfare"], 3, "not_found");
    // What was said is told, whether it holds or not; taken back, it is as if it had not been.
    phone.does(&["encampment", "direct", "--without-assessment", "Said before I could ask."]);
    assert!(phone.does(&["encampment", "show"]).contains("does not hold yet"));
    let entry = (phone.kinds().len() - 1).to_string();
    refused(&phone, &["encampment", "take-back", &entry, "--why", " "], 4, "encampment_text");
    phone.does(&["encampment", "take-back", &entry, "--why", "No check was made."]);
    phone.does(&["welfare", "begin", "encampment", "--place", ARCHES]);
    let check = phone.json(&["welfare", "show", "--json"])["record"].as_str().unwrap().to_owned();
    refused(&phone, &["encampment", "welfare", "--check", &check], 4, "welfare_first");
    checked(&phone, "encampment");
    phone.does(&["encampment", "welfare"]);
    phone.does(&["encampment", "direct", "--encampment", &camp]);
    refused(&phone, &["encampment", "direct", "--notice", "MDW-S-000001"], 4, "s77_notice");
    refused(&phone, &["encampment", "take-back", "0", "--why", "A slip"], 4, "no_such_entry");
    phone.does(&["encampment", "vacated", "--text", "Two sacks left."]);
    for list in [&["encampment", "list"][..], &["encampment", "show", &camp]] {
        let shown = phone.does(list);
        assert!(shown.starts_with(&format!("encampment {camp}  Great Lines, by the obelisk")), "{shown}");
        assert!(shown.contains("visits: 1") && shown.contains("  vacated 20"), "{shown}");
    }
    // By the numbers that take them back.
    let shown = phone.does(&["encampment", "show", &camp]);
    for told in ["  welfare check ", "  visit: ", "  spoken direction\n", " TAKEN BACK: No check was made.\n"]
    {
        assert!(
            shown.lines().any(|line| line.starts_with("  entry ") && format!("{line}\n").contains(told)),
            "{shown}"
        );
    }
    let own = &phone.json(&["encampment", "show", "--json"])["own"];
    assert_eq!(
        (&own["stage"], &own["vacated"]["what"]),
        (&"welfare_done".into(), &"Two sacks left.".into()),
        "{own}"
    );
}

#[test]
fn a_day_of_a_tent() {
    let phone = Phone::enrolled();
    refused(&phone, &["tent", "show"], 3, "not_found");
    let land = ["tent", "note", "--land", "Behind the bandstand", "--ground", "asb", "--place", ARCHES];
    let tent = id_in(&phone.does(&land), "tent ");
    let remove = |kind, what| {
        ["tent", "remove", "--power", "voluntary", "--item", kind, what, "--contact", "01634 555 0100"]
    };
    refused(&phone, &remove("castle", "a large one"), 4, "belonging");
    refused(&phone, &remove("tent", "blue, two people"), 4, "welfare_first");
    refused(&phone, &["tent", "welfare"], 3, "not_found");
    checked(&phone, "tent");
    phone.does(&["tent", "welfare"]);
    refused(&phone, &remove("tent", "blue, two people"), 4, "offer_first");
    phone.does(&["tent", "offer", "A bed at the night shelter", "declined"]);
    let moved = [&remove("tent", "blue, two people")[..], &["--stored", "The depot", "--present"]].concat();
    let (file, hash) = picture(&phone);
    for number in ["0", "2", "first"] {
        let photo = ["--photo", number, &file];
        refused(&phone, &[&moved[..], &photo].concat(), 4, "no_such_thing");
    }
    phone.does(&[&moved[..], &["--photo", "1", &file]].concat());
    let thing = &phone.json(&["tent", "show", "--json"])["removed"]["what"]["belongings"][0];
    assert_eq!(thing["photo"], serde_json::json!({ "content": hash, "shows": "blue, two people" }));
    let shown = phone.does(&["tent", "show", &tent]);
    assert!(shown.contains("welfare: complete; help offered: 1") && shown.contains("kept until"), "{shown}");
    assert!(shown.contains("  1: blue, two people (kept, photographed)"), "{shown}");
    assert!(phone.does(&["tent", "list"]).starts_with(&format!("tent {tent}  Behind the bandstand")));
    let with = ["--with", "01010101-0101-0101-0101-010101010101", "--item", "1", "--text", "To its owner"];
    refused(&phone, &[&["tent", "dispose"], &with[..]].concat(), 4, "on_the_day");
    assert_eq!(phone.does(&["tent", "list", "--team"]), "", "the server has not told of any");
    let moved = phone.json(&["tent", "show", "--json"])["removed"]["at"]["seq"].to_string();
    assert!(phone.does(&["tent", "show"]).contains(&format!("{moved} moved")));
    refused(&phone, &["tent", "take-back", "9999", "--why", "A slip"], 4, "no_such_entry");
    let (_, said) = phone.refuses(&["tent", "offer", &"x".repeat(201), "declined"]);
    assert!(said.contains("[tent_text]") && said.contains("write 1 to 200 characters"), "{said}");
    phone.does(&["tent", "take-back", &moved, "--why", "Other things"]);
    let shown = phone.does(&["tent", "show"]);
    assert!(shown.contains(&format!("entry {moved} (removed) TAKEN BACK: Other things")), "{shown}");
}

#[test]
fn a_day_of_engagements() {
    let phone = Phone::enrolled();
    assert_eq!(phone.does(&["engagement", "list"]), "");
    assert!(phone.does(&["engagement", "kinds"]).contains("  walk_and_talk  Walk and Talk"));
    let here = ["--place", ARCHES];
    let told =
        phone.does(&[&["engagement", "record", "walk_and_talk", "--minutes", "20"], &here[..]].concat());
    let one = id_in(&told, "engagement ");
    assert!(told.contains("no ward is known here"), "{told}");
    refused(&phone, &[&["engagement", "record", "tea_party"], &here[..]].concat(), 4, "engagement_category");
    phone.does(&["engagement", "correct", "--attendance", "12", "--why", "Counted again."]);
    refused(&phone, &["engagement", "correct", "--minutes", "5", "--why", " "], 4, "engagement_text");
    phone.does(&["engagement", "correct", "--operation", "Op Walkabout", "--why", "It was of this one."]);
    let looks = phone.json(&["access-log", "--json"]);
    assert!(looks["rows"].as_array().unwrap().is_empty(), "nothing was shown: {looks}");
    let shown = phone.does(&["engagement", "list"]);
    assert!(
        shown.starts_with(&format!("engagement {one}  ")) && shown.contains("minutes 20, came 12"),
        "{shown}"
    );
    assert!(shown.contains("Counted again."), "{shown}");
    assert!(shown.contains("operation Op Walkabout"), "{shown}");
    phone.does(&["engagement", "take-back", "--why", "Recorded twice."]);
    refused(&phone, &["engagement", "take-back", "--why", "Again."], 4, "taken_back_already");
    assert!(phone.does(&["engagement", "list"]).contains("TAKEN BACK"));
    assert_eq!(phone.json(&["engagement", "list", "--json"])["details"]["attendance"], 12);
}

#[test]
fn a_day_of_tasks() {
    let now = i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis()).unwrap();
    let set = |task, what: &str| {
        ServerBody::TaskSet(Box::new(TaskSet {
            task,
            source: TaskSource::Dmm,
            reference: Some("7/2".to_owned()),
            for_whom: TaskFor::Officer(OFFICER),
            place: TaskPlace::Address("High Street 12".to_owned()),
            what: what.to_owned(),
            from: now - 3_600_000,
            until: now + 8 * 3_600_000,
            priority: TaskPriority::High,
            discretion: None,
            by: None,
        }))
    };
    assert!(Phone::enrolled().does(&["task", "list"]).starts_with("no tasks"));
    let other = Id::from_bytes([5; 16]);
    let phone = told(&[set(TASK, "Speak to the shopkeeper."), set(other, "Look for the blue moped.")]);
    let (one, two) = (TASK.to_string(), other.to_string());
    let listed = phone.does(&["task", "list"]);
    for words in [&format!("task {one}  open  high"), "dmm 7/2: Speak to the shopkeeper. – High Street 12"]
    {
        assert!(listed.contains(words), "{words}: {listed}");
    }
    assert!(phone.does(&["task", "show", &one]).contains("Speak to the shopkeeper. – High Street 12"));
    refused(&phone, &["task", "show", &COUNT.to_string()], 4, "task_unknown");
    refused(&phone, &["task", "accept", &COUNT.to_string()], 4, "task_unknown");
    phone.does(&["task", "accept", &one]);
    refused(&phone, &["task", "done", &one, "--presence"], 4, "no_presence");
    refused(&phone, &["task", "hand-over", &one, "--to", "ZZ99"], 4, "unknown_officer");
    phone.does(&["task", "done", &one, "--text", "Spoke to her; she will ring."]);
    refused(&phone, &["task", "done", &one], 4, "task_done_already");
    refused(&phone, &["task", "not-done", &two, "other"], 4, "task_text");
    assert_eq!(phone.refuses(&["task", "not-done", &two, "tired"]).0, 2);
    phone.does(&["task", "not-done", &two, "no-time"]);
    let states: Vec<Value> = phone
        .does(&["task", "list", "--json"])
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["state"].clone())
        .collect();
    assert_eq!(states.len(), 2);
    assert!(states.contains(&Value::from("done")) && states.contains(&Value::from("not_done")), "{states:?}");
    assert!(phone.does(&["verify"]).contains("everything holds"));
    // Handed over, it says to whom, and is nobody else's to be handed before the desk has heard.
    let phone = told(&[officer(COUNT, "V1"), officer(Id::from_bytes([9; 16]), "PC2"), set(TASK, "Speak.")]);
    phone.does(&["task", "hand-over", &one, "--to", "V1"]);
    for list in [&["task", "list"][..], &["task", "show", &one]] {
        let shown = phone.does(list);
        assert!(shown.contains("handed_over") && shown.contains("  handed over to V1"), "{shown}");
    }
    assert_eq!(phone.json(&["task", "show", &one, "--json"])["handed_over_to"], "V1");
    refused(&phone, &["task", "hand-over", &one, "--to", "PC2"], 4, "task_not_yours");
    refused(&phone, &["task", "accept", &one], 4, "task_not_yours");
}

#[test]
fn who_is_on_another_team_is_told_so_when_joining() {
    let ServerBody::CountPlanned(mut two) = planned() else { panic!("a plan") };
    two.plan.teams.push(PlannedTeam {
        code: "5".to_owned(),
        leads: Default::default(),
        ..two.plan.teams[0].clone()
    });
    let phone = told(&[ServerBody::CountPlanned(two)]);
    let said = phone.does(&["count", "join", &COUNT.to_string(), "5"]);
    assert!(said.contains("LOOK: The plan of this count has you on team 2, not on team 5"), "{said}");
    assert!(phone.does(&["count", "start"]).contains("(count_not_on_team)"));
    let there = ["count", "saw", "doorway", "bedded_down"];
    assert_eq!(phone.does(&there), "sighting 1\n", "it is said at the start, and then it is work");
}

#[test]
fn a_member_hears_that_the_count_is_over_and_what_comes_after_is_kept_with_a_word() {
    // Thursday 20 November 2025, half past five.
    let at = 1_763_616_600_000;
    let over = ServerBody::CountOver(CountOver { count: COUNT, at, told: [OFFICER].into() });
    let phone = told(&[planned(), over]);
    let listed = phone.does(&["count", "list"]);
    assert!(listed.contains("00:00 to 05:00  over since Thu 20 Nov 2025 05:30 GMT\n"), "{listed}");
    assert_eq!(phone.json(&["count", "list", "--json"])[0]["over"], at);
    let said = phone.does(&["count", "join", &COUNT.to_string(), "2"]);
    let part = id_in(&said, "part ");
    assert!(said.contains("LOOK: This count is over"), "{said}");
    let saw = phone.does(&["count", "saw", "doorway", "bedded_down", "--place", ARCHES]);
    assert!(saw.starts_with("LOOK: This count is over") && saw.ends_with("recorded\n"), "{saw}");
    assert!(phone.does(&["count", "sector", "chatham"]).contains("(count_over)"));
    assert_eq!(phone.does(&["count", "debrief", "All back."]), "", "a debrief comes after it");
    let shown = phone.does(&["count", "show"]);
    assert!(
        shown.starts_with(&format!("part {part} is recorded, and not read back here any more.\n")),
        "{shown}"
    );
    assert!(shown.ends_with(&listed), "{shown}");
    assert_eq!(phone.json(&["count", "show", "--json"])["part"], Value::Null);
    refused(&phone, &["count", "show", "--record", &COUNT.to_string()], 3, "not_found");
}

#[test]
fn a_child_comes_first_and_a_lead_sees_pairs_and_shares() {
    let phone = told(&[planned()]);
    phone.does(&["count", "join", &COUNT.to_string(), "2"]);
    let saw = |more: &[&str]| phone.does(&[&["count", "saw", "doorway", "bedded_down"], more].concat());
    let said = saw(&["--place", ARCHES, "--age", "under_18"]);
    assert!(said.starts_with("! Somebody under 18 sleeps rough"), "{said}");
    assert!(said.contains("! In danger: ring 999 first.\n") && said.ends_with("sighting 1\n"), "{said}");
    let changed = phone.does(&["count", "change", "1", "--state", "about_to"]);
    assert_eq!(changed, "", "it is said once, with the news that tells it");
    assert_eq!(phone.does(&["count", "pairs"]), "no sightings of this part look like one person\n");
    for _ in 0..2 {
        saw(&["--place", ARCHES, "--initials", "AS", "--born", "1979-02-28"]);
    }
    let pairs = phone.does(&["count", "pairs"]);
    assert!(pairs.starts_with("2 3  nothing said  ") && pairs.contains("same initials (+30)"), "{pairs}");
    phone.does(&["count", "decide", "2", "3", "same"]);
    assert_eq!(phone.json(&["count", "pairs", "--json"])[0]["said"], "same");
    phone.does(&["count", "decide", "2", "3", "withdrawn"]);
    assert_eq!(phone.json(&["count", "pairs", "--json"])[0]["said"], Value::Null);
    let shown = phone.does(&["count", "show"]);
    assert!(shown.contains("sector chatham: nothing said yet; its zone is not known here"), "{shown}");
}

#[test]
fn the_card_begins_a_check_with_nothing_else() {
    let phone = Phone::enrolled();
    let said = phone.does(&["welfare", "card", "--begin", "--place", ARCHES]);
    assert!(said.starts_with("Ring 999 first.\nGrid reference TQ"), "{said}");
    assert!(said.lines().last().unwrap().starts_with("welfare record "), "{said}");
    refused(&phone, &["welfare", "close", "advice"], 4, "emergency_first");
}
