//! Dangers of places at the server: folded from welfare records, told to phones as far as each may know, ended when somebody
//! finds one gone. What the journal says of them is compared with what the records say; whenever that is broken off, the
//! next look goes on.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_domain::access::{Reading, Roles};
use beatbook_domain::calendar::local_date;
use beatbook_domain::records::hazard::{
    HazardEnd, HazardEnded, HazardEntry, HazardFor, HazardPlace, HazardTold,
};
use beatbook_domain::records::seen::KeptPlace;
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::records::welfare::WelfareEntry;
use beatbook_domain::records::welfare::story::Welfare;
use beatbook_domain::records::work::Work;
use beatbook_domain::welfare::hazards::{HazardNow, HazardSaid, fold, shown_until};
use beatbook_protocol::id::Id;
use jiff::civil::Date;

use crate::auth::Scope;
use crate::error::Fault;
use crate::orders::CurrentBook;
use crate::random;
use crate::service::Service;
use crate::store::{Decided, Officer, WelfareTold};
use crate::welfare::{Case, Visitor, cases, helping_teams, identity_key, places};

/// Tries against others who write into the journal at the same time.
const TRIES: usize = 8;

/// What phones were told last of each danger: one word for each audience that ever was told of it, the newest last.
#[must_use]
pub fn told_last(own: Vec<ServerBody>) -> BTreeMap<Id, Vec<HazardEntry>> {
    let mut last: BTreeMap<Id, Vec<HazardEntry>> = BTreeMap::new();
    for body in own {
        let ServerBody::Hazard(entry) = body else { continue };
        let words = last.entry(entry.hazard()).or_default();
        words.retain(|one| one.for_whom() != entry.for_whom());
        words.push(entry);
    }
    last
}

/// Tells phones what stands otherwise than they were told. Answers whether everything is told; if not, the next look goes on.
///
/// # Errors
/// The store's.
pub async fn tell(service: &Service, scope: &Scope) -> Result<bool, Fault> {
    let store = &**service.store();
    for _ in 0..TRIES {
        let read_to = store.register_mark(scope).await?.journal;
        let entries = untold(service, scope).await?;
        if entries.is_empty() {
            return Ok(true);
        }
        let what = "dangers of places told to phones that may know of them".to_owned();
        if store.decide(scope, Decided { read_to, mark: None, entries, what, reason: None }).await? {
            return Ok(true);
        }
    }
    // Others write all the time.
    Ok(false)
}

