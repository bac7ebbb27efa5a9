//! From a feature's properties to a zone's code, name, kind, validity, programme and target.
//!
//! Foreign files call them otherwise: a mapping says how. Properties nobody asked for are ignored.

use crate::calendar::parse_instant;
use crate::geometry::ZoneGeometry;
use crate::zone::{ZoneKind, ZoneVersion};
use crate::zones::canonical::is_zone_text;
use crate::zones::import::ImportOptions;
use crate::zones::import::outline::report_text;
use crate::zones::import::report::{ImportFault, ImportProblem, Problems};

/// More patrol than a month of 31 days holds officers for, at 100 officers day and night.
const MOST_TARGET_HOURS: f64 = 74_400.0;

/// What a file calls the properties of a zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PropertyNames {
    /// The authority's code of the zone; must be there.
    pub code: String,
    /// The name people use; the code stands in for it.
    pub name: String,
    /// One of [`ZoneKind::NAMES`].
    pub kind: String,
    /// RFC 3339, or a plain date for its local midnight.
    pub valid_from: String,
    /// The same, half-open.
    pub valid_to: String,
    /// The patrol programme.
    pub programme: String,
    /// Hours of patrol wanted per month.
    pub target_hours: String,
    /// True for invented outlines.
    pub illustrative: String,
    /// Metres around a Point.
    pub radius: String,
}

impl Default for PropertyNames {
    fn default() -> Self {
        Self {
            code: "code".to_owned(),
            name: "name".to_owned(),
            kind: "kind".to_owned(),
            valid_from: "valid_from".to_owned(),
            valid_to: "valid_to".to_owned(),
            programme: "programme".to_owned(),
            target_hours: "target_hours".to_owned(),
            illustrative: "illustrative".to_owned(),
            radius: "radius".to_owned(),
        }
    }
}

/// A property's value, as far as a zone can use it.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Scalar {
    /// Not there, or null.
    #[default]
    Absent,
    /// A text of reasonable length.
    Text(String),
    /// A whole number, as codes of other systems may be.
    Whole(i64),
    /// Any other number.
    Number(f64),
    /// True or false.
    Truth(bool),
    /// A list, an object or a text of unreasonable length.
    Unusable,
}

/// The properties of one feature that zones have.
#[derive(Debug, Default)]
pub struct FeatureProperties {
    pub code: Scalar,
    pub name: Scalar,
    pub kind: Scalar,
    pub valid_from: Scalar,
    pub valid_to: Scalar,
    pub programme: Scalar,
    pub target_hours: Scalar,
    pub illustrative: Scalar,
    pub radius: Scalar,
}

impl FeatureProperties {
    /// Keeps a value under everything this file means by its name.
    pub fn keep(&mut self, name: &str, value: &Scalar, names: &PropertyNames) {
        for (known, slot) in self.slots(names) {
            if known == name {
                slot.clone_from(value);
            }
        }
    }

    /// Whether anything is meant by this name.
    pub fn wants(&mut self, name: &str, names: &PropertyNames) -> bool {
        self.slots(names).iter().any(|(known, _)| *known == name)
    }

    fn slots<'s>(&'s mut self, names: &'s PropertyNames) -> [(&'s str, &'s mut Scalar); 9] {
        [
            (&names.code, &mut self.code),
            (&names.name, &mut self.name),
            (&names.kind, &mut self.kind),
            (&names.valid_from, &mut self.valid_from),
            (&names.valid_to, &mut self.valid_to),
            (&names.programme, &mut self.programme),
            (&names.target_hours, &mut self.target_hours),
            (&names.illustrative, &mut self.illustrative),
            (&names.radius, &mut self.radius),
        ]
    }

    /// The code as far as a report may show it.
    pub fn readable_code(&self) -> Option<String> {
        readable(&self.code)
    }

    /// The name as far as a report may show it.
    pub fn readable_name(&self) -> Option<String> {
        readable(&self.name)
    }
}

fn readable(value: &Scalar) -> Option<String> {
    match value {
        Scalar::Text(text) if !text.trim().is_empty() => Some(report_text(text.trim())),
        Scalar::Whole(number) => Some(number.to_string()),
        _ => None,
    }
}

/// What the properties say. Fields that could not be read are none, and the file is refused for them.
#[derive(Debug, Default)]
pub struct Described {
    pub code: Option<String>,
    name: Option<String>,
    pub kind: Option<ZoneKind>,
    pub valid_from: Option<i64>,
    pub valid_to: Option<i64>,
    programme: Option<String>,
    target_minutes: Option<u32>,
    illustrative: bool,
    /// Metres around a Point; no number if it could not be read as one.
    pub radius_m: Option<f64>,
}

