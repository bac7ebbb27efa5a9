//! A paper as PDF: set (`text`), laid out in pieces (`flow`), cut into pages (`pages`), drawn and tagged (`draw`).

mod draw;
mod flow;
mod pages;
mod tags;
mod text;

use krilla::configure::{Accessibility, ConfigurationBuilder};
use krilla::error::KrillaError;
use krilla::{Document, SerializeSettings};

use crate::fault::PaperError;
use crate::fonts::Fonts;
use crate::paper::{Paper, Sheet};

/// A finished document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// What the officer should know before handing it over.
    pub warnings: Vec<Warning>,
}

/// Something that is not as it should be on a paper that can be used all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Warning {
    /// No font has these characters, in order of their numbers; `[U+1F600]` stands in the place of each.
    NoGlyph(Vec<char>),
    /// The document is tagged, but not fit to be called PDF/UA-1.
    NotAccessible,
}

/// Measures of a sheet, in points.
#[derive(Debug, Clone, Copy)]
struct Measures {
    width: f32,
    /// Longest a page may get; a receipt is cut where its text ends.
    height: f32,
    margin: f32,
    size: f32,
    /// On a roll labels stand above what they label, and codes in the middle.
    narrow: bool,
}

/// Points of a millimetre.
const MM: f32 = 72.0 / 25.4;

impl Measures {
    fn of(sheet: Sheet) -> Self {
        let a4 = Self { width: 210.0 * MM, height: 297.0 * MM, margin: 18.0 * MM, size: 11.0, narrow: false };
        match sheet {
            Sheet::A4 => a4,
            Sheet::A4Large => Self { size: 18.0, ..a4 },
            // Readers of PDF take no page longer than 14,400 points (ISO 32000-1 annex C).
            Sheet::Receipt80 => {
                Self { width: 80.0 * MM, height: 14_000.0, margin: 4.0 * MM, size: 9.5, narrow: true }
            }
        }
    }

    fn inner(&self) -> f32 {
        self.width - 2.0 * self.margin
    }
}

/// The document of a paper.
///
/// # Errors
/// [`PaperError::Pdf`] if it cannot be written.
pub fn print(paper: &Paper, sheet: Sheet, fonts: &Fonts) -> Result<Pdf, PaperError> {
    let measures = Measures::of(sheet);
    let mut setter = text::Typesetter::new(fonts);
    let flow = flow::lay_out(paper, &measures, &mut setter);
    let pages = pages::cut(flow.pieces, measures.height - 2.0 * measures.margin);
    let furniture = draw::Furniture::set(paper, &measures, pages.len(), &mut setter);
    let mut warnings = Vec::new();
    if !setter.missing().is_empty() {
        warnings.push(Warning::NoGlyph(setter.missing().iter().copied().collect()));
    }
    let write = |settings: SerializeSettings| {
        let mut document = Document::new_with(settings);
        draw::draw(&mut document, paper, &measures, &pages, &furniture, flow.tags.clone())?;
        document.finish().map_err(|error| match error {
            KrillaError::Validation(_) => Unwritten::Rejected,
            KrillaError::Font(..) => Unwritten::Failed("a font cannot be embedded"),
            _ => Unwritten::Failed("a limit of the format"),
        })
    };
    let accessible = ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1).finish();
    let configuration = accessible.map_err(|_| PaperError::Pdf("no PDF/UA-1"))?;
    let bytes = match write(SerializeSettings { configuration, ..SerializeSettings::default() }) {
        Err(Unwritten::Rejected) => {
            // A paper that a validator dislikes is still a paper.
            warnings.push(Warning::NotAccessible);
            write(SerializeSettings::default())
        }
        other => other,
    };
    match bytes {
        Ok(bytes) => Ok(Pdf { bytes, pages: pages.len(), warnings }),
        Err(Unwritten::Rejected) => Err(PaperError::Pdf("it would not be valid")),
        Err(Unwritten::Failed(why)) => Err(PaperError::Pdf(why)),
    }
}

/// Why a document was not written.
enum Unwritten {
    /// It does not meet PDF/UA-1.
    Rejected,
    Failed(&'static str),
}
