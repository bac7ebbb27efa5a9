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
    _ = reports.mono(of: now, wall: now, mono: 10_000_000)
    // Suspended for ten minutes: what is kept comes at once, then one that is new, and then what is kept again, and so old that it is no
    // number. The wall clock was put right by half a second meanwhile.
    let ages: [TimeInterval] = [600, 599, 0, 300, .infinity]
    let made = ages.map { reports.mono(of: now + 600 - $0, wall: now + 600, mono: 10_599_500) }
    #expect(made == [9_999_500, 10_000_500, 10_599_500, 10_299_500, nil])
}

@Test func aStreamThatBeginsWithWhatWasKeptLeavesOutAllOfIt() {
    let now = Date(timeIntervalSince1970: 1_800_000_000)
    var reports = WallDatedReports()
    // Two that were kept; in a cellar the same position, handed over again; and one that is new.
    let come: [(at: Int64, age: TimeInterval)] = [(0, 600), (0, 599), (30, 630), (90, 690), (91, 0)]
    let made = come.map {
        let wall = now + Double($0.at)
        return reports.mono(of: wall - $0.age, wall: wall, mono: 500_000 + $0.at * 1_000)
    }
    #expect(made == [nil, nil, nil, nil, 591_000])
}

@Test func aClockThatIsSetBetweenKeptReportsMakesNoneOfThemOlderThanItIs() {
    let now = Date(timeIntervalSince1970: 1_800_000_000)
    // Set forwards by an hour, and backwards, while the app was suspended for ten minutes.
    for set in [3_600, -3_600] as [TimeInterval] {
        var reports = WallDatedReports()
        _ = reports.mono(of: now, wall: now, mono: 10_000_000)
        // Kept, and dated before the clock was set, and after: nobody knows by which clock. On its way when the clock was set. New, and
        // dated by the clock as it is now; and kept, by that clock.
        let dates = [now + 1, now + set + 1, now + 590, now + 600 + set, now + set]
        let made = dates.map { reports.mono(of: $0, wall: now + 600 + set, mono: 10_600_000) }
        #expect(made == [nil, nil, set > 0 ? 10_540_000 : 10_600_000, 10_600_000, 10_000_000])
    }
}

@Test func aClockThatWasSetBackMakesNothingThatWasKeptNew() {
    let now = Date(timeIntervalSince1970: 1_800_000_000)
    var reports = WallDatedReports()
    _ = reports.mono(of: now, wall: now, mono: 10_000_000)
    // Suspended for half an hour, and set back by twenty minutes meanwhile: what was kept is dated by the clock as it was.
    let wall = now + 600
    let kept = [540, 580, 600, 900, 1_500].map { reports.mono(of: now + $0, wall: wall, mono: 11_800_000) }
    #expect(kept == [nil, nil, nil, nil, nil])
    // Then one a second, by the clock as it is: for ten seconds nobody can tell them from what was kept.
    let made = (0..<20).map { (second: Int64) in
        reports.mono(of: wall + Double(second), wall: wall + Double(second), mono: 11_800_000 + second * 1_000)
    }
    for (second, mono) in made.enumerated() where second > 11 { #expect(mono == 11_800_000 + Int64(second) * 1_000) }
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
