//! A patrol: signed on once, tracked, perhaps abstracted, signed off; its hours are never typed.

use std::collections::BTreeMap;

use beatbook_protocol::id::Id;
use beatbook_protocol::limits::{NAME_MAX, TEXT_MAX};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::presence::TravelMode;
use crate::records::journal::Moment;
use crate::records::kinds::kinds;
use crate::records::reference::ReferenceSystem;

/// Why the officer is out. Abstraction is an interval over a patrol, not a duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Duty {
    /// Tasked, within core duty.
    TaskedCore,
    /// Overtime paid by a programme.
    OvertimeFunded,
    /// The officer's own initiative.
    SelfInitiated,
    /// On call.
    OnCall,
    /// Outreach: welfare purpose, others see hours per ward and nothing finer.
    Outreach,
    /// A rough-sleeper count: welfare purpose.
    Count,
}

impl Duty {
    /// Whether headers must be coarse and others see hours per ward only (welfare purpose).
    #[must_use]
    pub fn is_welfare(self) -> bool {
        matches!(self, Self::Outreach | Self::Count)
    }
}

/// Who is on the patrol.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Crew {
    /// Officers by id, the notebook's own among them.
    pub officers: Vec<Id>,
    /// Colleagues without a notebook, as a number only.
    #[serde(default)]
    pub others: u8,
}

/// Sign-on: the one tap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatrolStarted {
    /// When.
    pub at: Moment,
    /// Why.
    pub duty: Duty,
    /// How, as declared.
    pub mode: TravelMode,
    /// Who.
    pub crew: Crew,
    /// Name of the operation it belongs to.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub operation: Option<String>,
}

/// Something about the patrol is different from now on; absent fields stay as they were.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatrolChanged {
    /// From when.
    pub at: Moment,
    /// The way of moving, as declared.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub mode: Option<TravelMode>,
    /// The crew.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub crew: Option<Crew>,
    /// The operation.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub operation: Option<String>,
}

/// Taken away from the patrol's purpose; the hours show but do not count for hotspots.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AbstractionStarted {
    /// From when.
    pub at: Moment,
    /// Why.
    pub reason: String,
    /// Who ordered it, by rank or role.
    pub authorised_by: String,
}

/// Back on the patrol's purpose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AbstractionEnded {
    /// From when.
    pub at: Moment,
}

/// What a patrol counts as plain numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TallyKind {
    /// Arrests.
    Arrest,
    /// Stop and searches.
    StopSearch,
    /// Intelligence reports.
    IntelReport,
    /// Traffic offence reports.
    Tor,
    /// Vehicles stopped.
    VehicleStop,
    /// Vehicles seized under PRA 2002 s59.
    VehicleSeizedS59,
    /// Vehicles seized under another power.
    VehicleSeizedOther,
    /// Community protection warnings.
    Cpw,
}

/// Adds to (or, to undo, takes from) the patrol's tallies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatrolTallied {
    /// When.
    pub at: Moment,
    /// How many of each.
    pub add: BTreeMap<TallyKind, i32>,
}

/// A reference into another system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatrolReferenced {
    /// When.
    pub at: Moment,
    /// Which system.
    pub system: ReferenceSystem,
    /// Its number there.
    pub value: String,
}

/// What the officer adds to the derived minutes. Derived figures are annotated, never edited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatrolAnnotated {
    /// When.
    pub at: Moment,
    /// The officer's words.
    pub text: String,
}

/// How a patrol came to its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "how")]
pub enum Ending {
    /// The officer signed off.
    SignedOff,
    /// Forgotten, and closed later at its last fix.
    ClosedAtLastFix {
        /// Why it is closed now.
        reason: String,
    },
}

/// Sign-off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatrolEnded {
    /// The last instant on duty.
    pub at: Moment,
    /// How.
    pub ending: Ending,
}

/// One entry of a patrol's story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PatrolEntry {
    /// See [`PatrolStarted`].
    Started(PatrolStarted),
    /// See [`PatrolChanged`].
    Changed(PatrolChanged),
    /// See [`AbstractionStarted`].
    AbstractionStarted(AbstractionStarted),
    /// See [`AbstractionEnded`].
    AbstractionEnded(AbstractionEnded),
    /// See [`PatrolTallied`].
    Tallied(PatrolTallied),
    /// See [`PatrolReferenced`].
    Referenced(PatrolReferenced),
    /// See [`PatrolAnnotated`].
    Annotated(PatrolAnnotated),
    /// See [`PatrolEnded`].
    Ended(PatrolEnded),
}

