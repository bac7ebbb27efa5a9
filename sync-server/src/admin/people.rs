//! Authorities, officers, enrolment codes.

use beatbook_protocol::limits::NAME_MAX;
use qrcode::render::unicode::Dense1x2;
use qrcode::{EcLevel, QrCode};
use serde_json::json;

use super::command::EnrolArgs;
use super::office::{Office, Told};
use super::sheet::Sheet;
use crate::auth::{Purpose, Scope};
use crate::error::{Fault, ServerError};
use crate::random;
use crate::setup;
use crate::store::Officer;
use crate::ticket;

pub(super) async fn add_authority(
    office: &Office,
    code: &str,
    name: &str,
    same_code: bool,
) -> Result<Told, ServerError> {
    if !(2..=4).contains(&code.len()) || !code.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Err(ServerError::AuthorityCode);
    }
    let name = text("name", name)?;
    let store = office.service.store();
    let known = store.authorities(office.service.keyholder()).await?;
    if !same_code && known.iter().any(|authority| authority.code == code) {
        return Err(ServerError::AuthorityExists);
    }
    let added = store.add_authority(office.service.keyholder(), code, name).await?;
    Ok(Told::ok(
        format!("Authority {code} added, id {}.", added.id),
        json!({ "id": added.id, "code": added.code, "name": added.name }),
    ))
}

pub(super) async fn list_authorities(office: &Office, csv: bool) -> Result<Told, ServerError> {
    let all = office.service.store().authorities(office.service.keyholder()).await?;
    let lines = all.iter().map(|one| format!("{:<5} {}  {}", one.code, one.id, one.name));
    let text = lines.collect::<Vec<_>>().join("\n");
    let text = if text.is_empty() { "No authority yet: `authority add CODE NAME`.".to_owned() } else { text };
    let list = all.iter().map(|one| json!({ "id": one.id, "code": one.code, "name": one.name }));
    let mut sheet = Sheet::new("Authorities", &["code", "id", "name"]);
    sheet.rows.extend(all.iter().map(|one| vec![one.code.clone(), one.id.to_string(), one.name.clone()]));
    sheet.beside(Told::ok(text, list.collect()), csv)
}

pub(super) async fn add_officer(
    office: &Office,
    authority: &str,
    code: &str,
    name: &str,
    team: &str,
) -> Result<Told, ServerError> {
    let (code, name, team) = (text("code", code)?, text("name", name)?, text("team", team)?);
    let scope = office.scope(authority, Purpose::Administration).await?;
    match office.officer(&scope, code).await {
        Err(ServerError::UnknownOfficer) => {}
        Ok(_) => return Err(ServerError::OfficerExists),
        Err(error) => return Err(error),
    }
    let id = random::id(office.service.clock())?;
    put(
        office,
        &scope,
        Officer { id, code: code.to_owned(), name: name.to_owned(), team: team.to_owned() },
        "added",
    )
    .await
}

pub(super) async fn change_officer(
    office: &Office,
    authority: &str,
    code: &str,
    name: Option<&str>,
    team: Option<&str>,
) -> Result<Told, ServerError> {
    let scope = office.scope(authority, Purpose::Administration).await?;
    let mut officer = office.officer(&scope, code).await?;
    if let Some(name) = name {
        officer.name = text("name", name)?.to_owned();
    }
    if let Some(team) = team {
        officer.team = text("team", team)?.to_owned();
    }
    let told = put(office, &scope, officer, "changed").await?;
    // Where somebody slept is told to the team the officer is of now, and to the former one no more.
    office.service.look_anew(scope.authority()).await;
    Ok(told)
}

async fn put(office: &Office, scope: &Scope, officer: Officer, done: &str) -> Result<Told, ServerError> {
    let Officer { id, code, team, .. } = officer.clone();
    office.service.store().put_officer(scope, officer).await?;
    office.service.store().log_access(scope, &format!("officer {id} {done}"), None).await?;
    Ok(Told::ok(
        format!("Officer {code} {done}: team {team}, id {id}."),
        json!({ "id": id, "code": code, "team": team }),
    ))
}

