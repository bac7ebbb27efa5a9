//! Real electoral wards come in as they are published, with their own property names.
//!
//! The files are not shipped; where they are absent these tests say so and end.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on should stop, one that cannot run should say so"
)]

use std::path::PathBuf;

use beatbook_domain::zone::{ZoneKind, ZoneVersion};
use beatbook_domain::zones::import::{ImportOptions, PropertyNames, ZoneImport, import_geojson};

const NOW: i64 = 1_757_181_600_000;

fn shared_file(name: &str) -> Option<Vec<u8>> {
    let folder = std::env::var_os("BEATBOOK_SHARED_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        PathBuf::from,
    );
    let file = folder.join(name);
    match std::fs::read(&file) {
        Ok(bytes) => Some(bytes),
        Err(_) => {
            println!("skipped: {name} is not in the folder BEATBOOK_SHARED_DATA or ../shared/data");
            None
        }
    }
}

fn import_wards(file: &[u8]) -> ZoneImport {
    let properties =
        PropertyNames { code: "WD13CD".to_owned(), name: "WD13NM".to_owned(), ..PropertyNames::default() };
    let options = ImportOptions { properties, kind: Some(ZoneKind::Ward), ..ImportOptions::at(NOW) };
    import_geojson(file, &options, &mut |_| {}).unwrap_or_else(|report| panic!("{report}"))
}

#[test]
fn wards_of_medway_and_canterbury_are_imported() {
    for (name, wards, polygons, first, first_name) in [
        ("medway-wards-2013.geojson", 22, 33, "E05002249", "Chatham Central"),
        ("canterbury-wards-2013.geojson", 24, 26, "E05004902", "Barham Downs"),
    ] {
        let Some(file) = shared_file(name) else { continue };
        let import = import_wards(&file);
        assert_eq!(import.zones.len(), wards);
        assert_eq!(import.zones.iter().map(|zone| zone.zone.geometry.0.len()).sum::<usize>(), polygons);
        let chatham = &import.zones[0].zone;
        assert_eq!((chatham.code.as_str(), chatham.name.as_str()), (first, first_name));
        for zone in &import.zones {
            let bytes = zone.zone.canonical_bytes();
            assert_eq!(ZoneVersion::from_canonical_bytes(&bytes).as_ref(), Ok(&zone.zone));
        }
    }
}
