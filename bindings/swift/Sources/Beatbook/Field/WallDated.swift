// Reports that a system dates by the phone's wall clock, put on the monotonic one.

import BeatbookCore
import Foundation

/// How old each report of one stream is. Both clocks are moved back alike: the wall clock may be wrong, its differences are not – unless
/// somebody sets it between a report and its coming, or the system dates by another clock than it shows.
public struct WallDatedReports: Sendable {
    /// Milliseconds. A report comes within a second or so; one that waited longer than this was not on its way, but kept.
    public static let longest: Int64 = 60_000

    private var isFirst = true

    /// Of a stream that begins.
    public init() {}

    /// When a report that comes now was made, by the monotonic clock.
    ///
    /// The first of a stream may be one that the system had kept from before: where it is older than ``longest`` it tells nothing of the
    /// time since, and is left out. A later one is as old as that only because the clocks disagree: it counts as ``longest`` old, so that
    /// no clock that was set moves a walk to before its sign-on.
    ///
    /// - Parameters:
    ///   - date: as the system dates it.
    ///   - wall: the phone's wall clock now.
    ///   - mono: the monotonic clock now, milliseconds.
    public mutating func mono(
        of date: Date, wall: Date = Date(), mono: Int64 = MonotonicClock.now()
    ) -> Int64? {
        // Not a number in milliseconds yet: no date is too far away to be looked at.
        let age = max(0, (wall.timeIntervalSince(date) * 1000).rounded())
        let wasFirst = isFirst
        isFirst = false
        if age <= Double(Self.longest) { return mono - Int64(age) }
        return wasFirst ? nil : mono - Self.longest
    }
}
