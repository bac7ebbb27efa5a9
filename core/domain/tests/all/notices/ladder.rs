//! The ladder of one encounter with several people and vehicles; what is out of order is kept.

use beatbook_domain::records::encounter::people::{Part, PersonKnown, VehicleKind, VehicleKnown};
use beatbook_domain::records::encounter::steps::Step;
use beatbook_domain::records::encounter::story::{Asked, EACH_MAX, EncounterRefusal, Oddity, Stage};
use beatbook_domain::records::encounter::{
    Detail, EncounterAdded, EncounterConduct, EncounterEntry, EncounterOpened, EncounterOutcome,
    EncounterStep, LandType, Outcome,
};
use beatbook_domain::records::journal::Basis;
use beatbook_domain::records::reference::{Reference, ReferenceSystem};

use super::beat::{Beat, adult, clock, condition, moment};

fn cruising() -> Beat {
    let mut beat = Beat::fpn(condition("NV-5", "PSPO-X"));
    beat.person(2, PersonKnown { part: Some(Part::Spectator), ..PersonKnown::default() });
    let car = VehicleKnown { kind: Some(VehicleKind::Car), driver: Some(1), ..VehicleKnown::default() };
    beat.vehicle(1, car);
    beat
}

fn step(person: Option<u16>, step: Step) -> EncounterEntry {
    EncounterEntry::Step(EncounterStep { at: moment(clock("20:10")), time: None, person, step })
}

fn outcome(person: Option<u16>, outcome: Outcome) -> EncounterEntry {
    let at = moment(clock("20:30"));
    let (text, no_fpn, without_power) = (None, None, false);
    EncounterEntry::Outcome(EncounterOutcome { at, person, outcome, text, no_fpn, without_power })
}

#[test]
fn a_driver_and_a_spectator_go_their_own_ways() {
    let mut beat = cruising();
    beat.conduct("NV-4", Some(1));
    beat.conduct("NV-8", Some(2));
    beat.tell(step(None, Step::Engaged { words: "Engines off.".to_owned() }));
    beat.tell(step(Some(1), Step::Advised { words: "There is an order.".to_owned() }));
    assert_eq!(beat.encounter.people[&1].stage, Stage::Advised);
    assert_eq!(beat.encounter.people[&2].stage, Stage::Engaged);
    beat.tell(outcome(None, Outcome::Warning));
    beat.tell(outcome(Some(2), Outcome::Referral));
    assert_eq!(beat.encounter.outcome_of(1), Some(Outcome::Warning));
    assert_eq!(beat.encounter.outcome_of(2), Some(Outcome::Referral));
    assert_eq!(beat.encounter.conducts.len(), 3);
    let late = PersonKnown { description: Some("Red cap".to_owned()), ..PersonKnown::default() };
    beat.person(2, late);
    assert_eq!(beat.encounter.people[&2].known.part, Some(Part::Spectator), "what was known stays");
}

#[test]
fn what_is_out_of_order_is_kept_and_said() {
    let mut beat = cruising();
    beat.tell(step(Some(1), Step::Refused { words: None }));
    beat.tell(step(Some(1), Step::Disposed { how: "Poured away".to_owned(), witness: None }));
    beat.tell(step(
        Some(1),
        Step::Questioned { question: "Whose is it?".to_owned(), answer: "Mine.".to_owned() },
    ));
    let oddities: Vec<_> = beat.encounter.oddities.iter().map(|(_, oddity)| *oddity).collect();
    assert_eq!(oddities, [Oddity::NothingAsked, Oddity::NothingSurrendered, Oddity::QuestionBeforeCaution]);
    assert_eq!(beat.encounter.people[&1].stage, Stage::Noticed);
    assert_eq!(beat.encounter.steps.len(), 3);
}

