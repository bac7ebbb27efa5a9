//! A notice as its entries tell it, for people and programs.

use std::fmt::Write as _;

use beatbook_device::NoticeView;
use beatbook_domain::calendar::local_label;
use beatbook_domain::law::terms::pounds;
use beatbook_domain::notices::service::is_unphotographed;
use beatbook_domain::records::notice::content::NoticeContent;
use beatbook_domain::records::notice::story::Standing;
use serde_json::{Value, json};

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
        Standing::Withdrawn { told_on: Some(day), .. } => format!("withdrawn, recipient told on {day}"),
        Standing::Withdrawn { told, .. } if told.is_empty() => "withdrawn, RECIPIENT NOT YET TOLD".to_owned(),
        Standing::Withdrawn { .. } => "withdrawn, the day the recipient was told is not noted".to_owned(),
    };
    let served = if story.served.is_empty() { "" } else { ", served" };
    let mut text = format!("{number}  {standing}{served}\n");
    let about = match &story.notice.content {
        NoticeContent::Fpn(fpn) => format!("fixed penalty, {}, {}", fpn.offence, pounds(fpn.terms.amount)),
        NoticeContent::Cpw(cpw) => format!("community protection warning, time until {}", cpw.allowed_until),
        NoticeContent::Cpn(_) => "community protection notice".to_owned(),
        NoticeContent::S59Warning(_) => "vehicle warning".to_owned(),
        NoticeContent::S59Seizure(_) => "vehicle seizure".to_owned(),
        NoticeContent::S77Direction(_) => "direction to leave land".to_owned(),
    };
    let _ = writeln!(text, "  {about}");
    if is_unphotographed(story) {
        text.push_str(
            "  posted on premises WITHOUT A PHOTOGRAPH: nothing can rest on it until one is told\n",
        );
    }
    for told in &story.young_told {
        let _ = writeln!(text, "  {} was told on {}: {}", told.whom.words(), told.on, told.how.code());
    }
    text
}
