//! Encampments and tents.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

#[uniffi::export]
impl Notebook {
    /// Reports an encampment; answers its id, and whether it looks like a return.
    ///
    /// # Errors
    /// `encampment_text`; `time` (one to come), `moved`, `retired`, storage errors: nothing was stored.
    pub fn report_encampment(&self, report: ReportEncampment) -> Result<EncampmentTelling, BeatbookError> {
        Ok(self.beatbook.report_encampment(report)?)
    }

    /// Tells what happened to an encampment, in order, all of it or none; `time` is when, UTC milliseconds, and absent: just
    /// now. An encampment that nobody told this phone of can be told of, by its id.
    ///
    /// # Errors
    /// `encampment_text`, `encampment_number`, `encampment_itself`; `welfare_first` (the check is not complete), `s77_notice`
    /// (not a direction in force of this phone), `check_elsewhere` and `notice_elsewhere` (told of another encampment),
    /// `people_key`, `time` (one to come); `not_found` (the check or the notice); `moved`, `retired`, storage errors: nothing was
    /// stored.
    pub fn tell_encampment(
        &self,
        encampment: Id,
        news: Vec<EncampmentNews>,
        time: Option<i64>,
    ) -> Result<EncampmentTelling, BeatbookError> {
        Ok(self.beatbook.tell_encampment(encampment, news, time)?)
    }

    /// Encampments this phone knows of, the newest last: what it told itself, and where each stands if the officer's roles
    /// read that.
    ///
    /// # Errors
    /// Storage errors.
    pub fn encampments(&self) -> Result<Vec<EncampmentView>, BeatbookError> {
        Ok(self.beatbook.encampments()?)
    }

    /// One of them, by any of its ids.
    ///
    /// # Errors
    /// `not_found`, storage errors.
    pub fn encampment(&self, id: Id) -> Result<EncampmentView, BeatbookError> {
        Ok(self.beatbook.encampment(id)?)
    }

    /// Notes a tent; answers its id.
    ///
    /// # Errors
    /// `tent_text`, `moved`, `retired`, storage errors: nothing was stored.
    pub fn note_tent(&self, note: NoteTent) -> Result<Id, BeatbookError> {
        Ok(self.beatbook.note_tent(note)?)
    }

    /// Tells what happened to a tent, in order, all of it or none. What does not hold – moved before welfare, disposed of on
    /// the day – is refused where this phone knows it, and kept with its reason where only others do.
    ///
    /// # Errors
    /// `tent_text`, `tent_number`, `two_people`; `welfare_first` and the other reasons for which it does not hold;
    /// `not_found` (the check), `moved`, `retired`, storage errors: nothing was stored.
    pub fn tell_tent(&self, tent: Id, news: Vec<TentNews>) -> Result<(), BeatbookError> {
        Ok(self.beatbook.tell_tent(tent, news)?)
    }

    /// Tents this phone told of, the newest last, as far as the officer may read them: with most roles until sign-off.
    ///
    /// # Errors
    /// Storage errors.
    pub fn tents(&self) -> Result<Vec<Tent>, BeatbookError> {
        Ok(self.beatbook.tents()?)
    }
}
/// One thing.
#[uniffi::remote(Record)]
pub struct Belonging {
    /// What kind.
    pub kind: BelongingKind,
    /// So that its owner knows it again.
    pub what: String,
    /// Its photograph.
    #[uniffi(default = None)]
    pub photo: Option<Evidence>,
}

/// What kind of thing.
#[uniffi::remote(Enum)]
pub enum BelongingKind {
    /// The tent itself.
    Tent,
    /// Bedding.
    Bedding,
    /// Clothes.
    Clothes,
    /// Medicine: never disposed of.
    Medication,
    /// Identity papers: never disposed of.
    Papers,
    /// A phone: never disposed of.
    Phone,
    /// Something else.
    Other,
}

/// Things went, by two people.
#[uniffi::remote(Record)]
pub struct BelongingsGone {
    /// Which, by their numbers.
    #[uniffi(default = [])]
    pub items: Vec<u16>,
    /// Public ids of the two officers.
    pub people: StringOf2,
    /// To whom, without a name, or how.
    pub text: String,
}

