//! A notice: drafted, issued under a number, served, perhaps amended, voided or withdrawn.
//!
//! What it says is written once, in [`Notice`]; whether it may carry a number is asked of
//! [`crate::notices::completeness`]. Its buckets are the server's matter.

pub mod content;
pub mod six;
pub mod statements;
pub mod story;
pub mod young;

use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::law::powers::Capacity;
use crate::law::rule_set::RuleSetRef;
use crate::names;
use crate::orders::applies::FAR_M;
use crate::orders::authority::Letterhead;
use crate::orders::legal_time::LegalTime;
use crate::orders::templates::TemplatesRef;
use crate::records::encounter::Label;
use crate::records::encounter::people::{Details, PersonKnown};
use crate::records::journal::Moment;
use crate::records::kinds::kinds;
use crate::records::seen::{Evidence, KeptPlace};
use content::{NoticeContent, NoticeKind};
use six::SixAnswers;
use young::YoungTold;

/// Most characters of particulars: more than a page, and it fits an entry in any script.
pub const PARTICULARS_MAX: usize = 4_000;

/// The order and condition it rests on, in the version that was in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub zone: Option<Hash>,
    /// Distance to the zone's edge in 0.1 m, positive inside.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub edge: Option<i64>,
    /// The nearest sign and its distance in 0.1 m.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sign: Option<SignCited>,
}

impl OrderCited {
    /// How far inside or outside the zone, as a person reads it: `14.2 m inside`. Nobody measures beyond [`FAR_M`].
    #[must_use]
    pub fn edge_in_words(&self) -> Option<String> {
        let edge = self.edge?;
        let side = if edge < 0 { "outside" } else { "inside" };
        let tenths = edge.unsigned_abs();
        Some(if tenths >= FAR_M as u64 * 10 {
            format!("{FAR_M:.0} m and more {side}")
        } else {
            format!("{}.{} m {side}", tenths / 10, tenths % 10)
        })
    }
}

/// The sign nearest to the conduct.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignCited {
    /// Its code.
    pub code: String,
    /// Distance in 0.1 m.
    pub distance: u32,
}

/// When and where it happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conduct {
    /// When it was seen; absent if nobody looked.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub time: Option<LegalTime>,
    /// In words: "High Street, Chatham, outside no. 122".
    pub place: String,
    /// Where the phone was.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub position: Option<KeptPlace>,
}

/// To whom it is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recipient {
    /// A person.
    Person {
        /// As they write it.
        name: String,
        /// Line by line.
        #[serde(default)]
        address: Vec<String>,
        /// Date of birth.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        born: Option<Date>,
    },
    /// A company or other body.
    Body {
        /// Its name.
        name: String,
        /// Line by line.
        #[serde(default)]
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

impl Recipient {
    /// The lines of its address; none if there is none.
    #[must_use]
    pub fn address(&self) -> &[String] {
        match self {
            Self::Person { address, .. } | Self::Body { address, .. } | Self::Premises { address, .. } => {
                address
            }
            Self::Described { .. } | Self::Refused => &[],
        }
    }

    /// The recipient as the encounter knows the person; absent while nothing is known.
    #[must_use]
    pub fn of(known: &PersonKnown) -> Option<Self> {
        Some(match known.details.as_ref()? {
            Details::Refused { .. } => Self::Refused,
            Details::Person { name, address, born, .. } => {
                Self::Person { name: name.clone(), address: address.clone(), born: *born }
            }
            Details::Body { name, address } => Self::Body { name: name.clone(), address: address.clone() },
        })
    }

    /// Whether two notices went to the same person, body or premises, as far as paper tells: names and addresses in any case
    /// and order, without accents; dates of birth where both are known. Whatever is found under one tag
    /// ([`crate::notices::known`]) is the same.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Person { name, born, .. }, Self::Person { name: other_name, born: other_born, .. }) => {
                let births = born.zip(*other_born).is_none_or(|(one, other)| one == other);
                births && names::is_same(name, other_name)
            }
            (Self::Body { name, .. }, Self::Body { name: other, .. }) => names::is_same(name, other),
            (Self::Premises { address, .. }, Self::Premises { address: other, .. }) => {
                names::is_same(&address.join(" "), &other.join(" "))
            }
            _ => false,
        }
    }

    /// Whether a text names this person: each word of the name stands in it, whoever else does. It may be somebody else of that name.
    #[must_use]
    pub fn is_named_in(&self, text: &str) -> bool {
        matches!(self, Self::Person { name, .. } if names::stands_in(name, text))
    }

    /// Whether two people met at one place may be one, whose name two officers heard differently: born on the same day, or of the
    /// same address. Somebody has to look.
    #[must_use]
    pub fn may_be_same(&self, other: &Self) -> bool {
        let (
            Self::Person { born, address, .. },
            Self::Person { born: other_born, address: other_address, .. },
        ) = (self, other)
        else {
            return false;
        };
        (born.is_some() && born == other_born) || names::is_same(&address.join(" "), &other_address.join(" "))
    }
}

/// The officer as paper names them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issuer {
    /// Public id, never a name.
    pub public_id: String,
    /// As what.
    pub capacity: Capacity,
    /// Reference of the document the power rests on; empty while none is known.
    pub authorisation: String,
    /// In uniform.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub in_uniform: Option<bool>,
}

