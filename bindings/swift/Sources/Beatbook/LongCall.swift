// A call that blocks for long, off Swift's own threads, ended when its task is cancelled.

import BeatbookCore
import Foundation

/// One such call.
final class LongCall: Sendable {
    private static let queue = DispatchQueue(label: "beatbook.long", qos: .utility, attributes: .concurrent)
    /// How often a cancelled call is told so again. A call that has only just been handed to its thread has not begun in the library
    /// and would not hear the first time.
    private static let again = DispatchTimeInterval.milliseconds(100)

    private struct State {
        var cancelled = false
        var over = false
    }

    private let state = Guarded(State())
    private let end: @Sendable () -> Void

    private init(end: @escaping @Sendable () -> Void) {
        self.end = end
    }

    /// Runs it on a thread of its own.
    ///
    /// - Parameter end: makes the call end soon; told again until it has. Without it the call runs to its own end.
    static func run<Answer: Sendable>(
        cancel end: @escaping @Sendable () -> Void = {}, _ call: @escaping @Sendable () throws -> Answer
    ) async throws(BeatbookError) -> Answer {
        let run = LongCall(end: end)
        let answer: Result<Answer, BeatbookError> = await withTaskCancellationHandler {
            await withCheckedContinuation { waiting in
                queue.async { waiting.resume(returning: run.outcome(call)) }
            }
        } onCancel: {
            run.cancel()
        }
        return try answer.get()
    }

    private func outcome<Answer>(_ call: () throws -> Answer) -> Result<Answer, BeatbookError> {
        defer { state.with { $0.over = true } }
        if state.with({ $0.cancelled }) { return .failure(.cancelled) }
        do { return .success(try call()) } catch { return .failure(BeatbookError(told: error)) }
    }

    private func cancel() {
        let over = state.with { state in
            state.cancelled = true
            return state.over
        }
        if over { return }
        Self.queue.async { self.tellItToEnd() }
    }

    private func tellItToEnd() {
        if state.with({ $0.over }) { return }
        end()
        Self.queue.asyncAfter(deadline: .now() + Self.again) { self.tellItToEnd() }
    }
}

/// A value behind a lock, held for moments only. The standard library's own needs newer phones than this package does.
final class Guarded<Value>: @unchecked Sendable {
    private let lock = NSLock()
    private var value: Value

    init(_ value: Value) {
        self.value = value
    }

    func with<Answer>(_ act: (inout Value) -> Answer) -> Answer {
        lock.lock()
        defer { lock.unlock() }
        return act(&value)
    }
}
