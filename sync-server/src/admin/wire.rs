//! Frames between a command and the server that carries it out: kind, length, bytes.
//!
//! Request: its JSON, then the attachment. Answer: any number of progress lines, then output and exit code,
//! or an error text.

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

/// More than a GeoJSON file may have, so that the import itself can say that it is too large.
const LARGEST: u32 = 128 << 20;

/// What a frame is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    /// A request's JSON.
    Request = 1,
    /// The content of the file it names.
    Attachment = 2,
    /// A line of progress.
    Progress = 3,
    /// Output.
    Output = 4,
    /// The exit code, one byte; the last frame.
    Exit = 5,
    /// An error text; the last frame.
    Error = 6,
}

impl Kind {
    fn of(byte: u8) -> Option<Self> {
        let all = [Self::Request, Self::Attachment, Self::Progress, Self::Output, Self::Exit, Self::Error];
        all.into_iter().find(|kind| *kind as u8 == byte)
    }
}

/// Writes a frame.
pub async fn write(stream: &mut (impl AsyncWrite + Unpin), kind: Kind, bytes: &[u8]) -> std::io::Result<()> {
    let length = u32::try_from(bytes.len()).ok().filter(|length| *length <= LARGEST);
    let length = length.ok_or(std::io::ErrorKind::FileTooLarge)?;
    stream.write_u8(kind as u8).await?;
    stream.write_u32(length).await?;
    stream.write_all(bytes).await?;
    stream.flush().await
}

/// Reads a frame.
pub async fn read(stream: &mut (impl AsyncRead + Unpin)) -> std::io::Result<(Kind, Vec<u8>)> {
    let kind = Kind::of(stream.read_u8().await?).ok_or(std::io::ErrorKind::InvalidData)?;
    let length = stream.read_u32().await?;
    if length > LARGEST {
        return Err(std::io::ErrorKind::FileTooLarge.into());
    }
    let mut bytes = Vec::new();
    stream.take(u64::from(length)).read_to_end(&mut bytes).await?;
    if bytes.len() as u64 == u64::from(length) {
        Ok((kind, bytes))
    } else {
        Err(std::io::ErrorKind::UnexpectedEof.into())
    }
}
