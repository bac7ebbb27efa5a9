//! What the server tells phones of dangers of a place: exactly to the team that found one, to others who may read its
//! records the square or the ward that is shown of the place, and to nobody who enforces.
//!
//! A later word on the same danger replaces an earlier one. What is over is given to nobody any more.

use beatbook_protocol::id::Id;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::access::{Area, AreaAudience, Audience};
use crate::records::journal::Basis;
use crate::records::kinds::kinds;
use crate::records::seen::KeptPlace;
use crate::records::welfare::steps::Hazard;
use crate::welfare::cell::Cell;
use crate::welfare::shown::Shown;

/// Whom one is told to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HazardFor {
    /// The team that found it, as officers' teams are spelled.
    Team(String),
    /// Those who read the whole service's records.
    Whole,
    /// Every team of the service: whoever found it is of none.
    Service,
}

/// Where, as far as they are told.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HazardPlace {
    /// Exactly.
    Exact(KeptPlace),
    /// In this square of 100 m.
    Cell(Cell),
    /// In the ward of this code.
    Ward(String),
    /// Nobody knows, or it may not be told.
    Unknown,
}

/// A danger of a place as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HazardTold {
    /// The danger.
    pub hazard: Id,
    /// What kind.
    pub kind: Hazard,
    /// In words.
    pub text: String,
    /// On what it rests.
    pub basis: Basis,
    /// Who says so.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub source: Option<String>,
    /// Where.
    pub place: HazardPlace,
    /// Local day on which it was last seen.
    pub seen: Date,
    /// Last local day on which it is shown.
    pub until: Date,
    /// What was told of it last.
    pub rests_on: Id,
    /// The record in which it was told first: it is kept as long as that.
    pub from_record: Id,
    /// Whom this is for.
    pub for_whom: HazardFor,
}

/// Why one is over before its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HazardEnd {
    /// Somebody looked, and it was gone.
    Gone,
    /// What told of it is erased.
    TakenBack,
}

/// A danger of a place is over. Nothing of what it was is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HazardEnded {
    /// The danger.
    pub hazard: Id,
    /// Why.
    pub why: HazardEnd,
    /// Local day on which that was seen or done.
    pub on: Date,
    /// Until when it would have been shown.
    pub until: Date,
    /// What was told of it last.
    pub rests_on: Id,
    /// The record in which it was told first.
    pub from_record: Id,
    /// Those who were told of it.
    pub for_whom: HazardFor,
}

/// What the server's journal says of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HazardEntry {
    /// See [`HazardTold`].
    Told(Box<HazardTold>),
    /// See [`HazardEnded`].
    Ended(HazardEnded),
}

kinds!(HazardEntry {
    "hazard_told" => Told,
    "hazard_ended" => Ended,
});

impl HazardEntry {
    /// The danger.
    #[must_use]
    pub fn hazard(&self) -> Id {
        match self {
            Self::Told(told) => told.hazard,
            Self::Ended(ended) => ended.hazard,
        }
    }

    /// The record in which it was told first.
    #[must_use]
    pub fn from_record(&self) -> Id {
        match self {
            Self::Told(told) => told.from_record,
            Self::Ended(ended) => ended.from_record,
        }
    }

    /// What was told of it last.
    #[must_use]
    pub fn rests_on(&self) -> Id {
        match self {
            Self::Told(told) => told.rests_on,
            Self::Ended(ended) => ended.rests_on,
        }
    }

    /// Last local day on which it is shown, or would have been.
    #[must_use]
    pub fn until(&self) -> Date {
        match self {
            Self::Told(told) => told.until,
            Self::Ended(ended) => ended.until,
        }
    }

    /// Whom this is for.
    #[must_use]
    pub fn for_whom(&self) -> &HazardFor {
        match self {
            Self::Told(told) => &told.for_whom,
            Self::Ended(ended) => &ended.for_whom,
        }
    }

    /// Whose phones get the body, and until when.
    #[must_use]
    pub fn audience(&self) -> Audience {
        let whom = match self.for_whom() {
            HazardFor::Team(team) => {
                Audience::Area(AreaAudience { team: Some(team.clone()), ..AreaAudience::of(Area::Welfare) })
            }
            HazardFor::Whole => Audience::Whole(Area::Welfare),
            HazardFor::Service => Audience::Area(AreaAudience::of(Area::Welfare)),
        };
        whom.until(self.until())
    }
}

impl From<Shown> for HazardPlace {
    fn from(shown: Shown) -> Self {
        match shown {
            Shown::Cell(cell) => Self::Cell(cell),
            Shown::Ward(ward) => Self::Ward(ward),
            Shown::Nothing => Self::Unknown,
        }
    }
}
