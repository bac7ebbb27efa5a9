//! Notices on the command line: asked for, issued or drafted, served, voided, printed. What is missing is listed at
//! once, each point with what to do and where the law says so.

use std::fmt::Write;
use std::path::PathBuf;

use beatbook_device::{
    Beatbook, BeatbookError, DraftDecision, DraftOutcome, Fonts, NoticeNews, NoticeView, Paper, PaperCopy,
    PenaltyAsked, PenaltyOutcome, Sheet,
};
use beatbook_domain::calendar::local_label;
use beatbook_domain::law::missing::Missing;
use beatbook_domain::law::terms::pounds;
use beatbook_domain::records::encounter::Label;
use beatbook_domain::records::notice::content::NoticeContent;
use beatbook_domain::records::notice::story::Standing;
use beatbook_domain::records::notice::{ServiceMethod, Signature};
use beatbook_protocol::id::Id;
use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Value, json};

use crate::arguments::When;
use crate::error::PhoneError;

/// What to do with notices.
#[derive(Subcommand)]
pub enum NoticeCommand {
    /// Issues a fixed penalty under this phone's next number, or says all that is missing.
    Issue(Asked),
    /// Keeps one as a draft without a number, whatever is missing.
    Draft(Asked),
    /// Tells that it was served.
    Serve {
        /// Its number, as printed.
        number: String,
        /// How.
        #[arg(long, default_value = "hand")]
        method: MethodWord,
        /// The recipient was asked to sign and would not.
        #[arg(long)]
        refused_to_sign: bool,
        #[command(flatten)]
        when: When,
    },
    /// Voids it: the paper is invalid, its number stays accounted for.
    Void {
        /// Its number, as printed.
        number: String,
        /// Why.
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        when: When,
    },
    /// Lists notices and drafts, the newest first.
    List {
        /// At most so many.
        #[arg(long, default_value_t = 20)]
        limit: u32,
        /// Answers in JSON.
        #[arg(long)]
        json: bool,
    },
    /// Shows one.
    Show {
        /// Its number, as printed.
        number: String,
        /// Answers in JSON.
        #[arg(long)]
        json: bool,
    },
    /// Prints one into a file, offline: HTML for a print dialogue, or PDF.
    Print(Print),
    /// Says how many numbers are left on this phone.
    Numbers,
}

/// A fixed penalty for breach of an order. Offence, amounts and payee follow from the condition.
#[derive(Args)]
pub struct Asked {
    /// Code of the order.
    #[arg(long)]
    order: String,
    /// Code of its condition, such as ALC-1.
    #[arg(long)]
    condition: String,
    /// Where it happened, in words.
    #[arg(long)]
    place: String,
    /// What happened.
    #[arg(long)]
    particulars: String,
    /// Which encounter; the newest if not told.
    #[arg(long, value_name = "ID")]
    encounter: Option<Id>,
    /// Which person of it: 1, 2, 3 …
    #[arg(long, default_value_t = 1)]
    person: Label,
    /// Answers in JSON.
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub when: When,
}

/// How paper reaches its recipient.
#[derive(Clone, Copy, ValueEnum)]
pub enum MethodWord {
    /// Given by hand.
    Hand,
    /// Left at the address.
    Left,
    /// Sent by post.
    Post,
}

/// What to print on.
#[derive(Clone, Copy, ValueEnum)]
pub enum SheetWord {
    /// A4.
    A4,
    /// A4 in large print.
    Large,
    /// A receipt of 80 mm.
    Receipt,
}

/// Whose copy.
#[derive(Clone, Copy, ValueEnum)]
pub enum CopyWord {
    /// To be handed over.
    Recipient,
    /// With the officer's notes.
    Officer,
}

/// What to print, and where to.
#[derive(Args)]
pub struct Print {
    /// Its number, as printed.
    number: String,
    /// The file; it must not be there yet.
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// Whose copy.
    #[arg(long, default_value = "recipient")]
    copy: CopyWord,
    /// On what.
    #[arg(long, default_value = "a4")]
    sheet: SheetWord,
    /// PDF instead of HTML.
    #[arg(long, requires = "font")]
    pdf: bool,
    /// A font file for the PDF, the one to print in first; again for other scripts.
    #[arg(long, value_name = "FILE")]
    font: Vec<PathBuf>,
}

impl Asked {
    /// As the library takes it.
    pub fn asked(&self, book: &Beatbook) -> Result<PenaltyAsked, BeatbookError> {
        let encounter = match self.encounter {
            Some(told) => told,
            None => book.encounters(1)?.first().ok_or(BeatbookError::NotFound)?.record,
        };
        Ok(PenaltyAsked {
            encounter,
            person: self.person,
            order: self.order.clone(),
            condition: self.condition.clone(),
            place: self.place.clone(),
            particulars: self.particulars.clone(),
            in_uniform: None,
            evidence: Vec::new(),
            training: false,
        })
    }
}

