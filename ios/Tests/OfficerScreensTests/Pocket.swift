// A phone as tests hold it: the real library and a real server; positions, questions and wake-ups by hand.

import Beatbook
import ContractSteps
import Foundation
import OfficerScreens
import Testing

/// How a phone is set.
struct PhoneSet {
    /// Which start of the phone it is; absent, the library asks the system.
    var boot: UInt64?
    /// How often it syncs by itself on duty; absent, never by itself, so that what waits still waits.
    var syncEvery: Duration?
    /// How long it keeps what the server holds; absent, the library's times.
    var keeping: Keeping?
    /// How often it lets go of what is over: here after each sync.
    var letGoEvery = Duration.zero
}

/// What an officer does and reads, on a phone that can be ended and started again.
@MainActor
final class Officer {
    let sky = Sky()
    let wakes = Wakes()
    let questions = Questions()
    /// Turns the phone's clocks on, as the screens and the recorder read them; the library reads the system's.
    let ahead = Turned<Int64>(0)
    /// How the phone is set when it starts the next time.
    var set: PhoneSet
    private let folder: URL
    private let drawer = Drawer()
    private(set) var phone: OfficerPhone
    private(set) var desk: Desk
    private var watching: Task<Void, Never>?

    init(in folder: URL, _ set: PhoneSet = PhoneSet()) {
        self.folder = folder
        self.set = set
        (phone, desk) = Self.started(folder, set, sky, wakes, questions, drawer, ahead)
        watch()
    }

    private static func started(
        _ folder: URL, _ set: PhoneSet, _ sky: Sky, _ wakes: Wakes, _ questions: Questions, _ drawer: Drawer,
        _ ahead: Turned<Int64>
    ) -> (OfficerPhone, Desk) {
        let phone = OfficerPhone(
            PhoneParts(
                folders: Folders(below: folder), secrets: drawer, boot: set.boot, positions: sky, syncs: wakes, regions: wakes,
                notices: wakes, clock: { MonotonicClock.now() + ahead.value }, pace: .milliseconds(20),
                lookout: .milliseconds(50), syncEvery: set.syncEvery, keeping: set.keeping, letGoEvery: set.letGoEvery))
        let desk = Desk(
            phone, questions,
            now: {
                let now = Now.onThisPhone()
                return Now(wall: now.wall + ahead.value, sinceBoot: now.sinceBoot + ahead.value, zone: now.zone)
            }, pace: .milliseconds(50))
        return (phone, desk)
    }

    private func watch() {
        watching = Task { [desk] in await desk.watch() }
    }

    /// The app ends while something happens to its files, and starts again.
    func restarts(_ meanwhile: () throws -> Void = {}) async throws {
        try await restartsBehind(meanwhile)
        watch()
    }

    /// The same, and it is not in front afterwards: the system started it.
    func restartsBehind(_ meanwhile: () throws -> Void = {}) async throws {
        await ends()
        try meanwhile()
        (phone, desk) = Self.started(folder, set, sky, wakes, questions, drawer, ahead)
    }

    /// The app goes from the front.
    func looksAway() async {
        watching?.cancel()
        await watching?.value
    }

    /// The app comes to the front.
    func looks() { watch() }

    func ends() async {
        watching?.cancel()
        await watching?.value
        try? await phone.close()
    }

    /// A restore brings the notebook and not its seat.
    func losesSeats() throws {
        let seats = folder.appendingPathComponent("seats")
        for seat in try FileManager.default.contentsOfDirectory(at: seats, includingPropertiesForKeys: nil) {
            try FileManager.default.removeItem(at: seat)
        }
    }

    /// The phone has no keys any more, as where its files came from another phone.
    func losesKeys() { drawer.isEmptied() }

    func places() throws -> FolderPlaces { try FolderPlaces(below: folder) }

    func keys() -> KeyRing { KeyRing(drawer) }

    /// All that the screen says, line by line.
    var reads: [String] { lines(in: desk.screen).map { Words.say($0) } }

