//! Briefing cards on the command line, for somebody who reads them on the way. Nothing is decided here.

use std::fmt::Write;

use beatbook_device::{
    AskWhere, BreachesView, CardAge, CardAnswer, CardList, CardView, CardsHere, PriorityView, ZoneName,
};
use beatbook_domain::calendar::local_label;
use beatbook_domain::cards::breaches::{CodeCount, ZoneBreaches};
use beatbook_domain::cards::conditions::ZoneCondition;
use beatbook_domain::records::tasking::TaskPriority;
use beatbook_domain::tasks::TaskState;
use clap::Args;
use serde_json::{Value, json};

use crate::applies::place;
use crate::commands::Phone;
use crate::error::PhoneError;
use crate::out;

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const PARTS: [&str; 6] = ["00-04", "04-08", "08-12", "12-16", "16-20", "20-24"];
const HOUR_MS: i64 = 3_600_000;

/// Which card.
#[derive(Args)]
pub struct CardQuestion {
    /// `here` for the zones you are in, `list` for all that have a card, or a zone's code.
    pub which: String,
    /// With `here`: the place, in degrees; where the newest fix is, if not told.
    #[arg(long, value_name = "LAT,LON", value_parser = place, allow_hyphen_values = true)]
    pub at: Option<(f64, f64)>,
    /// Metres within which the true place lies.
    #[arg(long, value_name = "M", default_value_t = 5.0, requires = "at")]
    pub accuracy: f64,
    /// Answers in JSON.
    #[arg(long)]
    pub json: bool,
}

impl Phone {
    /// Shows a card, those of a place, or which there are.
    pub fn card(&self, asked: &CardQuestion) -> Result<(), PhoneError> {
        let book = self.open()?;
        let (text, value) = match asked.which.as_str() {
            "here" => {
                let place = match asked.at {
                    Some((lat, lon)) => AskWhere::At { lat, lon, accuracy_m: asked.accuracy },
                    None => AskWhere::Newest,
                };
                let here = book.cards_here(place)?;
                (of_place(&here), json_here(&here))
            }
            "list" => {
                let list = book.cards()?;
                (of_list(&list), json_list(&list))
            }
            code => {
                let answer = book.card(code)?;
                let Some(zone) = &answer.zone else {
                    book.shutdown()?;
                    return Err(PhoneError::NoCardZone(of_briefing(&answer.age)));
                };
                let card = answer.card.as_deref();
                (card.map_or_else(|| no_card(zone, &answer.age), shown), json_answer(&answer))
            }
        };
        book.shutdown()?;
        if asked.json { out::line(value) } else { out::text(text) }
    }
}

/// One line that names zones with a card, for whoever has just signed on; nothing if there are none.
pub fn hint(list: &CardList) -> String {
    if list.cards.is_empty() {
        return String::new();
    }
    let named: Vec<String> =
        list.cards.iter().map(|line| format!("{} ({})", line.zone.name, line.zone.code)).collect();
    let old = match list.age.age {
        Some(_) if list.age.stale => "; OLD: sync when you can",
        Some(_) => "",
        None => "; of unknown age",
    };
    format!("briefing cards: {} – `card here` or `card CODE` shows one{old}\n", named.join(", "))
}

fn of_place(here: &CardsHere) -> String {
    let mut text: String = here.cards.iter().map(shown).collect::<Vec<_>>().join("\n");
    if here.zones.is_empty() {
        text.push_str(&format!("no zone that could have a card is here; {}\n", of_briefing(&here.age)));
    }
    for zone in &here.zones {
        if here.cards.iter().all(|card| card.zone.code != zone.code) {
            text.push_str(&no_card(zone, &here.age));
        }
    }
    text
}

fn of_list(list: &CardList) -> String {
    let mut text = String::new();
    if list.cards.is_empty() {
        text.push_str(&format!("no cards; {}\n", of_briefing(&list.age)));
    } else {
        text.push_str(&of_age(&list.age));
    }
    for line in &list.cards {
        let until = line.until.map(|until| format!("  until {until}")).unwrap_or_default();
        let review = if line.review_overdue { "  REVIEW OVERDUE" } else { "" };
        let _ = writeln!(text, "{}  {}  {}{until}{review}", line.zone.code, line.zone.name, kind(&line.zone));
    }
    text
}

fn no_card(zone: &ZoneName, age: &CardAge) -> String {
    format!("no card for {} ({}, {}) by {}\n", zone.name, zone.code, kind(zone), of_briefing(age))
}

