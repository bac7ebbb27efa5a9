//! What the desk has told of this phone's notices: where each stands, and what has become of drafts.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use beatbook_device::{Beatbook, BeatbookError, DraftDecision, DraftOutcome, NoticeView};
use beatbook_domain::law::terms::pounds;
use beatbook_domain::notices::number::NoticeNumber;
use beatbook_domain::register::{Answer, Bucket, Protection, Standing};
use beatbook_protocol::id::Id;
use jiff::civil::Date;
use serde_json::{Value, json};

use crate::error::PhoneError;

/// What is known of a notice beside its own entries.
#[derive(Default)]
pub struct Stands {
    /// Bucket, money and flags; absent of what has no number.
    pub standing: Option<Standing>,
    /// What has become of the draft; absent of what was issued here, and while nobody has decided.
    pub decided: Option<DraftDecision>,
}

/// What is known of all notices of this phone at the end of a local day.
pub struct Desk {
    standings: BTreeMap<Id, Standing>,
    decisions: BTreeMap<Id, DraftDecision>,
}

impl Desk {
    /// As far as the server has told.
    pub fn of(book: &Beatbook, today: Date) -> Result<Self, BeatbookError> {
        let standings = book.notice_standings(today)?.into_iter().map(|one| (one.record, one.standing));
        let decisions = book.draft_decisions()?.into_iter().map(|one| (one.record, one));
        Ok(Self { standings: standings.collect(), decisions: decisions.collect() })
    }

    /// What is known of one notice.
    pub fn stands(&self, record: Id) -> Stands {
        let standing = self.standings.get(&record).cloned();
        Stands { standing, decided: self.decisions.get(&record).cloned() }
    }
}

/// The notice of this number, also if it was a draft of this phone that a supervisor issued by post.
pub fn numbered(book: &Beatbook, number: &str) -> Result<NoticeView, PhoneError> {
    match book.notice_numbered(number) {
        Err(BeatbookError::NotFound) => {
            let (record, _) = posted(book, number)?.ok_or(BeatbookError::NotFound)?;
            Ok(book.notice(record)?)
        }
        told => Ok(told?),
    }
}

/// The record of a notice that this phone issued; `elsewhere` says what to do of a draft that the desk issued.
pub fn issued_here(
    book: &Beatbook,
    number: &str,
    elsewhere: impl FnOnce(NoticeNumber) -> PhoneError,
) -> Result<Id, PhoneError> {
    match book.notice_record(number) {
        Err(BeatbookError::NotFound) => {
            let posted = posted(book, number)?;
            Err(posted.map_or(BeatbookError::NotFound.into(), |(_, number)| elsewhere(number)))
        }
        told => Ok(told?),
    }
}

fn posted(book: &Beatbook, text: &str) -> Result<Option<(Id, NoticeNumber)>, BeatbookError> {
    let Ok(asked) = NoticeNumber::parse(text) else { return Ok(None) };
    let found = book.draft_decisions()?.into_iter().find_map(|one| match one.outcome {
        DraftOutcome::Posted { number, .. } if number == asked => Some((one.record, number)),
        _ => None,
    });
    Ok(found)
}

impl Stands {
    /// Whose it became, if a supervisor issued it by post.
    pub fn posted_as(&self) -> Option<&NoticeNumber> {
        match &self.decided.as_ref()?.outcome {
            DraftOutcome::Posted { number, .. } => Some(number),
            DraftOutcome::Dropped { .. } => None,
        }
    }

    /// For programs: `standing`, `status` and `decided`, each only where there is one.
    pub fn json(&self) -> impl Iterator<Item = (String, Value)> {
        let standing = self.standing.as_ref().map(|standing| json!(standing));
        let protection = self.standing.as_ref().and_then(|standing| standing.protection.as_ref());
        let status = protection.map(|protection| json!(protection.status()));
        let decided = self.decided.as_ref().map(|DraftDecision { outcome, why, .. }| match outcome {
            DraftOutcome::Posted { number, on, .. } => json!({ "posted": number, "on": on, "why": why }),
            DraftOutcome::Dropped { on } => json!({ "dropped": on, "why": why }),
        });
        let all = [("standing", standing), ("status", status), ("decided", decided)];
        all.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)))
    }

    /// The lines under a notice's own, for a person.
    pub fn lines(&self) -> String {
        self.standing.as_ref().map(lines).unwrap_or_default()
    }
}

fn lines(standing: &Standing) -> String {
    let mut text = String::new();
    // What is void or withdrawn says so in its first line.
    let over = matches!(standing.bucket, Bucket::Voided { .. } | Bucket::Withdrawn { .. });
    let stands = (!over).then(|| standing.bucket.words()).into_iter();
    let said: Vec<String> = stands.chain(money(standing)).collect();
    if !said.is_empty() {
        let _ = writeln!(text, "  {}", said.join("; "));
    }
    if let Some(until) = standing.review_until {
        let _ = writeln!(text, "  UNDER REVIEW: a supervisor confirms or voids it by {until}");
    }
    for one in &standing.representations {
        let answered = one.answered.map_or("not answered".to_owned(), |(day, answer)| match answer {
            Answer::Accepted => format!("accepted on {day}"),
            Answer::Rejected => format!("rejected on {day}"),
        });
        let _ = writeln!(text, "  representations of {}: {answered}", one.received);
    }
    if let Some(protection) = &standing.protection {
        let _ = writeln!(text, "  protection: {}", protected(protection));
    }
    text
}

/// Paid, still to be paid, to be sent back; nothing where no money moves.
fn money(standing: &Standing) -> Option<String> {
    let Standing { held, balance, refund_due, .. } = *standing;
    let mut said = format!("paid {}", pounds(held));
    if balance > 0 {
        let _ = write!(said, ", {} to be paid", pounds(balance));
    }
    if refund_due > 0 {
        let _ = write!(said, ", {} to be sent back", pounds(refund_due));
    }
    (held > 0 || balance > 0 || refund_due > 0).then_some(said)
}

fn protected(protection: &Protection) -> String {
    let status = protection.status().code();
    match (protection.open_appeal(), protection.breached) {
        (Some(appeal), _) => format!("{status} on {}: only requirements to stop bind", appeal.lodged),
        (None, Some(seen)) => format!("{status}, seen on {seen}"),
        (None, None) => status.to_owned(),
    }
}
