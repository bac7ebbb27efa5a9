//! Encampments on the command line, in the words of the field. Nothing is decided here.

use std::fmt::Write;

use beatbook_device::{
    Beatbook, BeatbookError, EncampmentNews, EncampmentTelling, EncampmentView, PersonMet, ReportEncampment,
    Visited,
};
use beatbook_domain::calendar::{local_label, parse_day};
use beatbook_domain::encampments::refusal::StepRefusal;
use beatbook_domain::encampments::story::{Encampment, Placed, Refused, Stage};
use beatbook_domain::law::missing::Missing;
use beatbook_domain::records::encampment::{Direction, ReportSource, UnitCount, units_in_words};
use beatbook_domain::records::notice::content::UnitKind;
use beatbook_domain::records::welfare::Subject;
use beatbook_protocol::id::Id;
use clap::{Args, Subcommand};
use jiff::civil::Date;
use serde_json::{Value, json};

use crate::applies::place;
use crate::arguments::When;
use crate::commands::Phone;
use crate::encounter_words::{clean_photo, photos};
use crate::error::PhoneError;
use crate::out;
use crate::reference_words::ReferenceWords;
use crate::time;
use crate::welfare_words::{ask_where, code};

/// What to do with encampments.
#[derive(Subcommand)]
pub enum EncampmentCommand {
    /// Reports one; answers its id, and says at once if it looks like a return.
    Report {
        /// The land in words, so that nobody can mistake it.
        #[arg(long)]
        land: String,
        /// resident, landowner, member (of council or parliament), police, patrol, service or other; never a name.
        #[arg(long, value_parser = code::<ReportSource>, default_value = "patrol")]
        source: ReportSource,
        /// The land's code in the authority's list.
        #[arg(long)]
        code: Option<String>,
        /// Number of the report in another system.
        #[arg(long)]
        reference: Option<String>,
        /// Another place than where the newest fix is, in degrees.
        #[arg(long, value_name = "LAT,LON", value_parser = place, allow_hyphen_values = true)]
        place: Option<(f64, f64)>,
        /// Metres within which the true place lies.
        #[arg(long, value_name = "M", default_value_t = 25.0, requires = "place")]
        accuracy: f64,
        /// When it was reported, if not just now.
        #[arg(long, value_name = "TIME")]
        reported: Option<String>,
        #[command(flatten)]
        when: When,
    },
    /// Tells a visit: units counted, registrations read. A kind that is left out was not there.
    Visit(Box<VisitWords>),
    /// Tells that a welfare check of this phone is complete: the gate to any direction. Nothing of anybody is told.
    Welfare {
        /// The check; the newest one of an encampment if not told.
        #[arg(long, value_name = "ID")]
        check: Option<Id>,
        #[command(flatten)]
        of: Of,
    },
    /// Tells a direction to leave: spoken, or in writing under the number of a notice this phone issued.
    Direct {
        /// The notice's number; a spoken direction if not told.
        #[arg(long)]
        notice: Option<String>,
        /// By when to leave, of a spoken direction.
        #[arg(long, value_name = "TIME", conflicts_with = "notice")]
        leave_by: Option<String>,
        /// Why it was spoken before a welfare check was complete, or before the day until which that asks to wait: it is kept, and
        /// does not hold. Nothing of anybody's needs.
        #[arg(long, value_name = "REASON", conflicts_with = "notice")]
        without_assessment: Option<String>,
        /// A registration of the vehicles directed; again for more; all that were seen if not told.
        #[arg(long, value_name = "REG")]
        vehicle: Vec<String>,
        #[command(flatten)]
        of: Of,
    },
    /// Tells that the police directed people to leave (CJPOA 1994 s61): their power, here an event.
    S61 {
        /// Number of the police.
        #[arg(long)]
        reference: Option<String>,
        #[command(flatten)]
        of: Of,
    },
    /// Tells that nobody and nothing is there any more.
    Vacated {
        /// What was left.
        #[arg(long)]
        text: Option<String>,
        #[command(flatten)]
        of: Of,
    },
    /// Says what it is called in another system.
    Reference {
        #[command(flatten)]
        words: ReferenceWords,
        #[command(flatten)]
        of: Of,
    },
    /// Takes back an entry of this phone that was wrong; its number is the one `entries` lists.
    TakeBack {
        /// The entry's number.
        entry: u64,
        /// Why.
        #[arg(long)]
        why: String,
        #[command(flatten)]
        of: Of,
    },
    /// Lists those this phone knows of: what it told itself, and where each stands as of the last sync.
    List {
        /// Answers in JSON.
        #[arg(long)]
        json: bool,
    },
    /// Shows one; the one this phone told of last if not told, else the one reported last.
    Show {
        /// Which.
        encampment: Option<Id>,
        /// Answers in JSON.
        #[arg(long)]
        json: bool,
    },
}

