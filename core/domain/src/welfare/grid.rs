//! Places on Ordnance Survey's National Grid: whole metres, and references such as `TQ 7571 6841`.
//!
//! Right to about 5 m (3.5 m for 95 % of places: Ordnance Survey, "A guide to coordinate systems in Great Britain",
//! section 6.6), which is a phone's own accuracy; not for surveying. Heights play no part.

use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::geometry::Vertex;
use crate::records::seen::KeptPlace;
use crate::welfare::osgb::{self, Geographic};

/// A square that two letters name, metres.
const SQUARE: u32 = 100_000;
/// The grid's size: seven squares by thirteen.
const EAST_END: u32 = 7 * SQUARE;
const NORTH_END: u32 = 13 * SQUARE;
/// Within these degrees all of the grid lies; far outside the projection's series mean nothing.
const LAT_DEGREES: core::ops::RangeInclusive<f64> = 49.0..=62.0;
const LON_DEGREES: core::ops::RangeInclusive<f64> = -10.0..=4.0;
/// The letters of squares: there is no I.
const LETTERS: &[u8; 25] = b"ABCDEFGHJKLMNOPQRSTUVWXYZ";

/// Why there is no such place on the grid. Carries no value of the input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum GridError {
    /// Outside Great Britain's grid.
    #[error("outside the National Grid: use latitude and longitude there")]
    Outside,
    /// Not a reference.
    #[error("not a grid reference: write two letters and 6, 8 or 10 figures, such as TQ 757 684")]
    NotAReference,
}

impl GridError {
    /// Stable name for machines.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Outside => "outside_grid",
            Self::NotAReference => "not_a_grid_reference",
        }
    }
}

/// A place on the grid, in whole metres; always within its squares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GridPoint {
    easting: u32,
    northing: u32,
}

impl GridPoint {
    /// A place of so many metres east and north of the grid's false origin.
    ///
    /// # Errors
    /// [`GridError::Outside`] unless below 700,000 m east and 1,300,000 m north.
    pub fn new(easting: u32, northing: u32) -> Result<Self, GridError> {
        let inside = easting < EAST_END && northing < NORTH_END;
        if inside { Ok(Self { easting, northing }) } else { Err(GridError::Outside) }
    }

    /// Where a kept place lies, cut to the metre as references are.
    ///
    /// # Errors
    /// [`GridError::Outside`].
    pub fn of(place: KeptPlace) -> Result<Self, GridError> {
        let at = Vertex { lon: place.lon, lat: place.lat };
        let (lat, lon) = (at.lat_degrees(), at.lon_degrees());
        if !(LAT_DEGREES.contains(&lat) && LON_DEGREES.contains(&lon)) {
            return Err(GridError::Outside);
        }
        let (easting, northing) = osgb::to_grid(Geographic { lat: lat.to_radians(), lon: lon.to_radians() });
        Self::new(whole(easting)?, whole(northing)?)
    }

    /// Metres east.
    #[must_use]
    pub fn easting(self) -> u32 {
        self.easting
    }

    /// Metres north.
    #[must_use]
    pub fn northing(self) -> u32 {
        self.northing
    }

    /// The same place in WGS84, without an accuracy: nobody has measured it.
    #[must_use]
    pub fn place(self) -> KeptPlace {
        let at = osgb::from_grid(f64::from(self.easting), f64::from(self.northing));
        // All of the grid is on earth, so the nearest vertex is always there.
        let nearest = Vertex::from_degrees(at.lon.to_degrees(), at.lat.to_degrees());
        let Vertex { lon, lat } = nearest.unwrap_or(Vertex { lon: 0, lat: 0 });
        KeptPlace { lat, lon, accuracy: None }
    }

    /// The letters of its square.
    fn letters(self) -> [char; 2] {
        // Squares of 500 km, lettered from the north-west, hold squares of 100 km, lettered alike. The false origin
        // is the south-west corner of S.
        let (east, north) = (self.easting / SQUARE, self.northing / SQUARE);
        let large = 5 * (3 - north / 5) + east / 5 + 2;
        let small = 5 * (4 - north % 5) + east % 5;
        [large, small].map(|at| {
            let letter = usize::try_from(at).ok().and_then(|at| LETTERS.get(at));
            char::from(letter.copied().unwrap_or(b'?'))
        })
    }
}

/// Whole metres, cut.
fn whole(metres: f64) -> Result<u32, GridError> {
    // Beyond the grid in any direction is refused before the cast could saturate.
    let sensible = (0.0..f64::from(NORTH_END)).contains(&metres);
    if sensible { Ok(metres.floor() as u32) } else { Err(GridError::Outside) }
}

