//! One encampment's story: what holds, in the order in which it happened, and what was told and cannot be.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_protocol::id::Id;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::refusal::StepRefusal;
use super::{Beside, Told, Used};
use crate::calendar::local_date;
use crate::notices::known::Tag;
use crate::records::encampment::{
    CourtMatter, Direction, DirectionForm, EncampmentEntry, EncampmentReported, EncampmentStep, EntryAt,
    Land, Visit,
};
use crate::records::encounter::people::registration;
use crate::records::notice::content::WelfareDone;
use crate::records::reference::Reference;

/// How far an encampment has come. From a written direction on each stage needs the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Somebody told of it.
    Reported,
    /// Somebody went there.
    Attended,
    /// A welfare check is complete.
    WelfareDone,
    /// A written direction was given (s77).
    S77,
    /// The court was asked for an order (s78).
    S78Applied,
    /// The court made it.
    S78Order,
    /// Bailiffs carried it out.
    Bailiffs,
}

impl Stage {
    /// All of them, in order.
    pub const ALL: [Self; 7] = [
        Self::Reported,
        Self::Attended,
        Self::WelfareDone,
        Self::S77,
        Self::S78Applied,
        Self::S78Order,
        Self::Bailiffs,
    ];

    /// As screens, tables and exports name it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Reported => "reported",
            Self::Attended => "attended",
            Self::WelfareDone => "welfare_done",
            Self::S77 => "s77",
            Self::S78Applied => "s78_applied",
            Self::S78Order => "s78_order",
            Self::Bailiffs => "bailiffs",
        }
    }

    /// As a person says it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Reported => "reported",
            Self::Attended => "attended",
            Self::WelfareDone => "a welfare check is complete",
            Self::S77 => "directed to leave in writing (s77)",
            Self::S78Applied => "the court was asked for an order (s78)",
            Self::S78Order => "the court made an order (s78)",
            Self::Bailiffs => "bailiffs carried the order out",
        }
    }
}

/// Something that holds, where it is told, by whom, and when it happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Placed<T> {
    /// The entry.
    pub at: EntryAt,
    /// Who told it.
    pub by: Id,
    /// When it happened, UTC milliseconds.
    pub time: i64,
    /// What.
    pub what: T,
}

/// Of what has no more to tell than that it happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Only {
    /// It did.
    #[default]
    Happened,
}

impl<T> Placed<T> {
    /// The local day on which it happened.
    #[must_use]
    pub fn day(&self) -> Date {
        local_date(self.time).unwrap_or(Date::ZERO)
    }
}

/// Something that was told and does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused {
    /// The entry.
    pub at: EntryAt,
    /// Who told it.
    pub by: Id,
    /// When it is said to have happened, UTC milliseconds.
    pub time: i64,
    /// What, by its name.
    pub what: &'static str,
    /// Why not.
    pub refusal: StepRefusal,
}

/// Two reports that are one encampment's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Joined {
    /// The one it was told of.
    pub one: Id,
    /// The other.
    pub other: Id,
    /// Why.
    pub why: String,
}

/// Something that was told and was taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenBack {
    /// What, by its name.
    pub what: &'static str,
    /// Who told it.
    pub by: Id,
    /// When it is said to have happened, UTC milliseconds.
    pub time: i64,
    /// What took it back, and why.
    pub back: Placed<String>,
}

/// An encampment as all journals tell it. Lists are in the order in which things happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Encampment {
    /// Its id; of one that was reported more than once the smallest.
    pub id: Id,
    /// Its other ids.
    pub joined: BTreeSet<Id>,
    /// Reports; none while the first has not come.
    pub reports: Vec<Placed<EncampmentReported>>,
    /// Visits.
    pub visits: Vec<Placed<Visit>>,
    /// The newest welfare check that is complete.
    pub welfare: Option<Placed<WelfareDone>>,
    /// All welfare checks told of.
    pub checks: BTreeSet<Id>,
    /// Spoken directions.
    pub spoken: Vec<Placed<Direction>>,
    /// Spoken directions that do not hold because no welfare check was complete, or it asked to wait, and whoever gave them
    /// says why: they happened.
    pub unassessed: Vec<Placed<Direction>>,
    /// Written directions.
    pub written: Vec<Placed<Direction>>,
    /// The court was asked.
    pub applied: Option<Placed<CourtMatter>>,
    /// The court's order.
    pub order: Option<Placed<CourtMatter>>,
    /// Bailiffs carried it out.
    pub bailiffs: Option<Placed<Only>>,
    /// The police directed people to leave: their number.
    pub s61: Option<Placed<Option<String>>>,
    /// Nobody is there any more: what was left.
    pub vacated: Option<Placed<Option<String>>>,
    /// What it is called in other systems, also after it was vacated.
    pub references: Vec<Placed<Reference>>,
    /// That it is one with what another report tells of.
    pub same: Vec<Placed<Joined>>,
    /// Entries that were taken back.
    pub taken_back: BTreeMap<EntryAt, TakenBack>,
    /// Entries that do not hold.
    pub refused: Vec<Refused>,
}

