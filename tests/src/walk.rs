//! Walks made by hand: from place to place at stated times, reported every few seconds.

use beatbook_domain::fix::{Provider, RawFix};

/// Metres of one degree of latitude, near enough for drawing a walk.
const METRES_PER_DEGREE: f64 = 111_195.0;

/// A place in metres east and north of the walk's own centre.
pub type Place = (f64, f64);

/// A walk in the making.
#[derive(Debug, Clone)]
pub struct Walk {
    centre: (f64, f64),
    /// Instants (UTC milliseconds) and places, by time.
    route: Vec<(i64, Place)>,
    /// Times without a fix.
    silences: Vec<(i64, i64)>,
}

impl Walk {
    /// Begins at an instant and place, around a centre (lat, lon in degrees).
    #[must_use]
    pub fn from(centre: (f64, f64), at: i64, place: Place) -> Self {
        Self { centre, route: vec![(at, place)], silences: Vec::new() }
    }

    /// Goes straight on, to be there at `at`.
    #[must_use]
    pub fn to(mut self, at: i64, place: Place) -> Self {
        self.route.push((at, place));
        self
    }

    /// Stays until `at`.
    #[must_use]
    pub fn stay(self, at: i64) -> Self {
        let place = self.route.last().expect("a walk has a beginning").1;
        self.to(at, place)
    }

    /// Goes to and fro between the present place and another, one way in `leg` milliseconds, until `at`.
    #[must_use]
    pub fn to_and_fro(mut self, other: Place, leg: i64, at: i64) -> Self {
        let (mut now, here) = *self.route.last().expect("a walk has a beginning");
        let mut there = other;
        let mut from = here;
        while now + leg <= at {
            now += leg;
            self = self.to(now, there);
            std::mem::swap(&mut there, &mut from);
        }
        self.stay(at)
    }

    /// No fix is reported in this time.
    #[must_use]
    pub fn silent(mut self, from: i64, to: i64) -> Self {
        self.silences.push((from, to));
        self
    }

    /// Where the officer is.
    #[must_use]
    pub fn place(&self, at: i64) -> Place {
        let after = self.route.partition_point(|(when, _)| *when <= at);
        let (before, next) =
            (self.route[after.saturating_sub(1)], self.route[after.min(self.route.len() - 1)]);
        if next.0 <= before.0 {
            return before.1;
        }
        let share = (at - before.0) as f64 / (next.0 - before.0) as f64;
        let between = |from: f64, to: f64| from + (to - from) * share;
        (between(before.1.0, next.1.0), between(before.1.1, next.1.1))
    }

    /// The reports of a phone whose monotonic clock was `mono` at `from`: one every `cadence` milliseconds
    /// from `from` up to, not including, `to`.
    #[must_use]
    pub fn fixes(&self, from: i64, to: i64, cadence: i64, mono: i64, accuracy: f64) -> Vec<RawFix> {
        let step = usize::try_from(cadence).expect("a cadence");
        (from..to)
            .step_by(step)
            .filter(|at| !self.silences.iter().any(|(begin, end)| begin <= at && at < end))
            .map(|at| self.fix(at, mono + (at - from), accuracy))
            .collect()
    }

    fn fix(&self, at: i64, mono: i64, accuracy: f64) -> RawFix {
        let (east, north) = self.place(at);
        let (lat, lon) = self.degrees((east, north));
        RawFix {
            lat,
            lon,
            time: at,
            mono,
            accuracy: Some(accuracy),
            speed: None,
            bearing: None,
            provider: Provider::Gnss,
        }
    }

    /// A place in degrees: lat, lon.
    #[must_use]
    pub fn degrees(&self, (east, north): Place) -> (f64, f64) {
        degrees(self.centre, (east, north))
    }
}

/// A place around a centre in degrees: lat, lon.
#[must_use]
pub fn degrees(centre: (f64, f64), (east, north): Place) -> (f64, f64) {
    let lat = centre.0 + north / METRES_PER_DEGREE;
    let lon = centre.1 + east / (METRES_PER_DEGREE * centre.0.to_radians().cos());
    (lat, lon)
}

/// A rectangle of GeoJSON coordinates around a centre: west, south, east, north in metres.
#[must_use]
pub fn rectangle(centre: (f64, f64), west: f64, south: f64, east: f64, north: f64) -> serde_json::Value {
    let corners = [(west, south), (east, south), (east, north), (west, north), (west, south)];
    corners
        .iter()
        .map(|corner| {
            let (lat, lon) = degrees(centre, *corner);
            serde_json::json!([lon, lat])
        })
        .collect()
}
