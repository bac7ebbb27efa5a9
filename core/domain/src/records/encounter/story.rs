//! An encounter as its entries tell it: the fold, on the phone and on the server alike.
//!
//! Only form is refused (a text too long, a person nobody mentioned). What is out of order for the law is
//! kept, and said in `oddities`.

use std::collections::BTreeMap;

use beatbook_protocol::limits::{NAME_MAX, TEXT_MAX};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::orders::legal_time::LegalTime;
use crate::records::encounter::judged::EncounterJudged;
use crate::records::encounter::people::{Details, PersonKnown, VehicleKnown};
use crate::records::encounter::positions::EncounterPlaced;
use crate::records::encounter::steps::{EarlierHelp, Item, Step};
use crate::records::encounter::{
    Detail, EncounterConduct, EncounterEntry, EncounterOpened, EncounterStep, Label, LandType, Outcome,
};
use crate::records::journal::Moment;
use crate::records::seen::{BadText, said, short};

/// Most people, vehicles, conducts and steps of one encounter, each.
pub const EACH_MAX: usize = 200;
/// Most lines of an address, items handed over, or earlier encounters named.
const LINES_MAX: usize = 20;

/// Why an entry does not fit an encounter's story. The entry is kept all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum EncounterRefusal {
    /// It begins with another entry than its opening.
    #[error("no encounter is open under this id: open one first")]
    NotOpened,
    /// It is open.
    #[error("the encounter is open already")]
    AlreadyOpened,
    /// Nobody of this label was recorded.
    #[error("record the person before what they did")]
    UnknownPerson,
    /// No vehicle of this label was recorded.
    #[error("record the vehicle before what was done with it")]
    UnknownVehicle,
    /// Too many people, vehicles, conducts or steps.
    #[error("an encounter holds at most {EACH_MAX} people, vehicles, behaviours and steps: open another")]
    TooMany,
    /// A text is empty or too long.
    #[error(
        "{field} is empty or too long: a name or code has at most {NAME_MAX} characters, a text {TEXT_MAX}, a list {LINES_MAX} entries"
    )]
    Text {
        /// Which field.
        field: &'static str,
    },
}

impl From<BadText> for EncounterRefusal {
    fn from(bad: BadText) -> Self {
        Self::Text { field: bad.field }
    }
}

/// A step that does not follow from the one before. Kept, shown, and settled by doing it again in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Oddity {
    /// Complied or refused with nothing asked.
    NothingAsked,
    /// Disposed of something with nothing handed over.
    NothingSurrendered,
    /// An evidential question before the caution, by the times told.
    QuestionBeforeCaution,
    /// Details required under PRA 2002 s50 or EPA 1990 s88 by somebody who held no such power.
    DetailsWithoutPower,
    /// An arrest by somebody who held no power for it.
    ArrestWithoutPower,
}

/// What was asked of someone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asked {
    /// To stop drinking or to surrender alcohol.
    Alcohol,
    /// To follow a direction under this condition.
    Direction(String),
}

/// How far up the ladder someone is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Seen.
    #[default]
    Noticed,
    /// Spoken to.
    Engaged,
    /// Advised.
    Advised,
    /// Required or directed.
    Required {
        /// What.
        asked: Asked,
        /// When, UTC milliseconds.
        time: Option<i64>,
    },
    /// Did it.
    Complied,
    /// Handed over what was asked for.
    Surrendered {
        /// What.
        items: Vec<Item>,
        /// What became of it.
        disposed: Option<String>,
    },
    /// Did not.
    Refused {
        /// What was asked.
        asked: Asked,
        /// When it was asked, UTC milliseconds.
        required: Option<i64>,
        /// When it was refused, UTC milliseconds.
        refused: Option<i64>,
    },
}

impl Stage {
    /// The stage after a step. Steps beside the ladder change nothing.
    ///
    /// # Errors
    /// The [`Oddity`] of a step that does not follow.
    pub fn after(&self, step: &Step, time: Option<i64>) -> Result<Self, Oddity> {
        Ok(match (self, step) {
            (Self::Noticed, Step::Engaged { .. }) => Self::Engaged,
            (Self::Noticed | Self::Engaged, Step::Advised { .. }) => Self::Advised,
            (_, Step::Required { .. }) => Self::Required { asked: Asked::Alcohol, time },
            (_, Step::Directed { condition, .. }) => {
                Self::Required { asked: Asked::Direction(condition.clone()), time }
            }
            (_, Step::Surrendered { items }) => Self::Surrendered { items: items.clone(), disposed: None },
            (Self::Surrendered { items, .. }, Step::Disposed { how, .. }) => {
                Self::Surrendered { items: items.clone(), disposed: Some(how.clone()) }
            }
            (_, Step::Disposed { .. }) => return Err(Oddity::NothingSurrendered),
            (Self::Advised | Self::Required { .. } | Self::Refused { .. }, Step::Complied) => Self::Complied,
            (Self::Required { asked, time: required }, Step::Refused { .. }) => {
                Self::Refused { asked: asked.clone(), required: *required, refused: time }
            }
            (Self::Refused { .. }, Step::Refused { .. }) | (Self::Complied, Step::Complied) => self.clone(),
            (_, Step::Complied | Step::Refused { .. }) => return Err(Oddity::NothingAsked),
            _ => self.clone(),
        })
    }
}

