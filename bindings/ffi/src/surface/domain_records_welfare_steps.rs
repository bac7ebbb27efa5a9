//! Types of `beatbook_domain::records::welfare::steps`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// One step.
#[uniffi::remote(Enum)]
pub enum CareStep {
    /// Asked before anything else: is anybody in immediate danger?
    Danger {
        /// Somebody is.
        immediate: bool,
        /// When 999 was rung, UTC milliseconds.
        called: Option<i64>,
        /// In words.
        text: Option<String>,
    },
    /// Where they sleep.
    Site {
        /// What kind of place.
        site: Site,
        /// What they have built or put up.
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
        source: Option<String>,
    },
    /// A danger that was told of before was looked for.
    HazardSeen {
        /// Which (`hazard_id`).
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

/// Who is asked to follow something up in working hours.
#[uniffi::remote(Enum)]
pub enum FollowUpBy {
    /// The council's housing options.
    HousingOptions,
    /// A doctor or nurse.
    Health,
    /// The drug and alcohol service.
    DrugService,
}

/// What kind of danger a place holds for those who come. It is about the place, never about a person.
#[uniffi::remote(Enum)]
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

/// What kind of help.
#[uniffi::remote(Enum)]
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

/// Who lives on a site, as welfare enquiries ask before any direction to leave.
#[uniffi::remote(Record)]
pub struct Occupants {
    /// All people.
    pub people: u16,
    /// Under eighteen.
    pub children: u16,
    /// Expecting a child.
    pub pregnant: u16,
    /// Illness, treatment, appointments.
    pub health: String,
    /// Animals.
    pub animals: String,
    /// Schooling.
    pub education: String,
    /// What else they need.
    pub needs: String,
}

/// What kind of place somebody was found.
#[uniffi::remote(Enum)]
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
