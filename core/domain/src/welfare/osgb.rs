//! From WGS84 to the National Grid and back, in metres and radians.
//!
//! Source: Ordnance Survey, "A guide to coordinate systems in Great Britain", sections 6.6 and annexes B and C: the
//! published Helmert transformation between WGS84 and OSGB36, right to 3.5 m for 95 % of places and to about 5 m, and
//! the Transverse Mercator projection of the Airy 1830 ellipsoid, right to a millimetre. Ordnance Survey's grid of
//! corrections (OSTN15) would be right to centimetres and is megabytes: no phone's fix is worth it.

use crate::zones::geodesy::{WGS84_A, WGS84_F};

/// An ellipsoid: its semi-axes in metres.
struct Ellipsoid {
    a: f64,
    b: f64,
}

const WGS84: Ellipsoid = Ellipsoid { a: WGS84_A, b: WGS84_A * (1.0 - WGS84_F) };
/// Airy 1830 (annex A.1).
const AIRY: Ellipsoid = Ellipsoid { a: 6_377_563.396, b: 6_356_256.909 };

/// Scale on the central meridian (annex A.2).
const F0: f64 = 0.999_601_271_7;
/// The true origin, 49° N 2° W.
const LAT_0: f64 = 49.0 * RADIANS;
const LON_0: f64 = -2.0 * RADIANS;
/// The true origin's grid position.
const EASTING_0: f64 = 400_000.0;
const NORTHING_0: f64 = -100_000.0;

const RADIANS: f64 = core::f64::consts::PI / 180.0;
const ARC_SECOND: f64 = RADIANS / 3_600.0;

/// Helmert transformation from WGS84 to OSGB36 (section 6.6): metres, parts, radians.
const SHIFT: [f64; 3] = [-446.448, 125.157, -542.060];
const SCALE: f64 = 20.489_4e-6;
const TURN: [f64; 3] = [-0.150_2 * ARC_SECOND, -0.247_0 * ARC_SECOND, -0.842_1 * ARC_SECOND];

/// Latitude and longitude on some ellipsoid, radians.
#[derive(Clone, Copy)]
pub(super) struct Geographic {
    pub(super) lat: f64,
    pub(super) lon: f64,
}

/// Easting and northing of a place in WGS84. Sensible within some hundred kilometres of Great Britain.
pub(super) fn to_grid(wgs84: Geographic) -> (f64, f64) {
    let [x, y, z] = WGS84.cartesian(wgs84);
    let [dx, dy, dz] = bend([x, y, z]);
    project(AIRY.geographic([x + dx + SHIFT[0], y + dy + SHIFT[1], z + dz + SHIFT[2]]))
}

/// The place in WGS84 of an easting and northing.
pub(super) fn from_grid(easting: f64, northing: f64) -> Geographic {
    let [x, y, z] = AIRY.cartesian(unproject(easting, northing));
    let [x, y, z] = [x - SHIFT[0], y - SHIFT[1], z - SHIFT[2]];
    let mut wgs84 = [x, y, z];
    // Scale and rotation are small: each round is fifty thousand times nearer.
    for _ in 0..4 {
        let [dx, dy, dz] = bend(wgs84);
        wgs84 = [x - dx, y - dy, z - dz];
    }
    WGS84.geographic(wgs84)
}

/// What scale and rotation add.
fn bend([x, y, z]: [f64; 3]) -> [f64; 3] {
    let [rx, ry, rz] = TURN;
    [SCALE * x - rz * y + ry * z, rz * x + SCALE * y - rx * z, -ry * x + rx * y + SCALE * z]
}

impl Ellipsoid {
    /// First eccentricity, squared.
    fn e2(&self) -> f64 {
        1.0 - (self.b * self.b) / (self.a * self.a)
    }

    /// Radius of curvature across the meridian, metres.
    fn across(&self, sin_lat: f64) -> f64 {
        self.a / (1.0 - self.e2() * sin_lat * sin_lat).sqrt()
    }

