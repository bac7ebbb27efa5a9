//! Story E2, the second half: a man drinks and shouts outside a bank. The requirement, the refusal, the notice with
//! its number and its paper, all with no network; then the server's register.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use beatbook_device::{
    AskWhen, AskWhere, BeginEncounter, EncounterNews, Fonts, NoticeAsked, NoticeNews, NoticeOutcome,
    NoticeView, PaperCopy, Sheet,
};
use beatbook_domain::calendar::local_date;
use beatbook_domain::law::clocks::days_following;
use beatbook_domain::notices::completeness::Ready;
use beatbook_domain::notices::number::NoticeNumber;
use beatbook_domain::orders::standing::Standing;
use beatbook_domain::records::encounter::steps::{Item, Step};
use beatbook_domain::records::encounter::story::Stage;
use beatbook_domain::records::encounter::{Detail, Outcome};
use beatbook_domain::records::notice::content::NoticeContent;
use beatbook_domain::records::notice::story;
use beatbook_domain::records::notice::{ServiceMethod, Signature};
use beatbook_domain::records::seen::Evidence;
use beatbook_domain::register::BucketKind;
use beatbook_domain::zones::import::ImportOptions;
use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use beatbook_server::bundle::verify;
use beatbook_tests::beat::{
    self, CHATHAM, DAY, ZONES, adult, assert_adds_up, book_of, breach, fairly, fix, issued, missing,
    officer_out, refused, saw, tell, town,
};
use beatbook_tests::force::Force;
use beatbook_tests::phone::Phone;
use serde_json::Value;

/// The station car park, 9 m inside another order's.
const CAR_PARK: (f64, f64) = (51.38477, 0.51050);

fn required() -> Step {
    Step::Required {
        words: "I require you to stop drinking and to hand over the cans.".to_owned(),
        belief: "Open can of beer in hand, smell of alcohol.".to_owned(),
        offence_told: true,
    }
}

/// The man is seen, spoken to, advised and required to stop.
fn up_to_the_requirement(phone: &Phone) -> Id {
    let encounter = phone.book().begin_encounter(BeginEncounter::here()).unwrap();
    let known = adult("Zoë Ó Faoláin");
    phone.book().tell_encounter(encounter, vec![EncounterNews::Person { person: 1, known }]).unwrap();
    saw(phone, encounter, "ALC-1", "Drinking from a can and shouting at people who pass.");
    let words = |text: &str| text.to_owned();
    tell(
        phone,
        encounter,
        vec![
            Step::PremisesAsked { outside_condition: false },
            Step::Engaged { words: words("Good afternoon.") },
            Step::Advised { words: words("There is an alcohol order here.") },
            required(),
        ],
    );
    encounter
}

fn asked(encounter: Id) -> NoticeAsked {
    let place = "High Street, Chatham, outside the bank";
    let particulars = "Drinking beer from a can and shouting at passers-by, and would not stop.";
    beat::asked(encounter, breach("MDW-ALC-CHA", "ALC-1"), place, particulars)
}

fn fined(phone: &Phone) -> (Id, NoticeView) {
    // A position older than a minute is not where it happened.
    fix(phone, CHATHAM, 5.0);
    let encounter = up_to_the_requirement(phone);
    tell(phone, encounter, vec![refused()]);
    tell(phone, encounter, fairly());
    (encounter, issued(phone, &asked(encounter)))
}

fn number_of(view: &NoticeView) -> NoticeNumber {
    NoticeNumber::parse(view.story.number().unwrap()).unwrap()
}

