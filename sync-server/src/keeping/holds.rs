//! Holds: a record is kept whatever its time, and the phones that tell of it keep it, too.

use beatbook_domain::keeping::{Keep, KeepingKind};
use beatbook_domain::notices::number::NoticeNumber;
use beatbook_domain::records::keeping::{HoldLifted, HoldPlaced, HoldTold, KeepingChanged};
use beatbook_domain::records::server::ServerBody;
use beatbook_protocol::id::Id;
use jiff::civil::Date;

use super::{KeepingRefused, said};
use crate::auth::Scope;
use crate::clock::Clock;
use crate::error::Fault;
use crate::notices::view;
use crate::random;
use crate::store::Store;

/// A record as a person names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The record.
    pub record: Id,
    /// The notice's number, if it was named by that.
    pub number: Option<NoticeNumber>,
}

/// A hold in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    /// What was said when it was placed.
    pub placed: HoldPlaced,
}

/// The record of an id or a notice's number.
///
/// # Errors
/// [`KeepingRefused::UnknownRecord`], the store's.
pub async fn named(store: &dyn Store, scope: &Scope, text: &str) -> Result<Named, KeepingRefused> {
    if let Ok(record) = text.parse::<Id>() {
        return Ok(Named { record, number: None });
    }
    let number = NoticeNumber::parse(text).map_err(|_| KeepingRefused::UnknownRecord)?;
    let told = view(store, scope).await?.told;
    let (record, _) = told.records.get(&number).copied().ok_or(KeepingRefused::UnknownRecord)?;
    Ok(Named { record, number: Some(number) })
}

/// Holds in force, in the order in which they were placed.
///
/// # Errors
/// The store's.
pub async fn holds(store: &dyn Store, scope: &Scope) -> Result<Vec<Hold>, Fault> {
    let mut holds: Vec<Hold> = Vec::new();
    for (_, body) in store.journal(scope).await? {
        match body {
            ServerBody::HoldPlaced(placed) => holds.push(Hold { placed }),
            ServerBody::HoldLifted(lifted) => holds.retain(|hold| hold.placed.hold != lifted.hold),
            _ => {}
        }
    }
    Ok(holds)
}

/// Places a hold; answers its reference.
///
/// # Errors
/// [`KeepingRefused::UnknownRecord`], [`KeepingRefused::Gone`], [`KeepingRefused::Why`], the store's; nothing was written then.
pub async fn place(
    (store, clock): (&dyn Store, &Clock),
    scope: &Scope,
    named: Named,
    (by, why): (Id, &str),
) -> Result<Id, KeepingRefused> {
    let why = said(why)?;
    let tellers = store.tellers_of(scope, named.record).await?;
    if !tellers.is_known() {
        return Err(KeepingRefused::UnknownRecord);
    }
    if !tellers.bodies {
        return Err(KeepingRefused::Gone);
    }
    let officers = tellers.officers;
    let (hold, record) = (random::id_of_the_hour(clock)?, named.record);
    let placed = HoldPlaced { hold, record, number: named.number, by, why: why.clone() };
    let told = HoldTold { record, hold: Some(hold), officers };
    let entries = vec![
        (hold, ServerBody::HoldPlaced(placed)),
        (random::id_of_the_hour(clock)?, ServerBody::HoldTold(told)),
    ];
    store.decide_at_desk(scope, entries, format!("hold {hold} on {record} placed"), Some(why)).await?;
    Ok(hold)
}

/// Lifts a hold. The phones are told when it was the record's last.
///
/// # Errors
/// [`KeepingRefused::UnknownHold`], [`KeepingRefused::Why`], the store's; nothing was written then.
pub async fn lift(
    (store, clock): (&dyn Store, &Clock),
    scope: &Scope,
    hold: Id,
    (by, why): (Id, &str),
) -> Result<(), KeepingRefused> {
    let why = said(why)?;
    let all = holds(store, scope).await?;
    let record = all.iter().find(|one| one.placed.hold == hold).map(|one| one.placed.record);
    let record = record.ok_or(KeepingRefused::UnknownHold)?;
    let other = all.iter().map(|one| &one.placed).find(|one| one.record == record && one.hold != hold);
    let officers = store.tellers_of(scope, record).await?.officers;
    let lifted = HoldLifted { hold, record, by, why: why.clone() };
    let told = HoldTold { record, hold: other.map(|other| other.hold), officers };
    let entries = vec![
        (random::id_of_the_hour(clock)?, ServerBody::HoldLifted(lifted)),
        (random::id_of_the_hour(clock)?, ServerBody::HoldTold(told)),
    ];
    Ok(store.decide_at_desk(scope, entries, format!("hold {hold} on {record} lifted"), Some(why)).await?)
}

/// Changes a keeping time from a day on.
///
/// # Errors
/// [`KeepingRefused::Past`], [`KeepingRefused::Length`], [`KeepingRefused::Why`], the store's; nothing was written then.
pub async fn change(
    (store, clock): (&dyn Store, &Clock),
    scope: &Scope,
    (kind, keep, from): (KeepingKind, Keep, Date),
    (by, why): (Id, &str),
) -> Result<(), KeepingRefused> {
    let why = said(why)?;
    if from < beatbook_domain::calendar::local_date(clock.now())? {
        return Err(KeepingRefused::Past);
    }
    if !keep.fits(kind) {
        return Err(KeepingRefused::Length);
    }
    let what = format!("keeping time of {} from {from}: {}", kind.code(), keep.words());
    let changed = KeepingChanged { kind, keep, from, by, why: why.clone() };
    let entries = vec![(scope.authority(), ServerBody::KeepingChanged(changed))];
    Ok(store.decide_at_desk(scope, entries, what, Some(why)).await?)
}
