//! Years go by: what is over goes and leaves a tombstone, what is held stays, and what people rely on goes on.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::PathBuf;

use beatbook_device::{BeatbookError, BeginEncounter, EncounterNews, Keeping, NoticeAsked, SignOn};
use beatbook_domain::presence::Interval;
use beatbook_domain::records::encounter::Outcome;
use beatbook_domain::records::encounter::steps::Step;
use beatbook_domain::records::server::ServerBody;
use beatbook_protocol::id::Id;
use beatbook_tests::beat::{
    self, CHATHAM, DAY, adult, assert_adds_up, breach, fairly, fix, issued, officer_out, refused, saw, tell,
    town,
};
use beatbook_tests::force::Force;
use beatbook_tests::keeping::{bodies, days_pass, keep, keeper, meet, run, tried};
use beatbook_tests::pages::{holds, server_holds};
use beatbook_tests::phone::Phone;
use beatbook_tests::walk::{Walk, rectangle};
use serde_json::{Value, json};

const MINUTE: i64 = 60_000;
/// Everything the phone may drop, it drops.
const OVER: Keeping = Keeping { tracks: 0, counts: 0, records: 0 };

/// An encounter with somebody of that name, up to a refusal.
fn refused_by(phone: &Phone, name: &str) -> Id {
    fix(phone, CHATHAM, 5.0);
    let encounter = phone.book().begin_encounter(BeginEncounter::here()).unwrap();
    let news = vec![EncounterNews::Person { person: 1, known: adult(name) }];
    phone.book().tell_encounter(encounter, news).unwrap();
    saw(phone, encounter, "ALC-1", "Drinking from a can and shouting at people who pass.");
    let required = Step::Required {
        words: "I require you to stop drinking and to hand over the cans.".to_owned(),
        belief: "Open can of beer in hand, smell of alcohol.".to_owned(),
        offence_told: true,
    };
    let steps = vec![
        Step::PremisesAsked { outside_condition: false },
        Step::Engaged { words: "Good afternoon.".to_owned() },
        Step::Advised { words: "There is an alcohol order here.".to_owned() },
        required,
        refused(),
    ];
    tell(phone, encounter, steps);
    tell(phone, encounter, fairly());
    encounter
}

fn asked(encounter: Id) -> NoticeAsked {
    let place = "High Street, Chatham, outside the bank";
    let particulars = "Drinking beer from a can and would not stop.";
    beat::asked(encounter, breach("MDW-ALC-CHA", "ALC-1"), place, particulars)
}

/// A fixed penalty for somebody of that name: encounter, record and number.
fn fined(phone: &Phone, name: &str) -> (Id, Id, String) {
    let encounter = refused_by(phone, name);
    let view = issued(phone, &asked(encounter));
    (encounter, view.record, view.story.number().unwrap().to_owned())
}

/// An encounter that comes to nothing.
fn let_go(phone: &Phone, name: &str) -> Id {
    let encounter = refused_by(phone, name);
    let ending = EncounterNews::Outcome { person: None, outcome: Outcome::None, text: None, no_fpn: None };
    phone.book().tell_encounter(encounter, vec![ending]).unwrap();
    encounter
}

fn void(force: &Force, number: &str) {
    force.at_desk(&["notice", "show", number]);
    let why = ["--reason", "printer_failure", "--why", "jammed", "--authority", "MDW", "--by", "DESK1"];
    force.command(&[&["notice", "void", number], &why[..]].concat());
}

fn bundle(force: &Force, number: &str, name: &str) -> PathBuf {
    let out = force.folder().join(name);
    let to = ["--profile", "court", "--reason", "appeal", "--out", out.to_str().unwrap()];
    force.at_desk(&[&["notice", "bundle", number], &to[..]].concat());
    out
}

fn track_of(bundle: &std::path::Path) -> Value {
    serde_json::from_slice(&std::fs::read(bundle.join("track.json")).unwrap()).unwrap()
}

