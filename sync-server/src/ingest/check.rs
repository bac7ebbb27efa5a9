//! What can be said about a request without knowing what is held: formats, chain links, signatures, hashes.
//!
//! Runs before any transaction, so that a stranger's nonsense and a large batch cost the writer nothing.

use beatbook_protocol::entry::{EntryError, Header, body_hash, header_hash};
use beatbook_protocol::receipt::{Receipt, SignedReceipt, shown_keys};
use beatbook_protocol::sign::PublicKey;
use beatbook_protocol::sync::{
    Body, BodyOffer, Checkpoint, EntryResult, Outcome, ProblemCode, SyncRequest, body_fits,
};

use super::{Batch, OfferedBody, Purged, SentBody, SentHeader};
use crate::cursor::Position;
use crate::store::{NotebookIdentity, ServerIdentity};

/// Checks a request of an authenticated notebook.
///
/// # Errors
/// [`ProblemCode::TooLarge`] or [`ProblemCode::Malformed`] if the request as a whole is not one of ours: limits
/// broken, a head that is not the last header, or not signed by the notebook.
pub fn check(
    mut request: SyncRequest,
    notebook: &NotebookIdentity,
    server: &ServerIdentity,
) -> Result<Batch, ProblemCode> {
    request.check()?;
    let own = &server.receipt_keys;
    let receipt = request.receipt.as_ref().and_then(|signed| open(signed, notebook, server, own));
    let purged = request.checkpoint.take().and_then(|checkpoint| {
        let Checkpoint { point, receipt, keys } = checkpoint;
        let known = open(&receipt, notebook, server, own);
        let keys = keys.filter(|_| known.is_none()).unwrap_or_default();
        let opened = known.or_else(|| open(&receipt, notebook, server, &shown_keys(own, &keys)));
        let Receipt { chain: proven, generation, .. } = opened?;
        // It must reach the place, and the phone must still have what the receipt ends with.
        let reaches = point.seq < proven.seq || point == proven;
        (reaches && proven.seq <= request.journal_head).then_some(Purged {
            point,
            proven,
            generation,
            receipt,
            keys,
        })
    });
    let (headers, refused) = check_headers(&request, notebook);
    let head = request.head.filter(|_| !headers.is_empty());
    if let (Some(head), Some(last)) = (&head, headers.last()) {
        let is_last = head.notebook == notebook.notebook
            && head.point.seq == last.header.seq
            && head.point.hash == last.hash;
        if !is_last || head.verify(&notebook.public_key).is_err() {
            return Err(ProblemCode::Malformed);
        }
        if request.journal_head < last.header.seq {
            return Err(ProblemCode::Malformed);
        }
    }
    Ok(Batch {
        unknown_receipt: request.receipt.is_some() && receipt.is_none(),
        receipt,
        purged,
        reading: request.cursor.as_ref().and_then(Position::of_cursor),
        headers,
        head,
        bodies: request.bodies.into_iter().map(measure).collect(),
        journal_head: request.journal_head,
        refused,
    })
}

/// A receipt of ours for this very notebook.
fn open(
    signed: &SignedReceipt,
    notebook: &NotebookIdentity,
    server: &ServerIdentity,
    keys: &[PublicKey],
) -> Option<Receipt> {
    signed.open(keys).ok().filter(|receipt| {
        receipt.server == server.server
            && receipt.authority == notebook.authority
            && receipt.notebook == notebook.notebook
    })
}

/// All headers, or none and the reasons: they are signed once for all, so a faulty one leaves the others unsigned.
fn check_headers(request: &SyncRequest, notebook: &NotebookIdentity) -> (Vec<SentHeader>, Vec<EntryResult>) {
    let mut sound: Vec<SentHeader> = Vec::with_capacity(request.headers.len());
    for bytes in &request.headers {
        match follow(sound.last(), bytes, notebook) {
            Ok(header) => sound.push(header),
            Err(outcome) => {
                let first = sound.first().map_or(0, |sent| sent.header.seq);
                let faulty = sound.len();
                let refused = (first..).zip(0..request.headers.len()).map(|(seq, place)| EntryResult {
                    seq,
                    body: false,
                    outcome: if place == faulty { outcome } else { Outcome::Refused },
                    rejected: None,
                });
                return (Vec::new(), refused.collect());
            }
        }
    }
    (sound, Vec::new())
}

fn follow(
    before: Option<&SentHeader>,
    bytes: &[u8],
    notebook: &NotebookIdentity,
) -> Result<SentHeader, Outcome> {
    let header = Header::parse(bytes).map_err(|error| match error {
        EntryError::HeaderTooLarge | EntryError::BodyTooLarge => Outcome::TooLarge,
        EntryError::Malformed | EntryError::BodyMismatch => Outcome::Refused,
    })?;
    let ours = header.authority == notebook.authority && header.notebook == notebook.notebook;
    let follows =
        before.is_none_or(|before| header.seq == before.header.seq + 1 && header.prev == before.hash);
    if ours && follows {
        Ok(SentHeader { header, bytes: bytes.to_vec(), hash: header_hash(bytes) })
    } else {
        Err(Outcome::Refused)
    }
}

fn measure(offer: BodyOffer) -> SentBody {
    let fits = body_fits(&offer.body);
    let body = match offer.body {
        _ if !fits => OfferedBody::TooLarge,
        Body::Present { salt, bytes } => {
            let hash = body_hash(&salt, &bytes);
            OfferedBody::Present { salt, bytes: bytes.into(), hash }
        }
        Body::Erased { by } => OfferedBody::Erased { by },
        Body::Purged => OfferedBody::Purged,
    };
    SentBody { seq: offer.seq, body }
}

/// Whether a head is the notebook's own signature over a genesis header: the phone owns the key it names.
#[must_use]
pub fn owns_key(head: &beatbook_protocol::chain::SignedHead, genesis: &SentHeader, key: &PublicKey) -> bool {
    head.notebook == genesis.header.notebook
        && head.point.seq == 0
        && head.point.hash == genesis.hash
        && head.verify(key).is_ok()
}
