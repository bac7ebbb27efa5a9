//! What is to be written for a batch, given what is held: a pure function, the same for every store.
//!
//! It decides duplicates, forks, lost tails and the fate of each body; it never stops at a bad item. The
//! store reads a [`Held`], calls [`plan`], and writes the [`Plan`], all in one transaction.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_domain::records::body::{BodyError, EntryBody};
use beatbook_domain::records::server::AlarmKind;
use beatbook_protocol::chain::ChainPoint;
use beatbook_protocol::entry::{Header, Salt};
use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use beatbook_protocol::ranges::SeqSet;
use beatbook_protocol::receipt::{KeyHandover, Receipt, SignedReceipt};
use beatbook_protocol::sync::{EntryResult, Outcome};

use super::{Batch, OfferedBody, Purged, SentBody, SentHeader};

/// How a body is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyState {
    /// Here.
    Present,
    /// Erased by a later entry.
    Erased,
    /// Gone after its keeping time.
    Purged,
}

/// A header of another branch of the same notebook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BranchHeader {
    /// Its hash.
    pub hash: Hash,
    /// What it says.
    pub header: Header,
}

/// What is held of a notebook, as far as a batch touches it.
#[derive(Debug, Clone)]
pub struct Held {
    /// The server's generation.
    pub generation: u64,
    /// Entries the authority's server journal has.
    pub journal_length: u64,
    /// End of the chain.
    pub head: ChainPoint,
    /// Entries whose bodies are held, erased or purged.
    pub bodies: SeqSet,
    /// Entries of the chain that a restore lost for good.
    pub lost: SeqSet,
    /// Hashes that receipts of before a restore prove of entries after such a loss.
    pub proven: BTreeMap<u64, Hash>,
    /// First entry on which a second branch differs, if one has come.
    pub fork: Option<u64>,
    /// Headers of the chain at the numbers [`touched`] names, as far as they exist.
    pub headers: BTreeMap<u64, SentHeader>,
    /// All headers of other branches.
    pub branches: Vec<BranchHeader>,
    /// Bodies at the numbers [`touched`] names, as far as they are held.
    pub states: BTreeMap<u64, BodyState>,
}

/// A body to be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewBody {
    /// Which entry.
    pub seq: u64,
    /// The record it tells of.
    pub record: Id,
    /// The header's kind.
    pub kind: String,
    /// Its salt.
    pub salt: Salt,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What it says, or why it is not understood.
    pub meaning: Result<EntryBody, BodyError>,
}

/// Entries that a restore lost and the phone has purged, so that the chain goes on behind them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// The first of them.
    pub first: u64,
    /// The last of them.
    pub last: u64,
    /// The end of the chain that the receipt speaks of.
    pub proven: ChainPoint,
    /// The receipt that shows that they were held here.
    pub receipt: SignedReceipt,
    /// How its key came from one of ours, if a restore took it away.
    pub keys: Vec<KeyHandover>,
}

/// What the phone is told about the pair of us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finding {
    /// All is well.
    Ok,
    /// Offer again from what the receipt says is held.
    Rebase,
    /// Offer again from the first entry on: the chain does not connect to what is held.
    RebaseFromGenesis,
    /// The notebook is closed.
    Retire {
        /// First entry on which branches differ.
        fork: u64,
    },
}

/// What is to be written and answered.
#[derive(Debug, Clone)]
pub struct Plan {
    /// One answer for each header and body sent.
    pub results: Vec<EntryResult>,
    /// What the phone is told.
    pub finding: Finding,
    /// Headers that go on the chain.
    pub append: Vec<SentHeader>,
    /// Headers of another branch, to be kept beside it.
    pub branch: Vec<SentHeader>,
    /// Bodies of another branch, by their header's hash.
    pub branch_bodies: Vec<(Hash, Salt, Vec<u8>)>,
    /// Bodies to be stored.
    pub bodies: Vec<NewBody>,
    /// Bodies the phone itself no longer has: erased by the entry with this number.
    pub erased: Vec<(u64, u64)>,
    /// Bodies the phone has purged and we do not have.
    pub purged: Vec<u64>,
    /// Entries that are lost for good.
    pub lost: Option<Loss>,
    /// End of the chain afterwards.
    pub head: ChainPoint,
    /// Bodies held afterwards.
    pub held: SeqSet,
    /// First entry on which branches differ, if one has ever come.
    pub fork: Option<u64>,
    /// The generation to be raised to, if this batch proves a restored server.
    pub generation: Option<u64>,
    /// What a person should look at; each is raised once a notebook.
    pub alarms: BTreeSet<AlarmReason>,
}