impl Described {
    /// The zone version; used only if no problem was reported.
    pub fn into_version(self, geometry: ZoneGeometry) -> ZoneVersion {
        ZoneVersion {
            code: self.code.unwrap_or_default(),
            name: self.name.unwrap_or_default(),
            kind: self.kind.unwrap_or(ZoneKind::Ward),
            programme: self.programme,
            target_minutes: self.target_minutes,
            illustrative: self.illustrative,
            geometry,
        }
    }
}

/// Reads the properties and reports each that cannot be used.
pub fn describe(
    given: FeatureProperties,
    options: &ImportOptions,
    about: &ImportProblem,
    problems: &mut Problems,
) -> Described {
    let names = &options.properties;
    let mut refuse = |fault: ImportFault| problems.push(ImportProblem { fault, ..about.clone() });
    let mut described = Described::default();

    match text(given.code) {
        Ok(Some(code)) => described.code = Some(code),
        Ok(None) => refuse(ImportFault::MissingProperty { property: names.code.clone() }),
        Err(BadText) => refuse(ImportFault::BadText { property: names.code.clone() }),
    }
    let mut unnamed = false;
    match text(given.name) {
        Ok(Some(name)) => described.name = Some(name),
        Ok(None) => {
            unnamed = true;
            described.name.clone_from(&described.code);
        }
        Err(BadText) => refuse(ImportFault::BadText { property: names.name.clone() }),
    }
    match (options.kind, given.kind) {
        (Some(kind), _) => described.kind = Some(kind),
        (None, Scalar::Absent) => refuse(ImportFault::MissingProperty { property: names.kind.clone() }),
        (None, Scalar::Text(word)) => match ZoneKind::from_name(word.trim()) {
            Some(kind) => described.kind = Some(kind),
            None => refuse(ImportFault::UnknownKind { found: report_text(&word) }),
        },
        (None, other) => {
            let found = readable(&other).unwrap_or_else(|| "no text".to_owned());
            refuse(ImportFault::UnknownKind { found });
        }
    }
    match text(given.programme) {
        Ok(programme) => described.programme = programme,
        Err(BadText) => refuse(ImportFault::BadText { property: names.programme.clone() }),
    }
    match instant(given.valid_from) {
        Ok(from) => described.valid_from = from,
        Err(BadText) => refuse(ImportFault::BadDate { property: names.valid_from.clone() }),
    }
    match instant(given.valid_to) {
        Ok(to) => described.valid_to = to,
        Err(BadText) => refuse(ImportFault::BadDate { property: names.valid_to.clone() }),
    }
    if described.valid_to.is_some_and(|to| to <= described.valid_from.unwrap_or(options.now)) {
        refuse(ImportFault::EndsBeforeBegin);
    }
    match target(given.target_hours) {
        Ok(minutes) => described.target_minutes = minutes,
        Err(BadText) => refuse(ImportFault::BadTarget { property: names.target_hours.clone() }),
    }
    // Only a Point's radius matters; there, what is no number is no radius.
    described.radius_m = number(given.radius).unwrap_or(Some(f64::NAN));
    match given.illustrative {
        Scalar::Absent => {}
        Scalar::Truth(illustrative) => described.illustrative = illustrative,
        _ => refuse(ImportFault::BadTruth { property: names.illustrative.clone() }),
    }
    if unnamed {
        let fault = ImportFault::Unnamed { property: names.name.clone() };
        problems.warn(ImportProblem { fault, ..about.clone() });
    }
    described
}

/// The value is there, but not what it should be.
struct BadText;

fn text(value: Scalar) -> Result<Option<String>, BadText> {
    let text = match value {
        Scalar::Absent => return Ok(None),
        Scalar::Text(text) => text.trim().to_owned(),
        Scalar::Whole(number) => number.to_string(),
        _ => return Err(BadText),
    };
    if is_zone_text(&text) { Ok(Some(text)) } else { Err(BadText) }
}

fn instant(value: Scalar) -> Result<Option<i64>, BadText> {
    match value {
        Scalar::Absent => Ok(None),
        Scalar::Text(text) => parse_instant(&text).map(Some).map_err(|_| BadText),
        _ => Err(BadText),
    }
}

/// Hours per month as minutes.
fn target(value: Scalar) -> Result<Option<u32>, BadText> {
    match number(value)? {
        None => Ok(None),
        Some(hours) if (0.0..=MOST_TARGET_HOURS).contains(&hours) => Ok(Some((hours * 60.0).round() as u32)),
        Some(_) => Err(BadText),
    }
}

/// A number. Attribute tables often keep numbers as text.
fn number(value: Scalar) -> Result<Option<f64>, BadText> {
    Ok(Some(match value {
        Scalar::Absent => return Ok(None),
        Scalar::Whole(number) => number as f64,
        Scalar::Number(number) => number,
        Scalar::Text(text) => text.trim().parse().map_err(|_| BadText)?,
        Scalar::Truth(_) | Scalar::Unusable => return Err(BadText),
    }))
}
