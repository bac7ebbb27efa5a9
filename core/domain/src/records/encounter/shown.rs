//! An encounter as a person reads it: everything that was recorded, step by step, in the same words on phone and desk.

use std::fmt::Write;

use serde::Serialize;

use super::judged::EncounterJudged;
use super::people::{Details, PersonKnown, VehicleKnown};
use super::steps::{EarlierHelp, Step};
use super::story::{Encounter, Oddity, Stage};
use super::{Detail, EncounterConduct, EncounterStep, Label, Outcome};
use crate::calendar::local_time;
use crate::records::seen::KeptPlace;

/// All of it below its first line; `judged` says how the conditions of a code stood.
#[must_use]
pub fn told(encounter: &Encounter, judged: impl Fn(&EncounterJudged) -> String) -> String {
    let mut text = String::new();
    let places = encounter.opened.place.into_iter().chain(encounter.positions.iter().map(|one| one.place));
    for place in places {
        let _ = writeln!(text, "  here: {}", of_place(place));
    }
    if let Some(land) = &encounter.land {
        let _ = writeln!(text, "  land: {}", spoken(land));
    }
    for operation in &encounter.operations {
        let _ = writeln!(text, "  operation {operation}");
    }
    encounter.conducts.iter().for_each(|one| text.push_str(&conduct(one)));
    encounter.judged.iter().for_each(|one| text.push_str(&judged(one)));
    for (label, one) in &encounter.people {
        let _ = writeln!(text, "  person {label}: {}", stage(&one.stage));
        for line in person(&one.known) {
            let _ = writeln!(text, "    {line}");
        }
        if let Some((outcome, words)) = &one.outcome {
            let _ = writeln!(text, "    ended: {}", ended(*outcome, words.as_deref()));
        }
    }
    for (label, one) in &encounter.vehicles {
        let _ = writeln!(text, "  vehicle {label}: {}", vehicle(one));
    }
    for (number, one) in (1..).zip(&encounter.steps) {
        let _ = writeln!(text, "  {number}. {}", step(one));
    }
    for one in &encounter.details {
        let _ = writeln!(text, "  {}", detail(one));
    }
    if let Some((outcome, words)) = &encounter.outcome {
        let _ = writeln!(text, "  ended for everybody else: {}", ended(*outcome, words.as_deref()));
    }
    settled_otherwise(&mut text, encounter);
    text
}

/// In a line for each: what was seen, with whom, and what came of it.
#[must_use]
pub fn in_short(encounter: &Encounter) -> String {
    let mut text = String::new();
    for one in &encounter.conducts {
        let _ = writeln!(text, "  {}: {}", one.code, one.text);
    }
    for (label, one) in &encounter.people {
        let outcome = one.outcome.as_ref().or(encounter.outcome.as_ref());
        let outcome =
            outcome.map(|(outcome, words)| format!("; ended: {}", ended(*outcome, words.as_deref())));
        let _ = writeln!(text, "  person {label}: {}{}", stage(&one.stage), outcome.unwrap_or_default());
    }
    text
}

/// A position with its accuracy.
#[must_use]
pub fn of_place(place: KeptPlace) -> String {
    let good = place.accuracy.map(|tenths| format!(", good to {:.0} m", f64::from(tenths) / 10.0));
    let (lat, lon) = (f64::from(place.lat) / 1e7, f64::from(place.lon) / 1e7);
    format!("{lat:.5}, {lon:.5}{}", good.unwrap_or_default())
}

/// What was out of order, done without the power for it, or ended without a penalty.
fn settled_otherwise(text: &mut String, encounter: &Encounter) {
    for (place, oddity) in &encounter.oddities {
        let _ = writeln!(text, "  step {} is out of order: {oddity:?}", place + 1);
    }
    for (person, oddity) in &encounter.unpowered {
        let what = match oddity {
            Oddity::ArrestWithoutPower => "arrested by somebody who held no power for it",
            _ => "details were required under s50 by somebody who did not hold that power",
        };
        let _ = writeln!(text, "  {}: {what}", whom(*person));
    }
    for one in &encounter.no_fpn {
        let _ = writeln!(text, "  {}: no fixed penalty, {}", whom(one.person), one.reason);
    }
}

fn whom(person: Option<Label>) -> String {
    person.map_or_else(|| "everybody".to_owned(), |label| format!("person {label}"))
}

