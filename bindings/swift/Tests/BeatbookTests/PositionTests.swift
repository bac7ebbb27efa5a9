// When a position of Apple's was made, and by whose clock.

import Beatbook
import ContractSteps
import Foundation
import Testing

@Test func aReportIsAsOldAsTheWallClockSaysAndOneFromBeforeTheStreamTellsNothing() {
    let now = Date(timeIntervalSince1970: 1_800_000_000)
    var reports = WallDatedReports()
    func mono(_ ago: TimeInterval) -> Int64? { reports.mono(of: now - ago, wall: now, mono: 500_000) }
    #expect(mono(3_600) == nil, "kept from an hour ago")
    #expect(mono(1.25) == 498_750)
    #expect(mono(0) == 500_000)
    #expect(mono(-1) == 500_000, "from a moment that the clock has not come to yet")
    var others = WallDatedReports()
    #expect(others.mono(of: now - 40, wall: now, mono: 500_000) == 460_000, "kept, and not from long ago")
}

@Test func aClockThatIsSetMeanwhileDoesNotMoveAWalkToBeforeItsSignOn() {
    let now = Date(timeIntervalSince1970: 1_800_000_000)
    var reports = WallDatedReports()
    _ = reports.mono(of: now, wall: now, mono: 10_000_000)
    // Set twenty minutes ahead, and years.
    for ahead in [1_200, 1e9, .infinity] as [TimeInterval] {
        #expect(reports.mono(of: now, wall: now + ahead, mono: 10_000_000) == 10_000_000 - WallDatedReports.longest)
    }
    #expect(reports.mono(of: now, wall: now - 1_200, mono: 10_000_000) == 10_000_000)
}

@Test func whatTheSystemKeptIsAsOldAsItIsWhereNoClockWasSet() {
    let now = Date(timeIntervalSince1970: 1_800_000_000)
    var reports = WallDatedReports()
    #expect(reports.mono(of: now, wall: now, mono: 10_000_000) == 10_000_000)
    // Suspended for ten minutes: what is kept comes at once, and then one that is new. The wall clock was put right by half a second.
    func later(_ ago: TimeInterval) -> Int64? {
        reports.mono(of: now + 600 - ago, wall: now + 600, mono: 10_599_500)
    }
    #expect(later(600) == 10_599_500 - 600_000)
    #expect(later(599) == 10_599_500 - 599_000)
    #expect(later(0) == 10_599_500)
    #expect(later(300) == 10_599_500 - 300_000, "kept, and after one that is new")
    #expect(later(.infinity) == nil, "so old that it is no number")
}

@Test func aStreamThatBeginsWithWhatWasKeptLeavesOutAllOfIt() {
    let now = Date(timeIntervalSince1970: 1_800_000_000)
    var reports = WallDatedReports()
    func mono(_ ago: TimeInterval, at seconds: Int64 = 0) -> Int64? {
        reports.mono(of: now + Double(seconds) - ago, wall: now + Double(seconds), mono: 500_000 + seconds * 1_000)
    }
    #expect(mono(600) == nil)
    #expect(mono(599) == nil)
    // In a cellar: the same position, handed over again.
    #expect(mono(630, at: 30) == nil)
    #expect(mono(690, at: 90) == nil)
    #expect(mono(0, at: 91) == 591_000)
}

@Test func aClockThatIsSetBetweenKeptReportsMakesNoneOfThemOlderThanItIs() {
    let now = Date(timeIntervalSince1970: 1_800_000_000)
    // Set forwards by an hour, and backwards, while the app was suspended for ten minutes.
    for set in [3_600, -3_600] as [TimeInterval] {
        var reports = WallDatedReports()
        _ = reports.mono(of: now, wall: now, mono: 10_000_000)
        func later(_ date: Date) -> Int64? { reports.mono(of: date, wall: now + 600 + set, mono: 10_600_000) }
        // Kept, and dated before the clock was set, and after.
        for date in [now + 1, now + set + 1] { #expect(later(date) == nil, "nobody knows by which clock") }
        // On its way when the clock was set.
        #expect(later(now + 590) == (set > 0 ? 10_540_000 : 10_600_000))
        // Dated by the clock as it is now.
        #expect(later(now + 600 + set) == 10_600_000)
        #expect(later(now + set) == 10_000_000)
    }
}

@Test func clocksThatDisagreeForLongMoveNoReportFurtherThanAMinute() {
    let now = Date(timeIntervalSince1970: 1_800_000_000)
    for begins in [true, false] {
        var reports = WallDatedReports()
        if !begins { _ = reports.mono(of: now, wall: now, mono: 10_000_000) }
        // Each is dated twenty minutes too early.
        let made = (0..<30).map { (second: Int64) in
            reports.mono(
                of: now + Double(second) - 1_200, wall: now + Double(second), mono: 10_000_000 + second * 1_000)
        }
        for (second, mono) in made.enumerated().dropFirst(10) {
            #expect(mono == 10_000_000 + Int64(second) * 1_000 - WallDatedReports.longest)
        }
        #expect(made.prefix(10).allSatisfy { $0 == nil } == begins)
    }
}

@Test(.timeLimit(.minutes(1))) func noLegalTimeRestsOnAPositionThatIsDatedByThePhonesClock() async throws {
    try await withNotebook { book, _ in
        _ = try await book.signOn(SignOn(duty: .taskedCore, mode: .foot, others: 0))
        try await Task.sleep(for: .milliseconds(100))
        func report(_ provider: Provider) -> RawFix {
            RawFix(
                lat: middle.lat, lon: middle.lon, date: Date() + 1_200, mono: MonotonicClock.now(), accuracy: 5,
                provider: provider)
        }
        // Twenty minutes ahead: its place counts, its time does not.
        _ = try await book.recordFixes([report(.network)])
        #expect(try await book.whatApplies().timeSource != .gnss)
        let fixes = try await book.signOff().result.fixes
        #expect((fixes.accepted, fixes.inaccurate, fixes.mock) == (1, 0, 0))
    }
}

@Test func theSourceOfPositionsOfAppleClaimsNoSatelliteTime() throws {
    let file = URL(fileURLWithPath: #filePath).appendingPathComponent("../../../Sources/BeatbookApple/Positions.swift")
    let source = try String(contentsOf: file.standardized, encoding: .utf8)
    #expect(source.contains("provider: simulated ? .mock : .network"))
    #expect(!source.contains(".gnss"))
}
