//! Types of `beatbook_device::asked`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// What a community protection notice says.
#[uniffi::remote(Record)]
pub struct CpnAsked {
    /// The conduct, under a code of the authority's list.
    pub detriment: Detriment,
    /// Number of the warning that went before.
    #[uniffi(default = None)]
    pub warning: Option<String>,
    /// What was seen after the time allowed.
    #[uniffi(default = [])]
    pub observations: Vec<ConductObserved>,
    /// What it requires.
    #[uniffi(default = [])]
    pub requirements: Vec<Requirement>,
    /// Whom the officer told before; "nobody" is an answer.
    #[uniffi(default = None)]
    pub informed: Option<String>,
    /// Premises, if it is not about a person.
    #[uniffi(default = None)]
    pub premises: Option<PremisesAsked>,
    /// Enquiries made for occupier and owner before it is addressed to, or posted on, premises.
    #[uniffi(default = None)]
    pub enquiries: Option<String>,
}

/// What a community protection warning says.
#[uniffi::remote(Record)]
pub struct CpwAsked {
    /// The conduct, under a code of the authority's list.
    pub detriment: Detriment,
    /// What to stop or do.
    #[uniffi(default = [])]
    pub requirements: Vec<Requirement>,
    /// Last local day of the time allowed.
    pub allowed_until: Date,
    /// Premises, if it is not about a person.
    #[uniffi(default = None)]
    pub premises: Option<PremisesAsked>,
    /// Enquiries made for occupier and owner before it is addressed to, or posted on, premises.
    #[uniffi(default = None)]
    pub enquiries: Option<String>,
}

/// What a notice is about.
#[uniffi::remote(Enum)]
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

/// A notice as an officer asks for it.
#[uniffi::remote(Record)]
pub struct NoticeAsked {
    /// The encounter it comes from.
    pub encounter: Id,
    /// The person of the encounter; absent if it is about premises or everybody there.
    #[uniffi(default = None)]
    pub person: Option<u16>,
    /// What it is about.
    pub about: NoticeAbout,
    /// Code of the authority whose paper it is, where no order says so; absent: the officer's own.
    #[uniffi(default = None)]
    pub authority: Option<String>,
    /// Where it happened, in words.
    pub place: String,
    /// What happened.
    pub particulars: String,
    /// In uniform, if that was noted.
    #[uniffi(default = None)]
    pub in_uniform: Option<bool>,
    /// How it is going to be served: the paper says so.
    pub service: ServiceMethod,
    /// Photographs and recordings.
    #[uniffi(default = [])]
    pub evidence: Vec<Evidence>,
    /// What is asked of the officer before a fixed penalty; other paper asks nothing.
    pub six: SixAsked,
    /// A training notice: from a series of its own, and nobody owes anything.
    #[uniffi(default = false)]
    pub training: bool,
}

/// Both limbs of vehicle nuisance (PRA 2002 s59(1)).
#[uniffi::remote(Record)]
pub struct NuisanceAsked {
    /// The vehicle of the encounter.
    pub vehicle: u16,
    /// Careless or inconsiderate driving, or driving off the road.
    pub driving: String,
    /// Alarm, distress or annoyance to members of the public.
    pub annoyance: String,
}

/// Premises to which community protection is addressed.
#[uniffi::remote(Record)]
pub struct PremisesAsked {
    /// "The occupier", "The owner".
    pub addressed: String,
    /// Line by line.
    #[uniffi(default = [])]
    pub address: Vec<String>,
}

/// What a direction to leave land says.
#[uniffi::remote(Record)]
pub struct S77Asked {
    /// The land, so that nobody can mistake it.
    pub land: String,
    /// What stands on it.
    #[uniffi(default = [])]
    pub units: Vec<Unit>,
    /// People directed, by name or description.
    #[uniffi(default = [])]
    pub people: Vec<String>,
    /// To all persons with vehicles on the land.
    pub all_persons: bool,
    /// When they must have left, UTC milliseconds.
    #[uniffi(default = None)]
    pub leave_by: Option<i64>,
    /// The welfare check of the encampment, which comes first.
    #[uniffi(default = None)]
    pub welfare: Option<Id>,
    /// The encampment; absent: the one that the check was told of.
    #[uniffi(default = None)]
    pub encampment: Option<Id>,
}
