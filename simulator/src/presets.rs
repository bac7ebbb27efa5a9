//! Ready-made towns and shifts: a hundred to measure by, and a Saturday night to show.
//!
//! Everything follows from the seed.

mod hundred;
mod saturday;

use beatbook_domain::presence::Interval;

pub use hundred::{beat_shift, hundred_shifts, hundred_zones};
pub use saturday::saturday_night;

use crate::rng::Rng;
use crate::shift::{Outage, OutageCause};

/// Outages of these lengths (ms) at random moments, never within three minutes of each other or of the
/// shift's ends.
fn place_outages(span: Interval, wanted: &[(OutageCause, i64)], rng: &mut Rng) -> Vec<Outage> {
    const APART_MS: i64 = 180_000;
    let mut outages: Vec<Outage> = Vec::new();
    for (cause, length) in wanted {
        let latest = span.to - length - APART_MS;
        for _ in 0..100 {
            let from = rng.between((span.from + APART_MS) as f64, latest as f64) as i64;
            let outage = Interval { from, to: from + length };
            let is_free = outages.iter().all(|other| {
                outage.to + APART_MS < other.span.from || other.span.to + APART_MS < outage.from
            });
            if is_free {
                outages.push(Outage { span: outage, cause: *cause });
                break;
            }
        }
    }
    outages.sort_by_key(|outage| outage.span.from);
    outages
}
