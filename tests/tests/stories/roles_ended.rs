//! Somebody leads safeguarding, or answers for counts, no more: with the next sync what the phone was told for it has left the phone.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::CountNews;
use beatbook_domain::access::Role;
use beatbook_domain::welfare::sleeping::{Age, Gender, Nationality};
use beatbook_tests::beat::DAY;
use beatbook_tests::count_night::{at, begin, force, phone, plan_of, set, somebody, tell, told, ward};
use beatbook_tests::force::Force;
use beatbook_tests::outreach::asked_of_children;
use beatbook_tests::pages::holds;
use beatbook_tests::phone::Phone;

const HOUR: i64 = 3_600_000;

/// Roles the phone says have ended.
fn ended(phone: &Phone) -> Vec<Role> {
    phone.book().roles_ended().unwrap().iter().map(|term| term.role).collect()
}

fn ends(force: &Force, code: &str, role: &str) {
    let over = ["--authority", "MDW", "--code", code, "--role", role, "--on", "2025-11-20"];
    force.command(&[&["officer", "role", "end"], &over[..]].concat());
}

#[test]
fn what_a_role_let_the_officer_know_leaves_the_phone_with_the_role() {
    let midnight = at("2025-11-20T00:00+00:00");
    let force = force(midnight - 20 * HOUR);
    ward(&force);
    force.add_officer("S-1", "Safeguarding");
    force.give_role("S-1", "safeguarding_lead");
    let count = set(&force, &plan_of("2025-11-20", &["2", "5"]));
    assert_eq!(told(&force), 1);
    let [mut lead, mut coordinator, mut leads_team, team] =
        ["S-1", "RSC", "L5", "L2"].map(|code| phone(&force, code));
    let part = begin(&team, count, "2", midnight + 60_000);
    let child = somebody(40.0, 0.0, (Gender::Female, Age::Under18, Nationality::Uk));
    tell(&team, part, CountNews::Sighted(Box::new(child)));
    team.sync();
    assert_eq!(asked_of_children(&lead).len(), 1);
    for phone in [&coordinator, &leads_team] {
        phone.sync();
        assert_eq!(phone.book().counts().unwrap().len(), 1);
    }
    assert_eq!(ended(&lead), []);
    // The last day of all three roles; it is still theirs.
    for (code, role) in
        [("S-1", "safeguarding_lead"), ("RSC", "rough_sleeping_coordinator"), ("L5", "count_volunteer")]
    {
        ends(&force, code, role);
    }
    force.clock.advance(at("2025-11-20T10:00+00:00") - force.clock.now());
    lead.sync();
    assert_eq!(asked_of_children(&lead).len(), 1);
    assert_eq!(ended(&lead), []);

    force.clock.advance(DAY);
    lead.platform.advance(DAY + 20 * HOUR);
    assert_eq!(ended(&lead), [], "the server has not said so: nothing has left the phone");
    lead.platform.advance(-(DAY + 20 * HOUR));
    for phone in [&lead, &coordinator, &leads_team, &team] {
        phone.platform.advance(DAY + 20 * HOUR);
        phone.sync();
    }
    assert!(!holds(&mut lead, "Child at risk now"), "no review stays on the phone");
    assert_eq!(ended(&lead), [Role::SafeguardingLead], "and the officer learns why");
    assert_eq!(ended(&coordinator), [Role::RoughSleepingCoordinator]);
    assert_eq!(ended(&team), []);
    for phone in [&mut coordinator, &mut leads_team] {
        assert_eq!(phone.book().counts().unwrap(), []);
        assert!(!holds(phone, "luton-arches") && !holds(phone, "Organisation 5"), "nor a plan");
    }
    assert_eq!(team.book().counts().unwrap().len(), 1, "whoever still counts keeps it");
    // A week later it is told no more: by a sync, or on a phone that does not sync any more.
    coordinator.platform.advance(7 * DAY);
    assert_eq!(ended(&coordinator), []);
    force.clock.advance(7 * DAY);
    lead.sync();
    assert_eq!(ended(&lead), []);
}
