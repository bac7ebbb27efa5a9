//! Welfare checks and outreach contacts on the command line, in the words of the field. Nothing is decided here.

use beatbook_device::{AskWhere, Beatbook, BeatbookError, BeginWelfare, WelfareNews};
use beatbook_domain::law::age::AgeBand;
use beatbook_domain::records::encounter::Label;
use beatbook_domain::records::encounter::steps::HelpAnswer;
use beatbook_domain::records::welfare::people::PersonSeen;
use beatbook_domain::records::welfare::steps::{
    CareStep, FollowUpBy, Hazard, HelpKind, Occupants, PlacementKind,
};
use beatbook_domain::records::welfare::{Subject, WelfareAbout, WelfareResult};
use beatbook_domain::welfare::concern::{ConcernCode, ConcernLevel};
use beatbook_domain::welfare::consent::{Answer, Capacity, Consent, ConsentMethod};
use beatbook_domain::welfare::disclosure::{Disclosure, DisclosureReason, PersonTold};
use beatbook_domain::welfare::sleeping::{Age, Gender, Nationality, Site, SleepingState};
use beatbook_protocol::id::Id;
use clap::{Args, Subcommand, ValueEnum};
use jiff::civil::Date;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::applies::place;
use crate::arguments::{NoteBasis, Somewhere, When};
use crate::encounter_words::LooksWord;
use crate::error::PhoneError;
use crate::time;

/// What to do with welfare records.
#[derive(Subcommand)]
pub enum WelfareCommand {
    /// Begins a check or a contact where the newest fix is; answers its id.
    Begin {
        /// contact (people sleeping rough), or whose welfare is checked.
        about: AboutWord,
        /// Another place, in degrees.
        #[arg(long, value_name = "LAT,LON", value_parser = place, allow_hyphen_values = true)]
        place: Option<(f64, f64)>,
        /// Metres within which the true place lies.
        #[arg(long, value_name = "M", default_value_t = 5.0, requires = "place")]
        accuracy: f64,
        /// The address, or the place in words.
        #[arg(long)]
        address: Option<String>,
        #[command(flatten)]
        when: When,
    },
    /// Tells what is known of a person; no name is needed, and what is left out stays as it was.
    Person(Box<PersonWords>),
    /// Tells a step: danger first, then what was seen, offered, agreed to and passed on.
    Step {
        #[command(subcommand)]
        step: CareWord,
        #[command(flatten)]
        of: Of,
    },
    /// Says what it came to. Refused while something has to be answered first.
    Close {
        /// What it came to: no-concern, advice, referral or emergency.
        #[arg(value_parser = code::<WelfareResult>)]
        result: WelfareResult,
        /// In words.
        #[arg(long)]
        text: Option<String>,
        #[command(flatten)]
        of: Of,
    },
    /// What to tell 999: grid reference, nearest named place, position, how exact and how old it is.
    Card {
        /// Begins a welfare check with it: somebody is in immediate danger.
        #[arg(long)]
        begin: bool,
        #[command(flatten)]
        place: Somewhere,
        #[command(flatten)]
        when: When,
    },
    /// Lists services that take people in, with their free places, and since when that is known.
    Services {
        /// Answers in JSON.
        #[arg(long)]
        json: bool,
    },
    /// Lists where to go on a cold night: where people were last seen who were not offered a bed yet.
    Cold {
        /// Answers in JSON.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        when: When,
    },
    /// Dangers of the place where the newest fix is, the nearest first. Works offline.
    Hazards {
        /// Another place, in degrees.
        #[arg(long, value_name = "LAT,LON", value_parser = place, allow_hyphen_values = true)]
        place: Option<(f64, f64)>,
        /// Metres within which the true place lies.
        #[arg(long, value_name = "M", default_value_t = 5.0, requires = "place")]
        accuracy: f64,
        /// All that this phone knows of, wherever they are.
        #[arg(long)]
        all: bool,
        /// Answers in JSON, one a line.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        when: When,
    },
    /// Lists welfare records, the newest first.
    List {
        /// At most so many.
        #[arg(long, default_value_t = 20)]
        limit: u32,
        /// Answers in JSON.
        #[arg(long)]
        json: bool,
    },
    /// Shows one; the newest if not told.
    Show {
        /// Which.
        record: Option<Id>,
        /// Answers in JSON.
        #[arg(long)]
        json: bool,
    },
}

