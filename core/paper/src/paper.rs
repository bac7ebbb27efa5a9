//! A composed paper: what is said, before it is known on which sheet.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::block::{Block, plain};
use crate::fault::PaperError;
use crate::fonts::Fonts;
use crate::pdf::{self, Pdf};
use crate::qr::Qr;
use crate::templates::Words;
use crate::wording::PassedOver;
use crate::{html, notice::Mark};

/// Whose copy it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaperCopy {
    /// Handed over.
    Recipient,
    /// Kept, with the officer's notes.
    Officer,
    /// What the recipient's says, for the parent or guardian of somebody of sixteen or seventeen.
    Guardian,
}

impl PaperCopy {
    /// Those that every paper has.
    pub const ALL: [Self; 2] = [Self::Recipient, Self::Officer];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Recipient => "recipient",
            Self::Officer => "officer",
            Self::Guardian => "guardian",
        }
    }

    /// As `copy` in templates: to them the guardian's copy is the recipient's.
    pub(crate) fn in_templates(self) -> &'static str {
        match self {
            Self::Guardian => Self::Recipient.name(),
            copy => copy.name(),
        }
    }
}

/// What it is printed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sheet {
    /// 210 × 297 mm, 11 point.
    A4,
    /// 210 × 297 mm, 18 point, for who asks for large print.
    A4Large,
    /// A roll of 80 mm, 72 of them printable, as long as it needs to be.
    Receipt80,
}

impl Sheet {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::A4, Self::A4Large, Self::Receipt80];

    /// For file names and reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::A4 => "a4",
            Self::A4Large => "a4_large",
            Self::Receipt80 => "receipt80",
        }
    }
}

/// One copy of a notice, composed and ready for either print.
#[derive(Clone)]
pub struct Paper {
    pub(crate) language: String,
    pub(crate) words: Words,
    pub(crate) mark: Mark,
    pub(crate) number: String,
    pub(crate) copy: PaperCopy,
    pub(crate) blocks: Vec<Block>,
    pub(crate) qr: Qr,
    /// The set it should have been printed with, and was not.
    pub(crate) passed_over: Option<PassedOver>,
}

impl fmt::Debug for Paper {
    /// Without its texts: they are about people.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Paper")
            .field("number", &self.number)
            .field("copy", &self.copy)
            .finish_non_exhaustive()
    }
}

impl Paper {
    /// One page of HTML that needs nothing else: no script, no picture, no font from elsewhere.
    #[must_use]
    pub fn html(&self, sheet: Sheet) -> String {
        html::print(self, sheet)
    }

    /// A tagged PDF (PDF/UA-1) with the used glyphs of the fonts in it.
    ///
    /// # Errors
    /// [`PaperError::Pdf`] if it cannot be written.
    pub fn pdf(&self, sheet: Sheet, fonts: &Fonts) -> Result<Pdf, PaperError> {
        pdf::print(self, sheet, fonts)
    }

    /// What the QR code says.
    #[must_use]
    pub fn qr(&self) -> &str {
        &self.qr.content
    }

    /// The set of templates it should have been printed with, if it is not: to be told to whoever hands it over.
    #[must_use]
    pub fn passed_over(&self) -> Option<&PassedOver> {
        self.passed_over.as_ref()
    }

    /// All that is said, a line for each text, in reading order.
    #[must_use]
    pub fn text(&self) -> String {
        let texts = self.blocks.iter().flat_map(Block::texts);
        texts.map(plain).filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
    }

    /// "Fixed penalty notice MDW-A7-000118-M": the document's title, for windows and readers.
    pub(crate) fn title(&self) -> String {
        let heading = self.blocks.iter().find_map(|block| match block {
            Block::Heading { level: 1, text } => Some(plain(text)),
            _ => None,
        });
        format!("{} {}", heading.unwrap_or_default(), self.number)
    }

    pub(crate) fn copy_name(&self) -> &str {
        match self.copy {
            PaperCopy::Recipient => &self.words.recipient_copy,
            PaperCopy::Officer => &self.words.officer_copy,
            PaperCopy::Guardian => &self.words.guardian.copy,
        }
    }

    pub(crate) fn watermark(&self) -> Option<&str> {
        Some(&self.words.mark(self.mark)?.watermark)
    }
}
