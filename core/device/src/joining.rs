//! How a notebook comes to its server: by an enrolment code, or as the successor of one the server knows.

use std::sync::Arc;

use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::journal::Continues;
use beatbook_protocol::enrol::Ticket;
use beatbook_protocol::id::Id;
use beatbook_store::{Cancel, Key, KeyCheck, KeyCheckState, StoreError};

use crate::beatbook::{Beatbook, Setup, Told};
use crate::error::{DeviceError, LinkFault, State};
use crate::journal::entry;
use crate::local::{Entrance, Exchange};
use crate::notebook::{Founding, Notebook, Places, remove};
use crate::seat;
use crate::sync::{self, NotLetIn};
use crate::view::NotebookState;

impl Beatbook {
    /// Enrols a notebook with a code while the network is there, and opens it.
    ///
    /// Call it again with the same key and code after a lost answer: the very same notebook asks again. Keep
    /// `key` in the platform's key store before the first call, and one key for each notebook.
    ///
    /// # Errors
    /// `ticket`; `code_invalid` (nothing is left behind); `network`, `clock_wrong`, `not_our_server`,
    /// `bad_answer`, `server_busy` (call again); `other_ticket`; those of [`Beatbook::open`].
    pub fn enrol(setup: Setup, key: &Key, ticket: &str) -> Told<Self> {
        Self::enrol_unless(setup, key, ticket, &Cancel::new())
    }

    /// The same, until another thread cancels it: it then ends within a second.
    ///
    /// A cancel that comes before the server was met leaves nothing behind. After that the server may have spent the
    /// code on the notebook that asked: it is whole and stays, and the same key and code make it ask again, which the
    /// server answers also when the code is spent.
    ///
    /// # Errors
    /// `cancelled` (call again with the same key and code), and those of [`Beatbook::enrol`].
    pub fn enrol_unless(setup: Setup, key: &Key, ticket: &str, cancel: &Cancel) -> Told<Self> {
        let parsed = Ticket::parse(ticket).map_err(DeviceError::from)?;
        if cancel.is_cancelled() {
            return Err(DeviceError::from(State::Cancelled).into());
        }
        let timeouts = setup.timeouts;
        let places = setup.places.clone();
        let known = notebooks_of_key(&places, key)?.first().copied();
        let book = match known {
            Some(known) => {
                let book = Self::open(setup, key, known)?;
                book.gate.with(|notebook| notebook.use_ticket(&parsed))?;
                book
            }
            None => Self::found(setup, key, ticket)?,
        };
        let entered = {
            let run = book.gate.begin_sync()?.ending_with(cancel);
            sync::enter_now(&run, timeouts)
        };
        let Err(NotLetIn { error, asked }) = entered else { return Ok(book) };
        // One of an earlier call may have asked then.
        let never_asked = error == State::Cancelled.into() && known.is_none() && !asked;
        let empty = book.gate.with(|notebook| Ok(notebook.holds_only_genesis()))?;
        if empty && (never_asked || error == LinkFault::CodeInvalid.into()) {
            let id = book.notebook();
            book.shutdown()?;
            remove(&places, id);
        }
        Err(error.into())
    }

    /// Gives a notebook that still waits for its server a new code, after the former one has expired.
    ///
    /// # Errors
    /// `ticket`, `other_ticket`, storage errors.
    pub fn use_code(&self, ticket: &str) -> Told<()> {
        let parsed = Ticket::parse(ticket).map_err(DeviceError::from)?;
        Ok(self.gate.with(|notebook| notebook.use_ticket(&parsed))?)
    }

