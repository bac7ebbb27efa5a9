//! Which zones lie near a place, each with a circle around it: what an app asks its system to wake it for.

use beatbook_domain::fence::area_around;
use beatbook_domain::zone::ZoneKind;

use crate::beatbook::{Beatbook, Told};
use crate::briefing::ZoneName;
use crate::error::DeviceError;
use crate::local::Exchange;
use crate::notebook::Notebook;
use crate::orders::AskWhere;
use crate::zones::names;

/// How far is looked, metres: most of a district, and more than a phone moves between two looks.
const NEAR_M: f64 = 10_000.0;

/// A zone in force near a place.
#[derive(Debug, Clone, PartialEq)]
pub struct ZoneNear {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What kind of zone.
    pub kind: ZoneKind,
    /// The place lies in it.
    pub inside: bool,
    /// Metres from the place to its nearest edge.
    pub edge_m: f64,
    /// Of the middle of the smallest box around it, degrees, WGS84.
    pub lat: f64,
    /// Of the middle of the smallest box around it, degrees, WGS84.
    pub lon: f64,
    /// Metres from there within which all of it lies.
    pub radius_m: f64,
}

impl Beatbook {
    /// The zones in force within 10 km of a place, by the newest briefing here: those that hold it first, then the nearest.
    /// None before the first sync. For a system's circles that wake the app: what counts is derived from positions alone.
    ///
    /// # Errors
    /// `no_place`, storage errors.
    pub fn zones_near(&self, place: AskWhere) -> Told<Vec<ZoneNear>> {
        Ok(self.gate.with(|notebook| {
            let now = notebook.ledger.now()?;
            let (place, _) = notebook.place(place, &now)?;
            let legal = notebook.legal_now(&now, 0)?.at;
            notebook.zones_near((place.lat, place.lon), legal)
        })?)
    }
}

impl Notebook {
    fn zones_near(&mut self, (lat, lon): (i32, i32), at: i64) -> Result<Vec<ZoneNear>, DeviceError> {
        let manifest = self.ledger.db.read(Exchange::load)?.manifest;
        let mut zones = self.zones_of(manifest)?;
        let mut near = self.ledger.db.read(|tx| {
            let fence = zones.open(tx, &[area_around(lat, lon, NEAR_M)])?;
            let around = fence.around(lat, lon, NEAR_M, NEAR_M);
            let mut near = Vec::new();
            for zone in around.iter().filter(|zone| zone.in_force(at)) {
                let Some(ZoneName { code, name, kind }) = names(tx, [zone.zone])?.remove(&zone.zone) else {
                    return Err(DeviceError::Row("zone_name"));
                };
                let (middle, radius_m) = zone.circle();
                let (lat, lon) = (middle.lat_degrees(), middle.lon_degrees());
                let (inside, edge_m) = (zone.inside, zone.edge_m);
                near.push(ZoneNear { code, name, kind, inside, edge_m, lat, lon, radius_m });
            }
            Ok(near)
        })?;
        near.sort_by(|a, b| {
            (!a.inside).cmp(&!b.inside).then(a.edge_m.total_cmp(&b.edge_m)).then_with(|| a.code.cmp(&b.code))
        });
        Ok(near)
    }
}
