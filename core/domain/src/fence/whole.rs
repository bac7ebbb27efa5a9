//! A whole track at once: all its fixes and declarations in their order, and where the fixes are that count.

use super::clock::{At, Boot};
use super::engine::{BootRun, ModeChange, TrackEngine};
use crate::geometry::Vertex;
use crate::records::journal::Moment;

impl TrackEngine {
    /// Pushes everything that is known of a track, and decides about all of it. A declared mode comes before every fix of
    /// its boot.
    pub(crate) fn push_all(&mut self, modes: &[ModeChange], runs: &[BootRun<'_>]) {
        let mut changes = modes.iter().peekable();
        for (at, run) in runs.iter().enumerate() {
            let later = runs.get(at + 1..).unwrap_or_default();
            while let Some(change) =
                changes.next_if(|change| !later.iter().any(|run| run.boot.id == change.at.boot.0))
            {
                let _ = self.declare_mode(*change);
            }
            let boot: Boot = run.boot;
            for fix in run.fixes {
                self.push(boot, fix);
            }
        }
        for change in changes {
            let _ = self.declare_mode(*change);
        }
        self.drain(true);
    }

    /// The same engine, keeping where its accepted fixes are for [`Self::finish_with_fixes`].
    pub(crate) fn keeping_fixes(mut self) -> Self {
        self.accepted = Some(Vec::new());
        self
    }

    /// Ends the patrol at `end` and says where its accepted fixes are and when that was, UTC milliseconds.
    pub(crate) fn finish_with_fixes(mut self, end: Moment) -> Vec<(i64, Vertex)> {
        self.drain(true);
        let utc = self.clock.settle(self.start, end);
        // What came after the end is evidence only.
        let by_then = |at: &At| {
            let moment = self.clock.moment(*at);
            moment.is_none_or(|moment| moment.boot != end.boot || moment.mono <= end.mono)
        };
        let kept = self.accepted.iter().flatten().filter(|(at, _)| by_then(at));
        kept.map(|(at, place)| (utc.of(*at), *place)).collect()
    }
}
