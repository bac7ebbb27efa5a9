//! The command-line phone as a trainee meets it: the real program, one process a command, no network.
//!
//! A phone that is killed while it records ends its shift with the same hours as one that was not.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use crate::program;
use crate::support::server::{keep, keeper};

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use beatbook_simulator::presets::{hundred_shifts, hundred_zones, saturday_night};
use beatbook_simulator::shift::SimulatedShift;
use program::{Phone, ticket};
use serde_json::Value;

const SIGN_ON: &str = "2025-09-06T19:00";
const SIGN_OFF: &str = "2025-09-07T03:00";

fn night() -> SimulatedShift {
    saturday_night(1, &hundred_zones()).remove(2)
}

/// What a shift came to, as exact figures.
fn result_of_off(phone: &Phone, at: &str) -> Value {
    phone.json(&["off", "--at", at, "--json"])["result"].clone()
}

/// A phone with the hundred zones of the night, and out of reach of any network from then on.
fn briefed() -> Phone {
    let keeper = keeper();
    keeper.lock().unwrap().publish_zones(&hundred_zones());
    let server = keep(&keeper);
    let phone = Phone::new();
    phone.does(&["enrol", &server.ticket().to_text().unwrap()]);
    phone.does(&["sync"]);
    phone
}

/// Whether a shift came to time and a visit in some zone.
fn was_somewhere(result: &Value) -> bool {
    let zones = result["zones"].as_array().unwrap();
    zones.iter().any(|zone| zone["foot"].as_i64() > Some(0) && zone["visits"].as_u64() > Some(0))
}

#[test]
fn a_phone_killed_while_recording_ends_with_the_same_hours() {
    let shift = night();
    let whole = briefed();
    let walk = whole.walk(&shift);
    whole.does(&["on", "--at", SIGN_ON]);
    let told = whole.does(&["replay", &walk]);
    assert!(told.contains(&format!("{} fixes recorded", shift.fix_count())), "{told}");
    let expected = result_of_off(&whole, SIGN_OFF);
    assert_eq!(expected["fixes"]["late"], 0);
    assert!(was_somewhere(&expected), "{expected}");

    let killed = briefed();
    killed.does(&["on", "--at", SIGN_ON]);
    for until in ["2025-09-06T20:30", "22:12", "23:59:30"] {
        killed.replays_until_killed(&walk, until);
    }
    let told = killed.does(&["replay", &walk]);
    assert!(told.contains("here already"), "{told}");
    assert_eq!(result_of_off(&killed, SIGN_OFF), expected);
    assert!(killed.does(&["verify"]).contains("everything holds"));
    assert_eq!(killed.kinds(), whole.kinds());
}

#[test]
fn a_phone_killed_in_the_middle_of_a_call_loses_and_doubles_nothing() {
    let shift = night();
    let whole = briefed();
    let walk = whole.walk(&shift);
    whole.does(&["on", "--at", SIGN_ON]);
    whole.does(&["replay", &walk]);
    let expected = result_of_off(&whole, SIGN_OFF);
    assert!(was_somewhere(&expected), "{expected}");
    let killed = briefed();
    killed.does(&["on", "--at", SIGN_ON]);
    for milliseconds in [40, 90, 170, 60, 130] {
        let mut child =
            killed.command(&["replay", &walk, "--batch", "5"]).stdout(Stdio::null()).spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(milliseconds));
        child.kill().unwrap();
        child.wait().unwrap();
    }
    killed.does(&["replay", &walk]);
    assert_eq!(result_of_off(&killed, SIGN_OFF), expected);
    assert!(killed.json(&["verify", "--json"])["sound"].as_bool().unwrap());
}

