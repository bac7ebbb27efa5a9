//! The server's signed statement of what it durably holds of one notebook.
//!
//! A phone deletes nothing without one; a server that lost what it once signed for is found out by it.

use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};
use thiserror::Error;

use crate::chain::ChainPoint;
use crate::frame::decode_whole;
use crate::id::Id;
use crate::limits::KEYS_SHOWN_MAX;
use crate::ranges::SeqSet;
use crate::sign::{PublicKey, Signature, SigningKey};

const RECEIPT_PURPOSE: &str = "beatbook-receipt-1";
const HANDOVER_PURPOSE: &str = "beatbook-receipt-key-1";

/// What a receipt says: headers are complete up to `chain`, and these bodies are durably held.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Receipt {
    /// Format version, 1.
    #[n(0)]
    pub format: u8,
    /// The tenant.
    #[n(1)]
    pub authority: Id,
    /// The server that signs.
    #[n(2)]
    pub server: Id,
    /// Raised whenever the server was restored from a backup.
    #[n(3)]
    pub generation: u64,
    /// The notebook.
    #[n(4)]
    pub notebook: Id,
    /// Headers are complete from genesis up to here.
    #[n(5)]
    pub chain: ChainPoint,
    /// Entries whose bodies are durably held, or were erased or purged with the server's knowledge.
    #[n(6)]
    pub bodies: SeqSet,
    /// The server's clock, UTC milliseconds.
    #[n(7)]
    pub server_time: i64,
    /// Entries up to `chain` that this server once held, lost when it was restored, and cannot be given again:
    /// the phone had purged them. Neither header nor body of them is claimed. Absent if there are none.
    #[n(8)]
    pub lost: Option<SeqSet>,
}

/// A receipt's bytes as they were signed, and the signature.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct SignedReceipt {
    /// CBOR of a [`Receipt`].
    #[n(0)]
    pub bytes: ByteVec,
    /// Over 'beatbook-receipt-1' ‖ bytes.
    #[n(1)]
    pub signature: Signature,
}

/// Why a receipt is not believed. Nothing changes because of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ReceiptError {
    /// The signature is not by a key this notebook trusts.
    #[error("the receipt is not signed by this notebook's server")]
    Signature,
    /// The bytes are not a receipt of format 1.
    #[error("the receipt is not one of format 1")]
    Malformed,
}

impl SignedReceipt {
    /// Signs a receipt.
    ///
    /// # Errors
    /// [`ReceiptError::Malformed`] if it cannot be encoded.
    pub fn sign(receipt: &Receipt, key: &SigningKey) -> Result<Self, ReceiptError> {
        let bytes = minicbor::to_vec(receipt).map_err(|_| ReceiptError::Malformed)?;
        let signature = key.sign(RECEIPT_PURPOSE, &bytes);
        Ok(Self { bytes: bytes.into(), signature })
    }

    /// The receipt, if one of the keys signed it. Keys come newest first.
    ///
    /// # Errors
    /// A [`ReceiptError`].
    pub fn open(&self, keys: &[PublicKey]) -> Result<Receipt, ReceiptError> {
        let signed = keys.iter().any(|key| key.verify(RECEIPT_PURPOSE, &self.bytes, &self.signature).is_ok());
        if !signed {
            return Err(ReceiptError::Signature);
        }
        let receipt: Receipt = decode_whole(&self.bytes).map_err(|_| ReceiptError::Malformed)?;
        let lost_ok = receipt.lost.as_ref().is_none_or(SeqSet::is_well_formed);
        if receipt.format == 1 && receipt.bodies.is_well_formed() && lost_ok {
            Ok(receipt)
        } else {
            Err(ReceiptError::Malformed)
        }
    }
}

/// A new receipt key, signed by the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct KeyHandover {
    /// The key from now on.
    #[n(0)]
    pub key: PublicKey,
    /// By the former key, over 'beatbook-receipt-key-1' ‖ new key.
    #[n(1)]
    pub signature: Signature,
}

impl KeyHandover {
    /// Hands over from one key to the next.
    #[must_use]
    pub fn sign(former: &SigningKey, key: PublicKey) -> Self {
        Self { key, signature: former.sign(HANDOVER_PURPOSE, key.as_bytes()) }
    }