impl PatrolEntry {
    /// The operation it names, from its moment on; sign-on names none as well. Absent if it says nothing of that.
    #[must_use]
    pub fn operation(&self) -> Option<(Moment, Option<String>)> {
        match self {
            Self::Started(started) => Some((started.at, started.operation.clone())),
            Self::Changed(changed) => Some((changed.at, Some(changed.operation.clone()?))),
            _ => None,
        }
    }
}

kinds!(PatrolEntry {
    "patrol_started" => Started,
    "patrol_changed" => Changed,
    "abstraction_started" => AbstractionStarted,
    "abstraction_ended" => AbstractionEnded,
    "patrol_tallied" => Tallied,
    "patrol_referenced" => Referenced,
    "patrol_annotated" => Annotated,
    "patrol_ended" => Ended,
});

/// Why an entry does not fit a patrol's story. The entry is kept all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PatrolRefusal {
    /// No patrol is open.
    #[error("no patrol is open: sign on first")]
    NotOpen,
    /// The patrol is open already.
    #[error("a patrol is open already: sign off first")]
    AlreadyOpen,
    /// The patrol has ended.
    #[error("the patrol has ended: it can be annotated, never changed")]
    AlreadyEnded,
    /// An abstraction is running.
    #[error("an abstraction is running: end it first")]
    AlreadyAbstracted,
    /// No abstraction is running.
    #[error("no abstraction is running: start one first")]
    NotAbstracted,
    /// The crew does not name the notebook's officer, names one twice, or is larger than 50.
    #[error(
        "this crew is not possible: name colleagues only, nobody twice, at most {CREW_MAX} people in all"
    )]
    Crew,
    /// A text is empty or too long.
    #[error("{field} is empty or too long: write 1 to {most} characters")]
    Text {
        /// Which field.
        field: &'static str,
        /// Most characters.
        most: usize,
    },
    /// A tally would fall below zero or rise absurdly.
    #[error("a tally stays between 0 and 10,000: correct the number added")]
    Tally,
    /// A later step dated before an earlier one of the same start of the phone.
    #[error("the time lies before the step before it: give a later one")]
    TimeRunsBack,
}

/// A stretch of a patrol between two moments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Abstraction {
    /// From when.
    pub from: Moment,
    /// Until when; absent while it runs (then until the patrol's end).
    pub to: Option<Moment>,
    /// Why.
    pub reason: String,
    /// Who ordered it.
    pub authorised_by: String,
}

/// A patrol as its entries tell it: the fold, on the phone and on the server alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Patrol {
    /// Sign-on.
    pub started: Moment,
    /// Why.
    pub duty: Duty,
    /// Declared ways of moving, each from its moment on; never empty.
    pub modes: Vec<(Moment, TravelMode)>,
    /// Crews, each from its moment on; never empty.
    pub crews: Vec<(Moment, Crew)>,
    /// The operation.
    pub operation: Option<String>,
    /// Abstractions in order.
    pub abstractions: Vec<Abstraction>,
    /// Tallies.
    pub tallies: BTreeMap<TallyKind, i32>,
    /// References.
    pub references: Vec<(ReferenceSystem, String)>,
    /// Annotations.
    pub annotations: Vec<String>,
    /// Sign-off; absent while open.
    pub ended: Option<PatrolEnded>,
}

/// Most people on one crew.
const CREW_MAX: usize = 50;
/// Most of one tally.
const TALLY_MAX: i32 = 10_000;

impl Patrol {
    /// Begins the story; `own` is the notebook's officer.
    ///
    /// # Errors
    /// [`PatrolRefusal::Crew`], [`PatrolRefusal::Text`].
    pub fn start(start: &PatrolStarted, own: Id) -> Result<Self, PatrolRefusal> {
        check_crew(&start.crew, own)?;
        if let Some(operation) = &start.operation {
            check_text("operation", operation, NAME_MAX)?;
        }
        Ok(Self {
            started: start.at,
            duty: start.duty,
            modes: vec![(start.at, start.mode)],
            crews: vec![(start.at, start.crew.clone())],
            operation: start.operation.clone(),
            abstractions: Vec::new(),
            tallies: BTreeMap::new(),
            references: Vec::new(),
            annotations: Vec::new(),
            ended: None,
        })
    }

