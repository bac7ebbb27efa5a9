//! A client that knows its server by the pinned CA of the ticket, as phones do.

use std::sync::{Arc, Mutex};

use beatbook_protocol::hash::Hash;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::ring;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use tokio::net::TcpStream;

/// Writes down the chain a server shows and believes everything; used once, to find the pinned CA.
#[derive(Debug, Default)]
struct Recorder(Mutex<Vec<CertificateDer<'static>>>);

impl ServerCertVerifier for Recorder {
    fn verify_server_cert(
        &self,
        leaf: &CertificateDer<'_>,
        rest: &[CertificateDer<'_>],
        _name: &ServerName<'_>,
        _ocsp: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let chain = std::iter::once(leaf).chain(rest).map(|c| c.clone().into_owned()).collect();
        *self.0.lock().unwrap() = chain;
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        ring::default_provider().signature_verification_algorithms.supported_schemes()
    }
}

fn builder() -> rustls::ConfigBuilder<ClientConfig, rustls::WantsVerifier> {
    ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
}

/// The chain a server shows, leaf first.
pub async fn chain_of(address: &str) -> Vec<CertificateDer<'static>> {
    let recorder = Arc::new(Recorder::default());
    let mut config = builder().with_root_certificates(RootCertStore::empty()).with_no_client_auth();
    config.dangerous().set_certificate_verifier(Arc::clone(&recorder) as _);
    let host = address.strip_prefix("https://").unwrap();
    let stream = TcpStream::connect(host).await.unwrap();
    let name = host.rsplit_once(':').unwrap().0.to_owned().try_into().unwrap();
    tokio_rustls::TlsConnector::from(Arc::new(config)).connect(name, stream).await.unwrap();
    let chain = recorder.0.lock().unwrap();
    chain.clone()
}

/// A client that trusts only the CA with this public key, which the server itself must have shown.
pub async fn pinned(address: &str, pin: Hash) -> reqwest::Client {
    let config = pinned_config(address, pin).await;
    reqwest::Client::builder().tls_backend_preconfigured(config).build().unwrap()
}

/// So many connections on which whoever holds them writes what they like.
pub async fn raw(address: &str, pin: Hash, count: usize) -> Vec<tokio_rustls::client::TlsStream<TcpStream>> {
    let connector = tokio_rustls::TlsConnector::from(Arc::new(pinned_config(address, pin).await));
    let host = address.strip_prefix("https://").unwrap();
    let name: ServerName<'static> = host.rsplit_once(':').unwrap().0.to_owned().try_into().unwrap();
    let mut streams = Vec::new();
    for _ in 0..count {
        let stream = TcpStream::connect(host).await.unwrap();
        streams.push(connector.connect(name.clone(), stream).await.unwrap());
    }
    streams
}

async fn pinned_config(address: &str, pin: Hash) -> ClientConfig {
    let chain = chain_of(address).await;
    let ca = chain
        .iter()
        .find(|certificate| {
            let (_, parsed) = x509_parser::parse_x509_certificate(certificate).unwrap();
            Hash::of(&[parsed.public_key().raw]) == pin
        })
        .expect("the chain holds the pinned CA");
    let mut roots = RootCertStore::empty();
    roots.add(ca.clone()).unwrap();
    builder().with_root_certificates(roots).with_no_client_auth()
}
