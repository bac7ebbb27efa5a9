//! What is wrong with a zone file, in the words of the person who has to mend it.
//!
//! Each problem names the feature, its code, the ring and the point, says what is wrong, and what to do
//! in the mapping program. Machines go by the stable code.

use core::fmt;

use crate::zone::ZoneKind;
use crate::zones::validate::ShapeFault;

/// Problems listed of one file; the rest is counted.
const MOST_PROBLEMS: usize = 10_000;

/// What is wrong with a file or a feature, or worth a warning.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the words of each are in `reason`, right below")]
pub enum ImportFault {
    FileTooLarge,
    NotUtf8,
    NotJson { line: usize, column: usize },
    NotANumber { line: usize, column: usize },
    NotFeatures,
    NoFeatureList,
    NoFeatures,
    TooManyFeatures,
    WrongCrs { found: String },
    NotAFeature,
    RepeatedMember { member: &'static str },
    NoGeometry,
    UnsupportedGeometry { found: String },
    BadCoordinates,
    OffEarth,
    Swapped,
    BritishGrid,
    WebMercator,
    OutsideArea { area: &'static str },
    Unclosed,
    DuplicatePoint,
    Shape(ShapeFault),
    MissingProperty { property: String },
    BadText { property: String },
    UnknownKind { found: String },
    BadDate { property: String },
    EndsBeforeBegin,
    BadTarget { property: String },
    BadTruth { property: String },
    BadRadius { property: String },
    DrawnCircle { radius_m: u32, corners: usize, error_cm: u32 },
    DuplicateCode { other: usize },
    UndatedVersion { other: usize },
    Unnamed { property: String },
    LongishEdge { metres: u32 },
}

impl ImportFault {
    /// Stable name for machines.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::FileTooLarge => "file_too_large",
            Self::NotUtf8 => "not_utf8",
            Self::NotJson { .. } => "not_json",
            Self::NotANumber { .. } => "not_a_number",
            Self::NotFeatures => "not_geojson_features",
            Self::NoFeatureList => "no_feature_list",
            Self::NoFeatures => "no_features",
            Self::TooManyFeatures => "too_many_features",
            Self::WrongCrs { .. } => "wrong_crs",
            Self::NotAFeature => "not_a_feature",
            Self::RepeatedMember { .. } => "repeated_member",
            Self::NoGeometry => "no_geometry",
            Self::UnsupportedGeometry { .. } => "unsupported_geometry",
            Self::BadCoordinates => "bad_coordinates",
            Self::OffEarth => "off_earth",
            Self::Swapped => "lat_lon_swapped",
            Self::BritishGrid => "british_grid_metres",
            Self::WebMercator => "web_mercator_metres",
            Self::OutsideArea { .. } => "outside_area",
            Self::Unclosed => "unclosed_ring",
            Self::DuplicatePoint => "duplicate_point",
            Self::MissingProperty { .. } => "missing_property",
            Self::BadText { .. } => "bad_text",
            Self::UnknownKind { .. } => "unknown_kind",
            Self::BadDate { .. } => "bad_date",
            Self::EndsBeforeBegin => "ends_before_begin",
            Self::BadTarget { .. } => "bad_target_hours",
            Self::BadTruth { .. } => "bad_true_or_false",
            Self::BadRadius { .. } => "bad_radius",
            Self::DrawnCircle { .. } => "drawn_circle",
            Self::DuplicateCode { .. } => "duplicate_code",
            Self::UndatedVersion { .. } => "undated_version",
            Self::Unnamed { .. } => "unnamed",
            Self::LongishEdge { .. } => "longish_edge",
            Self::Shape(fault) => match fault {
                ShapeFault::TooManyVertices { .. } => "too_many_points",
                ShapeFault::TooFewPoints => "too_few_points",
                ShapeFault::ZeroArea => "zero_area",
                ShapeFault::Spike => "spike",
                ShapeFault::RingCrossesItself => "ring_crosses_itself",
                ShapeFault::RingTouchesItself => "ring_touches_itself",
                ShapeFault::HoleCrossesShell => "hole_crosses_shell",
                ShapeFault::HoleTouchesShell => "hole_touches_shell",
                ShapeFault::HoleOutsideShell => "hole_outside_shell",
                ShapeFault::HolesOverlap => "holes_overlap",
                ShapeFault::PolygonsOverlap => "polygons_overlap",
                ShapeFault::PolygonsShareEdge => "polygons_share_edge",
                ShapeFault::Antimeridian => "antimeridian",
                ShapeFault::LongEdge { .. } => "long_edge",
            },
        }
    }

