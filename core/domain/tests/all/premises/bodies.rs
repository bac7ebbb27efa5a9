//! The bytes of every kind of entry, as they were when schema 1 was fixed.

use beatbook_domain::access::Audience;
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::premises::{
    Defect, DefectFound, ItemCorrected, ItemStep, PremisesEntry, PremisesPart, SeizedGoods, VisitCorrected,
    VisitDetails, VisitOutcome,
};
use beatbook_domain::records::seen::{Evidence, KeptPlace};
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::records::work::Work;
use beatbook_protocol::hash::Hash;

use super::support::{acted, at, defect, details, gone, goods, id, seized, taken_back, told_of, visited};

/// One line for each body: its kind, a space, its JSON.
const GOLDEN: &str = include_str!("../../golden/premises_bodies.txt");

fn whole() -> VisitDetails {
    let text = |text: &str| Some(text.to_owned());
    VisitDetails {
        address: text("12 High Street, Chatham"),
        ward: text("RIVER"),
        with: vec!["trading_standards".to_owned(), "licensing".to_owned()],
        spoken_to: vec!["manager".to_owned()],
        outcomes: vec![
            VisitOutcome::Advice,
            VisitOutcome::WarningLetter,
            VisitOutcome::Seizure,
            VisitOutcome::Referral { to: "Trading standards".to_owned(), reference: text("TS 25/118") },
            VisitOutcome::Referral { to: "HMRC".to_owned(), reference: None },
            VisitOutcome::FollowUp { by: "2024-10-03".parse().unwrap() },
        ],
        notes: text("The stock is behind the counter."),
        ..details("vape_shop")
    }
}

fn entries() -> Vec<PremisesEntry> {
    let mut first = visited(whole());
    if let PremisesEntry::Visited(visited) = &mut first {
        visited.place = Some(KeptPlace { lat: 513_785_100, lon: 5_240_000, accuracy: Some(50) });
        visited.proposed_ward = Some("RIVER".to_owned());
        visited.patrol = Some(id(3));
        visited.operation = Some("Op Vapour".to_owned());
    }
    let compliant = VisitDetails { outcomes: vec![VisitOutcome::Compliant], ..details("off_licence") };
    let photo = Evidence { content: Hash::from_bytes([7; 32]), shows: "The box".to_owned() };
    let bag = SeizedGoods {
        photo: Some(photo),
        power: Some("Consumer Rights Act 2015 Sch 5 (unverified)".to_owned()),
        ..goods(Some("MDW 0001"))
    };
    let bare = SeizedGoods { value_pence: None, defect: None, ..goods(None) };
    let note = Some("50 mg/ml on the box".to_owned());
    let found = Defect { code: "nicotine_over_limit".to_owned(), things: Some(40), note };
    let item = |step| PremisesEntry::Item(told_of(1, step));
    let why = "Counted again".to_owned();
    let text = |text: &str| text.to_owned();
    vec![
        first,
        visited(compliant),
        PremisesEntry::Corrected(Box::new(VisitCorrected {
            at: at(),
            details: details("other"),
            why: why.clone(),
        })),
        taken_back(PremisesPart::Visit),
        taken_back(PremisesPart::Defect(text("labelling"))),
        taken_back(PremisesPart::Item(2)),
        PremisesEntry::Defect(DefectFound { at: at(), defect: found }),
        defect("labelling", None),
        seized(1, bag),
        seized(2, bare.clone()),
        PremisesEntry::ItemCorrected(Box::new(ItemCorrected { at: at(), item: 2, goods: bare, why })),
        item(ItemStep::Returned(gone())),
        item(ItemStep::Disposed(gone())),
        item(ItemStep::PassedOn { to: text("Trading standards"), reference: text("EX/9") }),
        item(ItemStep::HeldAfterAll { why: text("Another bag") }),
    ]
}

#[test]
fn bodies_are_what_they_were_when_schema_1_was_fixed() {
    let line = |kind: &str, bytes: Vec<u8>| format!("{kind} {}\n", String::from_utf8(bytes).unwrap());
    let mut written = String::new();
    for entry in entries() {
        assert_eq!(entry.check(), Ok(()));
        let body = EntryBody::Premises(entry);
        assert_eq!(body.work(body.kind()), Some(Work::Premises));
        let bytes = body.to_bytes().unwrap();
        assert_eq!(EntryBody::parse(body.kind(), 1, &bytes), Ok(body.clone()));
        written += &line(body.kind(), bytes);
    }
    let body = ServerBody::PremisesActed(acted(4, 1, ItemStep::Disposed(gone())));
    assert_eq!((body.audience(), body.work()), (Audience::Desk, Some(Work::Premises)));
    let bytes = body.to_bytes().unwrap();
    assert_eq!(ServerBody::parse(body.kind(), 1, &bytes), Ok(body.clone()));
    written += &line(body.kind(), bytes);
    assert_eq!(written, GOLDEN);
}
