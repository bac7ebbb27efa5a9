//! Entries of the server's own journal: every act that changes a record, alarm or briefing.
//!
//! One journal per authority, in the same entry format, signed by the server's key. Phones pull every header of it,
//! and each the bodies that are for its officer ([`ServerBody::audience`]).

use crate::access::{Area, AreaAudience, Audience};
use crate::encampments::standing::{EncampmentActed, EncampmentStanding};
use crate::encampments::tent_standing::TentStanding;
use crate::records::alone::AloneWord;
use crate::records::body::{BodyError, COARSE_KIND, CoarseBody};
use crate::records::card::CardEntry;
use crate::records::care_sharing::CareSharing;
use crate::records::case::CaseActed;
use crate::records::consult::{ConsultLifted, ConsultMarked};
use crate::records::controller::ControllerNamed;
use crate::records::count::told::{self, CountActed, CountOver, CountPairDecided, CountPlanned};
use crate::records::engagement::ParishesSet;
use crate::records::glass::{GlassBroken, GlassSeen};
use crate::records::hazard::HazardEntry;
use crate::records::keeping::{
    BodiesErased, CountKept, HoldLifted, HoldPlaced, HoldTold, KeepingChanged, TrackExtracted,
};
use crate::records::outreach::OutreachSays;
use crate::records::premises::PremisesActed;
use crate::records::sharing::SharingEntry;
use crate::records::task::WelfareTask;
use crate::records::tasking::{TaskSet, TaskWithdrawn};
use crate::records::tent::TentActed;

mod acts;
mod notices;
mod patrols;
mod published;
mod registers;

pub use acts::{
    AlarmKind, AlarmRaised, AuthorityAdded, EntriesLost, FiguresPublished, GenerationRaised,
    NotebookEnrolled, NotebookRetired, NumberBlockAllotted, OfficerAdded, OfficerRoleChanged,
    PublishedFigure, ReceiptKeyChanged,
};
pub use notices::{AboutNotice, DraftDropped, DraftPosted, NoticeDecided, PaymentTaken};
pub use patrols::PatrolEndStated;
pub use published::{BriefingPublished, OrderBookPublished};

