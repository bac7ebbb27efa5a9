//! A Saturday night from the phones to the hours table, beside the true hours.
//!
//! Runs the real server and the real command-line phone; checks its own claims and exits 1 if one does not hold.
#![allow(clippy::print_stdout, clippy::print_stderr)] // A demonstration speaks on its terminal.

mod cast;
mod checks;
mod count;
mod ending;
mod error;
mod handset;
mod hours;
mod morning;
mod paper;
mod phone;
mod programs;
mod server;
mod story;
mod table;
mod told;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

/// A Saturday night of five officers, from their phones to the supervisor's hours table; then a day of notices.
#[derive(Parser)]
#[command(name = "cargo xtask demo")]
struct Arguments {
    /// A recorded walk (GPX) instead: one officer walks it.
    #[arg(long, value_name = "FILE")]
    gpx: Option<PathBuf>,
    /// Ends after the checks instead of leaving the server running.
    #[arg(long)]
    exit: bool,
    /// Keeps the tables as CSV in this folder.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Another night: walks, noise and tunnels follow from this number.
    #[arg(long, value_name = "N", default_value_t = 1, conflicts_with = "gpx")]
    seed: u64,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let cast = match &arguments.gpx {
        Some(file) => cast::Cast::walk(file),
        None => cast::Cast::saturday(arguments.seed),
    };
    match cast.and_then(|cast| story::tell(&cast, arguments.out.as_deref(), arguments.exit)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("demonstration: {error}");
            ExitCode::FAILURE
        }
    }
}
