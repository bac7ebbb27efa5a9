//! Types of `beatbook_domain::welfare::sleeping`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// Age band, as told or as it appears.
#[uniffi::remote(Enum)]
pub enum Age {
    /// Under 18: the safeguarding route comes before the next form.
    Under18,
    /// 18 to 25.
    From18To25,
    /// 26 or over.
    From26,
    /// Nobody knows.
    NotKnown,
}

/// Gender, as told or as it appears.
#[uniffi::remote(Enum)]
pub enum Gender {
    /// Female.
    Female,
    /// Male.
    Male,
    /// Any other.
    Other,
    /// Nobody knows.
    NotKnown,
}

/// Nationality in the groups of the return. Optional, only as told, never guessed from looks.
#[uniffi::remote(Enum)]
pub enum Nationality {
    /// United Kingdom.
    Uk,
    /// European Union.
    Eu,
    /// Elsewhere.
    NonEu,
    /// Nobody knows.
    NotKnown,
}

/// The kind of place somebody sleeps at.
#[uniffi::remote(Enum)]
pub enum Site {
    /// A doorway or other part of a street.
    Doorway,
    /// A tent.
    Tent,
    /// A park or other open land.
    Park,
    /// A bus shelter or station.
    ShelterStation,
    /// A car park or stairwell.
    CarParkStairwell,
    /// A car, van or other vehicle.
    Vehicle,
    /// A derelict building.
    Derelict,
    /// A barn or shed.
    BarnShed,
    /// A derelict boat.
    Boat,
    /// Any other.
    Other,
}

/// What a team saw. The first two meet the definition; the others count only once somebody has confirmed one of them.
#[uniffi::remote(Enum)]
pub enum SleepingState {
    /// Bedded down in the open air, or in a place not designed for habitation.
    BeddedDown,
    /// About to bed down: sitting on, in or standing next to bedding.
    AboutTo,
    /// Awake and not bedding down.
    AwakeNot,
    /// A tent that may be empty.
    TentUnconfirmed,
    /// Bedding with nobody there.
    BeddingOnly,
}