/// A matter before the magistrates' court (s78).
#[uniffi::remote(Record)]
pub struct CourtMatter {
    /// Which court.
    pub court: String,
    /// The court's number.
    #[uniffi(default = None)]
    pub reference: Option<String>,
}

/// A direction to leave.
#[uniffi::remote(Record)]
pub struct Direction {
    /// How.
    pub form: DirectionForm,
    /// By when to leave, UTC milliseconds.
    #[uniffi(default = None)]
    pub leave_by: Option<i64>,
    /// Last local day of the time in which to return is an offence (s77(3)(b)), by the rule set of its day.
    #[uniffi(default = None)]
    pub return_until: Option<Date>,
    /// Registrations of the vehicles directed; none: those seen on visits before.
    #[uniffi(default = [])]
    pub registrations: Vec<String>,
    /// People directed who are known, as keyed hashes; none: those known from visits before.
    #[uniffi(default = [])]
    pub people: Vec<Tag>,
}

/// How a direction was given (CJPOA 1994 s77(1), (2)).
#[uniffi::remote(Enum)]
pub enum DirectionForm {
    /// Spoken: people know what will follow; it is no notice.
    Spoken,
    /// Written and served, under the number of its notice.
    Written {
        /// As printed.
        number: String,
    },
}

/// A written direction, as others are told of it.
#[uniffi::remote(Record)]
pub struct DirectionStanding {
    /// Number of its notice.
    #[uniffi(default = None)]
    pub number: Option<String>,
    /// Its local day.
    pub directed: Date,
    /// When it was given, UTC milliseconds; absent in what was told before this was.
    #[uniffi(default = None)]
    pub at: Option<i64>,
    /// Last local day on which to return is an offence.
    #[uniffi(default = None)]
    pub until: Option<Date>,
    /// Its vehicles, as keyed hashes.
    pub vehicles: SetOfTag,
    /// Its people who are known, as keyed hashes.
    pub people: SetOfTag,
}

/// An encampment as all journals tell it. Lists are in the order in which things happened.
#[uniffi::remote(Record)]
pub struct Encampment {
    /// Its id; of one that was reported more than once the smallest.
    pub id: Id,
    /// Its other ids.
    pub joined: SetOfId,
    /// Reports; none while the first has not come.
    #[uniffi(default = [])]
    pub reports: Vec<PlacedEncampmentReported>,
    /// Visits.
    #[uniffi(default = [])]
    pub visits: Vec<PlacedEncampmentVisit>,
    /// The newest welfare check that is complete.
    #[uniffi(default = None)]
    pub welfare: Option<PlacedWelfareDone>,
    /// All welfare checks told of.
    pub checks: SetOfId,
    /// Spoken directions.
    #[uniffi(default = [])]
    pub spoken: Vec<PlacedDirection>,
    /// Written directions.
    #[uniffi(default = [])]
    pub written: Vec<PlacedDirection>,
    /// The court was asked.
    #[uniffi(default = None)]
    pub applied: Option<PlacedCourtMatter>,
    /// The court's order.
    #[uniffi(default = None)]
    pub order: Option<PlacedCourtMatter>,
    /// Bailiffs carried it out.
    #[uniffi(default = None)]
    pub bailiffs: Option<PlacedOnly>,
    /// The police directed people to leave: their number.
    #[uniffi(default = None)]
    pub s61: Option<PlacedOptionString>,
    /// Nobody is there any more: what was left.
    #[uniffi(default = None)]
    pub vacated: Option<PlacedOptionString>,
    /// That it is one with what another report tells of.
    #[uniffi(default = [])]
    pub same: Vec<PlacedJoined>,
    /// Entries that were taken back.
    pub taken_back: TakenBackByEntryAt,
    /// Entries that do not hold.
    #[uniffi(default = [])]
    pub refused: Vec<Refused>,
}

