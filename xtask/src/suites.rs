//! The table of test suites, and the run of those asked for.
//!
//! Every runner's own lines go straight through; at the end stands one table of suite, result, seconds, and where nobody watches,
//! before it the last lines of what failed. There some suites also go beside the others: `lanes.rs`.

use std::fmt;
use std::time::{Duration, Instant};

use crate::android;
use crate::bindings;
use crate::demo;
use crate::failure::Failure;
use crate::hygiene;
use crate::kotlin;
use crate::lanes;
use crate::mobile;
use crate::needs::{self, Need};
use crate::reference;
use crate::run::Workshop;
use crate::swift;

/// One test suite.
pub struct Suite {
    pub name: &'static str,
    /// What passing it shows.
    shows: &'static str,
    /// Which of two lanes it goes in where nobody watches.
    pub lane: Lane,
    /// Without these it cannot run.
    needs: &'static [Need],
    /// Without these some of its tests say that they were left out.
    wants: &'static [Need],
    run: fn(&Workshop) -> Result<(), Failure>,
}

/// Two suites of one lane may use the same folders, and no two of different lanes what only one may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    /// The Rust workspace, whose builds keep others of the same folder waiting.
    First,
    /// Phones and other languages: mostly their own compilers, in folders of their own.
    Beside,
}

/// All suites, cheapest first so that a small mistake is known within seconds; `mobile` before what takes up what `rust` compiled.
const SUITES: &[Suite] = &[
    Suite {
        name: "fmt",
        shows: "the code is formatted",
        lane: Lane::First,
        needs: &[],
        wants: &[],
        run: fmt,
    },
    Suite {
        name: "hygiene",
        shows: "house rules: one-way arrows, lints that bite, file headers and lengths",
        lane: Lane::First,
        needs: &[],
        wants: &[],
        run: hygiene::check,
    },
    Suite {
        name: "deny",
        shows: "licences, bans, sources and duplicates of all dependencies",
        lane: Lane::First,
        needs: &[Need::CargoDeny],
        wants: &[],
        run: deny,
    },
    Suite {
        name: "clippy",
        shows: "no lint anywhere",
        lane: Lane::First,
        needs: &[],
        wants: &[],
        run: clippy,
    },
    Suite {
        name: "rust",
        shows: "each crate's own tests",
        lane: Lane::First,
        needs: &[],
        wants: &[Need::Python, Need::SharedFiles, Need::Print],
        run: rust,
    },
    Suite {
        name: "stories",
        shows: "whole days with phones and a server: stories, crews, restores, kills",
        lane: Lane::First,
        needs: &[],
        wants: &[Need::Python, Need::SharedFiles],
        run: stories,
    },
    Suite {
        name: "demo",
        shows: "the demonstration runs from phones to hours table, and its own claims hold",
        lane: Lane::First,
        needs: &[],
        wants: &[],
        run: demo::suite,
    },
    Suite {
        name: "mobile",
        shows: "the phone library compiles for Android and iOS and has no lint there",
        lane: Lane::Beside,
        needs: &[Need::StdSource],
        wants: &[],
        run: mobile::check,
    },
    Suite {
        name: "python",
        shows: "the wheel, installed as a stranger does: its types, the contract, bad input, opened 1,000 times",
        lane: Lane::Beside,
        needs: &[Need::Python],
        wants: &[],
        run: python,
    },
    Suite {
        name: "kotlin",
        shows: "the phone library called from Kotlin, with a real server: contract, bad input, coroutines, lifetimes",
        lane: Lane::Beside,
        needs: &[Need::Maven],
        wants: &[],
        run: kotlin::suite,
    },
    Suite {
        name: "android",
        shows: "the Android library and app run among Android's classes with the real library: service, jobs, screens",
        lane: Lane::Beside,
        needs: &[Need::Maven, Need::Android, Need::Clocks],
        wants: &[],
        run: android::suite,
    },
    Suite {
        name: "apk",
        shows: "the Android app is linked, dexed, aligned and signed, and what is in it keeps Android's rules",
        lane: Lane::Beside,
        needs: &[Need::Maven, Need::Android],
        wants: &[],
        run: android::package_suite,
    },
    Suite {
        name: "swift",
        shows: "the phone library called from Swift 6, and what the iOS app's screens tell, with a real server",
        lane: Lane::Beside,
        needs: &[Need::Swift],
        wants: &[],
        run: swift::suite,
    },
    Suite {
        name: "docs",
        shows: "documentation builds without a broken link",
        lane: Lane::First,
        needs: &[],
        wants: &[],
        run: docs,
    },
    Suite {
        name: "reference",
        shows: "the API reference of Kotlin, Swift and Python builds, without a broken link",
        lane: Lane::Beside,
        needs: &[Need::Maven, Need::Swift, Need::Python],
        wants: &[],
        run: reference::suite,
    },
];

