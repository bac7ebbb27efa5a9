//! Dangers of a place for those who come (rules of the field 10): told in a welfare record, seen again, gone, and over by
//! themselves. They are about the place, never about a person.
//!
//! The fold is the same whatever came first: what happened last counts, and in doubt it is there.

use std::collections::BTreeMap;

use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::fence::metres_between;
use crate::geometry::Vertex;
use crate::law::missing::Missing;
use crate::records::hazard::HazardPlace;
use crate::records::journal::Basis;
use crate::records::seen::KeptPlace;
use crate::records::welfare::steps::{CareStep, Hazard};
use crate::records::welfare::{WelfareEntry, WelfareStep};
use crate::welfare::cell::Cell;
use crate::welfare::grid::GridPoint;

const SOURCE: &str = "rules of the field 10: site hazards";

/// What is missing before violence may be told of: a fact, not an opinion or hearsay, and who says so.
#[must_use]
pub fn missing_of(hazard: Hazard, basis: Basis, source: Option<&str>) -> Vec<Missing> {
    let mut missing = Vec::new();
    if hazard != Hazard::Violence {
        return missing;
    }
    if basis != Basis::Fact {
        let remedy = "Say what happened at this place as a fact: an opinion or hearsay follows everybody who lives there.";
        missing.push(Missing::new("hazard_fact", remedy, SOURCE));
    }
    if source.is_none_or(|source| source.trim().is_empty()) {
        missing.push(Missing::new(
            "hazard_source",
            "Say who says so: your own eyes, a service, a log number.",
            SOURCE,
        ));
    }
    missing
}

/// The id of a danger, and of every word on it: the same wherever it is worked out, from the entry that tells of it.
#[must_use]
pub fn hazard_id(notebook: Id, seq: u64) -> Id {
    let hash = Hash::of(&[b"beatbook-hazard-1", notebook.as_bytes(), &seq.to_be_bytes()]);
    let mut bytes = [0; 16];
    for (byte, from) in bytes.iter_mut().zip(hash.as_bytes()) {
        *byte = *from;
    }
    // A version 8 id: its bits are its maker's own, and tell no time.
    let [_, _, _, _, _, _, version, _, variant, ..] = &mut bytes;
    *version = *version & 0x0f | 0x80;
    *variant = *variant & 0x3f | 0x80;
    Id::from_bytes(bytes)
}

/// An entry's place, and when what it tells happened (UTC milliseconds).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SaidAt {
    /// When.
    pub time: i64,
    /// Whose notebook.
    pub notebook: Id,
    /// The entry.
    pub seq: u64,
}

/// A danger as it was told of first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HazardNoted {
    /// What kind.
    pub kind: Hazard,
    /// In words.
    pub text: String,
    /// On what it rests.
    pub basis: Basis,
    /// Who says so.
    pub source: Option<String>,
    /// Where the record was begun.
    pub place: Option<KeptPlace>,
}

/// What an entry says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HazardWord {
    /// There is one.
    Noted(HazardNoted),
    /// It is still there.
    Again(Id),
    /// It is gone.
    Gone(Id),
}

/// A word on a danger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HazardSaid {
    /// Which entry, and when.
    pub at: SaidAt,
    /// Of which record.
    pub record: Id,
    /// What.
    pub word: HazardWord,
}

impl HazardSaid {
    /// What a step says of dangers, if it does. `place` is that of its record.
    #[must_use]
    pub fn of(
        entry: &WelfareEntry,
        (notebook, seq): (Id, u64),
        record: Id,
        place: Option<KeptPlace>,
    ) -> Option<Self> {
        let WelfareEntry::Step(WelfareStep { at, time, step, .. }) = entry else { return None };
        let word = match step {
            CareStep::Hazard { hazard, text, basis, source } => HazardWord::Noted(HazardNoted {
                kind: *hazard,
                text: text.clone(),
                basis: *basis,
                source: source.clone(),
                place,
            }),
            CareStep::HazardSeen { hazard, gone: false } => HazardWord::Again(*hazard),
            CareStep::HazardSeen { hazard, gone: true } => HazardWord::Gone(*hazard),
            _ => return None,
        };
        Some(Self { at: SaidAt { time: time.unwrap_or(at.wall), notebook, seq }, record, word })
    }

