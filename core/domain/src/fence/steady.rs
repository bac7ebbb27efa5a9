//! A position steadied by the receiver's own speed and course.
//!
//! The error of a receiver's position drifts: errors of the same minute resemble each other, so averaging
//! positions gains nothing. Speed and course are measured another way (by the Doppler shift) and do not
//! share that drift. The position is carried on by them and drawn slowly towards each new fix, the more
//! slowly the surer they are; it never leaves the fix's own disc, so that a receiver telling a wrong
//! speed does no more harm than one telling a wrong place.

use std::sync::LazyLock;

use super::filter::Point;
use super::index::on_globe;
use super::near::disc;
use super::scale::Scale;
use crate::geometry::Vertex;

/// How long the drift of a position is remembered, seconds: street canyons show 40 to 150.
const DRIFT_MEMORY_S: f64 = 60.0;
/// Error of a measured velocity in each direction: metres per second, and share of the speed.
const VELOCITY_ERROR: (f64, f64) = (0.15, 0.05);
/// The 68 % radius in standard deviations of one direction.
const RADIUS_68: f64 = 1.509;

/// Metres per second eastwards and northwards.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Velocity {
    pub(crate) east: f64,
    pub(crate) north: f64,
    /// Metres per second whatever the course.
    speed: f64,
}

impl Velocity {
    /// From what a fix tells; standing still has no course.
    pub(crate) fn told(speed: Option<u16>, bearing: Option<u16>) -> Option<Self> {
        let speed = f64::from(speed?) / 10.0;
        match bearing {
            Some(bearing) => {
                let (sin, cos) = COURSES.get(usize::from(bearing % 360))?;
                Some(Self { east: speed * sin, north: speed * cos, speed })
            }
            None if speed < STANDING => Some(Self::default()),
            None => None,
        }
    }
}

/// Sine and cosine of each whole degree.
static COURSES: LazyLock<[(f64, f64); 360]> = LazyLock::new(|| {
    core::array::from_fn(|degrees| libm::sincos(degrees as f64 * core::f64::consts::PI / 180.0))
});

/// Metres per second below which platforms tell no course.
const STANDING: f64 = 0.6;

/// The steadied place of `next`, carried on from `last` (already steadied).
pub(crate) fn steadied(last: &Point, next: &Point, scale: Scale) -> Vertex {
    let (Some(before), Some(now)) = (last.velocity, next.velocity) else { return next.at };
    let seconds = (next.mono - last.mono) as f64 / 1000.0;
    let error = VELOCITY_ERROR.0 + VELOCITY_ERROR.1 * now.speed;
    let sigma = next.accuracy / RADIUS_68;
    // The time over which carrying on and drift are equally wrong.
    let patience = (2.0 * DRIFT_MEMORY_S * sigma * sigma / (error * error * seconds)).sqrt() - DRIFT_MEMORY_S;
    if patience <= 0.0 {
        return next.at;
    }
    // Metres from the fix to the carried position.
    let x = (i64::from(last.at.lon) - i64::from(next.at.lon)) as f64 * scale.east
        + (before.east + now.east) * 0.5 * seconds;
    let y = (i64::from(last.at.lat) - i64::from(next.at.lat)) as f64 * scale.north
        + (before.north + now.north) * 0.5 * seconds;
    let keep = patience / (patience + seconds);
    let off2 = (x * x + y * y) * (keep * keep);
    let disc = disc(next);
    let share = if off2 > disc * disc { keep * disc / off2.sqrt() } else { keep };
    let moved = |from: i32, metres: f64, units: f64| from.saturating_add((metres * units) as i32);
    let (east, north) = scale.per_metre;
    on_globe(moved(next.at.lat, y * share, north), moved(next.at.lon, x * share, east))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(metres: f64, seconds: i64, speed: Option<u16>, bearing: Option<u16>) -> Point {
        let lat = 513_800_000 + (metres / Scale::at(513_800_000).north) as i32;
        let at = Vertex { lon: 5_000_000, lat };
        Point { at, mono: seconds * 1000, accuracy: 9.0, velocity: Velocity::told(speed, bearing) }
    }

    /// Metres north of the start after following these places, a fix every five seconds.
    fn followed(places: &[f64], speed: Option<u16>, bearing: Option<u16>) -> Vec<f64> {
        let scale = Scale::at(513_800_000);
        let mut last = point(places[0], 0, speed, bearing);
        let mut seen = vec![places[0]];
        for (at, metres) in places.iter().enumerate().skip(1) {
            let mut next = point(*metres, at as i64 * 5, speed, bearing);
            next.at = steadied(&last, &next, scale);
            last = next;
            seen.push((f64::from(last.at.lat) - 513_800_000.0) * scale.north);
        }
        seen
    }

    #[test]
    fn drift_while_standing_is_not_followed() {
        let drift: Vec<f64> = (0..12).map(f64::from).collect();
        let seen = followed(&drift, Some(1), None);
        assert!(seen[11] < 6.0, "{seen:?}");
    }

    #[test]
    fn a_walk_is_followed_without_lag() {
        let walk: Vec<f64> = (0..60).map(|step| f64::from(step) * 7.0).collect();
        let seen = followed(&walk, Some(14), Some(0));
        assert!(seen.iter().zip(&walk).all(|(seen, walk)| (seen - walk).abs() < 0.1), "{seen:?}");
    }

    #[test]
    fn a_receiver_that_tells_no_speed_is_taken_as_it_is() {
        let walk = [0.0, 20.0, 5.0, 11.0];
        let seen = followed(&walk, None, None);
        assert!(seen.iter().zip(&walk).all(|(seen, walk)| (seen - walk).abs() < 0.02), "{seen:?}");
    }

    #[test]
    fn a_receiver_that_always_tells_standing_lags_by_a_disc_and_no_more() {
        let walk: Vec<f64> = (0..100).map(|step| f64::from(step) * 7.0).collect();
        let seen = followed(&walk, Some(0), None);
        assert!(seen.iter().zip(&walk).all(|(seen, walk)| (seen - walk).abs() <= 18.1), "{seen:?}");
    }
}
