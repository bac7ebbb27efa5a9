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