pub(super) async fn list_officers(office: &Office, authority: &str, csv: bool) -> Result<Told, ServerError> {
    let scope = office.scope(authority, Purpose::Administration).await?;
    let store = office.service.store();
    store.log_access(&scope, "list of officers", None).await?;
    let all = store.officers(&scope).await?;
    let lines = all.iter().map(|one| format!("{:<10} {}  {} ({})", one.code, one.id, one.name, one.team));
    let text = lines.collect::<Vec<_>>().join("\n");
    let text = if text.is_empty() { "No officer yet: `officer add`.".to_owned() } else { text };
    let list =
        all.iter().map(|one| json!({ "id": one.id, "code": one.code, "name": one.name, "team": one.team }));
    let mut sheet = Sheet::new("Officers", &["code", "id", "name", "team"]);
    sheet.rows.extend(
        all.iter().map(|one| vec![one.code.clone(), one.id.to_string(), one.name.clone(), one.team.clone()]),
    );
    sheet.beside(Told::ok(text, list.collect()), csv)
}

pub(super) async fn enrol(office: &Office, args: &EnrolArgs) -> Result<Told, ServerError> {
    let authority = office.authority(&args.authority).await?;
    let scope = office.scope(&args.authority, Purpose::Administration).await?;
    let officer = office.officer(&scope, &args.officer).await?;
    let port = office.port.unwrap_or_default();
    let address = setup::address(&**office.service.store(), office.service.keyholder(), port).await?;
    if address.ends_with(":0") {
        return Err(ServerError::OpenPort);
    }
    office.service.store().log_access(&scope, &format!("code for officer {}", officer.id), None).await?;
    let ticket = ticket::issue(&office.service, authority.id, officer.id, port).await?;
    let code = ticket.to_text().map_err(|_| Fault::Format { what: "an enrolment code" })?;
    let minutes = ticket::CODE_VALID_MS / 60_000;
    let json = json!({ "code": code, "valid_minutes": minutes, "address": address });
    if args.text_only {
        return Ok(Told::ok(code, json));
    }
    let picture =
        picture(&code).ok_or(Fault::Format { what: "a picture of the code (--text-only leaves it out)" })?;
    let text = format!(
        "{picture}\n\n{code}\n\nEnrols one phone of officer {} within {minutes} minutes, once.",
        officer.code
    );
    Ok(Told::ok(text, json))
}

/// The code as a picture for a phone's camera: black on white whatever colours the terminal has, since some
/// cameras do not read it the other way round. Absent if the text is too long for any QR code.
fn picture(code: &str) -> Option<String> {
    // All capitals: a QR code of letters and digits only is a third smaller.
    let code = QrCode::with_error_correction_level(code, EcLevel::L).ok()?;
    let drawn = code.render::<Dense1x2>().quiet_zone(true).build();
    let lines = drawn.lines().map(|line| format!("\u{1b}[30;107m{line}\u{1b}[0m"));
    Some(lines.collect::<Vec<_>>().join("\n"))
}

/// A short text as it is kept; never empty, never longer than phones take.
pub(super) fn text<'a>(what: &'static str, value: &'a str) -> Result<&'a str, ServerError> {
    let value = value.trim();
    if value.is_empty() || value.chars().count() > NAME_MAX || value.chars().any(char::is_control) {
        return Err(ServerError::Text { what });
    }
    Ok(value)
}

/// A reason that may be told or not; none if nothing is said in it.
pub(super) fn reason(told: Option<&str>) -> Option<&str> {
    told.map(str::trim).filter(|reason| !reason.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_fits_a_terminal_of_80_columns() {
        // As long as a ticket with an address of 40 characters.
        let drawn = picture(&format!("BEATBOOK1-{}", "0123456789ABCDEF".repeat(19))).unwrap();
        let widest = drawn.lines().map(|line| line.chars().count() - "\u{1b}[30;107m\u{1b}[0m".len()).max();
        assert!(widest <= Some(79) && drawn.lines().count() <= 40, "{widest:?}");
        assert_eq!(picture(&"A".repeat(5_000)), None);
    }

    #[test]
    fn names_are_trimmed_and_neither_empty_nor_endless() {
        assert_eq!(text("name", "  Medway Council ").unwrap(), "Medway Council");
        assert!(text("name", &"ä".repeat(NAME_MAX)).is_ok());
        for wrong in ["", "   ", "two\nlines", "\u{7}", &"ä".repeat(NAME_MAX + 1)] {
            assert!(matches!(text("name", wrong), Err(ServerError::Text { what: "name" })));
        }
    }
}
