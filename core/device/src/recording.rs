//! Recording fixes and telling what a patrol is: sign-on, its steps, sign-off.
//! Each call is one transaction; what it returns Ok for is on the medium.

use std::collections::BTreeMap;
use std::sync::Arc;

use beatbook_domain::fence::ModeChange;
use beatbook_domain::fix::RawFix;
use beatbook_domain::presence::TravelMode;
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::journal::{Basis, Moment, Note};
use beatbook_domain::records::patrol::{
    AbstractionEnded, AbstractionStarted, Crew, Duty, Ending, Patrol, PatrolAnnotated, PatrolChanged,
    PatrolEnded, PatrolEntry, PatrolReferenced, PatrolRefusal, PatrolStarted, PatrolTallied, TallyKind,
};
use beatbook_domain::records::reference::ReferenceSystem;
use beatbook_domain::records::summary::PatrolSummary;
use beatbook_domain::records::track::derive_patrol_around;
use beatbook_domain::thresholds::Thresholds;
use beatbook_protocol::id::Id;
use beatbook_protocol::limits::{FIXES_PER_CALL_MAX, TEXT_MAX};

use crate::door::FixReport;
use crate::error::DeviceError;
use crate::hot;
use crate::journal::{Journal, patrol_of, record_id};
use crate::local::{self, Exchange};
use crate::notebook::Notebook;
use crate::platform::Now;
use crate::tracked::{SealWhat, Tracked, run_of};
use crate::view::PatrolResult;
use crate::zones::{Zones, names};

/// What sign-on says: one tap, the rest is remembered from last time by the app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignOn {
    /// Why the officer is out.
    pub duty: Duty,
    /// How they move, as declared.
    pub mode: TravelMode,
    /// Colleagues with a notebook, without the officer's own id.
    pub colleagues: Vec<Id>,
    /// Colleagues without one, as a number only.
    pub others: u8,
    /// The operation it belongs to.
    pub operation: Option<String>,
}

impl SignOn {
    /// Tasked, on foot, alone.
    #[must_use]
    pub fn tasked() -> Self {
        let (duty, mode) = (Duty::TaskedCore, TravelMode::Foot);
        Self { duty, mode, colleagues: Vec::new(), others: 0, operation: None }
    }
}

/// What changes during a patrol; absent fields stay as they are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PatrolChange {
    /// The way of moving.
    pub mode: Option<TravelMode>,
    /// The crew from now on: colleagues with a notebook, and how many without.
    pub crew: Option<(Vec<Id>, u8)>,
    /// The operation.
    pub operation: Option<String>,
}

/// A patrol that has ended, as the officer sees it at sign-off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedOff {
    /// The record.
    pub record: Id,
    /// What became of the final batch.
    pub fixes: FixReport,
    /// What the patrol came to.
    pub result: PatrolResult,
}

impl Notebook {
    pub(crate) fn sign_on(&mut self, sign_on: SignOn) -> Result<Id, DeviceError> {
        self.ledger.check_writable()?;
        if self.tracked.as_ref().is_some_and(Tracked::is_open) {
            return Err(PatrolRefusal::AlreadyOpen.into());
        }
        self.seal_leftovers()?;
        let now = self.ledger.now()?;
        let officer = self.ledger.identity.officer;
        let mut officers = vec![officer];
        officers.extend(sign_on.colleagues);
        let started = PatrolStarted {
            at: now.moment(),
            duty: sign_on.duty,
            mode: sign_on.mode,
            crew: Crew { officers, others: sign_on.others },
            operation: sign_on.operation,
        };
        let patrol = Patrol::start(&started, officer)?;
        let welfare = started.duty.is_welfare();
        let record = record_id(&*self.ledger.platform, &now, welfare)?;
        let body = EntryBody::Patrol(PatrolEntry::Started(started));
        let (first, manifest) = self.ledger.append(now, |journal| {
            let manifest = Exchange::load(journal.tx)?.manifest;
            local::set_patrol_manifest(journal.tx, manifest)?;
            Ok((journal.append(record, &body, welfare)?, manifest))
        })?;
        self.tracked = Some(Tracked::started(first, record, patrol, manifest));
        Ok(record)
    }

