//! A fence in pieces, so that a phone with ten thousand zones opens only those around its officer.
//! The engine itself says where it looked beyond the part it was given, so a track told with enough of a fence
//! comes to exactly what it comes to with all of it.

use super::edges::Bounds;
use super::engine::TrackEngine;
use super::filter::Point;
use super::index::Fence;
use super::prebuilt::PrebuiltError;
use super::scale::Scale;

/// Metres around where the engine looked, so that the next fixes do not look beyond again.
const SPARE_M: f64 = 500.0;

/// Zones that lie near each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Around all of them.
    pub bounds: Bounds,
    /// Their prebuilt form.
    pub bytes: Vec<u8>,
}

impl Fence {
    /// The prebuilt form in pieces, each closed when it has about so many bytes; equal fences give equal pieces.
    #[must_use]
    pub fn pieces(&self, about: usize) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let (mut first, mut bytes, mut bounds) = (0, 0, Bounds::NOTHING);
        for (at, zone) in self.zones.iter().enumerate() {
            bounds = bounds.with(zone.bounds);
            bytes += self.rings_of(at).iter().map(|ring| ring.edges as usize * 8).sum::<usize>();
            if bytes >= about || at + 1 == self.zones.len() {
                pieces.push(Piece { bounds, bytes: self.some_to_bytes(first..at + 1) });
                (first, bytes, bounds) = (at + 1, 0, Bounds::NOTHING);
            }
        }
        pieces
    }

    /// A fence that holds no zone yet and says so wherever it is asked.
    #[must_use]
    pub fn unopened() -> Self {
        Self { within: Some(Vec::new()), ..Self::default() }
    }

    /// The same with more pieces. In each of `areas` every piece touching it must now be in it.
    ///
    /// # Errors
    /// [`PrebuiltError`]: make the pieces again from the zones.
    pub fn with_pieces<'a>(
        &self,
        pieces: impl IntoIterator<Item = &'a [u8]>,
        areas: &[Bounds],
    ) -> Result<Self, PrebuiltError> {
        let mut fence = self.clone();
        for piece in pieces {
            fence.add_bytes(piece)?;
        }
        fence.seal();
        if let Some(within) = &mut fence.within {
            within.extend_from_slice(areas);
        }
        Ok(fence)
    }

    /// Whether every zone touching `area` is in it.
    pub(crate) fn is_complete_in(&self, area: &Bounds) -> bool {
        self.within.as_ref().is_none_or(|within| within.iter().any(|known| known.holds(area)))
    }
}

impl TrackEngine {
    /// Where it looked for zones beyond what its fence holds, with some room around. Unless it is empty, what
    /// the engine says lacks zones: fold the track again with a fence that holds these areas, too.
    #[must_use]
    pub fn beyond(&self) -> &[Bounds] {
        &self.beyond
    }
}

/// Notes where the zones around `point` were looked for, if the fence does not hold all of them.
pub(super) fn note_beyond(
    fence: &Fence,
    (point, radius): (Point, f64),
    scale: Scale,
    beyond: &mut Vec<Bounds>,
) {
    let area = Bounds::of(&[point.at]).widened(radius, scale);
    if !fence.is_complete_in(&area) && !beyond.iter().any(|known| known.holds(&area)) {
        beyond.push(Bounds::of(&[point.at]).widened(radius + SPARE_M, scale));
    }
}
