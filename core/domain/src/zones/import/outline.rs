//! From nested lists of a file to a zone's rings in whole numbers.
//!
//! Every vertex is rounded once, to 1e-7°. Points that fall together by that are joined and counted;
//! points that were equal in the file already are a fault of the drawing and refused.

use std::collections::BTreeMap;

use crate::geometry::{Polygon, Ring, Vertex, ZoneGeometry};
use crate::zones::canonical::steers;
use crate::zones::import::read::{GeometryDraft, Nested};
use crate::zones::import::report::{ImportFault, ImportNotes, ImportProblem, Problems};
use crate::zones::import::{ImportOptions, place};
use crate::zones::validate::ShapeFault;

/// An outline as read.
pub struct Outline {
    pub geometry: ZoneGeometry,
    /// Numbers of the points in the file, of rings in which some were joined.
    pub positions: BTreeMap<(usize, usize), Vec<u32>>,
}

/// Reads a feature's geometry; none if its form or its place is wrong, which is then reported.
pub fn read(
    draft: GeometryDraft,
    options: &ImportOptions,
    about: &ImportProblem,
    problems: &mut Problems,
    notes: &mut ImportNotes,
) -> Option<Outline> {
    let polygons = match polygons_of(draft) {
        Ok(polygons) => polygons,
        Err(fault) => {
            problems.push(ImportProblem { fault, ..about.clone() });
            return None;
        }
    };
    if let Some(problem) = misplaced(&polygons, options, about) {
        problems.push(problem);
        return None;
    }
    let mut outline = Outline { geometry: ZoneGeometry(Vec::new()), positions: BTreeMap::new() };
    for (polygon, rings) in polygons.iter().enumerate() {
        let mut built = Vec::with_capacity(rings.len());
        for (number, positions) in rings.iter().enumerate() {
            let about = ImportProblem { polygon: Some(polygon), ring: Some(number), ..about.clone() };
            let (ring, kept) = ring_of(positions, &about, problems, notes);
            if let Some(kept) = kept {
                outline.positions.insert((polygon, number), kept);
            }
            built.push(ring);
        }
        let mut built = built.into_iter();
        let shell = built.next().unwrap_or(Ring(Vec::new()));
        outline.geometry.0.push(Polygon { shell, holes: built.collect() });
    }
    Some(outline)
}

/// One position of the file.
#[derive(Debug, Clone, Copy)]
struct Position {
    lon: f64,
    lat: f64,
    altitude: bool,
}

type RawPolygon = Vec<Vec<Position>>;

fn polygons_of(draft: GeometryDraft) -> Result<Vec<RawPolygon>, ImportFault> {
    let GeometryDraft::Object { kind, coordinates, positions_dropped } = draft else {
        return Err(match draft {
            GeometryDraft::Missing | GeometryDraft::Null => ImportFault::NoGeometry,
            _ => ImportFault::BadCoordinates,
        });
    };
    let several = match kind.as_deref() {
        Some("Polygon") => false,
        Some("MultiPolygon") => true,
        Some(other) => return Err(ImportFault::UnsupportedGeometry { found: report_text(other) }),
        None => return Err(ImportFault::BadCoordinates),
    };
    if let Some(vertices) = positions_dropped {
        return Err(ImportFault::Shape(ShapeFault::TooManyVertices { vertices }));
    }
    let list = coordinates.ok_or(ImportFault::BadCoordinates)?;
    let polygons = if several { list_of(list)? } else { vec![list] };
    if polygons.is_empty() {
        return Err(ImportFault::NoGeometry);
    }
    polygons.into_iter().map(polygon_of).collect()
}

fn polygon_of(nested: Nested) -> Result<RawPolygon, ImportFault> {
    let rings = list_of(nested)?;
    if rings.is_empty() {
        return Err(ImportFault::NoGeometry);
    }
    let ring_of = |ring| list_of(ring)?.into_iter().map(position_of).collect();
    rings.into_iter().map(ring_of).collect()
}

fn list_of(nested: Nested) -> Result<Vec<Nested>, ImportFault> {
    match nested {
        Nested::List(list) => Ok(list),
        Nested::Position { .. } | Nested::Wrong => Err(ImportFault::BadCoordinates),
    }
}

