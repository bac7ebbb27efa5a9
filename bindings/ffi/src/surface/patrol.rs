//! A patrol from sign-on to sign-off, the officer's notes and hours.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

#[uniffi::export]
impl Notebook {
    /// One tap: on duty. Answers the patrol's record.
    ///
    /// # Errors
    /// `patrol` (open already, crew, operation), `moved`, `retired`, storage errors.
    pub fn sign_on(&self, sign_on: SignOn) -> Result<Id, BeatbookError> {
        Ok(self.beatbook.sign_on(sign_on)?)
    }

    /// Takes position reports, at most 10,000, in any order. `Ok` means those accepted are on the medium.
    /// Within ten minutes of sign-off reports dated before it are kept as evidence.
    ///
    /// # Errors
    /// `off_duty`, `too_many_fixes`, `moved`, `retired`, storage errors: nothing was stored. A bad report is no
    /// error of the call; the report says which and why.
    pub fn record_fixes(&self, fixes: Vec<RawFix>) -> Result<FixReport, BeatbookError> {
        Ok(self.beatbook.record_fixes(&fixes)?)
    }

    /// Another way of moving, crew or operation from now on.
    ///
    /// # Errors
    /// `patrol`, `moved`, `retired`, storage errors.
    pub fn change_patrol(&self, change: PatrolChange) -> Result<(), BeatbookError> {
        Ok(self.beatbook.change_patrol(change)?)
    }

    /// Taken away from the patrol's purpose from now on.
    ///
    /// # Errors
    /// As `change_patrol`.
    pub fn start_abstraction(&self, reason: String, authorised_by: String) -> Result<(), BeatbookError> {
        Ok(self.beatbook.start_abstraction(&reason, &authorised_by)?)
    }

    /// Back on the patrol's purpose.
    ///
    /// # Errors
    /// As `change_patrol`.
    pub fn end_abstraction(&self) -> Result<(), BeatbookError> {
        Ok(self.beatbook.end_abstraction()?)
    }

    /// Adds to the open patrol's tallies; negative numbers undo.
    ///
    /// # Errors
    /// As `change_patrol`.
    pub fn tally(&self, add: I32ByTallyKind) -> Result<(), BeatbookError> {
        Ok(self.beatbook.tally(add)?)
    }

    /// Refers the open patrol to a record of another system.
    ///
    /// # Errors
    /// As `change_patrol`.
    pub fn reference(&self, system: ReferenceSystem, value: String) -> Result<(), BeatbookError> {
        Ok(self.beatbook.reference(system, &value)?)
    }

    /// The officer's words on a patrol, open or ended. Derived minutes are annotated, never edited.
    ///
    /// # Errors
    /// `not_found`, `patrol`, `moved`, `retired`, storage errors.
    pub fn annotate(&self, patrol: Id, text: String) -> Result<(), BeatbookError> {
        Ok(self.beatbook.annotate(patrol, &text)?)
    }

    /// A pocket-book note of at most 20,000 characters; answers its entry's number.
    ///
    /// # Errors
    /// `text`, `too_large`, `moved`, `retired`, storage errors.
    pub fn note(&self, text: String, basis: Basis) -> Result<u64, BeatbookError> {
        Ok(self.beatbook.note(&text, basis)?)
    }

    /// Off duty now, with the last position reports. The last chunk, the end and the summary are stored
    /// together or not at all.
    ///
    /// # Errors
    /// `patrol` (none open), `too_many_fixes`, `moved`, `retired`, storage errors.
    pub fn sign_off(&self, fixes: Vec<RawFix>) -> Result<SignedOff, BeatbookError> {
        Ok(self.beatbook.sign_off(&fixes)?)
    }

    /// Closes a forgotten patrol at its last fix, with the reason why only now.
    ///
    /// # Errors
    /// As `sign_off`.
    pub fn close_forgotten(&self, reason: String) -> Result<SignedOff, BeatbookError> {
        Ok(self.beatbook.close_forgotten(&reason)?)
    }

    /// What applies there and then: every condition of the newest order book at the place, with how it stands and
    /// why not if not. Works offline and stores nothing; only numbered paper asks for certainty.
    ///
    /// # Errors
    /// `no_place` (no fix of this start of the phone, none of use, or no place on earth), `no_time`, storage errors.
    pub fn what_applies(&self, place: AskWhere, when: AskWhen) -> Result<Applies, BeatbookError> {
        Ok(self.beatbook.what_applies(place, when)?)
    }

    /// Notes how an order's sign was found; answers the entry's number. Everything but `seen` opens a task for
    /// whoever looks after signs.
    ///
    /// # Errors
    /// `text` (a code or remark that cannot be kept), `moved`, `retired`, storage errors.
    pub fn note_sign(&self, note: SignNote) -> Result<u64, BeatbookError> {
        Ok(self.beatbook.note_sign(note)?)
    }

    /// What the home screen shows.
    ///
    /// # Errors
    /// Storage errors.
    pub fn status(&self) -> Result<Status, BeatbookError> {
        Ok(self.beatbook.status()?)
    }

    /// Patrols, the newest first; at most 1,000.
    ///
    /// # Errors
    /// Storage errors.
    pub fn patrols(&self, limit: u32) -> Result<Vec<PatrolView>, BeatbookError> {
        Ok(self.beatbook.patrols(limit)?)
    }

    /// Notes after an entry number, in order; at most 1,000.
    ///
    /// # Errors
    /// Storage errors.
    pub fn notes(&self, after: Option<u64>, limit: u32) -> Result<Vec<NoteView>, BeatbookError> {
        Ok(self.beatbook.notes(after, limit)?)
    }

