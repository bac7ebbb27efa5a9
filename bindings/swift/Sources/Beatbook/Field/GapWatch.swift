// Whether the hours have a hole right now, for the officer to see while something can be done about it.

import BeatbookCore

/// Looks at the time since the newest report that counts. Times are milliseconds of the monotonic clock.
public struct GapWatch: Sendable {
    /// Two fixes further apart than this have a gap between them: `gap_limit` of the library's thresholds, version 1
    /// (docs/adr/0005). The hours are the library's: this only shows early what it will say.
    public static let limit: Int64 = 120_000
    /// Metres. A report that is less accurate may be of the next street: it is kept and counts for nothing, so that a time of none
    /// but such is a gap. `usable_accuracy` of the same thresholds.
    public static let usableAccuracy = 50.0

    private var last: Int64

    /// Begins at sign-on.
    public init(now: Int64) {
        last = now
    }

    /// Whether the library reckons with a report: it says how accurate it is, is accurate enough, and nobody made it up.
    public static func counts(_ fix: RawFix) -> Bool {
        guard let accuracy = fix.accuracy, fix.provider != .mock else { return false }
        return accuracy > 0 && accuracy <= usableAccuracy
    }

    /// A report that counts came, which was made at that time. One that came late does not turn the time back.
    public mutating func heard(at time: Int64) {
        last = max(last, time)
    }

    /// Since when there is a gap, if there is one.
    public func gap(now: Int64) -> Int64? {
        now - last > Self.limit ? last : nil
    }
}