/// A person of the encounter.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Person {
    /// What is known.
    pub known: PersonKnown,
    /// How far it came.
    pub stage: Stage,
    /// How it ended.
    pub outcome: Option<(Outcome, Option<String>)>,
}

/// Why somebody was given no fixed penalty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoFpn {
    /// To whom; absent for everybody who has no outcome of their own.
    pub person: Option<Label>,
    /// The reason's code.
    pub reason: String,
    /// When it was told.
    pub at: Moment,
}

/// An encounter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Encounter {
    /// The first entry.
    pub opened: EncounterOpened,
    /// Kind of land.
    pub land: Option<LandType>,
    /// Operations it belongs to.
    pub operations: Vec<String>,
    /// People by label.
    pub people: BTreeMap<Label, Person>,
    /// Vehicles by label.
    pub vehicles: BTreeMap<Label, VehicleKnown>,
    /// What was done, in order.
    pub conducts: Vec<EncounterConduct>,
    /// Steps, in the order they were written down.
    pub steps: Vec<EncounterStep>,
    /// Outcome of everybody without an own one.
    pub outcome: Option<(Outcome, Option<String>)>,
    /// Why no fixed penalty was given, as it stands: one line for whom an outcome was told.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub no_fpn: Vec<NoFpn>,
    /// References, witnesses, statements, evidence and annotations, in order.
    pub details: Vec<Detail>,
    /// What was out of order: the step's place in `steps`, and what.
    pub oddities: Vec<(usize, Oddity)>,
    /// Positions told after it began, in order.
    #[serde(default)]
    pub positions: Vec<EncounterPlaced>,
    /// How the conditions stood that conducts name, in order; of one conduct the last holds.
    #[serde(default)]
    pub judged: Vec<EncounterJudged>,
    /// What was done without the power for it: with whom, absent for everybody, and what.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub unpowered: Vec<(Option<Label>, Oddity)>,
}

impl Encounter {
    /// Begins the story.
    ///
    /// # Errors
    /// [`EncounterRefusal::Text`].
    pub fn open(opened: &EncounterOpened) -> Result<Self, EncounterRefusal> {
        said("controller", &opened.controller, NAME_MAX)?;
        if let Some(operation) = &opened.operation {
            said("operation", operation, NAME_MAX)?;
        }
        Ok(Self {
            opened: opened.clone(),
            land: opened.land,
            operations: opened.operation.iter().cloned().collect(),
            people: BTreeMap::new(),
            vehicles: BTreeMap::new(),
            conducts: Vec::new(),
            steps: Vec::new(),
            outcome: None,
            no_fpn: Vec::new(),
            details: Vec::new(),
            oddities: Vec::new(),
            positions: Vec::new(),
            judged: Vec::new(),
            unpowered: Vec::new(),
        })
    }

