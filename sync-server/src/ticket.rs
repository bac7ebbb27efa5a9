//! Enrolment tickets: what an officer scans to enrol a notebook. Fifteen minutes, once.

use beatbook_protocol::enrol::{EnrolCode, Ticket};
use beatbook_protocol::id::Id;

use crate::auth::{Purpose, Scope};
use crate::error::{Fault, ServerError};
use crate::random;
use crate::service::Service;
use crate::setup;

/// How long a code is valid, milliseconds by the server's clock.
pub const CODE_VALID_MS: i64 = 15 * 60_000;

/// Makes a ticket for an officer; `port` is where the server listens, for addresses that leave it open.
///
/// # Errors
/// [`Fault::Unknown`] for an officer of another authority; the store's.
pub async fn issue(service: &Service, authority: Id, officer: Id, port: u16) -> Result<Ticket, ServerError> {
    let scope: Scope = service.keyholder().scope(authority, Purpose::Administration);
    let code = EnrolCode(random::bytes()?);
    let expires = service.clock().now() + CODE_VALID_MS;
    service.store().issue_code(&scope, officer, code.hash(), expires).await?;
    let identity = service.identity();
    Ok(Ticket {
        address: setup::address(&**service.store(), service.keyholder(), port).await?,
        trust: setup::trust(&**service.store(), service.keyholder()).await?,
        server: identity.server,
        receipt_key: *identity.receipt_keys.first().ok_or(Fault::Damaged { what: "receipt key" })?,
        authority,
        officer,
        code,
    })
}
