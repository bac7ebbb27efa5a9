//! Ed25519 (RFC 8032) keys and signatures, each use with its own prefix.

use core::fmt;

use ed25519_dalek::{Signer, Verifier};
use minicbor::{Decode, Encode};
use thiserror::Error;

/// A signature that does not verify, or a key that is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the signature does not belong to this content and key")]
pub struct SignatureError;

/// A private signing key; never printed, wiped when dropped.
pub struct SigningKey(ed25519_dalek::SigningKey);

/// A public key.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct PublicKey(#[cbor(n(0), with = "minicbor::bytes")] [u8; 32]);

/// A signature.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct Signature(#[cbor(n(0), with = "minicbor::bytes")] [u8; 64]);

impl SigningKey {
    /// The key of 32 random bytes.
    #[must_use]
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(ed25519_dalek::SigningKey::from_bytes(seed))
    }

    /// The 32 bytes it came from, for keeping inside an encrypted file.
    #[must_use]
    pub fn seed(&self) -> zeroize::Zeroizing<[u8; 32]> {
        zeroize::Zeroizing::new(self.0.to_bytes())
    }

    /// The key others verify with.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key().to_bytes())
    }

    /// Signs `purpose ‖ content`.
    #[must_use]
    pub fn sign(&self, purpose: &str, content: &[u8]) -> Signature {
        Signature(self.0.sign(&prefixed(purpose, content)).to_bytes())
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey(secret)")
    }
}

impl PublicKey {
    /// A key from its 32 bytes; whether it is a point of the curve shows when it verifies.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Checks a signature over `purpose ‖ content`.
    ///
    /// # Errors
    /// [`SignatureError`] if key and signature do not fit the content.
    pub fn verify(&self, purpose: &str, content: &[u8], signature: &Signature) -> Result<(), SignatureError> {
        let key = ed25519_dalek::VerifyingKey::from_bytes(&self.0).map_err(|_| SignatureError)?;
        if key.is_weak() {
            return Err(SignatureError);
        }
        let signature = ed25519_dalek::Signature::from_bytes(&signature.0);
        key.verify(&prefixed(purpose, content), &signature).map_err(|_| SignatureError)
    }
}

impl Signature {
    /// A signature from its 64 bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 64]) -> Self {
        Self(bytes)
    }

    /// The 64 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 64] {
        &self.0
    }
}

fn prefixed(purpose: &str, content: &[u8]) -> Vec<u8> {
    [purpose.as_bytes(), content].concat()
}

fn write_hex(bytes: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_hex(&self.0, f)
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_hex(&self.0, f)
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_hex(&self.0, f)
    }
}

impl serde::Serialize for PublicKey {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for PublicKey {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        let mut bytes = [0; 32];
        crate::hash::read_hex(&text, &mut bytes)
            .map_err(|_| serde::de::Error::custom("not a public key in 64 hexadecimal digits"))?;
        Ok(Self(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_fits_one_content_one_purpose_one_key() {
        let key = SigningKey::from_seed(&[7; 32]);
        let signature = key.sign("beatbook-head-1", b"content");
        assert_eq!(key.public().verify("beatbook-head-1", b"content", &signature), Ok(()));
        assert!(key.public().verify("beatbook-head-1", b"contenu", &signature).is_err());
        assert!(key.public().verify("beatbook-receipt-1", b"content", &signature).is_err());
        let other = SigningKey::from_seed(&[8; 32]).public();
        assert!(other.verify("beatbook-head-1", b"content", &signature).is_err());
    }

    #[test]
    fn a_weak_key_signs_nothing() {
        let weak = PublicKey::from_bytes([0; 32]);
        let signature = Signature::from_bytes([0; 64]);
        assert!(weak.verify("beatbook-head-1", b"content", &signature).is_err());
    }

    #[test]
    fn a_private_key_is_never_printed() {
        assert_eq!(format!("{:?}", SigningKey::from_seed(&[7; 32])), "SigningKey(secret)");
    }
}
