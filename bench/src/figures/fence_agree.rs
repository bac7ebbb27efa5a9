//! Inside or outside: the fence against GEOS, on the geometry as it is stored, edges and corners included.
//!
//! Files between the two, all little-endian i32: `zones.bin` is the number of zones, then per zone its
//! polygons, per polygon its rings, per ring its corners, each list led by its length, a corner being
//! longitude and latitude in 1e-7°; `points.bin` is such corners only; `geos.bin` is (point, zone,
//! 1 on the edge | 2 inside) for every pair that is not outside, sorted.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::Command;

use beatbook_domain::fence::Fence;
use beatbook_domain::geometry::{Ring, Vertex, ZoneGeometry};
use beatbook_domain::presence::Interval;
use beatbook_domain::zone::{ZoneHash, ZoneKind};
use beatbook_domain::zones::import::{ImportOptions, PropertyNames, import_geojson};
use beatbook_simulator::rng::Rng;
use beatbook_simulator::zones::{SyntheticZones, synthetic_zones};

use crate::harness::{Figure, Goal, Lab, Measured, Peer, timed};

/// Points asked about.
const POINTS: usize = 1_000_000;
/// What decides all points.
const SEED: u64 = 20_130_502;

/// How a point lies to a zone it is not outside of.
const ON_EDGE: i32 = 1;
const INSIDE: i32 = 2;

/// Measures it.
///
/// # Errors
/// If the real wards are not on this machine, or Python or shapely is missing.
pub fn run(lab: &Lab) -> Measured {
    let shared = lab.shared.as_ref().ok_or("the real wards are not here: set BEATBOOK_SHARED_DATA")?;
    let mut zones = wards(&shared.join("medway-wards-2013.geojson"))?;
    zones.extend(wards(&shared.join("canterbury-wards-2013.geojson"))?);
    let real = zones.len();
    let drawn = synthetic_zones(SyntheticZones::default());
    zones.extend(drawn.into_iter().enumerate().map(|(number, zone)| match number % 10 {
        0 => with_hole(zone.geometry),
        _ => zone.geometry,
    }));
    let drawn = zones.len() - real;
    let points = points(&zones, real);

    let folder = lab.folder.join("fence-agree");
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("zones.bin"), zone_bytes(&zones))?;
    fs::write(
        folder.join("points.bin"),
        points.iter().flat_map(|point| corner_bytes(*point)).collect::<Vec<_>>(),
    )?;

    // Through the prebuilt form, because that is what phones open.
    let always = Interval { from: i64::MIN, to: i64::MAX };
    let built = Fence::build(zones.iter().enumerate().map(|(number, zone)| (name(number), always, zone)))?;
    let fence = Fence::from_bytes(&built.to_bytes())?;
    let (ours, our_time) = timed(|| ask_fence(&fence, &points));
    let (geos, geos_time) = timed(|| ask_geos(lab, &folder));
    let (geos, version) = geos?;

    let (off_edge, on_edge) = differences(&ours, &geos);
    let edges = geos.values().filter(|answer| **answer == ON_EDGE).count();
    let note = format!(
        "{POINTS} points, {real} real wards and {drawn} drawn zones, one in ten with a hole, {} answers inside, {edges} on an edge; {version}",
        geos.len() - edges
    );
    let per_point = |time: std::time::Duration| time.as_secs_f64() * 1e9 / POINTS as f64;
    Ok(vec![
        Figure {
            name: "fence-agree".into(),
            value: (off_edge as f64).into(),
            unit: "different",
            peer: None,
            goal: Goal::AtMost(0.0),
            note,
        },
        Figure {
            name: "fence-agree on the edge".into(),
            value: (on_edge as f64).into(),
            unit: "different",
            peer: None,
            goal: Goal::Shown,
            note: "of the answers on an edge, those that only one of the two calls an edge".into(),
        },
        Figure {
            name: "fence-agree time".into(),
            value: per_point(our_time).into(),
            unit: "ns/point",
            peer: Some(Peer {
                what: "GEOS, Python's start and files included",
                value: per_point(geos_time).into(),
            }),
            goal: Goal::Shown,
            note: String::new(),
        },
    ])
}

type Answers = BTreeMap<(i32, i32), i32>;

/// Pairs answered differently: those that GEOS sees off the edge, and those on it.
fn differences(ours: &Answers, geos: &Answers) -> (usize, usize) {
    let missed = geos.iter().filter(|(pair, answer)| ours.get(pair) != Some(answer));
    let (edge, inside): (Vec<_>, Vec<_>) = missed.partition(|(_, answer)| **answer == ON_EDGE);
    let invented = ours.keys().filter(|pair| !geos.contains_key(pair)).count();
    (inside.len() + invented, edge.len())
}

