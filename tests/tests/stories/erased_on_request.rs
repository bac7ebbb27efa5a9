//! Erasing because somebody asked: nobody who is to be safeguarded goes by it, nor whoever else is in the record, and what a phone
//! tells later without knowing stays to be found.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::{BeginEncounter, EncounterNews, WelfareNews};
use beatbook_domain::law::age::AgeBand;
use beatbook_domain::records::patrol::Duty;
use beatbook_domain::records::welfare::WelfareResult;
use beatbook_domain::records::welfare::people::PersonSeen;
use beatbook_domain::records::welfare::steps::{CareStep, PlacementKind};
use beatbook_domain::welfare::concern::{ConcernCode, ConcernLevel};
use beatbook_domain::welfare::consent::Answer;
use beatbook_domain::welfare::sleeping::SleepingState;
use beatbook_protocol::id::Id;
use beatbook_tests::beat::{adult, fix};
use beatbook_tests::encampment::now;
use beatbook_tests::keeping::{bodies, keep, keeper, tried};
use beatbook_tests::outreach::{
    LINES, asked_of_children, closed, concern, consent, danger, meets, person, phone, town,
};
use serde_json::Value;

fn named(given: &str, family: &str) -> PersonSeen {
    PersonSeen { given: Some(given.to_owned()), family: Some(family.to_owned()), ..PersonSeen::default() }
}

#[test]
fn a_record_goes_on_request_only_when_it_is_done_and_everybody_in_it_is_meant() {
    let force = town();
    keeper(&force);
    let worker = phone(&force, "O-12", Duty::Outreach);
    let somebody = person(Some(("Hieronymus", "Quatermass")), SleepingState::BeddedDown);
    let (plain, with_child) = (meets(&worker, 0.0, somebody.clone()), meets(&worker, 300.0, somebody));
    let worried = meets(&worker, 600.0, person(None, SleepingState::BeddedDown));
    let worry = concern(ConcernCode::SelfNeglect, ConcernLevel::Low);
    let done = vec![danger(false, None), worry, closed(WelfareResult::Advice)];
    worker.book().tell_welfare(worried, done).unwrap();
    let other = |known| WelfareNews::Person { person: 2, known: Box::new(known) };
    let child = PersonSeen {
        looks: Some(AgeBand::From10To15),
        // A date is what somebody says.
        born: "2000-05-01".parse().ok(),
        state: Some(SleepingState::BeddedDown),
        ..named("Kit", "Marlowe")
    };
    let adult = PersonSeen { state: Some(SleepingState::BeddedDown), ..named("Ermintrude", "Zugzwang") };
    worker.book().tell_welfare(plain, vec![danger(false, None), other(adult)]).unwrap();
    worker.book().tell_welfare(with_child, vec![danger(false, None), other(child)]).unwrap();
    worker.sync();
    let erase = |words: &[&str]| tried(&force, &[&["keeping", "erase"], words].concat());
    let (plain, with_child) = (plain.to_string(), with_child.to_string());
    assert_eq!(
        erase(&[&with_child, "--everybody"]),
        Err("still_open".to_owned()),
        "a child is to be looked after"
    );
    assert_eq!(erase(&[&plain, "--everybody"]), Err("still_open".to_owned()), "its officer is not done");
    let record = plain.parse().unwrap();
    worker.book().tell_welfare(record, vec![closed(WelfareResult::Advice)]).unwrap();
    worker.sync();
    assert_eq!(erase(&[&plain]), Err("several_people".to_owned()));
    erase(&[&plain, "--everybody"]).unwrap();
    assert_eq!(bodies(&force, &plain).0, 0);
    // What was told of safeguarding keeps its time, closed or not.
    assert_eq!(erase(&[&worried.to_string(), "--everybody"]), Err("still_open".to_owned()));
    // Nothing is left that could be held.
    assert_eq!(tried(&force, &["hold", "place", &plain]), Err("erased_already".to_owned()));
    assert_eq!(erase(&[&plain]), Err("erased_already".to_owned()), "the desk knows what went");
    assert_eq!(erase(&[&force.authority.to_string()]), Err("unknown_record".to_owned()));
}

