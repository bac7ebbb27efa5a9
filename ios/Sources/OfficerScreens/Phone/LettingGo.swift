// What the server durably holds leaves the phone when its time here is over.

import Beatbook
import Foundation

/// Drops it once a day for each notebook, counted anew in each life of the app: the library reads every old entry for it.
actor LettingGo {
    private let keeping: Keeping?
    private let pause: Duration
    /// By notebook: when that was last done.
    private var done: [UUID: ContinuousClock.Instant] = [:]

    /// - Parameters:
    ///   - keeping: how long the phone keeps what the server holds; the library's times if absent.
    ///   - pause: not again before so much time is over.
    init(keeping: Keeping?, pause: Duration) {
        self.keeping = keeping
        self.pause = pause
    }

    /// After a sync, once nothing waits for the server, or what waits will never be taken. What goes wrong goes wrong with nothing else: it is tried again after the next.
    func drop(from book: Notebook) async {
        guard let which = try? await book.id() else { return }
        let now = ContinuousClock.now
        if let last = done[which], now - last < pause { return }
        guard let status = try? await book.status() else { return }
        guard status.state == .retired || (status.outbox.waiting == 0 && status.outbox.offered == 0) else { return }
        if (try? await book.purge(keeping: keeping)) != nil { done[which] = now }
    }
}
