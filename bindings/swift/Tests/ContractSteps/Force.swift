// A server in a scratch folder: one authority, one officer, one zone. Its program is told by BEATBOOK_SERVER.

import Beatbook
import Foundation

/// The middle of a square of about 400 m in Chatham.
public let middle = (lat: 51.3826, lon: 0.5265)

/// What goes wrong in a test's own surroundings, or against the table.
public struct Wrong: Error, CustomStringConvertible {
    public let description: String

    public init(_ description: String) { self.description = description }
}

public final class Server {
    private let program: URL
    private let home: URL
    private var listen = "127.0.0.1:0"
    private var process: Process?

    public init(in folder: URL) throws {
        guard let told = ProcessInfo.processInfo.environment["BEATBOOK_SERVER"], !told.isEmpty else {
            throw Wrong("BEATBOOK_SERVER is the server's program: run `cargo xtask test swift`")
        }
        program = URL(fileURLWithPath: told)
        home = folder.appendingPathComponent("server")
        try say("init", "--address", "https://127.0.0.1:0")
        try say("authority", "add", "MDW", "Medway (test)")
        try say("officer", "add", "--authority", "MDW", "--code", "4711", "--name", "A. Officer", "--team", "Centre")
        let zones = folder.appendingPathComponent("zones.geojson")
        try Self.square.write(to: zones, atomically: true, encoding: .utf8)
        try say("zones", "import", zones.path, "--authority", "MDW")
        try start()
    }

    deinit {
        process?.terminate()
    }

    /// At the same address again after a stop: phones know it.
    public func start() throws {
        let process = Process()
        process.executableURL = program
        process.arguments = ["--home", home.path, "serve", "--listen", listen]
        let said = Pipe()
        process.standardOutput = said
        process.standardError = FileHandle.nullDevice
        try process.runHearingSignals()
        let line = String(decoding: said.fileHandleForReading.availableData, as: UTF8.self)
        guard let address = line.components(separatedBy: "https://").last, line.contains("https://") else {
            throw Wrong("the server says where it listens, not: \(line)")
        }
        listen = address.trimmingCharacters(in: .whitespacesAndNewlines)
        self.process = process
    }

    /// Started again, or let go on where it was frozen.
    public func goOn() throws {
        if process == nil { try start() } else { freeze(false) }
    }

    public func stop() throws {
        guard let process else { return }
        process.terminate()
        process.waitUntilExit()
        self.process = nil
        if process.terminationStatus != 0 { throw Wrong("the server ends in good order") }
    }

    /// Stops the server where it stands, so that it answers nobody and refuses nobody; `false` lets it go on.
    public func freeze(_ frozen: Bool) {
        if let process { kill(process.processIdentifier, frozen ? SIGSTOP : SIGCONT) }
    }

    public func ticket() throws -> String {
        let told = try say("enrol", "--authority", "MDW", "--officer", "4711")
        let words = told.split(whereSeparator: \.isWhitespace)
        guard let ticket = words.first(where: { $0.hasPrefix("BEATBOOK1-") }) else { throw Wrong("no code in: \(told)") }
        return String(ticket)
    }

    /// What a command of the server prints.
    @discardableResult
    public func say(_ words: String...) throws -> String {
        let process = Process()
        process.executableURL = program
        process.arguments = ["--home", home.path] + words
        let (said, wrong) = (Pipe(), Pipe())
        process.standardOutput = said
        process.standardError = wrong
        try process.run()
        let answer = said.fileHandleForReading.readDataToEndOfFile()
        let complaint = wrong.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Wrong("\(words): \(String(decoding: complaint, as: UTF8.self))")
        }
        return String(decoding: answer, as: UTF8.self)
    }

    private static var square: String {
        let (west, east, south, north) = (middle.lon - 0.003, middle.lon + 0.003, middle.lat - 0.002, middle.lat + 0.002)
        return """
            {"type": "FeatureCollection", "features": [{"type": "Feature",
             "properties": {"code": "HS", "name": "High Street", "kind": "hotspot", "illustrative": true},
             "geometry": {"type": "Polygon", "coordinates": [[[\(west), \(south)], [\(east), \(south)], [\(east), \(north)],
             [\(west), \(north)], [\(west), \(south)]]]}}]}
            """
    }
}

extension Process {
    /// Starts it so that it hears SIGTERM. A process inherits what its parent's thread blocks, and threads of dispatch block all.
    func runHearingSignals() throws {
        var (none, before) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        try run()
    }
}

/// A folder that is gone at the end.
public func inScratchFolder<Answer>(_ act: (URL) async throws -> Answer) async throws -> Answer {
    let folder = try scratchFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await act(folder)
}

/// A fresh folder; whoever asks for it removes it.
public func scratchFolder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("beatbook-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
}

/// Thirty-two random bytes.
public func randomKey() -> Data {
    Data((0..<32).map { _ in UInt8.random(in: .min ... .max) })
}

/// A key store that does what a scenario says.
public final class Keys: KeyStore {
    public enum Kind: String, Sendable { case right, another, short, throwing, refusing }

    private let right: Data
    public let kind: Kind

    public init(_ right: Data, _ kind: Kind = .right) {
        self.right = right
        self.kind = kind
    }

    public func key(notebook: UUID?) throws -> Data {
        switch kind {
        case .right: return right
        case .another: return randomKey()
        case .short: return Data("short".utf8)
        case .throwing: throw Wrong("an error of the app's own")
        case .refusing: throw BeatbookError.Refused(code: "locked", remedy: "unlock the phone")
        }
    }
}
