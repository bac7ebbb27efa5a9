//! The QR code: the notice's number and the payment reference, nothing else.

use qrcode::{Color, EcLevel, QrCode};

use crate::fault::PaperError;
use crate::notice::NoticePaper;
use crate::subject::Subject;

/// Light modules around the code (ISO/IEC 18004 asks for four).
pub const QUIET: usize = 4;

/// Longest content in bytes: up to here a module is at least half a millimetre on paper, and any phone reads it.
const LONGEST: usize = 100;

/// A code as dark and light modules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Qr {
    /// What it says.
    pub content: String,
    /// Modules a side, without the quiet zone.
    pub side: usize,
    dark: Vec<bool>,
}

impl Qr {
    /// `MDW-A7-000118-M`, and behind a space the reference to pay with, if there is something to pay.
    ///
    /// # Errors
    /// [`PaperError::Qr`] if that does not fit.
    pub fn of(notice: &NoticePaper) -> Result<Self, PaperError> {
        let content = match &notice.subject {
            Subject::Fpn(fpn) => format!("{} {}", notice.number, fpn.payment.reference),
            _ => notice.number.clone(),
        };
        if content.len() > LONGEST {
            return Err(PaperError::Qr);
        }
        let code = QrCode::with_error_correction_level(&content, EcLevel::M).map_err(|_| PaperError::Qr)?;
        let dark = code.to_colors().into_iter().map(|color| color == Color::Dark).collect();
        Ok(Self { content, side: code.width(), dark })
    }

    /// Dark modules as horizontal bars: row, first column, length, without the quiet zone.
    pub fn bars(&self) -> Vec<(usize, usize, usize)> {
        let mut bars = Vec::new();
        for (row, modules) in self.dark.chunks(self.side.max(1)).enumerate() {
            let mut column = 0;
            for run in modules.chunk_by(|left, right| left == right) {
                if run.first() == Some(&true) {
                    bars.push((row, column, run.len()));
                }
                column += run.len();
            }
        }
        bars
    }
}