    /// What is wrong.
    #[must_use]
    pub fn reason(&self) -> String {
        match self {
            Self::FileTooLarge => "the file is larger than 100 MiB".to_owned(),
            Self::NotUtf8 => "the file is not UTF-8 text".to_owned(),
            Self::NotJson { line, column } => {
                format!("the file is not JSON from line {line}, column {column} on")
            }
            Self::NotANumber { line, column } => {
                format!("there is no usable number (NaN, infinite or huge) at line {line}, column {column}")
            }
            Self::NotFeatures => "the file is not a GeoJSON FeatureCollection or Feature".to_owned(),
            Self::NoFeatureList => "the FeatureCollection has not exactly one list of features".to_owned(),
            Self::NoFeatures => "the file has no features".to_owned(),
            Self::TooManyFeatures => "the file has more than 100,000 features".to_owned(),
            Self::WrongCrs { found } => format!("the coordinate system is {found}, not WGS84"),
            Self::NotAFeature => "this member of the list is not a GeoJSON Feature".to_owned(),
            Self::RepeatedMember { member } => format!("the feature has its {member} twice"),
            Self::NoGeometry => "the feature has no outline".to_owned(),
            Self::UnsupportedGeometry { found } => format!("the outline is a {found}, not an area"),
            Self::BadCoordinates => "the coordinates are not nested as its geometry type asks for".to_owned(),
            Self::OffEarth => "the point is no place on earth".to_owned(),
            Self::Swapped => "latitude and longitude are swapped".to_owned(),
            Self::BritishGrid => "the coordinates look like British National Grid metres".to_owned(),
            Self::WebMercator => "the coordinates look like Web Mercator metres".to_owned(),
            Self::OutsideArea { area } => format!("the point lies outside {area}"),
            Self::Unclosed => "the ring does not end where it began".to_owned(),
            Self::DuplicatePoint => "the same point is there twice in a row".to_owned(),
            Self::Shape(fault) => shape_reason(*fault),
            Self::MissingProperty { property } => format!("the property \"{property}\" is missing"),
            Self::BadText { property } => {
                format!("the property \"{property}\" is empty, longer than 200 characters or not plain text")
            }
            Self::UnknownKind { found } => format!("the kind \"{found}\" is not known"),
            Self::BadDate { property } => format!("the property \"{property}\" is not a date or time"),
            Self::EndsBeforeBegin => "the zone ends before it begins".to_owned(),
            Self::BadTarget { property } => {
                format!("the property \"{property}\" is not a number of hours per month from 0 to 74,400")
            }
            Self::BadTruth { property } => format!("the property \"{property}\" is neither true nor false"),
            Self::BadRadius { property } => {
                format!("the property \"{property}\" is not a number of metres from 1 to 20,000")
            }
            Self::DrawnCircle { radius_m, corners, error_cm } => format!(
                "the circle of {radius_m} m is a polygon of {corners} corners from now on, nowhere more than \
                 {error_cm} cm from it"
            ),
            Self::DuplicateCode { other } => {
                format!("feature {} has the same code for an overlapping time", other + 1)
            }
            Self::UndatedVersion { other } => format!(
                "feature {} is another version of this zone, and this one does not say when it begins",
                other + 1
            ),
            Self::Unnamed { property } => {
                format!("the property \"{property}\" is missing; the code stands in for the name")
            }
            Self::LongishEdge { metres } => format!(
                "an edge is {:.1} km long; the line on the map and the line on the ground differ by metres",
                f64::from(*metres) / 1_000.0
            ),
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn remedy(&self) -> String {
        let remedy = match self {
            Self::FileTooLarge | Self::TooManyFeatures => "split it into several files",
            Self::NotUtf8 => "export it with the encoding UTF-8",
            Self::NotJson { .. } => "export it again as GeoJSON; the file may be cut short",
            Self::NotANumber { .. } => "delete or redraw the point and export again",
            Self::NotFeatures | Self::NoFeatureList | Self::NotAFeature => {
                "export the layer as a GeoJSON FeatureCollection"
            }
            Self::NoFeatures => "select the zones and export again",
            Self::WrongCrs { .. } | Self::BritishGrid | Self::WebMercator => {
                "export with the coordinate system WGS84 (EPSG:4326)"
            }
            Self::RepeatedMember { .. } => "remove one of the two",
            Self::NoGeometry => "draw its outline or delete the feature",
            Self::UnsupportedGeometry { .. } => {
                "draw it as Polygon or MultiPolygon, or give a Point its radius in metres"
            }
            Self::BadCoordinates => "export the layer again; do not edit coordinates by hand",
            Self::OffEarth => "longitude must be -180 to 180 and latitude -90 to 90, in degrees",
            Self::Swapped => "write longitude first, then latitude",
            Self::OutsideArea { .. } => "move the point, or import with --anywhere if zones really lie there",
            Self::Unclosed => "repeat the first point as the last one",
            Self::DuplicatePoint => "remove duplicate points (\"Remove duplicate vertices\" in QGIS)",
            Self::Shape(fault) => shape_remedy(*fault),
            Self::MissingProperty { .. } => "add it, or say when importing which property to take",
            Self::BadText { .. } => "write 1 to 200 characters in one line",
            Self::UnknownKind { .. } => {
                let names: Vec<&str> = ZoneKind::NAMES.iter().map(|(_, name)| *name).collect();
                return format!("use one of {}", names.join(", "));
            }
            Self::BadDate { .. } => "write 2026-04-01 (from its local midnight) or 2026-04-01T06:00:00+01:00",
            Self::EndsBeforeBegin => {
                "put valid_to after valid_from; without valid_from it is the moment of import"
            }
            Self::BadTarget { .. } => "write a plain number such as 160",
            Self::BadTruth { .. } => "write true or false",
            Self::BadRadius { .. } => {
                "write a plain number such as 150, and put the middle away from the 180° line"
            }
            Self::DrawnCircle { .. } => "nothing, unless that is too coarse: then draw the outline yourself",
            Self::DuplicateCode { .. } => "give each its own code, or dates that follow each other",
            Self::UndatedVersion { .. } => "give each version its valid_from",
            Self::Unnamed { .. } => "add it, or say when importing which property to take",
            Self::LongishEdge { .. } => "add points along it if metres matter there",
        };
        remedy.to_owned()
    }
}

fn shape_reason(fault: ShapeFault) -> String {
    let reason = match fault {
        ShapeFault::TooManyVertices { vertices } => {
            return format!("the outline has {vertices} points; a zone has at most 20,000");
        }
        ShapeFault::LongEdge { metres } => {
            return format!(
                "the edge that begins here is {:.1} km long; an edge is at most 50 km",
                f64::from(metres) / 1_000.0
            );
        }
        ShapeFault::TooFewPoints => "the ring has fewer than three different points",
        ShapeFault::ZeroArea => "the ring encloses no area: all its points lie on one line",
        ShapeFault::Spike => "the ring runs out to this point and back over itself",
        ShapeFault::RingCrossesItself => "the edge that begins here crosses another edge of the ring",
        ShapeFault::RingTouchesItself => "the ring touches itself at this point",
        ShapeFault::HoleCrossesShell => "the hole crosses the outer ring",
        ShapeFault::HoleTouchesShell => "the hole touches the outer ring",
        ShapeFault::HoleOutsideShell => "the hole lies outside the outer ring",
        ShapeFault::HolesOverlap => "two holes overlap or touch",
        ShapeFault::PolygonsOverlap => "two polygons of the zone overlap",
        ShapeFault::PolygonsShareEdge => "two polygons of the zone run along the same line",
        ShapeFault::Antimeridian => "the ring meets the 180° line",
    };
    reason.to_owned()
}

fn shape_remedy(fault: ShapeFault) -> &'static str {
    match fault {
        ShapeFault::TooManyVertices { .. } => "simplify it (1 m is finer than GPS) or split the zone",
        ShapeFault::TooFewPoints | ShapeFault::ZeroArea => {
            "redraw the ring with at least three corners, or delete it"
        }
        ShapeFault::Spike => "delete the point at the tip",
        ShapeFault::RingCrossesItself => {
            "move the points so that no two edges cross (\"Fix geometries\" in QGIS)"
        }
        ShapeFault::RingTouchesItself => "move one of the two points, or make two polygons of it",
        ShapeFault::HoleCrossesShell | ShapeFault::HoleTouchesShell => {
            "keep the hole inside, or draw the outer ring round it"
        }
        ShapeFault::HoleOutsideShell => {
            "put the hole into the polygon it belongs to; each polygon lists its outer ring first"
        }
        ShapeFault::HolesOverlap => "make one hole of the two",
        ShapeFault::PolygonsOverlap | ShapeFault::PolygonsShareEdge => {
            "make one polygon of the two (\"Dissolve\" in QGIS)"
        }
        ShapeFault::Antimeridian => "zones there are not supported: cut the zone before the line",
        ShapeFault::LongEdge { .. } => {
            "add points along it; between points zones are straight in degrees, not on the ground"
        }
    }
}

/// One thing wrong, and where.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportProblem {
    /// Index of the feature, from 0; none if it is the whole file.
    pub feature: Option<usize>,
    /// Its code, if readable.
    pub code: Option<String>,
    /// Its name, if readable.
    pub name: Option<String>,
    /// Index of the polygon, from 0.
    pub polygon: Option<usize>,
    /// Index of the ring in it: 0 is the outer ring, then holes.
    pub ring: Option<usize>,
    /// Index of the point in the ring, from 0, as in the file.
    pub position: Option<usize>,
    /// The point, longitude and latitude as in the file.
    pub at: Option<(f64, f64)>,
    /// Polygon and ring it collides with.
    pub other: Option<(usize, usize)>,
    /// Where edges meet that should not, longitude and latitude.
    pub meets: Option<(f64, f64)>,
    /// Further points of the feature with the same fault.
    pub more_points: usize,
    /// What is wrong.
    pub fault: ImportFault,
}

