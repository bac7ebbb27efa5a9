//! `cargo xtask android`: what Gradle and Android's SDK do for app developers, as far as it can be done without them.
//!
//! The suites `android` and `apk` are made of it. Everything it writes lies below `target/android`.

mod classes;
mod element;
mod manifest;
mod native;
mod newer;
mod package;
mod resources;
mod rules;

use std::path::PathBuf;

use crate::failure::Failure;
use crate::kotlin;
use crate::maven;
use crate::needs::Need;
use crate::run::Workshop;

/// Library, app, and what their tests need.
const POM: &str = "android/pom.xml";

/// One thing to make.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::Subcommand)]
pub enum Step {
    /// Links manifest and resources into target/android/base.apk, and R.java into target/android/gen.
    Resources,
    /// Makes target/android/officer.apk, signed with a test key.
    Apk,
    /// Builds the library for phones into target/android/jniLibs, with cargo-ndk and Android's NDK.
    Native,
}

/// Makes one thing.
///
/// # Errors
/// If a tool is not there or refuses.
pub fn make(workshop: &Workshop, step: Step) -> Result<(), Failure> {
    if step == Step::Native {
        return native::build(workshop);
    }
    for need in [Need::Maven, Need::Android] {
        need.provide(workshop)?;
    }
    match step {
        Step::Resources => {
            resources::build(workshop).map(|linked| println!("resources: {}", linked.apk.display()))
        }
        Step::Apk => {
            kotlin::provide(workshop)?;
            package::build(workshop).map(|made| println!("package: {}", made.apk.display()))
        }
        Step::Native => Ok(()),
    }
}

/// Library and app among Android's own classes, with the real native library and a real server.
///
/// # Errors
/// If anything does not build or a test fails.
pub fn suite(workshop: &Workshop) -> Result<(), Failure> {
    workshop.build(&["--bin", "beatbook-server", "--bin", "beatbook-phone"])?;
    kotlin::provide(workshop)?;
    resources::build(workshop)?;
    maven::on(workshop, POM)
        .args(["test"])
        .env("BEATBOOK_SERVER", workshop.target.join("debug/beatbook-server"))
        .env("BEATBOOK_PHONE", workshop.target.join("debug/beatbook-phone"))
        .run()
}

/// The app's package: made, and judged by what is in it.
///
/// # Errors
/// If it cannot be made, breaks a rule, or a rule lets a broken one pass.
pub fn package_suite(workshop: &Workshop) -> Result<(), Failure> {
    kotlin::provide(workshop)?;
    let made = package::build(workshop)?;
    let mut findings = classes::check(workshop, &made)?;
    findings.extend(newer::check(workshop)?);
    findings.extend(rules::check(workshop, &made)?);
    findings.extend(package::check(workshop, &made)?);
    if findings.is_empty() { Ok(()) } else { Err(Failure::Found(findings)) }
}

/// Where everything is made.
fn yard(workshop: &Workshop) -> PathBuf {
    workshop.target.join("android")
}

/// Prints one thing that was checked, and hands it on if it is wrong.
fn say(checked: &str, wrong: Option<String>) -> Option<String> {
    println!("  {}  {checked}", if wrong.is_none() { "ok    " } else { "WRONG " });
    wrong.map(|wrong| format!("{checked}: {wrong}"))
}