    /// Entries after a number, in order; at most 1,000.
    ///
    /// # Errors
    /// Storage errors.
    pub fn entries(&self, after: Option<u64>, limit: u32) -> Result<Vec<EntryView>, BeatbookError> {
        Ok(self.beatbook.entries(after, limit)?)
    }

    /// Entries the server holds but could not use, or cannot take, with its reason. They stay here and in exports.
    ///
    /// # Errors
    /// Storage errors.
    pub fn rejected(&self) -> Result<Vec<RejectedEntry>, BeatbookError> {
        Ok(self.beatbook.rejected()?)
    }

    /// Forgets the body of an entry: gone from the file, its log and its free pages; the chain still verifies.
    /// Answers the number of the entry that says so. `reason` is a code of the authority's list.
    ///
    /// # Errors
    /// `not_found`, `not_erasable`, `text`, `moved`, `retired`, storage errors.
    pub fn erase(&self, entry: u64, reason: String) -> Result<u64, BeatbookError> {
        Ok(self.beatbook.erase(entry, &reason)?)
    }

    /// Walks the whole journal, names the first entry that does not hold, and reads every page of the file.
    /// Long; beside other calls.
    ///
    /// # Errors
    /// `cancelled`; `corrupt` if the journal itself cannot be read; storage errors.
    pub fn verify(&self) -> Result<Verification, BeatbookError> {
        Ok(self.beatbook.verify()?)
    }

    /// Tells what screens show anew from the journal. Long; beside other calls, recording among them.
    ///
    /// # Errors
    /// `cancelled` (each patrol and note is told as before, or anew; call it again), storage errors.
    pub fn rebuild(&self) -> Result<(), BeatbookError> {
        Ok(self.beatbook.rebuild()?)
    }

    /// Ends long calls, finishes the commit under way and releases every file and lock, as before the phone
    /// suspends the app. Until `resume` calls answer `paused` and store nothing.
    ///
    /// # Errors
    /// `storage_full`, `storage`: the log could not be folded back; it stays beside the file, nothing is lost;
    /// `already_running` from what a long call tells: that call would wait for itself.
    pub fn pause(&self) -> Result<(), BeatbookError> {
        Ok(self.beatbook.pause()?)
    }

    /// Opens the file again after `pause`.
    ///
    /// # Errors
    /// `closed`, and those of `open`.
    pub fn resume(&self) -> Result<(), BeatbookError> {
        Ok(self.beatbook.resume()?)
    }

    /// The officer's own hours by zone, from the server: in the figures is what it has derived up to the instant it
    /// tells, from every phone that names the officer. Nobody else's hours can be asked for, and each look is logged
    /// there. Long; runs on the caller's thread, recording and `sync` go on beside it, and nothing is stored here.
    ///
    /// # Errors
    /// `hours_period`, `too_many_zones`, `unknown_zone`, `too_much`; `needs_server` (no network: what each patrol
    /// came to is told by `patrols`); `retired` (ask from the successor); `cancelled`; those of
    /// `sync` but `network`.
    pub fn own_hours(&self, asked: AskHours) -> Result<HoursResponse, BeatbookError> {
        Ok(self.beatbook.own_hours(&asked)?)
    }
}
/// A stretch of a patrol between two moments.
#[uniffi::remote(Record)]
pub struct Abstraction {
    /// From when.
    pub from: Moment,
    /// Until when; absent while it runs (then until the patrol's end).
    #[uniffi(default = None)]
    pub to: Option<Moment>,
    /// Why.
    pub reason: String,
    /// Who ordered it.
    pub authorised_by: String,
}

/// The answer.
#[uniffi::remote(Record)]
pub struct Applies {
    /// Where.
    pub place: Place,
    /// When.
    pub time: LegalTime,
    /// On what the time rests; absent for a time that was asked for.
    #[uniffi(default = None)]
    pub time_source: Option<TimeSource>,
    /// The book it was answered from; absent if there is none on this phone yet.
    #[uniffi(default = None)]
    pub briefing: Option<BriefingAge>,
    /// The rule set in force then; none means that no paper can be made.
    #[uniffi(default = None)]
    pub rule_set: Option<RuleSetRef>,
    /// Conditions, the certain ones first.
    #[uniffi(default = [])]
    pub conditions: Vec<ConditionNow>,
}

/// What is asked of the officer's own hours.
#[uniffi::remote(Record)]
pub struct AskHours {
    /// First instant of the period, UTC milliseconds.
    pub from: i64,
    /// First instant after it, UTC milliseconds.
    pub to: i64,
    /// Codes of the zones; empty for all that the officer's time says anything of.
    #[uniffi(default = [])]
    pub zones: Vec<String>,
}

/// When to ask for.
#[uniffi::remote(Enum)]
pub enum AskWhen {
    /// Now, by legal time.
    Now,
    /// Then, exactly (UTC milliseconds): for looking ahead, never for paper.
    At(i64),
}

/// Where to ask for.
#[uniffi::remote(Enum)]
pub enum AskWhere {
    /// Where the newest fix of the patrol in progress is.
    Newest,
    /// Where a fix is that the receiver just gave; it is not recorded.
    Fix(RawFix),
    /// A place pointed at, in degrees, good to so many metres.
    At {
        /// Latitude, WGS84.
        lat: f64,
        /// Longitude, WGS84.
        lon: f64,
        /// Metres.
        accuracy_m: f64,
    },
}

