//! Services with their free places, and cold nights, at the desk.

use beatbook_domain::access::{Area, Reading};
use beatbook_domain::calendar::local_label;
use beatbook_domain::records::outreach::{OutreachSays, ServiceTold};
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::welfare::cold::{ColdRefusal, LONGEST_MS, dawn_after, places, still_to_ask};
use beatbook_domain::welfare::services::{ServiceRefusal, Services};
use beatbook_protocol::id::Id;
use serde_json::json;

use super::outreach_words::{ColdCommand, ServiceCommand};
use super::{Asker, Desk, allow};
use crate::admin::office::{Office, Told, instant};
use crate::admin::role_words::word;
use crate::admin::sheet::Sheet;
use crate::error::ServerError;
use crate::outreach::{Nights, begin, end_over, erase, last_seen, services};
use crate::random;

fn refused(refusal: ServiceRefusal) -> ServerError {
    ServerError::refused(refusal.code(), refusal)
}

fn not_switched(refusal: ColdRefusal) -> ServerError {
    ServerError::refused(refusal.code(), refusal)
}

fn label(at: i64) -> String {
    local_label(at).unwrap_or_else(|_| at.to_string())
}

/// Carries out a command about services. Whoever reads for a team of the welfare service tells of them.
pub(super) async fn service(office: &Office, command: ServiceCommand) -> Result<Told, ServerError> {
    let (reader, what) = match &command {
        ServiceCommand::List { reader, .. } => (reader, "services"),
        ServiceCommand::Set { reader, .. }
        | ServiceCommand::Free { reader, .. }
        | ServiceCommand::End { reader, .. } => (reader, "services to be changed"),
    };
    let asker = Asker::named(office, reader, what).await?;
    let known = services(&**office.service.store(), &asker.scope).await?;
    let may = asker.access.reads_of_others(Area::Welfare);
    allow(may || matches!(command, ServiceCommand::List { .. }))?;
    let was = |name: &str| known.named(name).cloned().ok_or_else(|| refused(ServiceRefusal::Unknown));
    let told = match command {
        ServiceCommand::Set { name, kind, places, free, takes, .. } => {
            ServiceTold { name, kind, places, free, at: asker.now, takes, ended: false }
        }
        ServiceCommand::Free { name, free, .. } => ServiceTold { free, at: asker.now, ..was(&name)? },
        ServiceCommand::End { name, .. } => ServiceTold { ended: true, at: asker.now, ..was(&name)? },
        ServiceCommand::List { form, .. } => return list(&known, asker.now).told(form.csv),
    };
    told.check().map_err(refused)?;
    let text = if told.ended {
        format!("{} takes nobody in any more. Phones learn of it with their next sync.\n", told.name)
    } else {
        format!(
            "{}: {} of {} places free. Phones learn of it with their next sync.\n",
            told.name, told.free, told.places
        )
    };
    let json = json!(told);
    let what = format!("service told: {}", told.name);
    let entries = vec![(asker.scope.authority(), ServerBody::Outreach(OutreachSays::Service(told)))];
    office.service.store().decide_at_desk(&asker.scope, entries, what, None).await?;
    Ok(Told::ok(text, json))
}

fn list(known: &Services, now: i64) -> Sheet {
    let mut sheet =
        Sheet::new("Services that take people in", &["service", "kind", "places", "free", "told", "takes"]);
    for one in known.all() {
        let old = if one.is_stale(now) { ", more than a day ago: ring first" } else { "" };
        sheet.rows.push(vec![
            one.name.clone(),
            word(&one.kind),
            one.places.to_string(),
            one.free.to_string(),
            format!("{}{old}", label(one.at)),
            one.takes.clone(),
        ]);
    }
    sheet
}

/// Carries out a command about cold nights.
pub(super) async fn cold(office: &Office, command: ColdCommand) -> Result<Told, ServerError> {
    match command {
        ColdCommand::On { until, reader } => {
            let desk = Desk::open(office, &reader, "cold night to be switched on").await?;
            allow(desk.access.answers_for(Area::Welfare))?;
            on(office, &desk, until.as_deref()).await
        }
        ColdCommand::Off { reader } => {
            let asker = Asker::named(office, &reader, "cold night to be ended").await?;
            allow(asker.access.answers_for(Area::Welfare))?;
            off(office, &asker).await
        }
        ColdCommand::Show { reader, form } => {
            let asker = Asker::named(office, &reader, "places of the cold night").await?;
            show(office, &asker).await?.told(form.csv)
        }
        ColdCommand::Nights { reader, form } => {
            let asker = Asker::named(office, &reader, "cold nights in numbers").await?;
            allow(asker.access.may_have_numbers(Area::Welfare, Reading::default()))?;
            nights(office, &asker).await?.told(form.csv)
        }
    }
}

