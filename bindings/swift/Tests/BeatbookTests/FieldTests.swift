// The decisions that BeatbookApple carries out on a phone.

import Beatbook
import ContractSteps
import Foundation
import Testing

private func fix(_ mono: Int64) -> RawFix {
    RawFix(lat: middle.lat, lon: middle.lon, time: Date().utcMilliseconds, mono: mono, accuracy: 5, provider: .gnss)
}

@Test func reportsWaitTenSecondsInThePocketAndOneOnTheScreen() {
    var batch = FixBatch()
    for second in 0..<10 { batch.add(fix(Int64(second) * 1000), now: Int64(second) * 1000) }
    #expect(batch.due(now: 9_999).isEmpty)
    #expect(batch.due(now: 10_000).count == 10)
    #expect(batch.due(now: 60_000).isEmpty)
    batch.add(fix(61_000), now: 61_000)
    batch.latency = .watched
    #expect(batch.due(now: 61_999).isEmpty)
    #expect(batch.due(now: 62_000).count == 1)
}

@Test func reportsThatCouldNotBeRecordedComeFirstTheNextTimeAndNeverMoreThanOneCallTakes() {
    var batch = FixBatch()
    batch.add(fix(0), now: 0)
    let taken = batch.take()
    batch.add(fix(1), now: 1)
    batch.giveBack(taken, now: 5_000)
    #expect(batch.due(now: 14_999).isEmpty)
    #expect(batch.due(now: 15_000).map(\.mono) == [0, 1])
    for mono in 0..<Int64(FixBatch.most + 1) { batch.add(fix(mono), now: 20_000) }
    #expect(batch.due(now: 20_000).count == FixBatch.most)
    #expect(batch.count == 1)
}

@Test func twoMinutesWithoutAReportAreAGapAndALateReportDoesNotHideIt() {
    var watch = GapWatch(now: 1_000)
    #expect(watch.gap(now: 121_000) == nil)
    #expect(watch.gap(now: 121_001) == 1_000)
    watch.heard(at: 130_000)
    #expect(watch.gap(now: 200_000) == nil)
    watch.heard(at: 50_000)
    #expect(watch.gap(now: 250_001) == 130_000)
}

@Test(.timeLimit(.minutes(1))) func whatEndsNoGapCountsForNothingInTheLibraryEither() async throws {
    try await withNotebook { book, _ in
        _ = try await book.signOn(SignOn(duty: .taskedCore, mode: .foot, others: 0))
        try await Task.sleep(for: .milliseconds(100))
        func report(_ accuracy: Double?, _ provider: Provider = .gnss) -> RawFix {
            RawFix(
                lat: middle.lat, lon: middle.lon, date: Date(), mono: MonotonicClock.now(), accuracy: accuracy, provider: provider)
        }
        let nothing = [report(50.1), report(2_000), report(nil), report(5, .mock)]
        #expect(nothing.allSatisfy { !GapWatch.counts($0) })
        let good = report(50)
        #expect(GapWatch.counts(good))
        let fixes = try await book.signOff(nothing + [good]).result.fixes
        #expect((fixes.accepted, fixes.inaccurate, fixes.mock) == (1, 3, 1))
    }
}

@Test func aPhoneSyncsWhenItHasSomethingWhenItsBriefingIsOldAndNotBeforeItIsAllowed() {
    let now = Date(timeIntervalSince1970: 1_800_000_000)
    func next(_ something: Bool, wait: Int64 = 0, ago: TimeInterval?) -> TimeInterval {
        SyncTimes(somethingToSend: something, wait: wait, lastSync: ago.map { now - $0 }).next(now: now).timeIntervalSince(now)
    }
    #expect(next(true, ago: 60) == 0)
    #expect(next(true, wait: 90_000, ago: 60) == 90)
    #expect(next(false, ago: nil) == 0)
    #expect(next(false, ago: 3_600) == 3 * 3_600)
    #expect(next(false, ago: 5 * 3_600) == 0)
    #expect(next(false, wait: 90_000, ago: 5 * 3_600) == 90)
    // The server's clock an hour ahead.
    #expect(next(false, ago: -3_600) == 0)
}