    pub(crate) fn record_fixes(&mut self, raw: &[RawFix]) -> Result<FixReport, DeviceError> {
        if raw.len() > FIXES_PER_CALL_MAX {
            return Err(DeviceError::TooManyFixes);
        }
        self.ledger.check_writable()?;
        let now = self.ledger.now()?;
        let tracked = self.tracked.as_mut().ok_or(DeviceError::OffDuty)?;
        let duty = tracked.duty(&now).ok_or(DeviceError::OffDuty)?;
        let admission = tracked.door.look(raw, &now, &duty);
        if admission.fixes.is_empty() {
            return Ok(admission.report);
        }
        let boot = tracked.boot_now(&now);
        if tracked.is_due(boot, &admission.fixes) {
            let what = if tracked.hot.len() + admission.fixes.len() >= crate::tracked::SEAL_FIXES {
                SealWhat::Full
            } else {
                SealWhat::All
            };
            let sealed =
                self.ledger.append(now, |journal| tracked.seal(journal, boot, &admission.fixes, what))?;
            tracked.door.admitted(&admission);
            tracked.sealed(&sealed, boot, &admission.fixes);
        } else {
            self.ledger
                .write(|tx| hot::insert(tx, tracked.first, boot.id, boot.wall_offset, &admission.fixes))?;
            tracked.door.admitted(&admission);
            tracked.took(boot, &admission.fixes);
        }
        Ok(admission.report)
    }

    pub(crate) fn change_patrol(&mut self, change: PatrolChange) -> Result<(), DeviceError> {
        let officer = self.ledger.identity.officer;
        let crew = change.crew.map(|(colleagues, others)| {
            let officers = std::iter::once(officer).chain(colleagues).collect();
            Crew { officers, others }
        });
        let PatrolChange { mode, operation, .. } = change;
        let at = self.step(|at| PatrolEntry::Changed(PatrolChanged { at, mode, crew, operation }))?;
        if let (Some(mode), Some(tracked)) = (mode, &mut self.tracked) {
            tracked.declared(ModeChange { at, mode });
        }
        Ok(())
    }

    pub(crate) fn start_abstraction(
        &mut self,
        reason: String,
        authorised_by: String,
    ) -> Result<(), DeviceError> {
        self.step(|at| PatrolEntry::AbstractionStarted(AbstractionStarted { at, reason, authorised_by }))?;
        Ok(())
    }

    pub(crate) fn end_abstraction(&mut self) -> Result<(), DeviceError> {
        self.step(|at| PatrolEntry::AbstractionEnded(AbstractionEnded { at }))?;
        Ok(())
    }

    pub(crate) fn tally(&mut self, add: BTreeMap<TallyKind, i32>) -> Result<(), DeviceError> {
        self.step(|at| PatrolEntry::Tallied(PatrolTallied { at, add }))?;
        Ok(())
    }

    pub(crate) fn reference(&mut self, system: ReferenceSystem, value: String) -> Result<(), DeviceError> {
        self.step(|at| PatrolEntry::Referenced(PatrolReferenced { at, system, value }))?;
        Ok(())
    }

    /// One step of the open patrol: checked against its story, appended, then known here.
    fn step(&mut self, entry: impl FnOnce(Moment) -> PatrolEntry) -> Result<Moment, DeviceError> {
        self.ledger.check_writable()?;
        let now = self.ledger.now()?;
        let tracked = self.tracked.as_mut().filter(|tracked| tracked.is_open());
        let tracked = tracked.ok_or(PatrolRefusal::NotOpen)?;
        let entry = entry(now.moment());
        let mut patrol = tracked.patrol.clone();
        patrol.apply(&entry, self.ledger.identity.officer)?;
        let (record, welfare) = (tracked.record, patrol.duty.is_welfare());
        let body = EntryBody::Patrol(entry);
        self.ledger.append(now, |journal| journal.append(record, &body, welfare))?;
        tracked.patrol = patrol;
        Ok(now.moment())
    }