/// What is told of an encampment. Each becomes an entry.
#[uniffi::remote(Enum)]
pub enum EncampmentNews {
    /// Somebody went there and counted.
    Visit(Box<Visited>),
    /// A welfare check of this phone is complete; of it nothing is told but that, and until when it asks to wait.
    Welfare {
        /// The check.
        check: Id,
    },
    /// A direction was spoken.
    Spoken {
        /// By when to leave, UTC milliseconds.
        leave_by: Option<i64>,
        /// Registrations of the vehicles directed; none: those seen before.
        registrations: Vec<String>,
    },
    /// A direction that this phone issued is about this encampment.
    Written {
        /// Its number.
        number: String,
        /// Registrations of the vehicles directed; none: those seen before.
        registrations: Vec<String>,
    },
    /// The police directed people to leave (CJPOA 1994 s61).
    PoliceS61 {
        /// Number of the police.
        reference: Option<String>,
    },
    /// Nobody and nothing is there any more.
    Vacated {
        /// What was left, in words.
        text: Option<String>,
    },
    /// An entry of this notebook was wrong.
    TakenBack {
        /// Its number.
        entry: u64,
        /// Why.
        why: String,
    },
}

/// Somebody told of it.
#[uniffi::remote(Record)]
pub struct EncampmentReported {
    /// When it was written down.
    pub at: Moment,
    /// Legal time, if there is one.
    #[uniffi(default = None)]
    pub legal: Option<LegalTime>,
    /// When it was reported, UTC milliseconds.
    pub time: i64,
    /// Code of the authority whose land or duty it is.
    pub controller: String,
    /// By whom, as a kind and never as a name.
    pub source: ReportSource,
    /// Number of the report in another system.
    #[uniffi(default = None)]
    pub reference: Option<String>,
    /// Where.
    pub land: Land,
    /// On which patrol it was written down.
    #[uniffi(default = None)]
    pub patrol: Option<Id>,
}

/// How far an encampment has come. From a written direction on each stage needs the one before.
#[uniffi::remote(Enum)]
pub enum EncampmentStage {
    /// Somebody told of it.
    Reported,
    /// Somebody went there.
    Attended,
    /// A welfare check is complete.
    WelfareDone,
    /// A written direction was given (s77).
    S77,
    /// The court was asked for an order (s78).
    S78Applied,
    /// The court made it.
    S78Order,
    /// Bailiffs carried it out.
    Bailiffs,
}

/// Where an encampment stands.
#[uniffi::remote(Record)]
pub struct EncampmentStanding {
    /// Which.
    pub encampment: Id,
    /// The authority's key of the hashes below, and of people told of on visits.
    pub key: TagKey,
    /// Its other ids, if it was reported more than once.
    pub joined: SetOfId,
    /// The land's code.
    #[uniffi(default = None)]
    pub land_code: Option<String>,
    /// The land in words.
    #[uniffi(default = None)]
    pub land: Option<String>,
    /// The local day it was first reported.
    #[uniffi(default = None)]
    pub reported: Option<Date>,
    /// How far it has come; absent while nothing of it holds.
    #[uniffi(default = None)]
    pub stage: Option<EncampmentStage>,
    /// What was counted last, and on which local day.
    #[uniffi(default = None)]
    pub counted: Option<DateVecUnitCountPair>,
    /// Until which local day welfare asks to wait.
    #[uniffi(default = None)]
    pub wait_until: Option<Date>,
    /// Written directions.
    #[uniffi(default = [])]
    pub directions: Vec<DirectionStanding>,
    /// The local day it was vacated.
    #[uniffi(default = None)]
    pub vacated: Option<Date>,
    /// Entries that do not hold.
    #[uniffi(default = [])]
    pub refused: Vec<RefusedStanding>,
}

/// What came of telling.
#[uniffi::remote(Record)]
pub struct EncampmentTelling {
    /// The encampment.
    pub encampment: Id,
    /// Returns this phone sees in what was just told: a person decides what follows.
    #[uniffi(default = [])]
    pub returns: Vec<Return>,
}

/// An encampment as this phone knows it.
#[uniffi::remote(Record)]
pub struct EncampmentView {
    /// Its id.
    pub encampment: Id,
    /// What this notebook's own entries tell; absent if it told nothing.
    #[uniffi(default = None)]
    pub own: Option<Encampment>,
    /// Where it stands by what all journals tell, as new as the last exchange; absent before the server has told.
    #[uniffi(default = None)]
    pub standing: Option<EncampmentStanding>,
}

