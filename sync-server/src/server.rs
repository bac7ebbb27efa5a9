//! A whole server in a process: what `serve` runs and what tests start beside their phones.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use beatbook_protocol::enrol::Ticket;
use beatbook_protocol::id::Id;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::admin::Office;
use crate::admin::socket::AdminSocket;
use crate::cards::keep_cards;
use crate::clock::Clock;
use crate::counts::keep_told;
use crate::error::{Fault, ServerError};
use crate::home::Home;
use crate::http::{listen, router};
use crate::keeping::keep_times;
use crate::known::keep_known;
use crate::outreach::keep_nights;
use crate::presence::Jobs;
use crate::rereading::read_again;
use crate::service::{Service, keep_safe};
use crate::setup;
use crate::store::Store;
use crate::ticket;
use crate::tls::{TlsIdentity, server_config};

/// How often certificates are looked at.
const RENEWAL_CHECK: Duration = Duration::from_secs(86_400);

/// What a server needs to run.
#[derive(Debug, Clone)]
pub struct Config {
    /// Its folder, made by [`crate::init`].
    pub home: PathBuf,
    /// Where to listen; port 0 for any free one.
    pub listen: SocketAddr,
    /// Its clock.
    pub clock: Clock,
}

/// Starts servers.
#[derive(Debug)]
pub struct Server;

/// A server that runs in this process until it is stopped or dropped.
pub struct RunningServer {
    address: SocketAddr,
    service: Arc<Service>,
    jobs: Arc<Jobs>,
    identity: Arc<TlsIdentity>,
    closing: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}

impl Server {
    /// Opens the folder's database and serves from it.
    ///
    /// # Errors
    /// A [`ServerError`] that says what to do.
    pub async fn start(config: Config) -> Result<RunningServer, ServerError> {
        let home = Home::at(&config.home);
        let (store, keyholder) = home.open(&config.clock)?;
        let pen = Arc::clone(store.pen());
        let embedded = Arc::new(store);
        let store: Arc<dyn Store> = Arc::clone(&embedded) as _;
        let source = setup::tls_source(&*store, &keyholder).await?;
        let identity = Arc::new(TlsIdentity::new(source, config.clock.now())?);
        let tls = server_config(Arc::clone(&identity))?;
        let (closing, closed) = watch::channel(false);
        let service = Arc::new(Service::new(Arc::clone(&store), pen, keyholder, closed.clone()).await?);
        let listening = listen(config.listen).await?;
        let address = listening.address;
        let phones = setup::address(&*store, &keyholder, address.port()).await?;
        if !phones.ends_with(&format!(":{}", address.port())) {
            let why = "phones are told another port than this one listens at: right behind what forwards it, else say `--listen`";
            tracing::warn!(%address, phones, "{why}");
        }
        let jobs = Arc::new(Jobs::new(store, keyholder, Arc::clone(service.briefings())));
        let office = Arc::new(Office {
            service: Arc::clone(&service),
            embedded,
            home: home.clone(),
            port: Some(address.port()),
        });
        let socket = AdminSocket::bind(&home.socket())?;
        let tasks = vec![
            tokio::spawn(socket.serve(office, closed.clone())),
            tokio::spawn(Arc::clone(&jobs).run(Arc::clone(&service), closed.clone())),
            tokio::spawn(listening.serve(tls, router(Arc::clone(&service)), closed.clone())),
            tokio::spawn(read_again(Arc::clone(&service), closed.clone())),
            tokio::spawn(keep_known(Arc::clone(&service), closed.clone())),
            tokio::spawn(keep_told(Arc::clone(&service), closed.clone())),
            tokio::spawn(keep_safe(Arc::clone(&service), closed.clone())),
            tokio::spawn(keep_times(Arc::clone(&service), closed.clone())),
            tokio::spawn(keep_nights(Arc::clone(&service), closed.clone())),
            tokio::spawn(keep_cards(Arc::clone(&service), closed.clone())),
            tokio::spawn(keep_renewed(Arc::clone(&identity), config.clock.clone(), closed)),
        ];
        tracing::info!(%address, "serving");
        Ok(RunningServer { address, service, jobs, identity, closing, tasks })
    }
}

impl RunningServer {
    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its inside: store, clock, proof of the key.
    #[must_use]
    pub fn service(&self) -> &Arc<Service> {
        &self.service
    }

    /// What derives presence.
    #[must_use]
    pub fn jobs(&self) -> &Arc<Jobs> {
        &self.jobs
    }

    /// A ticket for an officer.
    ///
    /// # Errors
    /// See [`ticket::issue`].
    pub async fn ticket(&self, authority: Id, officer: Id) -> Result<Ticket, ServerError> {
        ticket::issue(&self.service, authority, officer, self.address.port()).await
    }

    /// Replaces the certificate if it is due, as happens every day by itself; answers whether it was.
    ///
    /// # Errors
    /// [`ServerError::Certificate`]; the old one goes on being shown.
    pub async fn renew_certificate(&self) -> Result<bool, ServerError> {
        renew(&self.identity, self.service.clock()).await
    }

    /// Resolves when it stops by itself, which it does not unless told to.
    pub async fn closed(&self) {
        self.closing.closed().await;
    }

    /// Finishes what is under way and closes the database.
    pub async fn stop(mut self) {
        let _ = self.closing.send(true);
        for task in std::mem::take(&mut self.tasks) {
            // A task that panicked has nothing left to finish.
            let _ = task.await;
        }
        tracing::info!("stopped");
    }
}

impl Drop for RunningServer {
    fn drop(&mut self) {
        let _ = self.closing.send(true);
    }
}

/// Looks after the certificate until the server closes.
async fn keep_renewed(identity: Arc<TlsIdentity>, clock: Clock, mut closing: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(RENEWAL_CHECK) => {}
            _ = closing.wait_for(|closing| *closing) => return,
        }
        if renew(&identity, &clock).await.is_err() {
            tracing::error!("the server's certificate could not be renewed; trying again tomorrow");
        }
    }
}

/// Making keys takes time: not on a thread that serves.
async fn renew(identity: &Arc<TlsIdentity>, clock: &Clock) -> Result<bool, ServerError> {
    let (identity, now) = (Arc::clone(identity), clock.now());
    let renewed =
        tokio::task::spawn_blocking(move || identity.renew(now)).await.map_err(|_| Fault::Closing)??;
    if renewed {
        tracing::info!("the server's certificate was renewed");
    }
    Ok(renewed)
}
