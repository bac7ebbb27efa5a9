//! Welfare checks, outreach, services, dangers of places, the lone worker's timer.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

#[uniffi::export]
impl Notebook {
    /// Starts the timer; one that runs is replaced.
    ///
    /// # Errors
    /// `alone_minutes`, `alone_words`; `moved`, `retired`, storage errors: nothing was stored.
    pub fn start_alone(&self, start: StartAlone) -> Result<(), BeatbookError> {
        Ok(self.beatbook.start_alone(start)?)
    }

    /// "I am well": the timer begins again. It ends an alarm on all phones once both have met the network.
    ///
    /// # Errors
    /// `alone_not_running`; `moved`, `retired`, storage errors: nothing was stored.
    pub fn check_alone(&self) -> Result<(), BeatbookError> {
        Ok(self.beatbook.check_alone()?)
    }

    /// The officer is well and not alone any more.
    ///
    /// # Errors
    /// As `check_alone`.
    pub fn stop_alone(&self) -> Result<(), BeatbookError> {
        Ok(self.beatbook.stop_alone()?)
    }

    /// How the officer's own timer stands. To be asked every few seconds while one runs, and when the app starts; it
    /// works within milliseconds and stores nothing.
    ///
    /// # Errors
    /// Storage errors.
    pub fn lone_worker(&self) -> Result<LoneWorker, BeatbookError> {
        Ok(self.beatbook.lone_worker()?)
    }

    /// Timers of the own team that ran out, as far as the server has told, those still overdue first.
    ///
    /// # Errors
    /// Storage errors.
    pub fn alone_alarms(&self) -> Result<Vec<AloneAlarm>, BeatbookError> {
        Ok(self.beatbook.alone_alarms()?)
    }

    /// Dangers of a place within the authority's distance (100 m if nothing is settled), the nearest first. Those whose
    /// time is over, or that somebody found gone, are not among them.
    ///
    /// # Errors
    /// `no_place`, `no_time`, storage errors.
    pub fn hazards_here(&self, place: AskWhere) -> Result<Vec<HazardHere>, BeatbookError> {
        Ok(self.beatbook.hazards_here(place)?)
    }

    /// All dangers of places this phone knows of, the newest first.
    ///
    /// # Errors
    /// `no_time`, storage errors.
    pub fn hazards(&self) -> Result<Vec<HazardView>, BeatbookError> {
        Ok(self.beatbook.hazards()?)
    }

    /// Begins a welfare check or a contact, and answers with it what is dangerous there: to be shown before anything is
    /// done, after the question whether anybody is in immediate danger.
    ///
    /// # Errors
    /// As `begin_welfare`; `no_time`.
    pub fn begin_welfare_here(&self, begin: BeginWelfare) -> Result<WelfareBegun, BeatbookError> {
        Ok(self.beatbook.begin_welfare_here(begin)?)
    }

    /// Services that take people in, by name. Empty before the server has told of any.
    ///
    /// # Errors
    /// Storage errors.
    pub fn services(&self) -> Result<Vec<ServiceView>, BeatbookError> {
        Ok(self.beatbook.services()?)
    }

    /// The cold night that is on, if the coordinator has switched one on and this phone knows. Offers of a bed that this
    /// notebook holds are taken off at once, those of others with the next sync. Over, it leaves the phone.
    ///
    /// # Errors
    /// Storage errors.
    pub fn cold_night(&self) -> Result<Option<ColdNightView>, BeatbookError> {
        Ok(self.beatbook.cold_night()?)
    }

    /// Whether somebody of a welfare record was seen sleeping rough before, as far as this notebook tells and may be read;
    /// none of somebody whose date of birth or initials nobody knows.
    ///
    /// # Errors
    /// `not_found`, storage errors.
    pub fn seen_before(&self, record: Id, person: u16) -> Result<Option<SeenBefore>, BeatbookError> {
        Ok(self.beatbook.seen_before(record, person)?)
    }

    /// Begins a welfare check or a contact; answers its record. Place and legal time are taken as far as they are known.
    ///
    /// # Errors
    /// `text` (one that cannot be kept), `moved`, `retired`, storage errors.
    pub fn begin_welfare(&self, begin: BeginWelfare) -> Result<Id, BeatbookError> {
        Ok(self.beatbook.begin_welfare(begin)?)
    }

