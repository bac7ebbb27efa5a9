//! What an officer notes of a sign.

use beatbook_domain::law::missing::Missing;
use beatbook_domain::orders::unknown::unknown_sign;
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::seen::KeptPlace;
use beatbook_domain::records::sign::{SignNoted, SignState};
use beatbook_protocol::hash::Hash;
use beatbook_protocol::limits::NAME_MAX;

use crate::beatbook::{Beatbook, Told};
use crate::error::DeviceError;
use crate::journal::record_id;
use crate::notebook::Notebook;
use crate::orders::AskWhere;

/// What to note of a sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignNote {
    /// How it was found.
    pub state: SignState,
    /// The order it tells of.
    pub order: String,
    /// Its code; absent where one is wanted.
    pub sign: Option<String>,
    /// What else there is to say.
    pub text: String,
    /// SHA-256 of a photograph of it.
    pub photo: Option<Hash>,
}

/// A note of a sign, as it was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignTold {
    /// The entry's number.
    pub entry: u64,
    /// Codes that this phone's order book does not have, kept as they were told: perhaps slips.
    pub unknown: Vec<Missing>,
}

impl Beatbook {
    /// Notes how an order's sign was found. Everything but `seen` opens a task for whoever looks after signs.
    ///
    /// # Errors
    /// `text` (a code or remark that cannot be kept), `moved`, `retired`, storage errors.
    pub fn note_sign(&self, note: SignNote) -> Told<SignTold> {
        let longest = self.setup.timeouts.request;
        Ok(self.gate.with(|notebook| notebook.note_sign(note, longest))?)
    }
}

impl Notebook {
    fn note_sign(&mut self, note: SignNote, longest: u64) -> Result<SignTold, DeviceError> {
        self.ledger.check_writable()?;
        let now = self.ledger.now()?;
        let time = Some(self.legal_now(&now, longest)?);
        let place = self.place(AskWhere::Newest, &now).ok().map(|(place, _)| KeptPlace {
            lat: place.lat,
            lon: place.lon,
            accuracy: Some((place.accuracy_m * 10.0) as u16),
        });
        let SignNote { state, order, sign, text, photo } = note;
        let (at, encounter) = (now.moment(), None);
        let noted = SignNoted { at, time, state, order, sign, place, text, photo, encounter };
        noted.check().map_err(|bad| DeviceError::Text {
            field: bad.field,
            most: u32::try_from(NAME_MAX).unwrap_or(u32::MAX),
        })?;
        let open = self.tracked.as_ref().filter(|tracked| tracked.is_open());
        let welfare = open.is_some_and(|tracked| tracked.patrol.duty.is_welfare());
        let record = record_id(&*self.ledger.platform, &now, welfare)?;
        let book = self.book()?.filter(|book| !book.book().orders.is_empty());
        let unknown = book.map(|book| unknown_sign(book.book(), &noted)).unwrap_or_default();
        let body = EntryBody::SignNoted(noted);
        let entry = self.ledger.append(now, |journal| journal.append(record, &body, welfare))?;
        Ok(SignTold { entry, unknown })
    }
}
