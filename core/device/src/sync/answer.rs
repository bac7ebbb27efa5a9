//! Whether an answer is one to act on: checked whole, against what was sent, before one row changes.
//! A wrong signature, a receipt for what was never sent, an absurd number: the answer is no answer of ours.

use std::collections::BTreeSet;

use beatbook_protocol::chain::ChainPoint;
use beatbook_protocol::entry::Header;
use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use beatbook_protocol::limits::{BRIEFING_OBJECT_MAX, CURSOR_MAX, NAME_MAX, PROTOCOL_VERSION};
use beatbook_protocol::receipt::{KeyHandover, Receipt, SignedReceipt};
use beatbook_protocol::sign::PublicKey;
use beatbook_protocol::sync::{Body, Change, EntryResult, SyncResponse, Verdict};

use crate::error::LinkFault;

/// 2020 and 2120, UTC milliseconds: no server of ours has another time.
const EARLIEST_MS: i64 = 1_577_836_800_000;
const LATEST_MS: i64 = 4_733_510_400_000;
/// No server changes its key so often.
const HANDOVERS_MAX: usize = 1_000;

/// Who we are and whom we trust, and what was sent.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) authority: Id,
    pub(crate) server: Id,
    pub(crate) notebook: Id,
    /// Newest first.
    pub(crate) keys: Vec<PublicKey>,
    /// Headers sent in this request.
    pub(crate) headers: Option<(u64, u64)>,
    /// Bodies sent in this request.
    pub(crate) bodies: BTreeSet<u64>,
    /// The last entry of the journal when it was sent.
    pub(crate) head: u64,
}

/// A receipt with the bytes it was signed as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OpenedReceipt {
    pub(crate) signed: SignedReceipt,
    pub(crate) receipt: Receipt,
}

/// An answer that can be acted on, as far as can be told without the file.
#[derive(Debug, Clone)]
pub(crate) struct Accepted {
    /// Newest first.
    pub(crate) keys: Vec<PublicKey>,
    /// What shows them.
    pub(crate) handovers: Vec<KeyHandover>,
    pub(crate) verdict: CheckedVerdict,
    pub(crate) receipt: Option<OpenedReceipt>,
    pub(crate) results: Vec<EntryResult>,
    pub(crate) pulled: Pulled,
    pub(crate) more: bool,
    pub(crate) server_time: i64,
    pub(crate) retry_after: Option<u32>,
}

/// What the server found out.
#[derive(Debug, Clone)]
pub(crate) enum CheckedVerdict {
    Ok,
    Rebase(Option<Box<OpenedReceipt>>),
    Retire(u64),
}

/// What came down.
#[derive(Debug, Clone)]
pub(crate) enum Pulled {
    /// Sound by itself.
    Changes { changes: Vec<CheckedChange>, cursor: Option<Vec<u8>>, reset: bool },
    /// Not to be used; read again from the beginning. What was pushed still counts.
    Unusable,
}

/// One thing pulled.
#[derive(Debug, Clone)]
pub(crate) enum CheckedChange {
    Entry { header: Box<Header>, bytes: Vec<u8>, body: Option<([u8; 32], Vec<u8>)> },
    Object { hash: Hash, bytes: Vec<u8> },
}

impl Asked {
    /// Checks an answer against what was asked.
    pub(crate) fn check(&self, answer: SyncResponse) -> Result<Accepted, LinkFault> {
        let bad = LinkFault::BadAnswer;
        if answer.version != PROTOCOL_VERSION || !(EARLIEST_MS..=LATEST_MS).contains(&answer.server_time) {
            return Err(bad);
        }
        let keys = self.keys_after(&answer.receipt_keys)?;
        if !answer.results.iter().all(|result| self.is_about_sent(result)) {
            return Err(bad);
        }
        let open = |signed: Option<SignedReceipt>| signed.map(|signed| self.open(signed, &keys)).transpose();
        let (verdict, receipt) = match answer.verdict {
            Verdict::Ok => (CheckedVerdict::Ok, open(answer.receipt)?),
            Verdict::Rebase { held } => (CheckedVerdict::Rebase(open(held)?.map(Box::new)), None),
            // The receipt is of the other branch: it says nothing about ours.
            Verdict::Retire { fork } if fork <= self.head.saturating_add(1) => {
                (CheckedVerdict::Retire(fork), None)
            }
            Verdict::Retire { .. } => return Err(bad),
        };
        let pulled = self.pulled(&keys, answer.changes, answer.journal.as_ref(), answer.cursor, answer.reset);
        Ok(Accepted {
            keys,
            handovers: answer.receipt_keys,
            verdict,
            receipt,
            results: answer.results,
            pulled,
            more: answer.more,
            server_time: answer.server_time,
            retry_after: answer.retry_after,
        })
    }

