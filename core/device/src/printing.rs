//! The paper of a notice, offline, with the templates that came with the briefing or the shipped ones: HTML for the
//! platform's print dialogue, or PDF with the caller's fonts.

use beatbook_domain::access::Area;
use beatbook_domain::calendar::local_date;
use beatbook_domain::law::powers::Power;
use beatbook_domain::orders::templates::TemplatesRef;
use beatbook_domain::records::encounter::Label;
use beatbook_domain::records::notice::story::NoticeStory;
use beatbook_domain::records::notice::{NoticeEntry, NoticeIssued};
use beatbook_paper::notice::Officer;
use beatbook_paper::{
    NotPrinted, NoticePaper, Paper, PaperCopy, PaperError, PassedOver, ReceiptSources, Sources, Wording,
    capacity, paper_of, receipt_of,
};
use beatbook_protocol::id::Id;
use jiff::civil::Date;

use crate::beatbook::{Beatbook, Told};
use crate::error::DeviceError;
use crate::journal::encounter_of;
use crate::looks::Looking;
use crate::notebook::Notebook;
use crate::scene::lacking;

/// What a new notice is printed with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordingNow {
    /// The set of templates.
    pub set: TemplatesRef,
    /// The newer set that this phone cannot use.
    pub passed_over: Option<PassedOver>,
}

impl WordingNow {
    pub(crate) fn of(wording: &Wording) -> Self {
        Self { set: wording.set().clone(), passed_over: wording.passed_over().cloned() }
    }
}

impl Beatbook {
    /// One copy of an issued notice, ready for [`Paper::html`] and [`Paper::pdf`]. The same record gives the same paper, in the
    /// words it was issued with; where these cannot be used, [`Paper::passed_over`] says so and why.
    /// Whoever issued it can print it whatever the officer's roles read: the recipient waits for it.
    ///
    /// # Errors
    /// `not_found`, `not_printed` (a draft; a kind not printed yet; an order or rule set that is not here), storage
    /// errors.
    pub fn paper(&self, notice: Id, copy: PaperCopy) -> Told<Paper> {
        Ok(self.gate.look(
            Looking::print(Area::Enforcement, notice),
            |_| 1,
            |notebook| notebook.paper(notice, copy),
        )?)
    }

    /// What a new notice is printed with: the authority's newest templates that this phone can use, or the shipped ones.
    ///
    /// # Errors
    /// Storage errors.
    pub fn wording(&self) -> Told<WordingNow> {
        Ok(self.gate.with(|notebook| notebook.wording().map(|wording| WordingNow::of(&wording)))?)
    }

    /// One copy of the receipt for what a person of an encounter handed over last (ASBCPA 2014 s63). It is no notice:
    /// no number is spent, and it says the reference of the encounter. `place` is where it was, in words, which the
    /// encounter does not hold.
    ///
    /// # Errors
    /// `not_found`, `not_printed` (nothing was handed over, or nobody told what became of it; no paper of the
    /// authority is here), `incomplete` (no place; the officer is not in the book), storage errors.
    pub fn surrender_paper(&self, encounter: Id, person: Label, place: &str, copy: PaperCopy) -> Told<Paper> {
        Ok(self.gate.look(
            Looking::print(Area::Enforcement, encounter),
            |_| 1,
            |notebook| notebook.surrender_paper(encounter, person, place, copy),
        )?)
    }
}

impl Notebook {
    fn paper(&mut self, notice: Id, copy: PaperCopy) -> Result<Paper, DeviceError> {
        let story = self.notice_told(notice)?.story;
        let mut paper = self.on_paper(&story)?;
        // What the desk decided, as far as the server has told.
        let standings = self.notice_standings(Date::MAX)?;
        let decided = standings.iter().find(|one| story.number() == Some(one.number.to_string().as_str()));
        if let Some(decided) = decided {
            paper.stands(decided.standing.kind());
        }
        let sets = &self.book()?.ok_or(NotPrinted::Source)?;
        let named = story.issue().and_then(|issue| issue.templates.as_ref());
        let wording = Wording::of_record(&sets.book().templates, named);
        wording.and_then(|wording| wording.compose(&paper, copy)).map_err(not_composed)
    }

    /// What a notice says, with what its record names and does not hold.
    fn on_paper(&mut self, story: &NoticeStory) -> Result<NoticePaper, DeviceError> {
        let book = self.book()?.ok_or(NotPrinted::Source)?;
        // Paper says what its own revision of the law says, not what a later one would.
        let rules = book.book().rule_sets.made_under(story.notice.rule_set.hash);
        let encounter = self.ledger.db.read(|tx| encounter_of(tx, story.notice.encounter))?;
        let sources = Sources {
            rules: rules.ok_or(NotPrinted::Source)?,
            order: story.notice.order.as_ref().and_then(|cited| book.version(&cited.order)),
            encounter: encounter.as_ref().map(|told| &told.story),
        };
        Ok(paper_of(story, &sources)?)
    }

    /// The templates that a notice is going to be printed with, which its record names: the newest that print it.
    pub(crate) fn templates_for(&mut self, issued: &NoticeIssued) -> Result<TemplatesRef, DeviceError> {
        // Its number comes later; any stands for it here.
        let issued = NoticeIssued { number: "-".to_owned(), ..issued.clone() };
        let story = NoticeStory::begin(&NoticeEntry::Issued(Box::new(issued)))?;
        let Ok(paper) = self.on_paper(&story) else { return Ok(self.wording()?.set().clone()) };
        let book = self.book()?;
        let sets = book.as_ref().map_or(&[][..], |book| &book.book().templates);
        let wording = Wording::newest(sets, Some(&paper)).map_err(DeviceError::Paper)?;
        Ok(wording.set().clone())
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
        self.wording()?.compose(&receipt, copy).map_err(DeviceError::Paper)
    }
}

/// The end of an encounter's id is enough to find it, and looks like no notice's number.
fn reference(encounter: Id, person: Label) -> String {
    let id = encounter.to_string();
    let end = id.rsplit('-').next().unwrap_or(&id);
    format!("E-{end}-{person}")
}

fn not_composed(error: PaperError) -> DeviceError {
    match error {
        PaperError::NoGuardian => NotPrinted::NoGuardian.into(),
        error => DeviceError::Paper(error),
    }
}
