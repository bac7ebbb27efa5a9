//! Break-glass: whoever may know that there are welfare records reads them for a day, in an emergency, and those who answer
//! for them are told.

use beatbook_domain::access::Area;
use beatbook_domain::calendar::local_label;
use beatbook_domain::records::glass::{GlassBroken, GlassCause, LASTS_MS};
use beatbook_domain::records::server::ServerBody;
use serde_json::json;

use super::{Asker, allow};
use crate::admin::office::{Office, Told};
use crate::admin::sheet::Sheet;
use crate::auth::Scope;
use crate::error::{Fault, ServerError};
use crate::keeping::said;
use crate::random;
use crate::store::Store;

/// Breaks it for the asker.
pub(super) async fn break_it(office: &Office, asker: &Asker, cause: GlassCause) -> Result<Told, ServerError> {
    allow(asker.access.knows_of_others(Area::Welfare))?;
    let why = said(asker.reason.as_deref().unwrap_or_default())?;
    let broken = GlassBroken { by: asker.officer.id, cause, why: why.clone(), at: asker.now };
    let about = random::id_of_the_hour(office.service.clock())?;
    let what = format!("glass broken: {}", cause.code());
    let entries = vec![(about, ServerBody::GlassBroken(broken))];
    office.service.store().decide_at_desk(&asker.scope, entries, what, Some(why)).await?;
    let until = label(asker.now.saturating_add(LASTS_MS));
    let text = format!(
        "Welfare records can be shown to {} until {until}. Each look is logged; the coordinator and the data-protection \
         officer see that it was done.",
        asker.officer.code
    );
    Ok(Told::ok(text, json!({ "until": asker.now.saturating_add(LASTS_MS) })))
}

/// What was broken, for those who answer for welfare, or look after data.
pub(super) async fn list(office: &Office, asker: &Asker) -> Result<Sheet, ServerError> {
    allow(asker.access.answers_for(Area::Welfare) || asker.access.answers_for(Area::Audit))?;
    let store = &**office.service.store();
    let officers = store.officers(&asker.scope).await?;
    let mut sheet = Sheet::new("glass broken, the newest first", &["by", "cause", "why", "from", "until"]);
    let mut all = broken(store, &asker.scope).await?;
    all.reverse();
    for one in all {
        let by = officers.iter().find(|officer| officer.id == one.by);
        let by = by.map_or_else(|| one.by.to_string(), |officer| officer.code.clone());
        let (from, until) = (label(one.at), label(one.at.saturating_add(LASTS_MS)));
        sheet.rows.push(vec![by, one.cause.code().to_owned(), one.why, from, until]);
    }
    Ok(sheet)
}

/// How often it was broken, in order.
pub(super) async fn broken(store: &dyn Store, scope: &Scope) -> Result<Vec<GlassBroken>, Fault> {
    let told = |(_, body)| match body {
        ServerBody::GlassBroken(broken) => Some(broken),
        _ => None,
    };
    Ok(store.journal(scope).await?.into_iter().filter_map(told).collect())
}

fn label(at: i64) -> String {
    local_label(at).unwrap_or_else(|_| at.to_string())
}
