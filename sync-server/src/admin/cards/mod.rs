//! Briefing cards at the desk: set, closed priority by priority, withdrawn, shown with their history, listed when a review is
//! due, and the ward report.

mod report;
mod shown;
mod words;

use beatbook_domain::calendar::parse_day;
use beatbook_domain::cards::{Card, policy};
use beatbook_domain::records::card::{
    CardEntry, CardForm, CardPlan, CardPriority, CardSet, CardWithdrawn, PlanKind, PriorityClosed,
    may_have_card,
};
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::zone::ZoneVersion;
use jiff::civil::Date;
use serde_json::json;

use super::office::{Office, Told};
use super::seat::Seat;
use crate::auth::Purpose;
use crate::cards::{cards, renew, zone_now};
use crate::error::ServerError;
use crate::random;
use crate::store::Officer;
pub use words::{CardCommand, CardSetArgs};

/// Carries one of the commands out.
pub(super) async fn carry_out(office: &Office, command: CardCommand) -> Result<Told, ServerError> {
    match command {
        CardCommand::Set(args) => set(office, args).await,
        CardCommand::Close { zone, priority, did, on, reader } => {
            let seat = Seat::open(office, &reader, "priority of a card closed").await?;
            let (card, known) = kept(office, &seat, &zone).await?;
            let is = |one: &&CardPriority| one.is_coded(&priority);
            let known_as = card.priorities().into_iter().find(is).map(|one| one.code.clone());
            let why = "the zone's card never had a priority of this code: `card show` lists them";
            let priority = known_as.ok_or_else(|| ServerError::refused("unknown_priority", why))?;
            let on = on.unwrap_or(seat.today);
            if on > seat.today {
                let why = "what was done was done by today: give the day on which it was";
                return Err(ServerError::refused("priority_on", why));
            }
            let (card, at, by) = (known.card, office.service.clock().now(), seat.reader.id);
            let closed = PriorityClosed { card, zone: zone.clone(), at, priority, did, on, by };
            form(closed.check())?;
            let text = format!("priority {} of {zone} is closed; phones are told", closed.priority);
            tell(office, &seat, &zone, CardEntry::Closed(closed), "priority closed").await?;
            Ok(Told::ok(text, json!({ "zone": zone, "on": on })))
        }
        CardCommand::Withdraw { zone, why, reader } => {
            let seat = Seat::open(office, &reader, "card withdrawn").await?;
            let (_, known) = kept(office, &seat, &zone).await?;
            let (card, at, by) = (known.card, office.service.clock().now(), seat.reader.id);
            let withdrawn = CardWithdrawn { card, zone: zone.clone(), at, why, by };
            form(withdrawn.check())?;
            tell(office, &seat, &zone, CardEntry::Withdrawn(withdrawn), "withdrawn").await?;
            let text = format!("the card of {zone} is withdrawn; phones are told at their next sync");
            Ok(Told::ok(text, json!({ "zone": zone })))
        }
        CardCommand::Show { zone, reader } => {
            let seat = Seat::taken(office, &reader, Purpose::Beat).await?;
            let (store, now) = (&**office.service.store(), office.service.clock().now());
            let known = cards(store, &seat.scope).await?.remove(&zone);
            log(office, &seat, "briefing card", known.is_some().then_some(&zone)).await?;
            let known = known.ok_or_else(no_card)?;
            shown::show(office, &seat, &known, &zone, now).await
        }
        CardCommand::List { reader, due, form } => {
            let seat = Seat::open(office, &reader, "list of briefing cards").await?;
            shown::list(office, &seat, due).await?.told(form.csv)
        }
        CardCommand::Report { ward, period, reader, form } => {
            report::ward(office, &reader, &ward, &period, form.csv).await
        }
    }
}

/// Writes down what is looked at before it is shown: of a zone that there is, which. Any other word may be anything.
async fn log(office: &Office, seat: &Seat, what: &str, zone: Option<&String>) -> Result<(), ServerError> {
    let what = zone.map_or_else(|| what.to_owned(), |zone| format!("{what} of {zone}"));
    Ok(office.service.store().log_access(&seat.scope, &what, seat.reason.as_deref()).await?)
}

fn no_card() -> ServerError {
    ServerError::refused("no_card", "this zone has no card: `card list` shows those that have")
}

fn form(checked: Result<(), CardForm>) -> Result<(), ServerError> {
    checked.map_err(|form| ServerError::refused(form.code(), form))
}

/// A zone in force now that may have a card.
async fn zone_of(office: &Office, seat: &Seat, code: &str) -> Result<ZoneVersion, ServerError> {
    let service = &office.service;
    let briefing = service.briefings().get(&**service.store(), &seat.scope, None).await?.unwrap_or_default();
    let found = zone_now(&briefing, code, service.clock().now()).cloned();
    let why = "no zone of this code is in force: `zones list` shows those that are";
    let zone = found.ok_or_else(|| ServerError::refused("unknown_zone", why))?;
    form(if may_have_card(zone.kind) { Ok(()) } else { Err(CardForm::ZoneKind) })?;
    Ok(zone)
}

