//! Story E3: a station car park at the edge of an order's area. The phone is unsure and says how far edge and sign are;
//! a warning is open, a penalty stays a draft; a supervisor issues it by post, or drops it, and the phone learns of it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::{
    AskWhen, AskWhere, BeginEncounter, Behaviour, DraftOutcome, EncounterNews, NoticeNews, PenaltyAsked,
    PenaltyOutcome, SignOn,
};
use beatbook_domain::calendar::local_date;
use beatbook_domain::fix::{Provider, RawFix};
use beatbook_domain::law::clocks::days_following;
use beatbook_domain::orders::standing::{Doubt, Standing};
use beatbook_domain::records::encounter::Outcome;
use beatbook_domain::records::encounter::people::{Details, DetailsBasis, PersonKnown};
use beatbook_domain::records::encounter::steps::{LanguageHelp, Step};
use beatbook_domain::records::journal::Basis;
use beatbook_domain::register::BucketKind;
use beatbook_domain::zone::ZoneHash;
use beatbook_domain::zones::import::ImportOptions;
use beatbook_protocol::id::Id;
use beatbook_server::auth::Purpose;
use beatbook_tests::force::Force;
use beatbook_tests::phone::Phone;
use jiff::ToSpan as _;
use serde_json::Value;

const ZONES: &str = include_str!("../../sync-server/illustrative/medway-order-zones.geojson");
const ORDERS: &str = include_str!("../../sync-server/illustrative/medway-orders.json");
const DAY: i64 = 24 * 3_600_000;

/// The station car park, nine metres inside the area.
const CAR_PARK: (f64, f64) = (51.38477, 0.51050);

/// A town as an authority would have it today: no order about to end, every sign just seen.
fn town() -> Force {
    let force = Force::begin();
    let now = force.clock.now();
    let mut book: Value = serde_json::from_str(ORDERS).unwrap();
    for order in book["orders"].as_array_mut().unwrap() {
        order["term"]["until"] = "2199-12-31".into();
    }
    for sign in book["signs"].as_array_mut().unwrap() {
        sign["seen"] = local_date(now).unwrap().to_string().into();
    }
    force.import_file(force.authority, ZONES.into(), ImportOptions::at(now - DAY), None);
    let _ = force.import_orders(&book);
    force.add_officer("SGT7", "Centre");
    force
}

/// A community support officer with the powers for it, on duty in the car park, out of reach of any network.
fn pcso_out(force: &Force) -> Phone {
    let officer = force.add_officer("PCSO52", "Centre");
    for power in ["s63_requirement", "s68_fpn"] {
        let grant = ["--authority", "MDW", "--code", "PCSO52", "--capacity", "pcso"];
        let by = ["--power", power, "--reference", "DESIG/52", "--from", "2025-01-01"];
        force.command(&[&["officer", "power", "add"], &grant[..], &by[..]].concat());
    }
    let phone = Phone::found(&force.ticket(officer), force.clock.now());
    phone.sync();
    phone.sign_on(SignOn::tasked());
    phone
}

/// The receiver gives a fix, a second after the last.
fn fix(phone: &Phone, (lat, lon): (f64, f64), accuracy: f64) {
    use beatbook_device::Platform as _;
    phone.platform.advance(1_000);
    let now = phone.platform.now().unwrap();
    let report = phone.book().record_fixes(&[RawFix {
        lat,
        lon,
        time: now.wall,
        mono: now.mono,
        accuracy: Some(accuracy),
        speed: None,
        bearing: None,
        provider: Provider::Gnss,
    }]);
    assert_eq!(report.unwrap().accepted, 1);
}

fn person(name: &str) -> PersonKnown {
    PersonKnown {
        details: Some(Details::Person {
            name: name.to_owned(),
            address: vec!["27 Example Road".to_owned(), "Rochester ME1 0AA".to_owned()],
            born: Some("1990-05-01".parse().unwrap()),
            basis: DetailsBasis::Volunteered,
            believed: true,
        }),
        appears_homeless: Some(false),
        ..PersonKnown::default()
    }
}

