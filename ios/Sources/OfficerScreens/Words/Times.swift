// Times as people say them.

import Beatbook
import Foundation

private let second: Int64 = 1_000
private let minute = 60 * second
private let hour = 60 * minute
private let day = 24 * hour

/// Below this an age is "just now".
private let justNow = 10 * second

/// The instant a screen is told for.
package struct Now: Sendable {
    /// UTC milliseconds of the phone's clock.
    package var wall: Int64
    /// Milliseconds since the phone's start, sleep included.
    package var sinceBoot: Int64
    /// Where the officer reads the clock.
    package var zone: TimeZone

    package init(wall: Int64, sinceBoot: Int64, zone: TimeZone) {
        self.wall = wall
        self.sinceBoot = sinceBoot
        self.zone = zone
    }

    /// By the phone's own clocks.
    package static func onThisPhone() -> Now {
        Now(wall: Date().utcMilliseconds, sinceBoot: MonotonicClock.now(), zone: .current)
    }

    /// 21:04, or with its day if that is not today.
    func clock(_ utcMilliseconds: Int64) -> Line {
        let then = Date(utcMilliseconds: utcMilliseconds)
        let isToday = then.calendarDay(in: zone) == Date(utcMilliseconds: wall).calendarDay(in: zone)
        return .told(written(isToday ? "HH:mm" : "EEE d MMM, HH:mm", zone).string(from: then))
    }
}

/// 28 Nov 2026; as it is if it is no day.
func onDay(_ day: CalendarDay) -> Line {
    guard let date = written("yyyy-MM-dd", .gmt).date(from: day) else { return .told(day) }
    return .told(written("d MMM yyyy", .gmt).string(from: date))
}

private func written(_ format: String, _ zone: TimeZone) -> DateFormatter {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_GB")
    formatter.timeZone = zone
    formatter.dateFormat = format
    return formatter
}

/// Whole minutes, rounded down as everywhere: what has not passed is not told.
func minutes(_ milliseconds: Int64) -> Line {
    let whole = Int(max(0, milliseconds) / minute)
    if whole < 60 { return many(.minutes, whole) }
    return line(.hoursAndMinutes, .told(String(whole / 60)), .told(String(whole % 60)))
}

/// How long ago, as people say it.
func ago(_ milliseconds: Int64) -> Line {
    switch milliseconds {
    case ..<justNow: line(.justNow)
    case ..<minute: many(.secondsAgo, Int(milliseconds / second))
    case ..<hour: many(.minutesAgo, Int(milliseconds / minute))
    case ..<day: many(.hoursAgo, Int(milliseconds / hour))
    default: many(.daysAgo, Int(milliseconds / day))
    }
}

/// Metres, rounded.
func metres(_ metres: Double) -> Line {
    many(.metres, Int(exactly: metres.rounded()) ?? 0)
}
