//! The fixed square of 100 m in which a bed lies: what others may know of the place.
//!
//! A square of the National Grid and nothing drawn at random: many reports of one bed add up to the square and no
//! more. A reference of six figures is exactly such a square.

use serde::{Deserialize, Serialize};

use crate::records::seen::KeptPlace;
use crate::welfare::grid::{Figures, GridError, GridPoint, GridRef};

/// Half a side, metres.
const HALF: u32 = 50;

/// A square of 100 m of the National Grid. In files its reference, such as `TQ 757 684`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Cell(GridRef);

impl Cell {
    /// The cell of a place, the same for every place in it.
    ///
    /// # Errors
    /// [`GridError::Outside`].
    pub fn of(place: KeptPlace) -> Result<Self, GridError> {
        GridPoint::of(place).map(|point| Self(GridRef::of(point, Figures::Six)))
    }

    /// Its centre in WGS84, without an accuracy.
    #[must_use]
    pub fn centre(self) -> KeptPlace {
        let corner = self.0.corner();
        let middle = GridPoint::new(corner.easting() + HALF, corner.northing() + HALF);
        // The middle of a square of the grid is on the grid.
        middle.unwrap_or(corner).place()
    }

    /// Its reference of six figures.
    #[must_use]
    pub fn reference(self) -> GridRef {
        self.0
    }
}

impl From<Cell> for String {
    fn from(cell: Cell) -> Self {
        cell.0.to_string()
    }
}

impl TryFrom<String> for Cell {
    type Error = GridError;

    fn try_from(text: String) -> Result<Self, GridError> {
        let reference: GridRef = text.parse()?;
        let is_cell = reference.figures() == Figures::Six;
        if is_cell { Ok(Self(reference)) } else { Err(GridError::NotAReference) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cell(east: u32, north: u32) -> Cell {
        Cell(GridRef::of(GridPoint::new(east * 100, north * 100).expect("on the grid"), Figures::Six))
    }

    #[test]
    fn a_bed_by_the_river_is_told_as_its_square() {
        let bed = KeptPlace { lat: 513_812_000, lon: 5_206_000, accuracy: Some(45) };
        let seen = Cell::of(bed).expect("on the grid");
        assert_eq!(serde_json::to_string(&seen).expect("text"), "\"TQ 755 676\"");
        assert_eq!(seen.centre().accuracy, None);
        assert!(serde_json::from_str::<Cell>("\"TQ 7550 6769\"").is_err());
    }

    proptest! {
        #[test]
        fn the_centre_lies_in_its_cell_and_no_neighbour_shares_it(east in 0..6_999_u32, north in 0..12_999_u32) {
            let here = cell(east, north);
            prop_assert_eq!(Cell::of(here.centre()), Ok(here));
            prop_assert_ne!(here, cell(east + 1, north));
            prop_assert_ne!(here, cell(east, north + 1));
            prop_assert_ne!(here.centre(), cell(east + 1, north).centre());
            prop_assert_ne!(here.centre(), cell(east, north + 1).centre());
        }

        #[test]
        fn every_place_in_a_cell_has_one_cell(
            east in 0..7_000_u32, north in 0..13_000_u32, x in 0..100_u32, y in 0..100_u32,
        ) {
            let here = cell(east, north);
            let corner = here.reference().corner();
            let point = GridPoint::new(corner.easting() + x, corner.northing() + y).unwrap();
            prop_assert_eq!(Cell(GridRef::of(point, Figures::Six)), here);
        }
    }
}
