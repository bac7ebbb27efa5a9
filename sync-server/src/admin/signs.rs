//! Signs of orders: when each was last seen, by the book and by officers, and which somebody has to look after.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use beatbook_domain::calendar::local_date;
use beatbook_domain::records::sign::{SignNoted, SignState};
use jiff::civil::Date;
use serde_json::json;

use super::office::{Office, Told};
use crate::auth::Purpose;
use crate::error::ServerError;
use crate::orders::CurrentBook;

pub(super) async fn list(office: &Office, authority: &str) -> Result<Told, ServerError> {
    let scope = office.scope(authority, Purpose::Administration).await?;
    let store = office.service.store();
    store.log_access(&scope, "list of signs", None).await?;
    let book = CurrentBook::read(&**store, &scope).await?.book;
    let told = store.sign_notes(&scope).await?;
    let day = |at: i64| local_date(at).map_err(|error| ServerError::refused(error.code(), error));
    let today = day(office.service.clock().now())?;

    let mut newest: BTreeMap<&str, &SignNoted> = BTreeMap::new();
    let mut wanted: Vec<&SignNoted> = Vec::new();
    for note in told.iter().map(|told| &told.note) {
        match note.sign.as_deref() {
            None => wanted.push(note),
            Some(sign) => {
                let known = newest.entry(sign).or_insert(note);
                if known.at.wall <= note.at.wall {
                    *known = note;
                }
            }
        }
    }
    let mut text = String::new();
    let mut list = Vec::new();
    for sign in book.signs.iter().filter(|sign| sign.removed.is_none_or(|gone| today < gone)) {
        let note = newest.get(sign.code.as_str());
        let seen_by_officer = match note.filter(|note| note.state == SignState::Seen) {
            Some(note) => Some(day(note.at.wall)?),
            None => None,
        };
        let seen: Option<Date> = sign.seen.max(seen_by_officer);
        let old = seen.is_none_or(|seen| {
            today
                .since(seen)
                .is_ok_and(|ago| i64::from(ago.get_days()) > i64::from(book.policy.sign_unseen_days))
        });
        let task = match note.map(|note| note.state) {
            Some(SignState::Missing) => Some("missing"),
            Some(SignState::Damaged) => Some("damaged"),
            _ if old => Some("unseen"),
            _ => None,
        };
        let last = seen.map_or_else(|| "never".to_owned(), |seen| seen.to_string());
        let _ = writeln!(
            text,
            "{}  of {}  last seen {last}{}",
            sign.code,
            sign.orders.join(", "),
            task.map_or_else(String::new, |task| format!("  TASK: {task}"))
        );
        list.push(json!({ "sign": sign.code, "orders": sign.orders, "seen": seen, "task": task }));
    }
    for note in wanted {
        let place = note
            .place
            .map(|place| json!({ "lat": f64::from(place.lat) / 1e7, "lon": f64::from(place.lon) / 1e7 }));
        let on = day(note.at.wall)?;
        let at = note.place.map_or_else(String::new, |place| {
            format!(" at {:.5}, {:.5}", f64::from(place.lat) / 1e7, f64::from(place.lon) / 1e7)
        });
        let _ = writeln!(text, "none near for {}{at}, {on}  TASK: wanted", note.order);
        list.push(json!({ "order": note.order, "place": place, "on": on, "task": "wanted" }));
    }
    if list.is_empty() {
        text.push_str("The book has no signs: `orders import FILE` brings some.");
    }
    Ok(Told::ok(text, list.into()))
}
