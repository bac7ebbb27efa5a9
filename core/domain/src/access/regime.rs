//! By which law a record is processed, and who answers for it: data-protection law knows two regimes, and no record is under
//! both. What would be – help given at an encounter – is told in two records.

use serde::{Deserialize, Serialize};

/// The part of data-protection law that a record is under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Regime {
    /// Law-enforcement processing (Data Protection Act 2018, Part 3): notices, encounters, cases.
    LawEnforcement,
    /// General processing, a public task (UK GDPR): help, counts, engagement, patrols.
    General,
}

impl Regime {
    /// The law.
    #[must_use]
    pub fn law(self) -> &'static str {
        match self {
            Self::LawEnforcement => "Data Protection Act 2018, Part 3 (law-enforcement processing)",
            Self::General => "UK GDPR, general processing (public task)",
        }
    }

    /// Where somebody's right to see their own data stands, and what may be kept back.
    #[must_use]
    pub fn right_of_access(self) -> &'static str {
        match self {
            Self::LawEnforcement => {
                "DPA 2018 s45; may be restricted while that is needed not to prejudice an investigation (s45(4))"
            }
            Self::General => "UK GDPR Article 15; exemptions in DPA 2018 Schedule 2",
        }
    }
}

/// Who decides why and how a record is processed (rules of the field 2). What each is called an authority says for itself
/// ([`crate::records::controller`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Controller {
    /// The council that made the order, whose paper it is.
    OrderingCouncil,
    /// The employer of whoever recorded it.
    Employer,
    /// The council's housing service.
    HousingService,
}

impl Controller {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::OrderingCouncil, Self::Employer, Self::HousingService];

    /// What it is, whatever it is called.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::OrderingCouncil => "the council whose paper it is",
            Self::Employer => "the employer of whoever recorded it",
            Self::HousingService => "the council's housing service",
        }
    }
}

/// What a record is, as far as that decides its law.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordKind {
    /// A patrol, its track and its hours.
    Patrol,
    /// An encounter.
    Encounter,
    /// A notice under an order or an offence row.
    Notice,
    /// A warning about a vehicle, or its seizure (PRA 2002 s59).
    VehicleNotice,
    /// A notice without a number.
    Draft,
    /// A case.
    Case,
    /// A welfare check or an outreach contact.
    Welfare,
    /// A sighting of a count.
    Count,
    /// What somebody was asked to do because of a welfare record or a sighting, with the answers.
    Task,
    /// An encampment, with who was seen there.
    Encampment,
    /// A tent, and what was taken of it.
    Tent,
    /// That officers are asked to ring outreach first.
    ConsultFirst,
    /// Months in which somebody was met by outreach.
    MonthsSeen,
    /// An engagement.
    Engagement,
    /// A visit of premises.
    PremisesVisit,
}

impl RecordKind {
    /// All of them.
    pub const ALL: [Self; 15] = [
        Self::Patrol,
        Self::Encounter,
        Self::Notice,
        Self::VehicleNotice,
        Self::Draft,
        Self::Case,
        Self::Welfare,
        Self::Count,
        Self::Task,
        Self::Encampment,
        Self::Tent,
        Self::ConsultFirst,
        Self::MonthsSeen,
        Self::Engagement,
        Self::PremisesVisit,
    ];

    /// Its regime. A visit of premises enforces the law of trade, so it is with those that enforce.
    #[must_use]
    pub fn regime(self) -> Regime {
        match self {
            Self::Encounter
            | Self::Notice
            | Self::VehicleNotice
            | Self::Draft
            | Self::Case
            | Self::PremisesVisit => Regime::LawEnforcement,
            Self::Patrol
            | Self::Welfare
            | Self::Count
            | Self::Task
            | Self::Encampment
            | Self::Tent
            | Self::ConsultFirst
            | Self::MonthsSeen
            | Self::Engagement => Regime::General,
        }
    }

    /// Its controller.
    #[must_use]
    pub fn controller(self) -> Controller {
        match self {
            Self::Notice | Self::Draft => Controller::OrderingCouncil,
            Self::Patrol
            | Self::Encounter
            | Self::VehicleNotice
            | Self::Case
            | Self::Engagement
            | Self::PremisesVisit => Controller::Employer,
            Self::Welfare
            | Self::Count
            | Self::Task
            | Self::Encampment
            | Self::Tent
            | Self::ConsultFirst
            | Self::MonthsSeen => Controller::HousingService,
        }
    }

    /// Its code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Patrol => "patrol",
            Self::Encounter => "encounter",
            Self::Notice => "notice",
            Self::VehicleNotice => "vehicle_notice",
            Self::Draft => "draft",
            Self::Case => "case",
            Self::Welfare => "welfare",
            Self::Count => "count",
            Self::Task => "task",
            Self::Encampment => "encampment",
            Self::Tent => "tent",
            Self::ConsultFirst => "consult_first",
            Self::MonthsSeen => "months_seen",
            Self::Engagement => "engagement",
            Self::PremisesVisit => "premises_visit",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_counts_and_hours_are_general_and_what_enforces_is_not() {
        let of = |regime| RecordKind::ALL.into_iter().filter(move |kind| kind.regime() == regime);
        // Rules of the field 2: welfare and counts are the housing service's, a track and a vehicle notice the employer's.
        assert!(of(Regime::General).all(|kind| kind.controller() != Controller::OrderingCouncil));
        assert!(of(Regime::LawEnforcement).all(|kind| kind.controller() != Controller::HousingService));
        assert_eq!(RecordKind::Notice.controller(), Controller::OrderingCouncil);
        for kind in [RecordKind::Patrol, RecordKind::VehicleNotice, RecordKind::Engagement] {
            assert_eq!(kind.controller(), Controller::Employer, "{}", kind.code());
        }
        for kind in [RecordKind::Welfare, RecordKind::Count, RecordKind::Encampment, RecordKind::Tent] {
            assert_eq!(kind.controller(), Controller::HousingService, "{}", kind.code());
        }
    }
}