    /// Whether the former key really handed over.
    ///
    /// # Errors
    /// [`ReceiptError::Signature`].
    pub fn verify(&self, former: &PublicKey) -> Result<(), ReceiptError> {
        former
            .verify(HANDOVER_PURPOSE, self.key.as_bytes(), &self.signature)
            .map_err(|_| ReceiptError::Signature)
    }
}

/// The keys that can be shown to follow from `own` ones by these handovers, in order; those known already are left
/// out. A server that was restored from before a change of its key recognises by them what it signed later. Whoever
/// could forge one holds an own key, and needs none.
#[must_use]
pub fn shown_keys(own: &[PublicKey], handovers: &[KeyHandover]) -> Vec<PublicKey> {
    let mut shown: Vec<PublicKey> = Vec::new();
    for handover in handovers.iter().take(KEYS_SHOWN_MAX) {
        if own.contains(&handover.key) || shown.contains(&handover.key) {
            continue;
        }
        let mut formers = shown.last().into_iter().chain(own.iter().take(KEYS_SHOWN_MAX));
        if formers.any(|former| handover.verify(former).is_ok()) {
            shown.push(handover.key);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash::Hash;

    fn receipt() -> Receipt {
        Receipt {
            format: 1,
            authority: Id::from_bytes([1; 16]),
            server: Id::from_bytes([2; 16]),
            generation: 1,
            notebook: Id::from_bytes([3; 16]),
            chain: ChainPoint { seq: 33, hash: Hash::of(&[b"head"]) },
            bodies: SeqSet::from_numbers((0..31).chain([33])),
            server_time: 1_757_181_600_000,
            lost: None,
        }
    }

    #[test]
    fn only_the_pinned_key_is_believed() {
        let key = SigningKey::from_seed(&[1; 32]);
        let signed = SignedReceipt::sign(&receipt(), &key).unwrap();
        assert_eq!(signed.open(&[key.public()]), Ok(receipt()));
        let stranger = SigningKey::from_seed(&[2; 32]);
        assert_eq!(signed.open(&[stranger.public()]), Err(ReceiptError::Signature));
        assert_eq!(signed.open(&[]), Err(ReceiptError::Signature));
        assert_eq!(signed.open(&[stranger.public(), key.public()]), Ok(receipt()));
    }

    #[test]
    fn a_changed_receipt_is_no_receipt() {
        let key = SigningKey::from_seed(&[1; 32]);
        let signed = SignedReceipt::sign(&receipt(), &key).unwrap();
        for place in 0..signed.bytes.len() {
            let mut changed = signed.clone();
            changed.bytes[place] ^= 1;
            assert!(changed.open(&[key.public()]).is_err(), "byte {place}");
        }
    }

    #[test]
    fn keys_are_shown_by_an_unbroken_line_of_handovers_from_an_own_one() {
        let keys: Vec<SigningKey> = (1..6).map(|seed| SigningKey::from_seed(&[seed; 32])).collect();
        let public: Vec<PublicKey> = keys.iter().map(SigningKey::public).collect();
        let line: Vec<KeyHandover> =
            keys.iter().zip(&public[1..]).map(|(former, next)| KeyHandover::sign(former, *next)).collect();
        assert_eq!(shown_keys(&public[..1], &line), public[1..]);
        // Two of them are known here; and this server has meanwhile gone on with another key.
        let other = SigningKey::from_seed(&[66; 32]).public();
        assert_eq!(shown_keys(&[other, public[1], public[0]], &line), public[2..]);
        assert_eq!(shown_keys(&public[..1], &line[1..]), [], "the first step is missing");
        assert_eq!(shown_keys(&[other], &line), [], "none of ours handed over");
        let forged = KeyHandover { key: other, ..line[0] };
        assert_eq!(shown_keys(&public[..1], &[forged]), []);
        let many = vec![line[0]; KEYS_SHOWN_MAX];
        assert_eq!(shown_keys(&public[..1], &[&many[1..], &line[1..2]].concat()), public[1..3]);
        assert_eq!(
            shown_keys(&public[..1], &[&many[..], &line[1..2]].concat()),
            public[1..2],
            "one too many"
        );
    }

    #[test]
    fn a_new_key_needs_the_old_ones_word() {
        let (old, new) = (SigningKey::from_seed(&[1; 32]), SigningKey::from_seed(&[2; 32]));
        let handover = KeyHandover::sign(&old, new.public());
        assert_eq!(handover.verify(&old.public()), Ok(()));
        assert!(handover.verify(&new.public()).is_err());
    }
}
