//! A welfare record as its entries tell it: the fold, on the phone and on the server alike.
//!
//! Form is refused, and what would claim something untrue: consent of somebody asleep, a referral without consent, a
//! record called complete before anybody asked about danger. Everything else is kept as it comes.

use std::collections::BTreeMap;

use beatbook_protocol::id::Id;
use beatbook_protocol::limits::{NAME_MAX, TEXT_MAX};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::access::{Access, Area, Reading};
use crate::calendar::local_date;
use crate::law::clocks::days_following;
use crate::law::missing::Missing;
use crate::orders::legal_time::LegalTime;
use crate::records::encounter::Label;
use crate::records::encounter::story::EACH_MAX;
use crate::records::notice::content::WelfareDone;
use crate::records::reference::Reference;
use crate::records::seen::{BadText, said, short};
use crate::records::welfare::form::{check_person, check_step};
use crate::records::welfare::people::PersonSeen;
use crate::records::welfare::steps::{CareStep, Occupants};
use crate::records::welfare::telling::Contrary;
use crate::records::welfare::{
    Subject, WelfareAbout, WelfareClosed, WelfareEntry, WelfareOpened, WelfareStep,
};
use crate::welfare::consent::{Consent, ConsentRefusal};
use crate::welfare::risk::RiskAssessment;
use crate::welfare::sleeping::AgeConflict;

/// Why an entry does not fit a welfare record's story. On the phone nothing is stored; what a server gets is kept.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum WelfareRefusal {
    /// It begins with another entry than its opening.
    #[error("no welfare record is open under this id: open one first")]
    NotOpened,
    /// It is open.
    #[error("the welfare record is open already")]
    AlreadyOpened,
    /// Nobody of this label was recorded.
    #[error("record the person before what was done for them; no name is needed")]
    UnknownPerson,
    /// Somebody new under a number that is not the next.
    #[error("people are numbered as they are met: somebody new in this record is person {next}")]
    PersonNumber {
        /// The next number.
        next: u32,
    },
    /// The step is about a person.
    #[error("say with whom: consent, referral and placement are of one person")]
    WhichPerson,
    /// Too many people or steps.
    #[error("a welfare record holds at most {EACH_MAX} people and steps: open another")]
    TooMany,
    /// A text is empty or too long.
    #[error(
        "{field} is empty or too long: a name or code has at most {NAME_MAX} characters, a text {TEXT_MAX}"
    )]
    Text {
        /// Which field.
        field: &'static str,
    },
    /// Consent that cannot be one.
    #[error(transparent)]
    Consent(#[from] ConsentRefusal),
    /// A support referral without consent in force.
    #[error(
        "a support referral needs their consent: ask for it, or make a safeguarding disclosure if there is a reason for one"
    )]
    NoConsent,
    /// A placement in a service that nobody told of.
    #[error(
        "no service of this name is told of: choose one of {known}, or record a placement of the kind `other`"
    )]
    UnknownService {
        /// Those there are.
        known: String,
    },
    /// A follow-up of a team that no officer is of.
    #[error("no officer is of the team {team}: name one of {known}, or no team for any of the service")]
    UnknownTeam {
        /// As told.
        team: String,
        /// Those there are, as officers' teams are spelled.
        known: String,
    },
    /// A safeguarding disclosure with points missing, all of them.
    #[error("the disclosure is not complete, {count} points are missing", count = .0.len())]
    Disclosure(Vec<Missing>),
    /// Violence without a fact or a source, all that is missing.
    #[error("violence is told by a fact and its source, {count} of them missing", count = .0.len())]
    Violence(Vec<Missing>),
    /// A risk assessment with points missing, all of them.
    #[error("the risk assessment is not complete, {count} points are missing", count = .0.len())]
    Risk(Vec<Missing>),
    /// More children, or more who are pregnant, than there are people.
    #[error(
        "children and those who are pregnant are among all people: say first how many people there are in all"
    )]
    Occupants,
    /// A follow-up in working hours on a weekend.
    #[error("services work Monday to Friday: name a working day, or ask for a next visit instead")]
    FollowUpDay,
    /// A day that is over, or too far ahead.
    #[error("{field}: name a day to come, {last} at the latest; nothing is asked for more than a year ahead")]
    Day {
        /// What is then.
        field: &'static str,
        /// The last day that may be named.
        last: Date,
    },
    /// A date of birth and an age band that contradict each other.
    #[error(transparent)]
    Age(#[from] AgeConflict),
    /// Something has to be answered before the record is complete.
    #[error("{}", .0.remedy())]
    Open(Question),
    /// It is to end as `no_concern` and holds something that is one.
    #[error("{}", .0.remedy())]
    NotNoConcern(Contrary),
}

