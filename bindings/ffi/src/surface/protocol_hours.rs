//! Types of `beatbook_protocol::hours`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// An officer's own hours. Zones overlap: their hours are never added up.
#[uniffi::remote(Record)]
pub struct HoursResponse {
    /// The version both speak.
    pub version: u16,
    /// First instant of the period, as asked.
    pub from: i64,
    /// First instant after it, as asked.
    pub to: i64,
    /// The zones, by code.
    #[uniffi(default = [])]
    pub zones: Vec<ZoneHours>,
    /// Everything the server had received by then is in the figures, UTC milliseconds; absent if nothing is.
    #[uniffi(default = None)]
    pub derived_up_to: Option<i64>,
    /// Patrols of the authority that it has received and that are not in the figures yet.
    pub patrols_waiting: u32,
    /// The officer's own notebooks that have not handed over all they hold.
    pub notebooks_outstanding: u32,
    /// The officer's patrols that last longer than anybody is on duty: they are in no figure.
    pub held_out: u32,
    /// The server's clock, UTC milliseconds.
    pub server_time: i64,
}

/// The officer's time in one zone, milliseconds.
#[uniffi::remote(Record)]
pub struct ZoneHours {
    /// The zone's code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Inside, on foot.
    pub foot: i64,
    /// Inside, on a cycle.
    pub cycle: i64,
    /// Inside, in a vehicle.
    pub vehicle: i64,
    /// Certainly inside, in every mode: the lower bound.
    pub certain: i64,
    /// Possibly inside, in every mode: the upper bound.
    pub possible: i64,
    /// On patrols that came near, without a position of any phone of the crew: neither presence nor absence.
    pub gap: i64,
    /// Inside while abstracted; in none of the above.
    pub abstracted: i64,
    /// Stays that begin in the period.
    pub visits: u32,
    /// Of them with enough time on foot to count as a dose.
    pub dosage_visits: u32,
}