#[test]
fn an_encounter_with_two_people_goes_only_with_both_of_them() {
    let force = town();
    keeper(&force);
    let officer = phone(&force, "4711", Duty::TaskedCore);
    fix(&officer, LINES, 5.0);
    let met = officer.book().begin_encounter(BeginEncounter::here()).unwrap();
    let people = [(1, "Hieronymus Quatermass"), (2, "Ermintrude Zugzwang")];
    let news = people.map(|(person, name)| EncounterNews::Person { person, known: adult(name) });
    officer.book().tell_encounter(met, news.to_vec()).unwrap();
    officer.sync();
    let met = met.to_string();
    assert_eq!(tried(&force, &["keeping", "erase", &met]), Err("several_people".to_owned()));
    let both = tried(&force, &["keeping", "erase", &met, "--everybody"]);
    assert_ne!(both, Err("several_people".to_owned()));
}

#[test]
fn what_a_phone_tells_of_an_erased_record_is_found_and_can_be_erased() {
    let force = town();
    keeper(&force);
    let worker = phone(&force, "O-12", Duty::Outreach);
    let record = meets(&worker, 0.0, person(Some(("Hieronymus", "Quatermass")), SleepingState::BeddedDown));
    worker.book().tell_welfare(record, vec![danger(false, None), closed(WelfareResult::Advice)]).unwrap();
    worker.sync();
    // The phone does not know yet, and tells who else was there.
    let late = PersonSeen { born: "1990-05-01".parse().ok(), ..named("Ermintrude", "Zugzwang") };
    let late = WelfareNews::Person { person: 2, known: Box::new(late) };
    worker.book().tell_welfare(record, vec![late]).unwrap();
    let id = record.to_string();
    keep(&force, &["keeping", "erase", &id]);
    worker.sync();
    assert!(bodies(&force, &id).0 > 0);
    let find = ["person", "find", "--given", "Ermintrude", "--family", "Zugzwang", "--born", "1990-05-01"];
    let rows = |words: &[&str]| keep(&force, words)["rows"].as_array().unwrap().len();
    assert_eq!(rows(&find), 1);
    keep(&force, &["keeping", "erase", &id]);
    assert_eq!((bodies(&force, &id).0, rows(&find)), (0, 0));
    force.command(&["verify"]);
}

#[test]
fn who_asks_without_a_date_of_birth_or_was_met_without_one_is_listed_and_not_handed_over() {
    let force = town();
    keeper(&force);
    let worker = phone(&force, "O-12", Duty::Outreach);
    let undated = PersonSeen { state: Some(SleepingState::BeddedDown), ..named("Hieronymus", "Quatermass") };
    let news = |record| {
        worker.book().tell_welfare(record, vec![danger(false, None), closed(WelfareResult::Advice)]).unwrap();
    };
    let undated = WelfareNews::Person { person: 1, known: Box::new(undated) };
    news(meets(&worker, 0.0, undated));
    news(meets(&worker, 300.0, person(Some(("Hieronymus", "Quatermass")), SleepingState::BeddedDown)));
    worker.sync();
    let names = ["person", "find", "--given", "hieronymus", "--family", "QUATERMASS"];
    let born = ["--born", "1979-02-28"];
    let sure = |words: &[&str]| -> Vec<String> {
        let told = keep(&force, words);
        let welfare = told["rows"].as_array().unwrap().iter().filter(|row| row["kind"] == "welfare");
        welfare.map(|row| row["sure"].as_str().unwrap().to_owned()).collect()
    };
    let mut dated = sure(&[&names[..], &born].concat());
    dated.sort();
    assert_eq!(dated, ["perhaps: compare", "yes"]);
    assert_eq!(sure(&names), ["perhaps: compare", "perhaps: compare"]);
    let out = force.folder().join("sar");
    let export = ["person", "export", "--out", out.to_str().unwrap()];
    let told = keep(&force, &[&export[..], &names[2..]].concat());
    assert_eq!((&told["records"], &told["possible"]), (&0.into(), &2.into()), "{told}");
}

#[test]
fn no_keeping_time_erases_all_at_once() {
    let force = town();
    keeper(&force);
    let from = beatbook_domain::calendar::local_date(force.clock.now()).unwrap().to_string();
    let change = |words: &[&str]| {
        tried(&force, &[&["keeping", "change"], words, &["--from", &from]].concat()).map(drop)
    };
    for words in [["contact", "--days", "0"], ["access_log", "--days", "90"], ["track", "--years", "101"]] {
        assert_eq!(change(&words), Err("keep".to_owned()), "{words:?}");
    }
    assert_eq!(change(&["contact", "--years", "3"]), Ok(()));
}