/// Why an alarm is to be raised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AlarmReason {
    /// See [`AlarmKind::Fork`].
    Fork,
    /// See [`AlarmKind::Restored`].
    Restored,
    /// See [`AlarmKind::Lost`].
    Lost,
}

impl AlarmReason {
    /// The alarm's kind in the journal.
    #[must_use]
    pub fn kind(self) -> AlarmKind {
        match self {
            Self::Fork => AlarmKind::Fork,
            Self::Restored => AlarmKind::Restored,
            Self::Lost => AlarmKind::Lost,
        }
    }
}

/// The entry numbers a plan for this batch needs to know about.
#[must_use]
pub fn touched(batch: &Batch) -> BTreeSet<u64> {
    let headers = batch.headers.iter().map(|sent| sent.header.seq);
    let receipt = batch.receipt.as_ref().map(|receipt| receipt.chain.seq);
    let bodies = batch.bodies.iter().map(|sent| sent.seq);
    headers.chain(receipt).chain(bodies).collect()
}

/// Decides about a batch.
#[must_use]
pub fn plan(batch: Batch, held: &Held) -> Plan {
    let mut planner = Planner {
        held,
        results: batch.refused,
        append: Vec::new(),
        branch: Vec::new(),
        head: held.head,
        bodies: held.bodies.clone(),
        checkpoint: batch.purged,
        lost: None,
        proven: held.proven.clone(),
        another: false,
        fork: held.fork,
        disconnected: None,
        new: Vec::new(),
        branch_bodies: Vec::new(),
        erased: Vec::new(),
        purged: Vec::new(),
        states: held.states.clone(),
    };
    let lost = batch.receipt.as_ref().is_some_and(|receipt| planner.has_lost(receipt));
    let reads_ahead = batch.reading.is_some_and(|position| {
        position.generation > held.generation
            || (position.generation == held.generation && position.next > held.journal_length)
    });
    if let Some(purged) = &planner.checkpoint {
        planner.proven.insert(purged.proven.seq, purged.proven.hash);
    }
    // Signed once for all of them: if one is not what our own receipt says, none of them goes on the chain.
    planner.another = batch
        .headers
        .iter()
        .any(|sent| planner.proven.get(&sent.header.seq).is_some_and(|hash| *hash != sent.hash));
    let purged_in = planner.checkpoint.as_ref().map(|checkpoint| checkpoint.generation);
    for sent in batch.headers {
        planner.header(sent);
    }
    for sent in batch.bodies {
        planner.body(sent);
    }
    // A loss that this generation or a later one signed for was not noticed yet.
    let shown = [
        batch.receipt.as_ref().filter(|_| lost).map(|receipt| receipt.generation),
        batch.reading.filter(|_| reads_ahead).map(|position| position.generation),
        planner.lost.as_ref().and(purged_in),
    ];
    let unnoticed = shown.into_iter().flatten().max().filter(|generation| *generation >= held.generation);
    let lost = lost || planner.lost.is_some();
    let still_lost = batch.receipt.as_ref().is_some_and(|receipt| planner.has_lost(receipt));
    // The phone's whole journal ends before what is held: it was restored, or this request is a late copy. Either
    // way the answer closes the notebook on the phone that reads it; rows change only when a branch proves it.
    let behind = batch.journal_head < planner.head.seq;
    let mut alarms = BTreeSet::new();
    if lost || reads_ahead {
        alarms.insert(AlarmReason::Restored);
    }
    if planner.lost.is_some() || !planner.purged.is_empty() {
        alarms.insert(AlarmReason::Lost);
    }
    if planner.fork.is_some() || behind {
        alarms.insert(AlarmReason::Fork);
    }
    let finding = match (planner.fork, planner.disconnected) {
        (Some(fork), _) => Finding::Retire { fork },
        (None, _) if behind => Finding::Retire { fork: batch.journal_head + 1 },
        (None, Some(Disconnected::Elsewhere)) => Finding::RebaseFromGenesis,
        (None, Some(Disconnected::Hole)) => Finding::Rebase,
        // A receipt that is none of ours proves nothing, but the phone must not go on believing it.
        (None, None) if still_lost || batch.unknown_receipt => Finding::Rebase,
        (None, None) => Finding::Ok,
    };
    Plan {
        results: planner.results,
        finding,
        append: planner.append,
        branch: planner.branch,
        branch_bodies: planner.branch_bodies,
        bodies: planner.new,
        erased: planner.erased,
        purged: planner.purged,
        lost: planner.lost,
        head: planner.head,
        held: planner.bodies,
        fork: planner.fork,
        generation: unnoticed.map(|generation| generation + 1),
        alarms,
    }
}

