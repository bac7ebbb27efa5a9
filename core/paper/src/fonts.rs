//! The fonts that the caller has: a phone's own, a server's, never one of ours.

use parley::FontContext;
use parley::fontique::{Blob, Collection, CollectionOptions, SourceCache};

use crate::fault::PaperError;

/// Fonts in the order in which they are asked for a character.
#[derive(Clone)]
pub struct Fonts {
    pub(crate) context: FontContext,
    /// Families, the preferred first.
    pub(crate) families: Vec<String>,
}

impl std::fmt::Debug for Fonts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Fonts").field("families", &self.families).finish_non_exhaustive()
    }
}

impl Fonts {
    /// Whole font files (TrueType, OpenType or collections of them), the family to print in first, then those for
    /// other scripts. A family's bold face is used where it is among them.
    ///
    /// # Errors
    /// [`PaperError::Font`] for one that cannot be used, [`PaperError::NoFont`] for none at all.
    pub fn new(files: impl IntoIterator<Item = Vec<u8>>) -> Result<Self, PaperError> {
        // Only what is handed in: a print must not depend on what else a machine has.
        let options = CollectionOptions { shared: false, system_fonts: false };
        let mut collection = Collection::new(options);
        let mut families: Vec<String> = Vec::new();
        for (index, file) in files.into_iter().enumerate() {
            if !has_outlines(&file) {
                return Err(PaperError::Font { index });
            }
            let found = collection.register_fonts(Blob::from(file), None);
            if found.is_empty() {
                return Err(PaperError::Font { index });
            }
            for (family, _) in found {
                let name = collection.family_name(family).unwrap_or_default().to_owned();
                if !families.contains(&name) {
                    families.push(name);
                }
            }
        }
        if families.is_empty() {
            return Err(PaperError::NoFont);
        }
        Ok(Self { context: FontContext { collection, source_cache: SourceCache::default() }, families })
    }
}

/// Whether the first face of a file can be drawn: pictures of emoji alone (`CBDT`, `sbix`, `SVG`) cannot.
fn has_outlines(file: &[u8]) -> bool {
    let number = |at: usize, length: usize| -> Option<usize> {
        let bytes = file.get(at..at.checked_add(length)?)?;
        Some(bytes.iter().fold(0, |number, byte| number << 8 | usize::from(*byte)))
    };
    // OpenType 1.9, "Organization of an OpenType Font": a collection names where each face's table directory is.
    let face = if file.starts_with(b"ttcf") { number(12, 4) } else { Some(0) };
    let Some(face) = face else { return false };
    let tables = number(face + 4, 2).unwrap_or(0);
    (0..tables).any(|table| {
        let at = face + 12 + 16 * table;
        file.get(at..at + 4).is_some_and(|tag| matches!(tag, b"glyf" | b"CFF " | b"CFF2"))
    })
}
