//! Engagements on the command line, in the words of the field. Nothing is decided here.

use std::fmt::Write;

use beatbook_device::{
    AskWhere, Beatbook, BeatbookError, EngagementChange, EngagementView, RecordEngagement,
};
use beatbook_domain::calendar::{local_date, local_label};
use beatbook_domain::engagement::kinds::EngagementKinds;
use beatbook_protocol::id::Id;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::applies::place;
use crate::arguments::When;
use crate::commands::Phone;
use crate::error::PhoneError;
use crate::out;
use crate::reference_words::ReferenceWords;
use crate::time;
use crate::welfare_words::ask_where;

/// What to do with engagements.
#[derive(Subcommand)]
pub enum EngagementCommand {
    /// Records one, here and now if nothing else is told; answers its id and the ward.
    Record {
        #[command(flatten)]
        what: WhatWords,
        /// Another place than where the newest fix is, in degrees.
        #[arg(long, value_name = "LAT,LON", value_parser = place, allow_hyphen_values = true)]
        place: Option<(f64, f64)>,
        /// Metres within which the true place lies.
        #[arg(long, value_name = "M", default_value_t = 25.0, requires = "place")]
        accuracy: f64,
        #[command(flatten)]
        when: When,
    },
    /// Says what it was after all; what is not told stays as it was.
    Correct {
        #[command(flatten)]
        what: WhatWords,
        /// Why.
        #[arg(long)]
        why: String,
        /// Which; the newest if not told.
        #[arg(long, value_name = "ID")]
        engagement: Option<Id>,
        #[command(flatten)]
        when: When,
    },
    /// Says what it is called in another system.
    Reference {
        #[command(flatten)]
        words: ReferenceWords,
        /// Which; the newest if not told.
        #[arg(long, value_name = "ID")]
        engagement: Option<Id>,
        #[command(flatten)]
        when: When,
    },
    /// Takes it back: it is not counted any more.
    TakeBack {
        /// Why.
        #[arg(long)]
        why: String,
        /// Which; the newest if not told.
        #[arg(long, value_name = "ID")]
        engagement: Option<Id>,
        #[command(flatten)]
        when: When,
    },
    /// Lists those of this phone, the newest last.
    List {
        /// Answers in JSON.
        #[arg(long)]
        json: bool,
    },
    /// Lists the categories, the kinds below each, and the parishes as of the last sync.
    Kinds,
}

/// What it is.
#[derive(Args)]
pub struct WhatWords {
    /// A kind such as walk_and_talk, which brings its category, or a category such as surgery (see `engagement kinds`).
    #[arg(value_name = "KIND")]
    kind: Option<String>,
    /// When it began, if not just now.
    #[arg(long, value_name = "TIME")]
    began: Option<String>,
    /// How long it took.
    #[arg(long, value_name = "N")]
    minutes: Option<u16>,
    /// Another ward than the phone proposes, by its code.
    #[arg(long, value_name = "CODE")]
    ward: Option<String>,
    /// The ward's priority it serves.
    #[arg(long, value_name = "WORDS")]
    priority: Option<String>,
    /// The parish, by its code.
    #[arg(long, value_name = "CODE")]
    parish: Option<String>,
    /// How many people came.
    #[arg(long, value_name = "N")]
    attendance: Option<u32>,
    /// How many signed up to messages.
    #[arg(long, value_name = "N")]
    sign_ups: Option<u32>,
    /// What it was about; no names.
    #[arg(long)]
    text: Option<String>,
    /// The operation it belongs to; at first the patrol's if not told.
    #[arg(long, value_name = "NAME")]
    operation: Option<String>,
}

impl WhatWords {
    fn change(self) -> Result<EngagementChange, PhoneError> {
        let is_category = |code: &String| EngagementKinds::shipped().category(code).is_some();
        let category = self.kind.clone().filter(is_category);
        Ok(EngagementChange {
            kind: self.kind.filter(|_| category.is_none()),
            category,
            from: self.began.map(|text| time::parse(&text, None)).transpose()?,
            minutes: self.minutes,
            ward: self.ward,
            priority: self.priority,
            parish: self.parish,
            attendance: self.attendance,
            sign_ups: self.sign_ups,
            text: self.text,
            operation: self.operation,
        })
    }
}

