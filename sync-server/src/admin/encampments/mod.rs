//! Encampments at the desk: who reads is named, what is shown follows from the table of roles, every look and act is logged.
//!
//! Land, stages, dates and notices are read with *enforcement*; who lives there with *welfare*, from the welfare records
//! themselves. Where both may be read, `show` puts them side by side.

mod tables;
mod words;

use std::collections::BTreeMap;

use beatbook_domain::access::{Area, Reading};
use beatbook_domain::calendar::local_midnight;
use beatbook_domain::encampments::funnel::Funnel;
use beatbook_domain::encampments::returns::Return;
use beatbook_domain::encampments::standing::EncampmentActed;
use beatbook_domain::encampments::story::{Encampment, Placed};
use beatbook_domain::keeping::KeepingKind;
use beatbook_domain::records::encampment::{
    CourtMatter, EncampmentEntry, EncampmentReported, EncampmentStep, EncampmentTold, EntryAt, Land,
};
use beatbook_protocol::id::Id;
use jiff::civil::Date;
use serde_json::json;

use super::office::{Office, Told, instant};
use super::seat::{self, Seat};
use super::welfare::{self, ReaderArgs};
use crate::auth::Purpose;
use crate::encampments::{EncampmentRefused, Encampments, act, tell, tent_places};
use crate::error::ServerError;
use crate::keeping;
use crate::random;
pub use words::{AboutEncampment, EncampmentCommand, EncampmentStepWord, ReportArgs, SourceWord, TellArgs};

impl From<EncampmentRefused> for ServerError {
    fn from(refusal: EncampmentRefused) -> Self {
        match refusal {
            EncampmentRefused::Fault(fault) => Self::Fault(fault),
            refusal => Self::refused(refusal.code(), refusal),
        }
    }
}

/// Carries one of the commands out.
pub(super) async fn carry_out(office: &Office, command: EncampmentCommand) -> Result<Told, ServerError> {
    match command {
        EncampmentCommand::List { reader, reported, as_at, form } => {
            let desk = Desk::open(office, &reader, "list of encampments", as_at).await?;
            let days = days(reported.as_deref())?;
            desk.check_some()?;
            let returns = desk.returns(None);
            let known = desk.encampments.stories.values().filter(|story| desk.reads(story));
            let quiet = desk.quiet(days);
            let known = known.filter(|story| is_reported_on(story, days));
            tables::list(known, &quiet, (&returns, &|story| desk.coarse_place(story))).told(form.csv)
        }
        EncampmentCommand::Show(about) => show(office, &about).await,
        EncampmentCommand::Funnel { reader, reported, as_at, form } => {
            let desk = Desk::open(office, &reader, "funnel of encampments, numbers", as_at).await?;
            Seat::check(desk.seat.may_count(Area::Enforcement))?;
            let days = days(reported.as_deref())?;
            let funnel = Funnel::of(desk.encampments.stories.values(), days);
            tables::funnel(&funnel, (days, as_at.unwrap_or(desk.seat.today)), form)
        }
        EncampmentCommand::Returns { reader, form } => {
            let desk = Desk::open(office, &reader, "returns of encampments", None).await?;
            desk.check_some()?;
            let returns = desk.returns(None);
            tables::returns(returns.iter(), &desk.encampments).told(form.csv)
        }
        EncampmentCommand::Report(args) => report(office, args).await,
        EncampmentCommand::Told(word) => told(office, word).await,
    }
}

/// Local days as a person writes them, both included.
fn days(text: Option<&str>) -> Result<Option<(Date, Date)>, ServerError> {
    Ok(seat::days(text)?.map(|(days, _)| days))
}

/// Encampments before one reader.
/// Whether it was reported from one of these days to the other; if none are told, whenever it was.
fn is_reported_on(story: &Encampment, days: Option<(Date, Date)>) -> bool {
    let day = story.reported();
    days.is_none_or(|(first, last)| day.is_some_and(|day| first <= day && day <= last))
}