/// The body of an entry of a server's journal, by kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ServerBody {
    /// See [`AuthorityAdded`].
    AuthorityAdded(AuthorityAdded),
    /// See [`OfficerAdded`].
    OfficerAdded(OfficerAdded),
    /// See [`NotebookEnrolled`].
    NotebookEnrolled(NotebookEnrolled),
    /// See [`NotebookRetired`].
    NotebookRetired(NotebookRetired),
    /// See [`BriefingPublished`].
    BriefingPublished(BriefingPublished),
    /// See [`OrderBookPublished`].
    OrderBookPublished(OrderBookPublished),
    /// See [`FiguresPublished`].
    FiguresPublished(FiguresPublished),
    /// See [`AlarmRaised`].
    AlarmRaised(AlarmRaised),
    /// See [`GenerationRaised`].
    GenerationRaised(GenerationRaised),
    /// See [`EntriesLost`].
    EntriesLost(EntriesLost),
    /// See [`ReceiptKeyChanged`].
    ReceiptKeyChanged(ReceiptKeyChanged),
    /// See [`NumberBlockAllotted`].
    NumberBlockAllotted(NumberBlockAllotted),
    /// See [`NoticeDecided`].
    NoticeDecided(NoticeDecided),
    /// See [`PaymentTaken`].
    PaymentTaken(PaymentTaken),
    /// See [`DraftPosted`].
    DraftPosted(Box<DraftPosted>),
    /// See [`DraftDropped`].
    DraftDropped(DraftDropped),
    /// See [`PatrolEndStated`].
    PatrolEndStated(PatrolEndStated),
    /// See [`OfficerRoleChanged`].
    OfficerRoleChanged(OfficerRoleChanged),
    /// See [`WelfareTask`].
    WelfareTask(WelfareTask),
    /// See [`CountPlanned`].
    CountPlanned(Box<CountPlanned>),
    /// See [`CountActed`].
    CountActed(CountActed),
    /// See [`CountPairDecided`].
    CountPairDecided(CountPairDecided),
    /// See [`CountOver`].
    CountOver(CountOver),
    /// See [`ConsultMarked`].
    ConsultMarked(ConsultMarked),
    /// See [`ConsultLifted`].
    ConsultLifted(ConsultLifted),
    /// See [`EncampmentActed`].
    EncampmentActed(Box<EncampmentActed>),
    /// See [`EncampmentStanding`].
    EncampmentStanding(Box<EncampmentStanding>),
    /// See [`TentActed`].
    TentActed(Box<TentActed>),
    /// See [`TentStanding`].
    TentStanding(Box<TentStanding>),
    /// See [`ParishesSet`].
    ParishesSet(ParishesSet),
    /// See [`ControllerNamed`].
    ControllerNamed(ControllerNamed),
    /// See [`KeepingChanged`].
    KeepingChanged(KeepingChanged),
    /// See [`BodiesErased`].
    BodiesErased(BodiesErased),
    /// See [`TrackExtracted`].
    TrackExtracted(TrackExtracted),
    /// See [`HoldPlaced`].
    HoldPlaced(HoldPlaced),
    /// See [`HoldLifted`].
    HoldLifted(HoldLifted),
    /// See [`HoldTold`].
    HoldTold(HoldTold),
    /// See [`CountKept`].
    CountKept(CountKept),
    /// See [`SharingEntry`].
    Sharing(SharingEntry),
    /// See [`CareSharing`].
    CareSharing(CareSharing),
    /// See [`TaskSet`].
    TaskSet(Box<TaskSet>),
    /// See [`TaskWithdrawn`].
    TaskWithdrawn(TaskWithdrawn),
    /// See [`CaseActed`].
    CaseActed(CaseActed),
    /// See [`PremisesActed`].
    PremisesActed(PremisesActed),
    /// See [`GlassBroken`].
    GlassBroken(GlassBroken),
    /// See [`GlassSeen`].
    GlassSeen(GlassSeen),
    /// See [`OutreachSays`].
    Outreach(OutreachSays),
    /// See [`CardEntry`].
    Card(CardEntry),
    /// See [`HazardEntry`].
    Hazard(HazardEntry),
    /// See [`AloneWord`].
    Alone(AloneWord),
}

/// Reads a body of the kinds of one module.
type Reader = fn(&str, &[u8]) -> Result<ServerBody, BodyError>;

