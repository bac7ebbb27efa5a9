//! How much of each sector its teams came by: the union over all their phones' tracks, in per cent.

use std::collections::BTreeMap;

use beatbook_domain::counts::searched::{Cells, Searched};
use beatbook_domain::geometry::Vertex;
use beatbook_domain::zone::ZoneVersion;
use beatbook_protocol::id::Id;

use super::CountView;
use crate::auth::Scope;
use crate::error::Fault;
use crate::presence::counted_in;
use crate::service::Service;
use crate::store::PatrolKey;

/// By sector's code, as the plan names it. A phone's track counts for the sectors of its team and those it has spoken of.
/// Tracks that have not come yet, or are gone, are none.
///
/// # Errors
/// The store's.
pub async fn searched(
    service: &Service,
    scope: &Scope,
    view: &CountView,
) -> Result<BTreeMap<String, Searched>, Fault> {
    let (store, plan) = (&**service.store(), &view.case.plan);
    let Ok(window) = plan.window() else { return Ok(BTreeMap::new()) };
    let briefing = service.briefings().get(store, scope, None).await?.unwrap_or_default();
    let mut tracks: BTreeMap<Id, Vec<Vertex>> = BTreeMap::new();
    for one in &view.parts {
        let Some(record) = one.part.joined.patrol else { continue };
        let key = PatrolKey { authority: scope.authority(), notebook: one.notebook, record };
        let input = match store.patrol_input(scope, &key).await {
            Ok(input) => input,
            Err(Fault::Unknown { .. }) => continue,
            Err(fault) => return Err(fault),
        };
        let fixes = tokio::task::spawn_blocking(move || counted_in(&input, window));
        tracks.entry(one.record).or_default().extend(fixes.await.map_err(|_| Fault::Closing)?);
    }
    let mut all = BTreeMap::new();
    for sector in &plan.sectors {
        let by = view.parts.iter().filter(|one| {
            let team = plan.team(&one.part.joined.team);
            team.is_some_and(|team| team.sectors.contains(&sector.code))
                || one.part.sectors.contains_key(&sector.code)
        });
        let fixes: Vec<Vertex> = by.filter_map(|one| tracks.get(&one.record)).flatten().copied().collect();
        let zone =
            briefing.zone_at(&sector.zone, window.from).map(|zone: &ZoneVersion| zone.geometry.clone());
        let distance = plan.searched_m;
        let share = tokio::task::spawn_blocking(move || match zone.as_ref().and_then(Cells::of) {
            Some(cells) => cells.searched(fixes, distance),
            None => Searched::NoZone,
        });
        all.insert(sector.code.clone(), share.await.map_err(|_| Fault::Closing)?);
    }
    Ok(all)
}
