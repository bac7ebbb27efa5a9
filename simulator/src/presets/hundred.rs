//! A hundred foot shifts of eight hours in an invented town, to measure hours and stays by.
//!
//! Hard on purpose: hotspots of 150–300 m, one with a hole, two wards that share an edge, a street 28 m
//! wide, and an officer who likes to walk along edges.

use beatbook_domain::geometry::{Polygon, Ring, Vertex, ZoneGeometry};
use beatbook_domain::presence::Interval;
use beatbook_domain::zone::{ZoneKind, ZoneVersion};

use super::place_outages;
use crate::noise::{Noise, observe};
use crate::plane::{Place, Plane, Point};
use crate::rng::Rng;
use crate::shift::{Outage, OutageCause, SimulatedShift};
use crate::walker::{Area, Town, Walker};

const ORIGIN: Place = Place { lon: 0.526, lat: 51.382 };
/// 2025-09-01T06:00:00Z, the first sign-on.
const FIRST_SIGN_ON: i64 = 1_756_706_400_000;
const EIGHT_HOURS: i64 = 28_800_000;
/// The police base in the hole of the second hotspot.
const BASE: Point = Point { x: 505.0, y: 105.0 };
/// The middle of the street; its zone reaches 14 m to each side.
const STREET: [(f64, f64); 3] = [(-300.0, 330.0), (-60.0, 360.0), (120.0, 330.0)];
/// Hotspots and the street: where officers are sent.
const BEAT_ZONES: usize = 5;

/// The zones of the hundred shifts: four hotspots (150–300 m; the second with a hole), a street 28 m wide, two
/// wards that share an edge.
#[must_use]
pub fn hundred_zones() -> Vec<ZoneVersion> {
    let hole: &[(f64, f64)] = &[(480.0, 80.0), (480.0, 130.0), (530.0, 130.0), (530.0, 80.0)];
    vec![
        zone(
            "H1",
            ZoneKind::Hotspot,
            &[(-110.0, -60.0), (0.0, -105.0), (108.0, -52.0), (112.0, 70.0), (5.0, 110.0), (-104.0, 66.0)],
            &[],
        ),
        zone(
            "H2",
            ZoneKind::Hotspot,
            &[(360.0, -10.0), (640.0, -30.0), (655.0, 120.0), (590.0, 230.0), (372.0, 218.0)],
            &[hole],
        ),
        zone(
            "H3",
            ZoneKind::Hotspot,
            &[(180.0, -480.0), (330.0, -475.0), (327.0, -328.0), (184.0, -332.0)],
            &[],
        ),
        zone(
            "H4",
            ZoneKind::Hotspot,
            &[
                (-480.0, -300.0),
                (-300.0, -300.0),
                (-300.0, -210.0),
                (-390.0, -205.0),
                (-392.0, -120.0),
                (-480.0, -118.0),
            ],
            &[],
        ),
        zone(
            "ST",
            ZoneKind::Hotspot,
            &[
                (-300.0, 316.0),
                (-60.0, 346.0),
                (120.0, 316.0),
                (120.0, 344.0),
                (-60.0, 374.0),
                (-300.0, 344.0),
            ],
            &[],
        ),
        zone(
            "WA",
            ZoneKind::Ward,
            &[
                (-800.0, -700.0),
                (230.0, -700.0),
                (250.0, -350.0),
                (215.0, -100.0),
                (260.0, 180.0),
                (240.0, 600.0),
                (-800.0, 600.0),
            ],
            &[],
        ),
        zone(
            "WB",
            ZoneKind::Ward,
            &[
                (230.0, -700.0),
                (900.0, -700.0),
                (900.0, 600.0),
                (240.0, 600.0),
                (260.0, 180.0),
                (215.0, -100.0),
                (250.0, -350.0),
            ],
            &[],
        ),
    ]
}

/// A hundred shifts, each with its own phone, sky, way and outages.
pub fn hundred_shifts(seed: u64) -> impl Iterator<Item = SimulatedShift> {
    (0..100).map(move |number| shift(seed, number, None))
}

/// One such shift with a fix every `cadence_s` seconds, no outage, and exactly the fixes of eight hours at that
/// pace: 5,760 at 5 s. Receivers skip a second now and then, so it lasts a little longer.
#[must_use]
pub fn beat_shift(seed: u64, cadence_s: i64) -> SimulatedShift {
    let mut shift = shift(seed, 0, Some(cadence_s));
    for boot in &mut shift.boots {
        boot.fixes.truncate((EIGHT_HOURS / 1_000 / cadence_s) as usize);
        if let Some(last) = boot.fixes.last() {
            shift.span.to = last.time + 1_000;
        }
    }
    shift
}