/// News of a service.
pub fn served(method: MethodWord, refused_to_sign: bool) -> NoticeNews {
    let method = match method {
        MethodWord::Hand => ServiceMethod::Hand,
        MethodWord::Left => ServiceMethod::Left,
        MethodWord::Post => ServiceMethod::Post,
    };
    let signature = if refused_to_sign { Signature::Refused } else { Signature::NotAsked };
    NoticeNews::Served { time: None, method, signature, evidence: Vec::new() }
}

impl Print {
    /// The paper, composed.
    pub fn paper(&self, book: &Beatbook) -> Result<Paper, BeatbookError> {
        let copy = match self.copy {
            CopyWord::Recipient => PaperCopy::Recipient,
            CopyWord::Officer => PaperCopy::Officer,
        };
        book.paper(book.notice_numbered(&self.number)?.record, copy)
    }

    /// The file's bytes, and whether a font lacks characters.
    pub fn printed(&self, paper: &Paper) -> Result<(Vec<u8>, bool), PhoneError> {
        let sheet = match self.sheet {
            SheetWord::A4 => Sheet::A4,
            SheetWord::Large => Sheet::A4Large,
            SheetWord::Receipt => Sheet::Receipt80,
        };
        if !self.pdf {
            return Ok((paper.html(sheet).into_bytes(), false));
        }
        let files = self.font.iter().map(std::fs::read).collect::<Result<Vec<_>, _>>();
        let fonts =
            Fonts::new(files.map_err(PhoneError::file("reading a font"))?).map_err(PhoneError::Paper)?;
        let pdf = paper.pdf(sheet, &fonts).map_err(PhoneError::Paper)?;
        Ok((pdf.bytes, !pdf.warnings.is_empty()))
    }
}

/// What came of asking, for programs.
pub fn outcome_json(outcome: &PenaltyOutcome) -> Value {
    match outcome {
        PenaltyOutcome::Issued { record, number, tell_guardian_by } => {
            json!({ "notice": record, "number": number, "tell_guardian_by": tell_guardian_by })
        }
        PenaltyOutcome::Draft { record, doubts } => json!({ "notice": record, "draft": doubts }),
    }
}

/// What came of asking, for a person.
pub fn outcome(outcome: &PenaltyOutcome) -> String {
    match outcome {
        PenaltyOutcome::Issued { number, tell_guardian_by, .. } => {
            let mut text = format!("issued {number}\n");
            if let Some(day) = tell_guardian_by {
                let _ = writeln!(text, "tell guardian and youth justice by {day}");
            }
            text
        }
        PenaltyOutcome::Draft { doubts, .. } => {
            format!("kept as a draft without a number, a supervisor decides; unsure: {}\n", doubts.join(", "))
        }
    }
}

/// All that is missing, for programs.
pub fn missing_json(points: &[Missing]) -> Value {
    json!({ "missing": points })
}

/// All that is missing, for a person.
pub fn missing(points: &[Missing]) -> String {
    let mut text = String::new();
    for point in points {
        let _ = writeln!(text, "{}: {} ({})", point.code, point.remedy, point.source);
    }
    text
}

/// What a supervisor made of a draft, for a person.
pub fn decided(decision: &DraftDecision) -> String {
    let DraftDecision { record, outcome, why } = decision;
    match outcome {
        DraftOutcome::Posted { number, on, .. } => {
            format!("draft {record}: issued by post as {number} on {on}: {why}")
        }
        DraftOutcome::Dropped { on } => format!("draft {record}: dropped by a supervisor on {on}: {why}"),
    }
}

/// A notice for programs.
pub fn json(view: &NoticeView) -> Value {
    json!({ "notice": view.record, "first_entry": view.first, "number": view.story.number(), "story": view.story })
}

/// A notice for a person.
pub fn shown(view: &NoticeView) -> String {
    let story = &view.story;
    let number = story.number().unwrap_or("draft without a number");
    let standing = match &story.standing {
        Standing::Draft { doubts, missing } => {
            format!("unsure or missing: {}", [&doubts[..], &missing[..]].concat().join(", "))
        }
        Standing::Dropped { .. } => "dropped".to_owned(),
        Standing::Issued(issue) => format!("issued {}", local_label(issue.time.at).unwrap_or_default()),
        Standing::Voided { .. } => "void".to_owned(),
        Standing::Withdrawn { .. } => "withdrawn".to_owned(),
    };
    let served = if story.served.is_empty() { "" } else { ", served" };
    let mut text = format!("{number}  {standing}{served}\n");
    if let NoticeContent::Fpn(fpn) = &story.notice.content {
        let _ = writeln!(text, "  {}, {}", fpn.offence, pounds(fpn.terms.amount));
    }
    text
}
