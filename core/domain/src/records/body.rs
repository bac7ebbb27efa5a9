//! Which body belongs to which kind: the table between a header's `kind` and the types of a notebook's entries.

use beatbook_protocol::frame::decode_whole;
use beatbook_protocol::limits::BODY_MAX;
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};
use thiserror::Error;

use crate::records::alone::AloneEntry;
use crate::records::count::CountEntry;
use crate::records::encampment::EncampmentEntry;
use crate::records::encounter::EncounterEntry;
use crate::records::engagement::EngagementEntry;
use crate::records::journal::{Erasure, Genesis, Note};
use crate::records::kinds::kinds;
use crate::records::looked::Looked;
use crate::records::notice::NoticeEntry;
use crate::records::numbers::NumbersEntry;
use crate::records::patrol::PatrolEntry;
use crate::records::premises::PremisesEntry;
use crate::records::sign::SignNoted;
use crate::records::tasking::TaskAnswered;
use crate::records::tent::TentEntry;
use crate::records::welfare::steps::CareStep;
use crate::records::welfare::{WelfareEntry, WelfareStep};
use crate::records::work::Work;

/// The kind of header that hides a welfare or count entry's own kind.
pub const COARSE_KIND: &str = "welfare";

/// The body of an entry of a notebook, by kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EntryBody {
    /// Entry 0.
    Genesis(Genesis),
    /// A pocket-book note.
    Note(Note),
    /// A body is to be forgotten.
    Erasure(Erasure),
    /// A step of a patrol.
    Patrol(PatrolEntry),
    /// A step of an encounter.
    Encounter(EncounterEntry),
    /// A step of a notice.
    Notice(NoticeEntry),
    /// A step of a welfare record.
    Welfare(WelfareEntry),
    /// A step of one phone's part of a count; it travels behind [`COARSE_KIND`].
    Count(CountEntry),
    /// What one journal tells of an encampment.
    Encampment(EncampmentEntry),
    /// What one journal tells of a tent; it travels behind [`COARSE_KIND`].
    Tent(TentEntry),
    /// An order's sign was found so or so.
    SignNoted(SignNoted),
    /// About notice numbers.
    Numbers(NumbersEntry),
    /// A step of an engagement.
    Engagement(EngagementEntry),
    /// A step of a visit to premises.
    Premises(PremisesEntry),
    /// An answer to a task; to a sensitive one it travels behind [`COARSE_KIND`].
    TaskAnswered(Box<TaskAnswered>),
    /// A step of a lone worker's timer; on outreach and counts it travels behind [`COARSE_KIND`].
    Alone(AloneEntry),
    /// What was looked at on the phone; it travels behind [`COARSE_KIND`].
    Looked(Looked),
    /// Sealed fixes: the bytes of the track codec.
    TrackChunk(Vec<u8>),
    /// What the phone derived at sign-off: the bytes of [`crate::records::summary`].
    PatrolSummary(Vec<u8>),
}

kinds!(EntryBody {
    "genesis" => Genesis,
    "note" => Note,
    "erasure" => Erasure,
    "sign_noted" => SignNoted,
    "task_answered" => TaskAnswered,
    "looked" => Looked,
} of {
    Patrol(PatrolEntry),
    Encounter(EncounterEntry),
    Notice(NoticeEntry),
    Welfare(WelfareEntry),
    Count(CountEntry),
    Encampment(EncampmentEntry),
    Tent(TentEntry),
    Numbers(NumbersEntry),
    Engagement(EngagementEntry),
    Premises(PremisesEntry),
    Alone(AloneEntry),
} bytes {
    "track_chunk" => TrackChunk,
    "patrol_summary" => PatrolSummary,
});

/// Why a body is not understood. The entry is kept all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum BodyError {
    /// The kind or its schema is of a later version.
    #[error("this kind of entry is not known to this version: update, and it will be read")]
    UnknownKind,
    /// The bytes are not a body of that kind.
    #[error("the body is not one of its kind")]
    Malformed,
    /// The body would be larger than the limit.
    #[error("the entry is larger than {BODY_MAX} bytes: shorten it or split it into several")]
    TooLarge,
}

/// A body of a welfare-purpose record with everything its coarse header leaves out.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub(super) struct CoarseBody {
    #[n(0)]
    pub(super) kind: String,
    #[n(1)]
    pub(super) schema: u16,
    #[n(2)]
    pub(super) bytes: ByteVec,
}

impl CoarseBody {
    /// The bytes behind a coarse header.
    pub(super) fn to_bytes(&self) -> Result<Vec<u8>, BodyError> {
        let bytes = minicbor::to_vec(self).map_err(|_| BodyError::Malformed)?;
        if bytes.len() > BODY_MAX { Err(BodyError::TooLarge) } else { Ok(bytes) }
    }

    /// Looks behind a coarse header, once.
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, BodyError> {
        let coarse: Self = decode_whole(bytes).map_err(|_| BodyError::Malformed)?;
        if coarse.kind == COARSE_KIND { Err(BodyError::Malformed) } else { Ok(coarse) }
    }
}