#[test]
fn story_e2_refused_and_fined_offline_then_in_the_register() {
    let force = town();
    let mut phone = officer_out(&force, "CS101");
    let applies = phone.book().what_applies(AskWhere::Newest, AskWhen::Now).unwrap();
    let here = applies.conditions.iter().find(|one| one.order.code == "MDW-ALC-CHA").unwrap();
    assert_eq!((&here.standing, here.offence.as_deref()), (&Standing::Certain, Some("ASBCPA 2014 s63")));

    // All that is missing at once, before anything is done about it.
    let encounter = up_to_the_requirement(&phone);
    assert_eq!(
        missing(&phone, &NoticeAsked { place: String::new(), ..asked(encounter) }),
        ["conduct_place", "understanding", "excuse_not_asked", "requirement_not_refused"]
    );
    tell(&phone, encounter, vec![refused()]);
    tell(&phone, encounter, fairly());
    assert_eq!(
        phone.book().check_notice(&asked(encounter)).unwrap().ready(),
        Ok(Ready::Number { tell_guardian_by: None })
    );
    assert_eq!(phone.book().notices(10).unwrap(), [], "asking stores nothing");
    let issued = phone.book().issue_notice(&asked(encounter)).unwrap();
    let NoticeOutcome::Issued { record, number, .. } = issued else { panic!("a draft: {issued:?}") };
    assert!(number.starts_with("MDW-A0-000001-"), "{number}");

    // s63 is the condition's; there is nothing to pick. Amounts, payee and authorisation are the book's.
    let view = phone.book().notice(record).unwrap();
    let NoticeContent::Fpn(fpn) = &view.story.notice.content else { panic!("not a penalty") };
    assert_eq!((fpn.offence.as_str(), fpn.terms.amount), ("ASBCPA 2014 s63", 10_000));
    assert_eq!(view.story.notice.issuer.authorisation, "AUTH/12");
    let cited = view.story.notice.order.as_ref().unwrap();
    assert!(cited.edge.unwrap() > 500 && cited.zone.is_some() && cited.sign.is_some(), "{cited:?}");
    assert_eq!(missing(&phone, &asked(encounter)), ["issued_already"], "one breach is fined once");

    phone.killed();
    phone.restarted();
    assert_eq!(phone.book().notice_numbered(&number).unwrap(), view, "the same, from the file");
    let ending = EncounterNews::Outcome {
        person: Some(1),
        outcome: Outcome::Fpn,
        text: Some(number.clone()),
        no_fpn: None,
    };
    phone.book().tell_encounter(encounter, vec![ending]).unwrap();
    let served = NoticeNews::Served {
        time: None,
        method: Some(ServiceMethod::Hand),
        signature: Signature::Refused,
        evidence: Vec::new(),
    };
    phone.book().tell_notice(record, served).unwrap();
    // Refused at the place, so it is sent as well: the officer's copy tells both, and that nobody signed.
    let posted = NoticeNews::Served {
        time: None,
        method: Some(ServiceMethod::Post),
        signature: Signature::NotAsked,
        evidence: Vec::new(),
    };
    phone.book().tell_notice(record, posted).unwrap();
    let officers = phone.book().paper(record, PaperCopy::Officer).unwrap().text();
    for service in ["Given by hand\nAsked to sign: refused\n", "Sent by post\nNot asked to sign"] {
        assert!(officers.contains(service), "{officers}");
    }
    let given = phone.book().paper(record, PaperCopy::Recipient).unwrap().text();
    assert!(!given.contains("Each service"), "{given}");
    let told = (phone.book().encounters(10).unwrap(), phone.book().notices(10).unwrap());
    phone.book().rebuild().unwrap();
    assert_eq!((phone.book().encounters(10).unwrap(), phone.book().notices(10).unwrap()), told);

    // The register: one issued, within payment.
    phone.sync();
    assert_adds_up(&force, 1);
    let today = days_following(local_date(force.clock.now()).unwrap(), 1).unwrap();
    let standings = phone.book().notice_standings(today).unwrap();
    assert_eq!(
        standings.iter().map(|one| one.standing.kind()).collect::<Vec<_>>(),
        [BucketKind::WithinPayment]
    );

    // What is decided at the desk comes back to the phone.
    let why = ["--reason", "wrong_zone", "--why", "outside the area", "--by", "CS101"];
    force.command(&[&["notice", "void", &number, "--authority", "MDW"], &why[..]].concat());
    phone.sync();
    let standings = phone.book().notice_standings(today).unwrap();
    assert_eq!(standings.iter().map(|one| one.standing.kind()).collect::<Vec<_>>(), [BucketKind::Voided]);
}

