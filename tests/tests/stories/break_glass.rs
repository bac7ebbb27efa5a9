//! Somebody is missing: an officer who may only know that there are welfare records reads them for a day, and those who
//! answer for them see it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::WelfareNews;
use beatbook_domain::records::patrol::Duty;
use beatbook_domain::records::welfare::WelfareResult;
use beatbook_domain::records::welfare::people::PersonSeen;
use beatbook_domain::welfare::concern::{ConcernCode, ConcernLevel};
use beatbook_domain::welfare::sleeping::{Nationality, SleepingState};
use beatbook_tests::keeping::{KEEPER, keeper};
use beatbook_tests::outreach;

#[test]
fn the_glass_is_broken_for_a_day_for_a_reason_and_seen_by_those_who_answer() {
    let force = outreach::town();
    keeper(&force);
    let worker = outreach::phone(&force, "O-12", Duty::Outreach);
    let name = ("Hieronymus", "Quatermass");
    let record = outreach::meets(&worker, 10.0, outreach::person(Some(name), SleepingState::BeddedDown));
    let said = PersonSeen {
        nationality: Some(Nationality::NonEu),
        ethnicity: Some("Chagossian".to_owned()),
        ..PersonSeen::default()
    };
    let said = WelfareNews::Person { person: 1, known: Box::new(said) };
    let worry = outreach::concern(ConcernCode::SelfNeglect, ConcernLevel::Low);
    let news = vec![said, outreach::danger(false, None), worry, outreach::closed(WelfareResult::Advice)];
    worker.book().tell_welfare(record, news).unwrap();
    worker.sync();
    let record = record.to_string();
    let as_who = |who: &'static str, words: &[&str], why: &[&str]| {
        let who = ["--authority", "MDW", "--as", who];
        force.tried(&[&["welfare"], words, &who[..], why].concat()).map_err(|refusal| refusal.code)
    };
    let show = |who| as_who(who, &["show", &record], &[]);
    let glass = ["break-glass", "--cause", "missing-person"];
    let why = ["--reason", "MISPER 4471, not seen since Monday"];

    assert_eq!(show("4711"), Err("not_found".to_owned()), "existence only");
    assert_eq!(as_who("4711", &glass, &[]), Err("reason".to_owned()));
    assert_eq!(as_who("4711", &glass, &["--reason", "  "]), Err("reason".to_owned()));
    assert_eq!(as_who("X-1", &glass, &why), Err("not_allowed".to_owned()), "a contractor knows of none");
    assert_eq!(as_who("S-1", &glass, &[]), Err("reason".to_owned()), "whoever leads safeguarding may");
    assert_eq!(show("4711"), Err("not_found".to_owned()));
    // What was tried in vain is in the log as well.
    assert!(force.has_logged("X-1", "refused: not_allowed") && force.has_logged("4711", "refused: reason"));
    assert!(force.has_logged("4711", "refused: not_found"));

    as_who("4711", &glass, &why).unwrap();
    assert!(show("4711").unwrap().contains("Quatermass"));
    assert_eq!(show("X-1"), Err("not_found".to_owned()), "it is one officer's");
    for who in ["C-1", KEEPER] {
        let told = as_who(who, &["glass"], &[]).unwrap();
        assert!(
            told.contains("4711") && told.contains("missing_person") && told.contains("MISPER 4471"),
            "{told}"
        );
    }
    assert_eq!(as_who("4711", &["glass"], &[]), Err("not_allowed".to_owned()));
    let log = force.access_log();
    assert!(
        force.has_logged("4711", &format!("welfare record {record}, glass broken: missing_person")),
        "{log}"
    );
    assert!(!log.contains("Quatermass"), "{log}");

    // By name, too, without its standing in any log; and by initials with a date of birth.
    let find = |who, words: &[&str]| as_who(who, &[&["find"], words].concat(), &[]);
    for words in [
        &["--name", "hieronymus QUATERMASS"][..],
        &["--name", "H.Q.", "--born", "1979-02-28"],
        &["--name", "H. Quatermass"],
    ] {
        assert!(find("4711", words).unwrap().contains("Quatermass"), "{words:?}");
        assert_eq!(find("S-1", words), Err("not_allowed".to_owned()), "another's glass");
    }
    let found = find("4711", &["--name", "hieronymus QUATERMASS"]).unwrap();
    // Where somebody comes from finds nobody: it is for the return and for the service alone.
    for told in [&found, &show("4711").unwrap()] {
        for origin in ["nationality", "non_eu", "ethnicity", "Chagossian"] {
            assert!(!told.contains(origin), "{origin}: {told}");
        }
    }
    assert!(show("O-13").unwrap().contains("Chagossian"), "the own team has it for the service");
    assert!(found.contains(&record) && found.contains("found by name"), "{found}");
    for words in [&["--name", "H. Quincey"][..], &["--name", "H. Quatermass", "--born", "1979-02-27"]] {
        assert!(find("4711", words).unwrap().starts_with("No welfare record"), "{words:?}");
    }
    assert!(find("4711", &["--name", "Bernard Quatermass"]).unwrap().starts_with("No welfare record"));
    assert_eq!(find("4711", &["--name", "H.Q."]), Err("name".to_owned()), "many share initials");
    let log = force.access_log();
    let looked = format!("welfare record {record}, found, glass broken: missing_person");
    assert!(force.has_logged("4711", &looked) && !log.to_lowercase().contains("quatermass"), "{log}");

    // Those who answer are told with whatever they ask, until each has said that it is known.
    let ahead = |who: &'static str| {
        let words = ["welfare", "list", "--authority", "MDW", "--as", who, "--reason", "Look"];
        let (lines, answer) = force.told_ahead(&words);
        assert!(answer.is_object() || answer.is_array(), "an answer for programs stays one");
        lines.join("\n")
    };
    for who in ["C-1", KEEPER] {
        let told = ahead(who);
        assert!(told.contains("GLASS BROKEN by 4711") && told.contains("missing_person"), "{who}: {told}");
    }
    assert_eq!((ahead("4711"), ahead("O-12")), (String::new(), String::new()));
    assert_eq!(as_who("4711", &["glass", "seen"], &[]), Err("not_allowed".to_owned()));
    as_who("C-1", &["glass", "seen"], &[]).unwrap();
    assert_eq!(ahead("C-1"), "");
    assert!(ahead(KEEPER).contains("GLASS BROKEN"), "each for themselves");
    force.clock.advance(60_000);
    as_who("4711", &glass, &why).unwrap();
    assert!(ahead("C-1").contains("GLASS BROKEN by 4711"), "again");

    // Another team's worker and the coordinator, who read a part of it or none, read all of it then: exact place, and worries.
    let exact = |who| {
        let shown = show(who).unwrap();
        let place = shown.lines().find_map(|line| line.strip_prefix("place: ")).unwrap();
        place.len() == "TQ 1234 1234".len()
    };
    let worry = "Has not eaten for days.";
    assert!(show("C-1").unwrap().contains("Quatermass") && !exact("C-1"), "{}", show("C-1").unwrap());
    assert_eq!(show("O-20"), Err("not_found".to_owned()));
    for who in ["C-1", "O-20"] {
        let until = as_who(who, &glass, &why).unwrap();
        assert!(until.contains("Every welfare record"), "{until}");
        let shown = show(who).unwrap();
        assert!(exact(who) && shown.contains(worry) && shown.contains("Quatermass"), "{who}: {shown}");
    }
    let origin = |who| show(who).unwrap().contains("Chagossian");
    assert_eq!(
        (origin("C-1"), origin("O-20")),
        (true, false),
        "who reads it otherwise reads where from, too"
    );

    // Whose role ends reads nothing by it any more.
    force.give_role("X-1", "outreach_worker");
    as_who("X-1", &glass, &why).unwrap();
    assert!(show("X-1").unwrap().contains("Quatermass"));
    let over = ["--authority", "MDW", "--code", "X-1", "--role", "outreach_worker"];
    force.command(&[&["officer", "role", "end"], &over[..]].concat());
    assert_eq!(show("X-1"), Err("not_found".to_owned()));
    assert!(find("X-1", &["--name", "Hieronymus Quatermass"]).unwrap().starts_with("No welfare record"));

    // It ends by itself.
    force.clock.advance(24 * 3_600_000);
    assert_eq!(show("4711"), Err("not_found".to_owned()));
    assert_eq!(find("4711", &["--name", "Hieronymus Quatermass"]), Err("not_allowed".to_owned()));
    assert!(as_who("C-1", &["glass"], &[]).unwrap().contains("4711"), "that it was stays");

    // What is left is that there is something, and whom to ring: the duty number of the team whose record it is.
    let list = || as_who("4711", &["list"], &[]).unwrap();
    let set = |who, words: &[&str]| as_who(who, &[&["duty", "set"], words].concat(), &[]);
    assert!(list().contains("exists: ask the outreach team"), "{}", list());
    assert_eq!(set("4711", &["01634 000001"]), Err("not_allowed".to_owned()));
    set("C-1", &["01634 000001"]).unwrap();
    assert!(list().contains("exists: ring 01634 000001"), "{}", list());
    let team = force.asked(&["officer", "list", "--authority", "MDW"], &[]).unwrap();
    let all = team.as_array().unwrap();
    let team = all.iter().find(|one| one["code"] == "O-12").unwrap()["team"].as_str().unwrap().to_owned();
    set("C-1", &["01634 000002", "--team", &team]).unwrap();
    assert!(list().contains("exists: ring 01634 000002") && !list().contains("000001"), "{}", list());
    assert_eq!(set("C-1", &["01634 000003", "--team", "Nobody's"]), Err("no_such_team".to_owned()));
    let numbers = as_who("4711", &["duty", "list"], &[]).unwrap();
    assert!(numbers.contains("all others") && numbers.contains("01634 000002"), "{numbers}");
    set("C-1", &["--team", &team]).unwrap();
    assert!(list().contains("exists: ring 01634 000001"), "{}", list());
}