fn kind(zone: &ZoneName) -> String {
    zone.kind.name().replace('_', " ")
}

fn of_briefing(age: &CardAge) -> String {
    match age.synced.and_then(|synced| local_label(synced).ok()) {
        Some(synced) => format!("the briefing of {synced}"),
        None => "this phone, which has not met its server yet".to_owned(),
    }
}

fn of_age(age: &CardAge) -> String {
    let old = match age.age {
        Some(age) => format!("{} h old", age / HOUR_MS),
        None => "of unknown age".to_owned(),
    };
    let stale = if age.stale { " – STALE: things may have changed, sync when you can" } else { "" };
    format!("{}, {old}{stale}\n", of_briefing(age))
}

/// A card as it is read.
fn shown(card: &CardView) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "{} ({}), {}", card.zone.name.to_uppercase(), card.zone.code, kind(&card.zone));
    text.push_str(&of_age(&card.age));
    let set = &card.set;
    let until = set.until.map(|until| format!(" until {until}")).unwrap_or_default();
    let _ = writeln!(
        text,
        "card set {}, holds from {}{until}, kept by {}",
        local_label(set.at).unwrap_or_default(),
        set.from,
        set.team
    );
    if let Some((code, name)) = &card.officer {
        let _ = writeln!(text, "beat officer {code} {name}");
    }
    if let Some(plan) = &set.plan {
        let overdue = if card.review_overdue { " – REVIEW OVERDUE" } else { "" };
        let kind = plan.kind.name().to_uppercase();
        let _ = writeln!(text, "plan {} ({kind}), next review {}{overdue}", plan.reference, plan.review);
    }
    heading(&mut text, "PRIORITIES", card.priorities.is_empty(), "none today");
    card.priorities.iter().for_each(|one| text.push_str(&of_priority(one)));
    heading(&mut text, "WHAT TO DO", set.todo.is_empty(), "nothing is said");
    set.todo.iter().for_each(|line| text.push_str(&format!("  - {line}\n")));
    if !set.avoid.is_empty() {
        heading(&mut text, "NOT TO DO, AND HAZARDS", false, "");
        set.avoid.iter().for_each(|line| text.push_str(&format!("  ! {line}\n")));
    }
    text.push_str(&of_breaches(&card.breaches));
    heading(&mut text, "YOUR TASKS HERE", card.tasks.is_empty(), "none");
    for view in &card.tasks {
        let set = &view.task.set;
        let urgent = if set.priority == TaskPriority::High { " HIGH" } else { "" };
        let overdue = if view.overdue { " OVERDUE" } else { "" };
        let until = local_label(set.until).unwrap_or_default();
        let _ = writeln!(text, "  -{urgent} {}, until {until}{overdue}", set.what);
    }
    heading(&mut text, "ORDERS IN FORCE HERE", card.orders.is_empty(), "none that this phone knows of");
    card.orders.iter().for_each(|one| text.push_str(&of_order(one)));
    text
}

fn heading(text: &mut String, name: &str, empty: bool, none: &str) {
    let _ = if empty { writeln!(text, "{name}: {none}") } else { writeln!(text, "{name}") };
}

fn of_priority(one: &PriorityView) -> String {
    let PriorityView { priority, done } = one;
    let mut text = format!("  {}  {} ({})\n", priority.code, priority.words, priority.source);
    if let Some(done) = done {
        let _ = writeln!(text, "      done {}: {}", done.on, done.did);
    }
    text
}

fn of_breaches(view: &BreachesView) -> String {
    let (told, as_at, stale) = match view {
        BreachesView::NotForRoles => {
            return "BREACHES: not among what your roles read\n".to_owned();
        }
        BreachesView::NotCounted => {
            return "BREACHES: not counted yet; they come with the next sync\n".to_owned();
        }
        BreachesView::Counted { told, as_at, stale } => (told, as_at, *stale),
    };
    let as_at = local_label(*as_at).unwrap_or_default();
    let stale = if stale { " – STALE" } else { "" };
    let mut text = format!(
        "BREACHES of {} days as at {as_at}: {}, {} in the {} days before{stale}\n",
        told.days, told.now, told.before, told.days
    );
    for one in &told.codes {
        let order = one.order.as_deref().map(|order| format!("{order} ")).unwrap_or_default();
        let _ = writeln!(text, "  {order}{}: {}, before {}", one.code, one.now, one.before);
    }
    if told.others != (0, 0) {
        let _ = writeln!(text, "  others: {}, before {}", told.others.0, told.others.1);
    }
    if told.now > 0 {
        let _ = writeln!(text, "  by day:  {}", row(&DAYS, &told.weekdays));
        let _ = writeln!(text, "  by hour: {}", row(&PARTS, &told.parts));
    }
    text
}