    /// A place on the surface (annex B.1). Height moves a grid position by less than a millimetre: it is left out.
    fn cartesian(&self, at: Geographic) -> [f64; 3] {
        let (sin, cos) = libm::sincos(at.lat);
        let (sin_lon, cos_lon) = libm::sincos(at.lon);
        let across = self.across(sin);
        [across * cos * cos_lon, across * cos * sin_lon, across * (1.0 - self.e2()) * sin]
    }

    /// Annex B.2, its height left out.
    fn geographic(&self, [x, y, z]: [f64; 3]) -> Geographic {
        let from_axis = (x * x + y * y).sqrt();
        let mut lat = libm::atan2(z, from_axis * (1.0 - self.e2()));
        // Each round is a hundred and fifty times nearer.
        for _ in 0..6 {
            let sin = libm::sin(lat);
            lat = libm::atan2(z + self.e2() * self.across(sin) * sin, from_axis);
        }
        Geographic { lat, lon: libm::atan2(y, x) }
    }
}

/// Radii at a latitude, scaled: across the meridian, along it, and the first over the second less one.
fn radii(sin_lat: f64) -> (f64, f64, f64) {
    let nu = AIRY.across(sin_lat) * F0;
    let rho = nu * (1.0 - AIRY.e2()) / (1.0 - AIRY.e2() * sin_lat * sin_lat);
    (nu, rho, nu / rho - 1.0)
}

/// Length of the meridian from the true origin, scaled (annex C.1, M).
fn meridian(lat: f64) -> f64 {
    let n = (AIRY.a - AIRY.b) / (AIRY.a + AIRY.b);
    let (n2, n3) = (n * n, n * n * n);
    let (less, more) = (lat - LAT_0, lat + LAT_0);
    let terms = (1.0 + n + 5.0 / 4.0 * n2 + 5.0 / 4.0 * n3) * less
        - (3.0 * n + 3.0 * n2 + 21.0 / 8.0 * n3) * libm::sin(less) * libm::cos(more)
        + (15.0 / 8.0 * n2 + 15.0 / 8.0 * n3) * libm::sin(2.0 * less) * libm::cos(2.0 * more)
        - 35.0 / 24.0 * n3 * libm::sin(3.0 * less) * libm::cos(3.0 * more);
    AIRY.b * F0 * terms
}

/// Easting and northing of a place in OSGB36 (annex C.1, whose numbers I to VI the names follow).
fn project(osgb36: Geographic) -> (f64, f64) {
    let (sin, cos) = libm::sincos(osgb36.lat);
    let tan2 = (sin / cos) * (sin / cos);
    let tan4 = tan2 * tan2;
    let (cos3, cos5) = (cos * cos * cos, cos * cos * cos * cos * cos);
    let (nu, rho, eta2) = radii(sin);

    let i = meridian(osgb36.lat) + NORTHING_0;
    let ii = nu / 2.0 * sin * cos;
    let iii = nu / 24.0 * sin * cos3 * (5.0 - tan2 + 9.0 * eta2);
    let iiia = nu / 720.0 * sin * cos5 * (61.0 - 58.0 * tan2 + tan4);
    let iv = nu * cos;
    let v = nu / 6.0 * cos3 * (nu / rho - tan2);
    let vi = nu / 120.0 * cos5 * (5.0 - 18.0 * tan2 + tan4 + 14.0 * eta2 - 58.0 * tan2 * eta2);

    let east = osgb36.lon - LON_0;
    let east2 = east * east;
    let easting = EASTING_0 + east * (iv + east2 * (v + east2 * vi));
    (easting, i + east2 * (ii + east2 * (iii + east2 * iiia)))
}

