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
