//! `cargo xtask demo`: builds server, phone and demonstration, and runs it.
//!
//! The same in the test suite `demo`: the whole night, where its own checks decide; a recorded walk with its tables kept;
//! and the server left running until somebody presses Ctrl-C.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};

use clap::Args;

use crate::failure::Failure;
use crate::run::{Call, Workshop};

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
    build(workshop)?;
    demonstration(workshop, options)?.run()
}

/// The test suite.
///
/// # Errors
/// As [`run`]; or a table that was not kept, or another end than the wished one after Ctrl-C.
pub fn suite(workshop: &Workshop) -> Result<(), Failure> {
    build(workshop)?;
    demonstration(workshop, &Options { exit: true, ..Options::default() })?.run()?;
    let folder = workshop.target.join("demo-suite");
    // What an earlier run has kept would prove nothing.
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).map_err(Failure::io("make a folder for the demonstration's tables"))?;
    let walk = folder.join("walk.gpx");
    fs::write(&walk, recorded_walk()).map_err(Failure::io("write the walk"))?;
    let tables = folder.join("tables");
    let (gpx, out) = (Some(walk), Some(tables.clone()));
    let kept = Options { gpx: gpx.clone(), out, exit: true, ..Options::default() };
    demonstration(workshop, &kept)?.run()?;
    for table in ["hours.csv", "hours-beside-truth.csv"] {
        let text = fs::read_to_string(tables.join(table)).map_err(Failure::io(format!("read {table}")))?;
        if text.lines().count() < 2 {
            return Err(Failure::Found(vec![format!("{table}, kept by --out, holds no row")]));
        }
    }
    let left = demonstration(workshop, &Options { gpx, ..Options::default() })?.start()?;
    until_interrupted(left)
}

fn build(workshop: &Workshop) -> Result<(), Failure> {
    workshop.build(&["--bin", "beatbook-server", "--bin", "beatbook-phone", "--bin", "beatbook-demo"])
}

fn demonstration<'a>(workshop: &'a Workshop, options: &Options) -> Result<Call<'a>, Failure> {
    let program = format!("debug/beatbook-demo{}", std::env::consts::EXE_SUFFIX);
    Ok(workshop.program(workshop.target.join(program)).args(arguments(options)?))
}

/// Twenty minutes north through Chatham at 1.2 m/s, a point every ten seconds.
fn recorded_walk() -> String {
    let mut walk =
        String::from("<gpx version=\"1.1\" xmlns=\"http://www.topografix.com/GPX/1/1\"><trk><trkseg>\n");
    for n in 0..=120_u32 {
        let (minute, second) = (n / 6, n % 6 * 10);
        let lat = 51.378 + f64::from(n) * 0.000_108;
        let line = format_args!(
            "<trkpt lat=\"{lat:.6}\" lon=\"0.526500\"><time>2025-09-06T18:{minute:02}:{second:02}Z</time></trkpt>"
        );
        let _ = writeln!(walk, "{line}");
    }
    walk + "</trkseg></trk></gpx>\n"
}

/// Reads until the server is left to its reader, presses Ctrl-C, and asks for an end without a fault.
fn until_interrupted(mut left: Child) -> Result<(), Failure> {
    let found = interrupt(&mut left);
    if found.is_err() {
        let _ = left.kill();
    }
    let ended = left.wait().map_err(Failure::io("wait for the demonstration"))?;
    found?;
    if ended.success() {
        Ok(())
    } else {
        Err(Failure::Found(vec![format!(
            "left running and interrupted, the demonstration ended with {ended}"
        )]))
    }
}

fn interrupt(left: &mut Child) -> Result<(), Failure> {
    let missing = || Failure::Found(vec!["left running, the demonstration never told its address".into()]);
    let out = left.stdout.take().ok_or_else(missing)?;
    let mut has_address = false;
    for line in BufReader::new(out).lines() {
        let line = line.map_err(Failure::io("read what the demonstration says"))?;
        println!("{line}");
        has_address |= line.contains("The server runs at https://127.0.0.1:");
        if has_address && line.contains("phone on ;") {
            let process = left.id().to_string();
            let sent =
                std::process::Command::new("kill").args(["-INT", &process]).stdin(Stdio::null()).status();
            sent.map_err(Failure::io("press Ctrl-C"))?;
            return Ok(());
        }
    }
    Err(missing())
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
