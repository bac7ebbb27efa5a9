// Meetings with the public, and visits to premises.

import BeatbookCore
import Foundation

extension Notebook {
    /// Says what an engagement was after all; what is absent stays as it was.
    ///
    /// - Throws: `not_found`, `taken_back_already`, and those of `recordEngagement`: nothing was stored.
    public func correctEngagement(_ engagement: Id, what: EngagementChange, why: String) throws(BeatbookError) {
        try write { try $0.correctEngagement(engagement: engagement, what: what, why: why) }
    }

    /// Says what an item was after all; answers where else this notebook has the seal.
    ///
    /// - Throws: `item_not_found`, and those of `seizeGoods`: nothing was stored.
    public func correctItem(visit: Id, item: UInt16, what: GoodsChange, why: String) throws(BeatbookError) -> [SealSeen] {
        try write { try $0.correctItem(visit: visit, item: item, what: what, why: why) }
    }

    /// Says what a visit was after all; what is absent stays as it was.
    ///
    /// - Throws: `not_found`, `taken_back_already`, and those of `recordPremisesVisit`: nothing was stored.
    public func correctPremisesVisit(_ visit: Id, what: VisitChange, why: String) throws(BeatbookError) {
        try write { try $0.correctPremisesVisit(visit: visit, what: what, why: why) }
    }

    /// Engagements of this notebook, the newest last.
    ///
    /// - Throws: Storage errors.
    public func engagements() throws(BeatbookError) -> [EngagementView] {
        try read { try $0.engagements() }
    }

    /// Tells a defect; the same one told again is told anew.
    ///
    /// - Throws: `not_found`, `taken_back_already`, `premises_defect`, `premises_number`, `premises_text`; `moved`, `retired`, storage
    /// errors: nothing was stored.
    public func findDefect(visit: Id, defect: Defect) throws(BeatbookError) {
        try write { try $0.findDefect(visit: visit, defect: defect) }
    }

    /// The newest engagement of this notebook: for going on with it.
    ///
    /// - Throws: `not_found`, storage errors.
    public func newestEngagement() throws(BeatbookError) -> Id {
        try read { try $0.newestEngagement() }
    }

    /// The newest visit of this notebook: for going on with it, whatever the officer's roles read.
    ///
    /// - Throws: `not_found`, storage errors.
    public func newestPremisesVisit() throws(BeatbookError) -> Id {
        try read { try $0.newestPremisesVisit() }
    }

    /// The authority's parishes on a local day, as far as the server has told.
    ///
    /// - Throws: Storage errors.
    public func parishes(on day: CalendarDay) throws(BeatbookError) -> [Parish] {
        try read { try $0.parishes(day: day) }
    }

    /// One visit of this notebook, as far as the officer's roles read enforcement.
    ///
    /// - Throws: `not_found`, storage errors.
    public func premisesVisit(_ visit: Id) throws(BeatbookError) -> PremisesVisit {
        try read { try $0.premisesVisit(visit: visit) }
    }

    /// Visits of this notebook, the newest last, as far as the officer's roles read enforcement. What the desk told of goods
    /// is not on the phone.
    ///
    /// - Throws: Storage errors.
    public func premisesVisits() throws(BeatbookError) -> [PremisesVisit] {
        try read { try $0.premisesVisits() }
    }

    /// Records an engagement; answers its record.
    ///
    /// - Throws: `engagement_category`, `engagement_kind`, `engagement_text`, `engagement_number`; `time` (begun on a day to come);
    /// `unknown_ward`, `unknown_parish` (where this phone was told of any); `moved`, `retired`, storage errors: nothing was stored.
    public func recordEngagement(_ record: RecordEngagement) throws(BeatbookError) -> Id {
        try write { try $0.recordEngagement(record: record) }
    }

    /// Records a visit; answers its record.
    ///
    /// - Throws: `premises_kind`, `premises_why`, `premises_partner`, `premises_capacity`, `premises_text`, `premises_twice`,
    /// `premises_outcome`; `unknown_ward` (where this phone was told of any); `moved`, `retired`, storage errors: nothing was stored.
    public func recordPremisesVisit(_ record: RecordVisit) throws(BeatbookError) -> Id {
        try write { try $0.recordPremisesVisit(record: record) }
    }

    /// Says what an engagement is called in another system.
    ///
    /// - Throws: `not_found`, `taken_back_already`, `engagement_text`, `moved`, `retired`, storage errors: nothing was stored.
    public func referenceEngagement(_ engagement: Id, reference: Reference) throws(BeatbookError) {
        try write { try $0.referenceEngagement(engagement: engagement, reference: reference) }
    }

    /// Says what a visit is called in another system.
    ///
    /// - Throws: `not_found`, `taken_back_already`, `premises_text`, `moved`, `retired`, storage errors: nothing was stored.
    public func referencePremisesVisit(_ visit: Id, reference: Reference) throws(BeatbookError) {
        try write { try $0.referencePremisesVisit(visit: visit, reference: reference) }
    }

    /// Tells goods that were seized, in one bag; answers the item's number, and where else this notebook has the seal.
    ///
    /// - Throws: `not_found`, `taken_back_already`, `seal_taken` (by another item of this visit), `premises_defect`,
    /// `premises_number`, `premises_text`; `moved`, `retired`, storage errors: nothing was stored.
    public func seizeGoods(visit: Id, goods: SeizedGoods) throws(BeatbookError) -> GoodsSeized {
        try write { try $0.seizeGoods(visit: visit, goods: goods) }
    }

    /// Takes an engagement back: it is not counted any more.
    ///
    /// - Throws: `not_found`, `taken_back_already`, `engagement_text`, `moved`, `retired`, storage errors: nothing was stored.
    public func takeBackEngagement(_ engagement: Id, why: String) throws(BeatbookError) {
        try write { try $0.takeBackEngagement(engagement: engagement, why: why) }
    }

    /// Takes a visit, a defect or an item back: it is not counted any more.
    ///
    /// - Throws: `not_found`, `defect_not_found`, `item_not_found`, `taken_back_already`, `premises_text`; `moved`, `retired`,
    /// storage errors: nothing was stored.
    public func takeBackPremises(visit: Id, part: PremisesPart, why: String) throws(BeatbookError) {
        try write { try $0.takeBackPremises(visit: visit, part: part, why: why) }
    }

    /// Tells what became of an item.
    ///
    /// - Throws: `not_found`, `item_not_found`, `item_gone_already`, `item_held`, `taken_back_already`, `two_people`,
    /// `unknown_officer` (the second), `premises_text`; `moved`, `retired`, storage errors: nothing was stored.
    public func tellItem(visit: Id, item: UInt16, news: ItemNews) throws(BeatbookError) {
        try write { try $0.tellItem(visit: visit, item: item, news: news) }
    }

    /// The ward at a place, from the zones on this phone; none where no ward is known.
    ///
    /// - Throws: `no_place`, storage errors.
    public func wardAt(_ place: AskWhere = .newest) throws(BeatbookError) -> WardProposal? {
        try read { try $0.wardAt(place: place) }
    }
}
