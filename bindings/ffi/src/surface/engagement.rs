//! Meetings with the public and visits to premises.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

#[uniffi::export]
impl Notebook {
    /// Records an engagement; answers its record.
    ///
    /// # Errors
    /// `engagement_category`, `engagement_kind`, `engagement_text`, `engagement_number`; `moved`, `retired`, storage errors:
    /// nothing was stored.
    pub fn record_engagement(&self, record: RecordEngagement) -> Result<Id, BeatbookError> {
        Ok(self.beatbook.record_engagement(record)?)
    }

    /// Says what an engagement was after all; what is absent stays as it was.
    ///
    /// # Errors
    /// `not_found`, `taken_back_already`, and those of `record_engagement`: nothing was stored.
    pub fn correct_engagement(
        &self,
        engagement: Id,
        what: EngagementChange,
        why: String,
    ) -> Result<(), BeatbookError> {
        Ok(self.beatbook.correct_engagement(engagement, what, &why)?)
    }

    /// Takes an engagement back: it is not counted any more.
    ///
    /// # Errors
    /// `not_found`, `taken_back_already`, `engagement_text`, `moved`, `retired`, storage errors: nothing was stored.
    pub fn take_back_engagement(&self, engagement: Id, why: String) -> Result<(), BeatbookError> {
        Ok(self.beatbook.take_back_engagement(engagement, &why)?)
    }

    /// Engagements of this notebook, the newest last.
    ///
    /// # Errors
    /// Storage errors.
    pub fn engagements(&self) -> Result<Vec<EngagementView>, BeatbookError> {
        Ok(self.beatbook.engagements()?)
    }

    /// The ward at a place, from the zones on this phone; none where no ward is known.
    ///
    /// # Errors
    /// `no_place`, storage errors.
    pub fn ward_at(&self, place: AskWhere) -> Result<Option<WardProposal>, BeatbookError> {
        Ok(self.beatbook.ward_at(place)?)
    }

    /// The authority's parishes on a local day, as far as the server has told.
    ///
    /// # Errors
    /// Storage errors.
    pub fn parishes(&self, day: Date) -> Result<Vec<Parish>, BeatbookError> {
        Ok(self.beatbook.parishes(day)?)
    }

    /// Records a visit; answers its record.
    ///
    /// # Errors
    /// `premises_kind`, `premises_why`, `premises_partner`, `premises_capacity`, `premises_text`, `premises_twice`,
    /// `premises_outcome`; `moved`, `retired`, storage errors: nothing was stored.
    pub fn record_premises_visit(&self, record: RecordVisit) -> Result<Id, BeatbookError> {
        Ok(self.beatbook.record_premises_visit(record)?)
    }

    /// Says what a visit was after all; what is absent stays as it was.
    ///
    /// # Errors
    /// `not_found`, `taken_back_already`, and those of `record_premises_visit`: nothing was stored.
    pub fn correct_premises_visit(
        &self,
        visit: Id,
        what: VisitChange,
        why: String,
    ) -> Result<(), BeatbookError> {
        Ok(self.beatbook.correct_premises_visit(visit, what, &why)?)
    }

    /// Takes a visit, a defect or an item back: it is not counted any more.
    ///
    /// # Errors
    /// `not_found`, `defect_not_found`, `item_not_found`, `taken_back_already`, `premises_text`; `moved`, `retired`,
    /// storage errors: nothing was stored.
    pub fn take_back_premises(
        &self,
        visit: Id,
        part: PremisesPart,
        why: String,
    ) -> Result<(), BeatbookError> {
        Ok(self.beatbook.take_back_premises(visit, part, &why)?)
    }

    /// Tells a defect; the same one told again is told anew.
    ///
    /// # Errors
    /// `not_found`, `taken_back_already`, `premises_defect`, `premises_number`, `premises_text`; `moved`, `retired`, storage
    /// errors: nothing was stored.
    pub fn find_defect(&self, visit: Id, defect: Defect) -> Result<(), BeatbookError> {
        Ok(self.beatbook.find_defect(visit, defect)?)
    }