#[test]
fn story_e2_the_paper_says_number_amounts_payee_and_dates() {
    let force = town();
    let phone = officer_out(&force, "CS101");
    let (_, view) = fined(&phone);
    let number = view.story.number().unwrap();
    let issued = local_date(view.story.issue().unwrap().time.at).unwrap();
    let day = |days| days_following(issued, days).unwrap().strftime("%-d %B %Y").to_string();
    let recipient = phone.book().paper(view.record, PaperCopy::Recipient).unwrap();
    let text = recipient.text();
    for said in [
        number,
        "Pay £100 by",
        "Or £75 if",
        "Medway Council (DEMO)",
        "Zoë Ó Faoláin",
        "section 63",
        "AUTH/12",
    ] {
        assert!(text.contains(said), "{said} is not on the paper:\n{text}");
    }
    for date in [day(0), day(13), day(14), day(28)] {
        assert!(text.contains(&date), "{date} is not on the paper:\n{text}");
    }
    let html = recipient.html(Sheet::A4);
    assert!(html.contains(number) && html.contains("£100") && !html.contains("<script"));
    assert!(recipient.qr().contains(number) && !recipient.qr().contains("Zo"));

    // What the officer believed is on the officer's copy only.
    assert!(!text.contains("smell of alcohol"));
    let officers = phone.book().paper(view.record, PaperCopy::Officer).unwrap();
    assert!(officers.text().contains("smell of alcohol") && officers.text().contains("inside the zone"));

    let fonts = ["Regular", "Bold"].map(|face| format!("/usr/share/fonts/truetype/noto/NotoSans-{face}.ttf"));
    let Ok(files) = fonts.iter().map(std::fs::read).collect::<Result<Vec<_>, _>>() else {
        println!("the PDF is left out: printing wants Debian's fonts-noto-core");
        return;
    };
    let pdf = recipient.pdf(Sheet::Receipt80, &Fonts::new(files).unwrap()).unwrap();
    assert!(pdf.bytes.starts_with(b"%PDF") && pdf.warnings.is_empty(), "{:?}", pdf.warnings);
}

#[test]
fn story_e2_the_photograph_is_known_by_its_hash_in_record_paper_and_bundle() {
    let force = town();
    let phone = officer_out(&force, "CS101");
    // The camera's file stays with the camera; what it shows, and that it is this very file, goes into the record.
    let photo = force.folder().join("can.jpg");
    std::fs::write(&photo, [&[0xff, 0xd8, 0xff, 0xe0][..], &[7; 20_000], &[0xff, 0xd9]].concat()).unwrap();
    let taken = |shows: &str| Evidence {
        content: Hash::of(&[&std::fs::read(&photo).unwrap()]),
        shows: shows.to_owned(),
    };
    let (can, sign) = (taken("The open can in his hand"), taken("The same moment, with the sign behind him"));
    fix(&phone, CHATHAM, 5.0);
    let encounter = up_to_the_requirement(&phone);
    let news = vec![EncounterNews::Added(Detail::Evidence(sign))];
    phone.book().tell_encounter(encounter, news).unwrap();
    tell(&phone, encounter, vec![refused()]);
    tell(&phone, encounter, fairly());
    let view = issued(&phone, &NoticeAsked { evidence: vec![can.clone()], ..asked(encounter) });
    let (number, hash) = (view.story.number().unwrap(), can.content.to_string());
    assert_eq!(view.story.notice.evidence, [can]);
    // On the officer's copy, and nowhere on the recipient's.
    let copy = |copy| phone.book().paper(view.record, copy).unwrap().text();
    let line = format!("Photograph or recording 1, {hash}");
    assert!(copy(PaperCopy::Officer).contains(&line), "{}", copy(PaperCopy::Officer));
    assert!(!copy(PaperCopy::Recipient).contains(&hash));

    // What the server has says the same, and so does the bundle for the court, which checks without it.
    phone.sync();
    let out = force.folder().join("bundle");
    let to = ["--profile", "court", "--reason", "complaint C-17", "--out", out.to_str().unwrap()];
    force.at_desk(&[&["notice", "bundle", number], &to[..]].concat());
    let notice: Value =
        serde_json::from_str(&std::fs::read_to_string(out.join("notice.json")).unwrap()).unwrap();
    let evidence = &notice["notice"]["evidence"];
    assert_eq!(
        evidence[0],
        serde_json::json!({ "content": hash, "shows": "The open can in his hand" }),
        "{notice}"
    );
    let entries = std::fs::read_to_string(out.join("entries.jsonl")).unwrap();
    assert!(entries.lines().count() > 3 && verify(&out, None).unwrap().faults.is_empty());
    assert!(std::fs::read_to_string(out.join("paper-officer.html")).unwrap().contains(&hash));
    // Whoever brings the file shows by its hash that it is the one; a changed one is not.
    assert_eq!(taken("").content.to_string(), hash);
    std::fs::write(&photo, [7; 20_000]).unwrap();
    assert_ne!(taken("").content.to_string(), hash);
}

