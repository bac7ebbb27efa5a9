// The officer's notebook on this phone, and the patrol that is recorded into it: keys, recorder, syncs and wake-ups bound together.

import Beatbook
import Foundation

/// One object for a process, shared by screens and background tasks. Its calls may come from anywhere.
///
/// The notebook is never paused: it lies in the app's own folder, where the system lets a suspended app hold a lock.
package actor OfficerPhone {
    private let parts: PhoneParts
    private let keys: KeyRing
    private var places: FolderPlaces?
    private var notebook: Notebook?
    private var opening: Task<NotebookStanding, Never>?
    /// The one that did not open when that was last tried.
    private var unopened: UUID?
    /// How it stands while it is put aside: nobody opens it meanwhile.
    private var settingAside: NotebookStanding?
    private var enrolling = false
    /// In its place before it is made, so that no second one is.
    private var recorder: Task<PatrolRecorder, Never>?
    private var following: Task<Void, Never>?
    /// Counts each begin and end of a recorder: what was asked before it is not to be acted on after it.
    private var turn = 0
    private var ending = false
    /// While the app is in front it is `watched`.
    private var latency = FixLatency.pocketed
    /// The recorder began while the app was not in front, where the system may refuse it the session that a pocket needs.
    private var beganBehind = false
    private let wakeUps: WakeUps
    /// The last look at former notebooks.
    private var formerLook: Task<Void, Never>?
    /// A notebook that cannot be opened in the background is tried again after a quarter of an hour.
    private static let openAgain: TimeInterval = 900

    /// How a former notebook is sent.
    private enum FormerSync {
        case now, whenDue
    }

    /// What is left in notebooks of this phone that are not in use any more.
    package private(set) var former = FormerNotebooks()

    /// What is recorded now; absent while nothing is.
    package private(set) var recording: Recording?

    /// Opens nothing yet.
    package init(_ parts: PhoneParts) {
        self.parts = parts
        keys = KeyRing(parts.secrets)
        wakeUps = WakeUps(parts.regions, parts.notices)
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
            let places = try foldersMade()
            let all = try await Notebook.list(in: places)
            guard let which = await inUse(all, places) else { return .none }
            asked = which
            // A successor that the app was ended over is not in use: its key waits until it is begun again, with that key.
            try keys.settle([which])
            let book = try await Notebook.open(which, in: places, keys: keys)
            notebook = book
            await wakeUps.listen(to: book, toldZones(places))
            former = FormerNotebooks(kept: formerProblems(places))
            await eachFormer(than: book, sending: nil)
            return .open
        } catch {
            let refused = told(error)
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
            let places = try foldersMade()
            if try await !Notebook.list(in: places).isEmpty {
                throw BeatbookError.Refused(code: "already_exists", remedy: "this phone has a notebook: open it")
            }
            try await take(try await Notebook.found(in: places, keys: keys, ticket: ticket))
        } catch { throw told(error) }
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
            let places = try foldersMade()
            _ = try await Notebook.setAside(which, in: places)
        } catch { throw told(error) }
    }

    /// Goes on in a new notebook, after this one was restored or copied.
    ///
    /// - Throws: those of `Notebook.beginSuccessor`.
    package func beginSuccessor() async throws(BeatbookError) {
        let former = try await book()
        do {
            try await take(try await former.beginSuccessor(keys: keys))
        } catch { throw told(error) }
        // It recorded into the former one, which takes no more. The successor is off duty: what waited belongs to no patrol.
        _ = await endRecorder()
        // Where that fails its log stays beside it, and nothing is lost.
        try? await former.close()
        await eachFormer(than: try await book(), sending: nil)
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

    /// Sends and pulls now.
    ///
    /// - Throws: those of `Notebook.sync`.
    package func sync(
        _ progress: @escaping @Sendable (SyncSoFar) -> Void
    ) async throws(BeatbookError) -> SyncReport {
        let book = try await book()
        let report = try await book.sync(progress: progress)
        await eachFormer(than: book, sending: .now)
        // The briefing may have other zones now.
        watchZones(book)
        await askForSync()
        return report
    }

    /// The system woke the app to sync: sends what is due, what former notebooks have, too, and asks for the next wake-up.
    ///
    /// - Returns: whether the sync of the one in use went well.
    package func woken() async -> Bool {
        guard let book = try? await book() else {
            // Such as on a phone that was not unlocked since its start. Where there is no notebook, no wake-up is asked for.
            if await open() != .none { try? parts.syncs.ask(notBefore: Date() + Self.openAgain) }
            return false
        }
        return await book.syncWhenWoken(asking: parts.syncs) { await self.eachFormer(than: book, sending: .whenDue) }
    }

    /// Reports are written at once while the officer looks, and some together in a pocket. A recorder that began behind, because the
    /// system had ended the app and started it again, begins anew now that the app is in front: only then is the system sure to go on
    /// with it in the pocket.
    package func watched(_ isWatched: Bool) async {
        latency = isWatched ? .watched : .pocketed
        if isWatched, recorder != nil, beganBehind { recordAnew() }
        await recorder?.value.use(latency)
    }

    /// The app goes to the background: what waits is written, and a wake-up for a sync is asked for.
    package func toBackground() async {
        await watched(false)
        await recorder?.value.flush()
        await askForSync()
    }

    /// Closes the notebook, at the end.
    ///
    /// - Throws: those of `Notebook.close`.
    package func close() async throws(BeatbookError) {
        await recorder?.value.flush()
        ending = true
        defer { ending = false }
        _ = await endRecorder()
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
        let before = self.recording.flatMap(trouble)
        self.recording = recording
        // Nobody looks: what only the officer can mend is told at once. That no position is found for a while is not.
        guard latency == .pocketed, let now = trouble(of: recording), now != before, now.mend != .recordAgain else { return }
        await parts.notices.show(Words.say(now.what))
    }

    /// Answers what it could not record.
    private func endRecorder() async -> [RawFix] {
        guard let ended = recorder else { return [] }
        following?.cancel()
        (recorder, recording) = (nil, nil)
        turn += 1
        return await ended.value.finish()
    }

    /// What a notebook had when it was restored, copied or found twice is still sent, whenever the one in use has been synced. One that
    /// does not open, or is refused, keeps what it has, says why, and is tried again the next time.
    ///
    /// One look after the other: a notebook that another look has open would be told as one that does not open.
    private func eachFormer(than book: Notebook, sending: FormerSync?) async {
        let before = formerLook
        let mine = Task {
            await before?.value
            await eachFormerNow(than: book, sending: sending)
        }
        formerLook = mine
        await withTaskCancellationHandler { await mine.value } onCancel: { mine.cancel() }
    }

    private func eachFormerNow(than book: Notebook, sending: FormerSync?) async {
        guard let places, let own = try? await book.id(), let all = try? await Notebook.list(in: places) else { return }
        former.remember(only: all)
        for which in all where which != own && !Task.isCancelled {
            do {
                let one = try await Notebook.open(which, in: places, keys: keys)
                do {
                    let heard = try await isSent(one, sending: sending)
                    // Not asked: what was wrong with sending is still wrong, and it does open.
                    if heard || former.problems[which]?.tried == .opening { former.problems[which] = nil }
                } catch { know(which, .sending, error) }
                if let box = try? await one.status().outbox { former.left[which] = box.waiting + box.offered }
                try? await one.close()
            } catch { know(which, .opening, error) }
        }
        former.keep(in: formerProblems(places))
    }

    private func know(_ which: UUID, _ tried: FormerProblem.Tried, _ error: any Error) {
        let refused = told(error)
        // Nothing is wrong with a notebook because somebody did not wait for it.
        if !refused.isCancelled { former.problems[which] = FormerProblem(tried, refused) }
    }

    /// Whether nothing is to be sent, or the server was heard.
    private func isSent(_ former: Notebook, sending: FormerSync?) async throws -> Bool {
        if !SyncTimes(try await former.status()).somethingToSend { return true }
        switch sending {
        case .now: return try await former.sync().exchanges > 0
        case .whenDue: return try await former.syncWhenDue().exchanges > 0
        case nil: return false
        }
    }

    private func patrolEnded(_ book: Notebook) async {
        await askForSync()
        watchZones(book)
    }

    /// Beside what the officer waits for: the phone may have to find out where it is.
    private func watchZones(_ book: Notebook) {
        Task { [wakeUps] in await wakeUps.choose(book) }
    }

    private func askForSync() async {
        guard let status = try? await notebook?.status() else { return }
        // A system that allows no background task says so here; the app syncs when it is opened.
        try? parts.syncs.ask(notBefore: SyncTimes(status).next(now: Date()))
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
        let places = try foldersMade()
        // First: once its key is settled, a successor cannot be begun again.
        try name(await book.id(), places)
        try keys.settle(try await Notebook.list(in: places))
        notebook = book
        await wakeUps.listen(to: book, toldZones(places))
    }

    /// Which one is in use? Where its name is gone, the newest that takes entries, and the newest if none does.
    private func inUse(_ all: [UUID], _ places: FolderPlaces) async -> UUID? {
        let told = (try? String(contentsOf: current(places), encoding: .utf8)).flatMap { UUID(uuidString: $0) }
        if let told, all.contains(told) { return told }
        guard let use = await newestThatTakesEntries(all, places) ?? all.last else { return nil }
        // On a phone that is full it is found again the next time.
        try? name(use, places)
        return use
    }

    private func newestThatTakesEntries(_ all: [UUID], _ places: FolderPlaces) async -> UUID? {
        if all.count < 2 { return nil }
        // They are listed in the order of their founding.
        for which in all.reversed() {
            if await takesEntries(which, places) { return which }
        }
        return nil
    }

    /// False also where it does not open: another one may be the one.
    private func takesEntries(_ which: UUID, _ places: FolderPlaces) async -> Bool {
        guard let book = try? await Notebook.open(which, in: places, keys: keys) else { return false }
        let state = try? await book.status().state
        try? await book.close()
        return state?.takesEntries ?? false
    }

    /// Keeps which one is in use.
    private func name(_ book: UUID, _ places: FolderPlaces) throws {
        try book.uuidString.write(to: current(places), atomically: true, encoding: .utf8)
    }

    private func foldersMade() throws -> FolderPlaces {
        if let places { return places }
        let made = try parts.folders.places()
        places = made
        return made
    }

    /// Keeps why former notebooks were not sent.
    private func formerProblems(_ places: FolderPlaces) -> URL { beside(places, "former") }

    /// Names the notebook in use.
    private func current(_ places: FolderPlaces) -> URL { beside(places, "current") }

    private func toldZones(_ places: FolderPlaces) -> ToldZones { ToldZones(file: beside(places, "told")) }

    private func beside(_ places: FolderPlaces, _ name: String) -> URL {
        URL(fileURLWithPath: places.notebooks).deletingLastPathComponent().appendingPathComponent(name)
    }

    /// What the system threw is told without a word of it: it may name a file.
    private func told(_ error: any Error) -> BeatbookError {
        error as? BeatbookError ?? .Refused(code: "folders", remedy: Words.say(.storageNotUsable))
    }
}
