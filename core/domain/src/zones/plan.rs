//! What an import would change, worked out before anything changes.
//!
//! Only codes named in the import are touched: a zone missing from a file stays as it is, and ends only by
//! [`plan_close`]. A new version ends the one before it where it begins. Nothing before the moment of the
//! import changes without a reason given for it.

use std::collections::BTreeMap;

use thiserror::Error;

use crate::presence::Interval;
use crate::zone::{ZoneHash, ZoneInForce};
use crate::zones::canonical::is_zone_text;
use crate::zones::import::ImportedZone;
use crate::zones::manifest::{ManifestError, ZoneManifest};

/// A zone version to be put in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncomingZone {
    /// Its code.
    pub code: String,
    /// Its version.
    pub zone: ZoneHash,
    /// When it begins, UTC milliseconds; unsaid means: where this version already began if it is in
    /// force, else the moment of the import.
    pub valid_from: Option<i64>,
    /// When it ends; unsaid means: as known if the version is in force at its begin, else when the next
    /// version known of its code begins, else never.
    pub valid_to: Option<i64>,
}

impl From<&ImportedZone> for IncomingZone {
    fn from(imported: &ImportedZone) -> Self {
        Self {
            code: imported.zone.code.clone(),
            zone: imported.zone.hash(),
            valid_from: imported.valid_from,
            valid_to: imported.valid_to,
        }
    }
}

/// One line of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ZoneChange {
    /// A code of the import for which nothing changes.
    Unchanged {
        /// The code.
        code: String,
    },
    /// A row that was not there.
    Added(ZoneInForce),
    /// A row that ends at another time: superseded, closed, or reopened.
    EndMoved {
        /// As it was.
        row: ZoneInForce,
        /// Its end from now on.
        valid_to: Option<i64>,
    },
    /// A row that is there no more, because a version that begins no later covers its begin.
    Dropped(ZoneInForce),
}

/// A stretch of the past for which a code gets another version, or one where it had none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restated {
    /// The code.
    pub code: String,
    /// When, UTC milliseconds; ends at the moment of the import at the latest.
    pub span: Interval,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportPlan {
    /// What is in force when, once it is done.
    pub manifest: ZoneManifest,
    /// By code, then in the order of time.
    pub changes: Vec<ZoneChange>,
    /// The past that comes out differently; reports of these times are marked restated.
    pub restated: Vec<Restated>,
    /// Why the past changes; always there with `restated`.
    pub reason: Option<String>,
}

impl ImportPlan {
    /// The earliest instant whose figures change.
    #[must_use]
    pub fn restated_from(&self) -> Option<i64> {
        self.restated.iter().map(|restated| restated.span.from).min()
    }

    /// True if doing it would change nothing.
    #[must_use]
    pub fn is_unchanged(&self) -> bool {
        self.changes.iter().all(|change| matches!(change, ZoneChange::Unchanged { .. }))
    }
}

/// Why there is no plan.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PlanRefusal {
    /// The past would change and no reason was given.
    #[error(
        "the import would change the past of {}: begin the new versions now or later, or import \
         with --retroactive and a reason", codes(.restated)
    )]
    ChangesHistory {
        /// Which codes, and when.
        restated: Vec<Restated>,
    },
    /// A reason that is empty, longer than 200 characters or not plain text.
    #[error("the reason for changing the past is empty, longer than 200 characters or not plain text")]
    BadReason,
    /// Several versions of one code, not all with a begin.
    #[error("the import has several versions of zone {code}, not all with a begin: give each its begin")]
    Undated {
        /// The code.
        code: String,
    },
    /// The import contradicts itself.
    #[error(transparent)]
    Manifest(#[from] ManifestError),
    /// No version of this code is in force then or later.
    #[error("zone {code} is not in force then or later: there is nothing to end")]
    NothingToClose {
        /// The code.
        code: String,
    },
}