    /// Tells what was seen and done, in order, all of it or none.
    ///
    /// # Errors
    /// `not_found`; `unknown_person`, `which_person`, `too_many`, `text`; `age_band` (a band beside another date of birth,
    /// or a date after the day of the record: it says which band the date gives); `consent_no_capacity`,
    /// `consent_capacity_in_doubt`, `no_consent`; `unknown_service`; `follow_up_day` (a follow-up on a weekend);
    /// `danger_first` and the other open questions, if it was to be closed; `moved`, `retired`, storage errors: nothing was
    /// stored.
    pub fn tell_welfare(&self, record: Id, news: Vec<WelfareNews>) -> Result<(), BeatbookError> {
        Ok(self.beatbook.tell_welfare(record, news)?)
    }

    /// Welfare records, the newest first, at most 1,000, as far as the officer may read them: with most
    /// roles until sign-off; concerns and disclosures at the level of safeguarding.
    ///
    /// # Errors
    /// Storage errors.
    pub fn welfare_records(&self, limit: u32) -> Result<Vec<WelfareView>, BeatbookError> {
        Ok(self.beatbook.welfare_records(limit)?)
    }

    /// One welfare record.
    ///
    /// # Errors
    /// `not_found`, storage errors.
    pub fn welfare_record(&self, record: Id) -> Result<WelfareView, BeatbookError> {
        Ok(self.beatbook.welfare_record(record)?)
    }

    /// What to tell 999: grid reference, nearest named place, position and how exact it is. Shown before any form;
    /// works offline and with no position, and stores nothing.
    ///
    /// # Errors
    /// Storage errors.
    pub fn emergency_card(&self, place: AskWhere) -> Result<Emergency, BeatbookError> {
        Ok(self.beatbook.emergency_card(place)?)
    }
}
/// Age band, as told or as it appears.
#[uniffi::remote(Enum)]
pub enum Age {
    /// Under 18: the safeguarding route comes before the next form.
    Under18,
    /// 18 to 25.
    From18To25,
    /// 26 or over.
    From26,
    /// Nobody knows.
    NotKnown,
}

/// A colleague's timer that ran out, or the officer's own.
#[uniffi::remote(Record)]
pub struct AloneAlarm {
    /// Whose.
    pub officer: Id,
    /// The officer's code.
    pub code: String,
    /// It is the officer's own.
    pub own: bool,
    /// Since when it is overdue, UTC milliseconds; none once it has ended.
    #[uniffi(default = None)]
    pub since: Option<i64>,
    /// When the server told it, UTC milliseconds.
    #[uniffi(default = None)]
    pub told: Option<i64>,
    /// The officer's phone knew the time; if not, it may be overdue later than this says.
    pub sure: bool,
    /// Where the officer was last, exactly for the own team.
    #[uniffi(default = None)]
    pub place: Option<AloneWhere>,
    /// When that was, UTC milliseconds.
    #[uniffi(default = None)]
    pub place_at: Option<i64>,
    /// Where the officer said to be.
    #[uniffi(default = None)]
    pub words: Option<String>,
    /// The officer was heard of: how, and when that really was, UTC milliseconds.
    #[uniffi(default = None)]
    pub ended: Option<AloneEndI64Pair>,
}

/// By which clock a phone knows how much of a timer's time has gone.
#[uniffi::remote(Enum)]
pub enum AloneClock {
    /// The phone has not been restarted: by the clock that nobody sets.
    SameStart,
    /// It was restarted; satellites or the server told the time before and after.
    Legal,
    /// It was restarted: by its wall clock, which may be wrong.
    Wall,
    /// It was restarted, and its wall clock was put back: nobody knows, and so it is overdue.
    Nobody,
}

/// What ended an alarm.
#[uniffi::remote(Enum)]
pub enum AloneEnd {
    /// The officer was well, and went on.
    Checked,
    /// The officer stopped the timer.
    Stopped,
}

