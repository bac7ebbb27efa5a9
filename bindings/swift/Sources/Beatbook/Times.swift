// Foundation's values for the library's: times are UTC milliseconds there, days a text.

import BeatbookCore
import Foundation

extension Date {
    /// From UTC milliseconds, as every `time`, `from`, `to`, `since` and `until` of a record is unless it says otherwise.
    public init(utcMilliseconds: Int64) {
        self.init(timeIntervalSince1970: Double(utcMilliseconds) / 1000)
    }

    /// UTC milliseconds, rounded down; the nearest there is for a time that no phone will see.
    public var utcMilliseconds: Int64 {
        let milliseconds = (timeIntervalSince1970 * 1000).rounded(.down)
        if milliseconds.isNaN { return 0 }
        return Int64(exactly: milliseconds) ?? (milliseconds < 0 ? .min : .max)
    }

    /// The day in a time zone, as the library writes it: `2026-11-27`.
    public func calendarDay(in zone: TimeZone) -> CalendarDay {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let day = calendar.dateComponents([.year, .month, .day], from: self)
        func digits(_ number: Int?, _ width: Int) -> String {
            let text = String(number ?? 0)
            return String(repeating: "0", count: max(0, width - text.count)) + text
        }
        return "\(digits(day.year, 4))-\(digits(day.month, 2))-\(digits(day.day, 2))"
    }
}

extension RawFix {
    /// When the provider says it was.
    public var date: Date { Date(utcMilliseconds: time) }

    /// A position report from a time of Foundation's.
    ///
    /// - Parameters:
    ///   - lat: degrees, WGS84.
    ///   - lon: degrees, WGS84.
    ///   - date: what the provider says the time was. Of a network fix that is the phone's wall clock, right or wrong.
    ///   - mono: milliseconds of the monotonic clock since the phone's start, sleep included: ``Beatbook/MonotonicClock/now()``.
    ///   - accuracy: radius in metres holding the true position with 68 % probability.
    ///   - speed: metres per second.
    ///   - bearing: degrees clockwise from north.
    ///   - provider: who says so.
    public init(
        lat: Double, lon: Double, date: Date, mono: Int64, accuracy: Double?, speed: Double? = nil, bearing: Double? = nil,
        provider: Provider
    ) {
        self.init(
            lat: lat, lon: lon, time: date.utcMilliseconds, mono: mono, accuracy: accuracy, speed: speed, bearing: bearing,
            provider: provider)
    }
}

extension ZoneNow {
    /// When the visit in progress began.
    public var visitBegan: Date? { visitSince.map(Date.init(utcMilliseconds:)) }
}

extension Status {
    /// When the server was last heard, by the server's clock.
    public var lastSyncDate: Date? { lastSync.map(Date.init(utcMilliseconds:)) }
}

extension Interval {
    /// The same stretch for Foundation.
    public var dates: DateInterval {
        DateInterval(start: Date(utcMilliseconds: min(from, to)), end: Date(utcMilliseconds: max(from, to)))
    }
}

/// The clock that the library measures with: milliseconds since the phone's start, sleep included, set by nobody.
public enum MonotonicClock {
    /// Now.
    public static func now() -> Int64 {
        var time = timespec()
        #if canImport(Darwin)
        // Darwin's CLOCK_MONOTONIC goes on while the phone sleeps.
        clock_gettime(CLOCK_MONOTONIC, &time)
        #else
        clock_gettime(CLOCK_BOOTTIME, &time)
        #endif
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