/// Why headers could not be put anywhere.
#[derive(Debug, Clone, Copy)]
enum Disconnected {
    /// Entries before them are missing.
    Hole,
    /// They follow an entry that is neither on the chain nor on a known branch.
    Elsewhere,
}

struct Planner<'a> {
    held: &'a Held,
    results: Vec<EntryResult>,
    append: Vec<SentHeader>,
    branch: Vec<SentHeader>,
    head: ChainPoint,
    bodies: SeqSet,
    checkpoint: Option<Purged>,
    lost: Option<Loss>,
    proven: BTreeMap<u64, Hash>,
    /// Whether these headers are another history than our own receipt speaks of.
    another: bool,
    fork: Option<u64>,
    disconnected: Option<Disconnected>,
    new: Vec<NewBody>,
    branch_bodies: Vec<(Hash, Salt, Vec<u8>)>,
    erased: Vec<(u64, u64)>,
    purged: Vec<u64>,
    states: BTreeMap<u64, BodyState>,
}

impl Planner<'_> {
    /// Whether a receipt of ours says more than is held.
    fn has_lost(&self, receipt: &Receipt) -> bool {
        let other_history =
            self.header_at(receipt.chain.seq).is_some_and(|header| header.hash != receipt.chain.hash);
        receipt.generation > self.held.generation
            || receipt.chain.seq > self.head.seq
            || other_history
            || !self.bodies.covers(&receipt.bodies)
    }

    fn header_at(&self, seq: u64) -> Option<&SentHeader> {
        let first = self.append.first().map(|sent| sent.header.seq);
        let appended = first
            .and_then(|first| seq.checked_sub(first))
            .and_then(|place| self.append.get(usize::try_from(place).ok()?));
        appended.or_else(|| self.held.headers.get(&seq))
    }

    fn header(&mut self, sent: SentHeader) {
        let seq = sent.header.seq;
        let on_branch = self.branch.last().is_some_and(|last| last.hash == sent.header.prev)
            || self.held.branches.iter().any(|known| known.hash == sent.header.prev);
        let outcome = if self.disconnected.is_some() {
            Outcome::Refused
        } else if on_branch {
            self.put_on_branch(sent)
        } else if seq <= self.head.seq {
            match self.header_at(seq) {
                Some(held) if held.bytes == sent.bytes => Outcome::Duplicate,
                Some(held) if held.header.prev == sent.header.prev => self.put_on_branch(sent),
                // It was given up: whoever still has it keeps it, and what follows can be compared.
                None if self.is_lost(seq) => Outcome::Refused,
                _ if self.follows_purged(&sent) => self.put_on_branch(sent),
                _ => self.disconnect(Disconnected::Elsewhere),
            }
        } else if seq > self.head.seq + 1 {
            if self.follows_purged(&sent) {
                self.go_on_behind(sent)
            } else {
                self.disconnect(Disconnected::Hole)
            }
        } else if sent.header.prev == self.head.hash {
            self.put_on_chain(sent)
        } else if self.follows_purged(&sent) {
            self.put_on_branch(sent)
        } else {
            self.disconnect(Disconnected::Elsewhere)
        };
        self.results.push(EntryResult { seq, body: false, outcome, rejected: None });
    }

    /// Whether a header comes right after what the phone has purged under a receipt of ours.
    fn follows_purged(&self, sent: &SentHeader) -> bool {
        self.checkpoint.as_ref().is_some_and(|purged| {
            purged.point.seq + 1 == sent.header.seq && purged.point.hash == sent.header.prev
        })
    }

    /// Goes on behind entries that neither side has any more.
    fn go_on_behind(&mut self, sent: SentHeader) -> Outcome {
        if self.another {
            return self.put_on_branch(sent);
        }
        let Some(purged) = self.checkpoint.take() else { return self.disconnect(Disconnected::Hole) };
        self.lost = Some(Loss {
            first: self.head.seq + 1,
            last: purged.point.seq,
            proven: purged.proven,
            receipt: purged.receipt,
            keys: purged.keys,
        });
        self.put_on_chain(sent)
    }

    fn put_on_chain(&mut self, sent: SentHeader) -> Outcome {
        if self.another {
            return self.put_on_branch(sent);
        }
        self.head = ChainPoint { seq: sent.header.seq, hash: sent.hash };
        self.append.push(sent);
        Outcome::Held
    }

    fn is_lost(&self, seq: u64) -> bool {
        let now = self.lost.as_ref().is_some_and(|lost| (lost.first..=lost.last).contains(&seq));
        now || self.held.lost.contains(seq)
    }

    /// Whether the header of an entry is held.
    fn is_on_chain(&self, seq: u64) -> bool {
        seq <= self.head.seq && !self.is_lost(seq)
    }

    fn put_on_branch(&mut self, sent: SentHeader) -> Outcome {
        let seq = sent.header.seq;
        if self.fork.is_none_or(|fork| seq < fork) {
            self.fork = Some(seq);
        }
        if !self.held.branches.iter().any(|known| known.hash == sent.hash) {
            self.branch.push(sent);
        }
        Outcome::Fork
    }

    fn disconnect(&mut self, how: Disconnected) -> Outcome {
        self.disconnected = Some(how);
        Outcome::Refused
    }

    fn body(&mut self, sent: SentBody) {
        let seq = sent.seq;
        let (outcome, rejected) = self.judge_body(sent);
        self.results.push(EntryResult { seq, body: true, outcome, rejected });
    }

    fn judge_body(&mut self, sent: SentBody) -> (Outcome, Option<String>) {
        let seq = sent.seq;
        match sent.body {
            OfferedBody::TooLarge => (Outcome::TooLarge, None),
            OfferedBody::Present { salt, bytes, hash } => self.present(seq, salt, bytes, hash),
            OfferedBody::Erased { by } => match self.states.get(&seq) {
                // A body of ours goes when the erasing entry itself is applied, not on hearsay.
                Some(_) => self.known(seq),
                None if seq < by && self.is_on_chain(seq) && self.is_on_chain(by) => {
                    self.erased.push((seq, by));
                    self.take(seq, BodyState::Erased);
                    (Outcome::Held, None)
                }
                None => (Outcome::Refused, None),
            },
            OfferedBody::Purged => match self.states.get(&seq) {
                Some(_) => self.known(seq),
                None if self.is_on_chain(seq) => {
                    self.purged.push(seq);
                    self.take(seq, BodyState::Purged);
                    (Outcome::Held, None)
                }
                None => (Outcome::Refused, None),
            },
        }
    }

    fn present(&mut self, seq: u64, salt: Salt, bytes: Vec<u8>, hash: Hash) -> (Outcome, Option<String>) {
        let fits = |header: &Header| header.body == hash && header.len as usize == bytes.len();
        match self.header_at(seq).map(|sent| &sent.header).filter(|header| fits(header)) {
            Some(header) => {
                if matches!(self.states.get(&seq), Some(BodyState::Present | BodyState::Erased)) {
                    return self.known(seq);
                }
                let meaning =
                    EntryBody::parse(&header.kind, header.schema, &bytes).and_then(
                        |meaning| match &meaning {
                            EntryBody::Genesis(_) if seq > 0 => Err(BodyError::Malformed),
                            EntryBody::Erasure(erasure) if erasure.entry >= seq => Err(BodyError::Malformed),
                            _ => Ok(meaning),
                        },
                    );
                let rejected = (meaning == Err(BodyError::Malformed)).then(|| MALFORMED_BODY.to_owned());
                let (record, kind) = (header.record, header.kind.clone());
                self.new.push(NewBody { seq, record, kind, salt, bytes, meaning });
                self.take(seq, BodyState::Present);
                (Outcome::Held, rejected)
            }
            None => {
                let branch = self.branch.iter().map(|sent| (sent.hash, &sent.header));
                let mut branch =
                    branch.chain(self.held.branches.iter().map(|known| (known.hash, &known.header)));
                let place = branch.find(|(_, header)| header.seq == seq && fits(header));
                match place.map(|(place, _)| place) {
                    Some(place) => {
                        self.branch_bodies.push((place, salt, bytes));
                        (Outcome::Fork, None)
                    }
                    None => (Outcome::Refused, None),
                }
            }
        }
    }

    /// What became of it is known already; it counts as held once its header is on the chain.
    fn known(&mut self, seq: u64) -> (Outcome, Option<String>) {
        if !self.is_on_chain(seq) {
            return (Outcome::Refused, None);
        }
        self.bodies.insert(seq);
        (Outcome::Duplicate, None)
    }

    fn take(&mut self, seq: u64, state: BodyState) {
        self.states.insert(seq, state);
        self.bodies.insert(seq);
    }
}

/// The code of a body that is not one of its kind. It is held, and read again by later versions.
pub const MALFORMED_BODY: &str = "malformed_body";
