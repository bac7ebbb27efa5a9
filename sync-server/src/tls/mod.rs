//! How phones know the server: its own certificate authority, or a certificate it was given.
//!
//! Phones pin the SHA-256 of the CA's public key from the enrolment ticket. The CA lives ten years inside the
//! encrypted database, so a restored server on another machine is still the one the phones know; the leaf
//! lives one year and is renewed while the server runs.

mod certificates;
mod identity;

pub use certificates::{PrivateCa, SpkiHash};
pub use identity::{TlsIdentity, TlsSource, server_config};
