//! What a record is called in another system (rules of the field 12): told with no network on any record, shown on the phone
//! and at the desk to whoever reads the record, and gone with it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::{
    AskWhere, EncampmentNews, RecordVisit, ReportEncampment, TentNews, VisitChange, WelfareNews,
};
use beatbook_domain::records::encampment::ReportSource;
use beatbook_domain::records::patrol::Duty;
use beatbook_domain::records::reference::{Reference, ReferenceSystem};
use beatbook_domain::records::welfare::WelfareResult;
use beatbook_domain::records::welfare::steps::CareStep;
use beatbook_domain::welfare::sleeping::SleepingState::BeddedDown;
use beatbook_protocol::id::Id;
use beatbook_tests::beat::fix;
use beatbook_tests::engagement::{RIVER, phone, records, refused, shown, told, town, what};
use beatbook_tests::force::Force;
use beatbook_tests::keeping::{bodies, keep, keeper};
use beatbook_tests::outreach::{self, closed, danger, meets, person};
use beatbook_tests::phone::Phone;
use beatbook_tests::tent;

fn cad(value: &str) -> Reference {
    Reference { system: ReferenceSystem::Cad, value: value.to_owned() }
}

fn constable(force: &Force) -> (Phone, [Id; 3]) {
    let constable = phone(force, "4712", None);
    fix(&constable, RIVER, 5.0);
    let book = constable.book();
    let met = records(&constable, what(None, Some("walk_and_talk")));
    book.reference_engagement(met, cad("25-0100")).unwrap();
    let shop = VisitChange {
        name: Some("Cloud Nine".to_owned()),
        kind: Some("vape_shop".to_owned()),
        why: Some("intelligence".to_owned()),
        ..VisitChange::default()
    };
    let visit = book
        .record_premises_visit(RecordVisit { what: shop, place: AskWhere::Newest, operation: None })
        .unwrap();
    book.reference_premises_visit(visit, cad("25-0200")).unwrap();
    let report = ReportEncampment {
        source: ReportSource::Patrol,
        land: "The lower car park".to_owned(),
        code: None,
        reference: None,
        place: AskWhere::Newest,
        time: None,
    };
    let camp = book.report_encampment(report).unwrap().encampment;
    let news = vec![
        EncampmentNews::Vacated { text: None },
        // Its crime report is made later, when nobody is there any more.
        EncampmentNews::Reference(cad("25-0300")),
    ];
    book.tell_encampment(camp, news, None).unwrap();
    (constable, [met, visit, camp])
}

fn care(reference: Reference) -> WelfareNews {
    WelfareNews::Step { person: None, time: None, step: CareStep::Reference(reference) }
}

