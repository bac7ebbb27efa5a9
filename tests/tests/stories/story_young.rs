//! A girl of sixteen films car cruising. Without a policy of the authority there is no paper for her; with one there is, and
//! guardian and youth justice are told within five weekdays: on the phone, at the desk, and nobody twice.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::{
    BeginEncounter, EncounterNews, NoticeAbout, NoticeAsked, NoticeNews, NoticeOutcome, NuisanceAsked,
    PaperCopy,
};
use beatbook_domain::calendar::local_date;
use beatbook_domain::law::age::AgeBand;
use beatbook_domain::law::clocks::weekdays_following;
use beatbook_domain::records::encounter::Outcome;
use beatbook_domain::records::encounter::people::{
    Details, DetailsBasis, Part, PersonKnown, VehicleKind, VehicleKnown,
};
use beatbook_domain::records::notice::young::{ToldHow, ToldWhom};
use beatbook_domain::records::server::ServerBody;
use beatbook_protocol::id::Id;
use beatbook_tests::beat::{
    CHATHAM, DAY, adult, asked, assert_adds_up, breach, fairly, fix, issued, missing, officer_as, saw, tell,
    told_to_phones, town, understood,
};
use beatbook_tests::car_park::{later, meet};
use beatbook_tests::force::Force;
use beatbook_tests::phone::Phone;
use jiff::civil::Date;

const PLACE: &str = "Military Road, Chatham";
const FILMED: &str = "Filmed fourteen cars spinning their wheels and shouted to the drivers to go on.";

fn constable(force: &Force, code: &str) -> Phone {
    officer_as(force, code, "constable", &["s59_vehicles", "s68_fpn"])
}

fn today(force: &Force) -> Date {
    local_date(force.clock.now()).unwrap()
}

/// Born so that she is of this age today.
fn aged(force: &Force, name: &str, years: i16) -> PersonKnown {
    let born = today(force).checked_sub(jiff::Span::new().years(years).days(1)).unwrap();
    let mut known = adult(name);
    if let Some(Details::Person { born: birth, .. }) = &mut known.details {
        *birth = Some(born);
    }
    known
}

/// Somebody films; identity only, nothing is asked of the young on the street.
fn films(phone: &Phone, known: PersonKnown) -> Id {
    fix(phone, CHATHAM, 5.0);
    let encounter = phone.book().begin_encounter(BeginEncounter::here()).unwrap();
    let known = PersonKnown { part: Some(Part::Recorder), ..known };
    phone.book().tell_encounter(encounter, vec![EncounterNews::Person { person: 1, known }]).unwrap();
    saw(phone, encounter, "NV-7", "Filming the cars and egging them on.");
    tell(phone, encounter, vec![understood()]);
    encounter
}

fn penalty(encounter: Id) -> NoticeAsked {
    asked(encounter, breach("MDW-NV", "NV-7"), PLACE, FILMED)
}

const WHY: [&str; 2] = ["--reason", "Cabinet of 3 June: diversion has failed for filming"];

fn open_to_the_young(force: &Force) {
    let from = today(force).to_string();
    let add = ["rules", "young", "add", "PSPO-X", "--policy", "Youth policy 3", "--from", &from];
    let told = force.at_desk(&[&add[..], &WHY].concat());
    assert!(told.contains("PSPO-X") && told.contains("Youth policy 3"), "{told}");
}

fn told(phone: &Phone, record: Id, whom: ToldWhom, on: Option<Date>) -> Result<(), &'static str> {
    let news = NoticeNews::YoungTold { whom, how: ToldHow::Telephone, on };
    phone.book().tell_notice(record, news).map_err(|error| error.code())
}

