//! Who may do what: a power is held by an officer from an authority, by a document, from a day – never by
//! role alone.

use beatbook_protocol::id::Id;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::law::rule_set::{RuleSet, is_name};

/// A power that paper or a requirement rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Power {
    /// To require a person not to consume or to surrender alcohol (ASBCPA 2014 s63).
    S63Requirement,
    /// Fixed penalty for breach of an order (ASBCPA 2014 s68).
    S68Fpn,
    /// Community protection warning (ASBCPA 2014 s43(5)).
    Cpw,
    /// Community protection notice (ASBCPA 2014 s43).
    Cpn,
    /// Fixed penalty for breach of a community protection notice (ASBCPA 2014 s52).
    S52Fpn,
    /// To require name and address (PRA 2002 s50).
    S50Details,
    /// To warn about and seize vehicles (PRA 2002 s59).
    S59Vehicles,
    /// To direct to leave land (CJPOA 1994 s77).
    S77Direction,
    /// Fixed penalty for litter (EPA 1990 s88).
    Epa88Fpn,
    /// Fixed penalty for unlawful deposit of waste (EPA 1990 s33ZA).
    Epa33zaFpn,
    /// Fixed penalty for a householder's duty of care (EPA 1990 s34ZA).
    Epa34zaFpn,
    /// Fixed penalty for business waste documents (EPA 1990 s34A).
    Epa34aFpn,
    /// Fixed penalty for waste carriers (CPA 1989 s5B).
    Cpa5bFpn,
    /// Fixed penalty for an abandoned vehicle (RDAA 1978 s2A).
    Rdaa2aFpn,
    /// Arrest.
    Arrest,
}

impl Power {
    /// Whether numbered paper may rest on it.
    #[must_use]
    pub fn is_for_paper(self) -> bool {
        !matches!(self, Self::S63Requirement | Self::S50Details | Self::Arrest)
    }

    /// Act and section.
    #[must_use]
    pub fn source(self) -> &'static str {
        match self {
            Self::S63Requirement => "ASBCPA 2014 s63",
            Self::S68Fpn => "ASBCPA 2014 s68",
            Self::Cpw => "ASBCPA 2014 s43(5)",
            Self::Cpn => "ASBCPA 2014 s43",
            Self::S52Fpn => "ASBCPA 2014 s52",
            Self::S50Details => "PRA 2002 s50",
            Self::S59Vehicles => "PRA 2002 s59",
            Self::S77Direction => "CJPOA 1994 s77",
            Self::Epa88Fpn => "EPA 1990 s88",
            Self::Epa33zaFpn => "EPA 1990 s33ZA",
            Self::Epa34zaFpn => "EPA 1990 s34ZA",
            Self::Epa34aFpn => "EPA 1990 s34A",
            Self::Cpa5bFpn => "CPA 1989 s5B",
            Self::Rdaa2aFpn => "RDAA 1978 s2A",
            Self::Arrest => "PACE 1984 s24",
        }
    }
}

/// As what an officer acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Capacity {
    /// A constable, special constables too.
    Constable,
    /// Police community support officer.
    Pcso,
    /// Authorised by a council.
    CouncilAuthorised,
    /// A contractor's officer.
    Contractor,
    /// Accredited under a community safety accreditation scheme.
    Csas,
    /// Of a partner organisation.
    Partner,
    /// A volunteer.
    Volunteer,
    /// An outreach worker.
    Outreach,
}

impl Power {
    /// Whether paper that rests on it is always that of the authority which granted it.
    #[must_use]
    pub fn is_for_employers_paper(self) -> bool {
        matches!(self, Self::S59Vehicles)
    }
}

impl Capacity {
    /// Whether powers come with the office or its designation, and no council grants them.
    #[must_use]
    pub fn is_police(self) -> bool {
        matches!(self, Self::Constable | Self::Pcso | Self::Csas)
    }
}

/// Which powers an officer of a capacity may be given. A template grants nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CapacityTemplate {
    /// The capacity.
    pub capacity: Capacity,
    /// What may be granted to it.
    pub powers: Vec<Power>,
}

/// A power that an officer holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PowerHeld {
    /// The power.
    pub power: Power,
    /// Code of the authority that granted it.
    pub granted_by: String,
    /// The document: warrant, designation, authorisation.
    pub reference: String,
    /// First day.
    pub from: Date,
    /// Last day; absent while open-ended.
    pub to: Option<Date>,
}

/// An officer as paper names them, with the powers held. Part of the briefing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficerPowers {
    /// The officer.
    pub officer: Id,
    /// What paper calls the officer: a number, never a name.
    pub public_id: String,
    /// As what the officer acts.
    pub capacity: Capacity,
    /// The powers.
    pub held: Vec<PowerHeld>,
}

/// Why an officer cannot use a power on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotHeld {
    /// The capacity can never hold it.
    NotForCapacity,
    /// Nobody granted it, or another authority did.
    NotGranted,
    /// Its first day is still to come.
    NotYet,
    /// Its last day is past.
    Expired,
    /// No document is named.
    NoReference,
}

impl OfficerPowers {
    /// The grant by which the officer may use the power on this day for the paper of an authority: police powers come with
    /// the office or its designation, others are granted by the authority itself. Paper about vehicles is the employer's
    /// (rules of the field 2): that of the force which gave the power, and no council's.
    ///
    /// # Errors
    /// As [`Self::holds`].
    pub fn holds_for(
        &self,
        rules: &RuleSet,
        power: Power,
        authority: &str,
        day: Date,
    ) -> Result<&PowerHeld, NotHeld> {
        let own = !self.capacity.is_police() || power.is_for_employers_paper();
        let granted_by = own.then_some(authority);
        self.holds(rules, power, granted_by, day)
    }

    /// The authority that granted this power, where it counts on this day: whose paper rests on it, if that is the
    /// employer's.
    #[must_use]
    pub fn granting_authority(&self, rules: &RuleSet, power: Power, day: Date) -> Option<&str> {
        self.holds(rules, power, None, day).ok().map(|held| held.granted_by.as_str())
    }

    /// The grant by which the officer may use the power on this day for this authority's paper. `granted_by`
    /// absent: whoever granted it (a constable's own powers).
    ///
    /// # Errors
    /// The [`NotHeld`] that comes nearest to a usable grant.
    pub fn holds(
        &self,
        rules: &RuleSet,
        power: Power,
        granted_by: Option<&str>,
        day: Date,
    ) -> Result<&PowerHeld, NotHeld> {
        if !rules.may_hold(self.capacity, power) {
            return Err(NotHeld::NotForCapacity);
        }
        let mut nearest = NotHeld::NotGranted;
        let grants = self.held.iter().filter(|held| held.power == power);
        for held in grants.filter(|held| granted_by.is_none_or(|authority| authority == held.granted_by)) {
            nearest = if day < held.from {
                NotHeld::NotYet
            } else if held.to.is_some_and(|last| last < day) {
                NotHeld::Expired
            } else if !is_name(&held.reference) {
                NotHeld::NoReference
            } else {
                return Ok(held);
            };
        }
        Err(nearest)
    }
}

impl RuleSet {
    /// Whether an officer of this capacity may be given this power.
    #[must_use]
    pub fn may_hold(&self, capacity: Capacity, power: Power) -> bool {
        self.capacities.iter().any(|one| one.capacity == capacity && one.powers.contains(&power))
    }
}
