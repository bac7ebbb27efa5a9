//! Proves that the lints bite: a scratch crate that breaks each rule once must be caught at each line.
//!
//! A crate that forgets to opt in would be silent, too: every member's manifest is looked at.

use crate::failure::Failure;
use crate::run::Workshop;
use crate::scratch::{self, Scratch, read};

/// What no crate may do, with the lint that must catch it.
const EVERYWHERE: &[(&str, &str)] = &[
    ("pub fn unwraps(it: Option<u8>) -> u8 { it.unwrap() }", "clippy::unwrap_used"),
    ("pub fn expects(it: Option<u8>) -> u8 { it.expect(\"there\") }", "clippy::expect_used"),
    ("pub fn panics() { panic!(\"stop\") }", "clippy::panic"),
    ("pub fn prints() { println!(\"hello\") }", "clippy::print_stdout"),
    ("pub fn eprints() { eprintln!(\"hello\") }", "clippy::print_stderr"),
    ("pub fn reads(at: *const u8) -> u8 { unsafe { *at } }", "unsafe_code"),
];

/// Calls on `x: f64` that differ between platforms and must not be made in `core/domain`.
const TRANSCENDENTAL: &[&str] = &[
    "sin()",
    "cos()",
    "tan()",
    "asin()",
    "acos()",
    "atan()",
    "atan2(x)",
    "sin_cos().0",
    "sinh()",
    "cosh()",
    "tanh()",
    "asinh()",
    "acosh()",
    "atanh()",
    "exp()",
    "exp2()",
    "exp_m1()",
    "ln()",
    "ln_1p()",
    "log(x)",
    "log2()",
    "log10()",
    "powf(x)",
    "powi(3)",
    "cbrt()",
    "hypot(x)",
    "mul_add(x, x)",
];

/// One line per rule that nobody enforces.
///
/// # Errors
/// If the scratch crate cannot be written or clippy not be started.
pub fn check(workshop: &Workshop) -> Result<Vec<String>, Failure> {
    let manifest = read(&workshop.root.join("Cargo.toml"))?;
    let lints = scratch::lint_tables(workshop)?;
    let mut findings = opted_out(workshop, &manifest)?;

    let everywhere: Vec<(String, &str)> =
        EVERYWHERE.iter().map(|(line, lint)| ((*line).into(), *lint)).collect();
    let general = read(&workshop.root.join("clippy.toml"))?;
    findings.extend(probe(workshop, "lint-probe-all", &lints, &general, &everywhere)?);

    let calls = TRANSCENDENTAL.iter().enumerate().map(|(number, call)| {
        (format!("pub fn call_{number}(x: f64) -> f64 {{ x.{call} }}"), "clippy::disallowed_methods")
    });
    let single = ("pub fn single(x: f32) -> f32 { x }".to_owned(), "clippy::disallowed_types");
    let clock = [
        "pub fn wall() -> std::time::SystemTime { std::time::SystemTime::now() }",
        "pub fn monotonic() -> std::time::Instant { std::time::Instant::now() }",
    ]
    .map(|line| (line.to_owned(), "clippy::disallowed_methods"));
    let domain: Vec<(String, &str)> = calls.chain([single]).chain(clock).collect();
    let rules = read(&workshop.root.join("core/domain/clippy.toml"))?;
    findings.extend(probe(workshop, "lint-probe-domain", &lints, &rules, &domain)?);
    Ok(findings)
}

/// Members whose manifest does not say `[lints] workspace = true`.
fn opted_out(workshop: &Workshop, manifest: &str) -> Result<Vec<String>, Failure> {
    let members = manifest.split_once("members = [").and_then(|(_, rest)| rest.split_once(']'));
    let members: Vec<&str> =
        members.map(|(list, _)| list.split('"').skip(1).step_by(2).collect()).unwrap_or_default();
    if members.is_empty() {
        return Ok(vec!["lints: no members found in Cargo.toml".into()]);
    }
    let mut findings = Vec::new();
    for member in members {
        let text = read(&workshop.root.join(member).join("Cargo.toml"))?;
        if !text.contains("[lints]\nworkspace = true") {
            findings.push(format!("lints: {member}/Cargo.toml lacks [lints] workspace = true"));
        }
    }
    Ok(findings)
}

/// Lets clippy judge a scratch crate with one broken rule per line.
fn probe(
    workshop: &Workshop,
    name: &str,
    lints: &str,
    rules: &str,
    lines: &[(String, &str)],
) -> Result<Vec<String>, Failure> {
    let folder = workshop.target.join("hygiene").join(name);
    let clippy = workshop
        .cargo(&["clippy", "--offline", "--quiet"])
        .env("CARGO_TARGET_DIR", workshop.target.join("hygiene/target"));
    let missed = Scratch { name, folder, tables: lints.into(), rules, head: "", lines }.missed(clippy)?;
    Ok(missed.into_iter().map(|line| format!("lints: {line}")).collect())
}
