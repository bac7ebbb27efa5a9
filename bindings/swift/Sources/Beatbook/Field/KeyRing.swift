// Which key belongs to which notebook. The library asks for the key of a new notebook before the notebook has an id.

import BeatbookCore
import Foundation

/// Where secrets lie; on a phone the Keychain.
public protocol SecretStore: Sendable {
    /// Absent if there is none of that name.
    func secret(_ name: String) throws -> Data?
    /// For good before it returns, never over another one.
    func keep(_ secret: Data, _ name: String) throws
    /// Nothing happens if there is none.
    func forget(_ name: String) throws
    /// So many random bytes of the system's.
    func random(_ count: Int) throws -> Data
}

/// One random key for each notebook, kept before it is handed out.
///
/// A new notebook's key waits under a name of its own until ``settle(_:)`` gives it to the notebook: a notebook whose app was ended
/// in between is still opened. Enrolling again after a lost answer finds the same key, as it must, as long as nothing was settled;
/// after that, open the notebook that `Notebook.list` names and sync, with a new code if the former is over: that lets it in, too.
/// Settle before a second notebook is made, which would else get the first one's key.
public final class KeyRing: KeyStore {
    private let store: any SecretStore
    private static let waiting = "waiting"

    /// Over the app's own store.
    public init(_ store: any SecretStore) {
        self.store = store
    }

    /// Asked by the library.
    ///
    /// - Throws: `key_missing`, and what the store throws.
    public func key(notebook: UUID?) throws -> Data {
        if let notebook, let own = try store.secret(name(notebook)) { return own }
        if let waiting = try store.secret(Self.waiting) { return waiting }
        if notebook != nil {
            throw BeatbookError.Refused(
                code: "key_missing", remedy: "the key of this notebook is not on this phone: enrol again, and tell your support")
        }
        let new = try store.random(32)
        try store.keep(new, Self.waiting)
        return new
    }

    /// Gives the key that waits to the notebook that was made with it. Call it with the ids of all notebooks of the phone, as
    /// `Notebook.list` answers them, after `found`, `enrol` and `beginSuccessor`; at the start of the app with the one that is in use: a
    /// successor that the app was ended over is begun again with the key that waits. Two notebooks without a key of their own cannot be
    /// told apart; the key then goes on waiting, which opens the right one of them.
    ///
    /// - Throws: what the store throws; nothing is lost, call it again.
    public func settle(_ notebooks: [UUID]) throws {
        guard let key = try store.secret(Self.waiting) else { return }
        let without = try notebooks.filter { try store.secret(name($0)) == nil }
        if without.count == 1 { try store.keep(key, name(without[0])) }
        // Ended between keeping and forgetting, the key is there twice: only a notebook that has it lets it go.
        if without.count < 2, try notebooks.contains(where: { try store.secret(name($0)) == key }) {
            try store.forget(Self.waiting)
        }
    }

    private func name(_ notebook: UUID) -> String { notebook.uuidString.lowercased() }
}