/// Drinking in the car park; required to stop, and would not.
fn refused_to_stop(phone: &Phone, name: &str) -> Id {
    let encounter = phone.book().begin_encounter(BeginEncounter::here()).unwrap();
    let seen = Behaviour {
        time: None,
        code: "ALC-1".to_owned(),
        order: None,
        person: Some(1),
        vehicle: None,
        count: None,
        text: "Drinking from a can and shouting at people who pass.".to_owned(),
        basis: Basis::Fact,
    };
    let news = vec![EncounterNews::Person { person: 1, known: person(name) }, EncounterNews::Conduct(seen)];
    phone.book().tell_encounter(encounter, news).unwrap();
    for step in [
        Step::PremisesAsked { outside_condition: false },
        Step::Engaged { words: "Good afternoon.".to_owned() },
        Step::Required {
            words: "I require you to stop drinking.".to_owned(),
            belief: "Open can of beer in hand, smell of alcohol.".to_owned(),
            offence_told: true,
        },
        Step::Refused { words: Some("No.".to_owned()) },
        Step::Cautioned { version: "2025-1".to_owned() },
        Step::ExcuseAsked { answer: "It is hot.".to_owned() },
        Step::Understanding { language: None, help: LanguageHelp::None, explained_back: true },
    ] {
        phone.platform.advance(5_000);
        let news = EncounterNews::Step { person: Some(1), time: None, step };
        phone.book().tell_encounter(encounter, vec![news]).unwrap();
    }
    encounter
}

fn asked(encounter: Id) -> PenaltyAsked {
    PenaltyAsked {
        encounter,
        person: 1,
        order: "MDW-ALC-ROC".to_owned(),
        condition: "ALC-1".to_owned(),
        place: "Station car park, Rochester, by the ramp".to_owned(),
        particulars: "Drinking beer from a can and shouting at passers-by, and would not stop.".to_owned(),
        in_uniform: Some(true),
        evidence: Vec::new(),
        training: false,
    }
}

/// A penalty asked for with a vague fix: a draft, and what it is unsure of.
fn drafted(phone: &Phone, name: &str) -> Id {
    fix(phone, CAR_PARK, 14.0);
    let encounter = refused_to_stop(phone, name);
    match phone.book().issue_penalty(&asked(encounter)).unwrap() {
        PenaltyOutcome::Draft { record, doubts } => {
            assert_eq!(doubts, ["edge"]);
            record
        }
        issued => panic!("numbered, nine metres from the edge: {issued:?}"),
    }
}

/// By a second, certain fix.
fn numbered(phone: &Phone, name: &str) -> String {
    fix(phone, CAR_PARK, 4.0);
    let encounter = refused_to_stop(phone, name);
    match phone.book().issue_penalty(&asked(encounter)).unwrap() {
        PenaltyOutcome::Issued { number, .. } => number,
        draft => panic!("a draft: {draft:?}"),
    }
}

fn decide<'a>(draft: &'a str, command: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let why = ["--authority", "MDW", "--by", "SGT7", "--why", "both signs and the ramp are inside"];
    [&["notice", command, draft], &why[..], more].concat()
}

/// The area is drawn anew: its edge is 66 m farther north, and the car park outside.
fn redrawn(force: &Force) {
    let mut zones: Value = serde_json::from_str(ZONES).unwrap();
    for zone in zones["features"].as_array_mut().unwrap() {
        if zone["properties"]["code"] == "ALC-ROC" {
            let ring = zone["geometry"]["coordinates"][0].as_array_mut().unwrap();
            for vertex in ring {
                let south = vertex[1].as_f64().unwrap() < 51.3870;
                if south {
                    vertex[1] = (vertex[1].as_f64().unwrap() + 0.0006).into();
                }
            }
        }
    }
    let now = ImportOptions::at(force.clock.now());
    force.import_file(force.authority, zones.to_string().into_bytes(), now, None);
}

