//! An officer's own hours: asked by the officer's notebook, answered for that officer and nobody else.
//!
//! `POST /v1/hours` with [`HoursRequest`]; every answer is a [`HoursAnswer`]. Nothing is stored on either side but the
//! server's access log.

use minicbor::{Decode, Encode};

use crate::id::Id;
use crate::limits::{HOURS_PERIOD_MAX_MS, HOURS_ZONES_MAX, NAME_MAX};
use crate::sync::{Problem, ProblemCode};

/// The path on which an officer's own hours are asked for.
pub const HOURS_PATH: &str = "/v1/hours";

/// What a notebook asks of its own officer's hours.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct HoursRequest {
    /// Protocol versions the phone speaks.
    #[n(0)]
    pub versions: Vec<u16>,
    /// The notebook; the token's.
    #[n(1)]
    pub notebook: Id,
    /// First instant of the period, UTC milliseconds.
    #[n(2)]
    pub from: i64,
    /// First instant after it, UTC milliseconds.
    #[n(3)]
    pub to: i64,
    /// Codes of the zones asked for; empty for every zone the officer's time says anything of.
    #[n(4)]
    pub zones: Vec<String>,
}

impl HoursRequest {
    /// The first limit a request breaks, if any.
    ///
    /// # Errors
    /// [`ProblemCode::Period`] for one that is empty or longer than [`HOURS_PERIOD_MAX_MS`];
    /// [`ProblemCode::Malformed`] for more zones, or longer codes, than there may be.
    pub fn check(&self) -> Result<(), ProblemCode> {
        let length = self.to.checked_sub(self.from).unwrap_or(i64::MAX);
        if !(1..=HOURS_PERIOD_MAX_MS).contains(&length) {
            return Err(ProblemCode::Period);
        }
        let sound = self.zones.len() <= HOURS_ZONES_MAX
            && self.zones.iter().all(|code| code.chars().count() <= NAME_MAX);
        if sound { Ok(()) } else { Err(ProblemCode::Malformed) }
    }
}

/// The officer's time in one zone, milliseconds.
#[derive(Debug, Clone, PartialEq, Eq, Default, Encode, Decode)]
#[cbor(map)]
pub struct ZoneHours {
    /// The zone's code.
    #[n(0)]
    pub code: String,
    /// Its name.
    #[n(1)]
    pub name: String,
    /// Inside, on foot.
    #[n(2)]
    pub foot: i64,
    /// Inside, on a cycle.
    #[n(3)]
    pub cycle: i64,
    /// Inside, in a vehicle.
    #[n(4)]
    pub vehicle: i64,
    /// Certainly inside, in every mode: the lower bound.
    #[n(5)]
    pub certain: i64,
    /// Possibly inside, in every mode: the upper bound.
    #[n(6)]
    pub possible: i64,
    /// On patrols that came near, without a position of any phone of the crew: neither presence nor absence.
    #[n(7)]
    pub gap: i64,
    /// Inside while abstracted; in none of the above.
    #[n(8)]
    pub abstracted: i64,
    /// Stays that begin in the period.
    #[n(9)]
    pub visits: u32,
    /// Of them with enough time on foot to count as a dose.
    #[n(10)]
    pub dosage_visits: u32,
}

impl ZoneHours {
    /// Inside, however they moved.
    #[must_use]
    pub fn presence(&self) -> i64 {
        self.foot.saturating_add(self.cycle).saturating_add(self.vehicle)
    }

    /// Whether it says anything at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let figures = [self.presence(), self.possible, self.gap, self.abstracted];
        figures.iter().all(|figure| *figure == 0) && self.visits == 0
    }

    /// Whether it can be true: nothing negative, and the estimate between its bounds.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let figures = [self.foot, self.cycle, self.vehicle, self.certain, self.gap, self.abstracted];
        figures.iter().all(|figure| *figure >= 0)
            && (self.certain..=self.possible).contains(&self.presence())
            && self.dosage_visits <= self.visits
            && [&self.code, &self.name].iter().all(|text| text.chars().count() <= NAME_MAX)
    }
}

/// An officer's own hours. Zones overlap: their hours are never added up.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct HoursResponse {
    /// The version both speak.
    #[n(0)]
    pub version: u16,
    /// First instant of the period, as asked.
    #[n(1)]
    pub from: i64,
    /// First instant after it, as asked.
    #[n(2)]
    pub to: i64,
    /// The zones, by code.
    #[n(3)]
    pub zones: Vec<ZoneHours>,
    /// Everything the server had received by then is in the figures, UTC milliseconds; absent if nothing is.
    #[n(4)]
    pub derived_up_to: Option<i64>,
    /// Patrols of the authority that it has received and that are not in the figures yet.
    #[n(5)]
    pub patrols_waiting: u32,
    /// The officer's own notebooks that have not handed over all they hold.
    #[n(6)]
    pub notebooks_outstanding: u32,
    /// The officer's patrols that last longer than anybody is on duty: they are in no figure.
    #[n(7)]
    pub held_out: u32,
    /// The server's clock, UTC milliseconds.
    #[n(8)]
    pub server_time: i64,
}

/// Every answer to `POST /v1/hours`.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum HoursAnswer {
    /// The hours.
    #[n(0)]
    Told(#[n(0)] Box<HoursResponse>),
    /// Refused.
    #[n(1)]
    Refused(#[n(0)] Problem),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(length: i64) -> HoursRequest {
        let from = 1_757_181_600_000;
        let notebook = Id::from_bytes([1; 16]);
        HoursRequest { versions: vec![1], notebook, from, to: from + length, zones: Vec::new() }
    }

    #[test]
    fn the_edges_of_the_limits() {
        assert_eq!(asked(HOURS_PERIOD_MAX_MS).check(), Ok(()));
        assert_eq!(asked(HOURS_PERIOD_MAX_MS + 1).check(), Err(ProblemCode::Period));
        assert_eq!(asked(1).check(), Ok(()));
        assert_eq!(asked(0).check(), Err(ProblemCode::Period));
        let ages = HoursRequest { from: i64::MIN, to: i64::MAX, ..asked(1) };
        assert_eq!(ages.check(), Err(ProblemCode::Period));
        let zones = |count: usize, length: usize| HoursRequest {
            zones: vec!["é".repeat(length); count],
            ..asked(1)
        };
        assert_eq!(zones(HOURS_ZONES_MAX, NAME_MAX).check(), Ok(()));
        assert_eq!(zones(HOURS_ZONES_MAX + 1, 1).check(), Err(ProblemCode::Malformed));
        assert_eq!(zones(1, NAME_MAX + 1).check(), Err(ProblemCode::Malformed));
    }

    #[test]
    fn figures_that_cannot_be_true_are_told_apart() {
        let zone = ZoneHours { foot: 5, certain: 3, possible: 7, visits: 1, ..ZoneHours::default() };
        assert!(zone.is_sound() && !zone.is_empty());
        assert!(ZoneHours::default().is_sound() && ZoneHours::default().is_empty());
        for wrong in [
            ZoneHours { certain: 6, ..zone.clone() },
            ZoneHours { possible: 4, ..zone.clone() },
            ZoneHours { gap: -1, ..zone.clone() },
            ZoneHours { dosage_visits: 2, ..zone.clone() },
            ZoneHours { name: "n".repeat(NAME_MAX + 1), ..zone },
        ] {
            assert!(!wrong.is_sound(), "{wrong:?}");
        }
    }
}
