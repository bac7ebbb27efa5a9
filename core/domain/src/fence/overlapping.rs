//! Which zones have ground in common with one: what a card of a ward says of the orders in it.

use super::index::Fence;
use crate::geometry::Ring;
use crate::zone::ZoneHash;
use crate::zones::overlap::overlap;

impl Fence {
    /// The zone versions in force at an instant, UTC milliseconds, that have ground in common with one of the fence, itself
    /// among them; none if the fence does not hold it. Sorted by hash.
    #[must_use]
    pub fn overlapping(&self, zone: &ZoneHash, at: i64) -> Vec<ZoneHash> {
        let Some((own, bounds)) = self
            .zones
            .iter()
            .position(|known| known.hash == *zone)
            .and_then(|own| Some((own, self.zones.get(own)?.bounds)))
        else {
            return Vec::new();
        };
        let rings = self.whole_rings(own);
        let mut found = Vec::new();
        self.boxes.touching(&bounds, |other, _| {
            let in_force = |other: &&super::index::FencedZone| {
                other.validity.iter().any(|span| span.from <= at && at < span.to)
            };
            if let Some(known) = self.zones.get(other).filter(in_force)
                && (other == own || overlap(&rings, &self.whole_rings(other)))
            {
                found.push(known.hash);
            }
        });
        found.sort_unstable();
        found
    }

    /// The zone version of the fence in force at an instant of which this holds.
    #[must_use]
    pub fn in_force_at(&self, at: i64, is: impl Fn(&ZoneHash) -> bool) -> Option<ZoneHash> {
        let covers = |zone: &&super::index::FencedZone| {
            zone.validity.iter().any(|span| span.from <= at && at < span.to) && is(&zone.hash)
        };
        self.zones.iter().find(covers).map(|zone| zone.hash)
    }

    fn whole_rings(&self, zone: usize) -> Vec<Ring> {
        self.rings_of(zone).iter().map(|span| Ring(self.edges.ring(*span).to_vec())).collect()
    }
}
