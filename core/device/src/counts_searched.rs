//! How much of its sectors this phone came by in a count, offline and from its own track alone: shares in per cent, no position.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_domain::access::Area;
use beatbook_domain::counts::plan::CountPlan;
use beatbook_domain::counts::searched::{Cells, Searched};
use beatbook_domain::geometry::{Vertex, ZoneGeometry};
use beatbook_domain::presence::Interval;
use beatbook_domain::records::count::SectorOutcome;
use beatbook_domain::records::count::story::CountPart;
use beatbook_domain::records::journal::Moment;
use beatbook_domain::records::track::counted_fixes;
use beatbook_domain::zone::ZoneHash;
use beatbook_domain::zones::pack::ZoneIndex;
use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use beatbook_store::ReadTransaction;

use crate::beatbook::{Beatbook, Told};
use crate::briefing::object;
use crate::counts_known::counts;
use crate::error::DeviceError;
use crate::journal::{count_part_of, patrol_of};
use crate::local::Exchange;
use crate::looks::Looking;
use crate::notebook::Notebook;
use crate::platform::Now;
use crate::tracked::{each_chunk, run_of};

/// A sector of this phone's team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectorSearched {
    /// Its code.
    pub sector: String,
    /// What this phone has said of it; absent before it has.
    pub outcome: Option<SectorOutcome>,
    /// How much of it this phone came by.
    pub searched: Searched,
    /// Within how many metres of the track, as the plan says.
    pub distance_m: u32,
}

impl Beatbook {
    /// How much of the sectors of its team this phone came by, by its own track of the patrol on which it joined, within the
    /// window of the plan; the team's other phones are not in it. Empty where this phone was not told the plan. It says nothing
    /// about the count's label.
    ///
    /// # Errors
    /// `not_found`, storage errors.
    pub fn count_searched(&self, record: Id) -> Told<Vec<SectorSearched>> {
        Ok(self.gate.look(Looking::view(Area::Count, record), Vec::len, |notebook| {
            let reading = notebook.own_reading()?;
            let told = notebook.ledger.db.read(|tx| count_part_of(tx, record))?;
            let part = told.and_then(|one| reading.part(one)).ok_or(DeviceError::NotFound)?;
            notebook.count_searched(&part.story)
        })?)
    }
}

impl Notebook {
    fn count_searched(&mut self, part: &CountPart) -> Result<Vec<SectorSearched>, DeviceError> {
        let known = self.ledger.db.read(counts)?;
        let planned = known.into_iter().find(|case| case.plan.id == part.joined.count);
        let Some(plan) = planned.map(|case| case.plan) else { return Ok(Vec::new()) };
        let Ok(window) = plan.window() else { return Ok(Vec::new()) };
        let now = self.ledger.now()?;
        let fixes = self.fixes_within(part.joined.patrol, window, &now)?;
        let zones = self.ledger.db.read(|tx| {
            let manifest = Exchange::load(tx)?.manifest;
            manifest.map_or(Ok(BTreeMap::new()), |manifest| sector_zones(tx, manifest, &plan, window.from))
        })?;
        let own = plan.team(&part.joined.team).map(|team| &team.sectors);
        let own = plan.sectors.iter().filter(|sector| {
            own.is_some_and(|own| own.contains(&sector.code)) || part.sectors.contains_key(&sector.code)
        });
        Ok(own
            .map(|sector| SectorSearched {
                sector: sector.code.clone(),
                outcome: part.sectors.get(&sector.code).map(|told| told.outcome.clone()),
                searched: match zones.get(&sector.zone).and_then(Cells::of) {
                    Some(cells) => cells.searched(fixes.iter().copied(), plan.searched_m),
                    None => Searched::NoZone,
                },
                distance_m: plan.searched_m,
            })
            .collect())
    }

    /// Where this phone was within a window, on one of its patrols.
    fn fixes_within(
        &self,
        patrol: Option<Id>,
        window: Interval,
        now: &Now,
    ) -> Result<Vec<Vertex>, DeviceError> {
        let Some(record) = patrol else { return Ok(Vec::new()) };
        let told = self.ledger.db.read(|tx| {
            let Some((first, patrol)) = patrol_of(tx, record)? else { return Ok(None) };
            let runs = match self.tracked.as_ref().filter(|tracked| tracked.record == record) {
                Some(tracked) => tracked.runs(tx)?,
                None => {
                    let mut runs = Vec::new();
                    each_chunk(tx, first, record, |_, chunk| {
                        runs.push(run_of(chunk));
                        Ok(())
                    })?;
                    runs
                }
            };
            Ok::<_, DeviceError>(Some((patrol, runs)))
        })?;
        let Some((patrol, runs)) = told else { return Ok(Vec::new()) };
        let end: Moment = patrol.ended.as_ref().map_or_else(|| now.moment(), |ended| ended.at);
        let fixes = counted_fixes(&patrol, &runs, end).into_iter();
        Ok(fixes.filter(|(at, _)| window.from <= *at && *at < window.to).map(|(_, place)| place).collect())
    }
}

/// The zones of a plan's sectors by their codes, each in its version in force at an instant. What cannot be read is left out.
fn sector_zones(
    tx: &ReadTransaction<'_>,
    manifest: Hash,
    plan: &CountPlan,
    at: i64,
) -> Result<BTreeMap<String, ZoneGeometry>, DeviceError> {
    let index = object(tx, manifest)?.and_then(|bytes| ZoneIndex::open(manifest, &bytes).ok());
    let Some(index) = index else { return Ok(BTreeMap::new()) };
    let mut objects: BTreeMap<Hash, Vec<u8>> = BTreeMap::new();
    for hash in index.objects() {
        objects.extend(object(tx, hash)?.map(|bytes| (hash, bytes)));
    }
    let get = |hash: Hash| objects.get(&hash).map(Vec::as_slice);
    let Ok(rows) = index.manifest(get) else { return Ok(BTreeMap::new()) };
    let codes: BTreeSet<&str> = plan.sectors.iter().map(|sector| sector.zone.as_str()).collect();
    let wanted: BTreeSet<ZoneHash> = rows
        .rows()
        .iter()
        .filter(|row| row.covers(at) && codes.contains(row.code.as_str()))
        .map(|row| row.zone)
        .collect();
    let versions = index.versions(&wanted, get).unwrap_or_default();
    Ok(versions.into_values().map(|version| (version.code, version.geometry)).collect())
}
