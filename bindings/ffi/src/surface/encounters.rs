//! Encounters, told step by step.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

#[uniffi::export]
impl Notebook {
    /// Whether outreach asks to be rung before a notice to this person of an encounter. A person is found by name and
    /// date of birth together; somebody who is not known by both is never found.
    ///
    /// # Errors
    /// `not_found` (the encounter), `no_time`, storage errors.
    pub fn consult_first(&self, encounter: Id, person: u16) -> Result<Option<ConsultFirst>, BeatbookError> {
        Ok(self.beatbook.consult_first(encounter, person)?)
    }

    /// Vehicle warnings given before to this person of an encounter, or about this vehicle of it, the newest first: this
    /// phone's own, and what the briefing tells of others. A person is found by name and date of birth together.
    ///
    /// # Errors
    /// `not_found` (the encounter), `no_time`, storage errors.
    pub fn earlier_warnings(
        &self,
        encounter: Id,
        person: Option<u16>,
        vehicle: Option<u16>,
    ) -> Result<Vec<EarlierWarning>, BeatbookError> {
        Ok(self.beatbook.earlier_warnings(encounter, person, vehicle)?)
    }

    /// Begins an encounter; answers its record. Place and legal time are taken as far as they are known.
    ///
    /// # Errors
    /// `encounter` (a text that cannot be kept), `moved`, `retired`, storage errors.
    pub fn begin_encounter(&self, begin: BeginEncounter) -> Result<Id, BeatbookError> {
        Ok(self.beatbook.begin_encounter(begin)?)
    }

    /// A new link for a joint encounter: begin with it, show it, and a colleague of another employer begins with what was
    /// typed. Nothing is stored.
    ///
    /// # Errors
    /// `phone` (no randomness).
    pub fn joint_link(&self) -> Result<JointLink, BeatbookError> {
        Ok(self.beatbook.joint_link()?)
    }

    /// Tells what happened, in order, all of it or none. A step out of order is kept, and noted as such. Where a conduct
    /// names an order's condition, how it stood there and then is kept with it, and a sign task is opened where only a
    /// warning is offered: both are answered.
    ///
    /// # Errors
    /// `not_found`, `encounter` (a person or vehicle nobody recorded, too many, a text), `moved`, `retired`,
    /// storage errors: nothing was stored.
    pub fn tell_encounter(
        &self,
        encounter: Id,
        news: Vec<EncounterNews>,
    ) -> Result<EncounterSettled, BeatbookError> {
        Ok(self.beatbook.tell_encounter(encounter, news)?)
    }

    /// Encounters, the newest first, at most 1,000, as far as the officer's roles read enforcement.
    ///
    /// # Errors
    /// Storage errors.
    pub fn encounters(&self, limit: u32) -> Result<Vec<EncounterView>, BeatbookError> {
        Ok(self.beatbook.encounters(limit)?)
    }

    /// One encounter.
    ///
    /// # Errors
    /// `not_found`, also if the officer's roles do not read enforcement; storage errors.
    pub fn encounter(&self, encounter: Id) -> Result<EncounterView, BeatbookError> {
        Ok(self.beatbook.encounter(encounter)?)
    }

    /// Tells an encounter where it is once more, by a fix that the receiver has just given, or the newest one of the
    /// patrol; nothing typed is taken. Conditions of its conducts are judged anew by it where it is of the same place; the
    /// decision of before stays beside the new one.
    ///
    /// # Errors
    /// `no_place` (no fix, or none of the last minute), `not_found`, `encounter` (too many), `moved`, `retired`, storage
    /// errors: nothing was stored.
    pub fn encounter_here(&self, encounter: Id, fix: Option<RawFix>) -> Result<EncounterHere, BeatbookError> {
        Ok(self.beatbook.encounter_here(encounter, fix)?)
    }