    /// Tells goods that were seized, in one bag; answers the item's number, and where else this notebook has the seal.
    ///
    /// # Errors
    /// `not_found`, `taken_back_already`, `seal_taken` (by another item of this visit), `premises_defect`,
    /// `premises_number`, `premises_text`; `moved`, `retired`, storage errors: nothing was stored.
    pub fn seize_goods(&self, visit: Id, goods: SeizedGoods) -> Result<U16VecSealSeenPair, BeatbookError> {
        Ok(self.beatbook.seize_goods(visit, goods)?)
    }

    /// Says what an item was after all; answers where else this notebook has the seal.
    ///
    /// # Errors
    /// `item_not_found`, and those of `seize_goods`: nothing was stored.
    pub fn correct_item(
        &self,
        visit: Id,
        item: u16,
        what: GoodsChange,
        why: String,
    ) -> Result<Vec<SealSeen>, BeatbookError> {
        Ok(self.beatbook.correct_item(visit, item, what, &why)?)
    }

    /// Tells what became of an item.
    ///
    /// # Errors
    /// `not_found`, `item_not_found`, `item_gone_already`, `item_held`, `taken_back_already`, `two_people`,
    /// `premises_text`; `moved`, `retired`, storage errors: nothing was stored.
    pub fn tell_item(&self, visit: Id, item: u16, news: ItemNews) -> Result<(), BeatbookError> {
        Ok(self.beatbook.tell_item(visit, item, news)?)
    }

    /// Visits of this notebook, the newest last, as far as the officer's roles read enforcement. What the desk told of goods
    /// is not on the phone.
    ///
    /// # Errors
    /// Storage errors.
    pub fn premises_visits(&self) -> Result<Vec<PremisesVisit>, BeatbookError> {
        Ok(self.beatbook.premises_visits()?)
    }
}
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

/// An engagement as its entries tell it.
#[uniffi::remote(Record)]
pub struct Engagement {
    /// The notebook that tells it.
    pub notebook: Id,
    /// Whose it is.
    pub by: Id,
    /// The engagement.
    pub record: Id,
    /// Number of its first entry.
    pub first: u64,
    /// As it was recorded.
    pub recorded: EngagementRecorded,
    /// What it was, by the newest word.
    pub details: EngagementDetails,
    /// Corrections, in order.
    #[uniffi(default = [])]
    pub corrections: Vec<Reason>,
    /// It is not counted any more.
    #[uniffi(default = None)]
    pub taken_back: Option<Reason>,
    /// Entries that do not hold.
    #[uniffi(default = [])]
    pub refused: Vec<U64EngagementRefusalPair>,
}

/// What an engagement is to be; what is absent is not told.
#[uniffi::remote(Record)]
pub struct EngagementChange {
    /// Code of the category; may be absent where a kind is told.
    #[uniffi(default = None)]
    pub category: Option<String>,
    /// Code of the kind.
    #[uniffi(default = None)]
    pub kind: Option<String>,
    /// When it began, UTC milliseconds; absent at first: just now, by legal time.
    #[uniffi(default = None)]
    pub from: Option<i64>,
    /// How long it took.
    #[uniffi(default = None)]
    pub minutes: Option<u16>,
    /// Code of the ward; absent at first: as the phone proposes.
    #[uniffi(default = None)]
    pub ward: Option<String>,
    /// The ward's priority it serves.
    #[uniffi(default = None)]
    pub priority: Option<String>,
    /// Code of the parish.
    #[uniffi(default = None)]
    pub parish: Option<String>,
    /// How many people came.
    #[uniffi(default = None)]
    pub attendance: Option<u32>,
    /// How many signed up to messages.
    #[uniffi(default = None)]
    pub sign_ups: Option<u32>,
    /// What it was about, without names.
    #[uniffi(default = None)]
    pub text: Option<String>,
}

