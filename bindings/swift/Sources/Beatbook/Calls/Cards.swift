// What applies here, briefing cards, and what the officer is told of others' welfare work.

import BeatbookCore
import Foundation

extension Notebook {
    /// The briefing card of the zone of this code.
    ///
    /// - Throws: `no_time`, storage errors.
    public func card(zone: String) throws(BeatbookError) -> CardAnswer {
        try read { try $0.card(zone: zone) }
    }

    /// The zones that have a briefing card today.
    ///
    /// - Throws: `no_time`, storage errors.
    public func cards() throws(BeatbookError) -> CardList {
        try read { try $0.cards() }
    }

    /// The briefing cards of the zones at a place.
    ///
    /// - Throws: `no_place`, `no_time`, storage errors.
    public func cardsHere(at place: AskWhere = .newest) throws(BeatbookError) -> CardsHere {
        try read { try $0.cardsHere(place: place) }
    }

    /// The zones in force within 10 km of a place, by the newest briefing here: those that hold it first, then the nearest. None
    /// before the first sync. For a system's circles that wake the app: what counts is derived from positions alone.
    ///
    /// - Throws: `no_place`, storage errors.
    public func zonesNear(_ place: AskWhere = .newest) throws(BeatbookError) -> [ZoneNear] {
        try read { try $0.zonesNear(place: place) }
    }

    /// The officer's roles, as far as the server has told; none before it has.
    ///
    /// - Throws: Storage errors.
    public func roles() throws(BeatbookError) -> Roles {
        try read { try $0.roles() }
    }

    /// Roles that have ended, for a week after, by the server's day at the last sync: what the server told this phone for them has
    /// left the phone with it. An officer who looks for it must learn why it is gone.
    ///
    /// - Throws: Storage errors.
    public func rolesEnded() throws(BeatbookError) -> [RoleTerm] {
        try read { try $0.rolesEnded() }
    }

    /// Tasks of the welfare service for this officer, the officer's team or any team, the first due first.
    ///
    /// - Throws: Storage errors.
    public func welfareTasks() throws(BeatbookError) -> [WelfareTask] {
        try read { try $0.welfareTasks() }
    }
}
