//! Alone by the river at five in the morning: a timer that nobody answers sounds on the phone, and reaches the team when the
//! network allows; the screen says which.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::time::{Duration, Instant};

use beatbook_device::{AloneAlarm, LoneState, StartAlone, TeamWord};
use beatbook_domain::access::Area;
use beatbook_domain::alone::AloneClock;
use beatbook_domain::records::alone::{AloneEnd, AloneWhere, AloneWord};
use beatbook_domain::records::patrol::Duty;
use beatbook_domain::records::server::ServerBody;
use beatbook_tests::beat::{DAY, fix};
use beatbook_tests::encampment::now;
use beatbook_tests::force::Force;
use beatbook_tests::keeping::{days_pass, keeper, run};
use beatbook_tests::outreach::{LINES, phone, town};
use beatbook_tests::pages::{holds, server_holds};
use beatbook_tests::phone::{KEY, Phone};
use serde_json::Value;

const MINUTE: i64 = 60_000;
const WHERE: &str = "Under the arches behind the gasworks";

fn starts(phone: &Phone, minutes: u16) {
    fix(phone, LINES, 4.0);
    let start = StartAlone { minutes: Some(minutes), words: Some(WHERE.to_owned()) };
    phone.book().start_alone(start).unwrap();
}

/// Minutes pass, at the server and at these phones.
fn pass(force: &Force, minutes: i64, phones: &[&Phone]) {
    force.clock.advance(minutes * MINUTE);
    phones.iter().for_each(|phone| phone.platform.advance(minutes * MINUTE));
}

/// What the server's journal says of timers.
fn words(force: &Force) -> Vec<AloneWord> {
    let word = |body| match body {
        ServerBody::Alone(word) => Some(word),
        _ => None,
    };
    force.journal().into_iter().filter_map(word).collect()
}

/// The server tells by itself: no phone asks it anything.
fn tells_by_itself(force: &Force, expected: usize) {
    let begun = Instant::now();
    while words(force).len() < expected {
        assert!(begun.elapsed() < Duration::from_secs(30), "the server has told nobody");
        std::thread::sleep(Duration::from_millis(100));
    }
    assert_eq!(words(force).len(), expected);
}

fn alarms(phone: &Phone) -> Vec<AloneAlarm> {
    phone.sync();
    phone.book().alone_alarms().unwrap()
}

fn list(force: &Force, reader: &str, more: &[&str]) -> Vec<Value> {
    let words = [&["alone", "list", "--authority", "MDW", "--as", reader], more].concat();
    force.asked(&words, &[]).unwrap()["rows"].as_array().unwrap().clone()
}

