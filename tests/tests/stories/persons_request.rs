//! Somebody asks what is kept about them: all of it over every kind of record, and nothing of anybody else.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::Path;

use beatbook_device::{BeginEncounter, EncampmentNews, EncounterNews, SignOn, TentNews, WelfareNews};
use beatbook_domain::calendar::{local_date, local_label};
use beatbook_domain::law::clocks::days_following;
use beatbook_domain::records::encounter::Detail;
use beatbook_domain::records::encounter::people::{Details, DetailsBasis, PersonKnown};
use beatbook_domain::records::encounter::steps::{HelpAnswer, Step};
use beatbook_domain::records::patrol::Duty;
use beatbook_domain::records::welfare::WelfareResult;
use beatbook_domain::records::welfare::people::PersonSeen;
use beatbook_domain::records::welfare::steps::{CareStep, HelpKind};
use beatbook_domain::welfare::concern::{ConcernCode, ConcernLevel};
use beatbook_domain::welfare::disclosure::{Disclosure, DisclosureReason, PersonTold};
use beatbook_domain::welfare::sleeping::SleepingState;
use beatbook_tests::beat::{CHATHAM, fix};
use beatbook_tests::encampment::{LAND, checked, council, directed, later, reported, safety_officer, visit};
use beatbook_tests::force::Force;
use beatbook_tests::keeping::{KEEPER, keeper};
use beatbook_tests::outreach;
use beatbook_tests::tent::{PLACE, cared_for_all, note, removed};
use serde_json::Value;

const BORN: &str = "1979-02-28";

fn known(name: &str, street: &str) -> EncounterNews {
    let details = Details::Person {
        name: name.to_owned(),
        address: vec![street.to_owned()],
        born: Some(BORN.parse().unwrap()),
        basis: DetailsBasis::Volunteered,
        believed: true,
    };
    let person = if name.starts_with("Hieronymus") { 1 } else { 2 };
    EncounterNews::Person { person, known: PersonKnown { details: Some(details), ..PersonKnown::default() } }
}

fn said(person: u16, words: &str) -> EncounterNews {
    let step = Step::Comment { words: words.to_owned(), offered: true, signed: false };
    EncounterNews::Step { person: Some(person), time: None, step }
}

fn asked(force: &Force, more: &[&str], whom: &[&str], who: &str, why: &[&str]) -> Result<Value, String> {
    let who = ["--authority", "MDW", "--as", who];
    let words = [&["person"], more, whom, &who[..], why].concat();
    force.asked(&words, &[]).map_err(|refusal| refusal.code)
}

fn whole(folder: &Path) -> String {
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    read("person.json") + &read("index.html")
}

#[test]
fn whom_to_turn_to_is_told_by_the_names_that_the_authority_has_set() {
    let force = outreach::town();
    keeper(&force);
    force.add_officer("SYS", "IT");
    force.give_role("SYS", "system_administrator");
    let worker = outreach::phone(&force, "O-12", Duty::Outreach);
    let bedded = SleepingState::BeddedDown;
    outreach::meets(&worker, 0.0, outreach::person(Some(("Hieronymus", "Quatermass")), bedded));
    worker.sync();
    let exported = |name: &str| {
        let out = force.folder().join(name);
        let whom = ["--given", "Hieronymus", "--family", "Quatermass", "--born", BORN];
        let export = ["export", "--out", out.to_str().unwrap()];
        asked(&force, &export, &whom, KEEPER, &["--reason", "request SAR-30"]).unwrap();
        whole(&out)
    };
    assert!(exported("before").contains("Controller: the council's housing service."));
    let set = |name: &str, who: &str| {
        let words = ["controller", "set", "housing_service", name, "--contact", "dpo@medway.example"];
        force.asked(&[&words[..], &["--authority", "MDW", "--as", who]].concat(), &[]).map_err(|no| no.code)
    };
    assert_eq!(set("Medway Council", "4711").unwrap_err(), "not_allowed");
    assert_eq!(set(" ", "SYS").unwrap_err(), "text");
    set("Medway Housing", "SYS").unwrap();
    set("Medway Council, Housing & Homes", KEEPER).unwrap();
    let text = exported("after");
    assert!(text.contains("Medway Council, Housing &amp; Homes, dpo@medway.example"), "{text}");
    assert!(!text.contains("Medway Housing,"), "{text}");
    let listed = force.command(&["controller", "list", "--authority", "MDW", "--as", "SYS"]);
    assert!(listed.contains("DPO1") && listed.contains("not set"), "{listed}");
    let log = force.command(&["access-log", "--authority", "MDW", "--as", KEEPER]);
    assert_eq!(log.matches("controller named: housing_service").count(), 2, "{log}");
    force.command(&["verify"]);
}

