//! The bytes of every kind of entry, as they were when schema 1 was fixed; and what form refuses.

use beatbook_domain::access::Audience;
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::engagement::{
    EngagementDetails, EngagementEntry, EngagementForm, Parish, ParishesSet,
};
use beatbook_domain::records::seen::KeptPlace;
use beatbook_domain::records::server::ServerBody;

use super::support::{corrected, details, id, recorded, taken_back};

/// One line for each body: its kind, a space, its JSON.
const GOLDEN: &str = include_str!("../../golden/engagement_bodies.txt");

fn whole() -> EngagementDetails {
    EngagementDetails {
        kind: Some("walk_and_talk".to_owned()),
        minutes: Some(90),
        ward: Some("RIVER".to_owned()),
        priority: Some("Nuisance vehicles".to_owned()),
        parish: Some("HOO".to_owned()),
        attendance: Some(31),
        sign_ups: Some(6),
        text: Some("Rochester High Street, with the Street Ambassador.".to_owned()),
        ..details("event")
    }
}

fn entries() -> [EngagementEntry; 5] {
    let mut first = recorded(whole());
    if let EngagementEntry::Recorded(recorded) = &mut first {
        recorded.place = Some(KeptPlace { lat: 513_785_100, lon: 5_240_000, accuracy: Some(50) });
        recorded.proposed_ward = Some("RIVER".to_owned());
        recorded.patrol = Some(id(3));
        recorded.operation = Some("Op Walkabout".to_owned());
    }
    let mut of_another = corrected(details("meeting"));
    if let EngagementEntry::Corrected(corrected) = &mut of_another {
        corrected.operation = Some("Op Arches".to_owned());
    }
    [first, recorded(details("surgery")), corrected(details("meeting")), of_another, taken_back()]
}

#[test]
fn bodies_are_what_they_were_when_schema_1_was_fixed() {
    let line = |kind: &str, bytes: Vec<u8>| format!("{kind} {}\n", String::from_utf8(bytes).unwrap());
    let mut written = String::new();
    for entry in entries() {
        assert_eq!(entry.check(), Ok(()));
        let body = EntryBody::Engagement(entry);
        let bytes = body.to_bytes().unwrap();
        assert_eq!(EntryBody::parse(body.kind(), 1, &bytes), Ok(body.clone()));
        written += &line(body.kind(), bytes);
    }
    let parishes = vec![Parish { code: "HOO".to_owned(), name: "Hoo St Werburgh".to_owned() }];
    let set = ParishesSet { from: "2024-04-01".parse().unwrap(), parishes, by: id(5) };
    let body = ServerBody::ParishesSet(set);
    assert_eq!(body.audience(), Audience::Everyone);
    let bytes = body.to_bytes().unwrap();
    assert_eq!(ServerBody::parse(body.kind(), 1, &bytes), Ok(body.clone()));
    written += &line(body.kind(), bytes);
    assert_eq!(written, GOLDEN);
}

#[test]
fn form_refuses_what_no_engagement_has_and_says_which() {
    let with = |change: fn(&mut EngagementDetails)| {
        let mut what = whole();
        change(&mut what);
        what.check()
    };
    assert_eq!(with(|_| {}), Ok(()));
    assert_eq!(with(|what| what.category = "patrol".to_owned()), Err(EngagementForm::Category));
    assert_eq!(with(|what| what.kind = Some("school".to_owned())), Err(EngagementForm::Kind));
    assert_eq!(with(|what| what.ward = Some(" ".to_owned())), Err(EngagementForm::Text("ward")));
    assert_eq!(with(|what| what.ward = Some("x".repeat(200))), Ok(()));
    assert_eq!(with(|what| what.ward = Some("x".repeat(201))), Err(EngagementForm::Text("ward")));
    assert_eq!(with(|what| what.text = Some("x".repeat(20_000))), Ok(()));
    assert_eq!(with(|what| what.text = Some("x".repeat(20_001))), Err(EngagementForm::Text("text")));
    assert_eq!(with(|what| what.attendance = Some(100_000)), Ok(()));
    assert_eq!(with(|what| what.attendance = Some(100_001)), Err(EngagementForm::Number("attendance")));
    assert_eq!(with(|what| what.minutes = Some(44_641)), Err(EngagementForm::Number("minutes")));
}
