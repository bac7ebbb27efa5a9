//! Types of `beatbook_domain::orders::order`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// One prohibition or requirement.
#[uniffi::remote(Record)]
pub struct Condition {
    /// Its code, such as `ALC-1`.
    pub code: String,
    /// Its full wording.
    pub text: String,
    /// Whether it forbids or requires.
    pub duty: ConditionDuty,
    /// Codes of the zones in which it counts.
    #[uniffi(default = [])]
    pub zones: Vec<String>,
    /// For whom (s59(6)(a)).
    pub who: Extent,
    /// When (s59(6)(b)).
    pub times: Times,
    /// In which circumstances (s59(6)(c)).
    pub circumstances: Extent,
    /// Code of the offence row: the condition forces s63 or s67, nobody chooses.
    pub offence: String,
    /// Help is offered before a penalty.
    pub support_first: bool,
    /// What an officer must have done or seen before paper.
    #[uniffi(default = [])]
    pub needs: Vec<Need>,
    /// Who or what is exempt.
    #[uniffi(default = [])]
    pub exemptions: Vec<Exemption>,
    /// It requires whoever is asked under it to give name and address.
    pub asks_details: bool,
    /// It is breached by more than this many vehicles, dogs or people at once, and by no fewer: the conduct says how many.
    #[uniffi(default = None)]
    pub more_than: Option<u16>,
    /// It is, or is not, about consuming alcohol, where its wording does not show it (ss62–63, 67(4)).
    #[uniffi(default = None)]
    pub alcohol: Option<bool>,
}

/// Forbidden or required.
#[uniffi::remote(Enum)]
pub enum ConditionDuty {
    /// Not to do something.
    Prohibition,
    /// To do something.
    Requirement,
}

/// An exemption that an officer has to ask about.
#[uniffi::remote(Record)]
pub struct Exemption {
    /// Its code, such as `assistance_dog`.
    pub code: String,
    /// Its wording.
    pub text: String,
}

/// Everybody or every case, or only some, or all but some: in the order's words, for an officer to judge.
#[uniffi::remote(Enum)]
pub enum Extent {
    /// All.
    All,
    /// Only these.
    Only(String),
    /// All but these.
    Except(String),
}

/// What must have happened before paper.
#[uniffi::remote(Enum)]
pub enum Need {
    /// The officer gave a direction first, at a stated time.
    DirectionFirst,
    /// The officer asked the person to stop first.
    RequestFirst,
    /// The officer saw it and says so in a statement of their own.
    OwnWitnessStatement,
}

/// Which version of an order a record was made under.
#[uniffi::remote(Record)]
pub struct OrderRef {
    /// The order's code.
    pub code: String,
    /// The version's number.
    pub version: u32,
    /// SHA-256 of its canonical JSON.
    pub hash: Hash,
}