#[test]
fn what_was_asked_for_somebody_and_answered_is_handed_over_and_nothing_asked_for_the_other() {
    let force = outreach::town();
    keeper(&force);
    let (worker, colleague) =
        (outreach::phone(&force, "O-12", Duty::Outreach), outreach::phone(&force, "O-13", Duty::Outreach));
    let bedded = SleepingState::BeddedDown;
    let record = outreach::meets(&worker, 0.0, outreach::person(Some(("Hieronymus", "Quatermass")), bedded));
    let WelfareNews::Person { known, .. } = outreach::person(Some(("Ermintrude", "Zugzwang")), bedded) else {
        panic!("a person")
    };
    let due = days_following(local_date(force.clock.now()).unwrap(), 2).unwrap();
    let visit = |person, what: &str| {
        let step = CareStep::NextVisit { due, what: what.to_owned() };
        WelfareNews::Step { person, time: None, step }
    };
    let news = vec![
        outreach::danger(false, None),
        WelfareNews::Person { person: 2, known },
        visit(Some(1), "Bring a blanket"),
        visit(Some(2), "Bring dachshund food"),
        visit(None, "See to the fire"),
        outreach::closed(WelfareResult::Advice),
    ];
    worker.book().tell_welfare(record, news).unwrap();
    worker.sync();
    colleague.sync();
    for view in colleague.book().tasks().unwrap() {
        let words = format!("Did: {}", view.task.set.what);
        colleague.book().task_done(view.task.set.task, false, Some(words)).unwrap();
    }
    colleague.sync();
    let out = force.folder().join("sar-20");
    let whom = ["--given", "Hieronymus", "--family", "Quatermass", "--born", BORN];
    let export = ["export", "--out", out.to_str().unwrap()];
    let told = asked(&force, &export, &whom, KEEPER, &["--reason", "request SAR-20"]).unwrap();
    assert_eq!(told["records"], 2, "the record and the task");
    let text = whole(&out);
    assert!(text.contains("Did: Bring a blanket"), "{text}");
    for others in ["dachshund", "See to the fire", "O-13", "Zugzwang"] {
        assert!(!text.contains(others), "{others}: {text}");
    }
}