    fn id(&self) -> Id {
        match self.word {
            HazardWord::Noted(_) => hazard_id(self.at.notebook, self.at.seq),
            HazardWord::Again(hazard) | HazardWord::Gone(hazard) => hazard,
        }
    }
}

/// A danger as all words on it tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HazardNow {
    /// What it is.
    pub noted: HazardNoted,
    /// Where it was told of first.
    pub first: SaidAt,
    /// The record in which it was.
    pub record: Id,
    /// When it was last seen.
    pub seen: i64,
    /// When it was found gone, if it has not been seen since.
    pub gone: Option<i64>,
    /// The last word on it, as an id.
    pub rests_on: Id,
}

/// All dangers that are told of, by id. Words on one that nobody told of, or whose beginning is erased, say nothing.
#[must_use]
pub fn fold(said: &[HazardSaid]) -> BTreeMap<Id, HazardNow> {
    let mut words: Vec<&HazardSaid> = said.iter().collect();
    // Whoever says that it is gone knew of it: its telling comes first, whatever that phone's clock said.
    words.sort_by_key(|one| (!matches!(one.word, HazardWord::Noted(_)), one.at));
    let mut all: BTreeMap<Id, HazardNow> = BTreeMap::new();
    for one in words {
        let rests_on = hazard_id(one.at.notebook, one.at.seq);
        match &one.word {
            HazardWord::Noted(noted) => {
                let (noted, first, seen) = (noted.clone(), one.at, one.at.time);
                all.entry(one.id()).or_insert(HazardNow {
                    noted,
                    first,
                    record: one.record,
                    seen,
                    gone: None,
                    rests_on,
                });
            }
            HazardWord::Again(hazard) => {
                if let Some(now) = all.get_mut(hazard) {
                    (now.seen, now.gone, now.rests_on) = (now.seen.max(one.at.time), None, rests_on);
                }
            }
            HazardWord::Gone(hazard) => {
                if let Some(now) = all.get_mut(hazard) {
                    (now.gone, now.rests_on) = (Some(one.at.time), rests_on);
                }
            }
        }
    }
    all
}

/// The last local day on which one is shown that was last seen on a day.
#[must_use]
pub fn shown_until(seen: Date, days: u32) -> Date {
    seen.saturating_add(i64::from(days).days())
}

/// How near a danger is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Near {
    /// So many metres, or so many to the nearest corner or side of its square.
    Metres(u32),
    /// Somewhere in the ward.
    InWard,
}

/// How near a danger is to a place, if it is within so many metres, or may be: the place's own accuracy is taken off.
/// `ward` is the code of the ward at the place.
#[must_use]
pub fn near(place: &HazardPlace, here: KeptPlace, ward: Option<&str>, metres: u32) -> Option<Near> {
    let away = match place {
        HazardPlace::Exact(at) => {
            let vertex = |place: KeptPlace| Vertex { lon: place.lon, lat: place.lat };
            metres_between(vertex(here), vertex(*at)) as u32
        }
        HazardPlace::Cell(cell) => from_cell(*cell, here)?,
        HazardPlace::Ward(code) => return (ward == Some(code)).then_some(Near::InWard),
        HazardPlace::Unknown => return None,
    };
    let accuracy = u32::from(here.accuracy.unwrap_or(0)).div_ceil(10);
    (away.saturating_sub(accuracy) <= metres).then_some(Near::Metres(away))
}

/// Metres to the nearest point of a square; absent off the grid.
fn from_cell(cell: Cell, here: KeptPlace) -> Option<u32> {
    /// Side of a square, metres.
    const SIDE: u32 = 100;
    let (here, corner) = (GridPoint::of(here).ok()?, cell.reference().corner());
    let beyond = |at: u32, from: u32| from.saturating_sub(at).max(at.saturating_sub(from + SIDE));
    let (east, north) =
        (beyond(here.easting(), corner.easting()), beyond(here.northing(), corner.northing()));
    Some((u64::from(east).pow(2) + u64::from(north).pow(2)).isqrt() as u32)
}

#[cfg(test)]
mod tests;
