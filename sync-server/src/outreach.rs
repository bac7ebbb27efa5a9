//! What the desk tells outreach: services and their free places, and cold nights.
//!
//! A night's places are entries of the server's journal, one for each team and one for the desk. When it is over their bodies
//! are erased; the numbers stay.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use beatbook_domain::access::{Access, AccessTable, Area, Reading, Roles};
use beatbook_domain::records::outreach::{ColdEnded, ColdNight, ColdOffered, ColdPlace, OutreachSays};
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::records::welfare::story::Welfare;
use beatbook_domain::records::work::Work;
use beatbook_domain::welfare::cell::Cell;
use beatbook_domain::welfare::cold::{LastSeen, SEEN_DAYS, dawn_after, for_team, offers_of, places};
use beatbook_domain::welfare::identity::{IdentityKey, KeyedId};
use beatbook_domain::welfare::placements::placed;
use beatbook_domain::welfare::services::Services;
use beatbook_domain::welfare::sleeping::SleepingState;
use beatbook_protocol::id::Id;
use jiff::civil::Date;
use tokio::sync::watch;

use crate::auth::{Purpose, Scope};
use crate::error::Fault;
use crate::service::Service;
use crate::store::{Officer, Store};
use crate::welfare::{Case, PlaceTold, by_initials};

/// How often it looks for a night that is over.
const LOOK_AGAIN: Duration = Duration::from_secs(60);

async fn said(store: &dyn Store, scope: &Scope) -> Result<Vec<OutreachSays>, Fault> {
    let own = store.work_facts(scope, Work::Outreach).await?.own;
    let says = own.into_iter().filter_map(|body| match body {
        ServerBody::Outreach(says) => Some(says),
        _ => None,
    });
    Ok(says.collect())
}

/// Services as they were told last.
///
/// # Errors
/// The store's.
pub async fn services(store: &dyn Store, scope: &Scope) -> Result<Services, Fault> {
    let told = said(store, scope).await?.into_iter().filter_map(|says| match says {
        OutreachSays::Service(service) => Some(service),
        _ => None,
    });
    Ok(Services::of(told))
}

/// Nights whose places are here, and those of which numbers are left.
#[derive(Debug, Clone, Default)]
pub struct Nights {
    /// The desk's view of each night that is on, or over and not yet erased, in order.
    pub here: Vec<ColdNight>,
    /// The same for the teams.
    pub teams: Vec<ColdNight>,
    /// Beds that were offered.
    pub offered: Vec<ColdOffered>,
    /// Nights that are over.
    pub ended: Vec<ColdEnded>,
}

impl Nights {
    /// Everything told so far.
    ///
    /// # Errors
    /// The store's.
    pub async fn read(store: &dyn Store, scope: &Scope) -> Result<Self, Fault> {
        Ok(Self::of(said(store, scope).await?))
    }

    /// The same of what was told, in order.
    #[must_use]
    pub fn of(said: impl IntoIterator<Item = OutreachSays>) -> Self {
        let mut nights = Self::default();
        for says in said {
            match says {
                OutreachSays::Service(_) | OutreachSays::Duty(_) => {}
                OutreachSays::ColdNight(night) if night.team.is_none() => nights.here.push(*night),
                OutreachSays::ColdNight(night) => nights.teams.push(*night),
                OutreachSays::ColdOffered(offered) => nights.offered.push(offered),
                OutreachSays::ColdEnded(ended) => nights.ended.push(ended),
            }
        }
        nights
    }

    /// The night that is on.
    #[must_use]
    pub fn open(&self, now: i64) -> Option<&ColdNight> {
        let is_open = |night: &&ColdNight| {
            now < night.until && !self.ended.iter().any(|ended| ended.night == night.night)
        };
        self.here.iter().rfind(is_open)
    }

    /// When the night of an instant began: it is one night until dawn, however often it is switched off and on.
    #[must_use]
    pub fn began(&self, now: i64) -> i64 {
        let same = |ended: &&ColdEnded| match (dawn_after(ended.from), dawn_after(now)) {
            (Ok(one), Ok(other)) => ended.from <= now && one == other,
            _ => false,
        };
        self.ended.iter().filter(same).map(|ended| ended.from).min().unwrap_or(now)
    }

