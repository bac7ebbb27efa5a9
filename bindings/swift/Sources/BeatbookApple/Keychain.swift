// NEVER COMPILED, NEVER RUN where this project is built: there is no SDK of Apple's. Read it so.
//
// The keys of notebooks in the Keychain.

#if canImport(Security)
import Beatbook
import Foundation
import Security

/// Secrets that are readable after the first unlock since the start of the phone, on this phone only: they go into no backup and to no
/// other phone. After the first unlock, because an officer's phone records and syncs while it is locked. `KeyRing(Keychain())` is
/// the key store of an app.
public struct Keychain: SecretStore {
    private let service: String

    /// - Parameter service: names this app's secrets; never change it.
    public init(service: String = "beatbook.notebook") {
        self.service = service
    }

    /// - Throws: `locked` before the first unlock, `key_store` with the system's status; so do the others.
    public func secret(_ name: String) throws -> Data? {
        var query = query(name)
        query[kSecReturnData] = true
        query[kSecMatchLimit] = kSecMatchLimitOne
        var found: CFTypeRef?
        let status = SecItemCopyMatching(query as CFDictionary, &found)
        if status == errSecItemNotFound { return nil }
        try check(status)
        return found as? Data
    }

    public func keep(_ secret: Data, _ name: String) throws {
        var item = query(name)
        item[kSecValueData] = secret
        item[kSecAttrAccessible] = kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly
        try check(SecItemAdd(item as CFDictionary, nil))
    }

    public func forget(_ name: String) throws {
        let status = SecItemDelete(query(name) as CFDictionary)
        if status != errSecItemNotFound { try check(status) }
    }

    public func random(_ count: Int) throws -> Data {
        var bytes = [UInt8](repeating: 0, count: count)
        try check(SecRandomCopyBytes(kSecRandomDefault, count, &bytes))
        return Data(bytes)
    }

    private func query(_ name: String) -> [CFString: Any] {
        [
            kSecClass: kSecClassGenericPassword, kSecAttrService: service, kSecAttrAccount: name,
            kSecAttrSynchronizable: false, kSecUseDataProtectionKeychain: true,
        ]
    }

    private func check(_ status: OSStatus) throws {
        switch status {
        case errSecSuccess: return
        case errSecInteractionNotAllowed:
            throw BeatbookError.Refused(code: "locked", remedy: "unlock the phone once, then try again")
        default:
            throw BeatbookError.Refused(code: "key_store", remedy: "the Keychain answered \(status): restart the phone")
        }
    }
}
#endif
