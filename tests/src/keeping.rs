//! Years that pass at a desk where somebody looks after data.

use serde_json::Value;

use crate::beat::DAY;
use crate::encampment::now;
use crate::force::Force;
use crate::phone::Phone;

/// The data-protection officer's code.
pub const KEEPER: &str = "DPO1";

/// Somebody who looks after data.
pub fn keeper(force: &Force) {
    force.add_officer(KEEPER, "Data");
    force.give_role(KEEPER, "data_protection_officer");
}

/// A command of theirs, for programs.
///
/// # Errors
/// The code with which it is refused.
pub fn tried(force: &Force, words: &[&str]) -> Result<Value, String> {
    let who = ["--authority", "MDW", "--as", KEEPER, "--reason", "schedule"];
    force.asked(&[words, &who].concat(), &[]).map_err(|refusal| refusal.code)
}

/// A command of theirs that is carried out.
pub fn keep(force: &Force, words: &[&str]) -> Value {
    tried(force, words).unwrap()
}

/// Days pass at the server, which renews its certificate on the way, and somebody says that its clock is right.
pub fn days_pass(force: &Force, days: i64) {
    force.clock.advance(days * DAY);
    force.block_on(force.server().renew_certificate()).unwrap();
    keep(force, &["keeping", "clock"]);
}

/// The same days have passed at the phone, and it meets the network.
pub fn meet(force: &Force, phone: &Phone) {
    phone.wait_until(force.clock.now().max(now(phone)));
    phone.sync();
}

/// Records erased in one run, by kind.
pub fn run(force: &Force) -> Value {
    keep(force, &["keeping", "run"])["records"].clone()
}

/// What has become of the bodies of a record's entries: those that are here, and those the server erased.
pub fn bodies(force: &Force, record: &str) -> (usize, usize) {
    let shown = keep(force, &["keeping", "show", record]);
    let notebooks = shown["notebooks"].as_array().unwrap();
    let entries: Vec<&Value> = notebooks.iter().flat_map(|one| one["entries"].as_array().unwrap()).collect();
    let with = |said: &str| entries.iter().filter(|one| one["body"].as_str().unwrap().contains(said)).count();
    (with("here"), with("of the server's journal"))
}
