//! E5: a dog off the lead in Capstone Country Park.

use beatbook_domain::orders::order::{Exemption, Need, OrderVersion};
use beatbook_domain::records::encounter::steps::Step;
use beatbook_domain::records::encounter::{Detail, EncounterAdded, EncounterConduct, EncounterEntry};

use super::beat::{Beat, clock, condition, moment, with};

fn by_direction() -> Beat {
    let mut lead = condition("DOG-4", "PSPO-X");
    lead.conditions[0].needs = vec![Need::DirectionFirst];
    lead.conditions[0].exemptions = vec![assistance_dog()];
    let mut beat = Beat::fpn(lead);
    beat.step("11:01", Step::ExemptionAsked { exemption: "assistance_dog".to_owned(), applies: false });
    beat
}

fn assistance_dog() -> Exemption {
    Exemption { code: "assistance_dog".to_owned(), text: "Assistance dogs".to_owned() }
}

fn directed(condition: &str) -> Step {
    Step::Directed { condition: condition.to_owned(), words: "Put the dog on a lead.".to_owned() }
}

#[test]
fn story_e5_directed_at_11_02_and_refused_at_11_03() {
    let mut beat = by_direction();
    beat.step("11:02", directed("DOG-4"));
    beat.step("11:03", Step::Refused { words: Some("No.".to_owned()) });
    assert!(beat.clone().fairly().is_ready());

    // The same owner has five dogs: a second breach in the same encounter.
    beat.earlier.push(super::story::fined(&beat, "DOG-4"));
    assert_eq!(beat.clone().fairly().missing(), ["issued_already"]);
    let mut five = Beat::fpn(more_than_four());
    five.encounter.conducts[0].count = Some(5);
    five.encounter.conducts.extend(beat.encounter.conducts);
    five.earlier = beat.earlier;
    assert!(five.fairly().is_ready());
}

fn more_than_four() -> OrderVersion {
    let mut order = condition("DOG-5", "PSPO-X");
    order.conditions[0].more_than = Some(4);
    order
}

#[test]
fn more_than_four_dogs_are_five_and_were_counted() {
    let counted = |counts: &[Option<u16>]| {
        let mut beat = Beat::fpn(more_than_four()).fairly();
        let seen = beat.encounter.conducts.pop().unwrap();
        let conducts = counts.iter().map(|count| EncounterConduct { count: *count, ..seen.clone() });
        beat.encounter.conducts.extend(conducts);
        beat
    };
    assert_eq!(counted(&[None]).missing(), ["count_missing"]);
    assert_eq!(counted(&[Some(2)]).missing(), ["count_within_limit"]);
    assert_eq!(counted(&[Some(4), None]).missing(), ["count_within_limit"]);
    assert!(counted(&[Some(5)]).is_ready());
    // Looked again, and a fifth came out of the bushes.
    assert!(counted(&[Some(4), Some(5)]).is_ready());
    // Of somebody else, or of another condition, they say nothing.
    let mut others = counted(&[Some(5), Some(3)]);
    others.encounter.conducts[0].person = Some(2);
    assert_eq!(others.missing(), ["count_within_limit"]);
    let mut loose = counted(&[Some(5), Some(3)]);
    loose.encounter.conducts[0].code = "DOG-3".to_owned();
    assert_eq!(loose.missing(), ["count_within_limit"]);
}

#[test]
fn no_direction_or_none_with_a_time_is_no_offence() {
    let beat = by_direction().fairly();
    assert_eq!(beat.missing(), ["direction_time"]);
    let untimed = with(&beat, |beat| {
        beat.step("", directed("DOG-4"));
        beat.step("11:03", Step::Refused { words: None });
    });
    assert_eq!(untimed, ["direction_time"]);
    let other = with(&beat, |beat| {
        beat.step("11:02", directed("DOG-3"));
        beat.step("11:03", Step::Refused { words: None });
    });
    assert_eq!(other, ["direction_time"], "a direction under another condition");
    let followed = with(&beat, |beat| {
        beat.step("11:02", directed("DOG-4"));
        beat.step("11:03", Step::Complied);
    });
    assert_eq!(followed, ["direction_not_refused"]);
}

#[test]
fn an_assistance_dog_stops_the_paper() {
    let mut cemetery = condition("DOG-3", "PSPO-X");
    cemetery.conditions[0].exemptions = vec![assistance_dog()];
    let mut beat = Beat::fpn(cemetery).fairly();
    assert_eq!(beat.missing(), ["exemption_not_asked"]);
    beat.step("11:01", Step::ExemptionAsked { exemption: "assistance_dog".to_owned(), applies: true });
    assert_eq!(beat.missing(), ["exempt"]);
}

#[test]
fn fouling_needs_the_officers_own_statement() {
    let mut fouling = condition("DOG-1", "PSPO-X");
    fouling.conditions[0].needs = vec![Need::OwnWitnessStatement];
    let mut beat = Beat::fpn(fouling).fairly();
    assert_eq!(beat.missing(), ["own_statement"]);
    let text = "At 11:05 I saw the dog foul the path and its owner walk on.".to_owned();
    let detail = Detail::OwnStatement { text };
    beat.tell(EncounterEntry::Added(EncounterAdded { at: moment(clock("11:20")), detail }));
    assert!(beat.is_ready());
}
