//! A notice as an officer asks for it: what only the officer knows. Law, amounts, payee, head of the paper, recipient
//! and issuer are not among it: they follow from the rule set, the order book, the encounter and the officer's powers.

use beatbook_domain::records::encounter::Label;
use beatbook_domain::records::notice::ServiceMethod;
use beatbook_domain::records::notice::content::{
    CpnBreached, Detriment, NoticeKind, Observation, Requirement, SeizureGround, Unit,
};
use beatbook_domain::records::notice::six::SixAsked;
use beatbook_domain::records::seen::Evidence;
use beatbook_protocol::id::Id;
use jiff::civil::Date;

/// A notice as an officer asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeAsked {
    /// The encounter it comes from.
    pub encounter: Id,
    /// The person of the encounter; absent if it is about premises or everybody there.
    pub person: Option<Label>,
    /// What it is about.
    pub about: NoticeAbout,
    /// Code of the authority whose paper it is, where no order says so; absent: the officer's own.
    pub authority: Option<String>,
    /// Where it happened, in words.
    pub place: String,
    /// What happened.
    pub particulars: String,
    /// In uniform, if that was noted.
    pub in_uniform: Option<bool>,
    /// How it is going to be served: the paper says so.
    pub service: ServiceMethod,
    /// Photographs and recordings.
    pub evidence: Vec<Evidence>,
    /// What is asked of the officer before a fixed penalty; other paper asks nothing.
    pub six: SixAsked,
    /// A training notice: from a series of its own, and nobody owes anything.
    pub training: bool,
}

/// What a notice is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoticeAbout {
    /// A fixed penalty for breach of an order (ASBCPA 2014 s68).
    Order {
        /// Code of the order.
        order: String,
        /// Code of its condition.
        condition: String,
    },
    /// A fixed penalty for an offence that no order is about, by the code of its row, such as `LIT`.
    Offence(String),
    /// A fixed penalty for not complying with a community protection notice (ASBCPA 2014 s52).
    CpnBreach(CpnBreached),
    /// A community protection warning (s43(5)).
    Cpw(CpwAsked),
    /// A community protection notice (s43).
    Cpn(CpnAsked),
    /// A vehicle warning (PRA 2002 s59(4)).
    S59Warning {
        /// Both limbs.
        nuisance: NuisanceAsked,
        /// Told that any vehicle may be seized if it is repeated within the time.
        warned: bool,
    },
    /// A vehicle seizure (PRA 2002 s59(3)). Where it is held and how to have it back is the authority's.
    S59Seizure {
        /// Both limbs.
        nuisance: NuisanceAsked,
        /// Why it may be seized.
        ground: Option<SeizureGround>,
    },
    /// A direction to leave land (CJPOA 1994 s77).
    S77Direction(S77Asked),
}

/// Premises to which community protection is addressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PremisesAsked {
    /// "The occupier", "The owner".
    pub addressed: String,
    /// Line by line.
    pub address: Vec<String>,
}

/// What a community protection warning says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CpwAsked {
    /// The conduct, under a code of the authority's list.
    pub detriment: Detriment,
    /// What to stop or do.
    pub requirements: Vec<Requirement>,
    /// Last local day of the time allowed.
    pub allowed_until: Date,
    /// Premises, if it is not about a person.
    pub premises: Option<PremisesAsked>,
    /// Enquiries made for occupier and owner before it is addressed to, or posted on, premises.
    pub enquiries: Option<String>,
}

/// What a community protection notice says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CpnAsked {
    /// The conduct, under a code of the authority's list.
    pub detriment: Detriment,
    /// Number of the warning that went before.
    pub warning: Option<String>,
    /// What was seen after the time allowed.
    pub observations: Vec<Observation>,
    /// What it requires.
    pub requirements: Vec<Requirement>,
    /// Whom the officer told before; "nobody" is an answer.
    pub informed: Option<String>,
    /// Premises, if it is not about a person.
    pub premises: Option<PremisesAsked>,
    /// Enquiries made for occupier and owner before it is addressed to, or posted on, premises.
    pub enquiries: Option<String>,
}

/// Both limbs of vehicle nuisance (PRA 2002 s59(1)).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NuisanceAsked {
    /// The vehicle of the encounter.
    pub vehicle: Label,
    /// Careless or inconsiderate driving, or driving off the road.
    pub driving: String,
    /// Alarm, distress or annoyance to members of the public.
    pub annoyance: String,
}

/// What a direction to leave land says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct S77Asked {
    /// The land, so that nobody can mistake it.
    pub land: String,
    /// What stands on it.
    pub units: Vec<Unit>,
    /// People directed, by name or description.
    pub people: Vec<String>,
    /// To all persons with vehicles on the land.
    pub all_persons: bool,
    /// When they must have left, UTC milliseconds.
    pub leave_by: Option<i64>,
    /// The welfare check of the encampment, which comes first.
    pub welfare: Option<Id>,
    /// The encampment; absent: the one that the check was told of.
    pub encampment: Option<Id>,
}

impl NoticeAbout {
    /// The number of an earlier notice it names.
    pub(crate) fn names(&self) -> Option<&str> {
        match self {
            Self::CpnBreach(breached) => Some(&breached.number),
            Self::Cpn(cpn) => cpn.warning.as_deref(),
            _ => None,
        }
    }

    /// The kind of the notice it names.
    pub(crate) fn rests_on(&self) -> NoticeKind {
        if matches!(self, Self::CpnBreach(_)) { NoticeKind::Cpn } else { NoticeKind::Cpw }
    }

    /// The code under which the encounter tells the conduct; absent where any conduct of the person will do.
    pub(crate) fn conduct(&self) -> Option<&str> {
        match self {
            Self::Order { condition, .. } => Some(condition),
            Self::Cpw(CpwAsked { detriment, .. }) | Self::Cpn(CpnAsked { detriment, .. }) => {
                Some(&detriment.conduct)
            }
            _ => None,
        }
    }

    /// Premises it is addressed to.
    pub(crate) fn premises(&self) -> Option<&PremisesAsked> {
        match self {
            Self::Cpw(cpw) => cpw.premises.as_ref(),
            Self::Cpn(cpn) => cpn.premises.as_ref(),
            _ => None,
        }
    }
}

/// The row of a community protection notice that was not complied with.
pub(crate) const CPN_OFFENCE: &str = "CPN";