    /// Takes the next entry of the story; on a refusal nothing has changed.
    ///
    /// # Errors
    /// An [`EncounterRefusal`] of form, never of law.
    pub fn apply(&mut self, entry: &EncounterEntry) -> Result<(), EncounterRefusal> {
        match entry {
            EncounterEntry::Opened(_) => return Err(EncounterRefusal::AlreadyOpened),
            EncounterEntry::Person(told) => {
                check_person(&told.known)?;
                room(self.people.len(), self.people.contains_key(&told.person))?;
                self.people.entry(told.person).or_default().known.learn(&told.known);
                if told.without_power {
                    self.unpowered.push((Some(told.person), Oddity::DetailsWithoutPower));
                }
            }
            EncounterEntry::Vehicle(told) => {
                check_vehicle(&told.known)?;
                self.known_person(told.known.driver)?;
                room(self.vehicles.len(), self.vehicles.contains_key(&told.vehicle))?;
                self.vehicles.entry(told.vehicle).or_default().learn(&told.known);
            }
            EncounterEntry::Conduct(conduct) => {
                said("code", &conduct.code, NAME_MAX)?;
                said("text", &conduct.text, TEXT_MAX)?;
                self.known_person(conduct.person)?;
                if conduct.vehicle.is_some_and(|vehicle| !self.vehicles.contains_key(&vehicle)) {
                    return Err(EncounterRefusal::UnknownVehicle);
                }
                room(self.conducts.len(), false)?;
                self.conducts.push(conduct.clone());
                self.judge_cautions();
            }
            EncounterEntry::Step(step) => self.step(step)?,
            EncounterEntry::Outcome(told) => {
                self.known_person(told.person)?;
                if let Some(text) = &told.text {
                    said("text", text, TEXT_MAX)?;
                }
                told.no_fpn.iter().try_for_each(|reason| said("reason", reason, NAME_MAX))?;
                if told.without_power {
                    self.unpowered.push((told.person, Oddity::ArrestWithoutPower));
                }
                self.no_fpn.retain(|one| one.person != told.person);
                let stands =
                    |reason: &String| NoFpn { person: told.person, reason: reason.clone(), at: told.at };
                self.no_fpn.extend(told.no_fpn.iter().map(stands));
                let outcome = Some((told.outcome, told.text.clone()));
                match told.person.and_then(|person| self.people.get_mut(&person)) {
                    Some(person) => person.outcome = outcome,
                    None => self.outcome = outcome,
                }
            }
            EncounterEntry::Added(added) => {
                check_detail(&added.detail)?;
                room(self.details.len(), false)?;
                match &added.detail {
                    Detail::Land(land) => self.land = Some(*land),
                    Detail::Operation(name) => self.operations.push(name.clone()),
                    other => self.details.push(other.clone()),
                }
            }
            EncounterEntry::Placed(placed) => {
                room(self.positions.len(), false)?;
                self.positions.push(placed.clone());
            }
            EncounterEntry::Judged(judged) => {
                said("code", &judged.code, NAME_MAX)?;
                room(self.judged.len().max(judged.decisions.len()), false)?;
                self.judged.push(judged.as_ref().clone());
            }
        }
        Ok(())
    }

    /// When a conduct was seen, as surely as that is known; none if nobody knows when the encounter began.
    #[must_use]
    pub fn time_of(&self, conduct: &EncounterConduct) -> Option<LegalTime> {
        let said =
            || self.opened.time.map(|began| LegalTime { at: conduct.time.unwrap_or(began.at), ..began });
        conduct.seen.or_else(said)
    }

    /// How the condition of a conduct stood, by the last that was told of it.
    #[must_use]
    pub fn judged_of(&self, conduct: &EncounterConduct) -> Option<&EncounterJudged> {
        let time = self.time_of(conduct)?;
        self.judged.iter().rev().find(|judged| judged.code == conduct.code && judged.time.at == time.at)
    }

    /// Whether another decision or position still fits.
    #[must_use]
    pub fn has_room_to_judge(&self) -> bool {
        self.judged.len() < EACH_MAX && self.positions.len() < EACH_MAX
    }

    /// Steps with this person or with everybody, in order, each with its place in `steps`.
    pub fn steps_with(&self, person: Label) -> impl DoubleEndedIterator<Item = (usize, &EncounterStep)> {
        let all = self.steps.iter().enumerate();
        all.filter(move |(_, step)| step.person.is_none_or(|with| with == person))
    }

    /// How it ended for this person.
    #[must_use]
    pub fn outcome_of(&self, person: Label) -> Option<Outcome> {
        let own = self.people.get(&person).and_then(|person| person.outcome.as_ref());
        own.or(self.outcome.as_ref()).map(|(outcome, _)| *outcome)
    }

    /// Why people of it were given no fixed penalty, once for each; once for an encounter in which nobody is told of.
    #[must_use]
    pub fn without_penalty(&self) -> Vec<&NoFpn> {
        let told = |whom: Option<Label>| self.no_fpn.iter().find(|one| one.person == whom);
        if self.people.is_empty() {
            return told(None).into_iter().collect();
        }
        let of = |(label, person): (&Label, &Person)| match person.outcome {
            Some(_) => told(Some(*label)),
            None => told(None),
        };
        self.people.iter().filter_map(of).collect()
    }

    /// Whether the officer wrote an own witness statement.
    #[must_use]
    pub fn has_own_statement(&self) -> bool {
        self.details.iter().any(|detail| matches!(detail, Detail::OwnStatement { .. }))
    }

    fn step(&mut self, told: &EncounterStep) -> Result<(), EncounterRefusal> {
        check_step(&told.step)?;
        self.known_person(told.person)?;
        room(self.steps.len(), false)?;
        let place = self.steps.len();
        for (label, person) in &mut self.people {
            if told.person.is_none_or(|with| with == *label) {
                match person.stage.after(&told.step, told.time) {
                    Ok(stage) => person.stage = stage,
                    Err(oddity) => self.oddities.push((place, oddity)),
                }
            }
        }
        self.steps.push(told.clone());
        if told.step.bears_on_caution() {
            self.judge_cautions();
        }
        Ok(())
    }

