//! `library-size`: the stripped phone library beside a floor of uniffi, encrypted SQLite, TLS and geo.
//!
//! The floor grows part by part, and what ours adds is told by section and by crate.

use std::collections::BTreeSet;

use crate::harness::{Figure, Goal, Lab, Measured, Peer};
use crate::shelf::{Shelf, Weight};

/// The floor's parts in the order in which they are added, and what a line about them is called.
const PARTS: [(&[&str], &str); 4] = [
    (&[], "uniffi"),
    (&["sqlite"], "+ SQLite"),
    (&["sqlite", "tls"], "+ TLS"),
    (&["sqlite", "tls", "geo"], "+ geo"),
];

/// Crates whose share differs by less than this from the floor's are told in one sum.
const TOLD: u64 = 30_000;

/// Builds all, largest last.
///
/// # Errors
/// If one does not build, or the tools of the C compiler cannot read it.
pub fn run(lab: &Lab) -> Measured {
    let shelf = Shelf::set_up(&lab.folder)?;
    let mut parts = Vec::new();
    let mut floor = Weight::default();
    for (features, name) in PARTS {
        let weight = shelf.floor(features)?;
        let added = format!("adds {} KB", weight.file.saturating_sub(floor.file) / 1_000);
        parts.push(line(&format!("floor {name}"), weight.file, None, added));
        floor = weight;
    }
    let ours = shelf.ours()?;
    let mut figures = vec![Figure {
        name: "library-size".into(),
        goal: Goal::RatioAtMost(1.6),
        ..line("", ours.file, Some(floor.file), "stripped, for this machine's processor".into())
    }];
    figures.append(&mut parts);
    let section = |name: &str, of: fn(&Weight) -> u64| line(name, of(&ours), Some(of(&floor)), String::new());
    figures.extend([
        section("as sent, deflated", |weight| weight.sent),
        section("code", |weight| weight.code),
        section("constants", |weight| weight.constants),
        section("unwinding", |weight| weight.unwinding),
        section("loading", |weight| weight.loading),
    ]);
    figures.extend(by_crate(&ours, &floor));
    Ok(figures)
}

/// Code and named constants of each crate, those that differ most first.
fn by_crate(ours: &Weight, floor: &Weight) -> Vec<Figure> {
    let names: BTreeSet<&String> = ours.crates.keys().chain(floor.crates.keys()).collect();
    let shares = names.into_iter().map(|name| {
        let of = |weight: &Weight| weight.crates.get(name).copied().unwrap_or(0);
        (name, of(ours), of(floor))
    });
    let (mut told, rest): (Vec<_>, Vec<_>) =
        shares.partition(|(_, ours, floor)| ours.abs_diff(*floor) >= TOLD);
    told.sort_by_key(|(_, ours, floor)| std::cmp::Reverse(ours.abs_diff(*floor)));
    let sum = |of: fn(&(&String, u64, u64)) -> u64| rest.iter().map(of).sum();
    let others = line("all other crates", sum(|share| share.1), Some(sum(|share| share.2)), String::new());
    let crates = told.into_iter().map(|(name, ours, floor)| {
        let added = if ours >= floor { "more" } else { "less" };
        line(name, ours, Some(floor), format!("{} KB {added}", ours.abs_diff(floor) / 1_000))
    });
    crates.chain([others]).collect()
}

fn line(name: &str, bytes: u64, floor: Option<u64>, note: String) -> Figure {
    let kilobytes = |bytes: u64| bytes as f64 / 1_000.0;
    Figure {
        name: format!("library-size {name}"),
        value: kilobytes(bytes).into(),
        unit: "KB",
        peer: floor
            .filter(|bytes| *bytes > 0)
            .map(|bytes| Peer { what: "floor", value: kilobytes(bytes).into() }),
        goal: Goal::Shown,
        note,
    }
}