#[test]
fn a_track_goes_after_a_month_and_ten_minutes_around_the_notice_stay() {
    let mut force = town();
    keeper(&force);
    let mut phone = officer_out(&force, "CS101");
    let walks = |phone: &Phone| {
        let from = beatbook_tests::encampment::now(phone);
        let walk =
            Walk::from(CHATHAM, from, (0.0, 0.0)).to_and_fro((60.0, 0.0), 3 * MINUTE, from + 40 * MINUTE);
        phone.record(&walk.fixes(from, from + 40 * MINUTE, 5_000, phone.mono(), 5.0));
    };
    walks(&phone);
    let (encounter, _, number) = fined(&phone, "Sam Example");
    walks(&phone);
    let patrol = phone.book().patrols(1).unwrap()[0].record;
    phone.sign_off(beatbook_tests::encampment::now(&phone) + MINUTE);
    phone.sync();
    let always = Interval { from: 0, to: i64::MAX };
    let hours = force.derived(always);
    assert!(hours[0].areas.iter().any(|area| !area.presence.is_empty()), "{hours:?}");
    let before = bundle(&force, &number, "before");
    let around = track_of(&before);
    let fixes: usize =
        around.as_array().unwrap().iter().map(|part| part["fixes"].as_array().unwrap().len()).sum();
    assert!(fixes > 200, "ten minutes before the first word and after the last: {fixes}");
    let backup = force.folder().join("before.backup");
    force.command(&["backup", backup.to_str().unwrap()]);
    let tracks = bodies(&force, &patrol.to_string()).0;

    // A clock that says a month has gone, and nobody who says so: nothing is erased.
    force.clock.advance(32 * DAY);
    assert_eq!(tried(&force, &["keeping", "run"]), Err("clock_jumped".to_owned()));
    let due = keep(&force, &["keeping", "due"]);
    let row = |kind: &str| due["rows"].as_array().unwrap().iter().find(|row| row["kind"] == kind).cloned();
    assert_eq!(row("track").unwrap()["what"], "erased");
    assert!(due["clock"].as_str().unwrap().contains("31 days"), "{due}");
    force.clock.advance(-DAY);
    keep(&force, &["keeping", "clock"]);
    assert_eq!(run(&force), json!({}), "its last day");
    assert_eq!(bodies(&force, &patrol.to_string()), (tracks, 0));

    days_pass(&force, 1);
    assert_eq!(run(&force), json!({ "track": 1 }));
    let (here, gone) = bodies(&force, &patrol.to_string());
    assert!(
        gone >= 2 && here + gone == tracks,
        "chunks and summary are gone, the patrol's story stays: {here} {gone}"
    );
    let shown = keep(&force, &["keeping", "show", &patrol.to_string()]);
    let presence = &shown["notebooks"][0]["presence"];
    assert!(presence["recomputable_until"].is_string() && presence["input"].is_string(), "{presence}");
    assert_eq!(force.derived(always), hours, "the same milliseconds");
    let after = bundle(&force, &number, "after");
    assert_eq!(track_of(&after), around, "the court sees the same");
    assert!(beatbook_server::bundle::verify(&after, None).unwrap().faults.is_empty());
    force.command(&["verify"]);
    let logged = force.access_log();
    assert!(
        logged.contains(&format!("erased: track {patrol}")) && !logged.contains("Sam Example"),
        "{logged}"
    );
    assert_eq!(run(&force), json!({}), "nothing is left to do");

    // A zone that is drawn for the past cannot change hours that cannot be worked out again.
    let ring = rectangle(CHATHAM, -50.0, -50.0, 50.0, 50.0);
    let drawn = json!({ "type": "FeatureCollection", "features": [{
        "type": "Feature",
        "properties": { "code": "NEW", "name": "New", "kind": "hotspot", "valid_from": "2025-04-01" },
        "geometry": { "type": "Polygon", "coordinates": [ring] },
    }] });
    force.import_zones_of(force.authority, &drawn, force.clock.now(), Some("drawn late"));
    assert_eq!(force.derived(always), hours);

    // The phone is told, drops its copies, and its chain holds.
    let held = phone.book().verify().unwrap();
    meet(&force, &phone);
    let told = phone.book().verify().unwrap();
    assert!(told.is_sound() && told.purged == held.purged + gone as u64, "{held:?} {told:?}");

    // A backup of before brings no track back, and what stays of it is made again. Each backup hands on what was erased.
    force.command(&["backup", force.folder().join("after.backup").to_str().unwrap()]);
    force.restore(&backup);
    force.command(&["verify"]);
    assert_eq!(bodies(&force, &patrol.to_string()).1, gone);
    meet(&force, &phone);
    assert_eq!(track_of(&bundle(&force, &number, "restored")), around);
    let about = force.journal().into_iter().filter_map(|body| match body {
        ServerBody::TrackExtracted(one) => Some(one.about),
        _ => None,
    });
    assert!(about.into_iter().all(|about| about == encounter));
    assert!(!holds(&mut phone, "no such word") && !server_holds(&mut force, "no such word"));
}