#[test]
fn what_somebody_was_not_told_of_is_kept_back_until_it_is_decided() {
    let force = outreach::town();
    keeper(&force);
    let lead = outreach::phone(&force, "S-1", Duty::Outreach);
    let worker = outreach::phone(&force, "O-12", Duty::Outreach);
    let bedded = SleepingState::BeddedDown;
    let record = outreach::meets(&worker, 0.0, outreach::person(Some(("Hieronymus", "Quatermass")), bedded));
    let disclosed = Disclosure {
        reason: Some(DisclosureReason::ChildAtRisk),
        told: Some(PersonTold::NotTold { why: "Would take the child away".to_owned() }),
        recipient: "Children's social care".to_owned(),
        sent: "A girl in his tent".to_owned(),
    };
    let step = |step| WelfareNews::Step { person: Some(1), time: None, step };
    let offer = CareStep::Offer {
        help: HelpKind::Accommodation,
        service: "Night shelter".to_owned(),
        answer: HelpAnswer::Declined,
    };
    let news = vec![
        outreach::danger(false, None),
        outreach::concern(ConcernCode::SelfNeglect, ConcernLevel::High),
        step(CareStep::Disclosure(disclosed)),
        step(offer),
        outreach::closed(WelfareResult::Advice),
    ];
    worker.book().tell_welfare(record, news).unwrap();
    worker.sync();
    lead.sync();
    let whom = ["--given", "Hieronymus", "--family", "Quatermass", "--born", BORN];
    let exported = |name: &str, more: &[&str]| {
        let out = force.folder().join(name);
        let export = [&["export", "--out", out.to_str().unwrap()], more].concat();
        (asked(&force, &export, &whom, KEEPER, &["--reason", "request SAR-50"]).unwrap(), whole(&out))
    };
    let (told, text) = exported("first", &[]);
    assert_eq!(
        (&told["records"], &told["kept_back"]),
        (&1.into(), &2.into()),
        "the record in part, its review whole"
    );
    assert!(text.contains("Night shelter"), "{text}");
    for untold in
        ["A girl", "take the child", "social care", "self_neglect", "self neglect", "kept back", "review"]
    {
        assert!(!text.contains(untold), "{untold}: {text}");
    }
    let found = asked(&force, &["find"], &whom, KEEPER, &["--reason", "request SAR-50"]).unwrap();
    let kept: Vec<&str> =
        found["rows"].as_array().unwrap().iter().map(|row| row["kept_back"].as_str().unwrap()).collect();
    assert!(kept.contains(&"in part") && kept.contains(&"whole"), "{found}");
    let (told, text) = exported("decided", &["--with-kept-back"]);
    assert_eq!(told["records"], 2);
    assert!(text.contains("A girl in his tent") && text.contains("self_neglect"), "{text}");
    assert!(force.access_log().contains("a person's data exported with what is kept back"));
}

#[test]
fn concerns_beside_a_disclosure_about_somebody_else_or_nobody_in_particular_are_kept_back() {
    let force = outreach::town();
    keeper(&force);
    let worker = outreach::phone(&force, "O-12", Duty::Outreach);
    let bedded = SleepingState::BeddedDown;
    for about in [None, Some(2)] {
        let record =
            outreach::meets(&worker, 0.0, outreach::person(Some(("Hieronymus", "Quatermass")), bedded));
        let disclosed = Disclosure {
            reason: Some(DisclosureReason::AdultAtRisk),
            told: Some(PersonTold::NotTold { why: "He stands by".to_owned() }),
            recipient: "Police".to_owned(),
            sent: "Afraid of him".to_owned(),
        };
        let other = PersonSeen { state: Some(bedded), ..PersonSeen::default() };
        let news = vec![
            outreach::danger(false, None),
            WelfareNews::Person { person: 2, known: Box::new(other) },
            outreach::concern(ConcernCode::SelfNeglect, ConcernLevel::Low),
            WelfareNews::Step { person: about, time: None, step: CareStep::Disclosure(disclosed) },
            outreach::closed(WelfareResult::Advice),
        ];
        worker.book().tell_welfare(record, news).unwrap();
    }
    worker.sync();
    let whom = ["--given", "Hieronymus", "--family", "Quatermass", "--born", BORN];
    let out = force.folder().join("beside");
    let export = ["export", "--out", out.to_str().unwrap()];
    let told = asked(&force, &export, &whom, KEEPER, &["--reason", "request SAR-51"]).unwrap();
    assert_eq!((&told["records"], &told["kept_back"]), (&2.into(), &2.into()), "{told}");
    let text = whole(&out);
    assert!(!text.contains("self_neglect") && !text.contains("Afraid"), "{text}");
}