impl EntryBody {
    /// The register of the beat that an entry under a header of this kind belongs to, if it is one of those. Encounters of
    /// outreach and counts, whose headers hide their kind, tell of no operation.
    #[must_use]
    pub fn work(&self, header_kind: &str) -> Option<Work> {
        match self {
            Self::Engagement(_) => Some(Work::Engagement),
            Self::Premises(_) => Some(Work::Premises),
            Self::TaskAnswered(_) => Some(Work::Task),
            Self::Alone(_) => Some(Work::Alone),
            Self::Welfare(WelfareEntry::Step(WelfareStep {
                step: CareStep::Hazard { .. } | CareStep::HazardSeen { .. },
                ..
            })) => Some(Work::Hazard),
            Self::Welfare(WelfareEntry::Step(WelfareStep { step: CareStep::Concern { .. }, .. })) => {
                Some(Work::Concern)
            }
            Self::Welfare(entry) => entry.child().map(|_| Work::Concern),
            Self::Count(entry) => entry.child().map(|_| Work::Concern),
            Self::Encounter(EncounterEntry::Opened(_)) if header_kind != COARSE_KIND => Some(Work::Operation),
            Self::Encounter(EncounterEntry::Outcome(told))
                if told.no_fpn.is_some() && header_kind != COARSE_KIND =>
            {
                Some(Work::NoPenalty)
            }
            _ => None,
        }
    }

    /// The header's `schema`.
    #[must_use]
    pub fn schema(&self) -> u16 {
        1
    }

    /// The body's bytes.
    ///
    /// # Errors
    /// [`BodyError::TooLarge`], [`BodyError::Malformed`] if it cannot be written.
    pub fn to_bytes(&self) -> Result<Vec<u8>, BodyError> {
        let bytes = self.to_json()?;
        if bytes.len() > BODY_MAX { Err(BodyError::TooLarge) } else { Ok(bytes) }
    }

    /// The body's bytes behind a coarse header: the true kind goes inside.
    ///
    /// # Errors
    /// As [`Self::to_bytes`].
    pub fn to_coarse_bytes(&self) -> Result<Vec<u8>, BodyError> {
        let bytes = self.to_bytes()?.into();
        CoarseBody { kind: self.kind().to_owned(), schema: self.schema(), bytes }.to_bytes()
    }

    /// Reads a body of a header's kind and schema; looks behind coarse kinds.
    ///
    /// # Errors
    /// [`BodyError::UnknownKind`] or [`BodyError::Malformed`].
    pub fn parse(kind: &str, schema: u16, bytes: &[u8]) -> Result<Self, BodyError> {
        if kind == COARSE_KIND {
            let coarse = CoarseBody::parse(bytes)?;
            return Self::parse(&coarse.kind, coarse.schema, &coarse.bytes);
        }
        if schema != 1 {
            return Err(BodyError::UnknownKind);
        }
        Self::read(kind, bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::journal::{Basis, Moment};
    use beatbook_protocol::entry::BootId;

    fn note() -> EntryBody {
        EntryBody::Note(Note {
            at: Moment { wall: 1_757_181_600_000, mono: 5, boot: BootId(1) },
            patrol: None,
            text: "Two bikes chained to the railings; owners spoken to.".to_owned(),
            basis: Basis::Fact,
        })
    }

    #[test]
    fn a_body_comes_back_by_its_kind() {
        let body = note();
        assert_eq!(EntryBody::parse(body.kind(), 1, &body.to_bytes().unwrap()), Ok(body));
    }

    #[test]
    fn a_coarse_body_carries_its_own_kind() {
        let body = note();
        assert_eq!(EntryBody::parse(COARSE_KIND, 1, &body.to_coarse_bytes().unwrap()), Ok(body));
    }

    #[test]
    fn the_future_is_not_malformed_and_the_malformed_is_not_the_future() {
        assert_eq!(EntryBody::parse("drone_flight", 1, b"{}"), Err(BodyError::UnknownKind));
        assert_eq!(EntryBody::parse("note", 2, b"{}"), Err(BodyError::UnknownKind));
        assert_eq!(EntryBody::parse("note", 1, b"{}"), Err(BodyError::Malformed));
        assert_eq!(EntryBody::parse(COARSE_KIND, 1, b"\xa0"), Err(BodyError::Malformed));
        let bytes = note().to_coarse_bytes().unwrap().into();
        let twice = CoarseBody { kind: COARSE_KIND.to_owned(), schema: 1, bytes }.to_bytes().unwrap();
        assert_eq!(EntryBody::parse(COARSE_KIND, 1, &twice), Err(BodyError::Malformed));
    }

    #[test]
    fn a_body_one_byte_over_the_limit_is_refused_before_it_is_stored() {
        assert!(EntryBody::TrackChunk(vec![0; BODY_MAX]).to_bytes().is_ok());
        assert_eq!(EntryBody::TrackChunk(vec![0; BODY_MAX + 1]).to_bytes(), Err(BodyError::TooLarge));
    }
}
