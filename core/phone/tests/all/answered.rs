//! What is stored is answered at once, whatever the officer's roles read: by what cannot wait, and by what does not hold.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use crate::program::Phone;
use crate::support::OFFICER;
use crate::support::server::{keep, keeper};

use beatbook_domain::access::{Role, RoleTerm, Roles};
use beatbook_domain::records::outreach::{OutreachSays, ServiceTold};
use beatbook_domain::records::server::{OfficerRoleChanged, ServerBody};
use beatbook_domain::records::welfare::steps::PlacementKind;
use beatbook_protocol::id::Id;
use jiff::civil::date;

const ARCHES: &str = "51.3755,0.5350";

/// A phone of an officer who has this role alone.
fn has(role: Role, told: &[ServerBody]) -> Phone {
    let keeper = keeper();
    let server = keep(&keeper);
    let roles = Roles::default().grant(RoleTerm { role, from: date(2025, 1, 1), until: None }).unwrap();
    keeper
        .lock()
        .unwrap()
        .publish(&ServerBody::OfficerRoleChanged(OfficerRoleChanged { officer: OFFICER, roles }));
    told.iter().for_each(|body| keeper.lock().unwrap().publish(body));
    let phone = Phone::new();
    phone.does(&["enrol", &server.ticket().to_text().unwrap()]);
    phone.does(&["sync"]);
    phone
}

fn record(said: &str) -> String {
    said.lines().find_map(|line| line.strip_prefix("welfare record ")).unwrap().to_owned()
}

#[test]
fn who_may_write_of_welfare_and_not_read_it_is_warned_of_a_child_and_goes_on() {
    for role in [Role::CountVolunteer, Role::Contractor] {
        let phone = has(role, &[]);
        let begun = record(&phone.does(&["welfare", "begin", "contact", "--place", ARCHES]));
        let said = phone.does(&["welfare", "person", "--age", "under-18", "--state", "bedded-down"]);
        assert!(said.starts_with("! ") && said.contains("ring 999 first"), "{role:?}: {said}");
        assert_eq!(phone.refuses(&["welfare", "show"]).0, 3, "{role:?} reads none");
        // The next record waits, and the refusal says for which.
        let (exit, said) = phone.refuses(&["welfare", "begin", "contact", "--place", ARCHES]);
        assert!(exit == 4 && said.contains(&begun) && said.contains("[child_first]"), "{said}");
        let emergency = record(&phone.does(&["welfare", "card", "--begin", "--place", ARCHES]));
        assert_ne!(emergency, begun);
        phone.does(&["welfare", "step", "danger", "--immediate", "--called", "2025-06-01T09:00:00+00:00"]);
        let disclosure =
            ["disclose", "child-at-risk", "Children's social care", "Asleep in a doorway.", "--told"];
        phone.does(&[&["welfare", "step"], &disclosure[..], &["--record", &begun]].concat());
        phone.does(&["welfare", "begin", "contact", "--place", ARCHES]);
    }
}

#[test]
fn who_has_signed_off_goes_on_with_what_cannot_be_shown_any_more() {
    let phone = has(Role::Constable, &[]);
    phone.does(&["on"]);
    let begun = record(&phone.does(&["welfare", "begin", "contact", "--place", ARCHES]));
    phone.does(&["welfare", "person", "--looks", "16-17", "--state", "bedded-down"]);
    phone.does(&["off"]);
    assert_eq!(phone.refuses(&["welfare", "show"]).0, 3);
    let (_, said) = phone.refuses(&["welfare", "begin", "contact", "--place", ARCHES]);
    assert!(said.contains(&begun), "{said}");
    let said = phone.does(&["welfare", "person", "--initials", "AS", "--born", "2012-03-04"]);
    assert!(said.starts_with("! "), "{said}");
    phone.does(&[
        "welfare",
        "step",
        "disclose",
        "child-at-risk",
        "Social care",
        "Asleep.",
        "--not-told",
        "Asleep.",
    ]);
    phone.does(&["welfare", "begin", "contact", "--place", ARCHES]);
}

