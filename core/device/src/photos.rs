//! Photographs before they are kept: without what the camera wrote into the file. The library keeps hashes and no pictures; where
//! one was taken is in the body of its entry.

use beatbook_domain::photo::cleaned;
use beatbook_protocol::hash::Hash;

use crate::beatbook::{Beatbook, Told};
use crate::error::DeviceError;

/// A photograph as the app stores it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CleanPhoto {
    /// The file: the picture, its colours, and which way up it is.
    pub file: Vec<u8>,
    /// Its SHA-256, as entries name it.
    pub content: Hash,
}

impl Beatbook {
    /// A photograph without position, time, device and thumbnails, before it is stored or named in a record of somebody who is
    /// helped: a welfare check, a count, a tent. Doing it again changes nothing. It works at any time and keeps nothing.
    ///
    /// # Errors
    /// `photo_kind` (neither JPEG nor PNG), `photo_damaged`.
    pub fn clean_photo(&self, photo: Vec<u8>) -> Told<CleanPhoto> {
        let file = cleaned(&photo).map_err(DeviceError::from)?;
        let content = Hash::of(&[&file]);
        Ok(CleanPhoto { file, content })
    }
}