/// What an engagement was. What is absent is not told.
#[uniffi::remote(Record)]
pub struct EngagementDetails {
    /// Code of the official category.
    pub category: String,
    /// Code of the kind within the category.
    #[uniffi(default = None)]
    pub kind: Option<String>,
    /// When it began, UTC milliseconds.
    pub from: i64,
    /// How long it took.
    #[uniffi(default = None)]
    pub minutes: Option<u16>,
    /// Code of the ward.
    #[uniffi(default = None)]
    pub ward: Option<String>,
    /// The ward's priority it serves, by code or in a few words.
    #[uniffi(default = None)]
    pub priority: Option<String>,
    /// Code of the parish, of a parish council's meeting.
    #[uniffi(default = None)]
    pub parish: Option<String>,
    /// How many people came.
    #[uniffi(default = None)]
    pub attendance: Option<u32>,
    /// How many signed up to messages (MCV).
    #[uniffi(default = None)]
    pub sign_ups: Option<u32>,
    /// What it was about, without names.
    #[uniffi(default = None)]
    pub text: Option<String>,
}

/// The first entry.
#[uniffi::remote(Record)]
pub struct EngagementRecorded {
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
    pub details: EngagementDetails,
}

/// An engagement of this notebook.
#[uniffi::remote(Record)]
pub struct EngagementView {
    /// Its story.
    pub engagement: Engagement,
}

/// What an item is after all; what is absent stays as it was.
#[uniffi::remote(Record)]
pub struct GoodsChange {
    /// What they are.
    #[uniffi(default = None)]
    pub what: Option<String>,
    /// How many.
    #[uniffi(default = None)]
    pub quantity: Option<u32>,
    /// Of what.
    #[uniffi(default = None)]
    pub unit: Option<String>,
    /// What they are worth by estimate, pence.
    #[uniffi(default = None)]
    pub value_pence: Option<u64>,
    /// Number of the seal.
    #[uniffi(default = None)]
    pub seal: Option<String>,
    /// Their photograph.
    #[uniffi(default = None)]
    pub photo: Option<Evidence>,
    /// Code of the defect.
    #[uniffi(default = None)]
    pub defect: Option<String>,
    /// On what power.
    #[uniffi(default = None)]
    pub power: Option<String>,
}