    /// The record of the newest encounter: for going on with it, whatever the officer's roles read.
    ///
    /// # Errors
    /// `not_found`, storage errors.
    pub fn newest_encounter(&self) -> Result<Id, BeatbookError> {
        Ok(self.beatbook.newest_encounter()?)
    }

    /// The ways on for a person of an encounter, one for each condition that their conduct names, or one without.
    ///
    /// # Errors
    /// `not_found` (the encounter), `no_time`, storage errors.
    pub fn next_steps(&self, encounter: Id, person: u16) -> Result<Vec<NextSteps>, BeatbookError> {
        Ok(self.beatbook.next_steps(encounter, person)?)
    }
}
/// What an officer makes of someone's age without a date of birth.
#[uniffi::remote(Enum)]
pub enum AgeBand {
    /// A child under ten.
    Under10,
    /// Ten to fifteen.
    From10To15,
    /// Sixteen or seventeen.
    From16To17,
    /// Eighteen or over, without doubt.
    Adult,
    /// Perhaps under eighteen. The same as nothing known.
    MaybeUnder18,
}

/// What was asked of someone.
#[uniffi::remote(Enum)]
pub enum Asked {
    /// To stop drinking or to surrender alcohol.
    Alcohol,
    /// To follow a direction under this condition.
    Direction(String),
}

/// How an encounter begins.
#[uniffi::remote(Record)]
pub struct BeginEncounter {
    /// Where; a place that nobody knows is no obstacle.
    pub place: AskWhere,
    /// Kind of land.
    #[uniffi(default = None)]
    pub land: Option<LandType>,
    /// Name of the operation.
    #[uniffi(default = None)]
    pub operation: Option<String>,
    /// Random link to the records of other controllers about the same event: `id`.
    #[uniffi(default = None)]
    pub joint: Option<Id>,
}

/// One behaviour, as it is told.
#[uniffi::remote(Record)]
pub struct Behaviour {
    /// When it was seen, UTC milliseconds; absent: just now, by legal time.
    #[uniffi(default = None)]
    pub time: Option<i64>,
    /// Code of a condition, or of the authority's conduct list.
    pub code: String,
    /// The order version the code belongs to.
    #[uniffi(default = None)]
    pub order: Option<Hash>,
    /// By whom.
    #[uniffi(default = None)]
    pub person: Option<u16>,
    /// With which vehicle.
    #[uniffi(default = None)]
    pub vehicle: Option<u16>,
    /// How many vehicles, dogs or people, where that matters.
    #[uniffi(default = None)]
    pub count: Option<u16>,
    /// What was seen, in words.
    pub text: String,
    /// On what it rests.
    pub basis: Basis,
}

/// Outreach asks to be rung before a notice. Nothing is known of why.
#[uniffi::remote(Record)]
pub struct ConsultFirst {
    /// The service's duty number, if it gave one.
    #[uniffi(default = None)]
    pub ring: Option<DutyNumber>,
    /// Last local day of the mark.
    pub until: Date,
}

/// One condition of the conduct's code.
#[uniffi::remote(Record)]
pub struct Decision {
    /// Order version, condition, zone version, distances to its edge and to the nearest sign.
    pub cited: OrderCited,
    /// How it stood.
    pub stood: Stood,
    /// Codes of what was unsure.
    #[uniffi(default = [])]
    pub doubts: Vec<String>,
    /// Codes of why it was not in force.
    #[uniffi(default = [])]
    pub not_in_force: Vec<String>,
    /// Why only a warning was offered.
    #[uniffi(default = None)]
    pub warn_only: Option<WhyWarnOnly>,
}

/// Something that belongs to the encounter as a whole.
#[uniffi::remote(Enum)]
pub enum Detail {
    /// Its number in another system, body-worn video too.
    Reference {
        /// Which system.
        system: ReferenceSystem,
        /// Number there.
        value: String,
    },
    /// Someone else who saw it.
    Witness {
        /// Name or number, and how to reach them.
        who: String,
        /// Gave a statement.
        statement: bool,
    },
    /// The officer's own witness statement.
    OwnStatement {
        /// In words.
        text: String,
    },
    /// A photograph or recording.
    Evidence(Evidence),
    /// The kind of land.
    Land(LandType),
    /// An operation.
    Operation(String),
    /// What the officer adds later.
    Annotation(String),
}

