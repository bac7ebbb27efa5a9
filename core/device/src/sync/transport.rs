//! One request and its answer: bytes there and back within the limits, cancelled within a tenth of a second.
//! It runs in a runtime of its own on the caller's thread. Only our own media type is looked at; redirects
//! are not followed and no proxy is asked, so a captive portal is seen for what it is.

use std::time::Duration;

use beatbook_protocol::enrol::{Token, Trust};
use beatbook_protocol::frame::{CONTENT_TYPE, FrameError, pack, unpack};
use beatbook_protocol::limits::MESSAGE_COMPRESSED_MAX;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE as CONTENT_TYPE_HEADER};
use reqwest::redirect::Policy;
use reqwest::{Client, Response};
use tokio::runtime::Runtime;

use super::tls::{self, Handshakes, JudgingTimes};
use crate::beatbook::Timeouts;
use crate::error::{DeviceError, LinkFault, State};
use crate::gate::LongRun;

/// How often a request under way looks whether it was cancelled.
const CANCEL_LOOK: Duration = Duration::from_millis(50);

/// The way to one server for one sync; connections are kept between requests.
pub(crate) struct Link {
    runtime: OwnRuntime,
    client: Client,
    address: String,
    handshakes: Handshakes,
}

impl Link {
    pub(crate) fn new(
        address: &str,
        trust: Trust,
        times: JudgingTimes,
        timeouts: Timeouts,
    ) -> Result<Self, DeviceError> {
        let handshakes = Handshakes::default();
        let client = Client::builder()
            .tls_backend_preconfigured(tls::config(trust, times, &handshakes)?)
            .https_only(true)
            .no_proxy()
            .redirect(Policy::none())
            .connect_timeout(Duration::from_millis(timeouts.connect))
            .timeout(Duration::from_millis(timeouts.request))
            .build()
            .map_err(|_| DeviceError::Bug("http client"))?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_io()
            .enable_time()
            .build()
            .map_err(|_| DeviceError::Bug("runtime"))?;
        let runtime = OwnRuntime(Some(runtime));
        Ok(Self { runtime, client, address: address.trim_end_matches('/').to_owned(), handshakes })
    }

    /// Whether anything sent over it may have reached the server.
    pub(crate) fn was_met(&self) -> bool {
        self.handshakes.accepted()
    }

    /// Sends a message and reads our server's answer.
    pub(crate) fn exchange<M: minicbor::Encode<()>, A: for<'b> minicbor::Decode<'b, ()>>(
        &self,
        run: &LongRun<'_>,
        path: &str,
        token: Option<&Token>,
        message: &M,
    ) -> Result<A, DeviceError> {
        run.check()?;
        let body = pack(message).map_err(|error| match error {
            FrameError::TooLarge | FrameError::TooLargeCompressed => LinkFault::TooLarge.into(),
            FrameError::Malformed => DeviceError::Frame(error),
        })?;
        let runtime = self.runtime.0.as_ref().ok_or(DeviceError::Bug("runtime"))?;
        let answer = runtime.block_on(async {
            tokio::select! {
                answer = self.post(path, token, body) => answer.map_err(DeviceError::from),
                () = cancelled(run) => Err(State::Cancelled.into()),
            }
        })?;
        unpack(&answer).map_err(|_| LinkFault::BadAnswer.into())
    }

    async fn post(&self, path: &str, token: Option<&Token>, body: Vec<u8>) -> Result<Vec<u8>, LinkFault> {
        let mut request = self
            .client
            .post(format!("{}{path}", self.address))
            .header(CONTENT_TYPE_HEADER, CONTENT_TYPE)
            .body(body);
        if let Some(token) = token {
            request = request.header(AUTHORIZATION, token.to_bearer());
        }
        let response = request.send().await.map_err(|error| self.fault(&error))?;
        let kind = response.headers().get(CONTENT_TYPE_HEADER).and_then(|kind| kind.to_str().ok());
        if kind != Some(CONTENT_TYPE) {
            return Err(LinkFault::BadAnswer);
        }
        self.read(response).await
    }

    /// The whole body, or nothing once it is larger than any answer of ours.
    async fn read(&self, mut response: Response) -> Result<Vec<u8>, LinkFault> {
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| self.fault(&error))? {
            if body.len() + chunk.len() > MESSAGE_COMPRESSED_MAX {
                return Err(LinkFault::BadAnswer);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }

    fn fault(&self, error: &reqwest::Error) -> LinkFault {
        match self.handshakes.fault() {
            Some(fault) => fault,
            None if error.is_timeout() => LinkFault::TimedOut,
            None if error.is_decode() || error.is_body() => LinkFault::BadAnswer,
            None => LinkFault::Unreachable,
        }
    }
}

async fn cancelled(run: &LongRun<'_>) {
    while !run.is_cancelled() {
        tokio::time::sleep(CANCEL_LOOK).await;
    }
}

/// A runtime that is let go of without waiting: a name is looked up by the system on a thread of its own, which may take as
/// long as the system likes, and a cancelled call must not.
struct OwnRuntime(Option<Runtime>);

impl Drop for OwnRuntime {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;

    #[test]
    fn letting_go_does_not_wait_for_a_name_that_is_looked_up() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let (begun, has_begun) = std::sync::mpsc::channel();
        runtime.spawn_blocking(move || {
            begun.send(()).unwrap();
            std::thread::sleep(Duration::from_secs(5));
        });
        has_begun.recv().unwrap();
        let before = Instant::now();
        drop(OwnRuntime(Some(runtime)));
        assert!(before.elapsed() < Duration::from_secs(1));
    }
}