async fn on(office: &Office, desk: &Desk, until: Option<&str>) -> Result<Told, ServerError> {
    let (store, clock, scope) = (&**office.service.store(), office.service.clock(), &desk.scope);
    let now = clock.now();
    end_over(store, scope, now).await?;
    let nights = Nights::read(store, scope).await?;
    if nights.open(now).is_some() {
        return Err(not_switched(ColdRefusal::On));
    }
    let until = match until {
        Some(text) => instant(text)?,
        None => dawn_after(now).map_err(|error| ServerError::refused(error.code(), error))?,
    };
    if until <= now || until - now > LONGEST_MS {
        return Err(not_switched(ColdRefusal::Window));
    }
    let team_of = |officer| desk.team_of(officer).map(str::to_owned);
    let seen = last_seen(&desk.cases, &desk.places, (&desk.key, desk.today), team_of);
    let night = random::id_of_the_hour(clock)?;
    let roles = store.roles(scope).await?;
    let from = nights.began(now);
    let entries =
        begin(night, (from, until), &seen, (&desk.cases, &desk.key), (&desk.officers, &roles, desk.today));
    let is_told = |(_, body): &&(Id, ServerBody)| matches!(body, ServerBody::Outreach(OutreachSays::ColdNight(night)) if night.team.is_some());
    let teams = entries.iter().filter(is_told).count();
    let people: u32 = seen.iter().map(|one| one.people).sum();
    let what = format!("cold night {night} switched on until {}", label(until));
    store.decide_at_desk(scope, entries, what, None).await?;
    let places = places(&seen).len();
    let text = format!(
        "A cold night is on until {}. People: {people}; places: {places}; teams whose phones learn of it with their next \
         sync: {teams}. At its end the list is wiped.\n",
        label(until)
    );
    Ok(Told::ok(text, json!({ "night": night, "until": until, "places": places, "people": people })))
}

async fn off(office: &Office, asker: &Asker) -> Result<Told, ServerError> {
    let store = &**office.service.store();
    end_over(store, &asker.scope, asker.now).await?;
    let nights = Nights::read(store, &asker.scope).await?;
    let night = nights.open(asker.now).ok_or_else(|| not_switched(ColdRefusal::Off))?;
    let ended = nights.sums(night, asker.now);
    let text = format!(
        "The cold night is over. People: {1}; offered a bed, as far as the server knows: {0}.\n",
        ended.offered, ended.people
    );
    let json = json!(ended);
    let entries = vec![(night.night, ServerBody::Outreach(OutreachSays::ColdEnded(ended)))];
    let what = format!("cold night {} ended", night.night);
    store.decide_at_desk(&asker.scope, entries, what, None).await?;
    erase(store, &asker.scope, |one| *one == night.night).await?;
    Ok(Told::ok(text, json))
}

/// Places as the reader's team knows them. The table of roles decides whether that is anything.
async fn show(office: &Office, asker: &Asker) -> Result<Sheet, ServerError> {
    allow(asker.access.reads_of_others(Area::Welfare))?;
    let (store, now) = (&**office.service.store(), asker.now);
    end_over(store, &asker.scope, now).await?;
    let nights = Nights::read(store, &asker.scope).await?;
    let columns = ["number", "place", "people", "last_seen", "still_to_be_asked"];
    let Some(night) = nights.open(now) else {
        return Ok(Sheet::new("No cold night is on", &columns));
    };
    let mut sheet = Sheet::new(format!("Cold night until {}", label(night.until)), &columns);
    let teams = nights.teams.iter().filter(|one| one.night == night.night);
    let known = teams.filter(|one| one.team.as_ref() == Some(&asker.officer.team));
    for place in known.flat_map(|one| &one.places) {
        let still = still_to_ask(night, place, 0, &nights.offered);
        sheet.rows.push(vec![
            place.number.to_string(),
            place.place.clone(),
            place.people.to_string(),
            place.last.to_string(),
            still.to_string(),
        ]);
    }
    Ok(sheet)
}

async fn nights(office: &Office, asker: &Asker) -> Result<Sheet, ServerError> {
    let store = &**office.service.store();
    end_over(store, &asker.scope, asker.now).await?;
    let mut sheet =
        Sheet::new("Cold nights that are over", &["from", "until", "places", "people", "offered_a_bed"]);
    for one in Nights::read(store, &asker.scope).await?.ended {
        let numbers = [one.places, one.people, one.offered].map(|number| number.to_string());
        sheet.rows.push([label(one.from), label(one.until)].into_iter().chain(numbers).collect());
    }
    Ok(sheet)
}