/// Who somebody is.
#[uniffi::remote(Enum)]
pub enum Details {
    /// Would not say.
    Refused {
        /// On what it was asked.
        asked_under: DetailsBasis,
    },
    /// A person.
    Person {
        /// As they write it: any script.
        name: String,
        /// Line by line; empty if not given.
        address: Vec<String>,
        /// Date of birth.
        born: Option<Date>,
        /// How it is known.
        basis: DetailsBasis,
        /// The officer believes name and address.
        believed: bool,
    },
    /// A company or other body.
    Body {
        /// Its name.
        name: String,
        /// Line by line.
        address: Vec<String>,
    },
}

/// On what somebody told the officer who they are.
#[uniffi::remote(Enum)]
pub enum DetailsBasis {
    /// Of their own will.
    Volunteered,
    /// Required (PRA 2002 s50).
    S50,
    /// Required by a condition of an order.
    OrderCondition,
    /// Required (EPA 1990 s88(8A)).
    Epa88,
    /// Known to the officer, or found in another record.
    Known,
}

/// On what earlier offers of help rest: the officer's own knowledge, never a welfare record.
#[uniffi::remote(Enum)]
pub enum EarlierHelp {
    /// The officer's own encounters with an offer.
    OwnEncounters(Vec<Id>),
    /// A multi-agency decision.
    Decision {
        /// Its reference.
        reference: String,
    },
}

/// A vehicle warning that matters to somebody here.
#[uniffi::remote(Record)]
pub struct EarlierWarning {
    /// Number, date, place and issuer.
    pub cited: WarningCited,
    /// It went to this person, whatever the vehicle. Otherwise only the registration matches: it went to someone,
    /// and a seizure needs the officer's stated belief that the driver is that person.
    pub person: bool,
    /// The last local day on which it counts, by the law in force today.
    pub counts_until: Date,
    /// It counts today.
    pub counts: bool,
}

/// An encounter.
#[uniffi::remote(Record)]
pub struct Encounter {
    /// The first entry.
    pub opened: EncounterOpened,
    /// Kind of land.
    #[uniffi(default = None)]
    pub land: Option<LandType>,
    /// Operations it belongs to.
    #[uniffi(default = [])]
    pub operations: Vec<String>,
    /// People by label.
    pub people: PersonByU16,
    /// Vehicles by label.
    pub vehicles: VehicleKnownByU16,
    /// What was done, in order.
    #[uniffi(default = [])]
    pub conducts: Vec<EncounterConduct>,
    /// Steps, in the order they were written down.
    #[uniffi(default = [])]
    pub steps: Vec<EncounterStep>,
    /// Outcome of everybody without an own one.
    #[uniffi(default = None)]
    pub outcome: Option<OutcomeOptionStringPair>,
    /// Why no fixed penalty was given, as it stands: one line for whom an outcome was told.
    #[uniffi(default = [])]
    pub no_fpn: Vec<NoFpn>,
    /// References, witnesses, statements, evidence and annotations, in order.
    #[uniffi(default = [])]
    pub details: Vec<Detail>,
    /// What was out of order: the step's place in `steps`, and what.
    #[uniffi(default = [])]
    pub oddities: Vec<SizeOddityPair>,
    /// Positions told after it began, in order.
    #[uniffi(default = [])]
    pub positions: Vec<EncounterPlaced>,
    /// How the conditions stood that conducts name, in order; of one conduct the last holds.
    #[uniffi(default = [])]
    pub judged: Vec<EncounterJudged>,
    /// What was done without the power for it: with whom, absent for everybody, and what.
    #[uniffi(default = [])]
    pub unpowered: Vec<OptionU16OddityPair>,
}

