//! The tasks of this project, each one command: `cargo xtask test`, `bench`, `bindings`, `android`, `demo`.
//!
//! Needs nothing but a Rust toolchain and a C compiler; what a suite needs beyond that it installs
//! through the one list in `needs.rs`, and says so before it does.
#![allow(clippy::print_stdout, clippy::print_stderr)] // A command-line tool speaks on its terminal.

mod android;
mod bench;
mod bindings;
mod callers;
mod demo;
mod failure;
mod hygiene;
mod kotlin;
mod lanes;
mod maven;
mod mobile;
mod needs;
mod reference;
mod run;
mod scratch;
mod suites;
mod surface;
mod swift;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::bindings::{Language, Library};
use crate::run::Workshop;

/// The tasks of the Beatbook project.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Runs test suites: those named, or all. Exits 1 if any failed.
    Test {
        /// Names from `--list`; none means all.
        #[arg(value_name = "SUITE")]
        suites: Vec<String>,
        /// Names the suites with what each needs, and runs nothing.
        #[arg(long)]
        list: bool,
    },
    /// Measures the figures of docs/performance.md in a release build.
    Bench {
        /// Names from `--list`; none means all.
        #[arg(value_name = "NAME")]
        figures: Vec<String>,
        /// Names the figures with their goals, and measures nothing.
        #[arg(long)]
        list: bool,
        /// Exits 1 when a measured figure falls short of its goal.
        #[arg(long)]
        check: bool,
    },
    /// A night on the beat with the real programs, from the phones to the hours table beside the true hours.
    Demo(demo::Options),
    /// Tells the phone's facade again for other languages.
    Surface,
    /// Builds the Python wheel below target/wheel/, with the optimised library.
    Wheel {
        #[command(flatten)]
        library: Library,
    },
    /// Makes parts of the Android app without Gradle: resources, a package signed with a test key, libraries for phones.
    Android {
        /// What to make.
        #[command(subcommand)]
        step: android::Step,
    },
    /// Builds the phone library, optimised, and generates its bindings under target/bindings/.
    Bindings {
        /// Which language.
        #[arg(value_enum, default_value = "python")]
        language: Language,
        #[command(flatten)]
        library: Library,
    },
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = Workshop::find().and_then(|workshop| match arguments.task {
        Task::Test { list: true, .. } => {
            suites::list();
            Ok(())
        }
        Task::Test { suites, .. } => suites::run(&workshop, &suites),
        Task::Bench { figures, list, check } => bench::run(&workshop, &figures, list, check),
        Task::Surface => surface::write(&workshop),
        Task::Demo(options) => demo::run(&workshop, &options),
        Task::Wheel { library } => {
            let wheel = bindings::hand_out_wheel(&workshop, library)?;
            println!("wheel: {}", wheel.display());
            Ok(())
        }
        Task::Android { step } => android::make(&workshop, step),
        Task::Bindings { language, library } => {
            let folder = bindings::hand_out(&workshop, language, library)?;
            println!("bindings: {}", folder.display());
            if language == Language::Swift { swift::place(&workshop, &folder) } else { Ok(()) }
        }
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::{Arguments, Task};

    #[test]
    fn what_is_handed_out_is_optimised_unless_asked_otherwise() {
        for (words, profile) in [
            ("wheel", "release"),
            ("wheel --debug", "debug"),
            ("bindings kotlin", "release"),
            ("bindings --debug kotlin", "debug"),
        ] {
            let words = std::iter::once("xtask").chain(words.split(' '));
            let task = Arguments::parse_from(words).task;
            let (Task::Wheel { library } | Task::Bindings { library, .. }) = task else { unreachable!() };
            assert_eq!(library.profile(), profile);
        }
    }
}
