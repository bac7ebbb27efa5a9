//! A GIS officer sends a zone file: what is accepted, and what is refused with which words.
//!
//! Every refusal has a stable code, names the feature and the point, and nothing of the file is taken.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on should stop"
)]

use beatbook_domain::zone::ZoneKind;
use beatbook_domain::zones::import::{
    ImportOptions, ImportProblem, ImportProgress, ImportReport, PropertyNames, ZoneImport, import_geojson,
};

/// 6 Sep 2025, 18:00 UTC.
const NOW: i64 = 1_757_181_600_000;

fn import(text: &str) -> Result<ZoneImport, ImportReport> {
    import_geojson(text.as_bytes(), &ImportOptions::at(NOW), &mut |_| {})
}

fn collection(features: &[String]) -> String {
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
}

fn feature(properties: &str, geometry: &str) -> String {
    format!(r#"{{"type":"Feature","properties":{{{properties}}},"geometry":{geometry}}}"#)
}

const NAMED: &str = r#""code":"HS-1","name":"High Street","kind":"hotspot""#;
const SQUARE: &str = "[[0.52,51.38],[0.53,51.38],[0.53,51.39],[0.52,51.39],[0.52,51.38]]";

fn polygon(rings: &[&str]) -> String {
    format!(r#"{{"type":"Polygon","coordinates":[{}]}}"#, rings.join(","))
}

fn multi(polygons: &[&[&str]]) -> String {
    let polygons: Vec<String> = polygons.iter().map(|rings| format!("[{}]", rings.join(","))).collect();
    format!(r#"{{"type":"MultiPolygon","coordinates":[{}]}}"#, polygons.join(","))
}

/// The codes of all problems of a file, which must be refused.
fn refused(text: &str) -> Vec<&'static str> {
    let report = import(text).expect_err("must be refused");
    report.problems.iter().map(|problem| problem.fault.code()).collect()
}

fn refused_geometry(geometry: &str) -> Vec<&'static str> {
    refused(&collection(&[feature(NAMED, geometry)]))
}

fn refused_properties(properties: &str) -> Vec<&'static str> {
    refused(&collection(&[feature(properties, &polygon(&[SQUARE]))]))
}

#[test]
fn a_feature_becomes_a_zone_with_all_it_says() {
    let properties = r#""code":"HS-1","name":" High Street ","kind":"hotspot","programme":"Hotspot fund",
        "target_hours":55.5,"valid_from":"2026-04-01","valid_to":"2026-10-01T00:00:00+01:00",
        "illustrative":true,"colour":{"nested":["ignored",1]}"#;
    let hole = "[[0.523,51.383],[0.524,51.383],[0.524,51.384],[0.523,51.383]]";
    let import = import(&collection(&[feature(properties, &polygon(&[SQUARE, hole]))])).unwrap();
    let zone = &import.zones[0];
    assert_eq!((zone.zone.code.as_str(), zone.zone.name.as_str()), ("HS-1", "High Street"));
    assert_eq!((zone.zone.kind, zone.zone.illustrative), (ZoneKind::Hotspot, true));
    assert_eq!(zone.zone.programme.as_deref(), Some("Hotspot fund"));
    assert_eq!(zone.zone.target_minutes, Some(55 * 60 + 30));
    // Local midnight in British Summer Time is 23:00 UTC of the day before.
    assert_eq!(zone.valid_from, Some(1_774_998_000_000));
    assert_eq!(zone.valid_to, Some(1_790_809_200_000));
    assert_eq!(zone.zone.geometry.0[0].shell.0.len(), 4);
    assert_eq!(zone.zone.geometry.0[0].holes[0].0.len(), 3);
}

