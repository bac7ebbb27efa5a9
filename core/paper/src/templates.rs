//! Templates: wording as data, versioned, from the briefing; compiled once, checked at import, never at the kerb.
//!
//! The language is minijinja's core – values, `if`, `for`, `set`, macros, imports – with three filters and
//! nothing else; what a template writes is read by [`crate::markup`]. docs/paper.md is its manual.

use std::collections::BTreeMap;

use jiff::civil::{Date, Time};
use minijinja::value::{Serde, ValueKind};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior, Value};
use serde::{Deserialize, Serialize};

use crate::beside::{AmendedWords, ReasonsWords, ServedWords};
use crate::block::{Block, Span, Style};
use crate::escape::escape;
use crate::fault::{Fault, PaperError, What};
use crate::markup;
use crate::notice::{
    Authority, Conduct, Contact, Guardian, Mark, NoticePaper, Officer, OfficerNotes, Privacy, Recipient,
    Service, When,
};
use crate::paper::{Paper, PaperCopy};
use crate::qr::Qr;
use crate::subject::{Kind, Subject};
use crate::words;

/// Name of the template that others import: no kind's own.
pub const PARTS: &str = "parts";

/// Steps of the engine one paper may take; the longest shipped one takes about 3,000.
const FUEL: u64 = 500_000;

/// Characters of all texts of one paper together.
const LONGEST: usize = 400_000;

/// A set of templates as it lies in the briefing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplateSet {
    /// Which set: "EW-paper".
    pub id: String,
    /// Counts up with every change of wording; a notice's record keeps both.
    pub revision: u32,
    /// Language of the wording as BCP 47 has it: "en-GB".
    pub language: String,
    /// Wording around the templates.
    pub words: Words,
    /// By name: one for every [`Kind`], and `parts`.
    pub templates: BTreeMap<String, String>,
}

/// Wording that is on every paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// January to December.
    pub months: [String; 12],
    /// "Recipient's copy".
    pub recipient_copy: String,
    /// "Officer's copy".
    pub officer_copy: String,
    /// Before a page's number: "Page".
    pub page: String,
    /// Between a page's number and how many there are: "of".
    pub of: String,
    /// What the QR code is, for who cannot see it.
    pub qr: String,
    /// On paper from the training series.
    pub training: MarkWords,
    /// On paper of a demonstrating authority.
    pub demo: MarkWords,
    /// On the copy for a parent or guardian.
    #[serde(default)]
    pub guardian: GuardianWords,
    /// Of what was put right after the issue.
    #[serde(skip_serializing_if = "AmendedWords::are_default", default)]
    pub amended: AmendedWords,
    /// Of each service.
    #[serde(skip_serializing_if = "ServedWords::are_default", default)]
    pub served: ServedWords,
    /// Of what a notice of community protection rests on.
    #[serde(skip_serializing_if = "ReasonsWords::are_default", default)]
    pub reasons: ReasonsWords,
    /// On paper that was voided or withdrawn since it was given.
    #[serde(skip_serializing_if = "OverWords::are_default", default)]
    pub over: OverWords,
}

/// What is printed across paper that does not stand any more. A set that says none has these.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OverWords {
    /// Voided.
    pub void: MarkWords,
    /// Withdrawn.
    pub withdrawn: MarkWords,
}

impl Default for OverWords {
    fn default() -> Self {
        let mark = |watermark: &str, banner: &str| MarkWords {
            watermark: watermark.to_owned(),
            banner: banner.to_owned(),
        };
        Self {
            void: mark("VOID", "VOID: this notice is invalid. Nothing has to be paid or done."),
            withdrawn: mark(
                "WITHDRAWN",
                "WITHDRAWN: this notice was withdrawn. Nothing has to be paid or done.",
            ),
        }
    }
}

impl OverWords {
    fn are_default(&self) -> bool {
        *self == Self::default()
    }
}

/// What heads the copy for a parent or guardian. A set that says none has these.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GuardianWords {
    /// "Parent's or guardian's copy".
    pub copy: String,
    /// Before the recipient's name where nobody knows the guardian's: "To the parent or guardian of".
    pub to: String,
    /// Between the guardian's name and the recipient's: "parent or guardian of".
    pub of: String,
    /// Why they get it.
    pub why: String,
}

impl Default for GuardianWords {
    fn default() -> Self {
        Self {
            copy: "Parent's or guardian's copy".into(),
            to: "To the parent or guardian of".into(),
            of: "parent or guardian of".into(),
            why: "This is your copy of a notice that was given to somebody under 18 for whom you are responsible. It says \
                  what their copy says. Nothing is asked of you in your own name."
                .into(),
        }
    }
}

