//! Story E3: a station car park at the edge of an order's area. The phone is unsure and says how far edge and sign are;
//! a warning is open, a penalty stays a draft; a supervisor issues it by post, or drops it, and the phone learns of it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::{
    AskWhen, AskWhere, BeatbookError, BeginEncounter, DraftOutcome, EncounterNews, NoticeAsked, NoticeNews,
    NoticeOutcome, Platform as _,
};
use beatbook_domain::calendar::local_date;
use beatbook_domain::fix::{Provider, RawFix};
use beatbook_domain::law::clocks::days_following;
use beatbook_domain::orders::standing::{Doubt, Standing};
use beatbook_domain::records::encounter::Outcome;
use beatbook_domain::register::BucketKind;
use beatbook_domain::zone::ZoneHash;
use beatbook_protocol::id::Id;
use beatbook_tests::beat;
use beatbook_tests::car_park::{
    CAR_PARK, DAY, adult, asked, decide, drafted, edge_of, fix, later, meet, numbered, pcso_out, redrawn,
    refused_to_stop, town,
};
use beatbook_tests::force::Force;
use beatbook_tests::phone::Phone;
use jiff::ToSpan as _;

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
    // Should somebody collapse there: the card names area and sign, offline.
    let card = phone.book().emergency_card(AskWhere::Newest).unwrap();
    let card = card.lines.join(" ");
    assert!(
        card.contains(&format!(" of sign {}.", sign.code))
            && card.contains("Rochester town centre alcohol area"),
        "{card}"
    );

    // A warning asks for nothing of it.
    let warned = refused_to_stop(&phone, "Kim Warned");
    let ending =
        EncounterNews::Outcome { person: Some(1), outcome: Outcome::Warning, text: None, no_fpn: None };
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
    let list = force.at_desk(&["notice", "drafts"]);
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
    let shown = force.at_desk(&["notice", "show", &number]);
    for day in [days_following(posted, 28).unwrap(), conduct.saturating_add(6.months())] {
        assert!(shown.contains(&day.to_string()), "{day}: {shown}");
    }
    let days = format!("{conduct}..{}", days_following(posted, 1).unwrap());
    let register = force.at_desk(&["register", "--issued", &days]);
    assert!(register.contains("check: issued = sum of buckets: 2 = 2"), "{register}");
    assert!(!register.contains("UNACCOUNTED") && !register.contains("Not come yet"), "{register}");

    let out = force.folder().join("paper.html");
    let print = ["--out", out.to_str().unwrap()];
    force.at_desk(&[&["notice", "print", &number], &print[..]].concat());
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
    // A colleague's phone hears nothing of it.
    let colleague = Phone::found(&force.ticket(force.add_officer("CS101", "Centre")), force.clock.now());
    colleague.sync();
    assert_eq!(colleague.book().notice_standings(posted).unwrap(), []);
    assert_eq!(colleague.book().draft_decisions().unwrap(), []);
    let dropped = NoticeNews::Dropped { reason: "not sure enough".to_owned() };
    assert_eq!(phone.book().tell_notice(record, dropped).unwrap_err().code(), "notice");
    let again = phone.book().check_notice(&asked(view.story.notice.encounter)).unwrap().ready().unwrap_err();
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
    let list = force.at_desk(&["notice", "drafts"]);
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
    let record = drafted(&phone, "Zoë Example").to_string();
    let number = numbered(&phone, "Example Zoe");
    meet(&force, &phone);
    let refused = force.refused(&decide(&record, "issue-by-post", &[]));
    assert_eq!((refused.code.as_str(), refused.text.contains(&number)), ("same_person", true));
    // Void the one, and the other may go out.
    let why = ["--reason", "wrong_zone", "--why", "the ramp", "--by", "SGT7"];
    force.command(&[&["notice", "void", &number, "--authority", "MDW"], &why[..]].concat());
    force.command(&decide(&record, "issue-by-post", &[]));

    // Or the supervisor says that it was another time.
    let record = drafted(&phone, "ZOË EXAMPLE").to_string();
    meet(&force, &phone);
    assert_eq!(force.refused(&decide(&record, "issue-by-post", &[])).code, "same_person");
    force.command(&decide(&record, "issue-by-post", &["--another-offence"]));
}

