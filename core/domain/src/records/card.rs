//! A briefing card of a zone: who the beat officer is, what comes first there, what to do and what not to, and how often
//! which behaviour was seen lately. Written by the server alone; no phone's entry changes one.
//!
//! A card is for every phone of the authority, so nothing may stand on it that one of them may not have. What was seen lately
//! is for those who read what others enforce.

use beatbook_protocol::id::Id;
use beatbook_protocol::limits::NAME_MAX;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::access::{Area, AreaAudience, Audience};
use crate::cards::breaches::ZoneBreaches;
use crate::records::kinds::kinds;
use crate::records::seen::{BadText, said};
use crate::zone::ZoneKind;

/// Most priorities of a card: a ward's quarterly survey gives three (002 ¶3.9).
pub const PRIORITIES_MAX: usize = 3;
/// Most lines of what to do, and of what not to do.
pub const LINES_MAX: usize = 10;
/// Longest words of a priority and longest line, characters.
pub const LINE_MAX: usize = 200;
/// Longest words of what was done about a priority, characters.
pub const DID_MAX: usize = 1_000;

/// A priority of the zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardPriority {
    /// Its code in this zone, by which engagements name what they serve.
    pub code: String,
    /// What people want to be looked after.
    pub words: String,
    /// The quarter or survey it comes from.
    pub source: String,
    /// First local day.
    pub from: Date,
    /// Last local day; absent while open-ended.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub until: Option<Date>,
}

/// Which plan stands behind a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanKind {
    /// A problem management plan.
    Pmp,
    /// A nomination of the National Intelligence Model's tasking meeting.
    Nim,
}

impl PlanKind {
    /// Its word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Pmp => "pmp",
            Self::Nim => "nim",
        }
    }
}

/// The plan behind a card, and when it is looked at again: monthly (002 ¶3.5, 004 ¶15ii).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardPlan {
    /// Which.
    pub kind: PlanKind,
    /// Its own reference.
    pub reference: String,
    /// The local day of the next review.
    pub review: Date,
}

/// A card as the desk set it; a later one of the same zone replaces it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardSet {
    /// The zone's card, and its entries' record.
    pub card: Id,
    /// The zone's code.
    pub zone: String,
    /// When it was set, UTC milliseconds.
    pub at: i64,
    /// The team that keeps it, as officers' teams are spelled.
    pub team: String,
    /// The named beat officer.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub officer: Option<Id>,
    /// What comes first, at most [`PRIORITIES_MAX`].
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub priorities: Vec<CardPriority>,
    /// The plan behind it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub plan: Option<CardPlan>,
    /// What to do: where to stand, when, what to look for.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub todo: Vec<String>,
    /// What not to do, and hazards that everybody knows.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub avoid: Vec<String>,
    /// Days over which breaches are counted.
    pub breach_days: u16,
    /// First local day.
    pub from: Date,
    /// Last local day; absent while open-ended.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub until: Option<Date>,
    /// Who set it.
    pub by: Id,
}

/// The zone has no card any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardWithdrawn {
    /// The card.
    pub card: Id,
    /// The zone's code.
    pub zone: String,
    /// When, UTC milliseconds.
    pub at: i64,
    /// Why.
    pub why: String,
    /// Who withdrew it.
    pub by: Id,
}

/// "You said, we did": what was done about a priority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriorityClosed {
    /// The card.
    pub card: Id,
    /// The zone's code.
    pub zone: String,
    /// When it was written down, UTC milliseconds.
    pub at: i64,
    /// The priority's code.
    pub priority: String,
    /// What was done.
    pub did: String,
    /// The local day on which it was.
    pub on: Date,
    /// Who says so.
    pub by: Id,
}

/// How often which behaviour was seen lately, of all zones that have a card; the newest replaces those before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardBreaches {
    /// Until when it was counted, UTC milliseconds. Entries with the same are one publication in parts.
    pub as_at: i64,
    /// Zone by zone, by their codes.
    pub zones: Vec<ZoneBreaches>,
}

impl CardBreaches {
    /// The newest publication whole, from all parts of all publications in the order of the journal.
    #[must_use]
    pub fn newest(parts: impl IntoIterator<Item = Self>) -> Option<Self> {
        parts.into_iter().fold(None, |newest: Option<Self>, part| match newest {
            Some(mut newest) if newest.as_at == part.as_at => {
                newest.zones.extend(part.zones);
                Some(newest)
            }
            _ => Some(part),
        })
    }
}

/// An entry of the server's journal about cards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CardEntry {
    /// See [`CardSet`].
    Set(Box<CardSet>),
    /// See [`CardWithdrawn`].
    Withdrawn(CardWithdrawn),
    /// See [`PriorityClosed`].
    Closed(PriorityClosed),
    /// See [`CardBreaches`].
    Breaches(CardBreaches),
}

kinds!(CardEntry {
    "card_set" => Set,
    "card_withdrawn" => Withdrawn,
    "card_priority_closed" => Closed,
    "card_breaches" => Breaches,
});

impl CardEntry {
    /// Whose phones get the body.
    #[must_use]
    pub fn audience(&self) -> Audience {
        match self {
            Self::Set(_) | Self::Withdrawn(_) | Self::Closed(_) => Audience::Everyone,
            Self::Breaches(_) => Audience::Area(AreaAudience::of(Area::Enforcement)),
        }
    }
}

