//! GeoJSON in, zone versions out: everything wrong with the file is said at once, or all is imported.
//!
//! A feature becomes whole numbers first and is checked as those, so what was checked is
//! what is stored. The file is read in one pass; only the zones themselves are kept in memory.

mod crs;
mod outline;
mod place;
mod properties;
mod read;
mod report;
mod round;

use std::collections::BTreeMap;

pub use place::{PlausibleArea, UNITED_KINGDOM};
pub use properties::PropertyNames;
pub use report::{ImportFault, ImportNotes, ImportProblem, ImportReport};

use beatbook_protocol::limits::GEOJSON_MAX;

use crate::geometry::ZoneGeometry;
use crate::zone::{ZoneKind, ZoneVersion};
use crate::zones::geodesy::local_distance;
use crate::zones::validate::{LONGEST_EDGE_M, ShapeFault, shape_problems};
use outline::Outline;
use read::FeatureDraft;
use report::Problems;
use round::Round;

/// Features of one file.
pub const MAX_FEATURES: usize = 100_000;
/// From this length of an edge the import warns, in metres: at 51° N the straight line in longitude
/// and latitude then lies up to 2.4 m off the straight line on the ground.
const LONGISH_EDGE_M: f64 = 10_000.0;
/// Features between two calls of the progress callback.
const PROGRESS_EVERY: usize = 100;

/// How a file is to be read.
#[derive(Debug, Clone)]
pub struct ImportOptions {
    /// When a zone begins whose feature does not say so: the moment of the import, UTC milliseconds.
    pub now: i64,
    /// What the properties are called in this file.
    pub properties: PropertyNames,
    /// Makes every feature this kind, whatever the file says; for files that do not know ours.
    pub kind: Option<ZoneKind>,
    /// Where zones can be; none accepts the whole earth.
    pub plausible: Option<PlausibleArea>,
}

impl ImportOptions {
    /// Our own property names, in the United Kingdom.
    #[must_use]
    pub fn at(now: i64) -> Self {
        Self { now, properties: PropertyNames::default(), kind: None, plausible: Some(UNITED_KINGDOM) }
    }
}

/// How far an import has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportProgress {
    /// Features read from the file so far.
    Reading {
        /// How many.
        features: usize,
    },
    /// Outlines checked so far.
    Checking {
        /// How many.
        features: usize,
        /// Of how many.
        of: usize,
    },
}

/// One zone of an accepted file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedZone {
    /// Index of its feature in the file, from 0.
    pub feature: usize,
    /// The zone, in normal form.
    pub zone: ZoneVersion,
    /// When it begins, if the file says so; UTC milliseconds.
    pub valid_from: Option<i64>,
    /// When it ends, if the file says so; UTC milliseconds, half-open.
    pub valid_to: Option<i64>,
}

/// An accepted file.
#[derive(Debug, Clone, PartialEq)]
pub struct ZoneImport {
    /// Its zones, in the order of the file.
    pub zones: Vec<ImportedZone>,
    /// What is worth a look but no reason to refuse.
    pub warnings: Vec<ImportProblem>,
    /// What was left out or joined on the way.
    pub notes: ImportNotes,
}

/// Reads and checks a GeoJSON file: a FeatureCollection, or one Feature.
///
/// # Errors
/// An [`ImportReport`] of everything that is wrong; nothing of the file is to be used then.
pub fn import_geojson(
    file: &[u8],
    options: &ImportOptions,
    progress: &mut dyn FnMut(ImportProgress),
) -> Result<ZoneImport, ImportReport> {
    let mut import = Import {
        options,
        progress,
        problems: Problems::default(),
        notes: ImportNotes::default(),
        read: Vec::new(),
        spans: Vec::new(),
    };
    if file.len() as u64 > GEOJSON_MAX {
        import.problems.of_file(ImportFault::FileTooLarge);
    } else if let Err(fault) = read::read_file(file, &mut import) {
        import.problems.of_file(fault);
    }
    import.finish()
}

/// A feature that could be read, before its outline is checked.
struct ReadFeature {
    zone: ImportedZone,
    /// Numbers of the points in the file, of rings in which some were joined.
    positions: BTreeMap<(usize, usize), Vec<u32>>,
    /// False if the outline could not be read at all.
    has_outline: bool,
}

/// Half-open validity of one code, for finding overlaps.
struct CodeSpan {
    code: String,
    from: i64,
    to: Option<i64>,
    /// Whether the file says when it begins.
    dated: bool,
    feature: usize,
}

struct Import<'a> {
    options: &'a ImportOptions,
    progress: &'a mut dyn FnMut(ImportProgress),
    problems: Problems,
    notes: ImportNotes,
    read: Vec<ReadFeature>,
    spans: Vec<CodeSpan>,
}

