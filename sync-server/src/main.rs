//! `beatbook-server`: make a server, run it, and ask things of it, running or not.
//!
//! What it does is in the library; here are words, output and exit codes.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command-line tool speaks to a terminal")]

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run(cli::Arguments::read())
}
