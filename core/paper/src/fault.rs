//! What can be wrong with templates, notices and fonts. No text here carries a value of a notice.

use std::fmt;

use crate::subject::Kind;

/// What is wrong with a template. All faults of a set are listed at once by [`crate::Templates::check`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The template's name: `fpn`, `parts`.
    pub template: String,
    /// The line, counted from 1, where one can be named.
    pub line: Option<usize>,
    /// What is wrong there.
    pub what: What,
}

/// Kinds of faults.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// The set lacks this template.
    Absent,
    /// The template language does not read like this; what the reader says of it.
    Syntax(String),
    /// A field, filter, function or test that does not exist.
    Unknown(String),
    /// A value is printed that may be absent, a list, or no text.
    NotText,
    /// An element or attribute that paper does not know.
    Element(String),
    /// An element that is closed or placed wrongly.
    Structure(String),
    /// The paper does not say what it must: the field.
    LeavesOut(String),
    /// A fixed penalty notice speaks of an appeal: there is none, only representations.
    PromisesAppeal,
    /// It computes without end, or prints more than fits.
    TooMuch,
    /// Anything else the template engine says.
    Other(String),
}

impl Fault {
    /// Stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self.what {
            What::Absent => "template_absent",
            What::Syntax(_) => "template_syntax",
            What::Unknown(_) => "template_unknown_name",
            What::NotText => "template_not_text",
            What::Element(_) => "template_element",
            What::Structure(_) => "template_structure",
            What::LeavesOut(_) => "template_leaves_out",
            What::PromisesAppeal => "template_promises_appeal",
            What::TooMuch => "template_too_much",
            What::Other(_) => "template_other",
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "template {}", self.template)?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        match &self.what {
            What::Absent => write!(f, ": missing; a set has one for every kind, and `parts`"),
            What::Syntax(text) => write!(f, ": cannot be read ({text}); mend it there"),
            What::Unknown(name) => write!(f, ": {name}; use a name that docs/paper.md lists"),
            What::NotText => {
                write!(f, ": prints what may be absent or is a list; ask with `if`, or use `for`")
            }
            What::Element(name) => write!(f, ": {name} is not for paper; docs/paper.md lists what is"),
            What::Structure(text) => write!(f, ": {text}"),
            What::LeavesOut(field) => write!(f, ": the paper does not say {field}; print it"),
            What::PromisesAppeal => {
                write!(f, ": a fixed penalty notice has no appeal; speak of representations")
            }
            What::TooMuch => write!(f, ": never ends or prints too much; take the loop out"),
            What::Other(text) => write!(f, ": {text}"),
        }
    }
}

/// Why there is no paper.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PaperError {
    /// A template fails; a set that passed its check does so only with facts that no sample has.
    #[error("{0}; print with the shipped templates")]
    Template(Fault),
    /// The set has no template for this kind.
    #[error("no template for {0}; import a set that has one")]
    NoTemplate(Kind),
    /// More text than paper is made for.
    #[error("the notice has more than {limit} characters; shorten its longest text")]
    TooLong {
        /// In characters, all texts together.
        limit: usize,
    },
    /// Nobody's guardian is told of this paper.
    #[error("there is a guardian's copy only of what somebody of 16 or 17 was given: print the recipient's")]
    NoGuardian,
    /// Number and payment reference do not fit into a QR code.
    #[error("number and payment reference are too long for a QR code; shorten the reference")]
    Qr,
    /// One of the font files handed in cannot be read, or has no outlines to print.
    #[error("font file {index} cannot be used for print; hand in a TrueType or OpenType font with outlines")]
    Font {
        /// Its place among those handed in, from 0.
        index: usize,
    },
    /// No font was handed in.
    #[error("no font; hand in at least one")]
    NoFont,
    /// The shipped templates cannot be used: this program is damaged.
    #[error("the templates that come with this program cannot be used; install it again")]
    Shipped,
    /// The PDF could not be written; the HTML still can.
    #[error("the PDF cannot be written ({0}); print the HTML instead")]
    Pdf(&'static str),
}

impl PaperError {
    /// Stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Template(fault) => fault.code(),
            Self::NoTemplate(_) => "template_absent",
            Self::TooLong { .. } => "paper_too_long",
            Self::NoGuardian => "paper_no_guardian",
            Self::Qr => "paper_qr",
            Self::Font { .. } => "paper_font",
            Self::NoFont => "paper_no_font",
            Self::Shipped => "paper_shipped",
            Self::Pdf(_) => "paper_pdf",
        }
    }
}
