//! Briefing cards on the server: which there are, and what was seen lately in their zones, counted once a day and whenever a
//! card changes. It goes into the authority's journal, for the phones of those who read what others enforce; only the
//! newest publication is sent.

mod breaches;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use beatbook_domain::calendar::local_date;
use beatbook_domain::cards::breaches::{Breach, ZoneBreaches, count, spans};
use beatbook_domain::cards::{Card, fold, policy};
use beatbook_domain::presence::Interval;
use beatbook_domain::records::card::{CardBreaches, CardEntry, may_have_card};
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::records::work::Work;
use beatbook_domain::zone::ZoneVersion;
use beatbook_protocol::id::Id;
use jiff::civil::Date;
use tokio::sync::watch;

pub use breaches::{Seen, seen, zones_at};

use crate::auth::{Purpose, Scope};
use crate::error::Fault;
use crate::presence::ReadyBriefing;
use crate::random;
use crate::service::Service;
use crate::store::Store;

const HOUR_MS: i64 = 3_600_000;
/// How often to look whether a day has begun.
const LOOK_AGAIN: Duration = Duration::from_secs(600);
/// About so many bytes of zones in one entry; a zone has some hundred, and none comes near what is left of an entry.
const PART_BYTES: usize = 24 * 1024;

/// All cards of the authority, by their zones' codes.
///
/// # Errors
/// The store's.
pub async fn cards(store: &dyn Store, scope: &Scope) -> Result<BTreeMap<String, Card>, Fault> {
    let told = store.work_facts(scope, Work::Card).await?.own;
    Ok(fold(told.into_iter().filter_map(|body| match body {
        ServerBody::Card(entry) => Some(entry),
        _ => None,
    })))
}

/// The newest publication of breaches: until when it was counted, and of which zones.
///
/// # Errors
/// The store's.
pub async fn published(store: &dyn Store, scope: &Scope) -> Result<Option<CardBreaches>, Fault> {
    let told = store.work_facts(scope, Work::CardBreaches).await?.own;
    let parts = told.into_iter().filter_map(|body| match body {
        ServerBody::Card(CardEntry::Breaches(part)) => Some(part),
        _ => None,
    });
    Ok(CardBreaches::newest(parts))
}

/// The version of a zone in force at an instant.
#[must_use]
pub fn zone_now<'b>(briefing: &'b ReadyBriefing, code: &str, at: i64) -> Option<&'b ZoneVersion> {
    let row = briefing.manifest.rows().iter().find(|row| row.code == code && row.covers(at))?;
    briefing.versions.get(&row.zone)
}

/// Counts what was seen lately in zones that have a card today, without telling anybody. Zones are those of now, so that the
/// days before are counted on the same ground.
///
/// # Errors
/// The store's.
pub async fn counted(service: &Service, scope: &Scope, now: i64) -> Result<Vec<ZoneBreaches>, Fault> {
    let store = &**service.store();
    let Ok(today) = local_date(now) else { return Ok(Vec::new()) };
    let briefing = service.briefings().get(store, scope, None).await?.unwrap_or_default();
    let cards = cards(store, scope).await?;
    let has = |code: &str| zone_now(&briefing, code, now).is_some_and(|version| may_have_card(version.kind));
    let days: BTreeMap<&str, u16> = cards
        .iter()
        .filter_map(|(code, card)| Some((code.as_str(), card.on(today)?.breach_days)))
        .filter(|(code, _)| has(code))
        .collect();
    let Some(longest) = days.values().max() else { return Ok(Vec::new()) };
    let (last, before) = spans(now, *longest);
    let seen = seen(store, &briefing, scope, (Interval { from: before.from, to: last.to }, today)).await?;
    let zone = |(code, days): (&&str, &u16)| {
        let of: Vec<&Breach> = seen
            .iter()
            .filter(|one| one.zones.iter().any(|zone| zone == code))
            .map(|one| &one.breach)
            .collect();
        count(code, *days, now, of)
    };
    Ok(days.iter().map(zone).collect())
}

/// Counts anew and tells the phones; answers of how many zones. With no card now and none told of before, nothing is written.
///
/// # Errors
/// The store's.
pub async fn renew(service: &Service, scope: &Scope) -> Result<usize, Fault> {
    let (store, now) = (&**service.store(), service.clock().now());
    let zones = counted(service, scope, now).await?;
    let before = published(store, scope).await?;
    if zones.is_empty() && before.is_none_or(|before| before.zones.is_empty()) {
        return Ok(0);
    }
    let number = zones.len();
    let body = |zones| ServerBody::Card(CardEntry::Breaches(CardBreaches { as_at: now, zones }));
    let bodies: Vec<ServerBody> = parts(zones)?.into_iter().map(body).collect();
    let what = format!("what was seen in {number} zones with a card counted for phones");
    store.tell_work(scope, random::id(service.clock())?, bodies, what).await?;
    Ok(number)
}

/// Zones in parts that each fit an entry; one that is empty if there are none.
fn parts(zones: Vec<ZoneBreaches>) -> Result<Vec<Vec<ZoneBreaches>>, Fault> {
    let (mut parts, mut bytes) = (vec![Vec::new()], 0);
    for zone in zones {
        let own = serde_json::to_vec(&zone).map_err(|_| Fault::Format { what: "numbers of a zone" })?.len();
        if bytes > 0 && bytes + own > PART_BYTES {
            parts.push(Vec::new());
            bytes = 0;
        }
        bytes += own;
        if let Some(part) = parts.last_mut() {
            part.push(zone);
        }
    }
    Ok(parts)
}

/// Counts anew once a day, until the server closes.
pub async fn keep_cards(service: Arc<Service>, mut closing: watch::Receiver<bool>) {
    let mut done = HashMap::new();
    loop {
        if let Err(fault) = look(&service, &mut done).await {
            tracing::error!(%fault, "what was seen lately could not be counted for cards; trying again soon");
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK_AGAIN) => {}
            _ = closing.wait_for(|closing| *closing) => return,
        }
    }
}

/// Counts for every authority for which nobody has today; answers for how many. What was published since the day began is
/// not published again.
///
/// # Errors
/// The store's.
pub async fn look(service: &Service, done: &mut HashMap<Id, Date>) -> Result<usize, Fault> {
    let (store, keyholder) = (&**service.store(), service.keyholder());
    let Some(day) = card_day(service.clock().now()) else { return Ok(0) };
    let mut renewed = 0;
    for authority in store.authorities(keyholder).await? {
        if done.get(&authority.id) == Some(&day) {
            continue;
        }
        let scope = keyholder.server(authority.id, Purpose::Register);
        let last = published(store, &scope).await?.and_then(|last| card_day(last.as_at));
        if last.is_none_or(|last| last < day) {
            // One authority's trouble is not that of the others.
            match renew(service, &scope).await {
                Ok(zones) => renewed += usize::from(zones > 0),
                Err(fault) => {
                    tracing::error!(%fault, "what was seen lately could not be counted for cards");
                    continue;
                }
            }
        }
        done.insert(authority.id, day);
    }
    Ok(renewed)
}

/// The day of cards begins some hours after midnight, when late shifts have handed over.
fn card_day(at: i64) -> Option<Date> {
    local_date(at.saturating_sub(i64::from(policy().renewed_at_hour) * HOUR_MS)).ok()
}
