//! A notice as its entries tell it: the fold, on the phone and on the server alike.

use beatbook_protocol::limits::{NAME_MAX, TEXT_MAX};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use thiserror::Error;

use crate::calendar::local_date;
use crate::orders::legal_time::LegalTime;
use crate::orders::templates::TemplatesRef;
use crate::records::notice::content::NoticeKind;
use crate::records::notice::statements::{check_value, listed, statements};
use crate::records::notice::young::YoungTold;
use crate::records::notice::{
    Notice, NoticeAmended, NoticeDrafted, NoticeEntry, NoticeIssued, NoticeServed, NoticeWithdrawn,
    PARTICULARS_MAX,
};
use crate::records::seen::{BadText, said, short};

/// Why an entry does not fit a notice's story. The entry is kept all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NoticeRefusal {
    /// It begins with neither a draft nor an issue.
    #[error("no notice is written under this id: draft or issue it first")]
    NotWritten,
    /// It has a number already.
    #[error("this notice has its number: write another one")]
    AlreadyIssued,
    /// It has no number.
    #[error("a draft has no number: issue it or drop it")]
    NotIssued,
    /// It is over: voided, withdrawn or dropped.
    #[error("this notice is over: it can be amended, never brought back")]
    Over,
    /// Paper to an adult, or of a kind nobody is told of.
    #[error("nobody is told of this paper: guardian and youth justice are of what people of 16 and 17 get")]
    NobodyToTell,
    /// Told already.
    #[error("{0} was told already: nothing more is to be recorded")]
    ToldAlready(&'static str),
    /// Told before there was anything to tell.
    #[error("the day lies before the notice: enter the day it was told")]
    ToldBefore,
    /// Told on a day to come.
    #[error("the day lies after today: enter the day it was told")]
    ToldInFuture,
    /// An amendment of something that this kind of notice does not say.
    #[error("a notice of this kind has no such statement: name one of {}", listed(*kind))]
    Statement {
        /// The notice's kind.
        kind: NoticeKind,
    },
    /// An amendment that says no day or time where one stands.
    #[error("write {0}")]
    Amended(&'static str),
    /// A text is empty or too long.
    #[error(
        "{field} is empty or too long: a name or code has at most {NAME_MAX} characters, particulars {PARTICULARS_MAX}, a text {TEXT_MAX}"
    )]
    Text {
        /// Which field.
        field: &'static str,
    },
}

impl From<BadText> for NoticeRefusal {
    fn from(bad: BadText) -> Self {
        Self::Text { field: bad.field }
    }
}

/// Number and time of issue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// As printed.
    pub number: String,
    /// Legal time.
    pub time: LegalTime,
    /// The templates it was printed with; absent: the first that shipped.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub templates: Option<TemplatesRef>,
}

/// Where a notice stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Without a number.
    Draft {
        /// What was unsure.
        doubts: Vec<String>,
        /// What was missing.
        missing: Vec<String>,
    },
    /// A draft that became nothing.
    Dropped {
        /// Why.
        reason: String,
    },
    /// Issued.
    Issued(Issue),
    /// Invalid.
    Voided {
        /// Its number and time.
        issue: Issue,
        /// Why.
        reason: String,
    },
    /// Valid and dropped.
    Withdrawn {
        /// Its number and time.
        issue: Issue,
        /// Why.
        reason: String,
        /// How the recipient was told; empty while nobody has told them.
        told: String,
        /// The local day they were told; absent while nobody has, or nobody noted it.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        told_on: Option<Date>,
    },
}

/// A notice with its story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeStory {
    /// What it says.
    pub notice: Notice,
    /// Where it stands.
    pub standing: Standing,
    /// Every service, in order.
    pub served: Vec<NoticeServed>,
    /// Every amendment, in order.
    pub amended: Vec<NoticeAmended>,
    /// That guardian and youth justice were told, in order.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub young_told: Vec<YoungTold>,
}

impl NoticeStory {
    /// Begins the story with a draft or an issue.
    ///
    /// # Errors
    /// [`NoticeRefusal::NotWritten`], [`NoticeRefusal::Text`].
    pub fn begin(entry: &NoticeEntry) -> Result<Self, NoticeRefusal> {
        let (notice, standing) = match entry {
            NoticeEntry::Drafted(drafted) => (&drafted.notice, draft(drafted)),
            NoticeEntry::Issued(issued) => (&issued.notice, Standing::Issued(issue(issued)?)),
            _ => return Err(NoticeRefusal::NotWritten),
        };
        short("particulars", &notice.particulars, PARTICULARS_MAX)?;
        let written = serde_json::to_value(notice).map_err(|_| NoticeRefusal::Text { field: "notice" })?;
        if !texts_fit(&written) {
            return Err(NoticeRefusal::Text { field: "notice" });
        }
        let (served, amended, young_told) = (Vec::new(), Vec::new(), Vec::new());
        Ok(Self { notice: notice.clone(), standing, served, amended, young_told })
    }

