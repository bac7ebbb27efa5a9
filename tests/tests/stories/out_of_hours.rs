//! A condition that counts in the evening only: in the afternoon the phone gives no number for it, whatever was seen, and
//! says why; in the evening it does.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::{AskWhen, AskWhere, BeatbookError, NoticeAsked};
use beatbook_domain::calendar::{local_clock, local_date};
use beatbook_domain::orders::standing::{Standing, WhyNot};
use beatbook_domain::records::encounter::steps::Step;
use beatbook_domain::zones::import::ImportOptions;
use beatbook_tests::beat::{
    self, CHATHAM, DAY, ZONES, book_of, breach, fairly, issued, met, missing, officer_out, refused, saw, tell,
};
use beatbook_tests::car_park::{later, meet};
use beatbook_tests::force::Force;
use beatbook_tests::phone::Phone;
use serde_json::json;

const HOUR: i64 = 3_600_000;

/// A town whose alcohol order of Chatham counts from three hours from now, for three hours.
fn town_of_evenings() -> Force {
    let force = Force::begin();
    let now = force.clock.now();
    let clock = |later: i64| local_clock(now + later * HOUR).unwrap().strftime("%H:%M").to_string();
    let mut book = book_of(&local_date(now).unwrap().to_string());
    book["orders"][0]["conditions"][0]["times"] =
        json!({ "only": [{ "hours": { "from": clock(3), "to": clock(6) } }] });
    force.import_file(force.authority, ZONES.into(), ImportOptions::at(now - DAY), None);
    let _ = force.import_orders(&book);
    force
}

/// A man drinks and will not stop; all that a penalty needs was said.
fn would_not_stop(phone: &Phone) -> NoticeAsked {
    let encounter = met(phone, CHATHAM, "Sam Example");
    saw(phone, encounter, "ALC-1", "Drinking from a can and shouting at people who pass.");
    let words = |text: &str| text.to_owned();
    let required = Step::Required {
        words: words("I require you to stop drinking and to hand over the cans."),
        belief: words("Open can of beer in hand, smell of alcohol."),
        offence_told: true,
    };
    let before = vec![
        Step::PremisesAsked { outside_condition: false },
        Step::Engaged { words: words("Good afternoon.") },
        Step::Advised { words: words("There is an alcohol order here.") },
        required,
        refused(),
    ];
    tell(phone, encounter, before);
    tell(phone, encounter, fairly());
    let particulars = "Drinking beer from a can and shouting at passers-by, and would not stop.";
    beat::asked(encounter, breach("MDW-ALC-CHA", "ALC-1"), "High Street, Chatham", particulars)
}

#[test]
fn outside_the_hours_of_a_condition_there_is_no_number_and_inside_there_is() {
    let force = town_of_evenings();
    let phone = officer_out(&force, "CS101");
    let applies = phone.book().what_applies(AskWhere::Newest, AskWhen::Now).unwrap();
    let here = applies.conditions.iter().find(|one| one.order.code == "MDW-ALC-CHA").unwrap();
    let Standing::NotInForce(why) = &here.standing else { panic!("in force: {here:?}") };
    assert!(why.iter().any(|why| matches!(why, WhyNot::Hours { .. })), "{why:?}");

    let asked = would_not_stop(&phone);
    assert_eq!(missing(&phone, &asked), ["condition_not_in_force"]);
    let Err(BeatbookError::Incomplete(points)) = phone.book().issue_notice(&asked) else {
        panic!("it has a number")
    };
    assert!(points[0].remedy.contains("hours"), "{points:?}");
    assert_eq!(phone.book().notices(10).unwrap(), [], "no number is spent");

    later(&force, &phone, 4 * HOUR);
    meet(&force, &phone);
    // What was seen in the afternoon was no offence, and is none in the evening.
    assert_eq!(missing(&phone, &asked), ["condition_not_in_force"]);
    let view = issued(&phone, &would_not_stop(&phone));
    assert!(view.story.number().is_some_and(|number| number.starts_with("MDW-A0-000001-")));
}