/// Where the officer was last, as far as it is told.
#[uniffi::remote(Enum)]
pub enum AloneWhere {
    /// Exactly.
    Exact(KeptPlace),
    /// In this square of 100 m.
    Cell(Cell),
}

/// How a welfare record begins.
#[uniffi::remote(Record)]
pub struct BeginWelfare {
    /// What it is.
    pub about: WelfareAbout,
    /// Where; a place that nobody knows is no obstacle.
    pub place: AskWhere,
    /// The address, or the place in words.
    #[uniffi(default = None)]
    pub address: Option<String>,
    /// Random link to the records of others about the same visit.
    #[uniffi(default = None)]
    pub joint: Option<Id>,
}

/// One step.
#[uniffi::remote(Enum)]
pub enum CareStep {
    /// Asked before anything else: is anybody in immediate danger?
    Danger {
        /// Somebody is.
        immediate: bool,
        /// When 999 was rung, UTC milliseconds.
        called: Option<i64>,
        /// In words.
        text: Option<String>,
    },
    /// Where they sleep.
    Site {
        /// What kind of place.
        site: Site,
        /// What they have built or put up.
        structure: Option<String>,
    },
    /// Something to worry about.
    Concern {
        /// What.
        concern: ConcernCode,
        /// How grave.
        level: ConcernLevel,
        /// In words.
        text: String,
        /// On what it rests.
        basis: Basis,
    },
    /// Help that was offered.
    Offer {
        /// What kind.
        help: HelpKind,
        /// By which service, and what.
        service: String,
        /// The answer.
        answer: HelpAnswer,
    },
    /// Asked whether they agree to a support referral, or taking that back.
    Consent(Consent),
    /// Support referral: on their consent, and never without.
    Referral {
        /// To whom.
        to: String,
        /// Exactly what is sent.
        sent: String,
    },
    /// Safeguarding disclosure: needs no consent.
    Disclosure(Disclosure),
    /// A danger of the place.
    Hazard {
        /// What.
        hazard: Hazard,
        /// In words; for violence the fact. About the place, never about a person: everybody who comes reads it.
        text: String,
        /// On what it rests.
        basis: Basis,
        /// Who says so: a service, a colleague, the officer's own eyes. For violence it must be there.
        source: Option<String>,
    },
    /// A danger that was told of before was looked for.
    HazardSeen {
        /// Which (`hazard_id`).
        hazard: Id,
        /// It is not there any more.
        gone: bool,
    },
    /// Somebody should come back.
    NextVisit {
        /// On which local day at the latest.
        due: Date,
        /// What for, in words without names.
        what: String,
    },
    /// A service is to follow it up in its working hours.
    FollowUp {
        /// On which local day, Monday to Friday.
        on: Date,
        /// Which service.
        by: FollowUpBy,
        /// What for, in words without names.
        what: String,
        /// The team that is asked, as officers' teams are spelled; absent: any team of the service.
        team: Option<String>,
    },
    /// Somebody moved in.
    Placed {
        /// What kind.
        kind: PlacementKind,
        /// Which service.
        service: String,
        /// From which local day.
        from: Date,
    },
    /// A placement ended.
    PlacementEnded {
        /// Which service.
        service: String,
        /// On which local day.
        on: Date,
        /// Why.
        reason: String,
    },
    /// Who lives there.
    Occupants(Occupants),
    /// Leaving has to wait.
    Deferral {
        /// Until this local day; on it somebody looks again, and a direction may be given.
        until: Date,
        /// Who looks at it again.
        owner: String,
        /// What was weighed (Equality Act 2010 s149).
        equality: String,
    },
    /// A photograph: its hash, and what it shows. Position and time of the picture are not in the file.
    Evidence(Evidence),
    /// Something else.
    Note {
        /// In words.
        text: String,
        /// On what it rests.
        basis: Basis,
    },
}

/// A cold night as this phone knows it.
#[uniffi::remote(Record)]
pub struct ColdNightView {
    /// Until when, UTC milliseconds: then it leaves the phone.
    pub until: i64,
    /// Places, and how many people of each have not been offered a bed yet: the most people first, those with nobody left at
    /// the end.
    #[uniffi(default = [])]
    pub places: Vec<ColdPlaceU32Pair>,
}