impl WelfareRefusal {
    /// Stable name for machines.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotOpened => "welfare_not_opened",
            Self::AlreadyOpened => "welfare_already_opened",
            Self::UnknownPerson => "unknown_person",
            Self::PersonNumber { .. } => "person_number",
            Self::WhichPerson => "which_person",
            Self::TooMany => "too_many",
            Self::Text { .. } => "text",
            Self::Consent(refusal) => refusal.code(),
            Self::NoConsent => "no_consent",
            Self::UnknownService { .. } => "unknown_service",
            Self::UnknownTeam { .. } => "unknown_team",
            Self::Disclosure(_) => "disclosure",
            Self::Violence(_) => "hazard_violence",
            Self::Risk(_) => "risk",
            Self::Occupants => "occupants_among_people",
            Self::FollowUpDay => "follow_up_day",
            Self::Day { .. } => "day",
            Self::Age(_) => AgeConflict::CODE,
            Self::Open(question) => question.code(),
            Self::NotNoConcern(_) => Contrary::CODE,
        }
    }
}

impl From<BadText> for WelfareRefusal {
    fn from(bad: BadText) -> Self {
        Self::Text { field: bad.field }
    }
}

/// What has to be answered before the record is complete, in the order in which screens ask it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// Is anybody in immediate danger? Nothing comes before it.
    Danger,
    /// Somebody is: the emergency card, and when 999 was rung.
    Emergency,
    /// Somebody under eighteen sleeps rough: a safeguarding disclosure before the next form.
    Child(Label),
    /// Whether they were bedded down.
    Sleeping(Label),
    /// Who lives on the site.
    Occupants,
    /// What the risks are, of every check: it ends with its assessment.
    Risk,
}

impl Question {
    /// Stable name for machines.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Danger => "danger_first",
            Self::Emergency => "emergency_first",
            Self::Child(_) => "child_first",
            Self::Sleeping(_) => "sleeping_state",
            Self::Occupants => "occupants",
            Self::Risk => "risk_assessment",
        }
    }

    /// What to do.
    #[must_use]
    pub fn remedy(self) -> &'static str {
        match self {
            Self::Danger => "Say first whether anybody is in immediate danger.",
            Self::Emergency => "Ring 999 first; then say when it was rung.",
            Self::Child(_) => "Somebody under eighteen sleeps rough: make the safeguarding disclosure first.",
            Self::Sleeping(_) => "Say whether the person was bedded down, about to, or awake and not.",
            Self::Occupants => "Say who lives there: children, pregnancy, health, animals, schooling, needs.",
            Self::Risk => {
                "Assess the risk: who is at risk of what, how grave it is, and what is done about it."
            }
        }
    }
}

/// A welfare record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Welfare {
    /// The first entry.
    pub opened: WelfareOpened,
    /// People by label.
    pub people: BTreeMap<Label, PersonSeen>,
    /// Steps, in the order they were written down.
    pub steps: Vec<WelfareStep>,
    /// What it came to, once it is complete.
    pub closed: Option<WelfareClosed>,
}

impl Welfare {
    /// Begins the story.
    ///
    /// # Errors
    /// [`WelfareRefusal::Text`].
    pub fn open(opened: &WelfareOpened) -> Result<Self, WelfareRefusal> {
        said("controller", &opened.controller, NAME_MAX)?;
        opened.address.iter().try_for_each(|address| said("address", address, NAME_MAX))?;
        Ok(Self { opened: opened.clone(), people: BTreeMap::new(), steps: Vec::new(), closed: None })
    }

    /// How a record began of which only the rest is here, from this entry on: its beginning is erased. Where it was nobody knows any
    /// more, nor whether it was a check.
    #[must_use]
    pub fn rest_from(entry: &WelfareEntry) -> WelfareOpened {
        let (at, time) = match entry {
            WelfareEntry::Opened(opened) => return opened.clone(),
            WelfareEntry::Person(told) => (told.at, None),
            WelfareEntry::Step(step) => {
                (step.at, Some(LegalTime { at: step.told_at(), within: step.within }))
            }
            WelfareEntry::Closed(closed) => (closed.at, closed.time),
        };
        WelfareOpened {
            at,
            time,
            place: None,
            patrol: None,
            controller: String::new(),
            about: WelfareAbout::Contact,
            address: None,
            joint: None,
        }
    }

