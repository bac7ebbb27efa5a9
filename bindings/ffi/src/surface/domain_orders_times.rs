//! Types of `beatbook_domain::orders::times`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// Dates, both included.
#[uniffi::remote(Record)]
pub struct Dates {
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
}

/// A day of the week.
#[uniffi::remote(Enum)]
pub enum Day {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

/// From a time of day to the next time of day that the clock shows `to`: 22:00 to 06:00 crosses midnight.
#[uniffi::remote(Record)]
pub struct Hours {
    /// First minute that counts.
    pub from: ClockTime,
    /// First minute that does not; never equal to `from`.
    pub to: ClockTime,
}

/// A part of every year, both days included; from November to February it goes over the new year.
#[uniffi::remote(Record)]
pub struct Season {
    /// First day.
    pub from: MonthDay,
    /// Last day.
    pub until: MonthDay,
}

/// When a condition counts (ASBCPA 2014 s59(6)(b)).
#[uniffi::remote(Enum)]
pub enum Times {
    /// At all times.
    Always,
    /// In these windows and no others.
    Only(Vec<Window>),
    /// At all times but in these windows.
    Except(Vec<Window>),
}

/// A stretch that comes back: on these days, between these hours, within these dates. What is absent does not
/// limit it. A window that crosses midnight belongs to the day on which it begins.
#[uniffi::remote(Record)]
pub struct Window {
    /// Days of the week; none means all.
    #[uniffi(default = [])]
    pub days: Vec<Day>,
    /// Hours of the day.
    #[uniffi(default = None)]
    pub hours: Option<Hours>,
    /// Dates, both included.
    #[uniffi(default = None)]
    pub dates: Option<Dates>,
    /// A season of every year, both days included.
    #[uniffi(default = None)]
    pub season: Option<Season>,
}
