//! Proves that the lints bite: a scratch crate that breaks each rule once must be caught at each line.
//!
//! A lint table with a typing mistake, or a crate that forgets to opt in, is silent; this is not.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::failure::Failure;
use crate::run::Workshop;

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
    let lints = lint_tables(&manifest);
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

/// The tables `[workspace.lints.*]` as a crate's own `[lints.*]`.
fn lint_tables(manifest: &str) -> String {
    let mut wanted = false;
    let mut tables = String::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            wanted = line.starts_with("[workspace.lints.");
        }
        if wanted {
            tables.push_str(&line.replace("[workspace.lints.", "[lints."));
            tables.push('\n');
        }
    }
    tables
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
    let source = lines.iter().map(|(line, _)| format!("{line}\n")).collect::<String>();
    write(&folder.join("src/lib.rs"), &source)?;
    write(&folder.join("clippy.toml"), rules)?;
    write(
        &folder.join("Cargo.toml"),
        &format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n{lints}"
        ),
    )?;
    let answer = workshop
        .cargo(&["clippy", "--offline", "--quiet", "--message-format=json", "--manifest-path"])
        .args([folder.join("Cargo.toml")])
        .env("CARGO_TARGET_DIR", workshop.target.join("hygiene/target"))
        .answer()?;
    let caught = caught(&answer);
    let missed = lines
        .iter()
        .enumerate()
        .filter(|(number, (_, lint))| !caught.contains(&(*number as u64 + 1, (*lint).to_owned())));
    Ok(missed.map(|(_, (line, lint))| format!("lints: {lint} does not catch `{line}` ({name})")).collect())
}

/// Line and lint of everything clippy reported.
fn caught(answer: &str) -> BTreeSet<(u64, String)> {
    let messages = answer.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    messages
        .filter_map(|message| {
            let message = message.get("message")?;
            let lint = message.get("code")?.get("code")?.as_str()?.to_owned();
            let line = message.get("spans")?.get(0)?.get("line_start")?.as_u64()?;
            Some((line, lint))
        })
        .collect()
}

fn read(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(Failure::io(format!("read {}", path.display())))
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let doing = || format!("write {}", path.display());
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(Failure::io(doing()))?;
    }
    fs::write(path, text).map_err(Failure::io(doing()))
}