    /// Takes the next entry of the story; on a refusal nothing has changed.
    ///
    /// # Errors
    /// A [`WelfareRefusal`].
    pub fn apply(&mut self, entry: &WelfareEntry) -> Result<(), WelfareRefusal> {
        match entry {
            WelfareEntry::Opened(_) => Err(WelfareRefusal::AlreadyOpened),
            WelfareEntry::Person(told) => {
                check_person(&told.known)?;
                if self.people.len() >= EACH_MAX && !self.people.contains_key(&told.person) {
                    return Err(WelfareRefusal::TooMany);
                }
                self.people.entry(told.person).or_default().learn(&told.known);
                Ok(())
            }
            WelfareEntry::Step(step) => self.step(step),
            WelfareEntry::Closed(closed) => {
                closed.text.iter().try_for_each(|text| short("text", text, TEXT_MAX))?;
                // Earlier phones closed checks without an assessment.
                match self.open_questions().into_iter().find(|question| *question != Question::Risk) {
                    Some(question) => Err(WelfareRefusal::Open(question)),
                    None => {
                        self.closed = Some(closed.clone());
                        Ok(())
                    }
                }
            }
        }
    }

    fn step(&mut self, step: &WelfareStep) -> Result<(), WelfareRefusal> {
        if self.steps.len() >= EACH_MAX {
            return Err(WelfareRefusal::TooMany);
        }
        check_step(&step.step)?;
        let person = || step.person.ok_or(WelfareRefusal::WhichPerson);
        match &step.step {
            CareStep::Consent(consent) => {
                person()?;
                consent.check()?;
            }
            CareStep::Referral { .. } if self.consent_of(person()?).is_none() => {
                return Err(WelfareRefusal::NoConsent);
            }
            CareStep::Disclosure(disclosure) => match disclosure.missing() {
                points if points.is_empty() => {}
                points => return Err(WelfareRefusal::Disclosure(points)),
            },
            CareStep::Risk(risk) => match risk.missing() {
                points if points.is_empty() => {}
                points => return Err(WelfareRefusal::Risk(points)),
            },
            CareStep::Placed { .. } | CareStep::PlacementEnded { .. } => drop(person()?),
            _ => {}
        }
        // What was said of them may be erased by now: somebody is there all the same.
        if let Some(person) = step.person {
            self.people.entry(person).or_default();
        }
        self.steps.push(step.clone());
        Ok(())
    }

    /// The consent to support that is in force for a person: the last answer, if it is given and not taken back.
    #[must_use]
    pub fn consent_of(&self, person: Label) -> Option<&Consent> {
        self.steps_with(person).rev().find_map(|step| match &step.step {
            CareStep::Consent(consent) => Some(Some(consent).filter(|consent| consent.allows_referral())),
            _ => None,
        })?
    }

    /// Steps with this person, in order.
    pub fn steps_with(&self, person: Label) -> impl DoubleEndedIterator<Item = &WelfareStep> {
        self.steps.iter().filter(move |step| step.person == Some(person))
    }

    /// What has to be answered before it is complete, in the order in which it is asked.
    #[must_use]
    pub fn open_questions(&self) -> Vec<Question> {
        let mut open = Vec::new();
        match self.danger() {
            None => open.push(Question::Danger),
            Some((true, None)) => open.push(Question::Emergency),
            Some(_) => {}
        }
        let sleeps_rough = self.is_about_sleeping();
        for (label, person) in &self.people {
            let disclosed = || {
                let own = |step: &&WelfareStep| step.person.is_none_or(|with| with == *label);
                let mut own = self.steps.iter().filter(own);
                own.any(|step| matches!(step.step, CareStep::Disclosure(_)))
            };
            if sleeps_rough && person.may_be_child(self.day()) && !disclosed() {
                open.push(Question::Child(*label));
            }
        }
        if self.opened.about == WelfareAbout::Contact {
            let unsaid = self.people.iter().filter(|(_, person)| person.state.is_none());
            open.extend(unsaid.map(|(label, _)| Question::Sleeping(*label)));
        }
        if self.opened.about == WelfareAbout::Check(Subject::Encampment) && self.occupants().is_none() {
            open.push(Question::Occupants);
        }
        if matches!(self.opened.about, WelfareAbout::Check(_)) && self.risk().is_none() {
            open.push(Question::Risk);
        }
        open
    }

    /// Whether somebody is in immediate danger, and when 999 was rung: the last answer.
    pub(super) fn danger(&self) -> Option<(bool, Option<i64>)> {
        self.steps.iter().rev().find_map(|step| match &step.step {
            CareStep::Danger { immediate, called, .. } => Some((*immediate, *called)),
            _ => None,
        })
    }

    /// The risk, as last assessed.
    #[must_use]
    pub fn risk(&self) -> Option<&RiskAssessment> {
        self.steps.iter().rev().find_map(|step| match &step.step {
            CareStep::Risk(risk) => Some(risk),
            _ => None,
        })
    }

    /// What it is called in other systems, in the order in which that was told.
    pub fn references(&self) -> impl Iterator<Item = &Reference> {
        self.steps.iter().filter_map(|step| match &step.step {
            CareStep::Reference(reference) => Some(reference),
            _ => None,
        })
    }

