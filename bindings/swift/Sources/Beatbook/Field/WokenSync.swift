// What an app does that the system woke to sync, in the order that the system wants.

import BeatbookCore
import Foundation

extension Notebook {
    /// Syncs while nobody looks, and asks for the next wake-up before it answers: when the system has its answer it may suspend the app
    /// at once, and what is asked for later is never asked for.
    ///
    /// Cancelled, because the time is over, it ends within a second; the next wake-up is asked for all the same.
    ///
    /// - Parameters:
    ///   - scheduler: asked for the next wake-up, whatever came of this one.
    ///   - others: what else is to be sent, such as what notebooks of the phone still have that are not in use any more; also where
    ///     this one's sync was refused.
    /// - Returns: whether this notebook's sync went well.
    public nonisolated func syncWhenWoken(
        asking scheduler: any SyncScheduler, others: @Sendable () async -> Void = {}
    ) async -> Bool {
        var done = true
        do { try await syncWhenDue() } catch { done = false }
        if !Task.isCancelled { await others() }
        if let status = try? await status() {
            // A system that allows no background task says so here; the app syncs when it is opened.
            try? scheduler.ask(notBefore: SyncTimes(status).next(now: Date()))
        }
        return done
    }
}
