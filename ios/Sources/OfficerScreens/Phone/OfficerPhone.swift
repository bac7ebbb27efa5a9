// The officer's notebook on this phone, and the patrol that is recorded into it: keys, recorder, syncs and wake-ups bound together.

import Beatbook
import Foundation

/// One object for a process, shared by screens and background tasks. Its calls may come from anywhere.
///
/// The notebook is never paused: it lies in the app's own folder, where the system lets a suspended app hold a lock.
package actor OfficerPhone {
    let parts: PhoneParts
    private let keys: KeyRing
    private var beside: BesideNotebooks?
    private(set) var notebook: Notebook?
    private var opening: Task<NotebookStanding, Never>?
    /// The one that did not open when that was last tried.
    private var unopened: UUID?
    /// How it stands while it is put aside: nobody opens it meanwhile.
    private var settingAside: NotebookStanding?
    private var enrolling = false
    /// In its place before it is made, so that no second one is.
    private var recorder: Task<PatrolRecorder, Never>?
    private var following: Task<Void, Never>?
    /// Beside the recorder: puts off that nothing is recorded.
    private var lookout: Task<Void, Never>?
    /// Beside the recorder: syncs every quarter of an hour.
    private var ticking: Task<Void, Never>?
    /// Counts each begin and end of a recorder: what was asked before it is not to be acted on after it.
    private var turn = 0
    private var ending = false
    /// While the app is in front it is `watched`.
    private var latency = FixLatency.pocketed
    /// The recorder began while the app was not in front, where the system may refuse it the session that a pocket needs.
    private var beganBehind = false
    /// A notification that nothing is recorded may wait: an earlier life of the app may have left it.
    private var mayBeWarned = true
    let wakeUps: WakeUps
    let formers: FormerSyncs
    let lettingGo: LettingGo
    /// The last sync that nobody asked for.
    var quietSync: Task<Void, Never>?
    /// Whether a wake-up of the system's syncs.
    var isWoken = false
    /// So many things are under way that such a sync would disturb.
    var quietFor = 0

    /// What is left in notebooks of this phone that are not in use any more.
    package var former: FormerNotebooks {
        get async { await formers.known }
    }

    /// What is recorded now; absent while nothing is.
    package private(set) var recording: Recording?

    /// Opens nothing yet.
    package init(_ parts: PhoneParts) {
        self.parts = parts
        let keys = KeyRing(parts.secrets)
        self.keys = keys
        wakeUps = WakeUps(parts.regions, parts.notices)
        let lettingGo = LettingGo(keeping: parts.keeping, pause: parts.letGoEvery)
        self.lettingGo = lettingGo
        formers = FormerSyncs(lettingGo) { which, places in
            try await Notebook.open(which, in: places, keys: keys, boot: parts.boot)
        }
    }

    /// Opens the notebook if it is not open, the successor where one was begun, and says how it stands.
    package func open() async -> NotebookStanding {
        if notebook != nil { return .open }
        // The file is there before the notebook is this phone's.
        if enrolling { return .none }
        if let settingAside { return settingAside }
        if let opening { return await opening.value }
        let task = Task { await openNow() }
        opening = task
        defer { opening = nil }
        return await task.value
    }

    private func openNow() async -> NotebookStanding {
        var asked: UUID?
        do {
            let beside = try foldersMade()
            let all = try await Notebook.list(in: beside.places)
            guard let which = await beside.inUse(all, { await takesEntries($0, beside.places) }) else { return .none }
            asked = which
            // A successor that the app was ended over is not in use: its key waits until it is begun again, with that key.
            try keys.settle([which])
            let book = try await Notebook.open(which, in: beside.places, keys: keys, boot: parts.boot)
            notebook = book
            await listen(to: book, beside)
            await formers.recall(beside)
            await formers.look(than: book, beside, sending: nil)
            return .open
        } catch {
            let refused = BeatbookError(ofPhone: error)
            unopened = asked
            return .shut(code: refused.code, remedy: refused.remedy)
        }
    }

    /// The open notebook.
    ///
    /// - Throws: `missing` where there is none, and the reason why it cannot be opened.
    package func book() async throws(BeatbookError) -> Notebook {
        switch await open() {
        case .shut(let code, let remedy): throw .Refused(code: code, remedy: remedy)
        case .unknown, .none, .open: break
        }
        guard let notebook else {
            throw .Refused(code: "missing", remedy: "there is no notebook on this phone: enrol with a code")
        }
        return notebook
    }

    /// Makes this phone's notebook from an enrolment code, without a network, and opens it. It records from now on; the next sync
    /// has the server let it in, within the 15 minutes that the code is valid.
    ///
    /// - Throws: `already_exists`, and those of `Notebook.found`.
    package func enrol(_ ticket: String) async throws(BeatbookError) {
        enrolling = true
        defer { enrolling = false }
        do {
            let places = try foldersMade().places
            if try await !Notebook.list(in: places).isEmpty {
                throw BeatbookError.Refused(code: "already_exists", remedy: "this phone has a notebook: open it")
            }
            try await take(try await Notebook.found(in: places, keys: keys, boot: parts.boot, ticket: ticket))
            // It may be another officer's phone now.
            beside?.askForNoticesAgain()
        } catch { throw BeatbookError(ofPhone: error) }
        await askForSync()
    }

    /// Puts a notebook aside that will never open here. Its file stays under another name, its key where it was; what was not synced is
    /// in it and is not sent. Then enrol, or go on from a former notebook where there is one.
    ///
    /// - Throws: the reason why it does not open, where that may pass; those of `Notebook.setAside`.
    package func setAside() async throws(BeatbookError) {
        // Tried once more: it may open by now.
        let standing = await open()
        guard case .shut(let code, let words) = standing else { return }
        guard standing.neverOpens, let which = unopened else { throw .Refused(code: code, remedy: words) }
        settingAside = standing
        defer { settingAside = nil }
        do {
            _ = try await Notebook.setAside(which, in: try foldersMade().places)
        } catch { throw BeatbookError(ofPhone: error) }
        // If its officer was on duty, the system still watched where.
        await wakeUps.patrolEnded()
    }

    /// Goes on in a new notebook, after this one was restored or copied.
    ///
    /// - Throws: those of `Notebook.beginSuccessor`.
    package func beginSuccessor() async throws(BeatbookError) {
        let former = try await book()
        // A look at former notebooks on behalf of this one would take the successor for one.
        await beginQuiet()
        defer { quietFor -= 1 }
        do {
            try await take(try await former.beginSuccessor(keys: keys))
        } catch { throw BeatbookError(ofPhone: error) }
        // It recorded into the former one, which takes no more. The successor is off duty: what waited belongs to no patrol.
        _ = await endRecorder()
        await warnNoMore()
        await wakeUps.patrolEnded()
        // Where that fails its log stays beside it, and nothing is lost.
        try? await former.close()
        await lookAtFormers(than: try await book(), sending: nil)
        await askForSync()
    }

    /// On duty from now on, and recording. Call it while the app is in front: the system lets no session of positions begin otherwise.
    ///
    /// - Throws: those of `Notebook.signOn`.
    package func signOn(_ choice: SignOn) async throws(BeatbookError) {
        _ = try await book().signOn(choice)
        await wakeUps.end()
        record()
    }

    /// Has an open patrol go on being recorded, after the app was ended, and ends the recording of one that is over.
    ///
    /// - Throws: those of ``book()``, storage errors.
    package func goOn() async throws(BeatbookError) {
        let asked = turn
        let status = try await book().status()
        if ending || asked != turn { return }
        if status.onDuty == nil {
            _ = await endRecorder()
            await warnNoMore()
        } else if status.state.takesEntries {
            record()
        }
    }

    /// Begins to ask the system for positions anew. What waited for the notebook still waits.
    ///
    /// - Throws: as ``goOn()``.
    package func recordAgain() async throws(BeatbookError) {
        let book = try await book()
        if try await book.status().onDuty == nil { return }
        recordAnew()
    }

    /// Off duty, with every position until now.
    ///
    /// - Throws: those of `Notebook.signOff`: still on duty, recording goes on, and nothing that waited is lost.
    package func signOff() async throws(BeatbookError) -> SignedOff {
        let book = try await book()
        ending = true
        defer { ending = false }
        let left = await endRecorder()
        let ended: SignedOff
        do throws(BeatbookError) {
            ended = try await book.signOff(Array(left.prefix(FixBatch.most)))
        } catch {
            record { left }
            throw error
        }
        // Held back for hours it may be more than one call takes; for ten minutes the rest is evidence.
        var rest = left.dropFirst(FixBatch.most)
        while !rest.isEmpty {
            _ = try? await book.recordFixes(Array(rest.prefix(FixBatch.most)))
            rest = rest.dropFirst(FixBatch.most)
        }
        await patrolEnded(book)
        return ended
    }

    /// Closes a forgotten patrol at its last position, with the reason why only now.
    ///
    /// - Throws: those of `Notebook.closeForgotten`: still on duty, and recording goes on.
    package func closeForgotten(_ reason: String) async throws(BeatbookError) -> SignedOff {
        let book = try await book()
        let ended = try await book.closeForgotten(reason: reason)
        // It ended at the last position: later ones are of nobody on duty.
        _ = await endRecorder()
        await patrolEnded(book)
        return ended
    }

    /// Reports are written at once while the officer looks, and some together in a pocket. A recorder that began behind, because the
    /// system had ended the app and started it again, begins anew now that the app is in front: only then is the system sure to go on
    /// with it in the pocket.
    package func watched(_ isWatched: Bool) async {
        latency = isWatched ? .watched : .pocketed
        if isWatched, recorder != nil, beganBehind { recordAnew() }
        await recorder?.value.use(latency)
    }

    /// What waits is written: the system may end the app.
    package func flush() async {
        await recorder?.value.flush()
    }

    /// The app goes to the background: what waits is written, a wake-up for a sync is asked for, and what is due is sent. Cancelled,
    /// because the system's patience is over, it ends within a second.
    package func toBackground() async {
        await watched(false)
        await flush()
        await askForSync()
        await syncByItself()
    }

    /// Signing on goes on without notifications, and does not ask for them again.
    package func declineNotices() {
        (try? foldersMade())?.declineNotices()
    }

    /// Whether it was gone on without.
    package var noticesAreDeclined: Bool { (try? foldersMade())?.noticesAreDeclined ?? false }

    /// Closes the notebook, at the end.
    ///
    /// - Throws: those of `Notebook.close`.
    package func close() async throws(BeatbookError) {
        await flush()
        ending = true
        defer { ending = false }
        _ = await endRecorder()
        await beginQuiet()
        defer { quietFor -= 1 }
        let book = notebook
        notebook = nil
        try await book?.close()
    }

    /// - Parameter before: what another recorder could not record; waited for, and recorded first.
    private func record(after before: @escaping @Sendable () async -> [RawFix] = { [] }) {
        guard recorder == nil, let notebook else { return }
        turn += 1
        let (parts, latency, turn) = (parts, latency, turn)
        let begun = Task {
            let waited = await before()
            return await PatrolRecorder(
                notebook, source: parts.positions, before: waited, latency: latency, clock: parts.clock, pace: parts.pace)
        }
        recorder = begun
        beganBehind = latency != .watched
        recording = Recording()
        following = Task { [weak self] in
            for await recording in await begun.value.recordings { await self?.hear(recording, turn) }
        }
        mayBeWarned = true
        lookOut(for: begun)
        if let every = parts.syncEvery, ticking == nil { ticking = tick(every) }
    }

    private func lookOut(for begun: Task<PatrolRecorder, Never>) {
        let (earlier, own) = (lookout, Lookout(notices: parts.notices, wakeUps: wakeUps, pace: parts.lookout))
        earlier?.cancel()
        lookout = Task {
            await earlier?.value
            await own.keep(begun)
        }
    }

    private func tick(_ every: Duration) -> Task<Void, Never> {
        Task { [weak self] in
            while true {
                do { try await Task.sleep(for: every) } catch { return }
                guard await self?.syncSoon() != nil else { return }
            }
        }
    }

    /// The next recorder is in the place of this one at once, and begins with what it leaves: whoever signs off meanwhile ends both.
    private func recordAnew() {
        if ending || notebook == nil { return }
        let earlier = recorder
        following?.cancel()
        recorder = nil
        record { await earlier?.value.finish() ?? [] }
    }

    private func hear(_ recording: Recording, _ turn: Int) async {
        if turn != self.turn { return }
        let (earlier, before) = (self.recording?.noPosition, self.recording.flatMap(trouble))
        self.recording = recording
        // That positions are allowed decides what the officer is to be told later, from now on.
        if let recorder, (earlier == .notAllowed) != (recording.noPosition == .notAllowed) { lookOut(for: recorder) }
        // Nobody looks: what only the officer can mend is told at once. That no position is found for a while is not.
        guard latency == .pocketed, let now = trouble(of: recording), now != before, now.mend != .recordAgain else { return }
        await parts.notices.show(Words.say(now.what))
    }

    /// Answers what it could not record.
    private func endRecorder() async -> [RawFix] {
        guard let ended = recorder else { return [] }
        following?.cancel()
        ticking?.cancel()
        lookout?.cancel()
        let watch = lookout
        (recorder, recording, ticking, lookout) = (nil, nil, nil, nil)
        turn += 1
        // What it had begun is over before the patrol is.
        await watch?.value
        return await ended.value.finish()
    }

    /// Nobody has to be told that nothing is recorded.
    private func warnNoMore() async {
        if !mayBeWarned { return }
        mayBeWarned = false
        await parts.notices.takeBackLater()
    }

    private func patrolEnded(_ book: Notebook) async {
        await warnNoMore()
        await wakeUps.patrolEnded()
        await askForSync()
        watchZones(book)
        syncSoon()
    }

    /// Beside what the officer waits for: the phone may have to find out where it is.
    func watchZones(_ book: Notebook) {
        Task { [wakeUps] in await wakeUps.choose(book) }
    }

    func askForSync() async {
        guard let status = try? await notebook?.status() else { return }
        // A system that allows no background task says so here; the app syncs when it is opened.
        try? parts.syncs.ask(notBefore: SyncTimes(status).next(now: Date()))
    }

    func lookAtFormers(than book: Notebook, sending: FormerSyncs.Sending?) async {
        guard let beside else { return }
        await formers.look(than: book, beside, sending: sending)
    }

    private func listen(to book: Notebook, _ beside: BesideNotebooks) async {
        await wakeUps.listen(to: book, beside.told) { [weak self] in try? await self?.goOn() }
    }

    /// Takes it into use, also where the task that asked is cancelled meanwhile: cut off in between, it would be open and nobody's.
    private func take(_ book: Notebook) async throws {
        do { try await Task { try await keep(book) }.value } catch {
            // At once, and not only when the object is let go of: it is opened or begun again.
            try? await book.close()
            throw error
        }
    }

    private func keep(_ book: Notebook) async throws {
        let beside = try foldersMade()
        // First: once its key is settled, a successor cannot be begun again.
        try beside.name(await book.id())
        try keys.settle(try await Notebook.list(in: beside.places))
        notebook = book
        await listen(to: book, beside)
    }

    /// False also where it does not open: another one may be the one.
    private func takesEntries(_ which: UUID, _ places: FolderPlaces) async -> Bool {
        guard let book = try? await Notebook.open(which, in: places, keys: keys, boot: parts.boot) else { return false }
        let state = try? await book.status().state
        try? await book.close()
        return state?.takesEntries ?? false
    }

    private func foldersMade() throws -> BesideNotebooks {
        if let beside { return beside }
        let made = BesideNotebooks(places: try parts.folders.places())
        beside = made
        return made
    }
}
