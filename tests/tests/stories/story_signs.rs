//! Signs, seen and gone: an officer who has just seen the sign gives paper without a warning about it, at once and offline; a
//! colleague's phone knows with its next briefing; the desk knows who saw it and when; and a sign that is gone counts as well.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::{AskWhen, AskWhere, ConditionNow, SignNote, SignOn};
use beatbook_domain::calendar::local_date;
use beatbook_domain::orders::signs::{SignFound, WhyWarnOnly};
use beatbook_domain::records::patrol::Duty;
use beatbook_domain::records::sign::SignState;
use beatbook_domain::zones::import::ImportOptions;
use beatbook_protocol::hash::Hash;
use beatbook_tests::beat::{DAY, ZONES, book_of, grant, officer_as, told_to_phones};
use beatbook_tests::car_park::{CAR_PARK, asked, fix, later, meet, numbered, pcso_out, refused_to_stop};
use beatbook_tests::force::Force;
use beatbook_tests::phone::Phone;
use serde_json::Value;

/// The illustrative book, no sign of which anybody has seen for years.
fn long_unseen(force: &Force) -> Value {
    let mut book = book_of(&local_date(force.clock.now()).unwrap().to_string());
    for sign in book["signs"].as_array_mut().unwrap() {
        sign["seen"] = "2020-01-01".into();
    }
    book
}

fn town() -> Force {
    let force = Force::begin();
    force.add_officer("SGT7", "Centre");
    force.give_role("SGT7", "police_supervisor");
    let zones = ImportOptions::at(force.clock.now() - DAY);
    force.import_file(force.authority, ZONES.into(), zones, None);
    let _ = force.import_orders(&long_unseen(&force));
    force
}

fn colleague(force: &Force) -> Phone {
    let phone = officer_as(force, "CSO9", "council_authorised", &["s63_requirement", "s68_fpn"]);
    fix(&phone, CAR_PARK, 4.0);
    phone
}

/// The car park's order, as the phone tells it now.
fn here(phone: &Phone) -> ConditionNow {
    fix(phone, CAR_PARK, 4.0);
    let told = phone.book().what_applies(AskWhere::Newest, AskWhen::Now).unwrap();
    told.conditions.into_iter().find(|one| one.order.code == "MDW-ALC-ROC").unwrap()
}

fn unseen(phone: &Phone) -> Option<String> {
    match here(phone).warn_only {
        Some(WhyWarnOnly::SignUnseen { code, .. }) => Some(code),
        None => None,
        other => panic!("{other:?}"),
    }
}

fn note(phone: &Phone, state: SignState, sign: &str, photo: Option<Hash>) {
    phone.platform.advance(60_000);
    let (order, sign) = ("MDW-ALC-ROC".to_owned(), Some(sign.to_owned()));
    phone.book().note_sign(SignNote { state, order, sign, text: String::new(), photo }).unwrap();
}

#[test]
fn story_e3_an_officer_who_has_just_seen_the_sign_is_offered_paper_offline_and_others_with_their_next_briefing()
 {
    let force = town();
    let mut phone = pcso_out(&force);
    let colleague = colleague(&force);
    let sign = unseen(&phone).unwrap();
    let encounter = refused_to_stop(&phone, "Kim Example");
    assert!(phone.book().check_notice(&asked(encounter)).unwrap().warn_only.is_some());

    let photo = Hash::of(&[b"the sign, the ramp behind it"]);
    note(&phone, SignState::Seen, &sign, Some(photo));
    let today = local_date(force.clock.now()).unwrap();
    let near = here(&phone).nearest_sign.unwrap();
    assert_eq!((near.code.as_str(), near.seen), (sign.as_str(), Some(today)));
    let noted = near.noted.unwrap();
    assert_eq!((noted.state, noted.photo), (SignState::Seen, Some(photo)));
    assert_eq!(unseen(&phone), None);
    phone.killed();
    phone.restarted();
    assert_eq!(unseen(&phone), None);
    let again = refused_to_stop(&phone, "Alex Example");
    let checked = phone.book().check_notice(&asked(again)).unwrap();
    assert!(checked.warn_only.is_none() && !checked.sign_task && checked.ready().is_ok());
    let told = phone.book().encounter(again).unwrap().encounter;
    assert!(told.judged_of(&told.conducts[0]).unwrap().warn_only().is_none(), "and the record says so");
    let number = numbered(&phone, "Sam Example");

    // The colleague has no network: that phone knows what its briefing says.
    assert_eq!(unseen(&colleague).as_ref(), Some(&sign));
    meet(&force, &phone);
    assert!(told_to_phones(&force));
    assert!(!told_to_phones(&force), "once");
    meet(&force, &colleague);
    assert_eq!(unseen(&colleague), None);
    let near = here(&colleague).nearest_sign.unwrap();
    let published = SignFound { by: None, photo: None, ..noted.clone() };
    assert_eq!(
        (near.seen, near.noted),
        (Some(today), Some(published)),
        "how it was found, and not who was there"
    );

    // The desk: when it was last seen, by whom, and the photograph's hash in the bundle.
    let line = |code: &str| {
        let list = force.command(&["signs", "--authority", "MDW"]);
        list.lines().find(|line| line.starts_with(code)).unwrap().to_owned()
    };
    assert!(line(&sign).contains(&format!("last seen {today} by PCSO52")), "{}", line(&sign));
    let bundle = |profile: &str| {
        let out = force.folder().join(profile);
        let why = ["--profile", profile, "--reason", "trial", "--out", out.to_str().unwrap()];
        force.at_desk(&[&["notice", "bundle", &number], &why[..]].concat());
        let read = |file: &str| std::fs::read_to_string(out.join(file)).unwrap();
        let position: Value = serde_json::from_str(&read("position.json")).unwrap();
        (position["sign"]["noted"].clone(), read("index.html"))
    };
    let (told, page) = bundle("court");
    assert_eq!(told.as_array().unwrap().len(), 1, "{told}");
    assert_eq!((&told[0]["state"], &told[0]["by"]), (&"seen".into(), &"PCSO52".into()));
    assert_eq!((&told[0]["photo"], &told[0]["at"]), (&photo.to_string().into(), &noted.at.into()));
    assert!(page.contains(&photo.to_string()), "{page}");
    let (told, _) = bundle("data-subject");
    assert_eq!((&told[0]["photo"], &told[0]["by"]), (&photo.to_string().into(), &Value::Null));

    // A file that knows nothing of it takes nothing away.
    let mut book = long_unseen(&force);
    book["signs"][0]["seen"] = "2020-01-02".into();
    let _ = force.import_orders(&book);
    meet(&force, &colleague);
    assert_eq!(unseen(&colleague), None);
}

