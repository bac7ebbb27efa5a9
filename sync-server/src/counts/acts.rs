//! What is done about a count: set, acted upon, decided pair by pair. Each is checked against all that was told and
//! written only if nothing has come since; otherwise it is looked at again.

use std::collections::BTreeSet;

use beatbook_domain::calendar::local_date;
use beatbook_domain::counts::plan::CountPlan;
use beatbook_domain::counts::secrecy::tellings;
use beatbook_domain::counts::state::{CountAct, CountActRefusal, CountDeed};
use beatbook_domain::records::count::told::{CountActed, CountOver, CountPairDecided, CountPlanned};
use beatbook_domain::records::count::{PairAnswer, SightingPair};
use beatbook_domain::records::keeping::CountKept;
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::welfare::identity::IdentityKey;
use beatbook_protocol::id::Id;
use beatbook_protocol::limits::TEXT_MAX;

use super::named::in_the_way;
use super::plan::Others;
use super::{CountRefused, CountView, Counts, People, PlanFile, reached};
use crate::auth::Scope;
use crate::error::Fault;
use crate::random;
use crate::service::Service;
use crate::store::{CountDecided, CountMark};

/// Tries against phones and others who write at the same time.
const TRIES: usize = 8;

/// What everybody may do today.
pub(super) async fn people(service: &Service, scope: &Scope) -> Result<People, CountRefused> {
    let today = local_date(service.clock().now())?;
    Ok(People::on(&service.store().roles(scope).await?, today))
}

/// A count, if the officer may know of it and it is the officer's work.
fn working<'a>(
    (counts, people): (&'a Counts, &People),
    count: Id,
    officer: Id,
    now: i64,
) -> Result<&'a CountView, CountRefused> {
    let view = counts.counts.get(&count).map(|view| (people.standing(officer, &view.case, now), view));
    match view.filter(|(standing, _)| standing.knows) {
        Some((standing, view)) if standing.works => Ok(view),
        Some(_) => Err(CountRefused::NotAllowed),
        // Who reads by request does nothing about any count, whether there is one or not.
        None if people.reads_by_request(officer) => Err(CountRefused::NotAllowed),
        None => Err(CountRefused::Unknown),
    }
}

/// Sets a count; `again` says why its night is counted again in zones that another count has. Its leads and those who answer
/// for counts are told by the same entry; teams by the keeper.
///
/// # Errors
/// [`CountRefused::NotAllowed`] but for those who answer for counts; everything that is wrong with the plan.
pub async fn plan(
    service: &Service,
    scope: &Scope,
    officer: Id,
    file: PlanFile,
    again: Option<&str>,
) -> Result<CountPlan, CountRefused> {
    let store = &**service.store();
    let people = people(service, scope).await?;
    let coordinators = people.coordinators();
    if !coordinators.contains(&officer) {
        return Err(CountRefused::NotAllowed);
    }
    if again.is_some_and(|why| why.chars().count() > TEXT_MAX) {
        return Err(CountRefused::Text("reason"));
    }
    let officers = store.officers(scope).await?;
    let briefing = service.briefings().get(store, scope, None).await?.unwrap_or_default();
    let id = random::id_of_the_hour(service.clock())?;
    let now = service.clock().now();
    let key = IdentityKey::from_bytes(random::bytes()?);
    for _ in 0..TRIES {
        let counts = Counts::read(store, scope).await?;
        let others = Others { counts: &counts, again };
        let set = file.clone().plan(id, (&officers, &people), (&briefing, &others), now);
        let plan = set.map_err(CountRefused::Faults)?;
        let told: BTreeSet<Id> = plan.leads().union(&coordinators).copied().collect();
        let told = tellings(&plan, &told, &coordinators).into_iter();
        // The whole plan comes first, for those who answer for counts: it is what the server counts by.
        // That there is another count, and why, is for them alone.
        let told = told.flat_map(|(plan, told)| {
            let (whole, teams): (BTreeSet<Id>, BTreeSet<Id>) =
                told.into_iter().partition(|one| again.is_some() && coordinators.contains(one));
            let both = [(plan.clone(), whole, again), (plan, teams, None)];
            both.into_iter().filter(|(_, told, _)| !told.is_empty())
        });
        let entries = told.map(|(plan, told, again)| {
            let (key, again) = (key.clone(), again.map(str::to_owned));
            ServerBody::CountPlanned(Box::new(CountPlanned { plan, key, again, told }))
        });
        let (entries, why) = (entries.collect(), again.map(str::to_owned));
        if written(service, scope, counts.mark, entries, (format!("count {id} set"), why)).await? {
            return Ok(plan);
        }
    }
    Err(CountRefused::Changed)
}

