//! Which body belongs to which kind of header: one table for each type of entries, by which it is written and read.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::body::BodyError;

/// Gives a type of entries its `kind`, `kinds`, `to_json` and `read`: kinds of its own, types that have tables of their own, and
/// bodies that are bytes and no JSON.
macro_rules! kinds {
    (
        $body:ident { $($kind:literal => $told:ident,)* }
        $(of { $($entries:ident($entry:ident),)* })?
        $(bytes { $($byte_kind:literal => $bytes:ident,)* })?
    ) => {
        impl $body {
            /// The header's `kind`, unless the header is coarse.
            #[must_use]
            pub fn kind(&self) -> &'static str {
                match self {
                    $(Self::$told(_) => $kind,)*
                    $($(Self::$entries(entry) => entry.kind(),)*)?
                    $($(Self::$bytes(_) => $byte_kind,)*)?
                }
            }

            /// Every kind there is.
            #[must_use]
            pub fn kinds() -> Vec<&'static str> {
                [
                    vec![$($kind,)* $($($byte_kind,)*)?],
                    $($($entry::kinds(),)*)?
                ].concat()
            }

            /// The body's bytes.
            ///
            /// # Errors
            /// [`BodyError::Malformed`]($crate::records::body::BodyError::Malformed) if it cannot be written.
            pub(crate) fn to_json(&self) -> Result<Vec<u8>, $crate::records::body::BodyError> {
                match self {
                    $(Self::$told(body) => $crate::records::kinds::write(body),)*
                    $($(Self::$entries(entry) => entry.to_json(),)*)?
                    $($(Self::$bytes(bytes) => Ok(bytes.clone()),)*)?
                }
            }

            /// Reads a body of a header's kind.
            ///
            /// # Errors
            /// [`BodyError::UnknownKind`]($crate::records::body::BodyError::UnknownKind) or
            /// [`BodyError::Malformed`]($crate::records::body::BodyError::Malformed).
            pub(crate) fn read(kind: &str, bytes: &[u8]) -> Result<Self, $crate::records::body::BodyError> {
                match kind {
                    $($kind => $crate::records::kinds::read(bytes).map(Self::$told),)*
                    $($($byte_kind => Ok(Self::$bytes(bytes.to_vec())),)*)?
                    _ => {
                        let unknown = Err($crate::records::body::BodyError::UnknownKind);
                        $($(
                            let read = $entry::read(kind, bytes).map(Self::$entries);
                            if read != unknown {
                                return read;
                            }
                        )*)?
                        unknown
                    }
                }
            }
        }
    };
}

pub(super) use kinds;

/// The JSON of a body.
pub(super) fn write<T: Serialize>(body: &T) -> Result<Vec<u8>, BodyError> {
    serde_json::to_vec(body).map_err(|_| BodyError::Malformed)
}

/// A body of its JSON.
pub(super) fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, BodyError> {
    serde_json::from_slice(bytes).map_err(|_| BodyError::Malformed)
}
