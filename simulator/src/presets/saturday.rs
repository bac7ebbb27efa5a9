//! A Saturday night in one town centre, for the demonstration: five phones, four crews, eight hours.
//!
//! A pair carries two phones; one phone is killed for about twelve minutes inside an area; one officer
//! goes in and out of a shopping centre that swallows reception; one drives in between.

use beatbook_domain::presence::Interval;
use beatbook_domain::zone::{ZoneKind, ZoneVersion};

use super::place_outages;
use crate::noise::{Noise, observe};
use crate::path::TruePath;
use crate::plane::{Plane, Point};
use crate::rng::Rng;
use crate::shift::{Outage, OutageCause, SimulatedShift};
use crate::walker::{Area, Town, Walker};

/// 2025-09-06T18:00:00Z, 19:00 in Chatham, to 03:00.
const NIGHT: Interval = Interval { from: 1_757_181_600_000, to: 1_757_210_400_000 };
/// Larger areas are not a beat, and farther ones not this town's: metres.
const LARGEST_M: f64 = 1_700.0;
const TOWN_M: f64 = 1_800.0;

/// The shifts of the night, around the first hotspot of `zones` and the beats near it. None without a hotspot.
#[must_use]
pub fn saturday_night(seed: u64, zones: &[ZoneVersion]) -> Vec<SimulatedShift> {
    let Some(plane) = zones.iter().find(|zone| zone.kind == ZoneKind::Hotspot).and_then(centred_on) else {
        return Vec::new();
    };
    let areas: Vec<Area<'_>> = zones
        .iter()
        .filter(|zone| matches!(zone.kind, ZoneKind::Hotspot | ZoneKind::PspoArea))
        .map(|zone| Area::new(&zone.geometry, &plane))
        .filter(is_of_this_town)
        .collect();
    let rng = Rng::new(seed);
    let town = Town::new(
        plane,
        Point { x: -TOWN_M, y: -TOWN_M },
        Point { x: TOWN_M, y: TOWN_M },
        &mut rng.branch(0x70),
    );
    let night = Night { town: &town, areas: &areas, rng: &rng };
    let pair = night.walk(1, 0.0);
    let killed = night.walk(2, 0.0);
    let in_and_out = night.walk(3, 0.0);
    let driving = night.walk(4, 0.25);

    let tunnels = place_outages(
        NIGHT,
        &[40, 75, 95, 110, 190, 260, 420].map(|seconds| (OutageCause::Tunnel, seconds * 1000)),
        &mut rng.branch(0x71),
    );
    let kill = [Outage {
        span: Interval { from: NIGHT.from + 11_520_000, to: NIGHT.from + 12_243_000 },
        cause: OutageCause::Killed,
    }];
    vec![
        night.phone("pair, phone 1", 1, &pair, &[], 5),
        night.phone("pair, phone 2", 1, &pair, &[], 3),
        night.phone("phone killed for twelve minutes", 2, &killed, &kill, 5),
        night.phone("in and out of the shopping centre", 3, &in_and_out, &tunnels, 5),
        night.phone("partly by car", 4, &driving, &[], 2),
    ]
}

struct Night<'a> {
    town: &'a Town,
    areas: &'a [Area<'a>],
    rng: &'a Rng,
}

impl Night<'_> {
    /// Patrols from area to area; some ways are driven.
    fn walk(&self, crew: u64, driven: f64) -> TruePath {
        let mut rng = self.rng.branch(crew);
        let start =
            self.areas.first().map(|area| area.somewhere(&self.town.plane, &mut rng)).unwrap_or_default();
        let mut walker = Walker::new(self.town, NIGHT, start, rng.branch(1));
        let meal_at = NIGHT.from + (rng.between(3.0, 4.5) * 3_600_000.0) as i64;
        let mut rested = false;
        while !walker.is_over() {
            // The first area is the busiest.
            let number = if rng.chance(0.4) { 0 } else { rng.below(self.areas.len()) };
            let Some(area) = self.areas.get(number) else { break };
            let goal = area.somewhere(&self.town.plane, &mut rng);
            if rng.chance(driven) {
                walker.drive_to(goal);
            } else {
                walker.walk_to(goal);
            }
            if !rested && walker.now() > meal_at {
                rested = true;
                walker.rest_indoors(goal, rng.between(1_200.0, 2_000.0));
            } else if rng.chance(0.2) {
                walker.follow_edge(area);
            } else {
                walker.patrol(area, rng.between(480.0, 2_400.0));
            }
        }
        walker.into_path()
    }

    fn phone(
        &self,
        label: &str,
        crew: u32,
        path: &TruePath,
        outages: &[Outage],
        cadence_s: i64,
    ) -> SimulatedShift {
        let name = label.bytes().fold(0, |name: u64, byte| name.wrapping_mul(257) + u64::from(byte));
        let mut rng = self.rng.branch(name);
        let noise = Noise { cadence_s, ..Noise::draw(&mut rng) };
        let boots = observe(path, &self.town.plane, NIGHT, outages, &noise, rng.branch(1));
        SimulatedShift {
            label: label.to_owned(),
            crew,
            span: NIGHT,
            plane: self.town.plane,
            path: path.clone(),
            outages: outages.to_vec(),
            boots,
        }
    }
}

fn centred_on(zone: &ZoneVersion) -> Option<Plane> {
    let corner = zone.geometry.0.first()?.shell.0.first()?;
    let place = crate::plane::Place { lon: f64::from(corner.lon) / 1e7, lat: f64::from(corner.lat) / 1e7 };
    Some(Plane::around(place))
}

fn is_of_this_town(area: &Area<'_>) -> bool {
    let (low, high) = area.corners();
    let centre = Point { x: (low.x + high.x) / 2.0, y: (low.y + high.y) / 2.0 };
    low.distance(high) < LARGEST_M && centre.distance(Point::default()) < TOWN_M
}
