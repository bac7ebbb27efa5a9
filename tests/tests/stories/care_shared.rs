//! A commissioned partner reads one record of the council's outreach by a grant: the fields of it, of whoever consents, from a day
//! to a day; each look is a disclosure, and nothing else of welfare is seen.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::WelfareNews;
use beatbook_domain::records::encounter::steps::HelpAnswer;
use beatbook_domain::records::patrol::Duty;
use beatbook_domain::records::welfare::people::PersonSeen;
use beatbook_domain::records::welfare::steps::{CareStep, HelpKind};
use beatbook_domain::welfare::concern::{ConcernCode, ConcernLevel};
use beatbook_domain::welfare::consent::Answer;
use beatbook_domain::welfare::sleeping::{Nationality, SleepingState};
use beatbook_tests::force::Force;
use beatbook_tests::outreach::{concern, consent, danger, meets, person, phone, town};
use beatbook_tests::pages::holds;

fn welfare(force: &Force, words: &[&str], reader: &str) -> Result<serde_json::Value, String> {
    let words = [&["welfare"], words, &["--authority", "MDW", "--as", reader]].concat();
    force.asked(&words, &[]).map_err(|refusal| refusal.code)
}

fn days_on(force: &Force, days: i64) -> String {
    let today = beatbook_domain::calendar::local_date(force.clock.now()).unwrap();
    today.checked_add(jiff::Span::new().days(days)).unwrap().to_string()
}

