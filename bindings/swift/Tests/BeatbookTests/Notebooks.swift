// What the tests share: a notebook with a server, and the code of an error.

import Beatbook
import ContractSteps
import Foundation
import Testing

/// A fresh notebook with a server of its own.
func withNotebook(_ act: (Notebook, Server) async throws -> Void) async throws {
    try await inScratchFolder { folder in
        let server = try Server(in: folder)
        let book = try await Notebook.found(
            in: try FolderPlaces(below: folder), keys: Keys(randomKey()), ticket: try server.ticket())
        try await act(book, server)
        try await book.close()
        try server.stop()
    }
}

/// The code that a call is refused with; an answer is a failure.
func refusal(_ call: () async throws -> Void) async -> String {
    do {
        try await call()
        return "not refused"
    } catch let error as BeatbookError {
        return error.remedy.isEmpty ? "no remedy" : error.code
    } catch {
        return "an error that is no BeatbookError: \(error)"
    }
}
