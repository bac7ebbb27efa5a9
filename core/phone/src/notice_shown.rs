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
    for amended in &story.amended {
        let when = local_label(amended.at.wall).unwrap_or_default();
        let who = &story.notice.issuer.public_id;
        let _ = writeln!(text, "  amended {when} by {who}: {}: {}", amended.field, amended.text);
        let _ = writeln!(text, "    because {}", amended.reason);
    }
    text
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

    use super::*;
    use beatbook_domain::records::journal::Moment;
    use beatbook_domain::records::notice::NoticeAmended;
    use beatbook_domain::records::notice::story::NoticeStory;
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
        let text = shown(&NoticeView { record: Id::from_bytes([8; 16]), first: 3, story });
        assert!(
            text.contains("by CS101: conduct.place: Whitewall Road, north end\n    because a slip"),
            "{text}"
        );
        assert!(text.contains("12 Sep 2025 17:00"), "by the clock of the place: {text}");
    }
}