fn fmt(workshop: &Workshop) -> Result<(), Failure> {
    workshop.cargo(&["fmt", "--all", "--check"]).run()
}

fn deny(workshop: &Workshop) -> Result<(), Failure> {
    // Advisories want a database from a git host: `cargo deny check advisories` on a machine that reaches it.
    workshop
        .program(needs::cargo_deny_path(workshop))
        .args([
            "--all-features",
            "--locked",
            "check",
            "--hide-inclusion-graph",
            "licenses",
            "bans",
            "sources",
        ])
        .run()
}

fn clippy(workshop: &Workshop) -> Result<(), Failure> {
    workshop.cargo(&["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"]).run()
}

fn rust(workshop: &Workshop) -> Result<(), Failure> {
    workshop
        .cargo(&["test", "--workspace", "--exclude", "beatbook-tests", "--locked", "--no-fail-fast"])
        .run()
}

fn stories(workshop: &Workshop) -> Result<(), Failure> {
    // Of the whole workspace, so that cargo builds everything with the features it has for the suite `rust`, once.
    workshop.cargo(&["test", "--workspace", "--test", "stories", "--locked", "--no-fail-fast"]).run()
}

fn python(workshop: &Workshop) -> Result<(), Failure> {
    workshop.build(&["--bin", "beatbook-server"])?;
    let wheel = bindings::wheel(workshop)?;
    // As a stranger does: into an environment that knows nothing of the project.
    let fresh = workshop.target.join("wheel/venv");
    workshop.program("python3").args(["-m", "venv", "--clear"]).args([fresh.clone()]).run()?;
    let python = fresh.join("bin/python");
    workshop
        .program(python.clone())
        .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-index"])
        .args([wheel])
        .run()?;
    for (how, read) in [
        ("--strict", "bindings/python/tests/types_told.py"),
        ("--check-untyped-defs", "bindings/python/tests"),
    ] {
        workshop
            .program(workshop.venv_python())
            .args(["-m", "mypy", how, "--no-incremental", "--python-executable"])
            .args([python.clone().into_os_string(), read.into()])
            .run()?;
    }
    workshop
        .program(python)
        .args(["-m", "unittest", "discover", "--verbose", "--start-directory", "bindings/python/tests"])
        .env("BEATBOOK_SERVER", workshop.target.join("debug/beatbook-server"))
        .run()
}

fn docs(workshop: &Workshop) -> Result<(), Failure> {
    // Our crates only; xtask and bindgen are tools without readers of their documentation.
    workshop
        .cargo(&["doc", "--workspace", "--no-deps", "--locked", "--document-private-items"])
        .args(["--exclude", "xtask", "--exclude", "beatbook-bindgen"])
        .env("RUSTDOCFLAGS", "-D warnings -A rustdoc::private_intra_doc_links")
        .run()
}

/// A suite that has ended.
pub struct Outcome {
    pub suite: &'static Suite,
    pub verdict: Verdict,
    pub took: Duration,
}