/// What paper says that obliges nobody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MarkWords {
    /// Across every page.
    pub watermark: String,
    /// The first line of the text.
    pub banner: String,
}

impl Words {
    pub(crate) fn mark(&self, mark: Mark) -> Option<&MarkWords> {
        match mark {
            Mark::Live => None,
            Mark::Training => Some(&self.training),
            Mark::Demo => Some(&self.demo),
            Mark::Void => Some(&self.over.void),
            Mark::Withdrawn => Some(&self.over.withdrawn),
        }
    }
}

/// A set, compiled.
#[derive(Debug)]
pub struct Templates {
    set: TemplateSet,
    engine: Environment<'static>,
}

impl Templates {
    /// Compiles a set without checking it: for one that was checked at import.
    ///
    /// # Errors
    /// Every template that cannot be read.
    pub fn compile(set: TemplateSet) -> Result<Self, Vec<Fault>> {
        let mut engine = engine(&set);
        let mut faults = Vec::new();
        for (name, source) in &set.templates {
            if let Err(error) = engine.add_template_owned(name.clone(), source.clone()) {
                faults.push(fault(name, &error));
            }
        }
        let wanted = Kind::ALL.map(Kind::name).into_iter().chain([PARTS]);
        let absent = wanted.filter(|name| !set.templates.contains_key(*name));
        faults.extend(absent.map(|name| Fault { template: name.into(), line: None, what: What::Absent }));
        if faults.is_empty() { Ok(Self { set, engine }) } else { Err(faults) }
    }

    /// Compiles a set and prints every kind of it from samples: what an import does before it publishes.
    ///
    /// # Errors
    /// All faults at once.
    pub fn check(set: TemplateSet) -> Result<Self, Vec<Fault>> {
        let templates = Self::compile(set)?;
        let faults = crate::check::faults(&templates);
        if faults.is_empty() { Ok(templates) } else { Err(faults) }
    }

    /// The set it was made from.
    #[must_use]
    pub fn set(&self) -> &TemplateSet {
        &self.set
    }

    /// One copy of a notice.
    ///
    /// # Errors
    /// [`PaperError`]; for a checked set only if the notice is longer than paper is made for.
    pub fn compose(&self, notice: &NoticePaper, copy: PaperCopy) -> Result<Paper, PaperError> {
        let mut blocks = self.blocks(notice, copy)?;
        if copy == PaperCopy::Guardian {
            let guardian = notice.guardian.as_ref().ok_or(PaperError::NoGuardian)?;
            let said = self.for_guardian(guardian, notice).into_iter();
            blocks.splice(
                0..0,
                said.map(|(style, text)| Block::Paragraph {
                    style,
                    text: vec![Span { text, ..Span::default() }],
                }),
            );
        }
        if copy == PaperCopy::Officer {
            blocks.extend(self.beside(notice));
        }
        if let Some(mark) = self.set.words.mark(notice.mark) {
            let text = vec![Span { text: mark.banner.clone(), ..Span::default() }];
            blocks.insert(0, Block::Paragraph { style: Style::Lead, text });
        }
        Ok(Paper {
            language: self.set.language.clone(),
            words: self.set.words.clone(),
            mark: notice.mark,
            number: notice.number.clone(),
            copy,
            blocks,
            qr: Qr::of(notice)?,
            passed_over: None,
        })
    }

    /// Whose copy it is, to whom, and why: before everything else, whatever the template says.
    fn for_guardian(&self, guardian: &Guardian, notice: &NoticePaper) -> [(Style, String); 3] {
        let words = &self.set.words.guardian;
        let whose = match &notice.recipient {
            Recipient::Named { name, .. } => name.as_str(),
            Recipient::Described { addressed, .. } => addressed.as_str(),
            Recipient::Refused => "",
        };
        let to = match &guardian.name {
            Some(name) => format!("{name}, {} {whose}", words.of),
            None => format!("{} {whose}", words.to),
        };
        [
            (Style::Lead, words.copy.clone()),
            (Style::Body, to.trim().to_owned()),
            (Style::Body, words.why.clone()),
        ]
    }

    fn blocks(&self, notice: &NoticePaper, copy: PaperCopy) -> Result<Vec<Block>, PaperError> {
        let kind = notice.subject.kind();
        let template = self.engine.get_template(kind.name()).map_err(|_| PaperError::NoTemplate(kind))?;
        let rendered = template.render_with_spans(facts(notice, copy));
        let (text, spans) = rendered.map_err(|error| PaperError::Template(fault(kind.name(), &error)))?;
        if text.chars().count() > LONGEST {
            return Err(PaperError::TooLong { limit: LONGEST });
        }
        markup::read(&text).map_err(|(at, what)| {
            let span = spans.iter().find(|span| span.output_range().contains(&at)).or(spans.last());
            let template = span.map_or(kind.name(), |span| span.name()).to_owned();
            // Text of a template spans lines: those before the fault in it count.
            let line = span.map(|span| {
                let written = text.get(span.output_range().start..at).unwrap_or_default();
                span.line() + written.matches('\n').count()
            });
            PaperError::Template(Fault { template, line, what })
        })
    }