#[test]
fn of_an_encounter_that_goes_with_its_track_nothing_of_the_track_stays() {
    let mut force = town();
    keeper(&force);
    let phone = officer_out(&force, "CS101");
    let from = beatbook_tests::encampment::now(&phone);
    let walk = Walk::from(CHATHAM, from, (0.0, 0.0)).to_and_fro((60.0, 0.0), 3 * MINUTE, from + 40 * MINUTE);
    phone.record(&walk.fixes(from, from + 40 * MINUTE, 5_000, phone.mono(), 5.0));
    let met = let_go(&phone, "Bartholomew Cuttlebuck");
    phone.sign_off(beatbook_tests::encampment::now(&phone) + MINUTE);
    phone.sync();
    let _ = force.derived(Interval { from: 0, to: i64::MAX });
    let backup = force.folder().join("before.backup");
    force.command(&["backup", backup.to_str().unwrap()]);
    // Nobody has run it for more than a year: both are over, and the track goes first.
    force.clock.advance(400 * DAY);
    keep(&force, &["keeping", "clock"]);
    assert_eq!(run(&force), json!({ "encounter": 1, "track": 1 }));
    let stays = |force: &Force| {
        let of_it = |body: &ServerBody| matches!(body, ServerBody::TrackExtracted(one) if one.about == met);
        force.journal().iter().filter(|body| of_it(body)).count()
    };
    assert_eq!(stays(&force), 0);
    force.command(&["verify"]);
    force.command(&["backup", force.folder().join("after.backup").to_str().unwrap()]);
    force.restore(&backup);
    force.command(&["verify"]);
    assert_eq!(stays(&force), 0, "nor after a restore");
}