/// Of which record and whom.
#[derive(Args)]
pub struct Of {
    /// Which record; the newest if not told.
    #[arg(long, value_name = "ID", global = true)]
    record: Option<Id>,
    /// With which person: 1, 2, 3 …; about the place or everybody there if not told.
    #[arg(long, global = true)]
    pub person: Option<Label>,
    #[command(flatten)]
    pub when: When,
}

impl Of {
    /// The record told, or the newest.
    pub fn record_in(&self, book: &Beatbook) -> Result<Id, BeatbookError> {
        match self.record {
            Some(record) => Ok(record),
            None => Ok(book.welfare_records(1)?.first().ok_or(BeatbookError::NotFound)?.record),
        }
    }
}

/// What the record is about.
#[derive(Clone, Copy, ValueEnum)]
pub enum AboutWord {
    /// An outreach contact with people sleeping rough.
    Contact,
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

impl AboutWord {
    /// How the record begins.
    pub fn begin(self, at: Option<(f64, f64)>, accuracy_m: f64, address: Option<String>) -> BeginWelfare {
        let about = match self {
            Self::Contact => WelfareAbout::Contact,
            Self::RoughSleeper => WelfareAbout::Check(Subject::RoughSleeper),
            Self::Tent => WelfareAbout::Check(Subject::Tent),
            Self::Encampment => WelfareAbout::Check(Subject::Encampment),
            Self::VulnerableAddress => WelfareAbout::Check(Subject::VulnerableAddress),
            Self::Person => WelfareAbout::Check(Subject::Person),
        };
        BeginWelfare { about, place: ask_where(at, accuracy_m), address, joint: None }
    }
}

/// The place told, or where the newest fix is.
pub fn ask_where(at: Option<(f64, f64)>, accuracy_m: f64) -> AskWhere {
    at.map_or(AskWhere::Newest, |(lat, lon)| AskWhere::At { lat, lon, accuracy_m })
}

/// A person, as far as they are known.
#[derive(Args)]
pub struct PersonWords {
    /// Given name.
    #[arg(long)]
    given: Option<String>,
    /// Family name.
    #[arg(long)]
    family: Option<String>,
    /// Initials, where no name is given.
    #[arg(long)]
    initials: Option<String>,
    /// Date of birth.
    #[arg(long, value_name = "DATE")]
    born: Option<Date>,
    /// What they look like.
    #[arg(long)]
    description: Option<String>,
    /// female, male, other or not-known.
    #[arg(long, value_parser = code::<Gender>)]
    gender: Option<Gender>,
    /// under-18, 18-25, 26-over or not-known.
    #[arg(long, value_parser = code::<Age>)]
    age: Option<Age>,
    /// How old they look.
    #[arg(long)]
    looks: Option<LooksWord>,
    /// uk, eu, non-eu or not-known; only if they say it.
    #[arg(long, value_parser = code::<Nationality>)]
    nationality: Option<Nationality>,
    /// By the authority's list; only if they say it.
    #[arg(long)]
    ethnicity: Option<String>,
    /// bedded-down, about-to, awake-not, tent-unconfirmed or bedding-only.
    #[arg(long, value_parser = code::<SleepingState>)]
    state: Option<SleepingState>,
    /// Support needs, in words.
    #[arg(long)]
    needs: Option<String>,
    #[command(flatten)]
    of: Of,
}

impl PersonWords {
    /// What is told, and of what.
    pub fn news(self) -> (WelfareNews, Of) {
        let known = PersonSeen {
            given: self.given,
            family: self.family,
            initials: self.initials,
            born: self.born,
            description: self.description,
            gender: self.gender,
            age: self.age,
            looks: self.looks.map(AgeBand::from),
            nationality: self.nationality,
            ethnicity: self.ethnicity,
            state: self.state,
            needs: self.needs,
        };
        let person = self.of.person.unwrap_or(1);
        (WelfareNews::Person { person, known: Box::new(known) }, self.of)
    }
}

/// A step.
#[derive(Subcommand)]
pub enum CareWord {
    /// Is anybody in immediate danger? Asked before anything else.
    Danger {
        /// Somebody is: ring 999 first.
        #[arg(long)]
        immediate: bool,
        /// When 999 was rung.
        #[arg(long, value_name = "TIME", requires = "immediate")]
        called: Option<String>,
        /// In words.
        #[arg(long)]
        text: Option<String>,
    },
    /// Where they sleep.
    Site {
        /// doorway, tent, park, shelter-station, car-park-stairwell, vehicle, derelict, barn-shed, boat or other.
        #[arg(value_parser = code::<Site>)]
        site: Site,
        /// What they have put up.
        #[arg(long)]
        structure: Option<String>,
    },
    /// Something to worry about.
    Concern {
        /// Such as self-neglect, exploitation, domestic-abuse, self-harm, mental-health, overdose-risk.
        #[arg(value_parser = code::<ConcernCode>)]
        concern: ConcernCode,
        /// In words.
        text: String,
        /// It is grave.
        #[arg(long)]
        high: bool,
        /// On what it rests.
        #[arg(long, default_value = "fact")]
        basis: NoteBasis,
    },
    /// Help that was offered.
    Offer {
        /// accommodation, health, mental-health, addiction, advice, essentials or other.
        #[arg(value_parser = code::<HelpKind>)]
        kind: HelpKind,
        /// By which service, and what.
        service: String,
        /// accepted, declined or no-answer.
        #[arg(value_parser = code::<HelpAnswer>)]
        answer: HelpAnswer,
    },
    /// Asked whether they agree to a support referral.
    Consent {
        /// given, declined or withdrawn.
        #[arg(value_parser = code::<Answer>)]
        answer: Answer,
        /// Whether they can decide it now: yes, doubt (drunk, asleep) or no.
        #[arg(long, value_parser = code::<Capacity>)]
        capacity: Capacity,
        /// Version of the words that were read to them.
        #[arg(long)]
        wording: String,
        /// How they said so: spoken, signed, interpreter or card.
        #[arg(long, default_value = "spoken", value_parser = code::<ConsentMethod>)]
        method: ConsentMethod,
    },
    /// Support referral, on their consent.
    Refer {
        /// To whom.
        to: String,
        /// Exactly what is sent.
        sent: String,
    },
    /// Safeguarding disclosure; needs no consent.
    Disclose {
        /// child-at-risk, adult-at-risk, lacks-capacity, danger-to-life, serious-crime or court-order.
        #[arg(value_parser = code::<DisclosureReason>)]
        reason: DisclosureReason,
        /// To whom.
        recipient: String,
        /// Exactly what was sent.
        sent: String,
        /// The person was not told, and why.
        #[arg(long, value_name = "WHY")]
        not_told: Option<String>,
    },
    /// A danger of the place: never a word about a person, everybody of the team reads it.
    Hazard {
        /// needles, dog, structure, fire or violence.
        #[arg(value_parser = code::<Hazard>)]
        hazard: Hazard,
        /// In words, 200 characters at most; for violence what happened at this place. About the place and nobody's name:
        /// it is shown to colleagues for 90 days.
        text: String,
        /// On what it rests; violence must be a fact.
        #[arg(long, default_value = "fact")]
        basis: NoteBasis,
        /// Who says so: your own eyes, a service, a log number. Violence needs it.
        #[arg(long)]
        source: Option<String>,
    },
    /// A danger that was told before is still there: it is shown for another 90 days.
    HazardAgain {
        /// Which, as `welfare hazards` shows it.
        hazard: Id,
    },
    /// A danger that was told before is gone: phones stop showing it.
    HazardGone {
        /// Which, as `welfare hazards` shows it.
        hazard: Id,
    },
    /// Somebody should come back.
    NextVisit {
        /// By which day.
        due: Date,
        /// What for, without names.
        what: String,
    },
    /// A service is to follow it up in its working hours.
    FollowUp {
        /// On which day, Monday to Friday.
        on: Date,
        /// housing-options, health or drug-service.
        #[arg(value_parser = code::<FollowUpBy>)]
        by: FollowUpBy,
        /// What for, without names.
        what: String,
        /// A team, as officers' teams are spelled; the list of the whole service if not told.
        #[arg(long)]
        team: Option<String>,
    },
    /// Somebody moved in.
    Placed {
        /// rsi, navigator, shelter, supported or other.
        #[arg(value_parser = code::<PlacementKind>)]
        kind: PlacementKind,
        /// Which service.
        service: String,
        /// From which day.
        from: Date,
    },
    /// A placement ended.
    PlacementEnded {
        /// Which service.
        service: String,
        /// On which day.
        on: Date,
        /// Why.
        reason: String,
    },
    /// Who lives on the site.
    Occupants {
        /// All people.
        #[arg(long)]
        people: u16,
        /// Under eighteen.
        #[arg(long, default_value_t = 0)]
        children: u16,
        /// Expecting a child.
        #[arg(long, default_value_t = 0)]
        pregnant: u16,
        /// Illness, treatment, appointments.
        #[arg(long, default_value = "")]
        health: String,
        /// Animals.
        #[arg(long, default_value = "")]
        animals: String,
        /// Schooling.
        #[arg(long, default_value = "")]
        education: String,
        /// What else they need.
        #[arg(long, default_value = "")]
        needs: String,
    },
    /// Leaving has to wait.
    Defer {
        /// Until this day.
        until: Date,
        /// Who looks at it again.
        #[arg(long)]
        owner: String,
        /// What was weighed (Equality Act 2010 s149).
        #[arg(long)]
        equality: String,
    },
    /// Something else.
    Note {
        /// In words.
        text: String,
        /// On what it rests.
        #[arg(long, default_value = "fact")]
        basis: NoteBasis,
    },
}

impl CareWord {
    /// What it tells.
    pub fn news(self, person: Option<Label>) -> Result<WelfareNews, PhoneError> {
        let step = match self {
            Self::Danger { immediate, called, text } => {
                let called = called.map(|text| time::parse(&text, None)).transpose()?;
                CareStep::Danger { immediate, called, text }
            }
            Self::Site { site, structure } => CareStep::Site { site, structure },
            Self::Concern { concern, text, high, basis } => {
                let level = if high { ConcernLevel::High } else { ConcernLevel::Low };
                CareStep::Concern { concern, level, text, basis: basis.into() }
            }
            Self::Offer { kind, service, answer } => CareStep::Offer { help: kind, service, answer },
            Self::Consent { answer, capacity, wording, method } => {
                CareStep::Consent(Consent { answer, capacity, wording, method })
            }
            Self::Refer { to, sent } => CareStep::Referral { to, sent },
            Self::Disclose { reason, recipient, sent, not_told } => {
                let told = not_told.map_or(PersonTold::Told, |why| PersonTold::NotTold { why });
                CareStep::Disclosure(Disclosure { reason: Some(reason), told: Some(told), recipient, sent })
            }
            Self::Hazard { hazard, text, basis, source } => {
                CareStep::Hazard { hazard, text, basis: basis.into(), source }
            }
            Self::HazardAgain { hazard } => CareStep::HazardSeen { hazard, gone: false },
            Self::HazardGone { hazard } => CareStep::HazardSeen { hazard, gone: true },
            Self::NextVisit { due, what } => CareStep::NextVisit { due, what },
            Self::FollowUp { on, by, what, team } => CareStep::FollowUp { on, by, what, team },
            Self::Placed { kind, service, from } => CareStep::Placed { kind, service, from },
            Self::PlacementEnded { service, on, reason } => CareStep::PlacementEnded { service, on, reason },
            Self::Occupants { people, children, pregnant, health, animals, education, needs } => {
                CareStep::Occupants(Occupants {
                    people,
                    children,
                    pregnant,
                    health,
                    animals,
                    education,
                    needs,
                })
            }
            Self::Defer { until, owner, equality } => CareStep::Deferral { until, owner, equality },
            Self::Note { text, basis } => CareStep::Note { text, basis: basis.into() },
        };
        Ok(WelfareNews::Step { person, time: None, step })
    }
}

/// A code of the records, with hyphens or underscores.
pub fn code<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_json::from_value(Value::String(text.replace('-', "_"))).map_err(|error| error.to_string())
}