impl ImportProblem {
    /// An empty description of something about a feature, to be filled in.
    pub(crate) fn of_feature(feature: usize) -> Self {
        Self { feature: Some(feature), ..Self::of_file(ImportFault::NotAFeature) }
    }

    fn of_file(fault: ImportFault) -> Self {
        Self {
            feature: None,
            code: None,
            name: None,
            polygon: None,
            ring: None,
            position: None,
            at: None,
            other: None,
            meets: None,
            more_points: 0,
            fault,
        }
    }
}

/// One line: where, what, and what to do. People count from 1.
impl fmt::Display for ImportProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.feature {
            None => f.write_str("file")?,
            Some(feature) => write!(f, "feature {}", feature + 1)?,
        }
        match (&self.code, &self.name) {
            (Some(code), Some(name)) => write!(f, " ({code}, {name})")?,
            (Some(text), None) | (None, Some(text)) => write!(f, " ({text})")?,
            (None, None) => {}
        }
        if let Some(polygon) = self.polygon {
            write!(f, ", polygon {}", polygon + 1)?;
        }
        match self.ring {
            None => {}
            Some(0) => f.write_str(", outer ring")?,
            Some(hole) => write!(f, ", hole {hole}")?,
        }
        if let Some(position) = self.position {
            write!(f, ", point {}", position + 1)?;
        }
        if let Some((lon, lat)) = self.at {
            write!(f, " at {lon:.7}, {lat:.7}")?;
        }
        write!(f, ": {}", self.fault.reason())?;
        match self.other {
            Some((polygon, 0)) => write!(f, " (with the outer ring of polygon {})", polygon + 1)?,
            Some((polygon, hole)) => write!(f, " (with hole {hole} of polygon {})", polygon + 1)?,
            None => {}
        }
        if let Some((lon, lat)) = self.meets.filter(|meets| Some(*meets) != self.at) {
            write!(f, " near {lon:.7}, {lat:.7}")?;
        }
        if self.more_points > 0 {
            write!(f, " (and {} more points)", self.more_points)?;
        }
        write!(f, ". To mend it: {}. [{}]", self.fault.remedy(), self.fault.code())
    }
}

