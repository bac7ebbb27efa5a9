//! Calls. Which orders apply here and now, roles, and what the briefing carries.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

#[uniffi::export]
impl Notebook {
    /// The officer's roles, as far as the server has told; none before it has.
    ///
    /// # Errors
    /// Storage errors.
    pub fn roles(&self) -> Result<Roles, BeatbookError> {
        Ok(self.beatbook.roles()?)
    }

    /// Roles that have ended, for a week after, by the server's day at the last sync: what the server told this phone for
    /// them has left the phone with it. An officer who looks for it must learn why it is gone.
    ///
    /// # Errors
    /// Storage errors.
    pub fn roles_ended(&self) -> Result<Vec<RoleTerm>, BeatbookError> {
        Ok(self.beatbook.roles_ended()?)
    }

    /// Tasks of the welfare service for this officer, the officer's team or any team, the first due first.
    ///
    /// # Errors
    /// Storage errors.
    pub fn welfare_tasks(&self) -> Result<Vec<WelfareTask>, BeatbookError> {
        Ok(self.beatbook.welfare_tasks()?)
    }

    /// The briefing card of the zone of this code.
    ///
    /// # Errors
    /// `no_time`, storage errors.
    pub fn card(&self, zone: String) -> Result<CardAnswer, BeatbookError> {
        Ok(self.beatbook.card(&zone)?)
    }

    /// The briefing cards of the zones at a place.
    ///
    /// # Errors
    /// `no_place`, `no_time`, storage errors.
    pub fn cards_here(&self, place: AskWhere) -> Result<CardsHere, BeatbookError> {
        Ok(self.beatbook.cards_here(place)?)
    }

    /// The zones that have a briefing card today.
    ///
    /// # Errors
    /// `no_time`, storage errors.
    pub fn cards(&self) -> Result<CardList, BeatbookError> {
        Ok(self.beatbook.cards()?)
    }

    /// Notes how an order's sign was found. Everything but `seen` opens a task for whoever looks after signs.
    ///
    /// # Errors
    /// `text` (a code or remark that cannot be kept), `moved`, `retired`, storage errors.
    pub fn note_sign(&self, note: SignNote) -> Result<SignTold, BeatbookError> {
        Ok(self.beatbook.note_sign(note)?)
    }

    /// The zones in force within 10 km of a place, by the newest briefing here: those that hold it first, then the nearest.
    /// None before the first sync. For a system's circles that wake the app: what counts is derived from positions alone.
    ///
    /// # Errors
    /// `no_place`, storage errors.
    pub fn zones_near(&self, place: AskWhere) -> Result<Vec<ZoneNear>, BeatbookError> {
        Ok(self.beatbook.zones_near(place)?)
    }
}
