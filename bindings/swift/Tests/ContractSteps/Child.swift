// A process of its own: for steps that end in SIGKILL, and for what is measured of a whole process.

import Beatbook
import Foundation

public struct Child {
    private let process = Process()
    private let told = Pipe()
    private let said = Pipe()

    /// The executable target beside the tests' own program.
    public init(_ arguments: String...) {
        let here = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        process.executableURL = here.appendingPathComponent("contract-child")
        process.arguments = arguments
        process.standardInput = told
        process.standardOutput = said
    }

    /// Has it do its steps, and kills it once it says that they are done.
    public func killedAfter(_ given: Json) throws {
        try process.run()
        told.fileHandleForWriting.write(try JSONEncoder().encode(given) + Data("\n".utf8))
        let line = String(decoding: said.fileHandleForReading.availableData, as: UTF8.self)
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        guard line == "done\n" else { throw Wrong("the other process does its steps, and says: \(line)") }
        guard process.terminationReason == .uncaughtSignal else { throw Wrong("it was not killed") }
    }

    /// Runs it to its end; what it said.
    public func run() throws -> String {
        try process.run()
        let answer = String(decoding: said.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Wrong("\(process.arguments ?? []) ended with \(process.terminationStatus): \(answer)")
        }
        return answer
    }
}