@Test func theNearestZonesAreWatchedUntilAnotherCouldBeNearer() {
    // A street of zones, 100 m apart to the north, each 30 m around.
    let street = (0..<50).map { number in
        WakeRegion(code: "Z\(100 + number)", lat: 51.38 + Double(number) * 0.0009, lon: 0.52, radius: 30)
    }
    let choice = NearestRegions(of: street.shuffled(), lat: 51.38, lon: 0.52)
    #expect(choice.regions.map(\.code) == (100..<119).map { "Z\($0)" })
    #expect(abs(choice.holdsFor - 50) < 1)
    // From the middle of the street, a step beyond what it holds for brings another one in.
    let moved = NearestRegions(of: street, lat: 51.38 + (choice.holdsFor + 80) / 111_195, lon: 0.52)
    #expect(moved.regions.count == NearestRegions.most)
    #expect(street[0].distance(lat: 51.3801, lon: 0.52) == 0)
    #expect(NearestRegions(of: [], lat: 51, lon: 0).holdsFor == .infinity)
    // Never a circle that the system does not see, nor one that reaches where no zone is known.
    #expect(choice.around == WakeRegion(code: NearestRegions.aroundCode, lat: 51.38, lon: 0.52, radius: 500))
    #expect(NearestRegions(of: [], lat: 51, lon: 0).around.radius == 5_000)
    // Nineteen in a row, and one three kilometres away.
    let far = WakeRegion(code: "far", lat: 51.407, lon: 0.52, radius: 30)
    let row = NearestRegions(of: Array(street.prefix(19)) + [far], lat: 51.38, lon: 0.52)
    #expect(row.around.radius == row.holdsFor && row.holdsFor > 500)
    #expect(NearestRegions(of: [WakeRegion(code: "X", lat: .nan, lon: 0, radius: 1)], lat: 51, lon: 0).regions.isEmpty)
}

@Test func aBigZoneFurtherAwayByItsMiddleIsNearerByItsEdge() {
    let small = WakeRegion(code: "small", lat: 51.39, lon: 0.52, radius: 10)
    let big = WakeRegion(code: "big", lat: 51.40, lon: 0.52, radius: 2_000)
    #expect(NearestRegions(of: [small, big], lat: 51.38, lon: 0.52).regions.map(\.code) == ["big", "small"])
}

@Test func timesAndDaysAreTheLibrarysOwn() throws {
    #expect(Date(utcMilliseconds: 1_764_201_600_123).utcMilliseconds == 1_764_201_600_123)
    #expect(Date(timeIntervalSince1970: .infinity).utcMilliseconds == .max)
    #expect(Date(timeIntervalSince1970: -.infinity).utcMilliseconds == .min)
    #expect(Date(timeIntervalSince1970: .nan).utcMilliseconds == 0)
    // Half past midnight in British Summer Time is the day before in UTC.
    let night = Date(timeIntervalSince1970: 1_751_326_200)
    let london = try #require(TimeZone(identifier: "Europe/London"))
    #expect(night.calendarDay(in: london) == "2025-07-01")
    #expect(night.calendarDay(in: .gmt) == "2025-06-30")
}

/// A phone's positions as a test tells them.
struct Walk: PositionSource {
    let news: [PositionNews]

    func positions() -> AsyncStream<PositionNews> {
        AsyncStream { stream in
            for one in news { stream.yield(one) }
        }
    }
}

@Test(.timeLimit(.minutes(1))) func aPatrolIsRecordedFromPositionsAndAGapIsShown() async throws {
    try await withNotebook { book, _ in
        _ = try await book.signOn(SignOn(duty: .taskedCore, mode: .foot, others: 0))
        try await Task.sleep(for: .milliseconds(300))
        let now = MonotonicClock.now()
        let walk = Walk(news: [.fix(fix(now - 200)), .none(.notFound), .fix(fix(now - 100)), .none(.notAllowed)])
        // A clock that a test turns on by three minutes.
        let ahead = Hand()
        let recorder = await PatrolRecorder(
            book, source: walk, latency: .watched, clock: { MonotonicClock.now() + ahead.value }, pace: .milliseconds(20))
        var shown = recorder.recordings.makeAsyncIterator()
        #expect(await shown.next()?.gapSince == nil)
        ahead.turn(to: 180_000)
        // The walk is heard while the clock goes on: the last that is shown is both, or the minute ends.
        var last: Recording?
        while let recording = await shown.next() {
            last = recording
            if recording.gapSince != nil, recording.noPosition == .notAllowed { break }
        }
        // Since the recorder began, which is after both reports were made.
        #expect(try (now...now + 5_000).contains(#require(last?.gapSince)))
        #expect(last?.noPosition == .notAllowed)
        let done = try await book.signOff(await recorder.finish())
        #expect(done.result.fixes.accepted == 2)
    }
}

