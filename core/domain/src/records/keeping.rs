//! What a server's journal says of keeping and forgetting: changed times, holds, what was erased, and what stays of it.
//!
//! An erased body leaves its header where it was; the entry here that erased it is its tombstone.

use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::access::Audience;
use crate::counts::label::QualityLabel;
use crate::counts::table::CountTable;
use crate::keeping::extract::Fixes;
use crate::keeping::{Keep, KeepingKind};
use crate::notices::number::NoticeNumber;

/// From a day on, an authority keeps something for another time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeepingChanged {
    /// What.
    pub kind: KeepingKind,
    /// For how long.
    pub keep: Keep,
    /// The first local day on which it counts: what is asked about that day or later is asked by it.
    pub from: Date,
    /// Who decided.
    pub by: Id,
    /// Why, in words without names.
    pub why: String,
}

/// A record is kept whatever its keeping time, until the hold is lifted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoldPlaced {
    /// The hold's own reference.
    pub hold: Id,
    /// The record.
    pub record: Id,
    /// The number of the notice that was named, if it was one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub number: Option<NoticeNumber>,
    /// Who decided.
    pub by: Id,
    /// Why.
    pub why: String,
}

/// A hold is over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoldLifted {
    /// Which.
    pub hold: Id,
    /// The record it was on.
    pub record: Id,
    /// Who decided.
    pub by: Id,
    /// Why.
    pub why: String,
}

/// For the phones that tell of a record: whether it is under a hold. Not why: it may be about the officer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoldTold {
    /// The record.
    pub record: Id,
    /// The hold's reference; absent: it is under none any more.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub hold: Option<Id>,
    /// Whose phones are told.
    pub officers: Vec<Id>,
}

/// Why bodies were erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErasedFor {
    /// Their keeping time was over.
    KeepingTime,
    /// Somebody asked for it and it was granted.
    Request,
    /// They had been erased before a restore, and the backup still had them.
    Again,
}

/// Bodies of a journal are erased: by this entry, which says which and nothing of what was in them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BodiesErased {
    /// A notebook, or the authority's own journal.
    pub journal: Id,
    /// First and last number of each run of entries, in order.
    pub entries: Vec<(u64, u64)>,
    /// Why.
    pub why: ErasedFor,
    /// Whose notebook it is; absent for the authority's own journal.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub officer: Option<Id>,
}

impl BodiesErased {
    /// Whose phones drop their copies: the notebook's officer's, or for the authority's own journal everybody's.
    #[must_use]
    pub fn audience(&self) -> Audience {
        self.officer.map_or(Audience::Everyone, |officer| Audience::Officers(vec![officer]))
    }

    /// Whether it erased an entry.
    #[must_use]
    pub fn names(&self, seq: u64) -> bool {
        self.entries.iter().any(|(first, last)| (*first..=*last).contains(&seq))
    }

    /// Entry numbers as runs.
    #[must_use]
    pub fn runs(seqs: impl IntoIterator<Item = u64>) -> Vec<(u64, u64)> {
        let mut seqs: Vec<u64> = seqs.into_iter().collect();
        seqs.sort_unstable();
        let mut runs: Vec<(u64, u64)> = Vec::new();
        for seq in seqs {
            match runs.last_mut() {
                Some((_, last)) if seq <= last.saturating_add(1) => *last = seq.max(*last),
                _ => runs.push((seq, seq)),
            }
        }
        runs
    }
}

/// What stays of a track for a record, written before the track was erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrackExtracted {
    /// The encounter, or the notice without one, for which it stays.
    pub about: Id,
    /// The notebook that kept the track.
    pub notebook: Id,
    /// The patrol.
    pub patrol: Id,
    /// The entry whose body the fixes are from.
    pub chunk: u64,
    /// Hash of that entry's header, which binds the body and stays in the chain.
    pub header: Hash,
    /// SHA-256 of the chunk's bytes as they were.
    pub source: Hash,
    /// Fixes within ten minutes of anything told of the record, as a chunk of the track codec.
    pub fixes: Fixes,
}

/// The numbers of a count as they were submitted: written when they are, and again when its sightings are erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountKept {
    /// The count.
    pub count: Id,
    /// Names what was submitted ([`crate::counts::review::Review::figures`]).
    pub figures: Hash,
    /// The numbers.
    pub table: CountTable,
    /// How good the count was, as it was submitted; absent in what was written of counts submitted before this was.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub label: Option<QualityLabel>,
    /// Written when the return was sent, with the sightings still there; else when they went.
    #[serde(skip_serializing_if = "core::ops::Not::not", default)]
    pub sent: bool,
    /// What the count would have been when its sightings went, if it had changed since it was submitted.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub changed: Option<Box<CountChanged>>,
}

/// What a count would have been that had changed since it was submitted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountChanged {
    /// Names it ([`crate::counts::review::Review::figures`]).
    pub figures: Hash,
    /// The numbers.
    pub table: CountTable,
    /// How good it would have been.
    pub label: QualityLabel,
}
