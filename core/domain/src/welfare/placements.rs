//! Placements in services, each paired with its end.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::services::same_name;
use crate::records::welfare::steps::{CareStep, PlacementKind};

/// Placements that last at the end of a day, by who and by the service's [`same_name`]: of what kind, and since when. What is
/// told of is who, when it was told, and the step. An end before its begin is a slip: the placement goes on.
pub fn placed<'a, K: Ord>(
    told: impl IntoIterator<Item = (K, i64, &'a CareStep)>,
    on: Date,
) -> BTreeMap<(K, String), (PlacementKind, Date)> {
    let mut told: Vec<_> = told
        .into_iter()
        .filter_map(|(who, at, step)| match step {
            CareStep::Placed { kind, service, from } => {
                Some((*from, at, (who, same_name(service)), Some(*kind)))
            }
            CareStep::PlacementEnded { service, on, .. } => Some((*on, at, (who, same_name(service)), None)),
            _ => None,
        })
        .filter(|(day, ..)| *day <= on)
        .collect();
    told.sort_by_key(|(day, at, ..)| (*day, *at));
    let mut placed = BTreeMap::new();
    for (day, _, of, kind) in told {
        match kind {
            Some(kind) => drop(placed.insert(of, (kind, day))),
            None => drop(placed.remove(&of)),
        }
    }
    placed
}
