//! Reading a message within its limits, and answering one with the right status.

use std::time::Duration;

use axum::body::Body;
use axum::http::header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use beatbook_protocol::enrol::Token;
use beatbook_protocol::frame::{self, FrameError};
use beatbook_protocol::limits::MESSAGE_COMPRESSED_MAX;
use beatbook_protocol::sync::ProblemCode;
use http_body_util::{BodyExt, LengthLimitError, Limited};

/// A message may take this long to arrive: 256 KiB at 20 kbit/s.
const READ_WITHIN: Duration = Duration::from_secs(105);
/// Of a message that is refused so many bytes are still read: four times what a message may have.
const DRAINED_MAX: usize = 4 * MESSAGE_COMPRESSED_MAX;
/// And for no longer than this.
const DRAIN_WITHIN: Duration = Duration::from_secs(10);

/// Reads a message's bytes.
///
/// # Errors
/// [`ProblemCode::TooLarge`] from what the client announces already, [`ProblemCode::Malformed`] for another
/// content type, a broken or a slow body.
pub async fn read(headers: &HeaderMap, body: &mut Body) -> Result<Vec<u8>, ProblemCode> {
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !same_type(content_type) {
        return Err(ProblemCode::Malformed);
    }
    let announced = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|length| length > MESSAGE_COMPRESSED_MAX as u64) {
        return Err(ProblemCode::TooLarge);
    }
    let collected = Limited::new(body, MESSAGE_COMPRESSED_MAX).collect();
    match tokio::time::timeout(READ_WITHIN, collected).await {
        Ok(Ok(body)) => Ok(body.to_bytes().to_vec()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(ProblemCode::TooLarge),
        Ok(Err(_)) | Err(_) => Err(ProblemCode::Malformed),
    }
}

/// Reads away what a client still sends of a message that was refused, up to a limit: one that is cut off while it
/// writes may never see the answer. Nothing of it is kept.
pub async fn drain(body: Body) {
    let mut rest = Limited::new(body, DRAINED_MAX);
    let reading = async { while let Some(Ok(_)) = rest.frame().await {} };
    // Whoever sends more, or more slowly, is cut off all the same.
    let _ = tokio::time::timeout(DRAIN_WITHIN, reading).await;
}

/// Content types compare without blanks and letter case.
fn same_type(found: &str) -> bool {
    let plain = |text: &str| text.replace(' ', "").to_ascii_lowercase();
    plain(found) == plain(frame::CONTENT_TYPE)
}

/// The token a request shows.
pub fn token(headers: &HeaderMap) -> Option<Token> {
    Token::from_bearer(headers.get(AUTHORIZATION)?.to_str().ok()?)
}

/// Why a message could not be unpacked, as a phone is told.
pub fn refusal(error: FrameError) -> ProblemCode {
    match error {
        FrameError::TooLarge | FrameError::TooLargeCompressed => ProblemCode::TooLarge,
        FrameError::Malformed => ProblemCode::Malformed,
    }
}

/// The status that goes with a refusal, for whatever stands between phone and server.
pub fn status(code: ProblemCode) -> StatusCode {
    match code {
        ProblemCode::UpgradeRequired => StatusCode::UPGRADE_REQUIRED,
        ProblemCode::Unauthorised => StatusCode::UNAUTHORIZED,
        ProblemCode::Revoked | ProblemCode::CodeInvalid => StatusCode::FORBIDDEN,
        ProblemCode::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        ProblemCode::Malformed | ProblemCode::Period | ProblemCode::UnknownZone => StatusCode::BAD_REQUEST,
        ProblemCode::NotebookClosed => StatusCode::CONFLICT,
        ProblemCode::Busy => StatusCode::SERVICE_UNAVAILABLE,
        ProblemCode::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// A response of packed bytes.
pub fn respond(status: StatusCode, packed: Vec<u8>, retry_after_ms: Option<u32>) -> Response {
    let mut response = Response::new(Body::from(packed));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(frame::CONTENT_TYPE));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(ms) = retry_after_ms {
        headers.insert(RETRY_AFTER, HeaderValue::from(ms.div_ceil(1_000)));
    }
    response
}
