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

    /// Adds a number not smaller than any in the set; a smaller one is ignored.
    fn push(&mut self, seq: u64) {
        match self.0.last_mut() {
            Some(range) if seq <= range.last => {}
            Some(range) if seq == range.last.saturating_add(1) => range.last = seq,
            _ => self.0.push(SeqRange { first: seq, last: seq }),
        }
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