#[test]
fn story_alone_from_the_start_to_the_stop_that_came_late() {
    let mut force = town();
    let mut worker = phone(&force, "O-12", Duty::Outreach);
    let [mut colleague, away] = ["O-13", "O-20"].map(|code| phone(&force, code, Duty::Outreach));
    let mut coordinator = phone(&force, "C-1", Duty::Outreach);
    let others = ["4711", "A-1", "X-1"].map(|code| phone(&force, code, Duty::TaskedCore));
    starts(&worker, 45);
    let set = worker.book().lone_worker().unwrap();
    assert!(matches!(set.team, TeamWord::NotTold { network: Some(_) }), "only this phone knows: {set:?}");
    worker.sync();
    let set = worker.book().lone_worker().unwrap();
    assert!(matches!(set.team, TeamWord::ServerWatches { .. }) && !set.sound, "{set:?}");
    let kinds: Vec<String> =
        worker.book().entries(None, 1_000).unwrap().into_iter().map(|entry| entry.kind).collect();
    assert!(kinds.contains(&"alone_started".to_owned()), "{kinds:?}");
    let running = list(&force, "O-13", &[]);
    assert_eq!(
        (running[0]["officer"].as_str(), running[0]["state"].as_str()),
        (Some("O-12"), Some("running"))
    );

    // The app is killed and starts again: to the millisecond.
    worker.killed();
    worker.restarted();
    pass(&force, 44, &[&worker]);
    worker.platform.advance(MINUTE - 1);
    let left = worker.book().lone_worker().unwrap().state;
    assert!(matches!(left, LoneState::Running { left: 1, clock: AloneClock::SameStart, .. }), "{left:?}");
    worker.platform.advance(1);
    let over = worker.book().lone_worker().unwrap();
    assert!(over.sound && matches!(over.state, LoneState::Overdue { since: Some(_), .. }), "{over:?}");
    assert!(
        matches!(over.team, TeamWord::ServerWatches { .. }),
        "no network, but the server knows: {over:?}"
    );
    assert!(words(&force).is_empty());

    // The server tells by itself, once, however often it starts again.
    force.clock.advance(2 * MINUTE);
    tells_by_itself(&force, 2);
    force.restart();
    std::thread::sleep(Duration::from_secs(3));
    assert_eq!(words(&force).len(), 2);

    // The own team exactly, with the officer's words; who answers for the service the square.
    let alarm = alarms(&colleague).remove(0);
    assert_eq!((alarm.code.as_str(), alarm.own, alarm.words.as_deref()), ("O-12", false, Some(WHERE)));
    assert!(alarm.sure && alarm.since.is_some() && alarm.told > alarm.since, "{alarm:?}");
    let looked = |phone: &Phone| {
        let log = phone.book().access_log(None, 100).unwrap();
        log.rows.iter().any(|row| row.look.area == Some(Area::Patrol) && row.look.rows == 1)
    };
    assert!(looked(&colleague), "that a colleague's place was shown is in the log");
    let Some(AloneWhere::Exact(place)) = alarm.place else { panic!("{alarm:?}") };
    assert!((f64::from(place.lat) / 1e7 - LINES.0).abs() < 1e-5);
    let coarse = alarms(&coordinator).remove(0);
    assert!(matches!(coarse.place, Some(AloneWhere::Cell(_))) && coarse.words.is_none(), "{coarse:?}");
    for other in others.iter().chain([&away]) {
        assert_eq!(alarms(other), [], "nobody else");
    }
    let [mut constable, ..] = others;
    assert!(!holds(&mut constable, WHERE) && !holds(&mut coordinator, WHERE) && holds(&mut colleague, WHERE));
    // The officer's own screen says so.
    worker.sync();
    let told = worker.book().lone_worker().unwrap();
    assert_eq!(told.team, TeamWord::Told { at: alarm.told.unwrap() });
    assert!(alarms(&worker)[0].own && !looked(&worker), "one's own is no look");
    desk(&force);

    // Stopped where there is no network; told half an hour later, with the time it really was.
    let stopped = force.clock.now();
    worker.book().stop_alone().unwrap();
    assert_eq!(worker.book().lone_worker().unwrap().state, LoneState::Off);
    assert_eq!(alarms(&colleague)[0].ended, None, "nobody knows yet");
    pass(&force, 30, &[&worker, &colleague, &coordinator]);
    worker.sync();
    let ended = alarms(&colleague).remove(0);
    let Some((AloneEnd::Stopped, at)) = ended.ended else { panic!("{ended:?}") };
    assert!((at - stopped).abs() < MINUTE, "{at} {stopped}");
    assert!(
        ended.place.is_none() && !holds(&mut colleague, WHERE),
        "where the officer was is gone from phones"
    );
    assert!(alarms(&coordinator)[0].ended.is_some());
    assert_eq!(words(&force).len(), 4);
    assert_eq!(list(&force, "O-13", &[]), Vec::<Value>::new());
    let all = list(&force, "O-13", &["--all"]);
    assert!(all[0]["state"].as_str().unwrap().starts_with("stopped at "), "{all:?}");
    assert_eq!(list(&force, "4711", &["--all"]), Vec::<Value>::new());
}

#[test]
fn story_alone_ends_on_a_phone_that_comes_weeks_later_and_the_place_leaves_it() {
    let force = town();
    keeper(&force);
    let worker = phone(&force, "O-12", Duty::Outreach);
    let [mut colleague, mut away] = ["O-13", "O-13"].map(|code| phone(&force, code, Duty::Outreach));
    starts(&worker, 45);
    worker.sync();
    pass(&force, 46, &[&worker, &colleague, &away]);
    tells_by_itself(&force, 2);
    for told in [&colleague, &away] {
        assert!(alarms(told)[0].since.is_some());
    }
    pass(&force, 5, &[&worker, &colleague, &away]);
    worker.book().stop_alone().unwrap();
    worker.sync();
    // Three weeks without a network: the end and the time it really was come with the first exchange.
    days_pass(&force, 21);
    colleague.wait_until(force.clock.now());
    let [ended] = &alarms(&colleague)[..] else { panic!("one alarm") };
    assert!(matches!(ended.ended, Some((AloneEnd::Stopped, _))), "{ended:?}");
    assert!(ended.place.is_none() && !holds(&mut colleague, WHERE));
    // Later than it is kept there is nothing of it any more.
    days_pass(&force, 20);
    run(&force);
    away.wait_until(force.clock.now());
    assert_eq!(alarms(&away), []);
    assert!(!holds(&mut away, WHERE));
}