/// Why a card is not well formed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CardForm {
    /// A zone of a kind that has no card.
    #[error(
        "only wards, hotspots and areas of orders have a card: where a count or an exclusion is, no card may tell"
    )]
    ZoneKind,
    /// A text is empty, too long or no plain text.
    #[error(
        "{0} is empty, too long or has characters that are no text: write at most 200 characters, of what was done 1,000"
    )]
    Text(&'static str),
    /// More than three priorities.
    #[error("a card has at most {PRIORITIES_MAX} priorities: leave out what comes last")]
    Priorities,
    /// One code twice.
    #[error("two priorities have the same code: give each its own")]
    SamePriority,
    /// Too many lines.
    #[error(
        "a card has at most {LINES_MAX} lines of what to do and {LINES_MAX} of what not to: leave some out"
    )]
    Lines,
    /// It ends before it begins.
    #[error("the last day is before the first: look at both")]
    Until,
    /// Its last day is past.
    #[error("the card's last day is past: say until when it holds, or leave that out")]
    Over,
    /// The review is past.
    #[error("the day of the next review is past: say when the plan is looked at next")]
    Review,
    /// Days of breaches.
    #[error("breaches are counted over 7 to 92 days: choose a number of days between")]
    BreachDays,
    /// Nothing is on it.
    #[error("nothing is on the card: name an officer, a priority, a plan or what to do")]
    Empty,
}

impl CardForm {
    /// A stable name for scripts and tests.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::ZoneKind => "card_zone_kind",
            Self::Text(_) => "card_text",
            Self::Priorities => "card_priorities",
            Self::SamePriority => "card_same_priority",
            Self::Lines => "card_lines",
            Self::Until => "card_until",
            Self::Over => "card_over",
            Self::Review => "card_review",
            Self::BreachDays => "card_breach_days",
            Self::Empty => "card_empty",
        }
    }
}

impl From<BadText> for CardForm {
    fn from(bad: BadText) -> Self {
        Self::Text(bad.field)
    }
}

/// Whether zones of this kind may have a card. A count's sectors never: a card would tell where one is.
#[must_use]
pub fn may_have_card(kind: ZoneKind) -> bool {
    match kind {
        ZoneKind::Ward | ZoneKind::Hotspot | ZoneKind::PspoArea => true,
        ZoneKind::PremisesExclusion | ZoneKind::CountSector => false,
    }
}

/// A text of one line that must say something.
fn line(field: &'static str, text: &str, most: usize) -> Result<(), CardForm> {
    said(field, text, most)?;
    if text.chars().any(char::is_control) { Err(CardForm::Text(field)) } else { Ok(()) }
}

fn days(from: Date, until: Option<Date>) -> Result<(), CardForm> {
    if until.is_some_and(|until| until < from) { Err(CardForm::Until) } else { Ok(()) }
}

/// Whether two codes name the same priority: so engagements name it, too.
pub(crate) fn is_same_code(one: &str, other: &str) -> bool {
    one.trim().eq_ignore_ascii_case(other.trim())
}

impl CardPriority {
    /// Whether it counts on a local day.
    #[must_use]
    pub fn holds_on(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }

    /// Whether somebody means this priority by a code: one is the same whatever its capitals, and blanks around it.
    #[must_use]
    pub fn is_coded(&self, code: &str) -> bool {
        is_same_code(&self.code, code)
    }

    fn check(&self) -> Result<(), CardForm> {
        line("the priority's code", &self.code, NAME_MAX)?;
        line("the priority", &self.words, LINE_MAX)?;
        line("the priority's source", &self.source, NAME_MAX)?;
        days(self.from, self.until)
    }
}

impl CardSet {
    /// Whether it can be set on a local day.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn check(&self, today: Date) -> Result<(), CardForm> {
        line("the zone", &self.zone, NAME_MAX)?;
        line("the team", &self.team, NAME_MAX)?;
        if self.priorities.len() > PRIORITIES_MAX {
            return Err(CardForm::Priorities);
        }
        for (number, one) in self.priorities.iter().enumerate() {
            one.check()?;
            if self.priorities.iter().take(number).any(|other| other.is_coded(&one.code)) {
                return Err(CardForm::SamePriority);
            }
        }
        if self.todo.len() > LINES_MAX || self.avoid.len() > LINES_MAX {
            return Err(CardForm::Lines);
        }
        self.todo.iter().try_for_each(|one| line("a line of what to do", one, LINE_MAX))?;
        self.avoid.iter().try_for_each(|one| line("a line of what not to do", one, LINE_MAX))?;
        days(self.from, self.until)?;
        if self.until.is_some_and(|until| until < today) {
            return Err(CardForm::Over);
        }
        if let Some(plan) = &self.plan {
            line("the plan's reference", &plan.reference, NAME_MAX)?;
            if plan.review < today {
                return Err(CardForm::Review);
            }
        }
        let (least, most) = crate::cards::policy().breach_days_between;
        if !(least..=most).contains(&self.breach_days) {
            return Err(CardForm::BreachDays);
        }
        let lines = self.todo.len() + self.avoid.len() + self.priorities.len();
        if lines == 0 && self.officer.is_none() && self.plan.is_none() {
            return Err(CardForm::Empty);
        }
        Ok(())
    }
}

impl CardWithdrawn {
    /// Whether it can be written down.
    ///
    /// # Errors
    /// [`CardForm::Text`].
    pub fn check(&self) -> Result<(), CardForm> {
        line("the reason", &self.why, LINE_MAX)
    }
}

impl PriorityClosed {
    /// Whether it can be written down.
    ///
    /// # Errors
    /// [`CardForm::Text`].
    pub fn check(&self) -> Result<(), CardForm> {
        line("what was done", &self.did, DID_MAX)
    }
}