    /// What a night came to, ended at an instant.
    #[must_use]
    pub fn sums(&self, night: &ColdNight, until: i64) -> ColdEnded {
        let offered = |number| {
            let there = self.offered.iter().filter(|one| (one.night, one.number) == (night.night, number));
            there.map(|one| one.people).sum::<u32>()
        };
        ColdEnded {
            night: night.night,
            from: night.from,
            until,
            places: u32::try_from(night.places.len()).unwrap_or(u32::MAX),
            people: night.places.iter().map(|place| place.people).sum(),
            offered: night.places.iter().map(|place| offered(place.number).min(place.people)).sum(),
        }
    }
}

/// Where people who sleep rough were last seen lately who have not moved in anywhere since they slept rough. Who is known is told
/// once, at the newest place where they were met, awake or not; of those nobody knows, as many at a place as its newest record
/// names.
#[must_use]
pub fn last_seen(
    cases: &[(Case, Welfare)],
    told: &[PlaceTold],
    (key, today): (&IdentityKey, Date),
    team_of: impl Fn(Id) -> Option<String>,
) -> Vec<LastSeen> {
    let housed = housed(cases, key, today);
    let mut known: BTreeMap<KeyedId, LastSeen> = BTreeMap::new();
    let mut slept: BTreeMap<KeyedId, Date> = BTreeMap::new();
    let mut unknown: BTreeMap<Cell, LastSeen> = BTreeMap::new();
    for ((case, welfare), place) in cases.iter().zip(told) {
        let day = welfare.day();
        let lately = day.until(today).is_ok_and(|ago| (0..=SEEN_DAYS).contains(&ago.get_days()));
        let cell = welfare.opened.place.and_then(|place| Cell::of(place).ok());
        let (true, Some(cell), Some(team)) = (lately, cell, team_of(case.officer)) else { continue };
        let seen = |people| LastSeen { cell, shown: place.shown.clone(), team: team.clone(), people, day };
        let mut nameless = 0;
        let met = case.met(welfare).unwrap_or_default();
        for person in met.iter().filter_map(|label| welfare.people.get(label)) {
            let sleeps = person.state.is_some_and(SleepingState::counts);
            match by_initials(key, person) {
                Some(id) => {
                    known.insert(id, seen(1));
                    slept.extend(sleeps.then_some((id, day)));
                }
                None => nameless += u32::from(sleeps),
            }
        }
        if nameless > 0 {
            unknown.insert(cell, seen(nameless));
        }
    }
    // Whoever slept rough after the day on which they moved in lives there no more, whether somebody told the end or not.
    let moved_in = |id: &KeyedId, day: &Date| housed.get(id).is_some_and(|from| day <= from);
    known.retain(|id, _| slept.get(id).is_some_and(|day| !moved_in(id, day)));
    known.into_values().chain(unknown.into_values()).collect()
}

/// People who live in a service on a day, by what was told of placements, and since when.
fn housed(cases: &[(Case, Welfare)], key: &IdentityKey, on: Date) -> BTreeMap<KeyedId, Date> {
    let told = cases.iter().flat_map(|(_, welfare)| {
        let who = |label| by_initials(key, welfare.people.get(&label)?);
        welfare.steps.iter().filter_map(move |step| Some((who(step.person?)?, step.told_at(), &step.step)))
    });
    let mut housed: BTreeMap<KeyedId, Date> = BTreeMap::new();
    for ((who, _), (_, from)) in placed(told, on) {
        let last = housed.entry(who).or_insert(from);
        *last = from.max(*last);
    }
    housed
}

/// The entries that begin a night: for the desk with every square, and for each team that reads what it writes of welfare.
#[must_use]
pub fn begin(
    night: Id,
    (from, until): (i64, i64),
    seen: &[LastSeen],
    (cases, key): (&[(Case, Welfare)], &IdentityKey),
    (officers, roles, today): (&[Officer], &BTreeMap<Id, Roles>, Date),
) -> Vec<(Id, ServerBody)> {
    let reads = |officer: &&Officer| {
        let none = Roles::default();
        let roles = roles.get(&officer.id).unwrap_or(&none);
        let access: Access = AccessTable::shipped().access(roles, today);
        access.may_read_body(Area::Welfare, Reading { same_team: true, ..Reading::default() })
    };
    let teams: BTreeSet<&str> = officers.iter().filter(reads).map(|officer| officer.team.as_str()).collect();
    let places = places(seen);
    let of_team = |team: &str| ColdNight {
        night,
        from,
        until,
        team: Some(team.to_owned()),
        places: for_team(&places, seen, team),
    };
    let desk = ColdNight { night, from, until, team: None, places: places.clone() };
    let nights = std::iter::once(desk).chain(teams.into_iter().map(of_team));
    let nights = nights.map(|told| OutreachSays::ColdNight(Box::new(told)));
    let offered =
        offered((cases, key), night, (from, until), &places).into_iter().map(OutreachSays::ColdOffered);
    nights.chain(offered).map(|says| (night, ServerBody::Outreach(says))).collect()
}