#[test]
fn a_change_of_mind_and_a_second_requirement() {
    let mut beat = cruising();
    let require =
        || Step::Required { words: String::new(), belief: "Open can.".to_owned(), offence_told: true };
    for (taken, stage) in [
        (require(), Stage::Required { asked: Asked::Alcohol, time: None }),
        (
            Step::Refused { words: None },
            Stage::Refused { asked: Asked::Alcohol, required: None, refused: None },
        ),
        (Step::Complied, Stage::Complied),
        (require(), Stage::Required { asked: Asked::Alcohol, time: None }),
        (Step::Surrendered { items: Vec::new() }, Stage::Surrendered { items: Vec::new(), disposed: None }),
    ] {
        beat.tell(step(Some(1), taken));
        assert_eq!(beat.encounter.people[&1].stage, stage);
    }
    assert!(beat.encounter.oddities.is_empty());
}

#[test]
fn everything_that_belongs_to_it_is_added_later() {
    let mut beat = cruising();
    for detail in [
        Detail::Reference(Reference { system: ReferenceSystem::Bwv, value: "BWV-2025-0911-17".to_owned() }),
        Detail::Witness { who: "Resident, 12 Example Road".to_owned(), statement: true },
        Detail::Land(LandType::PrivateOpen),
        Detail::Operation("Op Irradiate".to_owned()),
        Detail::Annotation("Fourteen cars in all.".to_owned()),
    ] {
        beat.tell(EncounterEntry::Added(EncounterAdded { at: moment(clock("20:40")), detail }));
    }
    assert_eq!(beat.encounter.land, Some(LandType::PrivateOpen));
    assert_eq!(beat.encounter.operations, ["Op Irradiate"]);
    assert_eq!(beat.encounter.details.len(), 3);
}

#[test]
fn only_form_is_refused_and_nothing_changes_by_it() {
    let mut beat = cruising();
    let before = beat.encounter.clone();
    let mut refused = |entry: EncounterEntry| beat.encounter.apply(&entry).unwrap_err();
    assert_eq!(refused(step(Some(9), Step::Complied)), EncounterRefusal::UnknownPerson);
    assert_eq!(refused(outcome(Some(9), Outcome::Fpn)), EncounterRefusal::UnknownPerson);
    let conduct = |text: &str, vehicle| {
        EncounterEntry::Conduct(EncounterConduct {
            seen: None,
            at: moment(clock("20:10")),
            time: None,
            code: "NV-4".to_owned(),
            order: None,
            person: None,
            vehicle,
            count: Some(14),
            text: text.to_owned(),
            basis: Basis::Fact,
        })
    };
    assert_eq!(refused(conduct("Revving.", Some(9))), EncounterRefusal::UnknownVehicle);
    assert_eq!(refused(conduct(" ", None)), EncounterRefusal::Text { field: "text" });
    assert_eq!(refused(conduct(&"x".repeat(20_001), None)), EncounterRefusal::Text { field: "text" });
    let opened = EncounterOpened { controller: " ".to_owned(), ..before.opened.clone() };
    let bad = beatbook_domain::records::encounter::story::Encounter::open(&opened).unwrap_err();
    assert_eq!(bad, EncounterRefusal::Text { field: "controller" });
    assert_eq!(refused(EncounterEntry::Opened(before.opened.clone())), EncounterRefusal::AlreadyOpened);
    assert_eq!(beat.encounter, before);
    assert!(
        beat.encounter.apply(&conduct(&"🚗".repeat(20_000), None)).is_ok(),
        "at the limit, in any script"
    );
}

#[test]
fn an_encounter_has_room_for_a_crowd_but_not_for_a_flood() {
    let mut beat = cruising();
    for person in 3..=200 {
        beat.person(person, adult());
    }
    assert_eq!(beat.encounter.people.len(), EACH_MAX);
    let one_more = beatbook_domain::records::encounter::EncounterPerson {
        at: moment(clock("20:40")),
        person: 201,
        known: adult(),
        without_power: false,
    };
    assert_eq!(beat.encounter.apply(&EncounterEntry::Person(one_more)), Err(EncounterRefusal::TooMany));
    beat.person(200, adult());
}
