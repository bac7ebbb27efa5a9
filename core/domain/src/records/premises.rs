//! A visit to premises: what one notebook tells of it, and what the desk tells of seized goods.
//!
//! It is about a business and its goods. Who was spoken to is told by capacity, never by name. Codes are those of
//! [`crate::premises::lists`]; the fold is [`crate::premises`].

use beatbook_protocol::id::Id;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::orders::legal_time::LegalTime;
use crate::records::journal::Moment;
use crate::records::kinds::kinds;
use crate::records::reference::Referenced;
use crate::records::seen::{Evidence, KeptPlace};

mod form;

pub use form::PremisesForm;

/// Most items of one visit; an item's number is at most this.
pub const ITEMS_MAX: u16 = 500;
/// Most pieces of one item, and most things with one defect.
pub const QUANTITY_MAX: u32 = 10_000_000;
/// Most one item may be worth, pence: ten million pounds.
pub const VALUE_MAX_PENCE: u64 = 1_000_000_000;
/// Most codes of one list in one visit, and most outcomes.
pub const CODES_MAX: usize = 20;

/// What a visit came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VisitOutcome {
    /// Nothing was wrong.
    Compliant,
    /// Advice was given.
    Advice,
    /// A warning letter was given or will be sent.
    WarningLetter,
    /// Goods were seized: told item by item.
    Seizure,
    /// It was referred.
    Referral {
        /// To whom.
        to: String,
        /// The reference there, once there is one.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        reference: Option<String>,
    },
    /// Somebody comes again.
    FollowUp {
        /// Last local day for it.
        by: Date,
    },
}

impl VisitOutcome {
    /// Its word.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Compliant => "compliant",
            Self::Advice => "advice",
            Self::WarningLetter => "warning_letter",
            Self::Seizure => "seizure",
            Self::Referral { .. } => "referral",
            Self::FollowUp { .. } => "follow_up",
        }
    }
}

/// What a visit was. What is absent is not told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitDetails {
    /// What the premises are called.
    pub name: String,
    /// Code of their kind.
    pub kind: String,
    /// Their address.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub address: Option<String>,
    /// Code of the ward.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub ward: Option<String>,
    /// When it began, UTC milliseconds.
    pub from: i64,
    /// Code of why.
    pub why: String,
    /// Codes of the partners who came along.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub with: Vec<String>,
    /// Codes of the capacities of those spoken to.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub spoken_to: Vec<String>,
    /// What it came to; empty: not told yet.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub outcomes: Vec<VisitOutcome>,
    /// Anything else, without names.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub notes: Option<String>,
}

/// The first entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PremisesVisited {
    /// When it was written down.
    pub at: Moment,
    /// Legal time of that.
    pub legal: LegalTime,
    /// Where the phone was.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub place: Option<KeptPlace>,
    /// Code of the ward that the phone proposed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub proposed_ward: Option<String>,
    /// On which patrol.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub patrol: Option<Id>,
    /// Name of the operation.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub operation: Option<String>,
    /// Code of the recorder's employer, who controls the record.
    pub controller: String,
    /// What it was.
    pub details: VisitDetails,
}

/// Something that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Defect {
    /// Its code.
    pub code: String,
    /// On how many things.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub things: Option<u32>,
    /// The same in words.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub note: Option<String>,
}

/// A defect was found; told again it is told anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DefectFound {
    /// When it was written down.
    pub at: Moment,
    /// Which.
    pub defect: Defect,
}

/// Goods that were seized, in one bag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeizedGoods {
    /// What they are.
    pub what: String,
    /// How many.
    pub quantity: u32,
    /// Of what: vape, pouch, carton, litre …
    pub unit: String,
    /// What they are worth by estimate, pence.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub value_pence: Option<u64>,
    /// Number of the seal on the bag.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub seal: Option<String>,
    /// Their photograph.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub photo: Option<Evidence>,
    /// Code of the defect they were seized for.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub defect: Option<String>,
    /// On what power, in the officer's words: no list is checked yet (unverified).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub power: Option<String>,
}

/// An item was seized.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemSeized {
    /// When it was written down.
    pub at: Moment,
    /// Its number within the visit, from 1.
    pub item: u16,
    /// What.
    pub goods: SeizedGoods,
}

/// What an item was after all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemCorrected {
    /// When it was written down.
    pub at: Moment,
    /// Which.
    pub item: u16,
    /// All of it, as it is true now.
    pub goods: SeizedGoods,
    /// Why.
    pub why: String,
}

/// An item went, by two people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemGone {
    /// Public ids of the two officers.
    pub people: [String; 2],
    /// To whom, without a name, or how.
    pub text: String,
}

/// What became of an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemStep {
    /// It was given back.
    Returned(ItemGone),
    /// It was disposed of.
    Disposed(ItemGone),
    /// It was passed to somebody else, who keeps it now.
    PassedOn {
        /// To whom.
        to: String,
        /// Their reference.
        reference: String,
    },
    /// It is here after all: what was told was wrong.
    HeldAfterAll {
        /// Why.
        why: String,
    },
}

/// Something became of an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemTold {
    /// When it was written down.
    pub at: Moment,
    /// When it happened, UTC milliseconds by legal time.
    pub time: i64,
    /// Which.
    pub item: u16,
    /// What.
    pub step: ItemStep,
}

/// What the visit was after all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitCorrected {
    /// When it was written down.
    pub at: Moment,
    /// All of it, as it is true now.
    pub details: VisitDetails,
    /// Why.
    pub why: String,
}

/// What is taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PremisesPart {
    /// The whole visit with everything in it.
    Visit,
    /// A defect, by its code.
    Defect(String),
    /// An item, by its number.
    Item(u16),
}

/// It is not to be counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PremisesTakenBack {
    /// When it was written down.
    pub at: Moment,
    /// What.
    pub part: PremisesPart,
    /// Why.
    pub why: String,
}

/// One entry of a visit's story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PremisesEntry {
    /// See [`PremisesVisited`].
    Visited(Box<PremisesVisited>),
    /// See [`VisitCorrected`].
    Corrected(Box<VisitCorrected>),
    /// See [`PremisesTakenBack`].
    TakenBack(PremisesTakenBack),
    /// See [`DefectFound`].
    Defect(DefectFound),
    /// See [`ItemSeized`].
    Seized(Box<ItemSeized>),
    /// See [`ItemCorrected`].
    ItemCorrected(Box<ItemCorrected>),
    /// See [`ItemTold`].
    Item(ItemTold),
    /// See [`Referenced`].
    Referenced(Referenced),
}

kinds!(PremisesEntry {
    "premises_visited" => Visited,
    "premises_corrected" => Corrected,
    "premises_taken_back" => TakenBack,
    "premises_defect_found" => Defect,
    "premises_item_seized" => Seized,
    "premises_item_corrected" => ItemCorrected,
    "premises_item_told" => Item,
    "premises_referenced" => Referenced,
});

/// What became of an item, as told at the desk. No phone is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PremisesActed {
    /// The visit.
    pub visit: Id,
    /// Who tells it.
    pub by: Id,
    /// What.
    pub told: ItemTold,
}