/// One behaviour. Several in one encounter are several entries.
#[uniffi::remote(Record)]
pub struct EncounterConduct {
    /// When it was written down.
    pub at: Moment,
    /// When it was seen, UTC milliseconds.
    #[uniffi(default = None)]
    pub time: Option<i64>,
    /// The same by legal time, as surely as it was known, where it was seen just then; absent where the officer said when,
    /// and in entries from before it was kept.
    #[uniffi(default = None)]
    pub seen: Option<LegalTime>,
    /// Code of a condition, such as `NV-4`, or of the authority's conduct list.
    pub code: String,
    /// The order version the code belongs to.
    #[uniffi(default = None)]
    pub order: Option<Hash>,
    /// By whom.
    #[uniffi(default = None)]
    pub person: Option<u16>,
    /// With which vehicle.
    #[uniffi(default = None)]
    pub vehicle: Option<u16>,
    /// How many vehicles, dogs or people, where that matters.
    #[uniffi(default = None)]
    pub count: Option<u16>,
    /// What was seen, in words.
    pub text: String,
    /// On what it rests.
    pub basis: Basis,
}

/// A further position of an encounter, and what follows from it.
#[uniffi::remote(Record)]
pub struct EncounterHere {
    /// As it was kept.
    pub placed: EncounterPlaced,
    /// Decisions it changed.
    pub settled: EncounterSettled,
}

/// How the conditions of a conduct's code stood.
#[uniffi::remote(Record)]
pub struct EncounterJudged {
    /// When it was written down.
    pub at: Moment,
    /// The condition's code that a conduct names.
    pub code: String,
    /// When the conduct was seen, as surely as that was known: with the code it tells which of them.
    pub time: LegalTime,
    /// The position it was judged by; absent if none counted.
    #[uniffi(default = None)]
    pub place: Option<KeptPlace>,
    /// Distance in 0.1 m between that and the position at the conduct; absent if it is that. The judgement is wider by it.
    #[uniffi(default = None)]
    pub apart: Option<u32>,
    /// The rule set in force then.
    #[uniffi(default = None)]
    pub rule_set: Option<RuleSetRef>,
    /// The order book it was judged by.
    pub book: Hash,
    /// The conditions of its code that are near; none if no order's area reaches there.
    #[uniffi(default = [])]
    pub decisions: Vec<Decision>,
    /// Codes of what was unsure beside them: no position, an old briefing.
    #[uniffi(default = [])]
    pub doubts: Vec<String>,
}

/// What is told of an encounter. Each becomes an entry.
#[uniffi::remote(Enum)]
pub enum EncounterNews {
    /// What is known of a person; absent fields stay as they were.
    Person {
        /// Which person: 1, 2, 3 …
        person: u16,
        /// What is known.
        known: PersonKnown,
    },
    /// What is known of a vehicle; absent fields stay as they were.
    Vehicle {
        /// Which vehicle: 1, 2, 3 …
        vehicle: u16,
        /// What is known.
        known: VehicleKnown,
    },
    /// What somebody did.
    Conduct(Behaviour),
    /// A step of the ladder, or of fair dealing beside it.
    Step {
        /// With whom; absent: with everybody there.
        person: Option<u16>,
        /// When, UTC milliseconds; absent: just now, by legal time.
        time: Option<i64>,
        /// What.
        step: Step,
    },
    /// How it ended.
    Outcome {
        /// For whom; absent: for everybody who has no outcome of their own.
        person: Option<u16>,
        /// How.
        outcome: Outcome,
        /// Why, to whom, under which number.
        text: Option<String>,
        /// Why an offence ended without a fixed penalty, by its code.
        no_fpn: Option<String>,
    },
    /// Something that belongs to the encounter as a whole.
    Added(Detail),
}