/// What an import left out or joined, in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ImportNotes {
    /// Features in the file.
    pub features: usize,
    /// Positions whose altitude was left out.
    pub altitudes_dropped: usize,
    /// Points joined with the one before because both round to the same 1e-7° (about 1 cm).
    pub points_merged: usize,
}

/// Why a file was refused: everything at once.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportReport {
    /// What has to be mended, by feature.
    pub problems: Vec<ImportProblem>,
    /// Problems beyond the listed ones.
    pub more: usize,
    /// What is worth a look but no reason to refuse.
    pub warnings: Vec<ImportProblem>,
    /// What would have been left out or joined.
    pub notes: ImportNotes,
}

impl fmt::Display for ImportReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let problems = self.problems.len() + self.more;
        let word = if problems == 1 { "problem" } else { "problems" };
        writeln!(f, "Nothing was imported: {problems} {word} in {} features.", self.notes.features)?;
        for problem in &self.problems {
            writeln!(f, "- {problem}")?;
        }
        if self.more > 0 {
            writeln!(f, "- and {} more, listed when these are mended", self.more)?;
        }
        for warning in &self.warnings {
            writeln!(f, "- warning: {warning}")?;
        }
        Ok(())
    }
}

impl core::error::Error for ImportReport {}

/// Problems and warnings as they are found.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    problems: Vec<ImportProblem>,
    more: usize,
    warnings: Vec<ImportProblem>,
}

impl Problems {
    pub fn is_empty(&self) -> bool {
        self.problems.is_empty()
    }

    pub fn of_file(&mut self, fault: ImportFault) {
        self.push(ImportProblem::of_file(fault));
    }

    pub fn push(&mut self, problem: ImportProblem) {
        // The whole file's faults are never crowded out by those of its features.
        if self.problems.len() < MOST_PROBLEMS || problem.feature.is_none() {
            self.problems.push(problem);
        } else {
            self.more += 1;
        }
    }

    pub fn warn(&mut self, warning: ImportProblem) {
        if self.warnings.len() < MOST_PROBLEMS {
            self.warnings.push(warning);
        }
    }

    /// Problems by feature, those of the file first; how many more; warnings by feature.
    pub fn into_lists(mut self) -> (Vec<ImportProblem>, usize, Vec<ImportProblem>) {
        self.problems.sort_by_key(|problem| problem.feature);
        self.warnings.sort_by_key(|problem| problem.feature);
        (self.problems, self.more, self.warnings)
    }
}