/// What was seen on a visit.
#[uniffi::remote(Record)]
pub struct EncampmentVisit {
    /// Units by kind; a kind that is left out was not there.
    #[uniffi(default = [])]
    pub units: Vec<UnitCount>,
    /// Registrations, as read.
    #[uniffi(default = [])]
    pub registrations: Vec<String>,
    /// People the officer knew by name and date of birth, as keyed hashes: the name is not kept.
    #[uniffi(default = [])]
    pub people: Vec<Tag>,
    /// About the site, in words; nothing of anybody's needs.
    #[uniffi(default = None)]
    pub text: Option<String>,
    /// Photographs of the site.
    #[uniffi(default = [])]
    pub evidence: Vec<Evidence>,
}

/// One entry, wherever it is.
#[uniffi::remote(Record)]
pub struct EntryAt {
    /// The notebook, or the authority's own journal.
    pub journal: Id,
    /// Its number there.
    pub seq: u64,
}

/// What became of a thing.
#[uniffi::remote(Enum)]
pub enum ItemState {
    /// It is kept, or was left.
    Kept,
    /// Given back.
    Returned,
    /// Disposed of.
    Disposed,
}

/// Two reports that are one encampment's.
#[uniffi::remote(Record)]
pub struct Joined {
    /// The one it was told of.
    pub one: Id,
    /// The other.
    pub other: Id,
    /// Why.
    pub why: String,
}

/// Where things are kept.
#[uniffi::remote(Enum)]
pub enum KeptWhere {
    /// Left where they were.
    Left,
    /// Stored.
    Stored {
        /// Where.
        place: String,
    },
}

/// The land it stands on.
#[uniffi::remote(Record)]
pub struct Land {
    /// Its code in the authority's list of land, if it has one.
    #[uniffi(default = None)]
    pub code: Option<String>,
    /// In words, so that nobody can mistake it.
    pub words: String,
    /// Where, if it is known.
    #[uniffi(default = None)]
    pub place: Option<KeptPlace>,
}

/// A tent was found that something is to be done about.
#[uniffi::remote(Record)]
pub struct NoteTent {
    /// Where, in words.
    pub land: String,
    /// Why.
    pub ground: TentGround,
    /// Where; a place that nobody knows is no obstacle.
    pub place: AskWhere,
}

/// Of what has no more to tell than that it happened.
#[uniffi::remote(Enum)]
pub enum Only {
    /// It did.
    Happened,
}

/// Somebody known by name and date of birth. The name is hashed on the phone and not kept.
#[uniffi::remote(Record)]
pub struct PersonMet {
    /// Name, in any order.
    pub name: String,
    /// Date of birth.
    pub born: Date,
}

/// Something that holds, where it is told, by whom, and when it happened.
#[uniffi::remote(Record)]
pub struct PlacedBelongingsGone {
    /// The entry.
    pub at: EntryAt,
    /// Who told it.
    pub by: Id,
    /// When it happened, UTC milliseconds.
    pub time: i64,
    /// What.
    pub what: BelongingsGone,
}

/// Something that holds, where it is told, by whom, and when it happened.
#[uniffi::remote(Record)]
pub struct PlacedCourtMatter {
    /// The entry.
    pub at: EntryAt,
    /// Who told it.
    pub by: Id,
    /// When it happened, UTC milliseconds.
    pub time: i64,
    /// What.
    pub what: CourtMatter,
}

/// Something that holds, where it is told, by whom, and when it happened.
#[uniffi::remote(Record)]
pub struct PlacedDirection {
    /// The entry.
    pub at: EntryAt,
    /// Who told it.
    pub by: Id,
    /// When it happened, UTC milliseconds.
    pub time: i64,
    /// What.
    pub what: Direction,
}

