//! Which body belongs to which kind: the one table between a header's `kind` and the types.

use beatbook_protocol::frame::decode_whole;
use beatbook_protocol::limits::BODY_MAX;
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use thiserror::Error;

use crate::records::alone::AloneEntry;
use crate::records::count::CountEntry;
use crate::records::encampment::EncampmentEntry;
use crate::records::encounter::EncounterEntry;
use crate::records::engagement::EngagementEntry;
use crate::records::journal::{Erasure, Genesis, Note};
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
    /// The header's `kind`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Genesis(_) => "genesis",
            Self::Note(_) => "note",
            Self::Erasure(_) => "erasure",
            Self::TrackChunk(_) => "track_chunk",
            Self::PatrolSummary(_) => "patrol_summary",
            Self::SignNoted(_) => "sign_noted",
            Self::TaskAnswered(_) => "task_answered",
            Self::Looked(_) => "looked",
            Self::Patrol(entry) => match entry {
                PatrolEntry::Started(_) => "patrol_started",
                PatrolEntry::Changed(_) => "patrol_changed",
                PatrolEntry::AbstractionStarted(_) => "abstraction_started",
                PatrolEntry::AbstractionEnded(_) => "abstraction_ended",
                PatrolEntry::Tallied(_) => "patrol_tallied",
                PatrolEntry::Referenced(_) => "patrol_referenced",
                PatrolEntry::Annotated(_) => "patrol_annotated",
                PatrolEntry::Ended(_) => "patrol_ended",
            },
            Self::Encounter(entry) => match entry {
                EncounterEntry::Opened(_) => "encounter_opened",
                EncounterEntry::Person(_) => "encounter_person",
                EncounterEntry::Vehicle(_) => "encounter_vehicle",
                EncounterEntry::Conduct(_) => "encounter_conduct",
                EncounterEntry::Step(_) => "encounter_step",
                EncounterEntry::Outcome(_) => "encounter_outcome",
                EncounterEntry::Added(_) => "encounter_added",
                EncounterEntry::Placed(_) => "encounter_placed",
                EncounterEntry::Judged(_) => "encounter_judged",
            },
            Self::Notice(entry) => match entry {
                NoticeEntry::Drafted(_) => "notice_drafted",
                NoticeEntry::Issued(_) => "notice_issued",
                NoticeEntry::Served(_) => "notice_served",
                NoticeEntry::Amended(_) => "notice_amended",
                NoticeEntry::Voided(_) => "notice_voided",
                NoticeEntry::Withdrawn(_) => "notice_withdrawn",
                NoticeEntry::Dropped(_) => "notice_dropped",
                NoticeEntry::YoungTold(_) => "notice_young_told",
            },
            Self::Welfare(entry) => match entry {
                WelfareEntry::Opened(_) => "welfare_opened",
                WelfareEntry::Person(_) => "welfare_person",
                WelfareEntry::Step(_) => "welfare_step",
                WelfareEntry::Closed(_) => "welfare_closed",
            },
            Self::Count(entry) => match entry {
                CountEntry::Joined(_) => "count_joined",
                CountEntry::Started(_) => "count_started",
                CountEntry::Sighting(_) => "count_sighting",
                CountEntry::SightingChanged(_) => "count_sighting_changed",
                CountEntry::Sector(_) => "count_sector",
                CountEntry::Ended(_) => "count_ended",
                CountEntry::Decision(_) => "count_decision",
                CountEntry::Debriefed(_) => "count_debriefed",
            },
            Self::Encampment(EncampmentEntry::Reported(_)) => "encampment_reported",
            Self::Encampment(EncampmentEntry::Step(_)) => "encampment_step",
            Self::Tent(TentEntry::Noted(_)) => "tent_noted",
            Self::Tent(TentEntry::Step(_)) => "tent_step",
            Self::Numbers(NumbersEntry::Wanted(_)) => "numbers_wanted",
            Self::Numbers(NumbersEntry::GivenUp(_)) => "numbers_given_up",
            Self::Engagement(EngagementEntry::Recorded(_)) => "engagement_recorded",
            Self::Engagement(EngagementEntry::Corrected(_)) => "engagement_corrected",
            Self::Engagement(EngagementEntry::TakenBack(_)) => "engagement_taken_back",
            Self::Engagement(EngagementEntry::Referenced(_)) => "engagement_referenced",
            Self::Premises(entry) => match entry {
                PremisesEntry::Visited(_) => "premises_visited",
                PremisesEntry::Corrected(_) => "premises_corrected",
                PremisesEntry::TakenBack(_) => "premises_taken_back",
                PremisesEntry::Defect(_) => "premises_defect_found",
                PremisesEntry::Seized(_) => "premises_item_seized",
                PremisesEntry::ItemCorrected(_) => "premises_item_corrected",
                PremisesEntry::Item(_) => "premises_item_told",
                PremisesEntry::Referenced(_) => "premises_referenced",
            },
            Self::Alone(AloneEntry::Started(_)) => "alone_started",
            Self::Alone(AloneEntry::Checked(_)) => "alone_checked",
            Self::Alone(AloneEntry::Stopped(_)) => "alone_stopped",
        }
    }

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
        let bytes = match self {
            Self::Genesis(body) => json(body),
            Self::Note(body) => json(body),
            Self::Erasure(body) => json(body),
            Self::SignNoted(body) => json(body),
            Self::TaskAnswered(body) => json(body),
            Self::Looked(body) => json(body),
            Self::Alone(AloneEntry::Started(body) | AloneEntry::Checked(body)) => json(body),
            Self::Alone(AloneEntry::Stopped(body)) => json(body),
            Self::TrackChunk(bytes) | Self::PatrolSummary(bytes) => Ok(bytes.clone()),
            Self::Patrol(entry) => match entry {
                PatrolEntry::Started(body) => json(body),
                PatrolEntry::Changed(body) => json(body),
                PatrolEntry::AbstractionStarted(body) => json(body),
                PatrolEntry::AbstractionEnded(body) => json(body),
                PatrolEntry::Tallied(body) => json(body),
                PatrolEntry::Referenced(body) => json(body),
                PatrolEntry::Annotated(body) => json(body),
                PatrolEntry::Ended(body) => json(body),
            },
            Self::Encounter(entry) => match entry {
                EncounterEntry::Opened(body) => json(body),
                EncounterEntry::Person(body) => json(body),
                EncounterEntry::Vehicle(body) => json(body),
                EncounterEntry::Conduct(body) => json(body),
                EncounterEntry::Step(body) => json(body),
                EncounterEntry::Outcome(body) => json(body),
                EncounterEntry::Added(body) => json(body),
                EncounterEntry::Placed(body) => json(body),
                EncounterEntry::Judged(body) => json(body),
            },
            Self::Notice(entry) => match entry {
                NoticeEntry::Drafted(body) => json(body),
                NoticeEntry::Issued(body) => json(body),
                NoticeEntry::Served(body) => json(body),
                NoticeEntry::Amended(body) => json(body),
                NoticeEntry::Voided(body) => json(body),
                NoticeEntry::Withdrawn(body) => json(body),
                NoticeEntry::Dropped(body) => json(body),
                NoticeEntry::YoungTold(body) => json(body),
            },
            Self::Welfare(entry) => match entry {
                WelfareEntry::Opened(body) => json(body),
                WelfareEntry::Person(body) => json(body),
                WelfareEntry::Step(body) => json(body),
                WelfareEntry::Closed(body) => json(body),
            },
            Self::Count(entry) => match entry {
                CountEntry::Joined(body) => json(body),
                CountEntry::Started(body) => json(body),
                CountEntry::Sighting(body) => json(body),
                CountEntry::SightingChanged(body) => json(body),
                CountEntry::Sector(body) => json(body),
                CountEntry::Ended(body) => json(body),
                CountEntry::Decision(body) => json(body),
                CountEntry::Debriefed(body) => json(body),
            },
            Self::Encampment(EncampmentEntry::Reported(body)) => json(body),
            Self::Encampment(EncampmentEntry::Step(body)) => json(body),
            Self::Tent(TentEntry::Noted(body)) => json(body),
            Self::Tent(TentEntry::Step(body)) => json(body),
            Self::Numbers(NumbersEntry::Wanted(body)) => json(body),
            Self::Numbers(NumbersEntry::GivenUp(body)) => json(body),
            Self::Engagement(EngagementEntry::Recorded(body)) => json(body),
            Self::Engagement(EngagementEntry::Corrected(body)) => json(body),
            Self::Engagement(EngagementEntry::TakenBack(body)) => json(body),
            Self::Engagement(EngagementEntry::Referenced(body)) => json(body),
            Self::Premises(entry) => match entry {
                PremisesEntry::Visited(body) => json(body),
                PremisesEntry::Corrected(body) => json(body),
                PremisesEntry::TakenBack(body) => json(body),
                PremisesEntry::Defect(body) => json(body),
                PremisesEntry::Seized(body) => json(body),
                PremisesEntry::ItemCorrected(body) => json(body),
                PremisesEntry::Item(body) => json(body),
                PremisesEntry::Referenced(body) => json(body),
            },
        }?;
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
        Ok(match kind {
            "genesis" => Self::Genesis(read(bytes)?),
            "note" => Self::Note(read(bytes)?),
            "erasure" => Self::Erasure(read(bytes)?),
            "sign_noted" => Self::SignNoted(read(bytes)?),
            "task_answered" => Self::TaskAnswered(read(bytes)?),
            "looked" => Self::Looked(read(bytes)?),
            "track_chunk" => Self::TrackChunk(bytes.to_vec()),
            "patrol_summary" => Self::PatrolSummary(bytes.to_vec()),
            "patrol_started" => Self::Patrol(PatrolEntry::Started(read(bytes)?)),
            "patrol_changed" => Self::Patrol(PatrolEntry::Changed(read(bytes)?)),
            "abstraction_started" => Self::Patrol(PatrolEntry::AbstractionStarted(read(bytes)?)),
            "abstraction_ended" => Self::Patrol(PatrolEntry::AbstractionEnded(read(bytes)?)),
            "patrol_tallied" => Self::Patrol(PatrolEntry::Tallied(read(bytes)?)),
            "patrol_referenced" => Self::Patrol(PatrolEntry::Referenced(read(bytes)?)),
            "patrol_annotated" => Self::Patrol(PatrolEntry::Annotated(read(bytes)?)),
            "patrol_ended" => Self::Patrol(PatrolEntry::Ended(read(bytes)?)),
            "encounter_opened" => Self::Encounter(EncounterEntry::Opened(read(bytes)?)),
            "encounter_person" => Self::Encounter(EncounterEntry::Person(read(bytes)?)),
            "encounter_vehicle" => Self::Encounter(EncounterEntry::Vehicle(read(bytes)?)),
            "encounter_conduct" => Self::Encounter(EncounterEntry::Conduct(read(bytes)?)),
            "encounter_step" => Self::Encounter(EncounterEntry::Step(read(bytes)?)),
            "encounter_outcome" => Self::Encounter(EncounterEntry::Outcome(read(bytes)?)),
            "encounter_added" => Self::Encounter(EncounterEntry::Added(read(bytes)?)),
            "encounter_placed" => Self::Encounter(EncounterEntry::Placed(read(bytes)?)),
            "encounter_judged" => Self::Encounter(EncounterEntry::Judged(read(bytes)?)),
            "notice_drafted" => Self::Notice(NoticeEntry::Drafted(read(bytes)?)),
            "notice_issued" => Self::Notice(NoticeEntry::Issued(read(bytes)?)),
            "notice_served" => Self::Notice(NoticeEntry::Served(read(bytes)?)),
            "notice_amended" => Self::Notice(NoticeEntry::Amended(read(bytes)?)),
            "notice_voided" => Self::Notice(NoticeEntry::Voided(read(bytes)?)),
            "notice_withdrawn" => Self::Notice(NoticeEntry::Withdrawn(read(bytes)?)),
            "notice_dropped" => Self::Notice(NoticeEntry::Dropped(read(bytes)?)),
            "notice_young_told" => Self::Notice(NoticeEntry::YoungTold(read(bytes)?)),
            "welfare_opened" => Self::Welfare(WelfareEntry::Opened(read(bytes)?)),
            "welfare_person" => Self::Welfare(WelfareEntry::Person(read(bytes)?)),
            "welfare_step" => Self::Welfare(WelfareEntry::Step(read(bytes)?)),
            "welfare_closed" => Self::Welfare(WelfareEntry::Closed(read(bytes)?)),
            "count_joined" => Self::Count(CountEntry::Joined(read(bytes)?)),
            "count_started" => Self::Count(CountEntry::Started(read(bytes)?)),
            "count_sighting" => Self::Count(CountEntry::Sighting(read(bytes)?)),
            "count_sighting_changed" => Self::Count(CountEntry::SightingChanged(read(bytes)?)),
            "count_sector" => Self::Count(CountEntry::Sector(read(bytes)?)),
            "count_ended" => Self::Count(CountEntry::Ended(read(bytes)?)),
            "count_decision" => Self::Count(CountEntry::Decision(read(bytes)?)),
            "count_debriefed" => Self::Count(CountEntry::Debriefed(read(bytes)?)),
            "encampment_reported" => Self::Encampment(EncampmentEntry::Reported(read(bytes)?)),
            "encampment_step" => Self::Encampment(EncampmentEntry::Step(read(bytes)?)),
            "tent_noted" => Self::Tent(TentEntry::Noted(read(bytes)?)),
            "tent_step" => Self::Tent(TentEntry::Step(read(bytes)?)),
            "numbers_wanted" => Self::Numbers(NumbersEntry::Wanted(read(bytes)?)),
            "numbers_given_up" => Self::Numbers(NumbersEntry::GivenUp(read(bytes)?)),
            "engagement_recorded" => Self::Engagement(EngagementEntry::Recorded(read(bytes)?)),
            "engagement_corrected" => Self::Engagement(EngagementEntry::Corrected(read(bytes)?)),
            "engagement_taken_back" => Self::Engagement(EngagementEntry::TakenBack(read(bytes)?)),
            "engagement_referenced" => Self::Engagement(EngagementEntry::Referenced(read(bytes)?)),
            "premises_visited" => Self::Premises(PremisesEntry::Visited(read(bytes)?)),
            "premises_corrected" => Self::Premises(PremisesEntry::Corrected(read(bytes)?)),
            "premises_taken_back" => Self::Premises(PremisesEntry::TakenBack(read(bytes)?)),
            "premises_defect_found" => Self::Premises(PremisesEntry::Defect(read(bytes)?)),
            "premises_item_seized" => Self::Premises(PremisesEntry::Seized(read(bytes)?)),
            "premises_item_corrected" => Self::Premises(PremisesEntry::ItemCorrected(read(bytes)?)),
            "premises_item_told" => Self::Premises(PremisesEntry::Item(read(bytes)?)),
            "premises_referenced" => Self::Premises(PremisesEntry::Referenced(read(bytes)?)),
            "alone_started" => Self::Alone(AloneEntry::Started(read(bytes)?)),
            "alone_checked" => Self::Alone(AloneEntry::Checked(read(bytes)?)),
            "alone_stopped" => Self::Alone(AloneEntry::Stopped(read(bytes)?)),
            _ => return Err(BodyError::UnknownKind),
        })
    }
}

fn json<T: Serialize>(body: &T) -> Result<Vec<u8>, BodyError> {
    serde_json::to_vec(body).map_err(|_| BodyError::Malformed)
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, BodyError> {
    serde_json::from_slice(bytes).map_err(|_| BodyError::Malformed)
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
