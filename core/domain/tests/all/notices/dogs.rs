//! E5: a dog off the lead in Capstone Country Park.

use beatbook_domain::orders::order::{Exemption, Need};
use beatbook_domain::records::encounter::steps::Step;
use beatbook_domain::records::encounter::{Detail, EncounterAdded, EncounterEntry};

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
    let mut five = Beat::fpn(condition("DOG-5", "PSPO-X"));
    five.encounter.conducts.extend(beat.encounter.conducts);
    five.earlier = beat.earlier;
    assert!(five.fairly().is_ready());
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
