//! Which conditions of orders are in force in a zone on a day, each in one line.

use jiff::civil::Date;

use crate::orders::book::OrderBook;
use crate::orders::order::OnDay;
use crate::orders::times::Times;

/// Longest line of a condition's words, characters.
const LINE_MAX: usize = 100;

/// A condition in force in a zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneCondition {
    /// Code of the order.
    pub order: String,
    /// What people call the order.
    pub title: String,
    /// Its version.
    pub version: u32,
    /// Invented: nobody's order.
    pub illustrative: bool,
    /// Code of the condition.
    pub code: String,
    /// Its words in one line, cut short if they are long.
    pub line: String,
    /// It counts at some hours or dates only.
    pub at_times: bool,
}

/// Conditions in force on a local day in any of these zones, by order, version and the order's own order.
#[must_use]
pub fn conditions_in(book: &OrderBook, zones: &[&str], day: Date) -> Vec<ZoneCondition> {
    let mut found: Vec<(usize, usize, ZoneCondition)> = Vec::new();
    for zone in zones {
        for (number, order, place, condition) in book.conditions_in(zone) {
            let current = book.current(&order.code, day).is_some_and(|(current, _)| current == number);
            let known = found.iter().any(|(of, at, _)| (*of, *at) == (number, place));
            if known || !current || order.on_day(day) != OnDay::InForce {
                continue;
            }
            let told = ZoneCondition {
                order: order.code.clone(),
                title: order.title.clone(),
                version: order.version,
                illustrative: order.illustrative,
                code: condition.code.clone(),
                line: one_line(&condition.text),
                at_times: condition.times != Times::Always,
            };
            found.push((number, place, told));
        }
    }
    found.sort_by(|one, other| {
        let key = |(_, place, told): &(usize, usize, ZoneCondition)| (told.order.clone(), *place);
        key(one).cmp(&key(other))
    });
    found.into_iter().map(|(_, _, told)| told).collect()
}

/// The first so many characters of a text, without breaks, cut at a blank.
fn one_line(text: &str) -> String {
    let mut line = String::new();
    for word in text.split_whitespace() {
        if line.chars().count() + word.chars().count() + 1 > LINE_MAX {
            line.push_str(" …");
            return line;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}
