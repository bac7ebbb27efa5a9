//! What each path does. Handlers translate; the service decides.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use beatbook_protocol::enrol::{EnrolRequest, EnrolResponse, SucceedRequest};
use beatbook_protocol::frame;
use beatbook_protocol::hours::{HOURS_PATH, HoursAnswer};
use beatbook_protocol::sync::{
    ENROL_PATH, EnrolAnswer, Problem, ProblemCode, SUCCEED_PATH, SYNC_PATH, SyncAnswer,
};

use super::exchange::{drain, read, refusal, respond, status, token};
use crate::service::Service;

/// All paths of the server.
pub fn router(service: Arc<Service>) -> Router {
    Router::new()
        .route(SYNC_PATH, post(sync))
        .route(HOURS_PATH, post(hours))
        .route(ENROL_PATH, post(enrol))
        .route(SUCCEED_PATH, post(succeed))
        .route("/healthz", get(alive))
        .route("/readyz", get(ready))
        .with_state(service)
}

async fn sync(State(service): State<Arc<Service>>, headers: HeaderMap, mut body: Body) -> Response {
    let answered = async {
        service.open()?;
        let notebook = service.authenticate(token(&headers)).await?;
        let bytes = read(&headers, &mut body).await?;
        service.sync(notebook, bytes).await
    };
    match answered.await {
        Ok(packed) => respond(StatusCode::OK, packed, None),
        Err(code) => refuse(&service, code, SyncAnswer::Refused, body).await,
    }
}

async fn hours(State(service): State<Arc<Service>>, headers: HeaderMap, mut body: Body) -> Response {
    let answered = async {
        service.open()?;
        let notebook = service.authenticate(token(&headers)).await?;
        let bytes = read(&headers, &mut body).await?;
        service.own_hours(notebook, bytes).await
    };
    match answered.await {
        Ok(packed) => respond(StatusCode::OK, packed, None),
        Err(code) => refuse(&service, code, HoursAnswer::Refused, body).await,
    }
}

async fn enrol(State(service): State<Arc<Service>>, headers: HeaderMap, mut body: Body) -> Response {
    let answered = async {
        service.open()?;
        let bytes = read(&headers, &mut body).await?;
        let request: EnrolRequest = frame::unpack(&bytes).map_err(refusal)?;
        service.enrol(request).await
    };
    let answer = answered.await;
    welcome(&service, answer, body).await
}

async fn succeed(State(service): State<Arc<Service>>, headers: HeaderMap, mut body: Body) -> Response {
    let answered = async {
        service.open()?;
        let former = service.authenticate(token(&headers)).await?;
        let bytes = read(&headers, &mut body).await?;
        let request: SucceedRequest = frame::unpack(&bytes).map_err(refusal)?;
        service.succeed(former, request).await
    };
    let answer = answered.await;
    welcome(&service, answer, body).await
}

async fn welcome(service: &Service, answer: Result<EnrolResponse, ProblemCode>, body: Body) -> Response {
    let packed = answer.and_then(|response| {
        frame::pack(&EnrolAnswer::Enrolled(Box::new(response))).map_err(|_| ProblemCode::Internal)
    });
    match packed {
        Ok(packed) => respond(StatusCode::OK, packed, None),
        Err(code) => refuse(service, code, EnrolAnswer::Refused, body).await,
    }
}

/// Refuses a request, once what is left of its body has been read away.
async fn refuse<T: minicbor::Encode<()>>(
    service: &Service,
    code: ProblemCode,
    answer: impl FnOnce(Problem) -> T,
    body: Body,
) -> Response {
    drain(body).await;
    let retry_after = service.retry_after(code);
    let problem = Problem { code, retry_after, server_time: service.clock().now() };
    tracing::info!(?code, "request refused");
    respond(status(code), frame::pack(&answer(problem)).unwrap_or_default(), retry_after)
}

/// The process answers.
async fn alive() -> &'static str {
    "ok\n"
}

/// The database answers, too, and there is room for what phones bring.
async fn ready(State(service): State<Arc<Service>>) -> Response {
    match service.readiness().await {
        Ok(readiness) => {
            let full = readiness.room.disk_full;
            let status = if full { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::OK };
            (status, axum::Json(readiness)).into_response()
        }
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "not ready\n").into_response(),
    }
}