#[test]
fn story_e3_a_number_given_offline_for_what_the_desk_has_posted_is_reviewed_and_names_the_first() {
    let force = town();
    let phone = pcso_out(&force);
    fix(&phone, CAR_PARK, 4.0);
    // Two people; of both the officer leaves it to the desk first.
    let [sam, kim] = ["Sam Example", "Kim Other"].map(|name| refused_to_stop(&phone, name));
    let draft = |encounter| phone.book().draft_notice(&asked(encounter)).unwrap().to_string();
    let (sams, kims) = (draft(sam), draft(kim));
    meet(&force, &phone);
    // A colleague beside them writes down Kim, too, and has no network either.
    let colleague = beat::officer_as(&force, "CSO9", "council_authorised", &["s63_requirement", "s68_fpn"]);
    let posted = |draft: &str| {
        let told = force.command(&decide(draft, "issue-by-post", &[]));
        told.split_whitespace().next().unwrap().to_owned()
    };
    let (first_to_sam, first_to_kim) = (posted(&sams), posted(&kims));

    // Out of reach nobody knows of that, and both give paper with a number.
    let NoticeOutcome::Issued { number: second_to_sam, .. } = phone.book().issue_notice(&asked(sam)).unwrap()
    else {
        panic!("certain of the place")
    };
    let second_to_kim = numbered(&colleague, "KIM OTHER");
    meet(&force, &phone);
    meet(&force, &colleague);
    let shown = |number: &str| force.at_desk(&["notice", "show", number]);
    for (first, second) in [(&first_to_sam, &second_to_sam), (&first_to_kim, &second_to_kim)] {
        let text = shown(second);
        assert!(
            text.contains("REVIEW") && text.contains(first.as_str()),
            "the second names the first: {text}"
        );
        assert!(!shown(first).contains("REVIEW"), "{}", shown(first));
    }
    // Four papers are out there, each in one bucket, before and after a person decides.
    beat::assert_adds_up(&force, 4);
    let why = ["--reason", "duplicate", "--why", "had gone out by post", "--by", "SGT7"];
    for second in [&second_to_sam, &second_to_kim] {
        force.command(&[&["notice", "void", second, "--authority", "MDW"], &why[..]].concat());
        assert!(!shown(second).contains("REVIEW"), "{}", shown(second));
    }
    beat::assert_adds_up(&force, 4);
    // Having synced, the phone takes no further number for it.
    let refused = phone.book().issue_notice(&asked(sam)).unwrap_err();
    assert_eq!(refused.code(), "incomplete");
}

