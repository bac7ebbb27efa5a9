// The library's log lines, for the app's own log.

import BeatbookCore
import Foundation

/// Sends the log lines of all notebooks of this process to a closure from now on, on whichever thread they come from: codes and
/// numbers, never personal data. `nil` ends it. The closure must not call a notebook, nor wait for one: the line may come from a call
/// that holds its lock, and the library refuses such a call with `already_running`.
///
/// - Throws: `log_taken`: another library of this process took the log before.
public func sendLog(to line: (@Sendable (LogLevel, String) -> Void)?) throws(BeatbookError) {
    do { try sendLogLines(sink: line.map(Lines.init)) } catch { throw BeatbookError(told: error) }
}

private final class Lines: LogSink {
    private let hear: @Sendable (LogLevel, String) -> Void

    init(_ hear: @escaping @Sendable (LogLevel, String) -> Void) {
        self.hear = hear
    }

    func line(level: LogLevel, line: String) throws {
        hear(level, line)
    }
}
