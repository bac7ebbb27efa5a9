//! The bytes of every kind of entry, as they were when schema 1 was fixed; and what form refuses.

use beatbook_domain::access::{Area, AreaAudience, Audience};
use beatbook_domain::encampments::standing::{EncampmentActed, EncampmentStanding};
use beatbook_domain::encampments::{Beside, fold};
use beatbook_domain::notices::known::TagKey;
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::encampment::{
    CourtMatter, EACH_MAX, EncampmentEntry, EncampmentForm, EncampmentStep, UnitCount, Visit,
};
use beatbook_domain::records::notice::content::UnitKind;
use beatbook_domain::records::seen::{Evidence, KeptPlace};
use beatbook_domain::records::server::ServerBody;
use beatbook_protocol::hash::Hash;
use beatbook_protocol::limits::{NAME_MAX, TEXT_MAX};

use super::support::{at, caravans, court, id, on, reported, step, whole_story};

/// One line for each body: its kind, a space, its JSON.
const GOLDEN: &str = include_str!("../../golden/encampment_bodies.txt");

fn entries() -> Vec<EncampmentEntry> {
    let mut first = reported(1, at(1, 1), on(6, 8), "The car park in Medway Street, Chatham");
    if let EncampmentEntry::Reported(reported) = &mut first.entry {
        reported.reference = Some("CRM 25/118".to_owned());
        reported.land.code = Some("CP-7".to_owned());
        reported.land.place = Some(KeptPlace { lat: 513_785_100, lon: 5_240_000, accuracy: Some(50) });
        reported.patrol = Some(id(3));
    }
    let visit = Visit {
        text: Some("Hard standing, two gates".to_owned()),
        evidence: vec![Evidence { content: Hash::from_bytes([8; 32]), shows: "The gate".to_owned() }],
        ..match caravans(8, &["AB12 CDE"]) {
            EncampmentStep::Visit(visit) => visit,
            _ => Visit::default(),
        }
    };
    let mut told = whole_story();
    told[0] = first;
    told[1] = step(1, at(2, 4), on(6, 9), EncampmentStep::Visit(visit));
    told.push(step(1, at(9, 50), on(20, 9), EncampmentStep::Bailiffs));
    told.push(step(
        1,
        at(9, 51),
        on(20, 9),
        EncampmentStep::PoliceS61 { reference: Some("CAD 7".to_owned()) },
    ));
    told.push(step(
        1,
        at(9, 52),
        on(20, 9),
        EncampmentStep::Same { other: id(4), why: "One car park".to_owned() },
    ));
    let back = EncampmentStep::TakenBack { entry: at(2, 31), why: "Another site".to_owned() };
    told.push(step(1, at(9, 53), on(20, 9), back));
    told.into_iter().map(|one| one.entry).collect()
}

fn server() -> Vec<ServerBody> {
    let story = fold(&whole_story(), &Beside::default()).pop_first().unwrap().1;
    let mut standing = EncampmentStanding::of(&story, &TagKey::from_bytes([7; 32]));
    // As it was told before the instants of a direction, of leaving and of the check were, and what has stood there.
    standing.directions.iter_mut().for_each(|direction| direction.at = None);
    (standing.vacated_at, standing.checked, standing.stood) = (None, None, None);
    let entry = step(1, at(9, 40), on(12, 15), EncampmentStep::S78Applied(court())).entry;
    vec![
        ServerBody::EncampmentActed(Box::new(EncampmentActed { encampment: id(1), by: id(5), entry })),
        ServerBody::EncampmentStanding(Box::new(standing)),
    ]
}

#[test]
fn bodies_are_what_they_were_when_schema_1_was_fixed() {
    let line = |kind: &str, bytes: Vec<u8>| format!("{kind} {}\n", String::from_utf8(bytes).unwrap());
    let mut written = String::new();
    for entry in entries() {
        let body = EntryBody::Encampment(entry);
        let bytes = body.to_bytes().unwrap();
        assert_eq!(EntryBody::parse(body.kind(), 1, &bytes), Ok(body.clone()));
        written += &line(body.kind(), bytes);
    }
    for body in server() {
        let bytes = body.to_bytes().unwrap();
        assert_eq!(ServerBody::parse(body.kind(), 1, &bytes), Ok(body.clone()));
        written += &line(body.kind(), bytes);
    }
    assert_eq!(written, GOLDEN);
}

#[test]
fn what_the_desk_told_stays_there_and_phones_of_who_enforces_are_told_where_it_stands() {
    let [acted, standing] = <[ServerBody; 2]>::try_from(server()).unwrap();
    assert_eq!(acted.audience(), Audience::Desk);
    assert_eq!(standing.audience(), Audience::Area(AreaAudience::of(Area::Enforcement)));
    assert!(!acted.is_coarse() && !standing.is_coarse());
}

#[test]
fn texts_and_numbers_have_their_limits() {
    let check = |what: EncampmentStep| step(1, at(1, 1), on(6, 9), what).entry.check(id(1));
    let visit = |visit: Visit| check(EncampmentStep::Visit(visit));
    let unit = |count, lived_in| UnitCount { kind: UnitKind::Caravan, count, lived_in };
    let number = |field| Err(EncampmentForm::Number { field });
    let long_text = |field, most| Err(EncampmentForm::Text { field, most });
    let text = |field| long_text(field, NAME_MAX);
    assert_eq!(visit(Visit { units: vec![unit(2, 2)], ..Visit::default() }), Ok(()));
    assert_eq!(visit(Visit { units: vec![unit(2, 3)], ..Visit::default() }), number("units"));
    assert_eq!(visit(Visit { units: vec![unit(2, 1), unit(1, 1)], ..Visit::default() }), number("units"));
    let plates = |many: usize| Visit { registrations: vec!["AB12".to_owned(); many], ..Visit::default() };
    assert_eq!(visit(plates(EACH_MAX)), Ok(()));
    assert_eq!(visit(plates(EACH_MAX + 1)), number("registrations"));
    assert_eq!(
        visit(Visit { registrations: vec![" ".to_owned()], ..Visit::default() }),
        text("registration")
    );
    let none = Visit { registrations: vec!["AB12 CDE".to_owned(), "!!!".to_owned()], ..Visit::default() };
    assert_eq!(visit(none), Err(EncampmentForm::Registration));
    let long = |length| visit(Visit { text: Some("x".repeat(length)), ..Visit::default() });
    assert_eq!((long(20_000), long(20_001)), (Ok(()), long_text("text", TEXT_MAX)));
    let court = |court: &str| {
        check(EncampmentStep::S78Order(CourtMatter { court: court.to_owned(), reference: None }))
    };
    assert_eq!((court("Court"), court("")), (Ok(()), text("court")));
    let land = |words: String| reported(1, at(1, 1), on(6, 8), &words).entry.check(id(1));
    assert_eq!((land("x".repeat(200)), land("x".repeat(201))), (Ok(()), text("land")));
    let same = EncampmentStep::Same { other: id(1), why: "Why".to_owned() };
    assert_eq!(check(same), Err(EncampmentForm::Itself));
}
