//! `fix-disk`: what a fix costs on the phone's disk, everything that comes with it included.

use std::error::Error;
use std::path::Path;

use beatbook_domain::fix::RawFix;
use beatbook_simulator::presets::hundred_zones;
use serde_json::json;

use crate::beats::{CALL, FIXES, SHIFTS, simulated, walked, walks};
use crate::handset::Handset;
use crate::harness::{Figure, Goal, Lab, Measured};
use crate::station::Station;

const PAGE: f64 = 4_096.0;

/// See `docs/performance.md`.
///
/// # Errors
/// If the phone, the server or a walk cannot be used.
pub fn run(lab: &Lab) -> Measured {
    let mut figures = vec![grown(lab, "fix-disk simulated", 7.0, simulated)?];
    figures.extend(beside(&lab.folder, "simulated", &simulated(1))?);
    match &lab.shared {
        Some(folder) => {
            let walks = walks(folder)?;
            figures.push(grown(lab, "fix-disk real", 8.5, |number| walked(&walks, number))?);
            figures.extend(beside(&lab.folder, "real", &walked(&walks, 1))?);
        }
        None => figures.push(Figure {
            name: "fix-disk real".to_owned(),
            value: f64::NAN.into(),
            unit: "bytes/fix",
            peer: None,
            goal: Goal::AtMost(8.5),
            note: "NOT MEASURED: set BEATBOOK_SHARED_DATA to a folder with recorded walks".to_owned(),
        }),
    }
    Ok(figures)
}

/// An enrolled phone with the hundred's zones that has worked one shift, so that every table is in use.
///
/// # Errors
/// What phone or server say.
pub fn at_work(
    lab: &Lab,
    station: &Station,
    port: Option<u16>,
    shift: &dyn Fn(u32) -> Vec<RawFix>,
) -> Result<Handset, Box<dyn Error>> {
    station.import_zones(&hundred_zones())?;
    let handset = Handset::found(&lab.folder, &station.ticket("PC1", port)?)?;
    handset.sync()?;
    handset.shift(&shift(0), CALL)?;
    Ok(handset)
}

fn grown(
    lab: &Lab,
    name: &str,
    goal: f64,
    shift: impl Fn(u32) -> Vec<RawFix>,
) -> Result<Figure, Box<dyn Error>> {
    let station = Station::begin(&lab.folder)?;
    let mut handset = at_work(lab, &station, None, &shift)?;
    let before = handset.bytes()?;
    for number in 1..=SHIFTS as u32 {
        handset.shift(&shift(number), CALL)?;
    }
    let after = handset.bytes()?;
    let fixes = (SHIFTS * FIXES) as f64;
    Ok(Figure {
        name: name.to_owned(),
        value: ((after - before) as f64 / fixes).into(),
        unit: "bytes/fix",
        peer: None,
        goal: Goal::AtMost(goal),
        note: format!(
            "{SHIFTS} shifts of {FIXES} fixes in calls of {CALL}; ± {:.2} for one page",
            PAGE / fixes
        ),
    })
}

/// The same shift as other programs keep it.
fn beside(scratch: &Path, name: &str, fixes: &[RawFix]) -> Result<Vec<Figure>, Box<dyn Error>> {
    let each = |bytes: usize| bytes as f64 / fixes.len() as f64;
    let shown = |what: &str, bytes: f64| Figure {
        name: format!("fix-disk {name}, {what}"),
        value: bytes.into(),
        unit: "bytes/fix",
        peer: None,
        goal: Goal::Shown,
        note: String::new(),
    };
    Ok(vec![
        shown("GPX", each(gpx(fixes)?.len())),
        shown("GeoJSON", each(geojson(fixes).len())),
        shown("one row per fix", rows(scratch, fixes)? as f64 / fixes.len() as f64),
    ])
}

fn gpx(fixes: &[RawFix]) -> Result<String, Box<dyn Error>> {
    use std::fmt::Write as _;
    let mut text =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gpx version=\"1.1\"><trk><trkseg>\n".to_owned();
    for fix in fixes {
        // The length is what counts: seconds and zone as everybody writes them.
        writeln!(
            text,
            "<trkpt lat=\"{:.6}\" lon=\"{:.6}\"><time>2025-09-06T18:00:00Z</time></trkpt>",
            fix.lat, fix.lon
        )?;
    }
    text.push_str("</trkseg></trk></gpx>\n");
    Ok(text)
}

fn geojson(fixes: &[RawFix]) -> String {
    let places: Vec<_> = fixes.iter().map(|fix| json!([fix.lon, fix.lat])).collect();
    let times: Vec<_> = fixes.iter().map(|fix| fix.time).collect();
    let accuracies: Vec<_> = fixes.iter().map(|fix| fix.accuracy).collect();
    json!({
        "type": "Feature",
        "geometry": { "type": "LineString", "coordinates": places },
        "properties": { "times": times, "accuracy": accuracies },
    })
    .to_string()
}

/// A table of one row a fix, in the same encrypted format.
fn rows(scratch: &Path, fixes: &[RawFix]) -> Result<u64, Box<dyn Error>> {
    let folder = tempfile::tempdir_in(scratch)?;
    let path = folder.path().join("rows.sqlite3");
    let connection = crate::bare::open(&path, crate::bare::Medium::Filling)?;
    connection.execute_batch(
        "CREATE TABLE fix (id INTEGER PRIMARY KEY, lat INTEGER, lon INTEGER, time INTEGER, mono INTEGER,
                           accuracy INTEGER, speed INTEGER, bearing INTEGER, provider INTEGER); BEGIN",
    )?;
    let whole = |value: f64, units: f64| (value * units).round() as i64;
    for fix in fixes {
        let sql = "INSERT INTO fix (lat, lon, time, mono, accuracy, speed, bearing, provider)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        connection.prepare_cached(sql)?.execute(rusqlite::params![
            whole(fix.lat, 1e6),
            whole(fix.lon, 1e6),
            fix.time,
            fix.mono,
            fix.accuracy.map(|metres| whole(metres, 10.0)),
            fix.speed.map(|speed| whole(speed, 10.0)),
            fix.bearing.map(|degrees| whole(degrees, 1.0)),
            0,
        ])?;
    }
    connection.execute_batch("COMMIT")?;
    connection.close().map_err(|(_, error)| error)?;
    Ok(std::fs::metadata(&path)?.len())
}
