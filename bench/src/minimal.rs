//! The server everybody would write first: one axum handler, one SQLite connection, one transaction a request.
//!
//! It believes what it gets: no token, no chain, no signature, no receipt, no register. TLS, HTTP and the
//! message format are those of our server; the file is not encrypted.

use std::error::Error;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::routing::post;
use beatbook_protocol::frame;
use beatbook_protocol::id::Id;
use beatbook_protocol::sync::{Body, SYNC_PATH, SyncRequest};
use beatbook_server::clock::Clock;
use beatbook_server::http::listen;
use beatbook_server::tls::{PrivateCa, TlsIdentity, TlsSource, server_config};
use rusqlite::{Connection, params};
use tokio::sync::watch;

/// A path that takes a request and does nothing with it: what transport alone costs.
pub const NOWHERE_PATH: &str = "/nowhere";

type Shared = Arc<Mutex<Connection>>;

/// The running handler; it ends when this is dropped.
pub struct Minimal {
    /// Where it listens.
    pub address: SocketAddr,
    closing: watch::Sender<bool>,
}

impl Minimal {
    /// Starts it on a new file; to be called within a runtime.
    ///
    /// # Errors
    /// The engine's, the network's.
    pub async fn start(file: &Path) -> Result<Self, Box<dyn Error>> {
        let connection = Connection::open(file)?;
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
             CREATE TABLE entry (notebook BLOB, seq INTEGER, header BLOB, salt BLOB, body BLOB,
                                 PRIMARY KEY (notebook, seq)) WITHOUT ROWID;",
        )?;
        let router = Router::new()
            .route(SYNC_PATH, post(take))
            .route(NOWHERE_PATH, post(|_: Bytes| async { StatusCode::OK }))
            .layer(DefaultBodyLimit::max(1 << 20))
            .with_state(Arc::new(Mutex::new(connection)));
        let now = Clock::system().now();
        let ca = PrivateCa::make(Id::from_bytes([9; 16]), now)?;
        let source = TlsSource::Own { ca, names: vec!["127.0.0.1".to_owned()] };
        let tls = server_config(Arc::new(TlsIdentity::new(source, now)?))?;
        let listening = listen(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await?;
        let (closing, closed) = watch::channel(false);
        let address = listening.address;
        tokio::spawn(listening.serve(tls, router, closed));
        Ok(Self { address, closing })
    }
}

impl Drop for Minimal {
    fn drop(&mut self) {
        let _ = self.closing.send(true);
    }
}

async fn take(State(shared): State<Shared>, bytes: Bytes) -> Result<Vec<u8>, StatusCode> {
    let stored = tokio::task::spawn_blocking(move || store(&shared, &bytes)).await;
    match stored {
        Ok(Some(count)) => Ok(count.to_be_bytes().to_vec()),
        _ => Err(StatusCode::INTERNAL_SERVER_ERROR),
    }
}

fn store(shared: &Shared, bytes: &[u8]) -> Option<usize> {
    let request: SyncRequest = frame::unpack(bytes).ok()?;
    let mut connection = shared.lock().unwrap_or_else(PoisonError::into_inner);
    let transaction = connection.transaction().ok()?;
    let notebook = request.notebook.as_bytes();
    for (header, offer) in request.headers.iter().zip(&request.bodies) {
        let Body::Present { salt, bytes } = &offer.body else { return None };
        transaction
            .prepare_cached("INSERT INTO entry VALUES (?1, ?2, ?3, ?4, ?5)")
            .and_then(|mut insert| {
                insert.execute(params![notebook, offer.seq.cast_signed(), &header[..], salt.0, &bytes[..]])
            })
            .ok()?;
    }
    transaction.commit().ok()?;
    Some(request.headers.len())
}
