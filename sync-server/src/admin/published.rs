//! What tables that are to be published have in common: they are of the whole authority, and a ward is one of its own. Words
//! that officers typed are in none.

use std::collections::BTreeMap;

use beatbook_domain::zone::ZoneKind;
use jiff::civil::Date;

use super::office::Office;
use super::seat::Seat;
use crate::error::ServerError;

/// A table that is not published as it was asked for.
pub(super) fn not_public(why: &str) -> ServerError {
    ServerError::refused("not_public", why)
}

/// Whether something may be published: of whole months that are over, or what was hidden one day would be the difference to
/// the next.
pub(super) fn check_over(
    (last, whole_months): (Date, bool),
    today: Date,
    why: &str,
) -> Result<(), ServerError> {
    if whole_months && last < today { Ok(()) } else { Err(not_public(why)) }
}

/// Refused unless the reader counts everything.
pub(super) fn check_whole(seat: &Seat) -> Result<(), ServerError> {
    if seat.counts_all() {
        return Ok(());
    }
    Err(not_public("what is published is of the whole force: ask somebody who may count all of it"))
}

/// The wards there ever were, by their codes, as people know them.
pub(super) struct Wards(BTreeMap<String, String>);

impl Wards {
    pub(super) async fn of(office: &Office, seat: &Seat) -> Result<Self, ServerError> {
        let service = &office.service;
        let now = service.clock().now();
        let briefing =
            service.briefings().get(&**service.store(), &seat.scope, None).await?.unwrap_or_default();
        let wards = briefing.versions.values().filter(|version| version.kind == ZoneKind::Ward);
        let known = |code: &str| match briefing.ward_name(code, now) {
            name if name == code => name.to_owned(),
            name => format!("{name} ({code})"),
        };
        Ok(Self(wards.map(|version| (version.code.clone(), known(&version.code))).collect()))
    }

    /// Says a ward by name and code; what officers typed stays.
    pub(super) fn name(&self, ward: &mut Option<String>) {
        let known = ward.as_ref().and_then(|ward| self.0.get(ward));
        if let Some(known) = known {
            *ward = Some(known.clone());
        }
    }

    /// The same of what may be named already, where it is published: other words are an officer's own.
    pub(super) fn publish(&self, ward: &mut Option<String>) {
        self.name(ward);
        if let Some(told) = ward.as_mut().filter(|told| !self.0.values().any(|known| known == *told)) {
            "(other)".clone_into(told);
        }
    }
}