    /// Takes the next entry; on a refusal nothing has changed.
    ///
    /// # Errors
    /// A [`NoticeRefusal`] that says why.
    pub fn apply(&mut self, entry: &NoticeEntry) -> Result<(), NoticeRefusal> {
        match entry {
            NoticeEntry::Amended(amended) => {
                said("field", &amended.field, NAME_MAX)?;
                short("text", &amended.text, TEXT_MAX)?;
                said("reason", &amended.reason, TEXT_MAX)?;
                self.amended.push(amended.clone());
            }
            NoticeEntry::Drafted(_) | NoticeEntry::Issued(_) => {
                self.still_draft()?;
                *self = Self { amended: self.amended.clone(), ..Self::begin(entry)? };
            }
            NoticeEntry::Dropped(dropped) => {
                self.still_draft()?;
                said("reason", &dropped.reason, TEXT_MAX)?;
                self.standing = Standing::Dropped { reason: dropped.reason.clone() };
            }
            NoticeEntry::Served(served) => {
                self.number().ok_or(NoticeRefusal::NotIssued)?;
                self.served.push(served.clone());
            }
            NoticeEntry::YoungTold(told) => {
                self.may_tell(told)?;
                self.young_told.push(*told);
            }
            NoticeEntry::Voided(voided) => {
                let issue = self.in_force()?;
                said("reason", &voided.reason, TEXT_MAX)?;
                self.standing = Standing::Voided { issue, reason: voided.reason.clone() };
            }
            NoticeEntry::Withdrawn(withdrawn) => {
                let (issue, reason) = self.withdrawal(withdrawn)?;
                let (told, told_on) = (withdrawn.told.clone(), withdrawn.told_on);
                self.standing = Standing::Withdrawn { issue, reason, told, told_on };
            }
        }
        Ok(())
    }

    /// Whether an amendment names something that the notice says. Asked before one is written: what older phones wrote under
    /// other names is kept and read all the same.
    ///
    /// # Errors
    /// [`NoticeRefusal::Statement`], with the names that there are; [`NoticeRefusal::Amended`] for a day or time that cannot be.
    pub fn check_amendment(&self, amended: &NoticeAmended, today: Date) -> Result<(), NoticeRefusal> {
        let kind = self.notice.content.kind();
        if !statements(kind).contains(&amended.field.as_str()) {
            return Err(NoticeRefusal::Statement { kind });
        }
        check_value(&amended.field, &amended.text, today).map_err(NoticeRefusal::Amended)
    }

    /// Its number and time of issue, whatever became of it; absent for a draft.
    #[must_use]
    pub fn issue(&self) -> Option<&Issue> {
        match &self.standing {
            Standing::Issued(issue) | Standing::Voided { issue, .. } | Standing::Withdrawn { issue, .. } => {
                Some(issue)
            }
            Standing::Draft { .. } | Standing::Dropped { .. } => None,
        }
    }

    /// Its number, whatever became of it.
    #[must_use]
    pub fn number(&self) -> Option<&str> {
        self.issue().map(|issue| issue.number.as_str())
    }

    fn may_tell(&self, told: &YoungTold) -> Result<(), NoticeRefusal> {
        let issue = self.issue().ok_or(NoticeRefusal::NotIssued)?;
        if !self.notice.tells_guardian() {
            return Err(NoticeRefusal::NobodyToTell);
        }
        if self.young_told.iter().any(|before| before.whom == told.whom) {
            return Err(NoticeRefusal::ToldAlready(told.whom.words()));
        }
        let issued = local_date(issue.time.at).ok();
        if issued.is_some_and(|issued| told.on < issued) { Err(NoticeRefusal::ToldBefore) } else { Ok(()) }
    }

    /// What is withdrawn, and why: a notice in force; or one withdrawn before, of which the recipient is told now.
    fn withdrawal(&self, withdrawn: &NoticeWithdrawn) -> Result<(Issue, String), NoticeRefusal> {
        short("told", &withdrawn.told, TEXT_MAX)?;
        let (issue, reason) = match &self.standing {
            Standing::Withdrawn { told_on: Some(_), .. } if withdrawn.told_on.is_some() => {
                return Err(NoticeRefusal::ToldAlready("the recipient"));
            }
            Standing::Withdrawn { issue, reason, .. } if withdrawn.told_on.is_some() => {
                (issue.clone(), reason)
            }
            _ => (self.in_force()?, &withdrawn.reason),
        };
        said("reason", reason, TEXT_MAX)?;
        if let Some(on) = withdrawn.told_on {
            said("told", &withdrawn.told, TEXT_MAX)?;
            if local_date(issue.time.at).is_ok_and(|issued| on < issued) {
                return Err(NoticeRefusal::ToldBefore);
            }
        }
        Ok((issue, reason.clone()))
    }

    fn still_draft(&self) -> Result<(), NoticeRefusal> {
        match self.standing {
            Standing::Draft { .. } => Ok(()),
            Standing::Dropped { .. } => Err(NoticeRefusal::Over),
            _ => Err(NoticeRefusal::AlreadyIssued),
        }
    }

    fn in_force(&self) -> Result<Issue, NoticeRefusal> {
        match &self.standing {
            Standing::Issued(issue) => Ok(issue.clone()),
            Standing::Draft { .. } => Err(NoticeRefusal::NotIssued),
            _ => Err(NoticeRefusal::Over),
        }
    }
}

/// Every text of a notice, however deep, within the limit of a text field.
fn texts_fit(written: &Value) -> bool {
    match written {
        Value::String(text) => text.chars().count() <= TEXT_MAX,
        Value::Array(items) => items.iter().all(texts_fit),
        Value::Object(fields) => fields.values().all(texts_fit),
        Value::Null | Value::Bool(_) | Value::Number(_) => true,
    }
}

fn draft(drafted: &NoticeDrafted) -> Standing {
    Standing::Draft { doubts: drafted.doubts.clone(), missing: drafted.missing.clone() }
}

fn issue(issued: &NoticeIssued) -> Result<Issue, NoticeRefusal> {
    said("number", &issued.number, NAME_MAX)?;
    if let Some(set) = &issued.templates {
        said("templates", &set.id, NAME_MAX)?;
    }
    Ok(Issue { number: issued.number.clone(), time: issued.time, templates: issued.templates.clone() })
}