#[test]
fn a_phone_restarted_in_the_walk_has_a_gap_there_and_can_be_resumed_after_it() {
    let shift = hundred_shifts(1).find(|shift| shift.boots.len() == 2).unwrap();
    let phone = Phone::enrolled();
    let walk = phone.walk(&shift);
    phone.does(&["on", "--at", &at(shift.span.from)]);
    let sign_on_boot = clock_boot(&phone).unwrap();
    let second = &shift.boots[1].fixes;
    phone.replays_until_killed(&walk, &at(second[second.len() / 2].time));
    assert_eq!(clock_boot(&phone), Some(format!("{:016x}", shift.boots[1].boot)));
    assert_ne!(clock_boot(&phone), Some(sign_on_boot));
    let told = phone.does(&["replay", &walk]);
    assert!(told.contains("here already") && !told.contains("restarts"), "{told}");
    let result = result_of_off(&phone, &at(shift.span.to));
    assert_eq!(result["fixes"]["late"], 0);
    let off: i64 = shift.outages.iter().map(|outage| outage.span.to - outage.span.from).sum();
    let gap = result["gap"].as_i64().unwrap();
    assert!(gap > 0 && gap < off + 5 * 60_000, "gap {gap}, outages {off}");
    assert_eq!(clock_boot(&phone), None, "the training clock ends with the shift");
}

#[test]
fn a_second_walk_after_a_restart_named_by_hand_is_another_start_of_the_phone() {
    let phone = Phone::enrolled();
    let walk = phone.folder.path().join("walk.gpx");
    fs::write(&walk, OLD_WALK).unwrap();
    let walk = walk.display().to_string();
    phone.does(&["on", "--at", SIGN_ON]);
    phone.does(&["replay", &walk, "--at", "19:01"]);
    let sign_on_boot = clock_boot(&phone);
    let after_restart = ["replay", &walk, "--at", "19:20", "--boot", "00000000000000aa"];
    let told = phone.does(&after_restart);
    assert!(told.contains("2 fixes recorded up to 19:20:05") && told.contains("1 restarts"), "{told}");
    assert_ne!(clock_boot(&phone), sign_on_boot);
    let told = phone.does(&["replay", &walk, "--at", "2025-09-06T19:20", "--boot", "00000000000000aa"]);
    assert!(told.contains("0 fixes recorded") && told.contains("2 here already"), "{told}");
    let (code, said) =
        phone.refuses(&["replay", &walk, "--at", "2025-09-06T19:10", "--boot", "00000000000000bb"]);
    assert!(code == 3 && said.contains("[clock_back]"), "{said}");
    let result = result_of_off(&phone, "19:21");
    assert_eq!(result["fixes"]["accepted"], 4);
    let gap = result["gap"].as_i64().unwrap();
    assert!((18 * 60_000..21 * 60_000).contains(&gap), "a change of boot is a gap: {gap} ms");
}

#[test]
fn a_shift_is_told_step_by_step() {
    let phone = Phone::enrolled();
    let walk = phone.walk(&night());
    phone.does(&[
        "on",
        "--at",
        SIGN_ON,
        "--duty",
        "overtime-funded",
        "--others",
        "1",
        "--operation",
        "Autumn",
    ]);
    phone.does(&["replay", &walk, "--until", "19:30"]);
    phone.does(&["change", "--mode", "cycle", "--at", "19:31"]);
    phone.does(&["abstract", "start", "--reason", "scene control", "--by", "inspector", "--at", "19:40"]);
    phone.does(&["abstract", "end", "--at", "20:00"]);
    phone.does(&["tally", "arrest=1", "stop-search=2"]);
    phone.does(&["refer", "cad", "1234"]);
    phone.does(&["note", "Two bikes chained to the railings.", "--basis", "fact"]);
    let status = phone.json(&["status", "--json"]);
    assert_eq!(status["on_duty"]["so_far"]["abstracted"], 20 * 60_000);
    assert_eq!(status["on_duty"]["story"]["operation"], "Autumn");
    let ended = phone.does(&["off", "--at", "20:05"]);
    assert!(ended.contains("min gap") && ended.contains("abstracted 20 min"), "{ended}");
    phone.does(&["annotate", "Radio room kept me twenty minutes."]);
    assert!(phone.does(&["patrols"]).contains("Radio room"));
    let expected = [
        "genesis",
        "patrol_started",
        "patrol_changed",
        "abstraction_started",
        "abstraction_ended",
        "patrol_tallied",
        "patrol_referenced",
        "note",
        "track_chunk",
        "patrol_ended",
        "patrol_summary",
        "patrol_annotated",
    ];
    assert_eq!(phone.kinds(), expected);
}

