//! What the officer's screen shows while the patrol goes on.
//!
//! Everything is as of the last final fix; up to three newer ones may be waiting for the next.

use super::engine::TrackEngine;
use super::stay::State;
use crate::presence::TrackPresence;
use crate::records::journal::Moment;
use crate::zone::ZoneHash;

/// One zone the officer is in, or may still be visiting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LiveZone {
    /// Which zone version.
    pub zone: ZoneHash,
    /// Inside by the estimate.
    pub inside: bool,
    /// Begin of the visit in progress, UTC milliseconds; absent while it is not confirmed.
    pub visit_since: Option<i64>,
}

/// A patrol in progress.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LivePresence {
    /// Zones in force that the officer is in or still visiting, by hash.
    pub current: Vec<LiveZone>,
    /// Presence, gaps and visits so far. Its span ends with the last final fix, or now if the silence
    /// since then is a gap already.
    pub so_far: TrackPresence,
    /// Milliseconds since the last final fix; absent before the first.
    pub last_fix_age: Option<i64>,
}

impl TrackEngine {
    /// Looks at the patrol at `now` without ending anything.
    #[must_use]
    pub fn snapshot(&self, now: Moment) -> LivePresence {
        let utc = self.clock.settle(self.start, now);
        let last = self.last_accepted();
        let last_fix_age = last.map(|last| utc.to.saturating_sub(utc.of(last)).max(0));
        let silent = last_fix_age.is_none_or(|age| age > self.thresholds.gap_limit);
        let end = last.filter(|_| !silent).and_then(|last| self.clock.moment(last)).unwrap_or(now);
        let mut current: Vec<LiveZone> = Vec::new();
        for near in self.near.iter().filter(|_| !silent) {
            let Some(zone) = self.fence.zones.get(near.zone as usize) else { continue };
            let visit_since = match near.state {
                State::Inside { from, .. } => Some(utc.of(from)),
                _ => None,
            };
            let in_force = zone.validity.iter().any(|span| span.from <= utc.to && utc.to < span.to);
            if in_force && (near.inside || visit_since.is_some()) {
                current.push(LiveZone { zone: zone.hash, inside: near.inside, visit_since });
            }
        }
        current.sort_unstable_by_key(|live| live.zone);
        LivePresence { current, so_far: self.told(end), last_fix_age }
    }
}