/// A place where people were last seen who sleep rough.
#[uniffi::remote(Record)]
pub struct ColdPlace {
    /// Its number this night, the same for all teams.
    pub number: u16,
    /// A square of 100 m of the National Grid, or the code of a ward, as this team may know it.
    pub place: String,
    /// How many people.
    pub people: u32,
    /// The local day on which the last of them was seen.
    pub last: Date,
}

/// One of eight winds.
#[uniffi::remote(Enum)]
pub enum CompassDirection {
    /// 0°.
    North,
    /// 45°.
    NorthEast,
    /// 90°.
    East,
    /// 135°.
    SouthEast,
    /// 180°.
    South,
    /// 225°.
    SouthWest,
    /// 270°.
    West,
    /// 315°.
    NorthWest,
}

/// What the concern is about.
#[uniffi::remote(Enum)]
pub enum ConcernCode {
    /// Neglects themselves.
    SelfNeglect,
    /// Cuckooed, or exploited in another way.
    Exploitation,
    /// Domestic abuse.
    DomesticAbuse,
    /// Harms themselves, or speaks of it.
    SelfHarm,
    /// Mental health.
    MentalHealth,
    /// At risk of an overdose.
    OverdoseRisk,
    /// Physical health.
    PhysicalHealth,
    /// Fire, or a structure that is not safe.
    FireOrStructure,
    /// Modern slavery.
    ModernSlavery,
    /// Missing, or thought to be.
    Missing,
    /// A child is there.
    ChildPresent,
}

/// How grave it is to whoever notes it.
#[uniffi::remote(Enum)]
pub enum ConcernLevel {
    /// Alone no reason to act.
    Low,
    /// Alone reason for a review.
    High,
}

/// An answer to the question whether one may refer somebody to support.
#[uniffi::remote(Record)]
pub struct Consent {
    /// What they say.
    pub answer: ConsentAnswer,
    /// Whether they can decide it now.
    pub capacity: MentalCapacity,
    /// Version of the words it was asked in; at most 60 characters.
    pub wording: String,
    /// How they said it.
    pub method: ConsentMethod,
}

/// What they say.
#[uniffi::remote(Enum)]
pub enum ConsentAnswer {
    /// Yes.
    Given,
    /// No.
    Declined,
    /// No longer: from then on nothing more is sent.
    Withdrawn,
}

/// How they said it.
#[uniffi::remote(Enum)]
pub enum ConsentMethod {
    /// Spoken.
    Spoken,
    /// Signed, on paper or on the screen.
    Signed,
    /// Through an interpreter.
    Interpreter,
    /// Pointed out on a card in their language.
    Card,
}

/// A disclosure as far as it is filled in.
#[uniffi::remote(Record)]
pub struct Disclosure {
    /// Why.
    #[uniffi(default = None)]
    pub reason: Option<DisclosureReason>,
    /// Whether the person knows.
    #[uniffi(default = None)]
    pub told: Option<PersonTold>,
    /// The team or person who gets it; at most 120 characters.
    pub recipient: String,
    /// Exactly what is sent, word by word; at most 10,000 characters.
    pub sent: String,
}

/// Why something may be passed on without consent.
#[uniffi::remote(Enum)]
pub enum DisclosureReason {
    /// A child is at risk.
    ChildAtRisk,
    /// An adult with care and support needs is at risk.
    AdultAtRisk,
    /// The person cannot decide, and it is in their best interests.
    LacksCapacity,
    /// Somebody's life is in danger.
    DangerToLife,
    /// A serious crime.
    SeriousCrime,
    /// A court has ordered it.
    CourtOrder,
}

/// What to tell 999, as this phone knows it.
#[uniffi::remote(Record)]
pub struct Emergency {
    /// Where; absent while the phone has no position.
    #[uniffi(default = None)]
    pub card: Option<EmergencyCard>,
    /// The card line by line, the most urgent first.
    #[uniffi(default = [])]
    pub lines: Vec<String>,
}