    /// Who lives there, as last told.
    #[must_use]
    pub fn occupants(&self) -> Option<&Occupants> {
        self.steps.iter().rev().find_map(|step| match &step.step {
            CareStep::Occupants(occupants) => Some(occupants),
            _ => None,
        })
    }

    /// What a direction to leave land may know of a check of its encampment: that it is complete, and until when it
    /// asks to wait. Nothing of anybody is in it.
    #[must_use]
    pub fn done(&self, record: Id) -> Option<WelfareDone> {
        self.done_of(Subject::Encampment, record)
    }

    /// The same of a check of another subject.
    #[must_use]
    pub fn done_of(&self, subject: Subject, record: Id) -> Option<WelfareDone> {
        let of_subject = self.opened.about == WelfareAbout::Check(subject);
        let closed = self.closed.as_ref().filter(|_| of_subject)?;
        let completed = closed.time.map_or(closed.at.wall, |time| time.at);
        Some(WelfareDone { record, completed, wait_until: self.wait_until() })
    }

    /// Until which local day leaving has to wait, as last decided.
    #[must_use]
    pub fn wait_until(&self) -> Option<Date> {
        self.deferred().map(|(until, ..)| until)
    }

    /// The last deferral: until when, who looks at it again, and what was weighed.
    #[must_use]
    pub fn deferred(&self) -> Option<(Date, &str, &str)> {
        self.steps.iter().rev().find_map(|step| match &step.step {
            CareStep::Deferral { until, owner, equality } => {
                Some((*until, owner.as_str(), equality.as_str()))
            }
            _ => None,
        })
    }

    /// Whether it has a step of safeguarding: a concern, or a disclosure without one.
    #[must_use]
    pub fn is_safeguarding(&self) -> bool {
        self.steps.iter().any(|step| step.step.is_safeguarding())
    }

    /// As far as somebody reads it: steps of safeguarding at that level of the table of roles, everything else at the
    /// level of welfare. Whoever reads neither, or nothing that is there, has none.
    #[must_use]
    pub fn seen_by(&self, access: &Access, reading: Reading) -> Option<Self> {
        let reads = |area| access.may_read_body(area, reading);
        let (welfare, safeguarding) = (reads(Area::Welfare), reads(Area::Safeguarding));
        let mut seen = self.clone();
        seen.steps.retain(|step| if step.step.is_safeguarding() { safeguarding } else { welfare });
        (welfare || seen.is_safeguarding()).then_some(seen)
    }

    /// The local day it was opened.
    #[must_use]
    pub fn day(&self) -> Date {
        let at = self.opened.time.map_or(self.opened.at.wall, |time| time.at);
        local_date(at).unwrap_or(Date::ZERO)
    }

    /// Whether it is about somebody who sleeps rough: by what it is, or by what is told of anybody – bedded down, about to, or
    /// where they sleep. The last says nothing of an encampment: whoever lives in caravans there does not sleep rough.
    #[must_use]
    pub fn is_about_sleeping(&self) -> bool {
        let slept = || self.people.values().any(PersonSeen::sleeps_rough);
        let site = || self.steps.iter().any(|step| matches!(step.step, CareStep::Site { .. }));
        match self.opened.about {
            WelfareAbout::Contact | WelfareAbout::Check(Subject::RoughSleeper | Subject::Tent) => true,
            WelfareAbout::Check(Subject::Encampment) => slept(),
            WelfareAbout::Check(Subject::VulnerableAddress | Subject::Person) => slept() || site(),
        }
    }

    /// Whom outreach met in it, as its figures count: of a contact everybody told of; of another record, such as one that the
    /// emergency card began, those of whom it is told how they were found. `None` if it is no contact.
    #[must_use]
    pub fn met(&self) -> Option<Vec<Label>> {
        let is_contact = self.opened.about == WelfareAbout::Contact;
        let found = self.people.iter().filter(|(_, person)| is_contact || person.state.is_some());
        let met: Vec<Label> = found.map(|(label, _)| *label).collect();
        Some(met).filter(|met| is_contact || !met.is_empty())
    }

    /// People who are, or perhaps are, under eighteen and sleep rough, and about whom no disclosure is made.
    #[must_use]
    pub fn children_first(&self) -> Vec<Label> {
        let child = |question| match question {
            Question::Child(label) => Some(label),
            _ => None,
        };
        self.open_questions().into_iter().filter_map(child).collect()
    }
}

/// The last day that may be named on a day: so many days ahead (unverified).
#[must_use]
pub fn year_ahead(today: Date) -> Date {
    const AHEAD_DAYS: u32 = 366;
    days_following(today, AHEAD_DAYS).unwrap_or(Date::MAX)
}
