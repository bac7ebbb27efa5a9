//! Types of `beatbook_domain::records::notice`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// When and where it happened.
#[uniffi::remote(Record)]
pub struct Conduct {
    /// When it was seen; absent if nobody looked.
    #[uniffi(default = None)]
    pub time: Option<LegalTime>,
    /// In words: "High Street, Chatham, outside no. 122".
    pub place: String,
    /// Where the phone was.
    #[uniffi(default = None)]
    pub position: Option<KeptPlace>,
}

/// The officer as paper names them.
#[uniffi::remote(Record)]
pub struct Issuer {
    /// Public id, never a name.
    pub public_id: String,
    /// As what.
    pub capacity: Capacity,
    /// Reference of the document the power rests on; empty while none is known.
    pub authorisation: String,
    /// In uniform.
    #[uniffi(default = None)]
    pub in_uniform: Option<bool>,
}

/// Everything a notice says.
#[uniffi::remote(Record)]
pub struct Notice {
    /// Code of the authority whose paper it is.
    pub authority: String,
    /// What stands on every paper of the authority, as it was then; absent if the order book does not say it.
    #[uniffi(default = None)]
    pub letterhead: Option<Letterhead>,
    /// The rule set it is made under.
    pub rule_set: RuleSetRef,
    /// The encounter it comes from.
    pub encounter: Id,
    /// The person of the encounter; absent if it is about premises or everybody.
    #[uniffi(default = None)]
    pub person: Option<u16>,
    /// The order, where there is one.
    #[uniffi(default = None)]
    pub order: Option<OrderCited>,
    /// When and where.
    pub conduct: Conduct,
    /// To whom.
    pub recipient: Recipient,
    /// By whom.
    pub issuer: Issuer,
    /// What happened: what, where, when; at most `PARTICULARS_MAX` characters.
    pub particulars: String,
    /// What its kind says beyond that.
    pub content: NoticeContent,
    /// How it is going to be served, which the paper says; absent in records from before it was asked: by hand. How it
    /// was served is told afterwards, as it was done.
    #[uniffi(default = None)]
    pub service: Option<ServiceMethod>,
    /// Photographs and recordings.
    #[uniffi(default = [])]
    pub evidence: Vec<Evidence>,
    /// The link of the encounter, if that is a joint one: by it two notices of two employers for one event are found.
    #[uniffi(default = None)]
    pub joint: Option<Id>,
    /// The person is under eighteen, or may be, on the day of the conduct: kept out of lists of who was warned before.
    /// Not said in records from before it was asked.
    pub under_age: bool,
    /// The six answers before a fixed penalty; absent for other paper, and in records from before they were asked.
    #[uniffi(default = None)]
    pub six: Option<SixAnswers>,
}

/// A slip put right. The paper as issued stays what it was; the amendment is read beside it.
#[uniffi::remote(Record)]
pub struct NoticeAmended {
    /// When.
    pub at: Moment,
    /// Which statement, by name.
    pub field: String,
    /// What it should say.
    pub text: String,
    /// Why.
    pub reason: String,
}

/// Served.
#[uniffi::remote(Record)]
pub struct NoticeServed {
    /// When it was written down.
    pub at: Moment,
    /// When it was served, UTC milliseconds.
    pub time: i64,
    /// How.
    pub method: ServiceMethod,
    /// Signature.
    pub signature: Signature,
    /// Photographs of it where it was left or hangs.
    #[uniffi(default = [])]
    pub evidence: Vec<Evidence>,
}

/// The order and condition it rests on, in the version that was in force.
#[uniffi::remote(Record)]
pub struct OrderCited {
    /// The order version's hash.
    pub order: Hash,
    /// The order's code and version.
    pub code: String,
    /// Its version.
    pub version: u32,
    /// Code of the condition.
    pub condition: String,
    /// The zone version the conduct lay in.
    #[uniffi(default = None)]
    pub zone: Option<Hash>,
    /// Distance to the zone's edge in 0.1 m, positive inside.
    #[uniffi(default = None)]
    pub edge: Option<i64>,
    /// The nearest sign and its distance in 0.1 m.
    #[uniffi(default = None)]
    pub sign: Option<SignCited>,
}

/// To whom it is given.
#[uniffi::remote(Enum)]
pub enum Recipient {
    /// A person.
    Person {
        /// As they write it.
        name: String,
        /// Line by line.
        address: Vec<String>,
        /// Date of birth.
        born: Option<Date>,
    },
    /// A company or other body.
    Body {
        /// Its name.
        name: String,
        /// Line by line.
        address: Vec<String>,
    },
    /// Whoever occupies or owns premises.
    Premises {
        /// "The occupier", "The owner".
        addressed: String,
        /// Line by line.
        address: Vec<String>,
    },
    /// Everybody who fits a description, such as all persons present with vehicles on land.
    Described {
        /// How they are addressed.
        addressed: String,
    },
    /// Someone who would not say who they are.
    Refused,
}

/// How it reached the recipient (ASBCPA 2014 s55 for community protection).
#[uniffi::remote(Enum)]
pub enum ServiceMethod {
    /// Given by hand.
    Hand,
    /// Left at the address.
    Left,
    /// Sent by post.
    Post,
    /// Posted on the premises.
    OnPremises,
    /// Fixed to each vehicle.
    OnVehicles,
}

/// The sign nearest to the conduct.
#[uniffi::remote(Record)]
pub struct SignCited {
    /// Its code.
    pub code: String,
    /// Distance in 0.1 m.
    pub distance: u32,
}

/// Whether the recipient signed.
#[uniffi::remote(Enum)]
pub enum Signature {
    /// Signed.
    Signed,
    /// Asked and would not.
    Refused,
    /// Not asked.
    NotAsked,
}