#[test]
fn what_takes_back_consent_or_ends_a_placement_stays_until_what_it_ends_is_gone() {
    let force = town();
    keeper(&force);
    let workers = ["O-12", "O-13"].map(|code| phone(&force, code, Duty::Outreach));
    let today = beatbook_domain::calendar::local_date(force.clock.now()).unwrap();
    let pass = |milliseconds: i64| {
        force.clock.advance(milliseconds);
        workers.iter().for_each(|worker| worker.wait_until(force.clock.now().max(now(worker))));
    };
    let tell = |worker: usize, news: Vec<WelfareNews>| {
        let somebody = person(Some(("Hieronymus", "Quatermass")), SleepingState::BeddedDown);
        let record = meets(&workers[worker], 0.0, somebody);
        let done = [danger(false, None)].into_iter().chain(news).chain([closed(WelfareResult::Advice)]);
        workers[worker].book().tell_welfare(record, done.collect()).unwrap();
        pass(60_000);
        workers[worker].sync();
        record.to_string()
    };
    let one = |step| WelfareNews::Step { person: Some(1), time: None, step };
    let service = || "Night shelter".to_owned();
    let placed = one(CareStep::Placed { kind: PlacementKind::Shelter, service: service(), from: today });
    let begun = tell(0, vec![consent(Answer::Given), placed]);
    pass(3_600_000);
    let reason = "barred".to_owned();
    let ended = one(CareStep::PlacementEnded { service: service(), on: today, reason });
    let over = tell(1, vec![consent(Answer::Withdrawn), ended.clone()]);
    let erase = |record: &str| tried(&force, &["keeping", "erase", record]).map(drop);
    assert_eq!(erase(&over), Err("still_open".to_owned()), "the consent would be in force again");
    erase(&begun).unwrap();
    erase(&over).unwrap();
    // A placement that begins anew afterwards leaves the end of the one before.
    let placed = |kind, from| one(CareStep::Placed { kind, service: service(), from });
    let first = tell(0, vec![placed(PlacementKind::Shelter, today)]);
    let next = placed(PlacementKind::Navigator, today.tomorrow().unwrap());
    let again = tell(1, vec![ended, next]);
    assert_eq!(erase(&again), Err("still_open".to_owned()), "the first would be open again");
    erase(&first).unwrap();
    erase(&again).unwrap();
}

#[test]
fn a_no_of_the_same_names_stays_until_the_consent_is_gone_that_it_may_take_back() {
    let force = town();
    keeper(&force);
    let worker = phone(&force, "O-12", Duty::Outreach);
    let tell = |known: PersonSeen, answers: Vec<Answer>| {
        let known = PersonSeen { state: Some(SleepingState::AwakeNot), ..known };
        let who = WelfareNews::Person { person: 1, known: Box::new(known) };
        let record = meets(&worker, 0.0, who);
        let mut news = vec![danger(false, None)];
        news.extend(answers.into_iter().map(consent));
        news.push(closed(WelfareResult::Advice));
        worker.book().tell_welfare(record, news).unwrap();
        force.clock.advance(60_000);
        worker.wait_until(force.clock.now().max(now(&worker)));
        worker.sync();
        record.to_string()
    };
    let erase = |record: &str| tried(&force, &["keeping", "erase", record]).map(drop);
    let dated = PersonSeen { born: "1970-01-01".parse().ok(), ..named("Walter", "Quince") };
    // In the first record the last word is no: an answer of before ends nothing, and is ended by nothing.
    let first = tell(named("Walter", "Quince"), vec![Answer::Declined, Answer::Given]);
    let second = tell(dated.clone(), vec![Answer::Withdrawn]);
    assert_eq!(erase(&second), Err("still_open".to_owned()), "the consent would be in force again");
    erase(&first).unwrap();
    erase(&second).unwrap();
    // A yes that came after is ended by no record.
    let no = tell(named("Walter", "Quince"), vec![Answer::Withdrawn]);
    tell(dated, vec![Answer::Given]);
    erase(&no).unwrap();
}

