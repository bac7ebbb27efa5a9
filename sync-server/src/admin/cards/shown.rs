//! One card with its history, and the list of cards, as the desk reads them.

use beatbook_domain::access::Reading;
use beatbook_domain::calendar::local_label;
use beatbook_domain::cards::Card;
use beatbook_domain::cards::breaches::ZoneBreaches;
use beatbook_domain::records::card::{CardEntry, CardSet, may_have_card};
use jiff::civil::Date;
use serde_json::{Value, json};

use super::super::office::{Office, Told};
use super::super::seat::Seat;
use super::super::sheet::Sheet;
use crate::cards::{cards, counted, zone_now};
use crate::error::ServerError;

/// One card, what was told of it, and what was seen lately for those who read that.
pub(super) async fn show(
    office: &Office,
    seat: &Seat,
    card: &Card,
    zone: &str,
    now: i64,
) -> Result<Told, ServerError> {
    // As on a phone: who reads only what they enforced themselves has no numbers of everybody's.
    let reads = seat.reads_enforcement(Reading { same_team: true, closed: true, ..Reading::default() });
    let breaches = match reads {
        true => counted(&office.service, &seat.scope, now).await?.into_iter().find(|one| one.zone == zone),
        false => None,
    };
    let today = seat.today;
    let mut text = match card.on(today) {
        Some(set) => written(set, card, seat, today),
        None => format!("zone {zone} has no card today\n"),
    };
    match &breaches {
        Some(told) => text.push_str(&of_breaches(told)),
        None if !reads => text.push_str("breaches: not among what this officer's roles read\n"),
        None => {}
    }
    text.push_str("history\n");
    card.history().iter().for_each(|step| text.push_str(&format!("  {}\n", of_step(step, seat))));
    let history: Vec<Value> = card.history().iter().map(|step| json_step(step, seat)).collect();
    let json = json!({ "zone": zone, "card": card.on(today), "breaches": breaches, "history": history });
    Ok(Told::ok(text, json))
}

fn written(set: &CardSet, card: &Card, seat: &Seat, today: Date) -> String {
    let until = set.until.map(|until| format!(" until {until}")).unwrap_or_default();
    let mut text = format!("card of {}, holds from {}{until}, kept by {}\n", set.zone, set.from, set.team);
    if let Some(officer) = set.officer {
        text.push_str(&format!("beat officer {}\n", seat.code(officer)));
    }
    if let Some(plan) = &set.plan {
        let due = if plan.review < today { " – OVERDUE" } else { "" };
        let (kind, reference, review) = (plan.kind.name(), &plan.reference, plan.review);
        text.push_str(&format!("plan {reference} ({kind}), next review {review}{due}\n"));
    }
    for one in &set.priorities {
        text.push_str(&format!("priority {}: {} ({})\n", one.code, one.words, one.source));
        if let Some(done) = card.closed(&one.code) {
            text.push_str(&format!("  done {}: {}\n", done.on, done.did));
        }
    }
    set.todo.iter().for_each(|line| text.push_str(&format!("do: {line}\n")));
    set.avoid.iter().for_each(|line| text.push_str(&format!("not: {line}\n")));
    text
}

fn of_breaches(told: &ZoneBreaches) -> String {
    let mut text = format!("breaches of {} days: {}, before {}\n", told.days, told.now, told.before);
    for one in &told.codes {
        let order = one.order.as_deref().map(|order| format!("{order} ")).unwrap_or_default();
        text.push_str(&format!("  {order}{}: {}, before {}\n", one.code, one.now, one.before));
    }
    if told.others != (0, 0) {
        text.push_str(&format!("  others: {}, before {}\n", told.others.0, told.others.1));
    }
    let verdict = if told.adds_up() { "adds up" } else { "DOES NOT ADD UP" };
    text.push_str(&format!("  check: codes, days and hours each come to {}; {verdict}\n", told.now));
    text
}

fn of_step(step: &CardEntry, seat: &Seat) -> String {
    let at = |at: i64| local_label(at).unwrap_or_default();
    match step {
        CardEntry::Set(set) => {
            let number = set.priorities.len();
            format!("{} set by {}, {number} priorities", at(set.at), seat.code(set.by))
        }
        CardEntry::Withdrawn(gone) => {
            format!("{} withdrawn by {}: {}", at(gone.at), seat.code(gone.by), gone.why)
        }
        CardEntry::Closed(one) => {
            format!("{} priority {} closed by {}: {}", at(one.at), one.priority, seat.code(one.by), one.did)
        }
        CardEntry::Breaches(_) => String::new(),
    }
}

fn json_step(step: &CardEntry, seat: &Seat) -> Value {
    match step {
        CardEntry::Set(set) => json!({ "what": "set", "at": set.at, "by": seat.code(set.by), "card": set }),
        CardEntry::Withdrawn(gone) => {
            json!({ "what": "withdrawn", "at": gone.at, "by": seat.code(gone.by), "why": gone.why })
        }
        CardEntry::Closed(one) => json!({
            "what": "closed", "at": one.at, "by": seat.code(one.by), "priority": one.priority,
            "did": one.did, "on": one.on,
        }),
        CardEntry::Breaches(_) => Value::Null,
    }
}

/// Zones that have a card, each as it was set last; `due`: only those that somebody has to look at.
pub(super) async fn list(office: &Office, seat: &Seat, due: bool) -> Result<Sheet, ServerError> {
    let (service, now, today) = (&office.service, office.service.clock().now(), seat.today);
    let store = &**service.store();
    let briefing = service.briefings().get(store, &seat.scope, None).await?.unwrap_or_default();
    let columns =
        ["zone", "name", "kind", "team", "officer", "priorities", "plan", "review", "from", "until", "state"];
    let which = if due { "Briefing cards to look at" } else { "Briefing cards" };
    let mut sheet = Sheet::new(which, &columns);
    let all = cards(store, &seat.scope).await?;
    // One that is to come leaves the one before in force until then: both are listed.
    let sets = all.iter().flat_map(|(code, card)| {
        let newest = card.newest();
        let holds = card.on(today).filter(|set| newest.is_some_and(|newest| newest != *set));
        holds.into_iter().chain(newest).map(move |set| (code, set))
    });
    for (code, set) in sets {
        let zone = zone_now(&briefing, code, now);
        let review = set.plan.as_ref().map(|plan| plan.review);
        let state = match review {
            _ if !zone.is_some_and(|zone| may_have_card(zone.kind)) => "no zone that may have a card",
            _ if set.until.is_some_and(|until| until < today) => "over",
            Some(review) if review < today => "review overdue",
            Some(review) if review == today => "review today",
            _ if today < set.from => "not begun",
            _ => "in force",
        };
        if due && matches!(state, "in force" | "not begun") {
            continue;
        }
        let plan = set.plan.as_ref().map(|plan| format!("{} ({})", plan.reference, plan.kind.name()));
        let codes: Vec<&str> = set.priorities.iter().map(|one| one.code.as_str()).collect();
        let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        sheet.rows.push(vec![
            code.clone(),
            zone.map(|zone| zone.name.clone()).unwrap_or_default(),
            zone.map(|zone| zone.kind.name().to_owned()).unwrap_or_default(),
            set.team.clone(),
            set.officer.map(|officer| seat.code(officer)).unwrap_or_default(),
            codes.join(", "),
            plan.unwrap_or_default(),
            day(review),
            set.from.to_string(),
            day(set.until),
            state.to_owned(),
        ]);
    }
    Ok(sheet)
}
