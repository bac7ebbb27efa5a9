//! Encounters at the desk, by the enforcement column of the table of roles: listed, and one in full with how the orders stood
//! that its conducts name.

mod words;

use std::iter::once;
use std::slice::from_ref;

use beatbook_domain::access::Reading;
use beatbook_domain::calendar::{local_date, local_label};
use beatbook_domain::records::encounter::joint::JointLink;
use beatbook_domain::records::encounter::judged::EncounterJudged;
use beatbook_domain::records::encounter::shown;
use beatbook_domain::records::encounter::story::Encounter;
use serde_json::json;

use super::office::{Office, Told};
use super::seat::{Seat, days};
use super::sharing;
use super::sheet::Sheet;
use super::welfare::ReaderArgs;
use crate::auth::Purpose;
use crate::encounters::{Opened, decisions, opened, story};
use crate::error::ServerError;
pub use words::EncounterCommand;

/// Carries one of the commands out.
pub(super) async fn carry_out(office: &Office, command: EncounterCommand) -> Result<Told, ServerError> {
    match command {
        EncounterCommand::List { reader, period, form } => {
            list(office, &reader, period.as_deref()).await?.told(form.csv)
        }
        EncounterCommand::Joint { reader, purpose } => sharing::joint(office, &reader, purpose).await,
        EncounterCommand::Show { encounter, reader } => {
            let what = format!("encounter {encounter}");
            let seat = Seat::open_for(office, &reader, (Purpose::Register, &what)).await?;
            let store = &**office.service.store();
            let found = opened(store, &seat.scope).await?.into_iter().find(|one| one.record == encounter);
            let found = found.ok_or_else(unknown)?;
            let reading = seat.reading_of(once(found.officer));
            Seat::check(
                seat.reads_enforcement(Reading { logged_request: seat.reason.is_some(), ..reading }),
            )?;
            let told = story(store, &seat.scope, &found).await?.ok_or_else(unknown)?;
            Ok(Told::ok(
                written(&found, &told, &seat.code(found.officer)),
                json!({ "encounter": found.record, "officer": seat.code(found.officer), "story": told }),
            ))
        }
    }
}

fn unknown() -> ServerError {
    ServerError::refused("unknown_encounter", "no such encounter has reached the server: let the phone sync")
}

async fn list(office: &Office, reader: &ReaderArgs, period: Option<&str>) -> Result<Sheet, ServerError> {
    let seat = Seat::open_for(office, reader, (Purpose::Register, "list of encounters")).await?;
    seat.check_enforcement(Reading::default())?;
    let period = days(period)?;
    let base =
        period.as_ref().map_or_else(|| "Encounters".to_owned(), |(_, label)| format!("Encounters, {label}"));
    let mut sheet =
        Sheet::new(base, &["encounter", "began", "officer", "controller", "joint", "seen", "stood", "ended"]);
    let store = &**office.service.store();
    for one in opened(store, &seat.scope).await? {
        let within = |day| period.as_ref().is_none_or(|((first, last), _)| *first <= day && day <= *last);
        if !seat.reads_enforcement(seat.reading_of(once(one.officer)))
            || !local_date(one.at()).is_ok_and(within)
        {
            continue;
        }
        let Some(told) = story(store, &seat.scope, &one).await? else { continue };
        let seen: Vec<&str> = told.conducts.iter().map(|conduct| conduct.code.as_str()).collect();
        let stood = told.judged.iter().flat_map(|judged| &judged.decisions);
        let stood: Vec<String> = stood
            .map(|one| {
                let how = serde_json::to_value(one.stood).unwrap_or_default();
                format!("{} {}: {}", one.cited.code, one.cited.condition, how.as_str().unwrap_or_default())
            })
            .collect();
        let or_none = |text: String| if text.is_empty() { "-".to_owned() } else { text };
        sheet.rows.push(vec![
            one.record.to_string(),
            local_label(one.at()).unwrap_or_default(),
            seat.code(one.officer),
            told.opened.controller.clone(),
            or_none(told.opened.joint.map(JointLink::shown).unwrap_or_default()),
            or_none(seen.join(", ")),
            or_none(stood.join(", ")),
            or_none(outcomes(&told).join(", ")),
        ]);
    }
    Ok(sheet)
}

/// How it ended, for everybody and for each person.
fn outcomes(told: &Encounter) -> Vec<String> {
    let name = |outcome| serde_json::to_value(outcome).ok().and_then(|name| name.as_str().map(str::to_owned));
    let own = told.people.values().filter_map(|person| person.outcome.as_ref());
    let all = told.outcome.iter().chain(own).filter_map(|(outcome, _)| name(*outcome));
    all.map(|name| name.replace('_', " ")).collect()
}

/// One encounter for a person: when, whose, and everything that was recorded.
fn written(one: &Opened, told: &Encounter, officer: &str) -> String {
    let began = local_label(one.at()).unwrap_or_default();
    let mut lines = vec![format!(
        "encounter {}  {began}, by {officer}, controlled by {}",
        one.record, told.opened.controller
    )];
    lines.extend(told.opened.joint.map(|link| format!("  joint, link {}", JointLink::shown(link))));
    let decided = |judged: &EncounterJudged| {
        let lines = decisions(from_ref(judged)).into_iter();
        lines.map(|[seen, condition, how, by]| format!("  {condition}, {seen}: {how} [{by}]\n")).collect()
    };
    lines.push(shown::told(told, decided));
    lines.join("\n")
}
