// Each notebook gets its key, and none is lost when the app ends at the wrong moment.

import Beatbook
import ContractSteps
import Foundation
import Testing

/// A Keychain in memory.
final class Drawer: SecretStore, @unchecked Sendable {
    var secrets: [String: Data] = [:]
    var locked = false

    func secret(_ name: String) throws -> Data? {
        if locked { throw BeatbookError.Refused(code: "locked", remedy: "unlock the phone once") }
        return secrets[name]
    }

    func keep(_ secret: Data, _ name: String) throws {
        if secrets[name] != nil { throw Wrong("\(name) would be lost") }
        secrets[name] = secret
    }

    func forget(_ name: String) throws { secrets[name] = nil }

    func random(_ count: Int) throws -> Data { randomKey().prefix(count) }
}

@Test func everyNotebookOfAPhoneHasAKeyOfItsOwnAndOpensWithIt() async throws {
    try await inScratchFolder { folder in
        let server = try Server(in: folder)
        let places = try FolderPlaces(below: folder)
        let drawer = Drawer()
        let ring = KeyRing(drawer)
        for _ in 0..<2 {
            let book = try await Notebook.found(in: places, keys: ring, ticket: try server.ticket())
            try await book.close()
            try ring.settle(try await Notebook.list(in: places))
        }
        #expect(Set(drawer.secrets.values).count == 2)
        #expect(drawer.secrets["waiting"] == nil)
        for notebook in try await Notebook.list(in: places) {
            try await Notebook.open(notebook, in: places, keys: KeyRing(drawer)).close()
        }
        try server.stop()
    }
}

@Test func anAppThatEndsBeforeItSettlesStillOpensItsNotebook() async throws {
    try await inScratchFolder { folder in
        let server = try Server(in: folder)
        let places = try FolderPlaces(below: folder)
        let drawer = Drawer()
        let book = try await Notebook.found(in: places, keys: KeyRing(drawer), ticket: try server.ticket())
        try await book.close()
        // Started again.
        let (ring, notebooks) = (KeyRing(drawer), try await Notebook.list(in: places))
        try await Notebook.open(notebooks[0], in: places, keys: ring).close()
        try ring.settle(notebooks)
        try await Notebook.open(notebooks[0], in: places, keys: ring).close()
        #expect(drawer.secrets.keys.sorted() == [notebooks[0].uuidString.lowercased()])
        try server.stop()
    }
}

@Test func aKeyIsForgottenOnlyWhenANotebookHasIt() throws {
    let drawer = Drawer()
    let ring = KeyRing(drawer)
    let waiting = try ring.key(notebook: nil)
    #expect(try ring.key(notebook: nil) == waiting)
    try ring.settle([])
    #expect(try ring.key(notebook: nil) == waiting)
    let (one, other) = (UUID(), UUID())
    try ring.settle([one, other])
    #expect(drawer.secrets["waiting"] == waiting)
    try drawer.keep(randomKey(), other.uuidString.lowercased())
    try drawer.keep(waiting, one.uuidString.lowercased())
    try ring.settle([one, other])
    #expect(drawer.secrets["waiting"] == nil)
    #expect(try ring.key(notebook: one) == waiting)
}

@Test func aKeyThatIsNotThereOrLockedIsToldByItsCode() async throws {
    try await inScratchFolder { folder in
        let places = try FolderPlaces(below: folder)
        let drawer = Drawer()
        #expect(await refusal { _ = try KeyRing(drawer).key(notebook: UUID()) } == "key_missing")
        drawer.locked = true
        #expect(await refusal {
            _ = try await Notebook.found(in: places, keys: KeyRing(drawer), ticket: "BEATBOOK1-")
        } == "locked")
    }
}