/// Does something to a count as a whole; answers it as it is then. A close that came too late is written down all the same,
/// so that nothing that was said is lost.
///
/// # Errors
/// [`CountRefused`]; but for that close nothing was written.
pub async fn act(
    service: &Service,
    scope: &Scope,
    (count, by): (Id, Id),
    act: CountAct,
) -> Result<CountView, CountRefused> {
    let store = &**service.store();
    let people = people(service, scope).await?;
    for _ in 0..TRIES {
        let (counts, at) = (Counts::read(store, scope).await?, service.clock().now());
        let view = working((&counts, &people), count, by, at)?;
        let deed = CountDeed { at, by, act: act.clone() };
        let review = view.review(&reached(store, scope, view).await?);
        let refused = view.case.check(&deed, &review).err();
        let is_kept = matches!(
            (&act, &refused),
            (_, None)
                | (
                    CountAct::Close { .. },
                    Some(CountActRefusal::ClosedAlready(_) | CountActRefusal::SubmittedAlready(_))
                )
        );
        if let Some(refusal) = refused.clone().filter(|_| !is_kept) {
            let pairs = in_the_way(&refusal, &review);
            return Err(CountRefused::Pairs { refusal, pairs });
        }
        let what = match (&act, &refused) {
            (_, Some(_)) => "close refused: it is closed already",
            (CountAct::Open, _) => "opened",
            (CountAct::Close { .. }, _) => "closed",
            (CountAct::Verify { .. }, _) => "verified",
            (CountAct::Submit, _) => "submitted",
            (CountAct::Partner { name: Some(_) }, _) => "independent partner named",
            (CountAct::Partner { name: None }, _) => "no independent partner after all",
            (CountAct::Annotate { .. }, _) => "annotated",
        };
        let told = view.case.plan.leads().union(&people.coordinators()).copied().collect();
        let mut entries = vec![ServerBody::CountActed(CountActed { count, deed: deed.clone(), told })];
        if matches!(act, CountAct::Close { .. }) && refused.is_none() {
            // Phones of everybody who was told the plan: helpers do not read their parts back from now on.
            entries.push(ServerBody::CountOver(CountOver { count, at, told: view.told.clone() }));
        }
        if matches!(act, CountAct::Submit) {
            // What comes later changes what the count would be, and not what was sent.
            let (table, label) = (review.table, Some(review.label));
            let kept = CountKept { count, figures: review.figures, table, label, sent: true, changed: None };
            entries.push(ServerBody::CountKept(kept));
        }
        let logged = (format!("count {count} {what}"), None);
        if written(service, scope, counts.mark, entries, logged).await? {
            let mut view = view.clone();
            return match view.case.record(&deed) {
                Ok(()) => Ok(view),
                Err(refusal) if matches!(act, CountAct::Close { partner: true, .. }) => {
                    Err(CountRefused::PartnerKept(refusal))
                }
                Err(refusal) => Err(CountRefused::Act(refusal)),
            };
        }
    }
    Err(CountRefused::Changed)
}

/// Says something of two sightings at a desk: one voice, as from a phone.
///
/// # Errors
/// [`CountRefused`]; nothing was written.
pub async fn decide(
    service: &Service,
    scope: &Scope,
    (count, by): (Id, Id),
    (pair, answer): (SightingPair, PairAnswer),
    why: &str,
) -> Result<CountView, CountRefused> {
    let store = &**service.store();
    let people = people(service, scope).await?;
    if why.chars().count() > TEXT_MAX {
        return Err(CountRefused::Text("why"));
    }
    for _ in 0..TRIES {
        let (counts, at) = (Counts::read(store, scope).await?, service.clock().now());
        let view = working((&counts, &people), count, by, at)?;
        if view.case.stage.is_submitted() {
            let done = view.case.stage.done().ok_or(CountRefused::Changed)?;
            return Err(CountRefused::Act(CountActRefusal::SubmittedAlready(done)));
        }
        let review = view.review(&BTreeSet::new());
        if pair.both().iter().any(|of| !review.sightings.contains_key(of)) {
            return Err(CountRefused::UnknownPair);
        }
        let told = view.case.plan.leads().union(&people.coordinators()).copied().collect();
        let said = CountPairDecided { count, at, by, pair, answer, why: why.to_owned(), told };
        let entries = vec![ServerBody::CountPairDecided(said)];
        let logged = (format!("count {count}: a pair of sightings decided"), None);
        if written(service, scope, counts.mark, entries, logged).await? {
            let mut counts = Counts::read(store, scope).await?;
            return counts.counts.remove(&count).ok_or(CountRefused::Unknown);
        }
    }
    Err(CountRefused::Changed)
}

async fn written(
    service: &Service,
    scope: &Scope,
    mark: CountMark,
    entries: Vec<ServerBody>,
    (what, reason): (String, Option<String>),
) -> Result<bool, Fault> {
    service.store().decide_count(scope, CountDecided { mark, entries, what, reason }).await
}