/// The first entry.
#[uniffi::remote(Record)]
pub struct EncounterOpened {
    /// When it was written down.
    pub at: Moment,
    /// Legal time, if the phone has one.
    #[uniffi(default = None)]
    pub time: Option<LegalTime>,
    /// Where.
    #[uniffi(default = None)]
    pub place: Option<KeptPlace>,
    /// On which patrol.
    #[uniffi(default = None)]
    pub patrol: Option<Id>,
    /// Code of the authority that controls this record: the recorder's employer.
    pub controller: String,
    /// Random link between the records of several controllers about one event.
    #[uniffi(default = None)]
    pub joint: Option<Id>,
    /// Name of the operation.
    #[uniffi(default = None)]
    pub operation: Option<String>,
    /// Kind of land.
    #[uniffi(default = None)]
    pub land: Option<LandType>,
}

/// A further position of the encounter, of a fresh fix of the receiver's; nobody types one.
#[uniffi::remote(Record)]
pub struct EncounterPlaced {
    /// When it was written down.
    pub at: Moment,
    /// Legal time then.
    pub time: LegalTime,
    /// Where.
    pub place: KeptPlace,
    /// Milliseconds between the fix and `time`.
    pub age: i64,
}

/// What was settled by itself when something was told of an encounter.
#[uniffi::remote(Record)]
pub struct EncounterSettled {
    /// How the conditions stood that conducts name, as it was kept.
    #[uniffi(default = [])]
    pub judged: Vec<EncounterJudged>,
    /// Sign tasks that were opened: only a warning is offered until somebody has looked after the sign.
    #[uniffi(default = [])]
    pub sign_tasks: Vec<SignNoted>,
}

/// A step of the ladder, or of fair dealing beside it.
#[uniffi::remote(Record)]
pub struct EncounterStep {
    /// When it was written down.
    pub at: Moment,
    /// When it happened, UTC milliseconds; absent if nobody looked.
    #[uniffi(default = None)]
    pub time: Option<i64>,
    /// With whom; absent: with everybody there.
    #[uniffi(default = None)]
    pub person: Option<u16>,
    /// What.
    pub step: Step,
}

/// An encounter as its entries tell it.
#[uniffi::remote(Record)]
pub struct EncounterView {
    /// The record.
    pub record: Id,
    /// Number of its first entry.
    pub first: u64,
    /// Its story.
    pub encounter: Encounter,
}

/// A photograph or recording: its content, and what it shows.
#[uniffi::remote(Record)]
pub struct Evidence {
    /// SHA-256 of the file.
    pub content: Hash,
    /// What it shows.
    pub shows: String,
}

/// The answer to help that is offered.
#[uniffi::remote(Enum)]
pub enum HelpAnswer {
    /// Accepted.
    Accepted,
    /// Declined.
    Declined,
    /// No answer.
    NoAnswer,
}

/// A thing handed over.
#[uniffi::remote(Record)]
pub struct Item {
    /// "Beer, can".
    pub what: String,
    /// "2 × 500 ml".
    pub quantity: String,
}

/// A position as it is kept in a record.
#[uniffi::remote(Record)]
pub struct KeptPlace {
    /// Latitude in 1e-7°, WGS84.
    pub lat: i32,
    /// Longitude in 1e-7°, WGS84.
    pub lon: i32,
    /// 68 % radius in 0.1 m; absent if not told.
    #[uniffi(default = None)]
    pub accuracy: Option<u16>,
}

/// The kind of land it happened on.
#[uniffi::remote(Enum)]
pub enum LandType {
    /// A road or pavement.
    Highway,
    /// Other public land.
    Public,
    /// Private land that the public may enter.
    PrivateOpen,
    /// Other private land.
    Private,
}

/// Help with understanding.
#[uniffi::remote(Enum)]
pub enum LanguageHelp {
    /// None was needed.
    None,
    /// An interpreter, on the telephone or there.
    Interpreter,
    /// A card in the language.
    Card,
}

