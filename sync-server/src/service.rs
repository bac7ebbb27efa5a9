//! The server's decisions about one request: who asks, whether there is room, what is taken, what goes back.

mod own_hours;
mod safety;
mod turns;

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::journal::Genesis;
use beatbook_protocol::chain::SignedHead;
use beatbook_protocol::enrol::{EnrolRequest, EnrolResponse, SucceedRequest, Token};
use beatbook_protocol::entry::{Header, Salt, header_hash};
use beatbook_protocol::frame::{self, FrameError};
use beatbook_protocol::id::Id;
use beatbook_protocol::limits::PROTOCOL_VERSION;
use beatbook_protocol::receipt::{Receipt, SignedReceipt};
use beatbook_protocol::sign::{PublicKey, Signature, SigningKey};
use beatbook_protocol::sync::{ProblemCode, SyncAnswer, SyncRequest, SyncResponse, Verdict};
use minicbor::Decode;
use serde::Serialize;
use tokio::sync::{Notify, Semaphore, SemaphorePermit, watch};
use zeroize::Zeroizing;

use self::safety::Watches;
pub use self::safety::keep_safe;
use self::turns::Turns;
use crate::auth::{self, Keyholder, Scope};
use crate::clock::Clock;
use crate::cursor::Position;
use crate::encampments;
use crate::error::Fault;
use crate::ingest::SentHeader;
use crate::ingest::check::{check, owns_key};
use crate::ingest::plan::Finding;
use crate::journal::Pen;
use crate::keeping::clock::Seen;
use crate::presence::Briefings;
use crate::random;
use crate::store::{
    Applied, Changes, Enrolled, Enrolment, NotebookIdentity, Room, ServerIdentity, Store, Succession,
};

/// Reports made for phones at a time.
const REPORTS: usize = 4;
/// How long a phone stays away when the server is busy, milliseconds.
const BUSY_RETRY_MS: u32 = 5_000;
/// How long after a failure of ours.
const INTERNAL_RETRY_MS: u32 = 60_000;
/// Bytes of changes in one answer, tried in turn until the answer packs; the last is one item at a time.
const BUDGETS: [usize; 3] = [512 * 1024, 96 * 1024, 1];

/// Everything a request needs.
pub struct Service {
    store: Arc<dyn Store>,
    pen: Arc<Pen>,
    keyholder: Keyholder,
    identity: RwLock<Arc<ServerIdentity>>,
    briefings: Arc<Briefings>,
    turns: Turns,
    watches: Watches,
    reports: Semaphore,
    closing: watch::Receiver<bool>,
    arrived: Notify,
    noticed: Notify,
}

/// What `/readyz` tells, with status 503 if nothing can be kept; nothing about anybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Readiness {
    /// The protocol version spoken.
    pub protocol: u16,
    /// The generation in force.
    pub generation: u64,
    /// Whether what phones bring can be kept.
    #[serde(flatten)]
    pub room: Room,
}

/// The one field of a request that every version has in the same place.
#[derive(Decode)]
#[cbor(map)]
struct Versions {
    #[n(0)]
    versions: Vec<u16>,
}

impl Service {
    /// A service over a store.
    ///
    /// # Errors
    /// The store's.
    pub async fn new(
        store: Arc<dyn Store>,
        pen: Arc<Pen>,
        keyholder: Keyholder,
        closing: watch::Receiver<bool>,
    ) -> Result<Self, Fault> {
        let identity = RwLock::new(Arc::new(store.identity().await?));
        Ok(Self {
            store,
            pen,
            keyholder,
            identity,
            briefings: Arc::default(),
            turns: Turns::default(),
            watches: Watches::default(),
            reports: Semaphore::new(REPORTS),
            closing,
            arrived: Notify::new(),
            noticed: Notify::new(),
        })
    }

