//! A notice on paper: one page of HTML for the platform's print dialogue, or a PDF with the fonts the platform lends.

use std::sync::Arc;

use beatbook_device::{Fonts, Paper, PaperCopy, Sheet};
use beatbook_protocol::id::Id;

use crate::error::BeatbookError;
use crate::notebook::Notebook;
use crate::surface::names::Pdf;

/// Fonts to print with, made once and used for many papers.
#[derive(uniffi::Object)]
pub struct FontSet {
    fonts: Fonts,
}

#[uniffi::export]
impl FontSet {
    /// Whole font files (TrueType, OpenType or collections of them), the family to print in first, then those for other scripts.
    ///
    /// # Errors
    /// `font`: there is none, or one cannot be used.
    #[uniffi::constructor]
    pub fn new(files: Vec<Vec<u8>>) -> Result<Arc<Self>, BeatbookError> {
        let fonts = Fonts::new(files).map_err(|error| {
            BeatbookError::argument("font", &format!("{error}: hand over another font file"))
        })?;
        Ok(Arc::new(Self { fonts }))
    }
}

/// One copy of a notice or receipt, composed.
#[derive(uniffi::Object)]
pub struct PrintedPaper {
    paper: Paper,
}

#[uniffi::export]
impl PrintedPaper {
    /// One page of HTML that needs nothing else: no script, no picture, no font from elsewhere.
    pub fn html(&self, sheet: Sheet) -> Result<String, BeatbookError> {
        Ok(self.paper.html(sheet))
    }

    /// A tagged PDF (PDF/UA-1) with the used glyphs of the fonts in it.
    ///
    /// # Errors
    /// `pdf`: it cannot be written; print the HTML instead.
    pub fn pdf(&self, sheet: Sheet, fonts: Arc<FontSet>) -> Result<Pdf, BeatbookError> {
        self.paper
            .pdf(sheet, &fonts.fonts)
            .map_err(|error| BeatbookError::argument("pdf", &format!("{error}: print the HTML instead")))
    }

    /// What the QR code says.
    pub fn qr(&self) -> Result<String, BeatbookError> {
        Ok(self.paper.qr().to_owned())
    }

    /// All that is said, a line for each text, in reading order.
    pub fn text(&self) -> Result<String, BeatbookError> {
        Ok(self.paper.text())
    }

    /// Why it is not printed in the words it was meant to be in, to be told to whoever hands it over.
    pub fn passed_over(&self) -> Result<Option<String>, BeatbookError> {
        Ok(self.paper.passed_over().map(ToString::to_string))
    }
}

#[uniffi::export]
impl Notebook {
    /// One copy of an issued notice. The same record gives the same paper, in the words it was issued with. Whoever issued it
    /// can print it whatever the officer's roles read: the recipient waits for it.
    ///
    /// # Errors
    /// `not_found`, `not_printed` (a draft; an order or rule set that is not here), storage errors.
    pub fn paper(&self, notice: Id, copy: PaperCopy) -> Result<Arc<PrintedPaper>, BeatbookError> {
        Ok(Arc::new(PrintedPaper { paper: self.beatbook.paper(notice, copy)? }))
    }

    /// The receipt for what a person of an encounter handed over last (ASBCPA 2014 s63). It is no notice. `place` is where it
    /// was, in words.
    ///
    /// # Errors
    /// `not_found`, `not_printed`, `incomplete`, storage errors.
    pub fn surrender_paper(
        &self,
        encounter: Id,
        person: u16,
        place: String,
        copy: PaperCopy,
    ) -> Result<Arc<PrintedPaper>, BeatbookError> {
        Ok(Arc::new(PrintedPaper { paper: self.beatbook.surrender_paper(encounter, person, &place, copy)? }))
    }
}
