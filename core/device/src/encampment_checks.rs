//! Which welfare check is of which encampment or tent, and what a check asks for after it was told of one.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_domain::calendar::local_date;
use beatbook_domain::encampments::gate::{CheckTold, GateRefusal};
use beatbook_domain::encampments::quiet::is_of_tents;
use beatbook_domain::encampments::story::Encampment;
use beatbook_domain::encampments::tents::fold_tents;
use beatbook_domain::encampments::{Beside, Told as EntryTold, fold};
use beatbook_domain::law::missing::Missing;
use beatbook_domain::orders::legal_time::LegalTime;
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::encampment::{EncampmentEntry, EncampmentStep, EncampmentTold};
use beatbook_domain::records::welfare::story::Welfare;
use beatbook_domain::records::welfare::{Subject, WelfareAbout};
use beatbook_protocol::id::Id;

use crate::asked::{NoticeAbout, S77Asked};
use crate::beatbook::{Beatbook, Told};
use crate::encampments::{named, standings};
use crate::error::{DeviceError, not_yet};
use crate::journal::{welfare_of, welfare_records};
use crate::notebook::Notebook;
use crate::platform::Now;
use crate::reading::LIST_MAX;

impl Beatbook {
    /// The newest welfare check of a subject: for going on with it, whatever the officer's roles read. For an encampment or a
    /// tent that is named, of those that were told of no other.
    ///
    /// # Errors
    /// `not_found` (there is none), `check_elsewhere` (all were told of others), storage errors.
    pub fn newest_check(&self, subject: Subject, site: Option<Id>) -> Told<Id> {
        Ok(self.gate.with(|notebook| notebook.newest_check(subject, site))?)
    }
}

impl Notebook {
    fn newest_check(&self, subject: Subject, site: Option<Id>) -> Result<Id, DeviceError> {
        let elsewhere = match (subject, site) {
            (Subject::Encampment, Some(site)) => self.checks_but_of(site)?,
            (Subject::Tent, Some(site)) => {
                let tents = fold_tents(&self.tents_said()?, &self.colleagues()?);
                let others = tents.into_values().filter(|tent| tent.id != site);
                others.filter_map(|tent| tent.welfare).map(|welfare| welfare.what).collect()
            }
            _ => BTreeSet::new(),
        };
        let about = WelfareAbout::Check(subject);
        let mut records = self.ledger.db.read(|tx| welfare_records(tx, LIST_MAX))?;
        records.retain(|one| one.story.opened.about == about);
        if records.is_empty() {
            return Err(DeviceError::NotFound);
        }
        let free = records.into_iter().find(|one| !elsewhere.contains(&one.record));
        let told = "Complete a welfare check of who lives here: those of this phone were told of others.";
        let source = "welfare enquiries before a direction; Equality Act 2010 s149";
        Ok(free.ok_or_else(|| not_yet("check_elsewhere", told, source))?.record)
    }

    /// What this notebook tells of encampments and holds by what the server told, each under the name the server has for it by now.
    pub(crate) fn own_stories(&self) -> Result<BTreeMap<Id, Encampment>, DeviceError> {
        let standings = self.ledger.db.read(standings)?;
        let told = self.encampments_told(&standings)?;
        let over = self.notices_over(&standings, &told)?;
        Ok(fold(&told, &Beside::known(standings.values(), i64::MAX).and(&over)))
    }

