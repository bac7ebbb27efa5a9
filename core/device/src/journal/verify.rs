//! Walking the whole journal: every link, every body, every erasure, the key and the server's last receipt.
//! The first entry that does not hold is named; nothing is repaired.

use beatbook_domain::records::body::EntryBody;
use beatbook_protocol::chain::{ChainPoint, ChainWalk};
use beatbook_protocol::hash::Hash;
use beatbook_store::{ReadTransaction, params};

use super::rows::{StoredBody, StoredEntry, each_entry, entry, point_at};
use crate::error::DeviceError;
use crate::local::{Exchange, Identity};

/// What is wrong with one entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryFault {
    /// The header is no header, or belongs to another journal, or does not follow from the one before.
    Chain,
    /// Body or salt are not those the header was made for.
    Body,
    /// It says that another entry erased it, and that one does not.
    Erasure,
    /// Genesis names another key than the notebook signs with.
    Key,
    /// The server's receipt speaks of another header at this number, or of one that is not here.
    Receipt,
}

/// What a walk over the journal found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verification {
    /// Entries walked.
    pub entries: u64,
    /// Bodies that are here and fit their headers.
    pub bodies: u64,
    /// Bodies erased by an entry that says so.
    pub erased: u64,
    /// Bodies gone after their keeping time.
    pub purged: u64,
    /// Number of the last entry of a purged prefix.
    pub checkpoint: Option<u64>,
    /// Up to which entry the server has signed for the headers.
    pub receipt: Option<u64>,
    /// The first entry that does not hold, and why.
    pub first_fault: Option<(u64, EntryFault)>,
    /// Pages of the file are damaged, of the journal or beside it: what is told from it may fail to be read.
    pub damaged_file: bool,
}

impl Verification {
    /// Whether everything holds.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.first_fault.is_none() && !self.damaged_file
    }
}

/// Walks the journal; `check` is asked before every entry and may end it.
pub(crate) fn verify(
    tx: &ReadTransaction<'_>,
    identity: &Identity,
    mut check: impl FnMut() -> Result<(), DeviceError>,
) -> Result<Verification, DeviceError> {
    let mut found = Verification::default();
    let checkpoint = tx.maybe("SELECT seq, hash FROM checkpoint", params![], |row| {
        Ok(ChainPoint { seq: row.get::<_, i64>(0)?.cast_unsigned(), hash: Hash::from_bytes(row.get(1)?) })
    })?;
    found.checkpoint = checkpoint.map(|point| point.seq);
    let mut walk = match checkpoint {
        Some(point) => ChainWalk::after(identity.authority, identity.notebook, point),
        None => ChainWalk::from_genesis(identity.authority, identity.notebook),
    };
    each_entry(tx, 0, u64::MAX, |line| {
        check()?;
        if found.first_fault.is_none() {
            found.first_fault =
                fault_of(tx, identity, &mut walk, &line, &mut found)?.map(|fault| (line.seq, fault));
        }
        Ok(())
    })?;
    if found.first_fault.is_none()
        && let Some(signed) = Exchange::load(tx)?.receipt
    {
        let keys = Exchange::load(tx)?.receipt_keys;
        let receipt = signed.open(&keys)?;
        found.receipt = Some(receipt.chain.seq);
        // A restored server may have signed for a place before the purged beginning: there is nothing to compare.
        let before = checkpoint.is_some_and(|point| receipt.chain.seq < point.seq);
        let ours = before || point_at(tx, receipt.chain.seq)? == Some(receipt.chain);
        if !ours || receipt.notebook != identity.notebook {
            found.first_fault = Some((receipt.chain.seq, EntryFault::Receipt));
        }
    }
    Ok(found)
}

fn fault_of(
    tx: &ReadTransaction<'_>,
    identity: &Identity,
    walk: &mut ChainWalk,
    line: &StoredEntry,
    found: &mut Verification,
) -> Result<Option<EntryFault>, DeviceError> {
    let Ok(header) = walk.step(&line.header) else { return Ok(Some(EntryFault::Chain)) };
    if header.seq != line.seq {
        return Ok(Some(EntryFault::Chain));
    }
    found.entries += 1;
    match &line.body {
        StoredBody::Present(salt, bytes) => {
            if header.check_body(salt, bytes).is_err() {
                return Ok(Some(EntryFault::Body));
            }
            found.bodies += 1;
        }
        StoredBody::Erased(by) => {
            if !entry(tx, *by)?.is_some_and(|eraser| erases(&eraser, line.seq)) {
                return Ok(Some(EntryFault::Erasure));
            }
            found.erased += 1;
        }
        StoredBody::Purged => found.purged += 1,
    }
    if let Some(EntryBody::Genesis(genesis)) = line.says(&header)
        && genesis.public_key != identity.signing.public()
    {
        return Ok(Some(EntryFault::Key));
    }
    Ok(None)
}

/// Whether an entry says that it erased `seq`. One whose own body is gone by now is believed: its number is
/// bound to the erased row, and its header to the chain.
fn erases(eraser: &StoredEntry, seq: u64) -> bool {
    let says = eraser.header().ok().and_then(|header| eraser.says(&header));
    match says {
        Some(EntryBody::Erasure(erasure)) => erasure.entry == seq,
        Some(_) => false,
        None => eraser.body == StoredBody::Purged,
    }
}
