//! "150 m around this place": a circle as a polygon, as true as it says.
//!
//! Distances are measured through the earth, corner to centre in a Cartesian frame: another way than the
//! one the circle is drawn by.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use beatbook_domain::geometry::{Polygon, Vertex, ZoneGeometry};
use beatbook_domain::zones::circle::{Circle, CircleError, CircleFit, circle};
use beatbook_domain::zones::validate::shape_problems;
use proptest::prelude::*;

const CHATHAM: Vertex = Vertex { lon: 5_270_000, lat: 513_810_000 };

/// Earth-centred coordinates of a place in 1e-7°, in metres (WGS84).
fn cartesian(lon: f64, lat: f64) -> [f64; 3] {
    let (a, e2) = (6_378_137.0, 0.006_694_379_990_14);
    let (lon, lat) = ((lon / 1e7).to_radians(), (lat / 1e7).to_radians());
    let n = a / (1.0 - e2 * libm::sin(lat) * libm::sin(lat)).sqrt();
    [
        n * libm::cos(lat) * libm::cos(lon),
        n * libm::cos(lat) * libm::sin(lon),
        n * (1.0 - e2) * libm::sin(lat),
    ]
}

/// Metres on the ground: the chord through the earth, lengthened to its arc.
fn distance(centre: Vertex, lon: f64, lat: f64) -> f64 {
    let (p, q) = (cartesian(f64::from(centre.lon), f64::from(centre.lat)), cartesian(lon, lat));
    let square: f64 = p.iter().zip(q).map(|(p, q)| (p - q) * (p - q)).sum();
    let chord = square.sqrt();
    2.0 * 6_371_000.0 * libm::asin(chord / (2.0 * 6_371_000.0))
}

/// Least and greatest distance from the centre, over corners and points along the edges.
fn reach(centre: Vertex, drawn: &Circle) -> (f64, f64) {
    let along = drawn.polygon.shell.edges().flat_map(|(a, b)| {
        (0..8).map(move |part| {
            let share = f64::from(part) / 8.0;
            let between = |a: i32, b: i32| f64::from(a) + share * (f64::from(b) - f64::from(a));
            (between(a.lon, b.lon), between(a.lat, b.lat))
        })
    });
    along
        .map(|(lon, lat)| distance(centre, lon, lat))
        .fold((f64::MAX, 0.0), |(least, most), metres| (least.min(metres), most.max(metres)))
}

#[test]
fn a_150_m_hotspot_is_true_to_half_a_metre_and_nothing_outside_counts() {
    let drawn = circle(CHATHAM, 150.0, 0.5, CircleFit::Inside).unwrap();
    let (least, most) = reach(CHATHAM, &drawn);
    assert!(most <= 150.01 && least >= 150.0 - drawn.error_m, "{least} to {most}");
    assert!(drawn.error_m <= 0.5);
    assert_eq!(drawn.polygon.shell.0.len(), 40, "no more corners than the error needs");
}

#[test]
fn an_exclusion_misses_nothing_of_its_circle() {
    let drawn = circle(CHATHAM, 150.0, 0.5, CircleFit::Outside).unwrap();
    let (least, most) = reach(CHATHAM, &drawn);
    assert!(least >= 149.99 && most <= 150.0 + drawn.error_m, "{least} to {most}");
}

#[test]
fn what_cannot_be_drawn_is_refused_by_name() {
    let refused = |centre, radius, error| circle(centre, radius, error, CircleFit::Inside).unwrap_err();
    assert_eq!(refused(CHATHAM, 0.5, 0.02), CircleError::Radius);
    assert_eq!(refused(CHATHAM, 20_001.0, 1.0), CircleError::Radius);
    assert_eq!(refused(CHATHAM, f64::NAN, 1.0), CircleError::Radius);
    assert_eq!(refused(CHATHAM, 150.0, 0.01), CircleError::AllowedError);
    assert_eq!(refused(CHATHAM, 150.0, 16.0), CircleError::AllowedError);
    assert_eq!(refused(CHATHAM, 150.0, f64::NAN), CircleError::AllowedError);
    assert_eq!(refused(Vertex { lon: 0, lat: 810_000_000 }, 150.0, 1.0), CircleError::Centre);
    assert_eq!(refused(Vertex { lon: 1_799_999_999, lat: 0 }, 150.0, 1.0), CircleError::Centre);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn the_stated_error_holds_everywhere(
        lon in -1_780_000_000_i32..1_780_000_000, lat in -700_000_000_i32..700_000_000,
        radius in 5.0_f64..3_000.0, fineness in 0.001_f64..0.1, outside in any::<bool>(),
    ) {
        let centre = Vertex { lon, lat };
        let fit = if outside { CircleFit::Outside } else { CircleFit::Inside };
        let allowed = (radius * fineness).max(0.02);
        let drawn = circle(centre, radius, allowed, fit).unwrap();
        let (least, most) = reach(centre, &drawn);
        prop_assert!(drawn.error_m <= allowed);
        // A centimetre for the measuring itself.
        prop_assert!(least >= radius - drawn.error_m - 0.01 && most <= radius + drawn.error_m + 0.01);
        let geometry = ZoneGeometry(vec![Polygon { ..drawn.polygon }]);
        prop_assert_eq!(shape_problems(&geometry), []);
    }
}