    fn known_person(&self, person: Option<Label>) -> Result<(), EncounterRefusal> {
        let known = person.is_none_or(|person| self.people.contains_key(&person));
        if known { Ok(()) } else { Err(EncounterRefusal::UnknownPerson) }
    }
}

fn room(held: usize, replaces: bool) -> Result<(), EncounterRefusal> {
    if held < EACH_MAX || replaces { Ok(()) } else { Err(EncounterRefusal::TooMany) }
}

fn lines(field: &'static str, lines: &[String]) -> Result<(), EncounterRefusal> {
    if lines.len() > LINES_MAX {
        return Err(EncounterRefusal::Text { field });
    }
    Ok(lines.iter().try_for_each(|line| short(field, line, NAME_MAX))?)
}

fn check_person(known: &PersonKnown) -> Result<(), EncounterRefusal> {
    match &known.details {
        Some(Details::Person { name, address, .. } | Details::Body { name, address }) => {
            said("name", name, NAME_MAX)?;
            lines("address", address)?;
        }
        Some(Details::Refused { .. }) | None => {}
    }
    known.description.iter().try_for_each(|text| short("description", text, TEXT_MAX))?;
    Ok(())
}

fn check_vehicle(known: &VehicleKnown) -> Result<(), EncounterRefusal> {
    for (field, text) in [
        ("plate", &known.plate),
        ("make", &known.make),
        ("colour", &known.colour),
        ("vin", &known.vin),
        ("untold", &known.untold),
    ] {
        text.iter().try_for_each(|text| short(field, text, NAME_MAX))?;
    }
    Ok(())
}

fn check_detail(detail: &Detail) -> Result<(), EncounterRefusal> {
    match detail {
        Detail::Reference(reference) => reference.check()?,
        Detail::Witness { who, .. } => said("witness", who, NAME_MAX)?,
        Detail::OwnStatement { text } => said("statement", text, TEXT_MAX)?,
        Detail::Evidence(evidence) => said("evidence", &evidence.shows, NAME_MAX)?,
        Detail::Operation(name) => said("operation", name, NAME_MAX)?,
        Detail::Annotation(text) => said("annotation", text, TEXT_MAX)?,
        Detail::Land(_) => {}
    }
    Ok(())
}

/// Words may be empty where the officer only ticks; nothing may be longer than its field.
fn check_step(step: &Step) -> Result<(), EncounterRefusal> {
    let text = |text: &str| short("words", text, TEXT_MAX);
    let name = |field, text: &str| said(field, text, NAME_MAX);
    match step {
        Step::Engaged { words } | Step::Advised { words } | Step::Comment { words, .. } => text(words)?,
        Step::Required { words, belief, .. } => [words, belief].into_iter().try_for_each(|it| text(it))?,
        Step::Directed { condition, words } => {
            name("condition", condition)?;
            text(words)?;
        }
        Step::Surrendered { items } => {
            if items.len() > LINES_MAX {
                return Err(EncounterRefusal::Text { field: "items" });
            }
            for item in items {
                name("item", &item.what)?;
                short("quantity", &item.quantity, NAME_MAX)?;
            }
        }
        Step::Disposed { how, witness } => {
            said("disposal", how, TEXT_MAX)?;
            witness.iter().try_for_each(|witness| short("witness", witness, NAME_MAX))?;
        }
        Step::Refused { words } => words.iter().try_for_each(|words| text(words))?,
        Step::Cautioned { version } => name("caution", version)?,
        Step::ExcuseAsked { answer } => text(answer)?,
        Step::Questioned { question, answer } => {
            [question, answer].into_iter().try_for_each(|it| text(it))?
        }
        Step::Understanding { language, .. } => {
            language.iter().try_for_each(|language| short("language", language, NAME_MAX))?;
        }
        Step::HelpOffered { behaviour, help, earlier, same_person, .. } => {
            [behaviour, help].into_iter().chain(same_person).try_for_each(|it| text(it))?;
            match earlier {
                Some(EarlierHelp::Decision { reference }) => short("reference", reference, NAME_MAX)?,
                Some(EarlierHelp::OwnEncounters(ids)) if ids.len() > LINES_MAX => {
                    return Err(EncounterRefusal::Text { field: "earlier encounters" });
                }
                _ => {}
            }
        }
        Step::ExemptionAsked { exemption, .. } => name("exemption", exemption)?,
        Step::Complied
        | Step::AuthorityAsked
        | Step::AuthorityShown
        | Step::IdShown
        | Step::Suspected
        | Step::PremisesAsked { .. } => {}
    }
    Ok(())
}
