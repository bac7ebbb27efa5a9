//! Encounters on the command line: begun, told step by step in the words of the field, shown.
//!
//! Every word becomes one entry of the library; nothing is decided here.

use std::collections::BTreeMap;

use beatbook_device::{AskWhere, Beatbook, BeatbookError, BeginEncounter, ConsultFirst, EncounterView};
use beatbook_domain::law::missing::Missing;
use beatbook_domain::notices::completeness::ending::ending;
use beatbook_domain::records::encounter::joint::{JointLink, NotALink};
use beatbook_domain::records::encounter::{Label, Outcome};
use beatbook_protocol::id::Id;
use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Map, Value, json};

use crate::applies::place;
use crate::arguments::When;
use crate::encounter_steps::StepWord;
use crate::encounter_words::{DetailWord, LandWord, SawWords, VehicleWords};
use crate::notices::Page;
use crate::person_words::PersonWords;

/// So many of the newest notices are looked through for an encounter's.
const NOTICES_LOOKED_AT: u32 = 200;

/// What to do with encounters.
#[derive(Subcommand)]
pub enum EncounterCommand {
    /// Begins one where the newest fix is; answers its id.
    Begin {
        /// Another place, in degrees.
        #[arg(long, value_name = "LAT,LON", value_parser = place, allow_hyphen_values = true)]
        place: Option<(f64, f64)>,
        /// Metres within which the true place lies.
        #[arg(long, value_name = "M", default_value_t = 5.0, requires = "place")]
        accuracy: f64,
        /// Name of the operation.
        #[arg(long)]
        operation: Option<String>,
        /// The kind of land.
        #[arg(long)]
        land: Option<LandWord>,
        /// A joint encounter: `new` shows a link for the colleague of another employer, who types it here.
        #[arg(long, value_name = "LINK", value_parser = joint)]
        joint: Option<Joint>,
        #[command(flatten)]
        when: When,
    },
    /// Tells where it is once more, by the newest fix: a second, certain one makes sure what the first left unsure. Nothing
    /// typed is taken; it counts where it is of the same place as what was seen.
    Here {
        /// Which encounter; the newest if not told.
        #[arg(long, value_name = "ID")]
        encounter: Option<Id>,
        /// Answers in JSON.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        when: When,
    },
    /// Says how conditions stood and every step still to be taken to refer, to warn and to fine.
    Next {
        /// Answers in JSON.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        of: Of,
    },
    /// Tells what is known of a person or company; what is left out stays as it was.
    Person(PersonWords),
    /// Tells what is known of a vehicle; what is left out stays as it was.
    Vehicle(VehicleWords),
    /// Tells what somebody did, under the code of a condition such as ALC-1.
    Saw(SawWords),
    /// Adds what belongs to the encounter as a whole: a witness, a reference, your own statement.
    Add {
        #[command(subcommand)]
        detail: DetailWord,
        #[command(flatten)]
        of: Of,
    },
    /// Looks up vehicle warnings given before to this person, or about this vehicle.
    Warnings {
        /// Which vehicle of it: 1, 2, 3 …
        #[arg(long, default_value_t = 1)]
        vehicle: Label,
        /// Answers in JSON.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        of: Of,
    },
    /// Tells a step: spoken to, advised, required, refused and the like.
    Step {
        #[command(subcommand)]
        step: StepWord,
    },
    /// Tells how it ended.
    End {
        /// How.
        outcome: OutcomeWord,
        /// Why an offence ended without a fixed penalty: young, vulnerable, support_first, exempt, accident, evidence,
        /// proportionality, details, not_understood, or other with --text.
        #[arg(long, value_name = "CODE")]
        no_fpn: Option<String>,
        /// Why, to whom, under which number.
        #[arg(long)]
        text: Option<String>,
        #[command(flatten)]
        of: Of,
    },
    /// Prints the receipt for what a person handed over, once it is told what became of it.
    Receipt {
        /// Where it was, in words.
        #[arg(long)]
        place: String,
        #[command(flatten)]
        page: Page,
        #[command(flatten)]
        of: Of,
    },
    /// Lists encounters, the newest first.
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
        encounter: Option<Id>,
        /// Answers in JSON.
        #[arg(long)]
        json: bool,
    },
}

/// Of which encounter and whom.
#[derive(Args)]
pub struct Of {
    /// Which encounter; the newest if not told.
    #[arg(long, value_name = "ID")]
    pub encounter: Option<Id>,
    /// Which person: 1, 2, 3 …
    #[arg(long, default_value_t = 1)]
    pub person: Label,
    #[command(flatten)]
    pub when: When,
}

impl Of {
    /// The encounter told, or the newest.
    pub fn encounter_in(&self, book: &Beatbook) -> Result<Id, BeatbookError> {
        match self.encounter {
            Some(record) => Ok(record),
            None => book.newest_encounter(),
        }
    }
}

