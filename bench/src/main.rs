//! The figures of `cargo xtask bench`: what is fast, small and exact, measured beside peers and floors.
//!
//! Names are given as arguments, none means all; `docs/performance.md` tells how each is set up.
#![allow(clippy::print_stdout, clippy::print_stderr)] // Its output is what it is for.

use std::error::Error;
use std::process::ExitCode;

use beatbook_bench::figures::FIGURES;
use beatbook_bench::harness::{Figure, Goal, Lab};
use clap::Parser;

/// Measures figures and says which fall short of their goals.
#[derive(Parser)]
struct Arguments {
    /// Names from `--list`; none means all.
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    /// Names the figures with their goals.
    #[arg(long)]
    list: bool,
    /// Exits 1 when a measured figure falls short.
    #[arg(long)]
    check: bool,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if arguments.list {
        for figure in FIGURES {
            println!("{:<17} {}", figure.name, figure.shows);
        }
        return ExitCode::SUCCESS;
    }
    if let Some(name) = arguments.names.iter().find(|name| !FIGURES.iter().any(|known| known.name == *name)) {
        eprintln!("there is no figure '{name}': --list names them");
        return ExitCode::FAILURE;
    }
    let lab = Lab::from_environment();
    println!("{}", lab.machine());
    let mut short = Vec::new();
    for experiment in FIGURES {
        if !arguments.names.is_empty() && !arguments.names.iter().any(|name| name == experiment.name) {
            continue;
        }
        eprintln!("measuring {} …", experiment.name);
        // One that cannot be measured here stops no other, and counts as short.
        let figures =
            lab.measure(experiment).unwrap_or_else(|reason| vec![not_measured(experiment.name, &*reason)]);
        figures.iter().for_each(|figure| println!("{figure}"));
        short.extend(figures.into_iter().filter(Figure::falls_short));
    }
    if arguments.check && !short.is_empty() {
        for figure in short {
            eprintln!("SHORT: {}", figure.name);
        }
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

fn not_measured(name: &str, reason: &dyn Error) -> Figure {
    Figure {
        name: name.to_owned(),
        value: f64::NAN.into(),
        unit: "",
        peer: None,
        goal: Goal::AtMost(0.0),
        note: format!("NOT MEASURED: {reason}"),
    }
}
