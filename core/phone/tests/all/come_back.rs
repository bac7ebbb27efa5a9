//! What is decided at the desk comes back to the phone that issued, and its commands say so.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should stop")]

use crate::council::{Council, decided, litter_words, now, today};
use crate::support::OFFICER;

use beatbook_domain::law::clocks::days_following;
use beatbook_domain::notices::number::{AuthorityCode, NoticeNumber};
use beatbook_domain::records::notice::content::NoticeKind;
use beatbook_domain::records::server::{DraftDropped, DraftPosted, PaymentTaken, ServerBody};
use beatbook_domain::register::{Act, IssuedNotice, NfaReason, Payment, VoidReason};
use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use serde_json::Value;

fn paid(number: &NoticeNumber, pence: i64) -> ServerBody {
    let payment = Payment { paid: today(), cleared: today(), pence, reference: "R-1".to_owned() };
    ServerBody::PaymentTaken(PaymentTaken { number: number.clone(), payment, by: Some(OFFICER) })
}

#[test]
fn payments_and_decisions_of_the_desk_are_shown_on_the_phone() {
    let council = Council::officer();
    let number = council.fined();
    let (text, json) = council.shown(&number);
    assert!(text.contains("to be paid, the period runs; paid £0, £75 to be paid"), "{text}");
    assert_eq!(
        (&json["standing"]["bucket"], &json["standing"]["balance"]),
        (&"within_payment".into(), &7500.into())
    );

    let review = days_following(today(), 5).unwrap();
    let came = Act::Represented { received: today() };
    council.told(&[
        paid(&number, 2_000),
        decided(&number, today(), came),
        decided(&number, today(), Act::ReviewRequired { until: review }),
    ]);
    let (text, json) = council.shown(&number);
    assert!(text.contains("paid £20, £55 to be paid"), "{text}");
    assert!(text.contains(&format!("a supervisor confirms or voids it by {review}")), "{text}");
    assert!(text.contains(&format!("representations of {}: not answered", today())), "{text}");
    assert_eq!((&json["standing"]["held"], &json["standing"]["balance"]), (&2000.into(), &5500.into()));

    council.told(&[decided(&number, today(), Act::Nfa { reason: NfaReason::PublicInterest })]);
    let (text, json) = council.shown(&number);
    assert!(text.contains("no further action: public interest; paid £20, £20 to be sent back"), "{text}");
    assert_eq!(json["standing"]["bucket"], "nfa");
    let listed = council.phone.does(&["notice", "list"]);
    assert!(listed.contains("no further action: public interest"), "{listed}");
}

#[test]
fn what_the_desk_voids_is_void_here_whatever_was_told_on_the_phone() {
    let council = Council::officer();
    let number = council.fined();
    council.phone.does(&["notice", "withdraw", &number.to_string(), "--reason", "Too hard on him."]);
    assert!(council.shown(&number).0.contains("withdrawn, RECIPIENT NOT YET TOLD"));
    council.told(&[decided(&number, today(), Act::Void { reason: VoidReason::WrongPerson })]);
    let (text, json) = council.shown(&number);
    assert!(text.starts_with(&format!("{number}  void: wrong person")), "{text}");
    assert!(!text.contains("NOT YET TOLD"), "{text}");
    assert_eq!(
        (&json["standing"]["bucket"], &json["standing"]["reason"]),
        (&"voided".into(), &"wrong_person".into())
    );
}

#[test]
fn a_warning_says_whether_it_is_complied_with() {
    let council = Council::officer();
    let phone = &council.phone;
    phone.does(&["encounter", "begin", "--place", "51.38,0.52"]);
    let who = ["--name", "Pat Fourth", "--born", "1990-05-01", "--address", "3 Example Road"];
    phone.does(&[&["encounter", "person", "--homeless", "no"], &who[..]].concat());
    phone.does(&["encounter", "saw", "untidy_land", "Torn bags and rats."]);
    let until = days_following(today(), 14).unwrap().to_string();
    let words = [
        &[
            "notice",
            "issue",
            "cpw",
            "--conduct",
            "untidy_land",
            "--effect",
            "Smell and rats.",
            "--persistent",
        ][..],
        &[
            "Every week since June.",
            "--unreasonable",
            "Bins were given.",
            "--stop",
            "leaving waste",
            "--until",
        ],
        &[
            &until,
            "--place",
            "3 Example Road",
            "--particulars",
            "Bags of waste in the front garden, torn open, with rats in them.",
            "--json",
        ],
    ];
    let issued = phone.json(&words.concat());
    let number = NoticeNumber::parse(issued["number"].as_str().unwrap()).unwrap();
    let (text, json) = council.shown(&number);
    assert!(text.contains("nothing is to be paid") && text.contains("protection: issued"), "{text}");
    assert_eq!(json["status"], "issued");
    council.told(&[decided(&number, today(), Act::Complied)]);
    let (text, json) = council.shown(&number);
    assert!(text.contains("protection: complied"), "{text}");
    assert_eq!(json["status"], "complied");
}

