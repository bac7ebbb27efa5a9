// A patrol from sign-on to sign-off, notes, and the journal itself.

import BeatbookCore
import Foundation

extension Notebook {
    /// The officer's words on a patrol, open or ended. Derived minutes are annotated, never edited.
    ///
    /// - Throws: `not_found`, `patrol`, `moved`, `retired`, storage errors.
    public func annotate(patrol: Id, text: String) throws(BeatbookError) {
        try write { try $0.annotate(patrol: patrol, text: text) }
    }

    /// Another way of moving, crew or operation from now on.
    ///
    /// - Throws: `patrol`, `moved`, `retired`, storage errors.
    public func changePatrol(_ change: PatrolChange) throws(BeatbookError) {
        try write { try $0.changePatrol(change: change) }
    }

    /// Closes a forgotten patrol at its last fix, with the reason why only now.
    ///
    /// - Throws: As `signOff`.
    public func closeForgotten(reason: String) throws(BeatbookError) -> SignedOff {
        try write { try $0.closeForgotten(reason: reason) }
    }

    /// Back on the patrol's purpose.
    ///
    /// - Throws: As `changePatrol`.
    public func endAbstraction() throws(BeatbookError) {
        try write { try $0.endAbstraction() }
    }

    /// Entries after a number, in order; at most 1,000.
    ///
    /// - Throws: Storage errors.
    public func entries(after: UInt64? = nil, limit: UInt32 = 100) throws(BeatbookError) -> [EntryView] {
        try read { try $0.entries(after: after, limit: limit) }
    }

    /// Forgets the body of an entry: gone from the file, its log and its free pages; the chain still verifies.
    /// Answers the number of the entry that says so. `reason` is a code of the authority's list.
    ///
    /// - Throws: `not_found`, `not_erasable`, `under_hold` (its remedy names the hold), `text`, `moved`, `retired`, storage errors.
    public func erase(entry: UInt64, reason: String) throws(BeatbookError) -> UInt64 {
        try write { try $0.erase(entry: entry, reason: reason) }
    }

    /// A pocket-book note of at most 20,000 characters; answers its entry's number.
    ///
    /// - Throws: `text`, `too_large`, `moved`, `retired`, storage errors.
    public func note(text: String, basis: Basis) throws(BeatbookError) -> UInt64 {
        try write { try $0.note(text: text, basis: basis) }
    }

    /// Notes how an order's sign was found. Everything but `seen` opens a task for whoever looks after signs.
    ///
    /// - Throws: `text` (a code or remark that cannot be kept), `moved`, `retired`, storage errors.
    public func noteSign(_ note: SignNote) throws(BeatbookError) -> SignTold {
        try write { try $0.noteSign(note: note) }
    }

    /// Notes after an entry number, in order; at most 1,000.
    ///
    /// - Throws: Storage errors.
    public func notes(after: UInt64? = nil, limit: UInt32 = 100) throws(BeatbookError) -> [NoteView] {
        try read { try $0.notes(after: after, limit: limit) }
    }

    /// Patrols, the newest first; at most 1,000.
    ///
    /// - Throws: Storage errors.
    public func patrols(limit: UInt32 = 100) throws(BeatbookError) -> [PatrolView] {
        try read { try $0.patrols(limit: limit) }
    }

    /// Takes position reports, at most 10,000, in any order. An answer means that those accepted are on the medium.
    /// Within ten minutes of sign-off reports dated before it are kept as evidence.
    ///
    /// - Throws: `off_duty`, `too_many_fixes`, `moved`, `retired`, storage errors: nothing was stored. A bad report is no
    /// error of the call; the report says which and why.
    public func recordFixes(_ fixes: [RawFix]) throws(BeatbookError) -> FixReport {
        try write { try $0.recordFixes(fixes: fixes) }
    }

    /// Refers the open patrol to a record of another system.
    ///
    /// - Throws: As `changePatrol`.
    public func reference(system: ReferenceSystem, value: String) throws(BeatbookError) {
        try write { try $0.reference(system: system, value: value) }
    }

    /// Entries the server holds but could not use, or cannot take, with its reason. They stay here and in exports.
    ///
    /// - Throws: Storage errors.
    public func rejected() throws(BeatbookError) -> [RejectedEntry] {
        try read { try $0.rejected() }
    }

    /// Off duty now, with the last position reports. The last chunk, the end and the summary are stored
    /// together or not at all.
    ///
    /// - Throws: `patrol` (none open), `too_many_fixes`, `moved`, `retired`, storage errors.
    public func signOff(_ fixes: [RawFix] = []) throws(BeatbookError) -> SignedOff {
        try write { try $0.signOff(fixes: fixes) }
    }

    /// One tap: on duty. Answers the patrol's record.
    ///
    /// - Throws: `patrol` (open already, crew, operation), `moved`, `retired`, storage errors.
    public func signOn(_ signOn: SignOn) throws(BeatbookError) -> Id {
        try write { try $0.signOn(signOn: signOn) }
    }

    /// Taken away from the patrol's purpose from now on.
    ///
    /// - Throws: As `changePatrol`.
    public func startAbstraction(reason: String, authorisedBy: String) throws(BeatbookError) {
        try write { try $0.startAbstraction(reason: reason, authorisedBy: authorisedBy) }
    }

    /// Adds to the open patrol's tallies; negative numbers undo.
    ///
    /// - Throws: As `changePatrol`.
    public func tally(_ add: I32ByTallyKind) throws(BeatbookError) {
        try write { try $0.tally(add: add) }
    }

    /// What applies there and then: every condition of the newest order book at the place, with how it stands and
    /// why not if not. Works offline and stores nothing; only numbered paper asks for certainty.
    ///
    /// - Throws: `no_place` (no fix of this start of the phone, none of use, or no place on earth), `no_time`, storage errors.
    public func whatApplies(at place: AskWhere = .newest, when: AskWhen = .now) throws(BeatbookError) -> Applies {
        try read { try $0.whatApplies(place: place, when: when) }
    }
}
