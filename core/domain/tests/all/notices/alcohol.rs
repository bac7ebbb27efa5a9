//! E2: a man drinking and shouting outside a bank, Thursday 16:40.

use beatbook_domain::law::powers::Capacity;
use beatbook_domain::notices::completeness::Ready;
use beatbook_domain::orders::standing::{Doubt, Standing, WhyNot};
use beatbook_domain::records::encounter::Outcome;
use beatbook_domain::records::encounter::steps::{Item, Step};
use beatbook_domain::records::encounter::story::Stage;
use beatbook_domain::records::encounter::{EncounterEntry, EncounterOutcome};

use super::beat::{Beat, clock, condition, day, moment, terms, with};

fn required() -> Step {
    Step::Required {
        words: "I require you to stop drinking and to hand over the cans.".to_owned(),
        belief: "Open can of beer in hand, smell of alcohol.".to_owned(),
        offence_told: true,
    }
}

/// Everything up to the requirement.
fn up_to_the_requirement() -> Beat {
    let mut beat = Beat::fpn(condition("ALC-1", "PSPO-A"));
    beat.step("16:40", Step::PremisesAsked { outside_condition: false });
    beat.step("16:41", Step::Engaged { words: "Good afternoon.".to_owned() });
    beat.step("16:41", Step::Advised { words: "There is an alcohol order here.".to_owned() });
    beat.step("16:42", required());
    beat
}

fn refused() -> Beat {
    let mut beat = up_to_the_requirement();
    beat.step("16:44", Step::Refused { words: Some("No.".to_owned()) });
    beat.fairly()
}

#[test]
fn story_e2_refused_and_fined() {
    let beat = refused();
    assert_eq!(beat.ask(), Ok(Ready::Number { tell_guardian_by: None }));
    assert!(beat.encounter.oddities.is_empty());
}

#[test]
fn story_e2_he_pours_it_away() {
    let mut beat = up_to_the_requirement();
    let cans = vec![Item { what: "Beer, can".to_owned(), quantity: "2 × 500 ml".to_owned() }];
    beat.step("16:44", Step::Surrendered { items: cans.clone() });
    beat.step("16:45", Step::Disposed { how: "Poured away at the place".to_owned(), witness: None });
    let stage = Stage::Surrendered { items: cans, disposed: Some("Poured away at the place".to_owned()) };
    assert_eq!(beat.encounter.people[&1].stage, stage);
    beat.tell(EncounterEntry::Outcome(EncounterOutcome {
        at: moment(clock("16:46")),
        person: Some(1),
        outcome: Outcome::Warning,
        text: None,
        no_fpn: None,
        without_power: false,
    }));
    assert_eq!(beat.encounter.outcome_of(1), Some(Outcome::Warning));
    assert_eq!(beat.fairly().missing(), ["requirement_not_refused"]);
}

#[test]
fn authority_asked_and_not_shown_blocks() {
    let mut beat = up_to_the_requirement();
    beat.step("16:43", Step::AuthorityAsked);
    beat.step("16:44", Step::Refused { words: None });
    let beat = beat.fairly();
    assert_eq!(beat.missing(), ["authority_not_shown"]);
    let late = with(&beat, |beat| beat.step("16:49", Step::AuthorityShown));
    assert_eq!(late, ["authority_not_shown"], "the refusal came before it was shown");
    let again = with(&beat, |beat| {
        beat.step("16:49", Step::AuthorityShown);
        beat.step("16:49", required());
        beat.step("16:50", Step::Refused { words: None });
    });
    assert!(again.is_empty(), "{again:?}");
}

#[test]
fn shown_when_asked_is_enough() {
    let mut beat = up_to_the_requirement();
    beat.step("16:43", Step::AuthorityAsked);
    beat.step("16:43", Step::AuthorityShown);
    beat.step("16:44", Step::Refused { words: None });
    assert!(beat.fairly().is_ready());
}

#[test]
fn s67_cannot_be_picked_for_an_alcohol_condition() {
    let beat = refused();
    let missing = with(&beat, |beat| {
        beat.fpn_content().terms = terms("PSPO-X");
        beat.fpn_content().offence = "ASBCPA 2014 s67".to_owned();
    });
    assert_eq!(missing, ["wrong_offence", "terms_differ"]);
    let missing = with(&beat, |beat| beat.fpn_content().offence = "ASBCPA 2014 s67".to_owned());
    assert_eq!(missing, ["wrong_offence"]);
}

#[test]
fn fourteen_early_days_are_refused_whatever_the_order_says() {
    let missing = with(&refused(), |beat| {
        let mut early = terms("PSPO-A");
        early.early.as_mut().unwrap().days = 14;
        beat.fpn_content().terms = early.clone();
        beat.reorder(|order| order.terms = vec![early]);
    });
    assert_eq!(missing, ["early_period_not_below"]);
    let missing = with(&refused(), |beat| beat.fpn_content().terms.amount = 9_000);
    assert_eq!(missing, ["terms_differ"], "an amount is not chosen on the street");
}

