//! The running server's side of the administrator's socket.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;

use tokio::net::{UnixListener, UnixStream};
use tokio::sync::{mpsc, watch};

use super::office::{Office, Request};
use super::wire::{self, Kind};
use crate::error::ServerError;

/// A bound socket; its file goes when this is dropped.
#[derive(Debug)]
pub struct AdminSocket {
    listener: UnixListener,
    path: std::path::PathBuf,
}

impl AdminSocket {
    /// Binds the socket; only this server's own user can open it. The caller holds the database, so a socket
    /// file that is there already is left from a server that was killed.
    ///
    /// # Errors
    /// [`ServerError::Io`].
    pub fn bind(path: &Path) -> Result<Self, ServerError> {
        let doing = "making the administrator's socket";
        match std::fs::remove_file(path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(ServerError::io(doing)(error));
            }
            _ => {}
        }
        // Bound under another name first: there is no instant at which others could open it.
        let private = path.with_extension("unready");
        let _ = std::fs::remove_file(&private);
        let listener = UnixListener::bind(&private).map_err(ServerError::io(doing))?;
        std::fs::set_permissions(&private, std::fs::Permissions::from_mode(0o600))
            .and_then(|()| std::fs::rename(&private, path))
            .map_err(ServerError::io(doing))?;
        Ok(Self { listener, path: path.to_owned() })
    }

    /// Takes commands until the server closes.
    pub async fn serve(self, office: Arc<Office>, mut closing: watch::Receiver<bool>) {
        let mut working = tokio::task::JoinSet::new();
        loop {
            while working.try_join_next().is_some() {}
            let accepted = tokio::select! {
                accepted = self.listener.accept() => accepted,
                _ = closing.wait_for(|closing| *closing) => break,
            };
            if let Ok((stream, _)) = accepted {
                let office = Arc::clone(&office);
                working.spawn(async move {
                    // Whoever asked and went away needs no answer.
                    let _ = attend(&office, stream).await;
                });
            }
        }
        // A command under way is finished: half an import would be none, but its sender should hear so.
        while working.join_next().await.is_some() {}
    }
}

impl Drop for AdminSocket {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

async fn attend(office: &Office, mut stream: UnixStream) -> std::io::Result<()> {
    let (Kind::Request, request) = wire::read(&mut stream).await? else { return Ok(()) };
    let (Kind::Attachment, attachment) = wire::read(&mut stream).await? else { return Ok(()) };
    let Ok(request) = serde_json::from_slice::<Request>(&request) else {
        let text = "the running server is of another version: use the command that belongs to it";
        return wire::write(&mut stream, Kind::Error, text.as_bytes()).await;
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
    match answer {
        Ok(answer) => {
            wire::write(&mut stream, Kind::Output, &answer.out).await?;
            wire::write(&mut stream, Kind::Exit, &[answer.exit]).await
        }
        Err(error) => wire::write(&mut stream, Kind::Error, error.to_string().as_bytes()).await,
    }
}
