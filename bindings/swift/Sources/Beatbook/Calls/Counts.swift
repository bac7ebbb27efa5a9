// Rough-sleeper counts.

import BeatbookCore
import Foundation

extension Notebook {
    /// One of them.
    ///
    /// - Throws: `not_found`, storage errors.
    public func countPart(_ record: Id) throws(BeatbookError) -> CountPartView {
        try read { try $0.countPart(record: record) }
    }

    /// Pairs within this part that may be one person, the most likely first, then others of which this officer has said
    /// something: to be decided and undone with `tellCount`, offline. For those who lead the team by the plan this phone was
    /// told, and empty for everybody else; of other phones' sightings nothing is here, those are proposed at the desk.
    ///
    /// - Throws: `not_found`, storage errors.
    public func countPairs(_ record: Id) throws(BeatbookError) -> [OwnPair] {
        try read { try $0.countPairs(record: record) }
    }

    /// This phone's parts of counts, the newest first, at most 1,000, as far as the officer may read them: with most
    /// roles until sign-off, or until the count is over.
    ///
    /// - Throws: Storage errors.
    public func countParts(limit: UInt32 = 100) throws(BeatbookError) -> [CountPartView] {
        try read { try $0.countParts(limit: limit) }
    }

    /// How much of the sectors of its team this phone came by, by its own track of the patrol on which it joined, within the
    /// window of the plan; the team's other phones are not in it. Empty where this phone was not told the plan. It says nothing
    /// about the count's label.
    ///
    /// - Throws: `not_found`, storage errors.
    public func countSearched(_ record: Id) throws(BeatbookError) -> [SectorSearched] {
        try read { try $0.countSearched(record: record) }
    }

    /// Counts this officer may know of, by their nights: the plan, to those who work on it what was done, and to everybody else on
    /// a team when it was over. The server tells it, so they are as new as the last exchange.
    ///
    /// - Throws: Storage errors.
    public func counts() throws(BeatbookError) -> [CountCase] {
        try read { try $0.counts() }
    }

    /// Joins a count with a team; answers the record of this phone's part.
    ///
    /// - Throws: `count_not_planned` (the plan has this officer on no team, or no plan is known and no role of theirs
    /// counts), `count_text` (one that cannot be kept), `moved`, `retired`, storage errors: nothing was stored.
    public func joinCount(_ join: JoinCount) throws(BeatbookError) -> Id {
        try write { try $0.joinCount(join: join) }
    }

    /// The part this phone joined last, to tell more of it, whether it can still be read or not.
    ///
    /// - Throws: `not_found`, storage errors.
    public func newestCountPart() throws(BeatbookError) -> Id {
        try read { try $0.newestCountPart() }
    }

    /// Tells what was seen and done, in order, all of it or none; answers what cannot wait: that somebody under eighteen was
    /// seen, with the duty numbers this phone knows. Those who lead safeguarding are asked without another step. What looks wrong
    /// is answered, too, and kept as it was told: the count is over; a word on a sector takes back, without naming them, known
    /// sites that were told as reached; at the start of a part, and where nothing is told, which stores nothing, that the plan has
    /// no such team, or another one for this officer, or that another part is open.
    ///
    /// - Throws: `not_found`; `no_place` (news of a place that nobody knows); `count_started_already`, `count_ended_already`,
    /// `count_unknown_sighting`, `count_unknown_sector`, `count_unknown_site` (a plan that is known here has none of this code),
    /// `count_site_both` (one word says both of a known site), `count_too_many`, `count_text`, `count_descriptor`; `age_band` (a
    /// band beside another date of birth, or a date after the sighting: it says which band the date gives); `moved`, `retired`,
    /// storage errors: nothing was stored.
    @discardableResult
    public func tellCount(_ record: Id, news: [CountNews]) throws(BeatbookError) -> CountAnswer {
        try write { try $0.tellCount(record: record, news: news) }
    }
}
