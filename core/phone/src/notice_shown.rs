//! A notice as its entries tell it, for people and programs.

use std::fmt::Write as _;

use beatbook_device::{DraftDecision, DraftOutcome, NoticeView};
use beatbook_domain::calendar::local_label;
use beatbook_domain::law::terms::pounds;
use beatbook_domain::notices::number::NoticeNumber;
use beatbook_domain::notices::service::{self, is_unphotographed};
use beatbook_domain::records::notice::content::NoticeContent;
use beatbook_domain::records::notice::story::{NoticeStory, Standing};
use beatbook_domain::register::{self, Bucket};
use jiff::civil::Date;
use serde_json::{Value, json};

use crate::notice_stands::Stands;

/// A notice for programs.
pub fn json(view: &NoticeView, stands: &Stands) -> Value {
    let number = stands.posted_as().map(ToString::to_string);
    let number = number.or_else(|| view.story.number().map(str::to_owned));
    let mut value =
        json!({ "notice": view.record, "first_entry": view.first, "number": number, "story": view.story });
    if let Some(fields) = value.as_object_mut() {
        fields.extend(stands.json());
    }
    value
}

/// A notice for a person.
pub fn shown(view: &NoticeView, stands: &Stands) -> String {
    let story = &view.story;
    let mut text = match &stands.decided {
        Some(decided) => of_draft(decided),
        None => first_line(story, stands.standing.as_ref()),
    };
    let about = match &story.notice.content {
        NoticeContent::Fpn(fpn) => format!("fixed penalty, {}, {}", fpn.offence, pounds(fpn.terms.amount)),
        NoticeContent::Cpw(cpw) => format!("community protection warning, time until {}", cpw.allowed_until),
        NoticeContent::Cpn(_) => "community protection notice".to_owned(),
        NoticeContent::S59Warning(_) => "vehicle warning".to_owned(),
        NoticeContent::S59Seizure(_) => "vehicle seizure".to_owned(),
        NoticeContent::S77Direction(_) => "direction to leave land".to_owned(),
    };
    let _ = writeln!(text, "  {about}");
    if story.number().and_then(|number| NoticeNumber::parse(number).ok()).is_some_and(|it| it.is_training()) {
        text.push_str("  TRAINING: it is no notice, and nothing is owed\n");
    } else {
        text.push_str(&stands.lines());
    }
    for line in service::lines(story) {
        let _ = writeln!(text, "  {line}");
    }
    if is_unphotographed(story) {
        text.push_str(
            "  posted on premises WITHOUT A PHOTOGRAPH: nothing can rest on it until one is told\n",
        );
    }
    for told in &story.young_told {
        let _ = writeln!(text, "  {} was told on {}: {}", told.whom.words(), told.on, told.how.code());
    }
    for amended in &story.amended {
        let when = local_label(amended.at.wall).unwrap_or_default();
        let who = &story.notice.issuer.public_id;
        let _ = writeln!(text, "  amended {when} by {who}: {}: {}", amended.field, amended.text);
        let _ = writeln!(text, "    because {}", amended.reason);
    }
    text
}

/// Number and what became of it: what the desk voided or withdrew is so, whatever was told here.
fn first_line(story: &NoticeStory, standing: Option<&register::Standing>) -> String {
    let number = story.number().unwrap_or("draft without a number");
    let told_on = standing.and_then(|standing| standing.withdrawal_told);
    let told = |on: Option<Date>, noted: bool| match (told_on.or(on), noted) {
        (Some(day), _) => format!("recipient told on {day}"),
        (None, true) => "the day the recipient was told is not noted".to_owned(),
        (None, false) => "RECIPIENT NOT YET TOLD".to_owned(),
    };
    let became = match (&story.standing, standing.map(|standing| &standing.bucket)) {
        (Standing::Draft { doubts, missing }, _) => {
            format!("unsure or missing: {}", [&doubts[..], &missing[..]].concat().join(", "))
        }
        (Standing::Dropped { .. }, _) => "dropped".to_owned(),
        (Standing::Issued(_) | Standing::Withdrawn { .. }, Some(bucket @ Bucket::Voided { .. })) => {
            bucket.words()
        }
        (Standing::Issued(_), Some(bucket @ Bucket::Withdrawn { .. })) => {
            format!("{}, {}", bucket.words(), told(None, false))
        }
        (Standing::Issued(issue), _) => format!("issued {}", local_label(issue.time.at).unwrap_or_default()),
        (Standing::Voided { .. }, _) => "void".to_owned(),
        (Standing::Withdrawn { told: how, told_on, .. }, _) => {
            format!("withdrawn, {}", told(*told_on, !how.is_empty()))
        }
    };
    format!("{number}  {became}\n")
}

/// What a supervisor made of a draft.
fn of_draft(decided: &DraftDecision) -> String {
    let DraftDecision { record, outcome, why } = decided;
    match outcome {
        DraftOutcome::Posted { number, on, .. } => format!(
            "{number}  issued by post on {on}: {why}\n  from draft {record}; its paper is printed at the desk\n"
        ),
        DraftOutcome::Dropped { on } => format!("draft {record}  dropped by a supervisor on {on}: {why}\n"),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

    use super::*;
    use beatbook_domain::records::journal::Moment;
    use beatbook_domain::records::notice::NoticeAmended;
    use beatbook_protocol::entry::BootId;
    use beatbook_protocol::id::Id;

    #[test]
    fn what_was_amended_is_shown_with_when_who_and_why() {
        let detriment = json!({ "conduct": "untidy_land", "effect": "Rats.", "persistent": "Weekly.", "unreasonable": "Bins." });
        let mut story: NoticeStory = serde_json::from_value(json!({
            "notice": {
                "authority": "MDW",
                "rule_set": { "id": "EW-2014", "revision": 1, "hash": "00".repeat(32) },
                "encounter": Id::from_bytes([7; 16]),
                "conduct": { "place": "Whitewall Road" },
                "recipient": "refused",
                "issuer": { "public_id": "CS101", "capacity": "council_authorised", "authorisation": "AUTH/12" },
                "particulars": "Bags.",
                "content": {
                    "kind": "cpw", "detriment": detriment, "requirements": [], "allowed_until": "2025-09-20",
                },
            },
            "standing": { "draft": { "doubts": [], "missing": [] } },
            "served": [],
            "amended": [],
        }))
        .unwrap();
        // Friday 12 September 2025, 16:00 UTC.
        let at = Moment { wall: 1_757_692_800_000, mono: 0, boot: BootId(1) };
        story.amended.push(NoticeAmended {
            at,
            field: "conduct.place".to_owned(),
            text: "Whitewall Road, north end".to_owned(),
            reason: "a slip".to_owned(),
        });
        let view = NoticeView { record: Id::from_bytes([8; 16]), first: 3, story };
        let text = shown(&view, &Stands::default());
        assert!(
            text.contains("by CS101: conduct.place: Whitewall Road, north end\n    because a slip"),
            "{text}"
        );
        assert!(text.contains("12 Sep 2025 17:00"), "by the clock of the place: {text}");
    }
}
