//! The code lists of a count. Their words are those of the official return, as far as it is published (unverified).
//!
//! `not_known` is an answer: nobody is asked for more than they want to tell, and nationality is never guessed.

use serde::{Deserialize, Serialize};

/// Gender, as told or as it appears.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gender {
    /// Female.
    Female,
    /// Male.
    Male,
    /// Any other.
    Other,
    /// Nobody knows.
    #[default]
    NotKnown,
}

impl Gender {
    /// All, in the order of the return.
    pub const ALL: [Self; 4] = [Self::Female, Self::Male, Self::Other, Self::NotKnown];

    /// As machines name it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Female => "female",
            Self::Male => "male",
            Self::Other => "other",
            Self::NotKnown => "not_known",
        }
    }

    /// None if nobody knows.
    #[must_use]
    pub fn known(self) -> Option<Self> {
        Some(self).filter(|gender| *gender != Self::NotKnown)
    }
}

/// Age band, as told or as it appears.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Age {
    /// Under 18: the safeguarding route comes before the next form.
    #[serde(rename = "under_18")]
    Under18,
    /// 18 to 25.
    #[serde(rename = "18_25")]
    From18To25,
    /// 26 or over.
    #[serde(rename = "26_over")]
    From26,
    /// Nobody knows.
    #[default]
    #[serde(rename = "not_known")]
    NotKnown,
}

impl Age {
    /// All, in the order of the return.
    pub const ALL: [Self; 4] = [Self::Under18, Self::From18To25, Self::From26, Self::NotKnown];

    /// As machines name it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Under18 => "under_18",
            Self::From18To25 => "18_25",
            Self::From26 => "26_over",
            Self::NotKnown => "not_known",
        }
    }

    /// None if nobody knows.
    #[must_use]
    pub fn known(self) -> Option<Self> {
        Some(self).filter(|age| *age != Self::NotKnown)
    }

    /// How many bands lie between two: 0 equal, 1 next to each other, 2. None if either is not known.
    #[must_use]
    pub fn apart(self, other: Self) -> Option<u8> {
        Some(self.rank()?.abs_diff(other.rank()?))
    }

    fn rank(self) -> Option<u8> {
        match self {
            Self::Under18 => Some(0),
            Self::From18To25 => Some(1),
            Self::From26 => Some(2),
            Self::NotKnown => None,
        }
    }
}

/// Nationality in the groups of the return. Optional, only as told, never guessed from looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nationality {
    /// United Kingdom.
    Uk,
    /// European Union.
    Eu,
    /// Elsewhere.
    NonEu,
    /// Nobody knows.
    #[default]
    NotKnown,
}

impl Nationality {
    /// All, in the order of the return.
    pub const ALL: [Self; 4] = [Self::Uk, Self::Eu, Self::NonEu, Self::NotKnown];

    /// As machines name it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Uk => "uk",
            Self::Eu => "eu",
            Self::NonEu => "non_eu",
            Self::NotKnown => "not_known",
        }
    }

    /// None if nobody knows.
    #[must_use]
    pub fn known(self) -> Option<Self> {
        Some(self).filter(|nationality| *nationality != Self::NotKnown)
    }
}

/// The kind of place somebody sleeps at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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

impl Site {
    /// All.
    pub const ALL: [Self; 10] = [
        Self::Doorway,
        Self::Tent,
        Self::Park,
        Self::ShelterStation,
        Self::CarParkStairwell,
        Self::Vehicle,
        Self::Derelict,
        Self::BarnShed,
        Self::Boat,
        Self::Other,
    ];

    /// As machines name it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Doorway => "doorway",
            Self::Tent => "tent",
            Self::Park => "park",
            Self::ShelterStation => "shelter_station",
            Self::CarParkStairwell => "car_park_stairwell",
            Self::Vehicle => "vehicle",
            Self::Derelict => "derelict",
            Self::BarnShed => "barn_shed",
            Self::Boat => "boat",
            Self::Other => "other",
        }
    }
}

/// What a team saw. The first two meet the definition; the others count only once somebody has confirmed one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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

impl SleepingState {
    /// All, those that count first.
    pub const ALL: [Self; 5] =
        [Self::BeddedDown, Self::AboutTo, Self::AwakeNot, Self::TentUnconfirmed, Self::BeddingOnly];

    /// As machines name it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::BeddedDown => "bedded_down",
            Self::AboutTo => "about_to",
            Self::AwakeNot => "awake_not",
            Self::TentUnconfirmed => "tent_unconfirmed",
            Self::BeddingOnly => "bedding_only",
        }
    }

    /// Whether it meets the definition of rough sleeping.
    #[must_use]
    pub fn counts(self) -> bool {
        matches!(self, Self::BeddedDown | Self::AboutTo)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_is_what_is_written() {
        fn written<T: Serialize>(all: &[T]) -> Vec<String> {
            all.iter().map(|one| serde_json::to_value(one).unwrap().as_str().unwrap().to_owned()).collect()
        }
        assert_eq!(written(&Gender::ALL), Gender::ALL.map(Gender::code));
        assert_eq!(written(&Age::ALL), Age::ALL.map(Age::code));
        assert_eq!(written(&Nationality::ALL), Nationality::ALL.map(Nationality::code));
        assert_eq!(written(&Site::ALL), Site::ALL.map(Site::code));
        assert_eq!(written(&SleepingState::ALL), SleepingState::ALL.map(SleepingState::code));
    }

    #[test]
    fn nobody_is_two_bands_from_somebody_of_unknown_age() {
        assert_eq!(Age::Under18.apart(Age::From26), Some(2));
        assert_eq!(Age::From26.apart(Age::From18To25), Some(1));
        assert_eq!(Age::NotKnown.apart(Age::NotKnown), None);
    }
}