/// One point. All points of a draft are listed at once.
#[uniffi::remote(Record)]
pub struct Missing {
    /// Stable name for machines and translations.
    pub code: Words,
    /// A plain sentence that says what to do. No personal data.
    pub remedy: String,
    /// Act and section, or the rule of the field.
    pub source: Words,
}

/// A condition and the ways on from here.
#[uniffi::remote(Record)]
pub struct NextSteps {
    /// The condition as it was judged last; absent where the conduct names none that is near.
    #[uniffi(default = None)]
    pub decision: Option<Decision>,
    /// To refer, to warn, to fine, in the order in which they are offered.
    #[uniffi(default = [])]
    pub ways: Vec<Way>,
}

/// Why somebody was given no fixed penalty.
#[uniffi::remote(Record)]
pub struct NoFpn {
    /// To whom; absent for everybody who has no outcome of their own.
    #[uniffi(default = None)]
    pub person: Option<u16>,
    /// The reason's code.
    pub reason: String,
    /// When it was told.
    pub at: Moment,
}

/// A step that does not follow from the one before. Kept, shown, and settled by doing it again in order.
#[uniffi::remote(Enum)]
pub enum Oddity {
    /// Complied or refused with nothing asked.
    NothingAsked,
    /// Disposed of something with nothing handed over.
    NothingSurrendered,
    /// An evidential question before the caution, by the times told.
    QuestionBeforeCaution,
    /// Details required under PRA 2002 s50 or EPA 1990 s88 by somebody who held no such power.
    DetailsWithoutPower,
    /// An arrest by somebody who held no power for it.
    ArrestWithoutPower,
}

/// The order and condition it rests on, in the version that was in force.
#[uniffi::remote(Record)]
pub struct OrderCited {
    /// The order version's hash.
    pub order: Hash,
    /// The order's code and version.
    pub code: String,
    /// Its version.
    pub version: u32,
    /// Code of the condition.
    pub condition: String,
    /// The zone version the conduct lay in.
    #[uniffi(default = None)]
    pub zone: Option<Hash>,
    /// Distance to the zone's edge in 0.1 m, positive inside.
    #[uniffi(default = None)]
    pub edge: Option<i64>,
    /// The nearest sign and its distance in 0.1 m.
    #[uniffi(default = None)]
    pub sign: Option<SignCited>,
}

/// How it ended for someone.
#[uniffi::remote(Enum)]
pub enum Outcome {
    /// Nothing further.
    None,
    /// A warning, spoken or on paper.
    Warning,
    /// A fixed penalty notice.
    Fpn,
    /// Reported for prosecution.
    Report,
    /// Arrested.
    Arrest,
    /// Referred: to support, to youth services, to another team.
    Referral,
    /// An acceptable behaviour agreement.
    AcceptableBehaviourAgreement,
    /// Breach of a criminal behaviour order, reported.
    CboBreach,
    /// Breach of a closure order, reported.
    ClosureBreach,
    /// A dispersal direction, reported to another system.
    DispersalReported,
}

/// What someone was doing there.
#[uniffi::remote(Enum)]
pub enum Part {
    /// What it is about, on foot.
    Subject,
    /// At the wheel.
    Driver,
    /// In the vehicle.
    Passenger,
    /// Came to watch.
    Spectator,
    /// Records or shares it.
    Recorder,
    /// Owns the dog.
    DogOwner,
    /// In charge of the dog.
    InCharge,
    /// Occupies or owns the premises.
    Occupier,
    /// Parent or guardian of another.
    Guardian,
}

/// A person of the encounter.
#[uniffi::remote(Record)]
pub struct Person {
    /// What is known.
    pub known: PersonKnown,
    /// How far it came.
    pub stage: Stage,
    /// How it ended.
    #[uniffi(default = None)]
    pub outcome: Option<OutcomeOptionStringPair>,
}

