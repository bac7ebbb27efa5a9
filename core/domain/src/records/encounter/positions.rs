//! Where an encounter was: the positions its phone told, and which of them is that of a conduct.
//!
//! A position later than the conduct counts for it only within the authority's time and distance ([`SamePlace`]), and only
//! if both may be of one spot. What the two differ by widens the later one: an officer who walks on into an area is no surer
//! of the spot behind (docs/adr/0014).

use serde::{Deserialize, Serialize};

use super::story::Encounter;
use crate::fence::metres_between;
use crate::geometry::Vertex;
use crate::orders::legal_time::LegalTime;
use crate::orders::place::Place;
use crate::records::journal::Moment;
use crate::records::seen::KeptPlace;

/// A position this old is of where something happens now, milliseconds. Older ones are not kept as such.
pub const FRESH_MS: i64 = 60_000;

/// A further position of the encounter, of a fresh fix of the receiver's; nobody types one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EncounterPlaced {
    /// When it was written down.
    pub at: Moment,
    /// Legal time then.
    pub time: LegalTime,
    /// Where.
    pub place: KeptPlace,
    /// Milliseconds between the fix and `time`.
    pub age: i64,
}

/// How long after a conduct, and how far from where the officer was then, a position may still be of its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SamePlace {
    /// Minutes.
    pub minutes: u32,
    /// Metres.
    pub metres: u32,
}

/// The position that counts for a conduct.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Position {
    /// As it was measured.
    pub place: KeptPlace,
    /// Metres between it and the position at the conduct; 0 if it is that.
    pub apart_m: f64,
}

impl Position {
    fn of(place: KeptPlace) -> Self {
        Self { place, apart_m: 0.0 }
    }

    /// As the condition is judged by it: wider by what it differs from the position at the conduct.
    #[must_use]
    pub fn judged(&self) -> Place {
        // A position is only kept with what the receiver said of its accuracy.
        let accuracy = f64::from(self.place.accuracy.unwrap_or(u16::MAX)) / 10.0;
        Place::now(self.place.lat, self.place.lon, accuracy + self.apart_m / 2.0)
    }

    /// A later position beside this one, if both may be of one spot and the later one is no vaguer.
    fn again(&self, later: KeptPlace, limit: SamePlace) -> Option<Self> {
        let vertex = |place: KeptPlace| Vertex { lon: place.lon, lat: place.lat };
        let again = Self { place: later, apart_m: metres_between(vertex(self.place), vertex(later)) };
        let touch =
            again.apart_m <= Self::of(self.place).judged().disc_m() + Self::of(later).judged().disc_m();
        (touch && again.apart_m <= f64::from(limit.metres)).then_some(again)
    }
}

impl Encounter {
    /// The position of something that was seen at this time, UTC milliseconds; none if no position counts for it.
    ///
    /// That is the last one measured before it, beginning with where the encounter began, or else one measured at once. A
    /// later one replaces it if it may be of the same spot and is no vaguer.
    #[must_use]
    pub fn position_of(&self, seen: i64, limit: SamePlace) -> Option<Position> {
        let mut there = self.opened.place.map(Position::of);
        let mut later = Vec::new();
        for told in &self.positions {
            let after = told.time.at.saturating_sub(told.age).saturating_sub(seen);
            match there {
                _ if after <= 0 => there = Some(Position::of(told.place)),
                None if after <= FRESH_MS => there = Some(Position::of(told.place)),
                Some(_) if after <= i64::from(limit.minutes) * 60_000 => later.push(told.place),
                _ => {}
            }
        }
        let there = there?;
        let closer = |best: Position, place| {
            let again = there.again(place, limit);
            again.filter(|again| again.judged().accuracy_m <= best.judged().accuracy_m).unwrap_or(best)
        };
        Some(later.into_iter().fold(there, closer))
    }
}