#[test]
fn a_forgotten_sign_off_is_closed_at_the_last_fix() {
    let phone = Phone::enrolled();
    let walk = phone.walk(&night());
    phone.does(&["on", "--at", SIGN_ON]);
    phone.does(&["replay", &walk, "--until", "20:00"]);
    let ended = phone.json(&["close", "--reason", "forgot after an arrest", "--json"]);
    let last = ended["result"]["to"].as_i64().unwrap() - ended["result"]["from"].as_i64().unwrap();
    assert!((3_580_000..=3_600_000).contains(&last), "{last}");
}

#[test]
fn refusals_name_the_remedy_and_keep_their_codes() {
    let nobody = Phone::new();
    assert_eq!(nobody.refuses(&["status"]).0, 5);
    assert_eq!(nobody.refuses(&["enrol", "--offline", "BEATBOOK1-HELLO"]).0, 4);
    assert_eq!(nobody.refuses(&["frobnicate"]).0, 2);

    let phone = Phone::enrolled();
    let walk = phone.walk(&night());
    let (code, said) = phone.refuses(&["off"]);
    assert!(code == 3 && said.contains("sign on first") && said.contains("[patrol]"), "{said}");
    let (code, said) = phone.refuses(&["replay", &walk]);
    assert!(code == 3 && said.contains("sign on") && said.contains("[off_duty]"), "{said}");
    phone.does(&["on"]);
    let (code, said) = phone.refuses(&["replay", &walk]);
    assert!(code == 3 && said.contains("[real_patrol]"), "{said}");
    assert_eq!(phone.refuses(&["note", "Late.", "--at", "23:00"]).0, 3);
    phone.does(&["off"]);

    phone.does(&["on", "--at", SIGN_ON]);
    assert_eq!(phone.refuses(&["on", "--at", SIGN_ON]).0, 3);
    assert_eq!(phone.refuses(&["off", "--at", "2025-09-06T18:00"]).0, 3);
    assert_eq!(phone.refuses(&["off", "--at", "tomorrow"]).0, 4);
    let missing = phone.folder.path().join("missing.gpx").display().to_string();
    let (code, said) = phone.refuses(&["replay", &missing]);
    assert!(code == 6 && !said.contains("missing.gpx"), "{said}");
    fs::write(&walk, "<gpx></gpx>").unwrap();
    assert_eq!(phone.refuses(&["replay", &walk]).0, 4);
    fs::write(&walk, OLD_WALK).unwrap();
    let (code, said) = phone.refuses(&["replay", &walk]);
    assert!(code == 4 && said.contains("replay --at"), "{said}");
    let told = phone.does(&["replay", &walk, "--at", "19:10"]);
    assert!(told.contains("2 fixes recorded up to 19:10:05"), "{told}");
    phone.does(&["off"]);

    fs::remove_file(key_file(&phone)).unwrap();
    let (code, said) = phone.refuses(&["status"]);
    assert!(code == 5 && said.contains("[key_file_missing]"), "{said}");
}

