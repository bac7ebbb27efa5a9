//! Accepting connections: TLS within its time, headers within theirs, and an orderly end.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use rustls::ServerConfig;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

use crate::error::ServerError;

/// Connections open at a time; further ones wait in the system's queue. Each may hold one message: 128 MiB.
const CONNECTIONS_MAX: usize = 512;
/// A handshake takes no longer.
const HANDSHAKE_WITHIN: Duration = Duration::from_secs(10);
/// A request's headers arrive within this, and an idle connection is closed after it.
const HEADERS_WITHIN: Duration = Duration::from_secs(20);
/// A connection lives no longer, however slowly its client reads.
const CONNECTION_WITHIN: Duration = Duration::from_secs(600);
/// At shutdown, requests under way get this long.
const DRAIN_WITHIN: Duration = Duration::from_secs(20);

/// A bound listener.
#[derive(Debug)]
pub struct Listening {
    listener: TcpListener,
    /// Where it listens.
    pub address: SocketAddr,
}

/// Binds an address.
///
/// # Errors
/// [`ServerError::Io`].
pub async fn listen(address: SocketAddr) -> Result<Listening, ServerError> {
    let listener = TcpListener::bind(address).await.map_err(ServerError::io("listening at the address"))?;
    let address = listener.local_addr().map_err(ServerError::io("listening at the address"))?;
    Ok(Listening { listener, address })
}

impl Listening {
    /// Serves until told to close, then finishes what is under way.
    pub async fn serve(self, tls: Arc<ServerConfig>, router: Router, mut closing: watch::Receiver<bool>) {
        let acceptor = TlsAcceptor::from(tls);
        let graceful = GracefulShutdown::new();
        let slots = Arc::new(Semaphore::new(CONNECTIONS_MAX));
        let mut open = JoinSet::new();
        loop {
            while open.try_join_next().is_some() {}
            let Ok(slot) = Arc::clone(&slots).acquire_owned().await else { break };
            let stream = tokio::select! {
                accepted = self.listener.accept() => accepted,
                _ = closing.wait_for(|closing| *closing) => break,
            };
            let stream = match stream {
                Ok((stream, _)) => stream,
                Err(error) => {
                    // Out of file descriptors, mostly: give those in use a moment to end.
                    tracing::warn!(kind = %error.kind(), "a connection could not be accepted");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    continue;
                }
            };
            let (acceptor, router, watcher) = (acceptor.clone(), router.clone(), graceful.watcher());
            open.spawn(async move {
                let _slot = slot;
                if let Some(stream) = shake_hands(acceptor, stream).await {
                    let connection = http1::Builder::new()
                        .timer(TokioTimer::new())
                        .header_read_timeout(HEADERS_WITHIN)
                        .max_buf_size(32 * 1024)
                        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
                    // How a connection ends is the client's affair: nothing to report.
                    let _ = tokio::time::timeout(CONNECTION_WITHIN, watcher.watch(connection)).await;
                }
            });
        }
        drop(self.listener);
        if tokio::time::timeout(DRAIN_WITHIN, graceful.shutdown()).await.is_err() {
            tracing::warn!("some requests did not end in time and were cut off");
        }
        open.shutdown().await;
    }
}

async fn shake_hands(
    acceptor: TlsAcceptor,
    stream: TcpStream,
) -> Option<tokio_rustls::server::TlsStream<TcpStream>> {
    // Small answers must not wait for more to send.
    let _ = stream.set_nodelay(true);
    tokio::time::timeout(HANDSHAKE_WITHIN, acceptor.accept(stream)).await.ok()?.ok()
}
