//! Briefings ready for the engine, kept in memory: a fence is built once for each manifest.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use beatbook_domain::fence::Fence;
use beatbook_domain::presence::Interval;
use beatbook_domain::records::seen::KeptPlace;
use beatbook_domain::zone::{ZoneHash, ZoneKind, ZoneVersion};
use beatbook_domain::zones::manifest::ZoneManifest;
use beatbook_domain::zones::pack::ZoneIndex;
use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;

use crate::auth::Scope;
use crate::error::Fault;
use crate::store::{BriefingObjects, Store};

/// Briefings kept; phones out for a day or two work from the last few.
const KEPT: usize = 8;

/// A briefing put together.
#[derive(Debug, Default)]
pub struct ReadyBriefing {
    /// Its hash; absent for an authority without zones.
    pub hash: Option<Hash>,
    /// Which version counts when.
    pub manifest: ZoneManifest,
    /// The versions.
    pub versions: BTreeMap<ZoneHash, ZoneVersion>,
    /// Ready for tracks.
    pub fence: Arc<Fence>,
}

/// An authority's briefing.
type Key = (Id, Hash);

/// The briefings used lately.
#[derive(Debug, Default)]
pub struct Briefings {
    kept: Mutex<VecDeque<(Key, Arc<ReadyBriefing>)>>,
}

impl Briefings {
    /// A briefing by its hash, or the authority's newest; absent if it was never published here.
    ///
    /// # Errors
    /// The store's; [`Fault::Damaged`] if its objects are not what was published.
    pub async fn get(
        &self,
        store: &dyn Store,
        scope: &Scope,
        hash: Option<Hash>,
    ) -> Result<Option<Arc<ReadyBriefing>>, Fault> {
        let hash = match hash {
            Some(hash) => hash,
            None => match store.newest_briefing(scope).await? {
                Some(hash) => hash,
                None => return Ok(Some(Arc::default())),
            },
        };
        let key = (scope.authority(), hash);
        if let Some(ready) = self.find(&key) {
            return Ok(Some(ready));
        }
        let Some(objects) = store.briefing(scope, hash).await? else { return Ok(None) };
        let assembled = tokio::task::spawn_blocking(move || assemble(hash, &objects));
        let ready = Arc::new(assembled.await.map_err(|_| Fault::Closing)??);
        self.keep(key, Arc::clone(&ready));
        Ok(Some(ready))
    }

    fn find(&self, key: &Key) -> Option<Arc<ReadyBriefing>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().find(|(known, _)| known == key).map(|(_, ready)| Arc::clone(ready))
    }

    fn keep(&self, key: Key, ready: Arc<ReadyBriefing>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT {
            kept.pop_front();
        }
        kept.push_back((key, ready));
    }
}

impl ReadyBriefing {
    /// The zone of a code as it counts at an instant.
    #[must_use]
    pub fn zone_at(&self, code: &str, at: i64) -> Option<&ZoneVersion> {
        let row = self.manifest.rows().iter().find(|row| row.code == code && row.covers(at))?;
        self.versions.get(&row.zone)
    }

    /// Metres by which a place lies outside the zone of a code as it counts at an instant, at most `cap`; none inside it, and where
    /// no such zone counts.
    #[must_use]
    pub fn metres_outside(&self, code: &str, at: i64, place: KeptPlace, cap: f64) -> Option<f64> {
        let row = self.manifest.rows().iter().find(|row| row.code == code && row.covers(at))?;
        let inside = self.fence.signed_distance(&row.zone, place.lat, place.lon, cap)?;
        (inside < 0.0).then_some(-inside)
    }

    /// A ward as a person knows it: by its name, and by its code where no zone of it counts at an instant.
    #[must_use]
    pub fn ward_name<'a>(&'a self, code: &'a str, at: i64) -> &'a str {
        self.zone_at(code, at).map_or(code, |zone| zone.name.as_str())
    }

    /// Code of the ward at a place, by the zones that count now.
    #[must_use]
    pub fn ward_at(&self, lat: i32, lon: i32, now: i64) -> Option<&str> {
        let mut here = self.fence.zones_at(lat, lon).into_iter();
        here.find_map(|at| {
            let counts = self.manifest.rows().iter().any(|row| {
                row.zone == at.zone && row.valid_from <= now && row.valid_to.is_none_or(|end| now < end)
            });
            let version = self.versions.get(&at.zone).filter(|_| counts)?;
            (version.kind == ZoneKind::Ward).then_some(version.code.as_str())
        })
    }
}

fn assemble(hash: Hash, objects: &BriefingObjects) -> Result<ReadyBriefing, Fault> {
    let damaged = Fault::Damaged { what: "briefing" };
    let index = objects.get(&hash).ok_or_else(|| damaged.clone())?;
    let index = ZoneIndex::open(hash, index).map_err(|_| damaged.clone())?;
    let (manifest, versions) =
        index.assemble(|object| objects.get(&object).map(Vec::as_slice)).map_err(|_| damaged.clone())?;
    let rows = manifest.rows().iter().filter_map(|row| {
        let span = Interval { from: row.valid_from, to: row.valid_to.unwrap_or(i64::MAX) };
        versions.get(&row.zone).map(|version| (row.zone, span, &version.geometry))
    });
    let fence = Arc::new(Fence::build(rows).map_err(|_| damaged)?);
    Ok(ReadyBriefing { hash: Some(hash), manifest, versions, fence })
}