    /// Waits until the screen says it.
    func sees(_ words: String, within seconds: Double = 20, _ place: SourceLocation = #_sourceLocation) async {
        let end = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < end {
            if reads.contains(where: { $0.contains(words) }) { return }
            try? await Task.sleep(for: .milliseconds(30))
        }
        Issue.record("“\(words)” is not on the screen: \(desk.screen)", sourceLocation: place)
    }

    func seesNot(_ words: String, _ place: SourceLocation = #_sourceLocation) {
        #expect(reads.allSatisfy { !$0.contains(words) }, sourceLocation: place)
    }

    /// Waits until words are gone from the screen.
    func seesNoMore(_ words: String, within seconds: Double = 20, _ place: SourceLocation = #_sourceLocation) async {
        let end = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < end {
            if reads.allSatisfy({ !$0.contains(words) }) { return }
            try? await Task.sleep(for: .milliseconds(30))
        }
        Issue.record("“\(words)” is still on the screen: \(desk.screen)", sourceLocation: place)
    }

    /// Waits for a screen of a kind.
    func comes<Shown>(_ kind: (Screen) -> Shown?, _ place: SourceLocation = #_sourceLocation) async throws -> Shown {
        for _ in 0..<600 {
            if let shown = kind(desk.screen) { return shown }
            try await Task.sleep(for: .milliseconds(30))
        }
        return try #require(kind(desk.screen), "\(desk.screen)", sourceLocation: place)
    }

    /// Stands in the middle of the zone, with a report each fifth of a second.
    func stands(seconds: Double, at place: (lat: Double, lon: Double) = middle) async throws {
        let end = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < end {
            sky.shows(.fix(.here(place)))
            try await Task.sleep(for: .milliseconds(200))
        }
    }

    /// Stands there until the notebook has a position of this patrol.
    func standsUntilLocated(at place: (lat: Double, lon: Double) = middle) async throws {
        for _ in 0..<50 {
            try await stands(seconds: 0.2, at: place)
            if try await phone.book().status().onDuty?.lastFixAge != nil { return }
        }
        Issue.record("the notebook has no position")
    }
}

/// A folder that is gone at the end.
@MainActor
func inFolder(_ act: @MainActor (URL) async throws -> Void) async throws {
    let folder = try scratchFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    try await act(folder)
}

/// A fresh phone, and a server for it.
@MainActor
func withOfficer(_ set: PhoneSet = PhoneSet(), _ act: @MainActor (Officer, Server) async throws -> Void) async throws {
    try await inFolder { folder in
        let server = try Server(in: folder)
        let officer = Officer(in: folder, set)
        try await act(officer, server)
        await officer.ends()
        try server.stop()
    }
}

/// A phone that is let in, with the server's briefing.
@MainActor
func withOfficerLetIn(_ set: PhoneSet = PhoneSet(), _ act: @MainActor (Officer, Server) async throws -> Void) async throws {
    try await withOfficer(set) { officer, server in
        await officer.desk.look()
        await officer.desk.enrol(try server.ticket())
        officer.seesNot("has not let this phone in")
        try await act(officer, server)
    }
}

extension RawFix {
    /// - Parameter ahead: so far a test has turned the phone's clocks on.
    static func here(
        _ place: (lat: Double, lon: Double) = middle, accuracy: Double = 5, ahead: Int64 = 0, provider: Provider = .gnss
    ) -> RawFix {
        RawFix(
            lat: place.lat, lon: place.lon, date: Date(), mono: MonotonicClock.now() + ahead, accuracy: accuracy,
            provider: provider)
    }
}

/// Every line within a value, in order.
private func lines(in value: Any) -> [Line] {
    if let line = value as? Line { return [line] }
    return Mirror(reflecting: value).children.flatMap { lines(in: $0.value) }
}

/// Positions as a test shows them.
final class Sky: PositionSource {
    private let readers = Turned<[AsyncStream<PositionNews>.Continuation]>([])

    func positions() -> AsyncStream<PositionNews> {
        AsyncStream { stream in readers.change { $0.append(stream) } }
    }

    /// How often somebody began to read them.
    var begun: Int { readers.value.count }

    /// Waits until somebody has begun so often.
    func isBegun(_ times: Int, _ place: SourceLocation = #_sourceLocation) async throws {
        for _ in 0..<100 where begun < times { try await Task.sleep(for: .milliseconds(20)) }
        #expect(begun == times, sourceLocation: place)
    }