/// The zones by code, the first ten of them.
fn codes(restated: &[Restated]) -> String {
    const NAMED: usize = 10;
    let mut codes: Vec<&str> = restated.iter().map(|restated| restated.code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    let more = codes.len().saturating_sub(NAMED);
    codes.truncate(NAMED);
    let named = format!("zone{} {}", if codes.len() == 1 { "" } else { "s" }, codes.join(", "));
    if more == 0 { named } else { format!("{named} and {more} more") }
}

/// Plans an import at the moment `now`. `retroactive` is the reason for changing the past, if that is meant.
///
/// # Errors
/// A [`PlanRefusal`]; nothing is to be changed then.
pub fn plan_import(
    current: &ZoneManifest,
    incoming: &[IncomingZone],
    now: i64,
    retroactive: Option<&str>,
) -> Result<ImportPlan, PlanRefusal> {
    let mut by_code: BTreeMap<&str, Vec<&IncomingZone>> = BTreeMap::new();
    for zone in incoming {
        by_code.entry(&zone.code).or_default().push(zone);
    }
    let mut next = BTreeMap::new();
    for (code, zones) in by_code {
        // Beside a dated version an undated one would mean another time at every import.
        if zones.len() > 1 && zones.iter().any(|zone| zone.valid_from.is_none()) {
            return Err(PlanRefusal::Undated { code: code.to_owned() });
        }
        next.insert(code, timeline_after(current.rows_of(code), zones, now)?);
    }
    plan(current, &next, now, retroactive)
}

/// Plans the end of a zone at an instant: nothing of its code is in force from then on.
///
/// # Errors
/// A [`PlanRefusal`]; nothing is to be changed then.
pub fn plan_close(
    current: &ZoneManifest,
    code: &str,
    at: i64,
    now: i64,
    retroactive: Option<&str>,
) -> Result<ImportPlan, PlanRefusal> {
    let rows = current.rows_of(code);
    if rows.iter().all(|row| row.valid_to.is_some_and(|end| end <= at)) {
        return Err(PlanRefusal::NothingToClose { code: code.to_owned() });
    }
    let kept = rows.iter().filter_map(|row| cut(row, at)).collect();
    plan(current, &BTreeMap::from([(code, kept)]), now, retroactive)
}

/// What is left of a row before an instant.
fn cut(row: &ZoneInForce, at: i64) -> Option<ZoneInForce> {
    let valid_to = Some(row.valid_to.map_or(at, |end| end.min(at)));
    (row.valid_from < at).then(|| ZoneInForce { valid_to, ..row.clone() })
}

/// The rows of one code once these versions have come in.
fn timeline_after(
    rows: &[ZoneInForce],
    incoming: Vec<&IncomingZone>,
    now: i64,
) -> Result<Vec<ZoneInForce>, ManifestError> {
    let begin = |zone: &IncomingZone| {
        let in_force = rows.iter().find(|row| row.covers(now) && row.zone == zone.zone);
        zone.valid_from.unwrap_or_else(|| in_force.map_or(now, |row| row.valid_from))
    };
    let mut incoming: Vec<(i64, &IncomingZone)> =
        incoming.into_iter().map(|zone| (begin(zone), zone)).collect();
    incoming.sort_by_key(|(from, _)| *from);

    // The import must not contradict itself: its own rows are a manifest of their own.
    let begins: Vec<i64> = incoming.iter().map(|(from, _)| *from).collect();
    let own = incoming.iter().enumerate().map(|(number, (from, zone))| {
        let next_own = begins.get(number + 1).copied();
        ZoneInForce {
            code: zone.code.clone(),
            valid_from: *from,
            valid_to: zone.valid_to.or(next_own),
            zone: zone.zone,
        }
    });
    let own: Vec<ZoneInForce> = own.collect();
    ZoneManifest::new(own.clone())?;

    let mut timeline = rows.to_vec();
    for (mut row, (from, zone)) in own.into_iter().zip(incoming) {
        // A file that shows what is in force and says no end has nothing new to say: what was closed stays so.
        let known = timeline.iter().any(|known| known.covers(from) && known.zone == zone.zone);
        if known && zone.valid_to.is_none() {
            continue;
        }
        let next_known =
            timeline.iter().map(|known| known.valid_from).filter(|begin| *begin > row.valid_from);
        row.valid_to = row.valid_to.or(next_known.min());
        let kept = timeline.iter().filter_map(|known| match row.valid_to {
            Some(end) if known.valid_from >= end => Some(known.clone()),
            _ => cut(known, row.valid_from),
        });
        timeline = kept.collect();
        timeline.push(row);
    }
    Ok(timeline)
}

fn plan(
    current: &ZoneManifest,
    next: &BTreeMap<&str, Vec<ZoneInForce>>,
    now: i64,
    retroactive: Option<&str>,
) -> Result<ImportPlan, PlanRefusal> {
    let untouched = current.rows().iter().filter(|row| !next.contains_key(row.code.as_str()));
    let rows = untouched.chain(next.values().flatten()).cloned().collect();
    let manifest = ZoneManifest::new(rows)?;

    let mut changes = Vec::new();
    let mut restated = Vec::new();
    for code in next.keys() {
        let (old, new) = (current.rows_of(code), manifest.rows_of(code));
        changes_of(code, old, new, &mut changes);
        restated_of(code, old, new, now, &mut restated);
    }
    let reason = match (restated.is_empty(), retroactive.map(str::trim)) {
        (true, _) => None,
        (false, None) => return Err(PlanRefusal::ChangesHistory { restated }),
        (false, Some(reason)) if is_zone_text(reason) => Some(reason.to_owned()),
        (false, Some(_)) => return Err(PlanRefusal::BadReason),
    };
    Ok(ImportPlan { manifest, changes, restated, reason })
}

fn changes_of(code: &str, old: &[ZoneInForce], new: &[ZoneInForce], changes: &mut Vec<ZoneChange>) {
    if old == new {
        changes.push(ZoneChange::Unchanged { code: code.to_owned() });
        return;
    }
    let same = |a: &ZoneInForce, b: &ZoneInForce| a.valid_from == b.valid_from && a.zone == b.zone;
    for row in old {
        match new.iter().find(|new| same(new, row)) {
            None => changes.push(ZoneChange::Dropped(row.clone())),
            Some(new) if new.valid_to != row.valid_to => {
                changes.push(ZoneChange::EndMoved { row: row.clone(), valid_to: new.valid_to });
            }
            Some(_) => {}
        }
    }
    let added = new.iter().filter(|row| !old.iter().any(|old| same(old, row)));
    changes.extend(added.cloned().map(ZoneChange::Added));
}

/// The spans before `now` in which old and new rows say different things.
fn restated_of(code: &str, old: &[ZoneInForce], new: &[ZoneInForce], now: i64, restated: &mut Vec<Restated>) {
    let edges = old.iter().chain(new).flat_map(|row| [Some(row.valid_from), row.valid_to]).flatten();
    let mut edges: Vec<i64> = edges.filter(|edge| *edge < now).chain([now]).collect();
    edges.sort_unstable();
    edges.dedup();
    let version = |rows: &[ZoneInForce], at| rows.iter().find(|row| row.covers(at)).map(|row| row.zone);
    for span in edges.windows(2) {
        let &[from, to] = span else { continue };
        if version(old, from) == version(new, from) {
            continue;
        }
        match restated.last_mut().filter(|last| last.code == code && last.span.to == from) {
            Some(last) => last.span.to = to,
            None => restated.push(Restated { code: code.to_owned(), span: Interval { from, to } }),
        }
    }
}
