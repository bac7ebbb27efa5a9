//! The return: how many people, by gender, age and nationality. Every breakdown is read off one and the same list of
//! cells, so none can fail to add up to the count.
//!
//! The public form hides 1 to 4, and more where a hidden number could be worked out from the rest: see [`PublicTable`].

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::counts::persons::Person;
use crate::suppression::{PublicNumber, publish};
use crate::welfare::sleeping::{Age, Gender, Nationality, SleepingState};

/// Codes with their numbers, in the order of the return.
pub type Breakdown<T> = [(T, u32); 4];

/// The numbers of a count.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(from = "Cells", into = "Cells")]
pub struct CountTable {
    counted: BTreeMap<(Gender, Age, Nationality), u32>,
    not_counted: BTreeMap<SleepingState, u32>,
}

/// How a table is written: cell by cell.
#[derive(Serialize, Deserialize)]
struct Cells {
    counted: Vec<(Gender, Age, Nationality, u32)>,
    not_counted: Vec<(SleepingState, u32)>,
}

impl From<CountTable> for Cells {
    fn from(table: CountTable) -> Self {
        let cell = |((gender, age, nationality), number)| (gender, age, nationality, number);
        Self {
            counted: table.counted.into_iter().map(cell).collect(),
            not_counted: table.not_counted.into_iter().collect(),
        }
    }
}

impl From<Cells> for CountTable {
    fn from(cells: Cells) -> Self {
        let cell = |(gender, age, nationality, number)| ((gender, age, nationality), number);
        Self {
            counted: cells.counted.into_iter().map(cell).collect(),
            not_counted: cells.not_counted.into_iter().collect(),
        }
    }
}

/// The row that shows that a table adds up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct CheckRow {
    /// Distinct people, and tents and bedding that nobody confirmed.
    pub distinct: u32,
    /// Those that do not meet the definition.
    pub not_counted: u32,
    /// The count.
    pub counted: u32,
    /// Sum over genders.
    pub gender: u32,
    /// Sum over age bands.
    pub age: u32,
    /// Sum over nationalities.
    pub nationality: u32,
    /// All sums are what they should be.
    pub agrees: bool,
}

impl CountTable {
    /// Counts people.
    #[must_use]
    pub fn of(persons: &[Person]) -> Self {
        let mut table = Self::default();
        for person in persons {
            let cell = if person.is_counted() {
                table.counted.entry((person.gender, person.age, person.nationality)).or_default()
            } else {
                table.not_counted.entry(person.state).or_default()
            };
            *cell += 1;
        }
        table
    }

    /// People who meet the definition: the count.
    #[must_use]
    pub fn counted(&self) -> u32 {
        self.counted.values().sum()
    }

    /// Distinct people, and tents and bedding that nobody confirmed.
    #[must_use]
    pub fn distinct(&self) -> u32 {
        self.counted() + self.not_counted.values().sum::<u32>()
    }

    /// How many were seen so and do not count.
    #[must_use]
    pub fn not_counted(&self, state: SleepingState) -> u32 {
        self.not_counted.get(&state).copied().unwrap_or(0)
    }

    /// The count by gender.
    #[must_use]
    pub fn by_gender(&self) -> Breakdown<Gender> {
        Gender::ALL.map(|code| (code, self.sum(|(gender, _, _)| gender == code)))
    }

    /// The count by age band.
    #[must_use]
    pub fn by_age(&self) -> Breakdown<Age> {
        Age::ALL.map(|code| (code, self.sum(|(_, age, _)| age == code)))
    }

    /// The count by nationality.
    #[must_use]
    pub fn by_nationality(&self) -> Breakdown<Nationality> {
        Nationality::ALL.map(|code| (code, self.sum(|(_, _, nationality)| nationality == code)))
    }

    fn sum(&self, of: impl Fn((Gender, Age, Nationality)) -> bool) -> u32 {
        self.counted.iter().filter(|(codes, _)| of(**codes)).map(|(_, number)| number).sum()
    }

    /// The check row: each sum worked out by its own way.
    #[must_use]
    pub fn check(&self) -> CheckRow {
        let counted = self.counted();
        let not_counted = SleepingState::ALL.iter().map(|state| self.not_counted(*state)).sum();
        let distinct = self.distinct();
        let gender = self.by_gender().iter().map(|(_, number)| number).sum();
        let age = self.by_age().iter().map(|(_, number)| number).sum();
        let nationality = self.by_nationality().iter().map(|(_, number)| number).sum();
        let agrees = [gender, age, nationality] == [counted; 3] && distinct == counted + not_counted;
        CheckRow { distinct, not_counted, counted, gender, age, nationality, agrees }
    }

    /// As it may be published.
    #[must_use]
    pub fn public(&self) -> PublicTable {
        PublicTable {
            counted: PublicNumber::of(self.counted()),
            gender: suppress(self.by_gender()),
            age: suppress(self.by_age()),
            nationality: suppress(self.by_nationality()),
        }
    }
}

/// The return as it may be published: the count and its breakdowns, nothing of one broken down by another, and nothing of
/// those who do not count.
///
/// What is hidden is the rule of [`crate::suppression`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PublicTable {
    /// The count.
    pub counted: PublicNumber,
    /// By gender.
    pub gender: [(Gender, PublicNumber); 4],
    /// By age band.
    pub age: [(Age, PublicNumber); 4],
    /// By nationality.
    pub nationality: [(Nationality, PublicNumber); 4],
}

fn suppress<T: Copy>(breakdown: Breakdown<T>) -> [(T, PublicNumber); 4] {
    let (_, shown) = publish(&breakdown.map(|(_, number)| number));
    let mut shown = shown.into_iter();
    breakdown.map(|(code, _)| (code, shown.next().unwrap_or(PublicNumber::Suppressed)))
}
