//! The broad phase: a packed tree of boxes over the zones, built once, never changed.
//!
//! Boxes come sorted along a Hilbert curve; each level packs sixteen neighbours into one box.

use super::edges::Bounds;
use crate::geometry::Vertex;

/// Boxes packed into one of the next level.
const FAN: usize = 16;

/// A static tree of boxes; the lowest level is the zones' own, in their order.
#[derive(Debug, Clone, Default)]
pub(crate) struct BoxTree {
    levels: Vec<Vec<Bounds>>,
}

impl BoxTree {
    pub(crate) fn over(boxes: Vec<Bounds>) -> Self {
        let mut levels = vec![boxes];
        while let Some(top) = levels.last().filter(|top| top.len() > FAN) {
            let packed =
                top.chunks(FAN).map(|chunk| chunk.iter().fold(Bounds::NOTHING, |all, one| all.with(*one)));
            let packed = packed.collect();
            levels.push(packed);
        }
        Self { levels }
    }

    /// Calls `each` with the index and box of every zone whose box touches `area`, in order.
    pub(crate) fn touching(&self, area: &Bounds, mut each: impl FnMut(usize, &Bounds)) {
        if let Some(top) = self.levels.len().checked_sub(1) {
            self.descend(top, 0, area, &mut each);
        }
    }

    fn descend(&self, level: usize, first: usize, area: &Bounds, each: &mut impl FnMut(usize, &Bounds)) {
        let Some(boxes) = self.levels.get(level) else { return };
        let count = if level + 1 == self.levels.len() { boxes.len() } else { FAN };
        for (at, bounds) in boxes.iter().enumerate().skip(first).take(count) {
            if bounds.touches(area) {
                match level.checked_sub(1) {
                    Some(below) => self.descend(below, at * FAN, area, each),
                    None => each(at, bounds),
                }
            }
        }
    }
}

/// Where the middle of a box lies along a Hilbert curve over the globe (32 bits a side).
pub(crate) fn hilbert(bounds: &Bounds) -> u64 {
    let middle = Vertex {
        lon: ((i64::from(bounds.west) + i64::from(bounds.east)) / 2) as i32,
        lat: ((i64::from(bounds.south) + i64::from(bounds.north)) / 2) as i32,
    };
    let mut x = (i64::from(middle.lon) - i64::from(i32::MIN)) as u32;
    let mut y = (i64::from(middle.lat) - i64::from(i32::MIN)) as u32;
    let mut along = 0u64;
    let mut bit = 1u32 << 31;
    while bit > 0 {
        let (right, up) = (u32::from(x & bit > 0), u32::from(y & bit > 0));
        along = along << 2 | u64::from((3 * right) ^ up);
        if up == 0 {
            if right == 1 {
                (x, y) = (!x, !y);
            }
            (x, y) = (y, x);
        }
        bit >>= 1;
    }
    along
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn finds_what_a_scan_finds(
            boxes in prop::collection::vec((-1000i32..1000, -1000i32..1000, 0i32..200, 0i32..200), 0..700),
            area in (-1000i32..1000, -1000i32..1000, 0i32..500, 0i32..500),
        ) {
            let bounds = |(west, south, wide, tall): (i32, i32, i32, i32)| Bounds {
                west, south, east: west + wide, north: south + tall,
            };
            let mut boxes: Vec<Bounds> = boxes.into_iter().map(bounds).collect();
            boxes.sort_by_key(hilbert);
            let area = bounds(area);
            let expected: Vec<usize> =
                boxes.iter().enumerate().filter(|(_, one)| one.touches(&area)).map(|(at, _)| at).collect();
            let mut found = Vec::new();
            BoxTree::over(boxes).touching(&area, |at, _| found.push(at));
            prop_assert_eq!(found, expected);
        }
    }
}