#[test]
fn story_young_paper_by_policy_only_and_both_are_told_on_phone_and_desk() {
    let force = town();
    let phone = constable(&force, "4417");
    let encounter = films(&phone, aged(&force, "Alex Young", 16));
    assert_eq!(missing(&phone, &penalty(encounter)), ["age_no_policy"]);
    // Opening it needs a reason, and somebody who may.
    let (from, add) =
        (today(&force).to_string(), ["rules", "young", "add", "PSPO-X", "--policy", "Youth policy 3"]);
    let by = ["--from", &from, "--authority", "MDW", "--as", "4417"];
    assert_eq!(force.refused(&[&add[..], &by].concat()).code, "why");
    open_to_the_young(&force);
    let reason = |body: &ServerBody| match body {
        ServerBody::OrderBookPublished(one) => one.reason.clone(),
        _ => None,
    };
    assert_eq!(force.journal().iter().rev().find_map(reason).as_deref(), Some(WHY[1]), "in the journal");
    assert_eq!(missing(&phone, &penalty(encounter)), ["age_no_policy"], "until the phone has heard of it");

    meet(&force, &phone);
    let (record, number, tell_guardian_by) = match phone.book().issue_notice(&penalty(encounter)).unwrap() {
        NoticeOutcome::Issued { record, number, tell_guardian_by, .. } => (record, number, tell_guardian_by),
        draft => panic!("not numbered: {draft:?}"),
    };
    let due = weekdays_following(today(&force), 5).unwrap();
    assert_eq!(tell_guardian_by, Some(due));
    let waits = phone.book().young_to_tell().unwrap();
    let [waiting] = &waits[..] else { panic!("one: {waits:?}") };
    assert_eq!((waiting.to_tell.due, waiting.to_tell.overdue), (due, false));
    assert_eq!((waiting.record, &waiting.to_tell.whom[..]), (record, &ToldWhom::ALL[..]));

    // The guardian's copy says what hers says, and whose it is; nothing of the officer's notes.
    let copy = |copy| phone.book().paper(record, copy).map(|paper| paper.text());
    let (hers, guardians) = (copy(PaperCopy::Recipient).unwrap(), copy(PaperCopy::Guardian).unwrap());
    let body = hers.split_once("Fixed penalty notice").unwrap().1;
    assert!(guardians.ends_with(body), "word for word:\n{guardians}");
    for said in ["Parent's or guardian's copy", "To the parent or guardian of Alex Young"] {
        assert!(guardians.contains(said) && !hers.contains(said), "{said}:\n{guardians}");
    }
    assert!(!guardians.contains("Officer's notes") && !guardians.contains("Asked before issue"));
    let officers = copy(PaperCopy::Officer).unwrap();
    for said in
        ["A penalty is proportionate: yes, says the officer", "The offender understands: yes, by the record"]
    {
        assert!(officers.contains(said) && !hers.contains(said), "{said}:\n{officers}");
    }

    // Telling: not before there was anything to tell, not ahead of time, once each.
    let yesterday = today(&force).yesterday().unwrap();
    let tomorrow = today(&force).tomorrow().unwrap();
    for day in [yesterday, tomorrow] {
        assert_eq!(told(&phone, record, ToldWhom::Guardian, Some(day)), Err("notice"));
    }
    told(&phone, record, ToldWhom::Guardian, None).unwrap();
    assert_eq!(told(&phone, record, ToldWhom::Guardian, None), Err("notice"), "once");
    meet(&force, &phone);

    let register = force.at_desk(&["register"]);
    let line = register
        .lines()
        .find(|line| line.contains(&number) && line.contains("youth justice"))
        .expect(&register);
    assert!(
        line.contains(&due.to_string()) && !line.contains("guardian") && !line.contains("OVERDUE"),
        "{line}"
    );
    later(&force, &phone, 9 * DAY);
    let register = force.at_desk(&["register"]);
    let line = register
        .lines()
        .find(|line| line.contains(&number) && line.contains("youth justice"))
        .expect(&register);
    assert!(line.contains("OVERDUE"), "{line}");
    let on = today(&force).to_string();
    let desk = |whom: &str, on: &str| {
        let about = ["notice", "told", &number, "--authority", "MDW", "--by", "DESK1", "--how", "letter"];
        force.tried(&[&about[..], &["--whom", whom, "--on", on]].concat()).map_err(|refusal| refusal.code)
    };
    assert_eq!(desk("guardian", &on).unwrap_err(), "told_already", "by the phone");
    assert_eq!(desk("youth_justice", &yesterday.to_string()).unwrap_err(), "date_before_it");
    let shown = desk("youth_justice", &on).unwrap();
    assert!(shown.contains("Told youth justice on") && shown.contains("letter"), "{shown}");
    assert_eq!(desk("youth_justice", &on).unwrap_err(), "told_already");
    assert!(!force.at_desk(&["register"]).contains("Still to be told"));

    // The phone learns of it, and tells nobody a second time.
    meet(&force, &phone);
    assert_eq!(phone.book().young_to_tell().unwrap(), []);
    assert_eq!(told(&phone, record, ToldWhom::YouthJustice, None), Err("notice"));

    // The policy ends: from the day after she is referred again.
    let end = ["rules", "young", "end", "PSPO-X", "--on", &on];
    assert!(force.at_desk(&[&end[..], &WHY].concat()).contains(&format!("to {on}")));
    let again = force.refused(&[&end[..], &WHY, &["--authority", "MDW", "--as", "DESK1"]].concat());
    assert_eq!(again.code, "young_none_to_end");
    later(&force, &phone, DAY);
    meet(&force, &phone);
    let encounter = films(&phone, aged(&force, "Alex Young", 16));
    assert_eq!(missing(&phone, &penalty(encounter)), ["age_no_policy"]);
    let (outcome, no_fpn) = (Outcome::Referral, Some("young".to_owned()));
    let referred = EncounterNews::Outcome { person: Some(1), outcome, text: None, no_fpn };
    phone.book().tell_encounter(encounter, vec![referred]).unwrap();
    meet(&force, &phone);
    let table = force.at_desk(&["no-penalty"]);
    assert!(table.contains("young") && table.contains("sum of reasons: 1"), "{table}");
    let csv = force.at_desk(&["no-penalty", "--csv"]);
    assert!(csv.lines().any(|line| line.ends_with(",young,Under eighteen: referred,1")), "{csv}");
    let base = "\"base: Offences that ended without a fixed penalty, told whenever\",,,";
    assert!(csv.lines().any(|line| line == base), "{csv}");
    // It ends otherwise after all: the reason is not counted any more.
    let warned =
        EncounterNews::Outcome { person: Some(1), outcome: Outcome::Warning, text: None, no_fpn: None };
    phone.book().tell_encounter(encounter, vec![warned]).unwrap();
    meet(&force, &phone);
    assert!(force.at_desk(&["no-penalty"]).contains("sum of reasons: 0"));
    force.command(&["verify"]);
}

