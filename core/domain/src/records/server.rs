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
use crate::records::kinds::kinds;
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

kinds!(ServerBody {
    "authority_added" => AuthorityAdded,
    "officer_added" => OfficerAdded,
    "notebook_enrolled" => NotebookEnrolled,
    "notebook_retired" => NotebookRetired,
    "briefing_published" => BriefingPublished,
    "order_book_published" => OrderBookPublished,
    "figures_published" => FiguresPublished,
    "alarm_raised" => AlarmRaised,
    "generation_raised" => GenerationRaised,
    "entries_lost" => EntriesLost,
    "receipt_key_changed" => ReceiptKeyChanged,
    "number_block_allotted" => NumberBlockAllotted,
    "notice_decided" => NoticeDecided,
    "payment_taken" => PaymentTaken,
    "draft_posted" => DraftPosted,
    "draft_dropped" => DraftDropped,
    "patrol_end_stated" => PatrolEndStated,
    "officer_role_changed" => OfficerRoleChanged,
    "welfare_task" => WelfareTask,
    "count_planned" => CountPlanned,
    "count_acted" => CountActed,
    "count_pair_decided" => CountPairDecided,
    "count_over" => CountOver,
    "consult_marked" => ConsultMarked,
    "consult_lifted" => ConsultLifted,
    "encampment_acted" => EncampmentActed,
    "encampment_standing" => EncampmentStanding,
    "tent_acted" => TentActed,
    "tent_standing" => TentStanding,
    "parishes_set" => ParishesSet,
    "controller_named" => ControllerNamed,
    "keeping_changed" => KeepingChanged,
    "bodies_erased" => BodiesErased,
    "track_extracted" => TrackExtracted,
    "hold_placed" => HoldPlaced,
    "hold_lifted" => HoldLifted,
    "hold_told" => HoldTold,
    "count_kept" => CountKept,
    "task_set" => TaskSet,
    "task_withdrawn" => TaskWithdrawn,
    "case_acted" => CaseActed,
    "premises_acted" => PremisesActed,
    "glass_broken" => GlassBroken,
    "glass_seen" => GlassSeen,
} of {
    Sharing(SharingEntry),
    CareSharing(CareSharing),
    Outreach(OutreachSays),
    Card(CardEntry),
    Hazard(HazardEntry),
    Alone(AloneWord),
});

impl ServerBody {
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
        let bytes = self.to_json()?;
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
        Self::read(kind, bytes)
    }
}
