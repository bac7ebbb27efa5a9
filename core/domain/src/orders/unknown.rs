//! Codes that were told and that no book at hand has: perhaps a slip, perhaps of a newer book. Nothing is refused for it;
//! whoever told it is told at once, while it can still be told again.

use std::collections::BTreeSet;

use beatbook_protocol::hash::Hash;

use crate::law::missing::Missing;
use crate::orders::book::{Book, OrderBook};
use crate::records::encounter::steps::Step;
use crate::records::encounter::{EncounterConduct, EncounterEntry};
use crate::records::sign::SignNoted;

/// Most codes that are offered in place of one nobody knows.
const OFFERED_MAX: usize = 6;
const SOURCE: &str = "the order book at hand";

/// What an encounter's entry names and this book does not have.
#[must_use]
pub fn unknown_codes(book: &OrderBook, entry: &EncounterEntry) -> Vec<Missing> {
    match entry {
        EncounterEntry::Conduct(told) => conduct(book, told),
        EncounterEntry::Step(told) => match &told.step {
            Step::Directed { condition, .. } => {
                let remedy = "so no direction under it is proved";
                not_among(conditions(book.book()), condition, "condition_unknown", "condition", remedy)
                    .into_iter()
                    .collect()
            }
            Step::ExemptionAsked { exemption, .. } => {
                let all = book.book().orders.iter().flat_map(|order| &order.conditions);
                let all = all.flat_map(|condition| &condition.exemptions).map(|one| one.code.as_str());
                let remedy = "so no order's question is answered by it";
                not_among(all, exemption, "exemption_unknown", "exemption", remedy).into_iter().collect()
            }
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// What a sign's note names and this book does not have.
#[must_use]
pub fn unknown_sign(book: &Book, note: &SignNoted) -> Vec<Missing> {
    let orders = book.orders.iter().map(|order| order.code.as_str());
    let task = "so nobody who looks after its signs is told";
    let order = not_among(orders, &note.order, "order_unknown", "order", task);
    let sign = note.sign.as_ref().and_then(|code| {
        let Some(known) = book.signs.iter().find(|sign| sign.code == *code) else {
            let signs = book.signs.iter().filter(|sign| sign.orders.contains(&note.order));
            return not_among(signs.map(|sign| sign.code.as_str()), code, "sign_unknown", "sign", task);
        };
        let of = known.orders.join(", ");
        let other = order.is_none() && !known.orders.contains(&note.order);
        let remedy =
            format!("Sign {code} is of {of}, not of {}: note it again for its own order.", note.order);
        other.then(|| Missing::new("sign_of_another_order", remedy, SOURCE))
    });
    order.into_iter().chain(sign).collect()
}

/// A conduct goes by a condition's code, by that of an authority's list, or by an offence row's.
fn conduct(book: &OrderBook, told: &EncounterConduct) -> Vec<Missing> {
    let held = book.book();
    let listed = held.authorities.iter().flat_map(|paper| &paper.conducts).map(|one| one.code.as_str());
    let rows = held.rule_sets.iter().flat_map(|set| &set.offences).map(|row| row.code.as_str());
    let all = conditions(held).chain(listed).chain(rows);
    let remedy = "so no order, notice or table reads it";
    let code = not_among(all, &told.code, "conduct_unknown", "condition, conduct or offence", remedy);
    let version = told.order.filter(|hash| book.version(hash).is_none()).map(of_no_version);
    code.into_iter().chain(version).collect()
}

fn of_no_version(hash: Hash) -> Missing {
    let remedy = format!("No order version {hash} is in this phone's book: tell it without, or sync.");
    Missing::new("order_version_unknown", remedy, SOURCE)
}

fn conditions(book: &Book) -> impl Iterator<Item = &str> {
    book.orders.iter().flat_map(|order| &order.conditions).map(|one| one.code.as_str())
}

fn not_among<'b>(
    known: impl Iterator<Item = &'b str>,
    told: &str,
    code: &'static str,
    what: &str,
    follows: &str,
) -> Option<Missing> {
    let known: BTreeSet<&str> = known.collect();
    if known.contains(told) {
        return None;
    }
    let family = |code: &str| code.split('-').next().unwrap_or_default().to_uppercase();
    let (kin, others): (Vec<&str>, Vec<&str>) =
        known.into_iter().partition(|one| family(one) == family(told));
    let offered = if kin.is_empty() { others } else { kin };
    let more = if offered.len() > OFFERED_MAX { " …" } else { "" };
    let offered = offered.into_iter().take(OFFERED_MAX).collect::<Vec<_>>().join(", ");
    let there = if offered.is_empty() { "it has none".to_owned() } else { format!("it has {offered}{more}") };
    let remedy = format!(
        "This phone's book has no {what} {told}, {follows}: {there}. It is kept as you told it; after a slip tell it again."
    );
    Some(Missing::new(code, remedy, SOURCE))
}