/// Of which encampment, and when.
#[derive(Args)]
pub struct Of {
    /// Which; the one this phone told of last if not told. What others told of is named.
    #[arg(long, value_name = "ID")]
    encampment: Option<Id>,
    /// When it happened, if not just now.
    #[arg(long, value_name = "TIME")]
    happened: Option<String>,
    #[command(flatten)]
    when: When,
}

/// A visit.
#[derive(Args)]
pub struct VisitWords {
    /// Caravans.
    #[arg(long, value_name = "N", default_value_t = 0)]
    caravans: u16,
    /// Caravans in which people live; all of them if not told.
    #[arg(long, value_name = "N")]
    caravans_lived_in: Option<u16>,
    /// Other vehicles.
    #[arg(long, value_name = "N", default_value_t = 0)]
    vehicles: u16,
    /// Other vehicles in which people live.
    #[arg(long, value_name = "N", default_value_t = 0)]
    vehicles_lived_in: u16,
    /// Tents.
    #[arg(long, value_name = "N", default_value_t = 0)]
    tents: u16,
    /// Structures.
    #[arg(long, value_name = "N", default_value_t = 0)]
    structures: u16,
    /// A registration, as read; again for more.
    #[arg(long, value_name = "REG")]
    vehicle: Vec<String>,
    /// Somebody the officer knows; hashed, the name is not kept; again for more.
    #[arg(long, num_args = 2, value_names = ["NAME", "BORN"])]
    person: Vec<String>,
    /// About the site, in words; nothing of anybody's needs.
    #[arg(long)]
    text: Option<String>,
    /// A photograph or plan of the site, or of a notice where it hangs, and what it shows; again for more. Of the file only its
    /// hash is kept.
    #[arg(long, num_args = 2, value_names = ["FILE", "TEXT"])]
    photo: Vec<String>,
    #[command(flatten)]
    of: Of,
}

impl VisitWords {
    fn news(self) -> Result<(EncampmentNews, Of), PhoneError> {
        let unit = |kind, count, lived_in| UnitCount { kind, count, lived_in };
        let units = [
            unit(UnitKind::Caravan, self.caravans, self.caravans_lived_in.unwrap_or(self.caravans)),
            unit(UnitKind::Vehicle, self.vehicles, self.vehicles_lived_in),
            unit(UnitKind::Tent, self.tents, self.tents),
            unit(UnitKind::Structure, self.structures, 0),
        ];
        let (pairs, _) = self.person.as_chunks::<2>();
        let met = |[name, born]: &[String; 2]| {
            let born = parse_day(born).map_err(|_| PhoneError::Born)?;
            Ok::<_, PhoneError>(PersonMet { name: name.clone(), born })
        };
        let visited = Visited {
            units: units.into_iter().filter(|unit| unit.count > 0 || unit.lived_in > 0).collect(),
            registrations: self.vehicle,
            people: pairs.iter().map(met).collect::<Result<_, _>>()?,
            text: self.text,
            evidence: photos(&self.photo, clean_photo)?,
        };
        Ok((EncampmentNews::Visit(Box::new(visited)), self.of))
    }
}