/// How fine a reference is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Figures {
    /// A square of 100 m.
    Six,
    /// A square of 10 m.
    Eight,
    /// A square of 1 m.
    Ten,
}

impl Figures {
    /// Side of the square, metres.
    #[must_use]
    pub fn metres(self) -> u32 {
        match self {
            Self::Six => 100,
            Self::Eight => 10,
            Self::Ten => 1,
        }
    }

    /// Digits of an easting or northing.
    fn digits(self) -> usize {
        match self {
            Self::Six => 3,
            Self::Eight => 4,
            Self::Ten => 5,
        }
    }
}

/// A grid reference: a square of 100, 10 or 1 m. Written `TQ 757 684`; in files the same text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct GridRef {
    corner: GridPoint,
    figures: Figures,
}

impl GridRef {
    /// The square of this size in which a place lies: a reference is cut, never rounded.
    #[must_use]
    pub fn of(point: GridPoint, figures: Figures) -> Self {
        let cut = |metres: u32| metres - metres % figures.metres();
        let corner = GridPoint { easting: cut(point.easting), northing: cut(point.northing) };
        Self { corner, figures }
    }

    /// The square of ten metres of a place, as others are told it; none off the grid.
    #[must_use]
    pub fn of_place(place: KeptPlace) -> Option<Self> {
        GridPoint::of(place).ok().map(|point| Self::of(point, Figures::Eight))
    }

    /// Its south-west corner.
    #[must_use]
    pub fn corner(self) -> GridPoint {
        self.corner
    }

    /// How fine it is.
    #[must_use]
    pub fn figures(self) -> Figures {
        self.figures
    }
}

impl fmt::Display for GridRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [large, small] = self.corner.letters();
        let within = |metres: u32| metres % SQUARE / self.figures.metres();
        let (east, north) = (within(self.corner.easting), within(self.corner.northing));
        let digits = self.figures.digits();
        write!(f, "{large}{small} {east:0digits$} {north:0digits$}")
    }
}

impl FromStr for GridRef {
    type Err = GridError;

    /// Reads a reference in capitals or not, with or without spaces.
    fn from_str(text: &str) -> Result<Self, GridError> {
        let plain: String =
            text.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect();
        let (letters, numbers) = plain.split_at_checked(2).ok_or(GridError::NotAReference)?;
        let figures = match numbers.len() {
            6 => Figures::Six,
            8 => Figures::Eight,
            10 => Figures::Ten,
            _ => return Err(GridError::NotAReference),
        };
        if !numbers.bytes().all(|digit| digit.is_ascii_digit()) {
            return Err(GridError::NotAReference);
        }
        let (east, north) = numbers.split_at_checked(figures.digits()).ok_or(GridError::NotAReference)?;
        let metres = |digits: &str| {
            digits.parse::<u32>().map(|value| value * figures.metres()).map_err(|_| GridError::NotAReference)
        };
        let square = square(letters)?;
        let corner = GridPoint::new(square.easting + metres(east)?, square.northing + metres(north)?)?;
        Ok(Self { corner, figures })
    }
}

/// The south-west corner of a square of two letters.
fn square(letters: &str) -> Result<GridPoint, GridError> {
    if !letters.bytes().all(|letter| LETTERS.contains(&letter)) {
        return Err(GridError::NotAReference);
    }
    let corner = |at: u32| GridPoint { easting: at % 7 * SQUARE, northing: at / 7 * SQUARE };
    let named = |point: &GridPoint| letters.chars().eq(point.letters());
    (0..7 * 13).map(corner).find(named).ok_or(GridError::Outside)
}

impl From<GridRef> for String {
    fn from(reference: GridRef) -> Self {
        reference.to_string()
    }
}

impl TryFrom<String> for GridRef {
    type Error = GridError;

    fn try_from(text: String) -> Result<Self, GridError> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn place(lat: f64, lon: f64) -> KeptPlace {
        let at = Vertex::from_degrees(lon, lat).expect("a place on earth");
        KeptPlace { lat: at.lat, lon: at.lon, accuracy: Some(80) }
    }

    fn reference(lat: f64, lon: f64, figures: Figures) -> String {
        GridRef::of(GridPoint::of(place(lat, lon)).expect("on the grid"), figures).to_string()
    }