#[test]
fn story_e2_he_pours_it_away_and_there_is_no_penalty() {
    let force = town();
    let phone = officer_out(&force, "CS101");
    let encounter = up_to_the_requirement(&phone);
    let cans = vec![Item { what: "Beer, can".to_owned(), quantity: "2 × 500 ml".to_owned() }];
    let poured = "Poured away at the place".to_owned();
    let receipt = |copy| phone.book().surrender_paper(encounter, 1, "High Street, Chatham", copy);
    assert_eq!(receipt(PaperCopy::Recipient).unwrap_err().code(), "not_printed", "nothing is handed over");
    tell(&phone, encounter, vec![Step::Surrendered { items: cans.clone() }]);
    assert_eq!(
        receipt(PaperCopy::Recipient).unwrap_err().code(),
        "not_printed",
        "nobody told what became of it"
    );
    let disposed = Step::Disposed { how: poured.clone(), witness: Some("PC 8834".to_owned()) };
    tell(&phone, encounter, vec![disposed]);
    // He gets a receipt, which is no notice and has no number of one.
    let text = receipt(PaperCopy::Recipient).unwrap().text();
    let end = encounter.to_string().rsplit('-').next().map(|end| format!("E-{end}-1")).unwrap();
    for said in [
        "Receipt for alcohol surrendered",
        &end,
        "Zoë Ó Faoláin",
        "Beer, can",
        "2 × 500 ml",
        &poured,
        "High Street, Chatham",
        "Drinking from a can",
        "section 63",
        "AUTH/12",
        "Nothing has to be paid",
    ] {
        assert!(text.contains(said), "{said} is not on the receipt:\n{text}");
    }
    assert!(!text.contains("PC 8834") && !text.contains("smell of alcohol"), "{text}");
    let officers = receipt(PaperCopy::Officer).unwrap().text();
    assert!(officers.contains("PC 8834") && officers.contains("smell of alcohol"), "{officers}");
    assert_eq!(receipt(PaperCopy::Recipient).unwrap().text(), text, "the same record gives the same receipt");
    let nobody = phone.book().surrender_paper(encounter, 2, "High Street", PaperCopy::Recipient);
    assert_eq!(nobody.unwrap_err().code(), "not_printed");
    let nowhere = phone.book().surrender_paper(encounter, 1, " ", PaperCopy::Recipient);
    assert_eq!(nowhere.unwrap_err().code(), "incomplete");
    let ending =
        EncounterNews::Outcome { person: Some(1), outcome: Outcome::Warning, text: None, no_fpn: None };
    phone.book().tell_encounter(encounter, vec![ending]).unwrap();
    tell(&phone, encounter, fairly());
    assert_eq!(missing(&phone, &asked(encounter)), ["requirement_not_refused"]);
    let told = phone.book().encounter(encounter).unwrap().encounter;
    assert_eq!(told.people[&1].stage, Stage::Surrendered { items: cans, disposed: Some(poured) });
    assert_eq!(told.outcome_of(1), Some(Outcome::Warning));
    phone.sync();
    assert_eq!(phone.book().notice_numbers_left().unwrap()[0].left, 200, "no number was spent");
}

#[test]
fn story_e2_an_authority_that_was_asked_for_and_not_shown_blocks_the_paper() {
    let force = town();
    let phone = officer_out(&force, "CS101");
    let encounter = up_to_the_requirement(&phone);
    tell(&phone, encounter, vec![Step::AuthorityAsked, refused()]);
    tell(&phone, encounter, fairly());
    assert_eq!(missing(&phone, &asked(encounter)), ["authority_not_shown"]);
    tell(&phone, encounter, vec![Step::AuthorityShown, required(), refused()]);
    let issued = phone.book().issue_notice(&asked(encounter)).unwrap();
    assert!(matches!(issued, NoticeOutcome::Issued { .. }), "{issued:?}");
}

