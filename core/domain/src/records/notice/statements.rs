//! The statements of a notice that an amendment can put right, by name: as they lie in its record.

use super::content::NoticeKind;

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

/// Whether a statement tells of others than the recipient: left out where theirs are left out.
#[must_use]
pub fn tells_of_others(name: &str) -> bool {
    matches!(name, "informed" | "enquiries" | "ground" | "units" | "people")
}

/// The names, as a refusal lists them.
pub(super) fn listed(kind: NoticeKind) -> String {
    statements(kind).join(", ")
}