    /// Goes on from a notebook that is closed for writing because it was restored, copied or found twice.
    /// The successor is written at once; the server is told at its next sync. This one stays open for syncing
    /// what it still has. Patrols that no receipt of the server covers whole – ended, or open up to the last fix –
    /// the successor hands over, each once and as a patrol of its own: the server may have gone on with another branch.
    ///
    /// Call it again with the same key after a kill: the very same successor goes on. Keep `key` in the platform's
    /// key store before the first call.
    ///
    /// # Errors
    /// `no_successor_needed`, `successor_begun` (with another key: open that one), `already_open` (the successor is),
    /// and those of [`Beatbook::found`].
    pub fn begin_successor(&self, key: &Key) -> Told<Self> {
        // Under the lock throughout: two calls at once begin one successor.
        let successor = self.gate.with(|notebook| {
            let state = notebook.ledger.state();
            if !matches!(state, NotebookState::Moved | NotebookState::Retired) {
                return Err(State::NoSuccessorNeeded.into());
            }
            if let Some(mut begun) = self.begun_successor(key)? {
                begun.take_looks_of(notebook)?;
                return Ok(begun);
            }
            let former = Arc::clone(&notebook.ledger.identity);
            let exchange = notebook.ledger.db.read(Exchange::load)?;
            let head = notebook.ledger.head_point().ok_or(DeviceError::Bug("no genesis"))?;
            let founding = Founding {
                authority: former.authority,
                officer: former.officer,
                server: former.server,
                address: former.address.clone(),
                trust: former.trust,
                receipt_keys: exchange.receipt_keys,
                continues: Some(Continues { notebook: self.notebook(), seq: head.seq, hash: head.hash }),
            };
            let (platform, carried) = (Arc::clone(&self.setup.platform), notebook.not_handed_over()?);
            let mut successor =
                Notebook::create(&self.setup.places, key, platform, founding, &carried, |offer| {
                    Entrance::by_former(&former, offer)
                })?;
            successor.take_looks_of(notebook)?;
            Ok(successor)
        })?;
        Ok(Self::around(self.setup.clone(), key.clone(), successor))
    }

    /// A successor of this notebook that was begun with this key before. One of another key is refused: with two, the
    /// officer's records would be told in two books.
    fn begun_successor(&self, key: &Key) -> Result<Option<Notebook>, DeviceError> {
        let places = &self.setup.places;
        let of_key = notebooks_of_key(places, key)?;
        for known in of_key.iter().copied().filter(|known| *known != self.notebook()) {
            let opened = match Notebook::open(places, known, key, Arc::clone(&self.setup.platform)) {
                Ok(opened) => opened,
                Err(error @ DeviceError::Store(StoreError::AlreadyOpen)) => return Err(error),
                // Half made by an earlier version, or damaged: it carries nothing on.
                Err(_) => continue,
            };
            if opened.continues()?.is_some_and(|continues| continues.notebook == self.notebook()) {
                return Ok(Some(opened));
            }
        }
        // Named before it was made, and perhaps never made: only one that is there counts.
        let named = seat::successor(&places.seats, self.notebook())?;
        match named.filter(|named| places.file(*named).is_file() && !of_key.contains(named)) {
            Some(other) => Err(State::SuccessorBegun(other).into()),
            None => Ok(None),
        }
    }
}

impl Notebook {
    /// Asks with this code from now on; the genesis stays the same.
    fn use_ticket(&mut self, ticket: &Ticket) -> Result<(), DeviceError> {
        let identity = &self.ledger.identity;
        let same = (ticket.authority, ticket.officer, ticket.server)
            == (identity.authority, identity.officer, identity.server);
        if !same {
            return Err(State::OtherTicket.into());
        }
        let Some(Entrance::Code(request)) = &identity.entrance else { return Ok(()) };
        let mut request = request.clone();
        request.code = ticket.code;
        let entrance = Entrance::Code(request);
        self.ledger.write(|tx| {
            tx.execute(
                "UPDATE notebook SET address = ?1 WHERE id = 1",
                beatbook_store::params![ticket.address],
            )?;
            crate::local::Identity::set_entrance(tx, Some(&entrance))
        })?;
        self.reload()
    }

    /// Which notebook it goes on from, as its genesis says.
    fn continues(&self) -> Result<Option<Continues>, DeviceError> {
        let Some(line) = self.ledger.db.read(|tx| entry(tx, 0))? else { return Ok(None) };
        match line.says(&line.header()?) {
            Some(EntryBody::Genesis(genesis)) => Ok(genesis.continues),
            _ => Ok(None),
        }
    }

    fn holds_only_genesis(&self) -> bool {
        self.ledger.head_point().is_some_and(|point| point.seq == 0) && self.tracked.is_none()
    }
}

/// The notebooks in a folder that this key belongs to, by the key checks beside them.
fn notebooks_of_key(places: &Places, key: &Key) -> Result<Vec<Id>, DeviceError> {
    let mut found = Vec::new();
    for notebook in places.list()? {
        let check = KeyCheck::of(key, &notebook.to_string())?;
        if check.compare_beside(&places.file(notebook))? == KeyCheckState::Right {
            found.push(notebook);
        }
    }
    Ok(found)
}