/// Metres from the car park to the edge of a zone version, by what the server keeps of it.
fn edge_of(force: &Force, zone: ZoneHash) -> (f64, bool) {
    let service = force.server().service();
    let scope = service.keyholder().scope(force.authority, Purpose::Register);
    let newest = service.briefings().get(&**service.store(), &scope, None);
    let zones = force.block_on(newest).unwrap().unwrap();
    let degrees = |value: f64| (value * 1e7).round() as i32;
    let around = zones.fence.around(degrees(CAR_PARK.0), degrees(CAR_PARK.1), 100.0, 2_000.0);
    let found = around.into_iter().find(|around| around.zone == zone).expect("the old version is kept");
    (found.edge_m, found.inside)
}

/// The story's minutes have passed for the server, too; then the phone meets it.
fn meet(force: &Force, phone: &Phone) {
    use beatbook_device::Platform as _;
    let ahead = phone.platform.now().unwrap().wall - force.clock.now();
    force.clock.advance(ahead.max(0));
    phone.sync();
}

fn later(force: &Force, phone: &Phone, ms: i64) {
    force.clock.advance(ms);
    phone.platform.advance(ms);
}

#[test]
fn story_e3_a_draft_at_the_edge_is_posted_by_a_supervisor_after_the_zone_was_redrawn() {
    let force = town();
    let phone = pcso_out(&force);
    fix(&phone, CAR_PARK, 14.0);
    let applies = phone.book().what_applies(AskWhere::Newest, AskWhen::Now).unwrap();
    let here = applies.conditions.iter().find(|one| one.order.code == "MDW-ALC-ROC").unwrap();
    assert_eq!(here.standing, Standing::Unsure(vec![Doubt::Edge]));
    let sign = here.nearest_sign.as_ref().unwrap();
    assert_eq!(format!("{:.1} m, sign {:.0} m", here.edge_m, sign.metres), "9.0 m, sign 31 m");

    // A warning asks for nothing of it.
    let warned = refused_to_stop(&phone, "Kim Warned");
    let ending = EncounterNews::Outcome { person: Some(1), outcome: Outcome::Warning, text: None };
    phone.book().tell_encounter(warned, vec![ending]).unwrap();

    // The penalty stays a draft, and keeps what the decision rested on.
    let record = drafted(&phone, "Sam Example");
    let view = phone.book().notice(record).unwrap();
    let cited = view.story.notice.order.clone().unwrap();
    let place = view.story.notice.conduct.position.unwrap();
    assert_eq!((cited.edge, place.accuracy), (Some(90), Some(140)));
    assert_eq!(cited.sign.as_ref().map(|sign| sign.distance / 10), Some(31));
    let zone = ZoneHash(*cited.zone.unwrap().as_bytes());

    // With a second, certain fix it would have its number.
    let certain = numbered(&phone, "Alex Certain");
    assert!(certain.starts_with("MDW-A0-000001-"), "{certain}");

    meet(&force, &phone);
    redrawn(&force);
    let (edge, inside) = edge_of(&force, zone);
    assert_eq!((format!("{edge:.1}").as_str(), inside), ("9.0", true), "the old version still says so");

    // Eight days later at the desk.
    later(&force, &phone, 8 * DAY);
    let draft = record.to_string();
    let list = force.command(&["notice", "drafts", "--authority", "MDW"]);
    let line = list.lines().find(|line| line.contains(&draft)).expect(&list);
    for said in ["8 days", "MDW-ALC-ROC", "ALC-1", "PCSO52", "edge"] {
        assert!(line.contains(said), "{said} is not listed: {line}");
    }
    assert!(!list.contains("Sam") && !list.contains("Example Road"), "no person in the list");

    let own = ["--authority", "MDW", "--by", "PCSO52", "--why", "I am sure now"];
    let refused = force.refused(&[&["notice", "issue-by-post", &draft], &own[..]].concat());
    assert_eq!(refused.code, "draft_own");
    let told = force.command(&decide(&draft, "issue-by-post", &[]));
    assert!(told.contains("within_payment") && told.contains("unsure was: edge"), "{told}");
    let number = told.split_whitespace().next().unwrap().to_owned();
    assert!(number.starts_with("MDW-A0-000201-"), "from a block of the server's own: {number}");
    let refused = force.refused(&decide(&draft, "issue-by-post", &[]));
    assert_eq!((refused.code.as_str(), refused.text.contains(&number)), ("draft_issued", true));
    assert_eq!(force.refused(&decide(&draft, "drop-draft", &[])).code, "draft_issued");

    // Dates: payment from the posting, prosecution from the offence.
    let conduct = local_date(view.story.notice.conduct.time.unwrap().at).unwrap();
    let posted = local_date(force.clock.now()).unwrap();
    let shown = force.command(&["notice", "show", &number, "--authority", "MDW"]);
    for day in [days_following(posted, 28).unwrap(), conduct.saturating_add(6.months())] {
        assert!(shown.contains(&day.to_string()), "{day}: {shown}");
    }
    let days = format!("{conduct}..{}", days_following(posted, 1).unwrap());
    let register = force.command(&["register", "--authority", "MDW", "--issued", &days]);
    assert!(register.contains("check: issued = sum of buckets: 2 = 2"), "{register}");
    assert!(!register.contains("UNACCOUNTED") && !register.contains("Not come yet"), "{register}");

    let out = force.folder().join("paper.html");
    let print = ["--authority", "MDW", "--out", out.to_str().unwrap()];
    force.command(&[&["notice", "print", &number], &print[..]].concat());
    let html = std::fs::read_to_string(&out).unwrap();
    for said in [&number, "Sent by post", "Sam Example", "DESIG/52", "Station car park"] {
        assert!(html.contains(said), "{said} is not on the paper");
    }
    assert!(!html.contains("smell of alcohol"), "belief is for the officer's copy");

    // The phone learns of it, and asks for no second number for the same offence.
    meet(&force, &phone);
    let [decided] = &phone.book().draft_decisions().unwrap()[..] else { panic!("one decision") };
    assert_eq!((decided.record, decided.why.as_str()), (record, "both signs and the ramp are inside"));
    assert!(
        matches!(&decided.outcome, DraftOutcome::Posted { number: told, .. } if told.to_string() == number)
    );
    let standings = phone.book().notice_standings(posted).unwrap();
    let stands = standings.iter().find(|one| one.number.to_string() == number).unwrap();
    assert_eq!((stands.record, stands.standing.kind()), (record, BucketKind::WithinPayment));
    let dropped = NoticeNews::Dropped { reason: "not sure enough".to_owned() };
    assert_eq!(phone.book().tell_notice(record, dropped).unwrap_err().code(), "notice");
    let again = phone.book().check_penalty(&asked(view.story.notice.encounter)).unwrap().unwrap_err();
    assert!(again.iter().any(|point| point.code == "issued_already"), "{again:?}");
}