impl Phone {
    /// Does what is asked about encampments.
    pub fn encampment(&self, command: EncampmentCommand) -> Result<(), PhoneError> {
        match command {
            EncampmentCommand::Report { land, source, code, reference, place, accuracy, reported, when } => {
                let time = reported.map(|text| time::parse(&text, None)).transpose()?;
                let place = ask_where(place, accuracy);
                let report = ReportEncampment { source, land, code, reference, place, time };
                let told = self.act(&when, |book| book.report_encampment(report))?;
                out::line(format_args!("encampment {}", told.encampment))?;
                alerts(&told)
            }
            EncampmentCommand::Visit(words) => {
                let (news, of) = words.news()?;
                self.tell_of(&of, |_| Ok(news))
            }
            EncampmentCommand::Welfare { check, of } => self.tell_of(&of, |book| {
                let check = match check {
                    Some(check) => check,
                    None => book.newest_check(Subject::Encampment, Some(told_of(book, of.encampment)?))?,
                };
                Ok(EncampmentNews::Welfare { check })
            }),
            EncampmentCommand::Direct { notice: Some(number), vehicle, of, .. } => {
                self.tell_of(&of, |_| Ok(EncampmentNews::Written { number, registrations: vehicle }))
            }
            EncampmentCommand::Direct { notice: None, leave_by, without_assessment, vehicle, of } => {
                let leave_by = leave_by.map(|text| time::parse(&text, None)).transpose()?;
                let registrations = vehicle;
                self.tell_of(&of, |_| {
                    Ok(EncampmentNews::Spoken { leave_by, registrations, without_assessment })
                })
            }
            EncampmentCommand::S61 { reference, of } => {
                self.tell_of(&of, |_| Ok(EncampmentNews::PoliceS61 { reference }))
            }
            EncampmentCommand::Vacated { text, of } => {
                self.tell_of(&of, |_| Ok(EncampmentNews::Vacated { text }))
            }
            EncampmentCommand::Reference { words, of } => {
                self.tell_of(&of, |_| Ok(EncampmentNews::Reference(words.into())))
            }
            EncampmentCommand::TakeBack { entry, why, of } => {
                self.tell_of(&of, |_| Ok(EncampmentNews::TakenBack { entry, why }))
            }
            EncampmentCommand::List { json } => {
                let book = self.open()?;
                for view in book.encampments()? {
                    tell_view(&view, json)?;
                }
                Ok(book.shutdown()?)
            }
            EncampmentCommand::Show { encampment, json } => {
                let book = self.open()?;
                let view = book.encampment(which(&book, encampment)?)?;
                book.shutdown()?;
                tell_view(&view, json)?;
                let own = view.own.as_ref().filter(|_| !json);
                own.map_or(Ok(()), |own| out::text(entries(own, &view)))
            }
        }
    }

    fn tell_of(
        &self,
        of: &Of,
        news: impl FnOnce(&Beatbook) -> Result<EncampmentNews, PhoneError>,
    ) -> Result<(), PhoneError> {
        let time = of.happened.as_deref().map(|text| time::parse(text, None)).transpose()?;
        let told = self.act(&of.when, |book| {
            let news = news(book)?;
            let told = book.tell_encampment(told_of(book, of.encampment)?, vec![news], time)?;
            // Which it was nobody has to guess; that an officer may not read it is no reason not to tell of it.
            let view = book.encampment(told.encampment).ok();
            Ok::<_, PhoneError>((view.as_ref().and_then(land), told))
        });
        let (land, told) = told?;
        out::line(format_args!("encampment {}  {}", told.encampment, land.unwrap_or_default()))?;
        alerts(&told)
    }
}

/// The encampment told, or the one this phone told of last.
fn told_of(book: &Beatbook, told: Option<Id>) -> Result<Id, PhoneError> {
    if let Some(told) = told {
        return Ok(told);
    }
    let last = book.encampments()?.into_iter().rfind(|view| view.own.is_some());
    last.map(|view| view.encampment).ok_or(PhoneError::WhichEncampment)
}

/// The encampment told, or the newest this phone knows of.
fn which(book: &Beatbook, told: Option<Id>) -> Result<Id, BeatbookError> {
    match told {
        Some(told) => Ok(told),
        None => Ok(book.encampments()?.last().ok_or(BeatbookError::NotFound)?.encampment),
    }
}