#[test]
fn one_wrong_date_in_a_walk_is_refused_by_itself_and_used_is_what_is_used() {
    for date in ["1970-01-01T00:00:00Z", "2080-01-01T00:00:00Z"] {
        let phone = Phone::enrolled();
        let walk = phone.folder.path().join("walk.gpx").display().to_string();
        let point = |time: &str, more: &str| {
            format!("<trkpt lat=\"51.38\" lon=\"0.52\"><time>{time}</time>{more}</trkpt>")
        };
        let seconds = 0..50;
        let mut points: String =
            seconds.map(|second| point(&format!("2025-09-06T18:01:{second:02}Z"), "")).collect();
        points += &point(date, "");
        // 10 km: evidence of something, never used.
        points += &point("2025-09-06T18:01:55Z", "<extensions><accuracy>10000</accuracy></extensions>");
        fs::write(&walk, format!("<gpx><trk><trkseg>{points}</trkseg></trk></gpx>")).unwrap();
        phone.does(&["on", "--at", SIGN_ON]);
        let told = phone.does(&["replay", &walk]);
        assert!(told.contains("offered               51 to the notebook"), "{told}");
        assert!(told.contains("refused                1 time ") && told.contains("points 51"), "{told}");
        assert!(told.contains("51 fixes recorded up to 19:01:55"), "{told}");
        assert!(told.contains("1 kept as evidence only"), "{told}");
        let ended = phone.does(&["off", "--at", "2025-09-07T00:05"]);
        assert!(ended.contains("50 fixes used, 1 kept as evidence only"), "{ended}");
        let span = "Sat 6 Sep 2025 19:00:00 to Sun 7 Sep 2025 00:05:00";
        assert!(ended.contains(span), "the end is on another day: {ended}");
    }
}

#[test]
fn the_key_file_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let phone = Phone::enrolled();
    let mode = fs::metadata(key_file(&phone)).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn a_phone_without_its_server_says_so_and_keeps_everything() {
    let phone = Phone::enrolled();
    phone.does(&["note", "Two bikes chained to the railings."]);
    let (code, said) = phone.refuses(&["sync"]);
    assert!(code == 7 && said.contains("sync will try again") && said.contains("[network]"), "{said}");
    assert_eq!(phone.kinds(), ["genesis", "note"]);
    let export = phone.folder.path().join("export.jsonl").display().to_string();
    assert!(phone.does(&["export", &export]).contains("2 entries, 2 bodies"));
    assert!(fs::read_to_string(&export).unwrap().lines().count() == 4);
    assert_eq!(phone.refuses(&["export", &export]).0, 6);
    // Without the answer it is the same notebook that asks again, not another.
    let alone = Phone::new();
    assert_eq!(alone.refuses(&["enrol", &ticket()]).0, 7);
    assert_eq!(alone.refuses(&["enrol", &ticket()]).0, 7);
    assert_eq!(alone.does(&["list"]).lines().count(), 1);
    alone.does(&["on"]);
}

#[test]
fn two_officers_on_one_phone_have_two_notebooks_and_two_keys() {
    let phone = Phone::enrolled();
    phone.does(&["enrol", "--offline", &ticket()]);
    let listed = phone.does(&["list"]);
    let notebooks: Vec<&str> = listed.lines().collect();
    assert_eq!(notebooks.len(), 2);
    let (code, said) = phone.refuses(&["status"]);
    assert!(code == 5 && said.contains("--notebook"), "{said}");
    phone.does(&["--notebook", notebooks[0], "on"]);
    assert_eq!(phone.json(&["status", "--json", "--notebook", notebooks[1]])["on_duty"], Value::Null);
}

const OLD_WALK: &str = "<gpx version=\"1.1\"><trk><trkseg>\
    <trkpt lat=\"51.38\" lon=\"0.52\"><time>2010-09-06T18:00:00Z</time></trkpt>\
    <trkpt lat=\"51.3801\" lon=\"0.52\"><time>2010-09-06T18:00:05Z</time></trkpt></trkseg></trk></gpx>";

/// An instant as the command line takes it.
fn at(instant: i64) -> String {
    jiff::Timestamp::from_millisecond(instant).unwrap().to_string()
}

fn key_file(phone: &Phone) -> PathBuf {
    let mut files = fs::read_dir(phone.home()).unwrap().map(|file| file.unwrap().path());
    files.find(|path| path.extension().is_some_and(|extension| extension == "key")).unwrap()
}

/// The start of the phone that the training clock is in.
fn clock_boot(phone: &Phone) -> Option<String> {
    let named = |path: &Path| path.file_name().unwrap().to_str().unwrap().starts_with("training-clock");
    let mut files = fs::read_dir(phone.home()).unwrap().map(|file| file.unwrap().path());
    let clock: Value =
        serde_json::from_str(&fs::read_to_string(files.find(|path| named(path))?).unwrap()).unwrap();
    Some(clock["boot"].as_str().unwrap().to_owned())
}

