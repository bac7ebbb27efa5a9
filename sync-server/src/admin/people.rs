//! Authorities, officers, enrolment codes.

use beatbook_protocol::limits::NAME_MAX;
use qrcode::QrCode;
use qrcode::render::unicode::Dense1x2;
use serde_json::json;

use super::command::EnrolArgs;
use super::office::{Office, Told, refused};
use crate::auth::Purpose;
use crate::error::ServerError;
use crate::random;
use crate::store::Officer;
use crate::ticket;

pub(super) async fn add_authority(office: &Office, code: &str, name: &str) -> Result<Told, ServerError> {
    let letters = code.len() >= 2 && code.len() <= 4 && code.bytes().all(|b| b.is_ascii_uppercase());
    if !letters {
        return Err(refused("an authority's code is 2 to 4 capital letters, such as MDW"));
    }
    let name = text("name", name)?;
    let store = office.service.store();
    let known = store.authorities(office.service.keyholder()).await?;
    if known.iter().any(|authority| authority.code == code) {
        return Err(refused("there is an authority of this code already: `authority list` shows it"));
    }
    let added = store.add_authority(office.service.keyholder(), code, name).await?;
    Ok(Told::ok(
        format!("Authority {code} added, id {}.", added.id),
        json!({ "id": added.id, "code": added.code, "name": added.name }),
    ))
}

pub(super) async fn list_authorities(office: &Office) -> Result<Told, ServerError> {
    let all = office.service.store().authorities(office.service.keyholder()).await?;
    let lines = all.iter().map(|one| format!("{:<5} {}  {}", one.code, one.id, one.name));
    let text = lines.collect::<Vec<_>>().join("\n");
    let text = if text.is_empty() { "No authority yet: `authority add CODE NAME`.".to_owned() } else { text };
    let list = all.iter().map(|one| json!({ "id": one.id, "code": one.code, "name": one.name }));
    Ok(Told::ok(text, list.collect()))
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
    let store = office.service.store();
    let known = store.officers(&scope).await?.into_iter().find(|officer| officer.code == code);
    let (id, done) = match known {
        Some(officer) => (officer.id, "changed"),
        None => (random::id(office.service.clock())?, "added"),
    };
    let officer = Officer { id, code: code.to_owned(), name: name.to_owned(), team: team.to_owned() };
    store.put_officer(&scope, officer).await?;
    Ok(Told::ok(format!("Officer {code} {done}, id {id}."), json!({ "id": id, "code": code })))
}

pub(super) async fn list_officers(office: &Office, authority: &str) -> Result<Told, ServerError> {
    let scope = office.scope(authority, Purpose::Administration).await?;
    let store = office.service.store();
    store.log_access(&scope, "list of officers", None).await?;
    let all = store.officers(&scope).await?;
    let lines = all.iter().map(|one| format!("{:<10} {}  {} ({})", one.code, one.id, one.name, one.team));
    let text = lines.collect::<Vec<_>>().join("\n");
    let text = if text.is_empty() { "No officer yet: `officer add`.".to_owned() } else { text };
    let list =
        all.iter().map(|one| json!({ "id": one.id, "code": one.code, "name": one.name, "team": one.team }));
    Ok(Told::ok(text, list.collect()))
}

pub(super) async fn enrol(office: &Office, args: &EnrolArgs) -> Result<Told, ServerError> {
    let authority = office.authority(&args.authority).await?;
    let scope = office.service.keyholder().scope(authority.id, Purpose::Administration);
    let officer = office.officer(&scope, &args.officer).await?;
    let ticket = ticket::issue(&office.service, authority.id, officer.id, office.port).await?;
    if ticket.address.ends_with(":0") {
        return Err(refused("the server's address leaves its port open: start the server, then enrol"));
    }
    let code = ticket.to_text().map_err(|error| ServerError::Refused(error.to_string()))?;
    let minutes = ticket::CODE_VALID_MS / 60_000;
    let json = json!({ "code": code, "valid_minutes": minutes, "address": ticket.address });
    if args.text_only {
        return Ok(Told::ok(code, json));
    }
    // All capitals: a QR code of letters and digits only is a third smaller.
    let picture = QrCode::new(code.as_bytes())
        .map_err(|_| refused("the code is too long for a QR code: use its text"))?
        .render::<Dense1x2>()
        .quiet_zone(true)
        .build();
    let text = format!(
        "{picture}\n\n{code}\n\nEnrols one phone of officer {} within {minutes} minutes, once.",
        officer.code
    );
    Ok(Told::ok(text, json))
}

/// A short text as it is kept; never empty, never longer than phones take.
fn text<'a>(field: &str, value: &'a str) -> Result<&'a str, ServerError> {
    let value = value.trim();
    if value.is_empty() || value.chars().count() > NAME_MAX || value.chars().any(char::is_control) {
        return Err(ServerError::Refused(format!(
            "the {field} is empty, longer than {NAME_MAX} characters, or not plain text"
        )));
    }
    Ok(value)
}
