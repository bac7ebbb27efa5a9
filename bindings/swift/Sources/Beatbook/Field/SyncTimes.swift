// When a phone that nobody looks at should ask its server.

import BeatbookCore
import Foundation

/// What the decision needs of a notebook's status.
public struct SyncTimes: Sendable, Equatable {
    /// A briefing gets old: a phone with nothing to send asks this often, four hours.
    public static let briefing: TimeInterval = 4 * 3600

    /// Entries that the server does not have, or a notebook that it has not let in.
    public let somethingToSend: Bool
    /// Milliseconds until the next sync makes sense, after failures.
    public let wait: Int64
    /// When the server was last heard.
    public let lastSync: Date?

    /// As told.
    public init(somethingToSend: Bool, wait: Int64, lastSync: Date?) {
        self.somethingToSend = somethingToSend
        self.wait = wait
        self.lastSync = lastSync
    }

    /// From what ``Notebook/status()`` answers.
    public init(_ status: Status) {
        // An offer that was lost on its way is made again.
        let unsigned = status.outbox.waiting + status.outbox.offered
        self.init(
            somethingToSend: unsigned > 0 || status.state == .enrolling || status.unannounced, wait: status.syncWait,
            lastSync: status.lastSyncDate)
    }

    /// Not before then; that very moment if it should be now.
    public func next(now: Date) -> Date {
        let allowed = now.addingTimeInterval(Double(max(0, wait)) / 1000)
        // A server's time in the future says only that a clock is wrong: it must not put the sync off.
        guard !somethingToSend, let lastSync, lastSync <= now else { return allowed }
        return max(allowed, lastSync.addingTimeInterval(Self.briefing))
    }
}
