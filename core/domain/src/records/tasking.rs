//! A task of the beat: what the desk asks an officer or a team to do in a place and a window of time, and what their
//! phones answer. Every task has one id in all journals; an answer of a phone is an entry about that id.
//!
//! What is sensitive – a home where there is violence, an address that somebody may watch – is for one officer alone, hides
//! its kind in every header, and leaves the phone a day after it came.

use beatbook_protocol::id::Id;
use beatbook_protocol::limits::{NAME_MAX, TEXT_MAX};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::access::{Area, AreaAudience, Audience};
use crate::orders::legal_time::LegalTime;
use crate::records::journal::Moment;
use crate::records::seen::{BadText, said};

/// Longest window of a task, milliseconds: 92 days, a quarter.
pub const WINDOW_MAX_MS: i64 = 92 * 24 * 3_600_000;
/// How long what is sensitive stays on a phone after it came, milliseconds.
pub const SENSITIVE_MS: i64 = 24 * 3_600_000;

const MINUTE_MS: i64 = 60_000;

/// Which meeting or plan a task comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskSource {
    /// National Intelligence Model: the tasking meeting's nominations.
    Nim,
    /// A problem management plan.
    Pmp,
    /// The daily management meeting.
    Dmm,
    /// The community safety partnership.
    Csp,
    /// The welfare service: what follows from a welfare record, [`crate::records::task::WelfareTask`].
    Welfare,
}

impl TaskSource {
    /// Its word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Nim => "nim",
            Self::Pmp => "pmp",
            Self::Dmm => "dmm",
            Self::Csp => "csp",
            Self::Welfare => "welfare",
        }
    }
}

/// What comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskPriority {
    /// Before everything else.
    High,
    /// As it comes.
    Normal,
    /// When there is time.
    Low,
}

impl TaskPriority {
    /// Its word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Normal => "normal",
            Self::Low => "low",
        }
    }
}

/// Whom a task is for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskFor {
    /// This officer.
    Officer(Id),
    /// Anybody of this team, as officers' teams are spelled.
    Team(String),
    /// Anybody of the welfare service.
    Service,
    /// Those who lead safeguarding, and nobody else.
    Leads(Vec<Id>),
}

impl TaskFor {
    /// Whose phones are told.
    #[must_use]
    pub fn audience(&self) -> Audience {
        match self {
            Self::Officer(officer) => Audience::Officers(vec![*officer]),
            Self::Team(team) => Audience::Team(team.clone()),
            Self::Service => Audience::Area(AreaAudience::of(Area::Welfare)),
            Self::Leads(leads) => Audience::Officers(leads.clone()),
        }
    }

    /// Whether it is for an officer of this team.
    #[must_use]
    pub fn is(&self, officer: Id, team: &str) -> bool {
        match self {
            Self::Officer(one) => *one == officer,
            Self::Team(one) => one == team,
            Self::Service => true,
            Self::Leads(leads) => leads.contains(&officer),
        }
    }
}

/// Where it is to be done.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskPlace {
    /// In the zone of this code: presence there is proposed as proof.
    Zone(String),
    /// At a place in words.
    Address(String),
}

/// Why a task is sensitive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SensitiveKind {
    /// Domestic abuse.
    DomesticAbuse,
    /// A vulnerable address.
    VulnerableAddress,
}

/// What care a sensitive task needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Discretion {
    /// Why.
    pub kind: SensitiveKind,
    /// No card, letter or note is to be left there.
    pub leave_nothing_in_writing: bool,
    /// Nobody is to ring there before or after.
    pub do_not_call: bool,
}

/// A task as the desk set it; a later one of the same id replaces it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskSet {
    /// The task, and its entry's record. It tells no more than the hour.
    pub task: Id,
    /// Which meeting or plan it comes from.
    pub source: TaskSource,
    /// The meeting's or plan's own reference.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reference: Option<String>,
    /// Whom it is for.
    pub for_whom: TaskFor,
    /// Where.
    pub place: TaskPlace,
    /// What is to be done.
    pub what: String,
    /// First instant, UTC milliseconds.
    pub from: i64,
    /// First instant after it, UTC milliseconds: undone then, it is overdue.
    pub until: i64,
    /// What comes first.
    pub priority: TaskPriority,
    /// Present if it is sensitive.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub discretion: Option<Discretion>,
    /// Who set it; absent if it follows by a rule.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub by: Option<Id>,
}

