// What a screen follows: the status, and the visits in progress.

import BeatbookCore
import Foundation

extension Notebook {
    /// The status now, and again after each call that changed it. Ends when the notebook is closed. A screen that is slow gets the
    /// newest and misses what lay between. While the notebook is paused nothing comes.
    ///
    /// Time alone changes nothing here: ask ``status()`` again for ages and hours so far.
    public func statuses() -> AsyncStream<Status> {
        let (stream, watcher) = AsyncStream.makeStream(of: Status.self, bufferingPolicy: .bufferingNewest(1))
        guard let status = try? blocking.status() else {
            // Closed: nothing will ever come. Paused: it comes with `resume`.
            if isClosed { watcher.finish() } else { watch(watcher) }
            return stream
        }
        // Whoever watches already may not have heard of it yet; and what is told now is not told again.
        watchers.tell(status)
        watcher.yield(status)
        watch(watcher)
        return stream
    }

    /// Visits in progress, confirmed ones only, as zones with the begin of the visit; empty while off duty. One element for each
    /// change. Ends when the notebook is closed.
    public func visits() -> AsyncStream<[ZoneNow]> {
        let statuses = statuses()
        let (stream, watcher) = AsyncStream.makeStream(of: [ZoneNow].self, bufferingPolicy: .bufferingNewest(1))
        let following = Task {
            var last: [ZoneNow]?
            for await status in statuses {
                let zones = status.onDuty?.zonesNow.filter { $0.visitSince != nil } ?? []
                if zones != last { watcher.yield(zones) }
                last = zones
            }
            watcher.finish()
        }
        watcher.onTermination = { _ in following.cancel() }
        return stream
    }

    /// Tells whoever watches, if anybody does and something has changed.
    func tellWatchers() {
        guard !watchers.isEmpty, let status = try? blocking.status() else { return }
        watchers.tell(status)
    }

    private var isClosed: Bool {
        do {
            _ = try blocking.status()
            return false
        } catch {
            return BeatbookError(told: error).code == "closed"
        }
    }

    private func watch(_ watcher: AsyncStream<Status>.Continuation) {
        let number = watchers.add(watcher)
        // The stream's end does not wait for the actor, nor keep it alive.
        watcher.onTermination = { [weak watchers] _ in watchers?.remove(number) }
    }
}

/// The streams that are being read.
final class Watchers: Sendable {
    private struct All {
        var next = 0
        var watchers: [Int: AsyncStream<Status>.Continuation] = [:]
        var last: Status?
    }

    private let all = Guarded(All())

    var isEmpty: Bool { all.with { $0.watchers.isEmpty } }

    func add(_ watcher: AsyncStream<Status>.Continuation) -> Int {
        all.with { all in
            all.next += 1
            all.watchers[all.next] = watcher
            return all.next
        }
    }

    func remove(_ number: Int) {
        // Dropped outside the lock: a continuation calls back at its end.
        _ = all.with { $0.watchers.removeValue(forKey: number) }
    }

    func tell(_ status: Status) {
        let watching = all.with { all -> [AsyncStream<Status>.Continuation] in
            if status == all.last { return [] }
            all.last = status
            return Array(all.watchers.values)
        }
        for watcher in watching { watcher.yield(status) }
    }

    func end() {
        for watcher in all.with({ Array($0.watchers.values) }) { watcher.finish() }
    }
}
