//! Types of `beatbook_device::cards`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// What was seen lately.
#[uniffi::remote(Enum)]
pub enum BreachesView {
    /// The officer's roles do not read what others enforce.
    NotForRoles,
    /// The server has not told of this zone yet.
    NotCounted,
    /// This.
    Counted {
        /// The numbers.
        told: ZoneBreaches,
        /// Until when it was counted, UTC milliseconds.
        as_at: i64,
        /// So old that it is to be said loudly.
        stale: bool,
    },
}

/// How old what the phone knows of cards is.
#[uniffi::remote(Record)]
pub struct CardAge {
    /// Server time of the last exchange, UTC milliseconds.
    #[uniffi(default = None)]
    pub synced: Option<i64>,
    /// Milliseconds since then, by legal time; absent while nobody knows the time.
    #[uniffi(default = None)]
    pub age: Option<i64>,
    /// So old, or of unknown age, that it is to be said loudly.
    pub stale: bool,
}

/// The answer about one zone.
#[uniffi::remote(Record)]
pub struct CardAnswer {
    /// The zone of the code, if one that may have a card is in force by the newest zones here.
    #[uniffi(default = None)]
    pub zone: Option<ZoneName>,
    /// Its card, if it has one today.
    #[uniffi(default = None)]
    pub card: Option<Box<CardView>>,
    /// How old what the phone knows is.
    pub age: CardAge,
}

/// A zone that has a card today.
#[uniffi::remote(Record)]
pub struct CardLine {
    /// The zone.
    pub zone: ZoneName,
    /// Last local day of the card.
    #[uniffi(default = None)]
    pub until: Option<Date>,
    /// The plan's next review is past.
    pub review_overdue: bool,
}

/// All zones that have a card today.
#[uniffi::remote(Record)]
pub struct CardList {
    /// By their codes.
    #[uniffi(default = [])]
    pub cards: Vec<CardLine>,
    /// How old what the phone knows is.
    pub age: CardAge,
}

/// The card of a zone as this phone knows it.
#[uniffi::remote(Record)]
pub struct CardView {
    /// The zone.
    pub zone: ZoneName,
    /// As the desk set it.
    pub set: CardSet,
    /// Code and name of the named beat officer, if there is one.
    #[uniffi(default = None)]
    pub officer: Option<OfficerNamePair>,
    /// Priorities that count today.
    #[uniffi(default = [])]
    pub priorities: Vec<PriorityView>,
    /// The plan's next review is past.
    pub review_overdue: bool,
    /// What was seen lately.
    pub breaches: BreachesView,
    /// The officer's tasks in the zone that are still to be done; none that is sensitive, and none of welfare.
    #[uniffi(default = [])]
    pub tasks: Vec<TaskView>,
    /// Conditions in force today in the zone or a part of it.
    #[uniffi(default = [])]
    pub orders: Vec<ZoneCondition>,
    /// How old all this is.
    pub age: CardAge,
}

/// The answer about a place.
#[uniffi::remote(Record)]
pub struct CardsHere {
    /// Zones there that may have a card.
    #[uniffi(default = [])]
    pub zones: Vec<ZoneName>,
    /// Cards of those that have one today.
    #[uniffi(default = [])]
    pub cards: Vec<CardView>,
    /// How old what the phone knows is.
    pub age: CardAge,
}

/// A priority, and what was done about it.
#[uniffi::remote(Record)]
pub struct PriorityView {
    /// The priority.
    pub priority: CardPriority,
    /// What was done, once it was.
    #[uniffi(default = None)]
    pub done: Option<PriorityClosed>,
}