/// Everything a notice says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Code of the authority whose paper it is.
    pub authority: String,
    /// What stands on every paper of the authority, as it was then; absent if the order book does not say it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub letterhead: Option<Letterhead>,
    /// The rule set it is made under.
    pub rule_set: RuleSetRef,
    /// The encounter it comes from.
    pub encounter: Id,
    /// The person of the encounter; absent if it is about premises or everybody.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub person: Option<Label>,
    /// The order, where there is one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub order: Option<OrderCited>,
    /// When and where.
    pub conduct: Conduct,
    /// To whom.
    pub recipient: Recipient,
    /// By whom.
    pub issuer: Issuer,
    /// What happened: what, where, when; at most [`PARTICULARS_MAX`] characters.
    pub particulars: String,
    /// What its kind says beyond that.
    pub content: NoticeContent,
    /// How it is going to be served, which the paper says; absent in records from before it was asked: by hand. How it
    /// was served is told afterwards, as it was done.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub service: Option<ServiceMethod>,
    /// Photographs and recordings.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub evidence: Vec<Evidence>,
    /// The link of the encounter, if that is a joint one: by it two notices of two employers for one event are found.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub joint: Option<Id>,
    /// The person is under eighteen, or may be, on the day of the conduct: kept out of lists of who was warned before.
    /// Not said in records from before it was asked.
    #[serde(skip_serializing_if = "core::ops::Not::not", default)]
    pub under_age: bool,
    /// The six answers before a fixed penalty; absent for other paper, and in records from before they were asked.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub six: Option<SixAnswers>,
}

impl Notice {
    /// Whether guardian and youth justice are told of it once it is issued: penalties and community protection, given to
    /// somebody of sixteen or seventeen (younger people get none).
    #[must_use]
    pub fn tells_guardian(&self) -> bool {
        self.under_age && matches!(self.content.kind(), NoticeKind::Fpn | NoticeKind::Cpw | NoticeKind::Cpn)
    }

    /// What it is for: the condition of an order, or the offence row, conduct or ground. Two notices about the same
    /// person of the same encounter are about the same thing only if this is equal.
    #[must_use]
    pub fn breach(&self) -> (NoticeKind, Option<(&str, &str)>, &str) {
        let order = self.order.as_ref().map(|cited| (cited.code.as_str(), cited.condition.as_str()));
        (self.content.kind(), order, self.content.about())
    }
}

/// Written, without a number: a supervisor issues it by post or drops it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeDrafted {
    /// When.
    pub at: Moment,
    /// What it says.
    pub notice: Notice,
    /// Codes of what was unsure: time, place, briefing.
    pub doubts: Vec<String>,
    /// Codes of what was missing.
    pub missing: Vec<String>,
    /// A training notice: nobody ever issues it.
    #[serde(skip_serializing_if = "core::ops::Not::not", default)]
    pub training: bool,
}

/// Issued under a number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeIssued {
    /// When.
    pub at: Moment,
    /// Legal time of issue; its local day is the date of the notice.
    pub time: LegalTime,
    /// As printed: `MDW-A7-000118-M`.
    pub number: String,
    /// What it says.
    pub notice: Notice,
    /// The templates it was printed with; absent in records from before they were kept: the first that shipped.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub templates: Option<TemplatesRef>,
}

/// How it reached the recipient (ASBCPA 2014 s55 for community protection).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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

impl ServiceMethod {
    /// As people say it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Hand => "Given by hand",
            Self::Left => "Left at the address",
            Self::Post => "Sent by post",
            Self::OnPremises => "Posted on the premises",
            Self::OnVehicles => "Fixed to each vehicle",
        }
    }
}

/// Whether the recipient signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signature {
    /// Signed.
    Signed,
    /// Asked and would not.
    Refused,
    /// Not asked.
    NotAsked,
}

impl Signature {
    /// As people say it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Signed => "signed for",
            Self::Refused => "asked to sign and refused",
            Self::NotAsked => "not asked to sign",
        }
    }
}

/// Served.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub evidence: Vec<Evidence>,
}

/// A slip put right. The paper as issued stays what it was; the amendment is read beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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

/// The paper is invalid. Its number stays accounted for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeVoided {
    /// When.
    pub at: Moment,
    /// Why.
    pub reason: String,
}

/// The paper is valid and dropped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeWithdrawn {
    /// When.
    pub at: Moment,
    /// Why.
    pub reason: String,
    /// How the recipient was told; empty while nobody has told them.
    pub told: String,
    /// The local day they were told; absent while nobody has, or nobody noted it. A further entry tells it later.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub told_on: Option<Date>,
}

/// A draft that becomes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeDropped {
    /// When.
    pub at: Moment,
    /// Why.
    pub reason: String,
}

/// One entry of a notice's story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoticeEntry {
    /// See [`NoticeDrafted`].
    Drafted(Box<NoticeDrafted>),
    /// See [`NoticeIssued`].
    Issued(Box<NoticeIssued>),
    /// See [`NoticeServed`].
    Served(NoticeServed),
    /// See [`NoticeAmended`].
    Amended(NoticeAmended),
    /// See [`NoticeVoided`].
    Voided(NoticeVoided),
    /// See [`NoticeWithdrawn`].
    Withdrawn(NoticeWithdrawn),
    /// See [`NoticeDropped`].
    Dropped(NoticeDropped),
    /// See [`YoungTold`].
    YoungTold(YoungTold),
}

kinds!(NoticeEntry {
    "notice_drafted" => Drafted,
    "notice_issued" => Issued,
    "notice_served" => Served,
    "notice_amended" => Amended,
    "notice_voided" => Voided,
    "notice_withdrawn" => Withdrawn,
    "notice_dropped" => Dropped,
    "notice_young_told" => YoungTold,
});

impl NoticeEntry {
    /// The number it issues, as printed.
    #[must_use]
    pub fn number(&self) -> Option<&str> {
        match self {
            Self::Issued(issued) => Some(&issued.number),
            _ => None,
        }
    }

    /// The draft, if it is one.
    #[must_use]
    pub fn draft(&self) -> Option<&NoticeDrafted> {
        match self {
            Self::Drafted(drafted) => Some(drafted),
            _ => None,
        }
    }
}
