//! The command's side: to the running server if there is one, else straight to the database.

use std::io::ErrorKind;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::UnixStream;
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;

use super::office::{Answer, Office, Request};
use super::refusal::Refusal;
use super::wire::{self, Kind};
use crate::clock::Clock;
use crate::error::{Fault, ServerError};
use crate::home::Home;
use crate::service::Service;
use crate::store::Store;

/// How long a command waits for a server that is starting or stopping, or for another command.
const PATIENCE: Duration = Duration::from_secs(10);
const LOOK_AGAIN: Duration = Duration::from_millis(50);

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
) -> Result<Answer, Refusal> {
    let until = Instant::now() + PATIENCE;
    loop {
        if let Some(stream) = connect(home).await? {
            return through(stream, &request, &attachment, progress).await;
        }
        let (closing, closed) = watch::channel(false);
        match open(home, closed).await {
            Ok(office) => {
                let answer = directly(&office, request, attachment, &mut progress).await;
                drop(closing);
                return answer;
            }
            Err(ServerError::Running) if Instant::now() < until => tokio::time::sleep(LOOK_AGAIN).await,
            Err(ServerError::Running) => return Err(ServerError::Held.into()),
            Err(error) => return Err(error.into()),
        }
    }
}

/// The running server, if one listens. A socket nobody listens at was left by a server that was killed.
async fn connect(home: &Home) -> Result<Option<UnixStream>, ServerError> {
    match UnixStream::connect(home.socket()).await {
        Ok(stream) => Ok(Some(stream)),
        // The last: a path too long for a socket. No server can listen there either.
        Err(error) => match error.kind() {
            ErrorKind::NotFound | ErrorKind::ConnectionRefused | ErrorKind::InvalidInput => Ok(None),
            _ => Err(ServerError::io("reaching the running server")(error)),
        },
    }
}

/// The same office a running server has, with nobody else served.
async fn open(home: &Home, closed: watch::Receiver<bool>) -> Result<Office, ServerError> {
    let (store, keyholder) = home.open(&Clock::system())?;
    let embedded = Arc::new(store);
    let store: Arc<dyn Store> = Arc::clone(&embedded) as _;
    let pen = Arc::clone(embedded.pen());
    let service = Arc::new(Service::new(store, pen, keyholder, closed).await?);
    Ok(Office { service, embedded, home: home.clone(), port: None })
}

async fn directly(
    office: &Office,
    request: Request,
    attachment: Vec<u8>,
    progress: &mut impl FnMut(&str),
) -> Result<Answer, Refusal> {
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
    // What was said with the last step.
    while let Ok(line) = lines.try_recv() {
        progress(&line);
    }
    Ok(answer?)
}

async fn through(
    mut stream: UnixStream,
    request: &Request,
    attachment: &[u8],
    mut progress: impl FnMut(&str),
) -> Result<Answer, Refusal> {
    let broken_off = |_| ServerError::BrokenOff;
    let json =
        serde_json::to_vec(request).map_err(|_| ServerError::from(Fault::Format { what: "the command" }))?;
    wire::write(&mut stream, Kind::Request, &json).await.map_err(broken_off)?;
    wire::write(&mut stream, Kind::Attachment, attachment).await.map_err(broken_off)?;
    let mut out = Vec::new();
    loop {
        let (kind, bytes) = wire::read(&mut stream).await.map_err(broken_off)?;
        match kind {
            Kind::Progress => progress(&String::from_utf8_lossy(&bytes)),
            Kind::Output => out.extend(bytes),
            Kind::Exit => return Ok(Answer { out, exit: bytes.first().copied().unwrap_or(1) }),
            Kind::Refusal => {
                return Err(
                    serde_json::from_slice(&bytes).unwrap_or_else(|_| ServerError::OtherVersion.into())
                );
            }
            Kind::Request | Kind::Attachment => return Err(ServerError::OtherVersion.into()),
        }
    }
}
