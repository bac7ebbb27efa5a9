//! `serve`: logs on standard error, the address on standard output, an orderly end.

use std::io::Write as _;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use beatbook_server::admin::Refusal;
use beatbook_server::clock::Clock;
use beatbook_server::{Config, Server, ServerError};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tracing_subscriber::EnvFilter;

pub async fn serve(home: PathBuf, listen: SocketAddr) -> Result<ExitCode, Refusal> {
    tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_current_span(false)
        .with_span_list(false)
        .with_writer(std::io::stderr)
        .with_env_filter(EnvFilter::try_from_env("BEATBOOK_LOG").unwrap_or_else(|_| EnvFilter::new("info")))
        .init();
    // Before anything that takes time: a signal that comes early must find somebody listening.
    let (mut terminated, mut interrupted) =
        (wait_for(SignalKind::terminate())?, wait_for(SignalKind::interrupt())?);
    let server = Server::start(Config { home, listen, clock: Clock::system() }).await?;
    let mut out = std::io::stdout();
    // Whoever started this may not read; that is no reason not to serve.
    let _ = writeln!(out, "listening on https://{}", server.address()).and_then(|()| out.flush());
    tokio::select! {
        _ = terminated.recv() => {}
        _ = interrupted.recv() => {}
    }
    tracing::info!("told to stop: finishing what is under way");
    server.stop().await;
    Ok(ExitCode::SUCCESS)
}

fn wait_for(kind: SignalKind) -> Result<Signal, ServerError> {
    signal(kind).map_err(|error| ServerError::Io { doing: "listening for signals", kind: error.kind() })
}
