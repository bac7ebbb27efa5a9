//! The form of what is told in a welfare record: what must say something does, and nothing is longer than its field.

use beatbook_protocol::limits::{NAME_MAX, TEXT_MAX};

use crate::law::clocks::is_weekday;
use crate::records::seen::{said, short};
use crate::records::welfare::people::PersonSeen;
use crate::records::welfare::steps::CareStep;
use crate::records::welfare::story::WelfareRefusal;
use crate::welfare::hazards::missing_of;

/// What is known of a person.
pub(super) fn check_person(known: &PersonSeen) -> Result<(), WelfareRefusal> {
    let names = [
        ("given name", &known.given),
        ("family name", &known.family),
        ("initials", &known.initials),
        ("ethnicity", &known.ethnicity),
    ];
    for (field, text) in names {
        text.iter().try_for_each(|text| said(field, text, NAME_MAX))?;
    }
    for (field, text) in [("description", &known.description), ("needs", &known.needs)] {
        text.iter().try_for_each(|text| said(field, text, TEXT_MAX))?;
    }
    Ok(())
}

/// What must say something does; nothing is longer than its field.
pub(super) fn check_step(step: &CareStep) -> Result<(), WelfareRefusal> {
    let name = |field, text: &str| said(field, text, NAME_MAX);
    let text = |field, text: &str| said(field, text, TEXT_MAX);
    match step {
        CareStep::Danger { text: words, .. } => {
            words.iter().try_for_each(|words| short("text", words, TEXT_MAX))?;
        }
        CareStep::Site { structure, .. } => structure.iter().try_for_each(|it| name("structure", it))?,
        CareStep::Concern { text: words, .. } => text("concern", words)?,
        CareStep::Risk(risk) => risk.check_words()?,
        CareStep::Offer { service, .. } => name("service", service)?,
        CareStep::Consent(consent) => short("wording", &consent.wording, NAME_MAX)?,
        // Its own check has said what is missing.
        CareStep::Disclosure(_) => {}
        CareStep::Referral { to, sent } => {
            name("recipient", to)?;
            text("what is sent", sent)?;
        }
        CareStep::Hazard { hazard, text: words, basis, source } => {
            name("hazard", words)?;
            source.iter().try_for_each(|source| name("source", source))?;
            match missing_of(*hazard, *basis, source.as_deref()) {
                points if points.is_empty() => {}
                points => return Err(WelfareRefusal::Violence(points)),
            }
        }
        CareStep::HazardSeen { .. } => {}
        CareStep::FollowUp { on, what, team, .. } => {
            name("what for", what)?;
            team.iter().try_for_each(|team| name("team", team))?;
            if !is_weekday(*on) {
                return Err(WelfareRefusal::FollowUpDay);
            }
        }
        CareStep::NextVisit { what, .. } => name("what for", what)?,
        CareStep::Placed { service, .. } => name("service", service)?,
        CareStep::PlacementEnded { service, reason, .. } => {
            name("service", service)?;
            name("reason", reason)?;
        }
        CareStep::Occupants(occupants) => {
            let said = [&occupants.health, &occupants.animals, &occupants.education, &occupants.needs];
            said.into_iter().try_for_each(|words| short("occupants", words, TEXT_MAX))?;
        }
        CareStep::Deferral { owner, equality, .. } => {
            name("owner", owner)?;
            text("what was weighed", equality)?;
        }
        CareStep::Evidence(evidence) => name("evidence", &evidence.shows)?,
        CareStep::Reference(reference) => reference.check()?,
        CareStep::Note { text: words, .. } => text("note", words)?,
    }
    Ok(())
}