struct Desk {
    seat: Seat,
    encampments: Encampments,
    /// Wards of the quiet ones, by id.
    wards: BTreeMap<Id, String>,
    /// What others than the own team are told of where tents stand, by id.
    tents: BTreeMap<Id, String>,
}

impl Desk {
    /// Writes down who looks, and reads what there is.
    async fn open(
        office: &Office,
        args: &ReaderArgs,
        what: &str,
        as_at: Option<Date>,
    ) -> Result<Self, ServerError> {
        let seat = Seat::open_for(office, args, (Purpose::Encampments, what)).await?;
        if as_at.is_some_and(|day| day > seat.today) {
            return Err(EncampmentRefused::AsAt.into());
        }
        let store = &**office.service.store();
        let encampments = Encampments::read(store, &seat.scope, (as_at, seat.today)).await?;
        let briefing = office.service.briefings().get(store, &seat.scope, None).await?.unwrap_or_default();
        let now = office.service.clock().now();
        let ward = |id: &Id| {
            let place = encampments.get(*id)?.reports.iter().find_map(|report| report.what.land.place)?;
            let ward = briefing.ward_at(place.lat, place.lon, now)?;
            Some((*id, briefing.ward_name(ward, now).to_owned()))
        };
        let wards = encampments.quiet.iter().filter_map(ward).collect();
        let told = (store, office.service.keyholder(), &**office.service.briefings());
        let tents = tent_places(told, &seat.scope, (&encampments, now)).await?;
        Ok(Self { seat, encampments, wards, tents })
    }

    /// What the reader is told of the place instead of the land's words: of tents that the own team has not told of.
    fn coarse_place(&self, story: &Encampment) -> Option<&str> {
        let place = self.tents.get(&story.id)?;
        // Who tells of it later is told no more by that.
        let reading = self.seat.reading_of(story.reports.iter().map(|one| one.by));
        (!(reading.own || reading.same_team)).then_some(place.as_str())
    }

    /// Whether outreach alone has told of it, and no caravan or vehicle was seen.
    fn is_quiet(&self, story: &Encampment) -> bool {
        self.encampments.quiet.contains(&story.id)
    }

    /// Quiet ones that somebody who reads the others may not read, reported on these days: month and ward. Days that are not
    /// whole months would tell the day.
    fn quiet(&self, days: Option<(Date, Date)>) -> Vec<(String, String)> {
        let whole = days.is_none_or(|(first, last)| {
            first.day() == 1 && last.tomorrow().is_ok_and(|next| next.day() == 1)
        });
        let others = self.encampments.stories.values().filter(|story| {
            self.is_quiet(story) && !self.reads(story) && self.seat.reads_enforcement(self.reading(story))
        });
        let within = others.filter(|story| whole && is_reported_on(story, days));
        let told = within.map(|story| {
            let month = story.reported().map(|day| day.strftime("%Y-%m").to_string()).unwrap_or_default();
            (month, self.wards.get(&story.id).cloned().unwrap_or_default())
        });
        let mut told: Vec<(String, String)> = told.collect();
        told.sort();
        told
    }

    /// How an encampment stands to the reader. Once the court is asked there is a case file.
    fn reading(&self, story: &Encampment) -> Reading {
        Reading { case_file: story.applied.is_some(), ..self.seat.reading_of(tables::tellers(story)) }
    }

    fn reads(&self, story: &Encampment) -> bool {
        self.reads_as(story, self.reading(story))
    }

    /// A place where somebody sleeps rough is the own team's, as far as it reads welfare.
    fn reads_as(&self, story: &Encampment, reading: Reading) -> bool {
        if self.is_quiet(story) {
            return self.seat.reads_welfare_of(reading);
        }
        self.seat.reads_enforcement(reading)
    }