    /// The store.
    #[must_use]
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.store
    }

    /// Proof that this process holds the key file.
    #[must_use]
    pub fn keyholder(&self) -> &Keyholder {
        &self.keyholder
    }

    /// Briefings ready for the engine.
    #[must_use]
    pub fn briefings(&self) -> &Arc<Briefings> {
        &self.briefings
    }

    /// Who this server is; its generation as of the start.
    #[must_use]
    pub fn identity(&self) -> Arc<ServerIdentity> {
        Arc::clone(&self.identity.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Signs a receipt outside of a sync: for a case bundle.
    ///
    /// # Errors
    /// [`Fault::Format`].
    pub fn sign_receipt(&self, receipt: &Receipt) -> Result<SignedReceipt, Fault> {
        self.pen.sign_receipt(receipt)
    }

    /// Signs the manifest of a case bundle.
    #[must_use]
    pub fn sign_bundle(&self, manifest: &[u8]) -> Signature {
        self.pen.sign(crate::bundle::format::PURPOSE, manifest)
    }

    /// Takes up a new receipt key, by the word of the one in force. Phones learn of it with their next answer.
    ///
    /// # Errors
    /// The store's: the key in force stays.
    pub async fn change_receipt_key(&self) -> Result<PublicKey, Fault> {
        let seed: Zeroizing<[u8; 32]> = Zeroizing::new(random::bytes()?);
        self.store.change_receipt_key(&self.keyholder, *seed).await?;
        // The handover before the first receipt that needs it.
        let identity = Arc::new(self.store.identity().await?);
        *self.identity.write().unwrap_or_else(PoisonError::into_inner) = identity;
        self.pen.take_up(SigningKey::from_seed(&seed));
        tracing::warn!("receipts and journals are signed with a new key from now on");
        Ok(self.pen.public_key())
    }

    /// The clock all answers are dated by.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        self.pen.clock()
    }

    /// Both clocks and which run of the server it is.
    #[must_use]
    pub fn looked_at(&self) -> Seen {
        Seen { wall: self.clock().now(), mono: self.clock().mono(), boot: self.pen.boot() }
    }

    /// Resolves when a batch has been applied since the last call.
    pub async fn arrived(&self) {
        self.arrived.notified().await;
    }

    /// Takes note that there is something new to derive.
    pub fn note_arrival(&self) {
        self.arrived.notify_one();
    }

    /// Resolves when something may have been told or decided of notices since the last call.
    pub async fn noticed(&self) {
        self.noticed.notified().await;
    }

    /// Takes note that something may have been told or decided of notices.
    pub fn note_notices(&self) {
        self.noticed.notify_one();
    }

    /// Whether the server takes no more requests.
    ///
    /// # Errors
    /// [`ProblemCode::Busy`] once it is going down.
    pub fn open(&self) -> Result<(), ProblemCode> {
        if *self.closing.borrow() { Err(ProblemCode::Busy) } else { Ok(()) }
    }

    /// A turn to be worked on. Taken once a request has arrived whole: slow links hold up nobody else.
    fn turn(&self) -> Result<SemaphorePermit<'_>, ProblemCode> {
        self.turns.take().ok_or(ProblemCode::Busy)
    }

    /// Resolves when no request is being worked on, or after so long.
    pub async fn quiet(&self, at_most: Duration) {
        self.turns.quiet(at_most).await;
    }

    /// When to come again after a refusal, milliseconds.
    #[must_use]
    pub fn retry_after(&self, code: ProblemCode) -> Option<u32> {
        match code {
            ProblemCode::Busy => Some(BUSY_RETRY_MS),
            ProblemCode::Internal => Some(INTERNAL_RETRY_MS),
            _ => None,
        }
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// The store's.
    pub async fn readiness(&self) -> Result<Readiness, Fault> {
        let generation = self.store.identity().await?.generation;
        Ok(Readiness { protocol: PROTOCOL_VERSION, generation, room: self.store.room().await? })
    }

    /// Whose token this is. Asked before a body is read: strangers cost no memory.
    ///
    /// # Errors
    /// [`ProblemCode::Unauthorised`], or that of a failure of ours.
    pub async fn authenticate(&self, token: Option<Token>) -> Result<(Scope, NotebookIdentity), ProblemCode> {
        self.inside(auth::notebook(&*self.store, token).await)?
    }

    /// One sync exchange of an authenticated notebook, from packed request to packed answer.
    ///
    /// # Errors
    /// The code to refuse the whole request with.
    pub async fn sync(
        &self,
        (scope, notebook): (Scope, NotebookIdentity),
        bytes: Vec<u8>,
    ) -> Result<Vec<u8>, ProblemCode> {
        let _turn = self.turn()?;
        let request: SyncRequest =
            self.off_thread(move || unpack(&bytes, |request: &SyncRequest| &request.versions)).await??;
        if notebook.notebook != request.notebook {
            return Err(ProblemCode::Unauthorised);
        }
        let (server, length) = (self.identity(), request.headers.len() + request.bodies.len());
        let (batch, cursor) = self
            .off_thread(move || {
                let cursor = request.cursor.clone();
                check(request, &notebook, &server).map(|batch| (batch, cursor))
            })
            .await??;
        let applied = self.inside(self.store.apply_batch(&scope, batch).await)?;
        if length > 0 {
            self.note_arrival();
            self.note_notices();
        }
        // Whoever brings something of an encampment is told where it stands in the same answer.
        let told =
            encampments::tell((&*self.store, &self.keyholder, self.briefings()), &scope, self.clock().now())
                .await;
        if let Err(refusal) = told {
            tracing::error!(code = refusal.code(), "phones could not be told where encampments stand");
        }
        self.look_after(scope.authority()).await;
        tracing::info!(
            notebook = %notebook.notebook, items = length, chain = applied.receipt.chain.seq,
            finding = ?applied.finding, "sync"
        );
        // A cursor that is not ours asks for a reset: no generation is 0.
        let after = cursor.map(|cursor| Position::of_cursor(&cursor).unwrap_or_default());
        for budget in BUDGETS {
            let changes = self.inside(self.store.changes_after(&scope, after, budget).await)?;
            let answer = self.inside(self.answer(&applied, changes))?;
            match self.off_thread(move || frame::pack(&answer)).await? {
                Ok(packed) => return Ok(packed),
                Err(FrameError::TooLarge | FrameError::TooLargeCompressed) => {}
                Err(FrameError::Malformed) => break,
            }
        }
        tracing::error!("an answer could not be packed");
        Err(ProblemCode::Internal)
    }

    fn answer(&self, applied: &Applied, changes: Changes) -> Result<SyncAnswer, Fault> {
        let receipt = self.pen.sign_receipt(&applied.receipt)?;
        let verdict = match applied.finding {
            Finding::Ok => Verdict::Ok,
            Finding::Rebase => Verdict::Rebase { held: Some(receipt.clone()) },
            Finding::RebaseFromGenesis => Verdict::Rebase { held: None },
            Finding::Retire { fork } => Verdict::Retire { fork },
        };
        Ok(SyncAnswer::Taken(Box::new(SyncResponse {
            version: PROTOCOL_VERSION,
            verdict,
            results: applied.results.clone(),
            receipt: Some(receipt),
            changes: changes.changes,
            cursor: Some(changes.position.to_cursor()),
            reset: changes.reset,
            more: changes.more,
            server_time: self.clock().now(),
            retry_after: None,
            receipt_keys: self.identity().handovers.clone(),
            journal: changes.journal,
        })))
    }

    /// One enrolment.
    ///
    /// # Errors
    /// The code to refuse with.
    pub async fn enrol(&self, request: EnrolRequest) -> Result<EnrolResponse, ProblemCode> {
        let _turn = self.turn()?;
        if !request.versions.contains(&PROTOCOL_VERSION) {
            return Err(ProblemCode::UpgradeRequired);
        }
        let enrolment = self.off_thread(move || read_enrolment(request)).await??;
        let notebook = enrolment.genesis.header.notebook;
        let enrolled = self.inside(self.store.enrol(enrolment).await)?;
        self.welcome(notebook, enrolled)
    }

    /// One succession: a notebook speaks for the one that goes on from it.
    ///
    /// # Errors
    /// The code to refuse with.
    pub async fn succeed(
        &self,
        (scope, former): (Scope, NotebookIdentity),
        request: SucceedRequest,
    ) -> Result<EnrolResponse, ProblemCode> {
        let _turn = self.turn()?;
        if !request.versions.contains(&PROTOCOL_VERSION) {
            return Err(ProblemCode::UpgradeRequired);
        }
        let succession = self.off_thread(move || read_succession(request, &former.public_key)).await??;
        let notebook = succession.genesis.header.notebook;
        let enrolled = self.inside(self.store.succeed(&scope, succession).await)?;
        self.welcome(notebook, enrolled)
    }

    fn welcome(&self, notebook: Id, enrolled: Enrolled) -> Result<EnrolResponse, ProblemCode> {
        match enrolled {
            Enrolled::Invalid => Err(ProblemCode::CodeInvalid),
            Enrolled::Done { receipt, authority_code, officer_code } => {
                tracing::info!(%notebook, "notebook enrolled");
                let receipt = self.inside(self.pen.sign_receipt(&receipt))?;
                let receipt_keys = Some(self.identity().handovers.clone()).filter(|keys| !keys.is_empty());
                Ok(EnrolResponse {
                    version: PROTOCOL_VERSION,
                    receipt,
                    authority_code,
                    officer_code,
                    receipt_keys,
                })
            }
        }
    }

    /// Hashing and unpacking keep off the threads that serve connections.
    async fn off_thread<T: Send + 'static>(
        &self,
        act: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, ProblemCode> {
        tokio::task::spawn_blocking(act).await.map_err(|_| ProblemCode::Internal)
    }

    /// Logs a failure of ours, once, and hides its nature from strangers.
    fn inside<T>(&self, result: Result<T, Fault>) -> Result<T, ProblemCode> {
        result.map_err(|fault| match fault {
            Fault::Closing => ProblemCode::Busy,
            fault => {
                tracing::error!(%fault, "a request failed inside");
                ProblemCode::Internal
            }
        })
    }
}