#[test]
fn somebody_whose_name_nobody_knows_is_found_by_looks_ward_and_time() {
    let force = outreach::town();
    keeper(&force);
    let worker = outreach::phone(&force, "O-12", Duty::Outreach);
    let looks = |description: &str| {
        let description = Some(description.to_owned());
        let state = Some(SleepingState::BeddedDown);
        WelfareNews::Person {
            person: 1,
            known: Box::new(PersonSeen { description, state, ..PersonSeen::default() }),
        }
    };
    let [red, grey] = ["Red beard, a blue parka", "Grey hair, a red scarf"].map(looks);
    let [red, grey] =
        [(0.0, red), (20.0, grey)].map(|(metres, who)| outreach::meets(&worker, metres, who).to_string());
    worker.sync();
    let find = |words: &[&str]| {
        let who = ["--authority", "MDW", "--as", "4711"];
        force.tried(&[&["welfare", "find"], words, &who[..]].concat()).map_err(|refusal| refusal.code)
    };
    assert_eq!(find(&["--looks", "red beard"]), Err("not_allowed".to_owned()), "the glass is whole");
    let glass = ["welfare", "break-glass", "--cause", "missing-person", "--reason", "MISPER 4471"];
    force.tried(&[&glass[..], &["--authority", "MDW", "--as", "4711"]].concat()).unwrap();
    let found = find(&["--looks", "RED beard"]).unwrap();
    assert!(found.contains(&red) && !found.contains(&grey) && found.contains("found by looks"), "{found}");
    let both = find(&["--looks", "red"]).unwrap();
    assert!(both.contains(&red) && both.contains(&grey), "{both}");
    let ward = find(&["--ward", "river"]).unwrap();
    assert!(ward.contains(&red) && ward.contains(&grey) && ward.contains("found by ward"), "{ward}");
    assert!(find(&["--ward", "river", "--looks", "scarf"]).unwrap().contains(&grey));
    assert!(find(&["--ward", "River", "--period", "2019"]).unwrap().starts_with("No welfare record"));
    let today = beatbook_domain::calendar::local_date(force.clock.now()).unwrap().to_string();
    assert!(find(&["--ward", "River", "--period", &today]).unwrap().contains(&red), "by the day, too");
    assert!(find(&["--looks", "Beard, red!"]).unwrap().contains(&red));
    for nothing in ["", "  ", "!?"] {
        assert_eq!(find(&["--looks", nothing]), Err("name".to_owned()), "{nothing:?} describes everybody");
    }
    assert_eq!(find(&["--ward", "Atlantis"]), Err("unknown_ward".to_owned()));
    assert_eq!(find(&["--period", "2026"]), Err("name".to_owned()), "by the time alone nobody is looked for");
    let log = force.access_log();
    assert!(log.contains(&format!("welfare record {grey}, found, glass broken: missing_person")), "{log}");
    assert!(!log.to_lowercase().contains("beard") && !log.contains("scarf"), "{log}");
}