    /// Returns of which the reader may read both ends: what is looked at, and what was directed before. `shown` is one that
    /// the reader may read besides.
    fn returns(&self, shown: Option<Id>) -> Vec<Return> {
        // Under s77 returns who brings a vehicle: where tents alone stand the land would only tell where they do.
        let is_told = |story: &Encampment| {
            self.coarse_place(story).is_none() && (shown == Some(story.id) || self.reads(story))
        };
        let readable = |id: Id| self.encampments.get(id).is_some_and(is_told);
        let all = self.encampments.returns().into_iter();
        all.filter(|one| readable(one.encampment) && readable(one.earlier)).collect()
    }

    /// Refused unless there might be any the reader may read.
    fn check_some(&self) -> Result<(), ServerError> {
        self.seat.check_either(Reading { case_file: true, ..Reading::default() })
    }
}

async fn show(office: &Office, about: &AboutEncampment) -> Result<Told, ServerError> {
    let what = format!("encampment {}", about.encampment);
    let desk = Desk::open(office, &about.reader, &what, None).await?;
    let unknown = || desk.seat.not_shown(EncampmentRefused::Unknown.into());
    let story = desk.encampments.get(about.encampment).ok_or_else(unknown)?;
    // One record at a time, for a reason that was written down before.
    let reading = Reading { logged_request: desk.seat.reason.is_some(), ..desk.reading(story) };
    let reads = desk.reads_as(story, reading);
    let table = keeping::table_of(&**office.service.store(), &desk.seat.scope).await?;
    let keep = table.keep(KeepingKind::Occupants, desk.seat.today);
    // Shown no longer than it is kept; it goes a little later, as its time counts from when the server was told.
    let until = story.vacated.as_ref().map(Placed::day).and_then(|day| keep?.until(day, None));
    let lives = welfare::of_encampment(office, &about.reader, &story.checks, until).await?;
    if !reads && lives.is_empty() {
        return Err(unknown());
    }
    let mut shown = json!({ "encampment": story.id });
    if reads {
        let returns = desk.returns(Some(story.id));
        let of_this = returns.iter().filter(|one| one.encampment == story.id);
        shown = match desk.coarse_place(story) {
            None => tables::shown(story, of_this, &desk.seat),
            Some(place) => tables::sheltered(story, place, &desk.seat),
        };
    }
    if !lives.is_empty()
        && let Some(shown) = shown.as_object_mut()
    {
        shown.insert("welfare_checks".to_owned(), lives.into());
    }
    Ok(Told::ok(format!("{shown:#}"), shown))
}

async fn report(office: &Office, args: ReportArgs) -> Result<Told, ServerError> {
    let desk = Desk::open(office, &args.reader, "report of an encampment taken", None).await?;
    desk.seat.check_tells()?;
    let now = office.service.clock().now();
    let reported = EncampmentReported {
        at: office.moment(),
        legal: None,
        time: time(args.at.as_deref(), now, None)?,
        controller: office.authority(&args.reader.authority).await?.code,
        source: args.source.into(),
        reference: args.reference,
        land: Land { code: args.code, words: args.land, place: None },
        patrol: None,
    };
    let encampment = random::id(office.service.clock())?;
    let entry = EncampmentEntry::Reported(Box::new(reported));
    write(office, &desk, EncampmentActed { encampment, by: desk.seat.reader.id, entry }).await?;
    let after =
        Encampments::read(&**office.service.store(), &desk.seat.scope, (None, desk.seat.today)).await?;
    let returns: Vec<_> = after.returns().into_iter().filter(|one| one.encampment == encampment).collect();
    let mut text = format!("encampment {encampment}");
    for one in &returns {
        text.push_str(&format!("\n{}", one.alert()));
    }
    Ok(Told::ok(text, json!({ "encampment": encampment, "returns": returns })))
}