/// Fact, opinion or hearsay (DPA 2018 s38(1)).
#[uniffi::remote(Enum)]
pub enum Basis {
    /// Seen or done by the officer.
    Fact,
    /// What the officer thinks.
    Opinion,
    /// What someone told the officer.
    Hearsay,
}

/// Whether a body is still on this phone.
#[uniffi::remote(Enum)]
pub enum BodyState {
    /// It is.
    Present,
    /// Erased by a later entry.
    Erased {
        /// That entry.
        by: u64,
    },
    /// Gone after its keeping time.
    Purged,
}

/// The order book's age.
#[uniffi::remote(Record)]
pub struct BriefingAge {
    /// The book.
    pub book: Hash,
    /// Server time of the last exchange, UTC milliseconds.
    #[uniffi(default = None)]
    pub synced: Option<i64>,
    /// Milliseconds since then, by legal time; absent while nobody knows the time.
    #[uniffi(default = None)]
    pub age: Option<i64>,
    /// What that means.
    pub state: BriefingState,
}

/// How old the briefing is.
#[uniffi::remote(Enum)]
pub enum BriefingState {
    /// Young enough.
    Fresh,
    /// Old enough to say so.
    Amber,
    /// So old, or of unknown age, that paper stays a draft.
    DraftsOnly,
}

/// One prohibition or requirement.
#[uniffi::remote(Record)]
pub struct Condition {
    /// Its code, such as `ALC-1`.
    pub code: String,
    /// Its full wording.
    pub text: String,
    /// Whether it forbids or requires.
    pub duty: ConditionDuty,
    /// Codes of the zones in which it counts.
    #[uniffi(default = [])]
    pub zones: Vec<String>,
    /// For whom (s59(6)(a)).
    pub who: Extent,
    /// When (s59(6)(b)).
    pub times: Times,
    /// In which circumstances (s59(6)(c)).
    pub circumstances: Extent,
    /// Code of the offence row: the condition forces s63 or s67, nobody chooses.
    pub offence: String,
    /// Help is offered before a penalty.
    pub support_first: bool,
    /// What an officer must have done or seen before paper.
    #[uniffi(default = [])]
    pub needs: Vec<Need>,
    /// Who or what is exempt.
    #[uniffi(default = [])]
    pub exemptions: Vec<Exemption>,
    /// It requires whoever is asked under it to give name and address.
    pub asks_details: bool,
}

/// Forbidden or required.
#[uniffi::remote(Enum)]
pub enum ConditionDuty {
    /// Not to do something.
    Prohibition,
    /// To do something.
    Requirement,
}

/// A condition at the place, and how it stands.
#[uniffi::remote(Record)]
pub struct ConditionNow {
    /// The order version, as a record keeps it.
    pub order: OrderRef,
    /// What people call the order.
    pub order_title: String,
    /// Who made it.
    pub made_by: String,
    /// Invented: nobody's order.
    pub illustrative: bool,
    /// The condition in full.
    pub condition: Condition,
    /// Its offence, Act and section, by the rule set in force then.
    #[uniffi(default = None)]
    pub offence: Option<String>,
    /// What a fixed penalty costs.
    #[uniffi(default = None)]
    pub terms: Option<FineTerms>,
    /// The zone version it was judged by.
    pub zone: ZoneHash,
    /// The zone's code.
    pub zone_code: String,
    /// The zone's name.
    pub zone_name: String,
    /// How it stands.
    pub standing: Standing,
    /// The position lies in the zone.
    pub inside: bool,
    /// Metres to the zone's edge; 2,000 stands for that and more.
    pub edge_m: f64,
    /// The nearest sign of the order.
    #[uniffi(default = None)]
    pub nearest_sign: Option<NearSign>,
    /// Why only a warning should be offered, and a sign task opened.
    #[uniffi(default = None)]
    pub warn_only: Option<WhyWarnOnly>,
    /// Days until the order ends, if that is soon.
    #[uniffi(default = None)]
    pub ends_in_days: Option<u32>,
}

/// Who is on the patrol.
#[uniffi::remote(Record)]
pub struct Crew {
    /// Officers by id, the notebook's own among them.
    #[uniffi(default = [])]
    pub officers: Vec<Id>,
    /// Colleagues without a notebook, as a number only.
    pub others: u8,
}

/// Dates, both included.
#[uniffi::remote(Record)]
pub struct Dates {
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
}