    #[test]
    fn summits_bear_the_references_on_their_maps() {
        assert_eq!(reference(54.454_2, -3.211_6, Figures::Six), "NY 215 072"); // Scafell Pike
        assert_eq!(reference(56.796_94, -5.003_33, Figures::Six), "NN 166 712"); // Ben Nevis
    }

    /// Test points that Ordnance Survey publishes with OSTN15.
    #[test]
    fn every_corner_of_the_country_has_its_letters() {
        assert_eq!(reference(49.922_263_9, -6.299_777_5, Figures::Six), "SV 914 113"); // St Mary's, Scilly
        assert_eq!(reference(51.489_365_6, -0.119_925_6, Figures::Six), "TQ 306 783"); // Lambeth
        assert_eq!(reference(51.374_470_3, 1.444_547_3, Figures::Six), "TR 398 695"); // North Foreland
        assert_eq!(reference(57.813_518_4, -8.578_544_6, Figures::Six), "NF 095 994"); // St Kilda
        assert_eq!(reference(60.133_080_9, -2.073_828_2, Figures::Six), "HT 959 387"); // west of Shetland
    }

    #[test]
    fn more_figures_show_more_of_the_same_place() {
        let chatham = |figures| reference(51.381_2, 0.520_6, figures);
        assert_eq!(chatham(Figures::Six), "TQ 755 676");
        assert_eq!(chatham(Figures::Eight), "TQ 7550 6769");
        assert_eq!(chatham(Figures::Ten), "TQ 75505 67698");
    }

    #[test]
    fn far_away_there_is_no_reference() {
        let far = [
            (90.0, 0.0),
            (-90.0, 0.0),
            (52.0, 180.0),
            (52.0, -180.0),
            (0.0, 0.0),
            (48.85, 2.35),
            (50.0, -9.9),
        ];
        for (lat, lon) in far {
            assert_eq!(GridPoint::of(place(lat, lon)), Err(GridError::Outside), "{lat} {lon}");
        }
        let nowhere = KeptPlace { lat: i32::MIN, lon: i32::MAX, accuracy: None };
        assert_eq!(GridPoint::of(nowhere), Err(GridError::Outside));
        assert_eq!(GridPoint::new(700_000, 0), Err(GridError::Outside));
        assert_eq!(GridPoint::new(0, 1_300_000), Err(GridError::Outside));
    }

    #[test]
    fn a_reference_is_read_as_people_write_it() {
        for text in ["TQ 757 684", "tq757684", "  Tq 757684 "] {
            assert_eq!(text.parse::<GridRef>().map(|read| read.to_string()), Ok("TQ 757 684".to_owned()));
        }
        for text in
            ["", "T", "TQ", "TQ 75 68", "TQ 757 68", "TQ 757 68x", "TI 757 684", "£ 757684", "7Q 757 684"]
        {
            assert_eq!(text.parse::<GridRef>(), Err(GridError::NotAReference), "{text}");
        }
        assert_eq!("AA 757 684".parse::<GridRef>(), Err(GridError::Outside));
        assert_eq!("ZZ 757 684".parse::<GridRef>(), Err(GridError::Outside));
    }

    proptest! {
        #[test]
        fn there_and_back_is_within_a_metre(easting in 0..EAST_END, northing in 0..NORTH_END) {
            let point = GridPoint::new(easting, northing).unwrap();
            // Half a metre further in, so that the last centimetre cannot cut it down.
            let back = osgb::from_grid(f64::from(easting) + 0.5, f64::from(northing) + 0.5);
            let back = place(back.lat.to_degrees(), back.lon.to_degrees());
            prop_assert_eq!(GridPoint::of(back), Ok(point));
        }

        #[test]
        fn a_reference_reads_itself(easting in 0..EAST_END, northing in 0..NORTH_END) {
            let point = GridPoint::new(easting, northing).unwrap();
            for figures in [Figures::Six, Figures::Eight, Figures::Ten] {
                let reference = GridRef::of(point, figures);
                prop_assert_eq!(reference.to_string().parse::<GridRef>(), Ok(reference));
                prop_assert!(point.easting() - reference.corner().easting() < figures.metres());
                prop_assert!(point.northing() - reference.corner().northing() < figures.metres());
            }
        }

        #[test]
        fn nothing_on_earth_or_off_it_breaks_it(lat in any::<i32>(), lon in any::<i32>()) {
            if let Ok(point) = GridPoint::of(KeptPlace { lat, lon, accuracy: None }) {
                prop_assert!(point.easting() < EAST_END && point.northing() < NORTH_END);
            }
        }
    }
}