impl Phone {
    /// Does what is asked about engagements.
    pub fn engagement(&self, command: EngagementCommand) -> Result<(), PhoneError> {
        match command {
            EngagementCommand::Record { what, place, accuracy, when } => {
                let (what, place) = (what.change()?, ask_where(place, accuracy));
                let told = what.ward.clone();
                let (id, ward) = self.act(&when, |book| {
                    let id = book.record_engagement(RecordEngagement { what, place })?;
                    Ok::<_, BeatbookError>((id, told.or_else(|| ward_proposed(book, place))))
                })?;
                out::line(format_args!("engagement {id}"))?;
                out::line(ward.map_or_else(
                    || {
                        "no ward is known here: tell it with `engagement correct --ward CODE --why WORDS`"
                            .to_owned()
                    },
                    |ward| format!("ward {ward}"),
                ))
            }
            EngagementCommand::Correct { what, why, engagement, when } => {
                let change = what.change()?;
                self.act(&when, |book| {
                    let id = which(book, engagement)?;
                    book.correct_engagement(id, change, &why)
                })
            }
            EngagementCommand::Reference { words, engagement, when } => self.act(&when, |book| {
                let id = which(book, engagement)?;
                book.reference_engagement(id, words.into())
            }),
            EngagementCommand::TakeBack { why, engagement, when } => self.act(&when, |book| {
                let id = which(book, engagement)?;
                book.take_back_engagement(id, &why)
            }),
            EngagementCommand::List { json } => {
                let book = self.open()?;
                for view in book.engagements()? {
                    if json {
                        out::line(json_of(&view))?;
                    } else {
                        out::text(shown(&view))?;
                    }
                }
                Ok(book.shutdown()?)
            }
            EngagementCommand::Kinds => {
                let book = self.open()?;
                let newest = book.status()?.last_sync;
                let today = newest.map(local_date).transpose()?;
                let parishes = today.map(|day| book.parishes(day)).transpose()?.unwrap_or_default();
                book.shutdown()?;
                for category in &EngagementKinds::shipped().categories {
                    out::line(format_args!("{}  {}", category.code, category.title))?;
                    for kind in &category.kinds {
                        out::line(format_args!("  {}  {}", kind.code, kind.title))?;
                    }
                }
                parishes
                    .iter()
                    .try_for_each(|parish| out::line(format_args!("parish {}  {}", parish.code, parish.name)))
            }
        }
    }
}

/// The ward that the phone proposed for what was recorded just now; recording is no look at it.
pub fn ward_proposed(book: &Beatbook, place: AskWhere) -> Option<String> {
    let ward = book.ward_at(place).ok()??;
    Some(if ward.name == ward.code { ward.code } else { format!("{} ({})", ward.name, ward.code) })
}

/// The engagement told, or the newest of this phone.
fn which(book: &Beatbook, told: Option<Id>) -> Result<Id, BeatbookError> {
    told.map_or_else(|| book.newest_engagement(), Ok)
}

/// An engagement, for programs.
fn json_of(view: &EngagementView) -> Value {
    let one = &view.engagement;
    let refused: Vec<Value> =
        one.refused.iter().map(|(seq, refusal)| json!({ "seq": seq, "code": refusal.code() })).collect();
    json!({
        "engagement": one.record, "first_entry": one.first, "details": one.details,
        "proposed_ward": one.recorded.proposed_ward, "operation": one.operation,
        "references": one.references, "corrections": one.corrections, "taken_back": one.taken_back, "refused": refused,
    })
}

/// An engagement, for a person.
fn shown(view: &EngagementView) -> String {
    let (one, details) = (&view.engagement, &view.engagement.details);
    let mut text = String::new();
    let kind = details.kind.as_ref().map(|kind| format!(": {kind}")).unwrap_or_default();
    let began = local_label(details.from).unwrap_or_default();
    let _ = writeln!(text, "engagement {}  {began}  {}{kind}", one.record, details.category);
    let told = [
        ("ward", details.ward.clone()),
        ("proposed", one.recorded.proposed_ward.clone().filter(|ward| details.ward.as_ref() != Some(ward))),
        ("parish", details.parish.clone()),
        ("priority", details.priority.clone()),
        ("minutes", details.minutes.map(|number| number.to_string())),
        ("came", details.attendance.map(|number| number.to_string())),
        ("signed up", details.sign_ups.map(|number| number.to_string())),
        ("operation", one.operation.clone()),
        ("about", details.text.clone()),
    ];
    let told: Vec<String> =
        told.into_iter().filter_map(|(name, value)| Some(format!("{name} {}", value?))).collect();
    if !told.is_empty() {
        let _ = writeln!(text, "  {}", told.join(", "));
    }
    for reference in &one.references {
        let _ = writeln!(text, "  reference {reference}");
    }
    for reason in &one.corrections {
        let _ = writeln!(text, "  corrected by entry {}: {}", reason.seq, reason.why);
    }
    if let Some(back) = &one.taken_back {
        let _ = writeln!(text, "  TAKEN BACK by entry {}: {}", back.seq, back.why);
    }
    text
}