#[test]
fn story_references_on_any_record_reach_whoever_reads_it_and_nobody_else() {
    let force = town();
    let (constable, [met, visit, camp]) = constable(&force);
    let book = constable.book();
    assert_eq!(book.engagements().unwrap()[0].engagement.references, [cad("25-0100")]);
    assert_eq!(book.premises_visits().unwrap()[0].references, [cad("25-0200")]);
    let own = book.encampment(camp).unwrap().own.unwrap();
    assert_eq!((&own.references[0].what, &own.refused[..]), (&cad("25-0300"), &[][..]));
    // Nothing is no number, and what was taken back takes none.
    assert_eq!(book.reference_engagement(met, cad(" ")).unwrap_err().code(), "engagement_text");
    assert_eq!(
        book.reference_premises_visit(visit, cad(&"9".repeat(201))).unwrap_err().code(),
        "premises_text"
    );
    let mistake = records(&constable, what(None, Some("walk_and_talk")));
    book.take_back_engagement(mistake, "Told twice").unwrap();
    assert_eq!(book.reference_engagement(mistake, cad("1")).unwrap_err().code(), "taken_back_already");
    constable.sync();

    let worker = outreach::phone(&force, "O-12", Duty::Outreach);
    let contact = meets(&worker, 10.0, person(Some(("Ash", "Hazel")), BeddedDown));
    assert_eq!(
        worker.book().tell_welfare(contact, vec![care(cad(""))]).unwrap_err().code(),
        "text",
        "nothing of the call is kept"
    );
    let news = vec![danger(false, None), care(cad("25-0400")), closed(WelfareResult::Advice)];
    worker.book().tell_welfare(contact, news).unwrap();
    let check = tent::cared_for(&worker);
    worker.book().tell_welfare(check, vec![care(cad("25-0500"))]).unwrap();
    let pitch = worker.book().note_tent(tent::note()).unwrap();
    worker.book().tell_tent(pitch, vec![TentNews::Reference(cad("25-0600"))]).unwrap();
    worker.sync();

    // The desk: as far as each record is read, and no further.
    let engagements = told(&force, &["engagement", "list"], "S-9");
    assert!(engagements.to_string().contains("cad 25-0100"), "{engagements}");
    let visits = told(&force, &["premises", "show", &visit.to_string()], "M-1");
    assert_eq!(visits["references"][0]["value"], "25-0200");
    let encampment = |reader| told(&force, &["encampment", "show", &camp.to_string()], reader);
    assert_eq!(encampment("M-1")["references"][0]["what"]["value"], "25-0300");
    // The desk has numbers of its own.
    told(&force, &["encampment", "refer", &camp.to_string(), "cst", "CRM 25/77"], "M-1");
    let both = encampment("M-1")["references"].to_string();
    assert!(both.contains("cad") && both.contains("CRM 25/77"), "{both}");
    assert!(shown(&force, &["welfare", "show", &contact.to_string()], "O-13").contains("25-0400"));
    assert!(shown(&force, &["welfare", "show", &check.to_string()], "C-1").contains("25-0500"));
    assert_eq!(refused(&force, &["welfare", "show", &contact.to_string()], "4712"), "not_found");
    let tent = |reader| told(&force, &["tent", "show", &pitch.to_string()], reader);
    assert_eq!(tent("O-13")["references"][0]["value"], "25-0600");
    told(&force, &["tent", "refer", &pitch.to_string(), "other", "Store 9"], "M-1");
    // In another system it may tell where somebody slept: others know what they told themselves.
    assert_eq!(tent("M-1")["references"].as_array().unwrap().len(), 1, "{}", tent("M-1"));
    assert_eq!(tent("M-1")["references"][0]["value"], "Store 9");
}

#[test]
fn a_reference_is_in_a_persons_export_where_the_record_is_and_erased_with_it() {
    let force = town();
    keeper(&force);
    let worker = outreach::phone(&force, "O-12", Duty::Outreach);
    let [ash, _] = [(10.0, "Ash", "25-0400"), (900.0, "Elm", "25-0700")].map(|(metres, name, number)| {
        let record = meets(&worker, metres, person(Some((name, "Hazel")), BeddedDown));
        let news = vec![danger(false, None), care(cad(number)), closed(WelfareResult::Advice)];
        worker.book().tell_welfare(record, news).unwrap();
        record
    });
    worker.sync();
    let whole = exported(&force);
    assert!(whole.contains("25-0400") && !whole.contains("25-0700"), "{whole}");
    keep(&force, &["keeping", "erase", &ash.to_string()]);
    assert_eq!(bodies(&force, &ash.to_string()).0, 0);
    assert!(!exported(&force).contains("25-0400"));
}

/// What somebody is handed of theirs.
fn exported(force: &Force) -> String {
    let out = tempfile::tempdir().unwrap();
    let folder = out.path().join("ash");
    let whom = ["--given", "Ash", "--family", "Hazel", "--born", "1979-02-28"];
    let words = [&["person", "export", "--out", folder.to_str().unwrap()], &whom[..]].concat();
    keep(force, &words);
    std::fs::read_to_string(folder.join("person.json")).unwrap()
}