/// Beds that were offered on a night before it was switched on again. Whoever is known counts once at a place, and once more as
/// asked again for each other officer who did.
fn offered(
    (cases, key): (&[(Case, Welfare)], &IdentityKey),
    night: Id,
    (from, until): (i64, i64),
    places: &[ColdPlace],
) -> Vec<ColdOffered> {
    let mut asked: BTreeMap<(u16, KeyedId), BTreeSet<Id>> = BTreeMap::new();
    let offered = cases.iter().filter_map(|(case, welfare)| {
        let (to, nobody) = offers_of(welfare, (from, until));
        let cell = String::from(Cell::of(welfare.opened.place?).ok()?);
        let place = places.iter().find(|place| place.place == cell)?;
        let (mut people, mut again) = (nobody, 0_u32);
        for label in to {
            match welfare.people.get(&label).and_then(|person| by_initials(key, person)) {
                None => people = people.saturating_add(1),
                Some(who) => {
                    let officers = asked.entry((place.number, who)).or_default();
                    let counts = if officers.is_empty() { &mut people } else { &mut again };
                    *counts = counts.saturating_add(u32::from(officers.insert(case.officer)));
                }
            }
        }
        let offered = ColdOffered { night, number: place.number, by: case.officer, people, again };
        Some(offered).filter(|one| one.people > 0 || one.again > 0)
    });
    offered.collect()
}

/// Ends every night that is over at an instant: its numbers are written, then its bodies erased. Answers how many bodies.
///
/// # Errors
/// The store's; what was erased stays erased, and the next look goes on.
pub async fn end_over(store: &dyn Store, scope: &Scope, now: i64) -> Result<u64, Fault> {
    let nights = Nights::read(store, scope).await?;
    if nights.here.is_empty() && nights.teams.is_empty() && nights.offered.is_empty() {
        return Ok(0);
    }
    let ended = |night: &Id| nights.ended.iter().any(|one| one.night == *night);
    let over: Vec<&ColdNight> =
        nights.here.iter().filter(|night| now >= night.until && !ended(&night.night)).collect();
    for night in &over {
        let says = OutreachSays::ColdEnded(nights.sums(night, night.until));
        let entries = vec![(night.night, ServerBody::Outreach(says))];
        store.decide_at_desk(scope, entries, format!("cold night {} ended", night.night), None).await?;
    }
    let over: BTreeSet<Id> = over.into_iter().map(|night| night.night).collect();
    erase(store, scope, |night| over.contains(night) || ended(night)).await
}

/// Erases the bodies of nights: places and offers, not the numbers.
///
/// # Errors
/// The store's.
pub async fn erase(store: &dyn Store, scope: &Scope, over: impl Fn(&Id) -> bool) -> Result<u64, Fault> {
    let of_night = |(seq, body): (u64, ServerBody)| match body {
        ServerBody::Outreach(OutreachSays::ColdNight(night)) if over(&night.night) => Some(seq),
        ServerBody::Outreach(OutreachSays::ColdOffered(offered)) if over(&offered.night) => Some(seq),
        _ => None,
    };
    let seqs: Vec<u64> = store.journal(scope).await?.into_iter().filter_map(of_night).collect();
    if seqs.is_empty() {
        return Ok(0);
    }
    let what = format!("erased: places of cold nights, {} bodies", seqs.len());
    store.erase_own(scope, seqs, what).await
}

/// Ends nights until the server closes.
pub async fn keep_nights(service: Arc<Service>, mut closing: watch::Receiver<bool>) {
    loop {
        if let Err(fault) = look(&service).await {
            tracing::error!(code = fault.code(), "a night could not be ended; trying again soon");
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK_AGAIN) => {}
            _ = closing.wait_for(|closing| *closing) => return,
        }
    }
}

async fn look(service: &Service) -> Result<(), Fault> {
    let (store, keyholder) = (service.store(), service.keyholder());
    for authority in store.authorities(keyholder).await? {
        let scope = keyholder.server(authority.id, Purpose::Keeping);
        // One authority's trouble is not that of the others.
        if let Err(fault) = end_over(&**store, &scope, service.clock().now()).await {
            tracing::error!(code = fault.code(), "a night could not be ended; trying again soon");
        }
    }
    Ok(())
}