#[test]
fn a_single_feature_a_byte_order_mark_and_the_old_wgs84_note_are_fine() {
    let single = feature(NAMED, &polygon(&[SQUARE]));
    assert_eq!(import(&single).unwrap().zones.len(), 1);
    assert_eq!(import(&format!("\u{feff}{single}")).unwrap().zones.len(), 1);
    for crs in ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "urn:ogc:def:crs:EPSG::4326"] {
        let note = format!(r#""crs":{{"type":"name","properties":{{"name":"{crs}"}}}},"features""#);
        let file = collection(std::slice::from_ref(&single)).replace(r#""features""#, &note);
        assert_eq!(import(&file).unwrap().zones.len(), 1, "{crs}");
    }
}

#[test]
fn wards_of_another_body_come_in_through_a_mapping() {
    let properties =
        PropertyNames { code: "WD13CD".to_owned(), name: "WD13NM".to_owned(), ..PropertyNames::default() };
    let options = ImportOptions { properties, kind: Some(ZoneKind::Ward), ..ImportOptions::at(NOW) };
    let given = r#""WD13CD":"E05002249","WD13NM":"Chatham Central","kind":"their own word""#;
    let file = collection(&[feature(given, &polygon(&[SQUARE]))]);
    let import = import_geojson(file.as_bytes(), &options, &mut |_| {}).unwrap();
    assert_eq!(import.zones[0].zone.code, "E05002249");
    assert_eq!(import.zones[0].zone.kind, ZoneKind::Ward);
}

#[test]
fn one_property_may_be_code_and_name() {
    let properties = PropertyNames { name: "code".to_owned(), ..PropertyNames::default() };
    let options = ImportOptions { properties, ..ImportOptions::at(NOW) };
    let file = collection(&[feature(r#""code":4711,"kind":"ward""#, &polygon(&[SQUARE]))]);
    let import = import_geojson(file.as_bytes(), &options, &mut |_| {}).unwrap();
    assert_eq!((import.zones[0].zone.code.as_str(), import.zones[0].zone.name.as_str()), ("4711", "4711"));
    assert_eq!(import.warnings, []);
}

#[test]
fn files_that_are_no_zone_file_are_told_what_they_are() {
    for (text, code) in [
        ("", "not_json"),
        ("hello", "not_json"),
        (r#"{"type":"FeatureCollection","features":[{"#, "not_json"),
        (r#"{"type":"FeatureCollection","features":[]} trailing"#, "not_json"),
        ("[1,2,3]", "not_geojson_features"),
        (r#"{"type":"Topology","objects":{}}"#, "not_geojson_features"),
        (r#"{"type":"Polygon","coordinates":[]}"#, "not_geojson_features"),
        (r#"{"type":"FeatureCollection"}"#, "no_feature_list"),
        (r#"{"type":"FeatureCollection","features":{}}"#, "no_feature_list"),
        (r#"{"type":"FeatureCollection","features":[]}"#, "no_features"),
        (r#"{"type":"FeatureCollection","features":[7]}"#, "not_a_feature"),
    ] {
        assert_eq!(refused(text).first(), Some(&code), "{text}");
    }
    let latin_1 = b"{\"type\":\"FeatureCollection\",\"features\":[],\"name\":\"Caf\xe9\"}";
    let report = import_geojson(latin_1, &ImportOptions::at(NOW), &mut |_| {}).unwrap_err();
    assert_eq!(report.problems[0].fault.code(), "not_utf8");
}

#[test]
fn numbers_that_are_none_are_found_by_line() {
    for bad in ["NaN", "Infinity", "-Infinity", "1e999"] {
        let file = collection(&[feature(NAMED, &polygon(&[&SQUARE.replacen("0.52", bad, 1)]))]);
        let report = import(&file.replace("\"geometry\"", "\n\"geometry\"")).unwrap_err();
        assert_eq!(report.problems[0].fault.code(), "not_a_number", "{bad}: {report}");
        assert!(report.to_string().contains("line 2"), "{report}");
    }
}

#[test]
fn a_file_of_exactly_100_mib_is_read_and_one_byte_more_is_not() {
    const LIMIT: usize = 100 * 1024 * 1024;
    let mut file = collection(&[feature(NAMED, &polygon(&[SQUARE]))]).into_bytes();
    file.resize(LIMIT, b' ');
    assert!(import_geojson(&file, &ImportOptions::at(NOW), &mut |_| {}).is_ok());
    file.push(b' ');
    let report = import_geojson(&file, &ImportOptions::at(NOW), &mut |_| {}).unwrap_err();
    assert_eq!(report.problems[0].fault.code(), "file_too_large");
}

#[test]
fn nested_bombs_end_in_a_refusal() {
    let deep = |n: usize| format!("{}{}", "[".repeat(n), "]".repeat(n));
    for depth in [5, 100, 100_000] {
        let geometry = format!(r#"{{"type":"Polygon","coordinates":{}}}"#, deep(depth));
        assert_eq!(refused_geometry(&geometry), ["bad_coordinates"], "{depth}");
    }
    let properties = format!(r#"{NAMED},"programme":{},"other":{}"#, deep(100_000), deep(100_000));
    assert_eq!(refused_properties(&properties), ["bad_text"]);
    let wide = format!(r#"{{"type":"Polygon","coordinates":[{}[]]}}"#, "[],".repeat(2_000_000));
    assert_eq!(refused_geometry(&wide), ["too_many_points"]);
}

#[test]
fn other_coordinate_systems_are_recognised() {
    let note = r#""crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::27700"}},"features""#;
    let grid = "[[575500,167900],[576500,167900],[576500,168900],[575500,167900]]";
    let mercator = "[[58000,6685000],[59000,6685000],[59000,6686000],[58000,6685000]]";
    let swapped = "[[51.38,0.52],[51.38,0.53],[51.39,0.53],[51.38,0.52]]";
    let elsewhere = "[[2.35,48.85],[2.36,48.85],[2.36,48.86],[2.35,48.85]]";
    let nowhere = "[[999,51.3],[0.5,51.3],[0.5,51.4],[999,51.3]]";
    let file = collection(&[feature(NAMED, &polygon(&[SQUARE]))]).replace(r#""features""#, note);
    assert_eq!(refused(&file), ["wrong_crs"]);
    for (ring, code) in [
        (grid, "british_grid_metres"),
        (mercator, "web_mercator_metres"),
        (swapped, "lat_lon_swapped"),
        (elsewhere, "outside_area"),
        (nowhere, "off_earth"),
    ] {
        assert_eq!(refused_geometry(&polygon(&[ring])), [code]);
    }
    // Without a plausible area a force may be anywhere, but still not off the earth or the wrong way round.
    let anywhere = ImportOptions { plausible: None, ..ImportOptions::at(NOW) };
    let code_of = |ring: &str| {
        let file = collection(&[feature(NAMED, &polygon(&[ring]))]);
        let refused = import_geojson(file.as_bytes(), &anywhere, &mut |_| {});
        refused.map_err(|report| report.problems[0].fault.code()).err()
    };
    assert_eq!(code_of(elsewhere), None);
    assert_eq!(code_of("[[51.38,100.5],[51.38,100.6],[51.39,100.6],[51.38,100.5]]"), Some("lat_lon_swapped"));
    assert_eq!(code_of("[[179.99,-17],[-179.99,-17],[-179.99,-16.9],[179.99,-17]]"), Some("antimeridian"));
    assert_eq!(code_of("[[179.99,-17],[180,-17],[180,-16.9],[179.99,-17]]"), Some("antimeridian"));
}

#[test]
fn outlines_that_are_no_area_are_refused_with_the_point() {
    let square = |west: f64, south: f64, side: f64| {
        let (east, north) = (west + side, south + side);
        format!("[[{west},{south}],[{east},{south}],[{east},{north}],[{west},{north}],[{west},{south}]]")
    };
    let hole = |west, south| square(west, south, 0.002);
    let cases: Vec<(String, Vec<&str>)> = vec![
        ("null".to_owned(), vec!["no_geometry"]),
        (r#"{"type":"Polygon","coordinates":[]}"#.to_owned(), vec!["no_geometry"]),
        (r#"{"type":"MultiPolygon","coordinates":[]}"#.to_owned(), vec!["no_geometry"]),
        (r#"{"type":"MultiPolygon","coordinates":[[]]}"#.to_owned(), vec!["no_geometry"]),
        (r#"{"type":"Point","coordinates":[0.52,51.38]}"#.to_owned(), vec!["unsupported_geometry"]),
        (
            r#"{"type":"LineString","coordinates":[[0.52,51.38],[0.53,51.38]]}"#.to_owned(),
            vec!["unsupported_geometry"],
        ),
        (r#"{"type":"GeometryCollection","geometries":[]}"#.to_owned(), vec!["unsupported_geometry"]),
        (format!(r#"{{"type":"Polygon","coordinates":{SQUARE}}}"#), vec!["bad_coordinates"]),
        (r#"{"type":"Polygon","coordinates":[[[0.5,"x"]]]}"#.to_owned(), vec!["bad_coordinates"]),
        (polygon(&["[]"]), vec!["too_few_points"]),
        (polygon(&["[[0.52,51.38],[0.53,51.38],[0.52,51.38]]"]), vec!["too_few_points"]),
        (polygon(&["[[0.52,51.38],[0.53,51.38],[0.53,51.39],[0.52,51.39]]"]), vec!["unclosed_ring"]),
        (
            polygon(&["[[0.52,51.38],[0.53,51.38],[0.53,51.38],[0.53,51.39],[0.52,51.38]]"]),
            vec!["duplicate_point"],
        ),
        (
            polygon(&["[[0.52,51.38],[0.53,51.38],[0.53,51.39],[0.52,51.38],[0.52,51.38]]"]),
            vec!["duplicate_point"],
        ),
        (
            polygon(&["[[0.52,51.38],[0.53,51.39],[0.53,51.38],[0.52,51.39],[0.52,51.38]]"]),
            vec!["ring_crosses_itself"],
        ),
        (
            polygon(&["[[0.52,51.38],[0.54,51.38],[0.54,51.39],[0.53,51.375],[0.52,51.39],[0.52,51.38]]"]),
            vec!["ring_crosses_itself"],
        ),
        (
            polygon(&["[[0.52,51.38],[0.53,51.38],[0.53,51.39],[0.525,51.38],[0.52,51.39],[0.52,51.38]]"]),
            vec!["ring_touches_itself"],
        ),
        (
            polygon(&["[[0.52,51.38],[0.53,51.38],[0.54,51.38],[0.53,51.38],[0.53,51.39],[0.52,51.38]]"]),
            vec!["spike"],
        ),
        (polygon(&["[[0.52,51.38],[0.53,51.38],[0.54,51.38],[0.52,51.38]]"]), vec!["zero_area"]),
        (
            polygon(&[
                "[[0.1,51.38],[1.2,51.38],[1.2,51.39],[0.9,51.39],[0.6,51.39],[0.1,51.39],[0.1,51.38]]",
            ]),
            vec!["long_edge"],
        ),
        (polygon(&[SQUARE, &hole(0.54, 51.383)]), vec!["hole_outside_shell"]),
        (polygon(&[SQUARE, &hole(0.529, 51.383)]), vec!["hole_crosses_shell"]),
        (polygon(&[SQUARE, &hole(0.52, 51.383)]), vec!["hole_touches_shell"]),
        (
            polygon(&[SQUARE, "[[0.52,51.38],[0.523,51.381],[0.523,51.382],[0.52,51.38]]"]),
            vec!["hole_touches_shell"],
        ),
        (polygon(&[SQUARE, SQUARE]), vec!["hole_touches_shell"]),
        (polygon(&[SQUARE, &hole(0.522, 51.382), &hole(0.523, 51.383)]), vec!["holes_overlap"]),
        (polygon(&[SQUARE, &hole(0.522, 51.382), &square(0.5221, 51.3821, 0.001)]), vec!["holes_overlap"]),
        (polygon(&[SQUARE, &hole(0.522, 51.382), &hole(0.522, 51.382)]), vec!["holes_overlap"]),
        (
            polygon(&[
                SQUARE,
                "[[0.522,51.382],[0.524,51.382],[0.524,51.384],[0.522,51.382]]",
                "[[0.524,51.384],[0.526,51.384],[0.526,51.386],[0.524,51.384]]",
            ]),
            vec!["holes_overlap"],
        ),
        (multi(&[&[SQUARE], &[&square(0.525, 51.385, 0.01)]]), vec!["polygons_overlap"]),
        (multi(&[&[SQUARE], &[&square(0.522, 51.382, 0.002)]]), vec!["polygons_overlap"]),
        (multi(&[&[&square(0.522, 51.382, 0.002)], &[SQUARE]]), vec!["polygons_overlap"]),
        (multi(&[&[SQUARE], &[SQUARE]]), vec!["polygons_share_edge"]),
        (multi(&[&[SQUARE], &[&square(0.53, 51.38, 0.01)]]), vec!["polygons_share_edge"]),
    ];
    for (geometry, codes) in cases {
        let report = import(&collection(&[feature(NAMED, &geometry)])).expect_err(&geometry);
        // One fault may show at several points; each of these names its point.
        let mut found: Vec<_> = report.problems.iter().map(|problem| problem.fault.code()).collect();
        found.dedup();
        assert_eq!(found, codes, "{geometry}\n{report}");
        for problem in &report.problems {
            assert_eq!((problem.feature, problem.code.as_deref()), (Some(0), Some("HS-1")));
        }
    }
}

#[test]
fn islands_touching_at_a_corner_and_an_island_in_a_lake_are_areas() {
    let corner = "[[0.53,51.39],[0.54,51.39],[0.54,51.40],[0.53,51.39]]";
    assert!(import(&collection(&[feature(NAMED, &multi(&[&[SQUARE], &[corner]]))])).is_ok());
    let lake = "[[0.522,51.382],[0.528,51.382],[0.528,51.388],[0.522,51.388],[0.522,51.382]]";
    let island = "[[0.524,51.384],[0.526,51.384],[0.526,51.386],[0.524,51.384]]";
    assert!(import(&collection(&[feature(NAMED, &multi(&[&[SQUARE, lake], &[island]]))])).is_ok());
    // The island may reach the lake's shore with a corner, from within.
    let at_shore = "[[0.522,51.384],[0.526,51.384],[0.526,51.386],[0.522,51.384]]";
    assert!(import(&collection(&[feature(NAMED, &multi(&[&[SQUARE, lake], &[at_shore]]))])).is_ok());
    // Two diamonds whose corners coincide but which pass through each other there do overlap.
    let one = "[[0.52,51.38],[0.53,51.38],[0.53,51.39],[0.52,51.38]]";
    let two = "[[0.53,51.38],[0.54,51.395],[0.5250,51.3900],[0.5255,51.384],[0.53,51.38]]";
    assert!(refused_geometry(&multi(&[&[one], &[two]])).contains(&"polygons_overlap"));
}

#[test]
fn properties_that_cannot_be_used_are_named() {
    let long = "x".repeat(201);
    let fits = "é".repeat(200);
    for (properties, codes) in [
        (r#""name":"n","kind":"ward""#.to_owned(), vec!["missing_property"]),
        (r#""code":null,"name":"n","kind":"ward""#.to_owned(), vec!["missing_property"]),
        (r#""code":"c","name":"n""#.to_owned(), vec!["missing_property"]),
        (r#""code":" ","name":"n","kind":"ward""#.to_owned(), vec!["bad_text"]),
        (r#""code":["c"],"name":"n","kind":"ward""#.to_owned(), vec!["bad_text"]),
        (format!(r#""code":"{long}","name":"n","kind":"ward""#), vec!["bad_text"]),
        (format!(r#""code":"c","name":"{long}","kind":"ward""#), vec!["bad_text"]),
        (r#""code":"c","name":"a\nb","kind":"ward""#.to_owned(), vec!["bad_text"]),
        (r#""code":"c","name":"n","kind":"pspo_alcohol""#.to_owned(), vec!["unknown_kind"]),
        (r#""code":"c","name":"n","kind":7"#.to_owned(), vec!["unknown_kind"]),
        (format!(r#"{NAMED},"valid_from":"1/4/2026""#), vec!["bad_date"]),
        (format!(r#"{NAMED},"valid_from":"2026-04-01T06:00:00""#), vec!["bad_date"]),
        (format!(r#"{NAMED},"valid_to":"2026-02-30""#), vec!["bad_date"]),
        (format!(r#"{NAMED},"valid_to":20260401"#), vec!["bad_date"]),
        (format!(r#"{NAMED},"valid_from":"2026-04-01","valid_to":"2026-04-01""#), vec!["ends_before_begin"]),
        (format!(r#"{NAMED},"valid_to":"2020-01-01""#), vec!["ends_before_begin"]),
        (format!(r#"{NAMED},"target_hours":-1"#), vec!["bad_target_hours"]),
        (format!(r#"{NAMED},"target_hours":"many""#), vec!["bad_target_hours"]),
        (format!(r#"{NAMED},"target_hours":1e300"#), vec!["bad_target_hours"]),
        (format!(r#"{NAMED},"illustrative":"yes""#), vec!["bad_true_or_false"]),
        (String::new(), vec!["missing_property", "missing_property"]),
    ] {
        let mut found = refused_properties(&properties);
        found.dedup();
        let mut codes = codes;
        codes.dedup();
        assert_eq!(found, codes, "{properties}");
    }
    let accepted = format!(r#""code":"{fits}","name":"{fits}","kind":"ward""#);
    assert!(import(&collection(&[feature(&accepted, &polygon(&[SQUARE]))])).is_ok());
}

#[test]
fn a_feature_without_a_name_is_called_by_its_code_with_a_warning() {
    let file = collection(&[feature(r#""code":"c","kind":"ward""#, &polygon(&[SQUARE]))]);
    let import = import(&file).unwrap();
    assert_eq!(import.zones[0].zone.name, "c");
    assert_eq!(import.warnings.iter().map(|w| w.fault.code()).collect::<Vec<_>>(), ["unnamed"]);
}

#[test]
fn two_versions_of_a_zone_may_follow_each_other_in_one_file_but_not_overlap() {
    let dated = |dates: &str| feature(&format!("{NAMED},{dates}"), &polygon(&[SQUARE]));
    let first = dated(r#""valid_from":"2026-01-01","valid_to":"2026-04-01""#);
    let open = dated(r#""valid_from":"2026-01-01""#);
    let next = dated(r#""valid_from":"2026-04-01""#);
    let overlapping = dated(r#""valid_from":"2026-03-31""#);
    assert!(import(&collection(&[first.clone(), next.clone()])).is_ok());
    assert!(import(&collection(&[open, next])).is_ok(), "an open version lasts until the next begins");
    assert_eq!(refused(&collection(&[first, overlapping])), ["duplicate_code"]);
    let undated = feature(NAMED, &polygon(&[SQUARE]));
    let later = dated(r#""valid_from":"2026-04-01""#);
    assert_eq!(refused(&collection(&[later, undated.clone()])), ["undated_version"]);
    let report = import(&collection(&[undated.clone(), undated])).unwrap_err();
    assert_eq!(report.problems[0].feature, Some(1));
    assert!(report.to_string().contains("feature 1 has the same code"), "{report}");
}

#[test]
fn everything_wrong_with_a_file_is_said_at_once_and_nothing_is_taken() {
    let good = feature(NAMED, &polygon(&[SQUARE]));
    let crossing = "[[0.52,51.38],[0.54,51.38],[0.54,51.39],[0.53,51.375],[0.52,51.39],[0.52,51.38]]";
    let broken = feature(
        r#""code":"HS-2","name":"Market","kind":"hotspots","valid_from":"soon""#,
        &polygon(&[crossing, "[[0.523,51.383],[0.524,51.383]]"]),
    );
    let swapped = feature(
        r#""code":"HS-3","name":"Pier","kind":"hotspot""#,
        &polygon(&["[[51.38,0.52],[51.38,0.53],[51.39,0.53],[51.38,0.52]]"]),
    );
    let report = import(&collection(&[good, broken, swapped])).unwrap_err();
    let found: Vec<(Option<usize>, &str)> =
        report.problems.iter().map(|problem| (problem.feature, problem.fault.code())).collect();
    for expected in [
        (Some(1), "unknown_kind"),
        (Some(1), "bad_date"),
        (Some(1), "ring_crosses_itself"),
        (Some(1), "unclosed_ring"),
        (Some(1), "too_few_points"),
        (Some(2), "lat_lon_swapped"),
    ] {
        assert!(found.contains(&expected), "{expected:?} in {report}");
    }
    assert!(found.iter().all(|(feature, _)| *feature != Some(0)));
    let text = report.to_string();
    assert!(text.starts_with("Nothing was imported: "), "{text}");
    assert!(
        text.contains("feature 2 (HS-2, Market), polygon 1, outer ring, point 1 at 0.5200000, 51.3800000: the edge that begins here crosses another edge of the ring near 0.5"),
        "{text}"
    );
    assert!(text.contains("use one of ward, hotspot, pspo_area, premises_exclusion, count_sector"), "{text}");
    assert!(text.contains("feature 3 (HS-3, Pier)") && text.contains("write longitude first"), "{text}");
}

#[test]
fn points_are_rounded_once_and_what_falls_together_is_joined_and_counted() {
    // The second and third point are 1 mm apart, and the ring comes back 2 mm off its begin.
    let ring = "[[0.52,51.38],[0.53,51.38],[0.53000001,51.38],[0.53,51.39],[0.52,51.39],[0.52000002,51.38]]";
    let import = import(&collection(&[feature(NAMED, &polygon(&[ring]))])).unwrap();
    assert_eq!(import.notes.points_merged, 1);
    assert_eq!(import.zones[0].zone.geometry.vertex_count(), 4);
    assert!(import.warnings.is_empty());
}

#[test]
fn the_point_of_a_fault_is_the_point_in_the_file_also_after_joining() {
    let ring =
        "[[0.52,51.38],[0.52000001,51.38],[0.53,51.38],[0.54,51.38],[0.53,51.38],[0.53,51.39],[0.52,51.38]]";
    let report = import(&collection(&[feature(NAMED, &polygon(&[ring]))])).unwrap_err();
    let problem: &ImportProblem = &report.problems[0];
    assert_eq!((problem.fault.code(), problem.position), ("spike", Some(3)));
    assert_eq!(problem.at, Some((0.54, 51.38)));
}

#[test]
fn altitudes_are_left_out_and_counted() {
    let ring = "[[0.52,51.38,12],[0.53,51.38,12.5],[0.53,51.39,13],[0.52,51.38,12]]";
    let import = import(&collection(&[feature(NAMED, &polygon(&[ring]))])).unwrap();
    assert_eq!(import.notes.altitudes_dropped, 4);
}

#[test]
fn an_edge_of_many_kilometres_is_worth_a_warning() {
    let wide = "[[0.4,51.33],[0.72,51.33],[0.72,51.49],[0.4,51.49],[0.4,51.33]]";
    let import = import(&collection(&[feature(NAMED, &polygon(&[wide]))])).unwrap();
    assert_eq!(import.warnings.iter().map(|w| w.fault.code()).collect::<Vec<_>>(), ["longish_edge"]);
}

/// A circle of so many points, closed.
fn round(points: usize) -> String {
    let place = |n: usize| {
        let angle = core::f64::consts::TAU * (n % points) as f64 / points as f64;
        format!("[{:.7},{:.7}]", 0.52 + 0.05 * libm::cos(angle), 51.38 + 0.05 * libm::sin(angle))
    };
    format!("[{}]", (0..=points).map(place).collect::<Vec<_>>().join(","))
}

#[test]
fn twenty_thousand_points_are_a_zone_and_one_more_is_none() {
    let import_of = |points| import(&collection(&[feature(NAMED, &polygon(&[&round(points)]))]));
    assert_eq!(import_of(20_000).unwrap().zones[0].zone.geometry.vertex_count(), 20_000);
    let report = import_of(20_001).unwrap_err();
    assert_eq!(report.problems[0].fault.code(), "too_many_points");
    assert!(report.to_string().contains("20001 points"), "{report}");
    assert!(import_of(200_000).unwrap_err().to_string().contains("200001 points"));
}

#[test]
fn progress_is_told_while_reading_and_checking() {
    let features: Vec<String> = (0..250)
        .map(|n| feature(&format!(r#""code":"HS-{n}","name":"n","kind":"hotspot""#), &polygon(&[SQUARE])))
        .collect();
    let mut steps = Vec::new();
    import_geojson(collection(&features).as_bytes(), &ImportOptions::at(NOW), &mut |step| steps.push(step))
        .unwrap();
    assert!(steps.contains(&ImportProgress::Reading { features: 200 }));
    assert_eq!(steps.last(), Some(&ImportProgress::Checking { features: 250, of: 250 }));
}

#[test]
fn a_member_that_is_there_twice_is_no_riddle() {
    let twice = feature(NAMED, &polygon(&[SQUARE])).replace(r#""geometry""#, r#""geometry":null,"geometry""#);
    assert_eq!(refused(&collection(&[twice])), ["repeated_member"]);
}
