//! Sets of sequence numbers as sorted, disjoint, never adjacent, inclusive ranges.

use minicbor::{Decode, Encode};

/// An inclusive range of sequence numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Encode, Decode)]
#[cbor(array)]
pub struct SeqRange {
    /// First number in it.
    #[n(0)]
    pub first: u64,
    /// Last number in it.
    #[n(1)]
    pub last: u64,
}

/// A set of sequence numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct SeqSet(#[n(0)] Vec<SeqRange>);

impl SeqSet {
    /// The set of the given numbers, in any order, repeats allowed.
    pub fn from_numbers(numbers: impl IntoIterator<Item = u64>) -> Self {
        let mut sorted: Vec<u64> = numbers.into_iter().collect();
        sorted.sort_unstable();
        let mut set = Self::default();
        for seq in sorted {
            set.push(seq);
        }
        set
    }

    /// The set of the numbers in the given ranges, in any order; empty ranges add nothing.
    pub fn from_ranges(ranges: impl IntoIterator<Item = SeqRange>) -> Self {
        let mut sorted: Vec<SeqRange> =
            ranges.into_iter().filter(|range| range.first <= range.last).collect();
        sorted.sort_unstable_by_key(|range| range.first);
        let mut set = Self::default();
        for range in sorted {
            match set.0.last_mut() {
                Some(before) if range.first <= before.last.saturating_add(1) => {
                    before.last = before.last.max(range.last);
                }
                _ => set.0.push(range),
            }
        }
        set
    }

    /// Adds a number not smaller than any in the set; a smaller one is ignored.
    fn push(&mut self, seq: u64) {
        match self.0.last_mut() {
            Some(range) if seq <= range.last => {}
            Some(range) if seq == range.last.saturating_add(1) => range.last = seq,
            _ => self.0.push(SeqRange { first: seq, last: seq }),
        }
    }

    /// Adds a number, wherever it belongs.
    pub fn insert(&mut self, seq: u64) {
        let at = self.0.partition_point(|range| range.first <= seq);
        let (joins_left, joins_right) = {
            let left = at.checked_sub(1).and_then(|left| self.0.get(left));
            if left.is_some_and(|range| seq <= range.last) {
                return;
            }
            let follows = left.is_some_and(|range| range.last.checked_add(1) == Some(seq));
            (follows, self.0.get(at).is_some_and(|range| seq.checked_add(1) == Some(range.first)))
        };
        match (joins_left, joins_right) {
            (true, true) => {
                let last = self.0.remove(at).last;
                self.set_last(at - 1, last);
            }
            (true, false) => self.set_last(at - 1, seq),
            (false, true) => {
                if let Some(right) = self.0.get_mut(at) {
                    right.first = seq;
                }
            }
            (false, false) => self.0.insert(at, SeqRange { first: seq, last: seq }),
        }
    }

    fn set_last(&mut self, at: usize, last: u64) {
        if let Some(range) = self.0.get_mut(at) {
            range.last = last;
        }
    }

    /// Whether every number of the other set is in this one. Both must be well formed.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        other.0.iter().all(|range| {
            let after = self.0.partition_point(|own| own.first <= range.first);
            after.checked_sub(1).and_then(|i| self.0.get(i)).is_some_and(|own| range.last <= own.last)
        })
    }

    /// The ranges, sorted.
    #[must_use]
    pub fn ranges(&self) -> &[SeqRange] {
        &self.0
    }

    /// Whether a number is in the set.
    #[must_use]
    pub fn contains(&self, seq: u64) -> bool {
        let after = self.0.partition_point(|range| range.first <= seq);
        after.checked_sub(1).and_then(|i| self.0.get(i)).is_some_and(|range| seq <= range.last)
    }

    /// How many numbers are in the set.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.0.iter().map(|range| range.last - range.first + 1).sum()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a decoded set keeps the rules: sorted, disjoint, not adjacent, no empty range, below 2^53.
    #[must_use]
    pub fn is_well_formed(&self) -> bool {
        let bound = crate::limits::NUMBER_MAX.unsigned_abs();
        self.0.iter().all(|range| range.first <= range.last && range.last <= bound)
            && self.0.windows(2).all(|pair| match pair {
                [left, right] => left.last + 1 < right.first,
                _ => true,
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_set_holds_what_was_put_in_and_nothing_else(numbers in proptest::collection::vec(0_u64..60, 0..40)) {
            let set = SeqSet::from_numbers(numbers.clone());
            prop_assert!(set.is_well_formed());
            for seq in 0..62 {
                prop_assert_eq!(set.contains(seq), numbers.contains(&seq));
            }
            let distinct: std::collections::BTreeSet<_> = numbers.into_iter().collect();
            prop_assert_eq!(set.len(), distinct.len() as u64);
        }
    }

    proptest! {
        #[test]
        fn ranges_put_together_make_the_set_of_their_numbers(
            ranges in proptest::collection::vec((0_u64..60, 0_u64..9), 0..12)
        ) {
            let ranges = ranges.into_iter().map(|(first, length)| SeqRange { first, last: first + length });
            let numbers = ranges.clone().flat_map(|range| range.first..=range.last);
            prop_assert_eq!(SeqSet::from_ranges(ranges.clone()), SeqSet::from_numbers(numbers));
        }
    }

    proptest! {
        #[test]
        fn numbers_put_in_one_by_one_make_the_same_set(numbers in proptest::collection::vec(0_u64..60, 0..40)) {
            let mut set = SeqSet::default();
            for seq in &numbers {
                set.insert(*seq);
            }
            prop_assert_eq!(set, SeqSet::from_numbers(numbers));
        }

        #[test]
        fn a_set_covers_its_subsets_only(
            all in proptest::collection::vec(0_u64..40, 0..40), some in proptest::collection::vec(0_u64..40, 0..8)
        ) {
            let (large, small) = (SeqSet::from_numbers(all.clone()), SeqSet::from_numbers(some.clone()));
            prop_assert_eq!(large.covers(&small), some.iter().all(|seq| all.contains(seq)));
        }
    }

    #[test]
    fn the_last_number_of_all_can_be_put_in() {
        let mut set = SeqSet::from_numbers([0, u64::MAX - 1]);
        set.insert(u64::MAX);
        assert_eq!(set.ranges().last(), Some(&SeqRange { first: u64::MAX - 1, last: u64::MAX }));
    }

    #[test]
    fn hostile_sets_are_told_apart() {
        let range = |first, last| SeqRange { first, last };
        for bad in [
            vec![range(3, 2)],
            vec![range(0, 1), range(2, 3)],
            vec![range(5, 6), range(1, 2)],
            vec![range(0, u64::MAX)],
        ] {
            assert!(!SeqSet(bad).is_well_formed());
        }
        assert!(SeqSet(vec![range(0, 1), range(3, 3)]).is_well_formed());
    }
}