#[test]
fn story_young_policies_go_over_to_the_law_that_follows_and_what_does_not_is_said() {
    let force = town();
    open_to_the_young(&force);
    let from = today(&force).to_string();
    let commence =
        ["rules", "commence", "EW-2026-draft", "--from", &from, "--instrument", "SI 2026/1 (invented)"];
    // Who and why: an officer whose work it is, and a reason.
    let as_desk = ["--authority", "MDW", "--as", "DESK1"];
    assert_eq!(force.refused(&[&commence[..], &as_desk].concat()).code, "why");
    let told = force.at_desk(&[&commence[..], &["--reason", "the Act has begun"]].concat());
    assert!(told.contains("as before: PSPO-X, Youth policy 3"), "{told}");
    let published = force.journal().into_iter().rev().find_map(|body| match body {
        ServerBody::OrderBookPublished(one) => Some((one.by, one.reason)),
        _ => None,
    });
    let (by, reason) = published.unwrap();
    assert!(by.is_some() && reason.as_deref() == Some("the Act has begun"));
    let log = force.access_log();
    let line = log.lines().find(|line| line.contains("EW-2026-draft commenced")).expect(&log);
    assert!(line.contains("DESK1") || line.contains(&by.unwrap().to_string()), "{line}");
    assert!(line.contains("the Act has begun"), "{line}");
    // The girl of sixteen gets the paper she would have got the day before.
    let phone = constable(&force, "4417");
    let encounter = films(&phone, aged(&force, "Alex Young", 16));
    let young = issued(&phone, &penalty(encounter));
    assert_eq!(young.story.notice.rule_set.id, "EW-2026-draft");
    meet(&force, &phone);
    assert!(!force.at_desk(&["notice", "show", young.story.number().unwrap()]).contains("REVIEW"));
}

