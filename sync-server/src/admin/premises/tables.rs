//! The tables of premises visits, each as text, CSV and JSON from the same rows.

use beatbook_domain::calendar::local_label;
use beatbook_domain::premises::Visit;
use beatbook_domain::premises::lists::{PremisesLists, PremisesWord};
use beatbook_domain::premises::seals::{SealRow, Seals};
use beatbook_domain::premises::shown::{done, json, outcomes, text};
use beatbook_domain::premises::table::{Numbers, VisitTable};
use beatbook_domain::suppression::{LEGEND, PublicShare};
use serde_json::{Value, json};

use super::super::office::Told;
use super::super::sheet::Sheet;
use super::{Desk, VisitsBy};
use crate::error::ServerError;

/// Visits one by one.
pub(super) fn list<'a>(read: impl Iterator<Item = &'a Visit>, desk: &Desk, label: &str) -> Sheet {
    let columns = [
        "visit",
        "began",
        "premises",
        "kind",
        "address",
        "ward",
        "why",
        "with",
        "spoken_to",
        "defects",
        "items",
        "value_pence",
        "came_to",
        "operation",
        "officer",
        "look_at",
        "state",
    ];
    let mut sheet = Sheet::new(format!("Premises visits this officer may read, {label}"), &columns);
    for visit in read {
        let details = &visit.details;
        let told = |text: &Option<String>| text.clone().unwrap_or_default();
        let value: u64 = visit.seized().filter_map(|(_, item)| item.goods.value_pence).sum();
        sheet.rows.push(vec![
            visit.record.to_string(),
            local_label(details.from).unwrap_or_default(),
            details.name.clone(),
            details.kind.clone(),
            told(&details.address),
            told(&details.ward),
            details.why.clone(),
            details.with.join(", "),
            details.spoken_to.join(", "),
            visit.defect_codes().into_iter().collect::<Vec<_>>().join(", "),
            visit.seized().count().to_string(),
            value.to_string(),
            outcomes(visit),
            told(&visit.recorded.operation),
            desk.seat.code(visit.by),
            look_at(visit, desk).join(", "),
            state(visit),
        ]);
    }
    sheet
}

fn state(visit: &Visit) -> String {
    let refused = || {
        visit.refused.iter().map(|one| {
            let entry = one.entry.map_or_else(|| "desk".to_owned(), |seq| format!("entry {seq}"));
            format!("{entry} {}", one.why.code())
        })
    };
    match &visit.taken_back {
        Some(back) => format!("taken back: {}", back.why),
        None if !visit.refused.is_empty() => {
            format!("does not hold: {}", refused().collect::<Vec<_>>().join(", "))
        }
        None if visit.corrections.is_empty() => "recorded".to_owned(),
        None => format!("corrected: {}", visit.corrections.len()),
    }
}

/// What somebody should look at.
fn look_at(visit: &Visit, desk: &Desk) -> Vec<&'static str> {
    let twin = visit.seized().any(|(number, item)| {
        let at = (visit.notebook, visit.record, number);
        item.goods.seal.as_ref().is_some_and(|seal| !desk.twins.others(at, seal).is_empty())
    });
    visit.doubts().into_iter().chain(twin.then_some("seal_twice")).collect()
}

/// One visit.
pub(super) fn shown(visit: &Visit, desk: &Desk) -> Told {
    let officer = desk.seat.code(visit.by);
    let mut json = json(visit);
    if let Some(json) = json.as_object_mut() {
        json.insert("officer".to_owned(), officer.clone().into());
        json.insert("look_at".to_owned(), look_at(visit, desk).into());
    }
    let mut text = format!("{}  officer: {officer}", text(visit));
    if look_at(visit, desk).contains(&"seal_twice") {
        text.push_str("\n  look at it: seal_twice, see `premises seals --twice`");
    }
    Told::ok(text, json)
}

