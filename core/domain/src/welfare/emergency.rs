//! The emergency card: what to tell the operator of 999, without a network and before any form.

use serde::{Deserialize, Serialize};

use crate::fence::metres_between;
use crate::geometry::{UNITS_PER_DEGREE, Vertex};
use crate::records::seen::KeptPlace;
use crate::welfare::grid::GridRef;

/// A named place further away than this helps nobody to find the way, metres.
const NEAR_ENOUGH: f64 = 5_000.0;
/// Nearer than this one is at a place, not to a side of it, metres.
const AT_IT: u32 = 20;

/// A position that is older is said to be, milliseconds: whoever walks is 80 m on by then.
const OLD_MS: i64 = 60_000;

/// A place whose name people know: a station, a bridge, a car park.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NamedPlace<'a> {
    /// Its name.
    pub name: &'a str,
    /// Where it is, WGS84.
    pub at: Vertex,
}

/// What has a name around a place, as far as the briefing tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Named<'a> {
    /// Names of wards and other areas that hold it.
    pub within: Vec<&'a str>,
    /// Points: premises, signs.
    pub points: Vec<NamedPlace<'a>>,
    /// Middles of areas nearby that do not hold it: told where no point is near.
    pub areas: Vec<NamedPlace<'a>>,
}

/// One of eight winds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// 0°.
    North,
    /// 45°.
    NorthEast,
    /// 90°.
    East,
    /// 135°.
    SouthEast,
    /// 180°.
    South,
    /// 225°.
    SouthWest,
    /// 270°.
    West,
    /// 315°.
    NorthWest,
}

impl Direction {
    /// As a person says it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::North => "north",
            Self::NorthEast => "north-east",
            Self::East => "east",
            Self::SouthEast => "south-east",
            Self::South => "south",
            Self::SouthWest => "south-west",
            Self::West => "west",
            Self::NorthWest => "north-west",
        }
    }

    /// The wind nearest to where one arrives from one place at another.
    fn from_to(from: Vertex, to: Vertex) -> Self {
        let north = f64::from(to.lat) - f64::from(from.lat);
        let east = (f64::from(to.lon) - f64::from(from.lon)) * libm::cos(from.lat_degrees().to_radians());
        // Half of the eighth to each side: tan 22.5° = √2 − 1.
        let edge = core::f64::consts::SQRT_2 - 1.0;
        let (upright, level) = (east.abs() <= north.abs() * edge, north.abs() <= east.abs() * edge);
        match (upright, level, north >= 0.0, east >= 0.0) {
            (true, _, true, _) => Self::North,
            (true, _, false, _) => Self::South,
            (_, true, _, true) => Self::East,
            (_, true, _, false) => Self::West,
            (_, _, true, true) => Self::NorthEast,
            (_, _, true, false) => Self::NorthWest,
            (_, _, false, true) => Self::SouthEast,
            (_, _, false, false) => Self::SouthWest,
        }
    }
}

/// The nearest named place, as seen from there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nearest {
    /// Its name.
    pub name: String,
    /// How far one is from it, metres.
    pub metres: u32,
    /// On which side of it one is.
    pub direction: Direction,
}

/// What to tell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmergencyCard {
    /// Grid reference of eight figures, a square of 10 m; absent outside the grid.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reference: Option<GridRef>,
    /// Latitude, such as `51.38120° north`: to the metre.
    pub latitude: String,
    /// Longitude, such as `0.52060° east`.
    pub longitude: String,
    /// 68 % radius in whole metres, rounded up; absent if not told.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub accuracy: Option<u32>,
    /// How old the position is, milliseconds; absent for a place that was pointed at.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub age_ms: Option<i64>,
    /// Wards and other areas that hold it, by name.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub within: Vec<String>,
    /// The nearest named place within 5 km: a point, else the middle of an area.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub nearest: Option<Nearest>,
}