/// The place in OSGB36 of an easting and northing (annex C.2, whose numbers VII to XIIA the names follow).
fn unproject(easting: f64, northing: f64) -> Geographic {
    let mut foot = LAT_0;
    // Each round is three hundred times nearer; the guide stops at 0.01 mm.
    for _ in 0..8 {
        foot += (northing - NORTHING_0 - meridian(foot)) / (AIRY.a * F0);
    }
    let (sin, cos) = libm::sincos(foot);
    let tan = sin / cos;
    let tan2 = tan * tan;
    let (tan4, tan6) = (tan2 * tan2, tan2 * tan2 * tan2);
    let (nu, rho, eta2) = radii(sin);
    let (nu3, nu5, nu7) = (nu * nu * nu, nu * nu * nu * nu * nu, nu * nu * nu * nu * nu * nu * nu);

    let vii = tan / (2.0 * rho * nu);
    let viii = tan / (24.0 * rho * nu3) * (5.0 + 3.0 * tan2 + eta2 - 9.0 * tan2 * eta2);
    let ix = tan / (720.0 * rho * nu5) * (61.0 + 90.0 * tan2 + 45.0 * tan4);
    let x = 1.0 / (cos * nu);
    let xi = 1.0 / (cos * 6.0 * nu3) * (nu / rho + 2.0 * tan2);
    let xii = 1.0 / (cos * 120.0 * nu5) * (5.0 + 28.0 * tan2 + 24.0 * tan4);
    let xiia = 1.0 / (cos * 5_040.0 * nu7) * (61.0 + 662.0 * tan2 + 1_320.0 * tan4 + 720.0 * tan6);

    let east = easting - EASTING_0;
    let east2 = east * east;
    Geographic {
        lat: foot - east2 * (vii - east2 * (viii - east2 * ix)),
        lon: LON_0 + east * (x - east2 * (xi - east2 * (xii - east2 * xiia))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Annex C's worked example, Caister water tower on the Airy ellipsoid.
    #[test]
    fn the_guides_own_worked_example() {
        let degrees = |d: f64, m: f64, s: f64| (d + m / 60.0 + s / 3_600.0) * RADIANS;
        let tower = Geographic { lat: degrees(52.0, 39.0, 27.2531), lon: degrees(1.0, 43.0, 4.5177) };
        let (easting, northing) = project(tower);
        assert!((easting - 651_409.903).abs() < 0.001, "{easting}");
        assert!((northing - 313_177.270).abs() < 0.001, "{northing}");
        let back = unproject(651_409.903, 313_177.270);
        assert!((back.lat - tower.lat).abs() < 0.0001 * ARC_SECOND);
        assert!((back.lon - tower.lon).abs() < 0.0001 * ARC_SECOND);
    }

    /// Test points that Ordnance Survey publishes with OSTN15: latitude, longitude, easting, northing. They are
    /// right to centimetres, so what is missed is the Helmert transformation's own error.
    #[test]
    fn published_points_are_hit_within_its_five_metres() {
        let points = [
            ("St Mary's, Scilly", 49.922_263_937_30, -6.299_777_520_14, 91_492.146, 11_318.804),
            ("Southampton", 50.931_279_379_10, -1.450_514_337_00, 438_710.920, 114_792.250),
            ("North Foreland", 51.374_470_255_50, 1.444_547_304_09, 639_821.835, 169_565.858),
            ("Lambeth", 51.489_365_649_50, -0.119_925_571_80, 530_624.974, 178_388.464),
            ("Colchester", 51.894_366_373_50, 0.897_243_270_12, 599_445.590, 225_722.826),
            ("Droitwich", 52.255_293_816_30, -2.154_586_143_87, 389_544.190, 261_912.153),
            ("Shetland", 60.133_080_916_60, -2.073_828_227_98, 395_999.668, 1_138_728.951),
        ];
        for (name, lat, lon, easting, northing) in points {
            let (e, n) = to_grid(Geographic { lat: lat * RADIANS, lon: lon * RADIANS });
            let missed = ((e - easting) * (e - easting) + (n - northing) * (n - northing)).sqrt();
            assert!(missed <= 5.0, "{name} missed by {missed} m");
            let back = from_grid(e, n);
            // The series of either way are cut: some millimetres far from the central meridian.
            assert!((back.lat / RADIANS - lat).abs() < 1e-7, "{name}");
            assert!((back.lon / RADIANS - lon).abs() < 1e-7, "{name}");
        }
    }
}
