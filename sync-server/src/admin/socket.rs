//! The running server's side of the administrator's socket.

use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{UnixListener, UnixStream};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

use super::office::{Office, Request};
use super::refusal::Refusal;
use super::wire::{self, Kind};
use crate::error::ServerError;

/// A command is read within this.
const READ_WITHIN: Duration = Duration::from_secs(60);
/// When the server goes down, commands under way get this long.
const DRAIN_WITHIN: Duration = Duration::from_secs(20);

/// A bound socket; its file goes when this is dropped.
#[derive(Debug)]
pub struct AdminSocket {
    listener: UnixListener,
    path: PathBuf,
    owner: u32,
}

impl AdminSocket {
    /// Binds the socket; only this server's own user and root are listened to. The caller holds the database, so a socket
    /// file that is there already is left from a server that was killed.
    ///
    /// # Errors
    /// [`ServerError::Io`], also for a folder whose path is too long for a socket.
    pub fn bind(path: &Path) -> Result<Self, ServerError> {
        let doing = "making the administrator's socket (a server's folder needs a path of some 90 characters at most)";
        match std::fs::remove_file(path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(ServerError::io(doing)(error));
            }
            _ => {}
        }
        let listener = UnixListener::bind(path).map_err(ServerError::io(doing))?;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))
            .map_err(ServerError::io(doing))?;
        let owner = std::fs::metadata(path).map_err(ServerError::io(doing))?.uid();
        Ok(Self { listener, path: path.to_owned(), owner })
    }

    /// Takes commands until the server closes.
    pub async fn serve(self, office: Arc<Office>, mut closing: watch::Receiver<bool>) {
        let mut working = JoinSet::new();
        loop {
            while working.try_join_next().is_some() {}
            let accepted = tokio::select! {
                accepted = self.listener.accept() => accepted,
                _ = closing.wait_for(|closing| *closing) => break,
            };
            match accepted {
                // The file's mode says so, too, but it is set a moment after the file can be seen.
                Ok((stream, _)) if !self.is_owner(&stream) => {
                    tracing::warn!("somebody else's command was not read");
                }
                Ok((stream, _)) => {
                    let (office, closing) = (Arc::clone(&office), closing.clone());
                    working.spawn(async move {
                        // Whoever asked and went away needs no answer.
                        let _ = attend(&office, stream, closing).await;
                    });
                }
                Err(error) => {
                    // Out of file descriptors, mostly: give those in use a moment to end.
                    tracing::warn!(kind = %error.kind(), "a command could not be accepted");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            }
        }
        drop(self);
        // What can be finished in time is; what is cut off has changed all of what it was to change, or nothing.
        let finished = async { while working.join_next().await.is_some() {} };
        if tokio::time::timeout(DRAIN_WITHIN, finished).await.is_err() {
            tracing::warn!("a command did not end in time and was cut off");
        }
        working.shutdown().await;
    }

    fn is_owner(&self, stream: &UnixStream) -> bool {
        stream.peer_cred().is_ok_and(|peer| peer.uid() == self.owner || peer.uid() == 0)
    }
}

impl Drop for AdminSocket {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

async fn attend(
    office: &Office,
    mut stream: UnixStream,
    mut closing: watch::Receiver<bool>,
) -> std::io::Result<()> {
    let asked = tokio::select! {
        asked = tokio::time::timeout(READ_WITHIN, asked(&mut stream)) => asked.unwrap_or(Ok(None))?,
        _ = closing.wait_for(|closing| *closing) => return Ok(()),
    };
    let Some((request, attachment)) = asked else {
        return refuse(&mut stream, ServerError::OtherVersion).await;
    };
    let (progress, mut lines) = mpsc::unbounded_channel::<String>();
    let work = office.carry_out(request, attachment, &progress);
    tokio::pin!(work);
    let answer = loop {
        tokio::select! {
            biased;
            Some(line) = lines.recv() => wire::write(&mut stream, Kind::Progress, line.as_bytes()).await?,
            answer = &mut work => break answer,
        }
    };
    // What was said with the last step.
    while let Ok(line) = lines.try_recv() {
        wire::write(&mut stream, Kind::Progress, line.as_bytes()).await?;
    }
    match answer {
        Ok(answer) => {
            wire::write(&mut stream, Kind::Output, &answer.out).await?;
            wire::write(&mut stream, Kind::Exit, &[answer.exit]).await
        }
        Err(error) => refuse(&mut stream, error).await,
    }
}

/// The command and the file with it; none if it is no command this version knows.
async fn asked(stream: &mut UnixStream) -> std::io::Result<Option<(Request, Vec<u8>)>> {
    let (Kind::Request, request) = wire::read(stream).await? else { return Ok(None) };
    let (Kind::Attachment, attachment) = wire::read(stream).await? else { return Ok(None) };
    Ok(serde_json::from_slice(&request).ok().map(|request| (request, attachment)))
}

async fn refuse(stream: &mut UnixStream, error: ServerError) -> std::io::Result<()> {
    tracing::warn!(code = error.code(), "a command was not carried out");
    let refusal = serde_json::to_vec(&Refusal::from(error)).unwrap_or_default();
    wire::write(stream, Kind::Refusal, &refusal).await
}