#[test]
fn story_e3_what_the_law_asks_no_supervisor_passes_over() {
    let force = town();
    let phone = pcso_out(&force);
    // Nothing was required of her, and nobody asked for an excuse.
    fix(&phone, CAR_PARK, 14.0);
    let encounter = phone.book().begin_encounter(BeginEncounter::here()).unwrap();
    let news = EncounterNews::Person { person: 1, known: adult("Kim Example") };
    phone.book().tell_encounter(encounter, vec![news]).unwrap();
    let incomplete = phone.book().draft_notice(&asked(encounter)).unwrap().to_string();
    let training = NoticeAsked { training: true, ..asked(refused_to_stop(&phone, "Pat Pupil")) };
    let NoticeOutcome::Draft { record: training, .. } = phone.book().issue_notice(&training).unwrap() else {
        panic!("numbered");
    };
    let late = drafted(&phone, "Sam Example").to_string();
    meet(&force, &phone);
    let list = force.at_desk(&["notice", "drafts"]);
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

#[test]
fn story_e3_a_restored_server_posts_under_another_letter_and_lists_what_it_forgot() {
    let mut force = town();
    let phone = pcso_out(&force);
    let (first, second) =
        (drafted(&phone, "Sam Example").to_string(), drafted(&phone, "Kim Example").to_string());
    meet(&force, &phone);
    let post = |force: &Force, draft: &str| {
        let told = force.command(&decide(draft, "issue-by-post", &[]));
        told.split_whitespace().next().unwrap().to_owned()
    };
    assert!(post(&force, &first).starts_with("MDW-A0-000201-"));
    let backup = force.folder().join("backup");
    force.command(&["backup", backup.to_str().unwrap()]);
    let forgotten = post(&force, &second);
    assert!(forgotten.starts_with("MDW-A0-000202-"));
    force.restore(&backup);
    meet(&force, &phone);
    // The decision is lost with the server, so the draft waits again; its new number is one nobody ever had.
    let list = force.at_desk(&["notice", "drafts"]);
    assert!(list.contains(&second) && !list.contains(&first), "{list}");
    let anew = post(&force, &second);
    assert!(anew.starts_with("MDW-B0-000001-"), "{anew}");
    let register = force.at_desk(&["register"]);
    assert!(register.contains("issued = sum of buckets: 2 = 2"), "{register}");
    let unaccounted = register.lines().find(|line| line.starts_with("UNACCOUNTED")).unwrap();
    assert!(unaccounted.contains(&format!("199 numbers, {forgotten} to")), "{unaccounted}");
    meet(&force, &phone);
    let numbers: Vec<String> = phone
        .book()
        .draft_decisions()
        .unwrap()
        .into_iter()
        .filter_map(|decided| match decided.outcome {
            DraftOutcome::Posted { number, .. } => Some(number.to_string()),
            DraftOutcome::Dropped { .. } => None,
        })
        .collect();
    assert!(numbers.len() == 2 && numbers.contains(&anew), "{numbers:?}");
}

#[test]
fn story_e3_a_number_given_under_what_has_changed_meanwhile_is_looked_at_again() {
    let under_review = |force: &Force, phone: &Phone, why: &str| {
        let number = numbered(phone, "Sam Example");
        meet(force, phone);
        let text = force.at_desk(&["notice", "show", &number]);
        assert!(text.contains("REVIEW") && text.contains(why), "{why}: {text}");
        // It counts until a person has decided.
        let register = force.at_desk(&["register"]);
        assert!(register.contains("issued = sum of buckets: 1 = 1"), "{register}");
        force.command(&[
            "notice",
            "confirm",
            &number,
            "--authority",
            "MDW",
            "--by",
            "SGT7",
            "--why",
            "it holds",
        ]);
        assert!(!force.at_desk(&["notice", "show", &number]).contains("REVIEW"));
    };
    // The area was drawn anew: out of reach the phone has the old one.
    let force = town();
    let phone = pcso_out(&force);
    redrawn(&force);
    under_review(&force, &phone, "the area in force at that time differs");
    // The order has another text.
    let force = town();
    let phone = pcso_out(&force);
    let today = local_date(force.clock.now()).unwrap().to_string();
    let orders = beat::book_of(&today)["orders"].take();
    let mut varied =
        orders.as_array().unwrap().iter().find(|one| one["code"] == "MDW-ALC-ROC").unwrap().clone();
    varied["version"] = 99.into();
    varied["effective"] = today.into();
    varied["title"] = "Rochester town centre: alcohol, varied".into();
    let _ = force.import_orders(&serde_json::json!({"format": "beatbook-orders-1", "orders": [varied]}));
    under_review(&force, &phone, "the order in force on the day differs");
    // Another law is in force.
    let force = town();
    let phone = pcso_out(&force);
    let from = local_date(force.clock.now()).unwrap().yesterday().unwrap().to_string();
    let commence = ["--from", &from, "--instrument", "SI 2026/1 (invented)", "--reason", "the Act has begun"];
    let commence = [&["rules", "commence", "EW-2026-draft"], &commence[..], &["--retroactive"]].concat();
    force.at_desk(&commence);
    under_review(&force, &phone, "the rule set in force on the day differs");
    // Nothing has changed.
    let force = town();
    let phone = pcso_out(&force);
    let number = numbered(&phone, "Sam Example");
    meet(&force, &phone);
    assert!(!force.at_desk(&["notice", "show", &number]).contains("REVIEW"));
}

#[test]
fn story_e3_a_phone_that_does_not_know_the_time_gives_no_number() {
    let force = town();
    let mut phone = pcso_out(&force);
    phone.rebooted(7);
    phone.platform.advance(60_000);
    // Masts tell where it is, and not when.
    let now = phone.platform.now().unwrap();
    let report = phone.book().record_fixes(&[RawFix {
        lat: CAR_PARK.0,
        lon: CAR_PARK.1,
        time: now.wall,
        mono: now.mono,
        accuracy: Some(4.0),
        speed: None,
        bearing: None,
        provider: Provider::Network,
    }]);
    assert_eq!(report.unwrap().accepted, 1);
    let encounter = refused_to_stop(&phone, "Sam Example");
    match phone.book().issue_notice(&asked(encounter)).unwrap() {
        NoticeOutcome::Draft { doubts, .. } => {
            assert!(doubts.contains(&"time_unknown".to_owned()), "{doubts:?}");
        }
        issued => panic!("numbered, and nobody knows when: {issued:?}"),
    }
    // A satellite tells it the time.
    let _ = numbered(&phone, "Kim Other");
}

#[test]
fn story_e3_asking_again_while_unsure_names_the_draft_that_waits() {
    let force = town();
    let phone = pcso_out(&force);
    let record = drafted(&phone, "Sam Example");
    let encounter = phone.book().notice(record).unwrap().story.notice.encounter;
    let told = |error: BeatbookError| match error {
        BeatbookError::Incomplete(points) => (points[0].code, points[0].remedy.clone(), points.len()),
        other => panic!("{other}"),
    };
    let other_words =
        NoticeAsked { particulars: "Drank from a can and would not stop.".repeat(2), ..asked(encounter) };
    let again = [
        phone.book().issue_notice(&asked(encounter)).map(drop),
        phone.book().issue_notice(&other_words).map(drop),
        phone.book().draft_notice(&asked(encounter)).map(drop),
    ];
    for error in again.map(Result::unwrap_err) {
        let (code, remedy, points) = told(error);
        assert_eq!((code, points), ("drafted_already", 1));
        assert!(remedy.contains(&record.to_string()), "{remedy}");
    }
    assert_eq!(beat::missing(&phone, &asked(encounter)), ["drafted_already"]);
    assert_eq!(phone.book().notices(10).unwrap().len(), 1);
    // Dropped, it makes room for another; so does a second person.
    let dropped = NoticeNews::Dropped { reason: "the wrong words".to_owned() };
    phone.book().tell_notice(record, dropped).unwrap();
    let anew = phone.book().issue_notice(&other_words).unwrap();
    assert!(matches!(anew, NoticeOutcome::Draft { .. }), "{anew:?}");
    drafted(&phone, "Kim Example");
}
