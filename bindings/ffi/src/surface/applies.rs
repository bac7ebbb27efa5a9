//! Which orders apply here and now, roles, and what the briefing carries.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

#[uniffi::export]
impl Notebook {
    /// The officer's roles, as far as the server has told; none before it has.
    ///
    /// # Errors
    /// Storage errors.
    pub fn roles(&self) -> Result<Roles, BeatbookError> {
        Ok(self.beatbook.roles()?)
    }

    /// Tasks of the welfare service for this officer, the officer's team or any team, the first due first.
    ///
    /// # Errors
    /// Storage errors.
    pub fn welfare_tasks(&self) -> Result<Vec<WelfareTask>, BeatbookError> {
        Ok(self.beatbook.welfare_tasks()?)
    }

    /// The briefing card of the zone of this code.
    ///
    /// # Errors
    /// `no_time`, storage errors.
    pub fn card(&self, zone: String) -> Result<CardAnswer, BeatbookError> {
        Ok(self.beatbook.card(&zone)?)
    }

    /// The briefing cards of the zones at a place.
    ///
    /// # Errors
    /// `no_place`, `no_time`, storage errors.
    pub fn cards_here(&self, place: AskWhere) -> Result<CardsHere, BeatbookError> {
        Ok(self.beatbook.cards_here(place)?)
    }

    /// The zones that have a briefing card today.
    ///
    /// # Errors
    /// `no_time`, storage errors.
    pub fn cards(&self) -> Result<CardList, BeatbookError> {
        Ok(self.beatbook.cards()?)
    }
}
/// What records are about.
#[uniffi::remote(Enum)]
pub enum Area {
    /// Tracks, patrols, hours.
    Patrol,
    /// Encounters, notices, orders.
    Enforcement,
    /// Help for people who sleep rough: its purpose is never enforcement.
    Welfare,
    /// Rough-sleeper counts.
    Count,
    /// Concerns about a child or an adult at risk.
    Safeguarding,
    /// Who has seen what.
    Audit,
}

/// What was seen lately.
#[uniffi::remote(Enum)]
pub enum BreachesView {
    /// The officer's roles do not read what others enforce.
    NotForRoles,
    /// The server has not told of this zone yet.
    NotCounted,
    /// This.
    Counted {
        /// The numbers.
        told: ZoneBreaches,
        /// Until when it was counted, UTC milliseconds.
        as_at: i64,
        /// So old that it is to be said loudly.
        stale: bool,
    },
}

/// How old what the phone knows of cards is.
#[uniffi::remote(Record)]
pub struct CardAge {
    /// Server time of the last exchange, UTC milliseconds.
    #[uniffi(default = None)]
    pub synced: Option<i64>,
    /// Milliseconds since then, by legal time; absent while nobody knows the time.
    #[uniffi(default = None)]
    pub age: Option<i64>,
    /// So old, or of unknown age, that it is to be said loudly.
    pub stale: bool,
}

/// The answer about one zone.
#[uniffi::remote(Record)]
pub struct CardAnswer {
    /// The zone of the code, if one that may have a card is in force by the newest zones here.
    #[uniffi(default = None)]
    pub zone: Option<ZoneName>,
    /// Its card, if it has one today.
    #[uniffi(default = None)]
    pub card: Option<Box<CardView>>,
    /// How old what the phone knows is.
    pub age: CardAge,
}

/// A zone that has a card today.
#[uniffi::remote(Record)]
pub struct CardLine {
    /// The zone.
    pub zone: ZoneName,
    /// Last local day of the card.
    #[uniffi(default = None)]
    pub until: Option<Date>,
    /// The plan's next review is past.
    pub review_overdue: bool,
}

/// All zones that have a card today.
#[uniffi::remote(Record)]
pub struct CardList {
    /// By their codes.
    #[uniffi(default = [])]
    pub cards: Vec<CardLine>,
    /// How old what the phone knows is.
    pub age: CardAge,
}

/// The plan behind a card, and when it is looked at again: monthly (002 ¶3.5, 004 ¶15ii).
#[uniffi::remote(Record)]
pub struct CardPlan {
    /// Which.
    pub kind: PlanKind,
    /// Its own reference.
    pub reference: String,
    /// The local day of the next review.
    pub review: Date,
}

/// A priority of the zone.
#[uniffi::remote(Record)]
pub struct CardPriority {
    /// Its code in this zone, by which engagements name what they serve.
    pub code: String,
    /// What people want to be looked after.
    pub words: String,
    /// The quarter or survey it comes from.
    pub source: String,
    /// First local day.
    pub from: Date,
    /// Last local day; absent while open-ended.
    #[uniffi(default = None)]
    pub until: Option<Date>,
}

