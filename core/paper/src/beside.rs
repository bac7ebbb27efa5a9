//! What stands at the end of the officer's copy, whatever the template says: the reasons of community protection, each
//! service, and what was put right after the issue. Nothing of it is on any other copy.

use serde::{Deserialize, Serialize};

use crate::block::{Block, Cell, Row, Span};
use crate::notice::{Amended, NoticePaper, Reasons, Served, Signature, When};
use crate::templates::Templates;
use crate::words;

/// What heads the reasons of a warning or notice of community protection. A set that says none has these.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReasonsWords {
    /// "The officer's reasons: not on the recipient's copy".
    pub title: String,
    /// "Persistent or continuing, because".
    pub persistent: String,
    /// "Unreasonable, because".
    pub unreasonable: String,
}

impl Default for ReasonsWords {
    fn default() -> Self {
        Self {
            title: "The officer's reasons: not on the recipient's copy".into(),
            persistent: "Persistent or continuing, because".into(),
            unreasonable: "Unreasonable, because".into(),
        }
    }
}

impl ReasonsWords {
    pub(crate) fn are_default(&self) -> bool {
        *self == Self::default()
    }
}

/// How each service is told. A set that says none has these.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServedWords {
    /// "Each service: not on the recipient's copy".
    pub title: String,
    /// "The recipient signed".
    pub signed: String,
    /// "Asked to sign: refused".
    pub refused: String,
    /// "Not asked to sign".
    pub not_asked: String,
}

impl Default for ServedWords {
    fn default() -> Self {
        Self {
            title: "Each service: not on the recipient's copy".into(),
            signed: "The recipient signed".into(),
            refused: "Asked to sign: refused".into(),
            not_asked: "Not asked to sign".into(),
        }
    }
}

impl ServedWords {
    pub(crate) fn are_default(&self) -> bool {
        *self == Self::default()
    }

    fn signature(&self, signature: Signature) -> &str {
        match signature {
            Signature::Signed => &self.signed,
            Signature::Refused => &self.refused,
            Signature::NotAsked => &self.not_asked,
        }
    }
}

/// What heads the statements that were put right, on the officer's copy. A set that says none has these.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AmendedWords {
    /// "Put right after issue: not on the recipient's copy".
    pub title: String,
    /// Before the reason: "Why".
    pub why: String,
}

impl Default for AmendedWords {
    fn default() -> Self {
        Self { title: "Put right after issue: not on the recipient's copy".into(), why: "Why".into() }
    }
}

impl AmendedWords {
    pub(crate) fn are_default(&self) -> bool {
        *self == Self::default()
    }
}

impl Templates {
    /// All of it, in reading order; nothing where there is nothing to say.
    pub(crate) fn beside(&self, notice: &NoticePaper) -> Vec<Block> {
        let words = &self.set().words;
        let reasons = notice.notes.reasons.iter().flat_map(|reasons| self.reasons(reasons)).collect();
        let served = notice.notes.served.iter().map(|one| self.served(one)).collect();
        let amended = notice.amended.iter().map(|one| self.amended(one)).collect();
        let parts = [
            section(&words.reasons.title, reasons),
            section(&words.served.title, served),
            section(&words.amended.title, amended),
        ];
        parts.into_iter().flatten().flatten().collect()
    }

    fn reasons(&self, reasons: &Reasons) -> [(String, String); 2] {
        let words = &self.set().words.reasons;
        [
            (words.persistent.clone(), reasons.persistent.clone()),
            (words.unreasonable.clone(), reasons.unreasonable.clone()),
        ]
    }

    fn served(&self, one: &Served) -> (String, String) {
        let signature = self.set().words.served.signature(one.signature);
        (self.moment(&one.at), format!("{}\n{signature}", one.method))
    }

    /// The statement as it should read, why, when and by whom.
    fn amended(&self, one: &Amended) -> (String, String) {
        let why = &self.set().words.amended.why;
        let said = format!("{}\n{why}: {}\n{}, {}", one.text, one.reason, self.moment(&one.at), one.by);
        (one.statement.clone(), said)
    }

    fn moment(&self, when: &When) -> String {
        let clock = when.time.map(|time| format!(", {}", words::clock(time))).unwrap_or_default();
        format!("{}{clock}", self.day(when.date))
    }
}

/// A heading and its table; nothing without rows.
fn section(title: &str, rows: Vec<(String, String)>) -> Option<[Block; 2]> {
    let span = |text: String| vec![Span { text, ..Span::default() }];
    let cell = |head, text| Cell { head, text: span(text) };
    let rows: Vec<Row> = rows
        .into_iter()
        .map(|(head, text)| Row { cells: vec![cell(true, head), cell(false, text)] })
        .collect();
    let title = span(title.to_owned());
    (!rows.is_empty())
        .then(|| [Block::Heading { level: 2, text: title.clone() }, Block::Table { caption: title, rows }])
}
