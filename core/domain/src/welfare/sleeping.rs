//! Who counts as sleeping rough, and the codes of a count.
//!
//! Source: the definition of the yearly snapshot (MHCLG, "Rough sleeping snapshot"; Homeless Link toolkit 2025).
//! People sleeping, about to bed down or bedded down in the open air, or in buildings and other places not meant to
//! be lived in. Not: hostels and shelters, sofa surfers, campsites, organised protest, squatters, Travellers, and those
//! awake who are not bedding down.

use serde::{Deserialize, Serialize};

use crate::law::age::AgeBand;

/// How somebody, or only their bedding, was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SleepingState {
    /// Lying in bedding, asleep or not.
    BeddedDown,
    /// Sitting on or in bedding, or standing next to it.
    AboutTo,
    /// Awake, and not bedding down.
    AwakeNot,
    /// A tent or other structure, and nobody knows whether somebody sleeps in it.
    TentUnconfirmed,
    /// Bedding without a person.
    BeddingOnly,
}

impl SleepingState {
    /// As returns and exports name it.
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
}

/// Whether somebody found so is sleeping rough. Of the last three states nobody is until it is confirmed, which is a
/// further entry with one of the first two.
#[must_use]
pub fn meets_definition(state: SleepingState) -> bool {
    match state {
        SleepingState::BeddedDown | SleepingState::AboutTo => true,
        SleepingState::AwakeNot | SleepingState::TentUnconfirmed | SleepingState::BeddingOnly => false,
    }
}

/// Where somebody sleeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SiteKind {
    /// A doorway, an alley, the pavement before a shop.
    Doorway,
    /// A tent, alone or in an encampment.
    Tent,
    /// A park, a wood, a riverbank.
    Park,
    /// A bus shelter or a station.
    ShelterStation,
    /// A car park or a stairwell.
    CarParkStairwell,
    /// A car, van or lorry.
    Vehicle,
    /// A building out of use.
    Derelict,
    /// A barn or shed.
    BarnShed,
    /// A derelict boat.
    Boat,
    /// Anywhere else.
    Other,
}

impl SiteKind {
    /// As returns and exports name it.
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

/// Gender as the return splits it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gender {
    /// Female.
    Female,
    /// Male.
    Male,
    /// Another.
    Other,
    /// Not known.
    #[default]
    NotKnown,
}

impl Gender {
    /// As returns and exports name it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Female => "female",
            Self::Male => "male",
            Self::Other => "other",
            Self::NotKnown => "not_known",
        }
    }
}

/// Age as the return splits it; exact labels partly unverified.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum AgeGroup {
    /// Under 18.
    #[serde(rename = "under_18")]
    Under18,
    /// 18 to 25.
    #[serde(rename = "18_25")]
    From18To25,
    /// 26 or over.
    #[serde(rename = "26_over")]
    Over25,
    /// Not known.
    #[default]
    #[serde(rename = "not_known")]
    NotKnown,
}

impl AgeGroup {
    /// The group of an age in full years.
    #[must_use]
    pub fn of_years(years: u8) -> Self {
        match years {
            0..=17 => Self::Under18,
            18..=25 => Self::From18To25,
            26.. => Self::Over25,
        }
    }

    /// As returns and exports name it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Under18 => "under_18",
            Self::From18To25 => "18_25",
            Self::Over25 => "26_over",
            Self::NotKnown => "not_known",
        }
    }
}

/// Whether somebody found sleeping rough opens the safeguarding route before the next form: who is or looks under 18,
/// and who perhaps is. An age nobody has a view of does not: the form asks for one.
#[must_use]
pub fn opens_safeguarding(age: AgeGroup, looks: Option<AgeBand>) -> bool {
    age == AgeGroup::Under18 || looks.is_some_and(|looks| looks != AgeBand::Adult)
}

/// Nationality as the return splits it. Optional, as the person tells it, never guessed from looks; for the return and
/// for what help they can get, and for no search, list, briefing, case bundle or referral.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NationalityGroup {
    /// United Kingdom.
    Uk,
    /// European Union.
    Eu,
    /// Any other.
    NonEu,
    /// Not known, or not told.
    #[default]
    NotKnown,
}

impl NationalityGroup {
    /// As returns and exports name it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Uk => "uk",
            Self::Eu => "eu",
            Self::NonEu => "non_eu",
            Self::NotKnown => "not_known",
        }
    }
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
        assert_eq!(all.map(meets_definition), [true, true, false, false, false]);
        for state in all {
            assert_eq!(written(state), state.code());
        }
    }

    #[test]
    fn codes_are_what_files_say() {
        use SiteKind::{
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
        for age in [AgeGroup::Under18, AgeGroup::From18To25, AgeGroup::Over25, AgeGroup::NotKnown] {
            assert_eq!(written(age), age.code());
        }
        use NationalityGroup::{Eu, NonEu, NotKnown, Uk};
        for group in [Uk, Eu, NonEu, NotKnown] {
            assert_eq!(written(group), group.code());
        }
    }

    #[test]
    fn birthdays_move_people_between_groups() {
        assert_eq!(AgeGroup::of_years(17), AgeGroup::Under18);
        assert_eq!([18, 25].map(AgeGroup::of_years), [AgeGroup::From18To25; 2]);
        assert_eq!([26, 255].map(AgeGroup::of_years), [AgeGroup::Over25; 2]);
    }

    #[test]
    fn whoever_may_be_a_child_opens_safeguarding() {
        assert!(opens_safeguarding(AgeGroup::Under18, None));
        assert!(opens_safeguarding(AgeGroup::NotKnown, Some(AgeBand::MaybeUnder18)));
        assert!(opens_safeguarding(AgeGroup::From18To25, Some(AgeBand::From16To17)));
        assert!(!opens_safeguarding(AgeGroup::NotKnown, None));
        assert!(!opens_safeguarding(AgeGroup::Over25, Some(AgeBand::Adult)));
    }
}
