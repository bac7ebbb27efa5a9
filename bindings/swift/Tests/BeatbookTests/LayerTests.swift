// What the actor adds: streams, cancelling, closing, and all calls of the library.

import Beatbook
import ContractSteps
import Foundation
import Testing

@Test(.timeLimit(.minutes(1))) func theStatusIsToldAtSignOnAndSignOffAndEndsWithTheNotebook() async throws {
    try await withNotebook { book, _ in
        var statuses = await book.statuses().makeAsyncIterator()
        #expect(await statuses.next()?.onDuty == nil)
        _ = try await book.signOn(SignOn(duty: .taskedCore, mode: .foot, others: 0))
        #expect(await statuses.next()?.onDuty != nil)
        _ = try await book.signOff()
        #expect(await statuses.next()?.onDuty == nil)
        try await book.close()
        #expect(await statuses.next() == nil)
        var late = await book.statuses().makeAsyncIterator()
        #expect(await late.next() == nil)
    }
}

@Test(.timeLimit(.minutes(1))) func aVisitInProgressIsToldFromTheFirstFixesToSignOff() async throws {
    try await withNotebook { book, _ in
        try await book.sync()
        var visits = await book.visits().makeAsyncIterator()
        #expect(await visits.next() == [])
        _ = try await book.signOn(SignOn(duty: .taskedCore, mode: .foot, others: 0))
        try await Task.sleep(for: .milliseconds(300))
        let (wall, mono) = (Date(), MonotonicClock.now())
        _ = try await book.recordFixes([
            RawFix(lat: middle.lat, lon: middle.lon, date: wall - 0.2, mono: mono - 200, accuracy: 5, provider: .gnss),
            RawFix(lat: middle.lat, lon: middle.lon, date: wall, mono: mono, accuracy: 5, provider: .gnss),
        ])
        let zones = try #require(await visits.next())
        #expect(zones.map(\.code) == ["HS"])
        #expect(try abs(#require(zones[0].visitBegan).timeIntervalSince(wall)) < 2)
        _ = try await book.signOff()
        #expect(await visits.next() == [])
    }
}

@Test(.timeLimit(.minutes(1))) func aSyncWithAServerThatDoesNotAnswerEndsWithinTwoSecondsOfItsTask() async throws {
    try await withNotebook { book, server in
        server.freeze(true)
        defer { server.freeze(false) }
        let sync = Task { try await book.sync() }
        try await Task.sleep(for: .milliseconds(700))
        // Work goes on beside it.
        _ = try await book.note(text: "while the server keeps silent", basis: .fact)
        let cancelled = ContinuousClock.now
        sync.cancel()
        #expect(await refusal { _ = try await sync.value } == "cancelled")
        #expect(ContinuousClock.now - cancelled < .seconds(2))
        #expect(try await book.notes().count == 1)
    }
}

@Test(.timeLimit(.minutes(1))) func anEnrolmentWithAServerThatDoesNotAnswerEndsWithItsTaskAndLeavesNothing() async throws {
    try await inScratchFolder { folder in
        let (server, places, keys) = (try Server(in: folder), try FolderPlaces(below: folder), Keys(randomKey()))
        let ticket = try server.ticket()
        server.freeze(true)
        let enrolling = Task { try await Notebook.enrol(in: places, keys: keys, ticket: ticket) }
        try await Task.sleep(for: .milliseconds(700))
        let cancelled = ContinuousClock.now
        enrolling.cancel()
        #expect(await refusal { _ = try await enrolling.value } == "cancelled")
        #expect(ContinuousClock.now - cancelled < .seconds(2))
        #expect(try await Notebook.list(in: places).isEmpty)
        server.freeze(false)
        // The code is good.
        let book = try await Notebook.enrol(in: places, keys: keys, ticket: ticket)
        #expect(try await book.status().state == .open)
        try await book.close()
        try server.stop()
    }
}

@Test(.timeLimit(.minutes(1))) func aCallCancelledBeforeItBeginsDoesNothing() async throws {
    try await withNotebook { book, server in
        server.freeze(true)
        defer { server.freeze(false) }
        for _ in 0..<20 {
            let begun = ContinuousClock.now
            let sync = Task { try await book.sync() }
            sync.cancel()
            #expect(await refusal { _ = try await sync.value } == "cancelled")
            #expect(ContinuousClock.now - begun < .seconds(2))
        }
    }
}

