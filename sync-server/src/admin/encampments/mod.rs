//! Encampments at the desk: who reads is named, what is shown follows from the table of roles, every look and act is logged.
//!
//! Land, stages, dates and notices are read with *enforcement*; who lives there with *welfare*, from the welfare records
//! themselves. Where both may be read, `show` puts them side by side.

mod desk;
mod notice;
mod tables;
mod words;

use std::borrow::Cow;

use beatbook_domain::access::{Area, Reading};
use beatbook_domain::calendar::{local_midnight, parse_day};
use beatbook_domain::encampments::funnel::Funnel;
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
use super::published::check_over;
use super::seat::{self, Seat};
use super::welfare;
use crate::encampments::{EncampmentRefused, Encampments, act, tell};
use crate::error::ServerError;
use crate::keeping;
use crate::random;
use desk::{Desk, is_reported_on};
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
            let (returns, quiet) = (desk.returns(None), desk.quiet(days));
            let known = desk.encampments.stories.values().filter(|story| desk.reads(story));
            let known = known.filter(|story| is_reported_on(story, days));
            let known: Vec<_> = known.map(|story| desk.told(story, desk.reading(story))).collect();
            let said = if desk.knows_of_quiet() { desk.said_of_quiet(days) } else { String::new() };
            let coarse = |story| desk.coarse_place(story);
            tables::list(&known, (&quiet, &said), (&returns, &coarse)).told(form.csv)
        }
        EncampmentCommand::Show(about) => show(office, &about).await,
        EncampmentCommand::Funnel { reader, reported, as_at, form } => {
            let desk = Desk::open(office, &reader, "funnel of encampments, numbers", as_at).await?;
            Seat::check(desk.seat.may_count(Area::Enforcement))?;
            let days = days(reported.as_deref())?;
            if form.public {
                check_published(&desk, days)?;
            }
            let quiet = desk.quiet_to_reader(days);
            let funnel = Funnel::of(desk.open_to_reader().chain(&quiet), days);
            tables::funnel(&funnel, (days, desk.as_at, &desk.said_of_quiet(days)), form)
        }
        EncampmentCommand::Returns { reader, form } => {
            let desk = Desk::open(office, &reader, "returns of encampments", None).await?;
            desk.check_some()?;
            let returns = desk.returns(None);
            tables::returns(returns.iter(), &desk.encampments).told(form.csv)
        }
        EncampmentCommand::Report(args) => report(office, args).await,
        EncampmentCommand::Directed { about, number, registrations } => {
            let desk = Desk::of(office, &about).await?;
            let (time, direction) =
                notice::direction(office, &desk, (&about, &number), registrations).await?;
            let step = EncampmentStep::Direction(direction);
            tell_step(office, &desk, about.encampment, (time, step)).await
        }
        EncampmentCommand::Told(word) => told(office, word).await,
    }
}

/// Refused unless it is of whole months that are over, as they stood at the end of one.
fn check_published(desk: &Desk, days: Option<(Date, Date)>) -> Result<(), ServerError> {
    let why = "published is how it stood at the end of a month that is over, of whole months: name its last day with --as-at, and \
               such a period with --reported, or leave --public out";
    let today = desk.seat.today;
    check_over((desk.as_at, desk.as_at == desk.as_at.last_of_month()), today, why)?;
    let Some((first, last)) = days else { return Ok(()) };
    check_over((last, first.day() == 1 && last == last.last_of_month()), today, why)
}

/// Local days as a person writes them, both included.
fn days(text: Option<&str>) -> Result<Option<(Date, Date)>, ServerError> {
    Ok(seat::days(text)?.map(|(days, _)| days))
}

async fn show(office: &Office, about: &AboutEncampment) -> Result<Told, ServerError> {
    let what = format!("encampment {}", about.encampment);
    let desk = Desk::open(office, &about.reader, &what, None).await?;
    let story = desk.encampments.get(about.encampment).ok_or_else(|| desk.unknown())?;
    // One record at a time, for a reason that was written down before.
    let reading = Reading { logged_request: desk.seat.reason.is_some(), ..desk.reading(story) };
    let reads = desk.reads_as(story, reading);
    let table = keeping::table_of(&**office.service.store(), &desk.seat.scope).await?;
    let keep = table.keep(KeepingKind::Occupants, desk.seat.today);
    // Shown no longer than it is kept; it goes a little later, as its time counts from when the server was told.
    let until = story.vacated.as_ref().map(Placed::day).and_then(|day| keep?.until(day, None));
    let lives = welfare::of_encampment(office, &about.reader, &story.checks, until).await?;
    if !reads && lives.is_empty() {
        return Err(desk.unknown());
    }
    let mut shown = json!({ "encampment": story.id });
    if reads {
        let told = desk.told(story, reading);
        let returns = desk.returns(Some(story.id).filter(|_| matches!(told, Cow::Borrowed(_))));
        let of_this = returns.iter().filter(|one| one.encampment == story.id);
        shown = match desk.coarse_place(story) {
            None => tables::shown(&told, (of_this, &desk.encampments), &desk.seat),
            Some(place) => tables::sheltered(&told, place, &desk.seat),
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
    let beside = desk.beside(&after, encampment);
    for other in &beside {
        text.push_str(&format!(
            "\nLOOK: encampment {other} is told of the same land and not vacated; if it is one, `encampment same` joins them"
        ));
    }
    Ok(Told::ok(text, json!({ "encampment": encampment, "returns": returns, "beside": beside })))
}

async fn told(office: &Office, word: EncampmentStepWord) -> Result<Told, ServerError> {
    let (tell, step) = step_of(word);
    let encampment = tell.about.encampment;
    let desk = Desk::of(office, &tell.about).await?;
    let vacated = desk.encampments.get(encampment).and_then(|story| story.vacated.as_ref());
    let vacated = vacated.map(|vacated| vacated.time);
    let time = time(tell.at.as_deref(), office.service.clock().now(), vacated)?;
    tell_step(office, &desk, encampment, (time, step)).await
}

/// Tells what happened, and answers how it stands then.
async fn tell_step(
    office: &Office,
    desk: &Desk,
    encampment: Id,
    (time, step): (i64, EncampmentStep),
) -> Result<Told, ServerError> {
    desk.check_act(encampment, &step)?;
    let name = step.name();
    let entry = EncampmentEntry::Step(Box::new(EncampmentTold { at: office.moment(), time, step }));
    write(office, desk, EncampmentActed { encampment, by: desk.seat.reader.id, entry }).await?;
    let after =
        Encampments::read(&**office.service.store(), &desk.seat.scope, (None, desk.seat.today)).await?;
    let stage = after.get(encampment).and_then(Encampment::stage).map(|stage| stage.name());
    let stands = stage.map(|stage| format!(", stage {stage}")).unwrap_or_default();
    let text = format!("encampment {encampment}: {name} told{stands}");
    Ok(Told::ok(text, json!({ "encampment": encampment, "told": name, "stage": stage })))
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
    let Ok(day) = parse_day(text) else { return instant(text) };
    let next = day.tomorrow().map_err(|error| ServerError::refused("instant", error))?;
    let (begins, end) = (local_midnight(day).map_err(refused)?, local_midnight(next).map_err(refused)? - 1);
    let within = [Some(now), vacated].into_iter().flatten().filter(|time| (begins..=end).contains(time));
    Ok(within.min().unwrap_or(end))
}
