//! Hours and stays of the hundred shifts beside the truth and the plain rule, zone by zone.
//!
//! `cargo run --release -p beatbook-simulator --example hours_error [SEED]`
#![allow(clippy::print_stdout, reason = "an example that prints a table")]

use std::error::Error;

use beatbook_simulator::derived::{fence_of, result_of};
use beatbook_simulator::measure::{ShiftResult, false_stays, hours_error};
use beatbook_simulator::presets::{hundred_shifts, hundred_zones};

fn main() -> Result<(), Box<dyn Error>> {
    let seed = std::env::args().nth(1).map_or(Ok(1), |seed| seed.parse())?;
    let zones = hundred_zones();
    let (fence, hashes) = fence_of(&zones)?;
    let results: Vec<ShiftResult> =
        hundred_shifts(seed).map(|shift| result_of(&fence, &zones, &shift)).collect::<Result<_, _>>()?;

    println!(
        "{:<6}{:>10}{:>10}{:>10}{:>10}{:>10}{:>10}{:>8}{:>9}{:>9}{:>9}{:>9}",
        "zone",
        "true h",
        "engine %",
        "plain %",
        "|eng| %",
        "|plain| %",
        "ratio",
        "cells",
        "bound %",
        "stays",
        "false",
        "plain"
    );
    for (number, zone) in zones.iter().enumerate() {
        row(&zone.code, &results, number..number + 1, &hashes);
    }
    row("all", &results, 0..zones.len(), &hashes);

    let error = hours_error(&results, &hashes);
    let stays = false_stays(&results, &hashes);
    println!("totals bounded: {}", error.totals_bounded);
    println!("gap above planned: {:.3} % of the shifts", error.gap_percent_above_planned());
    println!("true stays {}", stays.true_stays);
    println!("engine {:?}", stays.derived);
    println!("plain  {:?}", stays.plain);
    println!(
        "fewer false stays {:.1} %, fewer fragments {:.1} %",
        stays.fewer_false_percent(),
        stays.fewer_fragments_percent()
    );
    Ok(())
}

fn row(
    name: &str,
    results: &[ShiftResult],
    zones: std::ops::Range<usize>,
    hashes: &[beatbook_domain::zone::ZoneHash],
) {
    let part: Vec<ShiftResult> = results
        .iter()
        .map(|result| {
            let mut part = result.clone();
            part.truth.zones = part.truth.zones.drain(zones.clone()).collect();
            part.plain = part.plain.drain(zones.clone()).collect();
            part
        })
        .collect();
    let Some(hashes) = hashes.get(zones) else { return };
    let error = hours_error(&part, hashes);
    let stays = false_stays(&part, hashes);
    println!(
        "{name:<6}{:>10.1}{:>10.3}{:>10.3}{:>10.3}{:>10.3}{:>10.3}{:>8}{:>9.2}{:>9}{:>9}{:>9}",
        error.truth_ms as f64 / 3.6e6,
        error.signed_percent(),
        error.plain_signed_percent(),
        error.absolute_percent(),
        error.plain_absolute_percent(),
        error.ratio_to_plain(),
        error.cells,
        error.bounded_percent(),
        stays.true_stays,
        stays.derived.false_ones,
        stays.plain.false_ones,
    );
}