fn desk(force: &Force) {
    let own = list(force, "O-13", &[]).remove(0);
    assert_eq!((own["state"].as_str(), own["said"].as_str()), (Some("OVERDUE"), Some(WHERE)));
    assert!(!own["told"].as_str().unwrap().is_empty() && own["place"].as_str().unwrap().len() == 12, "{own}");
    let coarse = list(force, "C-1", &[]).remove(0);
    assert_eq!(
        (coarse["said"].as_str(), coarse["place"].as_str().unwrap().len()),
        (Some(""), 10),
        "{coarse}"
    );
    for reader in ["O-20", "4711", "A-1", "X-1", "S-1"] {
        assert_eq!(list(force, reader, &[]), Vec::<Value>::new(), "{reader}");
    }
    let log = force.access_log();
    let looked = |line: &str| line.contains(" 4711 (officer ") && line.ends_with(": lone workers' timers");
    assert!(log.lines().any(looked), "{log}");
}

#[test]
fn story_alone_without_a_network_the_team_is_not_told_and_the_screen_says_so() {
    let force = town();
    let mut worker = phone(&force, "O-12", Duty::Outreach);
    let synced = worker.book().status().unwrap().last_sync;
    starts(&worker, 45);
    pass(&force, 46, &[&worker]);
    let over = worker.book().lone_worker().unwrap();
    assert_eq!((over.sound, over.team), (true, TeamWord::NotTold { network: synced }));
    // With the network comes the alarm, in the same exchange, and the answer to it with the next.
    worker.sync();
    let told = worker.book().lone_worker().unwrap();
    assert!(matches!(told.team, TeamWord::Told { .. }), "{told:?}");
    worker.book().check_alone().unwrap();
    let well = worker.book().lone_worker().unwrap();
    assert!(!well.sound && matches!(well.state, LoneState::Running { left, .. } if left == 45 * MINUTE));
    worker.sync();
    let ended: Vec<AloneEnd> = words(&force)
        .into_iter()
        .filter_map(|word| match word {
            AloneWord::Ended(ended) => Some(ended.how),
            AloneWord::Overdue(_) => None,
        })
        .collect();
    assert_eq!(ended, [AloneEnd::Checked; 2]);

    // The phone is switched off and on: by its own clock. Put back, nobody knows, and it is overdue.
    worker.platform.advance(20 * MINUTE);
    worker.rebooted(7);
    let after = worker.book().lone_worker().unwrap().state;
    assert!(matches!(after, LoneState::Running { clock: AloneClock::Wall, .. }), "{after:?}");
    let wall = now(&worker);
    worker.platform.set_wall(wall - DAY);
    let doubt = worker.book().lone_worker().unwrap();
    assert_eq!(
        (doubt.sound, doubt.state),
        (true, LoneState::Overdue { since: None, clock: AloneClock::Nobody })
    );
    worker.platform.set_wall(wall + 30 * MINUTE);
    let over = worker.book().lone_worker().unwrap().state;
    assert!(matches!(over, LoneState::Overdue { since: Some(_), clock: AloneClock::Wall }), "{over:?}");
}

#[test]
fn story_alone_bad_numbers_are_refused_and_nothing_runs() {
    let force = town();
    let worker = phone(&force, "O-12", Duty::Outreach);
    let start = |minutes: Option<u16>, words: Option<String>| {
        worker.book().start_alone(StartAlone { minutes, words }).map_err(|refusal| refusal.code())
    };
    assert_eq!(worker.book().check_alone().unwrap_err().code(), "alone_not_running");
    assert_eq!(worker.book().stop_alone().unwrap_err().code(), "alone_not_running");
    assert_eq!((start(Some(4), None), start(Some(241), None)), (Err("alone_minutes"), Err("alone_minutes")));
    assert_eq!(start(Some(45), Some("x".repeat(201))), Err("alone_words"));
    assert_eq!(start(Some(45), Some(" ".to_owned())), Err("alone_words"));
    assert_eq!(worker.book().lone_worker().unwrap().state, LoneState::Off);
    assert_eq!((start(Some(5), None), start(Some(240), Some("x".repeat(200)))), (Ok(()), Ok(())));
    worker.book().stop_alone().unwrap();
    assert_eq!(worker.book().stop_alone().unwrap_err().code(), "alone_not_running");
    assert_eq!(start(None, None), Ok(()), "the usual number");
    let usual = worker.book().lone_worker().unwrap().state;
    assert!(matches!(usual, LoneState::Running { left, .. } if left == 45 * MINUTE), "{usual:?}");
    // Its last word is not erased: it would sound, or be silent, wrongly.
    let last = worker.book().entries(None, 100).unwrap().pop().unwrap().seq;
    assert_eq!(worker.book().erase(last, "no").unwrap_err().code(), "not_erasable");
}