impl EmergencyCard {
    /// The card of a place, measured so many milliseconds ago. Of two named places equally near the first by name is taken.
    #[must_use]
    pub fn of(place: KeptPlace, age_ms: Option<i64>, named: &Named<'_>) -> Self {
        let here = Vertex { lon: place.lon, lat: place.lat };
        let nearest_of = |places: &[NamedPlace<'_>]| {
            let near = places.iter().map(|named| (metres_between(here, named.at), *named));
            near.filter(|(metres, _)| *metres <= NEAR_ENOUGH)
                .min_by(|(one, a), (other, b)| one.total_cmp(other).then_with(|| a.name.cmp(b.name)))
                .map(|(metres, named)| Nearest {
                    name: named.name.to_owned(),
                    metres: metres.round() as u32,
                    direction: Direction::from_to(named.at, here),
                })
        };
        let nearest = nearest_of(&named.points).or_else(|| nearest_of(&named.areas));
        let mut within: Vec<String> = named.within.iter().map(|name| (*name).to_owned()).collect();
        within.sort();
        within.dedup();
        Self {
            reference: GridRef::of_place(place),
            latitude: degrees(place.lat, "north", "south"),
            longitude: degrees(place.lon, "east", "west"),
            accuracy: place.accuracy.map(|tenths| u32::from(tenths).div_ceil(10)),
            age_ms,
            within,
            nearest,
        }
    }

    /// The card as it is read out, line by line, the most urgent first.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let mut lines = vec![FIRST.to_owned()];
        lines.extend(self.reference.map(|reference| format!("Grid reference {reference}.")));
        lines.extend(self.nearest.as_ref().map(|nearest| self.beside(nearest)));
        if !self.within.is_empty() {
            lines.push(format!("In {}.", self.within.join("; ")));
        }
        lines.push(format!("Latitude {}, longitude {}.", self.latitude, self.longitude));
        lines.push(match self.accuracy {
            Some(metres) => format!("This is right to about {metres} m."),
            None => "How exact this is, the phone does not know.".to_owned(),
        });
        lines.extend(self.age_ms.map(aged));
        lines
    }

    /// The card of a phone that knows no place, line by line.
    #[must_use]
    pub fn lines_without_place() -> Vec<String> {
        let say = "This phone has no position: say the street, the nearest building or what you can see.";
        vec![FIRST.to_owned(), say.to_owned()]
    }

    fn beside(&self, nearest: &Nearest) -> String {
        let Nearest { name, metres, direction } = nearest;
        if *metres <= self.accuracy.unwrap_or(0).max(AT_IT) {
            return format!("At or near {name}.");
        }
        let tens = metres.saturating_add(5) / 10 * 10;
        let far = if tens < 1_000 {
            format!("{tens} m")
        } else {
            let hundreds = metres.saturating_add(50) / 100;
            format!("{}.{} km", hundreds / 10, hundreds % 10)
        };
        format!("{far} {} of {name}.", direction.words())
    }
}

/// How old a position is, as a person says it.
fn aged(ms: i64) -> String {
    let seconds = ms.max(0) / 1_000;
    let minutes = seconds / 60;
    if ms < OLD_MS {
        return format!("Measured {seconds} s ago.");
    }
    let ago = if minutes < 60 {
        format!("{minutes} min")
    } else {
        format!("{} h {} min", minutes / 60, minutes % 60)
    };
    format!("Measured {ago} ago: if you have moved since, say from where.")
}

const FIRST: &str = "Ring 999 first.";