/// Something that holds, where it is told, by whom, and when it happened.
#[uniffi::remote(Record)]
pub struct PlacedEncampmentReported {
    /// The entry.
    pub at: EntryAt,
    /// Who told it.
    pub by: Id,
    /// When it happened, UTC milliseconds.
    pub time: i64,
    /// What.
    pub what: EncampmentReported,
}

/// Something that holds, where it is told, by whom, and when it happened.
#[uniffi::remote(Record)]
pub struct PlacedEncampmentVisit {
    /// The entry.
    pub at: EntryAt,
    /// Who told it.
    pub by: Id,
    /// When it happened, UTC milliseconds.
    pub time: i64,
    /// What.
    pub what: EncampmentVisit,
}

/// Something that holds, where it is told, by whom, and when it happened.
#[uniffi::remote(Record)]
pub struct PlacedId {
    /// The entry.
    pub at: EntryAt,
    /// Who told it.
    pub by: Id,
    /// When it happened, UTC milliseconds.
    pub time: i64,
    /// What.
    pub what: Id,
}

/// Something that holds, where it is told, by whom, and when it happened.
#[uniffi::remote(Record)]
pub struct PlacedJoined {
    /// The entry.
    pub at: EntryAt,
    /// Who told it.
    pub by: Id,
    /// When it happened, UTC milliseconds.
    pub time: i64,
    /// What.
    pub what: Joined,
}

/// Something that holds, where it is told, by whom, and when it happened.
#[uniffi::remote(Record)]
pub struct PlacedOnly {
    /// The entry.
    pub at: EntryAt,
    /// Who told it.
    pub by: Id,
    /// When it happened, UTC milliseconds.
    pub time: i64,
    /// What.
    pub what: Only,
}

/// Something that holds, where it is told, by whom, and when it happened.
#[uniffi::remote(Record)]
pub struct PlacedOptionString {
    /// The entry.
    pub at: EntryAt,
    /// Who told it.
    pub by: Id,
    /// When it happened, UTC milliseconds.
    pub time: i64,
    /// What.
    #[uniffi(default = None)]
    pub what: Option<String>,
}

/// Something that holds, where it is told, by whom, and when it happened.
#[uniffi::remote(Record)]
pub struct PlacedString {
    /// The entry.
    pub at: EntryAt,
    /// Who told it.
    pub by: Id,
    /// When it happened, UTC milliseconds.
    pub time: i64,
    /// What.
    pub what: String,
}

/// Something that holds, where it is told, by whom, and when it happened.
#[uniffi::remote(Record)]
pub struct PlacedStringHelpAnswerPair {
    /// The entry.
    pub at: EntryAt,
    /// Who told it.
    pub by: Id,
    /// When it happened, UTC milliseconds.
    pub time: i64,
    /// What.
    pub what: StringHelpAnswerPair,
}

/// Something that holds, where it is told, by whom, and when it happened.
#[uniffi::remote(Record)]
pub struct PlacedTentNoted {
    /// The entry.
    pub at: EntryAt,
    /// Who told it.
    pub by: Id,
    /// When it happened, UTC milliseconds.
    pub time: i64,
    /// What.
    pub what: TentNoted,
}

/// Something that holds, where it is told, by whom, and when it happened.
#[uniffi::remote(Record)]
pub struct PlacedTentRemoved {
    /// The entry.
    pub at: EntryAt,
    /// Who told it.
    pub by: Id,
    /// When it happened, UTC milliseconds.
    pub time: i64,
    /// What.
    pub what: TentRemoved,
}

/// Something that holds, where it is told, by whom, and when it happened.
#[uniffi::remote(Record)]
pub struct PlacedWelfareDone {
    /// The entry.
    pub at: EntryAt,
    /// Who told it.
    pub by: Id,
    /// When it happened, UTC milliseconds.
    pub time: i64,
    /// What.
    pub what: WelfareDone,
}

/// Something that was told and does not hold.
#[uniffi::remote(Record)]
pub struct Refused {
    /// The entry.
    pub at: EntryAt,
    /// Who told it.
    pub by: Id,
    /// When it is said to have happened, UTC milliseconds.
    pub time: i64,
    /// What, by its name.
    pub what: Words,
    /// Why not.
    pub refusal: StepRefusal,
}

