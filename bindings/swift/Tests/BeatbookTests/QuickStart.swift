// README.md's quick start and how it tells errors apart, compiled and run: Apple's parts by stand-ins of the same names.

import Beatbook
import ContractSteps
import Foundation
import Testing

private let phone = Guarded(URL(fileURLWithPath: "/"))

private struct ProtectedFolders: FolderProtection {
    func places() throws -> FolderPlaces { try FolderPlaces(below: phone.value) }
}

private let drawer = Drawer()

private func Keychain() -> Drawer { drawer }

private enum BootSession {
    static func id() -> UInt64? { 7 }
}

private struct CoreLocationPositions: PositionSource {
    func positions() -> AsyncStream<PositionNews> {
        AsyncStream { stream in
            stream.yield(.fix(RawFix(
                lat: middle.lat, lon: middle.lon, date: Date(), mono: MonotonicClock.now(), accuracy: 5, provider: .gnss)))
        }
    }
}

private func quickStart(_ code: String) async throws {
    // begin
    let places = try ProtectedFolders().places()
    let keys = KeyRing(Keychain())
    // Which start of the phone this is: iOS tells it to no library, and each start of the app would count as one.
    let boot = BootSession.id()
    // In the order of their founding: the last is the one in use.
    let known = try await Notebook.list(in: places)

    let book: Notebook
    if let notebook = known.last {
        try keys.settle([notebook])
        book = try await Notebook.open(notebook, in: places, keys: keys, boot: boot)
    } else {
        book = try await Notebook.found(in: places, keys: keys, boot: boot, ticket: code)
        try keys.settle([await book.id()])
    }

    try await book.sync()
    _ = try await book.signOn(SignOn(duty: .taskedCore, mode: .foot, others: 0))
    let recorder = await PatrolRecorder(book, source: CoreLocationPositions())
    // … the walk …
    let done = try await book.signOff(await recorder.finish())
    for zone in done.result.zones { print(zone.name, zone.foot / 60_000, "min on foot") }
    try await book.sync()
    // end
    try await book.close()
}

/// What the system was asked for, and what it calls when it wakes the app.
private let asked = Guarded<[Date]>([])
private let handler = Guarded<(@Sendable () async -> Bool)?>(nil)

private struct BackgroundSync: SyncScheduler {
    func register(_ woken: @escaping @Sendable () async -> Bool) { handler.value = woken }
    func ask(notBefore: Date) throws { asked.value.append(notBefore) }
}

/// The notebook that is open, and how often what others have was sent.
private let inUse = Guarded<Notebook?>(nil)
private let sent = Guarded(0)

private func openNotebook() async throws -> Notebook {
    guard let book = inUse.value else { throw BeatbookError.Refused(code: "locked", remedy: "unlock the phone once") }
    return book
}

private func sendFormerNotebooks() async { sent.value += 1 }

private func register() {
    // begin
    let syncs = BackgroundSync()
    syncs.register {
        do {
            // The app's own function, which answers the notebook that is open already where there is one.
            let book = try await openNotebook()
            return await book.syncWhenWoken(asking: syncs) { await sendFormerNotebooks() }
        } catch {
            // Such as before the first unlock: once more in a quarter of an hour.
            try? syncs.ask(notBefore: Date() + 900)
            return false
        }
    }
    // end
}

/// What was shown last.
private let shown = Guarded("")

private func show(_ words: String) { shown.value = words }

private func show(_ missing: [Missing]) { shown.value = "\(missing.count) points" }

private func signOn(_ book: Notebook, _ choices: SignOn) async {
    // begin
    do {
        _ = try await book.signOn(choices)
    } catch {
        switch error.code {             // stable, for programs
        case "patrol": show(error.remedy)   // what is wrong and what to do, in English
        case "incomplete": show(error.missing)  // every point that a notice lacks
        default: show(error.remedy)
        }
    }
    // end
}

@Test func theReadmesExamplesAreWhatIsCompiledHere() throws {
    let file = URL(fileURLWithPath: #filePath)
    let compiled = try String(contentsOf: file, encoding: .utf8)
    let readme = try String(
        contentsOf: file.appendingPathComponent("../../../README.md").standardized, encoding: .utf8)
    let sections = compiled.components(separatedBy: "\n    // begin\n").dropFirst()
    for section in sections {
        let lines = section.components(separatedBy: "\n    // end\n")[0]
            .components(separatedBy: "\n").map { $0.isEmpty ? $0 : String($0.dropFirst(4)) }
        let block = ["```swift"] + lines + ["```"]
        // One within a list stands two to the right.
        let inList = block.map { $0.isEmpty ? $0 : "  " + $0 }
        #expect([block, inList].contains { readme.contains("\n" + $0.joined(separator: "\n") + "\n") })
    }
    // But for the first, which needs Apple's own.
    #expect(sections.count == readme.components(separatedBy: "```swift\n").count - 2)
}

@Test func anErrorIsToldApartByItsCode() async throws {
    try await withNotebook { book, _ in
        let choices = SignOn(duty: .taskedCore, mode: .foot, others: 0)
        await signOn(book, choices)
        #expect(shown.value.isEmpty)
        await signOn(book, choices)
        #expect(!shown.value.isEmpty)
    }
}

@Test(.timeLimit(.minutes(1))) func anAppThatIsWokenSyncsAndTriesAgainSoonWhereNothingOpens() async throws {
    register()
    let woken = try #require(handler.value)
    inUse.value = nil
    #expect(await !woken())
    let again = try #require(asked.value.last)
    #expect(abs(again.timeIntervalSinceNow - 900) < 30)
    #expect(sent.value == 0)
    try await withNotebook { book, _ in
        inUse.value = book
        defer { inUse.value = nil }
        #expect(await woken())
        #expect(sent.value == 1)
        #expect(asked.value.count == 2)
        let state = try await book.status().state
        #expect(state == .open)
    }
}

@Test(.timeLimit(.minutes(1))) func itRecordsWithTheFirstNotebookAndWithItsSuccessorOnceThatWasBegun() async throws {
    try await inScratchFolder { folder in
        phone.value = folder
        let server = try Server(in: folder)
        try await quickStart(try server.ticket())
        let places = try FolderPlaces(below: folder)
        let first = try #require(try await Notebook.list(in: places).first)
        // A restore brings the notebook and not its seat.
        for seat in try FileManager.default.contentsOfDirectory(atPath: places.seats) {
            try FileManager.default.removeItem(atPath: places.seats + "/" + seat)
        }
        let ring = KeyRing(drawer)
        let moved = try await Notebook.open(first, in: places, keys: ring)
        let next = try await moved.beginSuccessor(keys: ring)
        let successor = try await next.id()
        try await next.close()
        try await moved.close()
        try await quickStart("the code is not asked for again")
        let opened = try await Notebook.open(successor, in: places, keys: ring)
        #expect(try await opened.patrols(limit: 10).count == 1)
        try await opened.close()
        try server.stop()
    }
}

/// A value that tests set.
private final class Guarded<Value: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var held: Value

    init(_ value: Value) { held = value }

    var value: Value {
        get { lock.withLock { held } }
        set { lock.withLock { held = newValue } }
    }
}
