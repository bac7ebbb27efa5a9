//! What the engine makes of simulated shifts, put beside the truth and the plain rule.
//!
//! The only part of the simulator that calls the engine.

use std::sync::Arc;

use beatbook_domain::fence::{Boot as EngineBoot, BootRun, Fence, FenceError, derive};
use beatbook_domain::fix::{Fix, FixRefusal};
use beatbook_domain::presence::{Interval, TrackPresence, TravelMode};
use beatbook_domain::thresholds::Thresholds;
use beatbook_domain::zone::{ZoneHash, ZoneVersion};

use crate::measure::ShiftResult;
use crate::plain::plain_rule;
use crate::shift::SimulatedShift;
use crate::truth::truth;

/// A fence of zones that are always in force, and their hashes in the order given.
///
/// # Errors
/// [`FenceError`] if a zone did not pass import's checks.
pub fn fence_of(zones: &[ZoneVersion]) -> Result<(Arc<Fence>, Vec<ZoneHash>), FenceError> {
    let always = Interval { from: i64::MIN, to: i64::MAX };
    let hashes: Vec<ZoneHash> = zones.iter().map(ZoneVersion::hash).collect();
    let fence = Fence::build(hashes.iter().zip(zones).map(|(hash, zone)| (*hash, always, &zone.geometry)))?;
    Ok((Arc::new(fence), hashes))
}

/// The engine's view of one shift, declared as on foot.
///
/// # Errors
/// [`FixRefusal`] if the simulator reported what the door refuses.
pub fn derive_shift(fence: &Arc<Fence>, shift: &SimulatedShift) -> Result<TrackPresence, FixRefusal> {
    let fixes: Vec<Vec<Fix>> = shift
        .boots
        .iter()
        .map(|boot| boot.fixes.iter().map(Fix::quantise).collect())
        .collect::<Result<_, _>>()?;
    let runs: Vec<BootRun<'_>> = shift
        .boots
        .iter()
        .zip(&fixes)
        .map(|(boot, fixes)| BootRun {
            boot: EngineBoot { id: boot.boot, wall_offset: boot.wall_offset },
            fixes,
        })
        .collect();
    let modes = (Some(TravelMode::Foot), &[][..]);
    Ok(derive(fence, Thresholds::V1, shift.sign_on(), shift.sign_off(), modes, &runs))
}

/// Truth, engine and plain rule of one shift.
///
/// # Errors
/// [`FixRefusal`] if the simulator reported what the door refuses.
pub fn result_of(
    fence: &Arc<Fence>,
    zones: &[ZoneVersion],
    shift: &SimulatedShift,
) -> Result<ShiftResult, FixRefusal> {
    let geometries: Vec<_> = zones.iter().map(|zone| &zone.geometry).collect();
    Ok(ShiftResult {
        truth: truth(shift, &geometries),
        derived: derive_shift(fence, shift)?,
        plain: plain_rule(shift, &geometries),
    })
}