#[test]
fn own_hours_need_a_server_and_say_what_is_here_without_one() {
    let phone = Phone::enrolled();
    let shift = night();
    let walk = phone.walk(&shift);
    phone.does(&["on", "--at", SIGN_ON]);
    phone.does(&["replay", &walk]);
    phone.does(&["off", "--at", SIGN_OFF]);
    let (exit, said) = phone.refuses(&["hours", "--from", "2025-09-01", "--to", "2025-09-30"]);
    assert!(exit == 7 && said.contains("[needs_server]") && said.contains("`patrols`"), "{said}");
    assert!(phone.does(&["patrols"]).contains("quality"), "what the patrol came to is here");
    let (exit, said) = phone.refuses(&["hours", "--from", "2025-09-30", "--to", "2025-09-01"]);
    assert!(exit == 4 && said.contains("[time]"), "{said}");
    let (exit, said) = phone.refuses(&["hours", "--from", "2024-09-01", "--to", "2025-09-02"]);
    assert!(exit == 4 && said.contains("[hours_period]"), "{said}");
    for day in ["yesterday", "2025-09-01T19:00"] {
        let (exit, said) = phone.refuses(&["hours", "--from", day]);
        assert!(exit == 2 && said.contains("not a date"), "{said}");
    }
}

#[test]
fn every_step_of_an_encounter_explains_itself() {
    let phone = Phone::new();
    let said = phone.does(&["encounter", "step", "help-offered", "--help"]);
    assert!(
        said.contains("before any paper"),
        "offering help is a step, not the page about commands: {said}"
    );
    assert!(phone.does(&["encounter", "receipt", "--help"]).contains("--place"));
}

#[test]
fn an_encounter_keeps_the_kind_of_land_and_who_interpreted() {
    let phone = Phone::enrolled();
    phone.does(&["on", "--at", SIGN_ON]);
    let when = ["--at", SIGN_OFF];
    let begin = ["encounter", "begin", "--place", "51.38,0.52", "--land", "private-open"];
    phone.does(&[&begin[..], &when].concat());
    let person = ["encounter", "person", "--name", "Jan Kowalski", "--looks", "adult"];
    phone.does(&[&person[..], &when].concat());
    let step = ["encounter", "step", "understood", "--language", "Polish", "--with", "interpreter"];
    phone.does(&[&step[..], &when].concat());
    let told: Value = serde_json::from_str(&phone.does(&["encounter", "show", "--json"])).unwrap();
    assert_eq!(told["story"]["land"], "private_open", "{told}");
    let said = told.to_string();
    assert!(said.contains("\"language\":\"Polish\"") && said.contains("\"help\":\"interpreter\""), "{said}");
    let shown = phone.does(&["encounter", "show"]);
    for line in [
        "  land: private open\n",
        "    Jan Kowalski (volunteered)\n    looks adult\n",
        ", person 1: speaks Polish; help: interpreter; explained it back\n",
    ] {
        assert!(shown.contains(line), "{line}: {shown}");
    }
    let (exit, said) = phone.refuses(&["encounter", "begin", "--land", "moon"]);
    assert!(exit == 2 && said.contains("private-open"), "{said}");
    let (exit, _) = phone.refuses(&["notice", "serve", "MDW-A7-000118-M", "--signed", "--refused-to-sign"]);
    assert_eq!(exit, 2, "both cannot be");
}

#[test]
fn whoever_is_in_danger_is_rung_for_first_whatever_is_wrong_with_the_phone() {
    let phone = Phone::new();
    for words in [&["welfare", "card"][..], &["welfare", "card", "--begin"]] {
        let said = phone.tries(words);
        assert!(!said.status.success(), "there is no notebook");
        assert!(String::from_utf8(said.stdout).unwrap().starts_with("Ring 999 first."));
    }
}