#[test]
fn story_alone_is_no_hour_of_anybody_and_is_kept_as_long_as_a_track() {
    let mut force = town();
    keeper(&force);
    let [worker, mut colleague] = ["O-12", "O-13"].map(|code| phone(&force, code, Duty::Outreach));
    for _ in 0..10 {
        worker.platform.advance(30_000);
        fix(&worker, LINES, 4.0);
    }
    worker.book().sign_off(&[]).unwrap();
    worker.sync();
    let year = jiff::Timestamp::from_millisecond(force.clock.now()).unwrap().to_string()[..4].to_owned();
    let before = force.hours(&year)["rows"].clone();
    assert!(before[0]["hours"]["welfare"].as_i64().unwrap() > 4 * MINUTE, "{before}");
    let start = StartAlone { minutes: Some(5), words: Some(WHERE.to_owned()) };
    worker.book().start_alone(start).unwrap();
    worker.sync();
    pass(&force, 6, &[&worker, &colleague]);
    tells_by_itself(&force, 2);
    worker.book().check_alone().unwrap();
    worker.sync();
    pass(&force, 1, &[&worker]);
    worker.book().stop_alone().unwrap();
    worker.sync();
    colleague.sync();
    assert_eq!(before, force.hours(&year)["rows"], "nothing of it is time in an area");
    assert!(server_holds(&mut force, WHERE));
    days_pass(&force, 31);
    assert_eq!(run(&force)["alone"], Value::Null, "its last day");
    days_pass(&force, 1);
    assert_eq!(run(&force)["alone"], 1);
    assert!(!server_holds(&mut force, WHERE), "neither the entry nor what the team was told");
    colleague.wait_until(force.clock.now());
    colleague.sync();
    assert_eq!(colleague.book().alone_alarms().unwrap(), []);
    assert!(!holds(&mut colleague, WHERE));
}

#[test]
fn story_alone_what_the_team_was_told_of_another_phone_before_is_not_said_of_a_new_timer() {
    let force = town();
    let (worker, second) = (phone(&force, "O-12", Duty::Outreach), phone(&force, "O-12", Duty::Outreach));
    starts(&worker, 45);
    worker.sync();
    pass(&force, 46, &[&worker, &second]);
    tells_by_itself(&force, 2);
    second.sync();
    // It is over, which the other phone has not heard when it begins a timer of its own.
    worker.book().stop_alone().unwrap();
    worker.sync();
    pass(&force, 1, &[&worker, &second]);
    starts(&second, 30);
    let team = second.book().lone_worker().unwrap().team;
    assert!(matches!(team, TeamWord::NotTold { .. }), "{team:?}");
    second.sync();
    let team = second.book().lone_worker().unwrap().team;
    assert!(matches!(team, TeamWord::ServerWatches { .. }), "{team:?}");
}

#[test]
fn story_alone_a_successor_goes_on_sounding_and_speaks_for_its_officer() {
    let force = town();
    let mut worker = phone(&force, "O-12", Duty::Outreach);
    let colleague = phone(&force, "O-13", Duty::Outreach);
    starts(&worker, 45);
    worker.sync();
    // The file is copied to another phone: it is closed for writing there, and a successor goes on.
    worker.killed();
    for file in std::fs::read_dir(worker.places().seats).unwrap() {
        std::fs::remove_file(file.unwrap().path()).unwrap();
    }
    worker.restarted();
    assert_eq!(worker.book().check_alone().unwrap_err().code(), "moved");
    let key = beatbook_device::Key::from_bytes(KEY.map(|byte| byte ^ 1));
    let successor = worker.book().begin_successor(&key).unwrap();
    let carried = successor.lone_worker().unwrap();
    assert!(matches!(carried.state, LoneState::Running { clock: AloneClock::SameStart, .. }), "{carried:?}");
    pass(&force, 46, &[&worker, &colleague]);
    tells_by_itself(&force, 2);
    assert!(successor.lone_worker().unwrap().sound);
    successor.sync().unwrap();
    assert_eq!(words(&force).len(), 2, "the same word is told once");
    assert!(matches!(successor.lone_worker().unwrap().team, TeamWord::Told { .. }));
    successor.stop_alone().unwrap();
    successor.sync().unwrap();
    assert!(matches!(alarms(&colleague)[0].ended, Some((AloneEnd::Stopped, _))));
    assert_eq!(words(&force).len(), 4);
}