#[test]
fn a_partner_reads_the_fields_of_a_grant_of_whoever_consents_until_its_last_day() {
    let force = town();
    for (code, team) in [("P-1", "Porchlight"), ("P-9", "Harbour")] {
        force.add_officer(code, team);
        force.give_role(code, "commissioned_partner");
    }
    force.add_officer("D-1", "Data");
    force.give_role("D-1", "data_protection_officer");
    let mut worker = phone(&force, "O-12", Duty::Outreach);
    // Two people at one place: one agrees to be helped on, of the other nobody asked.
    let record = meets(&worker, 0.0, person(Some(("Persephone", "Quillfeather")), SleepingState::BeddedDown));
    let other = PersonSeen { given: Some("Ambrose".to_owned()), ..PersonSeen::default() };
    let origin = PersonSeen { nationality: Some(Nationality::Eu), ..PersonSeen::default() };
    let bed = |person, service: &str| {
        let offer = CareStep::Offer {
            help: HelpKind::Accommodation,
            service: service.to_owned(),
            answer: HelpAnswer::Accepted,
        };
        WelfareNews::Step { person: Some(person), time: None, step: offer }
    };
    worker
        .book()
        .tell_welfare(
            record,
            vec![
                danger(false, None),
                WelfareNews::Person { person: 1, known: Box::new(origin) },
                WelfareNews::Person { person: 2, known: Box::new(other) },
                consent(Answer::Given),
                concern(ConcernCode::SelfNeglect, ConcernLevel::Low),
                bed(1, "Night shelter"),
                bed(2, "Cedar House"),
            ],
        )
        .unwrap();
    let elsewhere = meets(&worker, 500.0, person(Some(("Sam", "Example")), SleepingState::BeddedDown));
    worker.sync();

    let id = record.to_string();
    assert_eq!(welfare(&force, &["share", "list"], "P-1"), Err("not_allowed".to_owned()));
    assert_eq!(welfare(&force, &["show", &id], "P-1"), Err("not_found".to_owned()));
    let until = days_on(&force, 30);
    let share = |more: &[&str], reader: &str| {
        let words = ["share", "add", &id, "--purpose", "handover", "--agreement", "ISA-2026-04"];
        welfare(&force, &[&words[..], more].concat(), reader)
    };
    let all = ["--field", "about", "--field", "place", "--field", "people", "--field", "help"];
    let with = |team, until| [&["--with", team, "--until", until], &all[..]].concat();
    // Whoever answers for all of welfare shares, with somebody there is, for no longer than a year.
    assert_eq!(share(&with("Porchlight", &until), "O-12"), Err("not_allowed".to_owned()));
    assert_eq!(share(&with("Porchlite", &until), "C-1"), Err("unknown_team".to_owned()));
    assert_eq!(share(&with("RSI", &until), "C-1"), Err("grant_own".to_owned()));
    let late = days_on(&force, 400);
    assert_eq!(share(&with("Porchlight", &late), "C-1"), Err("grant_too_long".to_owned()));
    assert_eq!(share(&with("Porchlight", "2020-01-01"), "C-1"), Err("grant_ends_before_begin".to_owned()));
    let made = share(&with("Porchlight", &until), "C-1").unwrap();
    assert_eq!(made["people"], 1, "{made}");

    // The partner sees that there is one, asks for it, and reads the fields of the one who consents.
    let listed = welfare(&force, &["list"], "P-1").unwrap();
    assert_eq!(listed["rows"].as_array().unwrap().len(), 1, "{listed}");
    assert!(!listed.to_string().contains("TQ ") && listed["rows"][0]["record"] == id.as_str(), "{listed}");
    let told = welfare(&force, &["show", &id], "P-1").unwrap();
    let shared = &told["shared_by"][0]["shared"];
    assert_eq!(shared["people"]["1"]["family"], "Quillfeather", "{told}");
    assert_eq!(shared["place"], "River", "too few sleep in the ward for a square: {told}");
    assert_eq!(shared["help"].as_array().unwrap().len(), 1, "{told}");
    for secret in ["Ambrose", "Cedar", "nationality", "self_neglect", "Has not eaten", "\"lat\"", "visits"] {
        assert!(!told.to_string().contains(secret), "{secret}: {told}");
    }
    // Nothing else of welfare, nobody else, and no table of those who read records of others.
    assert_eq!(welfare(&force, &["show", &elsewhere.to_string()], "P-1"), Err("not_found".to_owned()));
    assert_eq!(welfare(&force, &["show", &id], "P-9"), Err("not_found".to_owned()));
    assert_eq!(welfare(&force, &["referrals"], "P-1"), Err("not_allowed".to_owned()));
    let none = share(&["--with", "Forward", "--until", &until, "--field", "people"], "C-1").unwrap();
    let colleague = welfare(&force, &["show", &id], "O-20");
    assert_eq!(colleague, Err("not_found".to_owned()), "the table shares with partners alone: {none}");

    // Consent taken back counts at the next look.
    worker.book().tell_welfare(record, vec![consent(Answer::Withdrawn)]).unwrap();
    worker.sync();
    let told = welfare(&force, &["show", &id], "P-1").unwrap();
    assert!(!told.to_string().contains("Quillfeather") && !told.to_string().contains("shelter"), "{told}");

    // Each look is a disclosure, without what it said; over is over.
    let disclosed = welfare(&force, &["share", "disclosures"], "D-1").unwrap();
    let rows = disclosed["rows"].as_array().unwrap();
    let people: Vec<&str> = rows.iter().map(|row| row["people"].as_str().unwrap()).collect();
    assert_eq!((people, &rows[0]["officer"]), (vec!["1", ""], &"P-1".into()), "{disclosed}");
    assert!(force.has_logged("P-1", &format!("welfare record {id} disclosed to Porchlight")));
    // Who asks for their own data is told to whom it went, and by which law it is kept.
    let out = force.folder().join("sar");
    let who = ["--given", "Persephone", "--family", "Quillfeather", "--born", "1979-02-28"];
    let how = ["--authority", "MDW", "--as", "D-1", "--reason", "SAR-1", "--out", out.to_str().unwrap()];
    force.command(&[&["person", "export"], &who[..], &how[..]].concat());
    let person = std::fs::read_to_string(out.join("person.json")).unwrap();
    for says in ["\"organisation\": \"Porchlight\"", "ISA-2026-04", "UK GDPR Article 15", "housing_service"] {
        assert!(person.contains(says), "{says}: {person}");
    }
    assert!(!person.contains("law_enforcement"), "{person}");
    let grant = made["grant"].as_str().unwrap();
    welfare(&force, &["share", "end", grant], "C-1").unwrap();
    assert_eq!(welfare(&force, &["share", "end", grant], "C-1"), Err("grant_not_running".to_owned()));
    assert_eq!(welfare(&force, &["show", &id], "P-1"), Err("not_found".to_owned()));
    assert_eq!(welfare(&force, &["list"], "P-1").unwrap()["rows"], serde_json::json!([]));
    // Phones are told nothing of it, not even by a header's kind.
    worker.sync();
    assert!(!holds(&mut worker, "care_shared"));
    force.command(&["verify"]);
}