/// A card as the desk set it; a later one of the same zone replaces it.
#[uniffi::remote(Record)]
pub struct CardSet {
    /// The zone's card, and its entries' record.
    pub card: Id,
    /// The zone's code.
    pub zone: String,
    /// When it was set, UTC milliseconds.
    pub at: i64,
    /// The team that keeps it, as officers' teams are spelled.
    pub team: String,
    /// The named beat officer.
    #[uniffi(default = None)]
    pub officer: Option<Id>,
    /// What comes first, at most `PRIORITIES_MAX`.
    #[uniffi(default = [])]
    pub priorities: Vec<CardPriority>,
    /// The plan behind it.
    #[uniffi(default = None)]
    pub plan: Option<CardPlan>,
    /// What to do: where to stand, when, what to look for.
    #[uniffi(default = [])]
    pub todo: Vec<String>,
    /// What not to do, and hazards that everybody knows.
    #[uniffi(default = [])]
    pub avoid: Vec<String>,
    /// Days over which breaches are counted.
    pub breach_days: u16,
    /// First local day.
    pub from: Date,
    /// Last local day; absent while open-ended.
    #[uniffi(default = None)]
    pub until: Option<Date>,
    /// Who set it.
    pub by: Id,
}

/// The card of a zone as this phone knows it.
#[uniffi::remote(Record)]
pub struct CardView {
    /// The zone.
    pub zone: ZoneName,
    /// As the desk set it.
    pub set: CardSet,
    /// Code and name of the named beat officer, if there is one.
    #[uniffi(default = None)]
    pub officer: Option<StringStringPair>,
    /// Priorities that count today.
    #[uniffi(default = [])]
    pub priorities: Vec<PriorityView>,
    /// The plan's next review is past.
    pub review_overdue: bool,
    /// What was seen lately.
    pub breaches: BreachesView,
    /// The officer's tasks in the zone that are still to be done; none that is sensitive, and none of welfare.
    #[uniffi(default = [])]
    pub tasks: Vec<TaskView>,
    /// Conditions in force today in the zone or a part of it.
    #[uniffi(default = [])]
    pub orders: Vec<ZoneCondition>,
    /// How old all this is.
    pub age: CardAge,
}

/// The answer about a place.
#[uniffi::remote(Record)]
pub struct CardsHere {
    /// Zones there that may have a card.
    #[uniffi(default = [])]
    pub zones: Vec<ZoneName>,
    /// Cards of those that have one today.
    #[uniffi(default = [])]
    pub cards: Vec<CardView>,
    /// How old what the phone knows is.
    pub age: CardAge,
}

/// One code, counted.
#[uniffi::remote(Record)]
pub struct CodeCount {
    /// Code of the order, if it is an order's condition.
    #[uniffi(default = None)]
    pub order: Option<String>,
    /// Code of the condition, or of the authority's conduct list.
    pub code: String,
    /// How often it was seen.
    pub now: u32,
    /// How often in as many days before.
    pub before: u32,
}

/// A concern of a welfare record, by when it was written down. Those that were told in one go are one.
#[uniffi::remote(Record)]
pub struct ConcernAt {
    /// The record.
    pub record: Id,
    /// By the phone's wall clock, UTC milliseconds.
    pub wall: i64,
    /// By its monotonic clock, milliseconds.
    pub mono: i64,
}

/// What care a sensitive task needs.
#[uniffi::remote(Record)]
pub struct Discretion {
    /// Why.
    pub kind: SensitiveKind,
    /// No card, letter or note is to be left there.
    pub leave_nothing_in_writing: bool,
    /// Nobody is to ring there before or after.
    pub do_not_call: bool,
}

/// Why a task was not done.
#[uniffi::remote(Enum)]
pub enum NotDoneReason {
    /// There was no time.
    NoTime,
    /// The officer was abstracted.
    Abstracted,
    /// Nobody got there, or in.
    NoAccess,
    /// Nobody was there.
    NobodyThere,
    /// It was not safe.
    NotSafe,
    /// It was no longer needed.
    NotNeeded,
    /// Something else: see the words.
    Other,
}

/// Which plan stands behind a card.
#[uniffi::remote(Enum)]
pub enum PlanKind {
    /// A problem management plan.
    Pmp,
    /// A nomination of the National Intelligence Model's tasking meeting.
    Nim,
}

/// "You said, we did": what was done about a priority.
#[uniffi::remote(Record)]
pub struct PriorityClosed {
    /// The card.
    pub card: Id,
    /// The zone's code.
    pub zone: String,
    /// When it was written down, UTC milliseconds.
    pub at: i64,
    /// The priority's code.
    pub priority: String,
    /// What was done.
    pub did: String,
    /// The local day on which it was.
    pub on: Date,
    /// Who says so.
    pub by: Id,
}

