//! Tasks for whoever looks after signs: what the book and the notes of officers together leave to do, as long as an order that
//! a sign is of goes on. One that is extended has its tasks again.
//!
//! A sign that somebody saw needs nothing until it has not been seen for long. One that is wanted somewhere is wanted until
//! the book has one there. The server lists the tasks; a phone opens none that its own notes leave open.

use jiff::civil::Date;

use crate::calendar::local_date;
use crate::fence::metres_between;
use crate::geometry::Vertex;
use crate::orders::book::Book;
use crate::orders::order::OnDay;
use crate::orders::signs::Sign;
use crate::records::sign::{SignNoted, SignState};

/// A sign of the book: when it was last seen, and what is to be done about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignStanding<'b> {
    /// The sign.
    pub sign: &'b Sign,
    /// The day it was last seen, by the book or by an officer.
    pub seen: Option<Date>,
    /// What is to be done: [`SignState::Missing`], [`SignState::Damaged`] or [`SignState::Unseen`].
    pub task: Option<SignState>,
}

/// The local day of a note; none of a clock that shows no date.
fn day_of(note: &SignNoted) -> Option<Date> {
    local_date(note.when()).ok()
}

/// Whether an order asks for no sign any more on a day: it has ended, or is discharged. One that is still to begin does.
fn is_over(book: &Book, order: &str, today: Date) -> bool {
    let version = book.version_on(order, today);
    version.is_some_and(|version| matches!(version.on_day(today), OnDay::Ended(_) | OnDay::Discharged(_)))
}

/// The newest that is told of a sign, by these notes and by what the book has of others: how it was found, and on which day.
fn newest(book: &Book, notes: &[SignNoted], code: &str) -> Option<(SignState, Option<Date>)> {
    let noted = notes.iter().filter(|note| note.sign.as_deref() == Some(code));
    let noted = noted.map(|note| (note.when(), note.state, day_of(note)));
    let found = book.sightings.iter().filter(|one| one.sign == code);
    let found = found.map(|one| (one.at, one.state, one.day()));
    let newest = found.chain(noted).max_by_key(|(at, ..)| *at);
    newest.map(|(_, state, day)| (state, day))
}

/// What is known of a sign on a day.
#[must_use]
pub fn standing<'b>(book: &Book, sign: &'b Sign, notes: &[SignNoted], today: Date) -> SignStanding<'b> {
    let newest = newest(book, notes, &sign.code);
    let (state, day) = (newest.map(|(state, _)| state), newest.and_then(|(_, day)| day));
    let seen = sign.seen.max(day.filter(|_| state == Some(SignState::Seen)));
    let days = seen.and_then(|seen| today.since(seen).ok()).map(|ago| i64::from(ago.get_days()));
    let old = days.is_none_or(|days| days > i64::from(book.policy.sign_unseen_days));
    // Whoever saw it on a later day has answered.
    let open = state.filter(|state| *state != SignState::Seen && day >= seen);
    let of_use = sign.orders.is_empty() || sign.orders.iter().any(|order| !is_over(book, order, today));
    SignStanding { sign, seen, task: open.or(old.then_some(SignState::Unseen)).filter(|_| of_use) }
}

/// Where a sign is wanted: notes of one place once, the earliest first, until the book has a sign of the order there that was
/// seen on a later day: whoever noted it saw none.
#[must_use]
pub fn wanted<'n>(book: &Book, notes: &'n [SignNoted], today: Date) -> Vec<&'n SignNoted> {
    let mut open: Vec<&SignNoted> = Vec::new();
    let asked = |note: &&SignNoted| note.state == SignState::Wanted && !is_over(book, &note.order, today);
    for note in notes.iter().filter(asked) {
        let hangs = |sign: &Sign| {
            let there = sign.removed.is_none_or(|gone| today < gone) && sign.orders.contains(&note.order);
            let near = note.place.is_some_and(|place| {
                metres_between(Vertex { lon: place.lon, lat: place.lat }, sign.at.0)
                    <= within(book, note, today)
            });
            there && near && sign.seen.is_some_and(|seen| day_of(note).is_none_or(|day| day < seen))
        };
        let known = open.iter().any(|other| is_same(book, other, note, today));
        if !known && !book.signs.iter().any(hangs) {
            open.push(note);
        }
    }
    open
}

/// Whether notes leave this task open: for its sign, or for a sign near its place.
#[must_use]
pub fn is_open(book: &Book, notes: &[SignNoted], asked: &SignNoted, today: Date) -> bool {
    let Some(code) = &asked.sign else {
        return wanted(book, notes, today).into_iter().any(|open| is_same(book, open, asked, today));
    };
    if is_over(book, &asked.order, today) {
        return false;
    }
    let seen = book.signs.iter().find(|sign| sign.code == *code).and_then(|sign| sign.seen);
    newest(book, notes, code).is_some_and(|(state, day)| state != SignState::Seen && day >= seen)
}

/// Whether a phone opens this task: none is open for it, and its officer has not just seen the sign.
#[must_use]
pub fn is_new(book: &Book, notes: &[SignNoted], asked: &SignNoted, today: Date) -> bool {
    let unseen = |code: &String| {
        let sign = book.signs.iter().find(|sign| sign.code == *code);
        sign.is_some_and(|sign| standing(book, sign, notes, today).task == Some(SignState::Unseen))
    };
    let goes_on = !is_over(book, &asked.order, today);
    goes_on && asked.sign.as_ref().is_none_or(unseen) && !is_open(book, notes, asked, today)
}

/// Whether two wishes are for one sign: of one order, and no farther from each other than the order asks for.
fn is_same(book: &Book, one: &SignNoted, other: &SignNoted, today: Date) -> bool {
    let vertex = |note: &SignNoted| note.place.map(|place| Vertex { lon: place.lon, lat: place.lat });
    let near = match (vertex(one), vertex(other)) {
        (Some(one), Some(there)) => metres_between(one, there) <= within(book, other, today),
        (one, other) => one == other,
    };
    one.order == other.order && near
}

/// Metres from a sign that the order of a note asks for.
fn within(book: &Book, note: &SignNoted, today: Date) -> f64 {
    book.version_on(&note.order, today).map_or(0.0, |order| f64::from(order.sign_distance_m))
}
