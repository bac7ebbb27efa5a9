//! Welfare records and what outreach has at hand, as a person reads them and for programs.

use std::fmt::Write;

use beatbook_device::{ColdNightView, SeenBefore, ServiceView, WelfareAnswer, WelfareNews, WelfareView};
use beatbook_domain::calendar::local_label;
use beatbook_domain::records::seen::KeptPlace;
use beatbook_domain::records::welfare::people::PersonSeen;
use beatbook_domain::records::welfare::steps::CareStep;
use beatbook_domain::records::welfare::{WelfareAbout, WelfareStep};
use beatbook_domain::welfare::grid::GridRef;
use beatbook_domain::welfare::risk::RiskAssessment;
use serde_json::{Value, json};

use crate::count_shown::{at_once, looks};

/// Who tells of 999 does so within this, milliseconds.
const RUNG_LATELY_MS: i64 = 2 * 3_600_000;

/// What cannot wait of what was told, the most urgent first: what to tell 999, a child, and what looks wrong.
pub fn answered(answer: &WelfareAnswer) -> String {
    let card = answer.emergency.iter().flat_map(|emergency| &emergency.lines);
    let mut text: String = card.map(|line| format!("{line}\n")).collect();
    text.push_str(&at_once(answer.child_first.as_ref()));
    text + &looks(&answer.doubts)
}

/// That 999 was rung so many hours before it is told: a clock that is slow takes a time of today for one of the day before.
pub fn rung_long_ago(news: &WelfareNews, now: i64) -> Option<String> {
    let WelfareNews::Step { step: CareStep::Danger { called: Some(called), .. }, .. } = news else {
        return None;
    };
    let when = local_label(*called).ok().filter(|_| now.saturating_sub(*called) > RUNG_LATELY_MS)?;
    Some(format!(
        "LOOK: 999 is told as rung on {when}. If it was another day, tell it again with the date: --called 2025-09-06T04:30."
    ))
}

/// Services, one a line.
pub fn services(services: &[ServiceView]) -> String {
    if services.is_empty() {
        return "No service was told of yet: sync, or ask the coordinator.\n".to_owned();
    }
    let mut text = String::new();
    for ServiceView { service, stale } in services {
        let told = local_label(service.at).unwrap_or_default();
        let old = if *stale { ", MORE THAN A DAY OLD: ring first" } else { "" };
        let takes = if service.takes.is_empty() { "everybody" } else { &service.takes };
        let _ = writeln!(
            text,
            "{} ({}): {} of {} places free as at {told}{old}; takes {takes}",
            service.name,
            code_of(&service.kind),
            service.free,
            service.places
        );
    }
    text
}

/// The same for programs.
pub fn services_json(services: &[ServiceView]) -> Value {
    services.iter().map(|one| json!({ "service": one.service, "stale": one.stale })).collect()
}

/// The cold night's places, one a line.
pub fn cold(night: Option<&ColdNightView>) -> String {
    let Some(night) = night else { return "No cold night is on, as far as this phone knows.\n".to_owned() };
    let until = local_label(night.until).unwrap_or_default();
    let people: u32 = night.places.iter().map(|(_, still)| still).sum();
    let mut text = format!(
        "COLD NIGHT until {until}. People not yet offered a bed: {people}; places: {}. Then this list leaves the phone.\n",
        night.places.iter().filter(|(_, still)| *still > 0).count()
    );
    for (place, still) in &night.places {
        let left = if *still == 0 { "all were asked".to_owned() } else { format!("{still} to be asked") };
        let _ = writeln!(text, "  {}: {left}, of {} last seen by {}", place.place, place.people, place.last);
    }
    text
}

/// The same for programs.
pub fn cold_json(night: Option<&ColdNightView>) -> Value {
    night.map_or(Value::Null, |night| {
        let place = |(place, still): &(_, u32)| json!({ "place": place, "still_to_be_asked": still });
        json!({ "until": night.until, "places": night.places.iter().map(place).collect::<Vec<_>>() })
    })
}

/// Whether somebody was seen before, as this notebook alone tells.
pub fn seen_before(seen: &SeenBefore) -> String {
    let mut said = Vec::new();
    let flags = [(seen.flags.returning, "returning"), (seen.flags.long_term, "long-term")];
    said.extend(flags.into_iter().filter(|(is, _)| *is).map(|(_, name)| name.to_owned()));
    match (seen.same_day, seen.last) {
        (true, None) => said.push("seen today already, not before".to_owned()),
        (true, Some(last)) => said.push(format!("seen today already, before that on {last}")),
        (false, Some(last)) => said.push(format!("last seen on {last}")),
        (false, None) => said.push("not seen before".to_owned()),
    }
    format!("{}, by this notebook alone", said.join(", "))
}

