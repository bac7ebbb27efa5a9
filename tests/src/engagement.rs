//! Engagement: a town with two wards and its officers, and what they tell of meeting the public.

use beatbook_device::{AskWhere, EngagementChange, RecordEngagement, SignOn};
use beatbook_protocol::id::Id;
use serde_json::{Value, json};

use crate::force::Force;
use crate::outreach;
use crate::phone::Phone;

/// A place in the ward of the town.
pub const RIVER: (f64, f64) = outreach::LINES;

/// A force with the ward RIVER, a team NTF of three constables, a sergeant, a manager and an analyst.
#[must_use]
pub fn town() -> Force {
    let force = outreach::town();
    for (code, team, role) in [
        ("4712", "NTF", "constable"),
        ("4713", "NTF", "constable"),
        ("S-9", "NTF", "police_supervisor"),
        ("5001", "Rural", "constable"),
        ("M-1", "Safety", "community_safety_manager"),
    ] {
        force.add_officer(code, team);
        force.give_role(code, role);
    }
    force
}

/// A phone of an officer on duty, synced once and then out of reach.
#[must_use]
pub fn phone(force: &Force, code: &str, operation: Option<&str>) -> Phone {
    let sign_on = SignOn { operation: operation.map(str::to_owned), ..SignOn::tasked() };
    outreach::phone_on(force, code, sign_on)
}

/// A category or kind, and nothing else.
#[must_use]
pub fn what(category: Option<&str>, kind: Option<&str>) -> EngagementChange {
    EngagementChange {
        category: category.map(str::to_owned),
        kind: kind.map(str::to_owned),
        ..EngagementChange::default()
    }
}

/// Records one where the phone is.
pub fn records(phone: &Phone, what: EngagementChange) -> Id {
    let record = RecordEngagement { what, place: AskWhere::Newest };
    phone.book().record_engagement(record).unwrap()
}

/// A command of the desk, for programs.
pub fn told(force: &Force, words: &[&str], reader: &str) -> Value {
    force.asked(&[words, &["--authority", "MDW", "--as", reader]].concat(), &[]).unwrap()
}

/// A command of the desk, as a person reads it.
pub fn shown(force: &Force, words: &[&str], reader: &str) -> String {
    force.command(&[words, &["--authority", "MDW", "--as", reader]].concat())
}

/// The code with which it is refused.
#[must_use]
pub fn refused(force: &Force, words: &[&str], reader: &str) -> String {
    force.refused(&[words, &["--authority", "MDW", "--as", reader]].concat()).code
}

/// Sets parishes from a day on.
pub fn set_parishes(force: &Force, codes: &[&str], from: &str, by: &str) {
    let list: Vec<Value> =
        codes.iter().map(|code| json!({ "code": code, "name": format!("{code} parish council") })).collect();
    let words = [
        "engagement",
        "set-parishes",
        "list.json",
        "--from",
        from,
        "--authority",
        "MDW",
        "--as",
        by,
        "--reason",
        "x",
    ];
    force.asked(&words, json!(list).to_string().as_bytes()).unwrap();
}