/// A day of the week.
#[uniffi::remote(Enum)]
pub enum Day {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

/// Where an entry is on its way to the server.
#[uniffi::remote(Enum)]
pub enum Delivery {
    /// Not offered yet.
    Waiting,
    /// Offered; no receipt covers it yet.
    Offered,
    /// A receipt covers it.
    Held,
    /// The server cannot take it; kept here and exportable.
    Refused,
}

/// Why nobody can say whether a condition is in force here.
#[uniffi::remote(Enum)]
pub enum Doubt {
    /// The disc in which the officer is touches the zone's edge.
    Edge,
    /// The position is old: the officer may have walked on.
    OldPosition {
        /// Milliseconds since it was measured.
        age_ms: i64,
    },
    /// The time is known too vaguely: within its bounds the condition begins or ends.
    TimeVague,
    /// Nobody has told the phone the time since it was started.
    TimeUnknown,
    /// By the phone's own clock it is not in force; that clock alone decides nothing.
    NotByThisClock(WhyNot),
    /// The officer may be in premises that the order does not reach, or their time may be over.
    Premises {
        /// Their code.
        code: String,
        /// Their name.
        name: String,
    },
    /// The zone is being drawn anew just now.
    ZoneChanges,
}

/// Why the officer is out. Abstraction is an interval over a patrol, not a duty.
#[uniffi::remote(Enum)]
pub enum Duty {
    /// Tasked, within core duty.
    TaskedCore,
    /// Overtime paid by a programme.
    OvertimeFunded,
    /// The officer's own initiative.
    SelfInitiated,
    /// On call.
    OnCall,
    /// Outreach: welfare purpose, others see hours per ward and nothing finer.
    Outreach,
    /// A rough-sleeper count: welfare purpose.
    Count,
}

/// A lower amount for early payment.
#[uniffi::remote(Record)]
pub struct EarlyPayment {
    /// Pence.
    pub amount: i64,
    /// Days following the date of the notice; fewer than the rule set's `early_days_below`.
    pub days: u32,
}

/// How a patrol came to its end.
#[uniffi::remote(Enum)]
pub enum Ending {
    /// The officer signed off.
    SignedOff,
    /// Forgotten, and closed later at its last fix.
    ClosedAtLastFix {
        /// Why it is closed now.
        reason: String,
    },
}

/// What is wrong with one entry.
#[uniffi::remote(Enum)]
pub enum EntryFault {
    /// The header is no header, or belongs to another journal, or does not follow from the one before.
    Chain,
    /// Body or salt are not those the header was made for.
    Body,
    /// It says that another entry erased it, and that one does not.
    Erasure,
    /// Genesis names another key than the notebook signs with.
    Key,
    /// The server's receipt speaks of another header at this number, or of one that is not here.
    Receipt,
}

/// One line of the journal for screens.
#[uniffi::remote(Record)]
pub struct EntryView {
    /// Its number.
    pub seq: u64,
    /// Its kind, behind a coarse header the true one; the header's own when the body is gone.
    pub kind: String,
    /// The record it tells of.
    pub record: Id,
    /// The header's wall clock, UTC milliseconds (to the hour for welfare purposes).
    pub wall: i64,
    /// Whether its body is here.
    pub body: BodyState,
    /// Where it is on its way.
    pub delivery: Delivery,
}

/// An exemption that an officer has to ask about.
#[uniffi::remote(Record)]
pub struct Exemption {
    /// Its code, such as `assistance_dog`.
    pub code: String,
    /// Its wording.
    pub text: String,
}

/// What was written.
#[uniffi::remote(Record)]
pub struct Exported {
    /// Entries.
    pub entries: u64,
    /// Bodies among them.
    pub bodies: u64,
    /// Bodies left out, as the officer may not read them any more; they stay in the notebook.
    pub left_out: u64,
    /// Fixes that were not sealed yet.
    pub unsealed: u64,
}

/// Everybody or every case, or only some, or all but some: in the order's words, for an officer to judge.
#[uniffi::remote(Enum)]
pub enum Extent {
    /// All.
    All,
    /// Only these.
    Only(String),
    /// All but these.
    Except(String),
}

/// What an authority asks for one offence.
#[uniffi::remote(Record)]
pub struct FineTerms {
    /// Code of the offence row.
    pub offence: String,
    /// Pence.
    pub amount: i64,
    /// A lower amount, if offered.
    #[uniffi(default = None)]
    pub early: Option<EarlyPayment>,
    /// Days following the date of the notice to pay in: the authority's own period.
    pub payment_days: u32,
}

/// How many fixes there were and why some were not used.
#[uniffi::remote(Record)]
pub struct FixCounts {
    /// Used.
    pub accepted: u32,
    /// Accuracy absent or worse than usable.
    pub inaccurate: u32,
    /// Impossible excursion or speed.
    pub excursion: u32,
    /// Not later than the last accepted one.
    pub late: u32,
    /// From a simulation app.
    pub mock: u32,
}

/// What became of one position report.
#[uniffi::remote(Enum)]
pub enum FixOutcome {
    /// Part of the track.
    Accepted,
    /// Not later than one before it: kept as evidence, not used for hours.
    Late,
    /// The very same report is part of the track already: dropped.
    Duplicate,
    /// From before sign-on or after sign-off: not stored.
    OffDuty,
    /// Not a position report: not stored.
    Refused(FixRefusal),
}

/// What became of the reports of one call, by their index in it.
#[uniffi::remote(Record)]
pub struct FixReport {
    /// One for each report.
    #[uniffi(default = [])]
    pub outcomes: Vec<FixOutcome>,
    /// How many became part of the track.
    pub accepted: u32,
    /// How many are kept as evidence only.
    pub late: u32,
    /// How many were here already.
    pub duplicates: u32,
    /// How many were from outside duty.
    pub off_duty: u32,
    /// How many were no position reports.
    pub refused: u32,
}

/// From a time of day to the next time of day that the clock shows `to`: 22:00 to 06:00 crosses midnight.
#[uniffi::remote(Record)]
pub struct Hours {
    /// First minute that counts.
    pub from: ClockTime,
    /// First minute that does not; never equal to `from`.
    pub to: ClockTime,
}

/// An officer's own hours. Zones overlap: their hours are never added up.
#[uniffi::remote(Record)]
pub struct HoursResponse {
    /// The version both speak.
    pub version: u16,
    /// First instant of the period, as asked.
    pub from: i64,
    /// First instant after it, as asked.
    pub to: i64,
    /// The zones, by code.
    #[uniffi(default = [])]
    pub zones: Vec<ZoneHours>,
    /// Everything the server had received by then is in the figures, UTC milliseconds; absent if nothing is.
    #[uniffi(default = None)]
    pub derived_up_to: Option<i64>,
    /// Patrols of the authority that it has received and that are not in the figures yet.
    pub patrols_waiting: u32,
    /// The officer's own notebooks that have not handed over all they hold.
    pub notebooks_outstanding: u32,
    /// The officer's patrols that last longer than anybody is on duty: they are in no figure.
    pub held_out: u32,
    /// The server's clock, UTC milliseconds.
    pub server_time: i64,
}

/// A half-open span of time [from, to), UTC milliseconds.
#[uniffi::remote(Record)]
pub struct Interval {
    /// First instant.
    pub from: i64,
    /// First instant no longer in it.
    pub to: i64,
}

/// How long bodies stay on the phone after the server has signed for them, milliseconds. What is kept how long for whom is
/// the server's to say, and it tells the phone what it has erased and what is under a hold; these keep the phone small and
/// quiet before that.
#[uniffi::remote(Record)]
pub struct Keeping {
    /// Track chunks and patrol summaries; lone workers' timers.
    pub tracks: i64,
    /// Sightings of rough-sleeper counts.
    pub counts: i64,
    /// Everything else.
    pub records: i64,
}

/// An estimate of the time.
#[uniffi::remote(Record)]
pub struct LegalTime {
    /// UTC milliseconds.
    pub at: i64,
    /// It lies at most so many milliseconds before or after; unknown without an anchor since the phone started.
    #[uniffi(default = None)]
    pub within: Option<i64>,
}

/// An instant as a phone saw it, by both clocks.
#[uniffi::remote(Record)]
pub struct Moment {
    /// Wall clock, UTC milliseconds. It may be wrong.
    pub wall: i64,
    /// Monotonic clock since the phone's start, milliseconds, sleep included.
    pub mono: i64,
    /// Which start of the phone.
    pub boot: BootId,
}

/// The sign nearest to an officer.
#[uniffi::remote(Record)]
pub struct NearSign {
    /// Its code.
    pub code: String,
    /// Metres to it.
    pub metres: f64,
    /// The day it was last seen.
    #[uniffi(default = None)]
    pub seen: Option<Date>,
}

/// What must have happened before paper.
#[uniffi::remote(Enum)]
pub enum Need {
    /// The officer gave a direction first, at a stated time.
    DirectionFirst,
    /// The officer asked the person to stop first.
    RequestFirst,
    /// The officer saw it and says so in a statement of their own.
    OwnWitnessStatement,
}

/// A pocket-book note.
#[uniffi::remote(Record)]
pub struct NoteView {
    /// Its entry.
    pub seq: u64,
    /// Wall clock when it was written, UTC milliseconds.
    pub wall: i64,
    /// Its patrol.
    #[uniffi(default = None)]
    pub patrol: Option<Id>,
    /// Fact, opinion or hearsay.
    pub basis: Basis,
    /// What the officer wrote.
    pub text: String,
}

/// Whether this notebook may be written.
#[uniffi::remote(Enum)]
pub enum NotebookState {
    /// It is written; its server has not let it in yet, the next sync asks again.
    Enrolling,
    /// It is written.
    Open,
    /// Its file was restored or copied to this phone: closed for writing, still syncs; begin a successor.
    Moved,
    /// The server knows another branch of it: closed for writing; begin a successor.
    Retired,
}

/// The patrol in progress.
#[uniffi::remote(Record)]
pub struct OnDuty {
    /// The record.
    pub record: Id,
    /// The story so far.
    pub patrol: Patrol,
    /// Zones the officer is in now.
    #[uniffi(default = [])]
    pub zones_now: Vec<ZoneNow>,
    /// Figures so far.
    pub so_far: PatrolResult,
    /// Milliseconds since the last usable fix.
    #[uniffi(default = None)]
    pub last_fix_age: Option<i64>,
}

/// Which version of an order a record was made under.
#[uniffi::remote(Record)]
pub struct OrderRef {
    /// The order's code.
    pub code: String,
    /// The version's number.
    pub version: u32,
    /// SHA-256 of its canonical JSON.
    pub hash: Hash,
}

/// What is still to go to the server.
#[uniffi::remote(Record)]
pub struct OutboxCounts {
    /// Bodies never offered.
    pub waiting: u64,
    /// Bodies offered, without a receipt yet.
    pub offered: u64,
    /// Bodies the server cannot take.
    pub refused: u64,
    /// Entries the server holds but could not use.
    pub rejected: u64,
}

/// A set that should have been printed with, and was not.
#[uniffi::remote(Record)]
pub struct PassedOver {
    /// Which.
    pub set: TemplatesRef,
    /// Why.
    pub why: Unusable,
}

/// A patrol as its entries tell it: the fold, on the phone and on the server alike.
#[uniffi::remote(Record)]
pub struct Patrol {
    /// Sign-on.
    pub started: Moment,
    /// Why.
    pub duty: Duty,
    /// Declared ways of moving, each from its moment on; never empty.
    #[uniffi(default = [])]
    pub modes: Vec<MomentTravelModePair>,
    /// Crews, each from its moment on; never empty.
    #[uniffi(default = [])]
    pub crews: Vec<MomentCrewPair>,
    /// The operation.
    #[uniffi(default = None)]
    pub operation: Option<String>,
    /// Abstractions in order.
    #[uniffi(default = [])]
    pub abstractions: Vec<Abstraction>,
    /// Tallies.
    pub tallies: I32ByTallyKind,
    /// References.
    #[uniffi(default = [])]
    pub references: Vec<ReferenceSystemStringPair>,
    /// Annotations.
    #[uniffi(default = [])]
    pub annotations: Vec<String>,
    /// Sign-off; absent while open.
    #[uniffi(default = None)]
    pub ended: Option<PatrolEnded>,
}

/// What changes during a patrol; absent fields stay as they are.
#[uniffi::remote(Record)]
pub struct PatrolChange {
    /// The way of moving.
    #[uniffi(default = None)]
    pub mode: Option<TravelMode>,
    /// The crew from now on: colleagues with a notebook, and how many without.
    #[uniffi(default = None)]
    pub crew: Option<VecIdU8Pair>,
    /// The operation.
    #[uniffi(default = None)]
    pub operation: Option<String>,
}

/// Sign-off.
#[uniffi::remote(Record)]
pub struct PatrolEnded {
    /// The last instant on duty.
    pub at: Moment,
    /// How.
    pub ending: Ending,
}

/// What a patrol came to: shown while it goes on, at sign-off and in the list.
#[uniffi::remote(Record)]
pub struct PatrolResult {
    /// From sign-on to sign-off (or now), UTC milliseconds.
    pub span: Interval,
    /// Zones touched, by code. Empty without a briefing.
    #[uniffi(default = [])]
    pub zones: Vec<ZoneTime>,
    /// Milliseconds without a usable position: neither presence nor absence.
    pub gap: i64,
    /// Milliseconds abstracted: shown, and left out of hotspot totals by the server.
    pub abstracted: i64,
    /// The class of the track.
    pub quality: Quality,
    /// What became of the fixes.
    pub fixes: FixCounts,
    /// Whether there was a briefing to measure zones with.
    pub measured: bool,
}

/// A patrol of the list.
#[uniffi::remote(Record)]
pub struct PatrolView {
    /// The record.
    pub record: Id,
    /// Number of its first entry.
    pub first: u64,
    /// The story its entries tell.
    pub patrol: Patrol,
    /// What it came to; absent while open, and when the summary's body is gone.
    #[uniffi(default = None)]
    pub result: Option<PatrolResult>,
}

/// Where an officer is, as far as the phone knows.
#[uniffi::remote(Record)]
pub struct Place {
    /// Latitude in 1e-7°.
    pub lat: i32,
    /// Longitude in 1e-7°.
    pub lon: i32,
    /// Metres within which the true position lies with 68 % probability.
    pub accuracy_m: f64,
    /// Milliseconds since it was measured.
    pub age_ms: i64,
}

/// Who says where the phone is.
#[uniffi::remote(Enum)]
pub enum Provider {
    /// A satellite receiver; its time is GNSS time.
    Gnss,
    /// Cell towers and wireless networks; its time is the phone's wall clock.
    Network,
    /// Declared by the platform to come from a simulation app. Kept as evidence, never used.
    Mock,
}

/// What a purge took away.
#[uniffi::remote(Record)]
pub struct Purged {
    /// Bodies.
    pub bodies: u64,
    /// Whole entries at the beginning of the journal.
    pub entries: u64,
}

/// How complete a patrol's track is, by the share of gaps in its time.
#[uniffi::remote(Enum)]
pub enum Quality {
    /// Gaps at most 2 %.
    A,
    /// Gaps at most 10 %.
    B,
    /// Gaps at most 25 %.
    C,
    /// Gaps more than that.
    D,
}

/// A position report as platforms give it, before the door.
#[uniffi::remote(Record)]
pub struct RawFix {
    /// Latitude in degrees, WGS84.
    pub lat: f64,
    /// Longitude in degrees, WGS84.
    pub lon: f64,
    /// UTC milliseconds as the provider tells it. Of a network fix that is the phone's wall clock, right or wrong.
    pub time: i64,
    /// Milliseconds of the monotonic clock since the phone's start, sleep included.
    pub mono: i64,
    /// Radius in metres holding the true position with 68 % probability; absent if not told.
    #[uniffi(default = None)]
    pub accuracy: Option<f64>,
    /// Metres per second.
    #[uniffi(default = None)]
    pub speed: Option<f64>,
    /// Degrees clockwise from north.
    #[uniffi(default = None)]
    pub bearing: Option<f64>,
    /// Who says so.
    pub provider: Provider,
}

/// Other systems a record refers to.
#[uniffi::remote(Enum)]
pub enum ReferenceSystem {
    /// Problem management plan.
    Pmp,
    /// Command and control incident.
    Cad,
    /// Crime report.
    Crime,
    /// Community safety team case.
    Cst,
    /// Body-worn video.
    Bwv,
    /// Closed-circuit television.
    Cctv,
    /// Any other.
    Other,
}

/// An entry the server holds but could not use, or could not take.
#[uniffi::remote(Record)]
pub struct RejectedEntry {
    /// Its number.
    pub seq: u64,
    /// The server's stable reason.
    pub code: String,
}

/// Which rule set a record was made under.
#[uniffi::remote(Record)]
pub struct RuleSetRef {
    /// Of the rule set.
    pub id: String,
    /// Its revision.
    pub revision: u32,
    /// Its hash.
    pub hash: Hash,
}

/// A part of every year, both days included; from November to February it goes over the new year.
#[uniffi::remote(Record)]
pub struct Season {
    /// First day.
    pub from: MonthDay,
    /// Last day.
    pub until: MonthDay,
}

/// What to note of a sign.
#[uniffi::remote(Record)]
pub struct SignNote {
    /// How it was found.
    pub state: SignState,
    /// The order it tells of.
    pub order: String,
    /// Its code; absent where one is wanted.
    #[uniffi(default = None)]
    pub sign: Option<String>,
    /// What else there is to say.
    pub text: String,
}

/// What sign-on says: one tap, the rest is remembered from last time by the app.
#[uniffi::remote(Record)]
pub struct SignOn {
    /// Why the officer is out.
    pub duty: Duty,
    /// How they move, as declared.
    pub mode: TravelMode,
    /// Colleagues with a notebook, without the officer's own id.
    #[uniffi(default = [])]
    pub colleagues: Vec<Id>,
    /// Colleagues without one, as a number only.
    pub others: u8,
    /// The operation it belongs to.
    #[uniffi(default = None)]
    pub operation: Option<String>,
}

/// How a sign was found.
#[uniffi::remote(Enum)]
pub enum SignState {
    /// It hangs and can be read.
    Seen,
    /// It hangs no more.
    Missing,
    /// It hangs and cannot be read.
    Damaged,
    /// Nobody has seen it for long: somebody goes and looks.
    Unseen,
    /// None is near, and one should be.
    Wanted,
}

/// A patrol that has ended, as the officer sees it at sign-off.
#[uniffi::remote(Record)]
pub struct SignedOff {
    /// The record.
    pub record: Id,
    /// What became of the final batch.
    pub fixes: FixReport,
    /// What the patrol came to.
    pub result: PatrolResult,
}

/// How a condition stands.
#[uniffi::remote(Enum)]
pub enum Standing {
    /// In force here, whatever position and time may be within their bounds.
    Certain,
    /// It may be in force here; paper stays a draft.
    Unsure(Vec<Doubt>),
    /// In force, and the zone is near, but the officer is outside it for certain.
    JustOutside,
    /// Here, and not in force.
    NotInForce(Vec<WhyNot>),
}

/// Everything a home screen shows.
#[uniffi::remote(Record)]
pub struct Status {
    /// Whether the notebook may be written.
    pub state: NotebookState,
    /// The successor of another notebook that the server has not been told of yet.
    pub unannounced: bool,
    /// The authority's short code.
    pub authority_code: String,
    /// The officer's public id.
    pub officer_code: String,
    /// The patrol in progress.
    #[uniffi(default = None)]
    pub on_duty: Option<OnDuty>,
    /// What is still to go to the server.
    pub outbox: OutboxCounts,
    /// Number of the last entry.
    #[uniffi(default = None)]
    pub last_entry: Option<u64>,
    /// Up to which entry the server has signed for the headers.
    #[uniffi(default = None)]
    pub receipt: Option<u64>,
    /// Server time of the last exchange that counted, UTC milliseconds.
    #[uniffi(default = None)]
    pub last_sync: Option<i64>,
    /// Milliseconds the server's clock was ahead of the phone's at that exchange.
    #[uniffi(default = None)]
    pub clock_skew: Option<i64>,
    /// Milliseconds until the next sync makes sense; 0 for now.
    pub sync_wait: i64,
    /// Whether zones are here.
    pub has_briefing: bool,
    /// What a new notice is printed with.
    pub wording: WordingNow,
    /// The disk-full reserve has been used: free some storage.
    pub reserve_used: bool,
}

/// What a sync came to.
#[uniffi::remote(Record)]
pub struct SyncReport {
    /// Requests that were answered.
    pub exchanges: u32,
    /// Bodies the server newly signed for.
    pub acknowledged: u64,
    /// Entries and objects pulled.
    pub pulled: u64,
    /// Bodies still without a receipt.
    pub left: u64,
    /// Whether the notebook may still be written.
    pub state: NotebookState,
    /// Come again no sooner than after so many milliseconds; 0 for any time.
    pub wait: i64,
}

/// How far a running sync has come.
#[uniffi::remote(Record)]
pub struct SyncSoFar {
    /// Requests that were answered.
    pub exchanges: u32,
    /// Bodies the server newly signed for.
    pub acknowledged: u64,
    /// Entries and objects pulled.
    pub pulled: u64,
}

/// What a patrol counts as plain numbers.
#[uniffi::remote(Enum)]
pub enum TallyKind {
    /// Arrests.
    Arrest,
    /// Stop and searches.
    StopSearch,
    /// Intelligence reports.
    IntelReport,
    /// Traffic offence reports.
    Tor,
    /// Vehicles stopped.
    VehicleStop,
    /// Vehicles seized under PRA 2002 s59.
    VehicleSeizedS59,
    /// Vehicles seized under another power.
    VehicleSeizedOther,
    /// Community protection warnings.
    Cpw,
}

/// A set as the book and a notice's record name it.
#[uniffi::remote(Record)]
pub struct TemplatesRef {
    /// Which set: "EW-paper".
    pub id: String,
    /// Counts up with every change of wording.
    pub revision: u32,
    /// Of its bytes.
    pub hash: Hash,
}

/// What an estimate rests on.
#[uniffi::remote(Enum)]
pub enum TimeSource {
    /// The time of a satellite fix.
    Gnss,
    /// The server's time at the last exchange.
    Server,
    /// The phone's own clock, which may be years off.
    WallClock,
}

/// When a condition counts (ASBCPA 2014 s59(6)(b)).
#[uniffi::remote(Enum)]
pub enum Times {
    /// At all times.
    Always,
    /// In these windows and no others.
    Only(Vec<Window>),
    /// At all times but in these windows.
    Except(Vec<Window>),
}

/// How an officer moved.
#[uniffi::remote(Enum)]
pub enum TravelMode {
    /// On foot, standing included.
    Foot,
    /// On a cycle; only ever because the officer declared it.
    Cycle,
    /// In a vehicle: declared, or recognised by speed.
    Vehicle,
}

/// Why a set is not printed with.
#[uniffi::remote(Enum)]
pub enum Unusable {
    /// Its bytes are absent or damaged.
    Absent,
    /// Its bytes are no set that this program knows.
    Unreadable,
    /// One of its templates fails on the notice.
    Fails,
}

/// What a walk over the journal found.
#[uniffi::remote(Record)]
pub struct Verification {
    /// Entries walked.
    pub entries: u64,
    /// Bodies that are here and fit their headers.
    pub bodies: u64,
    /// Bodies erased by an entry that says so.
    pub erased: u64,
    /// Bodies gone after their keeping time.
    pub purged: u64,
    /// Number of the last entry of a purged prefix.
    #[uniffi(default = None)]
    pub checkpoint: Option<u64>,
    /// Up to which entry the server has signed for the headers.
    #[uniffi(default = None)]
    pub receipt: Option<u64>,
    /// The first entry that does not hold, and why.
    #[uniffi(default = None)]
    pub first_fault: Option<U64EntryFaultPair>,
    /// Pages of the file are damaged, of the journal or beside it: what is told from it may fail to be read.
    pub damaged_file: bool,
}

/// Why a condition is not in force.
#[uniffi::remote(Enum)]
pub enum WhyNot {
    /// The order's term ended: this was its last day.
    Ended(Date),
    /// The order was discharged from this day on.
    Discharged(Date),
    /// The order begins on this day.
    NotYet(Date),
    /// Outside its days, hours and dates.
    Hours {
        /// The next instant at which it counts, within eight days; UTC milliseconds.
        next: Option<i64>,
    },
    /// The officer is in premises that the order does not reach (s62).
    Premises {
        /// Their code.
        code: String,
        /// Their name.
        name: String,
        /// Why they are outside it: `licensed`, `club`, `council`, `pavement_licence`, `temporary_event`.
        kind: Words,
    },
}

/// Why only a warning should be offered, and a sign task opened.
#[uniffi::remote(Enum)]
pub enum WhyWarnOnly {
    /// No sign of the order within the distance it asks for.
    NoSignNear {
        /// The distance, metres.
        within_m: u32,
    },
    /// Those near have not been seen for long, or never.
    SignUnseen {
        /// The nearest of them.
        code: String,
        /// Days since; absent if nobody ever wrote it down.
        days: Option<u32>,
    },
}

/// A stretch that comes back: on these days, between these hours, within these dates. What is absent does not
/// limit it. A window that crosses midnight belongs to the day on which it begins.
#[uniffi::remote(Record)]
pub struct Window {
    /// Days of the week; none means all.
    #[uniffi(default = [])]
    pub days: Vec<Day>,
    /// Hours of the day.
    #[uniffi(default = None)]
    pub hours: Option<Hours>,
    /// Dates, both included.
    #[uniffi(default = None)]
    pub dates: Option<Dates>,
    /// A season of every year, both days included.
    #[uniffi(default = None)]
    pub season: Option<Season>,
}

/// What a new notice is printed with.
#[uniffi::remote(Record)]
pub struct WordingNow {
    /// The set of templates.
    pub set: TemplatesRef,
    /// The newer set that this phone cannot use.
    #[uniffi(default = None)]
    pub passed_over: Option<PassedOver>,
}

/// The officer's time in one zone, milliseconds.
#[uniffi::remote(Record)]
pub struct ZoneHours {
    /// The zone's code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Inside, on foot.
    pub foot: i64,
    /// Inside, on a cycle.
    pub cycle: i64,
    /// Inside, in a vehicle.
    pub vehicle: i64,
    /// Certainly inside, in every mode: the lower bound.
    pub certain: i64,
    /// Possibly inside, in every mode: the upper bound.
    pub possible: i64,
    /// On patrols that came near, without a position of any phone of the crew: neither presence nor absence.
    pub gap: i64,
    /// Inside while abstracted; in none of the above.
    pub abstracted: i64,
    /// Stays that begin in the period.
    pub visits: u32,
    /// Of them with enough time on foot to count as a dose.
    pub dosage_visits: u32,
}

/// What an area is for.
#[uniffi::remote(Enum)]
pub enum ZoneKind {
    /// An electoral ward.
    Ward,
    /// A hotspot of a patrol programme.
    Hotspot,
    /// The restricted area of a Public Spaces Protection Order.
    PspoArea,
    /// Premises where an order does not apply (ASBCPA 2014 s62).
    PremisesExclusion,
    /// A sector of a rough-sleeper count.
    CountSector,
}

/// A zone the officer is in, or still visiting.
#[uniffi::remote(Record)]
pub struct ZoneNow {
    /// The authority's code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub kind: ZoneKind,
    /// Inside by the last final fix.
    pub inside: bool,
    /// Begin of the visit in progress, UTC milliseconds; absent until it is confirmed.
    #[uniffi(default = None)]
    pub visit_since: Option<i64>,
}

/// One zone of a patrol's result. All times in milliseconds.
#[uniffi::remote(Record)]
pub struct ZoneTime {
    /// The authority's code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub kind: ZoneKind,
    /// Presence on foot.
    pub foot: i64,
    /// Presence on a cycle.
    pub cycle: i64,
    /// Presence in a vehicle.
    pub vehicle: i64,
    /// At least so long, in any mode.
    pub certain: i64,
    /// At most so long, in any mode.
    pub possible: i64,
    /// Stays.
    pub visits: u32,
    /// Stays of 15 minutes on foot and more.
    pub dosage_visits: u32,
}
