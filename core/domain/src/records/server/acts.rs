//! What a server's journal says of authority, officers, notebooks, briefings, figures and the server itself.

use beatbook_protocol::id::Id;
use beatbook_protocol::sign::PublicKey;
use serde::{Deserialize, Serialize};

use crate::access::Roles;
use crate::notices::block::Block;

/// The first entry of an authority's journal on a server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthorityAdded {
    /// The tenant.
    pub authority: Id,
    /// Its short code, such as MDW.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The server that keeps this journal.
    pub server: Id,
    /// The key that signs this journal and all receipts.
    pub receipt_key: PublicKey,
}

/// An officer is known from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficerAdded {
    /// The officer.
    pub officer: Id,
    /// The public id printed on paper: warrant or authorisation number.
    pub code: String,
    /// The name colleagues use.
    pub name: String,
    /// The team for reports.
    pub team: String,
}

/// An officer has these roles from now on, and no others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficerRoleChanged {
    /// The officer.
    pub officer: Id,
    /// All of them, each for its term, those that are over among them.
    pub roles: Roles,
}

/// A notebook was enrolled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotebookEnrolled {
    /// The notebook.
    pub notebook: Id,
    /// Whose it is.
    pub officer: Id,
    /// The notebook it goes on from, by that notebook's own word or by a new code.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub continues: Option<Id>,
}

/// Two branches of one notebook appeared: both are kept, the notebook is closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotebookRetired {
    /// The notebook.
    pub notebook: Id,
    /// The first entry on which the branches differ.
    pub fork: u64,
}

/// One zone's published figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedFigure {
    /// The zone's code.
    pub zone: String,
    /// Officer-hours of foot patrol, milliseconds.
    pub officer_foot: i64,
    /// Patrol-hours of foot patrol, milliseconds.
    pub patrol_foot: i64,
    /// Officer-hours in every mode, milliseconds.
    pub officer_all: i64,
    /// Patrol-hours in every mode, milliseconds.
    pub patrol_all: i64,
}

/// A period's figures were published; later differences are shown as restated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FiguresPublished {
    /// First instant, UTC milliseconds.
    pub from: i64,
    /// First instant after it, UTC milliseconds.
    pub to: i64,
    /// The figures, by zone.
    pub figures: Vec<PublishedFigure>,
}

/// What a person should look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlarmKind {
    /// A notebook's history came in two versions.
    Fork,
    /// Phone and server derived different figures from the same fixes.
    PresenceDiffers,
    /// This server was restored and had lost what it once signed for.
    Restored,
    /// A body does not fit its record.
    Rejected,
    /// A notebook went on in another one by its own word, without a new code.
    Succeeded,
    /// A restore lost entries or bodies for good: the phone had purged them.
    Lost,
    /// A patrol lasts longer than anybody is on duty, or lies in the future: a clock was wrong, or nobody signed off.
    ImplausibleTime,
}

/// An alarm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlarmRaised {
    /// Which.
    pub kind: AlarmKind,
    /// The notebook concerned.
    pub notebook: Id,
    /// The record concerned, if it is one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub record: Option<Id>,
}

/// The server was restored from a backup, or found out that it had been: receipts carry this generation from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GenerationRaised {
    /// The generation from now on.
    pub generation: u64,
}

/// Entries of a notebook that a restore lost and its phone had purged: neither side can bring them back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntriesLost {
    /// The notebook.
    pub notebook: Id,
    /// The first of them.
    pub first: u64,
    /// The last of them.
    pub last: u64,
}

/// The server signs with another key from the next entry on; this one is still signed with the former.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptKeyChanged {
    /// The key from now on, for this journal and all receipts.
    pub receipt_key: PublicKey,
}

/// A notebook may use these notice numbers, and no other notebook ever may.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberBlockAllotted {
    /// The notebook; this journal itself for numbers of notices the server sends by post.
    pub notebook: Id,
    /// The numbers.
    pub block: Block,
}