#[test]
fn story_young_whoever_ends_a_policy_is_told_where_it_is_open_still() {
    let force = town();
    open_to_the_young(&force);
    let (on, from) = (today(&force).to_string(), today(&force).tomorrow().unwrap().to_string());
    let commence =
        ["rules", "commence", "EW-2026-draft", "--from", &from, "--instrument", "SI 2026/1 (invented)"];
    force.at_desk(&[&commence[..], &["--reason", "the Act begins tomorrow"]].concat());
    let end = ["rules", "young", "end", "PSPO-X", "--on", &on];
    let told = force.at_desk(&[&end[..], &WHY].concat());
    assert!(told.contains(&format!("STILL OPEN under EW-2026-draft from {from}")), "{told}");
    let there = ["rules", "young", "end", "PSPO-X", "--on", &from, "--rules", "EW-2026-draft"];
    let told = force.at_desk(&[&there[..], &WHY].concat());
    assert!(!told.contains("STILL OPEN"), "{told}");
}

#[test]
fn story_young_the_desk_finds_the_age_and_prints_the_guardians_copy() {
    let force = town();
    let phone = constable(&force, "4417");
    open_to_the_young(&force);
    meet(&force, &phone);
    // Taken for an adult, no date of birth told, at the very edge: a draft.
    let mut known = PersonKnown { looks: Some(AgeBand::Adult), ..aged(&force, "Alex Young", 17) };
    let told = known.details.clone();
    if let Some(Details::Person { born, .. }) = &mut known.details {
        *born = None;
    }
    let encounter = films(&phone, known);
    let draft = phone.book().draft_notice(&penalty(encounter)).unwrap();
    // Asked at home she says how old she is, and the phone tells it to the encounter.
    let known = PersonKnown { details: told, ..PersonKnown::default() };
    phone.book().tell_encounter(encounter, vec![EncounterNews::Person { person: 1, known }]).unwrap();
    meet(&force, &phone);
    let record = draft.to_string();
    let why = ["--authority", "MDW", "--by", "DESK1", "--why", "the age was asked at home"];
    let refused = force.tried(&[&["notice", "issue-by-post", &record], &why[..]].concat());
    let posted = refused.unwrap_or_else(|refusal| panic!("{}: {}", refusal.code, refusal.text));
    let register = force.at_desk(&["register"]);
    let due = weekdays_following(today(&force), 5).unwrap().to_string();
    let line =
        register.lines().find(|line| line.contains("guardian") && line.contains(&due)).expect(&register);
    let number = line.split_whitespace().find(|word| word.starts_with("MDW-")).unwrap();
    assert!(posted.contains(number), "{posted}");
    let print = |copy: &str| {
        let file = force.folder().join(format!("{copy}.html"));
        let out = file.to_str().unwrap().to_owned();
        force.at_desk(&["notice", "print", number, "--copy", copy, "--out", &out]);
        std::fs::read_to_string(file).unwrap()
    };
    let guardians = print("guardian");
    assert!(guardians.contains("To the parent or guardian of Alex Young"), "{guardians}");
    assert!(!print("recipient").contains("parent or guardian"));
}

#[test]
fn story_young_a_supervisor_weighs_questions_on_the_street_and_guardian_and_youth_justice_are_told() {
    let force = town();
    let phone = constable(&force, "4417");
    open_to_the_young(&force);
    meet(&force, &phone);
    let encounter = films(&phone, aged(&force, "Alex Young", 16));
    tell(&phone, encounter, fairly());
    assert_eq!(missing(&phone, &penalty(encounter)), ["questions_on_the_street"]);
    let draft = phone.book().draft_notice(&penalty(encounter)).unwrap().to_string();
    meet(&force, &phone);
    let why = ["--authority", "MDW", "--by", "DESK1", "--why", "asked in front of her mother"];
    let upon = ["--decide", "questions_on_the_street"];
    let posted = force.command(&[&["notice", "issue-by-post", &draft], &why[..], &upon].concat());
    let due = weekdays_following(today(&force), 5).unwrap();
    assert!(posted.contains(&format!("TELL guardian and youth justice by {due}.")), "{posted}");
}

#[test]
fn story_young_a_penalty_under_a_policy_that_had_ended_is_under_review() {
    let force = town();
    let phone = constable(&force, "4417");
    open_to_the_young(&force);
    let last = today(&force).to_string();
    meet(&force, &phone);
    later(&force, &phone, DAY);
    // It ends, and the phone, a day away from any network, has not heard of it.
    force.at_desk(&[&["rules", "young", "end", "PSPO-X", "--on", &last][..], &WHY].concat());
    let encounter = films(&phone, aged(&force, "Alex Young", 16));
    let young = issued(&phone, &penalty(encounter));
    meet(&force, &phone);
    let shown = force.at_desk(&["notice", "show", young.story.number().unwrap()]);
    assert!(shown.contains("REVIEW") && shown.contains("no policy allowed"), "{shown}");
}