    /// The officer's words on any patrol, open or ended.
    pub(crate) fn annotate(&mut self, record: Id, text: String) -> Result<(), DeviceError> {
        self.ledger.check_writable()?;
        let now = self.ledger.now()?;
        let officer = self.ledger.identity.officer;
        let found = self.ledger.db.read(|tx| patrol_of(tx, record))?;
        let (_, mut patrol) = found.ok_or(DeviceError::NotFound)?;
        let entry = PatrolEntry::Annotated(PatrolAnnotated { at: now.moment(), text });
        patrol.apply(&entry, officer)?;
        let (welfare, body) = (patrol.duty.is_welfare(), EntryBody::Patrol(entry));
        self.ledger.append(now, |journal| journal.append(record, &body, welfare))?;
        if let Some(tracked) = self.tracked.as_mut().filter(|tracked| tracked.record == record) {
            tracked.patrol = patrol;
        }
        Ok(())
    }

    /// A pocket-book note; within a patrol it belongs to it, and is as guarded as it.
    pub(crate) fn note(&mut self, text: String, basis: Basis) -> Result<u64, DeviceError> {
        self.ledger.check_writable()?;
        if text.trim().is_empty() || text.chars().count() > TEXT_MAX {
            return Err(DeviceError::Text {
                field: "text",
                most: u32::try_from(TEXT_MAX).unwrap_or(u32::MAX),
            });
        }
        let now = self.ledger.now()?;
        let open = self.tracked.as_ref().filter(|tracked| tracked.is_open());
        let welfare = open.is_some_and(|tracked| tracked.patrol.duty.is_welfare());
        let patrol = open.map(|tracked| tracked.record);
        let record = record_id(&*self.ledger.platform, &now, welfare)?;
        let body = EntryBody::Note(Note { at: now.moment(), patrol, text, basis });
        self.ledger.append(now, |journal| journal.append(record, &body, welfare))
    }

    /// Ends the patrol now, with the final batch.
    pub(crate) fn sign_off(&mut self, raw: &[RawFix]) -> Result<SignedOff, DeviceError> {
        if raw.len() > FIXES_PER_CALL_MAX {
            return Err(DeviceError::TooManyFixes);
        }
        self.ledger.check_writable()?;
        let now = self.ledger.now()?;
        self.end(now, now.moment(), Ending::SignedOff, raw)
    }

    /// Ends a forgotten patrol where its track ends.
    pub(crate) fn close_forgotten(&mut self, reason: String) -> Result<SignedOff, DeviceError> {
        self.ledger.check_writable()?;
        let now = self.ledger.now()?;
        let tracked = self.tracked.as_ref().filter(|tracked| tracked.is_open());
        let tracked = tracked.ok_or(PatrolRefusal::NotOpen)?;
        let at = tracked.last_moment();
        self.end(now, at, Ending::ClosedAtLastFix { reason }, &[])
    }

    /// The last chunk, the end and the summary: all of them or none.
    fn end(
        &mut self,
        now: Now,
        at: Moment,
        ending: Ending,
        raw: &[RawFix],
    ) -> Result<SignedOff, DeviceError> {
        let open = self.tracked.as_ref().filter(|tracked| tracked.is_open());
        let manifest = open.ok_or(PatrolRefusal::NotOpen)?.manifest;
        self.use_zones(manifest)?;
        let officer = self.ledger.identity.officer;
        let (Some(tracked), Some(zones)) = (&mut self.tracked, &mut self.zones) else {
            return Err(PatrolRefusal::NotOpen.into());
        };
        let duty = tracked.duty(&now).ok_or(DeviceError::OffDuty)?;
        let admission = tracked.door.look(raw, &now, &duty);
        let boot = tracked.boot_now(&now);
        let ended = PatrolEntry::Ended(PatrolEnded { at, ending });
        let mut patrol = tracked.patrol.clone();
        patrol.apply(&ended, officer)?;
        let (record, welfare) = (tracked.record, patrol.duty.is_welfare());
        let ended = EntryBody::Patrol(ended);
        let fixes = &admission.fixes;
        let (sealed, presence, names) = self.ledger.append(now, |journal| {
            let sealed = tracked.seal(journal, boot, fixes, SealWhat::All)?;
            journal.append(record, &ended, welfare)?;
            // Told from the chunks as the server will read them, so both fold the very same.
            let summary = summarise(journal, tracked, &patrol, at, zones)?;
            for body in summary.to_bodies()? {
                journal.append(record, &EntryBody::PatrolSummary(body), welfare)?;
            }
            let names = names(journal.tx, summary.presence.zones.iter().map(|told| told.zone))?;
            Ok((sealed, summary.presence, names))
        })?;
        tracked.door.admitted(&admission);
        tracked.sealed(&sealed, boot, fixes);
        tracked.patrol = patrol;
        tracked.engine = None;
        let measured = zones.manifest.is_some();
        let result = PatrolResult::of(&presence, &tracked.patrol, &names, measured);
        Ok(SignedOff { record, fixes: admission.report, result })
    }

