//! Calls. Encampments and tents.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

#[uniffi::export]
impl Notebook {
    /// The newest welfare check of a subject: for going on with it, whatever the officer's roles read. For an encampment or a
    /// tent that is named, of those that were told of no other.
    ///
    /// # Errors
    /// `not_found` (there is none), `check_elsewhere` (all were told of others), storage errors.
    pub fn newest_check(&self, subject: Subject, site: Option<Id>) -> Result<Id, BeatbookError> {
        Ok(self.beatbook.newest_check(subject, site)?)
    }

    /// Reports an encampment; answers its id, and whether it looks like a return.
    ///
    /// # Errors
    /// `encampment_text`; `time` (one to come), `moved`, `retired`, storage errors: nothing was stored.
    pub fn report_encampment(&self, report: ReportEncampment) -> Result<EncampmentTelling, BeatbookError> {
        Ok(self.beatbook.report_encampment(report)?)
    }

    /// Tells what happened to an encampment, in order, all of it or none; `time` is when, UTC milliseconds, and absent: just
    /// now. An encampment that nobody told this phone of can be told of, by its id.
    ///
    /// # Errors
    /// `encampment_text`, `encampment_number`, `encampment_registration`, `encampment_itself`; `welfare_first` (the check is not
    /// complete; or a direction was spoken before one was, and nobody says why), `welfare_wait` (spoken before its day, and nobody says why),
    /// `s77_notice` (not a direction in force of this phone), `check_elsewhere` and `notice_elsewhere` (told of another encampment),
    /// `no_such_entry`, `takes_back` (an entry that this phone cannot take back), `people_key`, `people_name`,
    /// `born_in_future`, `no_vehicle_counted` (a direction where tents or structures alone were counted), `time` (one to come);
    /// `not_found` (the check); `moved`, `retired`, storage errors: nothing was stored.
    pub fn tell_encampment(
        &self,
        encampment: Id,
        news: Vec<EncampmentNews>,
        time: Option<i64>,
    ) -> Result<EncampmentTelling, BeatbookError> {
        Ok(self.beatbook.tell_encampment(encampment, news, time)?)
    }

    /// Encampments this phone knows of: where each stands if the officer's roles read that, and after them those it told of itself,
    /// the one it told of last at the end.
    ///
    /// # Errors
    /// Storage errors.
    pub fn encampments(&self) -> Result<Vec<EncampmentView>, BeatbookError> {
        Ok(self.beatbook.encampments()?)
    }

    /// One of them, by any of its ids.
    ///
    /// # Errors
    /// `not_found`, storage errors.
    pub fn encampment(&self, id: Id) -> Result<EncampmentView, BeatbookError> {
        Ok(self.beatbook.encampment(id)?)
    }

    /// Notes a tent; answers its id.
    ///
    /// # Errors
    /// `tent_text`, `moved`, `retired`, storage errors: nothing was stored.
    pub fn note_tent(&self, note: NoteTent) -> Result<Id, BeatbookError> {
        Ok(self.beatbook.note_tent(note)?)
    }

    /// Tells what happened to a tent, in order, all of it or none; answers what of it is to be looked at again. What does not hold
    /// – moved before welfare, disposed of on the day – is refused where this phone knows it. Of a tent that others noted it knows
    /// what the server told last, and what it told since itself: what was moved or given back though that does not bear it is kept,
    /// and answered (`welfare_first`, `offer_first`, `told_already`, `gone_already`, `unknown_item`, `not_removed`). `nothing_left`:
    /// moved with nobody there, and no notice left that says so.
    ///
    /// # Errors
    /// `tent_text`, `tent_number`, `two_people`, `unknown_officer` (the second); `welfare_first` and the other reasons for which it does not hold;
    /// `not_found` (the check), `moved`, `retired`, storage errors: nothing was stored.
    pub fn tell_tent(&self, tent: Id, news: Vec<TentNews>) -> Result<Vec<Missing>, BeatbookError> {
        Ok(self.beatbook.tell_tent(tent, news)?)
    }

    /// Tents this phone told of, the newest last, as far as the officer may read them: with most roles until sign-off. Of one that
    /// others noted (`noted` is absent) this phone knows too little to say what does not hold: `team_tents` tells where it stands.
    ///
    /// # Errors
    /// Storage errors.
    pub fn tents(&self) -> Result<Vec<Tent>, BeatbookError> {
        Ok(self.beatbook.tents()?)
    }

    /// Tents the officer's team noted, the newest last, where each stands as the server told last: as far as the officer's roles
    /// read enforcement or welfare, and without what this phone has not synced yet.
    ///
    /// # Errors
    /// Storage errors.
    pub fn team_tents(&self) -> Result<Vec<TentStanding>, BeatbookError> {
        Ok(self.beatbook.team_tents()?)
    }
}
