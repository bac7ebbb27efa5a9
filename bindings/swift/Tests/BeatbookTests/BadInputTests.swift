// What an app gets wrong: each is a typed error with a code, never a crash. The table of scenarios has more of it.

import Beatbook
import ContractSteps
import Foundation
import Testing

@Test func numbersOutOfEveryRange() async throws {
    try await withNotebook { book, _ in
        let crowd = SignOn(duty: .taskedCore, mode: .foot, others: .max)
        #expect(await refusal { _ = try await book.signOn(crowd) } == "patrol")
        _ = try await book.signOn(SignOn(duty: .taskedCore, mode: .foot, others: 0))
        let (wall, mono) = (Date().utcMilliseconds, MonotonicClock.now())
        let numbers: [Double] = [.nan, .infinity, -.infinity, -1e308, 9.3e18, -0.0, .leastNonzeroMagnitude]
        let times: [Int64] = [.min, -1, 0, .max]
        var fixes: [RawFix] = []
        for number in numbers {
            fixes.append(RawFix(lat: number, lon: 0, time: wall, mono: mono, accuracy: 5, provider: .gnss))
            fixes.append(RawFix(lat: 51, lon: number, time: wall, mono: mono, accuracy: number, provider: .mock))
            fixes.append(
                RawFix(lat: 51, lon: 0, time: wall, mono: mono, accuracy: 5, speed: number, bearing: number, provider: .network))
        }
        for time in times {
            fixes.append(RawFix(lat: 51, lon: 0, time: time, mono: mono, accuracy: nil, provider: .gnss))
            fixes.append(RawFix(lat: 51, lon: 0, time: wall, mono: time, accuracy: nil, provider: .gnss))
        }
        let report = try await book.recordFixes(fixes)
        #expect(report.outcomes.count == fixes.count)
        #expect(report.refused > 20)
        for number in numbers.prefix(5) {
            let place = AskWhere.at(lat: number, lon: 0, accuracyM: number)
            #expect(await refusal { _ = try await book.whatApplies(at: place) } == "no_place")
        }
        #expect(await refusal { _ = try await book.erase(entry: .max, reason: "typed twice") } != "not refused")
        for number in [0, 1 << 63, UInt64.max] {
            _ = try await book.entries(after: number, limit: .max)
            _ = try await book.notes(after: number, limit: .max)
            _ = try await book.accessLog(after: number, limit: .max)
        }
        #expect(try await book.notes(limit: 0).isEmpty)
        for time in times {
            _ = await refusal { _ = try await book.whatApplies(at: .newest, when: .at(time)) }
            _ = await refusal { _ = try await book.purge(keeping: Keeping(tracks: time, counts: time, records: time)) }
        }
        _ = try await book.signOff()
        #expect(try await book.verify().firstFault == nil)
    }
}

@Test func textsThatAreNoDayNoNumberNoTicket() async throws {
    try await withNotebook { book, _ in
        let texts = ["", " ", "2026-13-40", "\0", "ß", String(repeating: "9", count: 5_000_000)]
        for text in texts {
            #expect(await refusal { _ = try await book.access(on: text) } == "date")
            #expect(await refusal { _ = try await book.parishes(on: text) } == "date")
            #expect(await refusal { _ = try await book.noticeNumbered(text) } != "not refused")
            #expect(await refusal { try await book.useCode(ticket: text) } == "ticket")
            #expect(await refusal { try await book.annotate(patrol: UUID(), text: text) } != "not refused")
            let told = try await book.card(zone: text)
            #expect(told.card == nil)
        }
        let huge = String(repeating: "🚓", count: 1_000_000)
        #expect(await refusal { _ = try await book.note(text: huge, basis: .fact) } == "text")
        #expect(await refusal { _ = try await book.export(to: URL(fileURLWithPath: "/nowhere/at/all")) } == "output")
    }
}

/// Swift repairs such a text where it is made, so nobody can refuse it: what is kept is the repaired one, and nothing else of it.
@Test func halfASurrogatePairIsStoredAsSwiftRepairsIt() async throws {
    try await withNotebook { book, _ in
        let cut = "an officer " + String(decoding: [UInt16(0xD83D)], as: UTF16.self)
        _ = try await book.note(text: cut, basis: .fact)
        #expect(try await book.notes().map(\.text) == ["an officer \u{FFFD}"])
    }
}

@Test func foldersAndKeysThatAreNone() async throws {
    try await inScratchFolder { folder in
        let places = try FolderPlaces(below: folder)
        let nowhere = FolderPlaces(notebooks: "/nowhere/at/all", seats: "")
        #expect(await refusal { _ = try await Notebook.list(in: nowhere) } == "missing_folder")
        let right = Keys(randomKey())
        #expect(await refusal { _ = try await Notebook.open(UUID(), in: places, keys: right) } == "missing")
        #expect(await refusal { _ = try await Notebook.setAside(UUID(), in: places) } == "missing")
        #expect(await refusal { _ = try await Notebook.enrol(in: places, keys: right, ticket: "hello") } == "ticket")
        #expect(await refusal { _ = try await FontSet.from([]) } == "font")
        #expect(await refusal { _ = try await FontSet.from([Data("no font".utf8)]) } == "font")
        #expect(try await Notebook.list(in: places).isEmpty)
    }
}

@Test func afterTheEndEveryCallIsRefused() async throws {
    try await withNotebook { book, _ in
        try await book.close()
        #expect(await refusal { _ = try await book.status() } == "closed")
        #expect(await refusal { try await book.sync() } == "closed")
        #expect(await refusal { _ = try await book.verify() } == "closed")
        #expect(await refusal { try await book.rebuild() } == "closed")
        #expect(await refusal { _ = try await book.signOn(SignOn(duty: .count, mode: .foot, others: 0)) } == "closed")
        #expect(await refusal { _ = try await book.ownHours(AskHours(from: 0, to: 1, zones: [])) } == "closed")
    }
}

@Test func manyThreadsWriteReadSyncAndCloseAtOnce() async throws {
    try await withNotebook { book, _ in
        let blocking = book.blocking
        let done = DispatchSemaphore(value: 0)
        let strange = Hand()
        for number in 0..<16 {
            Thread.detachNewThread {
                for round in 0..<50 {
                    do {
                        switch (number + round) % 4 {
                        case 0: _ = try blocking.note(text: "at once", basis: .fact)
                        case 1: _ = try blocking.status()
                        case 2: _ = try blocking.notes(after: nil, limit: 10)
                        default: if round == 49 { try blocking.shutdown() } else { try blocking.cancel() }
                        }
                    } catch let error as BeatbookError {
                        if error.code != "closed" { strange.turn(to: strange.value + 1) }
                    } catch {
                        strange.turn(to: strange.value + 1)
                    }
                }
                done.signal()
            }
        }
        for _ in 0..<16 { #expect(waited(for: done)) }
        #expect(strange.value == 0)
    }
}

/// Waiting in a function that is not async: Swift forbids it in one that is, with good reason.
private func waited(for semaphore: DispatchSemaphore) -> Bool {
    semaphore.wait(timeout: .now() + 30) == .success
}

@Test func aSyncWhoseListenerClosesTheNotebookEnds() async throws {
    try await withNotebook { book, _ in
        let code = await refusal {
            try await book.sync { _ in
                Task { try await book.close() }
                Thread.sleep(forTimeInterval: 0.3)
            }
        }
        #expect(["cancelled", "closed"].contains(code))
    }
}