#[test]
fn a_child_a_concern_and_a_no_told_late_of_erased_records_are_heard() {
    let force = town();
    keeper(&force);
    let [worker, colleague, lead] = ["O-12", "O-13", "S-1"].map(|code| phone(&force, code, Duty::Outreach));
    let tell = |at: f64, news: Vec<WelfareNews>| {
        let record = meets(&worker, at, person(Some(("Hieronymus", "Quatermass")), SleepingState::AwakeNot));
        let done = [danger(false, None)].into_iter().chain(news).chain([closed(WelfareResult::Advice)]);
        worker.book().tell_welfare(record, done.collect()).unwrap();
        record
    };
    // Sam agrees to a colleague and is referred; all that the worker noted is erased.
    let sam = || person(Some(("Sam", "Featherstone")), SleepingState::AwakeNot);
    let referred = meets(&colleague, 900.0, sam());
    let sent = CareStep::Referral { to: "Coordinator".to_owned(), sent: "Wants a bed.".to_owned() };
    let sent = WelfareNews::Step { person: Some(1), time: None, step: sent };
    colleague.book().tell_welfare(referred, vec![danger(false, None), consent(Answer::Given), sent]).unwrap();
    colleague.sync();
    let records = [0.0, 300.0, 600.0].map(|at| tell(at, Vec::new()));
    worker.sync();
    force.clock.advance(3_600_000);
    worker.wait_until(force.clock.now().max(now(&worker)));
    let second = |known| WelfareNews::Person { person: 2, known: Box::new(known) };
    let child = PersonSeen {
        looks: Some(AgeBand::From10To15),
        state: Some(SleepingState::BeddedDown),
        ..PersonSeen::default()
    };
    let of_sam = PersonSeen { born: "1979-02-28".parse().ok(), ..named("Sam", "Featherstone") };
    let WelfareNews::Step { step: no, .. } = consent(Answer::Withdrawn) else { panic!("a step") };
    let late = [
        vec![second(child)],
        vec![concern(ConcernCode::SelfHarm, ConcernLevel::High)],
        vec![second(of_sam), WelfareNews::Step { person: Some(2), time: None, step: no }],
    ];
    for (record, news) in records.iter().zip(late) {
        keep(&force, &["keeping", "erase", &record.to_string()]);
        worker.book().tell_welfare(*record, news).unwrap();
    }
    worker.sync();
    let desk = |words: &[&str], who: &str| {
        force.command(&[&["welfare"], words, &["--authority", "MDW", "--as", who]].concat())
    };
    let reviews = desk(&["reviews"], "S-1");
    assert!(
        reviews.contains("somebody perhaps under 18") && reviews.contains("high: self_harm"),
        "{reviews}"
    );
    assert_eq!(asked_of_children(&lead).len(), 1);
    let shown = desk(&["show", &records[1].to_string()], "S-1");
    assert!(shown.contains("self"), "{shown}");
    // What the records were nobody knows any more, and nobody says.
    assert!(
        shown.contains("about: rest of an erased record") && !shown.contains("about: contact"),
        "{shown}"
    );
    let listed = desk(&["list"], "O-12");
    assert_eq!(listed.matches("rest of an erased record").count(), 3, "{listed}");
    let out = force.folder().join("sam");
    let whom = ["--given", "Sam", "--family", "Featherstone", "--born", "1979-02-28"];
    tried(&force, &[&["person", "export", "--out", out.to_str().unwrap()], &whom[..]].concat()).unwrap();
    let given: Value = serde_json::from_slice(&std::fs::read(out.join("person.json")).unwrap()).unwrap();
    let given: Vec<&Value> = given["records"].as_array().unwrap().iter().collect();
    let of =
        |record: &Id| given.iter().find(|one| one["record"] == record.to_string()).unwrap()["holds"].clone();
    assert_eq!(of(&referred)["about"], "contact", "{given:?}");
    assert!(of(&records[2]).get("about").is_none() && of(&records[2]).get("person").is_some(), "{given:?}");
    let referrals = desk(&["referrals"], "C-1");
    assert!(referrals.contains("withdrawn") && !referrals.contains("Featherstone"), "{referrals}");
    // Who was found then is met; a word told late is no meeting.
    let contacts = force.asked(&["welfare", "contacts", "--authority", "MDW", "--as", "C-1"], &[]).unwrap();
    let met = ["contacts", "people"].map(|what| contacts["rows"][0][what].to_string().replace('"', ""));
    assert_eq!(met, ["2", "2"], "a colleague met Sam, and the worker a child: {contacts}");
    // What nobody is to be safeguarded by goes as well; the others wait for whoever leads safeguarding.
    let erase = |record: usize| {
        tried(&force, &["keeping", "erase", &records[record].to_string(), "--everybody"]).map(drop)
    };
    assert_eq!(erase(0), Err("still_open".to_owned()));
    assert_eq!(erase(1), Err("still_open".to_owned()));
    assert_eq!(erase(2), Err("still_open".to_owned()), "the consent would be in force again");
    force.command(&["verify"]);
}
