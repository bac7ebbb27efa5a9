//! Break-glass: whoever may know that there are welfare records reads them for a day, in an emergency, and those who answer
//! for them are told.

use beatbook_domain::access::{Access, Area};
use beatbook_domain::calendar::{local_date, local_label};
use beatbook_domain::records::glass::{GlassBroken, GlassCause, GlassSeen, LASTS_MS};
use beatbook_domain::records::server::ServerBody;
use beatbook_protocol::id::Id;
use serde_json::json;

use super::{Asker, allow};
use crate::admin::office::{Office, Told};
use crate::admin::sheet::Sheet;
use crate::auth::{Purpose, Scope};
use crate::error::{Fault, ServerError};
use crate::keeping::said;
use crate::random;
use crate::store::Store;

/// Breaks it for the asker.
pub(super) async fn break_it(office: &Office, asker: &Asker, cause: GlassCause) -> Result<Told, ServerError> {
    allow(may_break(&asker.access))?;
    let why = said(asker.reason.as_deref().unwrap_or_default())?;
    let broken = GlassBroken { by: asker.officer.id, cause, why: why.clone(), at: asker.now };
    let about = random::id_of_the_hour(office.service.clock())?;
    let what = format!("glass broken: {}", cause.code());
    let entries = vec![(about, ServerBody::GlassBroken(broken))];
    office.service.store().decide_at_desk(&asker.scope, entries, what, Some(why)).await?;
    let until = label(asker.now.saturating_add(LASTS_MS));
    let text = format!(
        "Every welfare record of the authority can be shown to {} until {until}, whole and with its exact place: `welfare find` \
         looks for one person, by --name, --looks or --ward. Each look is logged; the coordinator and the data-protection officer are told with the \
         next answer they get at the desk.",
        asker.officer.code
    );
    Ok(Told::ok(text, json!({ "until": asker.now.saturating_add(LASTS_MS) })))
}

/// Whoever may know that the service's records are there, and whoever leads safeguarding.
pub(super) fn may_break(access: &Access) -> bool {
    access.knows_of_others(Area::Welfare) || access.answers_for(Area::Safeguarding)
}

/// What was broken, for those who answer for welfare, or look after data.
pub(super) async fn list(office: &Office, asker: &Asker) -> Result<Sheet, ServerError> {
    allow(asker.access.answers_for(Area::Welfare) || asker.access.answers_for(Area::Audit))?;
    let store = &**office.service.store();
    let officers = store.officers(&asker.scope).await?;
    let mut sheet = Sheet::new("glass broken, the newest first", &["by", "cause", "why", "from", "until"]);
    let journal = store.journal(&asker.scope).await?;
    let mut all = broken(journal.iter().map(|(_, body)| body));
    all.reverse();
    for one in all {
        let by = officers.iter().find(|officer| officer.id == one.by);
        let by = by.map_or_else(|| one.by.to_string(), |officer| officer.code.clone());
        let (from, until) = (label(one.at), label(one.at.saturating_add(LASTS_MS)));
        sheet.rows.push(vec![by, one.cause.code().to_owned(), one.why, from, until]);
    }
    Ok(sheet)
}

/// How often it was broken, in the journal's order.
pub(super) fn broken<'a>(told: impl Iterator<Item = &'a ServerBody>) -> Vec<GlassBroken> {
    let broken = told.filter_map(|body| match body {
        ServerBody::GlassBroken(broken) => Some(broken.clone()),
        _ => None,
    });
    broken.collect()
}

/// What somebody has not put away.
async fn unseen(store: &dyn Store, scope: &Scope, officer: Id) -> Result<Vec<GlassBroken>, Fault> {
    let journal = store.journal(scope).await?;
    let seen = journal.iter().filter_map(|(_, body)| match body {
        ServerBody::GlassSeen(seen) if seen.by == officer => Some(seen.upto),
        _ => None,
    });
    let seen = seen.max();
    let all = broken(journal.iter().map(|(_, body)| body));
    Ok(all.into_iter().filter(|one| seen.is_none_or(|upto| one.at > upto)).collect())
}

/// Puts away what was broken until now, for whoever answers for welfare or looks after data: each for themselves.
pub(super) async fn seen(office: &Office, asker: &Asker) -> Result<Told, ServerError> {
    allow(asker.access.answers_for(Area::Welfare) || asker.access.answers_for(Area::Audit))?;
    let store = office.service.store();
    let all = unseen(&**store, &asker.scope, asker.officer.id).await?;
    let number = all.len();
    if let Some(upto) = all.iter().map(|one| one.at).max() {
        let seen = GlassSeen { by: asker.officer.id, upto, at: asker.now };
        let entries = vec![(random::id_of_the_hour(office.service.clock())?, ServerBody::GlassSeen(seen))];
        store.decide_at_desk(&asker.scope, entries, "broken glass seen".to_owned(), None).await?;
    }
    Ok(Told::ok(format!("{number} seen."), json!({ "seen": number })))
}

/// What somebody at the desk is told above every answer: glass that was broken and is not put away, for those who answer for
/// welfare or look after data; nothing for everybody else.
pub(in crate::admin) async fn lines(
    office: &Office,
    (authority, officer): (Id, Id),
) -> Result<Vec<String>, ServerError> {
    let scope = office.service.keyholder().scope(authority, Purpose::Welfare).at_desk(officer);
    let today = local_date(office.service.clock().now())
        .map_err(|error| ServerError::refused(error.code(), error))?;
    let access = office.access(&scope, officer, today).await?;
    if !(access.answers_for(Area::Welfare) || access.answers_for(Area::Audit)) {
        return Ok(Vec::new());
    }
    let store = &**office.service.store();
    let all = unseen(store, &scope, officer).await?;
    if all.is_empty() {
        return Ok(Vec::new());
    }
    let officers = store.officers(&scope).await?;
    let line = |one: GlassBroken| {
        let by = officers.iter().find(|officer| officer.id == one.by);
        let by = by.map_or_else(|| one.by.to_string(), |officer| officer.code.clone());
        format!(
            "GLASS BROKEN by {by}, {}: {}. `welfare glass` says why; `welfare glass seen` puts this away.",
            label(one.at),
            one.cause.code()
        )
    };
    Ok(all.into_iter().map(line).collect())
}

fn label(at: i64) -> String {
    local_label(at).unwrap_or_else(|_| at.to_string())
}