fn alerts(told: &EncampmentTelling) -> Result<(), PhoneError> {
    told.returns.iter().try_for_each(|one| out::line(one.alert()))?;
    told.doubts.iter().try_for_each(|point| out::line(doubt_line(point)))
}

/// What of an entry is to be looked at again.
pub(crate) fn doubt_line(point: &Missing) -> String {
    let what = match point.code {
        "check_far" | "leave_by" | "nothing_left" => "LOOK",
        _ => "DOES NOT HOLD, as far as this phone knows",
    };
    format!("{what}: {} ({})", point.remedy, point.code)
}

fn tell_view(view: &EncampmentView, as_json: bool) -> Result<(), PhoneError> {
    if as_json { out::line(json_of(view)) } else { out::text(shown(view)) }
}

/// An encampment, for programs.
fn json_of(view: &EncampmentView) -> Value {
    let own = view.own.as_ref().map(|own| {
        json!({
            "stage": own.stage(), "reports": own.reports, "visits": own.visits, "welfare": own.welfare,
            "spoken": own.spoken, "spoken_without_assessment": own.unassessed, "written": own.written, "s61": own.s61, "vacated": own.vacated,
            "references": own.references,
            "rests_on_others": resting(own, view).map(|one| one.at.seq).collect::<Vec<_>>(),
        })
    });
    let unheld = view
        .unheld
        .iter()
        .map(|one| json!({ "entry": one.entry, "by": one.by, "what": one.what, "code": one.code }));
    let unheld: Vec<Value> = unheld.collect();
    json!({ "encampment": view.encampment, "own": own, "standing": view.standing, "unheld": unheld })
}

/// The land in words: what this phone was told there is never coarser than what the server tells everybody.
fn land(view: &EncampmentView) -> Option<String> {
    let own = view.own.as_ref().and_then(|one| one.land()).map(|land| land.words.clone());
    own.or_else(|| view.standing.as_ref().and_then(|one| one.land.clone()))
}

/// An encampment, for a person.
fn shown(view: &EncampmentView) -> String {
    let mut text = String::new();
    let standing = view.standing.as_ref();
    let own = view.own.as_ref();
    let _ = writeln!(text, "encampment {}  {}", view.encampment, land(view).unwrap_or_default());
    if let Some(own) = own {
        let stage = own.stage().map_or("nothing that holds", Stage::words);
        let visits = own.visits.len();
        let _ = writeln!(text, "  told by this phone: {stage}, visits: {visits}");
        for reference in &own.references {
            let _ = writeln!(text, "  reference {}", reference.what);
        }
    }
    text.push_str(&counted(view));
    match standing {
        None => {
            let none = "a sync asks; of a sleeping place it tells phones nothing";
            let _ = writeln!(text, "  the server has not told where it stands: {none}");
        }
        Some(standing) => {
            let stage = standing.stage.map_or("nothing told of it holds", Stage::words);
            let _ = writeln!(text, "  stands at: {stage}");
            if let Some(until) = standing.wait_until {
                let _ = writeln!(text, "  welfare asks to wait until {until}");
            }
            for one in &standing.directions {
                let number = one.number.as_deref().unwrap_or_default();
                let until =
                    one.until.map(|until| format!(", not to return until {until}")).unwrap_or_default();
                let until = one.withdrawn.map_or(until, |day| format!(", withdrawn on {day}"));
                let _ = writeln!(text, "  direction {number} of {}{until}", one.directed);
            }
        }
    }
    // Alone it knows too little to say what will not.
    let yet = if standing.is_none() { " yet" } else { "" };
    for one in &view.unheld {
        let what = one.what.replace('_', " ");
        let told = match one.entry {
            Some(entry) => format!("entry {entry} ({what})"),
            None => format!("{what} told by {}", one.by.as_deref().unwrap_or("another officer")),
        };
        let _ = writeln!(text, "  {told} does not hold{yet}: {}", one.why);
    }
    let vacated = standing.and_then(|one| one.vacated);
    if let Some(day) = vacated.or_else(|| own.and_then(|one| one.vacated.as_ref()).map(Placed::day)) {
        let _ = writeln!(text, "  vacated {day}");
    }
    text
}

