//! A point with a radius as a zone: hotspots are often "150 m around this place".
//!
//! The circle is drawn once, as a polygon of known greatest error, which the import tells.

use std::collections::BTreeMap;

use crate::geometry::{Vertex, ZoneGeometry};
use crate::zone::ZoneKind;
use crate::zones::circle::{CircleFit, circle};
use crate::zones::import::outline::Outline;
use crate::zones::import::report::{ImportFault, ImportProblem, Problems};
use crate::zones::import::{ImportOptions, place};

/// The drawing departs from the circle by at most this, or a tenth of the radius if that is less.
const CIRCLE_ERROR_M: f64 = 0.1;

/// A circle as the file gives it.
#[derive(Debug, Clone, Copy)]
pub struct Round {
    /// Longitude and latitude of the middle, degrees.
    pub middle: (f64, f64),
    /// Metres.
    pub radius_m: f64,
}

/// Draws a circle; none if it cannot be, which is then reported.
pub fn read(
    round: Round,
    kind: Option<ZoneKind>,
    options: &ImportOptions,
    about: &ImportProblem,
    problems: &mut Problems,
) -> Option<Outline> {
    let (lon, lat) = round.middle;
    let area = options.plausible.as_ref();
    if !place::is_plausible(lon, lat, area) {
        let fault = place::explain(lon, lat, area);
        problems.push(ImportProblem { at: Some((lon, lat)), fault, ..about.clone() });
        return None;
    }
    // Nothing of an exclusion may be missed; nothing outside may count as patrolled.
    let fit = match kind {
        Some(ZoneKind::PremisesExclusion) => CircleFit::Outside,
        _ => CircleFit::Inside,
    };
    let allowed = CIRCLE_ERROR_M.min(round.radius_m / 10.0);
    let drawn =
        Vertex::from_degrees(lon, lat).and_then(|middle| circle(middle, round.radius_m, allowed, fit).ok());
    let Some(drawn) = drawn else {
        let fault = ImportFault::BadRadius { property: options.properties.radius.clone() };
        problems.push(ImportProblem { fault, ..about.clone() });
        return None;
    };
    let fault = ImportFault::DrawnCircle {
        radius_m: round.radius_m.round() as u32,
        corners: drawn.polygon.shell.0.len(),
        error_cm: (drawn.error_m * 100.0).ceil() as u32,
    };
    problems.warn(ImportProblem { fault, ..about.clone() });
    Some(Outline { geometry: ZoneGeometry(vec![drawn.polygon]), positions: BTreeMap::new() })
}
