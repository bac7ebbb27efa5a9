//! A message posted over TLS and the answer read, with the built-in roots and ring, as the sync client does.

use std::sync::Arc;
use std::time::Duration;

use reqwest::Client;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE};
use reqwest::redirect::Policy;
use rustls::{ClientConfig, RootCertStore};

use crate::FloorError;

fn failed(error: impl std::fmt::Display) -> FloorError {
    FloorError::Link { reason: error.to_string() }
}

/// Posts a message.
///
/// # Errors
/// If no answer comes.
#[uniffi::export]
pub fn post(address: String, token: String, message: Vec<u8>) -> Result<Vec<u8>, FloorError> {
    let roots: RootCertStore = webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect();
    let config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(failed)?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let client = Client::builder()
        .tls_backend_preconfigured(config)
        .https_only(true)
        .no_proxy()
        .redirect(Policy::none())
        .connect_timeout(Duration::from_secs(10))
        .timeout(Duration::from_secs(60))
        .build()
        .map_err(failed)?;
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build().map_err(failed)?;
    runtime.block_on(async {
        let request = client
            .post(address)
            .header(CONTENT_TYPE, "application/octet-stream")
            .header(AUTHORIZATION, token)
            .body(message);
        let mut response = request.send().await.map_err(failed)?;
        let mut answer = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(failed)? {
            answer.extend_from_slice(&chunk);
        }
        Ok(answer)
    })
}