#[test]
fn which_of_several_people_is_meant_is_asked_whatever_the_roles_read_and_is_no_look_at_them() {
    for role in [Role::CountVolunteer, Role::OutreachWorker] {
        let phone = has(role, &[]);
        let person = |more: &[&'static str]| [&["welfare", "person", "--state", "awake-not"], more].concat();
        phone.does(&["welfare", "begin", "contact", "--place", ARCHES]);
        phone.does(&person(&[]));
        // The only one needs no number.
        phone.does(&person(&["--description", "Blue coat"]));
        phone.does(&person(&["--person", "2"]));
        let (exit, said) = phone.refuses(&person(&["--description", "Red coat"]));
        assert!(exit == 3 && said.contains("[which_person]"), "{role:?}: {exit} {said}");
        assert!(said.contains("--person"), "{said}");
        phone.does(&person(&["--person", "2", "--description", "Red coat"]));
        let looks = phone.json(&["access-log", "--json"])["rows"].as_array().unwrap().clone();
        assert!(looks.iter().all(|row| row["look"]["how"] != "view"), "{role:?}: {looks:?}");
    }
}

#[test]
fn immediate_danger_is_answered_by_the_card_until_999_was_rung() {
    let phone = has(Role::CountVolunteer, &[]);
    let unstored = phone.tries(&["welfare", "step", "danger", "--immediate"]);
    assert_eq!(unstored.status.code(), Some(3), "no record is begun");
    assert!(String::from_utf8(unstored.stdout).unwrap().starts_with("Ring 999 first"));
    phone.does(&["welfare", "begin", "person", "--place", ARCHES, "--accuracy", "8"]);
    let card = phone.does(&["welfare", "card", "--place", ARCHES, "--accuracy", "8"]);
    let said = phone.does(&["welfare", "step", "danger", "--immediate"]);
    assert_eq!(said, card);
    assert!(said.starts_with("Ring 999 first") && said.contains("Grid reference TQ"), "{said}");
    assert!(said.contains("right to about 8 m"), "{said}");
    assert!(phone.does(&["welfare", "person", "--initials", "AS"]).starts_with(&card));
    let to_come = ["welfare", "step", "danger", "--immediate", "--called", "2099-01-01T09:00:00+00:00"];
    let (exit, said) = phone.refuses(&to_come);
    assert!(exit == 4 && said.contains("[time]"), "{said}");
    // By the server's clock it is seven in the evening of 6 September 2025: hours ahead are to come, too.
    let ahead = ["welfare", "step", "danger", "--immediate", "--called", "2025-09-06T21:00:00+00:00"];
    let (exit, said) = phone.refuses(&ahead);
    assert!(exit == 4 && said.contains("[time]"), "{said}");
    let rung = ["welfare", "step", "danger", "--immediate", "--called", "2025-06-01T09:00:00+00:00"];
    let said = phone.does(&rung);
    assert!(said.starts_with("LOOK: 999 is told as rung on Sun 1 Jun 2025 10:00"), "{said}");
}

#[test]
fn when_999_was_rung_may_be_a_time_of_day_alone() {
    let phone = Phone::enrolled();
    phone.does(&["welfare", "begin", "person", "--place", ARCHES]);
    let clock = jiff::Timestamp::now().to_zoned(jiff::tz::get!("Europe/London"));
    let rung = clock.checked_sub(jiff::SignedDuration::from_mins(50)).unwrap();
    let told = ["welfare", "step", "danger", "--immediate", "--called", &rung.strftime("%H:%M").to_string()];
    assert_eq!(phone.does(&told), "");
    let shown = phone.does(&["welfare", "show"]);
    assert!(shown.contains(&rung.strftime("called %a %-d %b %Y %H:%M").to_string()), "{shown}");
    let (exit, said) = phone.refuses(&["welfare", "step", "danger", "--immediate", "--called", "half past"]);
    assert!(exit == 4 && said.contains("the last time that a clock showed it"), "{exit} {said}");
}

#[test]
fn what_is_missing_of_an_assessment_is_said_without_a_word_of_notices() {
    let phone = Phone::enrolled();
    phone.does(&["welfare", "begin", "person", "--place", ARCHES]);
    let (exit, said) = phone.refuses(&["welfare", "step", "risk", "themselves=high"]);
    assert!(exit == 3 && said.contains("[incomplete]") && !said.contains("notice"), "{said}");
    assert!(said.contains("still missing: risk_seen, risk_plan"), "{said}");
}

#[test]
fn whether_the_person_was_told_of_a_disclosure_is_said_by_the_officer() {
    let phone = Phone::enrolled();
    phone.does(&["welfare", "begin", "contact", "--place", ARCHES]);
    let words = ["welfare", "step", "disclose", "danger-to-life", "Ambulance", "Not breathing well."];
    assert_eq!(phone.refuses(&words).0, 2);
    assert_eq!(phone.refuses(&[&words[..], &["--told", "--not-told", "Asleep."]].concat()).0, 2);
    phone.does(&[&words[..], &["--not-told", "Asleep."]].concat());
    phone.does(&[&words[..], &["--told"]].concat());
    let told = phone.json(&["welfare", "show", "--json"]);
    let looks = phone.json(&["access-log", "--json"])["rows"].as_array().unwrap().clone();
    let opened = looks.iter().filter(|row| row["look"]["area"] == "welfare");
    let opened: Vec<_> = opened.map(|row| (&row["look"]["how"], &row["look"]["record"])).collect();
    assert_eq!(opened, [(&"view".into(), &told["record"])], "one was opened, none listed");
    assert_eq!(told.to_string().matches("not_told").count(), 1, "{told}");
}

#[test]
fn a_direction_that_does_not_hold_is_said_not_to_at_once() {
    let phone = Phone::enrolled();
    phone.does(&["encampment", "report", "--land", "Great Lines", "--place", ARCHES]);
    let (exit, said) = phone.refuses(&["encampment", "direct"]);
    assert!(exit == 4 && said.contains("[welfare_first]") && said.contains("say why"), "{said}");
    let why = ["encampment", "direct", "--without-assessment"];
    assert!(phone.refuses(&[&why[..], &[" "]].concat()).1.contains("[encampment_text]"));
    let said = phone.does(&[&why[..], &["Said before I could ask."]].concat());
    assert!(said.contains("DOES NOT HOLD") && said.contains("(welfare_first)"), "{said}");
    let own = &phone.json(&["encampment", "show", "--json"])["own"];
    let told = &own["spoken_without_assessment"][0]["what"]["without_assessment"];
    assert_eq!(told, "Said before I could ask.");
    assert_eq!(own["spoken"], serde_json::json!([]));
    let said = phone.does(&["encampment", "s61"]);
    assert!(said.contains("(police_tell)"), "{said}");
    phone.does(&["welfare", "begin", "encampment", "--place", ARCHES]);
    phone.does(&["welfare", "step", "danger"]);
    phone.does(&["welfare", "step", "occupants", "--people", "4"]);
    phone.does(&["welfare", "step", "risk"]);
    let defer = |until: &str| {
        let equality = "One is pregnant, and weighed.";
        phone.does(&["welfare", "step", "defer", until, "--owner", "Housing", "--equality", equality]);
    };
    let day = jiff::Zoned::now().date();
    defer(&day.checked_add(jiff::Span::new().days(5)).unwrap().to_string());
    phone.does(&["welfare", "close", "no-concern"]);
    let said = phone.does(&["encampment", "welfare"]);
    assert!(said.starts_with("encampment ") && said.ends_with("  Great Lines\n"), "which it was: {said}");
    let (exit, said) = phone.refuses(&["encampment", "direct"]);
    assert!(exit == 4 && said.contains("[welfare_wait]"), "{said}");
    let said = phone.does(&[&why[..], &["The river rose."]].concat());
    assert!(said.contains("(welfare_wait)"), "{said}");
    defer(&day.to_string());
    // That is told of the encampment with it.
    let holds = |said: String| assert_eq!(said.lines().count(), 1, "{said}");
    holds(phone.does(&["encampment", "direct"]));
    let said = phone.does(&["encampment", "direct", "--leave-by", "2026-01-01T09:00:00+00:00"]);
    assert!(said.contains("(leave_by)"), "{said}");

    let constable = has(Role::Constable, &[]);
    constable.does(&["encampment", "report", "--land", "Great Lines", "--place", ARCHES]);
    holds(constable.does(&["encampment", "s61"]));
}

#[test]
fn a_placement_that_looks_wrong_is_said_to() {
    let service = |name: &str, free| {
        let (name, takes) = (name.to_owned(), String::new());
        let told =
            ServiceTold { name, kind: PlacementKind::Shelter, places: 4, free, at: 0, takes, ended: false };
        ServerBody::Outreach(OutreachSays::Service(told))
    };
    let phone = has(Role::CountVolunteer, &[service("Church Hall", 2), service("Anchor House", 0)]);
    phone.does(&["welfare", "begin", "contact", "--place", ARCHES]);
    phone.does(&["welfare", "person", "--state", "bedded-down", "--age", "26-over"]);
    let (today, before) = ("2025-09-01", "2025-08-31");
    let tells = |words: &[&str]| phone.does(&[&["welfare", "step"], words, &["--person", "1"]].concat());
    assert!(tells(&["placed", "rsi", "Church Hall", today]).contains("(placement_kind)"));
    assert!(tells(&["placed", "shelter", "Anchor House", today]).contains("(placement_full)"));
    let ended = |service: &str, on: &str| tells(&["placement-ended", service, on, "Left."]);
    assert!(ended("Anchor Hose", today).contains("(placement_not_open)"));
    assert!(ended("Church Hall", before).contains("(placement_days)"));
    assert_eq!(ended("church hall", today), "");
    assert!(ended("Church Hall", today).contains("(placement_not_open)"), "it has ended");
    assert_eq!(tells(&["placed", "shelter", "Church Hall", today]), "");
}

#[test]
fn a_count_that_the_phone_was_not_told_of_is_joined_with_a_word() {
    let phone = Phone::enrolled();
    let said = phone.does(&["count", "join", &Id::from_bytes([3; 16]).to_string(), "2"]);
    assert!(said.starts_with("part ") && said.contains("names of this part will not be compared"), "{said}");
}

#[test]
fn a_timer_of_one_minute_is_input_that_cannot_be_used() {
    let phone = Phone::enrolled();
    assert_eq!(phone.refuses(&["alone", "start", "--minutes", "1"]).0, 4);
    assert_eq!(phone.refuses(&["alone", "stop"]).0, 3);
}

#[test]
fn an_engagement_did_not_begin_on_a_day_to_come() {
    let phone = Phone::enrolled();
    let begun = ["engagement", "record", "walk_and_talk", "--place", ARCHES, "--began"];
    let (exit, said) = phone.refuses(&[&begun[..], &["2099-01-01T09:00:00+00:00"]].concat());
    assert!(exit == 4 && said.contains("[time]"), "{said}");
    phone.does(&[&begun[..], &["2026-01-01T09:00:00+00:00"]].concat());
    let corrects = ["engagement", "correct", "--why", "a slip", "--began", "2099-01-01T09:00:00+00:00"];
    assert_eq!(phone.refuses(&corrects).0, 4);
}

#[test]
fn a_check_with_a_concern_is_not_closed_as_no_concern() {
    let phone = Phone::enrolled();
    phone.does(&["welfare", "begin", "contact", "--place", ARCHES]);
    phone.does(&["welfare", "step", "danger"]);
    phone.does(&["welfare", "close", "no-concern"]);
    let said = phone.does(&["welfare", "step", "concern", "self-neglect", "Has not eaten."]);
    assert!(said.contains("LOOK:") && said.contains("(result_no_concern)"), "{said}");
    let (exit, said) = phone.refuses(&["welfare", "close", "no-concern"]);
    assert!(
        exit == 4 && said.contains("[result_no_concern]") && said.contains("close it as advice"),
        "{said}"
    );
    assert_eq!(phone.does(&["welfare", "close", "advice"]), "");
}
