//! Outreach before dawn: a town with a ward, people of every role, and what a worker tells.

use beatbook_device::{AskWhere, BeginWelfare, SignOn, TaskView, WelfareNews};
use beatbook_domain::records::journal::Basis;
use beatbook_domain::records::patrol::Duty;
use beatbook_domain::records::welfare::people::PersonSeen;
use beatbook_domain::records::welfare::steps::CareStep;
use beatbook_domain::records::welfare::{WelfareAbout, WelfareResult};
use beatbook_domain::welfare::concern::{ConcernCode, ConcernLevel};
use beatbook_domain::welfare::consent::{Answer, Capacity, Consent, ConsentMethod};
use beatbook_domain::welfare::sleeping::SleepingState;
use beatbook_protocol::id::Id;
use serde_json::json;

use crate::beat::fix;
use crate::force::Force;
use crate::phone::Phone;

/// The Great Lines; people sleep some tens of metres apart.
pub const LINES: (f64, f64) = (51.3880, 0.5370);
/// Version of the words of consent.
pub const WORDING: &str = "support-2025-2";

/// A force with one ward around the lines, a constable, two teams of outreach workers, and those at their desks.
#[must_use]
pub fn town() -> Force {
    let force = Force::begin();
    river(&force);
    for (code, team, role) in [
        ("O-12", "RSI", "outreach_worker"),
        ("O-13", "RSI", "outreach_worker"),
        ("O-20", "Forward", "outreach_worker"),
        ("4711", "NTF", "constable"),
        ("C-1", "Housing", "rough_sleeping_coordinator"),
        ("S-1", "Safeguarding", "safeguarding_lead"),
        ("A-1", "Data", "analyst"),
        ("X-1", "Contractor", "contractor"),
    ] {
        force.add_officer(code, team);
        force.give_role(code, role);
    }
    force
}

/// The ward around the lines, published.
pub fn river(force: &Force) {
    ward(force, ("RIVER", "River"), 0.0);
}

/// A ward as large, so many degrees to the east of the lines, published.
pub fn ward(force: &Force, (code, name): (&str, &str), east_of: f64) {
    let corner = |east: f64, north: f64| json!([LINES.1 + east_of + east, LINES.0 + north]);
    let ring = [(-0.02, -0.02), (0.02, -0.02), (0.02, 0.02), (-0.02, 0.02), (-0.02, -0.02)];
    let ring: Vec<_> = ring.into_iter().map(|(east, north)| corner(east, north)).collect();
    let ward = json!({
        "type": "Feature", "properties": { "code": code, "name": name, "kind": "ward" },
        "geometry": { "type": "Polygon", "coordinates": [ring] }
    });
    force.import_zones(&json!({ "type": "FeatureCollection", "features": [ward] }), force.clock.now());
}

/// A phone of an officer, synced once and then out of reach.
#[must_use]
pub fn phone(force: &Force, code: &str, duty: Duty) -> Phone {
    phone_on(force, code, SignOn { duty, ..SignOn::tasked() })
}

/// The same, signed on like this.
#[must_use]
pub fn phone_on(force: &Force, code: &str, sign_on: SignOn) -> Phone {
    let service = force.server().service();
    let scope = service.keyholder().scope(force.authority, beatbook_server::auth::Purpose::Administration);
    let officers = force.block_on(service.store().officers(&scope)).unwrap();
    let officer = officers.iter().find(|one| one.code == code).unwrap().id;
    let phone = Phone::found(&force.ticket(officer), force.clock.now());
    phone.sync();
    phone.sign_on(sign_on);
    phone
}

/// A step with person 1.
#[must_use]
pub fn step(step: CareStep) -> WelfareNews {
    WelfareNews::Step { person: Some(1), time: None, step }
}

/// The first question, answered.
#[must_use]
pub fn danger(immediate: bool, called: Option<i64>) -> WelfareNews {
    step(CareStep::Danger { immediate, called, text: None })
}

/// An answer to the question of support.
#[must_use]
pub fn consent(answer: Answer) -> WelfareNews {
    let (wording, method, capacity) = (WORDING.to_owned(), ConsentMethod::Spoken, Capacity::Yes);
    step(CareStep::Consent(Consent { answer, capacity, wording, method }))
}

/// A worry about person 1.
#[must_use]
pub fn concern(concern: ConcernCode, level: ConcernLevel) -> WelfareNews {
    let text = "Has not eaten for days.".to_owned();
    step(CareStep::Concern { concern, level, text, basis: Basis::Fact })
}

/// Person 1: a name with a date of birth, or nobody knows who.
#[must_use]
pub fn person(name: Option<(&str, &str)>, state: SleepingState) -> WelfareNews {
    let known = PersonSeen {
        given: name.map(|(given, _)| given.to_owned()),
        family: name.map(|(_, family)| family.to_owned()),
        born: name.map(|_| "1979-02-28".parse().unwrap()),
        state: Some(state),
        ..PersonSeen::default()
    };
    WelfareNews::Person { person: 1, known: Box::new(known) }
}

/// Person 1, of whom initials and the same date of birth are told.
#[must_use]
pub fn initials(letters: &str, state: SleepingState) -> WelfareNews {
    let known = PersonSeen {
        initials: Some(letters.to_owned()),
        born: Some("1979-02-28".parse().unwrap()),
        state: Some(state),
        ..PersonSeen::default()
    };
    WelfareNews::Person { person: 1, known: Box::new(known) }
}

/// It is complete.
#[must_use]
pub fn closed(result: WelfareResult) -> WelfareNews {
    WelfareNews::Closed { result, text: None }
}

/// Meets somebody `metres` further north.
pub fn meets(phone: &Phone, metres: f64, who: WelfareNews) -> Id {
    meets_at(phone, (LINES.0 + metres / 111_200.0, LINES.1), who)
}

/// Meets somebody at a place, in degrees.
pub fn meets_at(phone: &Phone, place: (f64, f64), who: WelfareNews) -> Id {
    fix(phone, place, 4.0);
    let begin =
        BeginWelfare { about: WelfareAbout::Contact, place: AskWhere::Newest, address: None, joint: None };
    let record = phone.book().begin_welfare(begin).unwrap();
    phone.book().tell_welfare(record, vec![who]).unwrap();
    record
}

/// Whoever of this code leaves outreach for a team that helps nobody: the role ends, and the team is another, in either order.
pub fn leaves_outreach(force: &Force, code: &str, changes_first: bool) {
    let mut acts = [
        vec!["officer", "role", "end", "--role", "outreach_worker"],
        vec!["officer", "change", "--team", "Wardens"],
    ];
    if changes_first {
        acts.reverse();
    }
    for act in acts {
        force.command(&[&act[..], &["--authority", "MDW", "--code", code]].concat());
    }
}

/// What a phone is asked about children.
pub fn asked_of_children(phone: &Phone) -> Vec<TaskView> {
    phone.sync();
    let tasks = phone.book().tasks().unwrap().into_iter();
    tasks.filter(|view| view.task.set.what.contains("under 18")).collect()
}