    /// The encampment that the check of a direction was told of and counts for, its land as the server told last and as told here;
    /// or why the gate is shut.
    pub(crate) fn gate_told(
        &self,
        about: &NoticeAbout,
    ) -> Result<Result<CheckTold, GateRefusal>, DeviceError> {
        let NoticeAbout::S77Direction(S77Asked { welfare, encampment, .. }) = about else {
            return Ok(Err(GateRefusal::CheckUntold));
        };
        let standings = self.ledger.db.read(standings)?;
        let entries = self.encampments_told(&standings)?;
        let beside = Beside::known(standings.values(), i64::MAX);
        let stories = fold(&entries, &beside);
        let told = welfare.and_then(|check| CheckTold::of(check, &stories));
        // One that was told after they had left counts for nothing, and says all the same who is meant.
        let is = |one: &&EntryTold| matches!(one.step(), Some(EncampmentStep::Welfare(done)) if Some(done.record) == *welfare);
        let meant = encampment.map(|id| named(&standings, id));
        let meant = meant.or(told.as_ref().map(|told| told.encampment));
        let meant = meant.or_else(|| Some(entries.iter().rfind(is)?.encampment));
        if meant.is_some_and(|site| is_vacated(site, &stories, &beside)) {
            return Ok(Err(GateRefusal::Vacated));
        }
        if meant.is_some_and(|site| is_of_tents(stories.get(&site), standings.get(&site))) {
            return Ok(Err(GateRefusal::TentsAlone));
        }
        let (Some(check), Some(told)) = (*welfare, told) else { return Ok(Err(GateRefusal::CheckUntold)) };
        let Some(standing) = standings.get(&told.encampment) else { return Ok(Ok(told)) };
        let done = self.ledger.db.read(|tx| welfare_of(tx, check))?.and_then(|told| told.story.done(check));
        let completed = done.map(|done| local_date(done.completed)).transpose()?;
        if completed.zip(standing.reported).is_some_and(|(completed, reported)| completed < reported) {
            return Ok(Err(GateRefusal::CheckUntold));
        }
        let known = standing.lands().into_iter().map(|land| land.words);
        let lands = told.lands.into_iter().chain(known).collect();
        Ok(Ok(CheckTold { lands, ..told }))
    }

    /// Checks that this notebook told of other encampments than this one.
    fn checks_but_of(&self, site: Id) -> Result<BTreeSet<Id>, DeviceError> {
        let site = self.encampment_named(site)?;
        Ok(self
            .own_stories()?
            .into_values()
            .filter(|story| story.id != site)
            .flat_map(|story| story.checks)
            .collect())
    }

    /// The encampment that a check of this notebook was told of.
    pub(crate) fn site_checked(&self, check: Id) -> Result<Option<Id>, DeviceError> {
        Ok(CheckTold::of(check, &self.own_stories()?).map(|told| told.encampment))
    }

    /// What is told of the encampment of a check when that asks to wait after it was told: without it a direction would be
    /// spoken over it. A check that a newer one of this phone has replaced asks for nothing; of one that a colleague's has
    /// replaced it is told, and said.
    pub(crate) fn told_anew(
        &self,
        check: Id,
        (was, is): (&Welfare, &Welfare),
        (now, legal): (&Now, LegalTime),
    ) -> Result<Option<(Id, EntryBody, Missing)>, DeviceError> {
        let Some(done) = is.done(check).filter(|done| was.done(check).is_some_and(|was| was != *done)) else {
            return Ok(None);
        };
        let standings = self.ledger.db.read(standings)?;
        let beside = Beside::known(standings.values(), legal.at);
        let stories = fold(&self.encampments_told(&standings)?, &beside);
        let mut sites = stories.values();
        let counts = |site: &&Encampment| site.welfare.as_ref().is_some_and(|one| one.what.record == check);
        let site = sites.find(counts).filter(|site| !is_vacated(site.id, &stories, &beside));
        let Some(site) = site.map(|site| site.id) else { return Ok(None) };
        let (code, remedy) = match standings.get(&site).is_some_and(|standing| standing.is_newer_than(&done))
        {
            true => (
                "newer_check",
                "A colleague's check of this encampment is newer, and what it asks for counts: complete one of your own that asks \
                 to wait, or ask them to.",
            ),
            false => (
                "told_anew",
                "The encampment of this check was told at once until when to wait. If the check is of another one, take back what \
                 was told there last, too.",
            ),
        };
        let said = Missing::new(code, remedy, "welfare enquiries before a direction; Equality Act 2010 s149");
        let step = EncampmentStep::Welfare(done);
        let told = EncampmentTold { at: now.moment(), time: legal.at, step };
        Ok(Some((site, EntryBody::Encampment(EncampmentEntry::Step(Box::new(told))), said)))
    }
}

/// Whether nobody is there any more, by this notebook's own entries or by what the server told of others'.
fn is_vacated(site: Id, stories: &BTreeMap<Id, Encampment>, beside: &Beside) -> bool {
    let story = stories.get(&site);
    story.is_some_and(|story| story.vacated.is_some()) || beside.vacated(site, story).is_some()
}