/// What to tell.
#[uniffi::remote(Record)]
pub struct EmergencyCard {
    /// Grid reference of eight figures, a square of 10 m; absent outside the grid.
    #[uniffi(default = None)]
    pub reference: Option<GridRef>,
    /// Latitude, such as `51.38120° north`: to the metre.
    pub latitude: String,
    /// Longitude, such as `0.52060° east`.
    pub longitude: String,
    /// 68 % radius in whole metres, rounded up; absent if not told.
    #[uniffi(default = None)]
    pub accuracy: Option<u32>,
    /// The nearest named place within 5 km.
    #[uniffi(default = None)]
    pub nearest: Option<Nearest>,
}

/// Who is asked to follow something up in working hours.
#[uniffi::remote(Enum)]
pub enum FollowUpBy {
    /// The council's housing options.
    HousingOptions,
    /// A doctor or nurse.
    Health,
    /// The drug and alcohol service.
    DrugService,
}

/// Gender, as told or as it appears.
#[uniffi::remote(Enum)]
pub enum Gender {
    /// Female.
    Female,
    /// Male.
    Male,
    /// Any other.
    Other,
    /// Nobody knows.
    NotKnown,
}

/// What kind of danger a place holds for those who come. It is about the place, never about a person.
#[uniffi::remote(Enum)]
pub enum Hazard {
    /// Needles.
    Needles,
    /// A dog.
    Dog,
    /// The structure.
    Structure,
    /// Fire.
    Fire,
    /// Violence happened there: fact and source.
    Violence,
}

/// One that is near.
#[uniffi::remote(Record)]
pub struct HazardHere {
    /// How near.
    pub near: Near,
    /// What.
    pub hazard: HazardView,
}

/// Where, as far as they are told.
#[uniffi::remote(Enum)]
pub enum HazardPlace {
    /// Exactly.
    Exact(KeptPlace),
    /// In this square of 100 m.
    Cell(Cell),
    /// In the ward of this code.
    Ward(String),
    /// Nobody knows, or it may not be told.
    Unknown,
}

/// A danger of a place, as this phone knows it.
#[uniffi::remote(Record)]
pub struct HazardView {
    /// What it is called by when it is seen again or gone.
    pub hazard: Id,
    /// What kind.
    pub kind: Hazard,
    /// In words.
    pub text: String,
    /// On what it rests.
    pub basis: Basis,
    /// Who says so.
    #[uniffi(default = None)]
    pub source: Option<String>,
    /// Where, as far as this officer is told.
    pub place: HazardPlace,
    /// Local day on which it was last seen.
    pub seen: Date,
    /// Last local day on which it is shown.
    pub until: Date,
    /// This phone alone knows of it: no server has told it yet.
    pub own: bool,
}

/// What kind of help.
#[uniffi::remote(Enum)]
pub enum HelpKind {
    /// A bed or a home.
    Accommodation,
    /// A doctor, a nurse, a dentist.
    Health,
    /// Mental health.
    MentalHealth,
    /// Alcohol or drugs.
    Addiction,
    /// Money, papers, work.
    Advice,
    /// Food, drink, clothes, bedding.
    Essentials,
    /// Something else.
    Other,
}

/// Whether a timer runs.
#[uniffi::remote(Enum)]
pub enum LoneState {
    /// None does.
    Off,
    /// It runs.
    Running {
        /// Until when, by the phone's wall clock, UTC milliseconds.
        until: i64,
        /// Milliseconds from now.
        left: i64,
        /// By which clock that is known.
        clock: AloneClock,
    },
    /// It is over.
    Overdue {
        /// Since when, by the phone's wall clock, UTC milliseconds; none if nobody knows: the phone was restarted and its
        /// clock put back.
        since: Option<i64>,
        /// By which clock that is known.
        clock: AloneClock,
    },
}

/// How the officer's own timer stands.
#[uniffi::remote(Record)]
pub struct LoneWorker {
    /// Whether it runs or is overdue, and by which clock.
    pub state: LoneState,
    /// The phone sounds until the officer checks in or stops it.
    pub sound: bool,
    /// What the team knows.
    pub team: TeamWord,
}