/// A draft kept on the phone, its record, and its notebook.
fn drafted(council: &Council) -> (Id, Id) {
    council.litter();
    let record = council.phone.json(&litter_words("draft"))["notice"].as_str().unwrap().parse().unwrap();
    (record, council.phone.does(&["list"]).trim().parse().unwrap())
}

#[test]
fn a_posted_draft_is_shown_with_its_number_and_printed_at_the_desk() {
    let council = Council::officer();
    let (record, notebook) = drafted(&council);
    let number = NoticeNumber::new(AuthorityCode::new("MDW").unwrap(), 'S', 0, 1).unwrap();
    let issued = IssuedNotice {
        number: number.clone(),
        kind: NoticeKind::Fpn,
        code: "LIT".to_owned(),
        order: None,
        issued: today(),
        penalty: None,
        appeal_until: None,
        tell_by: None,
    };
    council.told(&[ServerBody::DraftPosted(Box::new(DraftPosted {
        notebook,
        record,
        draft: Hash::ZERO,
        time: now(),
        issued,
        by: OFFICER,
        doubts: Vec::new(),
        missing: Vec::new(),
        why: "a look at the map".to_owned(),
        templates: None,
    }))]);
    let listed = council.phone.does(&["notice", "list"]);
    assert!(listed.starts_with(&format!("{number}  issued by post on {}", today())), "{listed}");
    assert!(!listed.contains("draft without a number"), "{listed}");
    let (text, json) = council.shown(&number);
    assert!(text.contains(&format!("draft {record}")) && text.contains("a look at the map"), "{text}");
    assert_eq!(
        (&json["number"], &json["decided"]["posted"]),
        (&number.to_string().into(), &number.to_string().into())
    );
    assert_eq!(json["decided"]["why"], "a look at the map");

    let out = council.phone.folder.path().join("paper.html").display().to_string();
    let (exit, said) = council.phone.refuses(&["notice", "print", &number.to_string(), "--out", &out]);
    assert!(exit == 3 && said.contains("[printed_at_desk]"), "{exit} {said}");
    assert!(said.contains("a supervisor's desk"), "{said}");
    let printed = number.to_string();
    for act in ["void", "withdraw"] {
        let (exit, said) = council.phone.refuses(&["notice", act, &printed, "--reason", "Wrong."]);
        assert!(exit == 3 && said.contains("[decided_at_desk]"), "{act}: {exit} {said}");
    }
    let (exit, said) = council.phone.refuses(&["notice", "show", "MDW-S0-000002-X"]);
    assert!(exit == 3 && said.contains("[not_found]"), "{said}");
}

#[test]
fn a_second_draft_of_the_same_conduct_names_the_one_that_waits() {
    let council = Council::officer();
    let (record, _) = drafted(&council);
    for act in ["draft", "check"] {
        let said = council.phone.tries(&litter_words(act));
        let answer: Value = serde_json::from_slice(&said.stdout).unwrap();
        // Complete and sure, it may still get its number: a check says so.
        if act == "check" {
            assert_eq!(answer["ready"], "number", "{answer}");
            continue;
        }
        let [point] = &answer["missing"].as_array().unwrap_or_else(|| panic!("{answer}"))[..] else {
            panic!("{answer}")
        };
        assert_eq!((&point["code"], said.status.code()), (&"drafted_already".into(), Some(3)));
        assert!(point["remedy"].as_str().unwrap().contains(&record.to_string()), "{point}");
    }
    assert_eq!(council.phone.does(&["notice", "list"]).matches("draft without a number").count(), 1);
    council.phone.does(&["notice", "drop", &record.to_string(), "--reason", "The wrong words."]);
    council.phone.does(&litter_words("draft"));
}

#[test]
fn a_dropped_draft_says_that_it_was_dropped_and_why() {
    let council = Council::officer();
    let (record, notebook) = drafted(&council);
    let (draft, on, why) = (Hash::ZERO, today(), "outside the area".to_owned());
    council.told(&[ServerBody::DraftDropped(DraftDropped { notebook, record, draft, on, by: OFFICER, why })]);
    let listed = council.phone.does(&["notice", "list"]);
    let line = format!("draft {record}  dropped by a supervisor on {on}: outside the area");
    assert!(listed.starts_with(&line), "{listed}");
    let json: Value = serde_json::from_str(&council.phone.does(&["notice", "list", "--json"])).unwrap();
    assert_eq!(
        (&json["decided"]["dropped"], &json["decided"]["why"]),
        (&on.to_string().into(), &"outside the area".into())
    );
}