#[test]
fn story_e3_a_sign_that_is_gone_counts_as_one_nobody_has_seen_until_somebody_sees_it() {
    let force = town();
    let phone = pcso_out(&force);
    let colleague = colleague(&force);
    let sign = unseen(&phone).unwrap();
    note(&phone, SignState::Seen, &sign, None);
    assert_eq!(unseen(&phone), None);
    for state in [SignState::Missing, SignState::Damaged] {
        note(&phone, state, &sign, None);
        assert_eq!(unseen(&phone).as_ref(), Some(&sign), "{state:?}, on this phone at once");
        assert_eq!(here(&phone).nearest_sign.unwrap().noted.unwrap().state, state);
        let encounter = refused_to_stop(&phone, "Kim Example");
        let checked = phone.book().check_notice(&asked(encounter)).unwrap();
        assert!(checked.sign_task && checked.warn_only.is_some(), "its task is open: the note is one");
        meet(&force, &phone);
        assert!(told_to_phones(&force));
        meet(&force, &colleague);
        assert_eq!(unseen(&colleague).as_ref(), Some(&sign), "{state:?}, told to others");
        let before = colleague.book().entries(None, 1_000).unwrap().len();
        let encounter = refused_to_stop(&colleague, "Sam Example");
        assert!(colleague.book().check_notice(&asked(encounter)).unwrap().sign_task);
        let since = colleague.book().entries(None, 1_000).unwrap().split_off(before);
        assert!(since.iter().all(|entry| entry.kind != "sign_noted"), "no second task for it");
    }
    // Put up again, and seen by the colleague on the same day.
    colleague.wait_until(beatbook_device::Platform::now(&*phone.platform).unwrap().wall);
    note(&colleague, SignState::Seen, &sign, None);
    assert_eq!(unseen(&colleague), None);
    meet(&force, &colleague);
    assert!(told_to_phones(&force));
    meet(&force, &phone);
    assert_eq!(unseen(&phone), None, "the newest of both notebooks");
    // Nobody looks for long.
    later(&force, &phone, 100 * DAY);
    phone.sync();
    assert_eq!(unseen(&phone).as_ref(), Some(&sign));
}

#[test]
fn a_sign_is_seen_on_no_day_to_come_however_far_ahead_the_phones_clock_runs() {
    let force = town();
    let mut phone = pcso_out(&force);
    let sign = unseen(&phone).unwrap();
    let wall = |phone: &Phone| beatbook_device::Platform::now(&*phone.platform).unwrap().wall;
    // The server's word of the time is a minute old: the phone's clock says nothing against it.
    let right = wall(&phone);
    let today = local_date(right).unwrap();
    phone.platform.set_wall(right + 3 * DAY);
    note(&phone, SignState::Damaged, &sign, None);
    phone.platform.set_wall(right + 120_000);
    let noted = here(&phone).nearest_sign.unwrap().noted.unwrap();
    assert_eq!((noted.state, noted.day()), (SignState::Damaged, Some(today)));

    // Nobody has told the time since the phone started: what its clock dates ahead is not believed once somebody has.
    let right = wall(&phone);
    phone.rebooted(2);
    phone.platform.set_wall(right + 3 * DAY);
    note(&phone, SignState::Seen, &sign, None);
    phone.platform.set_wall(right + 60_000);
    meet(&force, &phone);
    assert_eq!(unseen(&phone).as_ref(), Some(&sign));
    assert_eq!(here(&phone).nearest_sign.unwrap().noted.unwrap().state, SignState::Damaged);
    let _ = told_to_phones(&force);
    let colleague = colleague(&force);
    assert_eq!(unseen(&colleague).as_ref(), Some(&sign));
}

#[test]
fn what_somebody_on_outreach_noted_of_a_sign_is_in_no_briefing() {
    let force = town();
    let officer = force.add_officer("OUT4", "Outreach");
    grant(&force, "OUT4", "council_authorised", "AUTH/12", &["s63_requirement"]);
    let phone = Phone::found(&force.ticket(officer), force.clock.now());
    phone.sync();

    phone.sign_on(SignOn { duty: Duty::Outreach, ..SignOn::tasked() });
    let sign = unseen(&phone).unwrap();
    note(&phone, SignState::Seen, &sign, None);
    assert_eq!(unseen(&phone), None, "it is no secret to the one who saw it");
    let colleague = colleague(&force);
    meet(&force, &phone);
    let _ = told_to_phones(&force);
    meet(&force, &colleague);
    assert_eq!(unseen(&colleague).as_ref(), Some(&sign), "where help was given is nobody else's to know");
}
