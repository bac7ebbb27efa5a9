//! Importing zones: read and check everything, plan, pack, publish – or change nothing and say all that is wrong.

use beatbook_domain::zone::ZoneVersion;
use beatbook_domain::zones::import::{
    ImportOptions, ImportProgress, ImportReport, ZoneImport, import_geojson,
};
use beatbook_domain::zones::manifest::ZoneManifest;
use beatbook_domain::zones::pack::{PackError, pack};
use beatbook_domain::zones::plan::{ImportPlan, IncomingZone, PlanRefusal, plan_close, plan_import};
use beatbook_protocol::frame::deflate;
use beatbook_protocol::limits::MESSAGE_COMPRESSED_MAX;
use thiserror::Error;

use crate::auth::Scope;
use crate::error::Fault;
use crate::presence::Briefings;
use crate::store::{NewBriefing, Store};

/// Room in an answer for everything but an object.
const ANSWER_MARGIN: usize = 32 * 1024;

/// Why zones were not changed.
#[derive(Debug, Error)]
pub enum ZonesRefusal {
    /// Something is wrong with the file.
    #[error("the file was not imported: nothing has changed")]
    File(ImportReport),
    /// The plan is not allowed as it is.
    #[error(transparent)]
    Plan(#[from] PlanRefusal),
    /// The zones do not fit into a briefing.
    #[error(transparent)]
    Pack(#[from] PackError),
    /// An object is too large to be sent to phones.
    #[error("a zone is too detailed to be sent to phones in one message: simplify its outline")]
    TooDetailed,
    /// Somebody else changed the zones at the same time.
    #[error("the zones were changed by somebody else at the same time: import again")]
    Changed,
    /// Something inside.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl ZonesRefusal {
    /// A stable name for scripts and tests.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::File(_) => "zones_file",
            Self::Plan(PlanRefusal::ChangesHistory { .. }) => "changes_history",
            Self::Plan(PlanRefusal::BadReason) => "bad_reason",
            Self::Plan(PlanRefusal::Undated { .. }) => "undated",
            Self::Plan(PlanRefusal::Manifest(_)) => "contradiction",
            Self::Plan(PlanRefusal::NothingToClose { .. }) => "nothing_to_close",
            Self::Pack(_) => "too_many_zones",
            Self::TooDetailed => "too_detailed",
            Self::Changed => "changed_meanwhile",
            Self::Fault(fault) => fault.code(),
        }
    }
}

/// What an import has done, or would do.
#[derive(Debug)]
pub struct ZonesChanged {
    /// What the file held; absent for a closed zone.
    pub import: Option<ZoneImport>,
    /// What changes.
    pub plan: ImportPlan,
    /// False for a dry run, or if there was nothing to change.
    pub published: bool,
}

/// What is to be done with zones.
#[derive(Debug, Clone)]
pub struct ZonesRequest {
    /// The reason for changing the past, if that is meant.
    pub retroactive: Option<String>,
    /// Say what would change and change nothing.
    pub dry_run: bool,
}

/// Imports a GeoJSON file. `progress` is called from another thread.
///
/// # Errors
/// A [`ZonesRefusal`]; nothing has changed then.
pub async fn import(
    store: &dyn Store,
    briefings: &Briefings,
    scope: &Scope,
    file: Vec<u8>,
    options: ImportOptions,
    request: ZonesRequest,
    mut progress: impl FnMut(ImportProgress) + Send + 'static,
) -> Result<ZonesChanged, ZonesRefusal> {
    let now = options.now;
    let reading = tokio::task::spawn_blocking(move || import_geojson(&file, &options, &mut progress));
    let import = reading.await.map_err(|_| Fault::Closing)?.map_err(ZonesRefusal::File)?;
    let incoming: Vec<IncomingZone> = import.zones.iter().map(IncomingZone::from).collect();
    let new: Vec<ZoneVersion> = import.zones.iter().map(|zone| zone.zone.clone()).collect();
    let retroactive = request.retroactive.clone();
    let plan = move |current: &ZoneManifest| plan_import(current, &incoming, now, retroactive.as_deref());
    let (plan, published) = change(store, briefings, scope, new, plan, request.dry_run).await?;
    Ok(ZonesChanged { import: Some(import), plan, published })
}

/// Ends a zone at an instant.
///
/// # Errors
/// A [`ZonesRefusal`]; nothing has changed then.
pub async fn close(
    store: &dyn Store,
    briefings: &Briefings,
    scope: &Scope,
    code: &str,
    (at, now): (i64, i64),
    request: ZonesRequest,
) -> Result<ZonesChanged, ZonesRefusal> {
    let retroactive = request.retroactive.as_deref();
    let plan = |current: &ZoneManifest| plan_close(current, code, at, now, retroactive);
    let (plan, published) = change(store, briefings, scope, Vec::new(), plan, request.dry_run).await?;
    Ok(ZonesChanged { import: None, plan, published })
}

async fn change(
    store: &dyn Store,
    briefings: &Briefings,
    scope: &Scope,
    new: Vec<ZoneVersion>,
    plan: impl FnOnce(&ZoneManifest) -> Result<ImportPlan, PlanRefusal>,
    dry_run: bool,
) -> Result<(ImportPlan, bool), ZonesRefusal> {
    let current = briefings.get(store, scope, None).await?.unwrap_or_default();
    let plan = plan(&current.manifest)?;
    if dry_run || plan.is_unchanged() {
        return Ok((plan, false));
    }
    let (manifest, after) = (plan.manifest.clone(), current.hash);
    let packing = tokio::task::spawn_blocking(move || {
        let packed = pack(&manifest, current.versions.values().chain(&new))?;
        let all = packed.objects.iter().chain([&packed.index]);
        if all.clone().all(|object| is_sendable(&object.bytes)) {
            Ok((packed.index.hash, all.map(|object| (object.hash, object.bytes.clone())).collect()))
        } else {
            Err(ZonesRefusal::TooDetailed)
        }
    });
    let (index, objects) = packing.await.map_err(|_| Fault::Closing)??;
    let briefing = NewBriefing {
        after,
        index,
        objects,
        restated_from: plan.restated_from(),
        reason: plan.reason.clone(),
    };
    if store.publish_briefing(scope, briefing).await? { Ok((plan, true)) } else { Err(ZonesRefusal::Changed) }
}

/// Whether an object fits into an answer to a phone.
pub(crate) fn is_sendable(bytes: &[u8]) -> bool {
    deflate(bytes).is_ok_and(|packed| packed.len() + ANSWER_MARGIN <= MESSAGE_COMPRESSED_MAX)
}
