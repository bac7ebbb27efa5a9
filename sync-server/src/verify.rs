//! Checking everything the server once signed for: chains, signatures, bodies, sets of held bodies, briefings.
//!
//! Reads page by page beside whatever else goes on; every fault names the journal and the first bad entry.

use std::collections::BTreeMap;

use beatbook_domain::records::keeping::BodiesErased;
use beatbook_domain::records::server::{AuthorityAdded, ReceiptKeyChanged, ServerBody};
use beatbook_protocol::chain::{ChainPoint, ChainWalk, SignedHead};
use beatbook_protocol::entry::{Header, header_hash};
use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use beatbook_protocol::ranges::SeqSet;
use beatbook_protocol::receipt::shown_keys;
use beatbook_protocol::sign::PublicKey;
use thiserror::Error;

use crate::auth::{Keyholder, Purpose, Scope};
use crate::error::Fault;
use crate::ingest::plan::Loss;
use crate::store::{JournalRef, Store, StoredBody, StoredBranchEntry, StoredEntry};

/// Entries read at a time.
const PAGE: usize = 1_000;

/// What is wrong with a journal or a briefing.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("journal {journal}, entry {seq}: {what}")]
pub struct BadRow {
    /// The journal: a notebook's, or an authority's own.
    pub journal: Id,
    /// The first entry that is not as it should be.
    pub seq: u64,
    /// What is wrong with it.
    pub what: &'static str,
}

/// What was checked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checked {
    /// Journals walked.
    pub journals: u64,
    /// Headers checked.
    pub entries: u64,
    /// Bodies checked against their headers.
    pub bodies: u64,
    /// The first bad row of each journal that has one.
    pub faults: Vec<BadRow>,
    /// Entries that restores lost for good: journal, first, last. The rest of those journals holds.
    pub lost: Vec<(Id, u64, u64)>,
}

/// Checks every authority's journals.
///
/// # Errors
/// The store's; faults of what it holds are in the answer.
pub async fn verify(
    store: &dyn Store,
    keyholder: &Keyholder,
    mut progress: impl FnMut(String),
) -> Result<Checked, Fault> {
    let keys = store.identity().await?.receipt_keys;
    let mut checked = Checked::default();
    for authority in store.authorities(keyholder).await? {
        let scope = keyholder.scope(authority.id, Purpose::Administration);
        let mut erased = BTreeMap::new();
        for journal in store.journals(&scope).await? {
            let mut walk = Walk::begin(&scope, &journal, &mut erased, &keys);
            let mut from = 0;
            // Entries that have come since the journal's end was read are for the next time.
            let stretches = journal.lost.iter().map(Some).chain([None]);
            for loss in stretches {
                let until = loss.map_or(journal.head.point.seq + 1, |loss| loss.first);
                loop {
                    let wanted = usize::try_from(until.saturating_sub(from)).unwrap_or(PAGE).min(PAGE);
                    let page = store.entries(&scope, journal.id, from, wanted).await?;
                    from += page.len() as u64;
                    let last = page.len() < PAGE;
                    for entry in page {
                        walk.entry(&entry, &mut checked);
                    }
                    if last {
                        break;
                    }
                    progress(format!("journal {}: up to entry {from}", journal.id));
                }
                if let Some(loss) = loss {
                    walk.loss(loss);
                    checked.lost.push((journal.id, loss.first, loss.last));
                    from = loss.last + 1;
                }
            }
            checked.journals += 1;
            checked.faults.extend(walk.end());
            let branches = store.branches(&scope, journal.id).await?;
            checked.entries += u64::try_from(branches.len()).unwrap_or(u64::MAX);
            if let Some(bad) = branches.iter().find(|kept| !branch_is_sound(kept, &scope, journal.id)) {
                let what = "this entry of a second branch of the notebook is not as it came";
                checked.faults.push(BadRow { journal: journal.id, seq: bad.seq, what });
            }
            for (seq, index) in walk.briefings {
                let damaged = match store.briefing(&scope, index).await? {
                    Some(objects) => objects.iter().any(|(hash, bytes)| Hash::of(&[bytes]) != *hash),
                    None => true,
                };
                if damaged {
                    let what = "an object of the briefing it publishes is missing or damaged";
                    checked.faults.push(BadRow { journal: journal.id, seq, what });
                }
            }
        }
    }
    Ok(checked)
}

/// Branches have no signed end of their own here: each entry must be the one of its hash and number.
fn branch_is_sound(kept: &StoredBranchEntry, scope: &Scope, notebook: Id) -> bool {
    let Ok(header) = Header::parse(&kept.entry.header) else { return false };
    let body = match &kept.entry.body {
        StoredBody::Present { salt, bytes } => header.check_body(salt, bytes).is_ok(),
        StoredBody::Erased { .. }
        | StoredBody::Forgotten { .. }
        | StoredBody::Purged
        | StoredBody::Missing => true,
    };
    body && header_hash(&kept.entry.header) == kept.hash
        && header.seq == kept.seq
        && header.notebook == notebook
        && header.authority == scope.authority()
}

/// One journal on its way from genesis to head.
struct Walk<'a> {
    journal: &'a JournalRef,
    /// Those that may sign the next entry: the notebook's own, or the server's that is in force there.
    keys: Vec<PublicKey>,
    /// The one that is in force after it, if it says so.
    next_key: Option<PublicKey>,
    chain: ChainWalk,
    held: SeqSet,
    scope: Scope,
    /// The number after a loss: the chain goes on there.
    resumes: Option<u64>,
    proven: BTreeMap<u64, Hash>,
    fault: Option<BadRow>,
    briefings: BTreeMap<u64, Hash>,
    /// What the authority's own journal, which is walked first, says that it erased.
    erased: &'a mut BTreeMap<u64, BodiesErased>,
    server_keys: &'a [PublicKey],
}