fn row(names: &[&str], numbers: &[u32]) -> String {
    let cells: Vec<String> =
        names.iter().zip(numbers).map(|(name, number)| format!("{name} {number}")).collect();
    cells.join("  ")
}

fn of_order(one: &ZoneCondition) -> String {
    let times = if one.at_times { " [at its hours]" } else { "" };
    let illustrative = if one.illustrative { " ILLUSTRATIVE" } else { "" };
    format!("  {} {}{illustrative}: {}{times}\n", one.order, one.code, one.line)
}

fn json_age(age: &CardAge) -> Value {
    json!({ "synced": age.synced, "age_ms": age.age, "stale": age.stale })
}

fn json_zone(zone: &ZoneName) -> Value {
    json!({ "code": zone.code, "name": zone.name, "kind": zone.kind.name() })
}

fn json_answer(answer: &CardAnswer) -> Value {
    json!({
        "zone": answer.zone.as_ref().map(json_zone),
        "card": answer.card.as_deref().map(json_card),
        "age": json_age(&answer.age),
    })
}

fn json_here(here: &CardsHere) -> Value {
    json!({
        "zones": here.zones.iter().map(json_zone).collect::<Vec<_>>(),
        "cards": here.cards.iter().map(json_card).collect::<Vec<_>>(),
        "age": json_age(&here.age),
    })
}

fn json_list(list: &CardList) -> Value {
    let line = |line: &beatbook_device::CardLine| json!({ "zone": json_zone(&line.zone), "until": line.until, "review_overdue": line.review_overdue });
    json!({ "cards": list.cards.iter().map(line).collect::<Vec<_>>(), "age": json_age(&list.age) })
}

/// The same for programs.
fn json_card(card: &CardView) -> Value {
    let priority = |one: &PriorityView| {
        json!({
            "priority": one.priority,
            "done": one.done.as_ref().map(|done| json!({ "did": done.did, "on": done.on })),
        })
    };
    let task = |view: &beatbook_device::TaskView| {
        let set = &view.task.set;
        let accepted = matches!(view.task.state, TaskState::Accepted { .. });
        json!({
            "task": set.task, "what": set.what, "until": set.until, "priority": set.priority,
            "accepted": accepted, "overdue": view.overdue,
        })
    };
    let order = |one: &ZoneCondition| {
        json!({
            "order": one.order, "title": one.title, "version": one.version, "illustrative": one.illustrative,
            "condition": one.code, "line": one.line, "at_times": one.at_times,
        })
    };
    let breaches = match &card.breaches {
        BreachesView::NotForRoles => json!({ "state": "not_for_roles" }),
        BreachesView::NotCounted => json!({ "state": "not_counted" }),
        BreachesView::Counted { told, as_at, stale } => {
            json!({ "state": "counted", "as_at": as_at, "stale": stale, "numbers": numbers(told) })
        }
    };
    json!({
        "zone": json_zone(&card.zone),
        "set": card.set.at, "from": card.set.from, "until": card.set.until, "team": card.set.team,
        "officer": card.officer.as_ref().map(|(code, name)| json!({ "code": code, "name": name })),
        "priorities": card.priorities.iter().map(priority).collect::<Vec<_>>(),
        "plan": card.set.plan, "review_overdue": card.review_overdue,
        "do": card.set.todo, "avoid": card.set.avoid,
        "breaches": breaches,
        "tasks": card.tasks.iter().map(task).collect::<Vec<_>>(),
        "orders": card.orders.iter().map(order).collect::<Vec<_>>(),
        "age": json_age(&card.age),
    })
}

fn numbers(told: &ZoneBreaches) -> Value {
    let code = |one: &CodeCount| json!({ "order": one.order, "code": one.code, "now": one.now, "before": one.before });
    let named = |names: &[&str], numbers: &[u32]| -> Value {
        names.iter().map(|name| (*name).to_owned()).zip(numbers.iter().map(|number| json!(number))).collect()
    };
    json!({
        "days": told.days, "now": told.now, "before": told.before,
        "codes": told.codes.iter().map(code).collect::<Vec<_>>(),
        "others": { "now": told.others.0, "before": told.others.1 },
        "by_day": named(&DAYS, &told.weekdays), "by_hour": named(&PARTS, &told.parts),
    })
}
