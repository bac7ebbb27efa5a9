//! Whether a record's body may go: one question for every kind.

use beatbook_protocol::id::Id;
use jiff::civil::Date;

use super::table::{KeepingKind, KeepingTable};
use crate::register::BucketKind;

/// What is known of a record, as far as its keeping time depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Facts {
    /// Which time it has; absent: none is known for it.
    pub kind: Option<KeepingKind>,
    /// The local day from which it runs, by the server's stamps; absent: nobody knows.
    pub since: Option<Date>,
    /// Something about it that is not over.
    pub open: Option<Open>,
    /// Whether a child is in it, and when born, if that is known: it is kept to an age as well.
    pub child: Option<Option<Date>>,
}

/// What is not over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Open {
    /// A notice in a bucket in which something is still to happen.
    Notice(BucketKind),
    /// Representations without an answer.
    Representations,
    /// A second look that nobody has ended.
    Review,
    /// Something for the lawyers to stop.
    LegalTask,
    /// Money to be given back.
    Refund,
    /// An appeal without a decision.
    Appeal,
    /// An unnumbered draft nobody has decided about.
    Draft,
    /// An encounter of which a notice is kept.
    HasNotice,
    /// A warning or notice that another one names which is kept, or an encounter that it names as an earlier offer of help.
    RestedOn,
    /// It takes back consent, or ends a placement, of which another record that is still here tells.
    TakesBack,
    /// A record of a case that is not closed.
    InCase,
    /// A patrol that is not signed off, or whose hours are not derived from all of its track.
    NotDerived,
    /// A patrol whose track is kept.
    HasTrack,
    /// A count whose return is not sent.
    NotSubmitted,
    /// An encampment people live in.
    NotVacated,
    /// A visit to premises of which goods are held.
    ItemHeld,
    /// A case or welfare record that is not closed.
    NotClosed,
    /// A day on which somebody comes again, or until which the check asks to wait.
    ToCome(Date),
}

impl Open {
    /// A stable name for scripts and tests.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Notice(bucket) => bucket.code(),
            Self::Representations => "representations",
            Self::Review => "review",
            Self::LegalTask => "legal_task",
            Self::Refund => "refund",
            Self::Appeal => "appeal",
            Self::Draft => "draft",
            Self::HasNotice => "has_notice",
            Self::RestedOn => "rested_on",
            Self::TakesBack => "takes_back",
            Self::InCase => "in_case",
            Self::NotDerived => "not_derived",
            Self::HasTrack => "has_track",
            Self::NotSubmitted => "not_submitted",
            Self::NotVacated => "not_vacated",
            Self::ItemHeld => "item_held",
            Self::NotClosed => "not_closed",
            Self::ToCome(_) => "to_come",
        }
    }

    /// What it is, and what to do about it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::NotClosed => "it is not closed: whoever keeps it, or leads it, closes it first",
            Self::ToCome(_) => {
                "a visit or a day it asks to wait for is still to come: have the visit answered, or wait for the day"
            }
            Self::InCase => "it belongs to a case that is not closed: unlink it, or close the case",
            Self::HasNotice | Self::RestedOn => "a notice rests on it: that goes first",
            Self::TakesBack => {
                "it takes back consent, or ends a placement, of another record that is still here and would hold again: that goes first"
            }
            Self::ItemHeld => "goods of it are held: say first what became of them",
            Self::NotDerived | Self::HasTrack => {
                "the patrol's hours are not derived, or its track is here: they go first"
            }
            Self::NotSubmitted => "the count's return is not sent: submit it first",
            Self::NotVacated => "people may live there still: tell first that it was vacated",
            Self::Draft => "nobody has decided about the draft: post or drop it first",
            Self::Refund => "money is to be given back: pay it first",
            Self::Notice(_) | Self::Representations | Self::Review | Self::LegalTask | Self::Appeal => {
                "something is still to be decided about it: `notice show` says what; decide that first"
            }
        }
    }
}

/// Whether a record's body goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// It stays.
    Keep(Why),
    /// Its time is over.
    EraseBody {
        /// Which time.
        why: KeepingKind,
        /// Since which day it ran.
        since: Date,
        /// Its last day.
        until: Date,
    },
}

/// Why a record stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It is under this hold.
    Held(Id),
    /// Nothing says how long such a record is kept.
    UnknownKind,
    /// Something about it is not over.
    Open(Open),
    /// Nobody knows since when.
    NoStamp,
    /// Its time runs to the end of this day.
    Until(Date),
    /// Its time ends beyond the calendar.
    Endless,
}

/// Whether a record's body may go on a day. `holds` are those on this record.
#[must_use]
pub fn due(facts: &Facts, table: &KeepingTable, today: Date, holds: &[Id]) -> Due {
    if let Some(hold) = holds.first() {
        return Due::Keep(Why::Held(*hold));
    }
    if let Some(open) = facts.open {
        return Due::Keep(Why::Open(open));
    }
    let Some((kind, keep)) = facts.kind.and_then(|kind| Some((kind, table.keep(kind, today)?))) else {
        return Due::Keep(Why::UnknownKind);
    };
    let Some(since) = facts.since else { return Due::Keep(Why::NoStamp) };
    let Some(mut until) = keep.until(since, None) else { return Due::Keep(Why::Endless) };
    if let Some(born) = facts.child {
        let longer =
            table.keep(KeepingKind::SafeguardingChild, today).and_then(|keep| keep.until(since, born));
        let Some(longer) = longer else { return Due::Keep(Why::Endless) };
        until = until.max(longer);
    }
    if today <= until { Due::Keep(Why::Until(until)) } else { Due::EraseBody { why: kind, since, until } }
}