#[test]
fn each_step_of_the_requirement_is_needed() {
    let mut beat = Beat::fpn(condition("ALC-1", "PSPO-A")).fairly();
    assert_eq!(beat.missing(), ["premises_not_asked", "requirement"]);
    beat.step("16:49", Step::PremisesAsked { outside_condition: true });
    beat.step("", Step::Required { words: String::new(), belief: " ".to_owned(), offence_told: false });
    assert_eq!(
        beat.missing(),
        [
            "premises_exempt",
            "requirement_time",
            "requirement_belief",
            "offence_not_told",
            "requirement_not_refused"
        ]
    );
}

#[test]
fn refused_and_then_done_after_all_is_complied() {
    let beat = refused();
    assert_eq!(with(&beat, |beat| beat.step("16:49", Step::Complied)), ["requirement_not_refused"]);
}

#[test]
fn an_order_that_ended_yesterday_or_a_minute_outside_its_hours_refuses_the_paper() {
    let standing = |standing| with(&refused(), |beat| beat.stands(&standing));
    let ended = Standing::NotInForce(vec![WhyNot::Ended(day("2025-09-10")), WhyNot::Hours { next: None }]);
    assert_eq!(standing(ended), ["condition_not_in_force", "condition_not_in_force"]);
    assert_eq!(standing(Standing::JustOutside), ["condition_not_in_force"]);
    assert!(standing(Standing::Certain).is_empty());
}

#[test]
fn unsure_time_or_place_leaves_a_draft() {
    let mut beat = refused();
    beat.stands(&Standing::Unsure(vec![Doubt::Edge]));
    assert_eq!(beat.ask(), Ok(Ready::Draft(vec!["edge".to_owned()])));
    beat.notice.conduct.time.as_mut().unwrap().within = None;
    assert_eq!(beat.ask(), Ok(Ready::Draft(vec!["edge".to_owned(), "time_unknown".to_owned()])));
    beat.notice.conduct.place = String::new();
    assert_eq!(beat.missing(), ["conduct_place"], "a draft is complete, too");
}

#[test]
fn the_officers_power_is_the_papers_power() {
    let beat = refused();
    let ended = with(&beat, |beat| {
        beat.officer.held.iter_mut().for_each(|held| held.to = Some(day("2025-09-10")));
    });
    assert_eq!(ended, ["power_expired", "power_expired"], "to fine, and to require");
    let elsewhere = with(&beat, |beat| {
        beat.officer.held.iter_mut().for_each(|held| held.granted_by = "CAN".to_owned());
    });
    assert_eq!(elsewhere, ["power_not_granted", "power_not_granted"]);
    let reference = with(&beat, |beat| beat.notice.issuer.authorisation = "AUTH/99".to_owned());
    assert_eq!(reference, ["authorisation_reference"]);
    let volunteer = with(&beat, |beat| {
        beat.officer.capacity = Capacity::Volunteer;
        beat.notice.issuer.capacity = Capacity::Volunteer;
    });
    assert_eq!(volunteer, ["power_not_for_capacity", "power_not_for_capacity"]);
    let borrowed = with(&beat, |beat| beat.notice.issuer.public_id = "CSO 13".to_owned());
    assert_eq!(borrowed, ["issuer"]);
    // A constable's powers come with the office, whoever made the order.
    let constable = with(&beat, |beat| {
        beat.officer.capacity = Capacity::Constable;
        beat.notice.issuer.capacity = Capacity::Constable;
        beat.officer.held.iter_mut().for_each(|held| held.granted_by = "KENT".to_owned());
    });
    assert!(constable.is_empty(), "{constable:?}");
}

#[test]
fn one_breach_is_fined_once() {
    let missing = with(&refused(), |beat| {
        beat.earlier.push(super::story::fined(beat, "ALC-1"));
    });
    assert_eq!(missing, ["issued_already"]);
    let other = with(&refused(), |beat| beat.earlier.push(super::story::fined(beat, "CAN-2")));
    assert!(other.is_empty(), "{other:?}");
}

#[test]
fn the_paper_says_what_the_order_says() {
    let missing = with(&refused(), |beat| {
        beat.notice.authority = "CAN".to_owned();
        beat.notice.order = None;
        beat.fpn_content().payee.name = "Kent Police".to_owned();
        beat.notice.particulars = "Drinking.".to_owned();
        beat.notice.rule_set.revision = 7;
        beat.notice.conduct.time = None;
    });
    assert_eq!(
        missing,
        [
            "rule_set",
            "letterhead_differs",
            "conduct_time",
            "particulars_too_short",
            "power_not_granted",
            "order_differs",
            "authority",
            "payee_differs",
            "power_not_granted",
        ]
    );
    let future = with(&refused(), |beat| beat.now = clock("16:43"));
    assert_eq!(future, ["conduct_in_future"]);
    let none = with(&refused(), |beat| beat.order = None);
    assert_eq!(none, ["order", "conduct_not_recorded"]);
}