/// It is not to be done any more, or not by those it was for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskWithdrawn {
    /// The task.
    pub task: Id,
    /// Whom it was for.
    pub for_whom: TaskFor,
    /// Whether headers hide it.
    pub sensitive: bool,
    /// Why.
    pub why: String,
    /// Who withdrew it.
    pub by: Id,
    /// That officer handed it over, and the server has given it on.
    #[serde(skip_serializing_if = "core::ops::Not::not", default)]
    pub given_on: bool,
}

/// Why a task is not well formed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TaskForm {
    /// A text is empty or too long.
    #[error("{0} is empty or too long: write a few words, a code in at most 200 characters")]
    Text(&'static str),
    /// The window is none.
    #[error("a task's window ends after it begins, and is at most 92 days long: say when from and until")]
    Window,
    /// Sensitive, and for a team.
    #[error("what is sensitive is for one officer alone: name the officer instead of the team")]
    SensitiveTeam,
    /// Sensitive, and to be told in a zone.
    #[error("a sensitive task has an address, not a zone: its proof would tell where it was")]
    SensitiveZone,
    /// Of the welfare service.
    #[error("a task of welfare follows from a welfare record: tell that, or choose another source")]
    OfWelfare,
    /// Presence that cannot be.
    #[error("the presence is none: its time is not in its span")]
    Proof,
}

impl TaskForm {
    /// A stable name for scripts and tests.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Text(_) => "task_text",
            Self::Window => "task_window",
            Self::SensitiveTeam => "sensitive_team",
            Self::SensitiveZone => "sensitive_zone",
            Self::OfWelfare => "task_of_welfare",
            Self::Proof => "task_proof",
        }
    }
}

impl From<BadText> for TaskForm {
    fn from(bad: BadText) -> Self {
        Self::Text(bad.field)
    }
}

impl TaskSet {
    /// Whether it can be set.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn check(&self) -> Result<(), TaskForm> {
        said("what", &self.what, TEXT_MAX)?;
        if let Some(reference) = &self.reference {
            said("reference", reference, NAME_MAX)?;
        }
        if let TaskFor::Team(team) = &self.for_whom {
            said("team", team, NAME_MAX)?;
        }
        match &self.place {
            TaskPlace::Zone(code) => said("zone", code, NAME_MAX)?,
            TaskPlace::Address(address) => said("address", address, TEXT_MAX)?,
        }
        let length = self.until.checked_sub(self.from).ok_or(TaskForm::Window)?;
        if !(1..=WINDOW_MAX_MS).contains(&length) {
            return Err(TaskForm::Window);
        }
        if self.source == TaskSource::Welfare || matches!(self.for_whom, TaskFor::Service | TaskFor::Leads(_))
        {
            return Err(TaskForm::OfWelfare);
        }
        match (&self.discretion, &self.for_whom, &self.place) {
            (Some(_), TaskFor::Team(_), _) => Err(TaskForm::SensitiveTeam),
            (Some(_), _, TaskPlace::Zone(_)) => Err(TaskForm::SensitiveZone),
            _ => Ok(()),
        }
    }

    /// Whom a body about it is for.
    #[must_use]
    pub fn audience(&self) -> Audience {
        self.for_whom.audience()
    }

    /// Whether answers to it hide what they are, and it goes from desk to phone only.
    #[must_use]
    pub fn is_discreet(&self) -> bool {
        self.is_sensitive() || self.source == TaskSource::Welfare
    }

    /// Whether headers hide it.
    #[must_use]
    pub fn is_sensitive(&self) -> bool {
        self.discretion.is_some()
    }
}

impl TaskWithdrawn {
    /// Whom a body about it is for. What hides and was for a team is of the welfare service: for those of the team who may
    /// read that.
    #[must_use]
    pub fn audience(&self) -> Audience {
        match &self.for_whom {
            TaskFor::Team(team) if self.sensitive => {
                Audience::Area(AreaAudience { team: Some(team.clone()), ..AreaAudience::of(Area::Welfare) })
            }
            for_whom => for_whom.audience(),
        }
    }
}