/// A priority, and what was done about it.
#[uniffi::remote(Record)]
pub struct PriorityView {
    /// The priority.
    pub priority: CardPriority,
    /// What was done, once it was.
    #[uniffi(default = None)]
    pub done: Option<PriorityClosed>,
}

/// A review: what it looks at, and who is asked for it. Nobody else is told. It names nobody: whom it is about the records tell.
#[uniffi::remote(Record)]
pub struct ReviewAsked {
    /// Every concern it is about: also those that joined it later.
    pub concerns: SetOfConcernAt,
    /// Those who lead safeguarding when it is asked for.
    #[uniffi(default = [])]
    pub leads: Vec<Id>,
}

/// What an officer is to an authority. An officer may be several at a time; the widest holds.
#[uniffi::remote(Enum)]
pub enum Role {
    /// A constable, special constables too.
    Constable,
    /// Police community support officer.
    Pcso,
    /// Supervises a police team.
    PoliceSupervisor,
    /// Community safety officer of a council.
    CommunitySafetyOfficer,
    /// Environmental enforcement of a council.
    EnvironmentalEnforcement,
    /// Animal control of a council.
    AnimalControl,
    /// A contractor's officer.
    Contractor,
    /// Meets people who sleep rough.
    OutreachWorker,
    /// Goes with few people for long.
    Navigator,
    /// Answers for the rough-sleeping service.
    RoughSleepingCoordinator,
    /// Works for a commissioned partner organisation.
    CommissionedPartner,
    /// Helps at a rough-sleeper count.
    CountVolunteer,
    /// Decides upon concerns.
    SafeguardingLead,
    /// Answers for community safety.
    CommunitySafetyManager,
    /// Works with figures.
    Analyst,
    /// Takes cases to court.
    Legal,
    /// Looks after data protection.
    DataProtectionOfficer,
    /// Runs the system.
    SystemAdministrator,
}

/// A role for a time.
#[uniffi::remote(Record)]
pub struct RoleTerm {
    /// The role.
    pub role: Role,
    /// First local day.
    pub from: Date,
    /// Last local day; absent while open-ended.
    #[uniffi(default = None)]
    pub until: Option<Date>,
}

/// Why a task is sensitive.
#[uniffi::remote(Enum)]
pub enum SensitiveKind {
    /// Domestic abuse.
    DomesticAbuse,
    /// A vulnerable address.
    VulnerableAddress,
}

/// A task as the desk and all phones tell it.
#[uniffi::remote(Record)]
pub struct Task {
    /// As it was set last.
    pub set: TaskSet,
    /// Where it stands.
    pub state: TaskState,
    /// Others who did it, too.
    #[uniffi(default = [])]
    pub also_done_by: Vec<Id>,
    /// Answers that do not hold: notebook, entry, why.
    #[uniffi(default = [])]
    pub refused: Vec<IdU64TaskRefusalPair>,
}

/// Whom a task is for.
#[uniffi::remote(Enum)]
pub enum TaskFor {
    /// This officer.
    Officer(Id),
    /// Anybody of this team, as officers' teams are spelled.
    Team(String),
    /// Anybody of the welfare service.
    Service,
    /// Those who lead safeguarding, and nobody else.
    Leads(Vec<Id>),
}

/// Where it is to be done.
#[uniffi::remote(Enum)]
pub enum TaskPlace {
    /// In the zone of this code: presence there is proposed as proof.
    Zone(String),
    /// At a place in words.
    Address(String),
}

/// What comes first.
#[uniffi::remote(Enum)]
pub enum TaskPriority {
    /// Before everything else.
    High,
    /// As it comes.
    Normal,
    /// When there is time.
    Low,
}

/// Presence in a task's zone within its window, as the phone measured it.
#[uniffi::remote(Record)]
pub struct TaskProof {
    /// The patrol it was measured on.
    pub patrol: Id,
    /// Code of the zone.
    pub zone: String,
    /// First instant of presence, UTC milliseconds.
    pub from: i64,
    /// First instant after the last.
    pub to: i64,
    /// Presence between them, milliseconds.
    pub present: i64,
}

