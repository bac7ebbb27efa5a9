//! Where a file's zones lie: circles around a place, other countries, other coordinate systems, hostile names.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use beatbook_domain::zone::ZoneKind;
use beatbook_domain::zones::import::{ImportOptions, ImportReport, ZoneImport, import_geojson};

const NOW: i64 = 1_757_181_600_000;
const HERE: &str = r#"{"type":"Point","coordinates":[0.527,51.381]}"#;

fn feature(properties: &str, geometry: &str, more: &str) -> String {
    format!(
        r#"{{"type":"FeatureCollection","features":[{{"type":"Feature"{more},"properties":{{"code":"HS-1",{properties}}},
           "geometry":{geometry}}}]}}"#
    )
}

fn import(text: &str, options: &ImportOptions) -> Result<ZoneImport, ImportReport> {
    import_geojson(text.as_bytes(), options, &mut |_| {})
}

fn at_home(text: &str) -> Result<ZoneImport, ImportReport> {
    import(text, &ImportOptions::at(NOW))
}

fn refused(text: &str) -> Vec<&'static str> {
    at_home(text).unwrap_err().problems.iter().map(|problem| problem.fault.code()).collect()
}

fn circle(radius: &str, kind: &str) -> String {
    feature(&format!(r#""name":"Arches","kind":"{kind}","radius":{radius}"#), HERE, "")
}

/// Metres from the middle to the nearest and to the farthest corner, by the plane around Chatham.
fn corners(import: &ZoneImport) -> (f64, f64) {
    let corners = &import.zones[0].zone.geometry.0[0].shell.0;
    let metres = corners.iter().map(|corner| {
        let east = (corner.lon_degrees() - 0.527) * 69_600.0;
        let north = (corner.lat_degrees() - 51.381) * 111_260.0;
        (east * east + north * north).sqrt()
    });
    metres.fold((f64::MAX, 0.0), |(near, far), metres| (near.min(metres), far.max(metres)))
}

#[test]
fn a_place_with_a_radius_is_a_circle_of_stated_error() {
    let import = at_home(&circle("150", "hotspot")).unwrap();
    let (near, far) = corners(&import);
    assert!((149.0..=150.5).contains(&near) && (149.0..=150.5).contains(&far), "{near} to {far}");
    let said = import.warnings[0].to_string();
    assert!(said.contains("circle of 150 m") && said.contains("more than 10 cm"), "{said}");
}

#[test]
fn attribute_tables_keep_numbers_as_text_and_an_exclusion_misses_nothing_of_its_circle() {
    let hotspot = at_home(&circle("\" 20 \"", "hotspot")).unwrap();
    let exclusion = at_home(&circle("20", "premises_exclusion")).unwrap();
    assert_eq!(exclusion.zones[0].zone.kind, ZoneKind::PremisesExclusion);
    assert!(corners(&exclusion).1 > corners(&hotspot).1);
}

#[test]
fn radii_from_one_metre_to_twenty_kilometres_and_no_others() {
    for fits in ["1", "20000"] {
        assert!(at_home(&circle(fits, "hotspot")).is_ok(), "{fits}");
    }
    for odd in ["0.99", "20001", "0", "-150", "\"wide\"", "true", "[150]"] {
        assert_eq!(refused(&circle(odd, "hotspot")), ["bad_radius"], "{odd}");
    }
    let without = feature(r#""name":"Arches","kind":"hotspot""#, HERE, "");
    assert_eq!(refused(&without), ["unsupported_geometry"]);
    assert!(at_home(&without).unwrap_err().to_string().contains("give a Point its radius"));
}

#[test]
fn a_circle_elsewhere_needs_the_word_that_this_is_meant() {
    let calais = r#"{"type":"Point","coordinates":[2.0,50.95]}"#;
    let text = feature(r#""name":"Port","kind":"hotspot","radius":150"#, calais, "");
    assert_eq!(refused(&text), ["outside_area"]);
    let anywhere = ImportOptions { plausible: None, ..ImportOptions::at(NOW) };
    assert!(import(&text, &anywhere).is_ok());
    let pacific = text.replace("[2.0,50.95]", "[179.99,50.95]");
    assert_eq!(import(&pacific, &anywhere).unwrap_err().problems[0].fault.code(), "bad_radius");
}

#[test]
fn a_feature_with_a_coordinate_system_of_its_own_is_refused_by_name() {
    let crs = r#","crs":{"type":"name","properties":{"name":"EPSG:27700"}}"#;
    let text = feature(r#""name":"Arches","kind":"hotspot","radius":150"#, HERE, crs);
    assert_eq!(refused(&text), ["wrong_crs"]);
}

#[test]
fn names_cannot_turn_the_line_they_are_printed_in() {
    let text = feature(r#""name":"High \u202eteertS","kind":"hotspot","radius":150"#, HERE, "");
    let report = at_home(&text).unwrap_err();
    assert_eq!(report.problems[0].fault.code(), "bad_text");
    assert!(!report.to_string().contains('\u{202e}'));
}