    /// Seals fixes that came after sign-off, or that a kill left behind.
    pub(crate) fn seal_leftovers(&mut self) -> Result<(), DeviceError> {
        let Some(row) = self.ledger.db.read(hot::rows)?.into_iter().next() else { return Ok(()) };
        let of_tracked = self.tracked.as_ref().is_some_and(|tracked| tracked.first == row.patrol);
        if !of_tracked {
            let loaded = self.ledger.db.read(|tx| {
                let listed = crate::journal::patrol_at(tx, row.patrol)?;
                let listed = listed.ok_or(DeviceError::Row("hot"))?;
                Tracked::load(tx, listed.first, listed.record, listed.patrol, None)
            })?;
            self.tracked = Some(loaded);
        }
        let Some(tracked) = self.tracked.as_mut().filter(|tracked| !tracked.is_open()) else { return Ok(()) };
        let (now, boot) = (self.ledger.now()?, tracked.boot);
        let sealed = self.ledger.append(now, |journal| tracked.seal(journal, boot, &[], SealWhat::All))?;
        tracked.sealed(&sealed, boot, &[]);
        Ok(())
    }

    /// Seals before a push: 600 fixes and more are worth a chunk of their own, fewer wait for more.
    pub(crate) fn seal_before_push(&mut self) -> Result<(), DeviceError> {
        if self.ledger.check_writable().is_err() {
            return Ok(());
        }
        match &mut self.tracked {
            Some(tracked) if tracked.is_open() => {
                if tracked.hot.len() < crate::tracked::SEAL_BEFORE_PUSH {
                    return Ok(());
                }
                let (now, boot) = (self.ledger.now()?, tracked.boot);
                let sealed =
                    self.ledger.append(now, |journal| tracked.seal(journal, boot, &[], SealWhat::All))?;
                tracked.sealed(&sealed, boot, &[]);
                Ok(())
            }
            _ => self.seal_leftovers(),
        }
    }
}

/// What the phone derives at sign-off, from all chunks of the patrol.
pub(crate) fn summarise(
    journal: &Journal<'_>,
    tracked: &Tracked,
    patrol: &Patrol,
    at: Moment,
    zones: &mut Zones,
) -> Result<PatrolSummary, DeviceError> {
    let mut runs = Vec::new();
    let mut last_chunk = None;
    crate::tracked::each_chunk(journal.tx, tracked.first, tracked.record, |seq, chunk| {
        last_chunk = Some(seq);
        runs.push(run_of(chunk));
        Ok(())
    })?;
    let open = Arc::clone(&zones.fence);
    let derived =
        derive_patrol_around(patrol, &runs, at, open, Thresholds::V1, |areas| zones.open(journal.tx, areas))?;
    Ok(PatrolSummary {
        part: 0,
        parts: 1,
        briefing: zones.manifest,
        last_chunk,
        fixes: runs.iter().map(|run| run.fixes.len() as u64).sum(),
        presence: derived.presence,
        omitted: Vec::new(),
    })
}