#[test]
fn story_e3_a_draft_is_dropped_on_either_side_and_the_other_learns_of_it() {
    let force = town();
    let phone = pcso_out(&force);
    let (at_desk, on_phone) = (drafted(&phone, "Sam Example"), drafted(&phone, "Kim Example"));
    let dropped = NoticeNews::Dropped { reason: "the map at the station shows it outside".to_owned() };
    phone.book().tell_notice(on_phone, dropped).unwrap();
    meet(&force, &phone);
    let list = force.command(&["notice", "drafts", "--authority", "MDW"]);
    assert!(list.contains(&at_desk.to_string()) && !list.contains(&on_phone.to_string()), "{list}");
    let refused = force.refused(&decide(&on_phone.to_string(), "issue-by-post", &[]));
    assert_eq!(refused.code, "draft_dropped");

    force.command(&decide(&at_desk.to_string(), "drop-draft", &[]));
    let refused = force.refused(&decide(&at_desk.to_string(), "issue-by-post", &[]));
    assert_eq!(refused.code, "draft_dropped");
    assert_eq!(
        force.refused(&decide(&Id::from_bytes([9; 16]).to_string(), "drop-draft", &[])).code,
        "unknown_draft"
    );
    meet(&force, &phone);
    let [decided] = &phone.book().draft_decisions().unwrap()[..] else { panic!("one decision") };
    assert_eq!((decided.record, decided.why.as_str()), (at_desk, "both signs and the ramp are inside"));
    assert!(matches!(decided.outcome, DraftOutcome::Dropped { .. }));
}