/// An entry that does not hold, as others are told of it.
#[uniffi::remote(Record)]
pub struct RefusedStanding {
    /// The entry.
    pub at: EntryAt,
    /// What it tells, by its name.
    pub what: String,
    /// Why not: a stable code.
    pub code: String,
}

/// A tent was moved.
#[uniffi::remote(Record)]
pub struct RemoveTent {
    /// On what power.
    pub power: TentPower,
    /// Reference of the order, notice or judgment.
    #[uniffi(default = None)]
    pub reference: Option<String>,
    /// Whether whoever lives in it was there.
    pub occupant_present: bool,
    /// Everything that was in it.
    #[uniffi(default = [])]
    pub belongings: Vec<Belonging>,
    /// Where it is.
    pub kept: KeptWhere,
    /// Where a notice was left that says so.
    #[uniffi(default = None)]
    pub notice_left: Option<String>,
    /// How to have things back.
    pub contact: String,
}

/// Somebody told of an encampment.
#[uniffi::remote(Record)]
pub struct ReportEncampment {
    /// By whom, as a kind.
    pub source: ReportSource,
    /// The land in words.
    pub land: String,
    /// The land's code in the authority's list.
    #[uniffi(default = None)]
    pub code: Option<String>,
    /// Number of the report in another system.
    #[uniffi(default = None)]
    pub reference: Option<String>,
    /// Where; a place that nobody knows is no obstacle.
    pub place: AskWhere,
    /// When it was reported, UTC milliseconds; absent: just now, by legal time.
    #[uniffi(default = None)]
    pub time: Option<i64>,
}

/// Who told of it first.
#[uniffi::remote(Enum)]
pub enum ReportSource {
    /// Somebody who lives or works near it.
    Resident,
    /// Whoever owns or manages the land.
    Landowner,
    /// A councillor or member of parliament.
    Member,
    /// The police.
    Police,
    /// An officer came upon it.
    Patrol,
    /// Another service or a partner.
    Service,
    /// Somebody else.
    Other,
}

/// A return, or what looks like one.
#[uniffi::remote(Record)]
pub struct Return {
    /// The encampment that is looked at.
    pub encampment: Id,
    /// The one that was directed to leave.
    pub earlier: Id,
    /// Number of the direction's notice.
    #[uniffi(default = None)]
    pub number: Option<String>,
    /// Its local day.
    pub directed: Date,
    /// Last local day on which to return is an offence.
    pub until: Date,
    /// The local day on which it was seen to match.
    pub seen: Date,
    /// On what it rests.
    pub basis: SetOfReturnBasis,
}

/// On what a return rests.
#[uniffi::remote(Enum)]
pub enum ReturnBasis {
    /// The same code of land.
    LandCode,
    /// The same words for the land.
    LandWords,
    /// Places so many metres apart.
    LandNear(u32),
    /// So many vehicles of the direction.
    Vehicles(u32),
    /// So many people of the direction, by keyed hash.
    People(u32),
}

/// Something that was told and was taken back.
#[uniffi::remote(Record)]
pub struct TakenBack {
    /// What, by its name.
    pub what: Words,
    /// Who told it.
    pub by: Id,
    /// When it is said to have happened, UTC milliseconds.
    pub time: i64,
    /// What took it back, and why.
    pub back: PlacedString,
}

/// A tent as all journals tell it.
#[uniffi::remote(Record)]
pub struct Tent {
    /// Its id.
    pub id: Id,
    /// How it was found; absent while that has not come.
    #[uniffi(default = None)]
    pub noted: Option<PlacedTentNoted>,
    /// The welfare check that is complete.
    #[uniffi(default = None)]
    pub welfare: Option<PlacedId>,
    /// Help that was offered, and the answers.
    #[uniffi(default = [])]
    pub offers: Vec<PlacedStringHelpAnswerPair>,
    /// What was taken.
    #[uniffi(default = None)]
    pub removed: Option<PlacedTentRemoved>,
    /// What became of each thing, in their order.
    #[uniffi(default = [])]
    pub items: Vec<ItemState>,
    /// Who gave things back or disposed of them.
    #[uniffi(default = [])]
    pub gone: Vec<PlacedBelongingsGone>,
    /// Entries that do not hold: where, when, and why.
    #[uniffi(default = [])]
    pub refused: Vec<PlacedOnlyTentRefusalPair>,
}

