//! `false-stays`: stays told beside those that were, over the shifts of `hours-error`, and beside a plain rule.

use beatbook_simulator::measure::{StayCounts, false_stays};

use super::hours_error::hundred;
use crate::harness::{Figure, Goal, Lab, Measured, Peer};

const SEED: u64 = 1;

/// See `docs/performance.md`.
///
/// # Errors
/// If a simulated zone or fix is refused.
pub fn run(_: &Lab) -> Measured {
    let (results, hashes) = hundred(SEED)?;
    let stays = false_stays(&results, &hashes);
    let figure = |name: &str, of: fn(&StayCounts) -> usize, goal: Goal, note: String| Figure {
        name: name.to_owned(),
        value: (of(&stays.derived) as f64).into(),
        unit: "stays",
        peer: Some(Peer { what: "plain rule", value: (of(&stays.plain) as f64).into() }),
        goal,
        note,
    };
    Ok(vec![
        figure(
            "false-stays",
            |counts| counts.false_ones,
            Goal::RatioAtMost(0.08),
            format!(
                "{:.1} % fewer; told {} and {}",
                stays.fewer_false_percent(),
                stays.derived.told,
                stays.plain.told
            ),
        ),
        figure(
            "false-stays fragments",
            |counts| counts.fragments,
            Goal::RatioAtMost(0.10),
            format!("{:.1} % fewer", stays.fewer_fragments_percent()),
        ),
        figure(
            "false-stays found",
            |counts| counts.found,
            Goal::RatioAtLeast(1.0),
            format!("of {} true stays of two minutes and more", stays.true_stays),
        ),
        figure(
            "false-stays exaggerated",
            |counts| counts.exaggerated,
            Goal::Shown,
            "half of it not true".into(),
        ),
    ])
}
