//! Who counts as sleeping rough, and the codes of a count.
//!
//! Source: the definition of the yearly snapshot (MHCLG, "Rough sleeping snapshot"; Homeless Link toolkit 2025).
//! People sleeping, about to bed down or bedded down in the open air, or in buildings and other places not meant to
//! be lived in. Not: hostels and shelters, sofa surfers, campsites, organised protest, squatters, Travellers, and those
//! awake who are not bedding down.
//!
//! `not_known` is an answer: nobody is asked for more than they want to tell, and nationality is never guessed.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::law::age::{AgeBand, years_on};

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
    /// The band of an age in full years.
    #[must_use]
    pub fn of_years(years: u8) -> Self {
        match years {
            0..=17 => Self::Under18,
            18..=25 => Self::From18To25,
            26.. => Self::From26,
        }
    }

    /// The band a date of birth gives on a day.
    ///
    /// # Errors
    /// [`AgeConflict::BornLater`].
    pub fn of_born(born: Date, day: Date) -> Result<Self, AgeConflict> {
        years_on(born, day).map(Self::of_years).ok_or(AgeConflict::BornLater { day })
    }

    /// The band that is kept of a date of birth and a band as they are told together: what the date gives, and the band
    /// has to agree. That nobody knows the band says nothing against a date.
    ///
    /// # Errors
    /// An [`AgeConflict`].
    pub fn agreed(told: Option<Self>, born: Date, day: Date) -> Result<Self, AgeConflict> {
        let given = Self::of_born(born, day)?;
        match told.and_then(Self::known) {
            Some(told) if told != given => Err(AgeConflict::Other { given, day }),
            _ => Ok(given),
        }
    }

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

/// The day that ages are told by, unless the clock stands before 2000 as after a reset: then no age is.
#[must_use]
pub fn day_of_clock(day: Date) -> Option<Date> {
    Some(day).filter(|day| day.year() >= 2000)
}

/// Why a date of birth and an age band cannot both be kept. Stable code for machines: `age_band`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum AgeConflict {
    /// The date gives another band on that day than the one told.
    #[error(
        "the date of birth gives the age band {} on {day}: correct the date or the band, both told together",
        .given.code()
    )]
    Other {
        /// What the date gives.
        given: Age,
        /// On which day.
        day: Date,
    },
    /// The date is after the day somebody was seen.
    #[error("the date of birth is after {day}, when they were met, and gives no age band: correct it")]
    BornLater {
        /// Which day.
        day: Date,
    },
    /// A band alone, and the date that was told before is not kept.
    #[error(
        "a date of birth was told before and gives the age band {}: tell the date again together with the band",
        .given.code()
    )]
    ByDate {
        /// What it gave.
        given: Age,
    },
}

impl AgeConflict {
    /// Stable name for machines.
    pub const CODE: &str = "age_band";
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

/// Whether somebody found sleeping rough opens the safeguarding route before the next form: who is or looks under 18,
/// and who perhaps is. An age nobody has a view of does not: the form asks for one.
#[must_use]
pub fn opens_safeguarding(age: Age, looks: Option<AgeBand>) -> bool {
    age == Age::Under18 || looks.is_some_and(|looks| looks != AgeBand::Adult)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written<T: Serialize>(value: T) -> String {
        serde_json::to_string(&value).expect("text").trim_matches('"').to_owned()
    }

    #[test]
    fn only_those_bedded_down_or_about_to_count() {
        use SleepingState::{AboutTo, AwakeNot, BeddedDown, BeddingOnly, TentUnconfirmed};
        let all = [BeddedDown, AboutTo, AwakeNot, TentUnconfirmed, BeddingOnly];
        assert_eq!(all.map(SleepingState::counts), [true, true, false, false, false]);
        for state in all {
            assert_eq!(written(state), state.code());
        }
    }

    #[test]
    fn codes_are_what_files_say() {
        use Site::{
            BarnShed, Boat, CarParkStairwell, Derelict, Doorway, Other, Park, ShelterStation, Tent, Vehicle,
        };
        let sites =
            [Doorway, Tent, Park, ShelterStation, CarParkStairwell, Vehicle, Derelict, BarnShed, Boat, Other];
        for site in sites {
            assert_eq!(written(site), site.code());
        }
        for gender in [Gender::Female, Gender::Male, Gender::Other, Gender::NotKnown] {
            assert_eq!(written(gender), gender.code());
        }
        for age in [Age::Under18, Age::From18To25, Age::From26, Age::NotKnown] {
            assert_eq!(written(age), age.code());
        }
        use Nationality::{Eu, NonEu, NotKnown, Uk};
        for group in [Uk, Eu, NonEu, NotKnown] {
            assert_eq!(written(group), group.code());
        }
    }

    #[test]
    fn birthdays_move_people_between_groups() {
        assert_eq!(Age::of_years(17), Age::Under18);
        assert_eq!([18, 25].map(Age::of_years), [Age::From18To25; 2]);
        assert_eq!([26, 255].map(Age::of_years), [Age::From26; 2]);
    }

    #[test]
    fn a_date_gives_the_band_of_the_day_and_a_leap_day_is_kept_on_the_first_of_march() {
        let band = |born: &str, day: &str| Age::of_born(born.parse().unwrap(), day.parse().unwrap());
        assert_eq!(band("2007-11-27", "2025-11-26"), Ok(Age::Under18));
        assert_eq!(band("2007-11-27", "2025-11-27"), Ok(Age::From18To25));
        assert_eq!(band("1999-11-28", "2025-11-27"), Ok(Age::From18To25));
        assert_eq!(band("1999-11-27", "2025-11-27"), Ok(Age::From26));
        assert_eq!(band("2008-02-29", "2026-02-28"), Ok(Age::Under18));
        assert_eq!(band("2008-02-29", "2026-03-01"), Ok(Age::From18To25));
        assert_eq!(band("2000-02-29", "2026-02-28"), Ok(Age::From18To25));
        assert_eq!(band("2025-11-27", "2025-11-27"), Ok(Age::Under18));
        let day = "2025-11-27".parse().unwrap();
        assert_eq!(band("2025-11-28", "2025-11-27"), Err(AgeConflict::BornLater { day }));
        let agreed = |told| Age::agreed(told, "2007-11-27".parse().unwrap(), day);
        for told in [None, Some(Age::NotKnown), Some(Age::From18To25)] {
            assert_eq!(agreed(told), Ok(Age::From18To25));
        }
        assert_eq!(agreed(Some(Age::From26)), Err(AgeConflict::Other { given: Age::From18To25, day }));
    }

    #[test]
    fn whoever_may_be_a_child_opens_safeguarding() {
        assert!(opens_safeguarding(Age::Under18, None));
        assert!(opens_safeguarding(Age::NotKnown, Some(AgeBand::MaybeUnder18)));
        assert!(opens_safeguarding(Age::From18To25, Some(AgeBand::From16To17)));
        assert!(!opens_safeguarding(Age::NotKnown, None));
        assert!(!opens_safeguarding(Age::From26, Some(AgeBand::Adult)));
    }

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