/// Why it is dealt with.
#[uniffi::remote(Enum)]
pub enum TentGround {
    /// Anti-social behaviour.
    Asb,
    /// The pitch is likely to harm whoever lives in it.
    HarmToDweller,
    /// What it does to those around.
    CommunityImpact,
}

/// What is told of a tent. Each becomes an entry.
#[uniffi::remote(Enum)]
pub enum TentNews {
    /// A welfare check of this phone, of whoever lives in a tent, is complete.
    Welfare {
        /// The check.
        check: Id,
    },
    /// Help was offered.
    Offered {
        /// What.
        help: String,
        /// The answer.
        answer: HelpAnswer,
    },
    /// It was moved; the library says until when things are kept.
    Removed(Box<RemoveTent>),
    /// Things were given back, by this officer and another.
    Returned {
        /// Which, by their numbers.
        items: Vec<u16>,
        /// Public id of the other officer.
        with: String,
        /// To whom, without a name.
        text: String,
    },
    /// Things were disposed of, by this officer and another.
    Disposed {
        /// Which, by their numbers.
        items: Vec<u16>,
        /// Public id of the other officer.
        with: String,
        /// How.
        text: String,
    },
}

/// A tent was found that something is to be done about.
#[uniffi::remote(Record)]
pub struct TentNoted {
    /// When it was written down.
    pub at: Moment,
    /// Legal time, if there is one.
    #[uniffi(default = None)]
    pub legal: Option<LegalTime>,
    /// When it was found, UTC milliseconds.
    pub time: i64,
    /// Code of the authority that deals with it.
    pub controller: String,
    /// Where. Others than the own team are not told.
    pub land: Land,
    /// Why.
    pub ground: TentGround,
    /// On which patrol it was written down.
    #[uniffi(default = None)]
    pub patrol: Option<Id>,
}

/// On what power it is moved.
#[uniffi::remote(Enum)]
pub enum TentPower {
    /// None: whoever lives in it agreed.
    Voluntary,
    /// A condition of an order (ASBCPA 2014 s59).
    Pspo,
    /// A community protection notice (s43).
    Cpn,
    /// A court's order for possession.
    Possession,
    /// Another.
    Other,
}

/// It was moved.
#[uniffi::remote(Record)]
pub struct TentRemoved {
    /// On what power.
    pub power: TentPower,
    /// Reference of the order, notice or judgment.
    #[uniffi(default = None)]
    pub reference: Option<String>,
    /// Whether whoever lives in it was there.
    pub occupant_present: bool,
    /// Everything that was in it, numbered from 1 in this order.
    #[uniffi(default = [])]
    pub belongings: Vec<Belonging>,
    /// Where it is.
    pub kept: KeptWhere,
    /// Where a notice was left that says so.
    #[uniffi(default = None)]
    pub notice_left: Option<String>,
    /// How to have things back.
    pub contact: String,
    /// Last local day on which they are kept.
    pub keep_until: Date,
}

/// So many of a kind.
#[uniffi::remote(Record)]
pub struct UnitCount {
    /// Of what.
    pub kind: UnitKind,
    /// How many stand there.
    pub count: u16,
    /// In how many of them people live.
    pub lived_in: u16,
}

/// What was seen on a visit.
#[uniffi::remote(Record)]
pub struct Visited {
    /// Units by kind; a kind that is left out was not there.
    #[uniffi(default = [])]
    pub units: Vec<UnitCount>,
    /// Registrations, as read.
    #[uniffi(default = [])]
    pub registrations: Vec<String>,
    /// People the officer knew.
    #[uniffi(default = [])]
    pub people: Vec<PersonMet>,
    /// About the site, in words.
    #[uniffi(default = None)]
    pub text: Option<String>,
    /// Photographs of the site.
    #[uniffi(default = [])]
    pub evidence: Vec<Evidence>,
}
