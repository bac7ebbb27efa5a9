//! What tables that are to be published have in common: they are of the whole authority, and a ward is one of its own. Words
//! that officers typed are in none.

use std::collections::BTreeSet;

use beatbook_domain::zone::ZoneKind;

use super::office::Office;
use super::seat::Seat;
use crate::error::ServerError;

/// A table that is not published as it was asked for.
pub(super) fn not_public(why: &str) -> ServerError {
    ServerError::refused("not_public", why)
}

/// Refused unless the reader counts everything.
pub(super) fn check_whole(seat: &Seat) -> Result<(), ServerError> {
    if seat.counts_all() {
        return Ok(());
    }
    Err(not_public("what is published is of the whole force: ask somebody who may count all of it"))
}

/// The wards there ever were.
pub(super) struct Wards(BTreeSet<String>);

impl Wards {
    pub(super) async fn of(office: &Office, seat: &Seat) -> Result<Self, ServerError> {
        let service = &office.service;
        let briefing =
            service.briefings().get(&**service.store(), &seat.scope, None).await?.unwrap_or_default();
        let wards = briefing.versions.values().filter(|version| version.kind == ZoneKind::Ward);
        Ok(Self(wards.map(|version| version.code.clone()).collect()))
    }

    /// Leaves of a ward that was told only one of these: other words are an officer's own.
    pub(super) fn publish(&self, ward: &mut Option<String>) {
        *ward = ward.take().map(|ward| if self.0.contains(&ward) { ward } else { "(other)".to_owned() });
    }
}
