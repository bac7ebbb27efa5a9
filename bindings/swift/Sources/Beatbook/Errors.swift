// The one error of this package.

import BeatbookCore
import Foundation

extension BeatbookError {
    /// Stable, for programs: such as `wrong_key`, `off_duty`, `network`; `incomplete` when a notice lacks something.
    public var code: String {
        switch self {
        case .Refused(let code, _): code
        case .Incomplete: "incomplete"
        }
    }

    /// What is wrong and what to do, in English, without personal data.
    public var remedy: String {
        switch self {
        case .Refused(_, let remedy): remedy
        case .Incomplete(let missing): missing.map(\.remedy).joined(separator: "\n")
        }
    }

    /// Everything that a notice lacks before it can carry a number; empty for any other error.
    public var missing: [Missing] {
        if case .Incomplete(let missing) = self { missing } else { [] }
    }

    /// Ended because its task was cancelled, or by ``Notebook/cancel()``.
    public var isCancelled: Bool { code == "cancelled" }

    static let cancelled = BeatbookError.Refused(code: "cancelled", remedy: "cancelled: start it again when wanted")

    /// What a call threw. Anything but the library's own error is a fault in it: it is told by one code, without a word of what was
    /// thrown, which may name a person.
    init(told error: any Error) {
        self = error as? BeatbookError
            ?? .Refused(
                code: "internal", remedy: "a fault of the library: nothing recorded is lost; report it with what was done")
    }
}
