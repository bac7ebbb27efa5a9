//! "Ring outreach before a notice": marks that the coordinator of the service publishes and takes back.
//!
//! A mark is an entry of the server's journal, addressed to those who may know that there is something of welfare. No
//! part of it is read for a notice at the server: it is a word to the officer on the street.

use std::collections::BTreeSet;

use beatbook_domain::notices::known::TagKey;
use beatbook_domain::records::consult::{ConsultLifted, ConsultMarked, ConsultRefusal, DutyNumber};
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::records::welfare::people::PersonSeen;
use beatbook_protocol::id::Id;
use jiff::civil::Date;
use thiserror::Error;

use crate::auth::Scope;
use crate::clock::Clock;
use crate::error::Fault;
use crate::random;
use crate::store::{Decided, Store};

/// Tries against others who write into the journal at the same time.
const TRIES: usize = 8;

/// Why no mark was set or taken back.
#[derive(Debug, Error)]
pub enum NoMark {
    /// Nobody can be marked like this.
    #[error(transparent)]
    Refused(#[from] ConsultRefusal),
    /// No such mark.
    #[error("there is no such mark in force: `welfare marks` lists them")]
    Unknown,
    /// Others were always faster.
    #[error("others wrote into the journal at the same time: do it again")]
    Busy,
    /// Something inside.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl NoMark {
    /// A stable name for scripts and tests.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Refused(refusal) => refusal.code(),
            Self::Unknown => "no_such_mark",
            Self::Busy => "busy",
            Self::Fault(fault) => fault.code(),
        }
    }
}

/// Marks a person of a welfare record.
///
/// # Errors
/// [`NoMark`]; nothing was written then.
pub async fn mark(
    (store, clock): (&dyn Store, &Clock),
    scope: &Scope,
    (record, person): (Id, &PersonSeen),
    ring: Option<DutyNumber>,
    days: (Date, Date),
) -> Result<ConsultMarked, NoMark> {
    let named = (random::id_of_the_hour(clock)?, TagKey::from_bytes(random::bytes()?));
    let mark = ConsultMarked::of(named, person, ring, days)?;
    let what =
        format!("consult-first mark {} set from welfare record {record} until {}", mark.id, mark.until);
    write(store, scope, (mark.id, ServerBody::ConsultMarked(mark.clone())), what).await?;
    Ok(mark)
}

/// Marks in force on a day, in the order in which they were set.
///
/// # Errors
/// The store's.
pub async fn in_force(store: &dyn Store, scope: &Scope, today: Date) -> Result<Vec<ConsultMarked>, Fault> {
    let journal = store.journal(scope).await?;
    let lifted: BTreeSet<Id> = journal
        .iter()
        .filter_map(|(_, body)| match body {
            ServerBody::ConsultLifted(lifted) => Some(lifted.mark),
            _ => None,
        })
        .collect();
    let marks = journal.into_iter().filter_map(|(_, body)| match body {
        ServerBody::ConsultMarked(mark) if today <= mark.until && !lifted.contains(&mark.id) => Some(mark),
        _ => None,
    });
    Ok(marks.collect())
}

/// Takes a mark back. The entry has an id of its own: every phone reads headers, and one that bears the mark's id again
/// would tell all of them that it was taken back, and when it was set.
///
/// # Errors
/// [`NoMark`]; nothing was written then.
pub async fn lift(
    (store, clock): (&dyn Store, &Clock),
    scope: &Scope,
    mark: Id,
    today: Date,
) -> Result<(), NoMark> {
    let marks = in_force(store, scope, today).await?;
    let until = marks.iter().find(|one| one.id == mark).ok_or(NoMark::Unknown)?.until;
    let body = ServerBody::ConsultLifted(ConsultLifted { mark, until });
    let entry = (random::id_of_the_hour(clock)?, body);
    write(store, scope, entry, format!("consult-first mark {mark} taken back")).await
}

async fn write(
    store: &dyn Store,
    scope: &Scope,
    entry: (Id, ServerBody),
    what: String,
) -> Result<(), NoMark> {
    for _ in 0..TRIES {
        let read_to = store.register_mark(scope).await?.journal;
        let (entries, what) = (vec![entry.clone()], what.clone());
        if store.decide(scope, Decided { read_to, mark: None, entries, what, reason: None }).await? {
            return Ok(());
        }
    }
    Err(NoMark::Busy)
}