    pub(crate) fn engine(&self) -> &Environment<'static> {
        &self.engine
    }

    /// A date as this set writes it.
    pub(crate) fn day(&self, date: Date) -> String {
        words::day(date, &self.set.words.months)
    }
}

/// What templates may print.
#[derive(Serialize)]
struct Facts<'a> {
    copy: &'static str,
    number: &'a str,
    authority: &'a Authority,
    issued: &'a When,
    conduct: &'a Conduct,
    recipient: &'a Recipient,
    officer: &'a Officer,
    law: &'a [String],
    particulars: &'a str,
    service: &'a Service,
    contact: &'a Contact,
    privacy: &'a Privacy,
    subject: &'a Subject,
    /// Not there at all on the recipient's copy.
    #[serde(skip_serializing_if = "Option::is_none")]
    notes: Option<&'a OfficerNotes>,
}

/// What the templates of a copy may print.
pub fn facts(notice: &NoticePaper, copy: PaperCopy) -> Value {
    Value::from(Serde(Facts {
        copy: copy.in_templates(),
        number: &notice.number,
        authority: &notice.authority,
        issued: &notice.issued,
        conduct: &notice.conduct,
        recipient: &notice.recipient,
        officer: &notice.officer,
        law: &notice.law,
        particulars: &notice.particulars,
        service: &notice.service,
        contact: &notice.contact,
        privacy: &notice.privacy,
        subject: &notice.subject,
        notes: (copy == PaperCopy::Officer).then_some(&notice.notes),
    }))
}

fn engine(set: &TemplateSet) -> Environment<'static> {
    let mut engine = Environment::empty();
    engine.set_undefined_behavior(UndefinedBehavior::Strict);
    engine.set_auto_escape_callback(|_| AutoEscape::Html);
    engine.set_formatter(write_value);
    engine.set_fuel(Some(FUEL));
    // Without it an error does not know the name of what is undefined.
    engine.set_debug(true);
    engine.add_filter("pounds", words::pounds);
    let months = set.words.months.clone();
    engine.add_filter("day", move |text: &str| -> Result<String, Error> {
        let date: Date = text.parse().map_err(|_| not_text("day takes a date"))?;
        Ok(words::day(date, &months))
    });
    engine.add_filter("clock", |text: &str| -> Result<String, Error> {
        let time: Time = text.parse().map_err(|_| not_text("clock takes a time of day"))?;
        Ok(words::clock(time))
    });
    engine
}

fn not_text(detail: &'static str) -> Error {
    Error::new(ErrorKind::NonPrimitive, detail)
}

/// Texts and numbers are written, escaped; what a macro has written is markup already; all else is a mistake.
fn write_value(out: &mut Output, _: &mut State, value: &Value) -> Result<(), Error> {
    match value.kind() {
        ValueKind::Undefined => Err(Error::from(ErrorKind::UndefinedError)),
        ValueKind::String if value.is_safe() => Ok(out.write_str(value.as_str().unwrap_or_default())?),
        ValueKind::String => {
            let mut text = String::new();
            escape(value.as_str().unwrap_or_default(), &mut text);
            Ok(out.write_str(&text)?)
        }
        ValueKind::Number => Ok(out.write_str(&value.to_string())?),
        _ => Err(not_text("a value that is no text")),
    }
}

/// What the engine says, without the values it may have seen.
fn fault(template: &str, error: &Error) -> Fault {
    // An error in an included template is the source of the one that reaches us.
    let mut innermost = error;
    while let Some(source) = std::error::Error::source(innermost).and_then(|it| it.downcast_ref::<Error>()) {
        innermost = source;
    }
    let detail = || innermost.detail().unwrap_or("no more is known").to_owned();
    let what = match innermost.kind() {
        ErrorKind::SyntaxError | ErrorKind::BadEscape => What::Syntax(detail()),
        ErrorKind::UndefinedError
        | ErrorKind::UnknownFilter
        | ErrorKind::UnknownTest
        | ErrorKind::UnknownFunction
        | ErrorKind::UnknownMethod
        | ErrorKind::TemplateNotFound => What::Unknown(detail()),
        ErrorKind::NonPrimitive => What::NotText,
        ErrorKind::OutOfFuel => What::TooMuch,
        kind => What::Other(kind.to_string()),
    };
    Fault { template: innermost.name().unwrap_or(template).to_owned(), line: innermost.line(), what }
}