/// Whether somebody can decide this now, as it seems to whoever asks (Mental Capacity Act 2005 ss1–3).
#[uniffi::remote(Enum)]
pub enum MentalCapacity {
    /// Yes.
    Yes,
    /// Perhaps not: drowsy, intoxicated, in great distress.
    Doubt,
    /// No: asleep, unconscious, cannot follow.
    No,
}

/// Nationality in the groups of the return. Optional, only as told, never guessed from looks.
#[uniffi::remote(Enum)]
pub enum Nationality {
    /// United Kingdom.
    Uk,
    /// European Union.
    Eu,
    /// Elsewhere.
    NonEu,
    /// Nobody knows.
    NotKnown,
}

/// How near a danger is.
#[uniffi::remote(Enum)]
pub enum Near {
    /// So many metres, or so many to the nearest corner or side of its square.
    Metres(u32),
    /// Somewhere in the ward.
    InWard,
}

/// The nearest named place, as seen from there.
#[uniffi::remote(Record)]
pub struct Nearest {
    /// Its name.
    pub name: String,
    /// How far one is from it, metres.
    pub metres: u32,
    /// On which side of it one is.
    pub direction: CompassDirection,
}

/// Who lives on a site, as welfare enquiries ask before any direction to leave.
#[uniffi::remote(Record)]
pub struct Occupants {
    /// All people.
    pub people: u16,
    /// Under eighteen.
    pub children: u16,
    /// Expecting a child.
    pub pregnant: u16,
    /// Illness, treatment, appointments.
    pub health: String,
    /// Animals.
    pub animals: String,
    /// Schooling.
    pub education: String,
    /// What else they need.
    pub needs: String,
}

/// What is known of a person.
///
/// Nationality and ethnicity serve the return and the need for a service only: they are told, never guessed from looks,
/// and in no search, list, briefing, bundle or referral.
#[uniffi::remote(Record)]
pub struct PersonSeen {
    /// Given name, as they say it.
    #[uniffi(default = None)]
    pub given: Option<String>,
    /// Family name.
    #[uniffi(default = None)]
    pub family: Option<String>,
    /// Initials, where no name is given.
    #[uniffi(default = None)]
    pub initials: Option<String>,
    /// Date of birth.
    #[uniffi(default = None)]
    pub born: Option<Date>,
    /// What they look like.
    #[uniffi(default = None)]
    pub description: Option<String>,
    /// Gender, as they say or as it appears.
    #[uniffi(default = None)]
    pub gender: Option<Gender>,
    /// Age, as they say.
    #[uniffi(default = None)]
    pub age: Option<Age>,
    /// How old they look.
    #[uniffi(default = None)]
    pub looks: Option<AgeBand>,
    /// Nationality, if they say it.
    #[uniffi(default = None)]
    pub nationality: Option<Nationality>,
    /// Ethnicity by the authority's list, if they say it.
    #[uniffi(default = None)]
    pub ethnicity: Option<String>,
    /// Bedded down, about to, or not.
    #[uniffi(default = None)]
    pub state: Option<SleepingState>,
    /// Support needs, in words.
    #[uniffi(default = None)]
    pub needs: Option<String>,
}

/// Whether the person knows that it is passed on.
#[uniffi::remote(Enum)]
pub enum PersonTold {
    /// They were told.
    Told,
    /// They were not.
    NotTold {
        /// Why not: asleep, or telling them would put somebody at risk; at most 500 characters.
        why: String,
    },
}

/// What kind of place somebody was found.
#[uniffi::remote(Enum)]
pub enum PlacementKind {
    /// Rough sleeping initiative.
    Rsi,
    /// With a navigator.
    Navigator,
    /// A shelter.
    Shelter,
    /// Supported housing.
    Supported,
    /// Another.
    Other,
}

/// What has to be answered before the record is complete, in the order in which screens ask it.
#[uniffi::remote(Enum)]
pub enum Question {
    /// Is anybody in immediate danger? Nothing comes before it.
    Danger,
    /// Somebody is: the emergency card, and when 999 was rung.
    Emergency,
    /// Somebody under eighteen sleeps rough: a safeguarding disclosure before the next form.
    Child(u16),
    /// Whether they were bedded down.
    Sleeping(u16),
    /// Who lives on the site.
    Occupants,
}

