//! One open notebook: its file, its seat, its patrol in progress.
//! Opening reads a handful of rows, so a notebook of a gigabyte opens as fast as a new one.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use beatbook_domain::calendar::local_date;
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::journal::{Continues, Genesis};
use beatbook_protocol::chain::SignedHead;
use beatbook_protocol::enrol::{Ticket, Token, Trust};
use beatbook_protocol::entry::Salt;
use beatbook_protocol::id::Id;
use beatbook_protocol::sign::{PublicKey, SigningKey};
use beatbook_store::{Database, Key, OpenMode, Opening, Schema, Step, StoreError};

use jiff::civil::Date;

use crate::access::OwnReading;
use crate::carrying::Carried;
use crate::error::DeviceError;
use crate::journal::{Head, Journal, StoredBody, entry, last_point, patrols, record_id};
use crate::ledger::Ledger;
use crate::local::{self, Entrance, Exchange, Identity};
use crate::orders::OrdersAtHand;
use crate::platform::{Now, Platform, random};
use crate::seat::{self, Seat};
use crate::tracked::Tracked;
use crate::zones::Zones;

/// What a notebook's file holds: 'BBnb'.
const SCHEMA: Schema = Schema {
    application_id: 0x4242_6e62,
    steps: &[
        Step { version: 1, sql: include_str!("schema.sql") },
        Step { version: 2, sql: include_str!("schema-2.sql") },
    ],
};
/// Kept back so that one more notice and the acknowledgements fit on a full phone.
const RESERVE_BYTES: u64 = 1 << 20;
const EXTENSION: &str = "beatbook";

/// Where notebooks live on this phone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// The folder of the encrypted files.
    pub notebooks: PathBuf,
    /// A folder outside every backup and transfer to another phone (Android `noBackupFilesDir`, on Apple one
    /// marked `isExcludedFromBackup`). It tells this phone's notebook from a restored or copied one.
    pub seats: PathBuf,
}

impl Places {
    /// The encrypted file of a notebook.
    #[must_use]
    pub fn file(&self, notebook: Id) -> PathBuf {
        self.notebooks.join(format!("{notebook}.{EXTENSION}"))
    }

    /// The seat file of a notebook.
    #[must_use]
    pub fn seat_file(&self, notebook: Id) -> PathBuf {
        seat::seat_path(&self.seats, notebook)
    }

    pub(crate) fn list(&self) -> Result<Vec<Id>, DeviceError> {
        let names = match std::fs::read_dir(&self.notebooks) {
            Ok(names) => names,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(StoreError::MissingFolder.into());
            }
            Err(error) => {
                return Err(StoreError::Io { doing: "listing notebooks", kind: error.kind() }.into());
            }
        };
        let mut ids: Vec<Id> = names.flatten().filter_map(|name| id_of(&name.path())).collect();
        // They begin with the time of their founding (UUIDv7), so this is its order.
        ids.sort_unstable();
        Ok(ids)
    }
}

fn id_of(path: &Path) -> Option<Id> {
    let name = path.file_name()?.to_str()?;
    name.strip_suffix(EXTENSION)?.strip_suffix('.')?.parse().ok()
}

/// An open notebook.
pub(crate) struct Notebook {
    pub(crate) ledger: Ledger,
    pub(crate) tracked: Option<Tracked>,
    /// The zones last asked for.
    pub(crate) zones: Option<Zones>,
    /// The order book last asked, with zones of its own: a patrol may be using older ones.
    pub(crate) orders: Option<OrdersAtHand>,
}

/// What a new notebook is made of.
pub(crate) struct Founding {
    pub(crate) authority: Id,
    pub(crate) officer: Id,
    pub(crate) server: Id,
    pub(crate) address: String,
    pub(crate) trust: Trust,
    /// Newest first.
    pub(crate) receipt_keys: Vec<PublicKey>,
    pub(crate) continues: Option<Continues>,
}

impl Founding {
    pub(crate) fn of_ticket(ticket: &Ticket) -> Self {
        Self {
            authority: ticket.authority,
            officer: ticket.officer,
            server: ticket.server,
            address: ticket.address.clone(),
            trust: ticket.trust,
            receipt_keys: vec![ticket.receipt_key],
            continues: None,
        }
    }
}

/// Genesis as it goes to the server.
pub(crate) struct GenesisOffer {
    pub(crate) header: Vec<u8>,
    pub(crate) salt: Salt,
    pub(crate) body: Vec<u8>,
    pub(crate) head: SignedHead,
    pub(crate) token: Token,
}

impl Notebook {
    /// Opens a notebook that is there.
    pub(crate) fn open(
        places: &Places,
        notebook: Id,
        key: &Key,
        platform: Arc<dyn Platform>,
    ) -> Result<Self, DeviceError> {
        if !places.seats.is_dir() {
            return Err(StoreError::MissingFolder.into());
        }
        let db = Database::open(&opening(places, notebook, key).as_store())?;
        let identity = db.read(Identity::load)?;
        let moved = identity.notebook != notebook || !seat::is_own(&places.seats, notebook, identity.seat)?;
        let ledger = Ledger {
            db: Arc::new(db),
            identity: Arc::new(identity),
            platform,
            head: Head(None),
            moved,
            unsure: false,
        };
        let mut opened = Self { ledger, tracked: None, zones: None, orders: None };
        opened.reload()?;
        Ok(opened)
    }