#[test]
fn consent_taken_back_in_another_record_counts_and_what_names_nobody_is_told_only_where_all_consent() {
    let force = town();
    force.add_officer("P-1", "Porchlight");
    force.give_role("P-1", "commissioned_partner");
    let (worker, colleague) = (phone(&force, "O-12", Duty::Outreach), phone(&force, "O-20", Duty::Outreach));
    let name = Some(("Persephone", "Quillfeather"));
    let record = meets(&worker, 0.0, person(name, SleepingState::BeddedDown));
    let due = days_on(&force, 2).parse().unwrap();
    let visit = CareStep::NextVisit { due, what: "Bring the papers of Quillfeather".to_owned() };
    let visit = WelfareNews::Step { person: None, time: None, step: visit };
    worker.book().tell_welfare(record, vec![danger(false, None), consent(Answer::Given), visit]).unwrap();
    worker.sync();
    let (id, until) = (record.to_string(), days_on(&force, 30));
    let fields = ["--field", "place", "--field", "people", "--field", "visits"];
    let add =
        ["share", "add", &id, "--purpose", "support", "--agreement", "ISA-2026-04", "--with", "Porchlight"];
    let add = [&add[..], &["--until", &until], &fields].concat();
    assert_eq!(welfare(&force, &add, "C-1").unwrap()["people"], 1);
    let seen = || welfare(&force, &["show", &id], "P-1").unwrap()["shared_by"][0]["shared"].clone();
    let told = seen();
    assert_eq!((&told["people"]["1"]["family"], &told["place"]), (&"Quillfeather".into(), &"River".into()));
    assert_eq!(told["visits"].as_array().unwrap().len(), 1, "everybody of the record consents: {told}");
    assert!(
        told["visits"][0]["day"].is_string() && told["visits"][0]["time"].is_null(),
        "a day, no time: {told}"
    );

    // A second person is there, of whom nobody asked: what names nobody may be about them.
    let other = PersonSeen { given: Some("Ambrose".to_owned()), ..PersonSeen::default() };
    worker
        .book()
        .tell_welfare(record, vec![WelfareNews::Person { person: 2, known: Box::new(other) }])
        .unwrap();
    worker.sync();
    let told = seen();
    assert_eq!(
        (&told["visits"], &told["people"]["1"]["family"]),
        (&serde_json::json!([]), &"Quillfeather".into())
    );

    // They meet somebody else of the team, and take it back there.
    colleague.platform.advance(60_000);
    let later = meets(&colleague, 900.0, person(name, SleepingState::BeddedDown));
    colleague.book().tell_welfare(later, vec![danger(false, None), consent(Answer::Withdrawn)]).unwrap();
    colleague.sync();
    let told = seen();
    assert!(!told.to_string().contains("Quillfeather") && told["place"].is_null(), "{told}");
    assert_eq!(welfare(&force, &add, "C-1").unwrap()["people"], 0);

    // Who runs the system reads nothing of it, nor what the server or the coordinator did for welfare.
    welfare(&force, &["cold", "on"], "C-1").unwrap();
    assert!(force.has_logged("C-1", "switched on until"), "by name");
    let own = force.command(&["access-log", "--authority", "MDW"]);
    for of_others in ["welfare", "cold night", "count ", "consult"] {
        assert!(!own.contains(of_others), "{of_others}: {own}");
    }
}
