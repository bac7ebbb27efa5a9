//! The safeguarding lead's reviews: what outreach workers tell, and what the lead sees and answers.

use beatbook_device::{AskWhere, BeginWelfare, WelfareNews};
use beatbook_domain::records::patrol::Duty;
use beatbook_domain::records::welfare::{Subject, WelfareAbout};
use beatbook_domain::welfare::concern::{ConcernCode, ConcernLevel};
use beatbook_domain::welfare::sleeping::SleepingState;
use beatbook_protocol::id::Id;
use serde_json::Value;

use crate::beat::DAY;
use crate::force::Force;
use crate::outreach::{concern, danger, meets, person, phone};
use crate::phone::Phone;

/// Rows of the lead's table.
#[must_use]
pub fn reviews(force: &Force) -> Vec<Value> {
    let told = force.asked(&["welfare", "reviews", "--authority", "MDW", "--as", "S-1"], &[]).unwrap();
    told["rows"].as_array().unwrap().clone()
}

/// The lead answers a review at the desk, knowing of all that it is about.
///
/// # Panics
/// If there is no such review, or the answer is refused.
pub fn answer(force: &Force, task: &str, outcome: &str) {
    let rows = reviews(force);
    let row = rows.iter().find(|row| row["task"] == task).unwrap();
    let told = ["--outcome", outcome, "--why", "Seen", "--matters", row["matters"].as_str().unwrap()];
    let who = ["--authority", "MDW", "--as", "S-1"];
    force.command(&[&["welfare", "review", task], &told[..], &who].concat());
}

/// A worry about Ida, who is known by her names.
pub fn of_ida(worker: &Phone, code: ConcernCode, level: ConcernLevel) -> Id {
    let record = meets(worker, 0.0, person(Some(("Ida", "Kupfer")), SleepingState::AwakeNot));
    worker.book().tell_welfare(record, vec![danger(false, None), concern(code, level)]).unwrap();
    record
}

/// A check at one address, handed over.
pub fn at_the_address(worker: &Phone, news: Vec<WelfareNews>) {
    let begin = BeginWelfare {
        about: WelfareAbout::Check(Subject::VulnerableAddress),
        place: AskWhere::Newest,
        address: Some("12 High Street, Chatham".to_owned()),
        joint: None,
    };
    let record = worker.book().begin_welfare(begin).unwrap();
    worker.book().tell_welfare(record, news).unwrap();
    worker.sync();
}

/// Three workers and the lead's phone.
#[must_use]
pub fn team(force: &Force) -> ([Phone; 3], Phone) {
    let workers = ["O-12", "O-13", "O-20"].map(|code| phone(force, code, Duty::Outreach));
    let lead = phone(force, "S-1", Duty::TaskedCore);
    lead.sync();
    (workers, lead)
}

/// Days pass at the server and on these phones.
pub fn days_pass(force: &Force, days: i64, phones: &[&Phone]) {
    force.clock.advance(days * DAY);
    force.block_on(force.server().renew_certificate()).unwrap();
    phones.iter().for_each(|phone| phone.wait_until(force.clock.now()));
}