    func shows(_ news: PositionNews) {
        for reader in readers.value { reader.yield(news) }
    }
}

/// Wake-ups that were asked for, regions that are watched, notices that were shown.
final class Wakes: SyncScheduler, RegionWaker, Notices {
    let asked = Turned<[Date]>([])
    let regions = Turned<[WakeRegion]>([])
    /// The circle that is left: for another choice, and on duty for the app to be started.
    let around = Turned<WakeRegion?>(nil)
    /// Where the system says that the phone is.
    let place = Turned<WakePlace?>(nil)
    let shown = Turned<[String]>([])
    /// The notification that waits.
    let later = Turned<Later?>(nil)
    /// How often one was asked for.
    let putOff = Turned(0)
    /// How often the system was asked to watch a circle around an officer on duty.
    let circles = Turned(0)
    /// How often it was asked to watch nothing more.
    let dropped = Turned(0)
    private let readers = Turned<[AsyncStream<RegionCrossing>.Continuation]>([])

    func ask(notBefore: Date) throws { asked.change { $0.append(notBefore) } }

    struct Later: Equatable {
        var words: String
        var time: Duration
    }

    func watch(onDuty circle: WakeRegion) async {
        circles.change { $0 += 1 }
        around.change { $0 = circle }
        regions.change { $0 = [] }
    }

    func watch(_ choice: NearestRegions?) async {
        if choice == nil { dropped.change { $0 += 1 } }
        around.change { $0 = choice?.around }
        regions.change { $0 = choice?.regions ?? [] }
    }

    /// Waits until these are watched: they are chosen beside what the officer waits for.
    func watches(_ codes: [String], _ place: SourceLocation = #_sourceLocation) async throws {
        for _ in 0..<100 where regions.value.map(\.code) != codes { try await Task.sleep(for: .milliseconds(20)) }
        #expect(regions.value.map(\.code) == codes, sourceLocation: place)
    }

    func crossings() -> AsyncStream<RegionCrossing> {
        AsyncStream { stream in readers.change { $0.append(stream) } }
    }

    func here() async -> WakePlace? { place.value }

    func comes(into code: String) {
        for reader in readers.value { reader.yield(.entered(code)) }
    }

    func leaves() {
        for reader in readers.value { reader.yield(.left) }
    }

    func show(_ words: String) async { shown.change { $0.append(words) } }

    func showLater(_ words: String, in time: Duration) async {
        later.change { $0 = Later(words: words, time: time) }
        putOff.change { $0 += 1 }
    }

    func takeBackLater() async { later.change { $0 = nil } }
}

/// An officer's answers to the system.
@MainActor
final class Questions: SystemQuestions {
    var allowed = Permission.given
    var answer = Permission.given
    var neverAsked = false
    var settingsOpened = 0

    func place() -> Permission { allowed }

    func askForPlace() async -> Permission {
        allowed = answer
        return allowed
    }

    func noticesNeverAsked() async -> Bool { neverAsked }

    func askForNotices() async { neverAsked = false }

    func openSettings() { settingsOpened += 1 }
}

/// Folders as the library makes them.
private struct Folders: FolderProtection {
    let below: URL

    func places() throws -> FolderPlaces { try FolderPlaces(below: below) }
}

/// A Keychain in memory.
private final class Drawer: SecretStore {
    private let secrets = Turned<[String: Data]>([:])

    func secret(_ name: String) throws -> Data? { secrets.value[name] }
    func keep(_ secret: Data, _ name: String) throws { secrets.change { $0[name] = secret } }
    func forget(_ name: String) throws { secrets.change { $0[name] = nil } }
    func random(_ count: Int) throws -> Data { randomKey().prefix(count) }
    func isEmptied() { secrets.change { $0 = [:] } }
}

/// A value that a test turns while others read it.
final class Turned<Value: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var turned: Value

    init(_ value: Value) { turned = value }

    var value: Value { lock.withLock { turned } }

    func change(_ act: (inout Value) -> Void) { lock.withLock { act(&turned) } }
}
