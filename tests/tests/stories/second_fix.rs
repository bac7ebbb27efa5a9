//! Story E3, in one encounter: a second fix of the same spot makes certain what the first left unsure, and both decisions are
//! kept; a warning without paper keeps how the order stood; where no sign tells of it, somebody is sent to look.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::{AskWhen, AskWhere, EncounterNews, NoticeNews, NoticeOutcome, SignNote};
use beatbook_domain::calendar::local_date;
use beatbook_domain::fix::{Provider, RawFix};
use beatbook_domain::notices::screen::Tap;
use beatbook_domain::orders::signs::WhyWarnOnly;
use beatbook_domain::records::encounter::Outcome;
use beatbook_domain::records::encounter::judged::Stood;
use beatbook_domain::records::sign::SignState;
use beatbook_domain::zone::ZoneHash;
use beatbook_protocol::id::Id;
use beatbook_tests::beat::{self, ZONES, adult, fix, saw};
use beatbook_tests::car_park::{
    CAR_PARK, DAY, asked, edge_of, later, meet, pcso_out, redrawn, refused_to_stop, town,
};
use beatbook_tests::force::Force;
use beatbook_tests::phone::Phone;

/// So many metres north of the car park's spot, which is into the area.
fn north(metres: f64) -> (f64, f64) {
    (CAR_PARK.0 + metres / 111_195.0, CAR_PARK.1)
}

/// What the newest decision says of the car park's order.
fn decision(phone: &Phone, encounter: Id) -> (Stood, Vec<String>, Option<u16>) {
    let told = phone.book().encounter(encounter).unwrap().encounter;
    let judged = told.judged_of(told.conducts.last().unwrap()).unwrap();
    let one = judged.decisions.iter().find(|one| one.cited.code == "MDW-ALC-ROC").unwrap();
    (one.stood, one.doubts.clone(), judged.place.unwrap().accuracy)
}

fn is_draft(phone: &Phone, encounter: Id) -> Id {
    match phone.book().issue_notice(&asked(encounter)).unwrap() {
        NoticeOutcome::Draft { record, doubts } => {
            assert_eq!(doubts, ["edge"]);
            record
        }
        issued => panic!("numbered, and the spot is not certain: {issued:?}"),
    }
}

#[test]
fn story_e3_a_second_certain_fix_of_the_spot_makes_it_certain_and_both_decisions_stay() {
    let force = town();
    let phone = pcso_out(&force);
    fix(&phone, CAR_PARK, 14.0);
    let encounter = refused_to_stop(&phone, "Sam Example");
    assert_eq!(decision(&phone, encounter), (Stood::Unsure, vec!["edge".to_owned()], Some(140)));
    let draft = is_draft(&phone, encounter);

    // The officer waits on the spot until the receiver is sure.
    phone.platform.advance(40_000);
    fix(&phone, CAR_PARK, 4.0);
    let here = phone.book().encounter_here(encounter, None).unwrap();
    assert_eq!((here.placed.place.accuracy, here.placed.age), (Some(40), 0));
    assert!(here.placed.time.within.is_some());
    assert_eq!(here.settled.judged.len(), 1);
    assert_eq!(decision(&phone, encounter), (Stood::Certain, vec![], Some(40)));
    let NoticeOutcome::Issued { record, number, .. } = phone.book().issue_notice(&asked(encounter)).unwrap()
    else {
        panic!("the second fix is certain")
    };
    let told = phone.book().notice(record).unwrap().story.notice;
    let cited = told.order.unwrap();
    assert_eq!((cited.edge, told.conduct.position.unwrap().accuracy), (Some(90), Some(40)));
    phone.book().tell_notice(draft, NoticeNews::Dropped { reason: "certain since".to_owned() }).unwrap();

    // The unsure decision and the certain one, each with its position and the zone version of then.
    let story = phone.book().encounter(encounter).unwrap().encounter;
    let kept: Vec<_> =
        story.judged.iter().map(|one| (one.place.unwrap().accuracy, one.decisions[0].stood)).collect();
    assert_eq!(kept, [(Some(140), Stood::Unsure), (Some(40), Stood::Certain)]);
    assert_eq!(story.opened.place.unwrap().accuracy, Some(140));
    phone.book().rebuild().unwrap();
    assert_eq!(phone.book().encounter(encounter).unwrap().encounter, story);

    meet(&force, &phone);
    redrawn(&force);
    for judged in &story.judged {
        let zone = ZoneHash(*judged.decisions[0].cited.zone.unwrap().as_bytes());
        let (edge, inside) = edge_of(&force, zone);
        assert_eq!((format!("{edge:.1}").as_str(), inside), ("9.0", true), "the old version still says so");
    }
    assert!(!force.at_desk(&["notice", "show", &number]).contains("REVIEW"));
    let register = force.at_desk(&["register"]);
    assert!(register.contains("issued = sum of buckets: 1 = 1"), "{register}");

    // The desk reads both.
    let text = force.at_desk(&["encounter", "show", &encounter.to_string()]);
    for said in ["unsure (edge)", "certain", "9.0 m inside", "good to 14 m", "good to 4 m", "S-ROC"] {
        assert!(text.contains(said), "{said}: {text}");
    }
    let out = force.folder().join("bundle");
    let why = ["--profile", "court", "--reason", "trial", "--out", out.to_str().unwrap()];
    force.at_desk(&[&["notice", "bundle", &number], &why[..]].concat());
    let page = std::fs::read_to_string(out.join("index.html")).unwrap();
    assert!(page.contains("How the order stood") && page.contains("unsure (edge)"), "{page}");
}