/// A record, for a person.
pub fn shown(view: &WelfareView) -> String {
    let welfare = &view.welfare;
    let mut text = String::new();
    let begun = welfare.opened.time.map_or(welfare.opened.at.wall, |time| time.at);
    let begun = local_label(begun).unwrap_or_default();
    let opened = &welfare.opened;
    let about = match &opened.about {
        WelfareAbout::Contact => "contact".to_owned(),
        WelfareAbout::Check(subject) => format!("welfare check: {},", plain(&code_of(subject))),
    };
    let _ = writeln!(text, "{about} {}  {begun}", view.record);
    let reference = opened.place.and_then(reference);
    let place: Vec<String> = opened.address.clone().into_iter().chain(reference).collect();
    if !place.is_empty() {
        let _ = writeln!(text, "  at {}", place.join(", "));
    }
    for (label, person) in &welfare.people {
        let consent = match welfare.consent_of(*label) {
            Some(_) if view.agree.contains(label) => ", agrees to support",
            Some(_) => ", agreed to support, and said no in another record or may have: ask them again",
            None => "",
        };
        let _ = writeln!(text, "  person {label}: {}{consent}", person_words(person));
    }
    if let Some(risk) = welfare.risk() {
        let _ = writeln!(text, "  risk: {}", risk_words(risk));
    }
    for reference in welfare.references() {
        let _ = writeln!(text, "  reference {reference}");
    }
    for step in &welfare.steps {
        let _ = writeln!(text, "  {}", step_words(step));
    }
    match (&welfare.closed, view.open.first()) {
        (Some(closed), _) => {
            let _ = writeln!(text, "  complete: {}", code_of(&closed.result));
        }
        (None, Some(question)) => {
            let _ = writeln!(text, "  next: {}", question.remedy());
        }
        (None, None) => {
            let _ = writeln!(text, "  nothing is left to ask: say what it came to with `welfare close`");
        }
    }
    text
}

/// The name, and everything else that is known, by its name.
fn person_words(person: &PersonSeen) -> String {
    let names: Vec<&str> =
        [&person.given, &person.family, &person.initials].into_iter().flatten().map(String::as_str).collect();
    let name = if names.is_empty() { "nobody knows the name".to_owned() } else { names.join(" ") };
    let unnamed = PersonSeen { given: None, family: None, initials: None, ..person.clone() };
    let known = serde_json::to_value(unnamed).map(|known| fields_words(&known)).unwrap_or_default();
    if known.is_empty() { name } else { format!("{name}, {known}") }
}

/// A step as it was told: when, of whom, what, and each of its fields by name.
fn step_words(told: &WelfareStep) -> String {
    let when = local_label(told.told_at()).unwrap_or_default();
    let of = told.person.map(|person| format!("  person {person}")).unwrap_or_default();
    if let CareStep::Risk(risk) = &told.step {
        return format!("{when}{of}  risk: {}", risk_words(risk));
    }
    let what = match serde_json::to_value(&told.step) {
        Ok(Value::Object(fields)) => {
            let one = |(name, value): (&String, &Value)| format!("{}: {}", plain(name), fields_words(value));
            fields.iter().map(one).collect::<Vec<_>>().join(", ")
        }
        Ok(value) => fields_words(&value),
        Err(_) => String::new(),
    };
    format!("{when}{of}  {what}")
}

fn plain(name: &str) -> String {
    name.replace('_', " ")
}

/// Fields with their names, without those that are not told. Numbers as large as a time in milliseconds are one.
fn fields_words(value: &Value) -> String {
    const TIMES_FROM: i64 = 946_684_800_000;
    match value {
        Value::Null => String::new(),
        Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::String(text) => text.clone(),
        Value::Number(number) => match number.as_i64() {
            Some(time) if time >= TIMES_FROM => local_label(time).unwrap_or_else(|_| number.to_string()),
            _ => number.to_string(),
        },
        Value::Array(all) => all.iter().map(fields_words).collect::<Vec<_>>().join("; "),
        Value::Object(fields) => {
            let told = fields.iter().filter(|(_, value)| !value.is_null());
            let one = |(name, value): (&String, &Value)| format!("{} {}", plain(name), fields_words(value));
            told.map(one).collect::<Vec<_>>().join(", ")
        }
    }
}

/// The kinds of risk with their levels, and what is done about them.
fn risk_words(risk: &RiskAssessment) -> String {
    let found: Vec<_> =
        risk.risks.iter().map(|one| format!("{} {}", code_of(&one.kind), code_of(&one.level))).collect();
    let found = if found.is_empty() { "none found".to_owned() } else { found.join(", ") };
    let said: Vec<_> =
        [Some(&found), risk.seen.as_ref(), risk.plan.as_ref()].into_iter().flatten().cloned().collect();
    said.join("; ")
}

/// The grid reference of a place, eight figures.
pub fn reference(place: KeptPlace) -> Option<String> {
    GridRef::of_place(place).map(|reference| reference.to_string())
}

/// The stable name of a code.
pub fn code_of(code: &impl serde::Serialize) -> String {
    serde_json::to_value(code).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// A record, for programs.
pub fn json(view: &WelfareView) -> Value {
    let open: Vec<_> = view.open.iter().map(|question| question.code()).collect();
    json!({ "record": view.record, "welfare": view.welfare, "agree": view.agree, "open": open })
}
