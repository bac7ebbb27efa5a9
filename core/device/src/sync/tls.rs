//! How the phone knows its server, and at what time it judges a certificate.
//! Never the platform's verifier: trust is what the enrolment code said – one CA by its key, or the built-in roots.
//! A phone's clock may be years off: it never counts as earlier than this library's build, and against a pinned
//! CA the last time the server signed stands in when the phone's own fails.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::time::Duration;

use beatbook_protocol::enrol::Trust;
use beatbook_protocol::hash::Hash;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::time_provider::TimeProvider;
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};

use crate::error::{DeviceError, LinkFault};
use crate::local::Anchor;
use crate::platform::Now;

/// What a pinned CA forgives a phone's clock.
const SKEW_S: u64 = 48 * 3_600;

/// The times at which a certificate is judged, seconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct JudgingTimes {
    /// The phone's clock, not before the library's build.
    phone: u64,
    /// The last time the server signed, brought forward by the monotonic clock.
    server: Option<u64>,
}

impl JudgingTimes {
    pub(crate) fn new(now: &Now, anchor: Option<&Anchor>) -> Self {
        let seconds = |ms: i64| u64::try_from(ms / 1_000).unwrap_or(0);
        let server = anchor.map(|anchor| {
            // Across a restart the monotonic clock says nothing: it is at least as late as it was.
            let gone = if anchor.boot == now.boot { (now.mono - anchor.mono).max(0) } else { 0 };
            seconds(anchor.server.saturating_add(gone)).max(built())
        });
        Self { phone: seconds(now.wall).max(built()), server }
    }

    /// In the order in which they are tried; `strict` is for certificates anybody may have issued.
    fn candidates(&self, strict: bool) -> Vec<u64> {
        let around = |time: u64| [time, time.saturating_add(SKEW_S), time.saturating_sub(SKEW_S)];
        if strict {
            return vec![self.phone];
        }
        around(self.phone).into_iter().chain(self.server.into_iter().flat_map(around)).collect()
    }
}

impl TimeProvider for JudgingTimes {
    fn current_time(&self) -> Option<UnixTime> {
        Some(UnixTime::since_unix_epoch(Duration::from_secs(self.phone)))
    }
}

/// When this library was built, seconds since 1970.
fn built() -> u64 {
    env!("BEATBOOK_BUILT").parse().unwrap_or(0)
}

/// How handshakes ended, told beside the connection error, which no longer says it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Handshakes {
    refused: Arc<AtomicU8>,
    accepted: Arc<AtomicBool>,
}

impl Handshakes {
    fn refused_by_pin(&self) {
        self.refused.store(1, Ordering::SeqCst);
    }

    fn refused_by_clock(&self) {
        self.refused.store(2, Ordering::SeqCst);
    }

    pub(crate) fn fault(&self) -> Option<LinkFault> {
        match self.refused.load(Ordering::SeqCst) {
            1 => Some(LinkFault::WrongPin),
            2 => Some(LinkFault::Clock),
            _ => None,
        }
    }

    /// Whether our server showed itself. Before that nothing of a request has been sent.
    pub(crate) fn accepted(&self) -> bool {
        self.accepted.load(Ordering::SeqCst)
    }
}

/// The TLS side of a client that trusts what the enrolment code said and nothing else.
pub(crate) fn config(
    trust: Trust,
    times: JudgingTimes,
    handshakes: &Handshakes,
) -> Result<ClientConfig, DeviceError> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier =
        OurServer { trust, times, handshakes: handshakes.clone(), provider: Arc::clone(&provider) };
    let config = ClientConfig::builder_with_details(provider, Arc::new(times))
        .with_safe_default_protocol_versions()
        .map_err(|_| DeviceError::Bug("tls"))?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    Ok(config)
}

/// Checks name, chain and time with webpki; only the roots and the time are ours.
#[derive(Debug)]
struct OurServer {
    trust: Trust,
    times: JudgingTimes,
    handshakes: Handshakes,
    provider: Arc<CryptoProvider>,
}

impl OurServer {
    /// The roots for what was presented: the pinned CA if it is among it, or the built-in ones.
    fn roots(&self, presented: &[CertificateDer<'_>]) -> RootCertStore {
        match self.trust {
            Trust::PublicRoots => webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect(),
            Trust::PinnedCa(pin) => {
                let mut roots = RootCertStore::empty();
                for certificate in presented {
                    let mut one = RootCertStore::empty();
                    let is_anchor = one.add(certificate.clone().into_owned()).is_ok();
                    let pinned = |anchor: &rustls::pki_types::TrustAnchor<'_>| {
                        public_key_hash(&anchor.subject_public_key_info) == Some(pin)
                    };
                    if is_anchor && one.roots.iter().any(pinned) {
                        roots.roots.extend(one.roots);
                    }
                }
                roots
            }
        }
    }
}

/// SHA-256 of a SubjectPublicKeyInfo as certificates carry it; webpki hands on its content without the
/// outer SEQUENCE, so that is put back (X.690, 8.1.3).
fn public_key_hash(content: &[u8]) -> Option<Hash> {
    let length = u16::try_from(content.len()).ok()?.to_be_bytes();
    let head: &[u8] = match (content.len(), &length) {
        (0..=0x7f, [_, low]) => &[0x30, *low],
        (0x80..=0xff, [_, low]) => &[0x30, 0x81, *low],
        (_, [high, low]) => &[0x30, 0x82, *high, *low],
    };
    Some(Hash::of(&[head, content]))
}

/// Whether only the time of judging is at fault.
fn is_about_time(error: &Error) -> bool {
    matches!(
        error,
        Error::InvalidCertificate(
            CertificateError::Expired
                | CertificateError::ExpiredContext { .. }
                | CertificateError::NotValidYet
                | CertificateError::NotValidYetContext { .. }
        )
    )
}

impl ServerCertVerifier for OurServer {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let roots = Arc::new(self.roots(intermediates));
        let verifier = WebPkiServerVerifier::builder_with_provider(roots, Arc::clone(&self.provider)).build();
        let Ok(verifier) = verifier else {
            // No root at all: the pinned CA was not presented.
            self.handshakes.refused_by_pin();
            return Err(Error::InvalidCertificate(CertificateError::UnknownIssuer));
        };
        let mut refusal = Error::InvalidCertificate(CertificateError::Expired);
        for time in self.times.candidates(self.trust == Trust::PublicRoots) {
            let time = UnixTime::since_unix_epoch(Duration::from_secs(time));
            match verifier.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, time) {
                Ok(verified) => {
                    self.handshakes.accepted.store(true, Ordering::SeqCst);
                    return Ok(verified);
                }
                Err(error) if is_about_time(&error) => refusal = error,
                Err(error) => {
                    self.handshakes.refused_by_pin();
                    return Err(error);
                }
            }
        }
        self.handshakes.refused_by_clock();
        Err(refusal)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(
            message,
            certificate,
            signature,
            &self.provider.signature_verification_algorithms,
        )
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(
            message,
            certificate,
            signature,
            &self.provider.signature_verification_algorithms,
        )
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
