//! Who is out tonight, and where: the simulated Saturday night, or one officer on a real walk.
//!
//! Officers are invented. Zones are the shipped illustrative ones; around a real walk they are circles.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use beatbook_domain::calendar::local_date;
use beatbook_domain::fix::RawFix;
use beatbook_domain::geometry::Vertex;
use beatbook_domain::presence::Interval;
use beatbook_domain::zone::{ZoneKind, ZoneVersion};
use beatbook_domain::zones::circle::{CircleFit, circle};
use beatbook_domain::zones::import::{ImportOptions, UNITED_KINGDOM, import_geojson};
use beatbook_phone::gpx;
use beatbook_simulator::path::TruePath;
use beatbook_simulator::plane::{Place, Plane};
use beatbook_simulator::presets::saturday_night;
use beatbook_simulator::shift::{Boot, OutageCause, SimulatedShift};
use serde_json::{Value, json};

use crate::error::DemoError;

/// The zones shipped with the project.
const MEDWAY: &str = include_str!("../../sync-server/illustrative/medway-zones.geojson");
/// Zones are in force from the Monday before the night.
const IN_FORCE_FROM: &str = "2025-09-01";
/// 2025-09-06T18:00:00Z, 19:00 in Chatham: where an old walk is moved to.
const SATURDAY_NIGHT: i64 = 1_757_181_600_000;
/// 2025-09-01T00:00 in Chatham.
const IN_FORCE_FROM_MS: i64 = 1_756_681_200_000;
/// Where a walk from abroad is moved to.
const CHATHAM: Place = Place { lon: 0.5265, lat: 51.3815 };
/// The officer who passes the station hands over half of the night at 22:00.
const STATION_AFTER: i64 = 3 * 3_600_000;
/// Seconds between sign-on and the first fix of a real walk, and from its last to sign-off.
const AROUND_WALK_MS: i64 = 10_000;
const DAY_MS: i64 = 86_400_000;
const CIRCLE_M: f64 = 200.0;
const CIRCLE_ERROR_M: f64 = 0.5;

/// One officer and the night that awaits them.
pub struct Officer {
    /// Public number; invented.
    pub code: String,
    /// Invented, too.
    pub name: String,
    /// What is special about the night.
    pub remark: String,
    /// As the phone's command line spells it.
    pub duty: &'static str,
    /// What happens.
    pub shift: SimulatedShift,
    /// When the phone is killed, if it is.
    pub killed: Option<Interval>,
    /// When the officer passes the station and its network.
    pub station: Option<i64>,
}

/// Everything the demonstration starts with.
pub struct Cast {
    pub officers: Vec<Officer>,
    /// The zones, as the server will import them.
    pub zones: Vec<ZoneVersion>,
    /// The same as a file.
    pub geojson: String,
    /// The period of the report, as `hours` takes it.
    pub period: String,
    /// Whether it is known where officers really were.
    pub has_truth: bool,
    /// What a stranger should know about zones and walk.
    pub remarks: Vec<String>,
}

impl Cast {
    /// The simulated Saturday night.
    pub fn saturday(seed: u64) -> Result<Self, DemoError> {
        let geojson = in_force(serde_json::from_str(MEDWAY).unwrap_or_default());
        let zones = zones_of(&geojson)?;
        let duties = ["tasked-core", "tasked-core", "overtime-funded", "self-initiated", "tasked-core"];
        let shifts = saturday_night(seed, &zones);
        let last = shifts.len().saturating_sub(1);
        let officers: Vec<Officer> = shifts
            .into_iter()
            .zip(duties)
            .enumerate()
            .map(|(index, (shift, duty))| {
                let killed = shift.outages.iter().find(|outage| outage.cause == OutageCause::Killed);
                Officer {
                    code: format!("CS{}", 101 + index),
                    name: format!("Officer {} (invented)", index + 1),
                    remark: shift.label.clone(),
                    duty,
                    killed: killed.map(|outage| outage.span),
                    station: (index == last).then_some(shift.span.from + STATION_AFTER),
                    shift,
                }
            })
            .collect();
        let period = period_of(&officers)?;
        let remarks =
            vec!["Invented outlines, never legal boundaries: wards, hotspots, order areas.".to_owned()];
        Ok(Self { officers, zones, geojson, period, has_truth: true, remarks })
    }

    /// One officer on a real walk.
    pub fn walk(file: &Path) -> Result<Self, DemoError> {
        let opened = File::open(file).map_err(DemoError::system("opening the walk"))?;
        let mut walk = gpx::read(BufReader::new(opened), 3_600_000)?;
        print!("{}", walk.account);
        let (Some(first), Some(last)) = (walk.fixes.first().copied(), walk.fixes.last().copied()) else {
            return Err(DemoError::EmptyWalk);
        };
        if walk.fixes.len() < 2 {
            return Err(DemoError::EmptyWalk);
        }
        if last.time - first.time > DAY_MS {
            return Err(DemoError::LongWalk);
        }
        let mut remarks = Vec::new();
        if first.time < IN_FORCE_FROM_MS {
            walk.move_to(SATURDAY_NIGHT + AROUND_WALK_MS);
            remarks.push(
                "The walk is from before the zones: moved to the night of Saturday 6 September 2025."
                    .to_owned(),
            );
        }
        if !in_the_kingdom(&walk.fixes) {
            move_to_chatham(&mut walk.fixes);
            remarks.push("The walk is from abroad: moved to Chatham, its shape kept.".to_owned());
        }
        let (geojson, count) = circles(&walk.fixes)?;
        remarks.push(format!(
            "{count} circles of {CIRCLE_M:.0} m radius drawn along the walk, as illustrative hotspots."
        ));
        let zones = zones_of(&geojson)?;
        let shift = shift_of(walk.fixes)?;
        let officer = Officer {
            code: "CS101".to_owned(),
            name: "Officer 1 (invented)".to_owned(),
            remark: "a real walk".to_owned(),
            duty: "tasked-core",
            killed: None,
            station: None,
            shift,
        };
        let officers = vec![officer];
        let period = period_of(&officers)?;
        Ok(Self { officers, zones, geojson, period, has_truth: false, remarks })
    }
}

