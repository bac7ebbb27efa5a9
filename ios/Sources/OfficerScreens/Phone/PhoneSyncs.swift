// When the phone sends and pulls: asked by the officer, woken by the system, and by itself.

import Beatbook
import Foundation

extension OfficerPhone {
    /// A notebook that cannot be opened in the background is tried again after a quarter of an hour.
    private static let openAgain: TimeInterval = 900
    /// How soon a wake-up notices that another one's is over.
    private static let lookAgain = Duration.milliseconds(200)

    /// Sends and pulls now. A sync that nobody asked for gives way.
    ///
    /// - Throws: those of `Notebook.sync`.
    package func sync(
        _ progress: @escaping @Sendable (SyncSoFar) -> Void
    ) async throws(BeatbookError) -> SyncReport {
        let book = try await book()
        await beginQuiet()
        defer { quietFor -= 1 }
        let report = try await book.sync(progress: progress)
        await lookAtFormers(than: book, sending: .now)
        await synced(book)
        await askForSync()
        return report
    }

    /// The system woke the app to sync: sends what is due, what former notebooks have, too, and asks for the next wake-up. It waits for
    /// the sync before it that nobody asked for, and one that the officer asks for ends it. Beside such a one it syncs nothing. Where the
    /// system woke the app twice, the end of one wake-up's time does not end the other's sync.
    ///
    /// - Returns: whether the sync of the one in use went well.
    package func woken() async -> Bool {
        guard (try? await book()) != nil else {
            // Such as on a phone that was not unlocked since its start. Where there is no notebook, no wake-up is asked for.
            if await open() != .none { try? parts.syncs.ask(notBefore: Date() + Self.openAgain) }
            return false
        }
        while isWoken {
            do { try await Task.sleep(for: Self.lookAgain) } catch {
                await askForSync()
                return false
            }
        }
        isWoken = true
        defer { isWoken = false }
        let earlier = quietSync
        let mine = Task {
            await Self.end(of: earlier)
            return await syncWoken()
        }
        quietSync = Task { _ = await Self.answer(of: mine) }
        return await Self.answer(of: mine)
    }

    private func syncWoken() async -> Bool {
        // Another one may be in use by now.
        guard quietFor == 0, let book = notebook else {
            await askForSync()
            return false
        }
        return await book.syncWhenWoken(asking: parts.syncs) {
            await self.lookAtFormers(than: book, sending: .whenDue)
            await self.synced(book)
        }
    }

    /// What waits is sent, and a briefing that is old is pulled, while the app runs anyhow; a notebook that is not open is not opened for
    /// it. What goes wrong is shown where the last sync is, and tried again when the library allows it.
    ///
    /// One after the other: what was written meanwhile goes with the next. Cancelled, it ends within a second, and so do those before it.
    package func syncByItself() async {
        if parts.syncEvery == nil { return }
        let earlier = quietSync
        let mine = Task {
            await Self.end(of: earlier)
            await syncWhatIsDue()
        }
        quietSync = mine
        await Self.end(of: mine)
    }

    /// The same beside what the officer waits for: when the app comes to the front, every quarter of an hour on duty, and at sign-off.
    func syncSoon() {
        Task { await syncByItself() }
    }

    private func syncWhatIsDue() async {
        if quietFor > 0 || Task.isCancelled { return }
        guard let book = notebook, let status = try? await book.status() else { return }
        let now = Date()
        var went = false
        if SyncTimes(status).next(now: now) <= now, quietFor == 0 {
            went = (try? await book.syncWhenDue()) != nil
        }
        // Cancelled, or somebody began what this would disturb.
        if Task.isCancelled || quietFor > 0 { return }
        await lookAtFormers(than: book, sending: .whenDue)
        if went { await synced(book) }
        await askForSync()
    }

    /// The server has what the phone had, and may have told of other zones.
    private func synced(_ book: Notebook) async {
        await lettingGo.drop(from: book)
        watchZones(book)
    }

    /// Ends syncs that nobody asked for and lets no other begin. Whoever calls it takes one from `quietFor` at the end.
    func beginQuiet() async {
        quietFor += 1
        quietSync?.cancel()
        await quietSync?.value
    }

    private static func end(of sync: Task<Void, Never>?) async {
        if let sync { await answer(of: sync) }
    }

    /// Whoever waits for it and is cancelled cancels it.
    private static func answer<Answer: Sendable>(of sync: Task<Answer, Never>) async -> Answer {
        await withTaskCancellationHandler { await sync.value } onCancel: { sync.cancel() }
    }
}
