//! How much of a sector its team came by: the share of the area that came within a stated distance of counted fixes.
//!
//! The method is this project's own rule, as is the distance of 50 m where the plan says no other; no guidance asks for it, so it
//! speaks neither for nor against a count's label. It is the same on phone and server, in whatever order tracks come:
//!
//! - The sector's newest version at the beginning of the window is laid on a plane with the scale of its middle latitude,
//!   from its south-western corner.
//! - Cells of 25 m belong to it if their centre does (even–odd: holes are left out). Of a sector of fewer than 100 such cells
//!   the cells are halved until there are that many, eight times at most; of one with more than a million in the box
//!   around it they are doubled until there are not.
//! - A cell was come by if its centre lies within the distance of a fix that counts for presence, within the count's window.
//!   Between two fixes nothing is claimed.
//! - The share is in per cent, rounded down: 100 is all of it. It tells of no position.

use crate::fence::Scale;
use crate::geometry::{Polygon, Ring, Vertex, ZoneGeometry};

/// Metres that a team looks to each side, where the plan says no other (this project's own rule).
pub const SEARCHED_M: u32 = 50;
/// Least and most that a plan may say, metres.
pub const SEARCHED_M_RANGE: [u32; 2] = [10, 200];
const CELL_M: f64 = 25.0;
const FEWEST_CELLS: usize = 100;
const MOST_HALVINGS: u32 = 8;
const MOST_IN_BOX: f64 = 1e6;

/// How much of a sector was come by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Searched {
    /// There is no track: of no phone, or none of its fixes in the window counts.
    NoTrack,
    /// The sector has no zone that this look knows of.
    NoZone,
    /// So much of its area.
    Share {
        /// Per cent, rounded down.
        percent: u8,
    },
}

impl Searched {
    /// As a person reads it.
    #[must_use]
    pub fn words(self, distance_m: u32) -> String {
        match self {
            Self::NoTrack => "no track".to_owned(),
            Self::NoZone => "its zone is not known here".to_owned(),
            Self::Share { percent } => format!("{percent} % within {distance_m} m of the track"),
        }
    }
}

/// The cells of a sector.
#[derive(Debug, Clone)]
pub struct Cells {
    /// South-western corner of the box around it.
    corner: Vertex,
    /// Metres of 1e-7° eastwards and northwards.
    scale: [f64; 2],
    /// Metres.
    size: f64,
    columns: usize,
    /// Row by row from the south: whether the cell's centre lies in the sector.
    inside: Vec<bool>,
}

impl Cells {
    /// Lays a sector out; none if it has no area that any cell shows.
    #[must_use]
    pub fn of(geometry: &ZoneGeometry) -> Option<Self> {
        let (low, high) = geometry.bounds()?;
        let middle = (i64::from(low.lat) + i64::from(high.lat)) / 2;
        let scale = Scale::at(i32::try_from(middle).ok()?);
        let mut size = CELL_M;
        let [wide, tall] = plane(low, [scale.east, scale.north], high);
        while (wide / size) * (tall / size) > MOST_IN_BOX {
            size *= 2.0;
        }
        let mut cells = Self::sized(geometry, (low, [scale.east, scale.north]), [wide, tall], size);
        for _ in 0..MOST_HALVINGS {
            if cells.count() >= FEWEST_CELLS {
                break;
            }
            size /= 2.0;
            cells = Self::sized(geometry, (low, [scale.east, scale.north]), [wide, tall], size);
        }
        (cells.count() > 0).then_some(cells)
    }

    fn sized(
        geometry: &ZoneGeometry,
        (corner, scale): (Vertex, [f64; 2]),
        [wide, tall]: [f64; 2],
        size: f64,
    ) -> Self {
        let (columns, rows) =
            ((wide / size).ceil().max(1.0) as usize, (tall / size).ceil().max(1.0) as usize);
        let mut cells = Self { corner, scale, size, columns, inside: vec![false; columns * rows] };
        for row in 0..rows {
            let north = cells.centre(row);
            let mut edges: Vec<f64> = Vec::new();
            for ring in geometry.0.iter().flat_map(Polygon::rings) {
                cells.crossings(ring, north, &mut edges);
            }
            edges.sort_unstable_by(f64::total_cmp);
            for span in edges.chunks_exact(2) {
                let [from, to] = span else { continue };
                for column in 0..columns {
                    let east = cells.centre(column);
                    if *from <= east
                        && east < *to
                        && let Some(cell) = cells.inside.get_mut(row * columns + column)
                    {
                        *cell = true;
                    }
                }
            }
        }
        cells
    }

    /// Where the edges of a ring cross a line to the east, metres from the corner.
    fn crossings(&self, ring: &Ring, north: f64, edges: &mut Vec<f64>) {
        for (from, to) in ring.edges() {
            let [a, b] = [from, to].map(|vertex| plane(self.corner, self.scale, vertex));
            if (a[1] <= north) != (b[1] <= north) {
                edges.push(a[0] + (b[0] - a[0]) * ((north - a[1]) / (b[1] - a[1])));
            }
        }
    }

    /// The middle of a row or column, metres from the corner.
    fn centre(&self, number: usize) -> f64 {
        (number as f64 + 0.5) * self.size
    }

    fn count(&self) -> usize {
        self.inside.iter().filter(|cell| **cell).count()
    }

    /// What of it lies within so many metres of any of these fixes, of however many tracks.
    #[must_use]
    pub fn searched(&self, fixes: impl IntoIterator<Item = Vertex>, distance_m: u32) -> Searched {
        let (distance, rows) = (f64::from(distance_m), self.inside.len() / self.columns.max(1));
        let mut seen = vec![false; self.inside.len()];
        let mut any = false;
        for fix in fixes {
            any = true;
            let [east, north] = plane(self.corner, self.scale, fix);
            let near = |at: f64, most: usize| {
                let first = ((at - distance) / self.size - 0.5).floor().max(0.0) as usize;
                let last = ((at + distance) / self.size + 0.5).ceil().max(0.0) as usize;
                first..last.min(most)
            };
            for row in near(north, rows) {
                for column in near(east, self.columns) {
                    let away = [self.centre(column) - east, self.centre(row) - north];
                    if away[0] * away[0] + away[1] * away[1] <= distance * distance
                        && let Some(cell) = seen.get_mut(row * self.columns + column)
                    {
                        *cell = true;
                    }
                }
            }
        }
        if !any {
            return Searched::NoTrack;
        }
        let both = self.inside.iter().zip(&seen).filter(|(inside, seen)| **inside && **seen).count();
        let percent = (both * 100).checked_div(self.count()).unwrap_or_default();
        Searched::Share { percent: u8::try_from(percent).unwrap_or(100) }
    }
}

/// Metres east and north of a corner.
fn plane(corner: Vertex, [east, north]: [f64; 2], vertex: Vertex) -> [f64; 2] {
    let away = |from: i32, to: i32| f64::from(to) - f64::from(from);
    [away(corner.lon, vertex.lon) * east, away(corner.lat, vertex.lat) * north]
}
