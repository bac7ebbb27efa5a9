//! Values with a form of their own in other languages: ids, days, hashes, numbers of notices. A text that is none is refused
//! before the call is made, with a code that says what it should have been.

use std::fmt::Display;

use beatbook_domain::access::RoleTerm;
use beatbook_domain::records::count::SightingRef;

use crate::error::BeatbookError;

pub use beatbook_domain::access::Area;
pub use beatbook_domain::access::Roles;
pub use beatbook_domain::notices::known::{Tag, TagKey};
pub use beatbook_domain::notices::number::{AuthorityCode, NoticeNumber};
pub use beatbook_domain::orders::times::{ClockTime, MonthDay};
pub use beatbook_domain::records::consult::DutyNumber;
pub use beatbook_domain::records::count::SightingPair;
pub use beatbook_domain::records::encounter::joint::JointLink;
pub use beatbook_domain::welfare::cell::Cell;
pub use beatbook_domain::welfare::grid::GridRef;
pub use beatbook_domain::welfare::identity::KeyedId;
pub use beatbook_domain::zone::ZoneHash;
pub use beatbook_protocol::entry::BootId;
pub use beatbook_protocol::hash::Hash;
pub use beatbook_protocol::id::Id;
pub use jiff::civil::{Date, Time};

/// What was handed over is none of these.
fn wrong_value<T, E>(read: Result<T, E>, code: &str, remedy: &str) -> uniffi::Result<T> {
    read.map_err(|_| BeatbookError::argument(code, remedy).into())
}

/// A list that has to have another length.
pub(crate) fn wrong(code: &str, remedy: &str) -> uniffi::deps::anyhow::Error {
    BeatbookError::argument(code, remedy).into()
}

/// What the library answers and never takes.
pub(crate) fn only_answered<T>(_: &T) -> uniffi::deps::anyhow::Error {
    wrong("only_answered", "this comes from the library and cannot be handed to it")
}

uniffi::custom_type!(Id, String, {
    remote,
    try_lift: |it| wrong_value(it.parse(), "id", "an id is a lower-case UUID"),
    lower: |it| it.to_string()
});
uniffi::custom_type!(Hash, String, {
    remote,
    try_lift: |it| wrong_value(it.parse(), "hash", "a hash is 64 hexadecimal digits in small letters"),
    lower: |it| it.to_string()
});
uniffi::custom_type!(BootId, u64, { remote, try_lift: |it| Ok(BootId(it)), lower: |it| it.0 });
uniffi::custom_type!(Date, String, {
    remote,
    try_lift: |it| wrong_value(it.parse(), "date", "a day is written 2026-11-27"),
    lower: |it| it.to_string()
});
uniffi::custom_type!(Time, String, {
    remote,
    try_lift: |it| wrong_value(it.parse(), "time", "a time of day is written 04:30:00"),
    lower: |it| it.to_string()
});
uniffi::custom_type!(NoticeNumber, String, {
    remote,
    try_lift: |it| wrong_value(NoticeNumber::parse(&it), "number", "type the number as it is printed"),
    lower: |it| it.to_string()
});
uniffi::custom_type!(AuthorityCode, String, {
    remote,
    try_lift: |it| wrong_value(AuthorityCode::new(&it), "authority", "an authority's code is two to four letters"),
    lower: |it| it.to_string()
});
uniffi::custom_type!(KeyedId, String, {
    remote,
    try_lift: |it| wrong_value(KeyedId::try_from(it), "keyed_id", "hand back what the library answered"),
    lower: |it| it.to_string()
});
uniffi::custom_type!(Tag, String, {
    remote,
    try_lift: |it| wrong_value(Tag::try_from(it), "tag", "hand back what the library answered"),
    lower: |it| String::from(it)
});
// The key of an authority's tags never leaves the library: it crosses as an empty text.
uniffi::custom_type!(TagKey, String, { remote, try_lift: |it| Err(only_answered(&it)), lower: |_it| String::new() });
uniffi::custom_type!(GridRef, String, {
    remote,
    try_lift: |it| wrong_value(it.parse(), "grid_reference", "a grid reference is written TQ 7600 6810"),
    lower: |it| it.to_string()
});
uniffi::custom_type!(Cell, String, {
    remote,
    try_lift: |it| wrong_value(Cell::try_from(it), "cell", "hand back what the library answered"),
    lower: |it| String::from(it)
});
uniffi::custom_type!(ClockTime, String, {
    remote,
    try_lift: |it| wrong_value(ClockTime::parse(&it).ok_or(()), "clock_time", "a time of day is written 04:30"),
    lower: |it| it.to_string()
});
uniffi::custom_type!(MonthDay, String, {
    remote,
    try_lift: |it| wrong_value(MonthDay::parse(&it).ok_or(()), "month_day", "a day of the year is written 04-30"),
    lower: |it| it.to_string()
});
uniffi::custom_type!(DutyNumber, String, {
    remote,
    try_lift: |it| wrong_value(DutyNumber::try_from(it), "duty_number", "a telephone number is digits and spaces"),
    lower: |it| it.to_string()
});
uniffi::custom_type!(JointLink, String, {
    remote,
    try_lift: |it| wrong_value(JointLink::parse(&it), "joint_link", "compare it with the other phone, character by character"),
    lower: |it| it.to_string()
});
uniffi::custom_type!(ZoneHash, String, { remote, try_lift: |it| Err(only_answered(&it)), lower: |it| it.to_string() });

/// A number of things.
pub type Size = usize;
uniffi::custom_type!(Size, u64, {
    remote,
    try_lift: |it| wrong_value(usize::try_from(it), "size", "the number is too large for this phone"),
    lower: |it| u64::try_from(it).unwrap_or(u64::MAX)
});

/// One character.
pub type Letter = char;
uniffi::custom_type!(Letter, String, {
    remote,
    try_lift: |it| wrong_value(it.parse(), "letter", "one character is needed"),
    lower: |it| it.to_string()
});

/// A code or source of the library's own.
pub type Words = &'static str;
uniffi::custom_type!(Words, String, { remote, try_lift: |it| Err(only_answered(&it)), lower: |it| it.to_owned() });

uniffi::custom_type!(Roles, Vec<RoleTerm>, {
    remote,
    try_lift: |it| Err(only_answered(&it)),
    lower: |it| it.terms().to_vec()
});

/// Two sightings, in any order.
#[derive(Debug, Clone, uniffi::Record)]
pub struct TwoSightings {
    /// One.
    pub one: SightingRef,
    /// The other.
    pub other: SightingRef,
}

uniffi::custom_type!(SightingPair, TwoSightings, {
    remote,
    try_lift: |it| wrong_value(SightingPair::of(it.one, it.other).ok_or(()), "pair", "name two different sightings"),
    lower: |it| { let [one, other] = it.both(); TwoSightings { one, other } }
});

/// Why something was refused.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Refusal {
    /// Stable, for programs.
    pub code: String,
    /// What is wrong and what to do, in English.
    pub remedy: String,
}

impl Refusal {
    pub(crate) fn of(code: &str, why: &impl Display) -> Self {
        Self { code: code.to_owned(), remedy: why.to_string() }
    }
}

/// What an officer's roles let them do in one area, on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Record)]
pub struct AreaAccess {
    /// The area.
    pub area: Area,
    /// Its records are among the officer's work. For what a screen offers: recording is never refused.
    pub may_write: bool,
    /// The officer reads what others wrote and have finished with.
    pub reads_of_others: bool,
    /// The officer may know that others wrote something, be it only that.
    pub knows_of_others: bool,
    /// The officer answers for the area as a whole.
    pub answers_for: bool,
}
