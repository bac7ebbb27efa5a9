//! Calls. Notices: asked for, issued, drafted, served, voided.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

#[uniffi::export]
impl Notebook {
    /// What supervisors have decided about this notebook's drafts, in the order of the server's journal.
    ///
    /// # Errors
    /// Storage errors.
    pub fn draft_decisions(&self) -> Result<Vec<DraftDecision>, BeatbookError> {
        Ok(self.beatbook.draft_decisions()?)
    }

    /// What stands between this notice and its number, what would be unsure, and whether only a warning is offered. Stores
    /// nothing.
    ///
    /// # Errors
    /// `not_found` (the encounter), `no_time`, storage errors.
    pub fn check_notice(&self, asked: NoticeAsked) -> Result<NoticeChecked, BeatbookError> {
        Ok(self.beatbook.check_notice(&asked)?)
    }

    /// Issues a notice under the next number of this phone, spent in the same transaction; what is unsure becomes a
    /// draft without one. `Ok` with a number means that no other notice anywhere has it.
    ///
    /// # Errors
    /// `incomplete` with every missing point, or `drafted_already` alone while a draft of the same conduct and person waits;
    /// `no_notice_number_left` (keep it with `draft_notice`);
    /// `not_found` (the encounter), `notice` (a text), `no_time`, `moved`, `retired`, storage errors.
    pub fn issue_notice(&self, asked: NoticeAsked) -> Result<NoticeOutcome, BeatbookError> {
        Ok(self.beatbook.issue_notice(&asked)?)
    }

    /// Keeps a notice without a number, with the codes of all that is missing or unsure; answers its record.
    ///
    /// # Errors
    /// `incomplete` only if nothing could be written at all: no order book, rules, order or powers on this phone; or
    /// `drafted_already` as `issue_notice`;
    /// `not_found` (the encounter), `notice` (a text), `no_time`, `moved`, `retired`, storage errors.
    pub fn draft_notice(&self, asked: NoticeAsked) -> Result<Id, BeatbookError> {
        Ok(self.beatbook.draft_notice(&asked)?)
    }

    /// Tells what became of a notice: served, amended, voided, withdrawn, or – a draft – dropped.
    ///
    /// # Errors
    /// `not_found`, `notice` (it does not follow, or a text), `moved`, `retired`, storage errors.
    pub fn tell_notice(&self, record: Id, news: NoticeNews) -> Result<(), BeatbookError> {
        Ok(self.beatbook.tell_notice(record, news)?)
    }

    /// Notices, the newest first, at most 1,000, as far as the officer's roles read enforcement.
    ///
    /// # Errors
    /// Storage errors.
    pub fn notices(&self, limit: u32) -> Result<Vec<NoticeView>, BeatbookError> {
        Ok(self.beatbook.notices(limit)?)
    }

    /// One notice.
    ///
    /// # Errors
    /// `not_found`, also if the officer's roles do not read enforcement; storage errors.
    pub fn notice(&self, record: Id) -> Result<NoticeView, BeatbookError> {
        Ok(self.beatbook.notice(record)?)
    }

    /// The notice of this number, as printed.
    ///
    /// # Errors
    /// As `notice`.
    pub fn notice_numbered(&self, number: String) -> Result<NoticeView, BeatbookError> {
        Ok(self.beatbook.notice_numbered(&number)?)
    }

    /// Notices of this notebook of which guardian or youth justice is still to be told, as far as this phone and the
    /// server's journal tell; what runs out first before the others.
    ///
    /// # Errors
    /// `no_time`, storage errors.
    pub fn young_to_tell(&self) -> Result<Vec<YoungNotice>, BeatbookError> {
        Ok(self.beatbook.young_to_tell()?)
    }

    /// The record of the notice of this number: what becomes of it is told whatever the officer's roles read.
    ///
    /// # Errors
    /// `not_found`, storage errors.
    pub fn notice_record(&self, number: String) -> Result<Id, BeatbookError> {
        Ok(self.beatbook.notice_record(&number)?)
    }

    /// Says, once, that notice numbers of an authority are needed; the server keeps them coming from then on.
    ///
    /// # Errors
    /// `notice_authority`; `moved`, `retired`, storage errors.
    pub fn want_notice_numbers(&self, authority: String, training: bool) -> Result<(), BeatbookError> {
        Ok(self.beatbook.want_notice_numbers(&authority, training)?)
    }

    /// How many numbers are left, for each paper that was asked for.
    ///
    /// # Errors
    /// Storage errors.
    pub fn notice_numbers_left(&self) -> Result<Vec<NumbersLeft>, BeatbookError> {
        Ok(self.beatbook.notice_numbers_left()?)
    }

    /// Where the notices of this notebook stand at the end of a local day, as far as the server has told.
    ///
    /// # Errors
    /// Storage errors.
    pub fn notice_standings(&self, as_at: Date) -> Result<Vec<NoticeStanding>, BeatbookError> {
        Ok(self.beatbook.notice_standings(as_at)?)
    }

    /// What a new notice is printed with: the authority's newest templates that this phone can use, or the shipped ones.
    ///
    /// # Errors
    /// Storage errors.
    pub fn wording(&self) -> Result<WordingNow, BeatbookError> {
        Ok(self.beatbook.wording()?)
    }
}
