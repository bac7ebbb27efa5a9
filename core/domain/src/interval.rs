//! Sets of time as sorted, disjoint, non-empty half-open intervals, and their algebra.
//!
//! Hours are totals of such sets, so that no minute is ever counted twice.

use crate::presence::Interval;

impl Interval {
    /// Milliseconds in it; zero if `to` is not after `from`.
    #[must_use]
    pub fn length(self) -> i64 {
        self.to.saturating_sub(self.from).max(0)
    }

    /// True if no instant lies in it.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.to <= self.from
    }

    /// What both have in common; empty if nothing.
    #[must_use]
    pub fn common(self, other: Self) -> Self {
        let from = self.from.max(other.from);
        Self { from, to: self.to.min(other.to).max(from) }
    }
}

/// Sorts, drops empty ones, joins overlapping and adjacent ones.
#[must_use]
pub fn normalise(mut spans: Vec<Interval>) -> Vec<Interval> {
    spans.retain(|span| !span.is_empty());
    spans.sort_unstable();
    spans.dedup_by(|next, kept| {
        let joined = next.from <= kept.to;
        if joined {
            kept.to = kept.to.max(next.to);
        }
        joined
    });
    spans
}

/// Instants in `a` or `b`. Both may be any lists of intervals.
#[must_use]
pub fn union(a: &[Interval], b: &[Interval]) -> Vec<Interval> {
    normalise(a.iter().chain(b).copied().collect())
}

/// Instants in both. Both must be normalised.
#[must_use]
pub fn intersect(a: &[Interval], b: &[Interval]) -> Vec<Interval> {
    let mut common = Vec::new();
    let (mut left, mut right) = (a.iter().peekable(), b.iter().peekable());
    while let (Some(&&one), Some(&&other)) = (left.peek(), right.peek()) {
        let both = one.common(other);
        if !both.is_empty() {
            common.push(both);
        }
        if one.to <= other.to {
            left.next();
        } else {
            right.next();
        }
    }
    common
}

/// Instants in `a` and not in `b`. Both must be normalised.
#[must_use]
pub fn subtract(a: &[Interval], b: &[Interval]) -> Vec<Interval> {
    let mut rest = Vec::new();
    let mut cuts = b.iter().peekable();
    for &span in a {
        let mut from = span.from;
        while cuts.next_if(|cut| cut.to <= from).is_some() {}
        let mut here = cuts.clone();
        while let Some(cut) = here.next_if(|cut| cut.from < span.to) {
            if cut.from > from {
                rest.push(Interval { from, to: cut.from });
            }
            from = from.max(cut.to);
        }
        if from < span.to {
            rest.push(Interval { from, to: span.to });
        }
    }
    rest
}

/// Milliseconds in a normalised set.
#[must_use]
pub fn total(spans: &[Interval]) -> i64 {
    spans.iter().map(|span| span.length()).sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn span(from: i64, to: i64) -> Interval {
        Interval { from, to }
    }

    #[test]
    fn a_break_is_taken_out_of_a_shift() {
        let shift = [span(0, 100), span(200, 300)];
        assert_eq!(subtract(&shift, &[span(50, 250)]), vec![span(0, 50), span(250, 300)]);
        assert_eq!(intersect(&shift, &[span(50, 250)]), vec![span(50, 100), span(200, 250)]);
        assert_eq!(union(&shift, &[span(100, 200)]), vec![span(0, 300)]);
    }

    fn spans() -> impl Strategy<Value = Vec<Interval>> {
        prop::collection::vec(
            (0i64..60, -3i64..12).prop_map(|(from, length)| span(from, from + length)),
            0..12,
        )
    }

    /// The same set, instant by instant.
    fn instants(spans: &[Interval]) -> Vec<bool> {
        (0..80).map(|at| spans.iter().any(|span| span.from <= at && at < span.to)).collect()
    }

    fn tidy(spans: &[Interval]) -> bool {
        spans.iter().all(|span| span.from < span.to) && spans.windows(2).all(|pair| pair[0].to < pair[1].from)
    }

    proptest! {
        #[test]
        fn the_algebra_is_that_of_sets(a in spans(), b in spans()) {
            let (one, other) = (normalise(a.clone()), normalise(b.clone()));
            prop_assert_eq!(instants(&one), instants(&a));
            for result in [&one, &other, &union(&a, &b), &intersect(&one, &other), &subtract(&one, &other)] {
                prop_assert!(tidy(result));
            }
            for at in 0..80usize {
                let (x, y) = (instants(&a)[at], instants(&b)[at]);
                prop_assert_eq!(instants(&union(&a, &b))[at], x || y);
                prop_assert_eq!(instants(&intersect(&one, &other))[at], x && y);
                prop_assert_eq!(instants(&subtract(&one, &other))[at], x && !y);
            }
            prop_assert_eq!(total(&one), instants(&a).iter().filter(|in_it| **in_it).count() as i64);
        }
    }
}
