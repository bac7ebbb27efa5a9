//! Which teams a list of teams may not tell of.

use std::collections::{BTreeMap, BTreeSet};

use crate::hours::query::SMALLEST_TEAM;

/// Of the teams that have a figure in a list, each with its number of officers: those that are too small to be told of. Where all of
/// them together are too small as well, the smallest of the others with them: what everybody has more than the list is nobody's own
/// then. Teams without a figure protect nobody, and are not to be named here.
#[must_use]
pub fn teams_left_out<'a>(figured: &BTreeMap<&'a str, usize>) -> BTreeSet<&'a str> {
    let teams = figured.iter().map(|(team, officers)| (*team, *officers));
    let (small, others): (Vec<_>, Vec<_>) = teams.partition(|(_, officers)| *officers < SMALLEST_TEAM);
    let people: usize = small.iter().map(|(_, officers)| officers).sum();
    let needed = !small.is_empty() && people < SMALLEST_TEAM;
    let also = others.into_iter().filter(|_| needed).min_by_key(|(_, officers)| *officers);
    small.into_iter().chain(also).map(|(team, _)| team).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left_out(figured: &[(&'static str, usize)]) -> Vec<&'static str> {
        teams_left_out(&figured.iter().copied().collect()).into_iter().collect()
    }

    #[test]
    fn fewer_than_three_officers_are_hidden_with_the_next_smallest_team() {
        assert_eq!(left_out(&[("A", 9), ("B", 3), ("C", 4)]), [""; 0]);
        assert_eq!(left_out(&[("A", 9), ("B", 2), ("C", 4)]), ["B", "C"]);
        assert_eq!(
            left_out(&[("A", 9), ("B", 2), ("C", 4), ("D", 1)]),
            ["B", "D"],
            "three officers together"
        );
        assert_eq!(left_out(&[("A", 9), ("B", 0), ("C", 4)]), ["B", "C"], "whoever was in it");
        assert_eq!(left_out(&[("B", 2)]), ["B"]);
    }
}
