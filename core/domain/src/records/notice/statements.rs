//! The statements of a notice that an amendment can put right, by name: as they lie in its record.

use jiff::civil::{Date, DateTime};

use super::content::NoticeKind;
use crate::calendar::parse_day;

/// What every kind says.
const ALL: [&str; 6] =
    ["conduct.time", "conduct.place", "recipient.name", "recipient.address", "recipient.born", "particulars"];

/// What community protection says.
const COMMUNITY: [&str; 5] = [
    "detriment.conduct",
    "detriment.effect",
    "detriment.persistent",
    "detriment.unreasonable",
    "requirements",
];

/// What paper about a vehicle says.
const VEHICLE: [&str; 3] = ["nuisance.vehicle", "nuisance.driving", "nuisance.annoyance"];

/// The names of the statements that a notice of a kind has. What an order or the law says for it – sums, offence, payee – is
/// nobody's slip to put right: such paper is voided, and another given.
#[must_use]
pub fn statements(kind: NoticeKind) -> Vec<&'static str> {
    let own: &[&[&'static str]] = match kind {
        NoticeKind::Fpn => &[&["cpn.requirement", "vehicles"]],
        NoticeKind::Cpw => &[&COMMUNITY, &["allowed_until", "enquiries"]],
        NoticeKind::Cpn => &[&COMMUNITY, &["observations", "informed", "enquiries"]],
        NoticeKind::S59Warning => &[&VEHICLE],
        NoticeKind::S59Seizure => &[&VEHICLE, &["ground", "held_at", "reclaim", "reclaim_by", "costs"]],
        NoticeKind::S77Direction => &[&["land", "units", "people", "leave_by"]],
    };
    ALL.into_iter().chain(own.iter().copied().flatten().copied()).collect()
}

/// Whether a statement of a notice tells of others than the recipient: left out where theirs are left out. A direction to leave
/// may have several.
#[must_use]
pub fn tells_of_others(kind: NoticeKind, name: &str) -> bool {
    let to_several = kind == NoticeKind::S77Direction && name.starts_with("recipient.");
    to_several || matches!(name, "informed" | "enquiries" | "ground" | "units" | "people")
}

/// Whether a statement that is a day or a time says one; else what to write.
pub(super) fn check_value(name: &str, text: &str, today: Date) -> Result<(), &'static str> {
    let day = parse_day(text).ok();
    let time = text.trim().replacen(' ', "T", 1).parse::<DateTime>().ok().filter(|_| text.contains(':'));
    match name {
        "recipient.born" if day.is_none_or(|day| day > today) => {
            Err("the date of birth as year, month and day, such as 1990-05-01, and none to come")
        }
        "conduct.time" if time.is_none_or(|time| time.date() > today) => {
            Err("day and local time, such as 2026-09-12 16:42, and none to come")
        }
        "allowed_until" | "reclaim_by" if day.is_none() => {
            Err("the day as year, month and day, such as 2026-09-26")
        }
        "leave_by" if time.is_none() => Err("day and local time, such as 2026-09-15 10:00"),
        _ => Ok(()),
    }
}

/// The names, as a refusal lists them.
pub(super) fn listed(kind: NoticeKind) -> String {
    statements(kind).join(", ")
}
