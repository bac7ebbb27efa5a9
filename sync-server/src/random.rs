//! Random bytes from the operating system: salts, codes, ids and keys.
//! The only place that asks for them.

use beatbook_protocol::id::Id;

use crate::clock::Clock;
use crate::error::Fault;

/// `N` random bytes.
///
/// # Errors
/// [`Fault::Randomness`].
pub fn bytes<const N: usize>() -> Result<[u8; N], Fault> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| Fault::Randomness)?;
    Ok(bytes)
}

/// A new id of this moment.
///
/// # Errors
/// [`Fault::Randomness`].
pub fn id(clock: &Clock) -> Result<Id, Fault> {
    Ok(Id::v7(clock.now().unsigned_abs(), bytes()?))
}

/// A new id that tells the hour and no more: it stands in a header that every phone reads.
///
/// # Errors
/// [`Fault::Randomness`].
pub fn id_of_the_hour(clock: &Clock) -> Result<Id, Fault> {
    const HOUR_MS: i64 = 3_600_000;
    let hour = clock.now().div_euclid(HOUR_MS).saturating_mul(HOUR_MS);
    Ok(Id::v7(hour.unsigned_abs(), bytes()?))
}