impl ServerBody {
    /// Its kind: the header's, unless the header is coarse.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::AuthorityAdded(_) => "authority_added",
            Self::OfficerAdded(_) => "officer_added",
            Self::NotebookEnrolled(_) => "notebook_enrolled",
            Self::NotebookRetired(_) => "notebook_retired",
            Self::BriefingPublished(_) => "briefing_published",
            Self::OrderBookPublished(_) => "order_book_published",
            Self::FiguresPublished(_) => "figures_published",
            Self::AlarmRaised(_) => "alarm_raised",
            Self::GenerationRaised(_) => "generation_raised",
            Self::EntriesLost(_) => "entries_lost",
            Self::ReceiptKeyChanged(_) => "receipt_key_changed",
            Self::NumberBlockAllotted(_) => "number_block_allotted",
            Self::NoticeDecided(_) => "notice_decided",
            Self::PaymentTaken(_) => "payment_taken",
            Self::DraftPosted(_) => "draft_posted",
            Self::DraftDropped(_) => "draft_dropped",
            Self::PatrolEndStated(_) => "patrol_end_stated",
            Self::OfficerRoleChanged(_) => "officer_role_changed",
            Self::WelfareTask(_) => "welfare_task",
            Self::CountPlanned(_) => "count_planned",
            Self::CountActed(_) => "count_acted",
            Self::CountPairDecided(_) => "count_pair_decided",
            Self::CountOver(_) => "count_over",
            Self::ConsultMarked(_) => "consult_marked",
            Self::ConsultLifted(_) => "consult_lifted",
            Self::EncampmentActed(_) => "encampment_acted",
            Self::EncampmentStanding(_) => "encampment_standing",
            Self::TentActed(_) => "tent_acted",
            Self::TentStanding(_) => "tent_standing",
            Self::ParishesSet(_) => "parishes_set",
            Self::ControllerNamed(_) => "controller_named",
            Self::KeepingChanged(_) => "keeping_changed",
            Self::BodiesErased(_) => "bodies_erased",
            Self::TrackExtracted(_) => "track_extracted",
            Self::HoldPlaced(_) => "hold_placed",
            Self::HoldLifted(_) => "hold_lifted",
            Self::HoldTold(_) => "hold_told",
            Self::CountKept(_) => "count_kept",
            Self::Sharing(entry) => entry.kind(),
            Self::CareSharing(entry) => entry.kind(),
            Self::TaskSet(_) => "task_set",
            Self::TaskWithdrawn(_) => "task_withdrawn",
            Self::CaseActed(_) => "case_acted",
            Self::PremisesActed(_) => "premises_acted",
            Self::GlassBroken(_) => "glass_broken",
            Self::GlassSeen(_) => "glass_seen",
            Self::Outreach(says) => says.kind(),
            Self::Card(entry) => entry.kind(),
            Self::Hazard(entry) => entry.kind(),
            Self::Alone(word) => word.kind(),
        }
    }

    /// Whose phones get the body; the others get its header only, so that the chain holds. It is written down with the
    /// entry, so no phone's reading has to look into bodies.
    #[must_use]
    pub fn audience(&self) -> Audience {
        match self {
            // Between a supervisor and one officer.
            Self::PatrolEndStated(_) => Audience::Desk,
            // Why something is held is not for the officer it may be about: phones are told that it is.
            Self::HoldPlaced(_)
            | Self::HoldLifted(_)
            | Self::TrackExtracted(_)
            | Self::ControllerNamed(_)
            | Self::KeepingChanged(_)
            | Self::CountKept(_)
            | Self::GlassBroken(_)
            | Self::GlassSeen(_) => Audience::Desk,
            Self::HoldTold(told) => Audience::Officers(told.officers.clone()),
            Self::BodiesErased(erased) => erased.audience(),
            // Phones are told where it stands; of sharing, cases and seized goods they are told nothing.
            Self::EncampmentActed(_)
            | Self::TentActed(_)
            | Self::Sharing(_)
            | Self::CareSharing(_)
            | Self::CaseActed(_)
            | Self::PremisesActed(_) => Audience::Desk,
            Self::EncampmentStanding(_) => EncampmentStanding::audience(),
            Self::TentStanding(standing) => standing.audience(),
            Self::Card(entry) => entry.audience(),
            Self::OfficerRoleChanged(changed) => Audience::Officers(vec![changed.officer]),
            Self::WelfareTask(task) => task.audience(),
            Self::TaskSet(task) => task.audience(),
            Self::TaskWithdrawn(withdrawn) => withdrawn.audience(),
            Self::CountPlanned(planned) => told::audience(&planned.told),
            Self::CountActed(acted) => told::audience(&acted.told),
            Self::CountPairDecided(decided) => told::audience(&decided.told),
            Self::CountOver(over) => told::audience(&over.told),
            Self::ConsultMarked(marked) => marked.audience(),
            Self::ConsultLifted(lifted) => lifted.audience(),
            Self::Outreach(says) => says.audience(),
            Self::Hazard(entry) => entry.audience(),
            Self::Alone(word) => word.audience(),
            Self::AuthorityAdded(_)
            | Self::OfficerAdded(_)
            | Self::NotebookEnrolled(_)
            | Self::NotebookRetired(_)
            | Self::BriefingPublished(_)
            | Self::OrderBookPublished(_)
            | Self::FiguresPublished(_)
            | Self::AlarmRaised(_)
            | Self::GenerationRaised(_)
            | Self::EntriesLost(_)
            | Self::ReceiptKeyChanged(_)
            | Self::NumberBlockAllotted(_)
            | Self::ParishesSet(_) => Audience::Everyone,
            // Whoever keeps the journal knows whose notice it is: [`Self::about_notice`].
            Self::NoticeDecided(_) | Self::PaymentTaken(_) | Self::DraftPosted(_) | Self::DraftDropped(_) => {
                Audience::Area(AreaAudience::of(Area::Enforcement))
            }
        }
    }

    /// The notice it tells of, if it does: its body is for the phones of the officer who wrote that, if the officer's
    /// roles still read enforcement.
    #[must_use]
    pub fn about_notice(&self) -> Option<AboutNotice<'_>> {
        match self {
            Self::NoticeDecided(NoticeDecided { number, .. })
            | Self::PaymentTaken(PaymentTaken { number, .. }) => Some(AboutNotice::Numbered(number)),
            Self::DraftPosted(posted) => Some(AboutNotice::DraftOf(posted.notebook)),
            Self::DraftDropped(dropped) => Some(AboutNotice::DraftOf(dropped.notebook)),
            _ => None,
        }
    }

    /// Whether its header shows the one coarse kind and the time to the hour: everything of welfare purpose, and holds,
    /// which may be about it.
    #[must_use]
    pub fn is_coarse(&self) -> bool {
        match self {
            Self::WelfareTask(_)
            | Self::TentActed(_)
            | Self::TentStanding(_)
            | Self::ConsultMarked(_)
            | Self::ConsultLifted(_)
            | Self::CareSharing(_)
            | Self::HoldPlaced(_)
            | Self::HoldLifted(_)
            | Self::HoldTold(_)
            | Self::GlassBroken(_)
            | Self::GlassSeen(_)
            | Self::Hazard(_)
            | Self::Alone(_) => true,
            Self::Outreach(says) => says.is_coarse(),
            Self::TaskSet(task) => task.is_sensitive(),
            Self::TaskWithdrawn(withdrawn) => withdrawn.sensitive,
            _ => self.tells_of_a_count(),
        }
    }

    /// Whether it tells of a count.
    #[must_use]
    pub fn tells_of_a_count(&self) -> bool {
        matches!(
            self,
            Self::CountPlanned(_)
                | Self::CountActed(_)
                | Self::CountPairDecided(_)
                | Self::CountOver(_)
                | Self::CountKept(_)
        )
    }

    /// The header's `schema`.
    #[must_use]
    pub fn schema(&self) -> u16 {
        1
    }

    /// The body's bytes; behind a coarse header with the true kind inside.
    ///
    /// # Errors
    /// [`BodyError::Malformed`] if it cannot be written, [`BodyError::TooLarge`].
    pub fn to_bytes(&self) -> Result<Vec<u8>, BodyError> {
        let bytes = match self {
            Self::AuthorityAdded(body) => serde_json::to_vec(body),
            Self::OfficerAdded(body) => serde_json::to_vec(body),
            Self::NotebookEnrolled(body) => serde_json::to_vec(body),
            Self::NotebookRetired(body) => serde_json::to_vec(body),
            Self::BriefingPublished(body) => serde_json::to_vec(body),
            Self::OrderBookPublished(body) => serde_json::to_vec(body),
            Self::FiguresPublished(body) => serde_json::to_vec(body),
            Self::AlarmRaised(body) => serde_json::to_vec(body),
            Self::GenerationRaised(body) => serde_json::to_vec(body),
            Self::EntriesLost(body) => serde_json::to_vec(body),
            Self::ReceiptKeyChanged(body) => serde_json::to_vec(body),
            Self::NumberBlockAllotted(body) => serde_json::to_vec(body),
            Self::NoticeDecided(body) => serde_json::to_vec(body),
            Self::PaymentTaken(body) => serde_json::to_vec(body),
            Self::DraftPosted(body) => serde_json::to_vec(body),
            Self::DraftDropped(body) => serde_json::to_vec(body),
            Self::PatrolEndStated(body) => serde_json::to_vec(body),
            Self::OfficerRoleChanged(body) => serde_json::to_vec(body),
            Self::WelfareTask(body) => serde_json::to_vec(body),
            Self::CountPlanned(body) => serde_json::to_vec(body),
            Self::CountActed(body) => serde_json::to_vec(body),
            Self::CountPairDecided(body) => serde_json::to_vec(body),
            Self::CountOver(body) => serde_json::to_vec(body),
            Self::ConsultMarked(body) => serde_json::to_vec(body),
            Self::ConsultLifted(body) => serde_json::to_vec(body),
            Self::EncampmentActed(body) => serde_json::to_vec(body),
            Self::EncampmentStanding(body) => serde_json::to_vec(body),
            Self::TentActed(body) => serde_json::to_vec(body),
            Self::TentStanding(body) => serde_json::to_vec(body),
            Self::ParishesSet(body) => serde_json::to_vec(body),
            Self::ControllerNamed(body) => serde_json::to_vec(body),
            Self::KeepingChanged(body) => serde_json::to_vec(body),
            Self::BodiesErased(body) => serde_json::to_vec(body),
            Self::TrackExtracted(body) => serde_json::to_vec(body),
            Self::HoldPlaced(body) => serde_json::to_vec(body),
            Self::HoldLifted(body) => serde_json::to_vec(body),
            Self::HoldTold(body) => serde_json::to_vec(body),
            Self::CountKept(body) => serde_json::to_vec(body),
            Self::Sharing(entry) => entry.to_json(),
            Self::CareSharing(entry) => entry.to_json(),
            Self::TaskSet(body) => serde_json::to_vec(body),
            Self::TaskWithdrawn(body) => serde_json::to_vec(body),
            Self::CaseActed(body) => serde_json::to_vec(body),
            Self::PremisesActed(body) => serde_json::to_vec(body),
            Self::GlassBroken(body) => serde_json::to_vec(body),
            Self::GlassSeen(body) => serde_json::to_vec(body),
            Self::Outreach(says) => says.to_vec(),
            Self::Card(entry) => entry.to_json(),
            Self::Hazard(entry) => entry.to_json(),
            Self::Alone(word) => word.to_json(),
        }
        .map_err(|_| BodyError::Malformed)?;
        if !self.is_coarse() {
            return Ok(bytes);
        }
        CoarseBody { kind: self.kind().to_owned(), schema: self.schema(), bytes: bytes.into() }.to_bytes()
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
        match kind {
            "authority_added" => serde_json::from_slice(bytes).map(Self::AuthorityAdded),
            "officer_added" => serde_json::from_slice(bytes).map(Self::OfficerAdded),
            "notebook_enrolled" => serde_json::from_slice(bytes).map(Self::NotebookEnrolled),
            "notebook_retired" => serde_json::from_slice(bytes).map(Self::NotebookRetired),
            "briefing_published" => serde_json::from_slice(bytes).map(Self::BriefingPublished),
            "order_book_published" => serde_json::from_slice(bytes).map(Self::OrderBookPublished),
            "figures_published" => serde_json::from_slice(bytes).map(Self::FiguresPublished),
            "alarm_raised" => serde_json::from_slice(bytes).map(Self::AlarmRaised),
            "generation_raised" => serde_json::from_slice(bytes).map(Self::GenerationRaised),
            "entries_lost" => serde_json::from_slice(bytes).map(Self::EntriesLost),
            "receipt_key_changed" => serde_json::from_slice(bytes).map(Self::ReceiptKeyChanged),
            "number_block_allotted" => serde_json::from_slice(bytes).map(Self::NumberBlockAllotted),
            "notice_decided" => serde_json::from_slice(bytes).map(Self::NoticeDecided),
            "payment_taken" => serde_json::from_slice(bytes).map(Self::PaymentTaken),
            "draft_posted" => serde_json::from_slice(bytes).map(Self::DraftPosted),
            "draft_dropped" => serde_json::from_slice(bytes).map(Self::DraftDropped),
            "patrol_end_stated" => serde_json::from_slice(bytes).map(Self::PatrolEndStated),
            "officer_role_changed" => serde_json::from_slice(bytes).map(Self::OfficerRoleChanged),
            "welfare_task" => serde_json::from_slice(bytes).map(Self::WelfareTask),
            "count_planned" => serde_json::from_slice(bytes).map(Self::CountPlanned),
            "count_acted" => serde_json::from_slice(bytes).map(Self::CountActed),
            "count_pair_decided" => serde_json::from_slice(bytes).map(Self::CountPairDecided),
            "count_over" => serde_json::from_slice(bytes).map(Self::CountOver),
            "consult_marked" => serde_json::from_slice(bytes).map(Self::ConsultMarked),
            "consult_lifted" => serde_json::from_slice(bytes).map(Self::ConsultLifted),
            "encampment_acted" => serde_json::from_slice(bytes).map(Self::EncampmentActed),
            "tent_acted" => serde_json::from_slice(bytes).map(Self::TentActed),
            "tent_standing" => serde_json::from_slice(bytes).map(Self::TentStanding),
            "encampment_standing" => serde_json::from_slice(bytes).map(Self::EncampmentStanding),
            "parishes_set" => serde_json::from_slice(bytes).map(Self::ParishesSet),
            "controller_named" => serde_json::from_slice(bytes).map(Self::ControllerNamed),
            "keeping_changed" => serde_json::from_slice(bytes).map(Self::KeepingChanged),
            "bodies_erased" => serde_json::from_slice(bytes).map(Self::BodiesErased),
            "track_extracted" => serde_json::from_slice(bytes).map(Self::TrackExtracted),
            "hold_placed" => serde_json::from_slice(bytes).map(Self::HoldPlaced),
            "hold_lifted" => serde_json::from_slice(bytes).map(Self::HoldLifted),
            "hold_told" => serde_json::from_slice(bytes).map(Self::HoldTold),
            "count_kept" => serde_json::from_slice(bytes).map(Self::CountKept),
            "task_set" => serde_json::from_slice(bytes).map(Self::TaskSet),
            "task_withdrawn" => serde_json::from_slice(bytes).map(Self::TaskWithdrawn),
            "case_acted" => serde_json::from_slice(bytes).map(Self::CaseActed),
            "premises_acted" => serde_json::from_slice(bytes).map(Self::PremisesActed),
            "glass_broken" => serde_json::from_slice(bytes).map(Self::GlassBroken),
            "glass_seen" => serde_json::from_slice(bytes).map(Self::GlassSeen),
            _ => {
                // Those that their own modules read.
                let readers: [Reader; 6] = [
                    |kind, bytes| CardEntry::read(kind, bytes).map(ServerBody::Card),
                    |kind, bytes| SharingEntry::read(kind, bytes).map(Self::Sharing),
                    |kind, bytes| CareSharing::read(kind, bytes).map(Self::CareSharing),
                    |kind, bytes| HazardEntry::read(kind, bytes).map(Self::Hazard),
                    |kind, bytes| AloneWord::read(kind, bytes).map(Self::Alone),
                    |kind, bytes| OutreachSays::parse(kind, bytes).map(Self::Outreach),
                ];
                let mut read = readers.into_iter().map(|read| read(kind, bytes));
                let unknown = Err(BodyError::UnknownKind);
                return read.find(|read| *read != unknown).unwrap_or(unknown);
            }
        }
        .map_err(|_| BodyError::Malformed)
    }
}
