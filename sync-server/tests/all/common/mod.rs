//! A server in a scratch folder and phones driven by hand, one message at a time, over real TLS.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests are not recognised as tests"
)]

pub mod database;
pub mod notice;
pub mod phone;
pub mod tls;
pub mod walk;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;

use beatbook_protocol::id::Id;
use beatbook_server::auth::{Purpose, Scope};
use beatbook_server::clock::Clock;
use beatbook_server::home::Home;
use beatbook_server::store::Officer;
use beatbook_server::{Certificates, Config, RunningServer, Server, Setup, init};
use phone::Phone;

/// A server with one authority and one officer.
pub struct Beat {
    pub folder: Arc<tempfile::TempDir>,
    pub clock: Clock,
    pub server: RunningServer,
    pub authority: Id,
    pub officer: Id,
}

pub fn id(n: u8) -> Id {
    Id::v7(1_790_000_000_000 + u64::from(n), [n; 10])
}

pub async fn start(folder: &Path, clock: &Clock) -> RunningServer {
    let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    Server::start(Config { home: folder.to_owned(), listen, clock: clock.clone() }).await.unwrap()
}

pub async fn add_officer(server: &RunningServer, authority: Id, officer: Id, code: &str) {
    let scope = server.service().keyholder().scope(authority, Purpose::Administration);
    let officer = Officer {
        id: officer,
        code: code.to_owned(),
        name: "J. Bloggs".to_owned(),
        team: "Chatham".to_owned(),
    };
    server.service().store().put_officer(&scope, officer).await.unwrap();
}

impl Beat {
    pub async fn begin() -> Self {
        Self::begin_in(tempfile::tempdir().unwrap()).await
    }

    pub async fn begin_in(folder: tempfile::TempDir) -> Self {
        let folder = Arc::new(folder);
        let clock = Clock::system();
        let setup = Setup {
            address: "https://127.0.0.1:0".to_owned(),
            certificates: Certificates::Own { names: Vec::new() },
        };
        init(&Home::at(folder.path()), &setup, &clock).await.unwrap();
        let server = start(folder.path(), &clock).await;
        let store = server.service().store();
        let authority = store.add_authority(server.service().keyholder(), "MDW", "Medway").await.unwrap().id;
        add_officer(&server, authority, id(1), "4711").await;
        Self { folder, clock, server, authority, officer: id(1) }
    }

    /// A notebook of the officer, enrolled.
    pub async fn phone(&self, seed: u8) -> Phone {
        let ticket = self.server.ticket(self.authority, self.officer).await.unwrap();
        let phone = Phone::new(&ticket, seed);
        phone.enrol(&ticket.code).await.unwrap();
        phone
    }

    /// The authority's rows, for whoever keeps the key and reads reports.
    pub fn reports(&self) -> Scope {
        self.server.service().keyholder().scope(self.authority, Purpose::Report)
    }

    /// The same folder, served again.
    pub async fn restart(self) -> Self {
        let Self { folder, clock, server, authority, officer } = self;
        server.stop().await;
        let server = start(folder.path(), &clock).await;
        Self { folder, clock, server, authority, officer }
    }

    /// The server journal of the authority.
    pub async fn journal(&self) -> Vec<beatbook_domain::records::server::ServerBody> {
        let scope = self.server.service().keyholder().scope(self.authority, Purpose::Administration);
        let entries = self.server.service().store().journal(&scope).await.unwrap();
        entries.into_iter().map(|(_, body)| body).collect()
    }
}