/// A task as the desk set it; a later one of the same id replaces it.
#[uniffi::remote(Record)]
pub struct TaskSet {
    /// The task, and its entry's record. It tells no more than the hour.
    pub task: Id,
    /// Which meeting or plan it comes from.
    pub source: TaskSource,
    /// The meeting's or plan's own reference.
    #[uniffi(default = None)]
    pub reference: Option<String>,
    /// Whom it is for.
    pub for_whom: TaskFor,
    /// Where.
    pub place: TaskPlace,
    /// What is to be done.
    pub what: String,
    /// First instant, UTC milliseconds.
    pub from: i64,
    /// First instant after it, UTC milliseconds: undone then, it is overdue.
    pub until: i64,
    /// What comes first.
    pub priority: TaskPriority,
    /// Present if it is sensitive.
    #[uniffi(default = None)]
    pub discretion: Option<Discretion>,
    /// Who set it; absent if it follows by a rule.
    #[uniffi(default = None)]
    pub by: Option<Id>,
}

/// Which meeting or plan a task comes from.
#[uniffi::remote(Enum)]
pub enum TaskSource {
    /// National Intelligence Model: the tasking meeting's nominations.
    Nim,
    /// A problem management plan.
    Pmp,
    /// The daily management meeting.
    Dmm,
    /// The community safety partnership.
    Csp,
    /// The welfare service: what follows from a welfare record, `WelfareTask`.
    Welfare,
}

/// Where a task stands, the window apart.
#[uniffi::remote(Enum)]
pub enum TaskState {
    /// Nobody has taken it on.
    Open,
    /// Somebody has.
    Accepted {
        /// Who.
        by: Id,
    },
    /// It is handed over, and the desk has not given it on yet.
    HandedOver {
        /// By whom.
        by: Id,
        /// To whom.
        to: Id,
    },
    /// It is done.
    Done {
        /// Who did it.
        by: Id,
        /// When it was told, by legal time, UTC milliseconds.
        at: i64,
        /// Presence that shows it.
        proof: Option<TaskProof>,
        /// What came of it.
        words: Option<String>,
    },
    /// It was not done.
    NotDone {
        /// Who says so.
        by: Id,
        /// Why.
        reason: NotDoneReason,
        /// The same in words.
        words: Option<String>,
    },
    /// The desk withdrew it.
    Withdrawn {
        /// Why.
        why: String,
    },
}

/// A task as this phone knows it.
#[uniffi::remote(Record)]
pub struct TaskView {
    /// The task, and where it stands by what the desk and this notebook tell.
    pub task: Task,
    /// Its window is over, and it is still to be done.
    pub overdue: bool,
    /// Presence of this notebook's patrols in its zone within its window, to be confirmed as proof.
    #[uniffi(default = None)]
    pub proposed: Option<TaskProof>,
}

/// A task of the welfare service. Its entry has a coarse header, and its id tells no more than the hour.
#[uniffi::remote(Record)]
pub struct WelfareTask {
    /// The task, and its entry's record.
    pub id: Id,
    /// The officer it is for; absent if any of the team may do it.
    #[uniffi(default = None)]
    pub officer: Option<Id>,
    /// The team it is for; absent with an officer: nobody else's; without one and no review: any team of the service.
    #[uniffi(default = None)]
    pub team: Option<String>,
    /// Where: for the own team a grid reference of ten metres, for others the cell or ward that is shown of the place.
    #[uniffi(default = None)]
    pub place: Option<String>,
    /// What is to be done, in a line.
    pub what: String,
    /// By which local day.
    pub due: Date,
    /// The record it follows from.
    pub from_record: Id,
    /// The review it asks for, of concerns that add up.
    #[uniffi(default = None)]
    pub review: Option<ReviewAsked>,
}

/// What was seen in one zone.
#[uniffi::remote(Record)]
pub struct ZoneBreaches {
    /// The zone's code.
    pub zone: String,
    /// Over so many days.
    pub days: u16,
    /// How often anything was seen.
    pub now: u32,
    /// How often in as many days before.
    pub before: u32,
    /// The most frequent codes.
    #[uniffi(default = [])]
    pub codes: Vec<CodeCount>,
    /// What is not listed by its code: now, and in as many days before.
    pub others: U32U32Pair,
    /// By day of the week, Monday first, local time.
    pub weekdays: U32Of7,
    /// By part of the day: 0 to 4, 4 to 8, … 20 to 24, local time.
    pub parts: U32Of6,
}

/// A condition in force in a zone.
#[uniffi::remote(Record)]
pub struct ZoneCondition {
    /// Code of the order.
    pub order: String,
    /// What people call the order.
    pub title: String,
    /// Its version.
    pub version: u32,
    /// Invented: nobody's order.
    pub illustrative: bool,
    /// Code of the condition.
    pub code: String,
    /// Its words in one line, cut short if they are long.
    pub line: String,
    /// It counts at some hours or dates only.
    pub at_times: bool,
}

/// What people call a zone.
#[uniffi::remote(Record)]
pub struct ZoneName {
    /// The authority's code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub kind: ZoneKind,
}