fn stage(stage: &Stage) -> &'static str {
    match stage {
        Stage::Noticed => "seen",
        Stage::Engaged => "spoken to",
        Stage::Advised => "advised",
        Stage::Required { .. } => "required",
        Stage::Complied => "complied",
        Stage::Surrendered { disposed: None, .. } => "handed it over",
        Stage::Surrendered { .. } => "handed it over, disposed of",
        Stage::Refused { .. } => "refused",
    }
}

fn conduct(one: &EncounterConduct) -> String {
    let EncounterConduct { code, text, time, person, vehicle, count, basis, at: _, seen: _, order: _ } = one;
    let when = time.map(|time| format!("{}, ", local_time(time))).unwrap_or_default();
    let mut of = Vec::new();
    of.extend(person.map(|label| format!("person {label}")));
    of.extend(vehicle.map(|label| format!("vehicle {label}")));
    of.extend(count.map(|count| format!("{count} of them")));
    let of = if of.is_empty() { String::new() } else { format!(", {}", of.join(", ")) };
    format!("  {code}: {text}  [{when}{}{of}]\n", spoken(basis))
}

fn person(known: &PersonKnown) -> Vec<String> {
    let PersonKnown { part, details, looks, appears_homeless, vulnerable, description } = known;
    let mut lines = Vec::new();
    lines.extend(part.map(|part| spoken(&part)));
    lines.extend(details.as_ref().map(|details| match details {
        Details::Refused { asked_under } => format!("would not say who; asked: {}", spoken(asked_under)),
        Details::Person { name, address, born, basis, believed } => {
            let born = born.map(|day| format!(", born {day}")).unwrap_or_default();
            let doubt = if *believed { "" } else { "; NOT BELIEVED" };
            format!("{}{born} ({}{doubt})", joined(name, address), spoken(basis))
        }
        Details::Body { name, address } => format!("body: {}", joined(name, address)),
    }));
    lines.extend(looks.map(|looks| format!("looks {}", spoken(&looks))));
    let marked = |what: &str, is: bool| if is { what.to_owned() } else { format!("not {what}") };
    lines.extend(appears_homeless.map(|is| marked("homeless, as it appears", is)));
    lines.extend(vulnerable.map(|is| marked("vulnerable, as it appears", is)));
    lines.extend(description.clone());
    lines
}

fn joined(name: &str, address: &[String]) -> String {
    std::iter::once(name).chain(address.iter().map(String::as_str)).collect::<Vec<_>>().join(", ")
}

fn vehicle(known: &VehicleKnown) -> String {
    let VehicleKnown { kind, plate, make, colour, vin, untold, driver } = known;
    let mut said = Vec::new();
    said.extend(kind.map(|kind| spoken(&kind)));
    said.extend(
        plate.as_ref().map(|plate| if plate.is_empty() { "no plate".to_owned() } else { plate.clone() }),
    );
    said.extend(make.clone());
    said.extend(colour.clone());
    said.extend(vin.as_ref().map(|vin| format!("VIN {vin}")));
    said.extend(untold.as_ref().map(|why| format!("cannot be told: {why}")));
    said.extend(driver.map(|label| format!("driven by person {label}")));
    said.join(", ")
}

fn step(told: &EncounterStep) -> String {
    let EncounterStep { time, person, step, at: _ } = told;
    let when = time.map_or_else(|| "(no time told)".to_owned(), local_time);
    let with = person.map(|label| format!(", person {label}")).unwrap_or_default();
    format!("{when}{with}: {}", said(step))
}