async fn told(office: &Office, word: EncampmentStepWord) -> Result<Told, ServerError> {
    let (tell, step) = step_of(word);
    let about = tell.about;
    let what = format!("encampment {}", about.encampment);
    let desk = Desk::open(office, &about.reader, &what, None).await?;
    desk.seat.check_tells()?;
    if let EncampmentStep::Same { other, .. } = &step {
        desk.encampments.get(*other).ok_or(EncampmentRefused::Unknown)?;
    }
    let vacated = desk.encampments.get(about.encampment).and_then(|story| story.vacated.as_ref());
    let vacated = vacated.map(|vacated| vacated.time);
    let (name, now) = (step.name(), office.service.clock().now());
    let time = time(tell.at.as_deref(), now, vacated)?;
    let entry = EncampmentEntry::Step(Box::new(EncampmentTold { at: office.moment(), time, step }));
    write(office, &desk, EncampmentActed { encampment: about.encampment, by: desk.seat.reader.id, entry })
        .await?;
    let after =
        Encampments::read(&**office.service.store(), &desk.seat.scope, (None, desk.seat.today)).await?;
    let stage = after.get(about.encampment).and_then(Encampment::stage).map(|stage| stage.name());
    let stands = stage.map(|stage| format!(", stage {stage}")).unwrap_or_default();
    let text = format!("encampment {}: {name} told{stands}", about.encampment);
    Ok(Told::ok(text, json!({ "encampment": about.encampment, "told": name, "stage": stage })))
}

/// Of what it is told, and which step it is.
fn step_of(word: EncampmentStepWord) -> (TellArgs, EncampmentStep) {
    match word {
        EncampmentStepWord::S78Applied { tell, court, reference } => {
            (tell, EncampmentStep::S78Applied(CourtMatter { court, reference }))
        }
        EncampmentStepWord::S78Order { tell, court, reference } => {
            (tell, EncampmentStep::S78Order(CourtMatter { court, reference }))
        }
        EncampmentStepWord::Bailiffs { tell } => (tell, EncampmentStep::Bailiffs),
        EncampmentStepWord::PoliceS61 { tell, reference } => (tell, EncampmentStep::PoliceS61 { reference }),
        EncampmentStepWord::Vacated { tell, text } => (tell, EncampmentStep::Vacated { text }),
        EncampmentStepWord::Refer { tell, reference } => (tell, EncampmentStep::Reference(reference.into())),
        EncampmentStepWord::Same { tell, other, why } => (tell, EncampmentStep::Same { other, why }),
        EncampmentStepWord::TakeBack { tell, journal, seq, why } => {
            (tell, EncampmentStep::TakenBack { entry: EntryAt { journal, seq }, why })
        }
    }
}

/// Writes it, and tells phones where it stands now.
async fn write(office: &Office, desk: &Desk, acted: EncampmentActed) -> Result<(), ServerError> {
    let (store, now) = (&**office.service.store(), office.service.clock().now());
    act(store, &desk.seat.scope, acted, now).await?;
    let told = (store, office.service.keyholder(), &**office.service.briefings());
    // It is written: phones hear of it at the next look.
    if let Err(error) = tell(told, &desk.seat.scope, now).await {
        tracing::error!(%error, "phones could not be told where encampments stand; trying again soon");
    }
    Ok(())
}

/// An instant, or the end of a day; of today: now, and of the day it was vacated: when it was.
fn time(text: Option<&str>, now: i64, vacated: Option<i64>) -> Result<i64, ServerError> {
    let refused = |error| ServerError::refused("instant", error);
    let Some(text) = text else { return Ok(now) };
    let Ok(day) = text.parse::<Date>() else { return instant(text) };
    let next = day.tomorrow().map_err(|error| ServerError::refused("instant", error))?;
    let (begins, end) = (local_midnight(day).map_err(refused)?, local_midnight(next).map_err(refused)? - 1);
    let within = [Some(now), vacated].into_iter().flatten().filter(|time| (begins..=end).contains(time));
    Ok(within.min().unwrap_or(end))
}