#[test]
fn story_e2_an_order_with_fourteen_early_days_is_refused_at_import() {
    let force = Force::begin();
    let now = force.clock.now();
    force.import_file(force.authority, ZONES.into(), ImportOptions::at(now - DAY), None);
    let mut book = book_of(&local_date(now).unwrap().to_string());
    book["orders"][0]["terms"][0]["early"]["days"] = 14.into();
    let told = force.refused_orders(&book);
    assert!(told.contains("terms") && told.contains("14"), "{told}");
    // What the law says of an order comes with the slips of the pen in it, all at once.
    book["orders"][0]["version"] = "three".into();
    book["orders"][0]["conditions"][0]["offence"] = "PSPO-X".into();
    book["premises"][0]["kind"] = "shop".into();
    let told = force.refused_orders(&book);
    for said in ["orders[0].version", "[alcohol_needs_requirement]", "14", "\"licensed\", \"club\""] {
        assert!(told.contains(said), "{said} is not told: {told}");
    }
}

#[test]
fn story_e2_no_two_phones_ever_share_a_number() {
    let force = town();
    let phones = [officer_out(&force, "CS101"), officer_out(&force, "CS102")];
    let mut numbers = BTreeSet::new();
    for phone in phones.iter().chain(&phones) {
        let (_, view) = fined(phone);
        assert!(numbers.insert(number_of(&view)), "used before");
    }
    // What was voided stays accounted for, and is not used again.
    let (_, void) = fined(&phones[0]);
    let reason = NoticeNews::Voided { reason: "printer_failure".to_owned() };
    phones[0].book().tell_notice(void.record, reason).unwrap();
    let again = NoticeNews::Voided { reason: "printer_failure".to_owned() };
    assert_eq!(phones[0].book().tell_notice(void.record, again).unwrap_err().code(), "notice");
    assert!(numbers.insert(number_of(&void)));
    assert!(numbers.insert(number_of(&fined(&phones[0]).1)));
    for phone in &phones {
        phone.sync();
    }
    assert_adds_up(&force, 6);
}

#[test]
fn story_e2_unsure_of_the_place_is_a_draft_without_a_number() {
    let force = town();
    let phone = officer_out(&force, "CS101");
    fix(&phone, CAR_PARK, 14.0);
    let encounter = up_to_the_requirement(&phone);
    tell(&phone, encounter, vec![refused()]);
    tell(&phone, encounter, fairly());
    let asked = NoticeAsked { about: breach("MDW-ALC-ROC", "ALC-1"), ..asked(encounter) };
    let NoticeOutcome::Draft { record, doubts } = phone.book().issue_notice(&asked).unwrap() else {
        panic!("numbered, nine metres from the edge");
    };
    assert_eq!(doubts, ["edge"]);
    let refused = phone.book().paper(record, PaperCopy::Recipient).unwrap_err();
    assert_eq!(refused.code(), "not_printed");
    let dropped = NoticeNews::Dropped { reason: "not sure enough".to_owned() };
    phone.book().tell_notice(record, dropped).unwrap();
    let told = phone.book().notice(record).unwrap().story;
    assert!(matches!(told.standing, story::Standing::Dropped { .. }) && told.number().is_none());
    assert_eq!(phone.book().notice_numbers_left().unwrap()[0].left, 200);
}

#[test]
fn story_e2_a_briefing_a_week_old_gives_no_number_and_a_fresh_one_does() {
    let force = town();
    let phone = officer_out(&force, "CS101");
    for (days, numbered) in [(6, true), (2, false)] {
        force.clock.advance(days * DAY);
        phone.platform.advance(days * DAY);
        fix(&phone, CHATHAM, 5.0);
        let encounter = up_to_the_requirement(&phone);
        tell(&phone, encounter, vec![refused()]);
        tell(&phone, encounter, fairly());
        match phone.book().issue_notice(&asked(encounter)).unwrap() {
            NoticeOutcome::Issued { .. } => assert!(numbered, "within the week"),
            NoticeOutcome::Draft { record, doubts } => {
                assert_eq!((doubts, numbered), (vec!["old_briefing".to_owned()], false));
                assert!(phone.book().notice(record).unwrap().story.number().is_none());
            }
        }
    }
    beatbook_tests::car_park::meet(&force, &phone);
    fix(&phone, CHATHAM, 5.0);
    let encounter = up_to_the_requirement(&phone);
    tell(&phone, encounter, vec![refused()]);
    tell(&phone, encounter, fairly());
    let _ = issued(&phone, &asked(encounter));
    phone.sync();
    assert_adds_up(&force, 1);
}