#[test]
fn story_e3_a_second_fix_of_elsewhere_or_too_late_leaves_a_draft() {
    let force = town();
    let phone = pcso_out(&force);
    let unsure = |name| {
        fix(&phone, CAR_PARK, 14.0);
        let encounter = refused_to_stop(&phone, name);
        assert_eq!(decision(&phone, encounter).0, Stood::Unsure);
        encounter
    };
    // Walking on into the area: whoever stands there is certainly inside, and the spot, which a fix good to five metres would
    // leave unsure, is no surer.
    let sam = unsure("Sam Example");
    for metres in [15.0, 25.0, 45.0] {
        phone.platform.advance(20_000);
        fix(&phone, north(metres), 5.0);
        let now = phone.book().what_applies(AskWhere::Newest, AskWhen::Now).unwrap();
        let here = now.conditions.iter().find(|one| one.order.code == "MDW-ALC-ROC").unwrap();
        assert_eq!(here.standing.name(), "certain", "{metres} m on");
        phone.book().encounter_here(sam, None).unwrap();
        assert_eq!(decision(&phone, sam).0, Stood::Unsure, "{metres} m on");
    }
    let _ = is_draft(&phone, sam);
    // The same spot, eleven minutes after.
    let kim = unsure("Kim Example");
    phone.platform.advance(11 * 60_000);
    fix(&phone, CAR_PARK, 4.0);
    assert_eq!(phone.book().encounter_here(kim, None).unwrap().settled.judged, []);
    let _ = is_draft(&phone, kim);
    // An old fix is of nowhere now, and one that an app made up is none.
    phone.platform.advance(2 * 60_000);
    assert_eq!(phone.book().encounter_here(kim, None).unwrap_err().code(), "no_place");
    let made_up = RawFix {
        lat: CAR_PARK.0,
        lon: CAR_PARK.1,
        time: 0,
        mono: phone.mono(),
        accuracy: Some(4.0),
        speed: None,
        bearing: None,
        provider: Provider::Mock,
    };
    assert_eq!(phone.book().encounter_here(kim, Some(made_up)).unwrap_err().code(), "no_place");
}

/// The town, with signs that were last seen then, or without any.
fn town_with_signs(seen: Option<&str>) -> Force {
    let force = Force::begin();
    let now = force.clock.now();
    let begun = beatbook_domain::zones::import::ImportOptions::at(now - DAY);
    force.import_file(force.authority, ZONES.into(), begun, None);
    let mut book = beat::book_of(&local_date(now).unwrap().to_string());
    match seen {
        Some(seen) => {
            book["signs"].as_array_mut().unwrap().iter_mut().for_each(|sign| sign["seen"] = seen.into())
        }
        None => book["signs"] = serde_json::json!([]),
    }
    let _ = force.import_orders(&book);
    force
}

