//! What the desk took back of what a phone told, as that phone is told of it: it goes on counting its own entries otherwise. Why is
//! not told: the desk's words may say where somebody sleeps.

use beatbook_protocol::entry::BootId;
use beatbook_protocol::id::Id;
use serde::{Deserialize, Serialize};

use super::Told;
use super::story::TakenBack;
use super::tents::TentSaid;
use crate::records::encampment::{EncampmentEntry, EncampmentStep, EncampmentTold, EntryAt};
use crate::records::journal::Moment;
use crate::records::tent::{TentEntry, TentStep, TentTold};

/// What phones show in place of why.
const WHY: &str = "at the desk, which shows why";

/// An entry of a phone that the desk took back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskBack {
    /// The phone's entry.
    pub entry: EntryAt,
    /// The desk's, which takes it back.
    pub at: EntryAt,
    /// The officer at the desk.
    pub by: Id,
    /// When, UTC milliseconds.
    pub time: i64,
}

impl DeskBack {
    /// Those among what was taken back that the desk took back.
    pub(super) fn among<'a>(taken_back: impl IntoIterator<Item = (&'a EntryAt, &'a TakenBack)>) -> Vec<Self> {
        let desks = taken_back.into_iter().filter(|(entry, gone)| entry.journal != gone.back.at.journal);
        desks
            .map(|(entry, TakenBack { back, .. })| Self {
                entry: *entry,
                at: back.at,
                by: back.by,
                time: back.time,
            })
            .collect()
    }

    fn moment(&self) -> Moment {
        Moment { wall: self.time, mono: 0, boot: BootId(0) }
    }

    /// As an entry of this encampment.
    #[must_use]
    pub fn told(&self, encampment: Id) -> Told {
        let step = EncampmentStep::TakenBack { entry: self.entry, why: WHY.to_owned() };
        let entry = EncampmentTold { at: self.moment(), time: self.time, step };
        Told {
            at: self.at,
            encampment,
            by: self.by,
            desk: true,
            discreet: false,
            entitled: true,
            entry: EncampmentEntry::Step(Box::new(entry)),
        }
    }

    /// As an entry of this tent.
    #[must_use]
    pub fn said(&self, tent: Id) -> TentSaid {
        let step = TentStep::TakenBack { entry: self.entry, why: WHY.to_owned() };
        let entry = TentTold { at: self.moment(), time: self.time, step };
        TentSaid { at: self.at, tent, by: self.by, desk: true, entry: TentEntry::Step(Box::new(entry)) }
    }
}
