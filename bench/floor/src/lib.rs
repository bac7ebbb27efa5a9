//! The least library that has what the phone library is built on: uniffi, encrypted SQLite, TLS, geo.
//!
//! Each part is called as the phone library calls its own, or would if it used geo: a part nobody calls is thrown
//! away by the linker and weighs nothing. Features add one part at a time.

#[cfg(feature = "sqlite")]
mod file;
#[cfg(feature = "geo")]
mod geometry;
#[cfg(feature = "tls")]
mod link;

uniffi::setup_scaffolding!();

/// What every call may answer.
#[derive(Debug, thiserror::Error, uniffi::Error)]
pub enum FloorError {
    /// The file could not be used.
    #[error("file: {reason}")]
    File {
        /// The engine's words.
        reason: String,
    },
    /// The server could not be reached.
    #[error("link: {reason}")]
    Link {
        /// The client's words.
        reason: String,
    },
    /// Nothing to measure.
    #[error("no shape")]
    NoShape,
}

/// One position, as a screen hands it over.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct Place {
    /// Milliseconds since 1970.
    pub at: i64,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// What a person wrote.
    pub note: Option<String>,
}

/// What a screen implements, so that callbacks are in the floor, too.
#[uniffi::export(with_foreign)]
pub trait Listener: Send + Sync {
    /// Told of each place.
    fn on_place(&self, place: Place) -> Result<(), FloorError>;
}

impl From<uniffi::UnexpectedUniFFICallbackError> for FloorError {
    fn from(fault: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Link { reason: fault.reason }
    }
}

/// Tells a listener of places.
///
/// # Errors
/// What the listener answers.
#[uniffi::export]
pub fn tell(listener: std::sync::Arc<dyn Listener>, places: Vec<Place>) -> Result<u32, FloorError> {
    let mut told = 0;
    for place in places {
        listener.on_place(place)?;
        told += 1;
    }
    Ok(told)
}
