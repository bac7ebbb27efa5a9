//! Notices on the command line: asked for, issued or drafted, served, voided, printed. What is missing is listed at
//! once, each point with what to do and where the law says so.

use std::fmt::Write;
use std::path::PathBuf;

use beatbook_device::{
    Beatbook, Fonts, NoticeChecked, NoticeNews, NoticeOutcome, Paper, PaperCopy, Sheet, YoungNotice,
};
use beatbook_domain::law::missing::Missing;
use beatbook_domain::notices::completeness::Ready;
use beatbook_domain::records::notice::young::{ToldHow, ToldWhom};
use beatbook_domain::records::notice::{ServiceMethod, Signature};
use beatbook_protocol::id::Id;
use clap::{Args, Subcommand, ValueEnum};
use jiff::civil::Date;
use serde_json::{Value, json};

use crate::arguments::When;
use crate::ask::Ask;
use crate::encounter_words::{photo, photos};
use crate::error::PhoneError;
use crate::notice_stands::issued_here;
use crate::settled;

/// What to do with notices.
#[derive(Subcommand)]
pub enum NoticeCommand {
    /// Issues one under this phone's next number, or says all that is missing.
    Issue {
        #[command(subcommand)]
        ask: Ask,
    },
    /// Says what is missing or unsure, and stores nothing.
    Check {
        #[command(subcommand)]
        ask: Ask,
    },
    /// Keeps one as a draft without a number, whatever is missing.
    Draft {
        #[command(subcommand)]
        ask: Ask,
    },
    /// Tells that it was served.
    Serve {
        /// Its number, as printed.
        number: String,
        #[command(flatten)]
        service: ServiceWords,
        #[command(flatten)]
        when: When,
    },
    /// Voids it: the paper is invalid, its number stays accounted for.
    Void {
        /// Its number, as printed.
        number: String,
        /// Why: officer_error, wrong_zone, wrong_person, duplicate, printer_failure or policy, which the register counts; or your own
        /// words.
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        when: When,
    },
    /// Puts a slip right, beside the paper as it was printed.
    Amend {
        /// Its number, as printed.
        number: String,
        /// Which statement, such as `conduct.place`; the refusal of another name lists all.
        #[arg(long)]
        field: String,
        /// What it should say.
        #[arg(long)]
        text: String,
        /// Why.
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        when: When,
    },
    /// Withdraws it: the paper is valid and given up. Said once more, with how and when the recipient was told later.
    Withdraw {
        /// Its number, as printed.
        number: String,
        /// Why: representations, vulnerable, untraced or policy, which the register counts; or your own words.
        #[arg(long)]
        reason: String,
        /// How the recipient was told; left out while nobody has told them.
        #[arg(long, default_value = "", requires = "told_on")]
        told: String,
        /// The day they were told.
        #[arg(long, value_name = "DATE", requires = "told")]
        told_on: Option<Date>,
        #[command(flatten)]
        when: When,
    },
    /// Tells that guardian or youth justice was told of paper given to somebody of 16 or 17.
    Told {
        /// Its number, as printed.
        number: String,
        /// Who was told.
        #[arg(long)]
        whom: WhomWord,
        /// How.
        #[arg(long)]
        how: HowWord,
        /// On which day; today if not told.
        #[arg(long, value_name = "DATE")]
        on: Option<Date>,
        #[command(flatten)]
        when: When,
    },
    /// Lists paper given to people of 16 and 17 of which somebody is still to be told, by the last day.
    ToTell {
        /// Answers in JSON.
        #[arg(long)]
        json: bool,
    },
    /// Drops a draft.
    Drop {
        /// The draft, as `notice list --json` shows it.
        draft: Id,
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
    Numbers {
        /// Asks for training numbers for the paper of this authority first; they come with the next `sync`.
        #[arg(long, value_name = "CODE")]
        training_for: Option<String>,
    },
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
    /// Posted on the premises.
    OnPremises,
    /// Fixed to each vehicle.
    OnVehicles,
}

/// Who is told of paper given to somebody of 16 or 17.
#[derive(Clone, Copy, ValueEnum)]
pub enum WhomWord {
    /// A parent or guardian.
    Guardian,
    /// The youth justice service.
    YouthJustice,
}

/// How somebody was told.
#[derive(Clone, Copy, ValueEnum)]
pub enum HowWord {
    /// Spoken to.
    InPerson,
    /// By telephone.
    Telephone,
    /// By letter, or with the guardian's copy.
    Letter,
    /// By email.
    Email,
    /// Through a system of theirs.
    Referral,
}

impl From<WhomWord> for ToldWhom {
    fn from(word: WhomWord) -> Self {
        match word {
            WhomWord::Guardian => Self::Guardian,
            WhomWord::YouthJustice => Self::YouthJustice,
        }
    }
}

impl From<HowWord> for ToldHow {
    fn from(word: HowWord) -> Self {
        match word {
            HowWord::InPerson => Self::InPerson,
            HowWord::Telephone => Self::Telephone,
            HowWord::Letter => Self::Letter,
            HowWord::Email => Self::Email,
            HowWord::Referral => Self::Referral,
        }
    }
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
    /// For the parent or guardian of somebody of 16 or 17.
    Guardian,
}

/// What to print, and where to.
#[derive(Args)]
pub struct Print {
    /// Its number, as printed.
    number: String,
    #[command(flatten)]
    pub page: Page,
}

/// How paper is printed, and where to.
#[derive(Args)]
pub struct Page {
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

impl From<MethodWord> for ServiceMethod {
    fn from(word: MethodWord) -> Self {
        match word {
            MethodWord::Hand => Self::Hand,
            MethodWord::Left => Self::Left,
            MethodWord::Post => Self::Post,
            MethodWord::OnPremises => Self::OnPremises,
            MethodWord::OnVehicles => Self::OnVehicles,
        }
    }
}

/// How a notice was served.
#[derive(Args)]
pub struct ServiceWords {
    /// How; as the paper says if not told.
    #[arg(long)]
    method: Option<MethodWord>,
    /// The recipient signed for it.
    #[arg(long)]
    signed: bool,
    /// The recipient was asked to sign and would not.
    #[arg(long, conflicts_with = "signed")]
    refused_to_sign: bool,
    /// A photograph of it where it hangs or was left, and what it shows; again for more.
    #[arg(long, num_args = 2, value_names = ["FILE", "TEXT"])]
    photo: Vec<String>,
}

impl ServiceWords {
    /// What is told; photographs are read for their hashes.
    pub fn news(self) -> Result<NoticeNews, PhoneError> {
        let signature = match (self.signed, self.refused_to_sign) {
            (true, _) => Signature::Signed,
            (false, true) => Signature::Refused,
            (false, false) => Signature::NotAsked,
        };
        let evidence = photos(&self.photo, photo)?;
        Ok(NoticeNews::Served { time: None, method: self.method.map(Into::into), signature, evidence })
    }
}

impl Print {
    /// The paper, composed.
    pub fn paper(&self, book: &Beatbook) -> Result<Paper, PhoneError> {
        let record = issued_here(book, &self.number, PhoneError::PrintedAtDesk)?;
        Ok(book.paper(record, self.page.copy())?)
    }
}

impl Page {
    /// Whose copy.
    pub fn copy(&self) -> PaperCopy {
        match self.copy {
            CopyWord::Recipient => PaperCopy::Recipient,
            CopyWord::Officer => PaperCopy::Officer,
            CopyWord::Guardian => PaperCopy::Guardian,
        }
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
pub fn outcome_json(outcome: &NoticeOutcome) -> Value {
    match outcome {
        NoticeOutcome::Issued { record, number, tell_guardian_by, notes } => {
            json!({
                "notice": record, "number": number, "tell_guardian_by": tell_guardian_by, "notes": notes,
            })
        }
        NoticeOutcome::Draft { record, doubts } => json!({ "notice": record, "draft": doubts }),
    }
}

/// What a draft is good for of which none is ever issued.
pub const NEVER_POSTED: &str = "settle that, and issue it anew: a direction to leave land is handed over or fixed to vehicles and never goes by \
     post, so that a draft of it is a note, which nobody issues";

/// What came of asking, for a person.
pub fn outcome(outcome: &NoticeOutcome) -> String {
    match outcome {
        NoticeOutcome::Issued { number, tell_guardian_by, notes, .. } => {
            let mut text = format!("issued {number}\n");
            if let Some(day) = tell_guardian_by {
                let _ = writeln!(text, "tell guardian and youth justice by {day}");
            }
            text + &noted(notes)
        }
        NoticeOutcome::Draft { doubts, .. } => {
            format!("kept as a draft without a number, a supervisor decides; unsure: {}\n", doubts.join(", "))
        }
    }
}

/// What a check finds, for programs.
pub fn checked_json(checked: &NoticeChecked) -> Value {
    let mut value = ready_json(&checked.clone().ready());
    if let (Some(fields), Some(why)) = (value.as_object_mut(), &checked.warn_only) {
        fields.insert("warn_only".to_owned(), json!(why));
        fields.insert("sign_task".to_owned(), checked.sign_task.into());
    }
    if let Some(fields) = value.as_object_mut() {
        fields.insert("notes".to_owned(), json!(checked.notes));
    }
    value
}

fn ready_json(ready: &Result<Ready, Vec<Missing>>) -> Value {
    match ready {
        Ok(Ready::Number { tell_guardian_by }) => {
            json!({ "ready": "number", "tell_guardian_by": tell_guardian_by })
        }
        Ok(Ready::Draft(doubts)) => json!({ "ready": "draft", "doubts": doubts }),
        Err(points) => missing_json(points),
    }
}

/// What a check finds, for a person.
pub fn checked(checked: &NoticeChecked) -> String {
    let task = if checked.sign_task { "; a sign task is open" } else { "" };
    let warn = checked.warn_only.as_ref().map(|why| format!("{}{task}\n", settled::warn_only(why)));
    warn.unwrap_or_default() + &noted(&checked.notes) + &ready(&checked.clone().ready())
}

/// What is worth knowing and refuses nothing, for a person.
pub fn noted(notes: &[Missing]) -> String {
    notes.iter().map(|note| format!("NOTE {}: {} ({})\n", note.code, note.remedy, note.source)).collect()
}

fn ready(ready: &Result<Ready, Vec<Missing>>) -> String {
    match ready {
        Ok(Ready::Number { .. }) => "complete: `notice issue` gives it a number\n".to_owned(),
        Ok(Ready::Draft(doubts)) => {
            format!("complete, and stays a draft for a supervisor; unsure: {}\n", doubts.join(", "))
        }
        Err(points) => missing(points),
    }
}

/// A draft that was asked for, for programs.
pub fn draft_json(record: &Id) -> Value {
    json!({ "notice": record })
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

/// Who is still to be told, for programs.
pub fn to_tell_json(list: &[YoungNotice]) -> Value {
    list.iter().map(|one| json!({ "notice": one.record, "to_tell": one.to_tell })).collect()
}

/// Who is still to be told, for a person.
pub fn to_tell(list: &[YoungNotice]) -> String {
    if list.is_empty() {
        return "nobody is still to be told\n".to_owned();
    }
    let mut text = String::new();
    for YoungNotice { to_tell, .. } in list {
        let whom: Vec<&str> = to_tell.whom.iter().map(|whom| whom.words()).collect();
        let overdue = if to_tell.overdue { "  OVERDUE" } else { "" };
        let _ = writeln!(text, "{}  tell {} by {}{overdue}", to_tell.number, whom.join(" and "), to_tell.due);
    }
    text
}