#[test]
fn a_hold_keeps_a_record_on_server_and_phone_until_it_is_lifted() {
    let mut force = town();
    keeper(&force);
    let mut phone = officer_out(&force, "CS101");
    let kept = let_go(&phone, "Wilhelmina Featherstonehaugh");
    let other = let_go(&phone, "Bartholomew Cuttlebuck");
    let paper = fined(&phone, "Sam Example");
    phone.sync();
    let (kept, other) = (kept.to_string(), other.to_string());

    // Without a reason, for nobody, by nobody who may: refused.
    let who = ["--authority", "MDW", "--as"];
    let place = |officer: &str, record: &str, why: &[&str]| {
        force.tried(&[&["hold", "place", record], &who[..], &[officer], why].concat()).map_err(|one| one.code)
    };
    assert_eq!(place("DPO1", &kept, &[]), Err("reason".to_owned()));
    assert_eq!(place("DPO1", &kept, &["--reason", " "]), Err("reason".to_owned()));
    let nobody = Id::v7(7, [7; 10]).to_string();
    assert_eq!(place("DPO1", &nobody, &["--reason", "claim"]), Err("unknown_record".to_owned()));
    force.add_officer("C-1", "Housing");
    let grant = ["--authority", "MDW", "--code", "C-1", "--role", "rough_sleeping_coordinator"];
    force.command(&[&["officer", "role", "add"], &grant[..], &["--from", "2025-01-01"]].concat());
    assert_eq!(place("C-1", &kept, &["--reason", "claim"]), Err("unknown_record".to_owned()));

    let hold = keep(&force, &["hold", "place", &kept])["hold"].as_str().unwrap().to_owned();
    let by_number = keep(&force, &["hold", "place", &paper.2])["hold"].as_str().unwrap().to_owned();
    assert_eq!(keep(&force, &["hold", "list"])["rows"].as_array().unwrap().len(), 2);
    void(&force, &paper.2);

    // The phone does not know yet, and erases: the server keeps the body, and says why.
    let seq =
        phone.book().entries(None, 500).unwrap().into_iter().find(|entry| entry.record.to_string() == kept);
    let seq = seq.expect("its first entry").seq;
    let held_before = bodies(&force, &kept).0;
    phone.book().erase(seq, "asked to").unwrap();
    phone.sync();
    let rejected = phone.book().rejected().unwrap();
    assert!(rejected.iter().any(|one| one.code == "under_hold"), "{rejected:?}");
    assert_eq!(bodies(&force, &kept), (held_before + 1, 0), "all of it and the erasure that waits");
    // Now it knows: erasing the next entry is refused, and a purge leaves what is held.
    let refused = phone.book().erase(seq + 1, "asked to");
    assert_eq!(refused, Err(BeatbookError::UnderHold(hold.parse().unwrap())));
    phone.sign_off(beatbook_tests::encampment::now(&phone) + MINUTE);
    phone.sync();
    days_pass(&force, 3 * 366);
    meet(&force, &phone);
    phone.book().purge(&OVER).unwrap();
    assert!(holds(&mut phone, "Featherstonehaugh"), "held");
    assert!(!holds(&mut phone, "Cuttlebuck"), "not held");

    let refused = tried(&force, &["keeping", "erase", &kept]);
    assert_eq!(refused, Err("under_hold".to_owned()));
    let gone = run(&force);
    assert_eq!((&gone["encounter"], gone.get("fpn_settled")), (&json!(1), None), "{gone}");
    assert_eq!(bodies(&force, &other).0, 0);
    assert_eq!(bodies(&force, &kept), (held_before + 1, 0));
    assert!(server_holds(&mut force, "Featherstonehaugh") && !server_holds(&mut force, "Cuttlebuck"));
    assert!(server_holds(&mut force, "Sam Example"), "its notice is held");

    // Lifted: what waited for it is done at once, the rest at the next run.
    let lift = |hold: &str| keep(&force, &["hold", "lift", hold]);
    lift(&hold);
    lift(&by_number);
    assert_eq!(tried(&force, &["hold", "lift", &hold]), Err("unknown_hold".to_owned()));
    assert_eq!(bodies(&force, &kept).0, held_before, "one body went, the erasure stays");
    let gone = run(&force);
    assert_eq!((&gone["encounter"], &gone["fpn_settled"]), (&json!(1), &json!(1)), "{gone}");
    days_pass(&force, 1);
    assert_eq!(run(&force)["encounter"], 1, "the notice's encounter follows it");
    for name in ["Featherstonehaugh", "Sam Example"] {
        assert!(!server_holds(&mut force, name), "{name}");
    }
    meet(&force, &phone);
    assert!(!holds(&mut phone, "Featherstonehaugh") && !holds(&mut phone, "Sam Example"));
    assert!(phone.book().verify().unwrap().is_sound());
    force.command(&["verify"]);
}