fn ask_fence(fence: &Fence, points: &[Vertex]) -> Answers {
    let mut answers = Answers::new();
    for (number, point) in points.iter().enumerate() {
        for at in fence.zones_at(point.lat, point.lon) {
            let answer = if at.on_edge { ON_EDGE } else { INSIDE };
            answers.insert((number as i32, number_of(at.zone)), answer);
        }
    }
    answers
}

fn ask_geos(lab: &Lab, folder: &Path) -> Result<(Answers, String), Box<dyn Error>> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/peers/fence_agree.py");
    let output = Command::new(&lab.python).arg(script).arg(folder).output()?;
    if !output.status.success() {
        return Err(format!("GEOS could not be asked: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    let bytes = fs::read(folder.join("geos.bin"))?;
    let numbers: Vec<i32> = bytes.as_chunks::<4>().0.iter().map(|four| i32::from_le_bytes(*four)).collect();
    let answers = numbers.as_chunks::<3>().0.iter().map(|[point, zone, answer]| ((*point, *zone), *answer));
    Ok((answers.collect(), String::from_utf8_lossy(&output.stdout).trim().to_owned()))
}

/// Real wards, through the same import as everybody's zones.
fn wards(path: &Path) -> Result<Vec<ZoneGeometry>, Box<dyn Error>> {
    let names = PropertyNames { code: "WD13CD".into(), name: "WD13NM".into(), ..PropertyNames::default() };
    let options = ImportOptions { properties: names, kind: Some(ZoneKind::Ward), ..ImportOptions::at(0) };
    let import = import_geojson(&fs::read(path)?, &options, &mut |_| {})
        .map_err(|report| format!("the import refuses {}: {report}", path.display()))?;
    Ok(import.zones.into_iter().map(|imported| imported.zone.geometry).collect())
}

/// A drawn zone with a hole of its own shape at half its size; such zones are seen whole from their middle.
fn with_hole(mut zone: ZoneGeometry) -> ZoneGeometry {
    for polygon in &mut zone.0 {
        let corners = &polygon.shell.0;
        let count = corners.len() as i64;
        let middle =
            |of: fn(&Vertex) -> i32| corners.iter().map(|corner| i64::from(of(corner))).sum::<i64>() / count;
        let (lon, lat) = (middle(|corner| corner.lon), middle(|corner| corner.lat));
        let half = |from: i32, middle: i64| ((i64::from(from) + middle) / 2) as i32;
        let hole = corners
            .iter()
            .rev()
            .map(|corner| Vertex { lon: half(corner.lon, lon), lat: half(corner.lat, lat) });
        polygon.holes = vec![Ring(hole.collect())];
    }
    zone
}

/// Points where a wrong rule would show: one in five plain, the others at and beside edges and corners,
/// and level with corners, where a ray to the east runs along edges. Half of them at the real wards.
fn points(zones: &[ZoneGeometry], real: usize) -> Vec<Vertex> {
    let mut rng = Rng::new(SEED);
    (0..POINTS)
        .map(|number| {
            let zone = if rng.chance(0.5) { rng.below(real) } else { rng.below(zones.len()) };
            let rings: Vec<&[Vertex]> = zones[zone]
                .0
                .iter()
                .flat_map(|polygon| std::iter::once(&polygon.shell).chain(&polygon.holes))
                .map(|ring| &ring.0[..])
                .collect();
            let ring = rings[rng.below(rings.len())];
            let corner = rng.below(ring.len());
            let (a, b) = (ring[corner], ring[(corner + 1) % ring.len()]);
            match number % 5 {
                0 => anywhere(ring, &mut rng),
                1 => a,
                2 => on_or_nearest(a, b, &mut rng),
                3 => {
                    let near = if rng.chance(0.5) { a } else { on_or_nearest(a, b, &mut rng) };
                    Vertex { lon: near.lon + step(&mut rng), lat: near.lat + step(&mut rng) }
                }
                _ => Vertex { lat: a.lat, ..anywhere(ring, &mut rng) },
            }
        })
        .collect()
}

/// Anywhere in the ring's box.
fn anywhere(ring: &[Vertex], rng: &mut Rng) -> Vertex {
    let mut between = |of: fn(&Vertex) -> i32| {
        let low = ring.iter().map(of).min().unwrap_or_default();
        let high = ring.iter().map(of).max().unwrap_or_default();
        low + rng.below((high - low) as usize + 1) as i32
    };
    Vertex { lon: between(|corner| corner.lon), lat: between(|corner| corner.lat) }
}

/// One step of the grid back, none, or forth.
fn step(rng: &mut Rng) -> i32 {
    rng.below(3) as i32 - 1
}

/// A point of the grid exactly on the edge, if there is one between its ends; else the nearest to it.
fn on_or_nearest(a: Vertex, b: Vertex, rng: &mut Rng) -> Vertex {
    let (x, y) = (i64::from(b.lon) - i64::from(a.lon), i64::from(b.lat) - i64::from(a.lat));
    let parts = gcd(x.unsigned_abs(), y.unsigned_abs());
    let (whole, part) = if parts > 1 {
        (parts as f64, (1 + rng.below(parts as usize - 1)) as f64)
    } else {
        (1.0, rng.unit())
    };
    let along = |start: i32, way: i64| start + (way as f64 / whole * part).round() as i32;
    Vertex { lon: along(a.lon, x), lat: along(a.lat, y) }
}

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// A zone's number as its hash: GEOS answers in numbers, the fence in hashes.
fn name(number: usize) -> ZoneHash {
    let mut hash = [0; 32];
    hash[..4].copy_from_slice(&(number as u32).to_le_bytes());
    ZoneHash(hash)
}

fn number_of(hash: ZoneHash) -> i32 {
    hash.0.first_chunk().map_or(-1, |four| i32::from_le_bytes(*four))
}

fn zone_bytes(zones: &[ZoneGeometry]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let count = |bytes: &mut Vec<u8>, length: usize| bytes.extend((length as i32).to_le_bytes());
    count(&mut bytes, zones.len());
    for zone in zones {
        count(&mut bytes, zone.0.len());
        for polygon in &zone.0 {
            count(&mut bytes, 1 + polygon.holes.len());
            for ring in std::iter::once(&polygon.shell).chain(&polygon.holes) {
                count(&mut bytes, ring.0.len());
                bytes.extend(ring.0.iter().flat_map(|corner| corner_bytes(*corner)));
            }
        }
    }
    bytes
}

fn corner_bytes(corner: Vertex) -> [u8; 8] {
    let mut bytes = [0; 8];
    bytes[..4].copy_from_slice(&corner.lon.to_le_bytes());
    bytes[4..].copy_from_slice(&corner.lat.to_le_bytes());
    bytes
}

#[cfg(test)]
mod tests {
    use super::{Answers, INSIDE, ON_EDGE, differences, gcd, on_or_nearest};
    use beatbook_domain::geometry::Vertex;
    use beatbook_simulator::rng::Rng;

    #[test]
    fn a_wrong_answer_counts_where_it_belongs() {
        let geos = Answers::from([((0, 0), INSIDE), ((1, 0), ON_EDGE), ((2, 0), INSIDE)]);
        assert_eq!(differences(&geos, &geos), (0, 0));
        let missed = Answers::from([((0, 0), INSIDE), ((1, 0), ON_EDGE)]);
        assert_eq!(differences(&missed, &geos), (1, 0));
        let invented =
            Answers::from([((0, 0), INSIDE), ((1, 0), ON_EDGE), ((2, 0), INSIDE), ((2, 1), INSIDE)]);
        assert_eq!(differences(&invented, &geos), (1, 0));
        let no_edge = Answers::from([((0, 0), INSIDE), ((1, 0), INSIDE), ((2, 0), INSIDE)]);
        assert_eq!(differences(&no_edge, &geos), (0, 1));
        let too_much_edge = Answers::from([((0, 0), ON_EDGE), ((1, 0), ON_EDGE), ((2, 0), INSIDE)]);
        assert_eq!(differences(&too_much_edge, &geos), (1, 0));
    }

    #[test]
    fn points_on_an_edge_are_exactly_on_it_where_the_grid_allows() {
        let mut rng = Rng::new(1);
        let (a, b) = (Vertex { lon: -7, lat: 3 }, Vertex { lon: 23, lat: -15 });
        for _ in 0..100 {
            let p = on_or_nearest(a, b, &mut rng);
            assert_eq!((b.lon - a.lon) * (p.lat - a.lat), (b.lat - a.lat) * (p.lon - a.lon));
            assert!(p.lon > a.lon && p.lon < b.lon);
        }
        assert_eq!((gcd(12, 18), gcd(0, 5), gcd(1, 7)), (6, 5, 1));
    }
}
