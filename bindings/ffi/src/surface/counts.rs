//! Calls. Counts of people who sleep rough.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

#[uniffi::export]
impl Notebook {
    /// Joins a count with a team; answers the record of this phone's part.
    ///
    /// # Errors
    /// `count_not_planned` (the plan has this officer on no team, or no plan is known and no role of theirs counts);
    /// `count_text` (one that cannot be kept), `moved`, `retired`, storage errors: nothing was stored.
    pub fn join_count(&self, join: JoinCount) -> Result<Id, BeatbookError> {
        Ok(self.beatbook.join_count(join)?)
    }

    /// Tells what was seen and done, in order, all of it or none; answers what cannot wait: that somebody under eighteen was
    /// seen, with the duty numbers this phone knows. Those who lead safeguarding are asked without another step. What looks wrong
    /// is answered, too, and kept as it was told: the count is over; a word on a sector takes back, without naming them, known
    /// sites that were told as reached; at the start of a part, and where nothing is told,
    /// which stores nothing, that the plan has no such team, or another one for this officer, or that another part is open.
    ///
    /// # Errors
    /// `not_found`; `no_place` (news of a place that nobody knows); `count_started_already`, `count_ended_already`,
    /// `count_unknown_sighting`, `count_unknown_sector`, `count_unknown_site` (a plan that is known here has none of this code),
    /// `count_site_both` (one word says both of a known site), `count_too_many`, `count_text`, `count_descriptor`; `age_band` (a band
    /// beside another date of birth, or a date
    /// after the sighting: it says which band the date gives); `moved`, `retired`, storage errors: nothing was stored.
    pub fn tell_count(&self, record: Id, news: Vec<CountNews>) -> Result<CountAnswer, BeatbookError> {
        Ok(self.beatbook.tell_count(record, news)?)
    }

    /// The part this phone joined last, to tell more of it, whether it can still be read or not.
    ///
    /// # Errors
    /// `not_found`, storage errors.
    pub fn newest_count_part(&self) -> Result<Id, BeatbookError> {
        Ok(self.beatbook.newest_count_part()?)
    }

    /// This phone's parts of counts, the newest first, at most 1,000, as far as the officer may read them: with most
    /// roles until sign-off, or until the count is over.
    ///
    /// # Errors
    /// Storage errors.
    pub fn count_parts(&self, limit: u32) -> Result<Vec<CountPartView>, BeatbookError> {
        Ok(self.beatbook.count_parts(limit)?)
    }

    /// One of them.
    ///
    /// # Errors
    /// `not_found`, storage errors.
    pub fn count_part(&self, record: Id) -> Result<CountPartView, BeatbookError> {
        Ok(self.beatbook.count_part(record)?)
    }

    /// Counts this officer may know of, by their nights: the plan, to those who work on it what was done, and to everybody else on
    /// a team when it was over. The server tells it, so they are as new as the last exchange.
    ///
    /// # Errors
    /// Storage errors.
    pub fn counts(&self) -> Result<Vec<CountCase>, BeatbookError> {
        Ok(self.beatbook.counts()?)
    }

    /// Pairs within this part that may be one person, the most likely first, then others of which this officer has said
    /// something: to be decided and undone with `tell_count`, offline. For those who lead the team by the plan this phone was
    /// told, and empty for everybody else; of other phones' sightings nothing is here, those are proposed at the desk.
    ///
    /// # Errors
    /// `not_found`, storage errors.
    pub fn count_pairs(&self, record: Id) -> Result<Vec<OwnPair>, BeatbookError> {
        Ok(self.beatbook.count_pairs(record)?)
    }

    /// How much of the sectors of its team this phone came by, by its own track of the patrol on which it joined, within the
    /// window of the plan; the team's other phones are not in it. Empty where this phone was not told the plan. It says nothing
    /// about the count's label.
    ///
    /// # Errors
    /// `not_found`, storage errors.
    pub fn count_searched(&self, record: Id) -> Result<Vec<SectorSearched>, BeatbookError> {
        Ok(self.beatbook.count_searched(record)?)
    }
}
