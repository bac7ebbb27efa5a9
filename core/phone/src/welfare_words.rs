//! Welfare checks and outreach contacts on the command line, in the words of the field. Nothing is decided here.

use std::path::PathBuf;

use beatbook_device::{AskWhere, Beatbook, BeatbookError, BeginWelfare, WelfareNews};
use beatbook_domain::law::age::AgeBand;
use beatbook_domain::records::encounter::Label;
use beatbook_domain::records::welfare::people::PersonSeen;
use beatbook_domain::records::welfare::steps::CareStep;
use beatbook_domain::records::welfare::{Subject, WelfareAbout, WelfareResult};
use beatbook_domain::welfare::sleeping::{Age, Gender, Nationality, SleepingState};
use beatbook_protocol::id::Id;
use clap::{Args, Subcommand, ValueEnum};
use jiff::civil::Date;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::applies::place;
use crate::arguments::{Somewhere, When};
use crate::care_words::CareWord;
use crate::encounter_words::LooksWord;

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
    /// Writes a copy of a photograph without position, time, device and thumbnails; answers its hash. JPEG and PNG.
    Photo {
        /// The photograph.
        file: PathBuf,
        /// The copy; it must not exist.
        out: PathBuf,
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
    /// With which person: 1, 2, 3 …; if not told about the place or everybody there, and of `welfare person` the only one.
    #[arg(long, global = true)]
    pub person: Option<Label>,
    #[command(flatten)]
    pub when: When,
}

impl Of {
    /// The record told, or the newest: for going on with it, whatever the roles read.
    pub fn record_in(&self, book: &Beatbook) -> Result<Id, BeatbookError> {
        match self.record {
            Some(record) => Ok(record),
            None => book.newest_welfare_record(),
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

/// Whether somebody is in immediate danger, and 999 was not rung yet.
pub fn is_urgent(news: &WelfareNews) -> bool {
    let danger = |step: &CareStep| matches!(step, CareStep::Danger { immediate: true, called: None, .. });
    matches!(news, WelfareNews::Step { step, .. } if danger(step))
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
    /// What is told, and of whom.
    pub fn known(self) -> (PersonSeen, Of) {
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
        (known, self.of)
    }
}

/// A code of the records, with hyphens or underscores.
pub fn code<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_json::from_value(Value::String(text.replace('-', "_"))).map_err(|error| error.to_string())
}
