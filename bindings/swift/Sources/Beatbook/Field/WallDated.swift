// Reports that a system dates by the phone's wall clock, put on the monotonic one.

import BeatbookCore
import Foundation

/// How old each report of one stream is. Both clocks are moved back alike: the wall clock may be wrong, its differences are not – unless
/// somebody sets it between a report and its coming, or the system dates by another clock than it shows.
///
/// A report that seems old may be old: the system hands over what it had kept, at the beginning of a stream and after a suspension. It
/// must not seem to be of a minute ago, where it would bridge a gap, or begin a minute of presence at an old place.
public struct WallDatedReports: Sendable {
    /// Milliseconds. A report comes within a second or so; one that waited longer than this was not on its way, but kept.
    public static let longest: Int64 = 60_000

    /// Milliseconds. A clock that nobody set moves less against the other, also over a long suspension.
    private static let slack = 5_000.0
    /// Milliseconds. What was kept is handed over at once; reports that are equally old for longer are dated by another clock.
    private static let lasting: Int64 = 10_000
    /// Milliseconds. So much the ages of reports differ that come as they are made.
    private static let alike = 5_000.0

    /// The wall clock less the monotonic one, when a report came last that was not old; absent before the first.
    private var apart: Double?
    /// The first of the old ones that came since and are equally old: when it came, and how old it seemed.
    private var old: (came: Int64, age: Double)?

    /// Of a stream that begins.
    public init() {}

    /// When a report that comes now was made, by the monotonic clock.
    ///
    /// One that seems older than ``longest``, or was before a clock was set back, is
    /// - as old as it seems where no clock was set since the last that was not;
    /// - at most ``longest`` old where a clock that was set explains its age, or where reports have been equally old for ten seconds, so
    ///   that the clocks disagree: no clock that was set moves a walk to before its sign-on;
    /// - left out else: before any other of its stream, where a clock was set and does not explain it, and for ten seconds after it was
    ///   set back by more than ``longest``. It tells nothing of the time since, and nobody can say when it was made.
    ///
    /// Where the system dates a whole stream ahead of the wall clock by minutes, what it had kept seems that much newer than it is: no
    /// two clocks tell that apart. No phone has been seen to do so.
    ///
    /// - Parameters:
    ///   - date: as the system dates it.
    ///   - wall: the phone's wall clock now.
    ///   - mono: the monotonic clock now, milliseconds.
    public mutating func mono(
        of date: Date, wall: Date = Date(), mono: Int64 = MonotonicClock.now()
    ) -> Int64? {
        // Not a number in milliseconds yet: no date is too far away to be looked at.
        let age = (wall.timeIntervalSince(date) * 1000).rounded()
        let longest = Double(Self.longest)
        let apartNow = wall.timeIntervalSince1970 * 1000 - Double(mono)
        let moved = apart.map { apartNow - $0 } ?? 0
        // A clock that was set back has what was kept seem to be new, or of a moment that has not come yet.
        let seemsOld = age > longest || moved < -longest && age - moved > longest
        if !seemsOld {
            (apart, old) = (apartNow, nil)
            return mono - Int64(max(0, age))
        }
        if disagrees(age, mono) {
            // What comes now is dated by the clock as it was set.
            if age <= longest { apart = apartNow }
            return mono - Int64(min(longest, max(0, age)))
        }
        if apart == nil { return nil }
        // By the clock as it was. Where both are infinite it is no number, and the clock that was set explains it.
        let before = age - moved
        if before > longest || before < -Self.alike {
            return abs(moved) < Self.slack ? Int64(exactly: age).map { mono - $0 } : nil
        }
        return mono - Self.longest
    }

    /// Whether old reports have come for a while, each as old as the others: what is kept gets older, or comes all at once.
    private mutating func disagrees(_ age: Double, _ mono: Int64) -> Bool {
        guard let old, abs(age - old.age) < Self.alike else {
            old = (mono, age)
            return false
        }
        return mono - old.came >= Self.lasting
    }
}
