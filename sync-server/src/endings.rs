//! A patrol that nobody can have been on for so long is mended by a person: a stated end, by whom, why, and nothing else.
//!
//! Hours are derived, never typed: an end only leaves positions out, and only of patrols that are held out of the hours
//! anyway. What would change can be seen before.

use beatbook_domain::hours::{LONGEST_PATROL_MS, PatrolTime};
use beatbook_domain::presence::Interval;
use beatbook_domain::records::server::PatrolEndStated;
use beatbook_protocol::id::Id;
use thiserror::Error;

use crate::auth::Scope;
use crate::error::Fault;
use crate::presence::derive;
use crate::service::Service;
use crate::store::{EndStated, PatrolStanding};

/// Times an act is planned again because more of the patrol has just arrived.
const ATTEMPTS: usize = 5;

/// What a supervisor says.
#[derive(Debug, Clone)]
pub struct EndAsked {
    /// The patrol.
    pub patrol: Id,
    /// When it had ended at the latest, UTC milliseconds.
    pub at: i64,
    /// The officer or supervisor who says so.
    pub by: Id,
    /// Why, in words without names.
    pub reason: String,
    /// Say what would change, and change nothing.
    pub dry_run: bool,
}

/// What became, or would become, of the patrol.
#[derive(Debug, Clone, PartialEq)]
pub struct Mended {
    /// Which, and how it stood.
    pub before: PatrolStanding,
    /// How it counts with that end: up to its last position not after it.
    pub after: PatrolTime,
}

/// Why an end is not taken.
#[derive(Debug, Error)]
pub enum EndRefusal {
    /// There is no such patrol among those that may be mended.
    #[error(
        "no such patrol is held out of the hours, and hours that count are never changed by hand: `patrol list` shows \
         those that are held out"
    )]
    NotHeldOut,
    /// Nothing would be left.
    #[error("the patrol has no position before this time: state a later end, or leave it held out")]
    NoPosition,
    /// The end is still no end of a shift.
    #[error("with this end it would still last more than 48 hours: state an earlier one")]
    StillTooLong,
    /// The track is not here any more, so nothing can be derived from it.
    #[error("the track is not here any more: it stays held out")]
    NoTrack,
    /// More arrived again and again.
    #[error("more of this patrol arrives just now: try again in a moment")]
    Arriving,
    /// Something inside.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl EndRefusal {
    /// A stable name for scripts.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotHeldOut => "not_held_out",
            Self::NoPosition => "no_position",
            Self::StillTooLong => "still_too_long",
            Self::NoTrack => "no_track",
            Self::Arriving => "arriving",
            Self::Fault(fault) => fault.code(),
        }
    }
}

impl Service {
    /// States the end of a patrol that is held out, or says what that would change. The figures follow by the usual
    /// job; whatever was published of the period is then marked as restated.
    ///
    /// # Errors
    /// An [`EndRefusal`]: nothing was changed.
    pub async fn state_end(&self, scope: &Scope, asked: &EndAsked) -> Result<Mended, EndRefusal> {
        for _ in 0..ATTEMPTS {
            let (mended, wanted) = self.with_end(scope, asked).await?;
            if asked.dry_run {
                let what = format!("patrol {} with a stated end", asked.patrol);
                self.store().log_access(scope, &what, Some(&asked.reason)).await?;
                return Ok(mended);
            }
            let body = PatrolEndStated {
                notebook: mended.before.key.notebook,
                patrol: asked.patrol,
                at: asked.at,
                by: asked.by,
                reason: asked.reason.clone(),
            };
            if self.store().state_end(scope, EndStated { body, wanted }).await? {
                self.note_arrival();
                return Ok(mended);
            }
        }
        Err(EndRefusal::Arriving)
    }

    /// The patrol as it would count, and of which state of its entries.
    async fn with_end(&self, scope: &Scope, asked: &EndAsked) -> Result<(Mended, u64), EndRefusal> {
        let standing = self.store().patrols_to_mend(scope).await?;
        let before = standing.into_iter().find(|one| one.key.record == asked.patrol);
        let before = before.ok_or(EndRefusal::NotHeldOut)?;
        let mut input = self.store().patrol_input(scope, &before.key).await?;
        if input.chunks_gone {
            return Err(EndRefusal::NoTrack);
        }
        input.stated_end = Some(asked.at);
        let wanted = input.wanted;
        let published = self.briefings().get(&**self.store(), scope, None).await?.unwrap_or_default();
        let deriving = tokio::task::spawn_blocking(move || derive(&input, None, &published));
        let derived = deriving.await.map_err(|_| Fault::Damaged { what: "track" })?;
        let after = derived.time.ok_or(EndRefusal::NoPosition)?;
        let Interval { from, to } = after.span;
        if to <= from {
            return Err(EndRefusal::NoPosition);
        }
        if to.saturating_sub(from) > LONGEST_PATROL_MS {
            return Err(EndRefusal::StillTooLong);
        }
        Ok((Mended { before, after }, wanted))
    }
}
