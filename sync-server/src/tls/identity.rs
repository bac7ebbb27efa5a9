//! The certificate a running server shows, exchanged for a new one before it ends.

use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;

use super::certificates::PrivateCa;
use crate::error::ServerError;

/// A leaf with less time left than this is replaced.
const RENEW_BEFORE_MS: i64 = 30 * 86_400_000;

/// Where certificates come from.
#[derive(Debug, Clone)]
pub enum TlsSource {
    /// Our own CA makes leaves for these names and addresses.
    Own {
        /// The CA.
        ca: PrivateCa,
        /// DNS names and IP addresses of the server.
        names: Vec<String>,
    },
    /// PEM files that somebody else keeps up to date; read again every day.
    Given {
        /// Leaf first, then what leads to a root.
        certificate: PathBuf,
        /// The leaf's key.
        key: PathBuf,
    },
}

/// What the server shows now.
#[derive(Debug)]
pub struct TlsIdentity {
    source: TlsSource,
    shown: RwLock<(Arc<CertifiedKey>, i64)>,
}

impl TlsIdentity {
    /// Makes or reads the first certificate.
    ///
    /// # Errors
    /// [`ServerError::Certificate`].
    pub fn new(source: TlsSource, now: i64) -> Result<Self, ServerError> {
        let shown = RwLock::new(obtain(&source, now)?);
        Ok(Self { source, shown })
    }

    /// Replaces the certificate if it is due; answers whether it was. To be called daily.
    ///
    /// # Errors
    /// [`ServerError::Certificate`]; the old one goes on being shown.
    pub fn renew(&self, now: i64) -> Result<bool, ServerError> {
        let until = self.shown.read().unwrap_or_else(PoisonError::into_inner).1;
        if now < until - RENEW_BEFORE_MS {
            return Ok(false);
        }
        let next = obtain(&self.source, now)?;
        *self.shown.write().unwrap_or_else(PoisonError::into_inner) = next;
        Ok(true)
    }

    /// When the certificate shown now ends, UTC milliseconds; for a given one, when it was last read.
    #[must_use]
    pub fn until(&self) -> i64 {
        self.shown.read().unwrap_or_else(PoisonError::into_inner).1
    }
}

impl ResolvesServerCert for TlsIdentity {
    fn resolve(&self, _hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.shown.read().unwrap_or_else(PoisonError::into_inner).0))
    }
}

fn obtain(source: &TlsSource, now: i64) -> Result<(Arc<CertifiedKey>, i64), ServerError> {
    let doing = "reading the server's certificate";
    let failed = || ServerError::Certificate { doing };
    let (chain, key, until) = match source {
        TlsSource::Own { ca, names } => {
            let leaf = ca.leaf(names, now)?;
            (leaf.chain, leaf.key, leaf.until)
        }
        TlsSource::Given { certificate, key } => {
            let chain = CertificateDer::pem_file_iter(certificate)
                .and_then(Iterator::collect::<Result<Vec<_>, _>>)
                .map_err(|_| failed())?;
            let key = PrivateKeyDer::from_pem_file(key).map_err(|_| failed())?;
            // Due again at once: whoever renews the files does so when they like.
            (chain, key, now)
        }
    };
    let key = ring::sign::any_supported_type(&key).map_err(|_| failed())?;
    let certified = CertifiedKey::new(chain, key);
    certified.keys_match().map_err(|_| failed())?;
    Ok((Arc::new(certified), until))
}

/// TLS 1.2 and 1.3 with ring; HTTP/1.1 only, which is all one phone and one request need.
///
/// # Errors
/// [`ServerError::Certificate`], if the crypto provider lacks the protocol versions.
pub fn server_config(identity: Arc<TlsIdentity>) -> Result<Arc<ServerConfig>, ServerError> {
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|_| ServerError::Certificate { doing: "setting TLS up" })?
        .with_no_client_auth()
        .with_cert_resolver(identity);
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

#[cfg(test)]
mod tests {
    use super::*;
    use beatbook_protocol::id::Id;

    const YEAR_MS: i64 = 365 * 86_400_000;

    #[test]
    fn a_leaf_is_renewed_before_it_ends_and_the_pin_stays() {
        let now = 1_790_000_000_000;
        let server = Id::from_bytes([7; 16]);
        let ca = PrivateCa::make(server, now).unwrap();
        let kept = PrivateCa::kept(server, ca.certificate.clone(), ca.key.to_vec());
        assert_eq!(ca.pin().unwrap(), kept.pin().unwrap());
        let names = vec!["127.0.0.1".to_owned(), "beatbook.example".to_owned()];
        let identity = TlsIdentity::new(TlsSource::Own { ca: kept, names }, now).unwrap();
        assert!(!identity.renew(now + YEAR_MS / 2).unwrap());
        assert!(identity.renew(now + YEAR_MS - 1).unwrap());
        assert!(identity.until() > now + YEAR_MS);
    }

    #[test]
    fn a_name_that_is_none_is_refused() {
        let ca = PrivateCa::make(Id::from_bytes([7; 16]), 1_790_000_000_000).unwrap();
        assert!(ca.leaf(&["not a näme".to_owned()], 1_790_000_000_000).is_err());
    }
}