async fn untold(service: &Service, scope: &Scope) -> Result<Vec<(Id, ServerBody)>, Fault> {
    let (store, now) = (&**service.store(), service.clock().now());
    let today = local_date(now).map_err(|_| Fault::Format { what: "today's date" })?;
    let told = store.welfare_facts(scope).await?;
    let last = told_last(store.work_facts(scope, Work::Hazard).await?.own);
    let cases = cases(&told);
    let standing = fold(&said(&told, &cases));
    let officers = store.officers(scope).await?;
    let team = |officer: Id| officers.iter().find(|one| one.id == officer).map(|one| one.team.as_str());
    let of = |hazard: &HazardNow| {
        cases
            .iter()
            .position(|(case, _)| (case.notebook, case.record) == (hazard.first.notebook, hazard.record))
    };
    let owner = |hazard: &HazardNow| team(cases.get(of(hazard)?)?.0.officer);
    let roles = store.roles(scope).await?;
    let helping = helping_teams(today, &officers, &roles);
    let differs = standing.iter().any(|(id, hazard)| {
        let before = last.get(id).map(Vec::as_slice).unwrap_or_default();
        before.iter().all(|one| one.rests_on() != hazard.rests_on)
            || is_elsewhere(before, hazard, owner(hazard), &helping)
    });
    if !differs && last.keys().all(|id| standing.contains_key(id)) {
        return Ok(Vec::new());
    }
    let days = CurrentBook::read(store, scope).await?.book.policy.hazard_days;
    let key = identity_key(store, service.keyholder(), scope.authority()).await?;
    let briefing = service.briefings().get(store, scope, None).await?.unwrap_or_default();
    let ward = |place: KeptPlace| briefing.ward_at(place.lat, place.lon, now).map(str::to_owned);
    let shown = places(&cases, &key, today, ward);
    let mut entries = Vec::new();
    for (id, hazard) in &standing {
        let before = last.get(id).map(Vec::as_slice).unwrap_or_default();
        let is_told = before.iter().any(|one| one.rests_on() == hazard.rests_on);
        if let Some(gone) = hazard.gone {
            let on = local_date(gone).unwrap_or(today).min(today);
            entries.extend(ended(before, HazardEnd::Gone, on, hazard.rests_on));
            continue;
        }
        if is_told && !is_elsewhere(before, hazard, owner(hazard), &helping) {
            continue;
        }
        let seen = local_date(hazard.seen).unwrap_or(today).min(today);
        let until = shown_until(seen, days);
        if until < today {
            continue;
        }
        let found = of(hazard);
        let Some((case, place)) = found.and_then(|at| Some((&cases.get(at)?.0, shown.get(at)?))) else {
            continue;
        };
        let shown = HazardPlace::from(place.shown.clone());
        let mut words = whom(case, hazard, &officers, &roles, (today, shown.clone()));
        let former = former(before, &words, &helping);
        words.extend(former.into_iter().map(|team| (HazardFor::Team(team), shown.clone())));
        // Before the words anew: whoever is told of it in two ways is to keep the one that holds, and who was told where it is and may not
        // know any more loses that.
        let may_keep = |one: &HazardEntry| {
            let now = words.iter().find(|(for_whom, _)| for_whom == one.for_whom());
            now.is_some_and(|(_, place)| is_exact(place) || !told_exactly(one))
        };
        let past: Vec<HazardEntry> = before.iter().filter(|one| !may_keep(one)).cloned().collect();
        entries.extend(ended(&past, HazardEnd::TakenBack, today, hazard.rests_on));
        for (for_whom, place) in words {
            entries.push(HazardEntry::Told(Box::new(HazardTold {
                hazard: *id,
                kind: hazard.noted.kind,
                text: hazard.noted.text.clone(),
                basis: hazard.noted.basis,
                source: hazard.noted.source.clone(),
                place,
                seen,
                until,
                rests_on: hazard.rests_on,
                from_record: hazard.record,
                for_whom,
            })));
        }
    }
    // What told of them is erased.
    for (_, before) in last.iter().filter(|(id, _)| !standing.contains_key(id)) {
        let rests_on = random::id_of_the_hour(service.clock())?;
        entries.extend(ended(before, HazardEnd::TakenBack, today, rests_on));
    }
    let named = |entry| Ok((random::id_of_the_hour(service.clock())?, ServerBody::Hazard(entry)));
    entries.into_iter().map(named).collect()
}

/// To all who were told of it, if it still stood.
fn ended(before: &[HazardEntry], why: HazardEnd, on: Date, rests_on: Id) -> Vec<HazardEntry> {
    let stood = before.iter().filter(|one| matches!(one, HazardEntry::Told(_)));
    let end = |one: &HazardEntry| {
        HazardEntry::Ended(HazardEnded {
            hazard: one.hazard(),
            why,
            on,
            until: one.until(),
            rests_on,
            from_record: one.from_record(),
            for_whom: one.for_whom().clone(),
        })
    };
    stood.map(end).collect()
}

/// Whom it is told to and where they are told it is: the own team exactly, if it may read such records; those who read the
/// whole service's what is shown of the place. Of whoever is of no such team every team of the service is told that.
fn whom(
    case: &Case,
    hazard: &HazardNow,
    officers: &[Officer],
    roles: &BTreeMap<Id, Roles>,
    (today, shown): (Date, HazardPlace),
) -> Vec<(HazardFor, HazardPlace)> {
    let finder = officers.iter().find(|one| one.id == case.officer);
    let finder = finder.map(|one| Visitor::on(today, one, roles)).filter(Visitor::helps);
    match finder.map(|one| one.team).filter(|team| !team.trim().is_empty()) {
        Some(team) => {
            let exact = hazard.noted.place.map_or(HazardPlace::Unknown, HazardPlace::Exact);
            vec![(HazardFor::Team(team), exact), (HazardFor::Whole, shown)]
        }
        None => vec![(HazardFor::Service, shown)],
    }
}