/// The first and the last local day of the night, as `hours` takes it.
fn period_of(officers: &[Officer]) -> Result<String, DemoError> {
    let spans = || officers.iter().map(|officer| officer.shift.span);
    let from = spans().map(|span| span.from).min().unwrap_or(SATURDAY_NIGHT);
    let to = spans().map(|span| span.to).max().unwrap_or(SATURDAY_NIGHT);
    let day = |at| local_date(at).map_err(|_| DemoError::EmptyWalk);
    Ok(format!("{}..{}", day(from)?, day(to)?))
}

/// The zones with the day from which they are in force.
pub fn in_force(mut collection: Value) -> String {
    for feature in collection["features"].as_array_mut().into_iter().flatten() {
        feature["properties"]["valid_from"] = json!(IN_FORCE_FROM);
    }
    collection.to_string()
}

fn zones_of(geojson: &str) -> Result<Vec<ZoneVersion>, DemoError> {
    let import = import_geojson(geojson.as_bytes(), &ImportOptions::at(SATURDAY_NIGHT), &mut |_| {})?;
    Ok(import.zones.into_iter().map(|imported| imported.zone).collect())
}

fn in_the_kingdom(fixes: &[RawFix]) -> bool {
    let area = UNITED_KINGDOM;
    fixes
        .iter()
        .all(|fix| (area.west..=area.east).contains(&fix.lon) && (area.south..=area.north).contains(&fix.lat))
}

/// Moves a walk metre by metre, so that its first fix is in Chatham.
fn move_to_chatham(fixes: &mut [RawFix]) {
    let Some(first) = fixes.first() else { return };
    let from = Plane::around(Place { lon: first.lon, lat: first.lat });
    let to = Plane::around(CHATHAM);
    for fix in fixes {
        let place = to.place(from.point(Place { lon: fix.lon, lat: fix.lat }));
        (fix.lon, fix.lat) = (place.lon, place.lat);
    }
}

/// Up to four circles along the walk that do not overlap, and how many there are.
fn circles(fixes: &[RawFix]) -> Result<(String, usize), DemoError> {
    let plane = fixes.first().map(|fix| Plane::around(Place { lon: fix.lon, lat: fix.lat }));
    let plane = plane.ok_or(DemoError::EmptyWalk)?;
    let mut centres: Vec<Place> = Vec::new();
    for part in [1, 3, 5, 7] {
        let Some(fix) = fixes.get(fixes.len() * part / 8) else { continue };
        let place = Place { lon: fix.lon, lat: fix.lat };
        let is_near = |other: &Place| plane.point(*other).distance(plane.point(place)) < 2.0 * CIRCLE_M;
        if !centres.iter().any(is_near) {
            centres.push(place);
        }
    }
    let mut features = Vec::new();
    for (index, centre) in centres.iter().enumerate() {
        let centre = Vertex::from_degrees(centre.lon, centre.lat).ok_or(DemoError::EmptyWalk)?;
        let drawn = circle(centre, CIRCLE_M, CIRCLE_ERROR_M, CircleFit::Inside)?;
        let corner = |vertex: &Vertex| json!([vertex.lon_degrees(), vertex.lat_degrees()]);
        let shell = &drawn.polygon.shell.0;
        let ring: Vec<Value> = shell.iter().chain(shell.first()).map(corner).collect();
        features.push(json!({
            "type": "Feature",
            "properties": {
                "code": format!("WALK-{}", index + 1),
                "name": format!("Circle {} of the walk (illustrative)", index + 1),
                "kind": ZoneKind::Hotspot.name(),
                "illustrative": true,
            },
            "geometry": { "type": "Polygon", "coordinates": [ring] },
        }));
    }
    let count = features.len();
    Ok((in_force(json!({ "type": "FeatureCollection", "features": features })), count))
}

/// A real walk as a shift: what the phone reported is known, where the officer really was is not.
fn shift_of(mut fixes: Vec<RawFix>) -> Result<SimulatedShift, DemoError> {
    let (Some(first), Some(last)) = (fixes.first().copied(), fixes.last().copied()) else {
        return Err(DemoError::EmptyWalk);
    };
    let started_at = first.time - 3_600_000;
    for fix in &mut fixes {
        fix.mono = fix.time - started_at;
    }
    Ok(SimulatedShift {
        label: "a real walk".to_owned(),
        crew: 1,
        span: Interval { from: first.time - AROUND_WALK_MS, to: last.time + AROUND_WALK_MS },
        plane: Plane::around(Place { lon: first.lon, lat: first.lat }),
        path: TruePath::default(),
        outages: Vec::new(),
        boots: vec![Boot { boot: 1, started_at, wall_offset: started_at, fixes }],
    })
}
