//! The paper of a notice, offline, with the shipped templates: HTML for the platform's print dialogue, or PDF with
//! the caller's fonts.

use beatbook_paper::{NotPrinted, Paper, PaperCopy, Sources, TemplateSet, Templates, paper_of};
use beatbook_protocol::id::Id;

use crate::beatbook::{Beatbook, Told};
use crate::error::DeviceError;
use crate::journal::encounter_of;
use crate::notebook::Notebook;

impl Beatbook {
    /// One copy of an issued notice, ready for [`Paper::html`] and [`Paper::pdf`]. The same record gives the same paper.
    ///
    /// # Errors
    /// `not_found`, `not_printed` (a draft; a kind not printed yet; an order or rule set that is not here), storage
    /// errors.
    pub fn paper(&self, notice: Id, copy: PaperCopy) -> Told<Paper> {
        Ok(self.gate.with(|notebook| notebook.paper(notice, copy))?)
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
        let notice = paper_of(&story, &sources)?;
        let templates = Templates::compile(TemplateSet::shipped());
        // Checked by the tests of the crate that ships them, not again at the kerb.
        let templates = templates.map_err(|_| DeviceError::Bug("the shipped templates"))?;
        templates.compose(&notice, copy).map_err(DeviceError::Paper)
    }
}