#[test]
fn story_e3_one_person_gets_one_number_for_one_offence() {
    let force = town();
    let phone = pcso_out(&force);
    let record = drafted(&phone, "Sam Example").to_string();
    let number = numbered(&phone, "Sam Example");
    meet(&force, &phone);
    let refused = force.refused(&decide(&record, "issue-by-post", &[]));
    assert_eq!((refused.code.as_str(), refused.text.contains(&number)), ("same_person", true));
    // Void the one, and the other may go out.
    let why = ["--reason", "wrong_zone", "--why", "the ramp", "--by", "SGT7"];
    force.command(&[&["notice", "void", &number, "--authority", "MDW"], &why[..]].concat());
    force.command(&decide(&record, "issue-by-post", &[]));

    // Or the supervisor says that it was another time.
    let record = drafted(&phone, "Sam Example").to_string();
    meet(&force, &phone);
    assert_eq!(force.refused(&decide(&record, "issue-by-post", &[])).code, "same_person");
    force.command(&decide(&record, "issue-by-post", &["--another-offence"]));
}

#[test]
fn story_e3_what_the_law_asks_no_supervisor_passes_over() {
    let force = town();
    let phone = pcso_out(&force);
    // Nothing was required of her, and nobody asked for an excuse.
    fix(&phone, CAR_PARK, 14.0);
    let encounter = phone.book().begin_encounter(BeginEncounter::here()).unwrap();
    let news = EncounterNews::Person { person: 1, known: person("Kim Example") };
    phone.book().tell_encounter(encounter, vec![news]).unwrap();
    let incomplete = phone.book().draft_penalty(&asked(encounter)).unwrap().to_string();
    let training = PenaltyAsked { training: true, ..asked(refused_to_stop(&phone, "Pat Pupil")) };
    let PenaltyOutcome::Draft { record: training, .. } = phone.book().issue_penalty(&training).unwrap()
    else {
        panic!("numbered");
    };
    let late = drafted(&phone, "Sam Example").to_string();
    meet(&force, &phone);
    let list = force.command(&["notice", "drafts", "--authority", "MDW"]);
    assert!(!list.contains(&training.to_string()), "training waits for nobody: {list}");
    assert_eq!(force.refused(&decide(&training.to_string(), "issue-by-post", &[])).code, "draft_training");
    let refused = force.refused(&decide(&incomplete, "issue-by-post", &[]));
    assert_eq!(refused.code, "incomplete");
    for (code, source) in [("requirement", "s63"), ("conduct_not_recorded", "s68"), ("understanding", "")] {
        assert!(refused.text.contains(code) && refused.text.contains(source), "{code}: {}", refused.text);
    }
    // The local limit is fourteen days after the conduct.
    later(&force, &phone, 15 * DAY);
    assert_eq!(force.refused(&decide(&late, "issue-by-post", &[])).code, "draft_late");
    force.command(&decide(&late, "drop-draft", &[]));
}
