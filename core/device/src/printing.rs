//! The paper of a notice, offline, with the shipped templates: HTML for the platform's print dialogue, or PDF with
//! the caller's fonts.

use beatbook_domain::calendar::local_date;
use beatbook_domain::law::powers::Power;
use beatbook_domain::records::encounter::Label;
use beatbook_paper::notice::Officer;
use beatbook_paper::{
    NotPrinted, NoticePaper, Paper, PaperCopy, PaperError, ReceiptSources, Sources, TemplateSet, Templates,
    capacity, paper_of, receipt_of,
};
use beatbook_protocol::id::Id;

use crate::beatbook::{Beatbook, Told};
use crate::error::DeviceError;
use crate::journal::encounter_of;
use crate::notebook::Notebook;
use crate::scene::lacking;

impl Beatbook {
    /// One copy of an issued notice, ready for [`Paper::html`] and [`Paper::pdf`]. The same record gives the same paper.
    /// Whoever issued it can print it whatever the officer's roles read: the recipient waits for it.
    ///
    /// # Errors
    /// `not_found`, `not_printed` (a draft; a kind not printed yet; an order or rule set that is not here), storage
    /// errors.
    pub fn paper(&self, notice: Id, copy: PaperCopy) -> Told<Paper> {
        Ok(self.gate.with(|notebook| notebook.paper(notice, copy))?)
    }

    /// One copy of the receipt for what a person of an encounter handed over last (ASBCPA 2014 s63). It is no notice:
    /// no number is spent, and it says the reference of the encounter. `place` is where it was, in words, which the
    /// encounter does not hold.
    ///
    /// # Errors
    /// `not_found`, `not_printed` (nothing was handed over, or nobody told what became of it; no paper of the
    /// authority is here), `incomplete` (no place; the officer is not in the book), storage errors.
    pub fn surrender_paper(&self, encounter: Id, person: Label, place: &str, copy: PaperCopy) -> Told<Paper> {
        Ok(self.gate.with(|notebook| notebook.surrender_paper(encounter, person, place, copy))?)
    }
}

impl Notebook {
    fn paper(&mut self, notice: Id, copy: PaperCopy) -> Result<Paper, DeviceError> {
        let story = self.notice_told(notice)?.story;
        let book = self.book()?.ok_or(NotPrinted::Source)?;
        // Paper says what its own revision of the law says, not what a later one would.
        let made_under = story.notice.rule_set.hash;
        let rules =
            book.book().rule_sets.iter().find(|set| set.reference().is_ok_and(|it| it.hash == made_under));
        let encounter = self.ledger.db.read(|tx| encounter_of(tx, story.notice.encounter))?;
        let sources = Sources {
            rules: rules.ok_or(NotPrinted::Source)?,
            order: story.notice.order.as_ref().and_then(|cited| book.version(&cited.order)),
            encounter: encounter.as_ref().map(|told| &told.story),
        };
        composed(&paper_of(&story, &sources)?, copy)
    }

    fn surrender_paper(
        &mut self,
        record: Id,
        person: Label,
        place: &str,
        copy: PaperCopy,
    ) -> Result<Paper, DeviceError> {
        if place.trim().is_empty() {
            return Err(lacking("conduct_place", "Enter where it happened, in words.", "ASBCPA 2014 s63"));
        }
        let told = self.ledger.db.read(|tx| encounter_of(tx, record))?.ok_or(DeviceError::NotFound)?.story;
        let book = self.book()?.ok_or(NotPrinted::Source)?;
        let officer = self.powers(&book)?;
        let controller = &told.opened.controller;
        let paper = book.book().paper_of(controller).ok_or(NotPrinted::Source)?;
        let day = local_date(told.opened.time.map_or(told.opened.at.wall, |time| time.at))?;
        let held = book
            .book()
            .rule_sets
            .in_force(day)
            .and_then(|rules| officer.holds_for(rules, Power::S63Requirement, controller, day).ok());
        let receipt = receipt_of(&ReceiptSources {
            encounter: &told,
            person,
            reference: reference(record, person),
            place,
            head: &paper.letterhead,
            officer: Officer {
                id: officer.public_id.clone(),
                capacity: capacity(officer.capacity).to_owned(),
                authorisation: held.map_or_else(|| "None recorded".to_owned(), |held| held.reference.clone()),
            },
        })?;
        composed(&receipt, copy)
    }
}

/// The end of an encounter's id is enough to find it, and looks like no notice's number.
fn reference(encounter: Id, person: Label) -> String {
    let id = encounter.to_string();
    let end = id.rsplit('-').next().unwrap_or(&id);
    format!("E-{end}-{person}")
}

fn composed(paper: &NoticePaper, copy: PaperCopy) -> Result<Paper, DeviceError> {
    // Checked by the tests of the crate that ships them, not again at the kerb.
    let templates = Templates::compile(TemplateSet::shipped());
    let templates = templates.map_err(|_| DeviceError::Bug("the shipped templates"))?;
    templates.compose(paper, copy).map_err(|error| match error {
        PaperError::NoGuardian => NotPrinted::NoGuardian.into(),
        error => DeviceError::Paper(error),
    })
}
