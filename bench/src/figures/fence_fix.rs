//! What one fix costs: filter, presence with bounds, and visit states among 10,000 zones.
//!
//! The peer is the loop everybody writes first: `geo::Contains` over all zones, for the point alone.

use std::hint::black_box;
use std::sync::Arc;

use beatbook_domain::fence::{Boot, Fence, TrackEngine};
use beatbook_domain::fix::{Fix, Provider, RawFix};
use beatbook_domain::presence::Interval;
use beatbook_domain::records::journal::Moment;
use beatbook_domain::thresholds::Thresholds;
use beatbook_domain::zone::ZoneVersion;
use beatbook_simulator::rng::Rng;
use beatbook_simulator::zones::{CORNER, SyntheticZones, synthetic_zones};
use geo::{Contains, Coord, LineString, Point, Polygon};

use crate::harness::{Figure, Goal, Lab, Measured, Peer, Spread, allocations, timed};

/// Fixes of the walk: forty shifts of eight hours at 5 s, so that every figure is over many zones.
const FIXES: usize = 40 * SHIFT;
const SHIFT: usize = 5_760;
/// Points that the peer is asked about in a round: each takes milliseconds.
const PEER_POINTS: usize = 40;
const ROUNDS: usize = 5;
const STEP_S: f64 = 5.0;
const WALK_MPS: f64 = 1.4;
/// Metres of a degree near the middle of the square.
const METRES: (f64, f64) = (69_700.0, 111_260.0);
const START_MS: i64 = 1_757_181_600_000;

/// See `docs/performance.md`.
pub fn run(_: &Lab) -> Measured {
    let wanted = SyntheticZones::default();
    let zones = synthetic_zones(wanted);
    let always = Interval { from: 0, to: i64::MAX };
    let built = Fence::build(zones.iter().map(|zone| (zone.hash(), always, &zone.geometry)))?;
    let bytes = built.to_bytes();
    let (ready, opening) = timed(|| Fence::from_bytes(&bytes));
    let fence = Arc::new(ready?);
    let polygons: Vec<Polygon> = zones.iter().map(polygon).collect();
    let walk = walk(wanted.square_m)?;
    let places: Vec<(i32, i32)> = places(wanted.square_m);

    let (mut ours, mut peers, mut lookups) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        // Shift by shift: a millisecond each, so that other work on the machine meets few of them.
        let mut engine = begun(&fence);
        for shift in walk.chunks(SHIFT) {
            let ((), time) = timed(|| shift.iter().for_each(|fix| engine.push(BOOT, fix)));
            ours.push(time.as_nanos() as f64 / shift.len() as f64);
        }
        black_box(engine.snapshot(moment(FIXES as i64 * 5_000)));
        let sample: Vec<Point> =
            walk.iter().skip(round * 97).step_by(FIXES / PEER_POINTS).map(point).collect();
        for at in &sample {
            let (found, time) = timed(|| polygons.iter().filter(|zone| zone.contains(at)).count());
            black_box(found);
            peers.push(time.as_nanos() as f64);
        }
        let (found, time) =
            timed(|| places.iter().map(|(lat, lon)| fence.zones_at(*lat, *lon).len()).sum::<usize>());
        black_box(found);
        lookups.push(time.as_nanos() as f64 / places.len() as f64);
    }
    let mut engine = begun(&fence);
    let shift = walk.get(..SHIFT).unwrap_or_default();
    let allocated = allocations(|| shift.iter().for_each(|fix| engine.push(BOOT, fix)));

    let peer = Peer { what: "geo::Contains loop, point only", value: Spread::of(peers) };
    let mean = Spread::of(ours);
    Ok(vec![
        Figure {
            name: "fence-fix".to_owned(),
            value: mean.clone(),
            unit: "ns/fix",
            peer: Some(peer.clone()),
            goal: Goal::AtMost(150.0),
            note: "presence with bounds and visit states, walk at 5 s, 10,000 zones of 200 corners"
                .to_owned(),
        },
        Figure {
            name: "fence-fix against the plain loop".to_owned(),
            value: mean,
            unit: "ns/fix",
            peer: Some(peer),
            goal: Goal::TimesBetter(1_000.0),
            note: String::new(),
        },
        Figure {
            name: "fence-fix allocations".to_owned(),
            value: Spread::from(allocated as f64),
            unit: "in a shift of 5,760 fixes",
            peer: None,
            goal: Goal::AtMost(0.0),
            note: String::new(),
        },
        Figure {
            name: "fence-fix random points".to_owned(),
            value: Spread::of(lookups),
            unit: "ns/point",
            peer: None,
            goal: Goal::Shown,
            note: "zones holding a point anywhere in the square, no track".to_owned(),
        },
        Figure {
            name: "fence-fix ready".to_owned(),
            value: Spread::from(opening.as_secs_f64() * 1e3),
            unit: "ms",
            peer: None,
            goal: Goal::AtMost(1_000.0),
            note: "10,000 zones of 200 corners from the prebuilt form, checksum included".to_owned(),
        },
    ])
}