/// How a suite ended.
pub enum Verdict {
    Passed,
    Failed(Failure),
    /// Passed, but something it wants is not there, so some tests were left out.
    Partly(Failure),
    /// Not run, because something it needs is not there.
    Skipped(Failure),
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Passed => "ok",
            Self::Failed(_) => "FAILED",
            Self::Partly(_) => "PARTLY",
            Self::Skipped(_) => "SKIPPED",
        })
    }
}

/// Prints the suites with what each shows and needs.
pub fn list() {
    for suite in SUITES {
        println!("{:<8} {}", suite.name, suite.shows);
        for need in suite.needs {
            println!("         needs {}", need.describe());
        }
        for want in suite.wants {
            println!("         wants {}", want.describe());
        }
    }
}

/// Runs the suites named, or all; a suite that fails does not keep the next from running.
///
/// # Errors
/// An unknown name; or one line for every suite that failed or, unattended, left something out.
pub fn run(workshop: &Workshop, names: &[String]) -> Result<(), Failure> {
    for name in names {
        if !SUITES.iter().any(|suite| suite.name == name) {
            let known = SUITES.iter().map(|suite| suite.name).collect::<Vec<_>>().join(" ");
            return Err(Failure::Unknown { name: name.clone(), known });
        }
    }
    let chosen: Vec<&'static Suite> = SUITES
        .iter()
        .filter(|suite| names.is_empty() || names.iter().any(|name| name == suite.name))
        .collect();
    let outcomes =
        if needs::unattended() { lanes::run(workshop, chosen)? } else { lanes::one_by_one(workshop, chosen) };
    for Outcome { suite, verdict, .. } in &outcomes {
        if let Verdict::Failed(why) = verdict
            && !why.last_lines().is_empty()
        {
            println!("\n== {}: what was said last before it failed", suite.name);
            println!("{}", why.last_lines().join("\n"));
        }
    }
    println!("\n{:<10} {:<8} {:>8}", "suite", "result", "seconds");
    for Outcome { suite, verdict, took } in &outcomes {
        println!("{:<10} {verdict:<8} {:>8.1}", suite.name, took.as_secs_f64());
    }
    let bad: Vec<String> = outcomes
        .iter()
        .filter(|outcome| match outcome.verdict {
            Verdict::Passed => false,
            Verdict::Failed(_) => true,
            Verdict::Partly(_) | Verdict::Skipped(_) => needs::unattended(),
        })
        .map(|outcome| format!("{}: {}", outcome.suite.name, outcome.verdict))
        .collect();
    if bad.is_empty() { Ok(()) } else { Err(Failure::Found(bad)) }
}

/// Runs one with its lines straight through.
pub fn alone(workshop: &Workshop, suite: &'static Suite) -> Outcome {
    println!("\n== {}: {}", suite.name, suite.shows);
    let begun = Instant::now();
    let verdict = verdict(workshop, suite);
    if let Verdict::Failed(why) | Verdict::Partly(why) | Verdict::Skipped(why) = &verdict {
        println!("{}: {verdict}: {why}", suite.name);
    }
    Outcome { suite, verdict, took: begun.elapsed() }
}

fn verdict(workshop: &Workshop, suite: &Suite) -> Verdict {
    for need in suite.needs {
        match need.provide(workshop) {
            Ok(()) => {}
            Err(why @ Failure::Missing { .. }) => return Verdict::Skipped(why),
            Err(why) => return Verdict::Failed(why),
        }
    }
    let mut lacking = None;
    for want in suite.wants {
        match want.provide(workshop) {
            Ok(()) => {}
            Err(why @ Failure::Missing { .. }) => lacking = Some(why),
            Err(why) => return Verdict::Failed(why),
        }
    }
    match ((suite.run)(workshop), lacking) {
        (Err(why), _) => Verdict::Failed(why),
        (Ok(()), Some(why)) => Verdict::Partly(why),
        (Ok(()), None) => Verdict::Passed,
    }
}
