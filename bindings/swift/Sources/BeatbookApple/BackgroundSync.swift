// NEVER COMPILED, NEVER RUN where this project is built: there is no SDK of Apple's. Read it so.
//
// A sync while nobody looks at the app.

#if canImport(BackgroundTasks) && os(iOS)
import BackgroundTasks
import Beatbook
import Foundation

/// Two background tasks for one purpose, whichever the system grants first: a short one, which it grants as often as the app is used
/// (`BGAppRefreshTask`), and a long one, mostly at night on a charger (`BGProcessingTask`). The app's Info.plist has `fetch` and
/// `processing` among `UIBackgroundModes`, and both identifiers in `BGTaskSchedulerPermittedIdentifiers`.
public struct BackgroundSync: SyncScheduler {
    private let identifier: String
    private let short: String

    /// - Parameters:
    ///   - identifier: of the long task, as in Info.plist.
    ///   - short: of the short one.
    public init(identifier: String = "beatbook.sync", short: String = "beatbook.refresh") {
        self.identifier = identifier
        self.short = short
    }

    /// Call it before the app has finished launching: the system accepts no handler later.
    ///
    /// - Parameter woken: syncs, asks for the next wake-up and answers whether it worked, as `Notebook.syncWhenWoken` does. The system
    ///   may suspend the app as soon as it has answered. Its task is cancelled when the time is over: it then ends within a second.
    /// - Returns: whether the system knows both identifiers.
    @discardableResult
    public func register(_ woken: @escaping @Sendable () async -> Bool) -> Bool {
        let known = [identifier, short].map { register($0, woken) }
        return known.allSatisfy { $0 }
    }

    private func register(_ identifier: String, _ woken: @escaping @Sendable () async -> Bool) -> Bool {
        BGTaskScheduler.shared.register(forTaskWithIdentifier: identifier, using: nil) { task in
            let ending = Ending(task)
            let work = Task { ending.end(await woken()) }
            // What the server has confirmed by then is kept.
            task.expirationHandler = { work.cancel() }
        }
    }

    /// Asks for the next one when that notebook should sync: at sign-off, and when the app goes to the background.
    public func ask(for notebook: Notebook, now: Date = Date()) async throws {
        try ask(notBefore: SyncTimes(await notebook.status()).next(now: now))
    }

    /// Asks for either task. Each is asked for, also where the other is refused.
    public func ask(notBefore: Date) throws {
        let long = BGProcessingTaskRequest(identifier: identifier)
        long.requiresNetworkConnectivity = true
        long.requiresExternalPower = false
        let requests: [BGTaskRequest] = [long, BGAppRefreshTaskRequest(identifier: short)]
        var refused: (any Error)?
        for request in requests {
            request.earliestBeginDate = notBefore
            do { try BGTaskScheduler.shared.submit(request) } catch { refused = error }
        }
        if let refused { throw refused }
    }
}

/// The system's task, ended once from whichever thread.
private final class Ending: @unchecked Sendable {
    private let task: BGTask

    init(_ task: BGTask) {
        self.task = task
    }

    func end(_ success: Bool) {
        task.setTaskCompleted(success: success)
    }
}
#endif