const BOOT: Boot = Boot { id: 1, wall_offset: START_MS };

fn moment(mono: i64) -> Moment {
    Moment { wall: START_MS + mono, mono, boot: beatbook_protocol::entry::BootId(BOOT.id) }
}

fn begun(fence: &Arc<Fence>) -> TrackEngine {
    TrackEngine::new(Arc::clone(fence), Thresholds::V1, moment(0), None)
}

/// A walk that turns a little at every fix and keeps inside the square; drift of some metres.
fn walk(square_m: f64) -> Result<Vec<Fix>, Box<dyn std::error::Error>> {
    let mut rng = Rng::new(7);
    let (mut x, mut y, mut course, mut drift) = (square_m / 2.0, square_m / 2.0, 0.5, (0.0, 0.0));
    let mut fixes = Vec::with_capacity(FIXES);
    for step in 1..=FIXES as i64 {
        course += 0.2 * rng.bell();
        let out = [x < 500.0, x > square_m - 500.0, y < 500.0, y > square_m - 500.0];
        if out.contains(&true) {
            course = libm::atan2(square_m / 2.0 - x, square_m / 2.0 - y);
        }
        x += WALK_MPS * STEP_S * libm::sin(course);
        y += WALK_MPS * STEP_S * libm::cos(course);
        drift = (drift.0 * 0.95 + 1.2 * rng.bell(), drift.1 * 0.95 + 1.2 * rng.bell());
        let (lon, lat) = degrees(x + drift.0, y + drift.1);
        fixes.push(Fix::quantise(&RawFix {
            lat,
            lon,
            time: START_MS + step * 5_000,
            mono: step * 5_000,
            accuracy: Some(rng.between(3.5, 8.0)),
            speed: Some(WALK_MPS + 0.1 * rng.bell()),
            bearing: Some(course.to_degrees() + 5.0 * rng.bell()),
            provider: Provider::Gnss,
        })?);
    }
    Ok(fixes)
}

fn degrees(x: f64, y: f64) -> (f64, f64) {
    (f64::from(CORNER.lon) / 1e7 + x / METRES.0, f64::from(CORNER.lat) / 1e7 + y / METRES.1)
}

fn places(square_m: f64) -> Vec<(i32, i32)> {
    let mut rng = Rng::new(11);
    let place = |_| {
        let (lon, lat) = degrees(rng.between(0.0, square_m), rng.between(0.0, square_m));
        ((lat * 1e7) as i32, (lon * 1e7) as i32)
    };
    (0..100_000).map(place).collect()
}

fn point(fix: &Fix) -> Point {
    Point::new(f64::from(fix.lon) / 1e6, f64::from(fix.lat) / 1e6)
}

fn polygon(zone: &ZoneVersion) -> Polygon {
    let ring = zone.geometry.0.first().map(|polygon| &polygon.shell.0);
    let corners = ring.into_iter().flatten();
    let shell: LineString =
        corners.map(|corner| Coord { x: corner.lon_degrees(), y: corner.lat_degrees() }).collect();
    Polygon::new(shell, Vec::new())
}