/// What is known of a person. Help never needs a name: everything may be absent.
#[uniffi::remote(Record)]
pub struct PersonKnown {
    /// What they were doing there.
    #[uniffi(default = None)]
    pub part: Option<Part>,
    /// Who they are.
    #[uniffi(default = None)]
    pub details: Option<Details>,
    /// How old they look.
    #[uniffi(default = None)]
    pub looks: Option<AgeBand>,
    /// Appears homeless, as the officer marks it. Never read from welfare records.
    #[uniffi(default = None)]
    pub appears_homeless: Option<bool>,
    /// Apparently vulnerable: no questions on the street.
    #[uniffi(default = None)]
    pub vulnerable: Option<bool>,
    /// What they look like; on the officer's copy only.
    #[uniffi(default = None)]
    pub description: Option<String>,
}

/// The sign nearest to the conduct.
#[uniffi::remote(Record)]
pub struct SignCited {
    /// Its code.
    pub code: String,
    /// Distance in 0.1 m.
    pub distance: u32,
}

/// A sign was noted.
#[uniffi::remote(Record)]
pub struct SignNoted {
    /// When.
    pub at: Moment,
    /// How it was found.
    pub state: SignState,
    /// The order it tells of.
    pub order: String,
    /// The sign's code; absent where one is wanted.
    #[uniffi(default = None)]
    pub sign: Option<String>,
    /// Where the officer was.
    #[uniffi(default = None)]
    pub place: Option<KeptPlace>,
    /// What else there is to say; at most 200 characters.
    pub text: String,
    /// The encounter for which the phone told it by itself; absent if the officer did.
    #[uniffi(default = None)]
    pub encounter: Option<Id>,
}

/// How far up the ladder someone is.
#[uniffi::remote(Enum)]
pub enum Stage {
    /// Seen.
    Noticed,
    /// Spoken to.
    Engaged,
    /// Advised.
    Advised,
    /// Required or directed.
    Required {
        /// What.
        asked: Asked,
        /// When, UTC milliseconds.
        time: Option<i64>,
    },
    /// Did it.
    Complied,
    /// Handed over what was asked for.
    Surrendered {
        /// What.
        items: Vec<Item>,
        /// What became of it.
        disposed: Option<String>,
    },
    /// Did not.
    Refused {
        /// What was asked.
        asked: Asked,
        /// When it was asked, UTC milliseconds.
        required: Option<i64>,
        /// When it was refused, UTC milliseconds.
        refused: Option<i64>,
    },
}

/// One step.
#[uniffi::remote(Enum)]
pub enum Step {
    /// Spoken to.
    Engaged {
        /// Words given.
        words: String,
    },
    /// Advised what the order asks.
    Advised {
        /// Words given.
        words: String,
    },
    /// Required to stop drinking or to surrender alcohol (ASBCPA 2014 s63(2)).
    Required {
        /// Words given.
        words: String,
        /// Why the officer believed that alcohol was, or was about to be, consumed in breach.
        belief: String,
        /// Told that failing without reasonable excuse is an offence (s63(3)).
        offence_told: bool,
    },
    /// Directed or asked under a condition that wants that first, such as to put a dog on a lead.
    Directed {
        /// Code of the condition.
        condition: String,
        /// Words given.
        words: String,
    },
    /// Did what was asked.
    Complied,
    /// Handed over alcohol or containers.
    Surrendered {
        /// What.
        items: Vec<Item>,
    },
    /// What became of it (s63(5)).
    Disposed {
        /// How and where.
        how: String,
        /// Who saw it.
        witness: Option<String>,
    },
    /// Did not do what was asked.
    Refused {
        /// What they said.
        words: Option<String>,
    },
    /// Asked the officer to show an authorisation (s63(4)).
    AuthorityAsked,
    /// It was shown.
    AuthorityShown,
    /// Identification shown, without being asked or otherwise.
    IdShown,
    /// From here on an offence was suspected.
    Suspected,
    /// Cautioned.
    Cautioned {
        /// Version of the caution's text.
        version: String,
    },
    /// Asked for a reasonable excuse.
    ExcuseAsked {
        /// What they answered; empty if nothing.
        answer: String,
    },
    /// Asked another question about the offence.
    Questioned {
        /// The question.
        question: String,
        /// The answer.
        answer: String,
    },
    /// Said something unprompted.
    Comment {
        /// Word for word.
        words: String,
        /// Offered to read and sign.
        offered: bool,
        /// Signed.
        signed: bool,
    },
    /// Understood, or not.
    Understanding {
        /// Language spoken, if not English.
        language: Option<String>,
        /// Help used.
        help: LanguageHelp,
        /// Explained in their own words what was told.
        explained_back: bool,
    },
    /// Help offered to someone who appears homeless, before any paper.
    HelpOffered {
        /// What they did beyond being homeless.
        behaviour: String,
        /// What help was offered now.
        help: String,
        /// The answer.
        answer: HelpAnswer,
        /// On what earlier offers rest.
        earlier: Option<EarlierHelp>,
        /// On what the officer knows that those encounters were with the same person, where names do not tell.
        same_person: Option<String>,
    },
    /// Asked whether an exemption applies, such as an assistance dog.
    ExemptionAsked {
        /// Code of the exemption.
        exemption: String,
        /// It applies.
        applies: bool,
    },
    /// Asked whether the place is licensed or otherwise outside an alcohol condition (s62).
    PremisesAsked {
        /// It is: the condition does not apply there.
        outside_condition: bool,
    },
}

