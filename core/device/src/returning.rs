//! What an encampment looks like beside directions to leave: those that the server told of, but for those that this phone knows to
//! have ended.

use std::collections::BTreeMap;

use beatbook_domain::calendar::local_midnight;
use beatbook_domain::encampments::standing::{EncampmentStanding, Seen, seen_again};
use beatbook_domain::encampments::{Beside, Told as EntryTold};
use beatbook_domain::records::encampment::{EncampmentStep, Land};
use beatbook_protocol::id::Id;

use crate::encampments::{EncampmentTelling, standings};
use crate::error::DeviceError;
use crate::notebook::Notebook;

impl Notebook {
    /// What this notebook's own notices say of directions among these; they are looked at only where there is one.
    pub(crate) fn notices_over(
        &self,
        standings: &BTreeMap<Id, EncampmentStanding>,
        told: &[EntryTold],
    ) -> Result<Beside, DeviceError> {
        let directs = |one: &EntryTold| matches!(one.step(), Some(EncampmentStep::Direction(direction)) if direction.number().is_some());
        if told.iter().any(directs) || standings.values().any(|one| !one.directions.is_empty()) {
            self.own_notices_over()
        } else {
            Ok(Beside::default())
        }
    }

    /// The land of an encampment, as it was told here or as the server told last, and since when they are known to be there.
    pub(crate) fn land_of(&self, encampment: Id) -> Result<Option<(Land, i64)>, DeviceError> {
        let encampment = self.encampment_named(encampment)?;
        let standing = self.ledger.db.read(standings)?.remove(&encampment);
        let reported = standing.as_ref().and_then(|one| local_midnight(one.reported?).ok());
        let own = self.own_stories()?.remove(&encampment);
        let first = own.as_ref().and_then(|own| own.reports.first());
        // Of the day that others are told it was this phone's own report, as far as anybody knows.
        let first = match (first.map(|one| (one.day(), one.time)), reported) {
            (Some((day, time)), Some(midnight)) if local_midnight(day) != Ok(midnight) => {
                Some(time.min(midnight))
            }
            (Some((_, time)), _) => Some(time),
            (None, midnight) => midnight,
        };
        let own = own.and_then(|own| own.land().cloned());
        let told = || {
            let standing = standing?;
            Some(Land { code: standing.land_code, words: standing.land?, place: None })
        };
        Ok(own.or_else(told).zip(first))
    }

    /// Where encampments stand, as the server told last of each, without directions that this notebook knows to be void, and with
    /// those it knows to be withdrawn.
    pub(crate) fn directions_known(&self) -> Result<BTreeMap<Id, EncampmentStanding>, DeviceError> {
        let mut standings = self.ledger.db.read(standings)?;
        let over = self.notices_over(&standings, &[])?;
        standings.values_mut().for_each(|one| one.without(&over));
        Ok(standings)
    }
}

/// What it looks like beside the directions this phone knows of.
pub(crate) fn told_of(
    encampment: Id,
    (time, seen): (i64, &Seen),
    standings: &BTreeMap<Id, EncampmentStanding>,
) -> EncampmentTelling {
    let returns = seen_again(encampment, (time, seen), standings);
    EncampmentTelling { encampment, returns, doubts: Vec::new() }
}
