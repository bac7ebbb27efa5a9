//! A notice on paper: from facts that are decided and templates that come with the briefing to HTML for the
//! platform's print dialogue and to PDF, offline, on phone and server alike.
//!
//! [`Templates::compose`] makes a [`Paper`] of a [`NoticePaper`]; the paper is printed by [`Paper::html`] and
//! [`Paper::pdf`]. Nothing here does I/O or reads a clock; fonts are handed in as bytes. The same input with the
//! same fonts gives the same bytes.

mod beside;
mod block;
mod check;
mod escape;
mod fault;
mod fonts;
mod html;
mod markup;
pub mod notice;
mod paper;
mod pdf;
mod qr;
pub mod record;
pub mod samples;
mod set;
mod shipped;
pub mod subject;
mod templates;
mod wording;
mod words;

pub use beside::{AmendedWords, ReasonsWords, ServedWords};
pub use fault::{Fault, PaperError};
pub use fonts::Fonts;
pub use notice::NoticePaper;
pub use paper::{Paper, PaperCopy, Sheet};
pub use pdf::{Pdf, Warning};
pub use record::{NotPrinted, ReceiptSources, Sources, capacity, paper_of, receipt_of};
pub use set::{FILE_MAX, NotASet};
pub use subject::{Kind, Subject};
pub use templates::{GuardianWords, MarkWords, TemplateSet, Templates, Words};
pub use wording::{PassedOver, Unusable, Wording};
