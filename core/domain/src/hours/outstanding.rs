//! What a report does not know yet: notebooks that have not handed over all they hold.

use beatbook_protocol::id::Id;
use serde::Serialize;

use crate::presence::Interval;

/// What the server knows of one notebook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotebookState {
    /// The notebook.
    pub notebook: Id,
    /// When it was last heard of, server time, UTC milliseconds.
    pub last_seen: Option<i64>,
    /// Begin of a patrol of it that is known to be open, UTC milliseconds.
    pub open_since: Option<i64>,
    /// Whether it has announced entries that are not held yet.
    pub uncovered: bool,
    /// Whether its officer is known to be active in the period.
    pub active: bool,
}

/// Why a notebook is outstanding; the first that holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OutstandingReason {
    /// A patrol that began before the period's end is open.
    OpenPatrol,
    /// Entries it announced are not held yet.
    NotHeld,
    /// It was not heard of since the period ended.
    NotSeenSince,
}

/// One outstanding notebook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Outstanding {
    /// The notebook.
    pub notebook: Id,
    /// When it was last heard of, UTC milliseconds; absent if never.
    pub last_seen: Option<i64>,
    /// Why.
    pub reason: OutstandingReason,
}

/// How complete a report is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Completeness {
    /// Everything received up to this instant is in the figures, UTC milliseconds; absent if nothing is.
    pub derived_up_to: Option<i64>,
    /// Patrols received and not derived yet.
    pub patrols_waiting: u32,
    /// Notebooks outstanding, longest unseen first.
    pub outstanding: Vec<Outstanding>,
}

impl Completeness {
    /// Whether nothing is missing that the server knows of.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.patrols_waiting == 0 && self.outstanding.is_empty()
    }
}

/// While a period runs, a notebook unheard of for this long counts as not seen.
const UNSEEN_WHILE_RUNNING: i64 = 24 * 3_600_000;

/// The notebooks that may still change a period's figures, longest unseen first. `now` is server time,
/// UTC milliseconds: in a period that still runs, every phone was last seen before its end, so there a
/// notebook is unseen after a day of silence.
#[must_use]
pub fn outstanding(notebooks: &[NotebookState], period: Interval, now: i64) -> Vec<Outstanding> {
    let heard_by = if now < period.to { now.saturating_sub(UNSEEN_WHILE_RUNNING) } else { period.to };
    let mut found: Vec<Outstanding> = notebooks
        .iter()
        .filter_map(|state| {
            let open = state.open_since.is_some_and(|since| since < period.to);
            let unseen = state.active && state.last_seen.is_none_or(|seen| seen < heard_by);
            let reason = if open {
                OutstandingReason::OpenPatrol
            } else if state.uncovered {
                OutstandingReason::NotHeld
            } else if unseen {
                OutstandingReason::NotSeenSince
            } else {
                return None;
            };
            Some(Outstanding { notebook: state.notebook, last_seen: state.last_seen, reason })
        })
        .collect();
    found.sort_by_key(|one| (one.last_seen, one.notebook));
    found
}
