//! A visit in words and for programs: one form for phone and desk.

use std::fmt::Write;

use serde_json::{Value, json};

use super::{Item, ItemDone, Visit};
use crate::calendar::{local_date, local_label};
use crate::law::terms::pounds;
use crate::records::premises::{ItemStep, SeizedGoods, VisitOutcome};

/// An outcome in words.
#[must_use]
pub fn outcome(outcome: &VisitOutcome) -> String {
    match outcome {
        VisitOutcome::Referral { to, reference: Some(reference) } => {
            format!("referral to {to} ({reference})")
        }
        VisitOutcome::Referral { to, reference: None } => format!("referral to {to}"),
        VisitOutcome::FollowUp { by } => format!("follow_up by {by}"),
        other => other.name().to_owned(),
    }
}

/// All outcomes in words.
#[must_use]
pub fn outcomes(visit: &Visit) -> String {
    visit.details.outcomes.iter().map(outcome).collect::<Vec<_>>().join(", ")
}

/// Goods in words.
#[must_use]
pub fn goods(goods: &SeizedGoods) -> String {
    let value = goods.value_pence.and_then(|pence| i64::try_from(pence).ok()).map(pounds);
    let told = [
        value,
        goods.seal.as_ref().map(|seal| format!("seal {seal}")),
        goods.defect.as_ref().map(|defect| format!("for {defect}")),
        goods.power.as_ref().map(|power| format!("on {power}")),
    ];
    let first = format!("{} {} {}", goods.quantity, goods.unit, goods.what);
    [first].into_iter().chain(told.into_iter().flatten()).collect::<Vec<_>>().join(", ")
}

/// What became of an item, in words.
#[must_use]
pub fn done(done: &ItemDone) -> String {
    let day = local_date(done.time).map(|day| day.to_string()).unwrap_or_default();
    let desk = if done.at_desk { " (told at the desk)" } else { "" };
    let what = match &done.step {
        ItemStep::Returned(gone) => format!("returned by {}: {}", gone.people.join(" and "), gone.text),
        ItemStep::Disposed(gone) => format!("disposed by {}: {}", gone.people.join(" and "), gone.text),
        ItemStep::PassedOn { to, reference } => format!("passed on to {to} ({reference})"),
        ItemStep::HeldAfterAll { why } => format!("held after all: {why}"),
    };
    format!("{day} {what}{desk}")
}

fn state(item: &Item) -> &'static str {
    if item.taken_back.is_some() { "taken_back" } else { item.state.name() }
}

/// A visit for a person.
#[must_use]
pub fn text(visit: &Visit) -> String {
    let (mut text, details) = (String::new(), &visit.details);
    let began = local_label(details.from).unwrap_or_default();
    let _ = writeln!(text, "visit {}  {began}  {}  {}", visit.record, details.name, details.kind);
    let codes = |codes: &[String]| (!codes.is_empty()).then(|| codes.join(", "));
    let proposed = visit.recorded.proposed_ward.clone();
    let told = [
        ("why", Some(details.why.clone())),
        ("address", details.address.clone()),
        ("ward", details.ward.clone()),
        ("proposed", proposed.filter(|ward| details.ward.as_ref() != Some(ward))),
        ("with", codes(&details.with)),
        ("spoken to", codes(&details.spoken_to)),
        ("operation", visit.recorded.operation.clone()),
        ("came to", Some(outcomes(visit)).filter(|outcomes| !outcomes.is_empty())),
        ("notes", details.notes.clone()),
    ];
    for (name, value) in told {
        if let Some(value) = value {
            let _ = writeln!(text, "  {name}: {value}");
        }
    }
    for defect in visit.defects.values() {
        let things = defect.things.map(|things| format!(", {things} things")).unwrap_or_default();
        let note = defect.note.as_ref().map(|note| format!(": {note}")).unwrap_or_default();
        let _ = writeln!(text, "  defect {}{things}{note}", defect.code);
    }
    for code in visit.defect_codes().into_iter().filter(|code| !visit.defects.contains_key(*code)) {
        let of = visit.items.iter().filter(|(_, item)| item.taken_back.is_none());
        let of = of.filter(|(_, item)| item.goods.defect.as_deref() == Some(code));
        let items: Vec<String> = of.map(|(number, _)| format!("item {number}")).collect();
        let _ = writeln!(text, "  defect {code}, told with {}", items.join(" and "));
    }
    for (number, item) in &visit.items {
        let _ = writeln!(text, "  item {number}: {} – {}", goods(&item.goods), state(item));
        for one in &item.done {
            let _ = writeln!(text, "    {}", done(one));
        }
        for reason in item.corrections.iter().chain(&item.taken_back) {
            let _ = writeln!(text, "    entry {}: {}", reason.seq, reason.why);
        }
    }
    for reference in &visit.references {
        let _ = writeln!(text, "  reference {reference}");
    }
    for reason in &visit.corrections {
        let _ = writeln!(text, "  corrected by entry {}: {}", reason.seq, reason.why);
    }
    if let Some(back) = &visit.taken_back {
        let _ = writeln!(text, "  TAKEN BACK by entry {}: {}", back.seq, back.why);
    }
    for refused in &visit.refused {
        let entry =
            refused.entry.map_or_else(|| "what the desk told".to_owned(), |seq| format!("entry {seq}"));
        let _ = writeln!(text, "  {entry} does not hold: {} ({})", refused.why.code(), refused.why);
    }
    for doubt in visit.doubts() {
        let _ = writeln!(text, "  look at it: {doubt}");
    }
    text
}

/// A visit for programs.
#[must_use]
pub fn json(visit: &Visit) -> Value {
    let items = visit.items.iter().map(|(number, item)| {
        json!({
            "item": number, "goods": item.goods, "state": state(item), "done": item.done,
            "corrections": item.corrections, "taken_back": item.taken_back,
        })
    });
    let refused = visit.refused.iter().map(|one| json!({ "entry": one.entry, "code": one.why.code() }));
    json!({
        "visit": visit.record, "first_entry": visit.first, "details": visit.details,
        "proposed_ward": visit.recorded.proposed_ward, "operation": visit.recorded.operation,
        "defects": visit.defects.values().collect::<Vec<_>>(), "defect_codes": visit.defect_codes(), "items": items.collect::<Vec<_>>(),
        "references": visit.references, "corrections": visit.corrections, "taken_back": visit.taken_back,
        "refused": refused.collect::<Vec<_>>(), "look_at": visit.doubts(),
    })
}