/// The card of a zone as it was set last, if the reader keeps it.
async fn kept(office: &Office, seat: &Seat, zone: &str) -> Result<(Card, CardSet), ServerError> {
    seat.check_leads()?;
    let card = cards(&**office.service.store(), &seat.scope).await?.remove(zone).ok_or_else(no_card)?;
    let known = card.newest().cloned().ok_or_else(no_card)?;
    Seat::check(keeps(seat, &known.team))?;
    Ok((card, known))
}

/// Whether the reader keeps the cards of a team, as whoever sets its tasks does.
fn keeps(seat: &Seat, team: &str) -> bool {
    seat.reads_all() || seat.leads_team() && seat.reader.team == team
}

async fn set(office: &Office, args: CardSetArgs) -> Result<Told, ServerError> {
    let seat = Seat::open(office, &args.reader, "card set").await?;
    seat.check_leads()?;
    let zone = zone_of(office, &seat, &args.zone).await?.code;
    let team = args.team.unwrap_or_else(|| seat.reader.team.clone());
    if !seat.officers.iter().any(|one| one.team == team) {
        let why = "no officer is of this team: `officer list` shows how teams are spelled";
        return Err(ServerError::refused("unknown_team", why));
    }
    let officer = args.officer.as_deref().map(|named| found(&seat, named)).transpose()?;
    Seat::check(keeps(&seat, &team) && officer.is_none_or(|one| keeps(&seat, &one.team)))?;
    let before = cards(&**office.service.store(), &seat.scope).await?.remove(&zone).unwrap_or_default();
    Seat::check(before.newest().is_none_or(|known| keeps(&seat, &known.team)))?;
    let from = args.from.unwrap_or(seat.today);
    let priority = |text: &String| priority(text, from, args.until);
    let card = match before.id() {
        Some(card) => card,
        None => random::id(office.service.clock())?,
    };
    let set = CardSet {
        card,
        zone: zone.clone(),
        at: office.service.clock().now(),
        team,
        officer: officer.map(|one| one.id),
        priorities: args.priorities.iter().map(priority).collect::<Result<_, _>>()?,
        plan: plan(args.pmp, args.nim, args.review),
        todo: args.todo,
        avoid: args.avoid,
        breach_days: args.breach_days.unwrap_or(policy().breach_days),
        from,
        until: args.until,
        by: seat.reader.id,
    };
    form(set.check(seat.today))?;
    if let Some(code) = before.reuses(&set) {
        let why =
            format!("priority {code} was closed and said something else: give the new one another code");
        return Err(ServerError::refused("priority_closed", why));
    }
    tell(office, &seat, &zone, CardEntry::Set(Box::new(set)), "set").await?;
    let text = format!("the card of {zone} is set; phones have it at their next sync");
    Ok(Told::ok(text, json!({ "zone": zone, "card": card })))
}

fn found<'s>(seat: &'s Seat, named: &str) -> Result<&'s Officer, ServerError> {
    let is = |one: &&Officer| one.code == named || one.id.to_string() == named;
    seat.officers.iter().find(is).ok_or(ServerError::UnknownOfficer)
}

fn plan(pmp: Option<String>, nim: Option<String>, review: Option<Date>) -> Option<CardPlan> {
    let (kind, reference) = match (pmp, nim) {
        (Some(reference), _) => (PlanKind::Pmp, reference),
        (None, nim) => (PlanKind::Nim, nim?),
    };
    Some(CardPlan { kind, reference, review: review? })
}

/// "CODE; WORDS; SOURCE", and from when and until when if that is not as of the card.
fn priority(text: &str, from: Date, until: Option<Date>) -> Result<CardPriority, ServerError> {
    let why = "write a priority as \"CODE; WORDS; QUARTER OR SURVEY\", and its days after that if they differ from the \
               card's: \"…; 2026-10-01; 2026-12-31\"";
    let refused = || ServerError::refused("card_priority", why);
    let day = |part: &str| parse_day(part).map_err(|_| refused());
    let parts: Vec<&str> = text.split(';').map(str::trim).collect();
    let (code, words, source, days) = match parts[..] {
        [code, words, source] => (code, words, source, (from, until)),
        [code, words, source, first] => (code, words, source, (day(first)?, until)),
        [code, words, source, first, last] => (code, words, source, (day(first)?, Some(day(last)?))),
        _ => return Err(refused()),
    };
    Ok(CardPriority {
        code: code.to_owned(),
        words: words.to_owned(),
        source: source.to_owned(),
        from: days.0,
        until: days.1,
    })
}

/// Writes what is told of a card into the journal, and counts anew what was seen in zones with a card.
async fn tell(
    office: &Office,
    seat: &Seat,
    zone: &str,
    entry: CardEntry,
    what: &str,
) -> Result<(), ServerError> {
    let (service, recounts) = (&office.service, !matches!(entry, CardEntry::Closed(_)));
    let card = match &entry {
        CardEntry::Set(set) => set.card,
        CardEntry::Withdrawn(withdrawn) => withdrawn.card,
        CardEntry::Closed(closed) => closed.card,
        CardEntry::Breaches(_) => return Ok(()),
    };
    let what = format!("card of {zone}: {what}");
    service.store().tell_work(&seat.scope, card, vec![ServerBody::Card(entry)], what).await?;
    if recounts && let Err(fault) = renew(service, &seat.scope).await {
        // The card is told; what was seen is counted with the next day.
        tracing::error!(%fault, "what was seen lately could not be counted for a card");
    }
    Ok(())
}
