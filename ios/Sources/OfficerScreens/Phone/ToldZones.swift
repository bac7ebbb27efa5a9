// Which zones an officer off duty was told of lately, also where each wake-up starts the app anew.

import Beatbook
import Foundation

/// A line for each zone: when, and its code. Where an officer was off duty is nobody's business: a zone is forgotten when it may be told
/// again, and all are at sign-on. The file lies in no backup.
struct ToldZones: Sendable {
    /// Not told again before so many milliseconds are over: four hours.
    private static let silent: Int64 = 4 * 3_600_000

    let file: URL

    /// Whether this zone was not told of for some hours; it is from now on.
    func isFirst(_ code: String) -> Bool {
        if lately()[code] != nil { return false }
        note(code)
        return true
    }

    /// As if it had been told.
    func note(_ code: String) {
        var all = lately()
        all[code] = Date().utcMilliseconds
        keep(all)
    }

    func forget() {
        try? FileManager.default.removeItem(at: file)
    }

    /// Lines that are over leave the file when it is read. A time in the future says that a clock was set back, and counts for nothing.
    private func lately() -> [String: Int64] {
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [:] }
        let now = Date().utcMilliseconds
        let lines = text.split(separator: "\n")
        var all: [String: Int64] = [:]
        for line in lines {
            let parts = line.split(separator: " ", maxSplits: 1)
            guard parts.count == 2, let at = Int64(parts[0]), at <= now, at > now - Self.silent else { continue }
            all[String(parts[1])] = at
        }
        if all.count < lines.count { keep(all) }
        return all
    }

    private func keep(_ all: [String: Int64]) {
        if all.isEmpty { return forget() }
        let text = all.map { "\($0.value) \($0.key)" }.joined(separator: "\n")
        // On a phone that is full a zone is told once more than needed.
        try? text.write(to: file, atomically: true, encoding: .utf8)
    }
}
