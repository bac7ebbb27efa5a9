//! Calls. Meetings with the public and visits to premises.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

#[uniffi::export]
impl Notebook {
    /// Records an engagement; answers its record.
    ///
    /// # Errors
    /// `engagement_category`, `engagement_kind`, `engagement_text`, `engagement_number`; `time` (begun on
    /// a day to come); `unknown_ward`, `unknown_parish` (where this phone was told of any); `moved`, `retired`, storage errors:
    /// nothing was stored.
    pub fn record_engagement(&self, record: RecordEngagement) -> Result<Id, BeatbookError> {
        Ok(self.beatbook.record_engagement(record)?)
    }

    /// Says what an engagement was after all; what is absent stays as it was.
    ///
    /// # Errors
    /// `not_found`, `taken_back_already`, and those of `record_engagement`: nothing was stored.
    pub fn correct_engagement(
        &self,
        engagement: Id,
        what: EngagementChange,
        why: String,
    ) -> Result<(), BeatbookError> {
        Ok(self.beatbook.correct_engagement(engagement, what, &why)?)
    }

    /// Takes an engagement back: it is not counted any more.
    ///
    /// # Errors
    /// `not_found`, `taken_back_already`, `engagement_text`, `moved`, `retired`, storage errors: nothing was stored.
    pub fn take_back_engagement(&self, engagement: Id, why: String) -> Result<(), BeatbookError> {
        Ok(self.beatbook.take_back_engagement(engagement, &why)?)
    }

    /// Says what an engagement is called in another system.
    ///
    /// # Errors
    /// `not_found`, `taken_back_already`, `engagement_text`, `moved`, `retired`, storage errors: nothing was stored.
    pub fn reference_engagement(&self, engagement: Id, reference: Reference) -> Result<(), BeatbookError> {
        Ok(self.beatbook.reference_engagement(engagement, reference)?)
    }

    /// Engagements of this notebook, the newest last.
    ///
    /// # Errors
    /// Storage errors.
    pub fn engagements(&self) -> Result<Vec<EngagementView>, BeatbookError> {
        Ok(self.beatbook.engagements()?)
    }

    /// The newest engagement of this notebook: for going on with it.
    ///
    /// # Errors
    /// `not_found`, storage errors.
    pub fn newest_engagement(&self) -> Result<Id, BeatbookError> {
        Ok(self.beatbook.newest_engagement()?)
    }

    /// The ward at a place, from the zones on this phone; none where no ward is known.
    ///
    /// # Errors
    /// `no_place`, storage errors.
    pub fn ward_at(&self, place: AskWhere) -> Result<Option<WardProposal>, BeatbookError> {
        Ok(self.beatbook.ward_at(place)?)
    }

    /// The authority's parishes on a local day, as far as the server has told.
    ///
    /// # Errors
    /// Storage errors.
    pub fn parishes(&self, day: Date) -> Result<Vec<Parish>, BeatbookError> {
        Ok(self.beatbook.parishes(day)?)
    }

    /// Records a visit; answers its record.
    ///
    /// # Errors
    /// `premises_kind`, `premises_why`, `premises_partner`, `premises_capacity`, `premises_text`, `premises_twice`,
    /// `premises_outcome`; `unknown_ward` (where this phone was told of any); `moved`, `retired`, storage errors: nothing was stored.
    pub fn record_premises_visit(&self, record: RecordVisit) -> Result<Id, BeatbookError> {
        Ok(self.beatbook.record_premises_visit(record)?)
    }

    /// Says what a visit was after all; what is absent stays as it was.
    ///
    /// # Errors
    /// `not_found`, `taken_back_already`, and those of `record_premises_visit`: nothing was stored.
    pub fn correct_premises_visit(
        &self,
        visit: Id,
        what: VisitChange,
        why: String,
    ) -> Result<(), BeatbookError> {
        Ok(self.beatbook.correct_premises_visit(visit, what, &why)?)
    }

    /// Takes a visit, a defect or an item back: it is not counted any more.
    ///
    /// # Errors
    /// `not_found`, `defect_not_found`, `item_not_found`, `taken_back_already`, `premises_text`; `moved`, `retired`,
    /// storage errors: nothing was stored.
    pub fn take_back_premises(
        &self,
        visit: Id,
        part: PremisesPart,
        why: String,
    ) -> Result<(), BeatbookError> {
        Ok(self.beatbook.take_back_premises(visit, part, &why)?)
    }

    /// Says what a visit is called in another system.
    ///
    /// # Errors
    /// `not_found`, `taken_back_already`, `premises_text`, `moved`, `retired`, storage errors: nothing was stored.
    pub fn reference_premises_visit(&self, visit: Id, reference: Reference) -> Result<(), BeatbookError> {
        Ok(self.beatbook.reference_premises_visit(visit, reference)?)
    }

    /// Tells a defect; the same one told again is told anew.
    ///
    /// # Errors
    /// `not_found`, `taken_back_already`, `premises_defect`, `premises_number`, `premises_text`; `moved`, `retired`, storage
    /// errors: nothing was stored.
    pub fn find_defect(&self, visit: Id, defect: Defect) -> Result<(), BeatbookError> {
        Ok(self.beatbook.find_defect(visit, defect)?)
    }

    /// Tells goods that were seized, in one bag; answers the item's number, and where else this notebook has the seal.
    ///
    /// # Errors
    /// `not_found`, `taken_back_already`, `seal_taken` (by another item of this visit), `premises_defect`,
    /// `premises_number`, `premises_text`; `moved`, `retired`, storage errors: nothing was stored.
    pub fn seize_goods(&self, visit: Id, goods: SeizedGoods) -> Result<GoodsSeizedPair, BeatbookError> {
        Ok(self.beatbook.seize_goods(visit, goods)?)
    }

    /// Says what an item was after all; answers where else this notebook has the seal.
    ///
    /// # Errors
    /// `item_not_found`, and those of `seize_goods`: nothing was stored.
    pub fn correct_item(
        &self,
        visit: Id,
        item: u16,
        what: GoodsChange,
        why: String,
    ) -> Result<Vec<SealSeen>, BeatbookError> {
        Ok(self.beatbook.correct_item(visit, item, what, &why)?)
    }

    /// Tells what became of an item.
    ///
    /// # Errors
    /// `not_found`, `item_not_found`, `item_gone_already`, `item_held`, `taken_back_already`, `two_people`,
    /// `unknown_officer` (the second), `premises_text`; `moved`, `retired`, storage errors: nothing was stored.
    pub fn tell_item(&self, visit: Id, item: u16, news: ItemNews) -> Result<(), BeatbookError> {
        Ok(self.beatbook.tell_item(visit, item, news)?)
    }

    /// Visits of this notebook, the newest last, as far as the officer's roles read enforcement. What the desk told of goods
    /// is not on the phone.
    ///
    /// # Errors
    /// Storage errors.
    pub fn premises_visits(&self) -> Result<Vec<PremisesVisit>, BeatbookError> {
        Ok(self.beatbook.premises_visits()?)
    }

    /// One of them.
    ///
    /// # Errors
    /// `not_found`, storage errors.
    pub fn premises_visit(&self, visit: Id) -> Result<PremisesVisit, BeatbookError> {
        Ok(self.beatbook.premises_visit(visit)?)
    }

    /// The newest visit of this notebook: for going on with it, whatever the officer's roles read.
    ///
    /// # Errors
    /// `not_found`, storage errors.
    pub fn newest_premises_visit(&self) -> Result<Id, BeatbookError> {
        Ok(self.beatbook.newest_premises_visit()?)
    }
}