#[test]
fn story_e3_a_warning_keeps_how_the_order_stood_and_a_sign_not_seen_for_long_is_looked_after() {
    let force = town_with_signs(Some("2020-01-01"));
    let phone = pcso_out(&force);
    fix(&phone, CAR_PARK, 4.0);
    // Looking writes nothing.
    let entries = || phone.book().entries(None, 1_000).unwrap().len();
    let before = entries();
    let applies = phone.book().what_applies(AskWhere::Newest, AskWhen::Now).unwrap();
    let here = applies.conditions.iter().find(|one| one.order.code == "MDW-ALC-ROC").unwrap();
    let Some(WhyWarnOnly::SignUnseen { code, .. }) = here.warn_only.clone() else { panic!("{here:?}") };
    assert_eq!(entries(), before);

    let encounter = phone.book().begin_encounter(beatbook_device::BeginEncounter::here()).unwrap();
    let person = EncounterNews::Person { person: 1, known: adult("Kim Warned") };
    phone.book().tell_encounter(encounter, vec![person]).unwrap();
    saw(&phone, encounter, "ALC-1", "Drinking from a can.");
    let told = phone.book().encounter(encounter).unwrap().encounter;
    let judged = told.judged_of(&told.conducts[0]).unwrap();
    let one = judged.decisions.iter().find(|one| one.cited.code == "MDW-ALC-ROC").unwrap();
    assert_eq!((one.stood, one.cited.edge), (Stood::Certain, Some(90)));
    assert_eq!(one.cited.sign.as_ref().map(|sign| sign.distance / 10), Some(31));
    assert!(one.cited.zone.is_some() && judged.time.within.is_some());
    assert_eq!(judged.rule_set.as_ref().map(|rules| rules.id.as_str()), Some("EW-2014"));
    assert!(matches!(&one.warn_only, Some(WhyWarnOnly::SignUnseen { code: known, .. }) if *known == code));
    let ending =
        EncounterNews::Outcome { person: Some(1), outcome: Outcome::Warning, text: None, no_fpn: None };
    phone.book().tell_encounter(encounter, vec![ending]).unwrap();

    // The screen says so, and that to refer is one step.
    let checked = phone.book().check_notice(&asked(encounter)).unwrap();
    assert!(checked.sign_task && matches!(checked.warn_only, Some(WhyWarnOnly::SignUnseen { .. })));
    let next = phone.book().next_steps(encounter, 1).unwrap();
    let taps = |outcome| next[0].ways.iter().find(|way| way.outcome == outcome).unwrap().taps.clone();
    assert_eq!(taps(Outcome::Referral), [Tap::Choose(Outcome::Referral)]);
    assert!(taps(Outcome::Fpn).len() > 6, "{next:?}");

    // Once, however often something is seen under it, and by whichever person.
    let tasks = || {
        let entries = phone.book().entries(None, 1_000).unwrap();
        entries.iter().filter(|entry| entry.kind == "sign_noted").count()
    };
    assert_eq!(tasks(), 1);
    let _ = refused_to_stop(&phone, "Sam Example");
    assert_eq!(tasks(), 1);
    meet(&force, &phone);
    let line = |code: &str| {
        let list = force.command(&["signs", "--authority", "MDW"]);
        list.lines().find(|line| line.starts_with(code)).unwrap_or_default().to_owned()
    };
    assert!(line(&code).contains("TASK: unseen"), "{}", line(&code));
    // Somebody looks: the task is done, and none is opened for a sign that was just seen.
    let seen = SignNote {
        state: SignState::Seen,
        order: "MDW-ALC-ROC".to_owned(),
        sign: Some(code.clone()),
        text: String::new(),
        photo: None,
    };
    phone.platform.advance(60_000);
    phone.book().note_sign(seen).unwrap();
    fix(&phone, CAR_PARK, 4.0);
    let again = refused_to_stop(&phone, "Alex Example");
    assert_eq!(tasks(), 2, "the note itself");
    assert!(!phone.book().check_notice(&asked(again)).unwrap().sign_task);
    meet(&force, &phone);
    assert!(!line(&code).contains("TASK"), "{}", line(&code));
    let text = force.at_desk(&["encounter", "show", &encounter.to_string()]);
    assert!(text.contains("only a warning was offered") && text.contains(&code), "{text}");
}

#[test]
fn story_e3_where_no_sign_hangs_one_is_wanted_once_for_the_place() {
    let force = town_with_signs(None);
    let phone = pcso_out(&force);
    let wanted = || {
        let list = force.command(&["signs", "--authority", "MDW"]);
        list.lines().filter(|line| line.contains("MDW-ALC-ROC") && line.contains("TASK: wanted")).count()
    };
    for metres in [0.0, 12.0, 30.0] {
        fix(&phone, north(metres), 4.0);
        let _ = refused_to_stop(&phone, "Sam Example");
    }
    meet(&force, &phone);
    assert_eq!(wanted(), 1);
    // A colleague who could not know of it opens it again, and the list has it once.
    let colleague = beat::officer_as(&force, "CSO9", "council_authorised", &["s63_requirement", "s68_fpn"]);
    fix(&colleague, north(8.0), 4.0);
    let _ = refused_to_stop(&colleague, "Kim Example");
    meet(&force, &colleague);
    assert_eq!(wanted(), 1);
    // One is put up there: the book says so, and the task is done.
    later(&force, &phone, DAY);
    let today = local_date(force.clock.now()).unwrap().to_string();
    let (lat, lon) = CAR_PARK;
    let sign = serde_json::json!({"code": "S-ROC-9", "orders": ["MDW-ALC-ROC"], "at": {"lat": lat, "lon": lon}, "seen": today});
    let _ = force.import_orders(&serde_json::json!({"format": "beatbook-orders-1", "signs": [sign]}));
    assert_eq!(wanted(), 0);
}