/// How it ended.
#[derive(Clone, Copy, ValueEnum)]
pub enum OutcomeWord {
    /// Nothing further.
    None,
    /// A warning.
    Warning,
    /// A fixed penalty notice.
    Fpn,
    /// Reported for prosecution.
    Report,
    /// Arrested.
    Arrest,
    /// Referred to somebody.
    Referral,
    /// An acceptable behaviour agreement.
    Agreement,
    /// Breach of a criminal behaviour order.
    CboBreach,
    /// Breach of a closure.
    ClosureBreach,
    /// A dispersal, reported to the system that keeps it.
    Dispersal,
}

impl From<OutcomeWord> for Outcome {
    fn from(word: OutcomeWord) -> Self {
        match word {
            OutcomeWord::None => Self::None,
            OutcomeWord::Warning => Self::Warning,
            OutcomeWord::Fpn => Self::Fpn,
            OutcomeWord::Report => Self::Report,
            OutcomeWord::Arrest => Self::Arrest,
            OutcomeWord::Referral => Self::Referral,
            OutcomeWord::Agreement => Self::AcceptableBehaviourAgreement,
            OutcomeWord::CboBreach => Self::CboBreach,
            OutcomeWord::ClosureBreach => Self::ClosureBreach,
            OutcomeWord::Dispersal => Self::DispersalReported,
        }
    }
}

/// Which joint encounter it is.
#[derive(Clone, Copy)]
pub enum Joint {
    /// One whose link this phone makes.
    New,
    /// The one of this link.
    Of(JointLink),
}

fn joint(text: &str) -> Result<Joint, NotALink> {
    if text.eq_ignore_ascii_case("new") { Ok(Joint::New) } else { JointLink::parse(text).map(Joint::Of) }
}

impl Joint {
    /// Its link.
    pub fn link(self, book: &Beatbook) -> Result<JointLink, BeatbookError> {
        match self {
            Self::New => book.joint_link(),
            Self::Of(link) => Ok(link),
        }
    }
}

/// How one begins.
pub fn begin(
    place: Option<(f64, f64)>,
    accuracy_m: f64,
    operation: Option<String>,
    land: Option<LandWord>,
) -> BeginEncounter {
    let place = place.map_or(AskWhere::Newest, |(lat, lon)| AskWhere::At { lat, lon, accuracy_m });
    BeginEncounter { place, operation, land: land.map(Into::into), ..BeginEncounter::here() }
}

/// What an outcome rests on and is not told yet, as far as the officer reads it; nothing of it keeps the outcome from standing.
pub fn lacking(
    book: &Beatbook,
    record: Id,
    outcome: Outcome,
    person: Label,
) -> Result<Vec<Missing>, BeatbookError> {
    let view = match book.encounter(record) {
        Err(BeatbookError::NotFound) => return Ok(Vec::new()),
        view => view?,
    };
    let mut points = ending(outcome, &view.encounter, person);
    if outcome == Outcome::Fpn {
        let paper = book.notices(NOTICES_LOOKED_AT)?;
        let given = paper.iter().any(|one| {
            let notice = &one.story.notice;
            notice.encounter == record && notice.person.is_none_or(|to| to == person)
        });
        if !given {
            let remedy =
                "No fixed penalty or draft of this encounter is here: issue it, or end it otherwise.";
            points.push(Missing::new("no_paper", remedy, "the ladder"));
        }
    }
    Ok(points)
}

/// That outreach asks to be rung before a notice; empty if it does not.
pub fn consult_first(asks: Option<&ConsultFirst>) -> String {
    let Some(ConsultFirst { ring, until }) = asks else { return String::new() };
    let ring = ring.as_ref().map(|number| format!(": {number}")).unwrap_or_default();
    format!("ring outreach before a notice{ring} (asked until {until}; no reason is told)\n")
}

/// The same for programs.
pub fn consult_json(asks: &ConsultFirst) -> Value {
    json!({ "ring": asks.ring, "until": asks.until })
}

/// An encounter for programs.
pub fn json(view: &EncounterView) -> Value {
    json!({ "encounter": view.record, "first_entry": view.first, "story": view.encounter })
}

/// An encounter for programs, and for which of its people outreach asks to be rung before a notice, if for any.
pub fn json_with(view: &EncounterView, asks: &BTreeMap<Label, ConsultFirst>) -> Value {
    let mut value = json(view);
    if let Some(fields) = value.as_object_mut().filter(|_| !asks.is_empty()) {
        let asks = asks.iter().map(|(person, asks)| (person.to_string(), consult_json(asks)));
        fields.insert("consult_first".to_owned(), asks.collect::<Map<_, _>>().into());
    }
    value
}
