//! The client side of TLS for figures: what a handshake costs on the wire, and a client for ready-made requests.
//!
//! It believes any certificate: what is measured is not trust, and both sides of a comparison use it.

use std::error::Error;
use std::net::SocketAddr;
use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::ring;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

#[derive(Debug)]
struct Anybody;

impl ServerCertVerifier for Anybody {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
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

fn config() -> Result<ClientConfig, Box<dyn Error>> {
    let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_root_certificates(RootCertStore::empty())
        .with_no_client_auth();
    config.dangerous().set_certificate_verifier(Arc::new(Anybody));
    Ok(config)
}

/// Shakes hands and says goodbye, nothing else.
///
/// # Errors
/// The network's.
pub async fn handshake(server: SocketAddr) -> Result<(), Box<dyn Error>> {
    let stream = TcpStream::connect(server).await?;
    let name = ServerName::from(server.ip());
    let mut stream = tokio_rustls::TlsConnector::from(Arc::new(config()?)).connect(name, stream).await?;
    stream.shutdown().await?;
    // Tickets for later sessions come after the handshake: they belong to it.
    let mut rest = Vec::new();
    let _ = tokio::io::AsyncReadExt::read_to_end(&mut stream, &mut rest).await;
    Ok(())
}

/// A client that keeps its connection between requests.
///
/// # Errors
/// None in practice.
pub fn client() -> Result<reqwest::Client, Box<dyn Error>> {
    Ok(reqwest::Client::builder().tls_backend_preconfigured(config()?).no_proxy().build()?)
}
