//! Frames between a command and the server that carries it out: kind, length, bytes.
//!
//! Request: its JSON, then the attachment. Answer: any number of progress lines, then output and exit code,
//! or a refusal. Lengths are checked before anything is read.

use beatbook_protocol::limits::GEOJSON_MAX;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

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
    /// A refusal's JSON; the last frame.
    Refusal = 6,
}

impl Kind {
    const ALL: [Self; 6] =
        [Self::Request, Self::Attachment, Self::Progress, Self::Output, Self::Exit, Self::Refusal];

    fn of(byte: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| *kind as u8 == byte)
    }

    /// Bytes of such a frame at most.
    #[must_use]
    pub const fn largest(self) -> u64 {
        match self {
            // One more than a GeoJSON file may have, so that the import itself can say that it is too large.
            Self::Attachment => GEOJSON_MAX + 1,
            // A year's hours by hour of the week are some megabytes.
            Self::Output => 256 << 20,
            Self::Refusal => 16 << 20,
            Self::Request => 1 << 20,
            Self::Progress => 64 << 10,
            Self::Exit => 1,
        }
    }
}

/// Writes a frame.
///
/// # Errors
/// The socket's; `FileTooLarge` beyond [`Kind::largest`].
pub async fn write(stream: &mut (impl AsyncWrite + Unpin), kind: Kind, bytes: &[u8]) -> std::io::Result<()> {
    let length = u32::try_from(bytes.len()).ok().filter(|length| u64::from(*length) <= kind.largest());
    let length = length.ok_or(std::io::ErrorKind::FileTooLarge)?;
    stream.write_u8(kind as u8).await?;
    stream.write_u32(length).await?;
    stream.write_all(bytes).await?;
    stream.flush().await
}

/// Reads a frame. A length alone allocates nothing.
///
/// # Errors
/// The socket's; `InvalidData` and `FileTooLarge` for what is no frame of ours.
pub async fn read(stream: &mut (impl AsyncRead + Unpin)) -> std::io::Result<(Kind, Vec<u8>)> {
    let kind = Kind::of(stream.read_u8().await?).ok_or(std::io::ErrorKind::InvalidData)?;
    let length = u64::from(stream.read_u32().await?);
    if length > kind.largest() {
        return Err(std::io::ErrorKind::FileTooLarge.into());
    }
    let mut bytes = Vec::new();
    stream.take(length).read_to_end(&mut bytes).await?;
    let whole = u64::try_from(bytes.len()) == Ok(length);
    if whole { Ok((kind, bytes)) } else { Err(std::io::ErrorKind::UnexpectedEof.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn frames_come_through_in_order() {
        let (mut here, mut there) = tokio::io::duplex(64);
        let sending = tokio::spawn(async move {
            write(&mut here, Kind::Request, &[7; 500]).await.unwrap();
            write(&mut here, Kind::Attachment, &[]).await.unwrap();
        });
        assert_eq!(read(&mut there).await.unwrap(), (Kind::Request, vec![7; 500]));
        assert_eq!(read(&mut there).await.unwrap(), (Kind::Attachment, vec![]));
        sending.await.unwrap();
    }

    #[tokio::test]
    async fn limits_hold_to_the_byte_on_both_sides() {
        for (length, fits) in [(Kind::Progress.largest(), true), (Kind::Progress.largest() + 1, false)] {
            let bytes = vec![0; usize::try_from(length).unwrap()];
            let mut frame = Vec::new();
            assert_eq!(write(&mut frame, Kind::Progress, &bytes).await.is_ok(), fits);
            let mut forged = vec![Kind::Progress as u8];
            forged.extend(u32::try_from(length).unwrap().to_be_bytes());
            forged.extend(bytes);
            assert_eq!(read(&mut forged.as_slice()).await.is_ok(), fits);
        }
    }

    #[tokio::test]
    async fn what_is_no_frame_is_refused_without_waiting_for_more() {
        for stranger in
            [&[0_u8, 0, 0, 0, 0][..], &[9; 20], &[1, 0xff, 0xff, 0xff, 0xff, 0], &[3, 0, 0, 0, 9, 1]]
        {
            assert!(read(&mut &*stranger).await.is_err(), "{stranger:?}");
        }
    }
}