impl Import<'_> {
    /// Takes one feature as read from the file.
    fn feature(&mut self, draft: FeatureDraft) {
        let feature = self.notes.features;
        self.notes.features += 1;
        if self.notes.features.is_multiple_of(PROGRESS_EVERY) {
            (self.progress)(ImportProgress::Reading { features: self.notes.features });
        }
        if feature >= MAX_FEATURES {
            if feature == MAX_FEATURES {
                self.problems.of_file(ImportFault::TooManyFeatures);
            }
            return;
        }
        let mut about = ImportProblem::of_feature(feature);
        about.code = draft.properties.readable_code();
        about.name = draft.properties.readable_name();
        for fault in &draft.faults {
            self.problems.push(ImportProblem { fault: fault.clone(), ..about.clone() });
        }
        let described = properties::describe(draft.properties, self.options, &about, &mut self.problems);
        let round = described.radius_m.zip(draft.geometry.point());
        let outline = match round {
            Some((radius_m, middle)) => {
                let round = Round { middle, radius_m };
                round::read(round, described.kind, self.options, &about, &mut self.problems)
            }
            None => outline::read(draft.geometry, self.options, &about, &mut self.problems, &mut self.notes),
        };
        let has_outline = outline.is_some();
        let Outline { geometry, positions } =
            outline.unwrap_or(Outline { geometry: ZoneGeometry(Vec::new()), positions: BTreeMap::new() });
        if let Some(code) = described.code.clone() {
            let from = described.valid_from.unwrap_or(self.options.now);
            let dated = described.valid_from.is_some();
            self.spans.push(CodeSpan { code, from, to: described.valid_to, dated, feature });
        }
        let zone = ImportedZone {
            feature,
            valid_from: described.valid_from,
            valid_to: described.valid_to,
            zone: described.into_version(geometry),
        };
        // A feature with a readable outline is kept even if the rest is bad: its outline's faults are
        // to be said in the same report.
        if has_outline || self.problems.is_empty() {
            self.read.push(ReadFeature { zone, positions, has_outline });
        }
    }

    fn finish(mut self) -> Result<ZoneImport, ImportReport> {
        if self.notes.features == 0 && self.problems.is_empty() {
            self.problems.of_file(ImportFault::NoFeatures);
        }
        self.find_overlaps();
        let read = std::mem::take(&mut self.read);
        let of = read.len();
        let mut zones = Vec::with_capacity(of);
        for (number, feature) in read.into_iter().enumerate() {
            if number.is_multiple_of(PROGRESS_EVERY) {
                (self.progress)(ImportProgress::Checking { features: number, of });
            }
            if feature.has_outline {
                self.check(&feature);
            }
            if self.problems.is_empty() {
                let zone = feature.zone.zone.normalised();
                zones.push(ImportedZone { zone, ..feature.zone });
            }
        }
        (self.progress)(ImportProgress::Checking { features: of, of });
        let (problems, more, warnings) = self.problems.into_lists();
        if problems.is_empty() {
            Ok(ZoneImport { zones, warnings, notes: self.notes })
        } else {
            Err(ImportReport { problems, more, warnings, notes: self.notes })
        }
    }

    fn check(&mut self, read: &ReadFeature) {
        let zone = &read.zone.zone;
        let about = ImportProblem {
            code: Some(zone.code.clone()).filter(|code| !code.is_empty()),
            name: Some(zone.name.clone()).filter(|name| !name.is_empty()),
            ..ImportProblem::of_feature(read.zone.feature)
        };
        for problem in shape_problems(&zone.geometry) {
            let points = read.positions.get(&(problem.polygon, problem.ring));
            let whole_zone = matches!(problem.fault, ShapeFault::TooManyVertices { .. });
            let position = match points {
                Some(points) => points.get(problem.vertex).map(|point| *point as usize),
                None => Some(problem.vertex),
            };
            self.problems.push(ImportProblem {
                polygon: (!whole_zone).then_some(problem.polygon),
                ring: (!whole_zone).then_some(problem.ring),
                position: position.filter(|_| !whole_zone),
                at: problem.at.filter(|_| !whole_zone).map(|v| (v.lon_degrees(), v.lat_degrees())),
                other: problem.other,
                meets: problem.meets.map(|v| (v.lon_degrees(), v.lat_degrees())),
                fault: ImportFault::Shape(problem.fault),
                ..about.clone()
            });
        }
        for (number, polygon) in zone.geometry.0.iter().enumerate() {
            let edges = polygon.shell.edges();
            let longest = edges.map(|(a, b)| local_distance(a, b)).fold(0.0, f64::max);
            if longest > LONGISH_EDGE_M && longest <= LONGEST_EDGE_M {
                let fault = ImportFault::LongishEdge { metres: longest as u32 };
                self.problems.warn(ImportProblem { polygon: Some(number), fault, ..about.clone() });
            }
        }
    }

    /// Two features of one code may follow each other in time, not overlap, and both say when they begin. A
    /// feature without an end lasts until the next of its code begins.
    fn find_overlaps(&mut self) {
        self.spans.sort_by(|a, b| (&a.code, a.from, a.feature).cmp(&(&b.code, b.from, b.feature)));
        for pair in self.spans.windows(2) {
            let [earlier, later] = pair else { continue };
            let overlap = earlier.from == later.from || earlier.to.is_some_and(|end| later.from < end);
            let (fault, feature) = match (earlier.dated, later.dated) {
                _ if earlier.code != later.code => continue,
                _ if overlap => (ImportFault::DuplicateCode { other: earlier.feature }, later.feature),
                (true, true) => continue,
                (false, _) => (ImportFault::UndatedVersion { other: later.feature }, earlier.feature),
                (_, false) => (ImportFault::UndatedVersion { other: earlier.feature }, later.feature),
            };
            self.problems.push(ImportProblem {
                code: Some(later.code.clone()),
                fault,
                ..ImportProblem::of_feature(feature)
            });
        }
    }
}
