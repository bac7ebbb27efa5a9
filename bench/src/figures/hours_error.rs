//! `hours-error`: derived hours beside the true ones, over a hundred simulated shifts, and beside a plain rule.

use beatbook_domain::zone::ZoneHash;
use beatbook_simulator::derived::{fence_of, result_of};
use beatbook_simulator::measure::{ShiftResult, hours_error};
use beatbook_simulator::presets::{hundred_shifts, hundred_zones};

use crate::harness::{Figure, Goal, Lab, Measured, Peer};

/// Of the shifts that the goals are judged by; others are printed beside.
const SEED: u64 = 1;
/// Towns nobody looked at while thresholds were chosen.
const OTHER_SEEDS: [u64; 2] = [2, 3];

/// Truth, engine and plain rule of a hundred shifts, and the zones' hashes in their order.
///
/// # Errors
/// If a simulated zone or fix is refused.
pub fn hundred(seed: u64) -> Result<(Vec<ShiftResult>, Vec<ZoneHash>), Box<dyn std::error::Error>> {
    let zones = hundred_zones();
    let (fence, hashes) = fence_of(&zones)?;
    let results =
        hundred_shifts(seed).map(|shift| result_of(&fence, &zones, &shift)).collect::<Result<Vec<_>, _>>()?;
    Ok((results, hashes))
}

/// See `docs/performance.md`.
///
/// # Errors
/// If a simulated zone or fix is refused.
pub fn run(_: &Lab) -> Measured {
    let (results, hashes) = hundred(SEED)?;
    let error = hours_error(&results, &hashes);
    let hours = |ms: i64| ms as f64 / 3_600_000.0;
    let plain = |value: f64| Some(Peer { what: "plain point-in-polygon rule", value: value.into() });
    let figure = |name: &str, value: f64, peer: Option<Peer>, goal: Goal, note: String| Figure {
        name: name.to_owned(),
        value: value.into(),
        unit: "%",
        peer,
        goal,
        note,
    };
    let truth = format!("{} shift-zones, {:.1} true hours", error.cells, hours(error.truth_ms));
    let mut figures = vec![
        figure(
            "hours-error total",
            error.signed_percent().abs(),
            plain(error.plain_signed_percent().abs()),
            Goal::AtMost(0.2),
            format!(
                "signed {:+.3} % (plain {:+.3} %), {truth}",
                error.signed_percent(),
                error.plain_signed_percent()
            ),
        ),
        figure(
            "hours-error per shift-zone",
            error.absolute_percent(),
            plain(error.plain_absolute_percent()),
            Goal::RatioAtMost(0.95),
            "sum of absolute errors over the truth".to_owned(),
        ),
        figure(
            "hours-error bounds",
            error.bounded_percent(),
            None,
            Goal::AtLeast(95.0),
            "shift-zones with certain ≤ truth ≤ possible".to_owned(),
        ),
        Figure {
            unit: "of 1",
            ..figure(
                "hours-error total bounds",
                f64::from(u8::from(error.totals_bounded)),
                None,
                Goal::AtLeast(1.0),
                "certain ≤ truth ≤ possible in every zone's total and the whole".to_owned(),
            )
        },
        figure(
            "hours-error gaps",
            error.gap_percent_above_planned(),
            None,
            Goal::AtMost(1.0),
            "of the time on duty, above the simulator's own outages".to_owned(),
        ),
    ];
    for seed in OTHER_SEEDS {
        let (results, hashes) = hundred(seed)?;
        let error = hours_error(&results, &hashes);
        figures.push(figure(
            &format!("hours-error town {seed}"),
            error.signed_percent().abs(),
            plain(error.plain_signed_percent().abs()),
            Goal::Shown,
            format!(
                "signed {:+.3} %, absolute {:.3} × the plain rule's, bounds {:.1} %",
                error.signed_percent(),
                error.ratio_to_plain(),
                error.bounded_percent()
            ),
        ));
    }
    Ok(figures)
}
