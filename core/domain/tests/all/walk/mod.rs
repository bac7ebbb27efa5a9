//! Builds tracks and zones in metres around the middle of Chatham, for tests that read as stories.

// What a test builds is right or it fails.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use beatbook_domain::fence::{Boot, Fence, ModeChange, TrackEngine};
use beatbook_domain::fix::{Fix, Provider};
use beatbook_domain::geometry::{Polygon, Ring, Vertex, ZoneGeometry};
use beatbook_domain::presence::{Interval, ModeInterval, TrackPresence, TravelMode, ZonePresence};
use beatbook_domain::records::journal::Moment;
use beatbook_domain::thresholds::Thresholds;
use beatbook_domain::zone::ZoneHash;
use beatbook_protocol::entry::BootId;

/// Sat 6 Sep 2025, 19:00 in Chatham (18:00 UTC).
pub const START: i64 = 1_757_181_600_000;
pub const MINUTE: i64 = 60_000;
/// The phone had been on for a while.
pub const MONO: i64 = 1_000_000;

/// Latitude and longitude of the origin in 1e-7°.
const LAT: i32 = 513_800_000;
const LON: i32 = 5_200_000;
/// Metres of 1e-7° at that latitude, northwards and eastwards.
const NORTH: f64 = 0.011_125_47;
const EAST: f64 = 0.006_961_60;

pub fn boot(id: u64) -> Boot {
    Boot { id, wall_offset: START - MONO }
}

pub fn moment(after: i64) -> Moment {
    moment_of(boot(1), MONO + after)
}

pub fn moment_of(boot: Boot, mono: i64) -> Moment {
    Moment { wall: mono + boot.wall_offset, mono, boot: BootId(boot.id) }
}

pub fn always() -> Interval {
    Interval { from: 0, to: i64::MAX }
}

pub fn corner(x: f64, y: f64) -> Vertex {
    Vertex { lon: LON + (x / EAST).round() as i32, lat: LAT + (y / NORTH).round() as i32 }
}

/// Metres eastwards and northwards from a place to a corner.
pub fn metres(lon: i32, lat: i32, corner: Vertex) -> (f64, f64) {
    (f64::from(corner.lon - lon) * EAST, f64::from(corner.lat - lat) * NORTH)
}

pub fn ring(corners: &[(f64, f64)]) -> Ring {
    Ring(corners.iter().map(|(x, y)| corner(*x, *y)).collect())
}

pub fn rectangle(west: f64, south: f64, east: f64, north: f64) -> Ring {
    ring(&[(west, south), (east, south), (east, north), (west, north)])
}

pub fn zone(shell: Ring) -> ZoneGeometry {
    ZoneGeometry(vec![Polygon { shell, holes: vec![] }])
}

pub fn zone_with_hole(shell: Ring, mut hole: Ring) -> ZoneGeometry {
    hole.0.reverse();
    ZoneGeometry(vec![Polygon { shell, holes: vec![hole] }])
}

pub fn hash(name: u8) -> ZoneHash {
    ZoneHash([name; 32])
}

pub fn fence(zones: &[(u8, ZoneGeometry)]) -> Arc<Fence> {
    Arc::new(Fence::build(zones.iter().map(|(name, zone)| (hash(*name), always(), zone))).unwrap())
}

/// A satellite fix so many milliseconds after sign-on, at x and y metres, accuracy 5 m.
pub fn fix(after: i64, x: f64, y: f64) -> Fix {
    let at = corner(x, y);
    Fix {
        lat: (f64::from(at.lat) / 10.0).round() as i32,
        lon: (f64::from(at.lon) / 10.0).round() as i32,
        time: START + after,
        mono: MONO + after,
        accuracy: Some(50),
        speed: None,
        bearing: None,
        provider: Provider::Gnss,
    }
}

/// A walk as a list of fixes, made by going and staying.
pub struct Walk {
    pub fixes: Vec<Fix>,
    now: i64,
    at: (f64, f64),
    cadence: i64,
}

impl Walk {
    pub fn from(x: f64, y: f64) -> Self {
        let mut walk = Self { fixes: vec![], now: 0, at: (x, y), cadence: 5_000 };
        walk.fixes.push(fix(0, x, y));
        walk
    }

    pub fn now(&self) -> i64 {
        self.now
    }

    /// Straight to a place, taking so long.
    pub fn to(mut self, x: f64, y: f64, time: i64) -> Self {
        let (from, start) = (self.at, self.now);
        while self.now < start + time {
            self.now = (self.now + self.cadence).min(start + time);
            let part = (self.now - start) as f64 / time as f64;
            self.at = (from.0 + (x - from.0) * part, from.1 + (y - from.1) * part);
            self.fixes.push(fix(self.now, self.at.0, self.at.1));
        }
        self
    }

    pub fn stay(self, time: i64) -> Self {
        let (x, y) = self.at;
        self.to(x, y, time)
    }

    /// No fixes for so long; then at the place.
    pub fn silence(mut self, x: f64, y: f64, time: i64) -> Self {
        self.now += time;
        self.at = (x, y);
        self.fixes.push(fix(self.now, x, y));
        self
    }

    /// The phone was restarted: the same wall clock, another monotonic clock.
    pub fn presence(&self, fence: &Arc<Fence>) -> TrackPresence {
        walked(fence, &self.fixes, self.now, &[])
    }
}

/// One boot, signed off so many milliseconds after sign-on.
pub fn walked(fence: &Arc<Fence>, fixes: &[Fix], end: i64, modes: &[ModeChange]) -> TrackPresence {
    let mut engine = TrackEngine::new(Arc::clone(fence), Thresholds::V1, moment(0), None);
    for change in modes {
        let _ = engine.declare_mode(*change);
    }
    for fix in fixes {
        engine.push(boot(1), fix);
    }
    engine.finish(moment(end))
}

pub fn of(told: &TrackPresence, name: u8) -> Option<&ZonePresence> {
    told.zones.iter().find(|zone| zone.zone == hash(name))
}

pub fn total(spans: &[ModeInterval]) -> i64 {
    spans.iter().map(|one| one.span.to - one.span.from).sum()
}

pub fn in_mode(spans: &[ModeInterval], mode: TravelMode) -> i64 {
    spans.iter().filter(|one| one.mode == mode).map(|one| one.span.to - one.span.from).sum()
}