#[test]
fn one_persons_data_is_handed_over_and_nothing_of_the_other_beside_them() {
    let force = outreach::town();
    keeper(&force);
    // Two people at one encounter, and both met by outreach.
    let constable = outreach::phone_on(&force, "4711", SignOn::tasked());
    fix(&constable, CHATHAM, 5.0);
    let encounter = constable.book().begin_encounter(BeginEncounter::here()).unwrap();
    let news = vec![
        known("Hieronymus Quatermass", "1 Pit Lane"),
        known("Ermintrude Zugzwang", "2 Other Terrace"),
        said(1, "I was only passing."),
        said(2, "Leave my dachshund alone."),
        EncounterNews::Added(Detail::Witness { who: "Wendy Witness".to_owned(), statement: true }),
    ];
    constable.book().tell_encounter(encounter, news).unwrap();
    constable.sync();
    let worker = outreach::phone(&force, "O-12", Duty::Outreach);
    for (metres, name) in [(10.0, ("Hieronymus", "Quatermass")), (900.0, ("Ermintrude", "Zugzwang"))] {
        let bedded = SleepingState::BeddedDown;
        let record = outreach::meets(&worker, metres, outreach::person(Some(name), bedded));
        let news = vec![outreach::danger(false, None), outreach::closed(WelfareResult::Advice)];
        worker.book().tell_welfare(record, news).unwrap();
        worker.sync();
        // Officers are asked to ring outreach before a notice to either, under numbers of their own; one is taken back.
        let until = days_following(local_date(force.clock.now()).unwrap(), 5).unwrap().to_string();
        let (record, ring) = (record.to_string(), format!("01634 {metres:06}"));
        let desk = ["--authority", "MDW", "--as", "C-1"];
        let mark = ["welfare", "consult-first", &record, "--until", &until, "--ring", &ring];
        let mark = force.asked(&[&mark[..], &desk].concat(), &[]).unwrap()["mark"].clone();
        if name.0 == "Hieronymus" {
            force.command(&[&["welfare", "lift", mark.as_str().unwrap()], &desk[..]].concat());
        }
    }

    // By logged request, for one whose role it is.
    let whom = ["--given", "Hieronymus", "--family", "Quatermass", "--born", BORN];
    let why = ["--reason", "request SAR-12"];
    assert_eq!(asked(&force, &["find"], &whom, KEEPER, &[]), Err("reason".to_owned()));
    for other in ["4711", "C-1", "S-1", "A-1"] {
        assert_eq!(asked(&force, &["find"], &whom, other, &why), Err("not_allowed".to_owned()), "{other}");
    }
    let found = asked(&force, &["find"], &whom, KEEPER, &why).unwrap();
    let kinds: Vec<&str> =
        found["rows"].as_array().unwrap().iter().map(|row| row["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds.iter().filter(|kind| **kind == "encounter").count(), 1, "{found}");
    assert_eq!(kinds.iter().filter(|kind| **kind == "welfare").count(), 1, "{found}");

    let words =
        [&["person", "find", "--csv", "--authority", "MDW", "--as", KEEPER], &whom[..], &why].concat();
    let csv = force.command(&words);
    assert!(
        csv.starts_with("kind,record,day,sure,law,kept_back\r\n") && csv.contains("\r\nencounter,"),
        "{csv}"
    );

    let out = force.folder().join("sar-12");
    let export = ["export", "--out", out.to_str().unwrap()];
    let told = asked(&force, &export, &whom, KEEPER, &why).unwrap();
    assert_eq!((&told["records"], &told["possible"]), (&3.into(), &0.into()));
    let text = whole(&out);
    for own in [
        "Quatermass",
        "1 Pit Lane",
        "I was only passing.",
        "bedded_down",
        "01634 000010",
        "\"taken_back\": true",
    ] {
        assert!(text.contains(own), "{own}: {text}");
    }
    // Instants are told by the clock to whoever asked.
    let page = std::fs::read_to_string(out.join("index.html")).unwrap();
    let day = local_label(force.clock.now()).unwrap();
    assert!(page.contains(&day[..day.len() - 10]), "{day}: {page}");
    let machine = page.split(|letter: char| !letter.is_ascii_digit()).find(|digits| digits.len() == 13);
    assert_eq!(machine, None, "{page}");
    for others in
        ["Ermintrude", "Zugzwang", "Other Terrace", "dachshund", "Wendy", "Officer 4711", "01634 000900"]
    {
        assert!(!text.contains(others), "{others}: {text}");
    }
    assert_eq!(asked(&force, &export, &whom, KEEPER, &why), Err("folder_exists".to_owned()));

    // The other one's export is the other way round, names in whatever order and spelling.
    let out = force.folder().join("sar-13");
    let whom = ["--given", "ERMINTRUDE", "--family", "zugzwang", "--born", BORN];
    asked(&force, &["export", "--out", out.to_str().unwrap()], &whom, KEEPER, &why).unwrap();
    let text = whole(&out);
    assert!(
        text.contains("dachshund")
            && text.contains("01634 000900")
            && !text.contains("Quatermass")
            && !text.contains("Pit Lane"),
        "{text}"
    );

    // Somebody of the same initials and day is nobody who gets it.
    let out = force.folder().join("sar-14");
    let whom = ["--given", "Horace", "--family", "Quince", "--born", BORN];
    let told = asked(&force, &["export", "--out", out.to_str().unwrap()], &whom, KEEPER, &why).unwrap();
    assert_eq!(told["records"], 0);
    assert!(!whole(&out).contains("Quatermass"));

    let log = force.access_log();
    assert!(log.contains("request SAR-12") && log.contains(&format!("encounter {encounter}")), "{log}");
    for name in ["Quatermass", "Zugzwang", "Hieronymus"] {
        assert!(!log.contains(name), "{name}");
    }
}

#[test]
fn a_vehicle_that_was_directed_to_leave_is_told_by_when_and_until_when_not_to_return() {
    let force = council();
    let phone = safety_officer(&force, "2201");
    let camp = reported(&force, LAND);
    phone.sync();
    let book = phone.book();
    book.tell_encampment(camp, vec![visit(8, &["AB12 CDE", "KX05 ZZZ"])], None).unwrap();
    let check = checked(&phone, None);
    book.tell_encampment(camp, vec![EncampmentNews::Welfare { check }], None).unwrap();
    let notice = directed(&phone, camp, LAND, check);
    let number = notice.story.number().unwrap();
    phone.sync();
    let view = book.encampment(camp).unwrap();
    let until = view.own.unwrap().written[0].what.return_until.unwrap().to_string();
    let out = force.folder().join("sar-41");
    let export = ["export", "--out", out.to_str().unwrap()];
    let told = asked(&force, &export, &["--registration", "ab12cde"], "D-1", &["--reason", "request SAR-41"]);
    assert_eq!(told.unwrap()["records"], 2, "where it was seen, and that it was directed to leave");
    let text = whole(&out);
    for own in [number, until.as_str(), LAND] {
        assert!(text.contains(own), "{own}: {text}");
    }
    for others in ["KX05", "White caravan", "2201"] {
        assert!(!text.contains(others), "{others}: {text}");
    }
}

#[test]
fn a_direction_that_does_not_hold_is_told_as_one_that_does_not() {
    let force = council();
    let phone = safety_officer(&force, "2201");
    let camp = reported(&force, LAND);
    phone.sync();
    let sees = |plate: &str| phone.book().tell_encampment(camp, vec![visit(8, &[plate])], None).unwrap();
    let spoken = |plate: &str, without: Option<&str>| {
        let registrations = vec![plate.to_owned()];
        let without_assessment = without.map(str::to_owned);
        let spoken = EncampmentNews::Spoken { leave_by: None, registrations, without_assessment };
        phone.book().tell_encampment(camp, vec![spoken], None).unwrap();
    };
    sees("AB12 CDE");
    spoken("AB12 CDE", Some("A fire between the vans."));
    later(&force, &[&phone], 3_600_000);
    sees("KX05 ZZZ");
    let check = checked(&phone, None);
    phone.book().tell_encampment(camp, vec![EncampmentNews::Welfare { check }], None).unwrap();
    spoken("KX05 ZZZ", None);
    phone.sync();
    let told = |plate: &str, name: &str| {
        let out = force.folder().join(name);
        let export = ["export", "--out", out.to_str().unwrap()];
        asked(&force, &export, &["--registration", plate], "D-1", &["--reason", "request SAR-42"]).unwrap();
        whole(&out)
    };
    let without = told("ab12cde", "sar-42");
    assert!(without.contains("did not hold</dt><dd>what comes first for the welfare"), "{without}");
    let with = told("kx05zzz", "sar-43");
    assert!(with.contains("spoken") && !with.contains("did not hold"), "{with}");
}

#[test]
fn what_does_not_hold_or_was_taken_back_is_kept_and_told_all_the_same() {
    let force = council();
    let phone = safety_officer(&force, "2201");
    let camp = reported(&force, LAND);
    phone.sync();
    let tell = |news: EncampmentNews| phone.book().tell_encampment(camp, vec![news], None).unwrap();
    tell(visit(1, &["AB12 CDE"]));
    let slip = phone.book().encampment(camp).unwrap().own.unwrap().visits[0].at.seq;
    tell(EncampmentNews::TakenBack { entry: slip, why: "Not this land".to_owned() });
    let check = checked(&phone, None);
    tell(EncampmentNews::Welfare { check });
    tell(visit(1, &["LP67 XYZ"]));
    let notice = directed(&phone, camp, LAND, check);
    later(&force, &[&phone], 60_000);
    tell(EncampmentNews::Vacated { text: None });
    later(&force, &[&phone], 60_000);
    tell(visit(1, &["KX05 ZZZ"]));
    phone.sync();
    let number = notice.story.number().unwrap();
    let why = ["--reason", "wrong_person", "--why", "another family", "--authority", "MDW", "--by", "M-1"];
    force.command(&[&["notice", "void", number], &why[..]].concat());
    let told = |plate: &str| {
        let out = force.folder().join(plate);
        let export = ["export", "--out", out.to_str().unwrap()];
        let who = ["--reason", "request SAR-45"];
        (
            asked(&force, &export, &["--registration", plate], "D-1", &who).unwrap()["records"].clone(),
            whole(&out),
        )
    };
    let (records, text) = told("ab12cde");
    assert!(records == 1 && text.contains("it was taken back") && !text.contains("Not this land"), "{text}");
    let (records, text) = told("kx05zzz");
    assert!(records == 1 && text.contains("nobody lived there any more"), "{text}");
    let (records, text) = told("lp67xyz");
    assert!(
        records == 2 && text.contains("its notice is void"),
        "a visit, and a direction that is void: {text}"
    );
}

#[test]
fn a_tent_with_the_things_in_it_is_theirs_whose_welfare_check_it_rests_on() {
    let force = council();
    keeper(&force);
    let phone = safety_officer(&force, "2201");
    let noted = |people: Vec<WelfareNews>| {
        let tent = phone.book().note_tent(note()).unwrap();
        let check = cared_for_all(&phone, people);
        let offered = TentNews::Offered { help: "A bed tonight".to_owned(), answer: HelpAnswer::Declined };
        phone.book().tell_tent(tent, vec![TentNews::Welfare { check }, offered, removed()]).unwrap();
        tent.to_string()
    };
    let whose = || outreach::person(Some(("Hieronymus", "Quatermass")), SleepingState::BeddedDown);
    let own = noted(vec![whose()]);
    let beside = PersonSeen { state: Some(SleepingState::BeddedDown), ..PersonSeen::default() };
    let shared = noted(vec![whose(), WelfareNews::Person { person: 2, known: Box::new(beside) }]);
    let strangers = noted(vec![outreach::initials("ZZ", SleepingState::BeddedDown)]);
    phone.sync();
    let whom = ["--given", "Hieronymus", "--family", "Quatermass", "--born", BORN];
    let why = ["--reason", "request SAR-44"];
    let found = asked(&force, &["find"], &whom, KEEPER, &why).unwrap();
    let rows = found["rows"].as_array().unwrap();
    let tents: Vec<&Value> = rows.iter().filter(|row| row["kind"] == "tent").collect();
    let of = |tent: &str| tents.iter().find(|row| row["record"] == tent).map(|row| row["sure"].clone());
    assert_eq!((of(&own), of(&strangers)), (Some("yes".into()), None), "{found}");
    assert_ne!(of(&shared), Some("yes".into()), "whose things they are nobody says: {found}");
    let out = force.folder().join("sar-44");
    asked(&force, &["export", "--out", out.to_str().unwrap()], &whom, KEEPER, &why).unwrap();
    let text = whole(&out);
    for words in ["An envelope with papers", PLACE, "A bed tonight", "Depot, bay 4"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(text.contains(&own) && !text.contains(&shared) && !text.contains("2201"), "{text}");
}
