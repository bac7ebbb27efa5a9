//! Zones by the thousand for measurements and long tests: the same numbers give the same zones.
//!
//! Wobbly stars of 100 to 400 m around points spread evenly over a square, as towns have them; some overlap.

use beatbook_domain::geometry::{Polygon, Ring, Vertex, ZoneGeometry};
use beatbook_domain::zone::{ZoneKind, ZoneVersion};

use crate::rng::Rng;

/// South-west corner of the square in which synthetic zones lie.
pub const CORNER: Vertex = Vertex { lon: 2_000_000, lat: 510_000_000 };
/// Metres in a degree of latitude and of longitude at the square's middle, near enough for a drawing.
const METRES_PER_DEGREE: (f64, f64) = (69_700.0, 111_260.0);

/// What synthetic zones are like.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SyntheticZones {
    /// How many.
    pub count: usize,
    /// Corners of each, at least 3.
    pub vertices: usize,
    /// Side of the square in metres.
    pub square_m: f64,
    /// Other seeds give other zones.
    pub seed: u64,
}

impl Default for SyntheticZones {
    /// The set that measurements use: 10,000 zones of 200 corners in 60 × 60 km.
    fn default() -> Self {
        Self { count: 10_000, vertices: 200, square_m: 60_000.0, seed: 1 }
    }
}

/// Draws the zones, each simple by construction: its corners go once round its middle.
#[must_use]
pub fn synthetic_zones(wanted: SyntheticZones) -> Vec<ZoneVersion> {
    let mut random = Rng::new(wanted.seed);
    (0..wanted.count).map(|number| synthetic_zone(number, wanted, &mut random)).collect()
}

fn synthetic_zone(number: usize, wanted: SyntheticZones, random: &mut Rng) -> ZoneVersion {
    let middle = (random.unit() * wanted.square_m, random.unit() * wanted.square_m);
    let radius = 100.0 + 300.0 * random.unit();
    let waves = [(2.0, 0.12), (3.0, 0.10), (5.0, 0.08), (9.0, 0.05)];
    let waves = waves.map(|(turns, height)| (turns, height * random.unit(), 6.3 * random.unit()));
    let corners = wanted.vertices.max(3);
    let ring = (0..corners).map(|corner| {
        // A fifth of a step of unevenness keeps the corners in order.
        let step = (corner as f64 + 0.2 * random.unit()) / corners as f64;
        let angle = core::f64::consts::TAU * step;
        let wobble: f64 =
            waves.iter().map(|(turns, height, at)| height * libm::sin(turns * angle + at)).sum();
        let reach = radius * (1.0 + wobble + 0.01 * random.unit());
        let east = middle.0 + reach * libm::cos(angle);
        let north = middle.1 + reach * libm::sin(angle);
        Vertex {
            lon: CORNER.lon + (east / METRES_PER_DEGREE.0 * 1e7).round() as i32,
            lat: CORNER.lat + (north / METRES_PER_DEGREE.1 * 1e7).round() as i32,
        }
    });
    let shell = Ring(ring.collect());
    ZoneVersion {
        code: format!("SYN-{number:05}"),
        name: format!("Synthetic zone {number}"),
        kind: ZoneKind::Hotspot,
        programme: None,
        target_minutes: None,
        illustrative: true,
        geometry: ZoneGeometry(vec![Polygon { shell, holes: Vec::new() }]),
    }
    .normalised()
}

/// The same zones as the GeoJSON file a mapping program would write.
#[must_use]
pub fn synthetic_geojson(wanted: SyntheticZones) -> String {
    let features = synthetic_zones(wanted).iter().map(feature).collect::<Vec<_>>().join(",\n");
    format!("{{\"type\":\"FeatureCollection\",\"name\":\"ILLUSTRATIVE\",\"features\":[\n{features}\n]}}\n")
}

fn feature(zone: &ZoneVersion) -> String {
    let place = |v: &Vertex| format!("[{:.7},{:.7}]", v.lon_degrees(), v.lat_degrees());
    let ring = |ring: &Ring| {
        let places: Vec<String> = ring.0.iter().chain(ring.0.first()).map(place).collect();
        format!("[{}]", places.join(","))
    };
    let polygon = |polygon: &Polygon| {
        let rings: Vec<String> = polygon.rings().map(ring).collect();
        format!("[{}]", rings.join(","))
    };
    let polygons: Vec<String> = zone.geometry.0.iter().map(polygon).collect();
    format!(
        "{{\"type\":\"Feature\",\"properties\":{{\"code\":\"{}\",\"name\":\"{}\",\"kind\":\"{}\",\
         \"illustrative\":true}},\"geometry\":{{\"type\":\"MultiPolygon\",\"coordinates\":[{}]}}}}",
        zone.code,
        zone.name,
        zone.kind.name(),
        polygons.join(",")
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use beatbook_domain::zones::import::{ImportOptions, import_geojson};
    use beatbook_domain::zones::validate::shape_problems;

    #[test]
    fn every_synthetic_zone_is_an_area_a_map_would_accept() {
        let wanted = SyntheticZones { count: 50, ..SyntheticZones::default() };
        for zone in synthetic_zones(wanted) {
            assert_eq!(shape_problems(&zone.geometry), []);
            assert_eq!(zone.geometry.vertex_count(), 200);
        }
    }

    #[test]
    fn the_file_holds_the_same_zones() {
        let wanted = SyntheticZones { count: 5, vertices: 30, ..SyntheticZones::default() };
        let file = synthetic_geojson(wanted);
        let import = import_geojson(file.as_bytes(), &ImportOptions::at(0), &mut |_| {}).unwrap();
        let zones: Vec<ZoneVersion> = import.zones.into_iter().map(|imported| imported.zone).collect();
        assert_eq!(zones, synthetic_zones(wanted));
    }

    #[test]
    fn the_same_numbers_give_the_same_zones() {
        let wanted = SyntheticZones { count: 3, vertices: 20, ..SyntheticZones::default() };
        let hashes = |wanted| synthetic_zones(wanted).iter().map(ZoneVersion::hash).collect::<Vec<_>>();
        assert_eq!(hashes(wanted), hashes(wanted));
        assert_ne!(hashes(wanted), hashes(SyntheticZones { seed: 2, ..wanted }));
    }
}
