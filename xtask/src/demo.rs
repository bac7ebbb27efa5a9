//! `cargo xtask demo`: builds server, phone and demonstration, and runs it.
//!
//! The same in the test suite `demo`, where it ends by itself and its own checks decide.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::failure::Failure;
use crate::run::Workshop;

/// What the demonstration is told.
#[derive(Args, Default)]
pub struct Options {
    /// A recorded walk (GPX) instead of the simulated night: one officer walks it.
    #[arg(long, value_name = "FILE")]
    gpx: Option<PathBuf>,
    /// Ends after the checks instead of leaving the server running until Ctrl-C.
    #[arg(long)]
    exit: bool,
    /// Keeps the tables as CSV in this folder.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Another night: walks, noise and tunnels follow from this number.
    #[arg(long, value_name = "N", conflicts_with = "gpx")]
    seed: Option<u64>,
}

/// Builds what it needs and runs it; fails if a claim of it does not hold.
///
/// # Errors
/// The command that failed.
pub fn run(workshop: &Workshop, options: &Options) -> Result<(), Failure> {
    let packages =
        ["--package", "beatbook-server", "--package", "beatbook-phone", "--package", "beatbook-demo"];
    workshop.cargo(&["build", "--locked"]).args(packages).run()?;
    let program = format!("debug/beatbook-demo{}", std::env::consts::EXE_SUFFIX);
    workshop.program(workshop.target.join(program)).args(arguments(options)?).run()
}

/// The test suite.
///
/// # Errors
/// As [`run`].
pub fn suite(workshop: &Workshop) -> Result<(), Failure> {
    run(workshop, &Options { exit: true, ..Options::default() })
}

fn arguments(options: &Options) -> Result<Vec<OsString>, Failure> {
    // The demonstration runs in the project's folder, wherever it was asked for.
    let absolute = |path: &Path| std::path::absolute(path).map_err(Failure::io("find the path given"));
    let mut arguments: Vec<OsString> = Vec::new();
    if let Some(file) = &options.gpx {
        arguments.extend(["--gpx".into(), absolute(file)?.into()]);
    }
    if let Some(folder) = &options.out {
        arguments.extend(["--out".into(), absolute(folder)?.into()]);
    }
    if let Some(seed) = options.seed {
        arguments.extend(["--seed".into(), seed.to_string().into()]);
    }
    if options.exit {
        arguments.push("--exit".into());
    }
    Ok(arguments)
}
