//! What officers found of signs, as phones are told it and as a bundle shows it.

use beatbook_domain::orders::signs::{SignFound, newest_of};
use jiff::civil::Date;

use crate::auth::Scope;
use crate::error::Fault;
use crate::store::{SignTold, Store};

/// The newest of each sign that counts for everybody: not what was noted on outreach or on a count, nor by a clock that shows
/// a day to come.
///
/// # Errors
/// The store's.
pub async fn sightings(store: &dyn Store, scope: &Scope, today: Date) -> Result<Vec<SignFound>, Fault> {
    let told = store.sign_notes(scope).await?;
    let found = told.iter().filter(|told| !told.welfare).filter_map(found);
    Ok(newest_of(found.filter(|one| one.day().is_some_and(|day| day <= today))))
}

/// Everything that was found of one sign up to a moment, the earliest first.
///
/// # Errors
/// The store's.
pub async fn of_sign(
    store: &dyn Store,
    scope: &Scope,
    sign: &str,
    until: i64,
) -> Result<Vec<SignFound>, Fault> {
    let told = store.sign_notes(scope).await?;
    let found = told.iter().filter(|told| !told.welfare).filter_map(found);
    let mut found: Vec<SignFound> = found.filter(|one| one.sign == sign && one.at <= until).collect();
    found.sort_by_key(|one| (one.at, one.by));
    Ok(found)
}

fn found(told: &SignTold) -> Option<SignFound> {
    told.note.sighting(told.officer)
}
