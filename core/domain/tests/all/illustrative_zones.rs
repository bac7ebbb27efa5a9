//! The zones of Medway that come with the project: invented, and good enough to import as they are.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on should stop"
)]

use beatbook_domain::zone::ZoneKind;
use beatbook_domain::zones::import::{ImportOptions, import_geojson};

const FILE: &[u8] = include_bytes!("../../../../sync-server/illustrative/medway-zones.geojson");

#[test]
fn the_shipped_zones_import_without_a_warning() {
    let mut steps = Vec::new();
    let import = import_geojson(FILE, &ImportOptions::at(0), &mut |step| steps.push(step))
        .unwrap_or_else(|report| panic!("{report}"));
    assert_eq!(import.warnings, []);
    let count = |kind| import.zones.iter().filter(|zone| zone.zone.kind == kind).count();
    assert_eq!((count(ZoneKind::Ward), count(ZoneKind::Hotspot), count(ZoneKind::PspoArea)), (4, 4, 2));
    assert!(import.zones.iter().all(|zone| zone.zone.illustrative), "never a legal boundary");
    assert!(String::from_utf8_lossy(FILE).contains("ILLUSTRATIVE"));
    let hotspots = import.zones.iter().filter(|zone| zone.zone.kind == ZoneKind::Hotspot);
    for hotspot in hotspots {
        assert_eq!(hotspot.zone.programme.as_deref(), Some("Hotspot programme (illustrative)"));
        assert!(hotspot.zone.target_minutes.is_some_and(|minutes| minutes >= 40 * 60));
    }
    assert!(!steps.is_empty(), "progress was told");
}

#[test]
fn the_centre_hotspot_has_the_police_base_cut_out() {
    let import = import_geojson(FILE, &ImportOptions::at(0), &mut |_| {}).unwrap();
    let centre = import.zones.iter().find(|zone| zone.zone.code == "HS-CHA-CENTRE").unwrap();
    assert_eq!(centre.zone.geometry.0[0].holes.len(), 1);
}

#[test]
fn the_four_wards_share_their_edges_corner_by_corner() {
    let import = import_geojson(FILE, &ImportOptions::at(0), &mut |_| {}).unwrap();
    let wards: Vec<_> = import.zones.iter().filter(|zone| zone.zone.kind == ZoneKind::Ward).collect();
    let edges: Vec<_> =
        wards.iter().flat_map(|ward| ward.zone.geometry.0[0].shell.edges().collect::<Vec<_>>()).collect();
    let shared = edges.iter().filter(|(a, b)| edges.contains(&(*b, *a))).count();
    assert_eq!(shared, 2 * 8, "each of four boundaries has two edges, walked from both sides");
}
