//! An encounter as a person reads it: everything that was recorded, step by step, in the same words on phone and desk.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::judged::{Decision, EncounterJudged};
use super::people::{Details, PersonKnown};
use super::story::{Encounter, Oddity, Stage};
use super::words::spoken;
use super::{EncounterConduct, EncounterStep, Label, Outcome};
use crate::calendar::{local_label, local_time};
use crate::law::age::AgeBand;
use crate::records::seen::KeptPlace;
use crate::records::sharing::SharedField;

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
        let _ = writeln!(text, "  vehicle {label}: {}", one.in_words());
    }
    for (number, one) in (1..).zip(&encounter.steps) {
        let _ = writeln!(text, "  {number}. {}", step(one));
    }
    for one in &encounter.details {
        let _ = writeln!(text, "  {}", one.in_words());
    }
    if let Some((outcome, words)) = &encounter.outcome {
        let _ = writeln!(text, "  ended for everybody else: {}", ended(*outcome, words.as_deref()));
    }
    settled_otherwise(&mut text, encounter);
    text
}

/// Only these fields, as they are shared with the controller of a joint encounter.
#[must_use]
pub fn shared(
    encounter: &Encounter,
    officer: &str,
    numbers: &[String],
    fields: &BTreeSet<SharedField>,
) -> String {
    let mut text = String::new();
    for field in fields {
        let _ = match field {
            SharedField::Time => {
                let began = encounter.opened.time.and_then(|time| local_label(time.at).ok());
                writeln!(text, "  began {}", began.unwrap_or_else(|| "at a time not known".to_owned()))
            }
            SharedField::Place => {
                let place = encounter.opened.place.map(of_place);
                writeln!(text, "  here: {}", place.unwrap_or_else(|| "not known".to_owned()))
            }
            SharedField::Officer => writeln!(text, "  by {officer}"),
            SharedField::Conduct => {
                encounter.conducts.iter().try_for_each(|one| text.write_str(&conduct(one)))
            }
            SharedField::Standing => {
                let mut decisions = encounter.judged.iter().flat_map(|judged| &judged.decisions);
                decisions.try_for_each(|Decision { cited, stood, .. }| {
                    let stood = spoken(stood);
                    writeln!(
                        text,
                        "  {} of {}, version {}: {stood}",
                        cited.condition, cited.code, cited.version
                    )
                })
            }
            SharedField::People => encounter.people.iter().try_for_each(|(label, one)| {
                writeln!(text, "  person {label}: {}", person(&one.known).join("; "))
            }),
            SharedField::Vehicles => encounter
                .vehicles
                .iter()
                .try_for_each(|(label, one)| writeln!(text, "  vehicle {label}: {}", one.in_words())),
            SharedField::Steps => {
                encounter.steps.iter().try_for_each(|one| writeln!(text, "  {}", step(one)))
            }
            SharedField::Outcome => {
                let own = encounter.people.iter().map(|(label, one)| (whom(Some(*label)), &one.outcome));
                let all = std::iter::once(("everybody else".to_owned(), &encounter.outcome)).chain(own);
                let mut told = all.filter_map(|(whom, outcome)| Some((whom, outcome.as_ref()?)));
                told.try_for_each(|(whom, (outcome, words))| {
                    writeln!(text, "  {whom} ended: {}", ended(*outcome, words.as_deref()))
                })
            }
            SharedField::NoticeNumbers if numbers.is_empty() => writeln!(text, "  no notice has a number"),
            SharedField::NoticeNumbers => writeln!(text, "  notices {}", numbers.join(", ")),
        };
    }
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
        let _ = writeln!(text, "  step {} is out of order: {}", place + 1, oddity.in_words());
    }
    for (person, oddity) in &encounter.unpowered {
        let _ = writeln!(text, "  {}: {}", whom(*person), oddity.in_words());
    }
    for one in &encounter.no_fpn {
        let _ = writeln!(text, "  {}: no fixed penalty, {}", whom(one.person), one.reason);
    }
}

impl Oddity {
    fn in_words(self) -> &'static str {
        match self {
            Self::NothingAsked => "nothing had been asked",
            Self::NothingSurrendered => "nothing had been handed over",
            Self::QuestionBeforeCaution => "a question about the offence came before the caution",
            Self::DetailsWithoutPower => "details were required by somebody who did not hold that power",
            Self::ArrestWithoutPower => "arrested by somebody who held no power for it",
        }
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
    lines.extend(looks.map(|looks| {
        let band = match looks {
            AgeBand::Under10 => "under ten",
            AgeBand::From10To15 => "10 to 15",
            AgeBand::From16To17 => "16 or 17",
            AgeBand::Adult => "adult",
            AgeBand::MaybeUnder18 => "perhaps under eighteen",
        };
        format!("looks {band}")
    }));
    let marked = |what: &str, is: bool| if is { what.to_owned() } else { format!("not {what}") };
    lines.extend(appears_homeless.map(|is| marked("homeless, as it appears", is)));
    lines.extend(vulnerable.map(|is| marked("vulnerable, as it appears", is)));
    lines.extend(description.clone());
    lines
}

fn joined(name: &str, address: &[String]) -> String {
    std::iter::once(name).chain(address.iter().map(String::as_str)).collect::<Vec<_>>().join(", ")
}

fn step(told: &EncounterStep) -> String {
    let EncounterStep { time, person, step, at: _ } = told;
    let when = time.map_or_else(|| "(no time told)".to_owned(), local_time);
    let with = person.map(|label| format!(", person {label}")).unwrap_or_default();
    format!("{when}{with}: {}", step.in_words())
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