/// 1e-7° as degrees with five decimals and the side.
fn degrees(units: i32, positive: &str, negative: &str) -> String {
    /// Units in the fifth decimal.
    const FIFTH: u32 = 100;
    let fifths = (units.unsigned_abs() + FIFTH / 2) / FIFTH;
    let per_degree = UNITS_PER_DEGREE.unsigned_abs() / FIFTH;
    let side = if units < 0 { negative } else { positive };
    format!("{}.{:05}° {side}", fifths / per_degree, fifths % per_degree)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHATHAM: NamedPlace<'_> =
        NamedPlace { name: "Chatham station", at: Vertex { lon: 5_206_000, lat: 513_812_000 } };
    const GILLINGHAM: NamedPlace<'_> =
        NamedPlace { name: "Gillingham station", at: Vertex { lon: 5_496_000, lat: 513_868_000 } };

    fn near<'a>(points: &[NamedPlace<'a>]) -> Named<'a> {
        Named { points: points.to_vec(), ..Named::default() }
    }

    fn at(lat: i32, lon: i32, accuracy: Option<u16>) -> KeptPlace {
        KeptPlace { lat, lon, accuracy }
    }

    #[test]
    fn beside_the_station_in_the_dark() {
        let card =
            EmergencyCard::of(at(513_822_000, 5_222_000, Some(76)), None, &near(&[GILLINGHAM, CHATHAM]));
        assert_eq!(
            card.lines(),
            [
                "Ring 999 first.",
                "Grid reference TQ 7561 6781.",
                "160 m north-east of Chatham station.",
                "Latitude 51.38220° north, longitude 0.52220° east.",
                "This is right to about 8 m.",
            ]
        );
    }

    #[test]
    fn a_vague_fix_does_not_claim_a_side() {
        let card = EmergencyCard::of(at(513_822_000, 5_222_000, Some(2_000)), None, &near(&[CHATHAM]));
        assert!(card.lines().contains(&"At or near Chatham station.".to_owned()));
        assert!(card.lines().contains(&"This is right to about 200 m.".to_owned()));
    }

    #[test]
    fn far_from_everything_the_position_still_stands() {
        let card = EmergencyCard::of(at(488_500_000, -23_500_005, None), None, &near(&[CHATHAM]));
        assert_eq!((card.reference, card.nearest.as_ref()), (None, None));
        assert_eq!(
            card.lines(),
            [
                "Ring 999 first.",
                "Latitude 48.85000° north, longitude 2.35000° west.",
                "How exact this is, the phone does not know.",
            ]
        );
        assert_eq!(EmergencyCard::lines_without_place().first().map(String::as_str), Some("Ring 999 first."));
    }

    #[test]
    fn each_side_of_the_station_has_its_word() {
        let words: Vec<&str> = [(9, 0), (9, 14), (0, 14), (-9, 14), (-9, 0), (-9, -14), (0, -14), (9, -14)]
            .into_iter()
            .map(|(north, east)| {
                let Vertex { lon, lat } = CHATHAM.at;
                let card = EmergencyCard::of(
                    at(lat + north * 5_000, lon + east * 5_000, None),
                    None,
                    &near(&[CHATHAM]),
                );
                card.nearest.expect("near").direction.words()
            })
            .collect();
        let winds =
            ["north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west"];
        assert_eq!(words, winds);
    }

    #[test]
    fn two_kilometres_off_is_said_in_kilometres() {
        let card = EmergencyCard::of(at(513_868_000, 5_206_000, Some(50)), None, &near(&[GILLINGHAM]));
        assert!(
            card.lines().contains(&"2.0 km west of Gillingham station.".to_owned()),
            "{:?}",
            card.lines()
        );
    }

    #[test]
    fn the_card_is_the_same_in_whatever_order_the_places_come() {
        let twin = NamedPlace { name: "Bus stop", at: CHATHAM.at };
        let here = at(513_822_000, 5_222_000, None);
        let card = EmergencyCard::of(here, None, &near(&[CHATHAM, twin, GILLINGHAM]));
        assert_eq!(card, EmergencyCard::of(here, None, &near(&[GILLINGHAM, twin, CHATHAM])));
        assert_eq!(card.nearest.map(|nearest| nearest.name), Some("Bus stop".to_owned()));
    }

    #[test]
    fn an_old_position_says_how_old_it_is() {
        let age = |ms| EmergencyCard::of(at(513_822_000, 5_222_000, None), Some(ms), &Named::default());
        let last = |ms| age(ms).lines().pop().unwrap_or_default();
        assert_eq!(last(0), "Measured 0 s ago.");
        assert_eq!(last(59_999), "Measured 59 s ago.");
        assert_eq!(last(60_000), "Measured 1 min ago: if you have moved since, say from where.");
        assert_eq!(last(7_500_000), "Measured 2 h 5 min ago: if you have moved since, say from where.");
    }

    #[test]
    fn areas_are_told_that_hold_the_place_and_the_middle_of_another_only_where_no_point_is_near() {
        let river = NamedPlace { name: "the middle of River", at: CHATHAM.at };
        let mut named =
            Named { within: vec!["Luton", "Chatham town"], areas: vec![river], ..near(&[GILLINGHAM]) };
        let here = at(513_822_000, 5_222_000, None);
        let card = EmergencyCard::of(here, None, &named);
        assert!(card.lines().contains(&"In Chatham town; Luton.".to_owned()), "{card:?}");
        assert_eq!(card.nearest.map(|nearest| nearest.name).as_deref(), Some("Gillingham station"));
        named.points.clear();
        let card = EmergencyCard::of(here, None, &named);
        assert!(card.lines().contains(&"160 m north-east of the middle of River.".to_owned()), "{card:?}");
    }
}