#[test]
fn an_open_notice_is_kept_for_years_and_a_void_one_leaves_the_register_as_it_was() {
    let mut force = town();
    keeper(&force);
    let phone = officer_out(&force, "CS101");
    let (_, open, _) = fined(&phone, "Olga Owing");
    let (_, ended, number) = fined(&phone, "Vera Void");
    phone.sync();
    void(&force, &number);
    assert_adds_up(&force, 2);
    let register = |force: &Force| force.at_desk(&["notice", "show", &number]);
    assert!(register(&force).contains("voided"));
    let day = beatbook_domain::calendar::local_date(force.clock.now()).unwrap();
    let days = format!("{day}..{}", day.tomorrow().unwrap());
    let table = force.at_desk(&["register", "--issued", &days]);

    days_pass(&force, 2 * 366 + 1);
    let gone = run(&force);
    assert_eq!(gone.get("fpn_settled"), Some(&json!(1)), "{gone}");
    assert_eq!(bodies(&force, &ended.to_string()).0, 0);
    assert!(bodies(&force, &open.to_string()).1 == 0, "overdue, and nobody has decided");
    // Also asked for by name: nothing goes while it is open.
    assert_eq!(tried(&force, &["keeping", "erase", &open.to_string()]), Err("still_open".to_owned()));
    days_pass(&force, 1);
    run(&force);
    assert!(!server_holds(&mut force, "Vera Void") && server_holds(&mut force, "Olga Owing"));
    let after = force.at_desk(&["register", "--issued", &days]);
    let check = "check: issued = sum of buckets: 2 = 2";
    assert!(table.contains(check) && after.contains(check), "{after}");
    force.command(&["verify"]);
    // A time that is changed counts from its day on, never before today.
    let change =
        |from: &str| tried(&force, &["keeping", "change", "fpn_court", "--years", "7", "--from", from]);
    assert_eq!(change("2020-01-01"), Err("past".to_owned()));
    change("2090-01-01").unwrap();
    let court = |on: &str| {
        let table = keep(&force, &["keeping", "table", "--on", on]);
        let rows = table["rows"].as_array().unwrap();
        rows.iter().find(|row| row["kind"] == "fpn_court").unwrap()["kept"].clone()
    };
    assert_eq!((court("2089-12-31"), court("2090-01-01")), (json!("6 years"), json!("7 years")));
}

#[test]
fn what_belongs_to_an_open_case_stays_until_it_is_closed() {
    let force = town();
    keeper(&force);
    force.add_officer("M-1", "Manager");
    let grant =
        ["--code", "M-1", "--role", "community_safety_manager", "--from", "2025-01-01", "--authority", "MDW"];
    force.command(&[&["officer", "role", "add"], &grant[..]].concat());
    let phone = officer_out(&force, "CS101");
    let (bound, other) = (let_go(&phone, "Bea Bound"), let_go(&phone, "Otto Other"));
    phone.sync();
    let case = |said: &[&str]| force.command(&[said, &["--authority", "MDW", "--as", "M-1"]].concat());
    case(&["case", "open", "CST 1/25", "--kind", "reassurance"]);
    case(&["case", "link", &bound.to_string(), "--case", "CST 1/25"]);
    days_pass(&force, 366 + 2);
    assert_eq!(run(&force)["encounter"], 1);
    let here = |record: Id| bodies(&force, &record.to_string()).0 > 0;
    assert!(here(bound) && !here(other));
    let due = keep(&force, &["keeping", "due"]);
    assert!(due["rows"].as_array().unwrap().iter().any(|row| row["kind"] == "in_case"), "{due}");
    assert_eq!(tried(&force, &["keeping", "erase", &bound.to_string()]), Err("still_open".to_owned()));
    case(&["case", "close", "--case", "CST 1/25", "--outcome", "resolved"]);
    days_pass(&force, 1);
    assert_eq!(run(&force)["encounter"], 1);
    assert!(!here(bound));
    force.command(&["verify"]);
}

#[test]
fn a_run_by_nobody_who_may_is_refused_and_a_patrol_that_is_not_derived_keeps_its_track() {
    let force = town();
    keeper(&force);
    let officer = force.add_officer("CS7", "Centre");
    let grant = ["--authority", "MDW", "--code", "CS7", "--role", "contractor", "--from", "2025-01-01"];
    force.command(&[&["officer", "role", "add"], &grant[..]].concat());
    let who = ["--authority", "MDW", "--reason", "x", "--as", "CS7"];
    for words in [&["keeping", "due"][..], &["keeping", "run"], &["keeping", "table"], &["hold", "list"]] {
        assert_eq!(force.refused(&[words, &who[..]].concat()).code, "not_allowed", "{words:?}");
    }
    let phone = Phone::found(&force.ticket(officer), force.clock.now());
    phone.sync();
    phone.sign_on(SignOn::tasked());
    fix(&phone, CHATHAM, 5.0);
    let patrol = phone.book().patrols(1).unwrap()[0].record;
    phone.platform.advance(3 * 3_600_000);
    fix(&phone, CHATHAM, 5.0);
    phone.sync();
    days_pass(&force, 40);
    assert_eq!(run(&force), json!({}), "still signed on");
    assert_eq!(bodies(&force, &patrol.to_string()).1, 0);
}
