//! Signs of orders: when each was last seen, by the book and by officers, and which somebody has to look after.

use std::fmt::Write as _;

use beatbook_domain::calendar::local_date;
use beatbook_domain::orders::sign_tasks::{standing, wanted};
use beatbook_domain::orders::signs::{SignFound, SignKnown};
use beatbook_domain::records::sign::{SignNoted, SignState};
use jiff::civil::Date;
use serde_json::json;

use super::office::{Office, Told};
use super::sheet::Sheet;
use crate::auth::Purpose;
use crate::error::ServerError;
use crate::orders::CurrentBook;

pub(super) async fn list(office: &Office, authority: &str, csv: bool) -> Result<Told, ServerError> {
    let scope = office.scope(authority, Purpose::Administration).await?;
    let store = office.service.store();
    store.log_access(&scope, "list of signs", None).await?;
    let book = CurrentBook::read(&**store, &scope).await?.book;
    let told = store.sign_notes(&scope).await?;
    // When outreach and counts came by, and where, is nobody's to read here; what somebody has to look after is.
    let beat = told.iter().filter(|told| !told.welfare);
    let found: Vec<SignFound> = beat.filter_map(|told| told.note.sighting(told.officer)).collect();
    let notes_of = |welfare: bool| {
        let notes = told.iter().filter(move |told| told.welfare == welfare);
        notes.map(|told| told.note.clone()).collect::<Vec<SignNoted>>()
    };
    let (beat, outreach) = (notes_of(false), notes_of(true));
    let notes: Vec<SignNoted> = told.iter().map(|told| told.note.clone()).collect();
    let officers = store.officers(&scope).await?;
    let now = office.service.clock().now();
    let today = local_date(now).map_err(|error| ServerError::refused(error.code(), error))?;

    let mut text = String::new();
    let mut list = Vec::new();
    let mut sheet = Sheet::new("Signs", &["sign", "orders", "seen", "found", "by", "place", "task"]);
    for sign in book.signs.iter().filter(|sign| sign.removed.is_none_or(|gone| today < gone)) {
        let task = standing(&book, sign, &notes, today).task.map(SignState::name);
        let known = SignKnown::of(sign, found.iter().filter(|one| one.sign == sign.code), today);
        let last = known.seen.map_or_else(|| "never".to_owned(), |seen| seen.to_string());
        let by = known.noted.and_then(|one| officers.iter().find(|officer| Some(officer.id) == one.by));
        let by = by.map(|officer| officer.code.as_str());
        let noted = match (known.noted, by) {
            (Some(one), Some(by)) if one.is_seen() => format!(" by {by}"),
            (Some(one), Some(by)) => format!(", {} by {by}", one.state.name()),
            _ => String::new(),
        };
        let photo = known.noted.and_then(|one| one.photo).or(sign.photo);
        let _ = writeln!(
            text,
            "{}  of {}  last seen {last}{noted}{}",
            sign.code,
            sign.orders.join(", "),
            task.map_or_else(String::new, |task| format!("  TASK: {task}"))
        );
        sheet.rows.push(vec![
            sign.code.clone(),
            sign.orders.join(", "),
            known.seen.map(|seen| seen.to_string()).unwrap_or_default(),
            known.noted.map(|one| one.state.name().to_owned()).unwrap_or_default(),
            by.unwrap_or_default().to_owned(),
            String::new(),
            task.unwrap_or_default().to_owned(),
        ]);
        let noted = known.noted.map(|one| json!({ "state": one.state, "at": one.at, "by": by }));
        list.push(json!({
            "sign": sign.code, "orders": sign.orders, "seen": known.seen, "noted": noted, "photo": photo, "task": task,
        }));
    }
    for note in wanted(&book, &beat, today) {
        let place = note
            .place
            .map(|place| json!({ "lat": f64::from(place.lat) / 1e7, "lon": f64::from(place.lon) / 1e7 }));
        let on = local_date(note.when()).ok();
        let day = on.map_or_else(|| "on an unknown day".to_owned(), |on| on.to_string());
        let at = note
            .place
            .map(|place| format!("{:.5}, {:.5}", f64::from(place.lat) / 1e7, f64::from(place.lon) / 1e7));
        let near = at.as_ref().map_or_else(String::new, |at| format!(" at {at}"));
        let _ = writeln!(text, "none near for {}{near}, {day}  TASK: wanted", note.order);
        sheet.rows.push(none_near(&note.order, on, at));
        list.push(json!({ "order": note.order, "place": place, "on": on, "task": "wanted" }));
    }
    for note in wanted(&book, &outreach, today) {
        let _ = writeln!(text, "none near for {}, where is not told  TASK: wanted", note.order);
        sheet.rows.push(none_near(&note.order, None, None));
        list.push(json!({ "order": note.order, "place": null, "on": null, "task": "wanted" }));
    }
    if list.is_empty() {
        text.push_str("The book has no signs: `orders import FILE` brings some.");
    }
    sheet.beside(Told::ok(text, list.into()), csv)
}

/// A place where a sign is wanted: the day on which none was found, and where.
fn none_near(order: &str, on: Option<Date>, place: Option<String>) -> Vec<String> {
    let seen = on.map(|on| on.to_string()).unwrap_or_default();
    let (sign, by, task) = (String::new(), String::new(), "wanted".to_owned());
    vec![sign, order.to_owned(), seen, "none near".to_owned(), by, place.unwrap_or_default(), task]
}
