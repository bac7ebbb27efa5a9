// What `record_fixes` costs from Swift: the figure call-cost of docs/performance.md. Started as `call-cost FOLDER TICKET`; each line
// it reads is a turn, answered with one line of JSON: microseconds of a call that does nearly nothing, of `recordFixes` with one fix
// (both a median) and with a thousand; then the last two through the actor, as apps call it.

import Beatbook
import ContractSteps
import Foundation

func nanoseconds(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}

func monotonicMs() -> Int64 { nanoseconds(CLOCK_BOOTTIME) / 1_000_000 }

func microseconds(since begun: Int64) -> Double { Double(nanoseconds(CLOCK_MONOTONIC) - begun) / 1000 }

func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
}

/// How far an officer's fixes have come.
struct Walk {
    private var last = monotonicMs()

    /// The next `count` reports, a millisecond apart.
    mutating func fixes(_ count: Int64) -> [RawFix] {
        let wall = nanoseconds(CLOCK_REALTIME) / 1_000_000 - monotonicMs()
        let from = last + 1
        last += count
        return (from...last).map { mono in
            RawFix(
                lat: 51.3826 + Double(mono % 1000) * 1e-7, lon: 0.5265, time: wall + mono, mono: mono, accuracy: 5,
                speed: 1.4, bearing: 90, provider: .gnss)
        }
    }

    /// Until so many reports lie between the last one and now.
    func wait(_ milliseconds: Int64) async throws {
        try await Task.sleep(for: .milliseconds(max(0, last + milliseconds - monotonicMs())))
    }
}

func check(_ report: FixReport, _ count: Int64) throws {
    guard report.accepted == count else { throw Wrong("\(report.accepted) of \(count) fixes were accepted") }
}

func onDuty(_ folder: String, _ ticket: String) async throws -> Notebook {
    let places = try FolderPlaces(below: URL(fileURLWithPath: folder))
    let book = try await Notebook.found(in: places, keys: Keys(randomKey()), ticket: ticket)
    _ = try await book.signOn(SignOn(duty: .taskedCore, mode: .foot))
    return book
}

func act() async throws {
    let told = CommandLine.arguments
    let bound = try await onDuty(told[1] + "/binding", told[2])
    let layer = try await onDuty(told[1] + "/layer", told[2])
    let blocking = bound.blocking
    var (ofBinding, ofLayer) = (Walk(), Walk())

    /// Microseconds of one call, that of the generated binding.
    func record(_ count: Int64) throws -> Double {
        let fixes = ofBinding.fixes(count)
        let begun = nanoseconds(CLOCK_MONOTONIC)
        let report = try blocking.recordFixes(fixes: fixes)
        let took = microseconds(since: begun)
        try check(report, count)
        return took
    }

    /// The same as apps call it: through the actor.
    func recordThroughActor(_ count: Int64) async throws -> Double {
        let fixes = ofLayer.fixes(count)
        let begun = nanoseconds(CLOCK_MONOTONIC)
        let report = try await layer.recordFixes(fixes)
        let took = microseconds(since: begun)
        try check(report, count)
        return took
    }

    while readLine() != nil {
        try await ofBinding.wait(1_050)
        let id = try median((0..<200).map { _ in
            let begun = nanoseconds(CLOCK_MONOTONIC)
            _ = try blocking.id()
            return microseconds(since: begun)
        })
        let one = try median((0..<50).map { _ in try record(1) })
        let thousand = try record(1_000)
        try await ofLayer.wait(1_050)
        var ones: [Double] = []
        for _ in 0..<50 { ones.append(try await recordThroughActor(1)) }
        let layerThousand = try await recordThroughActor(1_000)
        let line =
            "{\"id\":\(id),\"one\":\(one),\"thousand\":\(thousand),"
            + "\"layer one\":\(median(ones)),\"layer thousand\":\(layerThousand)}\n"
        FileHandle.standardOutput.write(Data(line.utf8))
    }
    for book in [bound, layer] {
        _ = try await book.signOff([])
        try await book.close()
    }
}

do {
    try await act()
} catch {
    FileHandle.standardError.write(Data("call-cost: \(error)\n".utf8))
    exit(1)
}