/// Visits in numbers.
pub(super) fn numbers(table: &VisitTable, by: VisitsBy, base: &str) -> Sheet {
    let columns =
        [by.name(), "visits", "with_defects", "defects", "things", "items", "value_pence", "value_not_told"];
    let mut sheet = Sheet::new(base, &columns);
    let row = |code: &str, row: &Numbers| {
        let cells = [
            row.visits,
            row.with_defects,
            row.defects,
            row.things,
            row.items,
            row.value_pence,
            row.value_not_told,
        ];
        [code.to_owned()].into_iter().chain(cells.iter().map(u64::to_string)).collect::<Vec<String>>()
    };
    sheet.rows.extend(table.rows.iter().map(|(code, numbers)| row(code, numbers)));
    sheet.rows.push(row("TOTAL", &table.total));
    sheet
}

/// The same as it may be published. The row that shows that it adds up would tell what is hidden.
pub(super) fn published(table: &VisitTable, by: VisitsBy, base: &str) -> Sheet {
    let mut sheet = Sheet::new(format!("{base}; {LEGEND}"), &[by.name(), "visits", "with_defects"]);
    let row = |code: &str, (visits, with_defects): PublicShare| {
        vec![code.to_owned(), visits.to_string(), with_defects.to_string()]
    };
    let (all, rows) = table.public();
    sheet.rows.extend(table.rows.keys().zip(rows).map(|(code, shown)| row(code, shown)));
    sheet.rows.push(row("TOTAL", all));
    sheet
}

/// The register of seized goods.
pub(super) fn seals(register: &Seals<'_>, desk: &Desk, (label, twice): (&str, bool)) -> Sheet {
    let columns = [
        "seal",
        "visit",
        "item",
        "seized",
        "premises",
        "what",
        "quantity",
        "unit",
        "value_pence",
        "defect",
        "power_unverified",
        "state",
        "last",
        "seal_also_on",
    ];
    let only = if twice { "; only seals that are on two items" } else { "" };
    let base =
        format!("Goods seized on visits this officer may read, {label}{only}; the check is of all of them");
    let mut sheet = Sheet::new(base, &columns);
    for row in register.rows.iter().filter(|row| !twice || !row.twins.is_empty()) {
        let (visit, goods) = (row.visit, &row.item.goods);
        let told = |text: &Option<String>| text.clone().unwrap_or_default();
        sheet.rows.push(vec![
            goods.seal.clone().unwrap_or_else(|| "(no seal)".to_owned()),
            visit.record.to_string(),
            row.number.to_string(),
            visit.day().map(|day| day.to_string()).unwrap_or_default(),
            visit.details.name.clone(),
            goods.what.clone(),
            goods.quantity.to_string(),
            goods.unit.clone(),
            goods.value_pence.map(|pence| pence.to_string()).unwrap_or_default(),
            told(&goods.defect),
            told(&goods.power),
            row.standing.name().to_owned(),
            row.item.done.last().map(done).unwrap_or_default(),
            also_on(row, desk),
        ]);
    }
    sheet
}

/// Other items with the seal; those of visits that the reader may not read are not named.
fn also_on(row: &SealRow<'_>, desk: &Desk) -> String {
    let named = row.twins.iter().map(|(notebook, record, number)| {
        let visit = desk.visits.iter().find(|one| (one.notebook, one.record) == (*notebook, *record));
        match visit.filter(|visit| desk.reads(visit)) {
            Some(visit) => format!("{} item {number}", visit.record),
            None => "a visit of somebody else".to_owned(),
        }
    });
    named.collect::<Vec<_>>().join(", ")
}

/// The words there are.
pub(super) fn words(lists: &PremisesLists, csv: bool) -> Result<Told, ServerError> {
    let mut lines = Vec::new();
    let mut sheet = Sheet::new("Words", &["list", "code", "title"]);
    let mut codes = serde_json::Map::new();
    for (name, words) in lists.named() {
        lines.push(name.to_owned());
        lines.extend(words.iter().map(|word| format!("  {}  {}", word.code, word.title)));
        let row = |word: &PremisesWord| vec![name.to_owned(), word.code.clone(), word.title.clone()];
        sheet.rows.extend(words.iter().map(row));
        let all: Vec<Value> = words.iter().map(|word| word.code.clone().into()).collect();
        codes.insert(name.to_owned(), all.into());
    }
    sheet.beside(Told::ok(lines.join("\n"), json!(codes)), csv)
}
