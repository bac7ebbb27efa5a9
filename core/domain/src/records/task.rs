//! What somebody is asked to do next for a person in need. Written by the server, read by the officer or team it is
//! for, and by nobody who enforces.

use std::collections::BTreeSet;

use beatbook_protocol::id::Id;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::access::{Area, AreaAudience, Audience};
use crate::calendar::Period;
use crate::records::count::SightingRef;
use crate::records::tasking::{TaskFor, TaskPlace, TaskPriority, TaskSet, TaskSource};

/// A task of the welfare service. Its entry has a coarse header, and its id tells no more than the hour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WelfareTask {
    /// The task, and its entry's record.
    pub id: Id,
    /// The officer it is for; absent if any of the team may do it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub officer: Option<Id>,
    /// The team it is for; absent with an officer: nobody else's; without one and no review: any team of the service.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub team: Option<String>,
    /// Where: for the own team a grid reference of ten metres, for others the cell or ward that is shown of the place.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub place: Option<String>,
    /// What is to be done, in a line.
    pub what: String,
    /// By which local day.
    pub due: Date,
    /// The record it follows from.
    pub from_record: Id,
    /// The review it asks for, of concerns that add up.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub review: Option<ReviewAsked>,
}

/// A review: what it looks at, and who is asked for it. Nobody else is told. It names nobody: whom it is about the records tell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewAsked {
    /// Every concern it is about: also those that joined it later.
    pub concerns: BTreeSet<ConcernAt>,
    /// Whether those of one instant are told apart: if not, it is about all of them.
    #[serde(skip_serializing_if = "core::ops::Not::not", default)]
    pub each: bool,
    /// Sightings of a count of which somebody said that it was a person under eighteen; people of welfare records who are, or
    /// perhaps are.
    #[serde(skip_serializing_if = "BTreeSet::is_empty", default)]
    pub sightings: BTreeSet<SightingRef>,
    /// Those who lead safeguarding when it is asked for.
    pub leads: Vec<Id>,
    /// What was answered at the desk, in order.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub answers: Vec<ReviewAnswer>,
}

/// What somebody who leads safeguarding answers to a review at the desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewAnswer {
    /// Who.
    pub by: Id,
    /// When, UTC milliseconds.
    pub at: i64,
    /// What came of it; absent: it is taken on.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub outcome: Option<ReviewOutcome>,
    /// Why; with an outcome it is there.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub why: Option<String>,
}

/// What came of a review. It is written down, and does nothing by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewOutcome {
    /// Somebody was referred to support.
    Referred,
    /// A safeguarding disclosure was made.
    Disclosed,
    /// Nothing is to be done.
    NoAction,
}

impl ReviewOutcome {
    /// Its word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Referred => "referred",
            Self::Disclosed => "disclosed",
            Self::NoAction => "no_action",
        }
    }
}

impl ReviewAsked {
    /// The records it rests on.
    #[must_use]
    pub fn records(&self) -> BTreeSet<Id> {
        let concerns = self.concerns.iter().map(|one| one.record);
        concerns.chain(self.sightings.iter().map(|one| one.record)).collect()
    }

    /// Tells concerns of one instant apart that were not when it was asked for, of all that there are.
    pub fn tell_apart<'a>(&mut self, all: impl IntoIterator<Item = &'a ConcernAt>) {
        if !self.each {
            let first = |one: &ConcernAt| ConcernAt { nth: 0, ..*one };
            let more: Vec<ConcernAt> =
                all.into_iter().filter(|one| self.concerns.contains(&first(one))).copied().collect();
            self.concerns.extend(more);
            self.each = true;
        }
    }

    /// Whether it is about all of these concerns.
    #[must_use]
    pub fn covers(&self, concerns: &BTreeSet<ConcernAt>) -> bool {
        let has = |one: &ConcernAt| self.concerns.contains(one);
        concerns.iter().all(|one| has(one) || (!self.each && has(&ConcernAt { nth: 0, ..*one })))
    }

    /// How many concerns and sightings it is about: who knew of fewer did not know of all. They are never fewer than before.
    #[must_use]
    pub fn about(&self) -> u32 {
        u32::try_from(self.concerns.len() + self.sightings.len()).unwrap_or(u32::MAX)
    }
}

/// A concern of a welfare record, by when it was written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ConcernAt {
    /// The record.
    pub record: Id,
    /// By the phone's wall clock, UTC milliseconds.
    pub wall: i64,
    /// By its monotonic clock, milliseconds.
    pub mono: i64,
    /// Which of those that were told in one go, from 0.
    #[serde(skip_serializing_if = "is_first", default)]
    pub nth: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_first(nth: &u32) -> bool {
    *nth == 0
}

impl WelfareTask {
    /// Each task as it was told last, in the order in which they were told first.
    #[must_use]
    pub fn told_last(told: impl IntoIterator<Item = Self>) -> Vec<Self> {
        let mut tasks: Vec<Self> = Vec::new();
        for task in told {
            match tasks.iter_mut().find(|known| known.id == task.id) {
                Some(known) => *known = task,
                None => tasks.push(task),
            }
        }
        tasks
    }

    /// Whom it is for.
    #[must_use]
    pub fn audience(&self) -> Audience {
        if let Some(review) = &self.review {
            return Audience::Officers(review.leads.clone());
        }
        let (officer, team) = (self.officer, self.team.clone());
        Audience::Area(AreaAudience { area: Area::Welfare, officer, team })
    }

    /// The same as a task that is answered like others; absent if its day is none of the calendar.
    #[must_use]
    pub fn as_task(&self) -> Option<TaskSet> {
        let day = Period::Day(self.due).interval().ok()?;
        let for_whom = match (&self.review, self.officer, &self.team) {
            (Some(review), ..) => TaskFor::Leads(review.leads.clone()),
            (None, Some(officer), _) => TaskFor::Officer(officer),
            (None, None, Some(team)) => TaskFor::Team(team.clone()),
            (None, None, None) => TaskFor::Service,
        };
        Some(TaskSet {
            task: self.id,
            source: TaskSource::Welfare,
            reference: None,
            for_whom,
            place: TaskPlace::Address(self.place.clone().unwrap_or_default()),
            what: self.what.clone(),
            from: day.from,
            until: day.to,
            priority: if self.review.is_some() { TaskPriority::High } else { TaskPriority::Normal },
            discretion: None,
            by: None,
        })
    }
}
