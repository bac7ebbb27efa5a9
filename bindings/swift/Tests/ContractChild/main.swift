// A process of its own for the tests. `steps`: does the steps it reads and waits for its end. `leaks FOLDER`: opens and closes a
// notebook again and again and says how the process has grown.

import Beatbook
import ContractSteps
import Foundation

/// Kibibytes in memory, and open files, of this process.
func sizes() throws -> (memory: Int, files: Int) {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
    let memory = line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }
    let files = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
    return (memory ?? 0, files)
}

/// Opens it as soon as the object before it has gone.
func opened(_ notebook: UUID, _ places: FolderPlaces, _ keys: Keys) async throws -> Notebook {
    for _ in 0..<500 {
        do {
            return try await Notebook.open(notebook, in: places, keys: keys)
        } catch {
            // No pattern at the catch: with a typed error that crashes the compiler of Swift 6.0.3.
            if error.code != "already_open" { throw error }
            try await Task.sleep(for: .milliseconds(2))
        }
    }
    throw Wrong("an object that nobody holds closes its notebook within a second")
}

func openAndClose(_ times: Int, _ notebook: UUID, _ places: FolderPlaces, _ keys: Keys) async throws {
    for round in 0..<times {
        let book = try await opened(notebook, places, keys)
        let statuses = await book.statuses()
        _ = try await book.note(text: "round \(round)", basis: .fact)
        // Every second one is left to the end of the object.
        if round % 2 == 0 { try await book.close() }
        for await _ in statuses { if round % 2 == 1 { break } }
    }
}

func act() async throws {
    switch CommandLine.arguments.dropFirst().first {
    case "steps":
        guard let line = readLine() else { throw Wrong("nothing is told on standard input") }
        let given = try JSONDecoder().decode(Json.self, from: Data(line.utf8))
        let key = Data(base64Encoded: given["key"].text ?? "") ?? Data()
        let scenario = try Scenario(
            folder: URL(fileURLWithPath: given["folder"].text ?? ""), key: key, server: nil, ticket: given["ticket"].text)
        try await scenario.run(given["steps"].list)
        FileHandle.standardOutput.write(Data("done\n".utf8))
        try await Task.sleep(for: .seconds(60))
    case "leaks":
        let folder = URL(fileURLWithPath: CommandLine.arguments[2])
        let (places, keys) = (try FolderPlaces(below: folder), Keys(randomKey()))
        let ticket = CommandLine.arguments[3]
        let book = try await Notebook.found(in: places, keys: keys, ticket: ticket)
        let notebook = try await book.id()
        try await book.close()
        try await openAndClose(200, notebook, places, keys)
        var told = [try sizes()]
        for _ in 0..<2 {
            try await openAndClose(500, notebook, places, keys)
            told.append(try sizes())
        }
        print(told.map { "\($0.memory) \($0.files)" }.joined(separator: " "))
    default:
        throw Wrong("steps or leaks")
    }
}

do {
    try await act()
} catch {
    FileHandle.standardError.write(Data("contract-child: \(error)\n".utf8))
    exit(1)
}