fn shift(seed: u64, number: u64, steady_cadence_s: Option<i64>) -> SimulatedShift {
    let rng = Rng::new(seed).branch(number + 1);
    let plane = Plane::around(ORIGIN);
    let town = Town::new(
        plane,
        Point { x: -780.0, y: -680.0 },
        Point { x: 880.0, y: 580.0 },
        &mut Rng::new(seed).branch(0xB0B),
    );
    let from = FIRST_SIGN_ON + number as i64 * 28 * 3_600_000;
    let spare = if steady_cadence_s.is_some() { 1_800_000 } else { 0 };
    let span = Interval { from, to: from + EIGHT_HOURS + spare };
    let zones = hundred_zones();
    let areas: Vec<Area<'_>> = zones
        .iter()
        .take(BEAT_ZONES)
        .map(|zone| match zone.code.as_str() {
            "ST" => Area::street(&zone.geometry, &plane, STREET.map(|(x, y)| Point { x, y }).to_vec()),
            _ => Area::new(&zone.geometry, &plane),
        })
        .collect();
    let path = patrol(&town, &areas, span, rng.branch(1));
    let mut of_phone = rng.branch(2);
    let mut noise = Noise::draw(&mut of_phone);
    let outages = match steady_cadence_s {
        Some(cadence_s) => {
            noise.cadence_s = cadence_s;
            Vec::new()
        }
        None => draw_outages(span, &mut of_phone),
    };
    let boots = observe(&path, &plane, span, &outages, &noise, rng.branch(3));
    SimulatedShift {
        label: format!("shift {}", number + 1),
        crew: number as u32,
        span,
        plane,
        path,
        outages,
        boots,
    }
}

/// Tunnels in most shifts, a kill in four of ten, a restarted phone in one of eight.
fn draw_outages(span: Interval, rng: &mut Rng) -> Vec<Outage> {
    let mut wanted = Vec::new();
    let mut want = |cause, count: usize, low: f64, high: f64, rng: &mut Rng| {
        for _ in 0..count {
            wanted.push((cause, (rng.between(low, high) * 1000.0) as i64));
        }
    };
    let short = 1 + rng.below(5);
    want(OutageCause::Tunnel, short, 15.0, 110.0, rng);
    let long = rng.below(3);
    want(OutageCause::Tunnel, long, 130.0, 600.0, rng);
    let killed = usize::from(rng.chance(0.4));
    want(OutageCause::Killed, killed, 180.0, 1_200.0, rng);
    let rebooted = usize::from(rng.chance(0.125));
    want(OutageCause::Rebooted, rebooted, 150.0, 300.0, rng);
    place_outages(span, &wanted, rng)
}

/// Eight hours of a foot patrol.
fn patrol(town: &Town, areas: &[Area<'_>], span: Interval, mut rng: Rng) -> crate::path::TruePath {
    let break_at = span.from + (rng.between(3.0, 4.5) * 3_600_000.0) as i64;
    let mut rested = false;
    let mut walker = Walker::new(town, span, BASE, rng.branch(1));
    while !walker.is_over() {
        let Some(area) = areas.get(rng.below(areas.len())) else { break };
        let goal = area.somewhere(&town.plane, &mut rng);
        if !rested && walker.now() >= break_at {
            rested = true;
            walker.walk_to(BASE);
            walker.rest_indoors(BASE, rng.between(1_500.0, 2_400.0));
            continue;
        }
        match rng.below(100) {
            0..40 => {
                walker.walk_to(goal);
                walker.patrol(area, rng.between(360.0, 1_800.0));
            }
            40..55 => {
                walker.walk_to(goal);
                walker.linger(rng.between(120.0, 900.0));
            }
            55..80 => {
                walker.walk_to(goal);
                walker.follow_edge(area);
            }
            80..96 => {
                let anywhere = Point { x: rng.between(-700.0, 800.0), y: rng.between(-600.0, 500.0) };
                walker.walk_to(anywhere);
                walker.stand(rng.between(20.0, 240.0));
            }
            _ => {
                let anywhere = Point { x: rng.between(-700.0, 800.0), y: rng.between(-600.0, 500.0) };
                walker.drive_to(anywhere);
                walker.drive_to(goal);
            }
        }
    }
    walker.into_path()
}

fn zone(code: &str, kind: ZoneKind, shell: &[(f64, f64)], holes: &[&[(f64, f64)]]) -> ZoneVersion {
    let plane = Plane::around(ORIGIN);
    let ring = |corners: &[(f64, f64)]| {
        Ring(corners.iter().map(|(x, y)| vertex(plane.place(Point { x: *x, y: *y }))).collect())
    };
    ZoneVersion {
        code: code.to_owned(),
        name: format!("Invented {code}"),
        kind,
        programme: None,
        target_minutes: None,
        illustrative: true,
        geometry: ZoneGeometry(vec![Polygon {
            shell: ring(shell),
            holes: holes.iter().map(|corners| ring(corners)).collect(),
        }]),
    }
}

fn vertex(place: Place) -> Vertex {
    Vertex { lon: libm::round(place.lon * 1e7) as i32, lat: libm::round(place.lat * 1e7) as i32 }
}