impl Encampment {
    pub(super) fn new(id: Id) -> Self {
        Self {
            id,
            joined: BTreeSet::new(),
            reports: Vec::new(),
            visits: Vec::new(),
            welfare: None,
            checks: BTreeSet::new(),
            spoken: Vec::new(),
            unassessed: Vec::new(),
            written: Vec::new(),
            applied: None,
            order: None,
            bailiffs: None,
            s61: None,
            vacated: None,
            references: Vec::new(),
            same: Vec::new(),
            taken_back: BTreeMap::new(),
            refused: Vec::new(),
        }
    }

    /// How far it has come; absent while nothing of it holds.
    #[must_use]
    pub fn stage(&self) -> Option<Stage> {
        // From the end: what is there needed all before it.
        let reached = [
            (self.bailiffs.is_some(), Stage::Bailiffs),
            (self.order.is_some(), Stage::S78Order),
            (self.applied.is_some(), Stage::S78Applied),
            (!self.written.is_empty(), Stage::S77),
            (self.welfare.is_some(), Stage::WelfareDone),
            (!self.visits.is_empty(), Stage::Attended),
            (!self.reports.is_empty(), Stage::Reported),
        ];
        reached.into_iter().find_map(|(reached, stage)| reached.then_some(stage))
    }

    /// The local day it was first reported; absent while no report has come.
    #[must_use]
    pub fn reported(&self) -> Option<Date> {
        self.reports.first().map(Placed::day)
    }

    /// The land, as last reported.
    #[must_use]
    pub fn land(&self) -> Option<&Land> {
        self.reports.last().map(|report| &report.what.land)
    }

    /// The newest visit.
    #[must_use]
    pub fn counted(&self) -> Option<&Placed<Visit>> {
        self.visits.last()
    }

    /// Takes the next entry in order; on a refusal nothing that holds has changed.
    pub(super) fn take(&mut self, told: &Told, beside: &Beside, used: &mut Used) -> Result<(), StepRefusal> {
        let step = match &told.entry {
            EncampmentEntry::Reported(reported) => {
                self.still_there(told, beside)?;
                self.reports.push(placed(told, (**reported).clone()));
                return Ok(());
            }
            EncampmentEntry::Step(step) => &step.step,
        };
        match step {
            // That it is still empty is no news, and no contradiction.
            EncampmentStep::Visit(visit) if visit.is_empty() => self.visits.push(placed(told, visit.clone())),
            EncampmentStep::Visit(visit) => {
                self.still_there(told, beside)?;
                self.visits.push(placed(told, visit.clone()));
            }
            EncampmentStep::Welfare(done) => {
                self.still_there(told, beside)?;
                // Told anew it may ask to wait longer, or no longer.
                need(self.welfare.as_ref().is_none_or(|one| one.what != *done), StepRefusal::ToldAlready)?;
                need(used.check(self.id, done), StepRefusal::CheckElsewhere)?;
                self.checks.insert(done.record);
                // An earlier check that is told anew takes nothing from what a later one asks for.
                let newest = self
                    .welfare
                    .as_ref()
                    .is_none_or(|one| one.what.record == done.record || one.what.completed <= done.completed);
                if newest {
                    self.welfare = Some(placed(told, done.clone()));
                }
            }
            EncampmentStep::Direction(direction) => self.direct(told, direction, (beside, used))?,
            EncampmentStep::S78Applied(matter) => {
                self.still_there(told, beside)?;
                let today = local_date(told.entry.time()).unwrap_or(Date::ZERO);
                let stands =
                    |one: &&Placed<Direction>| beside.given_up(&one.what).is_none_or(|day| today <= day);
                let mut standing = self.written.iter().filter(stands).peekable();
                need(standing.peek().is_some(), StepRefusal::DirectionFirst)?;
                let is_over = |by| by <= told.entry.time();
                let over = standing.any(|one| one.what.leave_by.is_none_or(is_over));
                need(over, StepRefusal::DirectionRunning)?;
                once(&mut self.applied, placed(told, matter.clone()))?;
            }
            EncampmentStep::S78Order(matter) => {
                self.still_there(told, beside)?;
                need(self.applied.is_some(), StepRefusal::ApplicationFirst)?;
                once(&mut self.order, placed(told, matter.clone()))?;
            }
            EncampmentStep::Bailiffs => {
                self.still_there(told, beside)?;
                need(self.order.is_some(), StepRefusal::OrderFirst)?;
                once(&mut self.bailiffs, placed(told, Only::Happened))?;
            }
            EncampmentStep::PoliceS61 { reference } => {
                self.still_there(told, beside)?;
                need(told.entitled, StepRefusal::PoliceTell)?;
                once(&mut self.s61, placed(told, reference.clone()))?;
            }
            EncampmentStep::Vacated { text } => {
                // Else all that came after it would not hold.
                need(used.is_reported_by(self.id, told.entry.time()), StepRefusal::BeforeReport)?;
                need(!self.left_before(told, beside), StepRefusal::ToldAlready)?;
                once(&mut self.vacated, placed(told, text.clone()))?;
            }
            EncampmentStep::Reference(reference) => self.references.push(placed(told, reference.clone())),
            // Both have done their work before.
            EncampmentStep::Same { other, why } => {
                let (one, other, why) = (told.encampment, *other, why.clone());
                self.same.push(placed(told, Joined { one, other, why }));
            }
            EncampmentStep::TakenBack { .. } => {}
        }
        Ok(())
    }