/// A step that holds.
#[uniffi::remote(Record)]
pub struct ItemDone {
    /// Who told it.
    pub by: Id,
    /// It was told at the desk.
    pub at_desk: bool,
    /// When it happened, UTC milliseconds.
    pub time: i64,
    /// What.
    pub step: ItemStep,
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
pub enum ItemNews {
    /// It was given back, by this officer and another.
    Returned {
        /// Public id of the other officer.
        with: String,
        /// To whom, without a name.
        text: String,
    },
    /// It was disposed of, by this officer and another.
    Disposed {
        /// Public id of the other officer.
        with: String,
        /// How.
        text: String,
    },
    /// It was passed to somebody else.
    PassedOn {
        /// To whom.
        to: String,
        /// Their reference.
        reference: String,
    },
    /// It is here after all.
    HeldAfterAll {
        /// Why it was told otherwise.
        why: String,
    },
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

/// A parish of the authority.
#[uniffi::remote(Record)]
pub struct Parish {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
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

/// An entry that does not hold.
#[uniffi::remote(Record)]
pub struct PremisesRefused {
    /// The entry's number in its notebook; none: it was told at the desk.
    #[uniffi(default = None)]
    pub entry: Option<u64>,
    /// Why.
    pub why: PremisesRefusal,
}

/// A visit as its entries tell it.
#[uniffi::remote(Record)]
pub struct PremisesVisit {
    /// The notebook that tells it.
    pub notebook: Id,
    /// Whose it is.
    pub by: Id,
    /// The visit.
    pub record: Id,
    /// Number of its first entry.
    pub first: u64,
    /// As it was recorded.
    pub recorded: PremisesVisited,
    /// What it was, by the newest word.
    pub details: VisitDetails,
    /// Defects by their code, by the newest word.
    pub defects: DefectByString,
    /// Items by their number, those taken back among them.
    pub items: SeizedItemByU16,
    /// Corrections of the visit, defects told anew and parts taken back, in order.
    #[uniffi(default = [])]
    pub corrections: Vec<Reason>,
    /// It is not counted any more.
    #[uniffi(default = None)]
    pub taken_back: Option<Reason>,
    /// Entries that do not hold.
    #[uniffi(default = [])]
    pub refused: Vec<PremisesRefused>,
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

/// A reason that was given, and the entry that gives it.
#[uniffi::remote(Record)]
pub struct Reason {
    /// The entry's number.
    pub seq: u64,
    /// Why.
    pub why: String,
}

/// An engagement to be recorded.
#[uniffi::remote(Record)]
pub struct RecordEngagement {
    /// What it is.
    pub what: EngagementChange,
    /// Where; a place that nobody knows is no obstacle.
    pub place: AskWhere,
    /// Name of the operation; absent: the patrol's.
    #[uniffi(default = None)]
    pub operation: Option<String>,
}

/// A visit to be recorded.
#[uniffi::remote(Record)]
pub struct RecordVisit {
    /// What it is.
    pub what: VisitChange,
    /// Where; a place that nobody knows is no obstacle.
    pub place: AskWhere,
    /// Name of the operation; absent: the patrol's.
    #[uniffi(default = None)]
    pub operation: Option<String>,
}

/// Another item of this notebook with the same seal, on another visit. It refuses nothing: look at the bags.
#[uniffi::remote(Record)]
pub struct SealSeen {
    /// The visit.
    pub visit: Id,
    /// The item's number there.
    pub item: u16,
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

/// An item that was seized.
#[uniffi::remote(Record)]
pub struct SeizedItem {
    /// What it is, by the newest word.
    pub goods: SeizedGoods,
    /// Where it is.
    pub state: SeizedItemState,
    /// What became of it, in order.
    #[uniffi(default = [])]
    pub done: Vec<ItemDone>,
    /// Corrections, in order.
    #[uniffi(default = [])]
    pub corrections: Vec<Reason>,
    /// It is not counted any more.
    #[uniffi(default = None)]
    pub taken_back: Option<Reason>,
}

/// Where an item is.
#[uniffi::remote(Enum)]
pub enum SeizedItemState {
    /// Here.
    Held,
    /// Given back.
    Returned,
    /// Disposed of.
    Disposed,
    /// With somebody else.
    PassedOn,
}

/// What a visit is to be; what is absent is not told.
#[uniffi::remote(Record)]
pub struct VisitChange {
    /// What the premises are called; at first it must be told.
    #[uniffi(default = None)]
    pub name: Option<String>,
    /// Code of their kind; at first it must be told.
    #[uniffi(default = None)]
    pub kind: Option<String>,
    /// Their address.
    #[uniffi(default = None)]
    pub address: Option<String>,
    /// Code of the ward; absent at first: as the phone proposes.
    #[uniffi(default = None)]
    pub ward: Option<String>,
    /// When it began, UTC milliseconds; absent at first: just now, by legal time.
    #[uniffi(default = None)]
    pub from: Option<i64>,
    /// Code of why; at first it must be told.
    #[uniffi(default = None)]
    pub why: Option<String>,
    /// Codes of all partners who came along.
    #[uniffi(default = None)]
    pub with: Option<Vec<String>>,
    /// Codes of the capacities of all who were spoken to.
    #[uniffi(default = None)]
    pub spoken_to: Option<Vec<String>>,
    /// All it came to.
    #[uniffi(default = None)]
    pub outcomes: Option<Vec<VisitOutcome>>,
    /// Anything else, without names.
    #[uniffi(default = None)]
    pub notes: Option<String>,
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

/// The ward at a place.
#[uniffi::remote(Record)]
pub struct WardProposal {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
}