/// Presence in a task's zone within its window, as the phone measured it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskProof {
    /// The patrol it was measured on.
    pub patrol: Id,
    /// Code of the zone.
    pub zone: String,
    /// First instant of presence, UTC milliseconds.
    pub from: i64,
    /// First instant after the last.
    pub to: i64,
    /// Presence between them, milliseconds: the estimate.
    pub present: i64,
    /// How sure that is; absent in what was told before phones kept it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub bounds: Option<ProofBounds>,
}

/// Between what the presence of a proof lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProofBounds {
    /// Certainly in the zone within the window, milliseconds.
    pub certain: i64,
    /// Possibly there, milliseconds.
    pub possible: i64,
}

impl TaskProof {
    fn check(&self) -> Result<(), TaskForm> {
        said("zone", &self.zone, NAME_MAX)?;
        let most = self.to.checked_sub(self.from).ok_or(TaskForm::Proof)?;
        let holds = |bounds: ProofBounds| {
            (0..=self.present).contains(&bounds.certain) && self.present <= bounds.possible
        };
        let is_one = self.present > 0 && self.present <= most && self.bounds.is_none_or(holds);
        if is_one { Ok(()) } else { Err(TaskForm::Proof) }
    }

    /// Its minutes and how sure they are, in words.
    #[must_use]
    pub fn minutes(&self) -> String {
        // To the nearest, as patrols say theirs.
        let whole = |time: i64| (time + MINUTE_MS / 2) / MINUTE_MS;
        let sure = match self.bounds {
            Some(ProofBounds { certain, possible }) => {
                format!("certain {}, possible {}", whole(certain), whole(possible))
            }
            None => "certain and possible not told".to_owned(),
        };
        format!("{} min ({sure})", whole(self.present))
    }
}

/// Why a task was not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotDoneReason {
    /// There was no time.
    NoTime,
    /// The officer was abstracted.
    Abstracted,
    /// Nobody got there, or in.
    NoAccess,
    /// Nobody was there.
    NobodyThere,
    /// It was not safe.
    NotSafe,
    /// It was no longer needed.
    NotNeeded,
    /// Something else: see the words.
    Other,
}

impl NotDoneReason {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 7] = [
        Self::NoTime,
        Self::Abstracted,
        Self::NoAccess,
        Self::NobodyThere,
        Self::NotSafe,
        Self::NotNeeded,
        Self::Other,
    ];

    /// Its word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::NoTime => "no_time",
            Self::Abstracted => "abstracted",
            Self::NoAccess => "no_access",
            Self::NobodyThere => "nobody_there",
            Self::NotSafe => "not_safe",
            Self::NotNeeded => "not_needed",
            Self::Other => "other",
        }
    }
}

/// What an officer answers to a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskAnswer {
    /// The officer takes it on.
    Accepted,
    /// It is done.
    Done {
        /// Presence that shows it, as the officer confirmed.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        proof: Option<TaskProof>,
        /// What came of it.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        words: Option<String>,
    },
    /// It is not.
    NotDone {
        /// Why.
        reason: NotDoneReason,
        /// The same in words; with [`NotDoneReason::Other`] they must be there.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        words: Option<String>,
    },
    /// A colleague takes it.
    HandedOver {
        /// Who.
        to: Id,
    },
}

impl TaskAnswer {
    /// Its word.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Done { .. } => "done",
            Self::NotDone { .. } => "not_done",
            Self::HandedOver { .. } => "handed_over",
        }
    }
}

/// The entry of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskAnswered {
    /// When it was written down.
    pub at: Moment,
    /// Legal time of that.
    pub legal: LegalTime,
    /// Of a review: how many concerns and sightings it was about as far as the phone knew. Phones did not always tell.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub about: Option<u32>,
    /// What.
    pub answer: TaskAnswer,
}

impl TaskAnswered {
    /// Whether it can be kept.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn check(&self) -> Result<(), TaskForm> {
        let words =
            |words: &Option<String>| words.as_ref().map_or(Ok(()), |one| said("words", one, TEXT_MAX));
        match &self.answer {
            TaskAnswer::Accepted | TaskAnswer::HandedOver { .. } => Ok(()),
            TaskAnswer::Done { proof, words: told } => {
                proof.as_ref().map_or(Ok(()), TaskProof::check)?;
                Ok(words(told)?)
            }
            TaskAnswer::NotDone { reason: NotDoneReason::Other, words: None } => Err(TaskForm::Text("words")),
            TaskAnswer::NotDone { words: told, .. } => Ok(words(told)?),
        }
    }
}
