//! People of a welfare record, as far as they are known. Everything may be absent.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::law::age::{AgeBand, years_on};
use crate::names::{is_same, words};
use crate::records::take;
use crate::welfare::sleeping::{Age, AgeConflict, Gender, Nationality, SleepingState, opens_safeguarding};

/// What is known of a person.
///
/// Nationality and ethnicity serve the return and the need for a service only: they are told, never guessed from looks,
/// and in no search, list, briefing, bundle or referral.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonSeen {
    /// Given name, as they say it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub given: Option<String>,
    /// Family name.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub family: Option<String>,
    /// Initials, where no name is given.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub initials: Option<String>,
    /// Date of birth.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub born: Option<Date>,
    /// What they look like.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub description: Option<String>,
    /// Gender, as they say or as it appears.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub gender: Option<Gender>,
    /// Age, as they say.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub age: Option<Age>,
    /// How old they look.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub looks: Option<AgeBand>,
    /// Nationality, if they say it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub nationality: Option<Nationality>,
    /// Ethnicity by the authority's list, if they say it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub ethnicity: Option<String>,
    /// Bedded down, about to, or not.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub state: Option<SleepingState>,
    /// Support needs, in words.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub needs: Option<String>,
}

impl PersonSeen {
    /// Whether this news calls them otherwise in more than one thing – two of both names, or of initials, a name and the date of
    /// birth – or gives both names to somebody known by one name or by initials that do not go with them.
    #[must_use]
    pub fn is_called_otherwise(&self, news: &Self) -> bool {
        let other = |before: &Option<String>, now: &Option<String>| {
            before.as_deref().zip(now.as_deref()).is_some_and(|(before, now)| !is_same(before, now))
        };
        let (given, family) = (other(&self.given, &news.given), other(&self.family, &news.family));
        let letters = self.letters().zip(news.letters()).is_some_and(|(before, now)| before != now);
        let born = self.born.zip(news.born).is_some_and(|(before, now)| before != now);
        let is_named = self.given.is_some() && self.family.is_some();
        let gives_names = news.given.is_some() && news.family.is_some();
        (given && family)
            || ((given || family || letters) && born)
            || (gives_names && !is_named && (given || family || letters))
    }

    /// The first letters of both names, or the first and the last of the initials.
    fn letters(&self) -> Option<(char, char)> {
        let first = |name: &str| words(name)?.concat().chars().next();
        match self.given.as_deref().zip(self.family.as_deref()) {
            Some((given, family)) => first(given).zip(first(family)),
            None => {
                let all = words(self.initials.as_deref()?)?.concat();
                let mut letters = all.chars();
                letters.next().zip(letters.next_back())
            }
        }
    }

    /// Takes what is newly known; what is absent stays.
    pub fn learn(&mut self, news: &Self) {
        take(&mut self.given, &news.given);
        take(&mut self.family, &news.family);
        take(&mut self.initials, &news.initials);
        take(&mut self.born, &news.born);
        take(&mut self.description, &news.description);
        take(&mut self.gender, &news.gender);
        take(&mut self.age, &news.age);
        take(&mut self.looks, &news.looks);
        take(&mut self.nationality, &news.nationality);
        take(&mut self.ethnicity, &news.ethnicity);
        take(&mut self.state, &news.state);
        take(&mut self.needs, &news.needs);
    }

    /// Leaves out nationality and ethnicity: they are for the return and for what a service needs to know, in no search and
    /// before nobody else (rules of the field 10).
    pub fn forget_origin(&mut self) {
        (self.nationality, self.ethnicity) = (None, None);
    }

    /// This news with the age band that goes with the date of birth, if either is told in it: a band that was told before
    /// counts, too, unless it came of a date that this news replaces.
    ///
    /// # Errors
    /// An [`AgeConflict`]: nothing may be kept of it.
    pub fn with_band(mut self, before: Option<&Self>, day: Date) -> Result<Self, AgeConflict> {
        let (born, age) = before.map_or((None, None), |before| (before.born, before.age));
        let told = self.age.or(age.filter(|_| born.is_none()));
        if let (Some(born), true) = (self.born.or(born), self.born.is_some() || self.age.is_some()) {
            self.age = Some(Age::agreed(told, born, day)?);
        }
        Ok(self)
    }

    /// Whether they were bedded down or about to, as far as it is told.
    #[must_use]
    pub fn sleeps_rough(&self) -> bool {
        self.state.is_some_and(SleepingState::counts)
    }

    /// Whether they are under eighteen on a day for certain: by a date of birth.
    #[must_use]
    pub fn is_child(&self, day: Date) -> bool {
        self.born.and_then(|born| years_on(born, day)).is_some_and(|years| years < 18)
    }

    /// Whether they are, or perhaps are, under eighteen on a day. A date of birth says it, and what they say of their age
    /// and how they look do not take it back. One that makes somebody an adult who plainly looks under eighteen settles
    /// nothing: dates are told, and *apparently* under eighteen is enough (rules of the field 10).
    #[must_use]
    pub fn may_be_child(&self, day: Date) -> bool {
        match self.born.and_then(|born| years_on(born, day)) {
            Some(years) => {
                let plainly =
                    self.looks.is_some_and(|looks| looks != AgeBand::Adult && looks != AgeBand::MaybeUnder18);
                years < 18 || plainly
            }
            None => opens_safeguarding(self.age.unwrap_or_default(), self.looks),
        }
    }
}
