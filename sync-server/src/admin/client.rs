//! The command's side: to the running server if there is one, else straight to the database.

use std::sync::Arc;

use tokio::net::UnixStream;
use tokio::sync::{mpsc, watch};

use super::office::{Answer, Office, Request};
use super::wire::{self, Kind};
use crate::clock::Clock;
use crate::error::ServerError;
use crate::home::Home;
use crate::presence::Jobs;
use crate::service::Service;
use crate::store::Store;

/// Carries a command out wherever the database is held. `attachment` is the content of the file it names;
/// `progress` is told how far it is.
///
/// # Errors
/// What to tell the administrator.
pub async fn run(
    home: &Home,
    request: Request,
    attachment: Vec<u8>,
    mut progress: impl FnMut(&str),
) -> Result<Answer, ServerError> {
    if let Ok(stream) = UnixStream::connect(home.socket()).await {
        return ask(stream, request, attachment, progress).await;
    }
    let (closing, closed) = watch::channel(false);
    let office = open(home, closed).await?;
    let (sender, mut lines) = mpsc::unbounded_channel::<String>();
    let work = office.carry_out(request, attachment, &sender);
    tokio::pin!(work);
    let answer = loop {
        tokio::select! {
            biased;
            Some(line) = lines.recv() => progress(&line),
            answer = &mut work => break answer,
        }
    };
    drop(closing);
    answer
}

/// The same office a running server has, with nobody else served.
async fn open(home: &Home, closed: watch::Receiver<bool>) -> Result<Office, ServerError> {
    let (store, keyholder) = home.open(&Clock::system())?;
    let embedded = Arc::new(store);
    let store: Arc<dyn Store> = Arc::clone(&embedded) as _;
    let pen = Arc::clone(embedded.pen());
    let service = Arc::new(Service::new(Arc::clone(&store), pen, keyholder, closed).await?);
    let jobs = Arc::new(Jobs::new(store, keyholder, Arc::clone(service.briefings())));
    Ok(Office { service, jobs, embedded, port: 0 })
}

async fn ask(
    mut stream: UnixStream,
    request: Request,
    attachment: Vec<u8>,
    mut progress: impl FnMut(&str),
) -> Result<Answer, ServerError> {
    let failed = ServerError::io("speaking with the running server");
    let json = serde_json::to_vec(&request)
        .map_err(|_| ServerError::Refused("the command cannot be sent: report it".to_owned()))?;
    wire::write(&mut stream, Kind::Request, &json).await.map_err(&failed)?;
    wire::write(&mut stream, Kind::Attachment, &attachment).await.map_err(&failed)?;
    let mut out = Vec::new();
    loop {
        let (kind, bytes) = wire::read(&mut stream).await.map_err(&failed)?;
        match kind {
            Kind::Progress => progress(&String::from_utf8_lossy(&bytes)),
            Kind::Output => out.extend(bytes),
            Kind::Exit => return Ok(Answer { out, exit: bytes.first().copied().unwrap_or(1) }),
            Kind::Error => return Err(ServerError::Refused(String::from_utf8_lossy(&bytes).into_owned())),
            Kind::Request | Kind::Attachment => {}
        }
    }
}
