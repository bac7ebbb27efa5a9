//! The visit in one zone as a state: outside, maybe, inside – and inside before a gap.
//!
//! A visit begins and ends where the track crosses the edge; the moments of confirmation only decide
//! whether it is one.

use super::clock::At;
use crate::thresholds::Thresholds;

/// What one accepted fix shows of one zone.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sight {
    /// When.
    pub(crate) at: At,
    /// Inside by the estimate.
    pub(crate) inside: bool,
    /// The whole disc is inside.
    pub(crate) certain: bool,
    /// Outside and farther from the edge than the leaving distance.
    pub(crate) beyond: bool,
    /// The last crossing inwards, or the first fix after a gap.
    pub(crate) entered: At,
    /// The last crossing outwards.
    pub(crate) left: At,
}

/// A finished visit on the engine's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stay {
    pub(crate) from: At,
    pub(crate) to: At,
}

/// Where a visit stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// No visit.
    Outside,
    /// Inside since `since`, by fewer fixes or for less time than it takes.
    Maybe { from: At, since: i64, fixes: u8 },
    /// A visit; perhaps with fixes beyond the leaving distance already.
    Inside { from: At, leaving: Option<Leaving> },
    /// A visit whose last fix before a gap was inside.
    Interrupted { from: At, until: At },
}

/// The begin of a leave that is not yet sure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Leaving {
    since: i64,
    fixes: u8,
    left: At,
}

impl State {
    /// True if more fixes like the ones far from any edge would change nothing.
    #[inline]
    pub(crate) fn is_settled(&self, inside: bool) -> bool {
        match self {
            Self::Outside => !inside,
            Self::Inside { leaving: None, .. } => inside,
            _ => false,
        }
    }

    /// One accepted fix on: the next state, and the visit that ended.
    pub(crate) fn seen(self, sight: &Sight, thresholds: &Thresholds) -> (Self, Option<Stay>) {
        match self {
            Self::Outside | Self::Interrupted { .. } => (begun(sight, thresholds), None),
            Self::Maybe { from, since, fixes } if sight.inside => {
                (confirmed(from, since, fixes, sight, thresholds), None)
            }
            Self::Maybe { .. } => (Self::Outside, None),
            Self::Inside { from, leaving: Some(leaving) }
                if sight.at.mono - leaving.since >= thresholds.leave_after =>
            {
                (begun(sight, thresholds), Some(Stay { from, to: leaving.left }))
            }
            Self::Inside { from, leaving } if sight.beyond => {
                let leaving = leaving.unwrap_or(Leaving { since: sight.at.mono, fixes: 0, left: sight.left });
                let fixes = leaving.fixes.saturating_add(1);
                if fixes >= thresholds.leave_fixes {
                    (Self::Outside, Some(Stay { from, to: leaving.left }))
                } else {
                    (Self::Inside { from, leaving: Some(Leaving { fixes, ..leaving }) }, None)
                }
            }
            Self::Inside { from, .. } => (Self::Inside { from, leaving: None }, None),
        }
    }

    /// The track stops here: a visit whose last fix is inside may go on after the gap.
    pub(crate) fn interrupted(self, last: At, inside: bool, left: At) -> (Self, Option<Stay>) {
        match self {
            Self::Inside { from, .. } if inside => (Self::Interrupted { from, until: last }, None),
            Self::Inside { from, leaving } => {
                let to = leaving.map_or(left, |leaving| leaving.left);
                (Self::Outside, Some(Stay { from, to }))
            }
            Self::Outside | Self::Maybe { .. } | Self::Interrupted { .. } => (Self::Outside, None),
        }
    }

    /// The track goes on. A visit goes on with it if the first fix is inside and the gap was short.
    pub(crate) fn resumed(self, inside: bool, short: impl FnOnce(At) -> bool) -> (Self, Option<Stay>) {
        match self {
            Self::Interrupted { from, until } if inside && short(until) => {
                (Self::Inside { from, leaving: None }, None)
            }
            Self::Interrupted { from, until } => (Self::Outside, Some(Stay { from, to: until })),
            other => (other, None),
        }
    }
}

fn begun(sight: &Sight, thresholds: &Thresholds) -> State {
    if sight.inside { confirmed(sight.entered, sight.at.mono, 0, sight, thresholds) } else { State::Outside }
}

fn confirmed(from: At, since: i64, fixes: u8, sight: &Sight, thresholds: &Thresholds) -> State {
    let fixes = fixes.saturating_add(1);
    let long_enough = sight.at.mono - since >= thresholds.enter_after;
    if sight.certain || (long_enough && fixes >= thresholds.enter_fixes) {
        State::Inside { from, leaving: None }
    } else {
        State::Maybe { from, since, fixes }
    }
}