/// A request of our version; one of another version is told so, even if we cannot read the rest of it.
fn unpack<R: for<'b> Decode<'b, ()>>(bytes: &[u8], versions: fn(&R) -> &Vec<u16>) -> Result<R, ProblemCode> {
    match frame::unpack(bytes) {
        Ok(request) if versions(&request).contains(&PROTOCOL_VERSION) => Ok(request),
        Ok(_) => Err(ProblemCode::UpgradeRequired),
        Err(FrameError::TooLarge | FrameError::TooLargeCompressed) => Err(ProblemCode::TooLarge),
        Err(FrameError::Malformed) => match frame::unpack::<Versions>(bytes) {
            Ok(request) if !request.versions.contains(&PROTOCOL_VERSION) => Err(ProblemCode::UpgradeRequired),
            _ => Err(ProblemCode::Malformed),
        },
    }
}

/// What can be said about an enrolment without the database.
fn read_enrolment(request: EnrolRequest) -> Result<Enrolment, ProblemCode> {
    let body: Vec<u8> = request.body.into();
    let (genesis, says) = read_genesis(request.genesis.into(), &request.salt, &body, &request.head)?;
    Ok(Enrolment {
        code: request.code.hash(),
        token: request.token.hash(),
        genesis,
        says,
        salt: request.salt,
        body,
        head: request.head,
    })
}

