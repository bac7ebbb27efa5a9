//! Who is told of a count when: teams from the time of the plan on, and whoever comes to answer for counts later.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use beatbook_domain::calendar::local_date;
use beatbook_domain::counts::secrecy::{may_know, tellings};
use beatbook_domain::records::count::told::{CountOver, CountPlanned};
use beatbook_domain::records::server::ServerBody;
use beatbook_protocol::id::Id;
use tokio::sync::watch;

use super::{CountRefused, Counts, People, planned};
use crate::auth::{Purpose, Scope};
use crate::service::Service;
use crate::store::{CountDecided, Store};

/// How often it looks: teams learn of a count to the minute.
const LOOK_AGAIN: Duration = Duration::from_secs(60);

/// Tells until the server closes, at its start for the first time.
pub async fn keep_told(service: Arc<Service>, mut closing: watch::Receiver<bool>) {
    loop {
        if let Err(refusal) = look(&service).await {
            tracing::error!(
                code = refusal.code(),
                "phones could not be told all they may know; trying again soon"
            );
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK_AGAIN) => {}
            _ = closing.wait_for(|closing| *closing) => return,
        }
    }
}

async fn look(service: &Service) -> Result<(), CountRefused> {
    let (store, keyholder) = (service.store(), service.keyholder());
    for authority in store.authorities(keyholder).await? {
        let scope = keyholder.server(authority.id, Purpose::Count);
        // One authority's trouble is not that of the others.
        if let Err(refusal) = tell(&**store, &scope, service.clock().now()).await {
            tracing::error!(
                code = refusal.code(),
                "phones could not be told all they may know; trying again soon"
            );
        }
    }
    Ok(())
}

/// Tells everybody who may know by now and was not told; answers how many counts that were. A count that is submitted is
/// told to nobody any more.
///
/// # Errors
/// The store's.
pub async fn tell(store: &dyn Store, scope: &Scope, now: i64) -> Result<usize, CountRefused> {
    let people = People::on(&store.roles(scope).await?, local_date(now)?);
    let coordinators = people.coordinators();
    // Cheap, and nearly always all there is to do.
    let views = planned(&store.counts_told(scope).await?);
    let waits = views.values().any(|view| !untold(view, &coordinators, now).is_empty());
    if !waits {
        return Ok(0);
    }
    let counts = Counts::read(store, scope).await?;
    let entries: Vec<ServerBody> = counts
        .counts
        .values()
        .flat_map(|view| told_now(view, &coordinators, untold(view, &coordinators, now)))
        .collect();
    let of = |entry: &ServerBody| match entry {
        ServerBody::CountPlanned(planned) => Some(planned.plan.id),
        _ => None,
    };
    let told = entries.iter().filter_map(of).collect::<BTreeSet<Id>>().len();
    let what = "plans of counts told to those who may know by now".to_owned();
    let decided = CountDecided { mark: counts.mark, entries, what, reason: None };
    // If more has come meanwhile, the next look is in a minute.
    Ok(if store.decide_count(scope, decided).await? { told } else { 0 })
}

/// The plan for those who may know of it and were not told; of a count that is over, that too.
fn told_now(view: &super::CountView, coordinators: &BTreeSet<Id>, told: BTreeSet<Id>) -> Vec<ServerBody> {
    if told.is_empty() {
        return Vec::new();
    }
    let (plan, key) = (&view.case.plan, &view.key);
    let over = view.case.closed.as_ref().map(|(done, _)| {
        ServerBody::CountOver(CountOver { count: plan.id, at: done.at, told: told.clone() })
    });
    let planned = tellings(plan, &told, coordinators).into_iter().map(|(plan, told)| {
        ServerBody::CountPlanned(Box::new(CountPlanned { plan, key: key.clone(), again: None, told }))
    });
    planned.chain(over).collect()
}

fn untold(view: &super::CountView, coordinators: &BTreeSet<Id>, now: i64) -> BTreeSet<Id> {
    if view.case.stage.is_submitted() {
        return BTreeSet::new();
    }
    let plan = &view.case.plan;
    let may = |officer: &Id| may_know(plan, *officer, coordinators.contains(officer), now);
    let all = plan.officers().into_iter().chain(coordinators.iter().copied());
    let knows = |officer: &Id| {
        if coordinators.contains(officer) {
            view.whole.contains(officer)
        } else {
            view.told.contains(officer)
        }
    };
    all.filter(|officer| may(officer) && !knows(officer)).collect()
}