fn position_of(nested: Nested) -> Result<Position, ImportFault> {
    match nested {
        Nested::Position { lon, lat, altitude } => Ok(Position { lon, lat, altitude }),
        Nested::List(_) | Nested::Wrong => Err(ImportFault::BadCoordinates),
    }
}

/// The first position that lies where no zone can be, and how many do.
fn misplaced(
    polygons: &[RawPolygon],
    options: &ImportOptions,
    about: &ImportProblem,
) -> Option<ImportProblem> {
    let area = options.plausible.as_ref();
    let all = polygons.iter().enumerate().flat_map(|(polygon, rings)| {
        let rings = rings.iter().enumerate();
        rings.flat_map(move |(ring, positions)| {
            positions.iter().enumerate().map(move |(number, position)| (polygon, ring, number, position))
        })
    });
    let mut bad = all.filter(|(.., p)| !place::is_plausible(p.lon, p.lat, area));
    let (polygon, ring, number, position) = bad.next()?;
    Some(ImportProblem {
        polygon: Some(polygon),
        ring: Some(ring),
        position: Some(number),
        at: Some((position.lon, position.lat)),
        more_points: bad.count(),
        fault: place::explain(position.lon, position.lat, area),
        ..about.clone()
    })
}

/// A ring in whole numbers without its closing point, and which points were kept if any were joined.
fn ring_of(
    positions: &[Position],
    about: &ImportProblem,
    problems: &mut Problems,
    notes: &mut ImportNotes,
) -> (Ring, Option<Vec<u32>>) {
    notes.altitudes_dropped += positions.iter().filter(|position| position.altitude).count();
    let rounded: Vec<Vertex> =
        positions.iter().filter_map(|position| Vertex::from_degrees(position.lon, position.lat)).collect();
    let closed = positions.len() > 1 && rounded.first() == rounded.last();
    if positions.len() > 1 && !closed {
        let last = positions.len() - 1;
        let at = positions.last().map(|position| (position.lon, position.lat));
        let fault = ImportFault::Unclosed;
        problems.push(ImportProblem { position: Some(last), at, fault, ..about.clone() });
    }
    let open = rounded.get(..rounded.len() - usize::from(closed)).unwrap_or_default();

    let mut ring: Vec<Vertex> = Vec::with_capacity(open.len());
    let mut kept: Vec<u32> = Vec::with_capacity(open.len());
    let mut drawn_twice = None;
    for (number, &vertex) in open.iter().enumerate() {
        if ring.last() != Some(&vertex) {
            ring.push(vertex);
            kept.push(number as u32);
        } else if same_in_file(positions, number) {
            drawn_twice.get_or_insert((number, 0)).1 += 1;
        } else {
            notes.points_merged += 1;
        }
    }
    // The closing point may be joined with points before it, as any other.
    while ring.len() > 1 && ring.first() == ring.last() {
        ring.pop();
        let number = kept.pop().unwrap_or_default() as usize;
        if closed && same_in_file(positions, number + 1) {
            drawn_twice.get_or_insert((number, 0)).1 += 1;
        } else {
            notes.points_merged += 1;
        }
    }
    if let Some((number, count)) = drawn_twice {
        problems.push(ImportProblem {
            position: Some(number),
            at: positions.get(number).map(|position| (position.lon, position.lat)),
            more_points: count - 1,
            fault: ImportFault::DuplicatePoint,
            ..about.clone()
        });
    }
    let joined = kept.len() < open.len();
    (Ring(ring), joined.then_some(kept))
}

/// Whether this point and the one before it are the same already in the file.
fn same_in_file(positions: &[Position], number: usize) -> bool {
    let before = number.checked_sub(1).and_then(|before| positions.get(before));
    let (Some(before), Some(point)) = (before, positions.get(number)) else { return false };
    before.lon == point.lon && before.lat == point.lat
}

/// Text of the file as it may stand in a report: short and without characters that steer a screen.
pub fn report_text(text: &str) -> String {
    let shown = text.chars().take(60).map(|c| if steers(c) { ' ' } else { c });
    let mut short: String = shown.collect();
    if text.chars().nth(60).is_some() {
        short.push('…');
    }
    short
}