/// What can be said about a succession once the former notebook's key is known.
fn read_succession(request: SucceedRequest, former: &PublicKey) -> Result<Succession, ProblemCode> {
    request.check_endorsement(former).map_err(|_| ProblemCode::Malformed)?;
    let body: Vec<u8> = request.body.into();
    let (genesis, says) = read_genesis(request.genesis.into(), &request.salt, &body, &request.head)?;
    Ok(Succession {
        token: request.token.hash(),
        genesis,
        says,
        salt: request.salt,
        body,
        head: request.head,
    })
}

/// A genesis that is sound by itself and signed by the key it names.
fn read_genesis(
    bytes: Vec<u8>,
    salt: &Salt,
    body: &[u8],
    head: &SignedHead,
) -> Result<(SentHeader, Genesis), ProblemCode> {
    let malformed = |_| ProblemCode::Malformed;
    let header = Header::parse(&bytes).map_err(malformed)?;
    header.check_body(salt, body).map_err(malformed)?;
    let Ok(EntryBody::Genesis(says)) = EntryBody::parse(&header.kind, header.schema, body) else {
        return Err(ProblemCode::Malformed);
    };
    let genesis = SentHeader { hash: header_hash(&bytes), header, bytes };
    let sound = genesis.header.seq == 0
        && genesis.header.authority == says.authority
        && owns_key(head, &genesis, &says.public_key);
    if sound { Ok((genesis, says)) } else { Err(ProblemCode::Malformed) }
}