    /// Reads what memory keeps of the file again: after opening, and after a commit that failed.
    pub(crate) fn reload(&mut self) -> Result<(), DeviceError> {
        let now = self.ledger.now()?;
        let (identity, head, tracked) = self.ledger.db.read(|tx| {
            let head = Head(last_point(tx)?);
            let newest = patrols(tx, 1)?.pop();
            let tracked = match newest {
                Some(listed) if may_be_tracked(&listed.patrol, &now) => {
                    let manifest = local::patrol_manifest(tx)?;
                    Some(Tracked::load(tx, listed.first, listed.record, listed.patrol, manifest)?)
                }
                _ => None,
            };
            Ok::<_, DeviceError>((Identity::load(tx)?, head, tracked))
        })?;
        self.ledger.identity = Arc::new(identity);
        self.ledger.head = head;
        self.ledger.unsure = false;
        self.tracked = tracked;
        Ok(())
    }

    /// How far this officer may read own records now.
    pub(crate) fn own_reading(&self) -> Result<OwnReading, DeviceError> {
        let (now, officer) = (self.ledger.now()?, self.ledger.identity.officer);
        // A clock that shows no date tells of no role.
        let day = local_date(now.wall).unwrap_or(Date::ZERO);
        self.ledger.db.read(|tx| OwnReading::load(tx, officer, (day, now.wall)))
    }

    /// Makes a new notebook with its genesis and, in the same breath, what it carries on from the one before;
    /// `entrance` says how it will be let in.
    pub(crate) fn create(
        places: &Places,
        key: &Key,
        platform: Arc<dyn Platform>,
        founding: Founding,
        carried: &[Carried],
        entrance: impl Fn(GenesisOffer) -> Entrance,
    ) -> Result<Self, DeviceError> {
        let now = platform.now()?;
        let notebook = record_id(&*platform, &now, false)?;
        let seat = Seat(random(&*platform)?);
        let identity = Identity {
            notebook,
            authority: founding.authority,
            officer: founding.officer,
            server: founding.server,
            seat,
            signing: SigningKey::from_seed(&zeroize::Zeroizing::new(random(&*platform)?)),
            token: Token(random(&*platform)?),
            address: founding.address,
            trust: founding.trust,
            entrance: None,
            authority_code: String::new(),
            officer_code: String::new(),
            retired: None,
        };
        let genesis = Genesis {
            authority: identity.authority,
            officer: identity.officer,
            installation: record_id(&*platform, &now, false)?,
            public_key: identity.signing.public(),
            server: identity.server,
            continues: founding.continues,
        };
        seat::take(&places.seats, notebook, seat)?;
        if let Some(continues) = &founding.continues {
            seat::name_successor(&places.seats, continues.notebook, notebook)?;
        }
        let mut exchange = Exchange::new(founding.receipt_keys);
        exchange.offered = Some(0);
        // In it before the file has its name: killed at any moment, there is a notebook with its genesis or none.
        let made = Database::found(&opening(places, notebook, key).as_store(), |tx| {
            let mut journal =
                Journal { tx, identity: &identity, platform: &*platform, now, head: Head(None) };
            journal.append(identity.notebook, &EntryBody::Genesis(genesis.clone()), false)?;
            identity.insert(tx)?;
            exchange.store(tx)?;
            Identity::set_entrance(tx, Some(&entrance(genesis_offer(&journal)?)))?;
            carried.iter().try_for_each(|carried| carried.tell(&mut journal))
        });
        let db = made.inspect_err(|_| {
            // A file that has its name holds what was founded: it stays and is found again.
            if matches!(places.file(notebook).try_exists(), Ok(false)) {
                remove(places, notebook);
            }
        })?;
        let ledger = Ledger {
            db: Arc::new(db),
            identity: Arc::new(identity),
            platform,
            head: Head(None),
            moved: false,
            unsure: false,
        };
        let mut created = Self { ledger, tracked: None, zones: None, orders: None };
        created.reload()?;
        Ok(created)
    }
}

/// Whether the newest patrol may still take fixes: open, or signed off a short time ago.
fn may_be_tracked(patrol: &beatbook_domain::records::patrol::Patrol, now: &Now) -> bool {
    patrol.ended.as_ref().is_none_or(|ended| {
        let since = crate::tracked::elapsed(ended.at, now);
        (0..=crate::tracked::EVIDENCE_MS).contains(&since)
    })
}

/// How a notebook's file is opened.
struct NotebookFile<'a> {
    path: PathBuf,
    id: String,
    key: &'a Key,
}

fn opening<'a>(places: &Places, notebook: Id, key: &'a Key) -> NotebookFile<'a> {
    NotebookFile { path: places.file(notebook), id: notebook.to_string(), key }
}

impl NotebookFile<'_> {
    fn as_store(&self) -> Opening<'_> {
        Opening {
            path: &self.path,
            key: self.key,
            id: &self.id,
            schema: &SCHEMA,
            mode: OpenMode::Open,
            reserve_bytes: RESERVE_BYTES,
        }
    }
}

/// Genesis as it was just written.
fn genesis_offer(journal: &Journal<'_>) -> Result<GenesisOffer, DeviceError> {
    let written = DeviceError::Bug("genesis");
    let (Some(point), Some(line)) = (journal.head.0, entry(journal.tx, 0)?) else { return Err(written) };
    let StoredBody::Present(salt, body) = line.body else { return Err(written) };
    let Identity { notebook, signing, token, .. } = journal.identity;
    let head = SignedHead::sign(*notebook, point, signing);
    Ok(GenesisOffer { header: line.header, salt, body, head, token: *token })
}

/// Removes a notebook that was never let in and holds nothing but its genesis.
pub(crate) fn remove(places: &Places, notebook: Id) {
    let files = beatbook_store::DatabaseFiles::of(&places.file(notebook));
    for path in files.all() {
        // What cannot be removed is listed again and refused again: harmless.
        let _ = std::fs::remove_file(path);
    }
    let _ = seat::give_up(&places.seats, notebook);
}