/// What was counted there last, and who says so: this phone or, of a later day, the server. Of one day they may say two things,
/// and nobody here knows which is newer.
fn counted(view: &EncampmentView) -> String {
    let own = view.own.as_ref().and_then(Encampment::counted).map(|one| (one.day(), &one.what.units[..]));
    let told = view.standing.as_ref().and_then(|one| one.counted.as_ref());
    let told = told.map(|(day, units)| (*day, &units[..])).filter(|told| Some(*told) != own);
    let said = [(own, "told by this phone"), (told, "as the server told last")];
    let newest = said.iter().filter_map(|(one, _)| Some(one.as_ref()?.0)).max();
    let line = |(one, who): &(Option<(Date, &[UnitCount])>, &str)| {
        let (day, units) = one.filter(|(day, _)| Some(*day) == newest)?;
        Some(format!("  counted {day}: {}, {who}\n", units_in_words(units)))
    };
    said.iter().filter_map(line).collect()
}

/// What this phone told of it and holds, by the numbers that `take-back` takes; and what was taken back.
fn entries(own: &Encampment, view: &EncampmentView) -> String {
    let direction = |one: &Placed<Direction>, what: String| {
        let leave_by = one.what.leave_by.and_then(|by| local_label(by).ok());
        told(one, what + &leave_by.map(|by| format!(", to leave by {by}")).unwrap_or_default())
    };
    let spoken = |one| direction(one, "spoken direction".to_owned());
    let unassessed = |one| direction(one, "spoken direction without a check, which does not hold".to_owned());
    let written = |one: &Placed<Direction>| {
        direction(one, format!("written direction {}", one.what.number().unwrap_or_default()))
    };
    let mut lines: Vec<(u64, String)> =
        own.reports.iter().map(|one| told(one, "reported".to_owned())).collect();
    lines.extend(own.visits.iter().map(|one| told(one, format!("visit: {}", one.what.units_in_words()))));
    lines.extend(own.welfare.iter().map(|one| {
        let waits =
            one.what.wait_until.map(|until| format!(", asks to wait until {until}")).unwrap_or_default();
        told(one, format!("welfare check {}{waits}", one.what.record))
    }));
    lines.extend(own.spoken.iter().map(spoken));
    lines.extend(own.unassessed.iter().map(unassessed));
    lines.extend(own.written.iter().map(written));
    lines.extend(own.s61.iter().map(|one| told(one, "direction of the police (s61)".to_owned())));
    lines.extend(own.vacated.iter().map(|one| told(one, "vacated".to_owned())));
    lines.extend(own.references.iter().map(|one| told(one, format!("reference {}", one.what))));
    lines.extend(resting(own, view).map(|one| {
        let (when, what) = (local_label(one.time).unwrap_or_default(), one.what.replace('_', " "));
        (one.at.seq, format!("  entry {}  {when}  {what}, which rests on what others told\n", one.at.seq))
    }));
    lines.extend(own.taken_back.iter().map(|(at, back)| {
        let what = back.what.replace('_', " ");
        (at.seq, format!("  entry {} ({what}) TAKEN BACK: {}\n", at.seq, back.back.what))
    }));
    lines.sort();
    lines.into_iter().map(|(_, line)| line).collect()
}

/// Own entries that hold by what others told and is not here: a check, an application, an order.
fn resting<'a>(own: &'a Encampment, view: &'a EncampmentView) -> impl Iterator<Item = &'a Refused> {
    let is_unheld = |one: &Refused| view.unheld.iter().any(|known| known.entry == Some(one.at.seq));
    let rests = |one: &Refused| {
        use StepRefusal::{ApplicationFirst, DirectionFirst, OrderFirst, WelfareFirst};
        matches!(one.refusal, ApplicationFirst | DirectionFirst | OrderFirst | WelfareFirst)
    };
    own.refused.iter().filter(move |one| rests(one) && !is_unheld(one))
}

fn told<T>(one: &Placed<T>, what: String) -> (u64, String) {
    let when = local_label(one.time).unwrap_or_default();
    (one.at.seq, format!("  entry {}  {when}  {what}\n", one.at.seq))
}
