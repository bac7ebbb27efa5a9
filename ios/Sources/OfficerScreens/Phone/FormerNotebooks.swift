// What is left in notebooks that are not in use any more.

import Beatbook
import Foundation

/// Why one of them was not opened or not sent, the last time that was tried.
package struct FormerProblem: Equatable, Sendable, Codable {
    /// What was tried.
    package enum Tried: String, Sendable, Codable { case opening, sending }

    package var tried: Tried
    /// Stable, such as `network` or `wrong_key`.
    package var code: String
    /// What to do, in English.
    package var remedy: String
    /// When that was, by the phone's clock, UTC milliseconds.
    package var at: Int64

    package init(_ tried: Tried, _ refused: BeatbookError, at: Int64 = Date().utcMilliseconds) {
        (self.tried, code, remedy, self.at) = (tried, refused.code, refused.remedy, at)
    }
}

/// The notebooks of this phone that were restored, copied or found twice, and gone on from. They take nothing new, and what the server has
/// not signed for is still sent.
package struct FormerNotebooks: Equatable, Sendable {
    /// By notebook: entries without a receipt when it was last looked at.
    package var left: [UUID: UInt64] = [:]
    /// By notebook: why it was not opened or not sent when that was last tried, also in an earlier life of the app.
    package var problems: [UUID: FormerProblem] = [:]

    package init() {}

    /// As it was kept; nothing is wrong where nothing was, or where it cannot be read: it is tried again soon.
    init(kept file: URL) {
        guard let bytes = try? Data(contentsOf: file) else { return }
        let told = (try? JSONDecoder().decode([String: FormerProblem].self, from: bytes)) ?? [:]
        for (name, problem) in told {
            if let notebook = UUID(uuidString: name) { problems[notebook] = problem }
        }
    }

    /// Keeps what is wrong over the end of the app. On a phone that is full it is known until then.
    func keep(in file: URL) {
        let named = Dictionary(uniqueKeysWithValues: problems.map { ($0.key.uuidString, $0.value) })
        try? JSONEncoder().encode(named).write(to: file, options: .atomic)
    }

    /// Nothing more is told of one that is not there any more, because it was put aside.
    mutating func remember(only known: [UUID]) {
        left = left.filter { known.contains($0.key) }
        problems = problems.filter { known.contains($0.key) }
    }

    /// Entries without a receipt, of all of them.
    package var toSend: UInt64 { left.values.reduce(0, +) }

    /// What is wrong with one of them; absent if nothing is.
    package var problem: FormerProblem? { problems.min { $0.key.uuidString < $1.key.uuidString }?.value }
}
