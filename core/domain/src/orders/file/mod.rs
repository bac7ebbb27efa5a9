//! An order book as one JSON file, in and out: read strictly, with every fault and its place said at once.
//!
//! `docs/orders.md` describes the file, `docs/orders.schema.json` is its JSON Schema. What a file holds has the
//! same spelling as briefing objects; reading is stricter, because a person may have typed it.

mod authorities;
mod checks;
mod conditions;
mod node;
mod orders;
mod places;
mod reader;

use core::fmt;

use beatbook_protocol::limits::NAME_MAX;
use jiff::civil::Date;
use serde::Serialize;

use crate::law::rule_sets::RuleSets;
use crate::orders::authority::AuthorityPaper;
use crate::orders::book::{Book, Policy};
use crate::orders::order::OrderVersion;
use crate::orders::premises::Premises;
use crate::orders::signs::Sign;
use crate::zone::ZoneKind;
use node::Node;
use reader::Reader;

/// First member of every file.
pub const FORMAT: &str = "beatbook-orders-1";
/// Largest file, bytes.
pub const FILE_MAX: usize = 16 * 1024 * 1024;
/// Problems listed; further ones are counted.
const MOST_PROBLEMS: usize = 200;

/// What a file holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct BookFile {
    /// Order versions.
    pub orders: Vec<OrderVersion>,
    /// Premises.
    pub premises: Vec<Premises>,
    /// Signs.
    pub signs: Vec<Sign>,
    /// Papers of authorities.
    pub authorities: Vec<AuthorityPaper>,
    /// What the authority has settled; absent means: as it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<Policy>,
}

impl BookFile {
    /// Everything of a book that a file can hold. Rule sets and powers are not in it: they have commands of
    /// their own.
    #[must_use]
    pub fn of(book: &Book) -> Self {
        Self {
            orders: book.orders.clone(),
            premises: book.premises.clone(),
            signs: book.signs.clone(),
            authorities: book.authorities.clone(),
            policy: Some(book.policy),
        }
    }

    /// The file, to be read by people, too.
    #[must_use]
    pub fn to_json(&self) -> String {
        #[derive(Serialize)]
        struct Written<'a> {
            format: &'static str,
            #[serde(flatten)]
            file: &'a BookFile,
        }
        let written = serde_json::to_string_pretty(&Written { format: FORMAT, file: self });
        debug_assert!(written.is_ok(), "every field can be written");
        written.unwrap_or_default() + "\n"
    }
}

/// What a file is checked against.
pub struct Against<'a> {
    /// The kind of a zone by its code; none if the authority has no such zone.
    pub zones: &'a dyn Fn(&str) -> Option<ZoneKind>,
    /// Codes of orders known before.
    pub orders: &'a dyn Fn(&str) -> bool,
    /// Whether the book has this very version: it was checked when it came, and nobody can change it any more.
    pub kept: &'a dyn Fn(&OrderVersion) -> bool,
    /// The law.
    pub rule_sets: &'a RuleSets,
    /// The local day of the import.
    pub today: Date,
}

/// One thing wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookProblem {
    /// Where, such as `orders[0].conditions[2].times`; empty for the whole file.
    pub path: String,
    /// Stable name.
    pub code: &'static str,
    /// What is wrong and what to do.
    pub reason: String,
}

impl fmt::Display for BookProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.path.is_empty() { "file" } else { &self.path };
        write!(f, "{place}: {} [{}]", self.reason, self.code)
    }
}

/// Why a file was refused: everything at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookReport {
    /// What has to be mended, in the order of the file.
    pub problems: Vec<BookProblem>,
    /// Problems beyond the listed ones.
    pub more: usize,
}

impl fmt::Display for BookReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let problems = self.problems.len() + self.more;
        let word = if problems == 1 { "problem" } else { "problems" };
        writeln!(f, "Nothing was imported: {problems} {word}.")?;
        for problem in &self.problems {
            writeln!(f, "- {problem}")?;
        }
        if self.more > 0 {
            writeln!(f, "- and {} more, listed when these are mended", self.more)?;
        }
        Ok(())
    }
}

impl core::error::Error for BookReport {}

/// Reads and checks a file.
///
/// # Errors
/// A [`BookReport`] of everything that is wrong; nothing of the file is to be used then.
pub fn read_book_file(bytes: &[u8], against: &Against<'_>) -> Result<BookFile, BookReport> {
    let reader = Reader::default();
    let file = match parse(bytes) {
        Ok(node) => checks::file(&reader.root(&node), against),
        Err((code, reason)) => {
            reader.report(String::new(), code, reason);
            None
        }
    };
    let mut problems = reader.into_problems();
    match file {
        Some(file) if problems.is_empty() => Ok(file),
        _ => {
            let more = problems.len().saturating_sub(MOST_PROBLEMS);
            problems.truncate(MOST_PROBLEMS);
            Err(BookReport { problems, more })
        }
    }
}

fn parse(bytes: &[u8]) -> Result<Node, (&'static str, String)> {
    if bytes.len() > FILE_MAX {
        return Err(("file_too_large", "the file is larger than 16 MiB: split it".to_owned()));
    }
    serde_json::from_slice(bytes).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        ("not_json", format!("the file is not JSON at line {line}, column {column}: correct it there"))
    })
}

/// What a text may be.
pub(crate) fn name_remedy() -> String {
    format!("write 1 to {NAME_MAX} characters in one line, without blanks at either end")
}