@Test(.timeLimit(.minutes(1))) func reportsWaitWhileTheNotebookIsPausedAndAreNotLost() async throws {
    try await withNotebook { book, _ in
        _ = try await book.signOn(SignOn(duty: .taskedCore, mode: .foot, others: 0))
        try await Task.sleep(for: .milliseconds(100))
        try await book.pause()
        let recorder = await PatrolRecorder(book, source: Walk(news: [.fix(fix(MonotonicClock.now()))]), latency: .watched)
        var shown = recorder.recordings.makeAsyncIterator()
        while let recording = await shown.next(), recording.heldBack == nil {}
        try await book.resume()
        let left = await recorder.finish()
        #expect(left.count == 1)
        #expect(try await book.signOff(left).result.fixes.accepted == 1)
    }
}

@Test(.timeLimit(.minutes(1))) func aNotebookThatTakesNoMoreEndsTheRecordingAndWhatWaitedIsAnswered() async throws {
    try await withNotebook { book, _ in
        _ = try await book.signOn(SignOn(duty: .taskedCore, mode: .foot, others: 0))
        try await Task.sleep(for: .milliseconds(100))
        try await book.close()
        let walk = Walk(news: [.fix(fix(MonotonicClock.now()))])
        let recorder = await PatrolRecorder(book, source: walk, latency: .watched, pace: .milliseconds(20))
        var shown = recorder.recordings.makeAsyncIterator()
        var last: Recording?
        while let recording = await shown.next(), recording.ended == nil { last = recording }
        #expect(last?.heldBack == nil)
        #expect(await recorder.finish().count == 1)
    }
}

@Test(.timeLimit(.minutes(1))) func whatOneRecorderCouldNotRecordTheNextOneRecordsFirst() async throws {
    try await withNotebook { book, _ in
        _ = try await book.signOn(SignOn(duty: .taskedCore, mode: .foot, others: 0))
        try await Task.sleep(for: .milliseconds(100))
        try await book.pause()
        let first = await PatrolRecorder(book, source: Walk(news: [.fix(fix(MonotonicClock.now()))]), latency: .watched)
        var shown = first.recordings.makeAsyncIterator()
        while let recording = await shown.next(), recording.heldBack == nil {}
        let left = await first.finish()
        try await book.resume()
        let second = await PatrolRecorder(
            book, source: Walk(news: [.fix(fix(MonotonicClock.now()))]), before: left, latency: .watched)
        try await Task.sleep(for: .milliseconds(50))
        await second.flush()
        #expect(await second.finish().isEmpty)
        // None is late, as the earlier one would be after the later one.
        let kept = try await book.signOff().result.fixes
        #expect((kept.accepted, kept.late) == (2, 0))
    }
}

@Test(.timeLimit(.minutes(1))) func whatTheSourceSaidBeforeTheEndIsRecordedAndNothingLandsAfterSignOff() async throws {
    try await withNotebook { book, _ in
        _ = try await book.signOn(SignOn(duty: .taskedCore, mode: .foot, others: 0))
        try await Task.sleep(for: .milliseconds(600))
        let now = MonotonicClock.now()
        let reports = (Int64(0)..<50).map { PositionNews.fix(fix(now - 500 + $0 * 10)) }
        // A clock by which each report is due when it is heard, so that each is a call of its own.
        let ticks = Hand()
        let recorder = await PatrolRecorder(
            book, source: Walk(news: reports), latency: .watched,
            clock: {
                ticks.turn(to: ticks.value + 1_000)
                return ticks.value
            })
        let left = await recorder.finish()
        #expect(try await book.signOff(left).result.fixes.accepted == 50)
        try await Task.sleep(for: .milliseconds(200))
        let kept = try #require(try await book.patrols(limit: 1).first?.result).fixes
        #expect((kept.accepted, kept.late) == (50, 0))
    }
}

/// A number that a test turns while others read it.
final class Hand: @unchecked Sendable {
    private let lock = NSLock()
    private var turned: Int64 = 0

    var value: Int64 { lock.withLock { turned } }

    func turn(to value: Int64) { lock.withLock { turned = value } }
}