    fn still_there(&self, told: &Told, beside: &Beside) -> Result<(), StepRefusal> {
        let left = self.vacated.is_some() || self.left_before(told, beside);
        need(!left, StepRefusal::VacatedAlready)
    }

    /// Whether others told that it was vacated before this happened.
    fn left_before(&self, told: &Told, beside: &Beside) -> bool {
        beside.vacated(self.id, Some(self)).is_some_and(|left| left < told.entry.time())
    }

    fn direct(
        &mut self,
        told: &Told,
        direction: &Direction,
        (beside, used): (&Beside, &mut Used),
    ) -> Result<(), StepRefusal> {
        self.still_there(told, beside)?;
        let mut direction = direction.clone();
        if let Some(day) = beside.given_up(&direction) {
            // To return once it is given up is no offence under it.
            let last = day.yesterday().ok();
            let directed = local_date(told.entry.time()).ok();
            direction.return_until =
                direction.return_until.min(last).filter(|until| directed <= Some(*until));
        }
        if let Err(refusal) = self.assessed(told) {
            if direction.form == DirectionForm::Spoken && direction.without_assessment.is_some() {
                self.unassessed.push(placed(told, direction));
            }
            return Err(refusal);
        }
        need(told.entitled, StepRefusal::PowerNotHeld)?;
        let list = match &direction.form {
            DirectionForm::Spoken => &mut self.spoken,
            DirectionForm::Written { number } => {
                need(!beside.void.contains(number), StepRefusal::NoticeVoid)?;
                let known = |one: &Placed<Direction>| one.what.number() == Some(number);
                need(!self.written.iter().any(known), StepRefusal::ToldAlready)?;
                need(used.number(self.id, number), StepRefusal::NoticeElsewhere)?;
                &mut self.written
            }
        };
        list.push(placed(told, direction));
        Ok(())
    }

    /// The gate of any direction: a welfare check is complete, and does not ask to wait.
    fn assessed(&self, told: &Told) -> Result<(), StepRefusal> {
        let welfare = self.welfare.as_ref().ok_or(StepRefusal::WelfareFirst)?;
        let today = local_date(told.entry.time()).unwrap_or(Date::ZERO);
        need(welfare.what.wait_until.is_none_or(|until| until <= today), StepRefusal::WelfareWait)
    }

    /// Registrations of the vehicles a direction was given to: those it names, else those seen on visits before it.
    #[must_use]
    pub fn vehicles_of(&self, direction: &Placed<Direction>) -> BTreeSet<String> {
        let named = &direction.what.registrations;
        let seen = self.before(direction).flat_map(|visit| &visit.what.registrations);
        let told: Vec<&String> = if named.is_empty() { seen.collect() } else { named.iter().collect() };
        told.into_iter().filter_map(|typed| registration(typed)).collect()
    }

    /// People a direction was given to who are known: those it names, else those known from visits before it.
    #[must_use]
    pub fn people_of(&self, direction: &Placed<Direction>) -> BTreeSet<Tag> {
        let named = &direction.what.people;
        let seen = self.before(direction).flat_map(|visit| &visit.what.people);
        if named.is_empty() { seen.copied().collect() } else { named.iter().copied().collect() }
    }

    fn before(&self, direction: &Placed<Direction>) -> impl Iterator<Item = &Placed<Visit>> {
        self.visits.iter().filter(move |visit| visit.time <= direction.time)
    }
}

impl Direction {
    /// The number of its notice.
    #[must_use]
    pub fn number(&self) -> Option<&str> {
        match &self.form {
            DirectionForm::Spoken => None,
            DirectionForm::Written { number } => Some(number),
        }
    }
}

fn placed<T>(told: &Told, what: T) -> Placed<T> {
    Placed { at: told.at, by: told.by, time: told.entry.time(), what }
}

fn need(met: bool, refusal: StepRefusal) -> Result<(), StepRefusal> {
    if met { Ok(()) } else { Err(refusal) }
}

fn once<T>(place: &mut Option<Placed<T>>, told: Placed<T>) -> Result<(), StepRefusal> {
    need(place.is_none(), StepRefusal::ToldAlready)?;
    *place = Some(told);
    Ok(())
}