/// What this notebook alone tells of somebody who sleeps rough: other teams may have seen them.
#[uniffi::remote(Record)]
pub struct SeenBefore {
    /// For the month of the record.
    pub flags: SeenFlags,
    /// The last local day before the record's.
    #[uniffi(default = None)]
    pub last: Option<Date>,
}

/// What is said of somebody for one calendar month, all of it.
#[uniffi::remote(Record)]
pub struct SeenFlags {
    /// Seen in this month. Without it neither new nor returning.
    pub seen: bool,
    /// Seen in this month, and in none of the sixty before it.
    pub new: bool,
    /// Seen in this month, for the first time in 180 days or more, and not new.
    pub returning: bool,
    /// Seen in three or more of the twelve months that end with this one.
    pub long_term: bool,
}

/// A service that takes people in, as it was told last. It names nobody, and is for every phone: whoever offers help on the
/// street has to know where there is room.
#[uniffi::remote(Record)]
pub struct ServiceTold {
    /// What it is called.
    pub name: String,
    /// What kind of placement it is.
    pub kind: PlacementKind,
    /// All places.
    pub places: u32,
    /// Those that are free.
    pub free: u32,
    /// When that was so, UTC milliseconds by the server's clock.
    pub at: i64,
    /// Whom it takes, in words; empty: everybody.
    pub takes: String,
    /// It takes nobody in any more, and is in no list.
    pub ended: bool,
}

/// A service as the server told it last.
#[uniffi::remote(Record)]
pub struct ServiceView {
    /// The service.
    pub service: ServiceTold,
    /// Its free places were told more than a day ago: ring first.
    pub stale: bool,
}

/// The kind of place somebody sleeps at.
#[uniffi::remote(Enum)]
pub enum Site {
    /// A doorway or other part of a street.
    Doorway,
    /// A tent.
    Tent,
    /// A park or other open land.
    Park,
    /// A bus shelter or station.
    ShelterStation,
    /// A car park or stairwell.
    CarParkStairwell,
    /// A car, van or other vehicle.
    Vehicle,
    /// A derelict building.
    Derelict,
    /// A barn or shed.
    BarnShed,
    /// A derelict boat.
    Boat,
    /// Any other.
    Other,
}

/// What a team saw. The first two meet the definition; the others count only once somebody has confirmed one of them.
#[uniffi::remote(Enum)]
pub enum SleepingState {
    /// Bedded down in the open air, or in a place not designed for habitation.
    BeddedDown,
    /// About to bed down: sitting on, in or standing next to bedding.
    AboutTo,
    /// Awake and not bedding down.
    AwakeNot,
    /// A tent that may be empty.
    TentUnconfirmed,
    /// Bedding with nobody there.
    BeddingOnly,
}

/// How a timer begins.
#[uniffi::remote(Record)]
pub struct StartAlone {
    /// Minutes, 5 to 240; the authority's usual number (45 if nothing is settled) if left out.
    #[uniffi(default = None)]
    pub minutes: Option<u16>,
    /// Where the officer will be, in words; the own team reads it if the timer runs out.
    #[uniffi(default = None)]
    pub words: Option<String>,
}

/// Whose welfare is checked.
#[uniffi::remote(Enum)]
pub enum Subject {
    /// Somebody sleeping rough.
    RoughSleeper,
    /// Whoever lives in a tent.
    Tent,
    /// An encampment of caravans or vehicles.
    Encampment,
    /// An address where somebody vulnerable lives.
    VulnerableAddress,
    /// Anybody else.
    Person,
}

/// What the team knows of the timer, as far as this phone does.
#[uniffi::remote(Enum)]
pub enum TeamWord {
    /// Nothing runs.
    Nothing,
    /// The server has told the team that it is overdue.
    Told {
        /// When, UTC milliseconds.
        at: i64,
    },
    /// The server knows until when it runs, and tells the team by itself; this phone has not heard that it did.
    ServerWatches {
        /// Server time of the last exchange, UTC milliseconds.
        network: Option<i64>,
    },
    /// The server does not know of it, so the team cannot be told.
    NotTold {
        /// Server time of the last exchange, UTC milliseconds; there was no network since.
        network: Option<i64>,
    },
}