/// How a condition stood, in a word.
#[uniffi::remote(Enum)]
pub enum Stood {
    /// In force there for certain.
    Certain,
    /// Perhaps.
    Unsure,
    /// The officer was outside for certain, and near.
    JustOutside,
    /// There, and not in force.
    NotInForce,
}

/// One step on the screen.
#[uniffi::remote(Enum)]
pub enum Tap {
    /// Settles what is missing: one answer.
    Settle(Missing),
    /// Chooses the outcome.
    Choose(Outcome),
    /// Hands over the paper, or leaves a draft.
    HandOver,
}

/// What kind of vehicle.
#[uniffi::remote(Enum)]
pub enum VehicleKind {
    /// A car.
    Car,
    /// A van or lorry.
    Van,
    /// A motorcycle or moped.
    Motorcycle,
    /// A quad or other off-road vehicle.
    OffRoad,
    /// A powered scooter.
    EScooter,
    /// An electrically powered cycle.
    EBike,
    /// A caravan or motor home.
    Caravan,
    /// Any other.
    Other,
}

/// What is known of a vehicle.
#[uniffi::remote(Record)]
pub struct VehicleKnown {
    /// What kind.
    #[uniffi(default = None)]
    pub kind: Option<VehicleKind>,
    /// The plate as typed; empty if there is none on it.
    #[uniffi(default = None)]
    pub plate: Option<String>,
    /// Maker and model.
    #[uniffi(default = None)]
    pub make: Option<String>,
    /// Colour.
    #[uniffi(default = None)]
    pub colour: Option<String>,
    /// Vehicle identification number.
    #[uniffi(default = None)]
    pub vin: Option<String>,
    /// Why make, registration or identification number cannot be told.
    #[uniffi(default = None)]
    pub untold: Option<String>,
    /// Who drove it.
    #[uniffi(default = None)]
    pub driver: Option<u16>,
}

/// An earlier vehicle warning, as the index showed it.
#[uniffi::remote(Record)]
pub struct WarningCited {
    /// Its number.
    pub number: String,
    /// The local day it was given.
    pub date: Date,
    /// Where.
    pub place: String,
    /// By whom, as public id.
    pub issuer: String,
}

/// An outcome, and all that is still to be done for it.
#[uniffi::remote(Record)]
pub struct Way {
    /// Where it leads.
    pub outcome: Outcome,
    /// Its steps, in order.
    #[uniffi(default = [])]
    pub taps: Vec<Tap>,
}
