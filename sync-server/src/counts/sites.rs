//! Which known sites the teams' tracks certainly reached.

use std::collections::BTreeSet;
use std::sync::Arc;

use beatbook_domain::counts::coverage::REACHED_MM;
use beatbook_domain::counts::plan::CountPlan;
use beatbook_domain::fence::Fence;
use beatbook_domain::geometry::{Vertex, ZoneGeometry};
use beatbook_domain::presence::Interval;
use beatbook_domain::zone::ZoneHash;
use beatbook_domain::zones::circle::{CircleFit, circle};
use beatbook_protocol::hash::Hash;

use super::CountView;
use crate::auth::Scope;
use crate::error::Fault;
use crate::presence::certainly_in;
use crate::store::{PatrolKey, Store};

/// How far the drawn circle keeps inside the true one at most, metres.
const DRAWN_WITHIN_M: f64 = 0.5;

/// Codes of known sites in whose circle of 50 m a joined patrol of somebody in the plan certainly was, in the count's window. Tracks
/// that have not come yet, or are gone, show nothing; of a return that was submitted what its label says stays, as tracks are kept for a shorter
/// time.
///
/// # Errors
/// The store's.
pub async fn reached(store: &dyn Store, scope: &Scope, view: &CountView) -> Result<BTreeSet<String>, Fault> {
    let plan = &view.case.plan;
    let sent = view.submitted();
    let mut reached = sent.map(|(_, label, _)| label.reached(plan)).unwrap_or_default();
    let Ok(window) = plan.window() else { return Ok(reached) };
    if plan.sites().next().is_none() {
        return Ok(reached);
    }
    let circles = circles(plan);
    let zones =
        circles.iter().map(|(_, hash, drawn)| (*hash, Interval { from: i64::MIN, to: i64::MAX }, drawn));
    let Ok(fence) = Fence::build(zones) else { return Ok(reached) };
    let fence = Arc::new(fence);
    for one in &view.parts {
        let Some(record) = one.part.joined.patrol.filter(|_| plan.takes(one.officer)) else { continue };
        let key = PatrolKey { authority: scope.authority(), notebook: one.notebook, record };
        let input = match store.patrol_input(scope, &key).await {
            Ok(input) => input,
            Err(Fault::Unknown { .. }) => continue,
            Err(fault) => return Err(fault),
        };
        let fence = Arc::clone(&fence);
        let inside = tokio::task::spawn_blocking(move || certainly_in(&input, &fence, window));
        let inside = inside.await.map_err(|_| Fault::Closing)?;
        let found = circles.iter().filter(|(_, hash, _)| inside.contains(hash));
        reached.extend(found.map(|(code, ..)| code.clone()));
    }
    Ok(reached)
}

/// The circle of each known site, under a name of its own. One that cannot be drawn is never reached.
fn circles(plan: &CountPlan) -> Vec<(String, ZoneHash, ZoneGeometry)> {
    let drawn = plan.sites().filter_map(|site| {
        let centre = Vertex { lon: site.place.lon, lat: site.place.lat };
        let drawn = circle(centre, REACHED_MM as f64 / 1e3, DRAWN_WITHIN_M, CircleFit::Inside).ok()?;
        let name = ZoneHash(*Hash::of(&[b"beatbook-count-site", site.code.as_bytes()]).as_bytes());
        Some((site.code.clone(), name, ZoneGeometry(vec![drawn.polygon])))
    });
    drawn.collect()
}