#[test]
fn story_young_no_guardian_is_told_of_an_adults_paper() {
    let force = town();
    let phone = constable(&force, "4417");
    open_to_the_young(&force);
    phone.sync();
    let encounter = films(&phone, adult("Sam Example"));
    tell(&phone, encounter, fairly());
    let grown = issued(&phone, &penalty(encounter));
    assert_eq!(phone.book().young_to_tell().unwrap(), []);
    assert_eq!(phone.book().paper(grown.record, PaperCopy::Guardian).unwrap_err().code(), "not_printed");
    assert_eq!(told(&phone, grown.record, ToldWhom::Guardian, None), Err("notice"));
    // Under sixteen the policy opens nothing.
    let encounter = films(&phone, aged(&force, "Robin Child", 14));
    assert_eq!(missing(&phone, &penalty(encounter)), ["age_refer"]);
    assert_adds_up(&force, 0);
}

#[test]
fn story_young_children_are_in_no_list_of_who_was_warned_before() {
    let force = town();
    let (first, second) = (constable(&force, "4417"), constable(&force, "4502"));
    let rides = |phone: &Phone, known: PersonKnown| {
        fix(phone, CHATHAM, 5.0);
        let encounter = phone.book().begin_encounter(BeginEncounter::here()).unwrap();
        let bike = VehicleKnown {
            kind: Some(VehicleKind::Motorcycle),
            plate: Some("AB12 CDE".to_owned()),
            driver: Some(1),
            ..VehicleKnown::default()
        };
        let news = vec![
            EncounterNews::Person { person: 1, known },
            EncounterNews::Vehicle { vehicle: 1, known: bike },
        ];
        phone.book().tell_encounter(encounter, news).unwrap();
        encounter
    };
    let warn = |phone: &Phone, encounter: Id| {
        let (driving, annoyance) = ("On one wheel.".to_owned(), "Walkers jumped aside.".to_owned());
        let nuisance = NuisanceAsked { vehicle: 1, driving, annoyance };
        let about = NoticeAbout::S59Warning { nuisance, warned: true };
        issued(phone, &asked(encounter, about, PLACE, "Rode on one wheel through people on the pavement."))
    };
    let known =
        |phone: &Phone, encounter: Id| phone.book().earlier_warnings(encounter, Some(1), Some(1)).unwrap();
    // Warned at seventeen: neither the phone that did it nor any other lists it, by person or by registration.
    let seventeen = || aged(&force, "Alex Young", 17);
    let _ = warn(&first, rides(&first, seventeen()));
    first.sync();
    assert!(!told_to_phones(&force), "nothing to tell phones of");
    for phone in [&first, &second] {
        phone.sync();
        assert_eq!(known(phone, rides(phone, seventeen())), []);
        assert_eq!(known(phone, rides(phone, adult("Kim Other"))), [], "nor by the registration");
    }
    // An adult's is listed; somebody young on that bike is not taken for the one who was warned.
    let grown = warn(&first, rides(&first, adult("Sam Example")));
    first.sync();
    assert!(told_to_phones(&force));
    second.sync();
    let hits = known(&second, rides(&second, adult("Sam Example")));
    assert_eq!(hits.len(), 1);
    assert_eq!(Some(hits[0].cited.number.as_str()), grown.story.number());
    let hits = known(&second, rides(&second, seventeen()));
    assert!(hits.iter().all(|hit| !hit.person), "{hits:?}");
    // Nor does somebody whose age nobody knows stand in a list.
    let basis = DetailsBasis::Volunteered;
    let (name, address) = ("Sam Example".to_owned(), vec!["1 Road".to_owned()]);
    let details = Details::Person { name, address, born: None, basis, believed: true };
    let ageless = PersonKnown { details: Some(details), ..PersonKnown::default() };
    assert!(known(&first, rides(&first, ageless)).iter().all(|hit| !hit.person));
}
