// Encampments and tents.

import BeatbookCore
import Foundation

extension Notebook {
    /// One of them, by any of its ids.
    ///
    /// - Throws: `not_found`, storage errors.
    public func encampment(_ id: Id) throws(BeatbookError) -> EncampmentView {
        try read { try $0.encampment(id: id) }
    }

    /// Encampments this phone knows of: where each stands if the officer's roles read that, and after them those it told of
    /// itself, the one it told of last at the end.
    ///
    /// - Throws: Storage errors.
    public func encampments() throws(BeatbookError) -> [EncampmentView] {
        try read { try $0.encampments() }
    }

    /// The newest welfare check of a subject: for going on with it, whatever the officer's roles read. For an encampment or a
    /// tent that is named, of those that were told of no other.
    ///
    /// - Throws: `not_found` (there is none), `check_elsewhere` (all were told of others), storage errors.
    public func newestCheck(_ subject: WelfareSubject, site: Id? = nil) throws(BeatbookError) -> Id {
        try read { try $0.newestCheck(subject: subject, site: site) }
    }

    /// Notes a tent; answers its id.
    ///
    /// - Throws: `tent_text`, `moved`, `retired`, storage errors: nothing was stored.
    public func noteTent(_ note: NoteTent) throws(BeatbookError) -> Id {
        try write { try $0.noteTent(note: note) }
    }

    /// Reports an encampment; answers its id, and whether it looks like a return.
    ///
    /// - Throws: `encampment_text`; `time` (one to come), `moved`, `retired`, storage errors: nothing was stored.
    public func reportEncampment(_ report: ReportEncampment) throws(BeatbookError) -> EncampmentTelling {
        try write { try $0.reportEncampment(report: report) }
    }

    /// Tells what happened to an encampment, in order, all of it or none; `time` is when, UTC milliseconds, and absent: just
    /// now. An encampment that nobody told this phone of can be told of, by its id.
    ///
    /// - Throws: `encampment_text`, `encampment_number`, `encampment_registration`, `encampment_itself`; `welfare_first` (the check
    /// is not complete, or a direction was spoken before one was and nobody says why), `welfare_wait` (spoken before its day, and
    /// nobody says why), `s77_notice` (not a direction in force of this phone), `check_elsewhere` and `notice_elsewhere` (told of
    /// another encampment), `no_such_entry`, `takes_back` (an entry that this phone cannot take back), `people_key`, `people_name`,
    /// `born_in_future`, `no_vehicle_counted` (a direction where tents or structures alone were counted), `time` (one to come);
    /// `not_found` (the check); `moved`, `retired`, storage errors: nothing was stored.
    public func tellEncampment(_ encampment: Id, news: [EncampmentNews], time: Int64? = nil) throws(BeatbookError) -> EncampmentTelling {
        try write { try $0.tellEncampment(encampment: encampment, news: news, time: time) }
    }

    /// Tells what happened to a tent, in order, all of it or none; answers what of it is to be looked at again. What does not hold
    /// – moved before welfare, disposed of on the day – is refused where this phone knows it. Of a tent that others noted it knows
    /// what the server told last, and what it told since itself: what was moved or given back though that does not bear it is kept,
    /// and answered (`welfare_first`, `offer_first`, `told_already`, `gone_already`, `unknown_item`, `not_removed`). `nothing_left`:
    /// moved with nobody there, and no notice left that says so.
    ///
    /// - Throws: `tent_text`, `tent_number`, `two_people`, `unknown_officer` (the second); `welfare_first` and the other reasons for
    /// which it does not hold; `not_found` (the check), `moved`, `retired`, storage errors: nothing was stored.
    @discardableResult
    public func tellTent(_ tent: Id, news: [TentNews]) throws(BeatbookError) -> [Missing] {
        try write { try $0.tellTent(tent: tent, news: news) }
    }

    /// Tents this phone told of, the newest last, as far as the officer may read them: with most roles until sign-off. Of one that
    /// others noted (`noted` is absent) this phone knows too little to say what does not hold: `teamTents` tells where it stands.
    ///
    /// - Throws: Storage errors.
    public func tents() throws(BeatbookError) -> [Tent] {
        try read { try $0.tents() }
    }

    /// Tents the officer's team noted, the newest last, where each stands as the server told last: as far as the officer's roles
    /// read enforcement or welfare, and without what this phone has not synced yet.
    ///
    /// - Throws: Storage errors.
    public func teamTents() throws(BeatbookError) -> [TentStanding] {
        try read { try $0.teamTents() }
    }
}
