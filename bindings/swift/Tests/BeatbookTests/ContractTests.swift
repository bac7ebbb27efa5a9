// Every scenario of bindings/contract/scenarios.json, in Swift.

import Beatbook
import ContractSteps
import Foundation
import Testing

struct Told: Sendable, CustomTestStringConvertible {
    let name: String
    let steps: [Json]

    var testDescription: String { name }

    static func all() throws -> [Told] {
        let here = URL(fileURLWithPath: #filePath)
        let bindings = (0..<4).reduce(here) { path, _ in path.deletingLastPathComponent() }
        let table = try Data(contentsOf: bindings.appendingPathComponent("contract/scenarios.json"))
        return try JSONDecoder().decode(Json.self, from: table).list.map { told in
            Told(name: told["name"].text ?? "", steps: told["steps"].list)
        }
    }
}

@Test("the contract", arguments: try Told.all())
func contract(_ told: Told) async throws {
    try await inScratchFolder { folder in
        let server = try Server(in: folder)
        try await Scenario(folder: folder, key: randomKey(), server: server).run(told.steps)
        try server.stop()
    }
}
