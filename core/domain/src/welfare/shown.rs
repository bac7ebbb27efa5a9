//! What others than the own team see of sleeping places: the cell where enough people share a ward, else the ward.
//!
//! The ward is asked for at the cell's centre, never at the bed: on a ward's border the bed's own ward would tell on
//! which side of the line, and so in which part of the cell, somebody sleeps.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::records::seen::KeptPlace;
use crate::welfare::cell::Cell;

/// In a ward with fewer people than this no cell is shown.
pub const LEAST_IN_WARD: usize = 3;

/// What is shown of one bed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// Its square of 100 m.
    Cell(Cell),
    /// The code of its ward.
    Ward(String),
    /// Nothing: no ward is known, or it lies outside the grid.
    Nothing,
}

/// How many people sleep in which ward, and in which squares: what others are shown follows from it alone.
#[derive(Debug, Clone, Default)]
pub struct Sleepers {
    wards: BTreeMap<String, usize>,
    squares: BTreeMap<Cell, String>,
}

impl Sleepers {
    /// Of `beds` of different people, one of each: somebody seen three times is not three people. `ward_of` tells the code of
    /// the ward at a cell's centre, and is asked for nothing else.
    #[must_use]
    pub fn of(beds: &[KeptPlace], ward_of: impl Fn(KeptPlace) -> Option<String>) -> Self {
        let mut sleepers = Self::default();
        for bed in beds {
            if let Some(ward) = sleepers.square(*bed, &ward_of) {
                *sleepers.wards.entry(ward).or_default() += 1;
            }
        }
        sleepers
    }

    /// The same where these people were seen at further places, too: they are no more people by that.
    #[must_use]
    pub fn seen_at(mut self, beds: &[KeptPlace], ward_of: impl Fn(KeptPlace) -> Option<String>) -> Self {
        for bed in beds {
            self.square(*bed, &ward_of);
        }
        self
    }

    /// What is shown of a place. In a square where nobody sleeps no more is told than where too few do.
    #[must_use]
    pub fn shown(&self, place: KeptPlace, ward_of: impl Fn(KeptPlace) -> Option<String>) -> Shown {
        let Ok(cell) = Cell::of(place) else { return Shown::Nothing };
        let Some(ward) = self.squares.get(&cell) else {
            return ward_of(cell.centre()).map_or(Shown::Nothing, Shown::Ward);
        };
        let enough = self.wards.get(ward).is_some_and(|people| *people >= LEAST_IN_WARD);
        if enough { Shown::Cell(cell) } else { Shown::Ward(ward.clone()) }
    }

    /// The ward of a bed's square, which is one where somebody sleeps from now on.
    fn square(&mut self, bed: KeptPlace, ward_of: impl Fn(KeptPlace) -> Option<String>) -> Option<String> {
        let cell = Cell::of(bed).ok()?;
        if let Some(ward) = self.squares.get(&cell) {
            return Some(ward.clone());
        }
        let ward = ward_of(cell.centre())?;
        self.squares.insert(cell, ward.clone());
        Some(ward)
    }
}

/// What is shown of each bed, in their order. `beds` are those of different people, one of each.
#[must_use]
pub fn shown(beds: &[KeptPlace], ward_of: impl Fn(KeptPlace) -> Option<String>) -> Vec<Shown> {
    let sleepers = Sleepers::of(beds, &ward_of);
    beds.iter().map(|bed| sleepers.shown(*bed, &ward_of)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::welfare::grid::GridPoint;

    /// Metres from the corner of TQ 75 67.
    fn bed(east: u32, north: u32) -> KeptPlace {
        GridPoint::new(575_000 + east, 167_000 + north).expect("on the grid").place()
    }

    /// Two wards whose border cuts through the cells from 400 m east, and beyond 900 m nobody's ward.
    fn ward_of(place: KeptPlace) -> Option<String> {
        let east = GridPoint::of(place).ok()?.easting().checked_sub(575_000)?;
        (east < 900).then(|| if east < 430 { "E05000001" } else { "E05000002" }.to_owned())
    }

    #[test]
    fn three_people_in_a_ward_are_told_by_their_squares_and_two_by_the_ward() {
        let beds = [bed(20, 30), bed(120, 330), bed(399, 999), bed(500, 10), bed(700, 10)];
        let cell = |bed: &KeptPlace| Shown::Cell(Cell::of(*bed).expect("on the grid"));
        let ward = || Shown::Ward("E05000002".to_owned());
        let expected = [cell(&beds[0]), cell(&beds[1]), cell(&beds[2]), ward(), ward()];
        assert_eq!(shown(&beds, ward_of), expected);
        assert_eq!(serde_json::to_string(&expected[0]).expect("text"), r#"{"cell":"TQ 750 670"}"#);
    }

    #[test]
    fn without_a_ward_or_off_the_grid_nothing_is_told() {
        let sea = KeptPlace { lat: 0, lon: 0, accuracy: None };
        assert_eq!(shown(&[bed(950, 0), sea], ward_of), [Shown::Nothing, Shown::Nothing]);
        assert_eq!(shown(&[bed(0, 0), bed(0, 0), bed(0, 0)], |_| None), vec![Shown::Nothing; 3]);
    }

    #[test]
    fn on_a_border_the_bed_does_not_tell_its_side() {
        // 410 m is in one ward, 490 m in the other: both are in one cell, whose centre is in the second.
        let both = |east| shown(&[bed(east, 0), bed(0, 0), bed(1, 0), bed(2, 0)], ward_of);
        assert_eq!(both(410), both(490));
    }

    proptest! {
        #[test]
        fn nothing_shown_depends_on_where_in_its_cell_a_bed_is(
            beds in prop::collection::vec((0..11_u32, 0..3_u32, 1..99_u32, 1..99_u32, 1..99_u32, 1..99_u32), 0..12),
        ) {
            let here: Vec<KeptPlace> =
                beds.iter().map(|(e, n, x, y, _, _)| bed(e * 100 + x, n * 100 + y)).collect();
            let moved: Vec<KeptPlace> =
                beds.iter().map(|(e, n, _, _, x, y)| bed(e * 100 + x, n * 100 + y)).collect();
            let told = shown(&here, ward_of);
            prop_assert_eq!(&told, &shown(&moved, ward_of));
            prop_assert_eq!(told.len(), beds.len());

            let ward_of_bed = |bed: &KeptPlace| ward_of(Cell::of(*bed).unwrap().centre());
            for (one, bed) in told.iter().zip(&here) {
                let ward = ward_of_bed(bed);
                let people = here.iter().filter(|other| ward_of_bed(other) == ward).count();
                match (one, ward) {
                    (Shown::Cell(cell), Some(_)) => {
                        prop_assert!(people >= LEAST_IN_WARD);
                        prop_assert_eq!(Ok(*cell), Cell::of(*bed));
                    }
                    (Shown::Ward(code), Some(ward)) => {
                        prop_assert!(people < LEAST_IN_WARD);
                        prop_assert_eq!(code, &ward);
                    }
                    (told, ward) => prop_assert_eq!((told, ward), (&Shown::Nothing, None)),
                }
            }
        }
    }
}
