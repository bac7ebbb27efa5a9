//! What is done for somebody's welfare, step by step.

use beatbook_protocol::id::Id;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::records::encounter::steps::HelpAnswer;
use crate::records::journal::Basis;
use crate::records::reference::Reference;
use crate::records::seen::Evidence;
use crate::welfare::concern::{ConcernCode, ConcernLevel};
use crate::welfare::consent::Consent;
use crate::welfare::disclosure::Disclosure;
use crate::welfare::risk::RiskAssessment;
use crate::welfare::sleeping::Site;

/// Who is asked to follow something up in working hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FollowUpBy {
    /// The council's housing options.
    HousingOptions,
    /// A doctor or nurse.
    Health,
    /// The drug and alcohol service.
    DrugService,
}

impl FollowUpBy {
    /// As a task names it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::HousingOptions => "Housing options",
            Self::Health => "Health",
            Self::DrugService => "Drug service",
        }
    }
}

/// What kind of help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HelpKind {
    /// A bed or a home.
    Accommodation,
    /// A doctor, a nurse, a dentist.
    Health,
    /// Mental health.
    MentalHealth,
    /// Alcohol or drugs.
    Addiction,
    /// Money, papers, work.
    Advice,
    /// Food, drink, clothes, bedding.
    Essentials,
    /// Something else.
    Other,
}

/// What kind of danger a place holds for those who come. It is about the place, never about a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hazard {
    /// Needles.
    Needles,
    /// A dog.
    Dog,
    /// The structure.
    Structure,
    /// Fire.
    Fire,
    /// Violence happened there: fact and source.
    Violence,
}

/// What kind of place somebody was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlacementKind {
    /// Rough sleeping initiative.
    Rsi,
    /// With a navigator.
    Navigator,
    /// A shelter.
    Shelter,
    /// Supported housing.
    Supported,
    /// Another.
    Other,
}

/// Who lives on a site, as welfare enquiries ask before any direction to leave.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Occupants {
    /// All people.
    pub people: u16,
    /// Under eighteen.
    pub children: u16,
    /// Expecting a child.
    pub pregnant: u16,
    /// Illness, treatment, appointments.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub health: String,
    /// Animals.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub animals: String,
    /// Schooling.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub education: String,
    /// What else they need.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub needs: String,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CareStep {
    /// Asked before anything else: is anybody in immediate danger?
    Danger {
        /// Somebody is.
        immediate: bool,
        /// When 999 was rung, UTC milliseconds.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        called: Option<i64>,
        /// In words.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        text: Option<String>,
    },
    /// Where they sleep.
    Site {
        /// What kind of place.
        site: Site,
        /// What they have built or put up.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        structure: Option<String>,
    },
    /// Something to worry about.
    Concern {
        /// What.
        concern: ConcernCode,
        /// How grave.
        level: ConcernLevel,
        /// In words.
        text: String,
        /// On what it rests.
        basis: Basis,
    },
    /// Who is at risk of what, and what is done about it. A later one replaces it.
    Risk(RiskAssessment),
    /// Help that was offered.
    Offer {
        /// What kind.
        help: HelpKind,
        /// By which service, and what.
        service: String,
        /// The answer.
        answer: HelpAnswer,
    },
    /// Asked whether they agree to a support referral, or taking that back.
    Consent(Consent),
    /// Support referral: on their consent, and never without.
    Referral {
        /// To whom.
        to: String,
        /// Exactly what is sent.
        sent: String,
    },
    /// Safeguarding disclosure: needs no consent.
    Disclosure(Disclosure),
    /// A danger of the place.
    Hazard {
        /// What.
        hazard: Hazard,
        /// In words; for violence the fact. About the place, never about a person: everybody who comes reads it.
        text: String,
        /// On what it rests.
        basis: Basis,
        /// Who says so: a service, a colleague, the officer's own eyes. For violence it must be there.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        source: Option<String>,
    },
    /// A danger that was told of before was looked for.
    HazardSeen {
        /// Which ([`crate::welfare::hazards::hazard_id`]).
        hazard: Id,
        /// It is not there any more.
        gone: bool,
    },
    /// Somebody should come back.
    NextVisit {
        /// On which local day at the latest.
        due: Date,
        /// What for, in words without names.
        what: String,
    },
    /// A service is to follow it up in its working hours.
    FollowUp {
        /// On which local day, Monday to Friday.
        on: Date,
        /// Which service.
        by: FollowUpBy,
        /// What for, in words without names.
        what: String,
        /// The team that is asked, as officers' teams are spelled; absent: any team of the service.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        team: Option<String>,
    },
    /// Somebody moved in.
    Placed {
        /// What kind.
        kind: PlacementKind,
        /// Which service.
        service: String,
        /// From which local day.
        from: Date,
    },
    /// A placement ended.
    PlacementEnded {
        /// Which service.
        service: String,
        /// On which local day.
        on: Date,
        /// Why.
        reason: String,
    },
    /// Who lives there.
    Occupants(Occupants),
    /// Leaving has to wait.
    Deferral {
        /// Until this local day; on it somebody looks again, and a direction may be given.
        until: Date,
        /// Who looks at it again.
        owner: String,
        /// What was weighed (Equality Act 2010 s149).
        equality: String,
    },
    /// A photograph: its hash, and what it shows. Position and time of the picture are not in the file.
    Evidence(Evidence),
    /// What the record is called in another system.
    Reference(Reference),
    /// Something else.
    Note {
        /// In words.
        text: String,
        /// On what it rests.
        basis: Basis,
    },
}

impl CareStep {
    /// The visit or follow-up it asks for: its day, and the words of the task.
    #[must_use]
    pub fn visit(&self) -> Option<(Date, String)> {
        match self {
            Self::NextVisit { due, what } => Some((*due, what.clone())),
            Self::FollowUp { on, by, what, .. } => {
                Some((*on, format!("{}, in working hours: {what}", by.words())))
            }
            _ => None,
        }
    }

    /// The day it names that may be no more than a year ahead, what it is called, and whether it may be over already.
    #[must_use]
    pub fn day(&self) -> Option<(&'static str, Date, bool)> {
        match self {
            Self::NextVisit { due, .. } => Some(("next visit", *due, false)),
            Self::FollowUp { on, .. } => Some(("follow-up", *on, false)),
            Self::Deferral { until, .. } => Some(("deferral", *until, false)),
            Self::Placed { from, .. } => Some(("placement", *from, true)),
            Self::PlacementEnded { on, .. } => Some(("end of the placement", *on, true)),
            _ => None,
        }
    }

    /// Whether it is about safeguarding: it is read at that level of the table of roles, whoever reads the rest of its record.
    #[must_use]
    pub fn is_safeguarding(&self) -> bool {
        matches!(self, Self::Concern { .. } | Self::Disclosure(_))
    }
}