fn said(step: &Step) -> String {
    let marked = |is: &bool, yes: &str, no: &str| if *is { yes.to_owned() } else { no.to_owned() };
    match step {
        Step::Engaged { words } => format!("spoken to: \"{words}\""),
        Step::Advised { words } => format!("advised: \"{words}\""),
        Step::Required { words, belief, offence_told } => {
            let told = marked(
                offence_told,
                "told that failing is an offence",
                "NOT told that failing is an offence",
            );
            format!("required: \"{words}\"; believed because: {belief}; {told}")
        }
        Step::Directed { condition, words } => format!("directed under {condition}: \"{words}\""),
        Step::Complied => "did what was asked".to_owned(),
        Step::Surrendered { items } => {
            let items: Vec<_> =
                items.iter().map(|item| format!("{} ({})", item.what, item.quantity)).collect();
            format!("handed over: {}", items.join(", "))
        }
        Step::Disposed { how, witness } => {
            let witness = witness.as_ref().map(|who| format!(", seen by {who}")).unwrap_or_default();
            format!("disposed of: {how}{witness}")
        }
        Step::Refused { words: Some(words) } => format!("refused: \"{words}\""),
        Step::Refused { words: None } => "refused".to_owned(),
        Step::AuthorityAsked => "asked to see the authority".to_owned(),
        Step::AuthorityShown => "the authority was shown".to_owned(),
        Step::IdShown => "identification was shown".to_owned(),
        Step::Suspected => "an offence was suspected from here on".to_owned(),
        Step::Cautioned { version } => format!("cautioned, version {version}"),
        Step::ExcuseAsked { answer } if answer.is_empty() => {
            "asked for a reasonable excuse: no answer".to_owned()
        }
        Step::ExcuseAsked { answer } => format!("asked for a reasonable excuse: \"{answer}\""),
        Step::Questioned { question, answer } => format!("asked \"{question}\": \"{answer}\""),
        Step::Comment { words, offered, signed } => {
            let read = match (offered, signed) {
                (_, true) => "signed",
                (true, false) => "offered to sign, not signed",
                (false, false) => "not offered to sign",
            };
            format!("said unprompted: \"{words}\"; {read}")
        }
        Step::Understanding { language, help, explained_back } => {
            let language =
                language.as_ref().map(|language| format!("speaks {language}; ")).unwrap_or_default();
            let back = marked(explained_back, "explained it back", "did NOT explain it back");
            format!("{language}help: {}; {back}", spoken(help))
        }
        Step::HelpOffered { behaviour, help, answer, earlier, same_person } => {
            let earlier = earlier.as_ref().map(|earlier| match earlier {
                EarlierHelp::OwnEncounters(all) => {
                    let all: Vec<_> = all.iter().map(ToString::to_string).collect();
                    format!("; offered before in {}", all.join(", "))
                }
                EarlierHelp::Decision { reference } => format!("; offered before by decision {reference}"),
            });
            let same = same_person.as_ref().map(|why| format!("; the same person because: {why}"));
            format!(
                "help offered: {help}, {}; did beyond being homeless: {behaviour}{}{}",
                spoken(answer),
                earlier.unwrap_or_default(),
                same.unwrap_or_default()
            )
        }
        Step::ExemptionAsked { exemption, applies } => {
            format!(
                "asked about the exemption {exemption}: {}",
                marked(applies, "it applies", "it does not apply")
            )
        }
        Step::PremisesAsked { outside_condition } => {
            let outside = marked(outside_condition, "they are outside the condition", "no such place");
            format!("asked about licensed and other exempt premises: {outside}")
        }
    }
}

fn detail(detail: &Detail) -> String {
    match detail {
        Detail::Reference { system, value } => format!("{} {value}", spoken(system)),
        Detail::Witness { who, statement } => {
            format!("witness: {who}{}", if *statement { ", gave a statement" } else { "" })
        }
        Detail::OwnStatement { text } => format!("own statement: {text}"),
        Detail::Evidence(evidence) => {
            format!("photograph or recording: {} [{}]", evidence.shows, evidence.content)
        }
        Detail::Land(land) => format!("land: {}", spoken(land)),
        Detail::Operation(name) => format!("operation {name}"),
        Detail::Annotation(text) => format!("added later: {text}"),
    }
}

fn ended(outcome: Outcome, words: Option<&str>) -> String {
    let outcome = match outcome {
        Outcome::None => "nothing further".to_owned(),
        Outcome::Fpn => "fixed penalty notice".to_owned(),
        Outcome::CboBreach => "breach of a criminal behaviour order reported".to_owned(),
        Outcome::ClosureBreach => "breach of a closure order reported".to_owned(),
        Outcome::Warning
        | Outcome::Report
        | Outcome::Arrest
        | Outcome::Referral
        | Outcome::AcceptableBehaviourAgreement
        | Outcome::DispersalReported => spoken(&outcome),
    };
    words.map_or(outcome.clone(), |words| format!("{outcome}: {words}"))
}

/// A code as people say it.
fn spoken(code: &impl Serialize) -> String {
    let code = serde_json::to_value(code).unwrap_or_default();
    code.as_str().unwrap_or_default().replace('_', " ")
}
