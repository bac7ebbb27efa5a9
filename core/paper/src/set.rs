//! A set of templates as bytes: as an administrator's file, and as it lies in the briefing, named by its hash.

use beatbook_domain::orders::templates::{KeptTemplates, TEMPLATES_MAX, TemplatesRef};
use beatbook_domain::zones::canonical::is_zone_text;
use thiserror::Error;

use crate::templates::TemplateSet;

/// Most bytes of a file with a set: line ends and indents have room beside what phones get.
pub const FILE_MAX: usize = 2 * TEMPLATES_MAX;

/// Why bytes are no set of templates.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NotASet {
    /// Too many bytes.
    #[error("the set has {bytes} bytes and phones take {TEMPLATES_MAX}: shorten its templates")]
    TooLarge {
        /// So many, as phones would get it.
        bytes: usize,
    },
    /// No JSON of a set; what its reader says, with line and column.
    #[error("this is no set of templates ({0}): `templates export` prints one to start from")]
    Malformed(String),
    /// Its id is no name.
    #[error("the set's id is empty, too long or no plain text: call it such as MDW-paper")]
    Id,
    /// Its language is none.
    #[error("the set's language is no tag of a language: write it such as en-GB")]
    Language,
}

impl NotASet {
    /// Stable name for machines.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "templates_too_large",
            Self::Malformed(_) => "templates_file",
            Self::Id => "templates_id",
            Self::Language => "templates_language",
        }
    }
}

impl TemplateSet {
    /// Reads a file, or the bytes of a briefing object. Its wording is not checked: [`crate::Templates::check`].
    ///
    /// # Errors
    /// [`NotASet`].
    pub fn read(bytes: &[u8]) -> Result<Self, NotASet> {
        if bytes.len() > FILE_MAX {
            return Err(NotASet::TooLarge { bytes: bytes.len() });
        }
        let set: Self =
            serde_json::from_slice(bytes).map_err(|error| NotASet::Malformed(error.to_string()))?;
        if !is_zone_text(&set.id) {
            return Err(NotASet::Id);
        }
        if !is_language(&set.language) {
            return Err(NotASet::Language);
        }
        set.to_bytes()?;
        Ok(set)
    }

    /// As phones get it: the same set gives the same bytes.
    ///
    /// # Errors
    /// [`NotASet::TooLarge`].
    pub fn to_bytes(&self) -> Result<Vec<u8>, NotASet> {
        let bytes = serde_json::to_vec(self).map_err(|error| NotASet::Malformed(error.to_string()))?;
        if bytes.len() > TEMPLATES_MAX {
            return Err(NotASet::TooLarge { bytes: bytes.len() });
        }
        Ok(bytes)
    }

    /// As a book holds it.
    ///
    /// # Errors
    /// [`NotASet::TooLarge`].
    pub fn kept(&self) -> Result<KeptTemplates, NotASet> {
        Ok(KeptTemplates::of(&self.id, self.revision, self.to_bytes()?))
    }

    /// How a notice's record names it.
    ///
    /// # Errors
    /// [`NotASet::TooLarge`].
    pub fn reference(&self) -> Result<TemplatesRef, NotASet> {
        Ok(self.kept()?.set)
    }

    /// The set as a file that people edit: a template a line, its line ends written `\n`.
    ///
    /// # Errors
    /// None for a set that was read.
    pub fn to_file(&self) -> Result<Vec<u8>, NotASet> {
        serde_json::to_vec_pretty(self).map_err(|error| NotASet::Malformed(error.to_string()))
    }
}

/// As BCP 47 has it: parts of up to eight letters and digits, the first two or three letters.
fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let first = parts.next().unwrap_or_default();
    let letters = (2..=3).contains(&first.len()) && first.bytes().all(|one| one.is_ascii_alphabetic());
    let part =
        |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|one| one.is_ascii_alphanumeric());
    letters && text.len() <= 35 && parts.all(part)
}

#[cfg(test)]
mod tests {
    use super::is_language;

    #[test]
    fn a_language_is_named_by_its_tag() {
        assert!(["en", "en-GB", "cy", "zh-Hant-TW"].into_iter().all(is_language));
        let none =
            ["", "e", "english", "en_GB", "en-", "en-\"><b>", "en-GB-and-much-more-that-is-no-language"];
        assert_eq!(none.into_iter().find(|text| is_language(text)), None);
    }
}
