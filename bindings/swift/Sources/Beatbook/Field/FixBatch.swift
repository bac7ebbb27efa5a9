// Position reports on their way to the notebook, a few at a time: each call is a commit, which costs battery.

import BeatbookCore

/// How long a report may wait in memory. What waits is lost when the system ends the app.
public enum FixLatency: Int64, Sendable {
    /// The officer looks at the screen: the hours there run along.
    case watched = 1_000
    /// The phone is in a pocket.
    case pocketed = 10_000
}

/// Reports that wait. Times are milliseconds of the monotonic clock.
public struct FixBatch: Sendable {
    /// The library takes so many in one call.
    public static let most = 10_000

    /// May be changed at any time.
    public var latency: FixLatency
    private var waiting: [RawFix] = []
    private var since: Int64?

    /// Empty, with how long reports may wait.
    public init(latency: FixLatency = .pocketed) {
        self.latency = latency
    }

    /// How many wait.
    public var count: Int { waiting.count }

    /// One more.
    public mutating func add(_ fix: RawFix, now: Int64) {
        if waiting.isEmpty { since = now }
        waiting.append(fix)
    }

    /// What is to be recorded now: nothing before the first has waited its time, then all, but no more than one call takes.
    public mutating func due(now: Int64) -> [RawFix] {
        guard let since, now - since >= latency.rawValue || waiting.count >= Self.most else { return [] }
        return take()
    }

    /// All that wait, at sign-off or before the system suspends the app; no more than one call takes.
    public mutating func take() -> [RawFix] {
        let taken = Array(waiting.prefix(Self.most))
        waiting.removeFirst(taken.count)
        if waiting.isEmpty { since = nil }
        return taken
    }

    /// They could not be recorded: they come first the next time, when their time to wait is over again.
    public mutating func giveBack(_ fixes: [RawFix], now: Int64) {
        if fixes.isEmpty { return }
        waiting.insert(contentsOf: fixes, at: 0)
        since = now
    }
}