impl<'a> Walk<'a> {
    fn begin(
        scope: &Scope,
        journal: &'a JournalRef,
        erased: &'a mut BTreeMap<u64, BodiesErased>,
        server_keys: &'a [PublicKey],
    ) -> Self {
        Self {
            journal,
            keys: journal.key.map_or_else(|| server_keys.to_vec(), |key| vec![key]),
            chain: ChainWalk::from_genesis(scope.authority(), journal.id),
            held: SeqSet::default(),
            scope: *scope,
            next_key: None,
            resumes: None,
            proven: BTreeMap::new(),
            fault: None,
            briefings: BTreeMap::new(),
            erased,
            server_keys,
        }
    }

    fn entry(&mut self, entry: &StoredEntry, checked: &mut Checked) {
        if self.fault.is_some() {
            return;
        }
        let due = self.resumes.unwrap_or_else(|| self.chain.head().map_or(0, |head| head.seq + 1));
        if let Err(what) = self.check(entry, checked) {
            self.fault = Some(BadRow { journal: self.journal.id, seq: due, what });
        }
    }

    fn check(&mut self, entry: &StoredEntry, checked: &mut Checked) -> Result<(), &'static str> {
        if let Some(first) = self.resumes.take() {
            let header = Header::parse(&entry.header).map_err(|_| "its header is not one of ours")?;
            let before = ChainPoint { seq: first.saturating_sub(1), hash: header.prev };
            self.chain = ChainWalk::after(self.scope.authority(), self.journal.id, before);
        }
        let header =
            self.chain.step(&entry.header).map_err(|_| "its header does not follow the one before")?;
        checked.entries += 1;
        let point = self.chain.head().ok_or("its header does not follow the one before")?;
        if self.proven.get(&header.seq).is_some_and(|hash| *hash != point.hash) {
            return Err("a receipt of before a restore says that another entry was here");
        }
        if let Some(key) = self.next_key.take() {
            self.keys = vec![key];
        }
        if let Some(signature) = entry.signature {
            let signed = SignedHead { notebook: self.journal.id, point, signature };
            self.check_signature(&signed)?;
        }
        match &entry.body {
            StoredBody::Present { salt, bytes } => {
                header
                    .check_body(salt, bytes)
                    .map_err(|_| "its body is not the one its header was made for")?;
                checked.bodies += 1;
                if self.journal.key.is_none()
                    && let Ok(body) = ServerBody::parse(&header.kind, header.schema, bytes)
                {
                    self.note(header.seq, body)?;
                }
            }
            StoredBody::Erased { by } if *by <= header.seq => {
                return Err("its body was erased by an entry that is not after it");
            }
            StoredBody::Forgotten { by } => {
                let told = self.erased.get(by);
                if !told.is_some_and(|one| one.journal == self.journal.id && one.names(header.seq)) {
                    return Err("its body was erased, and the server's journal does not say so");
                }
            }
            StoredBody::Erased { .. } | StoredBody::Purged => {}
            StoredBody::Missing => return Ok(()),
        }
        self.held.insert(header.seq);
        Ok(())
    }

    /// Takes note of what the server's own journal says about keys and briefings.
    fn note(&mut self, seq: u64, body: ServerBody) -> Result<(), &'static str> {
        match body {
            ServerBody::BriefingPublished(briefing) => {
                self.briefings.insert(seq, briefing.manifest);
            }
            ServerBody::BodiesErased(erased) => {
                self.erased.insert(seq, erased);
            }
            ServerBody::AuthorityAdded(AuthorityAdded { receipt_key: key, .. })
            | ServerBody::ReceiptKeyChanged(ReceiptKeyChanged { receipt_key: key }) => {
                if !self.server_keys.contains(&key) {
                    return Err("it names a key that was never this server's");
                }
                self.next_key = Some(key);
            }
            _ => {}
        }
        Ok(())
    }

    /// The journal goes on behind entries that are lost, if a receipt shows that they were here.
    fn loss(&mut self, loss: &Loss) {
        let reached = self.chain.head().map_or(0, |head| head.seq + 1);
        let mut keys = shown_keys(self.server_keys, &loss.keys);
        keys.extend_from_slice(self.server_keys);
        let shown = loss.receipt.open(&keys).is_ok_and(|receipt| {
            receipt.notebook == self.journal.id
                && receipt.chain == loss.proven
                && loss.last <= loss.proven.seq
        });
        let what = if reached != loss.first {
            "entries are missing that nobody gave up"
        } else if !shown {
            "no receipt of ours shows that the entries lost here were held"
        } else {
            self.resumes = Some(loss.last + 1);
            self.proven.insert(loss.proven.seq, loss.proven.hash);
            return;
        };
        self.fault.get_or_insert(BadRow { journal: self.journal.id, seq: reached, what });
    }

    fn check_signature(&self, signed: &SignedHead) -> Result<(), &'static str> {
        let good = self.keys.iter().any(|key| signed.verify(key).is_ok());
        if good { Ok(()) } else { Err("its signature is not the journal's own") }
    }

    /// What was said of the journal as a whole must be what was found.
    fn end(&mut self) -> Option<BadRow> {
        let journal = self.journal;
        let bad = |what| Some(BadRow { journal: journal.id, seq: journal.head.point.seq, what });
        if self.fault.is_some() {
            return self.fault.take();
        }
        if self.chain.head() != Some(journal.head.point) {
            return bad("the journal does not end where it should");
        }
        if let Err(what) = self.check_signature(&journal.head) {
            return bad(what);
        }
        match &journal.bodies {
            Some(bodies) if !self.held.covers(bodies) => {
                bad("bodies that receipts were given for are not held")
            }
            _ => None,
        }
    }
}
