//! Types of `beatbook_domain::records::premises`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// Something that is wrong.
#[uniffi::remote(Record)]
pub struct Defect {
    /// Its code.
    pub code: String,
    /// On how many things.
    #[uniffi(default = None)]
    pub things: Option<u32>,
    /// The same in words.
    #[uniffi(default = None)]
    pub note: Option<String>,
}

/// An item went, by two people.
#[uniffi::remote(Record)]
pub struct ItemGone {
    /// Public ids of the two officers.
    pub people: StringOf2,
    /// To whom, without a name, or how.
    pub text: String,
}

/// What became of an item.
#[uniffi::remote(Enum)]
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

/// What is taken back.
#[uniffi::remote(Enum)]
pub enum PremisesPart {
    /// The whole visit with everything in it.
    Visit,
    /// A defect, by its code.
    Defect(String),
    /// An item, by its number.
    Item(u16),
}

/// The first entry.
#[uniffi::remote(Record)]
pub struct PremisesVisited {
    /// When it was written down.
    pub at: Moment,
    /// Legal time of that.
    pub legal: LegalTime,
    /// Where the phone was.
    #[uniffi(default = None)]
    pub place: Option<KeptPlace>,
    /// Code of the ward that the phone proposed.
    #[uniffi(default = None)]
    pub proposed_ward: Option<String>,
    /// On which patrol.
    #[uniffi(default = None)]
    pub patrol: Option<Id>,
    /// Name of the operation.
    #[uniffi(default = None)]
    pub operation: Option<String>,
    /// Code of the recorder's employer, who controls the record.
    pub controller: String,
    /// What it was.
    pub details: VisitDetails,
}

/// Goods that were seized, in one bag.
#[uniffi::remote(Record)]
pub struct SeizedGoods {
    /// What they are.
    pub what: String,
    /// How many.
    pub quantity: u32,
    /// Of what: vape, pouch, carton, litre …
    pub unit: String,
    /// What they are worth by estimate, pence.
    #[uniffi(default = None)]
    pub value_pence: Option<u64>,
    /// Number of the seal on the bag.
    #[uniffi(default = None)]
    pub seal: Option<String>,
    /// Their photograph.
    #[uniffi(default = None)]
    pub photo: Option<Evidence>,
    /// Code of the defect they were seized for.
    #[uniffi(default = None)]
    pub defect: Option<String>,
    /// On what power, in the officer's words: no list is checked yet (unverified).
    #[uniffi(default = None)]
    pub power: Option<String>,
}

/// What a visit was. What is absent is not told.
#[uniffi::remote(Record)]
pub struct VisitDetails {
    /// What the premises are called.
    pub name: String,
    /// Code of their kind.
    pub kind: String,
    /// Their address.
    #[uniffi(default = None)]
    pub address: Option<String>,
    /// Code of the ward.
    #[uniffi(default = None)]
    pub ward: Option<String>,
    /// When it began, UTC milliseconds.
    pub from: i64,
    /// Code of why.
    pub why: String,
    /// Codes of the partners who came along.
    #[uniffi(default = [])]
    pub with: Vec<String>,
    /// Codes of the capacities of those spoken to.
    #[uniffi(default = [])]
    pub spoken_to: Vec<String>,
    /// What it came to; empty: not told yet.
    #[uniffi(default = [])]
    pub outcomes: Vec<VisitOutcome>,
    /// Anything else, without names.
    #[uniffi(default = None)]
    pub notes: Option<String>,
}

/// What a visit came to.
#[uniffi::remote(Enum)]
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
        reference: Option<String>,
    },
    /// Somebody comes again.
    FollowUp {
        /// Last local day for it.
        by: Date,
    },
}
