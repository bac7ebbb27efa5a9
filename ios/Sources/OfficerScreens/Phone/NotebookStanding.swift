// How the notebook of a phone stands, and whether it takes entries.

import Beatbook

/// How this phone's notebook stands.
package enum NotebookStanding: Equatable, Sendable {
    /// Nobody has looked yet.
    case unknown
    /// There is none: enrol with a code.
    case none
    /// It is open.
    case open
    /// It is there and cannot be opened. `code` is stable, `remedy` says what to do, in English.
    case shut(code: String, remedy: String)

    /// No other try will open it: its key is gone or another one's, or its file is damaged. All others may pass.
    var neverOpens: Bool {
        if case .shut(let code, _) = self { ["key_missing", "wrong_key", "corrupt", "unreadable"].contains(code) } else { false }
    }
}

extension NotebookState {
    /// False where a successor must be begun.
    var takesEntries: Bool { self == .enrolling || self == .open }
}