@Test(.timeLimit(.minutes(1))) func longCallsDoNotHoldUpSwiftsOwnThreads() async throws {
    try await withNotebook { book, server in
        try await book.sync()
        server.freeze(true)
        defer { server.freeze(false) }
        // More than there are threads in the pool.
        let calls = (0..<16).map { _ in Task { try await book.ownHours(AskHours(from: 0, to: 3_600_000, zones: [])) } }
        try await Task.sleep(for: .milliseconds(300))
        let ticks = Task { for _ in 0..<100 { await Task.yield() } }
        let begun = ContinuousClock.now
        await ticks.value
        #expect(ContinuousClock.now - begun < .seconds(1))
        for call in calls { call.cancel() }
        for call in calls { #expect(await refusal { _ = try await call.value } == "cancelled") }
    }
}

@Test func openedAndClosedAThousandTimesAProcessDoesNotGrow() async throws {
    try await inScratchFolder { folder in
        let server = try Server(in: folder)
        let told = try Child("leaks", folder.path, server.ticket()).run()
        let sizes = told.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
        try #require(sizes.count == 6, "\(told)")
        print("KiB in memory and open files after 200, 700 and 1,200 rounds: \(told)")
        // What is kept of a notebook is 50 KiB at least; the rest is how the allocator breathes, which ends.
        #expect(sizes[4] - sizes[0] < 4096, "KiB over 1,000 rounds")
        #expect(sizes[4] - sizes[2] < 2048, "KiB over the last 500 rounds")
        #expect(sizes[5] <= sizes[1])
        try server.stop()
    }
}

/// A call that the library gained and this package has not is missed by an app, not by a compiler.
@Test func everyCallOfTheLibraryIsOffered() throws {
    let package = (0..<3).reduce(URL(fileURLWithPath: #filePath)) { path, _ in path.deletingLastPathComponent() }
    let generated = try String(
        contentsOf: package.appendingPathComponent("Generated/BeatbookCore/BeatbookCore.swift"), encoding: .utf8)
    let start = try #require(generated.range(of: "public protocol NotebookProtocol"))
    let end = try #require(generated.range(of: "\n}", range: start.upperBound..<generated.endIndex))
    let calls = Set(generated[start.upperBound..<end.lowerBound].matches(of: /func (\w+)\(/).map { String($0.1) })
    #expect(calls.count > 100)
    let sources = package.appendingPathComponent("Sources/Beatbook")
    var offered = Set<String>()
    let files = FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)
    while let file = files?.nextObject() as? URL {
        guard file.pathExtension == "swift" else { continue }
        let text = try String(contentsOf: file, encoding: .utf8)
        offered.formUnion(text.matches(of: /\$0\.(\w+)\(/).map { String($0.1) })
        if text.contains("blocking.cancel()") { offered.insert("cancel") }
    }
    #expect(calls.subtracting(offered).sorted() == [])
}

@Test(.timeLimit(.minutes(1))) func whatChangesNothingIsNotToldAgain() async throws {
    try await withNotebook { book, _ in
        let told = Hand()
        let statuses = await book.statuses()
        let listening = Task { for await _ in statuses { told.turn(to: told.value + 1) } }
        for _ in 0..<5 {
            #expect(await refusal { _ = try await book.recordFixes([]) } == "off_duty")
            try await Task.sleep(for: .milliseconds(20))
        }
        #expect(told.value == 1)
        _ = try await book.note(text: "one more entry waits", basis: .fact)
        try await Task.sleep(for: .milliseconds(50))
        #expect(told.value == 2)
        listening.cancel()
    }
}

@Test func theLogComesToTheAppAndNamesNobody() async throws {
    let lines = Lines()
    try sendLog { _, line in lines.add(line) }
    try await withNotebook { book, server in
        _ = try await book.note(text: "Mrs Example of 7 High Street", basis: .hearsay)
        try server.stop()
        #expect(await refusal { try await book.sync() } == "network")
        try server.start()
        try await book.sync()
    }
    try sendLog(to: nil)
    #expect(!lines.all.isEmpty)
    #expect(!lines.all.joined().contains("Example"))
}

/// Collected from any thread.
private final class Lines: @unchecked Sendable {
    private let lock = NSLock()
    private var collected: [String] = []

    var all: [String] { lock.withLock { collected } }

    func add(_ line: String) { lock.withLock { collected.append(line) } }
}
