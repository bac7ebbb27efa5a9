//! An order is extended while an officer is out of reach. The phone believes it has ended and keeps a draft; the desk knows
//! that it went on, and posts it. If it had really ended, or says something else since, nothing is posted.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::NoticeOutcome;
use beatbook_domain::calendar::local_date;
use beatbook_domain::law::clocks::days_following;
use beatbook_domain::zones::import::ImportOptions;
use beatbook_protocol::id::Id;
use beatbook_tests::beat::{DAY, ZONES, assert_adds_up, book_of};
use beatbook_tests::car_park::{CAR_PARK, asked, decide, fix, later, meet, pcso_out, refused_to_stop};
use beatbook_tests::force::Force;
use beatbook_tests::phone::Phone;
use serde_json::{Value, json};

/// A town whose alcohol order in Rochester ends in three days, and an officer who has heard of that.
fn ending() -> (Force, Phone, Value) {
    let force = Force::begin();
    let now = force.clock.now();
    force.import_file(force.authority, ZONES.into(), ImportOptions::at(now - DAY), None);
    let today = local_date(now).unwrap();
    let mut book = book_of(&today.to_string());
    let orders = book["orders"].as_array_mut().unwrap();
    let order = orders.iter_mut().find(|order| order["code"] == "MDW-ALC-ROC").unwrap();
    order["term"]["until"] = days_following(today, 3).unwrap().to_string().into();
    let order = order.clone();
    let _ = force.import_orders(&book);
    force.add_officer("SGT7", "Centre");
    force.give_role("SGT7", "police_supervisor");
    let phone = pcso_out(&force);
    (force, phone, order)
}

/// The next version of it, from today.
fn next(force: &Force, order: &Value, change: impl FnOnce(&mut Value)) {
    let mut extended = order.clone();
    extended["version"] = (order["version"].as_u64().unwrap() + 1).into();
    extended["effective"] = local_date(force.clock.now()).unwrap().to_string().into();
    let today = local_date(force.clock.now()).unwrap();
    extended["term"]["until"] = days_following(today, 700).unwrap().to_string().into();
    let step = json!({ "what": "extended", "on": today.to_string() });
    extended["term"]["history"].as_array_mut().unwrap().push(step);
    change(&mut extended);
    force.import_orders(&json!({ "format": "beatbook-orders-1", "orders": [extended] }));
}

/// Five days later, two after the last day the phone knows of, and certain of the place.
fn drafted(force: &Force, phone: &Phone) -> Id {
    later(force, phone, 4 * DAY);
    fix(phone, CAR_PARK, 4.0);
    let encounter = refused_to_stop(phone, "Sam Example");
    match phone.book().issue_notice(&asked(encounter)).unwrap() {
        NoticeOutcome::Draft { record, doubts } => {
            assert_eq!(doubts, ["order_ended"]);
            record
        }
        issued => panic!("numbered under an order that ended: {issued:?}"),
    }
}

#[test]
fn story_extension_a_draft_from_before_the_phone_heard_of_it_is_posted() {
    let (force, phone, order) = ending();
    later(&force, &phone, DAY);
    next(&force, &order, |_| {});
    let draft = drafted(&force, &phone).to_string();
    meet(&force, &phone);
    let posted = force.command(&decide(&draft, "issue-by-post", &[]));
    assert!(posted.contains("order_ended, order_extended"), "the supervisor decided upon it: {posted}");
    assert_adds_up(&force, 1);
    // Since the sync the phone knows better: it has its number at once.
    fix(&phone, CAR_PARK, 4.0);
    let again = refused_to_stop(&phone, "Kim Other");
    let outcome = phone.book().issue_notice(&asked(again)).unwrap();
    assert!(matches!(outcome, NoticeOutcome::Issued { .. }), "{outcome:?}");
}

#[test]
fn story_extension_an_order_that_really_ended_is_no_ground_for_paper() {
    let (force, phone, _) = ending();
    let draft = drafted(&force, &phone).to_string();
    meet(&force, &phone);
    let refused = force.refused(&decide(&draft, "issue-by-post", &[]));
    assert_eq!(refused.code, "incomplete");
    assert!(refused.text.contains("condition_not_in_force"), "{refused:?}");
    // A phone that has met the server after the last day knows that it ended: no draft, either.
    fix(&phone, CAR_PARK, 4.0);
    let again = refused_to_stop(&phone, "Kim Other");
    assert_eq!(phone.book().issue_notice(&asked(again)).unwrap_err().code(), "incomplete");
}

#[test]
fn story_extension_an_order_that_says_something_else_since_is_another() {
    let (force, phone, order) = ending();
    later(&force, &phone, DAY);
    next(&force, &order, |varied| {
        varied["conditions"][0]["text"] = "You must not drink alcohol here at all.".into()
    });
    let draft = drafted(&force, &phone).to_string();
    meet(&force, &phone);
    let refused = force.refused(&decide(&draft, "issue-by-post", &[]));
    assert!(refused.text.contains("order_differs"), "{refused:?}");
}
