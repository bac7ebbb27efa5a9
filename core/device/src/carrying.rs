//! What a notebook that is closed for writing can no longer say itself: fixes that no chunk has taken yet.
//! Its successor tells the patrol they belong to once more as a record of its own, from sign-on to the last fix.
//! Where the former notebook, or the phone it was copied from, told part of it too, an officer's time is one.

use beatbook_domain::fence::Boot;
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::patrol::{Ending, Patrol, PatrolEnded, PatrolEntry};
use beatbook_domain::records::track::FixRun;
use beatbook_protocol::id::Id;

use crate::error::DeviceError;
use crate::journal::{Journal, each_entry, record_id};
use crate::notebook::Notebook;
use crate::recording::summarise;
use crate::tracked::{SealWhat, Tracked};
use crate::zones::Zones;

/// A patrol that was open when its notebook was closed for writing, with fixes not sealed yet.
#[derive(Debug)]
pub(crate) struct Carried {
    /// What its entries say for the hours: sign-on, ways of moving, crews, abstractions. What is counted elsewhere
    /// – tallies, references, words – stays with the former notebook, which still hands it over.
    steps: Vec<PatrolEntry>,
    /// The whole track, so that stays are told whole.
    runs: Vec<FixRun>,
    from: Origin,
}

/// Where it comes from.
#[derive(Debug, Clone, Copy)]
struct Origin {
    notebook: Id,
    patrol: Id,
}

impl Notebook {
    /// What a successor has to carry on; `None` if this notebook hands it over itself, every fix in a chunk. A
    /// second branch the server keeps and does not derive, so of a retired one an open patrol always goes along.
    pub(crate) fn left_unsealed(&self) -> Result<Option<Carried>, DeviceError> {
        let retired = self.ledger.identity.retired.is_some();
        let open = self.tracked.as_ref().filter(|tracked| tracked.is_open());
        let Some(tracked) = open.filter(|open| retired || !open.hot.is_empty()) else { return Ok(None) };
        self.ledger.db.read(|tx| {
            let mut steps = Vec::new();
            each_entry(tx, tracked.first, u64::MAX, |line| {
                let header = line.header()?;
                match line.says(&header) {
                    Some(EntryBody::Patrol(step))
                        if header.record == tracked.record && is_of_hours(&step) =>
                    {
                        steps.push(step);
                    }
                    _ => {}
                }
                Ok(())
            })?;
            let from = Origin { notebook: self.ledger.identity.notebook, patrol: tracked.record };
            Ok(Some(Carried { steps, runs: tracked.runs(tx)?, from }))
        })
    }
}

fn is_of_hours(step: &PatrolEntry) -> bool {
    matches!(
        step,
        PatrolEntry::Started(_)
            | PatrolEntry::Changed(_)
            | PatrolEntry::AbstractionStarted(_)
            | PatrolEntry::AbstractionEnded(_)
    )
}

impl Carried {
    /// Tells it in the successor's journal, ended at its last fix.
    pub(crate) fn tell(&self, journal: &mut Journal<'_>) -> Result<(), DeviceError> {
        let officer = journal.identity.officer;
        let Some((PatrolEntry::Started(started), steps)) = self.steps.split_first() else { return Ok(()) };
        let mut patrol = Patrol::start(started, officer)?;
        let welfare = started.duty.is_welfare();
        let record = record_id(journal.platform, &journal.now, welfare)?;
        let append = |journal: &mut Journal<'_>, step: PatrolEntry| {
            journal.append(record, &EntryBody::Patrol(step), welfare)
        };
        let first = append(journal, PatrolEntry::Started(started.clone()))?;
        for step in steps {
            patrol.apply(step, officer)?;
            append(journal, step.clone())?;
        }
        let mut tracked = Tracked::started(first, record, patrol.clone(), None);
        for run in &self.runs {
            let boot = Boot { id: run.boot, wall_offset: run.wall_offset };
            let sealed = tracked.seal(journal, boot, &run.fixes, SealWhat::All)?;
            tracked.sealed(&sealed, boot, &run.fixes);
        }
        let at = tracked.last_moment();
        let Origin { notebook, patrol: former } = self.from;
        let reason = format!("carried over from patrol {former} of notebook {notebook}");
        let ended = PatrolEntry::Ended(PatrolEnded { at, ending: Ending::ClosedAtLastFix { reason } });
        patrol.apply(&ended, officer)?;
        append(journal, ended)?;
        let summary = summarise(journal, &tracked, &patrol, at, &mut Zones::none(None))?;
        for body in summary.to_bodies()? {
            journal.append(record, &EntryBody::PatrolSummary(body), welfare)?;
        }
        Ok(())
    }
}
