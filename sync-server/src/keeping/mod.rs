//! Keeping times at the server: what is over, what stands against it, and taking it away.
//!
//! A person looks first and runs it once (`keeping due`, `keeping run`); from then on it is done daily. Every record goes in
//! one transaction, so that it can be broken off anywhere and run again.

pub mod clock;
mod desk;
mod group;
mod holds;
mod many;
mod plan;
mod premises;
mod run;
mod taking_back;
mod told;
mod visits;

use beatbook_domain::calendar::{CalendarError, local_date};
use beatbook_domain::keeping::{KeepingTable, Open};
use beatbook_domain::records::keeping::KeepingChanged;
use beatbook_domain::records::server::ServerBody;
use beatbook_protocol::id::Id;
use jiff::civil::Date;
use thiserror::Error;

pub use group::{Group, Over, Plan};
pub use holds::{Hold, Named, change, holds, lift, named, place};
pub use plan::plan;
pub use run::{Report, erase_asked, keep_times, run};

use self::clock::{CLOCK, Jumped, Seen};
use crate::auth::Scope;
use crate::error::Fault;
use crate::service::Service;
use crate::store::Store;

/// Most characters of a reason in words.
pub const WHY_MAX: usize = 200;

/// Why nothing was erased, held or changed.
#[derive(Debug, Error)]
pub enum KeepingRefused {
    /// The clock cannot be believed.
    #[error(
        "the server's clock stands {} days from where it can be since it was last looked at, so nothing is erased: \
         set it right, or if it is right say so with `keeping clock`", .0.0 / 86_400_000
    )]
    Clock(Jumped),
    /// A hold stands against it.
    #[error(
        "the record is under the hold {0}: whoever placed it, or the data-protection officer, can lift it"
    )]
    Held(Id),
    /// Something about it is not over.
    #[error("the record cannot go before its time ({}): {}", .0.code(), .0.words())]
    Open(Open),
    /// Somebody in it is to be safeguarded.
    #[error(
        "the record cannot go before its time (safeguarding): somebody in it is to be safeguarded, and such a record keeps its \
         time (UK GDPR Article 17(3)); a mistaken one is for its lead to correct"
    )]
    Safeguarding,
    /// No such record here.
    #[error("no such record has reached the server: compare its id or number")]
    UnknownRecord,
    /// No such hold in force.
    #[error("no such hold is in force: `hold list` shows those that are")]
    UnknownHold,
    /// A reason in words is missing or too long.
    #[error("say why in a few words without names (--reason), at most {WHY_MAX} characters")]
    Why,
    /// Nothing is left to hold or to erase.
    #[error(
        "all of the record is erased already, so nothing is left to hold or to erase: `keeping show` says what went when"
    )]
    Gone,
    /// A keeping time that would erase everything at once, or never.
    #[error(
        "a keeping time is a day at least, of the access log a year, and a hundred years at most: say another one"
    )]
    Length,
    /// It tells of several people.
    #[error(
        "the record tells of {0} people, and all of them would go with it: say so (--everybody) if that is granted"
    )]
    Several(usize),
    /// It would count from a day that is past.
    #[error("a time is changed from today on or later: what was erased does not come back")]
    Past,
    /// Something has come meanwhile.
    #[error("something about the record has come meanwhile: look at it, then try again")]
    Changed,
    /// Today is outside the calendar.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
    /// A failure of ours.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl KeepingRefused {
    /// Stable name for machines.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Clock(_) => "clock_jumped",
            Self::Held(_) => "under_hold",
            Self::Open(_) | Self::Safeguarding => "still_open",
            Self::UnknownRecord => "unknown_record",
            Self::UnknownHold => "unknown_hold",
            Self::Why => "reason",
            Self::Gone => "erased_already",
            Self::Length => "keep",
            Self::Several(_) => "several_people",
            Self::Past => "past",
            Self::Changed => "changed",
            Self::Calendar(error) => error.code(),
            Self::Fault(fault) => fault.code(),
        }
    }
}

/// A reason in words, if it says something and fits.
///
/// # Errors
/// [`KeepingRefused::Why`].
pub fn said(why: &str) -> Result<String, KeepingRefused> {
    let why = why.trim();
    let fits = !why.is_empty() && why.chars().count() <= WHY_MAX && !why.chars().any(char::is_control);
    if fits { Ok(why.to_owned()) } else { Err(KeepingRefused::Why) }
}

/// Today, if the clock can be believed; that it could is written down, so that it is watched from there.
///
/// # Errors
/// [`KeepingRefused::Clock`].
pub async fn today(service: &Service) -> Result<Date, KeepingRefused> {
    let now = service.looked_at();
    now.follows(last_seen(service).await?).map_err(KeepingRefused::Clock)?;
    believe(service, now).await?;
    Ok(local_date(now.wall)?)
}

async fn last_seen(service: &Service) -> Result<Option<Seen>, Fault> {
    let kept = service.store().setting(service.keyholder(), CLOCK).await?;
    Ok(kept.and_then(|bytes| Seen::read(&bytes)))
}

/// The clock is right now: a person says so, or nothing speaks against it.
///
/// # Errors
/// The store's.
pub async fn believe(service: &Service, now: Seen) -> Result<(), Fault> {
    let bytes = serde_json::to_vec(&now).map_err(|_| Fault::Format { what: "a setting" })?;
    service.store().put_settings(service.keyholder(), vec![(CLOCK.to_owned(), bytes)]).await
}

/// The table with the authority's own changes.
///
/// # Errors
/// The store's.
pub async fn table_of(store: &dyn Store, scope: &Scope) -> Result<KeepingTable, Fault> {
    let changes = changes(store, scope).await?;
    Ok(KeepingTable::shipped().with(&changes))
}

/// The authority's changes to it, in order.
///
/// # Errors
/// The store's.
pub async fn changes(store: &dyn Store, scope: &Scope) -> Result<Vec<KeepingChanged>, Fault> {
    let changed = |(_, body)| match body {
        ServerBody::KeepingChanged(changed) => Some(changed),
        _ => None,
    };
    Ok(store.journal(scope).await?.into_iter().filter_map(changed).collect())
}
