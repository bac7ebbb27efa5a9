//! Patrols as officers live them: pairs that split, abstracted evenings, tallies taken back.

use super::*;
use beatbook_protocol::entry::BootId;

const OWN: Id = Id::from_bytes([1; 16]);
const COLLEAGUE: Id = Id::from_bytes([2; 16]);

fn at(minute: i64) -> Moment {
    Moment { wall: 1_757_181_600_000 + minute * 60_000, mono: minute * 60_000, boot: BootId(1) }
}

fn started() -> PatrolStarted {
    PatrolStarted {
        at: at(0),
        duty: Duty::TaskedCore,
        mode: TravelMode::Foot,
        crew: Crew { officers: vec![OWN, COLLEAGUE], others: 0 },
        operation: None,
    }
}

fn open() -> Patrol {
    Patrol::start(&started(), OWN).unwrap()
}

fn ended(minute: i64) -> PatrolEntry {
    PatrolEntry::Ended(PatrolEnded { at: at(minute), ending: Ending::SignedOff })
}

fn abstracted(minute: i64) -> PatrolEntry {
    PatrolEntry::AbstractionStarted(AbstractionStarted {
        at: at(minute),
        reason: "scene control".to_owned(),
        authorised_by: "superintendent".to_owned(),
    })
}

#[test]
fn an_abstracted_evening_is_told_in_order() {
    let mut patrol = open();
    patrol.apply(&abstracted(30), OWN).unwrap();
    assert_eq!(patrol.apply(&abstracted(31), OWN), Err(PatrolRefusal::AlreadyAbstracted));
    let back = PatrolEntry::AbstractionEnded(AbstractionEnded { at: at(90) });
    patrol.apply(&back, OWN).unwrap();
    assert_eq!(patrol.apply(&back, OWN), Err(PatrolRefusal::NotAbstracted));
    patrol.apply(&ended(480), OWN).unwrap();
    assert_eq!(patrol.abstractions[0].to, Some(at(90)));
    assert!(!patrol.is_open());
}

#[test]
fn after_sign_off_a_patrol_is_annotated_and_nothing_else() {
    let mut patrol = open();
    patrol.apply(&ended(480), OWN).unwrap();
    assert_eq!(patrol.apply(&ended(481), OWN), Err(PatrolRefusal::AlreadyEnded));
    assert_eq!(patrol.apply(&abstracted(482), OWN), Err(PatrolRefusal::AlreadyEnded));
    let words = PatrolAnnotated { at: at(483), text: "Radio room kept me 20 min.".to_owned() };
    patrol.apply(&PatrolEntry::Annotated(words), OWN).unwrap();
    assert_eq!(patrol.annotations.len(), 1);
}

#[test]
fn a_pair_that_splits_changes_the_crew_from_then_on() {
    let mut patrol = open();
    let alone = Crew { officers: vec![OWN], others: 0 };
    let split = PatrolChanged { at: at(120), mode: None, crew: Some(alone.clone()), operation: None };
    patrol.apply(&PatrolEntry::Changed(split), OWN).unwrap();
    assert_eq!(patrol.crews.last(), Some(&(at(120), alone)));
    let early = PatrolChanged { at: at(60), mode: Some(TravelMode::Cycle), crew: None, operation: None };
    assert_eq!(patrol.apply(&PatrolEntry::Changed(early), OWN), Err(PatrolRefusal::TimeRunsBack));
    assert_eq!(patrol.modes.len(), 1, "a refusal changes nothing");
}

#[test]
fn impossible_crews_are_refused() {
    for crew in [
        Crew { officers: vec![COLLEAGUE], others: 0 },
        Crew { officers: vec![], others: 2 },
        Crew { officers: vec![OWN, OWN], others: 0 },
        Crew { officers: vec![OWN], others: 50 },
    ] {
        assert_eq!(Patrol::start(&PatrolStarted { crew, ..started() }, OWN), Err(PatrolRefusal::Crew));
    }
    let largest = Crew { officers: vec![OWN], others: 49 };
    assert!(Patrol::start(&PatrolStarted { crew: largest, ..started() }, OWN).is_ok());
}

#[test]
fn tallies_can_be_undone_but_never_fall_below_zero() {
    let mut patrol = open();
    let add = |n| PatrolEntry::Tallied(PatrolTallied { at: at(5), add: [(TallyKind::Arrest, n)].into() });
    patrol.apply(&add(2), OWN).unwrap();
    patrol.apply(&add(-1), OWN).unwrap();
    assert_eq!(patrol.apply(&add(-2), OWN), Err(PatrolRefusal::Tally));
    assert_eq!(patrol.apply(&add(i32::MAX), OWN), Err(PatrolRefusal::Tally));
    assert_eq!(patrol.tallies[&TallyKind::Arrest], 1);
}

/// Whether an open patrol takes an entry.
fn takes(entry: PatrolEntry) -> Result<(), PatrolRefusal> {
    open().apply(&entry, OWN)
}

#[test]
fn every_text_is_taken_up_to_its_limit_and_refused_beyond_it_by_its_name() {
    let annotation = |text: String| takes(PatrolEntry::Annotated(PatrolAnnotated { at: at(1), text }));
    let reference = |value: String| {
        let system = ReferenceSystem::Cad;
        takes(PatrolEntry::Referenced(PatrolReferenced { at: at(1), system, value }))
    };
    let abstraction = |reason: String, authorised_by: String| {
        takes(PatrolEntry::AbstractionStarted(AbstractionStarted { at: at(1), reason, authorised_by }))
    };
    let closing = |reason: String| {
        let ending = Ending::ClosedAtLastFix { reason };
        takes(PatrolEntry::Ended(PatrolEnded { at: at(1), ending }))
    };
    let changed = |operation: String| {
        let (mode, crew) = (None, None);
        takes(PatrolEntry::Changed(PatrolChanged { at: at(1), mode, crew, operation: Some(operation) }))
    };
    let started = |operation: String| {
        Patrol::start(&PatrolStarted { operation: Some(operation), ..started() }, OWN).map(|_| ())
    };
    let few = || "words".to_owned();
    type Take<'a> = &'a dyn Fn(String) -> Result<(), PatrolRefusal>;
    let texts: [(&'static str, usize, Take<'_>); 7] = [
        ("annotation", 20_000, &annotation),
        ("reference", 200, &reference),
        ("reason", 200, &|text| abstraction(text, few())),
        ("authorised by", 200, &|text| abstraction(few(), text)),
        ("reason", 200, &closing),
        ("operation", 200, &changed),
        ("operation", 200, &started),
    ];
    for (field, most, take) in texts {
        // Characters, not bytes.
        assert_eq!(take("ä".repeat(most)), Ok(()), "{field}");
        let refused = Err(PatrolRefusal::Text { field, most });
        assert_eq!(take("ä".repeat(most + 1)), refused);
        assert_eq!(take(" ".to_owned()), refused);
    }
}