fn is_exact(place: &HazardPlace) -> bool {
    matches!(place, HazardPlace::Exact(_))
}

fn told_exactly(word: &HazardEntry) -> bool {
    matches!(word, HazardEntry::Told(told) if is_exact(&told.place))
}

/// Teams that were told where it is and are not its finder's any more: who works there is warned all the same, and sees of the place
/// what everybody does. Where every team of the service is told they are, too.
fn former(
    before: &[HazardEntry],
    words: &[(HazardFor, HazardPlace)],
    helping: &BTreeSet<String>,
) -> Vec<String> {
    if words.iter().any(|(for_whom, _)| *for_whom == HazardFor::Service) {
        return Vec::new();
    }
    let still = before.iter().filter(|one| matches!(one, HazardEntry::Told(_))).map(HazardEntry::for_whom);
    let teams = still.filter(|one| words.iter().all(|(now, _)| now != *one)).filter_map(|one| match one {
        HazardFor::Team(team) if helping.contains(team) => Some(team.clone()),
        _ => None,
    });
    teams.collect()
}

/// Whether somebody is still told of it to whom the last word was not told; or where it is to a team that is not its finder's of today
/// or of which nobody helps any more, or not where it is to the finder's.
fn is_elsewhere(
    words: &[HazardEntry],
    hazard: &HazardNow,
    team: Option<&str>,
    helping: &BTreeSet<String>,
) -> bool {
    let team = team.filter(|team| !team.trim().is_empty());
    let moved = |one: &HazardTold| match (&one.for_whom, team) {
        (HazardFor::Team(told), Some(team)) => {
            let may_know = told == team && helping.contains(team) && hazard.noted.place.is_some();
            !helping.contains(told) || may_know != is_exact(&one.place)
        }
        _ => false,
    };
    words.iter().any(|one| match one {
        HazardEntry::Told(told) => told.rests_on != hazard.rests_on || moved(told),
        HazardEntry::Ended(_) => false,
    })
}

/// What steps that fit their records say of dangers. A phone that is ahead said it when it was taken in at the latest.
fn said(told: &[WelfareTold], cases: &[(Case, Welfare)]) -> Vec<HazardSaid> {
    let cases: BTreeMap<(Id, Id), (&Case, &Welfare)> =
        cases.iter().map(|(case, welfare)| ((case.notebook, case.record), (case, welfare))).collect();
    let word = |one: &WelfareTold| {
        if !matches!(one.entry, WelfareEntry::Step(_)) {
            return None;
        }
        let (case, welfare) = cases.get(&(one.notebook, one.record))?;
        let fits = case.refused.iter().all(|(seq, _)| *seq != one.seq);
        let mut said = HazardSaid::of(&one.entry, (one.notebook, one.seq), one.record, welfare.opened.place)?;
        said.at.time = said.at.time.min(one.taken);
        fits.then_some(said)
    };
    told.iter().filter_map(word).collect()
}

/// What a reader sees of one: where they are told it is; where nobody tells them any more that it is there, why not.
#[must_use]
pub fn seen_by<'a>(
    words: &'a [HazardEntry],
    team: &str,
    reads: impl Fn(Reading) -> bool,
) -> Option<&'a HazardEntry> {
    let same_team = Reading { same_team: true, closed: true, ..Reading::default() };
    let of_others = Reading { closed: true, ..Reading::default() };
    let may = |one: &&HazardEntry| match one.for_whom() {
        HazardFor::Team(own) => own == team && reads(same_team),
        HazardFor::Service => reads(same_team),
        HazardFor::Whole => reads(of_others),
    };
    let known: Vec<&HazardEntry> = words.iter().filter(may).collect();
    // The own team's word is before the whole service's. A team that is told of it no more was told so first.
    let stands = known.iter().find(|one| matches!(one, HazardEntry::Told(_)));
    stands.or(known.last()).copied()
}