    /// The keys to trust from now on, newest first and the pinned one last: each later one signed by the one
    /// before. What came before the pinned one is not ours to judge. A restored server that knows fewer of them,
    /// or has gone on with another, takes none of ours away.
    pub(crate) fn keys_after(&self, handovers: &[KeyHandover]) -> Result<Vec<PublicKey>, LinkFault> {
        let pinned = self.keys.last().ok_or(LinkFault::BadAnswer)?;
        if handovers.len() > HANDOVERS_MAX {
            return Err(LinkFault::BadAnswer);
        }
        let ours = handovers.iter().position(|handover| handover.key == *pinned).map_or(0, |at| at + 1);
        let mut keys = vec![*pinned];
        for handover in handovers.iter().skip(ours) {
            let former = keys.last().ok_or(LinkFault::BadAnswer)?;
            handover.verify(former).map_err(|_| LinkFault::BadAnswer)?;
            keys.push(handover.key);
        }
        let known: Vec<PublicKey> = self.keys.iter().rev().skip(1).copied().collect();
        let only_ours: Vec<PublicKey> = known.into_iter().filter(|key| !keys.contains(key)).collect();
        keys.splice(1..1, only_ours);
        keys.reverse();
        Ok(keys)
    }

    fn is_about_sent(&self, result: &EntryResult) -> bool {
        let sent = if result.body {
            self.bodies.contains(&result.seq)
        } else {
            self.headers.is_some_and(|(first, last)| (first..=last).contains(&result.seq))
        };
        let code_ok = |code: &String| {
            code.len() <= NAME_MAX
                && code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
        };
        sent && result.rejected.as_ref().is_none_or(code_ok)
    }

    /// A receipt for this notebook by a trusted key, for nothing beyond its journal.
    pub(crate) fn open(&self, signed: SignedReceipt, keys: &[PublicKey]) -> Result<OpenedReceipt, LinkFault> {
        let receipt = signed.open(keys).map_err(|_| LinkFault::BadAnswer)?;
        let ours = receipt.authority == self.authority
            && receipt.server == self.server
            && receipt.notebook == self.notebook;
        let within = receipt.chain.seq <= self.head
            && receipt.bodies.ranges().last().is_none_or(|range| range.last <= receipt.chain.seq);
        let timely = (EARLIEST_MS..=LATEST_MS).contains(&receipt.server_time);
        if ours && within && timely {
            Ok(OpenedReceipt { signed, receipt })
        } else {
            Err(LinkFault::BadAnswer)
        }
    }

    /// What came down, or that it cannot be used. The last entry must be the one the server's key signed.
    fn pulled(
        &self,
        keys: &[PublicKey],
        changes: Vec<Change>,
        journal: Option<&beatbook_protocol::chain::SignedHead>,
        cursor: Option<beatbook_protocol::sync::Cursor>,
        reset: bool,
    ) -> Pulled {
        let mut last: Option<ChainPoint> = None;
        let mut checked = Vec::with_capacity(changes.len());
        for change in changes {
            let Some(change) = self.change(change, &mut last) else { return Pulled::Unusable };
            checked.push(change);
        }
        let signed = match (last, journal) {
            (None, _) => true,
            (Some(last), Some(head)) => head.point == last && keys.iter().any(|key| head.verify(key).is_ok()),
            (Some(_), None) => false,
        };
        let cursor = cursor.map(|cursor| Vec::from(cursor.0));
        if signed && cursor.as_ref().is_none_or(|cursor| cursor.len() <= CURSOR_MAX) {
            Pulled::Changes { changes: checked, cursor, reset }
        } else {
            Pulled::Unusable
        }
    }

    fn change(&self, change: Change, last: &mut Option<ChainPoint>) -> Option<CheckedChange> {
        match change {
            Change::Object { hash, bytes } => {
                let sound = bytes.len() <= BRIEFING_OBJECT_MAX && Hash::of(&[&bytes]) == hash;
                sound.then(|| CheckedChange::Object { hash, bytes: bytes.into() })
            }
            Change::Entry { header: bytes, body } => {
                let header = Header::parse(&bytes).ok()?;
                let follows = last.is_none_or(|last| header.seq == last.seq + 1 && header.prev == last.hash);
                if header.authority != self.authority || !follows {
                    return None;
                }
                *last =
                    Some(ChainPoint { seq: header.seq, hash: beatbook_protocol::entry::header_hash(&bytes) });
                let body = match body {
                    Body::Present { salt, bytes } => {
                        header.check_body(&salt, &bytes).ok()?;
                        Some((salt.0, bytes.into()))
                    }
                    Body::Erased { .. } | Body::Purged => None,
                };
                Some(CheckedChange::Entry { header: Box::new(header), bytes: bytes.into(), body })
            }
        }
    }
}
