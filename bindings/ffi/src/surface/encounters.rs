//! Calls. Encounters, told step by step.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

#[uniffi::export]
impl Notebook {
    /// Whether outreach asks to be rung before a notice to this person of an encounter. A person is found by name and
    /// date of birth together; somebody who is not known by both is never found.
    ///
    /// # Errors
    /// `not_found` (the encounter), `no_time`, storage errors.
    pub fn consult_first(&self, encounter: Id, person: u16) -> Result<Option<ConsultFirst>, BeatbookError> {
        Ok(self.beatbook.consult_first(encounter, person)?)
    }

    /// Vehicle warnings given before to this person of an encounter, or about this vehicle of it, the newest first: this
    /// phone's own, and what the briefing tells of others. A person is found by name and date of birth together.
    ///
    /// # Errors
    /// `not_found` (the encounter), `no_time`, storage errors.
    pub fn earlier_warnings(
        &self,
        encounter: Id,
        person: Option<u16>,
        vehicle: Option<u16>,
    ) -> Result<Vec<EarlierWarning>, BeatbookError> {
        Ok(self.beatbook.earlier_warnings(encounter, person, vehicle)?)
    }

    /// Begins an encounter; answers its record. Place and legal time are taken as far as they are known.
    ///
    /// # Errors
    /// `encounter` (a text that cannot be kept), `moved`, `retired`, storage errors.
    pub fn begin_encounter(&self, begin: BeginEncounter) -> Result<Id, BeatbookError> {
        Ok(self.beatbook.begin_encounter(begin)?)
    }

    /// A new link for a joint encounter: begin with it, show it, and a colleague of another employer begins with what was
    /// typed. Nothing is stored.
    ///
    /// # Errors
    /// `phone` (no randomness).
    pub fn joint_link(&self) -> Result<JointLink, BeatbookError> {
        Ok(self.beatbook.joint_link()?)
    }

    /// Tells what happened, in order, all of it or none. A step out of order is kept, and noted as such. Where a conduct
    /// names an order's condition, how it stood there and then is kept with it, and a sign task is opened where only a
    /// warning is offered: both are answered, and so are codes that this phone's order book does not have.
    ///
    /// # Errors
    /// `not_found`, `encounter` (a person or vehicle nobody recorded, too many, a text), `moved`, `retired`,
    /// storage errors: nothing was stored.
    pub fn tell_encounter(
        &self,
        encounter: Id,
        news: Vec<EncounterNews>,
    ) -> Result<EncounterSettled, BeatbookError> {
        Ok(self.beatbook.tell_encounter(encounter, news)?)
    }

    /// Encounters, the newest first, at most 1,000, as far as the officer's roles read enforcement.
    ///
    /// # Errors
    /// Storage errors.
    pub fn encounters(&self, limit: u32) -> Result<Vec<EncounterView>, BeatbookError> {
        Ok(self.beatbook.encounters(limit)?)
    }

    /// One encounter.
    ///
    /// # Errors
    /// `not_found`, also if the officer's roles do not read enforcement; storage errors.
    pub fn encounter(&self, encounter: Id) -> Result<EncounterView, BeatbookError> {
        Ok(self.beatbook.encounter(encounter)?)
    }

    /// Tells an encounter where it is once more, by a fix that the receiver has just given, or the newest one of the
    /// patrol; nothing typed is taken. Conditions of its conducts are judged anew by it where it is of the same place; the
    /// decision of before stays beside the new one.
    ///
    /// # Errors
    /// `no_place` (no fix, or none of the last minute), `not_found`, `encounter` (too many), `moved`, `retired`, storage
    /// errors: nothing was stored.
    pub fn encounter_here(&self, encounter: Id, fix: Option<RawFix>) -> Result<EncounterHere, BeatbookError> {
        Ok(self.beatbook.encounter_here(encounter, fix)?)
    }

    /// The record of the newest encounter: for going on with it, whatever the officer's roles read.
    ///
    /// # Errors
    /// `not_found`, storage errors.
    pub fn newest_encounter(&self) -> Result<Id, BeatbookError> {
        Ok(self.beatbook.newest_encounter()?)
    }

    /// The ways on for a person of an encounter, one for each condition that their conduct names, or one without.
    ///
    /// # Errors
    /// `not_found` (the encounter), `no_time`, storage errors.
    pub fn next_steps(&self, encounter: Id, person: u16) -> Result<Vec<NextSteps>, BeatbookError> {
        Ok(self.beatbook.next_steps(encounter, person)?)
    }
}
