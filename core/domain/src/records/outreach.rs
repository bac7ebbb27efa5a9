//! What the desk tells outreach: services with the places they have free, and nights on which severe-weather provision is on.

use beatbook_protocol::id::Id;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::access::{Area, AreaAudience, Audience};
use crate::records::consult::DutyNumber;
use crate::records::kinds::kinds;
use crate::records::welfare::steps::PlacementKind;

/// What the desk tells outreach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutreachSays {
    /// See [`ServiceTold`].
    Service(ServiceTold),
    /// See [`ColdNight`].
    ColdNight(Box<ColdNight>),
    /// See [`ColdOffered`].
    ColdOffered(ColdOffered),
    /// See [`ColdEnded`].
    ColdEnded(ColdEnded),
    /// See [`DutyNumberSet`].
    Duty(DutyNumberSet),
}

kinds!(OutreachSays {
    "service_told" => Service,
    "cold_night" => ColdNight,
    "cold_offered" => ColdOffered,
    "cold_ended" => ColdEnded,
    "duty_number_set" => Duty,
});

impl OutreachSays {
    /// Whose phones get it. A number of a night, and its end, are for everybody who reads for a team.
    #[must_use]
    pub fn audience(&self) -> Audience {
        match self {
            // Whoever offers help on the street has to know where there is room, and whom to ring.
            Self::Service(_) | Self::Duty(_) => Audience::Everyone,
            Self::ColdNight(night) => night.audience(),
            Self::ColdOffered(_) | Self::ColdEnded(_) => Audience::Area(AreaAudience::of(Area::Welfare)),
        }
    }

    /// Whether its header hides what it is.
    #[must_use]
    pub fn is_coarse(&self) -> bool {
        !matches!(self, Self::Service(_) | Self::Duty(_))
    }
}

/// The number to ring about records of which somebody may know no more than that they are there, and about a child. It names
/// nobody, and is for every phone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DutyNumberSet {
    /// Whose records, as officers' teams are spelled; empty: of all teams without a number of their own.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub team: String,
    /// The number; absent when it is taken back.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub number: Option<DutyNumber>,
    /// Who says so.
    pub by: Id,
    /// When, by the server's clock, UTC milliseconds.
    pub at: i64,
}

/// A service that takes people in, as it was told last. It names nobody, and is for every phone: whoever offers help on the
/// street has to know where there is room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceTold {
    /// What it is called.
    pub name: String,
    /// What kind of placement it is.
    pub kind: PlacementKind,
    /// All places.
    pub places: u32,
    /// Those that are free.
    pub free: u32,
    /// When that was so, UTC milliseconds by the server's clock.
    pub at: i64,
    /// Whom it takes, in words; empty: everybody.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub takes: String,
    /// It takes nobody in any more, and is in no list.
    #[serde(skip_serializing_if = "core::ops::Not::not", default)]
    pub ended: bool,
}

/// A place where people were last seen who sleep rough.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColdPlace {
    /// Its number this night, the same for all teams.
    pub number: u16,
    /// A square of 100 m of the National Grid, or the code of a ward, as this team may know it.
    pub place: String,
    /// How many people.
    pub people: u32,
    /// The local day on which the last of them was seen.
    pub last: Date,
}

/// Severe-weather provision is on: where people were last seen, for one team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColdNight {
    /// The night, and its entries' record.
    pub night: Id,
    /// From when, UTC milliseconds.
    pub from: i64,
    /// Until when: then it is gone from phones and server.
    pub until: i64,
    /// The team; absent: for the desk alone, with every square.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub team: Option<String>,
    /// Places, by their numbers.
    pub places: Vec<ColdPlace>,
}

/// Somebody was offered a bed at a place of the night.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColdOffered {
    /// The night.
    pub night: Id,
    /// The place's number.
    pub number: u16,
    /// Who offered: that phone knows already.
    pub by: Id,
    /// To how many people.
    pub people: u32,
    /// To how many besides to whom others had offered one before, and this officer had not: that phone counts them no second
    /// time. Who offers somebody a bed again is told of no more.
    #[serde(skip_serializing_if = "super::is_zero", default)]
    pub again: u32,
}

/// The night is over: what it came to, in numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColdEnded {
    /// The night.
    pub night: Id,
    /// From when, UTC milliseconds.
    pub from: i64,
    /// Until when.
    pub until: i64,
    /// Places that were listed.
    pub places: u32,
    /// People who were.
    pub people: u32,
    /// To how many of them a bed was offered, as far as the server knew by then.
    pub offered: u32,
}

impl ColdNight {
    /// Whom it is for.
    #[must_use]
    pub fn audience(&self) -> Audience {
        match &self.team {
            Some(team) => {
                Audience::Area(AreaAudience { area: Area::Welfare, officer: None, team: Some(team.clone()) })
            }
            None => Audience::Desk,
        }
    }
}
