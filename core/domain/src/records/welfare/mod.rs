//! A welfare record: a check on somebody's welfare, or an outreach contact with somebody who sleeps rough.
//!
//! Help never needs a name: every step works for someone unidentified. All of it travels behind the one coarse kind
//! of welfare and count ([`crate::records::body::COARSE_KIND`]); exact kind, time and place are in the body alone.
//! What is in it is never read or counted for enforcement.

mod form;
pub mod people;
pub mod steps;
pub mod story;
pub mod telling;
#[cfg(test)]
mod tests;

use beatbook_protocol::id::Id;
use serde::{Deserialize, Serialize};

use crate::calendar::local_date;
use crate::orders::legal_time::LegalTime;
use crate::records::encounter::Label;
use crate::records::journal::Moment;
use crate::records::kinds::kinds;
use crate::records::seen::KeptPlace;
use people::PersonSeen;
use steps::CareStep;

/// Whose welfare is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// Somebody sleeping rough.
    RoughSleeper,
    /// Whoever lives in a tent.
    Tent,
    /// An encampment of caravans or vehicles.
    Encampment,
    /// An address where somebody vulnerable lives.
    VulnerableAddress,
    /// Anybody else.
    Person,
}

/// What the record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WelfareAbout {
    /// A welfare check.
    Check(Subject),
    /// An outreach contact with people sleeping rough.
    Contact,
}

/// The first entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WelfareOpened {
    /// When it was written down.
    pub at: Moment,
    /// Legal time, if the phone has one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub time: Option<LegalTime>,
    /// Where, exactly. Others than the own team are shown a cell of the grid or the ward.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub place: Option<KeptPlace>,
    /// On which patrol.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub patrol: Option<Id>,
    /// Code of the authority whose housing service controls this record.
    pub controller: String,
    /// What it is.
    pub about: WelfareAbout,
    /// The address, or the place in words.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub address: Option<String>,
    /// Random link to the records of others about the same visit.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub joint: Option<Id>,
}

/// What is known of a person; fields that are absent stay as they were.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WelfarePerson {
    /// When it was written down.
    pub at: Moment,
    /// Which person: 1, 2, 3 …
    pub person: Label,
    /// What is known.
    pub known: PersonSeen,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WelfareStep {
    /// When it was written down.
    pub at: Moment,
    /// When it happened, UTC milliseconds; absent if nobody looked.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub time: Option<i64>,
    /// The phone's time was right to so many milliseconds; absent if nothing confirmed its clock, and of earlier phones.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub within: Option<i64>,
    /// With whom; absent: about the place or everybody there.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub person: Option<Label>,
    /// What.
    pub step: CareStep,
}

impl WelfareStep {
    /// When it happened, or else was written down by the phone's clock, UTC milliseconds.
    #[must_use]
    pub fn told_at(&self) -> i64 {
        self.time.unwrap_or(self.at.wall)
    }

    /// Between which times it was, UTC milliseconds, if something confirmed the phone's clock.
    #[must_use]
    pub fn surely_between(&self) -> Option<(i64, i64)> {
        let at = self.told_at();
        self.within.map(|within| (at.saturating_sub(within), at.saturating_add(within)))
    }
}

/// What a welfare record came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WelfareResult {
    /// Nobody needs anything now.
    NoConcern,
    /// Advice was given.
    Advice,
    /// Support or safeguarding was asked to help.
    Referral,
    /// An emergency service took over.
    Emergency,
}

/// It is complete. A later one replaces it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WelfareClosed {
    /// When it was written down.
    pub at: Moment,
    /// Legal time, if the phone has one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub time: Option<LegalTime>,
    /// What it came to.
    pub result: WelfareResult,
    /// In words.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub text: Option<String>,
}

/// One entry of a welfare record's story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WelfareEntry {
    /// See [`WelfareOpened`].
    Opened(WelfareOpened),
    /// See [`WelfarePerson`].
    Person(Box<WelfarePerson>),
    /// See [`WelfareStep`].
    Step(WelfareStep),
    /// See [`WelfareClosed`].
    Closed(WelfareClosed),
}

kinds!(WelfareEntry {
    "welfare_opened" => Opened,
    "welfare_person" => Person,
    "welfare_step" => Step,
    "welfare_closed" => Closed,
});

impl WelfareEntry {
    /// The person of whom it says that they are, or perhaps are, under eighteen.
    #[must_use]
    pub fn child(&self) -> Option<Label> {
        let Self::Person(told) = self else { return None };
        let day = local_date(told.at.wall).ok()?;
        told.known.may_be_child(day).then_some(told.person)
    }

    /// The same as whoever took it in then can believe it: a time that nothing confirms was no later than that, and where the
    /// phone's clock shows a day on which its officer was not known yet (`since`), it was then as far as anybody knows. UTC milliseconds.
    #[must_use]
    pub fn taken_in(mut self, since: i64, taken: i64) -> Self {
        // Where it is not known when it was taken in, or the server's own clock was put back, nothing is moved by `since`.
        let since = if since < taken && taken < i64::MAX { since } else { i64::MIN };
        let known = |at: i64| if (since..=taken).contains(&at) { at } else { taken };
        let bound = |time: &mut Option<LegalTime>, at: Moment| {
            let told = time.unwrap_or(LegalTime { at: at.wall, within: None });
            if told.within.is_none() && known(told.at) != told.at {
                *time = Some(LegalTime { at: taken, within: None });
            }
        };
        match &mut self {
            Self::Opened(opened) => bound(&mut opened.time, opened.at),
            Self::Closed(closed) => bound(&mut closed.time, closed.at),
            // By it a child is told from a grown-up, which nobody becomes by being told of late.
            Self::Person(told) => {
                let wall = told.at.wall.min(taken).max(since);
                // Nor was anybody met before they were born.
                let unborn = told.known.born.zip(local_date(wall).ok()).is_some_and(|(born, day)| day < born);
                told.at.wall = if unborn { taken } else { wall };
            }
            Self::Step(step) if step.within.is_none() && known(step.told_at()) != step.told_at() => {
                step.time = Some(taken);
            }
            Self::Step(_) => {}
        }
        self
    }

    /// Whether it says of somebody that they were bedded down or about to.
    #[must_use]
    pub fn sleeps_rough(&self) -> bool {
        matches!(self, Self::Person(told) if told.known.sleeps_rough())
    }
}
