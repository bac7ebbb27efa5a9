//! Where an officer is, and on what, when something of the beat is written down: what a record has by itself.

use beatbook_domain::orders::legal_time::LegalTime;
use beatbook_domain::records::seen::KeptPlace;
use beatbook_protocol::id::Id;

use crate::error::DeviceError;
use crate::notebook::Notebook;
use crate::orders::AskWhere;
use crate::platform::Now;

/// What a record of the beat has by itself.
pub(crate) struct Here {
    /// By all clocks.
    pub(crate) now: Now,
    /// Legal time.
    pub(crate) legal: LegalTime,
    /// Where, if that is known and fresh.
    pub(crate) place: Option<KeptPlace>,
    /// Code of the ward there.
    pub(crate) ward: Option<String>,
    /// The running patrol.
    pub(crate) patrol: Option<Id>,
    /// Its operation.
    pub(crate) operation: Option<String>,
    /// It is on outreach or on a count: the entry's header hides its kind.
    pub(crate) coarse: bool,
}

impl Notebook {
    /// Whether the running patrol is on outreach or on a count: headers of what is told hide its kind.
    pub(crate) fn is_on_welfare(&self) -> bool {
        self.tracked.as_ref().is_some_and(|tracked| tracked.is_open() && tracked.patrol.duty.is_welfare())
    }

    /// What a record that is written down now has by itself.
    pub(crate) fn here(&mut self, place: AskWhere, longest: u64) -> Result<Here, DeviceError> {
        let now = self.ledger.now()?;
        let (legal, place) = self.seen_from(place, &now, longest)?;
        let ward = match place {
            Some(KeptPlace { lat, lon, .. }) => self.ward_of((lat, lon), legal.at)?,
            None => None,
        };
        let open = self.tracked.as_ref().filter(|tracked| tracked.is_open());
        Ok(Here {
            now,
            legal,
            place,
            ward: ward.map(|ward| ward.code),
            patrol: open.map(|tracked| tracked.record),
            operation: open.and_then(|tracked| tracked.patrol.operation.clone()),
            coarse: self.is_on_welfare(),
        })
    }
}