    /// Takes the next entry of the story; on a refusal nothing has changed.
    ///
    /// # Errors
    /// A [`PatrolRefusal`] that says why.
    pub fn apply(&mut self, entry: &PatrolEntry, own: Id) -> Result<(), PatrolRefusal> {
        match entry {
            PatrolEntry::Started(_) => return Err(PatrolRefusal::AlreadyOpen),
            PatrolEntry::Annotated(annotated) => {
                check_text("annotation", &annotated.text, TEXT_MAX)?;
                self.annotations.push(annotated.text.clone());
                return Ok(());
            }
            _ if self.ended.is_some() => return Err(PatrolRefusal::AlreadyEnded),
            PatrolEntry::Changed(changed) => self.change(changed, own)?,
            PatrolEntry::AbstractionStarted(begun) => self.begin_abstraction(begun)?,
            PatrolEntry::AbstractionEnded(ended) => {
                self.check_order(&ended.at)?;
                let running = self.abstractions.last_mut().filter(|abstraction| abstraction.to.is_none());
                running.ok_or(PatrolRefusal::NotAbstracted)?.to = Some(ended.at);
            }
            PatrolEntry::Tallied(tallied) => self.tally(tallied)?,
            PatrolEntry::Referenced(reference) => {
                check_text("reference", &reference.value, NAME_MAX)?;
                self.references.push((reference.system, reference.value.clone()));
            }
            PatrolEntry::Ended(ended) => {
                if let Ending::ClosedAtLastFix { reason } = &ended.ending {
                    check_text("reason", reason, NAME_MAX)?;
                }
                if precedes(&ended.at, &self.started) {
                    return Err(PatrolRefusal::TimeRunsBack);
                }
                self.ended = Some(ended.clone());
            }
        }
        Ok(())
    }

    /// Whether fixes are recorded now.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.ended.is_none()
    }

    fn change(&mut self, changed: &PatrolChanged, own: Id) -> Result<(), PatrolRefusal> {
        self.check_order(&changed.at)?;
        if let Some(crew) = &changed.crew {
            check_crew(crew, own)?;
        }
        if let Some(operation) = &changed.operation {
            check_text("operation", operation, NAME_MAX)?;
        }
        if let Some(crew) = &changed.crew {
            self.crews.push((changed.at, crew.clone()));
        }
        if let Some(mode) = changed.mode {
            self.modes.push((changed.at, mode));
        }
        if changed.operation.is_some() {
            self.operation.clone_from(&changed.operation);
        }
        Ok(())
    }

    fn begin_abstraction(&mut self, begun: &AbstractionStarted) -> Result<(), PatrolRefusal> {
        self.check_order(&begun.at)?;
        if self.abstractions.last().is_some_and(|abstraction| abstraction.to.is_none()) {
            return Err(PatrolRefusal::AlreadyAbstracted);
        }
        check_text("reason", &begun.reason, NAME_MAX)?;
        check_text("authorised by", &begun.authorised_by, NAME_MAX)?;
        self.abstractions.push(Abstraction {
            from: begun.at,
            to: None,
            reason: begun.reason.clone(),
            authorised_by: begun.authorised_by.clone(),
        });
        Ok(())
    }

    fn tally(&mut self, tallied: &PatrolTallied) -> Result<(), PatrolRefusal> {
        let mut sums = self.tallies.clone();
        for (kind, add) in &tallied.add {
            let sum = sums.entry(*kind).or_insert(0);
            *sum = sum.saturating_add(*add);
            if !(0..=TALLY_MAX).contains(sum) {
                return Err(PatrolRefusal::Tally);
            }
        }
        self.tallies = sums;
        Ok(())
    }

    /// A step must not lie before the last crew, mode or abstraction step of the same start of the phone.
    fn check_order(&self, at: &Moment) -> Result<(), PatrolRefusal> {
        let abstraction = self.abstractions.last().map(|last| last.to.unwrap_or(last.from));
        let steps = self.modes.last().map(|(at, _)| *at).into_iter();
        let last = steps.chain(self.crews.last().map(|(at, _)| *at)).chain(abstraction);
        if last.into_iter().any(|step| precedes(at, &step)) {
            Err(PatrolRefusal::TimeRunsBack)
        } else {
            Ok(())
        }
    }
}

/// Monotonic times compare only within one start of the phone; across starts nothing is said.
fn precedes(left: &Moment, right: &Moment) -> bool {
    left.boot == right.boot && left.mono < right.mono
}

fn check_crew(crew: &Crew, own: Id) -> Result<(), PatrolRefusal> {
    let mut officers = crew.officers.clone();
    officers.sort_unstable();
    officers.dedup();
    let people = officers.len() + usize::from(crew.others);
    if officers.len() == crew.officers.len() && officers.binary_search(&own).is_ok() && people <= CREW_MAX {
        Ok(())
    } else {
        Err(PatrolRefusal::Crew)
    }
}

fn check_text(field: &'static str, text: &str, most: usize) -> Result<(), PatrolRefusal> {
    if text.trim().is_empty() || text.chars().count() > most {
        Err(PatrolRefusal::Text { field, most })
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests;
