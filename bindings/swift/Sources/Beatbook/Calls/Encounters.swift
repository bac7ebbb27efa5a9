// Encounters with people on the street.

import BeatbookCore
import Foundation

extension Notebook {
    /// Begins an encounter; answers its record. Place and legal time are taken as far as they are known.
    ///
    /// - Throws: `encounter` (a text that cannot be kept), `moved`, `retired`, storage errors.
    public func beginEncounter(_ begin: BeginEncounter) throws(BeatbookError) -> Id {
        try write { try $0.beginEncounter(begin: begin) }
    }

    /// Whether outreach asks to be rung before a notice to this person of an encounter. A person is found by name and
    /// date of birth together; somebody who is not known by both is never found.
    ///
    /// - Throws: `not_found` (the encounter), `no_time`, storage errors.
    public func consultFirst(encounter: Id, person: UInt16) throws(BeatbookError) -> ConsultFirst? {
        try read { try $0.consultFirst(encounter: encounter, person: person) }
    }

    /// Vehicle warnings given before to this person of an encounter, or about this vehicle of it, the newest first: this
    /// phone's own, and what the briefing tells of others. A person is found by name and date of birth together.
    ///
    /// - Throws: `not_found` (the encounter), `no_time`, storage errors.
    public func earlierWarnings(encounter: Id, person: UInt16? = nil, vehicle: UInt16? = nil) throws(BeatbookError) -> [EarlierWarning] {
        try read { try $0.earlierWarnings(encounter: encounter, person: person, vehicle: vehicle) }
    }

    /// One encounter.
    ///
    /// - Throws: `not_found`, also if the officer's roles do not read enforcement; storage errors.
    public func encounter(_ encounter: Id) throws(BeatbookError) -> EncounterView {
        try read { try $0.encounter(encounter: encounter) }
    }

    /// Tells an encounter where it is once more, by a fix that the receiver has just given, or the newest one of the
    /// patrol; nothing typed is taken. Conditions of its conducts are judged anew by it where it is of the same place; the
    /// decision of before stays beside the new one.
    ///
    /// - Throws: `no_place` (no fix, or none of the last minute), `not_found`, `encounter` (too many), `moved`, `retired`, storage
    /// errors: nothing was stored.
    public func encounterHere(_ encounter: Id, fix: RawFix? = nil) throws(BeatbookError) -> EncounterHere {
        try read { try $0.encounterHere(encounter: encounter, fix: fix) }
    }

    /// Encounters, the newest first, at most 1,000, as far as the officer's roles read enforcement.
    ///
    /// - Throws: Storage errors.
    public func encounters(limit: UInt32 = 100) throws(BeatbookError) -> [EncounterView] {
        try read { try $0.encounters(limit: limit) }
    }

    /// A new link for a joint encounter: begin with it, show it, and a colleague of another employer begins with what was
    /// typed. Nothing is stored.
    ///
    /// - Throws: `phone` (no randomness).
    public func jointLink() throws(BeatbookError) -> JointLink {
        try read { try $0.jointLink() }
    }

    /// The record of the newest encounter: for going on with it, whatever the officer's roles read.
    ///
    /// - Throws: `not_found`, storage errors.
    public func newestEncounter() throws(BeatbookError) -> Id {
        try read { try $0.newestEncounter() }
    }

    /// The ways on for a person of an encounter, one for each condition that their conduct names, or one without.
    ///
    /// - Throws: `not_found` (the encounter), `no_time`, storage errors.
    public func nextSteps(encounter: Id, person: UInt16) throws(BeatbookError) -> [NextSteps] {
        try read { try $0.nextSteps(encounter: encounter, person: person) }
    }

    /// Tells what happened, in order, all of it or none. A step out of order is kept, and noted as such. Where a conduct
    /// names an order's condition, how it stood there and then is kept with it, and a sign task is opened where only a
    /// warning is offered: both are answered, and so are codes that this phone's order book does not have.
    ///
    /// - Throws: `not_found`, `encounter` (a person or vehicle nobody recorded, too many, a text), `moved`, `retired`,
    /// storage errors: nothing was stored.
    public func tellEncounter(_ encounter: Id, news: [EncounterNews]) throws(BeatbookError) -> EncounterSettled {
        try write { try $0.tellEncounter(encounter: encounter, news: news) }
    }
}
