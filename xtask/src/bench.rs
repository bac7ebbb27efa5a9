//! `cargo xtask bench`: builds the figures in release and hands them the names asked for.
//!
//! The figures themselves, their goals and peers are in the crate `bench`.

use crate::callers;
use crate::failure::Failure;
use crate::needs::Need;
use crate::run::Workshop;

/// Measures the figures named, or all; with `list` only names them.
///
/// # Errors
/// If a needed peer cannot be installed, a figure cannot be measured, or with `check` falls short.
pub fn run(workshop: &Workshop, figures: &[String], list: bool, check: bool) -> Result<(), Failure> {
    let mut calls = None;
    if !list {
        Need::Python.provide(workshop)?;
        Need::Print.provide(workshop)?;
        if figures.is_empty() || figures.iter().any(|name| name == callers::FIGURE) {
            Need::Maven.provide(workshop)?;
            Need::Swift.provide(workshop)?;
            calls = Some(callers::make(workshop)?);
        }
    }
    let bench = workshop
        .cargo(&["run", "--quiet", "--locked", "--package", "beatbook-bench"])
        // Naming the figures is not worth a release build.
        .args((!list).then_some("--release"))
        .args(["--"])
        .args(list.then_some("--list"))
        .args(check.then_some("--check"))
        .args(figures.iter().cloned())
        .env("BEATBOOK_BENCH_OUT", workshop.target.join("bench"));
    match calls {
        Some(calls) => bench.env("BEATBOOK_CALLERS", calls).run(),
        None => bench.run(),
    }
}