/// A welfare record.
#[uniffi::remote(Record)]
pub struct Welfare {
    /// The first entry.
    pub opened: WelfareOpened,
    /// People by label.
    pub people: PersonSeenByU16,
    /// Steps, in the order they were written down.
    #[uniffi(default = [])]
    pub steps: Vec<WelfareStep>,
    /// What it came to, once it is complete.
    #[uniffi(default = None)]
    pub closed: Option<WelfareClosed>,
}

/// What the record is.
#[uniffi::remote(Enum)]
pub enum WelfareAbout {
    /// A welfare check.
    Check(Subject),
    /// An outreach contact with people sleeping rough.
    Contact,
}

/// A welfare record that has begun, and what is dangerous there.
#[uniffi::remote(Record)]
pub struct WelfareBegun {
    /// The record.
    pub record: Id,
    /// Dangers of the place, the nearest first; none if the phone has no position.
    #[uniffi(default = [])]
    pub hazards: Vec<HazardHere>,
}

/// It is complete. A later one replaces it.
#[uniffi::remote(Record)]
pub struct WelfareClosed {
    /// When it was written down.
    pub at: Moment,
    /// Legal time, if the phone has one.
    #[uniffi(default = None)]
    pub time: Option<LegalTime>,
    /// What it came to.
    pub result: WelfareResult,
    /// In words.
    #[uniffi(default = None)]
    pub text: Option<String>,
}

/// What is told of a welfare record. Each becomes an entry.
#[uniffi::remote(Enum)]
pub enum WelfareNews {
    /// What is known of a person; absent fields stay as they were.
    Person {
        /// Which person: 1, 2, 3 …
        person: u16,
        /// What is known.
        known: Box<PersonSeen>,
    },
    /// A step.
    Step {
        /// With whom; absent: about the place or everybody there.
        person: Option<u16>,
        /// When, UTC milliseconds; absent: just now, by legal time.
        time: Option<i64>,
        /// What.
        step: CareStep,
    },
    /// It is complete.
    Closed {
        /// What it came to.
        result: WelfareResult,
        /// In words.
        text: Option<String>,
    },
}

/// The first entry.
#[uniffi::remote(Record)]
pub struct WelfareOpened {
    /// When it was written down.
    pub at: Moment,
    /// Legal time, if the phone has one.
    #[uniffi(default = None)]
    pub time: Option<LegalTime>,
    /// Where, exactly. Others than the own team are shown a cell of the grid or the ward.
    #[uniffi(default = None)]
    pub place: Option<KeptPlace>,
    /// On which patrol.
    #[uniffi(default = None)]
    pub patrol: Option<Id>,
    /// Code of the authority whose housing service controls this record.
    pub controller: String,
    /// What it is.
    pub about: WelfareAbout,
    /// The address, or the place in words.
    #[uniffi(default = None)]
    pub address: Option<String>,
    /// Random link to the records of others about the same visit.
    #[uniffi(default = None)]
    pub joint: Option<Id>,
}

/// What a welfare record came to.
#[uniffi::remote(Enum)]
pub enum WelfareResult {
    /// Nobody needs anything now.
    NoConcern,
    /// Advice was given.
    Advice,
    /// Support or safeguarding was asked to help.
    Referral,
    /// An emergency service took over.
    Emergency,
}

/// One step.
#[uniffi::remote(Record)]
pub struct WelfareStep {
    /// When it was written down.
    pub at: Moment,
    /// When it happened, UTC milliseconds; absent if nobody looked.
    #[uniffi(default = None)]
    pub time: Option<i64>,
    /// With whom; absent: about the place or everybody there.
    #[uniffi(default = None)]
    pub person: Option<u16>,
    /// What.
    pub step: CareStep,
}

/// A welfare record as its entries tell it.
#[uniffi::remote(Record)]
pub struct WelfareView {
    /// The record.
    pub record: Id,
    /// Number of its first entry.
    pub first: u64,
    /// Its story.
    pub welfare: Welfare,
    /// What has to be answered before it is complete, in the order in which it is asked.
    #[uniffi(default = [])]
    pub open: Vec<Question>,
}
