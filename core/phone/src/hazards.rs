//! Dangers of a place as the command line shows them.

use std::fmt::Write;

use beatbook_device::{HazardHere, HazardView};
use beatbook_domain::records::hazard::HazardPlace;
use beatbook_domain::welfare::hazards::Near;
use serde_json::{Value, json};

use crate::welfare_shown::{code_of, reference};

/// Dangers that are near, for a person; nothing if there are none.
pub fn here(found: &[HazardHere]) -> String {
    let mut text = String::new();
    for HazardHere { near, hazard } in found {
        let far = match near {
            Near::Metres(0) => "here".to_owned(),
            Near::Metres(metres) => format!("{metres} m away"),
            Near::InWard => "somewhere in this ward".to_owned(),
        };
        let _ = write!(text, "DANGER {far}: {}", shown(hazard));
    }
    text
}

/// A danger, for a person.
pub fn shown(hazard: &HazardView) -> String {
    let HazardView { kind, text, source, seen, own, .. } = hazard;
    let source = source.as_ref().map(|source| format!(", says {source}")).unwrap_or_default();
    let own = if *own { ", only on this phone yet" } else { "" };
    let place = place(&hazard.place).map(|place| format!(" {place}")).unwrap_or_default();
    format!(
        "{} – {text}{source} ({}, seen {seen}{own}){place}\n  {}\n",
        code_of(kind),
        code_of(&hazard.basis),
        hazard.hazard
    )
}

fn place(place: &HazardPlace) -> Option<String> {
    match place {
        HazardPlace::Exact(at) => reference(*at),
        HazardPlace::Cell(cell) => Some(cell.reference().to_string()),
        HazardPlace::Ward(ward) => Some(ward.clone()),
        HazardPlace::Unknown => None,
    }
}

/// The same for programs.
pub fn json_of(hazard: &HazardView, near: Option<Near>) -> Value {
    let metres = match near {
        Some(Near::Metres(metres)) => Some(metres),
        _ => None,
    };
    json!({
        "hazard": hazard.hazard, "kind": hazard.kind, "text": hazard.text, "basis": hazard.basis,
        "source": hazard.source, "place": hazard.place, "seen": hazard.seen, "until": hazard.until,
        "own": hazard.own, "metres": metres,
    })
}
