//! What goes to standard output. A reader that has gone away (`| head -1`) wants no more, which is no failure.

use std::fmt::Display;
use std::io::{ErrorKind, Write, stdout};

use crate::error::PhoneError;

/// Writes text as it is.
///
/// # Errors
/// [`PhoneError::File`], as on a full disk.
pub fn text(text: impl Display) -> Result<(), PhoneError> {
    let mut out = stdout().lock();
    match write!(out, "{text}").and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => written.map_err(PhoneError::file("writing to the terminal")),
    }
}

/// Writes a line.
///
/// # Errors
/// As [`text`].
pub fn line(line: impl Display) -> Result<(), PhoneError> {
    text(format_args!("{line}\n"))
}
